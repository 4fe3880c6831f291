//! PNG: only the chunks that make the picture are kept, as they are.

use super::Kept;
use super::exif::{self, Orientation};
use super::raster::{self, Pixels, damaged};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::Mime;
use ::png as codec;
use std::io::Cursor;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What the file's chunks say, before anything is inflated.
struct Chunks {
    width: u32,
    height: u32,
    /// Signature and kept chunks; profiles and texts, which may be bombs, are not
    /// among them and so never inflated.
    rewritten: Vec<u8>,
    turn: Orientation,
    metadata: bool,
    animated: bool,
}

/// Checks and rewrites a PNG.
pub(super) fn gate(bytes: &[u8], notes: &mut Diagnostics) -> Result<Kept, Diagnostic> {
    let (width, height) = header(bytes).ok_or_else(damaged)?;
    raster::check_size(width, height)?;
    let chunks = chunks(bytes).ok_or_else(damaged)?;
    raster::check_size(chunks.width, chunks.height)?;
    raster::note_metadata(chunks.metadata, notes);
    if chunks.animated {
        notes.push(Diagnostic::warning(
            "animation-dropped",
            "picture",
            "This picture is animated; only its first image is kept.",
        ));
    }
    if chunks.turn == Orientation::UPRIGHT {
        verify(&chunks.rewritten).ok_or_else(damaged)?;
        return Ok(raster::kept(Mime::Png, chunks.width, chunks.height, chunks.rewritten));
    }
    let pixels = decode(&chunks.rewritten).ok_or_else(damaged)?;
    raster::turned(pixels, chunks.turn, notes)
}

/// Width and height, which the format puts first.
fn header(bytes: &[u8]) -> Option<(u32, u32)> {
    let (kind, data, _) = chunk(bytes, SIGNATURE.len())?;
    (kind == b"IHDR").then_some(())?;
    let side = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?));
    Some((side(0)?, side(4)?))
}

/// A chunk's type, its data, and where the next one begins.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8], &[u8], usize)> {
    let size: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    let data_at = at.checked_add(8)?;
    let end = data_at.checked_add(usize::try_from(u32::from_be_bytes(size)).ok()?)?;
    let next = end.checked_add(4)?;
    bytes.get(..next)?;
    Some((bytes.get(at + 4..data_at)?, bytes.get(data_at..end)?, next))
}

fn chunks(bytes: &[u8]) -> Option<Chunks> {
    let (width, height) = header(bytes)?;
    let mut out = Chunks {
        width,
        height,
        rewritten: SIGNATURE.to_vec(),
        turn: Orientation::UPRIGHT,
        metadata: false,
        animated: false,
    };
    let mut at = SIGNATURE.len();
    loop {
        let (kind, data, next) = chunk(bytes, at)?;
        match kind {
            b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND" => {
                out.rewritten.extend_from_slice(bytes.get(at..next)?);
            }
            b"eXIf" => {
                out.turn = exif::orientation(data);
                out.metadata = true;
            }
            b"acTL" => out.animated = true,
            b"fcTL" | b"fdAT" => {}
            _ => out.metadata = true,
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at = next;
    }
}

fn decoder(bytes: &[u8]) -> codec::Decoder<Cursor<&[u8]>> {
    // The size limits bound what a picture needs; a row of 8192 16-bit pixels is 64 KB.
    let limits = codec::Limits { bytes: 64 * 1024 * 1024 };
    codec::Decoder::new_with_limits(Cursor::new(bytes), limits)
}

/// Decodes row by row and throws the rows away: enough to know that all is there.
fn verify(bytes: &[u8]) -> Option<()> {
    let mut reader = decoder(bytes).read_info().ok()?;
    while reader.next_interlaced_row().ok()?.is_some() {}
    Some(())
}

fn decode(bytes: &[u8]) -> Option<Pixels> {
    let mut decoder = decoder(bytes);
    // Whole bytes for each pixel, so that they can be moved about.
    decoder.set_transformations(codec::Transformations::EXPAND);
    let mut reader = decoder.read_info().ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut data).ok()?;
    data.truncate(info.buffer_size());
    Some(Pixels {
        width: info.width,
        height: info.height,
        color: info.color_type,
        depth: info.bit_depth,
        data,
    })
}
