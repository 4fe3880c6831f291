//! The menu of the right button (and of a long touch): what is done with what is
//! under the pointer.

use super::Canvas;
use crate::edit::{Reorder, hit_locked, hit_test};
use crate::locale::mark;
use crate::ui::designer::shortcuts::key_name;
use crate::ui::designer::topbar::walk;
use crate::ui::locale::said;
use crate::ui::state::Designer;
use kurbo::Point;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, MouseEvent, Node};

/// Room that the menu takes, px of the screen.
const SIZE: (f64, f64) = (220.0, 372.0);

/// What it is called, its keys, and what it does.
type Act = (&'static str, &'static str, fn(Designer));

const ACTS: [Act; 9] = [
    (mark!("Duplicate"), "Ctrl D", |d| d.duplicate()),
    (mark!("Delete"), "Delete", |d| d.delete()),
    (mark!("Bring to front"), "}", |d| d.reorder(Reorder::Front)),
    (mark!("Send to back"), "{", |d| d.reorder(Reorder::Back)),
    (mark!("Copy style"), "Ctrl Alt C", |d| d.copy_style()),
    (mark!("Paste style"), "Ctrl Alt V", |d| d.paste_style()),
    (mark!("Group"), "Ctrl G", |d| d.group()),
    (mark!("Ungroup"), "Ctrl Shift G", |d| d.ungroup()),
    (mark!("Lock or unlock"), "Ctrl Shift L", |d| d.toggle_lock()),
];

impl Canvas {
    /// Selects what is under the pointer, unless it is, and opens the menu.
    pub(super) fn asked(self, event: &MouseEvent) {
        let designer = self.designer;
        if designer.preview.get_untracked() || designer.editing.get_untracked().is_some() {
            return;
        }
        event.prevent_default();
        self.give_up();
        let page = self.on_page(event);
        let hit = designer.with_template(|t| {
            hit_test(t, page, 0.0).or_else(|| hit_locked(t, page, 0.0)).map(str::to_owned)
        });
        if let Some(id) = hit.filter(|id| !designer.selected().contains(id)) {
            let mut selection = designer.selected();
            designer.with_template(|t| selection.click(t, Some(&id), false));
            designer.select(selection);
        }
        if designer.selected().is_empty() {
            return;
        }
        let at = self.in_room(f64::from(event.client_x()), f64::from(event.client_y()));
        let (w, h) = designer.room.get_untracked();
        let x = at.x.min(w - SIZE.0 - 8.0).max(4.0);
        let y = at.y.min(h - SIZE.1 - 8.0).max(4.0);
        self.menu.set(Some(Point::new(x, y)));
    }
}

pub(super) fn menu(canvas: Canvas) -> impl IntoView {
    let designer = canvas.designer;
    let list = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let (Some(_), Some(list)) = (canvas.menu.get(), list.get())
            && let Ok(Some(first)) = list.query_selector("[role=menuitem]")
            && let Ok(first) = first.dyn_into::<HtmlElement>()
        {
            let _ = first.focus();
        }
    });
    let close = move || {
        canvas.menu.set(None);
        if let Some(room) = canvas.room.get_untracked() {
            let _ = room.focus();
        }
    };
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let here = event.current_target().and_then(|at| at.dyn_into::<Node>().ok());
        if !here.is_some_and(|here| here.contains(to.as_ref())) {
            canvas.menu.set(None);
        }
    };
    view! {
        <Show when=move || canvas.menu.get().is_some()>
            <div
                class="context"
                role="menu"
                aria-label=t!("What is selected")
                node_ref=list
                style:left=move || canvas.menu.get().map(|p| format!("{}px", p.x))
                style:top=move || canvas.menu.get().map(|p| format!("{}px", p.y))
                on:focusout=left
                on:keydown=move |event| {
                    if matches!(event.key().as_str(), "Escape" | "Tab") {
                        event.prevent_default();
                        event.stop_propagation();
                        close();
                    } else {
                        walk(&event);
                    }
                }
            >
                {ACTS
                    .map(|(name, keys, act)| {
                        view! {
                            <button
                                type="button"
                                class="quiet"
                                role="menuitem"
                                on:click=move |_| {
                                    close();
                                    act(designer);
                                }
                            >
                                <span>{said(name)}</span>
                                <span class="keys" aria-hidden="true">{keys.split(' ').map(key_name).collect::<Vec<_>>().join(" ")}</span>
                            </button>
                        }
                    })}
            </div>
        </Show>
    }
}
