//! Seals, awards and rosettes.

use super::curve::{around, closed, polygon};
use super::{Mark, Pen, filled, stroked};
use kurbo::{Affine, BezPath, Circle, Point, Rect, Shape as _, Vec2};
use std::f64::consts::{PI, TAU};

const TOLERANCE: f64 = 0.05;

/// The largest circle in the middle of a frame.
fn circle(frame: Rect) -> Circle {
    Circle::new(frame.center(), frame.width().min(frame.height()) / 2.0)
}

fn ring(circle: Circle, share: f64) -> BezPath {
    Circle::new(circle.center, circle.radius * share).to_path(TOLERANCE)
}

/// A star with five points; the first one at the top.
fn star(centre: Point, radius: f64) -> BezPath {
    let corners: Vec<(f64, f64)> = (0..10)
        .map(|n| {
            let reach = if n % 2 == 0 { radius } else { radius * 0.42 };
            let at = centre + Vec2::from_angle(PI / 5.0 * f64::from(n) - PI / 2.0) * reach;
            (at.x, at.y)
        })
        .collect();
    polygon(&corners)
}

fn disc(circle: Circle, pen: &Pen) -> Vec<Mark> {
    const SCALLOPS: f64 = 32.0;
    let edge = around(32 * 8, |angle| {
        let wave = 0.97 + 0.03 * (angle * SCALLOPS).cos();
        circle.center + Vec2::from_angle(angle) * (circle.radius * wave)
    });
    let line = pen.weight.min(circle.radius * 0.05);
    vec![
        filled(closed(&edge), pen.main),
        stroked(ring(circle, 0.84), pen.second, line),
        stroked(ring(circle, 0.78), pen.second, line / 2.0),
        filled(star(circle.center, circle.radius * 0.46), pen.second),
    ]
}

/// A scalloped disc.
pub fn seal(frame: Rect, pen: &Pen) -> Vec<Mark> {
    disc(circle(frame), pen)
}

/// A seal over two ribbon ends.
pub fn award(frame: Rect, pen: &Pen) -> Vec<Mark> {
    let width = frame.width().min(frame.height() / 1.5);
    let radius = width / 2.0;
    let height = width * 1.5;
    let centre = Point::new(frame.center().x, frame.center().y - height / 2.0 + radius);
    let length = height - radius;
    // A ribbon end hangs from the centre, slit at its lower edge.
    let (half, slit) = (radius * 0.3, radius * 0.22);
    let end = polygon(&[
        (-half, 0.0),
        (half, 0.0),
        (half, length),
        (0.0, length - slit),
        (-half, length),
    ]);
    let lean: f64 = 0.26;
    // Shortened, so that the turned end still reaches the frame's edge and no further.
    let reach = (length - half * lean.sin()) / (length * lean.cos());
    let turned = |angle: f64| {
        let down = Affine::translate(centre.to_vec2()) * Affine::rotate(angle);
        down * Affine::scale_non_uniform(1.0, reach.min(1.0 / lean.cos())) * end.clone()
    };
    let mut marks = vec![filled(turned(lean), pen.second), filled(turned(-lean), pen.second)];
    marks.extend(disc(Circle::new(centre, radius), pen));
    marks
}

/// Closed waves about the centre, turned against one another.
pub fn rosette(frame: Rect, pen: &Pen) -> Vec<Mark> {
    const TURNS: usize = 6;
    const PETALS: f64 = 12.0;
    let fine = (pen.weight / 2.5).max(0.3);
    let (rx, ry) = (frame.width() / 2.0 - fine / 2.0, frame.height() / 2.0 - fine / 2.0);
    let round = rx.min(ry);
    let mut marks = Vec::new();
    for turn in 0..TURNS {
        let phase = TAU / PETALS * turn as f64 / TURNS as f64;
        for (inner, color) in [(0.55, pen.main), (0.2, pen.second)] {
            let points = around(12 * 16, |angle| {
                let wave =
                    (1.0 + inner) / 2.0 + (1.0 - inner) / 2.0 * (PETALS * (angle + phase)).cos();
                let reach = if inner > 0.5 { wave } else { wave * 0.62 };
                frame.center() + Vec2::from_angle(angle) * (round * reach)
            });
            marks.push(stroked(closed(&points), color, fine));
        }
    }
    marks.push(stroked(Circle::new(frame.center(), round).to_path(TOLERANCE), pen.main, fine));
    marks
}
