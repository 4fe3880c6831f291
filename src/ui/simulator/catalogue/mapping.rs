//! Where the fields of a certificate block take their values from.

use super::super::controls::{Choices, control_id, options, typed};
use super::super::rules::path_words;
use super::super::state::Room;
use crate::catalogue::{Grant, MappingRow, MappingValue, Period, Source, SourceKind};
use crate::locale::mark;
use crate::template::Field;
use crate::ui::locale::tongue;
use leptos::prelude::*;

/// What a select holds for a constant; no path looks like it.
const CONSTANT: &str = "=";

/// One row for each field of the certificate. `set` takes new rows, `constant`
/// the words of one that is being typed.
pub(super) fn mapping(
    room: Room,
    grant: Memo<Option<Grant>>,
    set: impl Fn(&'static str, Vec<MappingRow>) + Copy + Send + Sync + 'static,
    constant: impl Fn(String, String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let fields = Memo::new(move |_| {
        let id = grant.with(|g| g.as_ref().map(|g| g.certificate.clone()))?;
        room.track(|p| p.certificates.iter().find(|c| c.id == id).map(|c| c.fields.clone()))
    });
    let names = Memo::new(move |_| {
        fields.with(|f| f.iter().flatten().map(|f| f.name.clone()).collect::<Vec<_>>())
    });
    let row = move |name: String| {
        let id = control_id();
        let (own, of, key) = (name.clone(), name.clone(), name.clone());
        let value = Memo::new(move |_| {
            grant.with(|g| {
                let row = g.iter().flat_map(|g| &g.mapping).find(|row| row.field == own)?;
                Some(row.value.clone())
            })
        });
        let label = Memo::new(move |_| {
            fields.with(|f| {
                let field = f.iter().flatten().find(|f| f.name == of);
                field.map_or_else(|| of.clone(), words)
            })
        });
        let chosen = Memo::new(move |_| match value.get() {
            None => String::new(),
            Some(MappingValue::Constant(_)) => CONSTANT.to_owned(),
            Some(MappingValue::Source(source)) => source.to_string(),
            Some(MappingValue::Date(rule)) => format!("date:{rule}"),
        });
        let list = Memo::new(move |_| chosen.with(|chosen| sources(chosen)));
        let choose = move |text: String| {
            let wanted = match text.as_str() {
                "" => None,
                CONSTANT => Some(MappingValue::Constant(String::new())),
                date if date.starts_with("date:") => value.get_untracked(),
                path => Some(MappingValue::Source(Source::parse(path))),
            };
            let mut rows =
                grant.with_untracked(|g| g.as_ref().map(|g| g.mapping.clone()).unwrap_or_default());
            let at = rows.iter().position(|row| row.field == key);
            match (at, wanted) {
                (Some(at), Some(value)) => {
                    if let Some(row) = rows.get_mut(at) {
                        row.value = value;
                    }
                }
                (Some(at), None) => {
                    rows.remove(at);
                }
                (None, Some(value)) => rows.push(MappingRow { field: key.clone(), value }),
                (None, None) => {}
            }
            set(mark!("Change a field's source"), rows);
        };
        let is_constant = Memo::new(move |_| chosen.get() == CONSTANT);
        let (typing, data) = (name.clone(), name);
        view! {
            <div class="mapping-row" data-field=data>
                <label for=id.clone()>{move || label.get()}</label>
                <div>
                    <select id=id on:change=move |e| choose(typed(&e))>
                        {options(move || list.get(), move || chosen.get())}
                    </select>
                    <Show when=move || is_constant.get()>
                        <input
                            type="text"
                            autocomplete="off"
                            aria-label=move || t!("The same words for everyone in {field}", field = label.get())
                            prop:value=move || match value.get() {
                                Some(MappingValue::Constant(words)) => words,
                                _ => String::new(),
                            }
                            on:input={
                                let typing = typing.clone();
                                move |e| constant(typing.clone(), typed(&e))
                            }
                        />
                    </Show>
                </div>
            </div>
        }
    };
    view! {
        <fieldset class="mapping">
            <legend class="legend">{t!("Where the fields take their values from")}</legend>
            {move || names.with(Vec::is_empty).then(|| view! {
                <p class="soft">{t!("This certificate has no fields to fill in.")}</p>
            })}
            <For each=move || names.get() key=Clone::clone let:name>{row(name)}</For>
        </fieldset>
    }
}

fn words(field: &Field) -> String {
    let name = if field.label.is_empty() { &field.name } else { &field.label };
    if field.required { t!("{name} (required)", name = name) } else { name.clone() }
}

/// A path as it is shown here, where all of them begin with the event.
fn short(path: &str) -> String {
    path_words(&path.replace("Event > ", ""))
}

/// The same of a day some time after, or before, another.
fn short_date(rule: &str) -> String {
    let parts = |sign| rule.rsplit_once(sign).map(|(from, length)| (from, sign, length));
    match parts(" + ").or_else(|| parts(" - ")) {
        Some((from, sign, length)) => format!("{}{sign}{}", short(from), length_words(length)),
        None => short(rule),
    }
}

/// A length as it is written, in the words of the page.
fn length_words(length: &str) -> String {
    match Period::parse(length) {
        Ok(period) if period.to_string() == length => period.spoken(tongue()),
        _ => length.to_owned(),
    }
}

fn sources(chosen: &str) -> Choices {
    let mut paths: Vec<(String, String)> =
        SourceKind::ALL.iter().map(|kind| (kind.path().to_owned(), short(kind.path()))).collect();
    let known = chosen.is_empty() || chosen == CONSTANT || paths.iter().any(|(p, _)| p == chosen);
    if !known {
        let words = match chosen.strip_prefix("date:") {
            Some(rule) => short_date(rule),
            None => short(chosen),
        };
        paths.insert(0, (chosen.to_owned(), words));
    }
    let plain = vec![
        (String::new(), t!("Nothing").to_owned()),
        (CONSTANT.to_owned(), t!("The same words for everyone…").to_owned()),
    ];
    vec![("", plain), (t!("From the event"), paths)]
}
