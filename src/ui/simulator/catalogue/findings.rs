//! What was found about an entry, where it stands, with its repair.

use super::super::state::Room;
use crate::diagnostic::Severity;
use crate::rules::List;
use crate::rules::check::Check;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The findings about an entry whose path `about` accepts.
pub(in super::super) fn findings(
    room: Room,
    list: List,
    id: impl Fn() -> String + Send + Sync + 'static,
    about: impl Fn(&str) -> bool + Send + Sync + 'static,
) -> impl IntoView {
    let found = Memo::new(move |_| {
        let mut found = room.checks_of(list, &id());
        found.retain(|check| about(&check.diagnostic.path));
        found
    });
    move || found.get().into_iter().map(|check| one(room, check)).collect::<Vec<_>>()
}

fn one(room: Room, check: Check) -> impl IntoView {
    let Check { diagnostic, repair, .. } = check;
    let (severity, said_before) = match diagnostic.severity {
        Severity::Error => ("Error", t!("Error: ")),
        Severity::Warning => ("Warning", t!("Warning: ")),
        Severity::Info => ("Note", t!("Note: ")),
    };
    let path = diagnostic.path.clone();
    let node = NodeRef::<leptos::html::Div>::new();
    let sought = move || room.sought.with(|sought| sought.as_deref() == Some(path.as_str()));
    let seen = sought.clone();
    Effect::new(move |_| {
        if let Some(node) = node.get().filter(|_| seen()) {
            node.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <div
            class="finding"
            class:is-sought=sought
            node_ref=node
            data-code=diagnostic.code.to_string()
            data-severity=severity
        >
            {icon(if severity == "Note" { lu::LuInfo } else { lu::LuTriangleAlert })}
            <p>
                <span class="sr-only">{said_before}</span>
                {said(&diagnostic.message)}
                " "
                {diagnostic.repair.map(|words| view! { <em>{said(&words)}</em> })}
            </p>
            {repair.map(|repair| view! {
                <button type="button" on:click=move |_| room.repair(repair.clone())>{t!("Repair")}</button>
            })}
        </div>
    }
}

/// The worst finding about each entry of a list.
pub(super) fn worst(room: Room, list: List) -> Memo<BTreeMap<String, Severity>> {
    Memo::new(move |_| {
        let mut out = BTreeMap::new();
        room.progress.with(|progress| {
            for check in progress.checks.iter().flatten().filter(|c| c.subject.list == list) {
                let now = check.diagnostic.severity;
                out.entry(check.subject.id.to_string())
                    .and_modify(|old: &mut Severity| *old = (*old).max(now))
                    .or_insert(now);
            }
        });
        out
    })
}

/// A mark for an entry about which something was found.
pub(super) fn mark(severity: Option<Severity>) -> Option<impl IntoView> {
    let (class, words) = match severity? {
        Severity::Error => ("found-mark is-bad", t!("has an error")),
        Severity::Warning => ("found-mark is-warn", t!("has a warning")),
        Severity::Info => return None,
    };
    Some(view! {
        <span class=class title=words>
            {icon(lu::LuTriangleAlert)}
            <span class="sr-only">{words}</span>
        </span>
    })
}
