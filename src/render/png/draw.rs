//! Shapes onto pixels.

use super::paint::{Clip, PageShape, Painting};
use super::too_large;
use crate::diagnostic::Diagnostic;
use crate::render::raster::{Raster, blank};
use resvg::tiny_skia::{
    FillRule, FilterQuality, IntRect, Mask, Paint, Path, Pattern, Pixmap, PixmapPaint, Shader,
    SpreadMode, Transform,
};
use resvg::usvg;

/// Pixels of a part of the page.
struct Layer<'a> {
    pixels: &'a mut Pixmap,
    /// Where the part begins on the page.
    x: i32,
    y: i32,
}

/// Draws a painting on the page.
///
/// # Errors
/// `png-too-large` if there is no memory for a layer.
pub(super) fn draw(painting: &Painting, page: &mut Pixmap) -> Result<(), Diagnostic> {
    let Some(ink) = painting.ink else { return Ok(()) };
    let mut page = Layer { pixels: page, x: 0, y: 0 };
    if painting.opacity >= 1.0 || painting.shapes.len() < 2 {
        return page.shapes(&painting.shapes, painting.opacity);
    }
    // Several shapes that let through what lies below them all, but not one another.
    let mut group = blank(ink.width(), ink.height()).ok_or_else(too_large)?;
    let mut layer = Layer { pixels: &mut group, x: ink.x(), y: ink.y() };
    layer.shapes(&painting.shapes, 1.0)?;
    page.put(&group, ink, painting.opacity);
    Ok(())
}

impl Layer<'_> {
    fn shapes(&mut self, shapes: &[PageShape], opacity: f32) -> Result<(), Diagnostic> {
        for shape in shapes {
            match shape {
                PageShape::Fill { path, color, crisp } => {
                    let mut color = *color;
                    color.apply_opacity(opacity);
                    let paint = Paint {
                        shader: Shader::SolidColor(color),
                        anti_alias: !crisp,
                        ..Paint::default()
                    };
                    let at = self.shift();
                    self.pixels.fill_path(path, &paint, FillRule::Winding, at, None);
                }
                PageShape::Pixels { raster, at, clip } => {
                    self.raster(raster, *at, clip, opacity)?;
                }
                PageShape::Drawing { tree, at, clip } => self.drawing(tree, *at, clip, opacity)?,
            }
        }
        Ok(())
    }

    /// From the page's pixels to the layer's.
    fn shift(&self) -> Transform {
        Transform::from_translate(-self.x as f32, -self.y as f32)
    }

    /// The layer's own rectangle on the page.
    fn area(&self) -> Option<IntRect> {
        IntRect::from_xywh(self.x, self.y, self.pixels.width(), self.pixels.height())
    }

    fn raster(
        &mut self,
        raster: &Raster,
        at: Transform,
        clip: &Clip,
        opacity: f32,
    ) -> Result<(), Diagnostic> {
        let at = at.post_concat(self.shift());
        if raster.opaque && opacity >= 1.0 && clip.corners.is_none() && self.copy(raster, at, clip)
        {
            return Ok(());
        }
        let paint = Paint {
            shader: Pattern::new(
                raster.pixels.as_ref(),
                SpreadMode::Pad,
                FilterQuality::Bicubic,
                opacity,
                at,
            ),
            ..Paint::default()
        };
        let shift = self.shift();
        let mask = match &clip.corners {
            Some(corners) => Some(mask(self.pixels.width(), self.pixels.height(), corners, shift)?),
            None => None,
        };
        let whole = clip.whole.and_then(|r| r.translate(-self.x, -self.y));
        match whole {
            Some(rect) => {
                let rect = rect.to_rect();
                self.pixels.fill_rect(rect, &paint, Transform::identity(), mask.as_ref());
            }
            None => {
                // The pattern is placed in the layer, so the path must be as well.
                let Some(path) = clip.path.clone().transform(shift) else { return Ok(()) };
                let none = Transform::identity();
                self.pixels.fill_path(&path, &paint, FillRule::Winding, none, mask.as_ref());
            }
        }
        Ok(())
    }

    /// Copies an opaque picture that falls on the pixels one to one: the same
    /// as drawing it, many times faster. `false` if it does not fall so.
    fn copy(&mut self, raster: &Raster, at: Transform, clip: &Clip) -> bool {
        let one_to_one = (at.is_identity() || at.is_translate()) && at.tx.fract() == 0.0;
        let rect = clip.whole.filter(|_| one_to_one && at.ty.fract() == 0.0);
        let Some(rect) = rect else { return false };
        let visible = self.area().and_then(|area| rect.intersect(&area));
        let Some(visible) = visible.and_then(|r| r.translate(-self.x, -self.y)) else {
            return true;
        };
        let (left, top) = (visible.x() - at.tx as i32, visible.y() - at.ty as i32);
        let (width, height) = (visible.width() as usize, visible.height() as usize);
        let inside = IntRect::from_xywh(left, top, visible.width(), visible.height())
            .zip(IntRect::from_xywh(0, 0, raster.pixels.width(), raster.pixels.height()))
            .is_some_and(|(part, all)| all.contains(&part));
        if !inside {
            return false;
        }
        let row_bytes = raster.pixels.width() as usize * 4;
        let from = raster.pixels.data().chunks_exact(row_bytes).skip(top as usize);
        let to_row_bytes = self.pixels.width() as usize * 4;
        let to = self.pixels.data_mut().chunks_exact_mut(to_row_bytes);
        for (to, from) in to.skip(visible.y() as usize).zip(from).take(height) {
            let (to_start, from_start) = (visible.x() as usize * 4, left as usize * 4);
            let to = to.get_mut(to_start..to_start + width * 4);
            let from = from.get(from_start..from_start + width * 4);
            if let (Some(to), Some(from)) = (to, from) {
                to.copy_from_slice(from);
            }
        }
        true
    }

    /// A drawing is drawn apart from the page: what it blends, it blends with
    /// itself, and it is cut only when it is whole.
    fn drawing(
        &mut self,
        tree: &usvg::Tree,
        at: Transform,
        clip: &Clip,
        opacity: f32,
    ) -> Result<(), Diagnostic> {
        let seen = clip.path.bounds().round_out();
        let area = seen.zip(self.area()).and_then(|(seen, area)| seen.intersect(&area));
        let Some(area) = area else { return Ok(()) };
        let mut apart = blank(area.width(), area.height()).ok_or_else(too_large)?;
        let shift = Transform::from_translate(-area.x() as f32, -area.y() as f32);
        resvg::render(tree, at.post_concat(shift), &mut apart.as_mut());
        let edges = clip.whole.is_none().then_some(&clip.path);
        for path in edges.into_iter().chain(&clip.corners) {
            apart.apply_mask(&mask(area.width(), area.height(), path, shift)?);
        }
        self.put(&apart, area, opacity);
        Ok(())
    }

    /// Puts other pixels at their place on the page.
    fn put(&mut self, pixels: &Pixmap, place: IntRect, opacity: f32) {
        let paint = PixmapPaint { opacity, ..PixmapPaint::default() };
        let (x, y) = (place.x() - self.x, place.y() - self.y);
        self.pixels.draw_pixmap(x, y, pixels.as_ref(), &paint, Transform::identity(), None);
    }
}

fn mask(width: u32, height: u32, path: &Path, at: Transform) -> Result<Mask, Diagnostic> {
    let mut mask = Mask::new(width, height).ok_or_else(too_large)?;
    mask.fill_path(path, FillRule::Winding, true, at);
    Ok(mask)
}
