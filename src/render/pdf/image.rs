//! Pictures: pixels embedded once, vectors drawn once, both shown many times.

use super::cache::{ART, Picture};
use super::prepare::nowhere;
use super::shape::{outline, transform};
use crate::diagnostic::Diagnostic;
use crate::template::AssetId;
use krilla::geom::{Path, Size, Transform};
use krilla::graphic::Graphic;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla_svg::SurfaceExt;
use kurbo::{Affine, Rect, Shape};
use resvg::usvg;
use std::collections::HashMap;

/// A picture at its place.
pub(super) struct Placed {
    asset: AssetId,
    picture: Picture,
    /// Natural size in px.
    size: Size,
    /// From natural size to its place.
    transform: Transform,
    clip: Option<Path>,
}

/// A picture at its place, or nothing if none of it is seen.
///
/// # Errors
/// `pdf-invalid` for coordinates that are not numbers.
pub(super) fn place(
    asset: &AssetId,
    picture: Picture,
    to: Rect,
    clip: Rect,
    radius: f64,
) -> Result<Option<Placed>, Diagnostic> {
    if !(to.is_finite() && clip.is_finite() && radius.is_finite()) {
        return Err(nowhere());
    }
    if to.is_zero_area() || clip.is_zero_area() {
        return Ok(None);
    }
    let (width, height) = match &picture {
        Picture::Raster(image) => (image.size().0 as f32, image.size().1 as f32),
        Picture::Art(tree) => (tree.size().width(), tree.size().height()),
    };
    let size = Size::from_wh(width, height).ok_or_else(nowhere)?;
    let scale =
        Affine::scale_non_uniform(to.width() / f64::from(width), to.height() / f64::from(height));
    let transform = transform(scale.then_translate(to.origin().to_vec2())).ok_or_else(nowhere)?;
    // Cutting costs viewers time and does nothing for a picture inside its cut.
    let whole = radius <= 0.0 && clip.contains_rect(to);
    let clip = if whole { None } else { outline(&cut(clip, radius)) };
    Ok(Some(Placed { asset: asset.clone(), picture, size, transform, clip }))
}

fn cut(clip: Rect, radius: f64) -> kurbo::BezPath {
    if radius > 0.0 { clip.to_rounded_rect(radius).to_path(0.01) } else { clip.to_path(0.01) }
}

impl Placed {
    /// Draws it where the surface stands.
    pub fn draw(&self, surface: &mut Surface<'_>, artwork: &mut HashMap<AssetId, Graphic>) {
        if let Some(clip) = &self.clip {
            surface.push_clip_path(clip, &FillRule::NonZero);
        }
        surface.push_transform(&self.transform);
        match &self.picture {
            // krilla knows the picture again and embeds it once.
            Picture::Raster(image) => surface.draw_image(image.clone(), self.size),
            Picture::Art(tree) => {
                let graphic = match artwork.get(&self.asset) {
                    Some(known) => known.clone(),
                    None => {
                        let graphic = draw_once(surface, tree, self.size);
                        artwork.insert(self.asset.clone(), graphic.clone());
                        graphic
                    }
                };
                surface.draw_graphic(graphic);
            }
        }
        surface.pop();
        if self.clip.is_some() {
            surface.pop();
        }
    }
}

/// A form that pages refer to: krilla-svg alone would write all paths, and
/// deflate all pictures within, again on each page.
fn draw_once(surface: &mut Surface<'_>, tree: &usvg::Tree, size: Size) -> Graphic {
    let mut builder = surface.stream_builder();
    let mut inner = builder.surface();
    // Always `Some`.
    let _ = inner.draw_svg(tree, size, ART);
    inner.finish();
    Graphic::new(builder.finish(), blends(tree.root()))
}

/// Whether something blends with what is under it: a picture blends within
/// itself only, and only then pays for a group of its own.
fn blends(group: &usvg::Group) -> bool {
    group.blend_mode() != usvg::BlendMode::Normal
        || group.children().iter().any(|node| match node {
            usvg::Node::Group(group) => blends(group),
            _ => false,
        })
}
