//! WebP: the picture's own chunks are kept, everything around them is not.

use super::exif::{self, Orientation};
use super::raster::{self, Pixels, damaged};
use super::{Kept, refuse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::Mime;
use ::png as codec;
use image_webp::WebPDecoder;
use std::io::Cursor;

#[derive(Default)]
struct Chunks<'a> {
    lossy: Option<&'a [u8]>,
    lossless: Option<&'a [u8]>,
    alpha: Option<&'a [u8]>,
    canvas: Option<(u32, u32)>,
    exif: Option<&'a [u8]>,
    metadata: bool,
    animated: bool,
}

/// Checks and rewrites a WebP picture.
pub(super) fn gate(bytes: &[u8], notes: &mut Diagnostics) -> Result<Kept, Diagnostic> {
    let chunks = chunks(bytes).ok_or_else(damaged)?;
    if chunks.animated {
        return Err(refuse(
            "picture-animated",
            "This is an animated picture.",
            "Choose a still picture, or save one image of the animation as PNG.",
        ));
    }
    let (width, height) = size(&chunks).ok_or_else(damaged)?;
    raster::check_size(width, height)?;
    // A canvas of another size would place the picture on it, which no one writes.
    if chunks.canvas.is_some_and(|canvas| canvas != (width, height)) {
        return Err(damaged());
    }
    let rewritten = rewrite(&chunks, width, height).ok_or_else(damaged)?;
    let pixels = decode(&rewritten).ok_or_else(damaged)?;
    if (pixels.width, pixels.height) != (width, height) {
        return Err(damaged());
    }
    raster::note_metadata(chunks.metadata, notes);
    match chunks.exif.map_or(Orientation::UPRIGHT, exif::orientation) {
        Orientation::UPRIGHT => Ok(raster::kept(Mime::WebP, width, height, rewritten)),
        turn => raster::turned(pixels, turn, notes),
    }
}

fn chunks(bytes: &[u8]) -> Option<Chunks<'_>> {
    let declared: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
    let end = usize::try_from(u32::from_le_bytes(declared)).ok()?.checked_add(8)?;
    let body = bytes.get(..end)?;
    let mut out = Chunks::default();
    let mut at = 12;
    while at < body.len() {
        let kind = body.get(at..at.checked_add(4)?)?;
        let size: [u8; 4] = body.get(at + 4..at.checked_add(8)?)?.try_into().ok()?;
        let start = at + 8;
        let end = start.checked_add(usize::try_from(u32::from_le_bytes(size)).ok()?)?;
        let data = body.get(start..end)?;
        match kind {
            b"VP8 " if out.lossy.is_none() => out.lossy = Some(data),
            b"VP8L" if out.lossless.is_none() => out.lossless = Some(data),
            b"ALPH" if out.alpha.is_none() => out.alpha = Some(data),
            b"VP8X" => {
                let side = |i: usize| {
                    let b = data.get(i..i + 3)?;
                    Some(b.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b)) + 1)
                };
                out.canvas = Some((side(4)?, side(7)?));
                out.animated |= data.first()? & 0x02 != 0;
            }
            b"ANIM" | b"ANMF" => out.animated = true,
            b"EXIF" => {
                out.exif = Some(data);
                out.metadata = true;
            }
            _ => out.metadata = true,
        }
        // Chunks are padded to even sizes; a missing last pad byte harms no one.
        at = end.checked_add(end & 1)?;
    }
    Some(out)
}

/// The size that the picture data itself declares.
fn size(chunks: &Chunks<'_>) -> Option<(u32, u32)> {
    if let Some(data) = chunks.lossy {
        (data.get(3..6)? == [0x9d, 0x01, 0x2a]).then_some(())?;
        let side = |at: usize| {
            let bytes: [u8; 2] = data.get(at..at + 2)?.try_into().ok()?;
            Some(u32::from(u16::from_le_bytes(bytes) & 0x3fff))
        };
        return Some((side(6)?, side(8)?));
    }
    let data = chunks.lossless?;
    (data.first() == Some(&0x2f)).then_some(())?;
    let bits = u32::from_le_bytes(data.get(1..5)?.try_into().ok()?);
    Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
}

/// A file of the picture data alone. Only lossy data with a separate alpha chunk
/// needs the extended header.
fn rewrite(chunks: &Chunks<'_>, width: u32, height: u32) -> Option<Vec<u8>> {
    let mut body = b"WEBP".to_vec();
    match (chunks.lossy, chunks.alpha, chunks.lossless) {
        (Some(lossy), Some(alpha), _) => {
            let mut header = vec![0x10, 0, 0, 0];
            header.extend_from_slice((width - 1).to_le_bytes().get(..3)?);
            header.extend_from_slice((height - 1).to_le_bytes().get(..3)?);
            put(&mut body, b"VP8X", &header)?;
            put(&mut body, b"ALPH", alpha)?;
            put(&mut body, b"VP8 ", lossy)?;
        }
        (Some(lossy), None, _) => put(&mut body, b"VP8 ", lossy)?,
        (None, _, Some(lossless)) => put(&mut body, b"VP8L", lossless)?,
        (None, _, None) => return None,
    }
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&u32::try_from(body.len()).ok()?.to_le_bytes());
    out.append(&mut body);
    Some(out)
}

fn put(body: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) -> Option<()> {
    body.extend_from_slice(kind);
    body.extend_from_slice(&u32::try_from(data.len()).ok()?.to_le_bytes());
    body.extend_from_slice(data);
    if data.len() % 2 == 1 {
        body.push(0);
    }
    Some(())
}

fn decode(bytes: &[u8]) -> Option<Pixels> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).ok()?;
    let (width, height) = decoder.dimensions();
    raster::check_size(width, height).ok()?;
    let mut data = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut data).ok()?;
    let color = if decoder.has_alpha() { codec::ColorType::Rgba } else { codec::ColorType::Rgb };
    Some(Pixels { width, height, color, depth: codec::BitDepth::Eight, data })
}
