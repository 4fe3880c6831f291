//! From a template and its values to a picture: one layout, several outputs.
//!
//! [`compose`](compose::compose) lays a template out once and gives a [`Scene`]: every glyph,
//! path and picture at its place. [`svg`], `png`, `pdf` and the preview only
//! draw that scene; none of them lays out anything.

pub mod assets;
pub mod compose;
pub mod guide;
mod ornament;
pub mod outline;
#[cfg(feature = "export")]
pub mod pdf;
#[cfg(feature = "export")]
pub mod png;
pub mod qr;
#[cfg(feature = "export")]
mod raster;
pub mod scene;
pub mod svg;

pub use assets::{Asset, Assets};
pub use compose::{Composed, compose};
pub use scene::{Glyph, GlyphRun, Mark, Node, PathStroke, Scene, Tag, TextLine};
