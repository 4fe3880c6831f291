//! Cases: a history and what it has to come to. They are run after every edit, so
//! that what breaks is seen.

use super::controls::{control_id, empty, sign, typed};
use super::edits::now;
use super::state::Room;
use crate::desk::{Ask, Edit};
use crate::diagnostic::Severity;
use crate::simulate::scenario::ScenarioResult;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use serde_json::Value;

pub(super) fn cases(room: Room) -> impl IntoView {
    let found = room.asked::<Vec<ScenarioResult>>(|| Some(Ask::Scenarios));
    let name = RwSignal::new(String::new());
    let keep = move || {
        let typed = name.get_untracked();
        let words = if typed.trim().is_empty() { t!("What happens now").to_owned() } else { typed };
        name.set(String::new());
        room.send(Ask::KeepScenario { name: words, now: now() });
        room.tell_undo(t!("Kept the case."));
    };
    let summary = move || {
        found.with(|found| {
            let found = found.as_ref()?;
            let passed = found.iter().filter(|r| r.passed).count();
            let class = if passed == found.len() { "tag is-good" } else { "tag is-bad" };
            (!found.is_empty()).then(|| view! {
                <span class=class role="status" data-cases="">{t!("{passed} of {all} pass", passed = passed, all = found.len())}</span>
            })
        })
    };
    let list = move || {
        found.with(|found| match found {
            None => view! { <p class="waiting">{t!("Playing the cases…")}</p> }.into_any(),
            Some(list) if list.is_empty() => {
                empty(t!("No case is kept yet. Play a history that comes out right, and keep it: after every later edit you see whether it still does."), ()).into_any()
            }
            Some(list) => {
                let rows = list.iter().enumerate().map(|(at, one)| row(room, at, one)).collect::<Vec<_>>();
                view! { <ul class="coverage">{rows}</ul> }.into_any()
            }
        })
    };
    let id = control_id();
    view! {
        <section class="page narrow">
            <div class="head">
                <h1>{t!("Cases")}</h1>
                {summary}
            </div>
            <p class="lead">{t!("A case says: with these learners, when this happens, then exactly these certificates are granted. Cases run after every edit of the rules.")}</p>
            <form
                class="row card"
                on:submit=move |event| {
                    event.prevent_default();
                    keep();
                }
            >
                <div class="field grow">
                    <label for=id.clone()>{t!("Keep what happens now as a case")}</label>
                    <input
                        id=id
                        type="text"
                        autocomplete="off"
                        placeholder=t!("The last of three completions grants")
                        prop:value=move || name.get()
                        on:input=move |event| name.set(typed(&event))
                    />
                </div>
                <button type="submit" class="primary">{t!("Keep")}</button>
            </form>
            {list}
        </section>
    }
}

/// A value of a case for people: texts without quotes.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => t!("nothing").to_owned(),
        Value::Object(map) => map
            .iter()
            .map(|(k, v)| format!("{}: {}", k.replace('_', " "), words(v)))
            .collect::<Vec<_>>()
            .join(t!(", ")),
        other => other.to_string(),
    }
}

fn row(room: Room, at: usize, result: &ScenarioResult) -> impl IntoView + use<> {
    let name = result.name.clone();
    let differences = result
        .differences
        .iter()
        .map(|difference| {
            let found = match &difference.found {
                Some(found) => t!("Found: {value}", value = words(found)),
                None => t!("Found: nothing like it").to_owned(),
            };
            view! {
                <li>
                    <p>{said(&difference.message)}</p>
                    <p class="soft">{t!("Expected: {value}", value = words(&difference.expected))}</p>
                    <p class="soft">{found}</p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let faults = result
        .faults
        .iter()
        .filter(|fault| fault.severity == Severity::Error)
        .map(|fault| view! { <li><p>{said(&fault.message)}</p></li> })
        .collect::<Vec<_>>();
    let case = room.peek(|p| p.scenarios.get(at).cloned()).unwrap_or_default();
    let listed = |key: &str| {
        let list = case.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let more = list.len().saturating_sub(100);
        let rows = list.iter().take(100).map(|v| view! { <li>{words(v)}</li> }).collect::<Vec<_>>();
        view! {
            <ul class="case-lines">{rows}</ul>
            {(more > 0).then(|| view! { <p class="soft">{tn!(more, "and {count} more", "and {count} more")}</p> })}
        }
    };
    let (sign_of, class, word) = if result.passed {
        (lu::LuCircleCheck, "sign-yes", t!("Passes"))
    } else {
        (lu::LuCircleX, "sign-no", t!("Broken"))
    };
    let removed = name.clone();
    view! {
        <li class="card" data-case=at.to_string() data-passed=result.passed.to_string()>
            <div class="head">
                <span class=class>{icon(sign_of)}</span>
                <strong class="grow">{name}</strong>
                <span class=if result.passed { "tag is-good" } else { "tag is-bad" }>{word}</span>
                {sign(lu::LuTrash2, t!("Remove the case “{removed}”", removed = removed), move || {
                    room.edit(t!("Remove a case"), None, vec![Edit::remove::<Value>(at, 1)]);
                    room.tell_undo(t!("Removed the case “{removed}”.", removed = removed));
                })}
            </div>
            {(!result.passed).then(|| view! { <ul class="plain broken-lines">{differences}{faults}</ul> })}
            <details>
                <summary>{t!("When and then")}</summary>
                <h3>{t!("When")}</h3>
                {listed("when")}
                <h3>{t!("Then")}</h3>
                {listed("then")}
            </details>
        </li>
    }
}
