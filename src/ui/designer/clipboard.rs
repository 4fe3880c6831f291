//! Copy, cut and paste by the browser's own events: no permission is asked.

use crate::diagnostic::Diagnostic;
use crate::edit::clipboard::{self, Clipping};
use crate::edit::paste::{clean_html, clean_text};
use crate::locale::mark;
use crate::template::{ElementKind, MAX_TEXT_CHARS};
use crate::ui::effects::Destination;
use crate::ui::state::Designer;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element};

/// Whether the event belongs to a field: the browser does it then.
fn is_field(event: &ClipboardEvent) -> bool {
    let at = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    at.is_some_and(|at| at.matches("input, textarea, select, [contenteditable]").unwrap_or(false))
}

pub(super) fn copied(designer: Designer, event: &ClipboardEvent, cut: bool) {
    if is_field(event) || designer.preview.get_untracked() {
        return;
    }
    let selection = designer.selected();
    let Some(clipping) = designer.with_template(|t| clipboard::copy(t, &selection)) else { return };
    let Some(data) = event.clipboard_data() else { return };
    if data.set_data("text/plain", &clipping.to_text()).is_err() {
        return;
    }
    event.prevent_default();
    if cut {
        designer.delete();
    } else {
        designer.say(tn!(clipping.elements.len(), "{count} copied", "{count} copied"));
    }
}

pub(super) fn pasted(designer: Designer, event: &ClipboardEvent) {
    if is_field(event) || designer.preview.get_untracked() {
        return;
    }
    let Some(data) = event.clipboard_data() else { return };
    event.prevent_default();
    if let Some(file) = data.files().and_then(|files| files.get(0)) {
        let slot = designer
            .only()
            .filter(|e| matches!(&e.kind, ElementKind::Image(image) if image.asset.is_none()));
        let to = slot.map_or(Destination::Page(None), |e| Destination::Element(e.id));
        designer.bring_picture(file, to);
        return;
    }
    let text = data.get_data("text/plain").unwrap_or_default();
    match Clipping::from_text(&text) {
        Ok(Some(clipping)) => paste_elements(designer, &clipping),
        Ok(None) => {
            let html = data.get_data("text/html").unwrap_or_default();
            paste_words(designer, &text, &html);
        }
        Err(fault) => designer.notify(fault),
    }
}

fn paste_elements(designer: Designer, clipping: &Clipping) {
    match designer.with_template(|t| clipboard::paste(t, clipping)) {
        Ok((command, ids)) => {
            if designer.dispatch(command, mark!("Paste"), None) {
                designer.select_ids(&ids);
                designer.pictures_changed();
            }
        }
        Err(fault) => designer.notify(fault),
    }
}

/// Words from elsewhere become a text, plain.
fn paste_words(designer: Designer, text: &str, html: &str) {
    let (words, cut) = if text.is_empty() {
        clean_html(html, MAX_TEXT_CHARS)
    } else {
        clean_text(text, MAX_TEXT_CHARS)
    };
    if let Some(cut) = cut {
        designer.notify(cut);
    }
    if words.trim().is_empty() {
        designer.notify(
            Diagnostic::info("nothing-to-paste", "", t!("There is nothing to paste."))
                .repair(t!("Copy elements, words or a picture first.")),
        );
        return;
    }
    let element = designer.with_template(|t| super::panels::new_text(t, words.trim()));
    designer.add(vec![element], mark!("Paste text"));
}
