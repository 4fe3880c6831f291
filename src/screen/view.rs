//! Where the page is on screen: zoom and pan.

use kurbo::{Point, Rect};

/// The least and the most that a page can be zoomed.
pub(crate) const SCALES: (f64, f64) = (0.05, 16.0);
/// Steps of zooming by keys and buttons.
pub(crate) const STEPS: [f64; 15] =
    [0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 8.0, 16.0];
/// Room around a page that is fitted in, px of the screen.
const AROUND: f64 = 28.0;
/// Height of the bar below, px of the screen.
const BAR: f64 = 40.0;
/// So many px of the page stay in sight however it is panned.
pub(crate) const KEEP: f64 = 48.0;
/// Width of the rulers, px of the screen.
pub(crate) const RULER: f64 = 20.0;

/// From the page to the room on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct View {
    /// Px of the screen for a px of the page.
    pub(crate) scale: f64,
    /// Where the page's left top corner is in the room, px of the screen.
    pub(crate) x: f64,
    /// The same, down.
    pub(crate) y: f64,
}

impl View {
    /// A point of the room as a point of the page.
    pub(crate) fn to_page(self, at: Point) -> Point {
        Point::new((at.x - self.x) / self.scale, (at.y - self.y) / self.scale)
    }

    /// A point of the page as a point of the room.
    pub(crate) fn to_room(self, at: Point) -> Point {
        Point::new(at.x * self.scale + self.x, at.y * self.scale + self.y)
    }

    /// A rectangle of the page as one of the room.
    pub(crate) fn rect(self, r: Rect) -> Rect {
        Rect::from_points(
            self.to_room(Point::new(r.x0, r.y0)),
            self.to_room(Point::new(r.x1, r.y1)),
        )
    }

    /// Zoomed to another scale; the page's point under `at` stays there.
    pub(crate) fn zoomed_at(self, at: Point, scale: f64) -> Self {
        let scale = scale.clamp(SCALES.0, SCALES.1);
        let page = self.to_page(at);
        Self { scale, x: at.x - page.x * scale, y: at.y - page.y * scale }
    }
}

/// The page fitted into a room, with rulers or without.
pub(crate) fn fitted(page: (f32, f32), room: (f64, f64), rulers: bool) -> View {
    let (w, h) = (f64::from(page.0).max(1.0), f64::from(page.1).max(1.0));
    let edge = if rulers { RULER } else { 0.0 };
    // A small screen has no room to spare around the page.
    let around = if room.0 < 560.0 { 12.0 } else { AROUND };
    // Below lies the bar of what is selected.
    let bar = if rulers { BAR } else { 0.0 };
    let free = (room.0 - edge - 2.0 * around, room.1 - edge - bar - 2.0 * around);
    let scale = (free.0 / w).min(free.1 / h).clamp(SCALES.0, SCALES.1);
    let x = edge + (room.0 - edge - w * scale) / 2.0;
    let y = edge + (room.1 - edge - bar - h * scale) / 2.0;
    View { scale, x: x.round(), y: y.round() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_under_the_pointer_stays_there() {
        let view = fitted((1500.0, 1050.0), (900.0, 700.0), true);
        let at = Point::new(333.0, 222.0);
        let closer = view.zoomed_at(at, 2.0);
        let (before, after) = (view.to_page(at), closer.to_page(at));
        assert!(before.distance(after) < 1e-9);
        assert_eq!(view.zoomed_at(at, 1e9).scale, SCALES.1);
        assert!(view.to_room(view.to_page(at)).distance(at) < 1e-9);
    }

    #[test]
    fn a_fitted_page_lies_within_the_room() {
        for room in [(900.0, 700.0), (360.0, 500.0), (2000.0, 300.0)] {
            let view = fitted((1500.0, 1050.0), room, true);
            let page = view.rect(Rect::new(0.0, 0.0, 1500.0, 1050.0));
            assert!(page.x0 >= RULER && page.y0 >= RULER, "{page}");
            assert!(page.x1 <= room.0 && page.y1 <= room.1, "{page}");
        }
        // No room at all is no panic.
        assert_eq!(fitted((1500.0, 1050.0), (0.0, 0.0), true).scale, SCALES.0);
    }
}
