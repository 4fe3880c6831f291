//! The fields of a certificate without a design of its own.

use super::super::controls::{action, tick, typed};
use super::entry::At;
use super::parts::moves;
use crate::catalogue::{CertificateTemplate, Taken};
use crate::locale::mark;
use crate::template::{Field, FieldType};
use crate::ui::locale::said;
use icondata_lu as lu;
use leptos::prelude::*;

fn key(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::Date => "date",
        FieldType::Number => "number",
        FieldType::Url => "url",
    }
}

/// The same as it is shown.
fn kind_words(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => t!("text"),
        FieldType::Date => t!("date"),
        FieldType::Number => t!("number"),
        FieldType::Url => t!("url"),
    }
}

const KINDS: [(FieldType, &str); 4] = [
    (FieldType::Text, mark!("Text")),
    (FieldType::Date, mark!("Date")),
    (FieldType::Number, mark!("Number")),
    (FieldType::Url, mark!("Web address")),
];

/// The fields; with a `fixed` design they are shown only.
pub(super) fn fields(at: At<CertificateTemplate>, fixed: Memo<bool>) -> impl IntoView {
    let places = at.part(|c| c.fields.len());
    let add = move || {
        at.change(mark!("Add a field"), |c| {
            let taken: Vec<crate::catalogue::Id> =
                c.fields.iter().map(|f| f.name.as_str().into()).collect();
            c.fields.push(Field {
                name: Taken::new(taken.iter()).take("field").to_string(),
                label: String::new(),
                kind: FieldType::Text,
                required: false,
                sample: FieldType::Text.typical().to_owned(),
                format: None,
                extra: crate::catalogue::Extra::default(),
            });
        });
    };
    let shown = move || {
        at.read(|c| {
            c.fields
                .iter()
                .map(|f| {
                    let label = if f.label.is_empty() { f.name.clone() } else { f.label.clone() };
                    let required =
                        f.required.then(|| view! { <span class="tag">{t!("required")}</span> });
                    view! {
                        <li class="chip plain">
                            <span>{label}</span>
                            <code class="id">{f.name.clone()}</code>
                            <span class="tag">{kind_words(f.kind)}</span>
                            {required}
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <h2>{t!("Fields")}</h2>
        <p class="hint">{t!("What is filled in on each certificate. Rules say where the values come from.")}</p>
        <Show when=move || !fixed.get() fallback=move || view! { <ul class="chips">{shown}</ul> }>
            <ol class="lines">
                <For each=move || 0..places.get() key=|n| *n let:n>{one(at, n, places)}</For>
            </ol>
            {action(lu::LuPlus, t!("Add field"), add)}
        </Show>
    }
}

fn one(at: At<CertificateTemplate>, n: usize, places: Memo<usize>) -> impl IntoView {
    let room = at.room;
    let get = move |read: fn(&Field) -> String| {
        move || at.read(|c| c.fields.get(n).map(read).unwrap_or_default())
    };
    let set = move |part: &'static str, change: Box<dyn FnOnce(&mut Field)>| {
        at.typing(mark!("Change a field"), &format!("field/{n}/{part}"), |c| {
            if let Some(field) = c.fields.get_mut(n) {
                change(field);
            }
        });
    };
    // Letters, digits, `_`, `-` and `.` are what placeholders are made of.
    let named = |text: &str| {
        let fit = |c: char| if c.is_alphanumeric() || "_-.".contains(c) { c } else { '_' };
        text.trim().chars().map(fit).collect::<String>()
    };
    let kind = at.part(move |c| c.fields.get(n).map_or("", |f| key(f.kind)));
    let shift = move |down: bool| {
        at.change(mark!("Move a field"), |c| {
            let to = if down { n + 1 } else { n.saturating_sub(1) };
            if to < c.fields.len() {
                c.fields.swap(n, to);
            }
        });
    };
    let remove = move || {
        at.change(mark!("Remove a field"), |c| {
            if n < c.fields.len() {
                c.fields.remove(n);
            }
        });
        room.tell_undo(t!("The field was removed."));
    };
    let words = get(|f| if f.label.is_empty() { f.name.clone() } else { f.label.clone() });
    let rename = move |event: leptos::ev::Event| {
        let name = named(&typed(&event));
        let free = at.peek(|c| !c.fields.iter().enumerate().any(|(i, f)| i != n && f.name == name));
        if !name.is_empty() && free {
            set("name", Box::new(move |f| f.name = name));
        } else if let Some(input) =
            super::super::controls::target::<web_sys::HtmlInputElement>(&event)
        {
            room.tell(
                crate::diagnostic::Diagnostic::error(
                    "field-name",
                    "",
                    t!("A field needs a name that no other field has."),
                )
                .repair(t!("The old name stays.")),
            );
            input.set_value(
                &at.peek(|c| c.fields.get(n).map(|f| f.name.clone()).unwrap_or_default()),
            );
        }
    };
    view! {
        <li class="card field-row" data-field=n>
            <label class="field">
                <span class="legend">{t!("Label")}</span>
                <input type="text" autocomplete="off" prop:value=get(|f| f.label.clone())
                    on:input=move |e| { let t = typed(&e); set("label", Box::new(move |f| f.label = t)); } />
            </label>
            <label class="field">
                <span class="legend">{t!("Name in designs")}</span>
                <input type="text" autocomplete="off" spellcheck="false" prop:value=get(|f| f.name.clone()) on:change=rename />
            </label>
            <label class="field">
                <span class="legend">{t!("Type")}</span>
                <select on:change=move |e| {
                    let wanted = typed(&e);
                    let kind = KINDS.iter().find(|(kind, _)| key(*kind) == wanted).map(|(kind, _)| *kind);
                    set("type", Box::new(move |f| f.kind = kind.unwrap_or_default()));
                }>
                    {KINDS.map(|(each, words)| view! {
                        <option value=key(each) prop:selected=move || kind.get() == key(each)>{said(words)}</option>
                    })}
                </select>
            </label>
            <label class="field">
                <span class="legend">{t!("Sample")}</span>
                <input type="text" autocomplete="off" prop:value=get(|f| f.sample.clone())
                    on:input=move |e| { let t = typed(&e); set("sample", Box::new(move |f| f.sample = t)); } />
            </label>
            {tick(
                t!("Required"),
                move || at.read(|c| c.fields.get(n).is_some_and(|f| f.required)),
                move |on| set("required", Box::new(move |f| f.required = on)),
            )}
            {moves(words, move || (n, places.get()), shift, remove)}
        </li>
    }
}
