//! The list by which a field is put into what is selected.

use crate::edit::{add_field, missing_usual, usual_fields};
use crate::field::typing::appended;
use crate::locale::mark;
use crate::template::Field;
use crate::ui::designer::panels::in_words;
use crate::ui::designer::target;
use crate::ui::designer::text_overlay::set_content;
use crate::ui::locale::said;
use crate::ui::state::Designer;
use leptos::prelude::*;
use web_sys::HtmlSelectElement;

/// `spaced` where words are parted by blanks: in texts, not in addresses.
pub(super) fn insert(
    designer: Designer,
    id: String,
    value: Memo<String>,
    spaced: bool,
) -> impl IntoView {
    let fields = Memo::new(move |_| {
        designer.track(|t| {
            let label =
                |f: &Field| if f.label.is_empty() { f.name.clone() } else { f.label.clone() };
            t.fields.iter().map(|f| (f.name.clone(), label(f))).collect::<Vec<_>>()
        })
    });
    let missing = Memo::new(move |_| {
        designer.track(|t| missing_usual(t).into_iter().map(|f| f.label).collect::<Vec<_>>())
    });
    // One of the usual fields that is not there yet comes with its first use.
    let make = move |label: &str| {
        let field = in_words(usual_fields().into_iter().find(|f| f.label == label)?);
        let name = field.name.clone();
        let command = designer.with_template(|t| add_field(t, field));
        designer.attempt(command, mark!("Add field")).then_some(name)
    };
    let chosen = move |select: &HtmlSelectElement| {
        let wanted = select.value();
        select.set_value("");
        let name = match wanted.strip_prefix('+') {
            Some(label) => make(label),
            None => Some(wanted).filter(|name| !name.is_empty()),
        };
        let Some(name) = name else { return };
        let placeholder = format!("{{{{{name}}}}}");
        let words = value.get_untracked();
        let words =
            if spaced { appended(&words, &placeholder) } else { format!("{words}{placeholder}") };
        set_content(designer, &id, words);
        // What is typed next is a step of its own.
        designer.core.update_value(|core| core.editor.seal());
    };
    view! {
        <div class="field">
            <label for="l-insert">{t!("Insert a field")}</label>
            <select
                id="l-insert"
                on:change=move |event| {
                    if let Some(select) = target::<HtmlSelectElement>(&event) {
                        chosen(&select);
                    }
                }
            >
                <option value="">{t!("Choose…")}</option>
                {move || fields
                    .get()
                    .into_iter()
                    .map(|(name, label)| view! { <option value=name>{label}</option> })
                    .collect::<Vec<_>>()}
                <option value="valid_until">{t!("Valid until")}</option>
                <option value="validity">{t!("Validity period")}</option>
                {move || missing
                    .get()
                    .into_iter()
                    .map(|label| view! { <option value=format!("+{label}")>{t!("New: {label}", label = said(&label))}</option> })
                    .collect::<Vec<_>>()}
            </select>
        </div>
    }
}
