//! The tree by keyboard, as the ARIA practices have it.

use super::act::To;
use super::row::Switch;
use super::{Layers, Row};
use crate::edit::layers::Node;
use crate::ui::locale::arrow;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Letters that follow within so many milliseconds are one beginning of a name.
const TYPING_MS: f64 = 700.0;

pub(super) fn pressed(layers: Layers, event: &ev::KeyboardEvent) {
    let Some(row) = layers.here() else { return };
    let at = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let on_button = at.is_some_and(|at| at.closest("button").ok().flatten().is_some());
    if on_button && matches!(event.key().as_str(), "Enter" | " ") {
        return;
    }
    if done(layers, event, &row) {
        event.prevent_default();
        // The page has other uses for them.
        event.stop_propagation();
    }
    layers.keep_focus();
}

fn done(layers: Layers, event: &ev::KeyboardEvent, row: &Row) -> bool {
    let key = event.key();
    let command = event.ctrl_key() || event.meta_key();
    let shift = event.shift_key();
    if event.alt_key() && !command {
        let to = match arrow(&key) {
            "ArrowUp" => To::Up,
            "ArrowDown" => To::Down,
            "ArrowRight" => To::Into,
            "ArrowLeft" => To::Out,
            _ => return false,
        };
        layers.shift(row, to);
        return true;
    }
    if command {
        // What is selected is locked and hidden by the keys of the page.
        let own = || !untrack(|| layers.is_selected(row));
        match (key.to_lowercase().as_str(), shift) {
            ("]", false) => layers.shift(row, To::Up),
            ("[", false) => layers.shift(row, To::Down),
            ("l", true) if own() => layers.switch(&row.node, Switch::Lock),
            ("h", true) if own() => layers.switch(&row.node, Switch::Hide),
            (" ", false) => layers.choose(&row.node, false, true),
            _ => return false,
        }
        return true;
    }
    match arrow(&key) {
        "ArrowUp" => layers.step(-1, shift),
        "ArrowDown" => layers.step(1, shift),
        "Home" => layers.step(isize::MIN, shift),
        "End" => layers.step(isize::MAX, shift),
        "ArrowRight" => match row.open {
            Some(true) => layers.step(1, false),
            Some(false) => layers.set_open(&row.node, true),
            None => {}
        },
        "ArrowLeft" => match (row.open, &row.outer) {
            (Some(true), _) => layers.set_open(&row.node, false),
            (_, Some(path)) => layers.focus(Node::Group(path.clone())),
            _ => {}
        },
        " " => layers.choose(&row.node, shift, false),
        "Enter" => layers.enter(row),
        "F2" => layers.renaming.set(Some(row.node.clone())),
        "Delete" | "Backspace" => layers.delete(row),
        "Escape" if layers.is_dragging() => layers.drag_cancelled(),
        _ => return layers.type_ahead(&key),
    }
    true
}

impl Layers {
    /// The focus goes so many rows on; with Shift all on the way is selected.
    fn step(self, by: isize, range: bool) {
        let Some((at, from)) = self.stop.get_untracked() else { return };
        let to = self.rows.with_untracked(|rows| {
            let last = rows.list.len().saturating_sub(1);
            let to = at.saturating_add_signed(by).min(last);
            rows.list.get(to).map(|row| row.node.clone())
        });
        let Some(to) = to else { return };
        if range {
            if self.anchor.with_value(Option::is_none) {
                self.anchor.set_value(Some(from));
            }
            self.choose(&to, true, false);
        } else {
            self.anchor.set_value(Some(to.clone()));
        }
        self.focus(to);
    }

    /// Goes to the next row whose name begins with what was typed.
    fn type_ahead(self, key: &str) -> bool {
        let mut chars = key.chars();
        let (Some(letter), None) = (chars.next(), chars.next()) else { return false };
        if !letter.is_alphanumeric() {
            return false;
        }
        let now = js_sys::Date::now();
        let typed = self.typed.try_update_value(|(typed, last)| {
            if now - *last > TYPING_MS {
                typed.clear();
            }
            *last = now;
            typed.extend(letter.to_lowercase());
            typed.clone()
        });
        let (Some(typed), Some((at, _))) = (typed, self.stop.get_untracked()) else { return false };
        let nodes: Vec<Node> = self.rows.with_untracked(|rows| {
            // One letter looks further on; more of them may still mean this row.
            let from = at + usize::from(typed.chars().count() == 1);
            let (before, after) = rows.list.split_at(from.min(rows.list.len()));
            after.iter().chain(before).map(|row| row.node.clone()).collect()
        });
        let begins = |node: &&Node| self.name(node).to_lowercase().starts_with(&typed);
        if let Some(node) = nodes.iter().find(begins) {
            self.focus(node.clone());
        }
        true
    }
}
