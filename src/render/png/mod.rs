//! PNG, drawn straight from the scene.
//!
//! Scene → `paint` (shapes in pixels) → `draw` (pixels) → `encode` (bands
//! of rows, each a chunk of its own). What can't differ between certificates
//! is drawn and compressed once ([`PngBatch`]); a single PNG takes the same
//! way, so its bytes are the same too.

mod batch;
mod draw;
mod encode;
mod paint;
mod pictures;
#[cfg(test)]
mod tests;

pub use batch::PngBatch;

use super::{Assets, Scene, outline::Outlines};
use crate::diagnostic::Diagnostic;

/// The longest side of an output in pixels.
pub const MAX_SIDE: u32 = 16_384;
/// The largest area of an output in pixels.
pub const MAX_AREA: u64 = 100_000_000;

/// How a PNG is made.
#[derive(Clone, Debug, PartialEq)]
pub struct PngOptions {
    /// Pixels an inch. The page is drawn at `dpi / scene.dpi` of its size in
    /// px, and the value is written in the file.
    pub dpi: f32,
}

/// Draws a page.
///
/// # Errors
/// - `png-too-large`: a side of less than 1 or more than [`MAX_SIDE`] pixels,
///   more than [`MAX_AREA`] pixels, a resolution that is no positive number,
///   or no memory left.
/// - `picture-missing`: a picture of the scene is not among the assets.
/// - `picture-too-large`: a picture has more than 64 million pixels.
/// - `picture-unreadable`: a picture can't be decoded.
pub fn render(
    scene: &Scene,
    assets: &Assets,
    outlines: &mut Outlines,
    options: &PngOptions,
) -> Result<Vec<u8>, Diagnostic> {
    PngBatch::new(scene, assets, outlines, options)?.render(scene, assets, outlines)
}

/// Size of an output.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Size {
    /// Pixels.
    width: u32,
    /// Pixels.
    height: u32,
    /// Pixels of the output in one px of the scene.
    scale: f64,
    /// Pixels in a metre.
    per_metre: u32,
}

impl Size {
    fn of(scene: &Scene, dpi: f32) -> Result<Self, Diagnostic> {
        let scale = f64::from(dpi) / f64::from(scene.dpi);
        let side = |px: f32| (f64::from(px) * scale).round();
        let (width, height) = (side(scene.width), side(scene.height));
        let fits = |v: f64| v >= 1.0 && v <= f64::from(MAX_SIDE);
        let per_metre = (f64::from(dpi) / 0.0254).round();
        let sound = dpi > 0.0 && scene.dpi > 0.0 && per_metre <= f64::from(i32::MAX);
        if !(sound && fits(width) && fits(height) && width * height <= MAX_AREA as f64) {
            let message = format!(
                "At {dpi} dpi the page has {width}×{height} pixels; a PNG has at least 1 and at \
                 most {MAX_SIDE} on each side, and {} million in all.",
                MAX_AREA / 1_000_000
            );
            return Err(Diagnostic::error("png-too-large", "", message)
                .repair("Choose a lower resolution, or a smaller page."));
        }
        Ok(Self { width: width as u32, height: height as u32, scale, per_metre: per_metre as u32 })
    }
}

/// There is no memory for so many pixels.
fn too_large() -> Diagnostic {
    Diagnostic::error("png-too-large", "", "There is no memory left to draw the page.")
        .repair("Choose a lower resolution, or close other pages.")
}
