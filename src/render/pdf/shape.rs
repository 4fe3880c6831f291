//! Outlines, colours and coordinates.

use super::prepare::nowhere;
use crate::diagnostic::Diagnostic;
use crate::render::Scene;
use crate::render::scene::PathStroke;
use crate::template::Color;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag};
use kurbo::{Affine, BezPath, PathEl};

/// An outline with its inks.
pub(super) struct Shape {
    pub path: Path,
    pub fill: Option<Fill>,
    pub stroke: Option<Stroke>,
    /// From the outline's coordinates to the node's.
    pub transform: Option<Transform>,
}

/// An outline, or nothing if there is nothing to see.
///
/// # Errors
/// `pdf-invalid` for coordinates that are not numbers.
pub(super) fn shape(
    path: &BezPath,
    fill_color: Option<Color>,
    line: Option<&PathStroke>,
) -> Result<Option<Shape>, Diagnostic> {
    let fill = fill_color.filter(|c| c.a > 0).map(fill);
    let stroke = line.filter(|s| s.color.a > 0 && s.width > 0.0).map(stroke);
    if (fill.is_none() && stroke.is_none()) || path.is_empty() {
        return Ok(None);
    }
    let finite = path.is_finite() && line.is_none_or(|s| s.width.is_finite());
    // Finite and no path: a single point, which draws nothing.
    Ok(finite.then(|| outline(path)).ok_or_else(nowhere)?.map(|path| Shape {
        path,
        fill,
        stroke,
        transform: None,
    }))
}

impl Shape {
    /// Draws it where the surface stands.
    pub fn draw(&self, surface: &mut Surface<'_>) {
        if let Some(transform) = &self.transform {
            surface.push_transform(transform);
        }
        surface.set_fill(self.fill.clone());
        surface.set_stroke(self.stroke.clone());
        surface.draw_path(&self.path);
        if self.transform.is_some() {
            surface.pop();
        }
    }
}

/// The colour of the paper, where it differs from that of every sheet.
pub(super) fn paper(surface: &mut Surface<'_>, scene: &Scene) {
    let Some(color) = scene.paper.filter(|c| *c != Color::WHITE && c.a > 0) else { return };
    let Some(sheet) = Rect::from_xywh(0.0, 0.0, scene.width, scene.height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(sheet);
    if let Some(path) = path.finish() {
        let artifact = Artifact::new(ArtifactType::Background, points(scene));
        surface.start_tagged(ContentTag::Artifact(artifact));
        Shape { path, fill: Some(fill(color)), stroke: None, transform: None }.draw(surface);
        surface.end_tagged();
    }
}

fn points(scene: &Scene) -> Option<Rect> {
    let scale = super::POINTS / scene.dpi;
    Rect::from_xywh(0.0, 0.0, scene.width * scale, scene.height * scale)
}

/// A colour as it fills.
pub(super) fn fill(color: Color) -> Fill {
    Fill { paint: paint(color).into(), opacity: alpha(color), rule: FillRule::NonZero }
}

fn stroke(line: &PathStroke) -> Stroke {
    // A dash of nothing but zeros would never end.
    let dashed =
        line.dash.iter().all(|d| d.is_finite() && *d >= 0.0) && line.dash.iter().any(|d| *d > 0.0);
    Stroke {
        paint: paint(line.color).into(),
        width: line.width,
        // The default of SVG, so that sharp corners look alike.
        miter_limit: 4.0,
        line_cap: LineCap::Butt,
        line_join: LineJoin::Miter,
        opacity: alpha(line.color),
        dash: dashed.then(|| StrokeDash { array: even(&line.dash), offset: 0.0 }),
    }
}

/// An odd list counts twice, as in SVG.
fn even(dash: &[f32]) -> Vec<f32> {
    if dash.len().is_multiple_of(2) { dash.to_vec() } else { dash.repeat(2) }
}

fn paint(color: Color) -> rgb::Color {
    rgb::Color::new(color.r, color.g, color.b)
}

fn alpha(color: Color) -> NormalizedF32 {
    NormalizedF32::new(color.alpha()).unwrap_or(NormalizedF32::ONE)
}

/// krilla's form of a transform; `None` if some number in it is not finite.
pub(super) fn transform(affine: Affine) -> Option<Transform> {
    let [sx, ky, kx, sy, tx, ty] = affine.as_coeffs().map(|c| c as f32);
    let finite = [sx, ky, kx, sy, tx, ty].iter().all(|c| c.is_finite());
    finite.then(|| Transform::from_row(sx, ky, kx, sy, tx, ty))
}

/// krilla's form of a rectangle; `None` if it is empty or not finite.
pub(super) fn rect(rect: kurbo::Rect) -> Option<Rect> {
    let rect = rect.abs();
    Rect::from_ltrb(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32)
}

/// krilla's form of an outline; `None` if it holds nothing.
pub(super) fn outline(path: &BezPath) -> Option<Path> {
    let mut out = PathBuilder::new();
    let xy = |p: kurbo::Point| (p.x as f32, p.y as f32);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                let (x, y) = xy(p);
                out.move_to(x, y);
            }
            PathEl::LineTo(p) => {
                let (x, y) = xy(p);
                out.line_to(x, y);
            }
            PathEl::QuadTo(a, p) => {
                let ((x1, y1), (x, y)) = (xy(a), xy(p));
                out.quad_to(x1, y1, x, y);
            }
            PathEl::CurveTo(a, b, p) => {
                let ((x1, y1), (x2, y2), (x, y)) = (xy(a), xy(b), xy(p));
                out.cubic_to(x1, y1, x2, y2, x, y);
            }
            PathEl::ClosePath => out.close(),
        }
    }
    out.finish()
}
