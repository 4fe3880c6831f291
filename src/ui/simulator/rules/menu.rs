//! A button that opens a list of things to do.

use crate::ui::shared::icon;
use crate::ui::simulator::controls::target;
use icondata_core::Icon;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent};

/// One thing to do.
#[derive(Clone)]
pub(super) struct Deed {
    key: &'static str,
    words: String,
    act: Arc<dyn Fn() + Send + Sync>,
}

/// A thing to do; `key` is a hook.
pub(super) fn deed(
    key: &'static str,
    words: impl Into<String>,
    act: impl Fn() + Send + Sync + 'static,
) -> Deed {
    Deed { key, words: words.into(), act: Arc::new(act) }
}

/// The button. What can be done is asked when it opens. `hook` lets the focus
/// find it; with `shown` the name stands on it.
pub(super) fn menu(
    sign: Icon,
    name: impl Into<String>,
    shown: bool,
    hook: String,
    deeds: impl Fn() -> Vec<Deed> + Send + Sync + 'static,
) -> impl IntoView {
    let name = name.into();
    let open = RwSignal::new(false);
    let opener = NodeRef::<leptos::html::Button>::new();
    let close = move |focus: bool| {
        open.set(false);
        if focus && let Some(button) = opener.get_untracked() {
            let _ = button.focus();
        }
    };
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let here = target::<web_sys::Node>(&event);
        if to.is_some() && !here.is_some_and(|here| here.contains(to.as_ref())) {
            open.set(false);
        }
    };
    let pressed = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if open.get_untracked() => {
            event.stop_propagation();
            close(true);
        }
        "ArrowDown" | "ArrowUp" if open.get_untracked() => {
            event.prevent_default();
            let here = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
            let list = target::<web_sys::Element>(&event);
            step(list, here, event.key() == "ArrowDown");
        }
        _ => {}
    };
    let list = move || {
        let button = |deed: Deed| {
            let act = deed.act;
            view! {
                <button
                    type="button"
                    data-do=deed.key
                    on:click=move |_| {
                        close(true);
                        act();
                    }
                >
                    {deed.words}
                </button>
            }
        };
        deeds().into_iter().map(button).collect::<Vec<_>>()
    };
    let label = name.clone();
    view! {
        <div class="menu" on:focusout=left on:keydown=pressed>
            <button
                type="button"
                node_ref=opener
                class:quiet=!shown
                class:sign=!shown
                data-focus=hook
                aria-label=name.clone()
                title=(!shown).then(|| name.clone())
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon(sign)}
                {shown.then(|| view! { <span>{label.clone()}</span> })}
            </button>
            <Show when=move || open.get()>
                <div class="list deeds" role="group" aria-label=name.clone()>{list()}</div>
            </Show>
        </div>
    }
}

/// Moves the focus among the buttons of a menu.
fn step(menu: Option<web_sys::Element>, here: Option<web_sys::Element>, down: bool) {
    let Some(found) = menu.and_then(|m| m.query_selector_all("button").ok()) else { return };
    let at = (0..found.length()).find(|i| {
        let node = found.item(*i);
        here.as_ref().is_some_and(|here| node.as_ref() == Some(here.as_ref()))
    });
    let to = match (at, down) {
        (Some(at), true) => at + 1,
        (Some(at), false) => at.saturating_sub(1),
        (None, _) => 1,
    };
    let button = found.item(to).and_then(|n| n.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(button) = button {
        let _ = button.focus();
    }
}
