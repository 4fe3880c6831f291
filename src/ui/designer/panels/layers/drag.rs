//! Rows dragged to another place, by mouse, and by touch on their grip.

use super::Layers;
use super::act::How;
use crate::edit::group::name_of;
use crate::edit::layers::{self, Drop, Node, drop_at};
use crate::locale::mark;
use crate::ui::locale::mirrored;
use crate::ui::state::set_if_new;
use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// A press that moves less is a click, px.
const STILL: f64 = 4.0;
/// So near to its ends the list scrolls, px, and so fast at most, px a picture.
const EDGE: f64 = 32.0;
const SPEED: f64 = 10.0;
/// How far each level stands in, as in the stylesheet, px.
const INDENT: f64 = 16.0;
const START: f64 = 8.0;

/// A row that a pointer holds.
#[derive(Clone, Debug)]
pub(super) struct Drag {
    node: Node,
    pointer: i32,
    start: (f64, f64),
    at: (f64, f64),
    /// Set once it has moved.
    under_way: Option<UnderWay>,
}

#[derive(Clone, Debug)]
struct UnderWay {
    nodes: Vec<Node>,
    /// A row's height, px, and where the first is in what scrolls.
    height: f64,
    top: f64,
}

fn place(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

impl Layers {
    pub(super) fn is_dragging(self) -> bool {
        self.drag.with_value(|drag| drag.as_ref().is_some_and(|d| d.under_way.is_some()))
    }

    /// Takes hold of a row.
    pub(super) fn drag_pressed(self, event: &PointerEvent, node: Node) {
        let Some(on) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        let within = |what: &str| on.closest(what).ok().flatten().is_some();
        // A finger beside the grip scrolls.
        let takes = event.pointer_type() == "mouse" || within(".grip");
        if event.button() != 0 || !takes || within("button, input") {
            return;
        }
        let at = place(event);
        let pointer = event.pointer_id();
        self.drag.set_value(Some(Drag { node, pointer, start: at, at, under_way: None }));
    }

    pub(super) fn drag_moved(self, event: &PointerEvent) {
        let Some(mut drag) = self.drag.get_value().filter(|d| d.pointer == event.pointer_id())
        else {
            return;
        };
        if event.buttons() == 0 {
            self.drag_cancelled();
            return;
        }
        drag.at = place(event);
        let (dx, dy) = (drag.at.0 - drag.start.0, drag.at.1 - drag.start.1);
        if drag.under_way.is_none() && dx.hypot(dy) >= STILL {
            drag.under_way = self.begin(&drag);
            if drag.under_way.is_some() {
                request_animation_frame(move || self.frame());
            }
        }
        self.drag.set_value(Some(drag));
    }

    fn begin(self, drag: &Drag) -> Option<UnderWay> {
        let designer = self.designer;
        let scroller = self.scroller.get_untracked()?;
        let first = scroller.query_selector("[role=treeitem]").ok().flatten()?;
        let first = first.get_bounding_client_rect();
        let seen = scroller.get_bounding_client_rect();
        let top = first.top() - seen.top() + f64::from(scroller.scroll_top());
        let _ = scroller.set_pointer_capture(drag.pointer);
        // A selected row takes along all that is selected.
        let chosen = designer.with_template(|t| layers::selected(t, &designer.selected()));
        let nodes = if chosen.contains(&drag.node) { chosen } else { vec![drag.node.clone()] };
        self.dragged.set(nodes.iter().cloned().collect());
        set_if_new(designer.hovered, None);
        Some(UnderWay { nodes, height: first.height().max(1.0), top })
    }

    /// Once a picture, while a row is dragged.
    fn frame(self) {
        let drag = self.drag.try_with_value(Clone::clone).flatten();
        let Some(Drag { at: (x, y), under_way: Some(way), .. }) = drag else { return };
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let seen = scroller.get_bounding_client_rect();
        let (over, under) = (seen.top() + EDGE - y, y - (seen.bottom() - EDGE));
        let speed = |near: f64| (near / EDGE).clamp(0.0, 1.0) * SPEED;
        #[expect(clippy::cast_possible_truncation, reason = "px on a screen")]
        let by = (speed(under) - speed(over)).round() as i32;
        let scrolled = scroller.scroll_top();
        if by != 0 {
            scroller.set_scroll_top(scrolled + by);
        }
        let row = (y - seen.top() + f64::from(scroller.scroll_top()) - way.top) / way.height;
        let inwards = if mirrored() { seen.right() - x } else { x - seen.left() };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
        let level = ((inwards - START) / INDENT).floor().clamp(0.0, 20.0) as usize + 1;
        let place = self.rows.with_untracked(|rows| drop_at(&rows.list, &way.nodes, row, level));
        set_if_new(self.place, place);
        request_animation_frame(move || self.frame());
    }

    /// Lets go: everything goes to where the line is.
    pub(super) fn drag_ended(self, event: &PointerEvent) {
        let Some(drag) = self.drag.get_value().filter(|d| d.pointer == event.pointer_id()) else {
            return;
        };
        let place = self.place.get_untracked();
        self.drag_cancelled();
        let (Some(way), Some(place)) = (drag.under_way, place) else { return };
        let Drop { into, index, .. } = place;
        let (name, count) = (self.name(&drag.node), way.nodes.len());
        let called = if count > 1 { format!(mark!("{count} rows"), count = count) } else { name };
        let from = self.row(&drag.node).and_then(|row| row.outer);
        let how = match (&into, &from) {
            (Some(group), from) if from.as_ref() != Some(group) => {
                How::Into(name_of(group).to_owned())
            }
            (None, Some(group)) => How::OutOf(name_of(group).to_owned()),
            _ => How::Elsewhere,
        };
        let label = how.label(&called);
        if let Some(node) = self.carry(&drag.node, &way.nodes, into, index, &label) {
            self.tell_place(&node, &how);
            self.focus(node);
        }
    }

    /// Everything stays where it is: Escape.
    pub(super) fn drag_cancelled(self) {
        let drag = self.drag.try_update_value(Option::take).flatten();
        if let (Some(drag), Some(scroller)) = (drag, self.scroller.get_untracked()) {
            let _ = scroller.release_pointer_capture(drag.pointer);
            set_if_new(self.dragged, BTreeSet::new());
            set_if_new(self.place, None);
        }
    }
}
