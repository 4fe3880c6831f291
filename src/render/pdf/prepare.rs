//! Everything that can fail, before anything is drawn.
//!
//! krilla panics when a surface is dropped with something still open, so an
//! error must not leave the page in the middle of a node.

use super::cache::{PdfCache, Picture};
use super::fault::{Places, path};
use super::tags::Tagger;
use super::{image, modules, order, shape, text};
use crate::diagnostic::Diagnostic;
use crate::render::{Assets, Mark, Node, Scene, Tag};
use crate::template::AssetId;
use krilla::geom::Transform;
use krilla::graphic::Graphic;
use krilla::num::NormalizedF32;
use krilla::surface::{Location, Surface};
use krilla::tagging::Identifier;
use std::collections::HashMap;

/// A node, ready to be drawn.
pub(super) struct Drawing<'a> {
    pub node: &'a Node,
    pub location: Location,
    /// All words, blanks between lines.
    pub words: String,
    /// What the node is in the structure, once it is known what it holds.
    pub role: Role,
    /// Whether some glyph stands for no character: the words must be told.
    pub unspoken: bool,
    /// Whether some words are written from right to left.
    pub rtl: bool,
    transform: Transform,
    opacity: NormalizedF32,
    inks: Vec<Ink<'a>>,
}

/// What a node is in the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// What lies under everything.
    Background,
    /// Decoration.
    Decoration,
    /// A heading, a paragraph, or the title.
    Text,
    /// A picture with a description.
    Figure,
}

/// Something drawn.
pub(super) enum Ink<'a> {
    Shape(shape::Shape),
    Text(text::Piece<'a>),
    Image(image::Placed),
}

/// Prepares all nodes that draw something.
pub(super) fn scene<'a>(
    scene: &'a Scene,
    assets: &Assets,
    cache: &mut PdfCache,
    places: &mut Places,
) -> Result<Vec<Drawing<'a>>, Diagnostic> {
    let mut drawings = Vec::with_capacity(scene.nodes.len());
    for node in &scene.nodes {
        let location = places.of(node);
        let drawing = prepare(node, location, assets, cache, places)
            .map_err(|fault| fault.within(&path(node)))?;
        if !drawing.inks.is_empty() {
            drawings.push(drawing);
        }
    }
    Ok(drawings)
}

fn prepare<'a>(
    node: &'a Node,
    location: Location,
    assets: &Assets,
    cache: &mut PdfCache,
    places: &mut Places,
) -> Result<Drawing<'a>, Diagnostic> {
    let transform = shape::transform(node.transform).ok_or_else(nowhere)?;
    let opacity = NormalizedF32::new(node.opacity.clamp(0.0, 1.0)).ok_or_else(nowhere)?;
    let mut inks = Vec::with_capacity(node.marks.len());
    let mut unspoken = false;
    for mark in order::reading(node) {
        match mark {
            Mark::Path { path, fill, stroke } => {
                inks.extend(shape::shape(path, *fill, stroke.as_ref())?.map(Ink::Shape));
            }
            Mark::Glyphs(run) => {
                let font = cache.font(&run.font)?;
                places.uses_font(&font, location);
                let pieces = text::pieces(run, &font, location)?;
                unspoken |= pieces.unspoken;
                inks.extend(pieces.pieces.into_iter().map(Ink::Text));
            }
            Mark::Picture { asset, to, clip, radius } => {
                let picture = cache.picture(asset, assets)?;
                if let Picture::Raster(raster) = &picture {
                    places.uses_image(raster, location);
                }
                inks.extend(image::place(asset, picture, *to, *clip, *radius)?.map(Ink::Image));
            }
            Mark::Modules { side, dark, to, color } => {
                inks.extend(modules::modules(*side, dark, *to, *color)?.map(Ink::Shape));
            }
        }
    }
    let words = node.words();
    let role = role(node, &words);
    let rtl = node.marks.iter().any(order::is_rtl);
    Ok(Drawing { node, location, words, role, unspoken, rtl, transform, opacity, inks })
}

/// Text without words and pictures without a description say nothing: a reader
/// that stops at them only loses time, and PDF/UA forbids them.
fn role(node: &Node, words: &str) -> Role {
    match &node.tag {
        Tag::Title | Tag::Heading | Tag::Paragraph if !words.is_empty() => Role::Text,
        Tag::Figure(alt) if !alt.trim().is_empty() => Role::Figure,
        _ if node.element.is_none() => Role::Background,
        _ => Role::Decoration,
    }
}

impl Drawing<'_> {
    /// Draws the node as one piece of marked content, and gives its name for
    /// the structure; `None` when it is not part of that.
    pub fn draw(
        &self,
        surface: &mut Surface<'_>,
        artwork: &mut HashMap<AssetId, Graphic>,
        tagger: &Tagger,
    ) -> Option<Identifier> {
        // The mark goes around the opacity: a group becomes an object of its
        // own, in which the page's marks would be unknown.
        let id = surface.start_tagged(tagger.content(self));
        surface.push_transform(&self.transform);
        surface.push_opacity(self.opacity);
        for ink in &self.inks {
            match ink {
                Ink::Shape(shape) => shape.draw(surface),
                Ink::Text(piece) => piece.draw(surface),
                Ink::Image(placed) => placed.draw(surface, artwork),
            }
        }
        surface.pop();
        surface.pop();
        surface.end_tagged();
        matches!(self.role, Role::Text | Role::Figure).then_some(id)
    }
}

/// What is said of a place that is no number, with an empty path.
pub(super) fn nowhere() -> Diagnostic {
    let message = "The place or size of this element is not a number.";
    Diagnostic::error("pdf-invalid", "", message).repair("Place the element again.")
}
