//! Keys that work everywhere in the designer. While somebody types, only those
//! that mean nothing to a field.

use crate::edit::Reorder;
use crate::ui::state::Designer;
use kurbo::Vec2;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

pub(super) fn pressed(designer: Designer, event: &ev::KeyboardEvent) {
    if event.is_composing() || event.key_code() == 229 {
        return;
    }
    // A dialog has keys of its own, Escape above all.
    let at = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    if at.is_some_and(|at| at.closest("dialog").ok().flatten().is_some()) {
        return;
    }
    let command = event.ctrl_key() || event.meta_key();
    let key = event.key().to_lowercase();
    let done = match (key.as_str(), command) {
        ("z", true) if event.shift_key() => always(|| designer.redo_all()),
        ("z", true) => always(|| designer.undo_all()),
        ("y", true) => always(|| designer.redo_all()),
        ("s", true) => always(|| designer.ask_save()),
        ("escape", _)
            if designer.preview.get_untracked() && designer.around.readonly.get_untracked() =>
        {
            false
        }
        ("escape", _) if designer.preview.get_untracked() => always(|| designer.preview.set(false)),
        _ if designer.preview.get_untracked() => false,
        _ => match place(event) {
            Place::Typing => false,
            Place::Control => with_command(designer, event, &key, command),
            // A button has no use for them: they go on to what is selected.
            Place::Button => {
                with_command(designer, event, &key, command)
                    || (key.starts_with("arrow") && alone(designer, event, &key, command))
            }
            Place::Page => {
                with_command(designer, event, &key, command)
                    || alone(designer, event, &key, command)
            }
        },
    };
    if done {
        event.prevent_default();
    }
}

fn always(act: impl FnOnce()) -> bool {
    act();
    true
}

/// Where a key was pressed.
enum Place {
    /// In a field that takes words.
    Typing,
    /// On a control with keys of its own: a list, a menu, a slider.
    Control,
    /// On a button that stands alone.
    Button,
    /// On the page, or nowhere in particular.
    Page,
}

fn place(event: &ev::KeyboardEvent) -> Place {
    let Some(at) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else {
        return Place::Page;
    };
    if let Some(input) = at.dyn_ref::<HtmlInputElement>() {
        return match input.type_().as_str() {
            "radio" | "checkbox" | "color" | "range" | "file" => Place::Control,
            _ => Place::Typing,
        };
    }
    if at.matches("textarea, select, [contenteditable]").unwrap_or(false) {
        return Place::Typing;
    }
    let page = at.matches(".shell, .room").unwrap_or(false);
    let own_keys = "[role=menu], [role=menuitem], [role=listbox], [role=tree], [role=radiogroup], \
                    .history, .menu, .panel";
    let button =
        at.matches("button").unwrap_or(false) && at.closest(own_keys).ok().flatten().is_none();
    match (page, button) {
        (true, _) => Place::Page,
        (_, true) => Place::Button,
        _ => Place::Control,
    }
}

/// Keys with Ctrl or ⌘, and those that no control has a use for.
fn with_command(designer: Designer, event: &ev::KeyboardEvent, key: &str, command: bool) -> bool {
    let (shift, alt) = (event.shift_key(), event.alt_key());
    match (key, command) {
        ("?", false) => designer.shortcuts.set(true),
        ("f2", _) => designer.open_selected(),
        ("escape", false) => {
            // What has a use for it has stopped it before it came here.
            if !designer.leave() {
                return false;
            }
        }
        ("a", true) => designer.select_all(),
        ("d", true) => designer.duplicate(),
        ("g", true) if shift => designer.ungroup(),
        ("g", true) => designer.group(),
        // With Alt some keyboards send another letter: the key itself counts.
        _ if command && alt && event.code() == "KeyC" => designer.copy_style(),
        _ if command && alt && event.code() == "KeyV" => designer.paste_style(),
        ("l", true) if shift => designer.toggle_lock(),
        ("h", true) if shift => designer.toggle_hidden(),
        ("]" | "}", true) if shift => designer.reorder(Reorder::Front),
        ("[" | "{", true) if shift => designer.reorder(Reorder::Back),
        ("]", true) => designer.reorder(Reorder::Forward),
        ("[", true) => designer.reorder(Reorder::Backward),
        _ => return false,
    }
    true
}

/// Keys alone, on the page.
fn alone(designer: Designer, event: &ev::KeyboardEvent, key: &str, command: bool) -> bool {
    let selected = !designer.selected().is_empty();
    let far = if event.shift_key() { 10.0 } else { 1.0 };
    let nudge = |x: f64, y: f64| {
        let by = Vec2::new(x * far, y * far);
        if let Some(id) = designer.cropping.get_untracked() {
            designer.nudge_picture(&id, by);
        } else if selected {
            designer.nudge(by);
        } else {
            // With nothing selected they move the page under the window.
            designer.pan(by * -24.0);
        }
    };
    match key {
        "arrowleft" => nudge(-1.0, 0.0),
        "arrowright" => nudge(1.0, 0.0),
        "arrowup" => nudge(0.0, -1.0),
        "arrowdown" => nudge(0.0, 1.0),
        "delete" | "backspace" if selected => designer.delete(),
        "enter" if selected => designer.open_selected(),
        "+" | "=" => designer.zoom_step(true),
        "-" | "_" => designer.zoom_step(false),
        "0" => designer.zoom_fit(),
        "1" if !command => designer.zoom_to(1.0, None),
        "]" => designer.reorder(Reorder::Forward),
        "[" => designer.reorder(Reorder::Backward),
        "}" => designer.reorder(Reorder::Front),
        "{" => designer.reorder(Reorder::Back),
        _ => return false,
    }
    true
}
