//! What a field is: label, name, type, whether it is required, and its sample.

use super::acts::Part;
use super::{Board, MAX_NAME, called, format};
use crate::diagnostic::Diagnostic;
use crate::edit::rename_field;
use crate::field::choices::{is_day, kind_label, sample_fits, with_kind};
use crate::locale::mark;
use crate::template::{Field, FieldType};
use crate::ui::designer::target;
use crate::ui::locale::said;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

const KINDS: [FieldType; 4] = [FieldType::Text, FieldType::Date, FieldType::Number, FieldType::Url];

pub(super) fn form(board: Board, key: u64, field: Memo<Option<Field>>) -> impl IntoView {
    let id = move |part: &str| format!("l-field-{key}-{part}");
    let label =
        Memo::new(move |_| field.with(|f| f.as_ref().map(|f| f.label.clone()).unwrap_or_default()));
    let kind = Memo::new(move |_| field.with(|f| f.as_ref().map_or(FieldType::Text, |f| f.kind)));
    let required = Memo::new(move |_| field.with(|f| f.as_ref().is_some_and(|f| f.required)));
    view! {
        <div class="field">
            <label for=id("label")>{t!("Label")}</label>
            <input
                id=id("label")
                maxlength=MAX_NAME
                autocomplete="off"
                prop:value=move || label.get()
                on:input=move |event| {
                    let label = event_target_value(&event);
                    board.change(key, Part::Label, true, |f| Field { label, ..f });
                }
            />
        </div>
        {name(board, key, field)}
        <div class="pair">
            <div class="field">
                <label for=id("kind")>{t!("Type")}</label>
                <select
                    id=id("kind")
                    on:change=move |event| {
                        let Some(select) = target::<HtmlSelectElement>(&event) else { return };
                        let value = select.value();
                        if let Some(kind) = KINDS.into_iter().find(|k| kind_label(*k) == value) {
                            board.change(key, Part::Type, false, |f| with_kind(&f, kind));
                        }
                    }
                >
                    {KINDS
                        .map(|one| view! {
                            <option value=kind_label(one) prop:selected=move || kind.get() == one>
                                {said(kind_label(one))}
                            </option>
                        })
                        .into_iter()
                        .collect::<Vec<_>>()}
                </select>
            </div>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || required.get()
                    on:change=move |event| {
                        let required = event_target_checked(&event);
                        board.change(key, Part::Required, false, |f| Field { required, ..f });
                    }
                />
                <span>{t!("Required")}</span>
            </label>
        </div>
        {format::format(board, key, field)}
        {sample(board, key, field)}
    }
}

/// The name: taken when it is left. A name that is refused stays as it was
/// typed, with the reason below it.
fn name(board: Board, key: u64, field: Memo<Option<Field>>) -> impl IntoView {
    let designer = board.designer;
    let id = format!("l-field-{key}-name");
    let fault_id = format!("{id}-fault");
    let described = fault_id.clone();
    let now =
        Memo::new(move |_| field.with(|f| f.as_ref().map(|f| f.name.clone()).unwrap_or_default()));
    let fault = RwSignal::new(None::<Diagnostic>);
    let refused = Memo::new(move |_| fault.with(Option::is_some));
    let commit = move |event: &Event| {
        let Some(input) = target::<HtmlInputElement>(event) else { return };
        let Some(field) = board.field_now(key) else { return };
        let typed = input.value();
        // Some will type the braces as well.
        let typed = typed.trim_matches(['{', '}', ' ']);
        if typed == field.name {
            input.set_value(typed);
            fault.set(None);
            return;
        }
        match designer.with_template(|t| rename_field(t, &field.name, typed)) {
            Ok(command) => {
                let label = format!(mark!("Rename field {label}"), label = called(&field));
                if designer.dispatch(command, &label, None) {
                    fault.set(None);
                    input.set_value(typed);
                    designer.say(t!("Renamed to {typed}, in every text", typed = typed));
                }
            }
            Err(why) => {
                if fault.with_untracked(|old| old.as_ref() != Some(&why)) {
                    let repair = said(&why.repair.clone().unwrap_or_default());
                    designer.say(format!("{} {repair}", said(&why.message)));
                    fault.set(Some(why));
                }
            }
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{t!("Name in texts")}</label>
            <input
                id=id
                class="code"
                maxlength=MAX_NAME
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=move || refused.get().then_some("true")
                aria-describedby=move || refused.get().then(|| described.clone())
                prop:value=move || now.get()
                on:input=move |_| fault.set(None)
                on:change=move |event| commit(&event)
                on:keydown=move |event| match event.key().as_str() {
                    "Enter" if !event.is_composing() => {
                        event.prevent_default();
                        commit(&event);
                    }
                    "Escape" if refused.get_untracked() => {
                        event.stop_propagation();
                        fault.set(None);
                        if let Some(input) = target::<HtmlInputElement>(&event) {
                            input.set_value(&now.get_untracked());
                        }
                    }
                    _ => {}
                }
            />
            {move || fault.get().map(|why| view! {
                <p id=fault_id.clone() class="fault">
                    <strong>{said(&why.message)}</strong>
                    " "
                    {why.repair.map(|repair| said(&repair))}
                </p>
            })}
        </div>
    }
}

/// The value to design with: by a calendar where it is a day.
fn sample(board: Board, key: u64, field: Memo<Option<Field>>) -> impl IntoView {
    let id = format!("l-field-{key}-sample");
    let wrong_id = format!("{id}-fault");
    let value = Memo::new(move |_| {
        field.with(|f| f.as_ref().map(|f| f.sample.clone()).unwrap_or_default())
    });
    let kind = Memo::new(move |_| field.with(|f| f.as_ref().map_or(FieldType::Text, |f| f.kind)));
    let day = Memo::new(move |_| kind.get() == FieldType::Date && value.with(|v| is_day(v)));
    let wrong = Memo::new(move |_| !value.with(|v| sample_fits(kind.get(), v)));
    let set = move |sample: String, typed: bool| {
        board.change(key, Part::Sample, typed, |f| Field { sample, ..f });
    };
    let for_id = id.clone();
    view! {
        <div class="field">
            <label for=for_id>{t!("Sample")}</label>
            {move || {
                let (id, described) = (id.clone(), wrong_id.clone());
                if day.get() {
                    return view! {
                        <input
                            id=id
                            type="date"
                            prop:value=move || value.get()
                            on:change=move |event| set(event_target_value(&event), false)
                        />
                    }
                    .into_any();
                }
                let mode = match kind.get() {
                    FieldType::Number => "decimal",
                    FieldType::Url => "url",
                    FieldType::Text | FieldType::Date => "text",
                };
                // While an instant is typed it may look like a day for a moment.
                let is_date = kind.get() == FieldType::Date;
                view! {
                    <input
                        id=id
                        inputmode=mode
                        dir="auto"
                        maxlength="1000"
                        autocomplete="off"
                        aria-invalid=move || wrong.get().then_some("true")
                        aria-describedby=move || wrong.get().then(|| described.clone())
                        prop:value=move || value.get()
                        on:input=move |event| if !is_date {
                            set(event_target_value(&event), true);
                        }
                        on:change=move |event| if is_date {
                            set(event_target_value(&event), false);
                        }
                    />
                }
                .into_any()
            }}
            <Show when=move || wrong.get()>
                <p id=format!("l-field-{key}-sample-fault") class="fault">
                    {move || match kind.get() {
                        FieldType::Date => t!("This is no date. Write it as 2026-03-15."),
                        _ => t!("This is no number. Write it with a point, as 92.5."),
                    }}
                </p>
            </Show>
        </div>
    }
}
