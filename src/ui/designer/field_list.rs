//! The fields that open at the caret when two braces are typed. The focus stays
//! in the text; the list follows what is typed there.

use super::text_overlay::{limited, put_in, set_content, typed_in};
use crate::edit::{Command, add_field, new_field};
use crate::field::choices::kind_label;
use crate::field::typing::{Offer, Open, offer, open_before, take};
use crate::locale::mark;
use crate::render::compose::transform;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::{Designer, set_if_new};
use icondata_lu as lu;
use kurbo::{Point, Rect};
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::HtmlTextAreaElement;

const ID: &str = "l-field-list";
/// Px of the screen, as in the stylesheet.
const WIDTH: f64 = 288.0;
const ROW: f64 = 44.0;
const FRAME: f64 = 10.0;
const MOST: f64 = 6.0 * ROW + FRAME;
/// How far the list stands off the letters and the room's edges.
const OFF: f64 = 8.0;

/// A placeholder that is being typed in a text.
#[derive(Clone, Debug, PartialEq)]
struct Typing {
    element: Arc<str>,
    open: Open,
    offer: Offer,
}

impl Typing {
    fn rows(&self) -> usize {
        self.offer.fields.len() + usize::from(self.offer.add.is_some())
    }
}

/// The list of one designer; copies are the same list.
#[derive(Clone, Copy)]
pub(super) struct FieldList {
    designer: Designer,
    typing: RwSignal<Option<Typing>>,
    /// The row that Enter takes.
    active: RwSignal<usize>,
    /// Where the placeholder begins whose list was closed by Escape.
    dismissed: StoredValue<Option<usize>>,
    area: StoredValue<Option<HtmlTextAreaElement>, LocalStorage>,
    list: NodeRef<Div>,
}

impl FieldList {
    pub(super) fn new(designer: Designer) -> Self {
        Self {
            designer,
            typing: RwSignal::new(None),
            active: RwSignal::new(0),
            dismissed: StoredValue::new(None),
            area: StoredValue::new_local(None),
            list: NodeRef::new(),
        }
    }

    /// The list's id while it is open.
    pub(super) fn id(self) -> Option<&'static str> {
        self.typing.with(Option::is_some).then_some(ID)
    }

    /// The id of the row that Enter takes.
    pub(super) fn active_id(self) -> Option<String> {
        self.typing.with(Option::is_some).then(|| row_id(self.active.get()))
    }

    pub(super) fn close(self) {
        let _ = self.typing.try_set(None);
        self.area.try_update_value(|area| *area = None);
        self.dismissed.try_update_value(|dismissed| *dismissed = None);
    }

    /// Something was typed: opens the list where a placeholder is open.
    pub(super) fn typed(self, element: &str, area: &HtmlTextAreaElement) {
        self.look(Some(element), area);
    }

    /// The caret went elsewhere: a list that is open follows, or closes.
    pub(super) fn follow(self, area: &HtmlTextAreaElement) {
        if self.typing.with_untracked(Option::is_some) {
            self.look(None, area);
        }
    }

    fn look(self, typed: Option<&str>, area: &HtmlTextAreaElement) {
        let (text, at) = typed_in(area);
        let open = at.is_empty().then(|| open_before(&text, at.end)).flatten();
        let Some(open) = open else {
            self.dismissed.set_value(None);
            set_if_new(self.typing, None);
            return;
        };
        if self.dismissed.get_value() == Some(open.range.start) {
            return;
        }
        let before = self.typing.get_untracked();
        if before.as_ref().is_some_and(|t| t.open == open) {
            return;
        }
        let element = match (typed, &before) {
            (Some(id), _) => Arc::from(id),
            (None, Some(before)) => before.element.clone(),
            (None, None) => return,
        };
        let offer = self.designer.with_template(|t| offer(t, &open.typed));
        let typing = Typing { element, open, offer };
        if typing.rows() == 0 {
            set_if_new(self.typing, None);
            return;
        }
        let rows = typing.rows();
        let news = before.is_none_or(|t| t.rows() != rows);
        self.area.set_value(Some(area.clone()));
        self.active.set(0);
        self.typing.set(Some(typing));
        if news {
            self.designer.say(tn!(
                rows,
                "{count} field to insert. Up and Down choose, Enter takes.",
                "{count} fields to insert. Up and Down choose, Enter takes."
            ));
        }
    }

    /// What a key does to the list; `false` if it is not open or has no use for it.
    pub(super) fn key(self, key: &str, shift: bool) -> bool {
        let Some(rows) = self.typing.with_untracked(|t| t.as_ref().map(Typing::rows)) else {
            return false;
        };
        let active = self.active.get_untracked();
        match key {
            "ArrowDown" if !shift => self.go(if active + 1 < rows { active + 1 } else { 0 }),
            "ArrowUp" if !shift => self.go(active.checked_sub(1).unwrap_or(rows.saturating_sub(1))),
            "Enter" | "Tab" if !shift => self.take(active),
            "Escape" => {
                let start = self.typing.with_untracked(|t| t.as_ref().map(|t| t.open.range.start));
                self.dismissed.set_value(start);
                self.typing.set(None);
                self.designer.say(t!("List of fields closed").into());
            }
            _ => return false,
        }
        true
    }

    /// Makes a row the one that Enter takes, and brings it into sight.
    fn go(self, row: usize) {
        self.active.set(row);
        let Some(list) = self.list.get_untracked() else { return };
        let rows = f64::from(u32::try_from(row).unwrap_or(0));
        #[expect(clippy::cast_possible_truncation, reason = "px of a list")]
        let (top, bottom) = ((rows * ROW) as i32, ((rows + 1.0) * ROW + FRAME) as i32);
        if top < list.scroll_top() {
            list.set_scroll_top(top);
        } else if bottom > list.scroll_top() + list.client_height() {
            list.set_scroll_top(bottom - list.client_height());
        }
    }

    /// Puts a row's field into the text, for what was typed.
    fn take(self, row: usize) {
        let designer = self.designer;
        let (Some(typing), Some(area)) = (self.typing.get_untracked(), self.area.get_value())
        else {
            return;
        };
        let text = area.value();
        let id = &*typing.element;
        let told = if let Some(choice) = typing.offer.fields.get(row) {
            let (words, at) = take(&text, &typing.open, &choice.name);
            let words = limited(designer, &words);
            put_in(&area, &words, at);
            set_content(designer, id, words);
            designer.show_caret(id, at, at, at);
            t!("{label} inserted", label = choice.label)
        } else if let Some(label) = &typing.offer.add {
            // The field and its placeholder are one step: Undo takes both back.
            let field = designer.with_template(|t| new_field(t, label));
            let (words, at) = take(&text, &typing.open, &field.name);
            let words = limited(designer, &words);
            let made = designer.with_template(|t| add_field(t, field.clone()));
            let content = Command::SetContent { element: id.to_owned(), content: words.clone() };
            let command = made.map(|add| Command::All { commands: vec![add, content] });
            if !designer.attempt(command, &format!(mark!("Add field {label}"), label = field.label))
            {
                return;
            }
            put_in(&area, &words, at);
            designer.show_caret(id, at, at, at);
            t!("{label} added and inserted", label = field.label)
        } else {
            return;
        };
        self.close();
        designer.say(told);
    }

    /// Where the list stands in the room: below the caret, or above it where
    /// there is no room below.
    fn place(self) -> Option<(f64, f64, f64)> {
        let typing = self.typing.get()?;
        let element = self.designer.element(&typing.element).get()?;
        let at = self.designer.caret.with(|caret| caret.at);
        let (x, y) = (f64::from(at.x), f64::from(at.y));
        let caret = Rect::new(x, y, x, y + f64::from(at.height));
        let on_page = transform(&element.frame).transform_rect_bbox(caret);
        let view = self.designer.view();
        let (top, bottom) = (
            view.to_room(Point::new(on_page.x0, on_page.y0)),
            view.to_room(Point::new(on_page.x1, on_page.y1)),
        );
        let (w, h) = self.designer.room.get();
        let rows = f64::from(u32::try_from(typing.rows()).unwrap_or(u32::MAX));
        let below = h - bottom.y - 2.0 * OFF;
        let above = top.y - 2.0 * OFF;
        let wanted = (rows * ROW + FRAME).min(MOST);
        let is_below = below >= wanted || below >= above;
        let height = wanted.min(if is_below { below } else { above }).max(ROW + FRAME);
        let y = if is_below { bottom.y + OFF } else { top.y - OFF - height };
        let x = top.x.min(w - WIDTH.min(w - 2.0 * OFF) - OFF).max(OFF);
        Some((x, y.min(h - height - OFF).max(OFF), height))
    }
}

fn row_id(row: usize) -> String {
    format!("{ID}-{row}")
}

/// The list in the room, while there is one.
pub(super) fn popup(list: FieldList) -> impl IntoView {
    let open = Memo::new(move |_| list.typing.with(Option::is_some));
    let px = |part: f64| format!("{part:.0}px");
    let place = Memo::new(move |_| list.place().unwrap_or_default());
    view! {
        <Show when=move || open.get()>
            <div
                id=ID
                class="field-list"
                role="listbox"
                aria-label=t!("Fields to insert")
                node_ref=list.list
                style:left=move || px(place.get().0)
                style:top=move || px(place.get().1)
                style:height=move || px(place.get().2)
                // The text keeps the focus, and the page is not taken hold of.
                on:mousedown=|event| event.prevent_default()
                on:pointerdown=|event| event.stop_propagation()
                on:dblclick=|event| event.stop_propagation()
                on:wheel=|event| event.stop_propagation()
            >
                {move || rows(list)}
            </div>
        </Show>
    }
}

fn rows(list: FieldList) -> Option<impl IntoView> {
    let Offer { fields, add } = list.typing.get()?.offer;
    let count = fields.len();
    let row = move |at: usize, inside: AnyView| {
        let active = move || list.active.get() == at;
        view! {
            <div
                id=row_id(at)
                role="option"
                class:is-active=active
                aria-selected=move || active().to_string()
                on:pointermove=move |_| set_if_new(list.active, at)
                on:click=move |_| list.take(at)
            >
                {inside}
            </div>
        }
    };
    let known = fields.into_iter().enumerate().map(move |(at, choice)| {
        let inside = view! {
            {icon(super::panels::kind_icon(choice.kind))}
            <span class="names">
                <span>{choice.label}</span>
                <code>{format!("{{{{{}}}}}", choice.name)}</code>
            </span>
            <span class="sr-only">{said(kind_label(choice.kind))}</span>
        };
        row(at, inside.into_any())
    });
    let add = add.map(move |label| {
        let inside = view! {
            {icon(lu::LuPlus)}
            <span class="names"><span>{t!("Add field “{label}”", label = label)}</span></span>
        };
        row(count, inside.into_any())
    });
    Some(known.chain(add).collect::<Vec<_>>())
}
