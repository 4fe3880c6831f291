//! What the checks found, where it applies.

use super::handle::Rule;
use crate::desk::place::Place;
use crate::diagnostic::Severity;
use crate::rules::check::Check;
use crate::rules::repair::Repair;
use crate::ui::locale::{said, tongue};
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// The findings about some place.
pub(super) fn findings(
    rule: Rule,
    here: impl Fn(&Place) -> bool + Send + Sync + 'static,
) -> impl IntoView {
    let own = Memo::new(move |_| {
        rule.found.with(|all| {
            let own = all.iter().filter(|(place, _)| here(place));
            own.map(|(_, check)| check.clone()).collect::<Vec<_>>()
        })
    });
    let key = |check: &Check| {
        format!("{}{}{}", check.diagnostic.code, check.diagnostic.path, check.diagnostic.message)
    };
    view! { <For each=move || own.get() key=key children=move |check| finding(rule, check) /> }
}

/// The words on the button of a repair.
pub(super) fn repair_words(repair: &Repair) -> &'static str {
    match repair {
        Repair::AnyOrder { .. } => t!("Make it work in any order"),
        Repair::SetEvent { .. } => t!("Change the event type"),
        Repair::MapField { .. } => t!("Map it"),
        Repair::RenameField { .. } => t!("Rename the row"),
        Repair::RemoveField { .. } | Repair::KeepFirstRow { .. } => t!("Remove the row"),
        Repair::RemoveRule { .. } => t!("Remove the rule"),
        Repair::DisableRule { .. } => t!("Switch the rule off"),
        _ => t!("Repair"),
    }
}

fn finding(rule: Rule, check: Check) -> impl IntoView {
    let (severity, said_before) = match check.diagnostic.severity {
        Severity::Error => ("Error", t!("Error: ")),
        Severity::Warning => ("Warning", t!("Warning: ")),
        Severity::Info => ("Note", t!("Note: ")),
    };
    let sign = match check.diagnostic.severity {
        Severity::Error => lu::LuCircleAlert,
        Severity::Warning => lu::LuTriangleAlert,
        Severity::Info => lu::LuInfo,
    };
    let path = check.diagnostic.path.clone();
    let sought = move || rule.room.sought.with(|s| s.as_deref() == Some(path.as_str()));
    // What the engine has said of the repair is English.
    let fix = match &check.repair {
        Some(repair) => Some(repair.sentence(tongue())),
        None => check.diagnostic.repair.as_deref().map(said),
    };
    let button = check.repair.map(|repair| {
        let words = repair_words(&repair);
        view! {
            <button type="button" class="repair" title=repair.sentence(tongue()) on:click=move |_| rule.room.repair(repair.clone())>
                {icon(lu::LuWrench)}
                <span>{words}</span>
            </button>
        }
    });
    view! {
        <div
            class="finding"
            class:is-sought=sought
            data-severity=severity
            data-code=check.diagnostic.code.to_string()
            data-path=check.diagnostic.path.clone()
        >
            {icon(sign)}
            <p>
                <strong class="sr-only">{said_before}</strong>
                {said(&check.diagnostic.message)}
                {fix.map(|fix| view! { " " <span class="fix">{fix}</span> })}
            </p>
            {button}
        </div>
    }
}
