//! From a node of the scene to shapes in pixels of the page.

use super::pictures::Pictures;
use crate::diagnostic::Diagnostic;
use crate::render::raster::{Decoded, Raster};
use crate::render::{Assets, GlyphRun, Mark, Node, outline::Outlines, scene::PathStroke};
use crate::template::{AssetId, Color};
use kurbo::{Affine, BezPath, PathEl, Rect, RoundedRect, Shape};
use resvg::tiny_skia::{self as skia, IntRect, Path, PathBuilder, Transform};
use resvg::usvg;
use std::sync::Arc;

/// Px around what is drawn that are taken to be touched as well.
const MARGIN: i32 = 2;
/// Modules of a QR code smaller than this many px keep their exact edges: moved
/// to whole pixels they would differ too much in size.
const SMALLEST_CRISP_MODULE: f64 = 3.0;

/// A node in pixels of the page.
#[derive(Debug)]
pub(super) struct Painting {
    /// 0–1, of all shapes together.
    pub(super) opacity: f32,
    /// In the order of drawing.
    pub(super) shapes: Vec<PageShape>,
    /// What they may touch, within the page; `None` if that is nothing.
    pub(super) ink: Option<IntRect>,
}

/// One thing to draw, in pixels of the page.
#[derive(Debug)]
pub(super) enum PageShape {
    /// An area, non-zero winding.
    Fill {
        path: Path,
        color: skia::Color,
        /// Whether its edges are whole pixels already.
        crisp: bool,
    },
    /// A picture of pixels; `at` carries them to the page.
    Pixels { raster: Arc<Raster>, at: Transform, clip: Clip },
    /// A drawing; `at` carries its px to the page.
    Drawing { tree: Arc<usvg::Tree>, at: Transform, clip: Clip },
}

/// What is seen of a picture.
#[derive(Debug)]
pub(super) struct Clip {
    pub(super) path: Path,
    /// The same, if it is a rectangle of whole pixels.
    pub(super) whole: Option<IntRect>,
    /// Cuts once more: rounded corners that the picture may not fill.
    pub(super) corners: Option<Path>,
}

/// What is needed to turn nodes into shapes.
pub(super) struct Painter<'a> {
    /// Pixels of the output in one px of the scene.
    pub(super) scale: f64,
    /// The whole output in pixels; never `None` for a size that was checked.
    pub(super) page: Option<IntRect>,
    pub(super) assets: &'a Assets,
    pub(super) pictures: &'a mut Pictures,
    pub(super) outlines: &'a mut Outlines,
}

impl Painter<'_> {
    /// The node in pixels of the page.
    ///
    /// # Errors
    /// Those of decoding a picture, and `picture-missing`.
    pub(super) fn paint(&mut self, node: &Node) -> Result<Painting, Diagnostic> {
        let to_page = Affine::scale(self.scale) * node.transform;
        let opacity = node.opacity.clamp(0.0, 1.0);
        let mut shapes = Vec::new();
        if opacity > 0.0 {
            for mark in &node.marks {
                self.mark(mark, to_page, &mut shapes).map_err(|d| match &node.element {
                    Some(id) => d.within(&format!("elements.{id}")),
                    None => d.within("background"),
                })?;
            }
        }
        let ink = shapes.iter().filter_map(PageShape::bounds).reduce(join);
        let ink = ink.and_then(|r| r.make_outset(MARGIN, MARGIN)?.intersect(&self.page?));
        Ok(Painting { opacity, shapes, ink })
    }

    fn mark(&mut self, mark: &Mark, at: Affine, to: &mut Vec<PageShape>) -> Result<(), Diagnostic> {
        match mark {
            Mark::Path { path, fill, stroke } => {
                if let Some(fill) = fill {
                    to.extend(filled(page_path(path, at), *fill));
                }
                if let Some(stroke) = stroke {
                    to.extend(filled(stroked(path, stroke, at), stroke.color));
                }
            }
            Mark::Glyphs(run) => to.extend(filled(self.glyphs(run, at), run.color)),
            Mark::Picture { asset, to: place, clip, radius } => {
                to.extend(self.picture(asset, *place, (*clip, *radius), at)?);
            }
            Mark::Modules { side, dark, to: place, color } => {
                to.extend(modules(*side, dark, *place, *color, at));
            }
        }
        Ok(())
    }

    /// All glyphs of a run as one path: where letters of a script overlap, the
    /// ink is laid on once, as the run's opacity asks for.
    fn glyphs(&mut self, run: &GlyphRun, at: Affine) -> Option<Path> {
        let scale = self.outlines.scale(run);
        let mut path = PathBuilder::new();
        for glyph in &run.glyphs {
            let outline = self.outlines.glyph(&run.font, glyph.id);
            // Outlines grow upwards, the page downwards.
            let place = Affine::translate((f64::from(glyph.x), f64::from(glyph.y)));
            push(&mut path, &outline, at * place * Affine::scale_non_uniform(scale, -scale));
        }
        path.finish()
    }

    fn picture(
        &mut self,
        id: &AssetId,
        place: Rect,
        (clip, radius): (Rect, f64),
        at: Affine,
    ) -> Result<Option<PageShape>, Diagnostic> {
        let decoded = self.pictures.get(id, self.assets)?;
        let Some(clip) = Clip::new(place, clip, radius, at) else { return Ok(None) };
        // From the picture's own pixels to the page.
        let onto = |width: f64, height: f64| {
            at * Affine::translate(place.origin().to_vec2())
                * Affine::scale_non_uniform(place.width() / width, place.height() / height)
        };
        Ok(Some(match decoded {
            Decoded::Drawing(tree) => {
                let (width, height) = (tree.size().width(), tree.size().height());
                let at = transform(onto(width.into(), height.into()));
                PageShape::Drawing { tree, at, clip }
            }
            Decoded::Pixels(raster) => {
                let (width, height) = (raster.pixels.width(), raster.pixels.height());
                let at = onto(width.into(), height.into());
                let [a, b, c, d, ..] = at.as_coeffs();
                let (across, down) = (shrinking(a.hypot(b)), shrinking(c.hypot(d)));
                let raster = self.pictures.shrunken(id, raster, (across, down))?;
                let at = at * Affine::scale_non_uniform(across.into(), down.into());
                PageShape::Pixels { raster, at: transform(at), clip }
            }
        }))
    }
}

impl PageShape {
    fn bounds(&self) -> Option<IntRect> {
        match self {
            Self::Fill { path, .. } => path.bounds().round_out(),
            Self::Pixels { clip, .. } | Self::Drawing { clip, .. } => {
                clip.path.bounds().round_out()
            }
        }
    }
}

impl Clip {
    /// What of a picture at `place` is seen through `clip`; `None` if nothing.
    fn new(place: Rect, clip: Rect, radius: f64, at: Affine) -> Option<Self> {
        let seen = place.intersect(clip);
        if !(seen.width() > 0.0 && seen.height() > 0.0) {
            return None;
        }
        let radius = radius.min(clip.width() / 2.0).min(clip.height() / 2.0).max(0.0);
        let rounded = || {
            let path = RoundedRect::from_rect(clip, radius).to_path(0.05);
            page_path(&path, at)
        };
        let plain = page_path(&seen.to_path(0.1), at);
        let (path, corners) = match (radius > 0.0, seen == clip) {
            (false, _) => (plain?, None),
            (true, true) => (rounded()?, None),
            (true, false) => (plain?, rounded()),
        };
        let square = radius <= 0.0 && is_upright(at);
        let whole = square.then(|| whole_pixels(path.bounds())).flatten();
        Some(Self { path, whole, corners })
    }
}

fn filled(path: Option<Path>, color: Color) -> Option<PageShape> {
    let color = skia::Color::from_rgba8(color.r, color.g, color.b, color.a);
    Some(PageShape::Fill { path: path?, color, crisp: false })
}

/// The stroke as an area, so that thin lines are drawn like thick ones.
fn stroked(path: &BezPath, stroke: &PathStroke, at: Affine) -> Option<Path> {
    let path = page_path(path, Affine::IDENTITY)?;
    let at = transform(at);
    let detail = skia::PathStroker::compute_resolution_scale(&at);
    let form = skia::Stroke { width: stroke.width, ..skia::Stroke::default() };
    // An odd list of dashes is taken twice, as in SVG.
    let times = 1 + stroke.dash.len() % 2;
    let dashes = skia::StrokeDash::new(stroke.dash.repeat(times), 0.0);
    let path = match dashes {
        Some(dashes) => path.dash(&dashes, detail)?,
        None => path,
    };
    path.stroke(&form, detail)?.transform(at)
}

/// The dark modules of a QR code, in one path, so that neighbours leave no seam.
fn modules(side: usize, dark: &[bool], to: Rect, ink: Color, at: Affine) -> Option<PageShape> {
    let side = side.max(1);
    let n = side as f64;
    let at = at
        * Affine::translate(to.origin().to_vec2())
        * Affine::scale_non_uniform(to.width() / n, to.height() / n);
    let [a, b, c, d, ..] = at.as_coeffs();
    let module = a.hypot(b).min(c.hypot(d));
    let crisp = is_upright(at) && module >= SMALLEST_CRISP_MODULE;
    let mut path = PathBuilder::new();
    for (row, y) in dark.chunks(side).take(side).zip(0u32..) {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let end = x + run.len();
            if run.first() == Some(&true) {
                let bar = Rect::new(x as f64, y.into(), end as f64, f64::from(y) + 1.0);
                if crisp {
                    let [x0, y0, x1, y1] = snapped(at.transform_rect_bbox(bar));
                    path.push_rect(skia::Rect::from_ltrb(x0, y0, x1, y1)?);
                } else {
                    push(&mut path, &bar.to_path(0.1), at);
                }
            }
            x = end;
        }
    }
    let color = skia::Color::from_rgba8(ink.r, ink.g, ink.b, ink.a);
    Some(PageShape::Fill { path: path.finish()?, color, crisp })
}

/// Edges at whole pixels. Rounded in two steps, so that neighbours whose common
/// edge was computed along different ways still get the same one.
fn snapped(r: Rect) -> [f32; 4] {
    [r.x0, r.y0, r.x1, r.y1].map(|v| ((v * 256.0).round() / 256.0).round() as f32)
}

/// Whether upright rectangles stay so.
fn is_upright(at: Affine) -> bool {
    let [a, b, c, d, ..] = at.as_coeffs();
    let small = 1e-6 * (a.abs() + b.abs() + c.abs() + d.abs());
    (b.abs() <= small && c.abs() <= small) || (a.abs() <= small && d.abs() <= small)
}

/// How many pixels of a picture are averaged into one before it is drawn with
/// this many px a pixel.
fn shrinking(scale: f64) -> u32 {
    // The cast keeps infinity and NaN within the range of u32.
    ((1.0 / scale + 1e-3).floor() as u32).clamp(1, 1 << 14)
}

/// The rectangle, if its edges are whole pixels but for rounding.
fn whole_pixels(r: skia::Rect) -> Option<IntRect> {
    let edges = [r.left(), r.top(), r.right(), r.bottom()];
    if !edges.iter().all(|v| (v - v.round()).abs() < 1e-3) {
        return None;
    }
    let [left, top, right, bottom] = edges.map(|v| v.round() as i32);
    IntRect::from_ltrb(left, top, right, bottom)
}

fn join(a: IntRect, b: IntRect) -> IntRect {
    let (left, top) = (a.left().min(b.left()), a.top().min(b.top()));
    let (right, bottom) = (a.right().max(b.right()), a.bottom().max(b.bottom()));
    IntRect::from_ltrb(left, top, right, bottom).unwrap_or(a)
}

/// As tiny-skia takes it. Values that are off whole ones by the rounding of a
/// computation only are put right: unscaled pictures stay unscaled.
fn transform(at: Affine) -> Transform {
    let tidy = |v: f64| if (v - v.round()).abs() < 1e-5 { v.round() } else { v } as f32;
    let [a, b, c, d, e, f] = at.as_coeffs().map(tidy);
    Transform::from_row(a, b, c, d, e, f)
}

fn page_path(path: &BezPath, at: Affine) -> Option<Path> {
    let mut to = PathBuilder::new();
    push(&mut to, path, at);
    to.finish()
}

fn push(to: &mut PathBuilder, path: &BezPath, at: Affine) {
    let map = |p: kurbo::Point| {
        let p = at * p;
        (p.x as f32, p.y as f32)
    };
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                let (x, y) = map(p);
                to.move_to(x, y);
            }
            PathEl::LineTo(p) => {
                let (x, y) = map(p);
                to.line_to(x, y);
            }
            PathEl::QuadTo(c, p) => {
                let ((cx, cy), (x, y)) = (map(c), map(p));
                to.quad_to(cx, cy, x, y);
            }
            PathEl::CurveTo(c, d, p) => {
                let ((cx, cy), (dx, dy), (x, y)) = (map(c), map(d), map(p));
                to.cubic_to(cx, cy, dx, dy, x, y);
            }
            PathEl::ClosePath => to.close(),
        }
    }
}
