//! The sheet: its size, its resolution, what lies under everything.

use super::{Color, Extra};
use serde::{Deserialize, Serialize};

/// Size and resolution of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Width in px.
    pub width: f32,
    /// Height in px.
    pub height: f32,
    /// Pixels an inch: what a px is on paper. 150 unless told.
    #[serde(default = "default_dpi")]
    pub dpi: f32,
    /// Lines to lay elements against; in no output.
    #[serde(default, skip_serializing_if = "Guides::is_empty")]
    pub guides: Guides,
    /// The distance that elements should keep from the page's edges; none when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margins: Option<Margins>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn default_dpi() -> f32 {
    150.0
}

/// Lines across the page that elements are laid against.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Guides {
    /// Lines from left to right, each at so many px from the top.
    pub horizontal: Vec<f32>,
    /// Lines from top to bottom, each at so many px from the left.
    pub vertical: Vec<f32>,
}

impl Guides {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.horizontal.is_empty() && self.vertical.is_empty()
    }
}

/// Distances from the page's edges in px.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Margins {
    /// From the top.
    pub top: f32,
    /// From the right.
    pub right: f32,
    /// From the bottom.
    pub bottom: f32,
    /// From the left.
    pub left: f32,
}

impl Page {
    /// A page of that many px at that many px an inch, without guides and margins.
    pub fn new(width: f32, height: f32, dpi: f32) -> Self {
        let (guides, margins) = (Guides::default(), None);
        Self { width, height, dpi, guides, margins, extra: Extra::new() }
    }
}

/// A page size that people know by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// 1500×1050 px, the size that learning platforms recommend (10×7 in).
    Classic,
    /// ISO 216 A4, 210×297 mm.
    A4,
    /// US Letter, 8.5×11 in.
    Letter,
}

/// Which way a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// Wider than high.
    Landscape,
    /// Higher than wide.
    Portrait,
}

impl Preset {
    /// Every preset, in the order the interface lists them.
    pub const ALL: [Self; 3] = [Self::Classic, Self::A4, Self::Letter];

    /// The page of that size at 150 dpi.
    pub fn page(self, orientation: Orientation) -> Page {
        let (long, short) = match self {
            Self::Classic => (1500.0, 1050.0),
            Self::A4 => (1754.0, 1240.0),
            Self::Letter => (1650.0, 1275.0),
        };
        let (width, height) = match orientation {
            Orientation::Landscape => (long, short),
            Orientation::Portrait => (short, long),
        };
        Page::new(width, height, default_dpi())
    }
}

/// What lies under everything: a colour, and a picture over it where there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Background {
    /// Colour of the paper.
    #[serde(default = "white")]
    pub color: Color,
    /// The picture's id in the picture store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<AssetId>,
    /// How the picture fills the page.
    #[serde(default)]
    pub fit: PictureFit,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn white() -> Color {
    Color::WHITE
}

impl Default for Background {
    fn default() -> Self {
        Self { color: Color::WHITE, picture: None, fit: PictureFit::default(), extra: Extra::new() }
    }
}

/// How a picture fills its frame; the names are those of CSS `object-fit`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureFit {
    /// Fills the frame, keeps its proportions, and is cropped where it overlaps.
    #[default]
    Cover,
    /// Is seen whole, keeps its proportions, and leaves margins.
    Contain,
    /// Fills the frame exactly, out of proportion where need be.
    Stretch,
}

/// A picture's identity: the SHA-256 of its bytes in lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AssetId(pub String);

impl AssetId {
    /// The id of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::{Digest, Sha256};
        use std::fmt::Write;
        let digest = Sha256::digest(bytes);
        let mut hex = String::with_capacity(64);
        for byte in digest {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }

    /// Whether it has the form of an id: 64 hex digits.
    pub fn is_well_formed(&self) -> bool {
        self.0.len() == 64
            && self.0.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    }
}

impl std::fmt::Display for AssetId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known of a picture without its bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssetInfo {
    /// The format of the stored bytes.
    pub mime: Mime,
    /// Natural width in px.
    pub width: f32,
    /// Natural height in px.
    pub height: f32,
    /// The name of the file it came from, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// The picture formats that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mime {
    /// Portable Network Graphics.
    #[serde(rename = "image/png")]
    Png,
    /// JPEG, baseline or progressive.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// WebP, lossy or lossless, one frame.
    #[serde(rename = "image/webp")]
    WebP,
    /// SVG, re-written by the import gate, so without scripts or references.
    #[serde(rename = "image/svg+xml")]
    Svg,
}

impl Mime {
    /// The registered media type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asset_id_is_the_sha256() {
        // FIPS 180-4 example: SHA-256("abc").
        let id = AssetId::of(b"abc");
        assert_eq!(id.0, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(id.is_well_formed());
        assert!(!AssetId("../x".into()).is_well_formed());
    }

    #[test]
    fn presets_are_the_named_paper_sizes() {
        let a4 = Preset::A4.page(Orientation::Portrait);
        let mm = |px: f32| px / a4.dpi * 25.4;
        assert!((mm(a4.width) - 210.0).abs() < 0.1 && (mm(a4.height) - 297.0).abs() < 0.1);
        let letter = Preset::Letter.page(Orientation::Landscape);
        assert_eq!((letter.width / letter.dpi, letter.height / letter.dpi), (11.0, 8.5));
    }
}
