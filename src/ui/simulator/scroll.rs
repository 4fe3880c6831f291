//! Long lists of which only the rows in sight are made.

use super::controls::target;
use leptos::prelude::*;
use std::ops::Range;

/// Which rows of a list are in sight.
#[derive(Clone, Copy)]
pub(super) struct Window {
    /// The element that scrolls.
    pub(super) node: NodeRef<leptos::html::Div>,
    /// The height of a row, in px.
    row: f64,
    top: RwSignal<f64>,
    height: RwSignal<f64>,
}

/// So many rows above and below are made as well, so that scrolling shows no gap.
const MORE: usize = 12;

impl Window {
    pub(super) fn new(row: f64) -> Self {
        Self { node: NodeRef::new(), row, top: RwSignal::new(0.0), height: RwSignal::new(900.0) }
    }

    /// To be called when the element scrolls.
    pub(super) fn scrolled(self, event: &web_sys::Event) {
        if let Some(element) = target::<web_sys::HtmlElement>(event) {
            self.top.set(f64::from(element.scroll_top()));
            self.height.set(f64::from(element.client_height()));
        }
    }

    /// The rows to make, of so many, in steps of some rows: a little scrolling
    /// asks for nothing new.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rows of a list that a browser can scroll"
    )]
    pub(super) fn range(self, total: usize) -> Range<usize> {
        let first = (self.top.get() / self.row).max(0.0) as usize;
        let shown = (self.height.get() / self.row).max(0.0) as usize + 1;
        let from = first.saturating_sub(MORE) / MORE * MORE;
        from.min(total)..(from + shown + 3 * MORE).min(total)
    }

    /// The height of so many rows, in px.
    #[expect(clippy::cast_precision_loss, reason = "rows of a list")]
    pub(super) fn height(self, rows: usize) -> f64 {
        rows as f64 * self.row
    }

    /// Scrolls a row into sight.
    pub(super) fn show(self, row: usize) {
        let Some(element) = self.node.get_untracked() else { return };
        let (top, height) = (f64::from(element.scroll_top()), f64::from(element.client_height()));
        let at = self.height(row);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "px of a list that a browser can scroll"
        )]
        if at < top {
            element.set_scroll_top(at as i32);
        } else if at + self.row > top + height {
            element.set_scroll_top((at + self.row - height) as i32);
        }
    }
}
