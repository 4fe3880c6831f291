//! A rehearsal of the drawing that counts work instead of doing it.
//!
//! The renderer has no budget for time or memory, so this walks the same tree in
//! the same way, with the areas and outlines it would touch, and stops at the
//! limit. The weights are nanoseconds, measured roughly on one slow core; only their
//! order of magnitude matters.

use super::super::limits::{MAX_FILTERS, MAX_LAYERS, MAX_WORK, REFERENCE_PIXELS};
use super::{filter, too_complex};
use crate::diagnostic::Diagnostic;
use resvg::tiny_skia::PathSegment;
use resvg::usvg::{ClipPath, Group, ImageKind, Mask, Node, Paint, Path, Rect, Transform, Tree};

/// Lines in which the filler samples each pixel row.
const SUBLINES: f64 = 4.0;

/// A surface being drawn on, in px of the reference page.
#[derive(Clone, Copy)]
pub(super) struct Surface {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// Pages' worth of pixels held at once, this surface included.
    pub layers: f64,
}

pub(super) struct Work {
    spent: f64,
    filters: usize,
    page: Surface,
}

/// Bounds the work and memory of drawing.
///
/// # Errors
/// `svg-too-complex`.
pub(super) fn check(tree: &Tree) -> Result<(), Diagnostic> {
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    // Drawn as large as the page, whatever its own size.
    let scale = (REFERENCE_PIXELS / (width * height)).sqrt();
    let page =
        Surface { left: 0.0, top: 0.0, right: width * scale, bottom: height * scale, layers: 1.0 };
    let mut work = Work { spent: 0.0, filters: 0, page };
    let scale = scale as f32;
    work.children(tree.root(), Transform::from_scale(scale, scale), page)
}

impl Work {
    /// Adds to the work done.
    pub(super) fn spend(&mut self, steps: f64) -> Result<(), Diagnostic> {
        self.spent += steps;
        // Written so that NaN counts as too much.
        if self.spent <= MAX_WORK {
            Ok(())
        } else {
            Err(too_complex("has too many large or overlapping parts"))
        }
    }

    /// A further surface held beside `on`, refused if that is too much in all.
    pub(super) fn hold(&self, on: Surface, surface: Surface) -> Result<Surface, Diagnostic> {
        let layers = on.layers + surface.area() / self.page.area();
        if layers <= MAX_LAYERS {
            Ok(Surface { layers, ..surface })
        } else {
            Err(too_complex("has effects far larger than its page"))
        }
    }

    pub(super) fn children(
        &mut self,
        group: &Group,
        ts: Transform,
        on: Surface,
    ) -> Result<(), Diagnostic> {
        for node in group.children() {
            self.spend(500.0)?;
            match node {
                Node::Group(group) => self.group(group, ts, on)?,
                Node::Path(path) => self.path(path, ts, on)?,
                Node::Image(image) => {
                    if image.is_visible() {
                        self.image(image.kind(), image.bounding_box(), ts, on)?;
                    }
                }
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn group(&mut self, group: &Group, ts: Transform, on: Surface) -> Result<(), Diagnostic> {
        let ts = ts.pre_concat(group.transform());
        if !group.should_isolate() {
            return self.children(group, ts, on);
        }
        let bounds = surface(group.layer_bounding_box().to_rect(), ts);
        let layer = self.hold(on, bounds.within(self.reach()))?;
        self.spend(layer.area() * 15.0)?;
        self.children(group, ts, layer)?;
        for filter in group.filters() {
            self.filters += 1;
            if self.filters > MAX_FILTERS {
                return Err(too_complex(&format!("uses more than {MAX_FILTERS} filter effects")));
            }
            filter::check(self, filter, ts, layer)?;
        }
        if let Some(clip) = group.clip_path() {
            self.clip(clip, ts, layer)?;
        }
        if let Some(mask) = group.mask() {
            self.mask(mask, ts, layer)?;
        }
        Ok(())
    }

    fn clip(&mut self, clip: &ClipPath, ts: Transform, on: Surface) -> Result<(), Diagnostic> {
        let held = self.hold(on, on)?;
        self.spend(on.area() * 25.0)?;
        self.children(clip.root(), ts.pre_concat(clip.transform()), held)?;
        clip.clip_path().map_or(Ok(()), |clip| self.clip(clip, ts, held))
    }

    fn mask(&mut self, mask: &Mask, ts: Transform, on: Surface) -> Result<(), Diagnostic> {
        let held = self.hold(on, on)?;
        self.spend(on.area() * 40.0)?;
        self.children(mask.root(), ts, held)?;
        mask.mask().map_or(Ok(()), |mask| self.mask(mask, ts, held))
    }

    /// What the renderer clamps layers to: five pages a side.
    fn reach(&self) -> Surface {
        let Surface { right, bottom, .. } = self.page;
        Surface {
            left: -2.0 * right,
            top: -2.0 * bottom,
            right: 3.0 * right,
            bottom: 3.0 * bottom,
            layers: 0.0,
        }
    }

    fn path(&mut self, path: &Path, ts: Transform, on: Surface) -> Result<(), Diagnostic> {
        if !path.is_visible() {
            return Ok(());
        }
        let outline = Outline::of(path, ts, on);
        if let Some(fill) = path.fill() {
            let area = surface(path.bounding_box(), ts).within(on).area();
            self.paint(fill.paint(), area, ts, on)?;
            self.edges(outline.rise, outline.segments * 300.0, on)?;
        }
        if let Some(stroke) = path.stroke() {
            let width = f64::from(stroke.width().get());
            let (sx, sy) = ts.get_scale();
            let thick = (width * f64::from(sx.max(sy))).min(on.bottom - on.top);
            let mut pieces = outline.segments;
            if let Some(dashes) = stroke.dasharray() {
                let period: f64 = dashes.iter().map(|d| f64::from(*d)).sum();
                let count = outline.length / period * dashes.len() as f64 / 2.0;
                // Beyond a million the renderer draws the line without dashes.
                pieces += count.min(1.0e6);
            }
            let area = surface(path.stroke_bounding_box(), ts).within(on).area();
            // A line covers little of its box, a very thick one all of it.
            let covered = area.min(outline.drawn * thick + thick * thick);
            self.paint(stroke.paint(), covered, ts, on)?;
            self.edges(2.0 * (outline.rise + pieces * thick), pieces * 2_000.0, on)?;
        }
        Ok(())
    }

    /// Filling between edges that rise so many px in all: each is visited on each
    /// sample line, and each pair of them may cross once.
    fn edges(&mut self, rise: f64, setup: f64, on: Surface) -> Result<(), Diagnostic> {
        let active = rise / (on.bottom - on.top).max(1.0);
        self.spend(setup + rise * SUBLINES * 8.0 + active * active)
    }

    fn paint(
        &mut self,
        paint: &Paint,
        area: f64,
        ts: Transform,
        on: Surface,
    ) -> Result<(), Diagnostic> {
        match paint {
            Paint::Color(_) => self.spend(area * 10.0),
            Paint::LinearGradient(_) => self.spend(area * 30.0),
            Paint::RadialGradient(_) => self.spend(area * 40.0),
            Paint::Pattern(pattern) => {
                let (sx, sy) = ts.pre_concat(pattern.transform()).get_scale();
                let rect = pattern.rect();
                let tile = Surface {
                    left: 0.0,
                    top: 0.0,
                    right: f64::from(rect.width()) * f64::from(sx),
                    bottom: f64::from(rect.height()) * f64::from(sy),
                    layers: 0.0,
                };
                // Tiles are drawn whole, however little of them shows.
                let tile = self.hold(on, tile)?;
                self.spend(area * 40.0 + tile.area() * 2.0)?;
                self.children(pattern.root(), Transform::from_scale(sx, sy), tile)
            }
        }
    }

    fn image(
        &mut self,
        kind: &ImageKind,
        bounds: Rect,
        ts: Transform,
        on: Surface,
    ) -> Result<(), Diagnostic> {
        let bytes = match kind {
            ImageKind::PNG(data) | ImageKind::JPEG(data) | ImageKind::WEBP(data) => data,
            ImageKind::GIF(_) | ImageKind::SVG(_) => return Err(super::damaged()),
        };
        let pixels =
            imagesize::blob_size(bytes).map_or(0.0, |size| size.width as f64 * size.height as f64);
        // Decoded anew at each place.
        self.spend(pixels * 20.0 + surface(bounds, ts).within(on).area() * 40.0)
    }
}

impl Surface {
    /// Pixels.
    pub(super) fn area(self) -> f64 {
        (self.right - self.left).max(0.0) * (self.bottom - self.top).max(0.0)
    }

    fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
            layers: self.layers,
        }
    }
}

/// The px that a rectangle covers; nothing where the transform flattens it.
pub(super) fn surface(rect: Rect, ts: Transform) -> Surface {
    let (left, top, right, bottom) = rect.transform(ts).map_or((0.0, 0.0, 0.0, 0.0), |r| {
        (r.left().into(), r.top().into(), r.right().into(), r.bottom().into())
    });
    Surface { left, top, right, bottom, layers: 0.0 }
}

/// Sums over a path's outline.
#[derive(Default)]
struct Outline {
    segments: f64,
    /// Length in the path's own units.
    length: f64,
    /// Length in px.
    drawn: f64,
    /// Ways up and down in px within the surface.
    rise: f64,
}

impl Outline {
    fn of(path: &Path, ts: Transform, on: Surface) -> Self {
        let mut out = Self::default();
        let mut last = (0.0, 0.0);
        let mut start = last;
        for segment in path.data().segments() {
            let mut line = |x: f32, y: f32| {
                let to = (f64::from(x), f64::from(y));
                out.add(last, to, ts, on);
                last = to;
            };
            match segment {
                PathSegment::MoveTo(p) => {
                    last = (f64::from(p.x), f64::from(p.y));
                    start = last;
                }
                PathSegment::LineTo(p) => line(p.x, p.y),
                // A curve is no longer than the lines through its control points.
                PathSegment::QuadTo(a, p) => {
                    line(a.x, a.y);
                    line(p.x, p.y);
                }
                PathSegment::CubicTo(a, b, p) => {
                    line(a.x, a.y);
                    line(b.x, b.y);
                    line(p.x, p.y);
                }
                PathSegment::Close => {
                    out.add(last, start, ts, on);
                    last = start;
                }
            }
        }
        out
    }

    fn add(&mut self, a: (f64, f64), b: (f64, f64), ts: Transform, on: Surface) {
        let (kx, sx, ky, sy) =
            (f64::from(ts.kx), f64::from(ts.sx), f64::from(ts.ky), f64::from(ts.sy));
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let y = |p: (f64, f64)| {
            (ky * p.0 + sy * p.1 + f64::from(ts.ty)).clamp(on.top, on.bottom.max(on.top))
        };
        self.segments += 1.0;
        self.length += dx.hypot(dy);
        self.drawn += (sx * dx + kx * dy).hypot(ky * dx + sy * dy);
        self.rise += (y(b) - y(a)).abs();
    }
}
