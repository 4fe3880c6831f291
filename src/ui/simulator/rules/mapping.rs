//! The certificate field mapping: a row for each field of the certificate.

use super::findings::findings;
use super::grant::At;
use super::pick::{fixed, period, pick};
use super::source::source;
use crate::catalogue::{DateRule, MappingRow, MappingValue, Period, Source, SourceKind};
use crate::desk::make::map_all;
use crate::desk::place::Place;
use crate::locale::mark;
use crate::rules::check::guess;
use crate::template::{Field, FieldType};
use crate::ui::simulator::controls::{action, sign, typed};
use icondata_lu as lu;
use leptos::prelude::*;

const WAYS: &[(&str, &str)] = &[
    ("", mark!("Not mapped")),
    ("source", mark!("From the event")),
    ("constant", mark!("Fixed text")),
    ("date", mark!("Date, some time after")),
];

fn way(value: Option<&MappingValue>) -> &'static str {
    match value {
        None => "",
        Some(MappingValue::Source(_)) => "source",
        Some(MappingValue::Constant(_)) => "constant",
        Some(MappingValue::Date(_)) => "date",
    }
}

fn type_words(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => t!("text"),
        FieldType::Date => t!("date"),
        FieldType::Number => t!("number"),
        FieldType::Url => t!("web address"),
    }
}

pub(super) fn mapping(at: At) -> impl IntoView {
    let rule = at.rule;
    let fields = Memo::new(move |_| {
        let id = at.track(|g| g.certificate.clone());
        rule.room.track(|p| {
            let mut fields = p
                .certificates
                .iter()
                .find(|c| c.id == id)
                .map(|c| c.fields.clone())
                .unwrap_or_default();
            let mut seen = std::collections::BTreeSet::new();
            fields.retain(|f| seen.insert(f.name.clone()));
            fields
        })
    });
    // Fields first, then rows that the certificate has no field for.
    let keys = Memo::new(move |_| {
        let mut names: Vec<String> = fields.with(|f| f.iter().map(|f| f.name.clone()).collect());
        for name in at.track(|g| g.mapping.iter().map(|r| r.field.clone()).collect::<Vec<_>>()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    });
    let fill = move || {
        let fields = fields.get_untracked();
        let before = at.now.with_untracked(|g| g.as_ref().map_or(0, |g| g.mapping.len()));
        at.change(mark!("Map all fields"), None, |g| g.mapping = map_all(&fields, &g.mapping));
        let after = at.now.with_untracked(|g| g.as_ref().map_or(0, |g| g.mapping.len()));
        let words = match after.saturating_sub(before) {
            0 => t!("Nothing more is obvious: choose the rest yourself.").to_owned(),
            n => tn!(n, "{count} field mapped.", "{count} fields mapped."),
        };
        rule.room.say(words.clone());
        if after > before {
            rule.room.tell_undo(words);
        } else {
            rule.room.tell(crate::diagnostic::Diagnostic::info("nothing-to-map", "", words));
        }
    };
    view! {
        <div class="mapping" role="group" aria-label=t!("Certificate field mapping")>
            <div class="mapping-head">
                <h3>{t!("Certificate field mapping")}</h3>
                {action(lu::LuWandSparkles, t!("Map all"), fill)}
            </div>
            <Show when=move || keys.with(Vec::is_empty)>
                <p class="soft">{t!("The certificate has no fields to fill in. Fields are listed in the catalogue, under Certificates.")}</p>
            </Show>
            <ul>
                <For each=move || keys.get() key=Clone::clone children=move |name| row(at, name, fields) />
            </ul>
        </div>
    }
}

fn row(at: At, name: String, fields: Memo<Vec<Field>>) -> impl IntoView {
    let own = StoredValue::new(name.clone());
    let field = Memo::new(move |_| {
        own.with_value(|name| fields.with(|all| all.iter().find(|f| f.name == *name).cloned()))
    });
    let value = Memo::new(move |_| {
        let row = |g: &crate::catalogue::Grant| {
            own.with_value(|n| g.mapping.iter().find(|r| r.field == *n).map(|r| r.value.clone()))
        };
        at.track(row)
    });
    let how = Memo::new(move |_| value.with(|v| way(v.as_ref())));
    let put = move |label: &str, key: Option<&str>, new: Option<MappingValue>| {
        let name = own.get_value();
        at.change(label, key, |grant| {
            let place = grant.mapping.iter_mut().find(|row| row.field == name);
            match (new, place) {
                (Some(value), Some(row)) => row.value = value,
                (Some(value), None) => grant.mapping.push(MappingRow { field: name, value }),
                (None, _) => grant.mapping.retain(|row| row.field != name),
            }
        });
    };
    let set_way = move |key: String| {
        let field = field.get_untracked();
        let first = field.as_ref().and_then(guess);
        let new = match key.as_str() {
            "source" => Some(MappingValue::Source(Source::Known(first.unwrap_or(
                match field.as_ref().map(|f| f.kind) {
                    Some(FieldType::Date) => SourceKind::CompletedAt,
                    Some(FieldType::Number) => SourceKind::Score,
                    _ => SourceKind::FullName,
                },
            )))),
            "constant" => Some(MappingValue::Constant(String::new())),
            "date" => Some(MappingValue::Date(DateRule {
                from: Source::Known(SourceKind::CompletedAt),
                plus: Period::months(24),
            })),
            _ => None,
        };
        put(mark!("Map a field"), None, new);
    };
    let label = move || {
        field.with(|f| match f {
            Some(f) if !f.label.is_empty() => f.label.clone(),
            _ => own.get_value(),
        })
    };
    let shown = field.with_untracked(|f| f.as_ref().map(|f| f.label.clone()).unwrap_or_default());
    let shown = if shown.is_empty() { name.clone() } else { shown };
    let sought = move || rule_sought(at, &own.get_value());
    let found = findings(
        at.rule,
        move |place| matches!(place, Place::Field(i, n) if *i == at.action && own.with_value(|own| own == n)),
    );
    let orphan = move || field.with(Option::is_none);
    let named = shown.clone();
    view! {
        <li class:is-orphan=orphan class:is-sought=sought data-field=name.clone()>
            <div class="field-name">
                <strong>{label}</strong>
                <span class="tag">{move || field.with(|f| f.as_ref().map_or(t!("not a field of the certificate"), |f| type_words(f.kind)))}</span>
                {move || field.with(|f| f.as_ref().is_some_and(|f| f.required)).then(|| view! { <span class="tag is-good">{t!("required")}</span> })}
            </div>
            <div class="field-value">
                <div class="is-bare">
                    {pick(t!("{shown}: where its value comes from", shown = shown), fixed(WAYS), move || how.get().to_owned(), set_way)}
                </div>
                {move || control(at, own, how.get(), value, &named)}
                {orphan_remove(at, own, field)}
            </div>
            {found}
        </li>
    }
}

fn rule_sought(at: At, name: &str) -> bool {
    at.rule.sought.with(|s| matches!(s, Some(Place::Field(i, n)) if *i == at.action && n == name))
}

fn orphan_remove(at: At, own: StoredValue<String>, field: Memo<Option<Field>>) -> impl IntoView {
    view! {
        <Show when=move || field.with(Option::is_none)>
            {sign(lu::LuTrash2, t!("Remove the row {name}", name = own.get_value()), move || {
                let name = own.get_value();
                at.change(mark!("Remove a row of the mapping"), None, |g| g.mapping.retain(|r| r.field != name));
                at.rule.room.tell_undo(t!("Row “{name}” removed.", name = name));
            })}
        </Show>
    }
}

/// Sets the row of a field that is there.
fn set(at: At, own: StoredValue<String>, label: &str, key: Option<&str>, value: MappingValue) {
    let name = own.get_value();
    at.change(label, key, |grant| {
        if let Some(row) = grant.mapping.iter_mut().find(|row| row.field == name) {
            row.value = value;
        }
    });
}

fn control(
    at: At,
    own: StoredValue<String>,
    how: &'static str,
    value: Memo<Option<MappingValue>>,
    shown: &str,
) -> AnyView {
    match how {
        "source" => {
            let get = move || {
                value.with(|v| match v {
                    Some(MappingValue::Source(source)) => Some(source.clone()),
                    _ => None,
                })
            };
            let put = move |source: Source, typed: bool| {
                let key = typed.then(|| at.key(&format!("{}/attribute", own.get_value())));
                set(
                    at,
                    own,
                    mark!("Choose a source"),
                    key.as_deref(),
                    MappingValue::Source(source),
                );
            };
            source(at.rule, shown.to_owned(), get, put).into_any()
        }
        "constant" => {
            let get = move || {
                value.with(|v| match v {
                    Some(MappingValue::Constant(text)) => text.clone(),
                    _ => String::new(),
                })
            };
            let put = move |text: String| {
                let key = at.key(&own.get_value());
                set(
                    at,
                    own,
                    mark!("Change a fixed text"),
                    Some(&key),
                    MappingValue::Constant(text),
                );
            };
            view! {
                <input
                    class="constant"
                    type="text"
                    autocomplete="off"
                    aria-label=t!("{shown}: fixed text", shown = shown)
                    prop:value=get
                    on:input=move |e| put(typed(&e))
                />
            }
            .into_any()
        }
        "date" => date(at, own, value, shown).into_any(),
        _ => ().into_any(),
    }
}

const SIDES: &[(&str, &str)] = &[("after", mark!("after")), ("before", mark!("before"))];

fn backwards(period: Period) -> bool {
    period.months < 0 || period.days < 0 || period.ms < 0
}

/// A day some time after, or before, another.
fn date(
    at: At,
    own: StoredValue<String>,
    value: Memo<Option<MappingValue>>,
    shown: &str,
) -> impl IntoView {
    let rule = move || {
        value.with(|v| match v {
            Some(MappingValue::Date(rule)) => Some(rule.clone()),
            _ => None,
        })
    };
    let put = move |key: Option<&str>, change: &dyn Fn(&mut DateRule)| {
        let Some(MappingValue::Date(mut date)) = value.get_untracked() else { return };
        change(&mut date);
        set(at, own, mark!("Change a date"), key, MappingValue::Date(date));
    };
    let length = move || rule().map(|r| if backwards(r.plus) { r.plus.negated() } else { r.plus });
    let side = move || match rule() {
        Some(rule) if backwards(rule.plus) => "before".to_owned(),
        _ => "after".to_owned(),
    };
    let set_length = move |length: Option<Period>| {
        let length = length.unwrap_or_default();
        put(None, &|rule| rule.plus = if backwards(rule.plus) { length.negated() } else { length });
    };
    let set_side = move |side: String| {
        put(None, &|rule| {
            if backwards(rule.plus) != (side == "before") {
                rule.plus = rule.plus.negated();
            }
        });
    };
    let set_source = move |source: Source, typed: bool| {
        let key = typed.then(|| at.key(&format!("{}/attribute", own.get_value())));
        put(key.as_deref(), &|rule| rule.from = source.clone());
    };
    view! {
        <div class="date-rule">
            {period(t!("Length of time"), "24 months", length, set_length)}
            <div class="is-side">{pick(t!("Before or after"), fixed(SIDES), side, set_side)}</div>
            {source(at.rule, shown.to_owned(), move || rule().map(|r| r.from), set_source)}
        </div>
    }
}
