//! Pictures, decoded for drawing on pixels.

use super::Asset;
use crate::diagnostic::Diagnostic;
use crate::template::Mime;
use resvg::tiny_skia::{IntSize, Pixmap};
use resvg::usvg;
use std::io::Cursor;
use std::sync::Arc;

/// The most pixels that a picture may have: 256 MB once decoded.
pub(crate) const MAX_PIXELS: u64 = 64_000_000;

/// A picture ready to be drawn.
#[derive(Clone, Debug)]
pub(crate) enum Decoded {
    /// Pixels, colours multiplied by alpha.
    Pixels(Arc<Raster>),
    /// A drawing.
    Drawing(Arc<usvg::Tree>),
}

/// Pixels of a picture.
#[derive(Clone, Debug)]
pub(crate) struct Raster {
    /// Its pixels, colours multiplied by alpha.
    pub(crate) pixels: Pixmap,
    /// Whether nothing shines through.
    pub(crate) opaque: bool,
}

/// Decodes a picture, its size checked before memory is taken.
///
/// # Errors
/// `picture-too-large` for more than [`MAX_PIXELS`], `picture-unreadable` for
/// bytes that are not what they should be.
pub(crate) fn decode(asset: &Asset) -> Result<Decoded, Diagnostic> {
    let raster = match asset.mime {
        Mime::Svg => return decode_svg(asset).map(|t| Decoded::Drawing(Arc::new(t))),
        Mime::Png => decode_png(&asset.bytes),
        Mime::Jpeg => decode_jpeg(&asset.bytes),
        Mime::WebP => decode_webp(&asset.bytes),
    };
    raster.map(|r| Decoded::Pixels(Arc::new(r)))
}

fn unreadable(why: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error("picture-unreadable", "", format!("The picture can't be read: {why}."))
        .repair("Save it again as PNG or JPEG in another program and replace it.")
}

fn too_large(width: u64, height: u64) -> Diagnostic {
    Diagnostic::error(
        "picture-too-large",
        "",
        format!("The picture has {width}×{height} pixels, which is more than can be drawn."),
    )
    .repair("Make it smaller: 64 million pixels are the most, 1500×1050 is enough for a page.")
}

/// A pixmap of zeros; `None` if there is no memory for it or it has no size.
pub(crate) fn blank(width: u32, height: u32) -> Option<Pixmap> {
    let length = usize::try_from(u64::from(width) * u64::from(height)).ok()?.checked_mul(4)?;
    let mut data = Vec::new();
    data.try_reserve_exact(length).ok()?;
    data.resize(length, 0);
    Pixmap::from_vec(data, IntSize::from_wh(width, height)?)
}

/// Memory for `length` bytes, or the refusal.
fn buffer(length: Option<usize>, size: (u32, u32)) -> Result<Vec<u8>, Diagnostic> {
    let refusal = || too_large(size.0.into(), size.1.into());
    let length = length.ok_or_else(refusal)?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length).map_err(|_| refusal())?;
    bytes.resize(length, 0);
    Ok(bytes)
}

fn check_size(width: u32, height: u32) -> Result<(), Diagnostic> {
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(too_large(width.into(), height.into()));
    }
    Ok(())
}

fn decode_png(bytes: &[u8]) -> Result<Raster, Diagnostic> {
    use png::{ColorType, Transformations};
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let info = decoder.read_header_info().map_err(unreadable)?;
    let size = (info.width, info.height);
    check_size(size.0, size.1)?;
    let mut reader = decoder.read_info().map_err(unreadable)?;
    let mut samples = buffer(reader.output_buffer_size(), size)?;
    let frame = reader.next_frame(&mut samples).map_err(unreadable)?;
    let channels = match frame.color_type {
        ColorType::Grayscale => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
        ColorType::Indexed => return Err(unreadable("its palette is missing")),
    };
    raster(size, channels, &samples)
}

fn decode_jpeg(bytes: &[u8]) -> Result<Raster, Diagnostic> {
    use zune_jpeg::zune_core::{colorspace::ColorSpace, options::DecoderOptions};
    // The default bounds on each side are lower than ours on the area.
    let side = usize::from(u16::MAX);
    let options = DecoderOptions::default()
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(unreadable)?;
    let info = decoder.info().ok_or_else(|| unreadable("it has no header"))?;
    let size = (u32::from(info.width), u32::from(info.height));
    check_size(size.0, size.1)?;
    let mut samples = buffer(decoder.output_buffer_size(), size)?;
    decoder.decode_into(&mut samples).map_err(unreadable)?;
    raster(size, 3, &samples)
}

fn decode_webp(bytes: &[u8]) -> Result<Raster, Diagnostic> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(unreadable)?;
    let size = decoder.dimensions();
    check_size(size.0, size.1)?;
    let mut samples = buffer(decoder.output_buffer_size(), size)?;
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    decoder.read_image(&mut samples).map_err(unreadable)?;
    raster(size, channels, &samples)
}

fn decode_svg(asset: &Asset) -> Result<usvg::Tree, Diagnostic> {
    let text = std::str::from_utf8(&asset.bytes).map_err(unreadable)?;
    // The import gate leaves no references; none is followed here either, as
    // the default would read files.
    let options = usvg::Options {
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(text, &options).map_err(unreadable)
}

/// Samples of one to four channels (grey, grey and alpha, RGB, RGBA) as a pixmap.
fn raster(
    (width, height): (u32, u32),
    channels: usize,
    samples: &[u8],
) -> Result<Raster, Diagnostic> {
    let mut pixels = blank(width, height).ok_or_else(|| too_large(width.into(), height.into()))?;
    let out = pixels.data_mut().as_chunks_mut::<4>().0.iter_mut();
    match channels {
        1 => out.zip(samples).for_each(|(to, g)| *to = [*g, *g, *g, 255]),
        2 => {
            let from = samples.as_chunks::<2>().0;
            out.zip(from).for_each(|(to, [g, a])| *to = premultiplied([*g, *g, *g, *a]));
        }
        3 => {
            let from = samples.as_chunks::<3>().0;
            out.zip(from).for_each(|(to, [r, g, b])| *to = [*r, *g, *b, 255]);
        }
        _ => {
            let from = samples.as_chunks::<4>().0;
            out.zip(from).for_each(|(to, rgba)| *to = premultiplied(*rgba));
        }
    }
    let opaque = channels % 2 == 1 || pixels.pixels().iter().all(|p| p.is_opaque());
    Ok(Raster { pixels, opaque })
}

fn premultiplied([r, g, b, a]: [u8; 4]) -> [u8; 4] {
    let times = |c: u8| ((u16::from(c) * u16::from(a) + 127) / 255) as u8;
    [times(r), times(g), times(b), a]
}

impl Raster {
    /// The picture with each box of `across`×`down` pixels averaged into one:
    /// what comes before an interpolation that looks at 4×4 pixels only and
    /// would miss the rest. `None` if there is no memory.
    pub(crate) fn shrink(&self, across: u32, down: u32) -> Option<Self> {
        let (across, down) = (across.max(1), down.max(1));
        let width = self.pixels.width().div_ceil(across);
        let mut pixels = blank(width, self.pixels.height().div_ceil(down))?;
        let mut sums = vec![[0u32; 4]; width as usize];
        let row_bytes = self.pixels.width() as usize * 4;
        let boxes = self.pixels.data().chunks(row_bytes * down as usize);
        let out = pixels.data_mut().chunks_exact_mut(width as usize * 4);
        for (rows, out) in boxes.zip(out) {
            sums.fill([0; 4]);
            for row in rows.chunks_exact(row_bytes) {
                for (sum, run) in sums.iter_mut().zip(row.chunks(across as usize * 4)) {
                    for pixel in run.as_chunks::<4>().0 {
                        sum.iter_mut().zip(pixel).for_each(|(s, c)| *s += u32::from(*c));
                    }
                }
            }
            // Boxes at the right and lower edge may be cut short.
            let high = (rows.len() / row_bytes) as u32;
            let mut left = self.pixels.width();
            for (to, sum) in out.as_chunks_mut::<4>().0.iter_mut().zip(&sums) {
                let area = high * left.min(across);
                left = left.saturating_sub(across);
                *to = sum.map(|s| ((s + area / 2) / area.max(1)) as u8);
            }
        }
        Some(Self { pixels, opaque: self.opaque })
    }
}
