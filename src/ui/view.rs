//! Zoom and pan of one designer.

use super::state::Designer;
use crate::screen::view::{KEEP, STEPS, View, fitted};
use kurbo::{Point, Vec2};
use leptos::prelude::*;

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
        self.say(self.percent());
    }

    /// How large the page is shown, in words.
    fn percent(self) -> String {
        let percent = format!("{:.0}", self.view_now().scale * 100.0);
        t!("{percent} %", percent = percent)
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
        self.say(t!("Page fitted, {percent}", percent = self.percent()));
    }
}
