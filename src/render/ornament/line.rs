//! Dividers between texts.

use super::curve::polygon;
use super::{Mark, Pen, filled, stroked};
use kurbo::{Affine, BezPath, Circle, Rect, Shape as _};

const TOLERANCE: f64 = 0.05;

/// A line with a diamond in its middle and a dot on both sides of it.
pub fn divider(frame: Rect, pen: &Pen) -> Vec<Mark> {
    let centre = frame.center();
    let size = (frame.height() / 2.0).min(frame.width() / 12.0);
    let line = pen.weight.min(size);
    let gap = size * 2.2;
    let diamond = polygon(&[
        (centre.x, centre.y - size),
        (centre.x + size, centre.y),
        (centre.x, centre.y + size),
        (centre.x - size, centre.y),
    ]);
    let mut rules = BezPath::new();
    for (from, to) in [(frame.x0, centre.x - gap), (centre.x + gap, frame.x1)] {
        rules.move_to((from, centre.y));
        rules.line_to((to, centre.y));
    }
    let mut dots = BezPath::new();
    for side in [-1.0, 1.0] {
        let dot = Circle::new((centre.x + side * size * 1.6, centre.y), size * 0.22);
        dots.extend(dot.to_path(TOLERANCE));
    }
    vec![stroked(rules, pen.main, line), filled(diamond, pen.main), filled(dots, pen.second)]
}

/// A line that runs out to both sides and ends in scrolls at its middle.
pub fn flourish(frame: Rect, pen: &Pen) -> Vec<Mark> {
    let centre = frame.center();
    let line = pen.weight.min(frame.height() / 6.0);
    let height = frame.height() / 2.0 - line / 2.0;
    let reach = frame.width() / 2.0;
    // The right half for a frame of half-width 1 and half-height 1.
    let mut half = BezPath::new();
    half.move_to((1.0, 0.0));
    half.curve_to((0.7, 0.0), (0.55, -1.0), (0.32, -0.95));
    half.curve_to((0.16, -0.9), (0.14, 0.1), (0.24, 0.2));
    half.curve_to((0.32, 0.26), (0.34, -0.3), (0.26, -0.32));
    let mut under = BezPath::new();
    under.move_to((0.62, -0.42));
    under.curve_to((0.5, 0.2), (0.42, 1.0), (0.26, 0.95));
    under.curve_to((0.1, 0.9), (0.06, 0.2), (0.0, 0.0));
    let place = |side: f64| {
        Affine::translate(centre.to_vec2()) * Affine::scale_non_uniform(side * reach, height)
    };
    let both = |path: &BezPath| {
        let mut both = place(1.0) * path.clone();
        both.extend(place(-1.0) * path.clone());
        both
    };
    let pearl = (height * 0.16).min(reach * 0.03);
    vec![
        stroked(both(&half), pen.main, line),
        stroked(both(&under), pen.second, line * 0.8),
        filled(Circle::new(centre, pearl).to_path(TOLERANCE), pen.main),
    ]
}
