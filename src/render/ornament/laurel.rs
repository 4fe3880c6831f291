//! A wreath of laurel.

use super::{Mark, Pen, filled, stroked};
use kurbo::{Affine, BezPath, Point, Rect, Shape as _, Vec2};
use std::f64::consts::PI;

const LEAVES: u32 = 11;

/// One leaf from its stalk at the origin to its tip at (1, 0).
fn leaf() -> BezPath {
    let mut path = BezPath::new();
    path.move_to((0.0, 0.0));
    path.curve_to((0.25, -0.26), (0.7, -0.26), (1.0, 0.0));
    path.curve_to((0.7, 0.16), (0.3, 0.2), (0.0, 0.0));
    path.close_path();
    path
}

/// One branch, from the bottom up the right side of a unit circle: outer and
/// inner leaves in turn. The other branch is its mirror image.
fn branch() -> (BezPath, BezPath, BezPath) {
    let mut stem = BezPath::new();
    let (mut outer, mut inner) = (BezPath::new(), BezPath::new());
    let angle = |share: f64| PI / 2.0 - share * (PI * 0.86);
    for n in 0..=40 {
        let at = Point::ORIGIN + Vec2::from_angle(angle(f64::from(n) / 40.0)) * 0.82;
        if n == 0 { stem.move_to(at) } else { stem.line_to(at) }
    }
    for n in 0..LEAVES {
        let share = (f64::from(n) + 0.6) / f64::from(LEAVES);
        let angle = angle(share);
        let foot = Vec2::from_angle(angle) * 0.82;
        let size = 0.34 - 0.1 * share;
        // Along the branch, which runs against the angle, and outwards or inwards.
        let along = angle - PI / 2.0;
        let place = |turn: f64, flip: f64| {
            Affine::translate(foot)
                * Affine::rotate(along + turn)
                * Affine::scale_non_uniform(size, size * flip)
                * leaf()
        };
        outer.extend(place(0.62, 1.0));
        inner.extend(place(-0.62, -1.0));
    }
    (stem, outer, inner)
}

/// A wreath of two branches, open at the top.
pub fn wreath(frame: Rect, pen: &Pen) -> Vec<Mark> {
    let (stem, outer, inner) = branch();
    let mirror = Affine::scale_non_uniform(-1.0, 1.0);
    let both = |path: &BezPath| {
        let mut both = path.clone();
        both.extend(mirror * path.clone());
        both
    };
    let (stem, outer, inner) = (both(&stem), both(&outer), both(&inner));
    // As large as the frame allows, undistorted.
    let bounds = outer.bounding_box().union(inner.bounding_box()).union(stem.bounding_box());
    let scale = (frame.width() / bounds.width()).min(frame.height() / bounds.height());
    let fit = Affine::translate(frame.center().to_vec2())
        * Affine::scale(scale)
        * Affine::translate(-bounds.center().to_vec2());
    let line = pen.weight.min(scale * 0.03);
    vec![
        stroked(fit * stem, pen.main, line),
        filled(fit * outer, pen.main),
        filled(fit * inner, pen.second),
    ]
}
