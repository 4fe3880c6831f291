//! The rules: a list of all of them, and the one that is open.

mod actions;
mod automation;
mod condition;
mod findings;
mod grant;
mod handle;
mod list;
mod mapping;
mod menu;
mod order;
mod pick;
mod preview;
mod source;
mod tree;

use super::controls::empty;
use super::navigate::RuleAt;
use super::state::Room;
use super::triggers;
use leptos::prelude::*;

pub(super) fn rules(room: Room, open: Option<RuleAt>) -> impl IntoView {
    // Without a choice the first one is open, and stays so while others come before it.
    let open = open.or_else(|| {
        room.peek(|p| {
            let rule = p.automations.first().map(|a| RuleAt::Automation(a.id.clone()));
            rule.or_else(|| p.triggers.first().map(|t| RuleAt::Trigger(t.id.clone())))
        })
    });
    let editor = match open.clone() {
        Some(RuleAt::Automation(id)) => automation::automation(room, id).into_any(),
        Some(RuleAt::Trigger(id)) => {
            view! { <div class="rule-editor rule-trigger">{triggers::trigger(room, id)}</div> }
                .into_any()
        }
        None => view! {
            <div class="rule-editor">
                <h1>"Rules"</h1>
                {empty(
                    "There are no rules yet. A rule says when a certificate is granted, and to whom. Start with one that is nearly what you want, and change it.",
                    list::add(room),
                )}
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="page rules">
            {list::list(room, open)}
            {editor}
        </section>
    }
}
