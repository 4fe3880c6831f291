//! A tree of conditions with what was found for each.

use crate::simulate::sentence::{self, Titles};
use crate::simulate::{Operator, TreeEvidence};
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// The whole tree. `change` holds the places of the conditions that would have
/// to change.
pub(super) fn tree(
    found: &TreeEvidence,
    change: &[String],
    titles: &Titles<'_>,
) -> impl IntoView + use<> {
    view! { <ul class="evidence" data-evidence="">{node(found, change, titles, false)}</ul> }
}

/// `enough` says that another part of the same group holds, which is enough.
fn sign(holds: Option<bool>, enough: bool) -> AnyView {
    let (class, name, sign) = match holds {
        Some(false) if enough => {
            ("sign-none", t!("Does not hold, and need not:"), lu::LuCircleMinus)
        }
        Some(true) => ("sign-yes", t!("Holds:"), lu::LuCircleCheck),
        Some(false) => ("sign-no", t!("Does not hold:"), lu::LuCircleX),
        None => ("sign-none", t!("Ignored:"), lu::LuCircle),
    };
    view! {
        <span class=class>{icon(sign)}<span class="sr-only">{name}</span></span>
    }
    .into_any()
}

fn node(found: &TreeEvidence, change: &[String], titles: &Titles<'_>, enough: bool) -> AnyView {
    match found {
        TreeEvidence::Group(group) => {
            let words = match group.group {
                Operator::And => t!("All of these"),
                Operator::Or => t!("Any of these"),
            };
            let others = enough || group.group == Operator::Or && group.holds == Some(true);
            let parts = group
                .parts
                .iter()
                .map(|part| node(part, change, titles, others))
                .collect::<Vec<_>>();
            view! {
                <li class="evidence-group">
                    <span class="evidence-line">{sign(group.holds, enough)} <strong>{words}</strong></span>
                    <ul class="evidence">{parts}</ul>
                </li>
            }
            .into_any()
        }
        TreeEvidence::Condition(one) => {
            let words = sentence::condition(&one.expected, one.negated, titles);
            let instead = sentence::found(one, titles);
            let missing = change.contains(&one.path);
            view! {
                <li data-holds=one.holds.to_string() data-path=one.path.clone()>
                    <span class="evidence-line">
                        {sign(Some(one.holds), enough)}
                        <span>
                            {words} <span class="soft">" — " {instead}</span>
                            {missing.then(|| view! { " " <span class="tag is-warn">{t!("this is missing")}</span> })}
                        </span>
                    </span>
                </li>
            }
            .into_any()
        }
    }
}
