//! SVG: checked, read, estimated, and written anew.
//!
//! What is kept was written by us: shapes, gradients, clips, masks, filters and
//! embedded pictures, without scripts, styles, text or references to anywhere.

mod clean;
mod content;
mod cost;
mod css;
mod filter;
mod graph;
mod pictures;
mod scan;

use super::limits::{MAX_SIDE, MAX_SVG_BYTES};
use super::{Kept, file_too_large, refuse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::Mime;
use pictures::Pictures;
use resvg::usvg::roxmltree::{self, Document};
use resvg::usvg::{self, Tree};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Nodes (elements, texts, comments) that a document may have; the scan bounds
/// the elements, this the rest.
const MAX_NODES: u32 = 200_000;

/// Checks and rewrites an SVG.
pub(super) fn gate(bytes: &[u8], notes: &mut Diagnostics) -> Result<Kept, Diagnostic> {
    let text = text(bytes)?;
    scan::check(text)?;
    let doc = document(text)?;
    content::check(&doc, notes)?;
    graph::check(&doc)?;
    let pictures = Pictures::gate();
    let tree = match clean::plain_names(&doc)? {
        Some(renamed) => tree(&document(&renamed)?, &pictures)?,
        None => tree(&doc, &pictures)?,
    };
    if let Some(refusal) = pictures.refusal() {
        return Err(refusal);
    }
    let size = tree.size();
    check_size(size.width(), size.height())?;
    cost::check(&tree)?;
    let options = usvg::WriteOptions { indent: usvg::Indent::None, ..Default::default() };
    let written = clean::finish(&tree.to_string(&options))?;
    // What is kept must pass this gate again, and be readable.
    if written.len() > MAX_SVG_BYTES {
        return Err(too_complex("repeats its parts too many times"));
    }
    scan::check(&written)?;
    parse_clean_svg(written.as_bytes())?;
    Ok(Kept {
        mime: Mime::Svg,
        width: size.width(),
        height: size.height(),
        bytes: written.into_bytes(),
    })
}

/// Reads an SVG that this gate has written, for drawing. It resolves nothing but
/// the raster pictures embedded in it; sizes are in px.
///
/// # Errors
/// `svg-damaged`, `svg-size` or `file-too-large`: the bytes were not written by
/// the gate, or changed since.
pub fn parse_clean_svg(bytes: &[u8]) -> Result<Tree, Diagnostic> {
    tree(&document(text(bytes)?)?, &Pictures::trusted())
}

fn text(bytes: &[u8]) -> Result<&str, Diagnostic> {
    if bytes.len() > MAX_SVG_BYTES {
        return Err(file_too_large(
            bytes.len(),
            MAX_SVG_BYTES,
            "Simplify the drawing, embed smaller pictures, or export it as PNG.",
        ));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| {
        refuse(
            "svg-damaged",
            "This drawing has characters that can't be read.",
            "Save it again with the encoding UTF-8.",
        )
    })
}

fn document(text: &str) -> Result<Document<'_>, Diagnostic> {
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_NODES,
        ..roxmltree::ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| {
        let row = error.pos().row;
        refuse(
            "svg-damaged",
            format!("This drawing's file is damaged in line {row}."),
            "Copy or download it again, or save it anew from your drawing program.",
        )
    })
}

fn tree(doc: &Document<'_>, pictures: &Pictures) -> Result<Tree, Diagnostic> {
    let options = pictures.options();
    // The library that reads SVG has places where it gives up by panicking.
    // Natively that becomes a refusal; in a browser it ends the import's worker,
    // which the page reports as one.
    let read = catch_unwind(AssertUnwindSafe(|| Tree::from_xmltree(doc, &options)));
    match read {
        Ok(Ok(tree)) => Ok(tree),
        Ok(Err(usvg::Error::InvalidSize)) => Err(bad_size("has no size")),
        Ok(Err(usvg::Error::ElementsLimitReached)) => Err(too_complex("has too many parts")),
        Ok(Err(_)) | Err(_) => Err(damaged()),
    }
}

fn check_size(width: f32, height: f32) -> Result<(), Diagnostic> {
    let allowed = 1.0..=MAX_SIDE as f32;
    if allowed.contains(&width) && allowed.contains(&height) {
        Ok(())
    } else {
        Err(bad_size(&format!("is {width}×{height} px")))
    }
}

fn bad_size(what: &str) -> Diagnostic {
    refuse(
        "svg-size",
        format!("This drawing {what}; between 1 and {MAX_SIDE} px a side are accepted."),
        "Set the page size in your drawing program, for example 1500×1050 px.",
    )
}

fn damaged() -> Diagnostic {
    refuse(
        "svg-damaged",
        "This drawing's file is damaged.",
        "Copy or download it again, or save it anew from your drawing program.",
    )
}

/// The refusal of what would take too long to draw, or too much memory.
fn too_complex(what: &str) -> Diagnostic {
    refuse(
        "svg-too-complex",
        format!("This drawing {what}, so it would take too long to draw."),
        "Simplify it in your drawing program, or export it as PNG.",
    )
}
