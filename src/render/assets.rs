//! The pictures that a scene may draw, by id. Passed in, never fetched.

use crate::template::{AssetId, Mime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A picture that has passed the import gate.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Format of the bytes.
    pub mime: Mime,
    /// Natural width in px.
    pub width: f32,
    /// Natural height in px.
    pub height: f32,
    /// The encoded picture.
    pub bytes: Arc<[u8]>,
}

/// Pictures by id.
pub type Assets = BTreeMap<AssetId, Asset>;

/// The pictures that come with the program.
pub fn builtin() -> Assets {
    use crate::template::CLASSIC_BACKGROUND_SVG as SVG;
    let bytes: Arc<[u8]> = Arc::from(SVG.as_bytes());
    let asset = Asset { mime: Mime::Svg, width: 1500.0, height: 1050.0, bytes };
    BTreeMap::from([(AssetId::of(SVG.as_bytes()), asset)])
}
