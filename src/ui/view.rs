//! Where the page is on screen: zoom and pan.

use super::state::Designer;
use kurbo::{Point, Rect, Vec2};
use leptos::prelude::*;

/// The least and the most that a page can be zoomed.
pub(super) const SCALES: (f64, f64) = (0.05, 16.0);
/// Steps of zooming by keys and buttons.
const STEPS: [f64; 15] =
    [0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 8.0, 16.0];
/// Room around a page that is fitted in, px of the screen.
const AROUND: f64 = 28.0;
/// Height of the bar below, px of the screen.
const BAR: f64 = 40.0;
/// So many px of the page stay in sight however it is panned.
const KEEP: f64 = 48.0;
/// Width of the rulers, px of the screen.
pub(super) const RULER: f64 = 20.0;

/// From the page to the room on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct View {
    /// Px of the screen for a px of the page.
    pub(super) scale: f64,
    /// Where the page's left top corner is in the room, px of the screen.
    pub(super) x: f64,
    /// The same, down.
    pub(super) y: f64,
}

impl View {
    /// A point of the room as a point of the page.
    pub(super) fn to_page(self, at: Point) -> Point {
        Point::new((at.x - self.x) / self.scale, (at.y - self.y) / self.scale)
    }

    /// A point of the page as a point of the room.
    pub(super) fn to_room(self, at: Point) -> Point {
        Point::new(at.x * self.scale + self.x, at.y * self.scale + self.y)
    }

    /// A rectangle of the page as one of the room.
    pub(super) fn rect(self, r: Rect) -> Rect {
        Rect::from_points(
            self.to_room(Point::new(r.x0, r.y0)),
            self.to_room(Point::new(r.x1, r.y1)),
        )
    }

    /// Zoomed to another scale; the page's point under `at` stays there.
    pub(super) fn zoomed_at(self, at: Point, scale: f64) -> Self {
        let scale = scale.clamp(SCALES.0, SCALES.1);
        let page = self.to_page(at);
        Self { scale, x: at.x - page.x * scale, y: at.y - page.y * scale }
    }
}

/// The page fitted into a room, with rulers or without.
pub(super) fn fitted(page: (f32, f32), room: (f64, f64), rulers: bool) -> View {
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

impl Designer {
    /// Where the page is on screen. Tracks.
    pub(super) fn view(self) -> View {
        let rulers = self.shows_rulers() && !self.preview.get();
        let room = self.room.get();
        match self.zoomed.get() {
            Some(view) if !self.preview.get() => view,
            _ => fitted(self.track(|t| (t.page.width, t.page.height)), room, rulers),
        }
    }

    /// Whether there are rulers: a phone has no room for them. Tracks.
    pub(super) fn shows_rulers(self) -> bool {
        self.rulers.get() && self.room.get().0 >= 560.0
    }

    /// The same without tracking.
    pub(super) fn view_now(self) -> View {
        untrack(|| self.view())
    }

    /// Shows the page so, but never out of sight.
    pub(super) fn look(self, view: View) {
        let (w, h) = self.room.get_untracked();
        let (pw, ph) = self.with_template(|t| (f64::from(t.page.width), f64::from(t.page.height)));
        let near = |at: f64, page: f64, room: f64| {
            let (least, most) = (KEEP - page * view.scale, room - KEEP);
            if least <= most { at.clamp(least, most) } else { at }
        };
        let view = View { x: near(view.x, pw, w), y: near(view.y, ph, h), ..view };
        self.zoomed.set(Some(view));
    }

    /// Moves the page by px of the screen.
    pub(super) fn pan(self, by: Vec2) {
        let view = self.view_now();
        self.look(View { x: view.x + by.x, y: view.y + by.y, ..view });
    }

    /// Zooms about a point of the room; about its middle without one.
    pub(super) fn zoom_to(self, scale: f64, about: Option<Point>) {
        let (w, h) = self.room.get_untracked();
        let about = about.unwrap_or(Point::new(w / 2.0, h / 2.0));
        self.look(self.view_now().zoomed_at(about, scale));
        self.say(format!("{:.0} %", self.view_now().scale * 100.0));
    }

    /// Zooms a step in or out.
    pub(super) fn zoom_step(self, closer: bool) {
        let now = self.view_now().scale;
        let next = if closer {
            STEPS.iter().copied().find(|step| *step > now * 1.01)
        } else {
            STEPS.iter().rev().copied().find(|step| *step < now / 1.01)
        };
        if let Some(next) = next {
            self.zoom_to(next, None);
        }
    }

    /// Fits the page into the room.
    pub(super) fn zoom_fit(self) {
        self.zoomed.set(None);
        self.say(format!("Page fitted, {:.0} %", self.view_now().scale * 100.0));
    }
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
