//! JPEG: the compressed picture is kept as it is, camera notes are not.

use super::exif::{self, Orientation};
use super::limits::{MAX_SCAN_PIXELS, MAX_SCANS};
use super::raster::{self, Pixels, damaged};
use super::{Kept, refuse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::Mime;
use ::png as codec;
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// What the file's segments say, before anything is decoded.
struct Segments {
    width: u32,
    height: u32,
    components: u8,
    scans: u32,
    /// The file without notes.
    rewritten: Vec<u8>,
    turn: Orientation,
    metadata: bool,
}

/// Checks and rewrites a JPEG.
pub(super) fn gate(bytes: &[u8], notes: &mut Diagnostics) -> Result<Kept, Diagnostic> {
    let segments = segments(bytes)?;
    let Segments { width, height, components, .. } = segments;
    raster::check_size(width, height)?;
    let work = u64::from(width) * u64::from(height) * u64::from(segments.scans);
    if segments.scans > MAX_SCANS || work > MAX_SCAN_PIXELS {
        return Err(refuse(
            "picture-too-large",
            format!(
                "This JPEG is stored in {} passes over {width}×{height} pixels, too many to open quickly.",
                segments.scans
            ),
            "Open it in a picture program and save it as an ordinary JPEG.",
        ));
    }
    let pixels = decode(&segments.rewritten, components).ok_or_else(damaged)?;
    if (pixels.width, pixels.height) != (width, height) {
        return Err(damaged());
    }
    raster::note_metadata(segments.metadata, notes);
    if components == 4 {
        notes.push(Diagnostic::info(
            "colors-converted",
            "picture",
            "This picture has print colours (CMYK); they were converted to screen colours.",
        ));
    }
    match segments.turn {
        Orientation::UPRIGHT if components == 4 => pixels.into_png().ok_or_else(damaged),
        Orientation::UPRIGHT => Ok(raster::kept(Mime::Jpeg, width, height, segments.rewritten)),
        turn => raster::turned(pixels, turn, notes),
    }
}

fn segments(bytes: &[u8]) -> Result<Segments, Diagnostic> {
    let mut out = Segments {
        width: 0,
        height: 0,
        components: 0,
        scans: 0,
        rewritten: vec![0xff, 0xd8],
        turn: Orientation::UPRIGHT,
        metadata: false,
    };
    let mut at = 2;
    loop {
        // Markers may be preceded by any number of fill bytes.
        let marker = loop {
            match (bytes.get(at), bytes.get(at + 1)) {
                (Some(0xff), Some(0xff)) => at += 1,
                (Some(0xff), Some(&marker)) => break marker,
                _ => return Err(damaged()),
            }
        };
        if marker == 0xd9 {
            out.rewritten.extend_from_slice(&[0xff, 0xd9]);
            // What follows the end (a phone's video, a second picture) is left behind.
            out.metadata |= bytes.len() > at + 2;
            return if out.scans > 0 { Ok(out) } else { Err(damaged()) };
        }
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            return Err(damaged());
        }
        let data = segment(bytes, at).ok_or_else(damaged)?;
        let next = at + 4 + data.len();
        match marker {
            0xc0..=0xc2 => frame(data, &mut out).ok_or_else(damaged)?,
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Err(rare_variant()),
            0xe1 if data.starts_with(b"Exif\0\0") => out.turn = exif::orientation(data),
            _ => {}
        }
        let keep = match marker {
            // Which transform the colours went through is told by these two alone.
            0xe0 => data.starts_with(b"JFIF\0"),
            0xee => data.starts_with(b"Adobe"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        let end = if marker == 0xda { scan_end(bytes, next).ok_or_else(damaged)? } else { next };
        if marker == 0xda {
            out.scans = out.scans.saturating_add(1);
        }
        if keep {
            out.rewritten.extend_from_slice(bytes.get(at..end).ok_or_else(damaged)?);
        } else {
            out.metadata = true;
        }
        at = end;
    }
}

/// A segment's data behind its marker and length.
fn segment(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let size: [u8; 2] = bytes.get(at + 2..at + 4)?.try_into().ok()?;
    let size = usize::from(u16::from_be_bytes(size));
    bytes.get(at + 4..at.checked_add(2)?.checked_add(size)?)
}

/// Reads the frame header; a second one would change the size after the check.
fn frame(data: &[u8], out: &mut Segments) -> Option<()> {
    (out.components == 0).then_some(())?;
    let side = |at: usize| -> Option<u32> {
        Some(u32::from(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?)))
    };
    out.height = side(1)?;
    out.width = side(3)?;
    out.components = *data.get(5)?;
    (out.components > 0 && out.width > 0 && out.height > 0).then_some(())
}

/// Where the compressed data ends: at the first marker that is neither stuffing
/// nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == 0xff)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

fn rare_variant() -> Diagnostic {
    refuse(
        "picture-unsupported",
        "This JPEG is stored in a rare variant (lossless, hierarchical or arithmetic).",
        "Open it in a picture program and save it as an ordinary JPEG or as PNG.",
    )
}

fn decode(bytes: &[u8], components: u8) -> Option<Pixels> {
    let (space, color) = match components {
        1 => (ColorSpace::Luma, codec::ColorType::Grayscale),
        3 | 4 => (ColorSpace::RGB, codec::ColorType::Rgb),
        _ => return None,
    };
    // Strict: without it, missing data would be filled in with grey.
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(space)
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    let data = decoder.decode().ok()?;
    let info = decoder.info()?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let expected = usize::from(info.width) * usize::from(info.height) * color.samples();
    (data.len() == expected).then_some(Pixels {
        width,
        height,
        color,
        depth: codec::BitDepth::Eight,
        data,
    })
}
