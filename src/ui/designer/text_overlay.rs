//! Text edited in place.
//!
//! Over the text that is typed in lies a transparent `<textarea>`: it takes the
//! keyboard, the clipboard and input methods, and gives screen readers a name.
//! What is seen is the certificate itself; caret and selection are drawn where
//! the layout says, and the pointer is asked of the layout too, so that they
//! stand exactly where the letters are.

use super::field_list::FieldList;
use super::target;
use crate::diagnostic::Diagnostic;
use crate::edit::Command;
use crate::locale::mark;
use crate::screen::items::is_starter;
use crate::screen::utf16;
use crate::template::{Element, ElementKind, Frame, MAX_TEXT_CHARS, Template};
use crate::text::Motion;
use crate::ui::state::Designer;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlTextAreaElement, KeyboardEvent, MouseEvent, PointerEvent};

pub(super) fn content(template: &Template, id: &str) -> String {
    match template.element(id).map(|e| &e.kind) {
        Some(ElementKind::Text(text)) => text.content.clone(),
        _ => String::new(),
    }
}

/// The field of the text that is edited. It takes the focus as it comes.
pub(super) fn overlay(designer: Designer, fields: FieldList, id: String) -> impl IntoView {
    let element = {
        let id = id.clone();
        Memo::new(move |_| {
            designer.track(|t| {
                t.element(&id).map(|e| (e.frame, e.name.clone(), t.page.width, t.page.height))
            })
        })
    };
    let percent = move |part: fn(&(Frame, String, f32, f32)) -> f32| {
        move || {
            element.with(|e| e.as_ref().map_or(String::new(), |e| format!("{}%", part(e) * 100.0)))
        }
    };
    let turn = move || {
        element
            .with(|e| e.as_ref().map_or(String::new(), |e| format!("rotate({}deg)", e.0.rotation)))
    };
    let label = move || element.with(|e| e.as_ref().map_or(String::new(), |e| e.1.clone()));
    let value = {
        let id = id.clone();
        Memo::new(move |_| designer.track(|t| content(t, &id)))
    };
    let field = Field { designer, fields, id: Rc::from(id), anchor: Rc::new(Cell::new(None)) };
    on_cleanup(move || fields.close());
    let on = |handle: fn(&Field, &web_sys::Event)| {
        let field = field.clone();
        move |event: web_sys::Event| handle(&field, &event)
    };
    let (focus, blur, input, settle) =
        (on(Field::focused), on(Field::blurred), on(Field::typed), on(Field::settled));
    let (selected, released) = (on(Field::settled), on(Field::released));
    let pressed = {
        let field = field.clone();
        move |event: MouseEvent| field.pressed(&event)
    };
    let dragged = {
        let field = field.clone();
        move |event: PointerEvent| field.dragged(&event)
    };
    let key = {
        let field = field.clone();
        move |event: KeyboardEvent| field.key(&event)
    };
    let area = NodeRef::<leptos::html::Textarea>::new();
    let begun = field.clone();
    Effect::new(move |_| {
        if let Some(area) = area.get() {
            begun.begin(&area);
        }
    });
    let worded = field.clone();
    Effect::new(move |before: Option<u32>| {
        let count = designer.select_word.get();
        if before.is_some_and(|before| before != count)
            && let Some(area) = area.get_untracked()
        {
            worded.take_word(&area);
        }
        count
    });
    view! {
        <textarea
            class="overlay"
            node_ref=area
            data-text=field.id.to_string()
            aria-label=label
            // Two braces open the list of fields; the focus stays here.
            aria-autocomplete="list"
            aria-controls=move || fields.id()
            aria-activedescendant=move || fields.active_id()
            spellcheck="true"
            autocomplete="off"
            style:left=percent(|(f, _, w, _)| f.x / w)
            style:top=percent(|(f, _, _, h)| f.y / h)
            style:width=percent(|(f, _, w, _)| f.width / w)
            style:height=percent(|(f, _, _, h)| f.height / h)
            style:transform=turn
            prop:value=move || value.get()
            on:focus=move |event| focus(event.into())
            on:blur=move |event| blur(event.into())
            on:input=input
            on:keyup=move |event| settle(event.into())
            on:select=selected
            on:mousedown=pressed
            on:pointermove=dragged
            on:pointerup=move |event| released(event.into())
            on:keydown=key
        ></textarea>
    }
}

/// One text being edited.
#[derive(Clone)]
struct Field {
    designer: Designer,
    /// The fields that two braces offer.
    fields: FieldList,
    id: Rc<str>,
    /// The byte at which a selection by pointer started.
    anchor: Rc<Cell<Option<usize>>>,
}

impl Field {
    /// Takes the focus, with the caret where the pointer was, or all selected.
    fn begin(&self, area: &HtmlTextAreaElement) {
        // Its words may come after this: the caret would go to their end.
        area.set_value(&self.designer.with_template(|t| content(t, &self.id)));
        let _ = area.focus();
        let at = self.designer.edit_at.try_update_value(Option::take).flatten();
        let place = at.and_then(|at| self.point(at, area));
        // What it came with is typed over as a whole.
        let place = place.filter(|_| !is_starter(&area.value()));
        match place.and_then(|(x, y)| self.designer.with_laid(&self.id, |laid| laid.hit(x, y))) {
            Some(hit) => self.select(area, hit, hit),
            None => self.select(area, 0, area.value().len()),
        }
    }

    /// Selects the word where the pointer is.
    fn take_word(&self, area: &HtmlTextAreaElement) {
        let at = self.designer.edit_at.try_update_value(Option::take).flatten();
        let place = at.and_then(|at| self.point(at, area));
        let word =
            place.and_then(|(x, y)| self.designer.with_laid(&self.id, |laid| laid.word_at(x, y)));
        if let Some(word) = word {
            let word = whole_word(&area.value(), word);
            self.select(area, word.start, word.end);
        }
    }

    fn focused(&self, _: &web_sys::Event) {
        self.later();
    }

    fn blurred(&self, _: &web_sys::Event) {
        if self.designer.editing.get_untracked().as_deref() == Some(&self.id) {
            self.designer.edit(None);
        }
    }

    fn typed(&self, event: &web_sys::Event) {
        if let Some(area) = target::<HtmlTextAreaElement>(event) {
            let value = limited(self.designer, &area.value());
            set_content(self.designer, &self.id, value);
            self.show(&area);
            self.fields.typed(&self.id, &area);
        }
    }

    fn settled(&self, event: &web_sys::Event) {
        if let Some(area) = target::<HtmlTextAreaElement>(event) {
            self.show(&area);
        }
    }

    fn released(&self, event: &web_sys::Event) {
        self.anchor.set(None);
        self.settled(event);
    }

    /// Draws the caret once the browser has moved it.
    fn later(&self) {
        let field = self.clone();
        request_animation_frame(move || {
            let id = field.id.clone();
            if let Some(area) = active_area(&field.designer, &id) {
                field.show(&area);
            }
        });
    }

    fn show(&self, area: &HtmlTextAreaElement) {
        let text = area.value();
        let at = |units: Option<u32>| utf16::to_byte(&text, units.unwrap_or(0));
        let from = at(area.selection_start().ok().flatten());
        let to = at(area.selection_end().ok().flatten());
        let backward = area.selection_direction().ok().flatten().as_deref() == Some("backward");
        let focus = if backward { from } else { to };
        self.designer.show_caret(&self.id, from, to, focus);
        self.fields.follow(area);
    }

    fn select(&self, area: &HtmlTextAreaElement, anchor: usize, focus: usize) {
        let text = area.value();
        let (from, to) = (anchor.min(focus), anchor.max(focus));
        let direction = if focus < anchor { "backward" } else { "forward" };
        let _ = area.set_selection_range_with_direction(
            utf16::from_byte(&text, from),
            utf16::from_byte(&text, to),
            direction,
        );
        self.designer.show_caret(&self.id, from, to, focus);
        self.fields.follow(area);
    }

    /// A point of the screen in the frame's px.
    fn point(&self, at: (f64, f64), area: &HtmlTextAreaElement) -> Option<(f32, f32)> {
        let sheet = area.closest(".sheet").ok().flatten()?;
        let rect = sheet.get_bounding_client_rect();
        self.designer.with_template(|t| {
            let frame = t.element(&self.id)?.frame;
            let scale = f64::from(t.page.width) / rect.width().max(1.0);
            let x = (at.0 - rect.left()) * scale - f64::from(frame.x);
            let y = (at.1 - rect.top()) * scale - f64::from(frame.y);
            let (cx, cy) = (f64::from(frame.width) / 2.0, f64::from(frame.height) / 2.0);
            let (sin, cos) = f64::from(-frame.rotation).to_radians().sin_cos();
            let (dx, dy) = (x - cx, y - cy);
            #[expect(clippy::cast_possible_truncation, reason = "px on a page")]
            Some(((dx * cos - dy * sin + cx) as f32, (dx * sin + dy * cos + cy) as f32))
        })
    }

    fn pressed(&self, event: &MouseEvent) {
        let Some(area) = target::<HtmlTextAreaElement>(event) else { return };
        if event.button() != 0 {
            return;
        }
        // The browser would put its own caret where its own layout has the letter.
        event.prevent_default();
        let _ = area.focus();
        let Some((x, y)) = self.point(place(event), &area) else { return };
        let length = area.value().len();
        match event.detail() {
            0 | 1 => {
                let hit =
                    self.designer.with_laid(&self.id, |laid| laid.hit(x, y)).unwrap_or(length);
                let anchor = if event.shift_key() { self.other_end(&area) } else { hit };
                self.anchor.set(Some(anchor));
                self.select(&area, anchor, hit);
            }
            2 => {
                let word = self.designer.with_laid(&self.id, |laid| laid.word_at(x, y));
                let word = whole_word(&area.value(), word.unwrap_or(0..length));
                self.select(&area, word.start, word.end);
            }
            _ => self.select(&area, 0, length),
        }
    }

    /// The end of the selection that stays when it is extended.
    fn other_end(&self, area: &HtmlTextAreaElement) -> usize {
        let backward = area.selection_direction().ok().flatten().as_deref() == Some("backward");
        let end = if backward { area.selection_end() } else { area.selection_start() };
        utf16::to_byte(&area.value(), end.ok().flatten().unwrap_or(0))
    }

    fn dragged(&self, event: &PointerEvent) {
        let (Some(anchor), true) = (self.anchor.get(), event.buttons() & 1 == 1) else { return };
        let Some(area) = target::<HtmlTextAreaElement>(event) else { return };
        let _ = area.set_pointer_capture(event.pointer_id());
        if let Some((x, y)) = self.point(place(event), &area)
            && let Some(hit) = self.designer.with_laid(&self.id, |laid| laid.hit(x, y))
        {
            self.select(&area, anchor, hit);
        }
    }

    /// Keys that need the layout, and those that leave the text. All others
    /// are the browser's.
    fn key(&self, event: &KeyboardEvent) {
        let Some(area) = target::<HtmlTextAreaElement>(event) else { return };
        let key = event.key();
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        // Safari commits a composition with a key that says 229 and not composing.
        if event.is_composing() || event.key_code() == 229 {
            return;
        }
        if plain && self.fields.key(&key, event.shift_key()) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let motion = match key.as_str() {
            "ArrowUp" => Some(Motion::Up),
            "ArrowDown" => Some(Motion::Down),
            "Home" => Some(Motion::LineStart),
            "End" => Some(Motion::LineEnd),
            _ => None,
        };
        match (motion, key.as_str()) {
            (Some(motion), _) if plain => {
                event.prevent_default();
                let text = area.value();
                let backward =
                    area.selection_direction().ok().flatten().as_deref() == Some("backward");
                let end = if backward { area.selection_start() } else { area.selection_end() };
                let at = utf16::to_byte(&text, end.ok().flatten().unwrap_or(0));
                let to = self.designer.with_laid(&self.id, |laid| laid.moved(at, motion));
                let to = to.unwrap_or(at);
                let anchor = if event.shift_key() { self.other_end(&area) } else { to };
                self.select(&area, anchor, to);
            }
            (_, "Escape") => {
                event.prevent_default();
                event.stop_propagation();
                leave(&area);
            }
            (_, "Enter") if plain && self.is_one_line() => {
                // A line of its own is not wanted here: the text is done.
                event.prevent_default();
                leave(&area);
            }
            (_, "Tab") if !event.ctrl_key() && !event.alt_key() => {
                // On to the next text, as in a form; after the last, on in the page.
                if let Some(next) = self.neighbour(!event.shift_key()) {
                    event.prevent_default();
                    event.stop_propagation();
                    self.designer.select_ids(std::slice::from_ref(&next));
                    self.designer.edit_at.set_value(None);
                    self.designer.edit(Some(next));
                }
            }
            _ => self.later(),
        }
    }

    /// The next text that can be typed in, bottom to top, or the one before.
    fn neighbour(&self, forward: bool) -> Option<String> {
        self.designer.with_template(|t| {
            let mut texts = t
                .elements
                .iter()
                .filter(|e| !e.hidden && !e.locked && matches!(e.kind, ElementKind::Text(_)));
            let is_own = |e: &Element| *e.id == *self.id;
            if forward {
                texts.skip_while(|e| !is_own(e)).nth(1).map(|e| e.id.clone())
            } else {
                let mut before = None;
                texts.find_map(|e| {
                    let found = is_own(e).then(|| before.clone());
                    before = Some(e.id.clone());
                    found
                })?
            }
        })
    }

    fn is_one_line(&self) -> bool {
        self.designer.with_template(|t| match t.element(&self.id).map(|e| &e.kind) {
            Some(ElementKind::Text(text)) => text.fit.max_lines == Some(1),
            _ => false,
        })
    }
}

/// A word to select; a placeholder and what a new text came with go as a whole,
/// so that typing over them leaves no half of them.
fn whole_word(text: &str, word: std::ops::Range<usize>) -> std::ops::Range<usize> {
    if is_starter(text) {
        return 0..text.len();
    }
    let before = text.get(..word.end).unwrap_or_default();
    let open = before.rfind("{{").filter(|open| {
        before.get(*open..).is_some_and(|inside| !inside.contains("}}") || word.start < *open + 2)
    });
    let from = open.or_else(|| text.get(word.start..)?.starts_with("{{").then_some(word.start));
    let Some(from) = from else { return word };
    match text.get(from..).and_then(|rest| rest.find("}}")) {
        Some(to) if from + to + 2 >= word.end.min(from + to) => from..from + to + 2,
        _ => word,
    }
}

/// Where an event is in the window.
fn place(event: &MouseEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The overlay of a text, if it has the focus.
fn active_area(designer: &Designer, id: &str) -> Option<HtmlTextAreaElement> {
    if designer.editing.try_get_untracked().flatten().as_deref() != Some(id) {
        return None;
    }
    // The focus may be deep in shadow roots: follow it down.
    let mut active = web_sys::window()?.document()?.active_element()?;
    while let Some(inner) = active.shadow_root().and_then(|root| root.active_element()) {
        active = inner;
    }
    active.dyn_into::<HtmlTextAreaElement>().ok()
}

/// Leaves a text for the page, where the shortcuts still work: without the
/// focus in our root, the browser's own undo would change the field.
fn leave(area: &HtmlTextAreaElement) {
    let shell = area.closest(".room").ok().flatten();
    match shell.and_then(|shell| shell.dyn_into::<web_sys::HtmlElement>().ok()) {
        Some(shell) => {
            let _ = shell.focus();
        }
        None => {
            let _ = area.blur();
        }
    }
}

/// A text no longer than what is laid out; says so when it had to be cut.
pub(super) fn limited(designer: Designer, text: &str) -> String {
    if text.chars().count() <= MAX_TEXT_CHARS {
        return text.to_owned();
    }
    designer.notify(
        Diagnostic::warning(
            "text-too-long",
            "",
            t!("Only the first {count} characters were taken.", count = MAX_TEXT_CHARS),
        )
        .repair(t!("Undo brings back what was there before.")),
    );
    text.chars().take(MAX_TEXT_CHARS).collect()
}

/// What the field of the text that is typed in holds, and where its selection
/// stands, in bytes.
pub(super) fn typed_in(area: &HtmlTextAreaElement) -> (String, std::ops::Range<usize>) {
    let text = area.value();
    let at = |units: Option<u32>| utf16::to_byte(&text, units.unwrap_or(0));
    let from = at(area.selection_start().ok().flatten());
    let to = at(area.selection_end().ok().flatten());
    (text, from..to)
}

/// Puts another text into the field, with the caret at a byte. The template
/// is to follow at once.
pub(super) fn put_in(area: &HtmlTextAreaElement, text: &str, at: usize) {
    area.set_value(text);
    let units = utf16::from_byte(text, at.min(text.len()));
    let _ = area.set_selection_range(units, units);
}

/// Sets a text's content; a run of typing is one step of undo.
pub(super) fn set_content(designer: Designer, id: &str, content: String) {
    let name = designer.with_template(|t| t.element(id).map(|e| e.name.clone()));
    let label = format!(mark!("Edit {name}"), name = name.unwrap_or_default());
    let command = Command::SetContent { element: id.to_owned(), content };
    designer.dispatch(command, label.trim(), Some(&format!("content:{id}")));
}

/// The caret and the selection, over everything.
pub(super) fn caret(designer: Designer) -> impl IntoView {
    let page = move || designer.track(|t| format!("0 0 {} {}", t.page.width, t.page.height));
    // A caret is 2 px on screen whatever the certificate's scale: `vector-effect`.
    view! {
        <svg class="caret" viewBox=page aria-hidden="true">
            {move || {
                let view = designer.caret.get();
                let boxes: Vec<_> = view
                    .selection
                    .iter()
                    .map(|b| view! { <rect class="selected" x=b.x y=b.y width=b.width height=b.height></rect> })
                    .collect();
                let line = view
                    .caret
                    .map(|c| view! { <line class="bar" x1=c.x x2=c.x y1=c.y y2=c.y + c.height></line> });
                view! { <g transform=view.transform.clone()>{boxes}{line}</g> }
            }}
        </svg>
    }
}
