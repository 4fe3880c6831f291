//! The gate for pictures that people bring.
//!
//! [`picture`] takes the bytes of any file and gives back a picture that is safe
//! to keep and draw, or says in plain words why not. It is a pure function. It
//! looks at the content, never at the name or the declared type; it reads sizes
//! and counts before it decodes anything; what it keeps is rewritten without
//! metadata, scripts and references.
//!
//! | Code | What was refused |
//! |---|---|
//! | `picture-empty` | a file of 0 bytes |
//! | `not-a-picture` | anything unknown |
//! | `picture-unsupported` | a known format that isn't kept: PDF, GIF, TIFF, HEIC … |
//! | `file-too-large` | more bytes than [`limits::MAX_FILE_BYTES`] or the SVG limits |
//! | `picture-too-large` | more pixels than [`limits::MAX_SIDE`] or [`limits::MAX_PIXELS`] |
//! | `picture-damaged` | a raster that is cut off or doesn't decode |
//! | `picture-animated` | an animated WebP |
//! | `svg-compressed` | SVGZ, or anything else packed with gzip |
//! | `svg-damaged` | SVG that isn't well-formed |
//! | `svg-entities` | a document type that defines more than short names |
//! | `svg-scripts` | scripts, event handlers, `javascript:` addresses |
//! | `svg-foreign-content` | web page content inside the drawing |
//! | `svg-external` | pictures, styles or parts in other files |
//! | `svg-embedded-picture` | an embedded picture that isn't a sound PNG, JPEG or WebP |
//! | `svg-too-complex` | what would take too long or too much memory to draw |
//! | `svg-size` | no size, or one beyond [`limits::MAX_SIDE`] |
//!
//! Notes that come with a success: `metadata-dropped`, `turned-upright`,
//! `colors-converted`, `animation-dropped`, `svg-text-dropped`, `svg-links-dropped`.

pub mod limits;

mod exif;
mod jpeg;
mod png;
mod raster;
mod sniff;
mod svg;
mod webp;

pub use svg::parse_clean_svg;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::render::Asset;
use crate::template::{AssetId, AssetInfo, Mime};
use sniff::Kind;
use std::sync::Arc;

/// A picture that passed the gate.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The rewritten picture.
    pub asset: Asset,
    /// Its id: the SHA-256 of the rewritten bytes.
    pub id: AssetId,
    /// What the document keeps of it, with the file's name; sizes in px.
    pub info: AssetInfo,
    /// What was changed on the way; no errors among them.
    pub notes: Diagnostics,
}

/// A picture rewritten by the gate of its format.
struct Kept {
    mime: Mime,
    width: f32,
    height: f32,
    bytes: Vec<u8>,
}

/// Checks and rewrites the bytes of a file. `file_name` is only for people.
///
/// # Errors
/// One error with a code from the table above, its path `picture`.
pub fn picture(bytes: &[u8], file_name: &str) -> Result<Imported, Diagnostics> {
    let mut notes = Diagnostics::new();
    let kept = check(bytes, &mut notes).map_err(|error| vec![error])?;
    let Kept { mime, width, height, bytes } = kept;
    let id = AssetId::of(&bytes);
    let info = AssetInfo { mime, width, height, name: plain_name(file_name) };
    let asset = Asset { mime, width, height, bytes: Arc::from(bytes) };
    Ok(Imported { asset, id, info, notes })
}

fn check(bytes: &[u8], notes: &mut Diagnostics) -> Result<Kept, Diagnostic> {
    if bytes.is_empty() {
        return Err(refuse(
            "picture-empty",
            "This file is empty.",
            "Choose another file; if it came from a download or a memory card, copy it again.",
        ));
    }
    let kind = sniff::kind(bytes)?;
    if bytes.len() > limits::MAX_FILE_BYTES {
        return Err(file_too_large(
            bytes.len(),
            limits::MAX_FILE_BYTES,
            "Scale it to 1500×1050 px or save it with stronger compression.",
        ));
    }
    match kind {
        Kind::Png => png::gate(bytes, notes),
        Kind::Jpeg => jpeg::gate(bytes, notes),
        Kind::WebP => webp::gate(bytes, notes),
        Kind::Svg => svg::gate(bytes, notes),
    }
}

/// A refusal, always at `picture`.
fn refuse(code: &'static str, message: impl Into<String>, repair: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, "picture", message).repair(repair)
}

fn file_too_large(found: usize, allowed: usize, repair: &str) -> Diagnostic {
    let message = format!(
        "This picture's file has {}; up to {} are accepted.",
        megabytes(found),
        megabytes(allowed)
    );
    refuse("file-too-large", message, repair)
}

fn megabytes(bytes: usize) -> String {
    // Tenths, rounded up, so that a file just above the limit doesn't read as the limit.
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// The file's own name without folders or control characters, at most 200 characters.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}
