//! Smooth curves through points.

use kurbo::{BezPath, Point};

/// A closed curve through points (Catmull–Rom, as cubic Béziers).
pub fn closed(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    let count = points.len();
    let at = |index: usize| points.get(index % count.max(1)).copied().unwrap_or_default();
    if count < 3 {
        return path;
    }
    path.move_to(at(0));
    for index in 0..count {
        let (before, from, to, after) =
            (at(index + count - 1), at(index), at(index + 1), at(index + 2));
        path.curve_to(from + (to - before) / 6.0, to - (after - from) / 6.0, to);
    }
    path.close_path();
    path
}

/// So many points of a closed curve, given by its angle.
pub fn around(count: usize, point: impl Fn(f64) -> Point) -> Vec<Point> {
    (0..count).map(|n| point(std::f64::consts::TAU * n as f64 / count as f64)).collect()
}

/// A polygon.
pub fn polygon(points: &[(f64, f64)]) -> BezPath {
    let mut path = BezPath::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 { path.move_to(*point) } else { path.line_to(*point) }
    }
    path.close_path();
    path
}
