//! Frames as shapes in the plane: corners, bounds, hits.

use crate::template::{
    Element, ElementKind, Frame, MAX_FRAME_PX, Ornament, OrnamentForm, Page, Shape, ShapeForm,
};
use kurbo::{Point, Rect, Vec2};

/// The smallest width and height that a frame gets by hand, in px.
pub const MIN_SIZE_PX: f64 = 1.0;

/// The frame's centre on the page, about which it is turned.
pub fn centre(frame: &Frame) -> Point {
    let (x, y) = (f64::from(frame.x), f64::from(frame.y));
    Point::new(x + f64::from(frame.width) / 2.0, y + f64::from(frame.height) / 2.0)
}

/// Turns a vector by degrees, clockwise on the page.
pub(super) fn turned(v: Vec2, degrees: f64) -> Vec2 {
    let (sin, cos) = sin_cos(degrees);
    Vec2::new(v.x * cos - v.y * sin, v.x * sin + v.y * cos)
}

/// Exact for right angles, so that bounds of such frames are whole.
pub(super) fn sin_cos(degrees: f64) -> (f64, f64) {
    let quarter = degrees.rem_euclid(360.0);
    if quarter == 0.0 {
        (0.0, 1.0)
    } else if quarter == 90.0 {
        (1.0, 0.0)
    } else if quarter == 180.0 {
        (0.0, -1.0)
    } else if quarter == 270.0 {
        (-1.0, 0.0)
    } else {
        degrees.to_radians().sin_cos()
    }
}

/// A point of the page as seen from the frame's centre, before turning.
pub fn to_local(frame: &Frame, point: Point) -> Vec2 {
    turned(point - centre(frame), -f64::from(frame.rotation))
}

/// The corners on the page: top left, top right, bottom right, bottom left of
/// the frame before turning.
pub fn corners(frame: &Frame) -> [Point; 4] {
    let (w, h) = (f64::from(frame.width) / 2.0, f64::from(frame.height) / 2.0);
    let at = |x: f64, y: f64| centre(frame) + turned(Vec2::new(x, y), f64::from(frame.rotation));
    [at(-w, -h), at(w, -h), at(w, h), at(-w, h)]
}

/// The smallest upright rectangle around the turned frame.
pub fn bounds(frame: &Frame) -> Rect {
    let (sin, cos) = sin_cos(f64::from(frame.rotation));
    let (w, h) = (f64::from(frame.width), f64::from(frame.height));
    let half = Vec2::new(w * cos.abs() + h * sin.abs(), w * sin.abs() + h * cos.abs()) / 2.0;
    let centre = centre(frame);
    Rect::from_points(centre - half, centre + half)
}

/// The smallest upright rectangle around all of them; `None` for none.
pub fn union<'a>(frames: impl IntoIterator<Item = &'a Frame>) -> Option<Rect> {
    frames.into_iter().map(bounds).reduce(|a, b| a.union(b))
}

/// The page as a rectangle.
pub fn page_rect(page: &Page) -> Rect {
    Rect::new(0.0, 0.0, f64::from(page.width), f64::from(page.height))
}

/// A frame of that size about a centre, kept within what a frame may be.
pub(super) fn frame_about(centre: Point, width: f64, height: f64, rotation: f32) -> Frame {
    let far = f64::from(MAX_FRAME_PX);
    let (width, height) = (width.clamp(0.0, far), height.clamp(0.0, far));
    let near = |v: f64| if v.is_finite() { v.clamp(-far, far) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "within limits that f32 holds")]
    let px = |v: f64| v as f32;
    Frame {
        x: px(near(centre.x - width / 2.0)),
        y: px(near(centre.y - height / 2.0)),
        width: px(width),
        height: px(height),
        rotation,
    }
}

/// The frame moved by so many px.
pub fn moved(frame: &Frame, by: Vec2) -> Frame {
    let far = f64::from(MAX_FRAME_PX);
    #[expect(clippy::cast_possible_truncation, reason = "within limits that f32 holds")]
    let add = |at: f32, by: f64| match f64::from(at) + by {
        sum if sum.is_finite() => sum.clamp(-far, far) as f32,
        _ => at,
    };
    Frame { x: add(frame.x, by.x), y: add(frame.y, by.y), ..*frame }
}

/// Whether a point of the page hits the element, with so many px to spare. A
/// shape that is only an outline is hit on the outline: what lies inside a
/// border stays within reach.
pub fn hits(element: &Element, point: Point, slack: f64) -> bool {
    let frame = &element.frame;
    let p = to_local(frame, point);
    let half = Vec2::new(f64::from(frame.width), f64::from(frame.height)) / 2.0;
    match &element.kind {
        ElementKind::Shape(shape) => hits_shape(shape, p, half, slack),
        ElementKind::Ornament(ornament) => hits_ornament(ornament, p, half, slack),
        _ => p.x.abs() <= half.x + slack && p.y.abs() <= half.y + slack,
    }
}

/// A border is hit on its band, ten lines wide; other drawings on their frame.
fn hits_ornament(ornament: &Ornament, p: Vec2, half: Vec2, slack: f64) -> bool {
    let within = |by: f64| p.x.abs() <= half.x + by && p.y.abs() <= half.y + by;
    let border = matches!(
        ornament.form,
        OrnamentForm::BorderLines | OrnamentForm::BorderCorners | OrnamentForm::BorderGuilloche
    );
    let band = f64::from(ornament.weight) * 10.0 + slack;
    within(slack) && !(border && within(-band))
}

fn hits_shape(shape: &Shape, p: Vec2, half: Vec2, slack: f64) -> bool {
    let pen = shape.stroke.as_ref().map_or(0.0, |s| f64::from(s.width) / 2.0) + slack;
    let within = |by: f64| {
        let (w, h) = (half.x + by, half.y + by);
        match shape.form {
            _ if w <= 0.0 || h <= 0.0 => false,
            ShapeForm::Ellipse => (p.x / w).powi(2) + (p.y / h).powi(2) <= 1.0,
            ShapeForm::Rectangle | ShapeForm::Line => p.x.abs() <= w && p.y.abs() <= h,
        }
    };
    match shape.form {
        ShapeForm::Line => p.x.abs() <= half.x + pen && p.y.abs() <= pen.max(1.0),
        _ if shape.fill.is_some() => within(pen),
        _ => within(pen) && !within(-pen),
    }
}

/// Whether a turned frame and an upright rectangle share a point.
pub fn overlaps(frame: &Frame, rect: Rect) -> bool {
    let own = bounds(frame);
    if own.x0 > rect.x1 || own.x1 < rect.x0 || own.y0 > rect.y1 || own.y1 < rect.y0 {
        return false;
    }
    // Two convex shapes are apart if an edge of one parts them; the upright
    // edges were tried above.
    let half = Vec2::new(f64::from(frame.width), f64::from(frame.height)) / 2.0;
    let seen = [
        Point::new(rect.x0, rect.y0),
        Point::new(rect.x1, rect.y0),
        Point::new(rect.x1, rect.y1),
        Point::new(rect.x0, rect.y1),
    ]
    .map(|corner| to_local(frame, corner));
    let apart = |of: fn(&Vec2) -> f64, half: f64| {
        seen.iter().all(|p| of(p) > half) || seen.iter().all(|p| of(p) < -half)
    };
    !apart(|p| p.x, half.x) && !apart(|p| p.y, half.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::shape;
    use crate::template::{Color, Stroke};

    fn tilted(rotation: f32) -> Frame {
        Frame { rotation, ..Frame::new(100.0, 100.0, 200.0, 100.0) }
    }

    #[test]
    fn bounds_of_turned_frames() {
        assert_eq!(bounds(&tilted(0.0)), Rect::new(100.0, 100.0, 300.0, 200.0));
        assert_eq!(bounds(&tilted(90.0)), Rect::new(150.0, 50.0, 250.0, 250.0));
        let b = bounds(&tilted(30.0));
        for corner in corners(&tilted(30.0)) {
            assert!(b.inflate(1e-9, 1e-9).contains(corner));
        }
        assert!(union(&[]).is_none());
    }

    #[test]
    fn hits_follow_the_turn_and_the_form() {
        let mut e = shape("a", tilted(90.0));
        assert!(hits(&e, Point::new(200.0, 60.0), 0.0));
        assert!(!hits(&e, Point::new(110.0, 150.0), 0.0));
        let ElementKind::Shape(s) = &mut e.kind else { unreachable!() };
        (s.fill, s.stroke) = (None, Some(Stroke { color: Color::BLACK, width: 4.0, dash: vec![] }));
        assert!(!hits(&e, Point::new(200.0, 150.0), 3.0), "inside an outline is no hit");
        assert!(hits(&e, Point::new(200.0, 54.0), 3.0));
        let ElementKind::Shape(s) = &mut e.kind else { unreachable!() };
        (s.fill, s.form) = (Some(Color::BLACK), ShapeForm::Ellipse);
        assert!(!hits(&e, Point::new(152.0, 52.0), 0.0), "an ellipse has no corners");
    }

    #[test]
    fn a_marquee_at_a_turned_corner() {
        let frame = Frame { rotation: 45.0, ..Frame::new(100.0, 100.0, 100.0, 100.0) };
        // Within the bounds, but outside of the diamond.
        assert!(!overlaps(&frame, Rect::new(80.0, 80.0, 95.0, 95.0)));
        assert!(overlaps(&frame, Rect::new(80.0, 80.0, 130.0, 130.0)));
        assert!(overlaps(&frame, Rect::new(0.0, 0.0, 400.0, 400.0)));
    }
}
