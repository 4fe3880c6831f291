//! The switch between values to try the design with: in the panel of fields,
//! and small in the status line.

use super::target;
use crate::field::Try;
use crate::ui::locale::said;
use crate::ui::state::Designer;
use leptos::prelude::*;
use web_sys::HtmlSelectElement;

fn choose(designer: Designer, to: Try) {
    designer.tried.set(to);
    designer.say(match to {
        Try::Samples => t!("The design shows the samples").to_owned(),
        other => t!("Trying: {values}", values = said(other.label())),
    });
}

/// All of them side by side.
pub(super) fn pills(designer: Designer) -> impl IntoView {
    let tried = designer.tried;
    view! {
        <fieldset class="tries">
            <legend>{t!("Values to try")}</legend>
            <div class="pills">
                {Try::ALL
                    .map(|one| view! {
                        <label>
                            <input
                                type="radio"
                                name="l-tries"
                                value=one.label()
                                prop:checked=move || tried.get() == one
                                on:change=move |_| choose(designer, one)
                            />
                            <span>{said(one.label())}</span>
                        </label>
                    })
                    .into_iter()
                    .collect::<Vec<_>>()}
            </div>
            <Show when=move || tried.get() != Try::Samples>
                <p class="trying">
                    <strong>
                        {move || t!("Trying: {values}", values = said(tried.get().label()))}
                    </strong>
                    " "
                    {t!("What the page and its downloads show are not the samples.")}
                </p>
            </Show>
        </fieldset>
    }
}

/// A list of them, for the status line.
pub(super) fn small(designer: Designer) -> impl IntoView {
    let tried = designer.tried;
    let trying = Memo::new(move |_| tried.get() != Try::Samples);
    view! {
        <label class="try-small" class:is-trying=move || trying.get()>
            <span>{move || if trying.get() { t!("Trying:") } else { t!("Values to try") }}</span>
            <select
                data-tries
                on:change=move |event| {
                    let Some(select) = target::<HtmlSelectElement>(&event) else { return };
                    let value = select.value();
                    if let Some(one) = Try::ALL.into_iter().find(|one| one.label() == value) {
                        choose(designer, one);
                    }
                }
                prop:value=move || tried.get().label()
            >
                {Try::ALL
                    .map(|one| view! {
                        <option value=one.label() selected=move || tried.get() == one>{said(one.label())}</option>
                    })
                    .into_iter()
                    .collect::<Vec<_>>()}
            </select>
        </label>
    }
}
