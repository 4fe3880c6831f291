//! What the raster formats share: size limits, turning upright, writing PNG.

use super::exif::Orientation;
use super::limits::{MAX_PIXELS, MAX_SIDE};
use super::{Kept, refuse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::Mime;
use ::png as codec;

/// Refuses dimensions beyond the limits; called with what the header says.
pub(super) fn check_size(width: u32, height: u32) -> Result<(), Diagnostic> {
    if width == 0 || height == 0 {
        return Err(damaged());
    }
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(refuse(
            "picture-too-large",
            format!(
                "This picture is {width}×{height} pixels; up to {MAX_SIDE} a side and {} \
                 megapixels in all are accepted.",
                MAX_PIXELS / 1_000_000
            ),
            "Scale it to 1500×1050 in a picture program.",
        ));
    }
    Ok(())
}

/// The refusal of a raster that doesn't decode.
pub(super) fn damaged() -> Diagnostic {
    refuse(
        "picture-damaged",
        "This picture is damaged or cut off.",
        "Copy or download it again, or open it in a picture program and save it anew.",
    )
}

/// Decoded pixels, rows from the top without padding.
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub color: codec::ColorType,
    pub depth: codec::BitDepth,
    pub data: Vec<u8>,
}

impl Pixels {
    /// Turned as the camera noted. `None` if the data doesn't fit the dimensions.
    pub(super) fn upright(self, turn: Orientation) -> Option<Self> {
        if turn == Orientation::UPRIGHT {
            return Some(self);
        }
        let (w, h) = (usize::try_from(self.width).ok()?, usize::try_from(self.height).ok()?);
        let size = self.data.len().checked_div(w.checked_mul(h)?)?;
        let (out_w, out_h) = if turn.transpose { (h, w) } else { (w, h) };
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..out_h {
            let y = if turn.mirror_y { out_h - 1 - y } else { y };
            for x in 0..out_w {
                let x = if turn.mirror_x { out_w - 1 - x } else { x };
                let (sx, sy) = if turn.transpose { (y, x) } else { (x, y) };
                let at = (sy * w + sx) * size;
                data.extend_from_slice(self.data.get(at..at + size)?);
            }
        }
        let (width, height) =
            if turn.transpose { (self.height, self.width) } else { (self.width, self.height) };
        Some(Self { width, height, data, ..self })
    }

    /// The pixels as a PNG file without any metadata.
    pub(super) fn into_png(self) -> Option<Kept> {
        let mut bytes = Vec::new();
        let mut encoder = codec::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(self.color);
        encoder.set_depth(self.depth);
        // The caller has two seconds for the whole import; stronger compression
        // of a large photograph would use them up.
        encoder.set_compression(codec::Compression::Fast);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&self.data).ok()?;
        writer.finish().ok()?;
        Some(kept(Mime::Png, self.width, self.height, bytes))
    }
}

/// A raster with its size, which the limits keep exact in `f32`.
pub(super) fn kept(mime: Mime, width: u32, height: u32, bytes: Vec<u8>) -> Kept {
    Kept { mime, width: width as f32, height: height as f32, bytes }
}

/// Turns decoded pixels upright and keeps them as PNG, and says so.
pub(super) fn turned(
    pixels: Pixels,
    turn: Orientation,
    notes: &mut Diagnostics,
) -> Result<Kept, Diagnostic> {
    let kept = pixels.upright(turn).and_then(Pixels::into_png).ok_or_else(damaged)?;
    notes.push(Diagnostic::info(
        "turned-upright",
        "picture",
        "The picture was turned upright, as the camera noted.",
    ));
    Ok(kept)
}

/// Says once that metadata was left out.
pub(super) fn note_metadata(dropped: bool, notes: &mut Diagnostics) {
    if dropped {
        notes.push(Diagnostic::info(
            "metadata-dropped",
            "picture",
            "Notes inside the file, such as place, camera and colour profile, were left out.",
        ));
    }
}
