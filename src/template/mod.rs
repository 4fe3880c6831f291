//! The design as plain data.
//!
//! A [`Template`] says how a certificate looks and which values it needs; it
//! holds no pictures' bytes, no fonts, no layout and nothing of the browser.
//! Lengths are px at the page's dpi, sizes of text too; angles are degrees,
//! clockwise. The JSON form is versioned ([`VERSION`]); keys it does not know
//! are kept and written back ([`read`]).

mod classic;
mod color;
mod element;
mod field;
pub mod gallery;
mod ornament;
mod page;
mod plain;
mod read;
mod validate;

pub use classic::{CLASSIC_BACKGROUND_SVG, classic};
pub use color::Color;
pub use element::{
    Align, Case, Crop, Element, ElementKind, Fit, Frame, Horizontal, Image, Overflow, Qr, QrLevel,
    Shape, ShapeForm, Stroke, TextBox, TextRole, TextStyle, Vertical,
};
pub use field::{COMPUTED, Field, FieldType, Validity};
pub use ornament::{Ornament, OrnamentForm};
pub use page::{
    AssetId, AssetInfo, Background, Guides, Margins, Mime, Orientation, Page, PictureFit, Preset,
};
pub use plain::plain;
pub use read::{CHAIN, FORMAT, VERSION, parse, read, write};
pub use validate::{
    MAX_ELEMENTS, MAX_FRAME_PX, MAX_GROUP_DEPTH, MAX_GUIDES, MAX_PAGE_PX, MAX_TEXT_CHARS,
    is_plain_name, validate,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Keys a newer or foreign program wrote, kept and written back untouched.
pub type Extra = Map<String, Value>;

/// A certificate's design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// What the designer calls it; also the name of downloaded files.
    pub name: String,
    /// BCP 47 tag of the language the certificate is written in; decides dates,
    /// casing, hyphenless line breaks and the language of the PDF.
    #[serde(default = "default_language")]
    pub language: String,
    /// Size and resolution.
    pub page: Page,
    /// What lies under everything.
    #[serde(default)]
    pub background: Background,
    /// Bottom to top.
    #[serde(default)]
    pub elements: Vec<Element>,
    /// The values a certificate is filled with: the field contract.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Until when the certificate is valid.
    #[serde(default)]
    pub validity: Validity,
    /// What is known of each picture that the template uses. The bytes live in
    /// the picture store, under the same id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub assets: BTreeMap<AssetId, AssetInfo>,
    /// Where words of scripts written without spaces (Thai, Lao, Khmer,
    /// Burmese) may be broken: a run of such text, and the character offsets
    /// at which a line may end. Found once by the browser's segmenter and
    /// stored, so that every output breaks lines alike.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub word_breaks: BTreeMap<String, Vec<u32>>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn default_language() -> String {
    "en".to_owned()
}

impl Template {
    /// An empty page.
    pub fn blank(name: impl Into<String>, page: Page) -> Self {
        Self {
            name: name.into(),
            language: default_language(),
            page,
            background: Background::default(),
            elements: Vec::new(),
            fields: Vec::new(),
            validity: Validity::default(),
            assets: BTreeMap::new(),
            word_breaks: BTreeMap::new(),
            extra: Extra::new(),
        }
    }

    /// The element with that id.
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.elements.iter().find(|e| e.id == id)
    }

    /// The element with that id, to change.
    pub fn element_mut(&mut self, id: &str) -> Option<&mut Element> {
        self.elements.iter_mut().find(|e| e.id == id)
    }

    /// The field with that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Ids of the pictures that are in use.
    pub fn used_assets(&self) -> impl Iterator<Item = &AssetId> {
        let in_elements = self.elements.iter().filter_map(|e| match &e.kind {
            ElementKind::Image(image) => image.asset.as_ref(),
            _ => None,
        });
        self.background.picture.iter().chain(in_elements)
    }
}
