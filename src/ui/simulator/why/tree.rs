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
    titles: &Titles,
) -> impl IntoView + use<> {
    view! { <ul class="evidence" data-evidence="">{node(found, change, titles)}</ul> }
}

fn sign(holds: Option<bool>) -> AnyView {
    let (class, name, sign) = match holds {
        Some(true) => ("sign-yes", "Holds:", lu::LuCircleCheck),
        Some(false) => ("sign-no", "Does not hold:", lu::LuCircleX),
        None => ("sign-none", "Ignored:", lu::LuCircle),
    };
    view! {
        <span class=class>{icon(sign)}<span class="sr-only">{name}</span></span>
    }
    .into_any()
}

fn node(found: &TreeEvidence, change: &[String], titles: &Titles) -> AnyView {
    match found {
        TreeEvidence::Group(group) => {
            let words = match group.group {
                Operator::And => "All of these",
                Operator::Or => "Any of these",
            };
            let parts =
                group.parts.iter().map(|part| node(part, change, titles)).collect::<Vec<_>>();
            view! {
                <li class="evidence-group">
                    <span class="evidence-line">{sign(group.holds)} <strong>{words}</strong></span>
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
                        {sign(Some(one.holds))}
                        <span>
                            {words} <span class="soft">" — " {instead}</span>
                            {missing.then(|| view! { " " <span class="tag is-warn">"this is missing"</span> })}
                        </span>
                    </span>
                </li>
            }
            .into_any()
        }
    }
}
