//! A page laid out: what every output draws.
//!
//! Lengths are px at the page's dpi, y grows downwards. A [`Node`] is drawn in
//! coordinates of its own frame (origin at the frame's top left corner), which
//! `transform` carries to the page.

use crate::template::{AssetId, Color};
use kurbo::{Affine, BezPath, Rect};
use parley::FontData;
use std::ops::Range;
use std::sync::Arc;

/// A page laid out.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Width in px.
    pub width: f32,
    /// Height in px.
    pub height: f32,
    /// Px an inch.
    pub dpi: f32,
    /// Title of the document.
    pub title: String,
    /// BCP 47 tag.
    pub language: String,
    /// Colour of the paper.
    pub paper: Option<Color>,
    /// Bottom to top; also the reading order.
    pub nodes: Vec<Arc<Node>>,
}

/// One element, or the background.
#[derive(Clone, Debug)]
pub struct Node {
    /// The element's id; `None` is the background.
    pub element: Option<String>,
    /// What people call the element.
    pub name: String,
    /// From the frame's coordinates to the page's.
    pub transform: Affine,
    /// Width of the frame in px.
    pub width: f32,
    /// Height of the frame in px.
    pub height: f32,
    /// 0–1, of the node as a whole.
    pub opacity: f32,
    /// What it is in the document's structure.
    pub tag: Tag,
    /// Whether it can differ from one certificate to the next.
    pub dynamic: bool,
    /// Where a click leads: an `http(s)`, `mailto` or `tel` address.
    pub link: Option<String>,
    /// What is drawn, in order.
    pub marks: Vec<Mark>,
    /// The words of `marks`, line by line, for search and screen readers.
    pub lines: Vec<TextLine>,
}

/// What a node is in the structure of a tagged document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Decoration.
    Artifact,
    /// The title of the document.
    Title,
    /// A heading below the title.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A picture, with what it shows.
    Figure(String),
}

/// A line of text as laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLine {
    /// Its words in logical order.
    pub text: String,
    /// Left end in px.
    pub x: f32,
    /// Baseline in px.
    pub baseline: f32,
    /// Length in px.
    pub width: f32,
    /// Size of the text in px.
    pub size: f32,
    /// Whether it is written from right to left.
    pub rtl: bool,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// An outline, filled, stroked or both. Non-zero winding.
    Path {
        /// In px.
        path: BezPath,
        /// Inside.
        fill: Option<Color>,
        /// Outline.
        stroke: Option<PathStroke>,
    },
    /// Glyphs of one face and size.
    Glyphs(GlyphRun),
    /// A picture, cut by a rectangle with rounded corners.
    Picture {
        /// Its id among the pictures.
        asset: AssetId,
        /// Where the whole picture comes to lie; may reach beyond `clip`.
        to: Rect,
        /// What is seen of it.
        clip: Rect,
        /// Radius of the clip's corners in px.
        radius: f64,
    },
    /// The dark modules of a QR code.
    Modules {
        /// Modules a side, without the quiet zone.
        side: usize,
        /// Row by row, `true` is dark; `side * side` of them.
        dark: Arc<[bool]>,
        /// Where the code without its quiet zone comes to lie.
        to: Rect,
        /// Ink.
        color: Color,
    },
}

/// How an outline is drawn. Butt caps and mitre joins.
#[derive(Clone, Debug, PartialEq)]
pub struct PathStroke {
    /// Ink.
    pub color: Color,
    /// Width in px.
    pub width: f32,
    /// Lengths of dashes and gaps in px; solid when empty.
    pub dash: Vec<f32>,
}

/// Glyphs of one face and size on one line, from left to right.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The font file's bytes and the face's index in it. The id of the bytes
    /// (`font.data.id()`) is the same for the same registered file.
    pub font: FontData,
    /// Size in px.
    pub size: f32,
    /// Ink.
    pub color: Color,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// The text that the run stands for, in logical order.
    pub text: String,
    /// Whether the run is written from right to left.
    pub rtl: bool,
}

/// A glyph at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Index in the face.
    pub id: u32,
    /// Origin in px.
    pub x: f32,
    /// Baseline in px.
    pub y: f32,
    /// How far the pen moves in px.
    pub advance: f32,
    /// Bytes of [`GlyphRun::text`] that the glyph stands for; empty for the
    /// second and further glyphs of a cluster.
    pub text: Range<usize>,
}

impl Node {
    /// All words of the node, lines joined by a blank.
    pub fn words(&self) -> String {
        self.lines.iter().map(|l| l.text.trim()).collect::<Vec<_>>().join(" ")
    }

    /// The box on the page that holds the frame, turned as it is.
    pub fn bounds(&self) -> Rect {
        let frame = Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height));
        self.transform.transform_rect_bbox(frame)
    }
}
