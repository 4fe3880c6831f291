//! The panels beside the rail, one at a time; sheets on small screens.

mod add;
mod fields;
mod history;
mod layers;
mod templates;
mod versions;

pub(super) use crate::screen::items::{Item, new_text};
pub(super) use add::DRAGGED;
pub(super) use fields::kind_icon;

use crate::template::Field;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::{Designer, Panel};
use icondata_lu as lu;
use leptos::prelude::*;

/// A usual field in the words of the page, as it is put into a document.
pub(super) fn in_words(field: Field) -> Field {
    Field { label: said(&field.label), ..field }
}

pub(super) fn panel(designer: Designer) -> impl IntoView {
    let open = Memo::new(move |_| designer.panel.get().filter(|p| *p != Panel::Inspector));
    view! {
        <Show when=move || open.get().is_some()>
            <aside
                id="l-panel"
                class="panel"
                data-shows=move || open.get().map(Panel::label)
                aria-labelledby="l-panel-title"
            >
                <header>
                    <h2 id="l-panel-title">{move || open.get().map(Panel::label)}</h2>
                    <button
                        type="button"
                        class="quiet"
                        aria-label=t!("Close panel")
                        on:click=move |_| designer.panel.set(None)
                    >
                        {icon(lu::LuX)}
                    </button>
                </header>
                {move || match open.get() {
                    Some(Panel::Templates) => templates::panel(designer).into_any(),
                    Some(Panel::Add) => add::panel(designer).into_any(),
                    Some(Panel::Fields) => fields::panel(designer).into_any(),
                    Some(Panel::Layers) => layers::panel(designer).into_any(),
                    Some(Panel::History) => history::panel(designer).into_any(),
                    Some(Panel::Inspector) | None => ().into_any(),
                }}
            </aside>
        </Show>
    }
}
