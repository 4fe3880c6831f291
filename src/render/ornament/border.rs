//! Borders around the whole frame.

use super::curve::{closed, polygon};
use super::{Mark, Pen, filled, stroked};
use kurbo::{BezPath, Point, Rect, Shape as _, Vec2};
use std::f64::consts::{PI, TAU};

const TOLERANCE: f64 = 0.05;

fn outline(frame: Rect, width: f64) -> BezPath {
    frame.inset(-width / 2.0).to_path(TOLERANCE)
}

/// A thick line and a thin one within.
pub fn lines(frame: Rect, pen: &Pen) -> Vec<Mark> {
    let (thick, thin) = (pen.weight, (pen.weight / 4.0).max(0.5));
    let inside = frame.inset(-(thick * 2.0));
    let mut marks = vec![stroked(outline(frame, thick), pen.main, thick)];
    if inside.width() > 0.0 && inside.height() > 0.0 {
        marks.push(stroked(outline(inside, thin), pen.second, thin));
    }
    marks
}

/// A line whose corners step inwards, with a square in each.
pub fn corners(frame: Rect, pen: &Pen) -> Vec<Mark> {
    let width = pen.weight;
    let edge = frame.inset(-width / 2.0);
    let step = (edge.width().min(edge.height()) * 0.09).max(width * 2.0);
    let half = step / 2.0;
    let Rect { x0, y0, x1, y1 } = edge;
    let stepped = polygon(&[
        (x0 + step, y0),
        (x1 - step, y0),
        (x1 - step, y0 + half),
        (x1 - half, y0 + half),
        (x1 - half, y0 + step),
        (x1, y0 + step),
        (x1, y1 - step),
        (x1 - half, y1 - step),
        (x1 - half, y1 - half),
        (x1 - step, y1 - half),
        (x1 - step, y1),
        (x0 + step, y1),
        (x0 + step, y1 - half),
        (x0 + half, y1 - half),
        (x0 + half, y1 - step),
        (x0, y1 - step),
        (x0, y0 + step),
        (x0 + half, y0 + step),
        (x0 + half, y0 + half),
        (x0 + step, y0 + half),
    ]);
    let size = half * 0.6;
    let corner = |x: f64, y: f64| Rect::new(x, y, x + size, y + size).to_path(TOLERANCE);
    let mut marks = vec![stroked(stepped, pen.main, width)];
    let (right, bottom) = (frame.x1 - size, frame.y1 - size);
    for (x, y) in [(0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)] {
        marks.push(filled(corner(x, y), pen.second));
    }
    marks
}

/// Interlaced waves along a rounded rectangle, between two thin lines.
pub fn guilloche(frame: Rect, pen: &Pen) -> Vec<Mark> {
    const STRANDS: usize = 6;
    let short = frame.width().min(frame.height());
    let fine = (pen.weight / 2.5).max(0.4);
    let band = (pen.weight * 9.0).min(short * 0.2);
    let height = (band / 2.0 - fine).max(0.5);
    let middle = frame.inset(-(band / 2.0));
    let track = Track::new(middle, band * 0.8);
    // A whole number of waves, so that the ends meet; each about a band long.
    let waves = (track.length / (band * 1.6).max(1.0)).round().max(4.0);
    let count = (waves as usize).clamp(4, 4000) * 12;
    let mut marks = Vec::new();
    for strand in 0..STRANDS {
        let phase = PI * strand as f64 / STRANDS as f64;
        for (side, color) in [(1.0, pen.main), (-1.0, pen.second)] {
            let points: Vec<Point> = (0..count)
                .map(|n| {
                    let along = n as f64 / count as f64;
                    let (point, out) = track.at(along);
                    point + out * (side * height * (TAU * waves * along + phase).sin())
                })
                .collect();
            marks.push(stroked(closed(&points), color, fine));
        }
    }
    for line in [frame.inset(-(fine / 2.0)), frame.inset(-(band - fine / 2.0))] {
        marks.push(stroked(line.to_path(TOLERANCE), pen.main, fine));
    }
    marks
}

/// The outline of a rounded rectangle by the share of its length.
struct Track {
    frame: Rect,
    radius: f64,
    length: f64,
}

impl Track {
    fn new(frame: Rect, radius: f64) -> Self {
        let radius = radius.min(frame.width() / 2.0).min(frame.height() / 2.0).max(0.0);
        let straight = 2.0 * (frame.width() + frame.height() - 4.0 * radius);
        Self { frame, radius, length: (straight + TAU * radius).max(1.0) }
    }

    /// A point, and the direction outwards there.
    fn at(&self, share: f64) -> (Point, Vec2) {
        let Self { frame, radius, length } = *self;
        let (across, down) = (frame.width() - 2.0 * radius, frame.height() - 2.0 * radius);
        let quarter = PI / 2.0 * radius;
        let mut left = share.rem_euclid(1.0) * length;
        // Each side with the corner behind it, clockwise from the top left.
        let sides = [
            (Point::new(frame.x0 + radius, frame.y0), Vec2::new(1.0, 0.0), across),
            (Point::new(frame.x1, frame.y0 + radius), Vec2::new(0.0, 1.0), down),
            (Point::new(frame.x1 - radius, frame.y1), Vec2::new(-1.0, 0.0), across),
            (Point::new(frame.x0, frame.y1 - radius), Vec2::new(0.0, -1.0), down),
        ];
        for (start, along, side) in sides {
            let out = Vec2::new(along.y, -along.x);
            if left <= side {
                return (start + along * left, out);
            }
            left -= side;
            if left <= quarter {
                let centre = start + along * side - out * radius;
                let turned = if quarter > 0.0 { left / quarter * PI / 2.0 } else { 0.0 };
                let out = out * turned.cos() + along * turned.sin();
                return (centre + out * radius, out);
            }
            left -= quarter;
        }
        (Point::new(frame.x0 + radius, frame.y0), Vec2::new(0.0, -1.0))
    }
}
