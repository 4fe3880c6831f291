//! The two fields that nobody fills in: what they are, and what they say now.

use super::{Board, kind_icon, row};
use crate::field::typing::computed_label;
use crate::field::{COMPUTED, fill};
use crate::template::FieldType;
use crate::ui::designer::target;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::HtmlElement;

pub(super) fn computed(board: Board) -> impl IntoView {
    view! {
        <section aria-labelledby="l-fields-computed">
            <h3 id="l-fields-computed">{t!("Worked out by itself")}</h3>
            <ul class="field-cards">
                {COMPUTED.iter().map(|name| one(board, name)).collect::<Vec<_>>()}
            </ul>
            <p class="hint">
                {t!("They follow from the validity period, which is set with the page: select nothing to see it.")}
            </p>
        </section>
    }
}

fn one(board: Board, name: &'static str) -> impl IntoView {
    let designer = board.designer;
    let (kind, what) = match name {
        "valid_until" => (FieldType::Date, t!("The last day of the validity period.")),
        _ => (FieldType::Text, t!("How long it is valid, in words.")),
    };
    let label = said(computed_label(name));
    let now = Memo::new(move |_| {
        let tried = designer.tried.get();
        let content = match name {
            "valid_until" => format!("{{{{{name} | date: long}}}}"),
            _ => format!("{{{{{name}}}}}"),
        };
        designer.track(|t| fill(t, &content, &tried.values(t)).text)
    });
    let shown = move || match now.get() {
        words if words.is_empty() => t!("{what} Nothing as it is set now.", what = what),
        words => t!("{what} Now: {words}", what = what, words = words),
    };
    let placeholder = format!("{{{{{name}}}}}");
    let copied = placeholder.clone();
    let name = Memo::new(move |_| name.to_owned());
    let called = {
        let label = label.clone();
        Memo::new(move |_| label.clone())
    };
    let copy = t!("Copy the placeholder of {label}", label = label);
    view! {
        <li class="field-card is-computed">
            <div class="head">
                <div class="fixed">
                    {icon(kind_icon(kind))}
                    <span class="names"><span>{label}</span><code>{placeholder}</code></span>
                </div>
                <button
                    type="button"
                    class="quiet"
                    title=t!("Copy the placeholder")
                    aria-label=copy
                    on:click=move |event| {
                        board.copier.copy(copied.clone(), copied.clone(), target::<HtmlElement>(&event));
                    }
                >
                    {icon(lu::LuCopy)}
                </button>
                {row::insert(designer, name, called)}
            </div>
            <p class="hint">{shown}</p>
        </li>
    }
}
