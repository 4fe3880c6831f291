//! One field: its label and name, and what is to be seen of it when it is open.

use super::{Board, called, form, kind_icon};
use crate::edit::{FieldUse, uses};
use crate::field::choices::kind_label;
use crate::template::FieldType;
use crate::ui::designer::target;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::{Designer, set_if_new};
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::HtmlElement;

pub(super) fn row(board: Board, key: u64) -> impl IntoView {
    let field = Memo::new(move |_| board.field(key));
    let label = Memo::new(move |_| field.with(|f| f.as_ref().map(called).unwrap_or_default()));
    let name =
        Memo::new(move |_| field.with(|f| f.as_ref().map(|f| f.name.clone()).unwrap_or_default()));
    let kind = Memo::new(move |_| field.with(|f| f.as_ref().map_or(FieldType::Text, |f| f.kind)));
    let required = Memo::new(move |_| field.with(|f| f.as_ref().is_some_and(|f| f.required)));
    let open = Memo::new(move |_| board.open.with(|open| open.contains(&key)));
    let form_id = format!("l-field-{key}");
    let controls = form_id.clone();
    view! {
        <li class="field-card" class:is-open=move || open.get() data-row=key.to_string() data-field-name=move || name.get()>
            <div class="head">
                <h4>
                    <button
                        type="button"
                        class="quiet"
                        data-act="open"
                        aria-expanded=move || open.get().to_string()
                        aria-controls=move || open.get().then(|| controls.clone())
                        on:click=move |_| board.open.update(|open| {
                            if !open.remove(&key) {
                                open.insert(key);
                            }
                        })
                    >
                        <span class="twist">{icon(lu::LuChevronRight)}</span>
                        {move || icon(kind_icon(kind.get()))}
                        <span class="sr-only">{move || said(kind_label(kind.get()))}</span>
                        <span class="names">
                            <span>
                                {move || label.get()}
                                <Show when=move || required.get()>
                                    <span class="must" title=t!("Required") aria-hidden="true">" *"</span>
                                    <span class="sr-only">{t!(", required")}</span>
                                </Show>
                            </span>
                            <code>{move || format!("{{{{{}}}}}", name.get())}</code>
                        </span>
                    </button>
                </h4>
                {insert(board.designer, name, label)}
            </div>
            <Show when=move || open.get()>
                <div id=form_id.clone() class="form" role="group" aria-label=move || label.get()>
                    {form::form(board, key, field)}
                    {used(board.designer, name)}
                    {buttons(board, key, name, label)}
                </div>
            </Show>
        </li>
    }
}

/// The button that puts a field into a text.
pub(super) fn insert(designer: Designer, name: Memo<String>, label: Memo<String>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="insert"
            data-act="insert"
            aria-label=move || t!("Insert {label}", label = label.get())
            title=t!("Insert into the selected text, or as a new text")
            // A text that is typed in keeps the focus, and takes it at its caret.
            on:mousedown=move |event| {
                if designer.editing.get_untracked().is_some() {
                    event.prevent_default();
                }
            }
            on:click=move |event| {
                let button = target::<HtmlElement>(&event);
                designer.insert_field(&name.get_untracked(), &label.get_untracked(), button.as_ref());
            }
        >
            {t!("Insert")}
        </button>
    }
}

/// Where the field is used: each place leads there.
fn used(designer: Designer, name: Memo<String>) -> impl IntoView {
    let places = Memo::new(move |_| name.with(|name| designer.track(|t| uses(t, name))));
    view! {
        <div class="used">
            <span class="label">{t!("Where it is used")}</span>
            <Show
                when=move || !places.with(Vec::is_empty)
                fallback=|| view! { <p class="hint">{t!("In no text yet.")}</p> }
            >
                <ul>
                    <For each=move || places.get() key=|place| (place.path.clone(), place.name.clone()) let:place>
                        <li>{one_use(designer, place)}</li>
                    </For>
                </ul>
            </Show>
        </div>
    }
}

fn one_use(designer: Designer, place: FieldUse) -> AnyView {
    let FieldUse { element, name, .. } = place;
    let Some(id) = element else { return view! { <span>{said(&name)}</span> }.into_any() };
    let hovered = designer.hovered;
    let (over, focused) = (id.clone(), id.clone());
    view! {
        <button
            type="button"
            class="chip"
            title=t!("Select it")
            on:pointerenter=move |_| set_if_new(hovered, Some(over.clone()))
            on:pointerleave=move |_| set_if_new(hovered, None)
            on:focus=move |_| set_if_new(hovered, Some(focused.clone()))
            on:blur=move |_| set_if_new(hovered, None)
            on:click=move |_| designer.select_ids(std::slice::from_ref(&id))
        >
            {name}
        </button>
    }
    .into_any()
}

fn buttons(board: Board, key: u64, name: Memo<String>, label: Memo<String>) -> impl IntoView {
    let at = move || {
        board.rows.with(|(rows, _)| (rows.iter().position(|(row, _)| *row == key), rows.len()))
    };
    let first = move || at().0 == Some(0);
    let last = move || {
        let (at, count) = at();
        at.is_some_and(|at| at + 1 == count)
    };
    view! {
        <div class="acts">
            <button
                type="button"
                class="quiet"
                aria-label=move || t!("Copy the placeholder of {label}", label = label.get())
                on:click=move |event| {
                    let words = format!("{{{{{}}}}}", name.get_untracked());
                    board.copier.copy(words.clone(), words, target::<HtmlElement>(&event));
                }
            >
                {icon(lu::LuCopy)}<span>{t!("Copy")}</span>
            </button>
            <span class="gap"></span>
            <button
                type="button"
                class="quiet"
                data-act="up"
                title=t!("Move up")
                aria-label=move || t!("Move up {label}", label = label.get())
                aria-disabled=move || first().to_string()
                on:click=move |_| board.shift(key, false)
            >
                {icon(lu::LuArrowUp)}
            </button>
            <button
                type="button"
                class="quiet"
                data-act="down"
                title=t!("Move down")
                aria-label=move || t!("Move down {label}", label = label.get())
                aria-disabled=move || last().to_string()
                on:click=move |_| board.shift(key, true)
            >
                {icon(lu::LuArrowDown)}
            </button>
            <button
                type="button"
                class="quiet"
                data-act="delete"
                title=t!("Delete")
                aria-label=move || t!("Delete {label}", label = label.get())
                on:click=move |_| board.delete(key)
            >
                {icon(lu::LuTrash2)}
            </button>
        </div>
    }
}
