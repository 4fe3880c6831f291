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

pub(super) use source::path_words;

use super::controls::empty;
use super::navigate::RuleAt;
use super::state::Room;
use super::triggers;
use crate::rules::Project;
use leptos::prelude::*;

/// Whether a rule is there.
fn exists(project: &Project, at: &RuleAt) -> bool {
    match at {
        RuleAt::Automation(id) => project.automations.iter().any(|a| a.id == *id),
        RuleAt::Trigger(id) => project.triggers.iter().any(|t| t.id == *id),
    }
}

fn first(project: &Project) -> Option<RuleAt> {
    let rule = project.automations.first().map(|a| RuleAt::Automation(a.id.clone()));
    rule.or_else(|| project.triggers.first().map(|t| RuleAt::Trigger(t.id.clone())))
}

pub(super) fn rules(room: Room, open: Option<RuleAt>) -> impl IntoView {
    // The chosen one; without it, the first one. That stays open while others come
    // before it, and makes room when it goes, as with an undo or another project.
    let open = Memo::new(move |before: Option<&Option<RuleAt>>| {
        let wanted = before.cloned().flatten().or_else(|| open.clone());
        room.track(|p| wanted.filter(|at| exists(p, at)).or_else(|| first(p)))
    });
    let editor = move || {
        match open.get() {
        Some(RuleAt::Automation(id)) => automation::automation(room, id).into_any(),
        Some(RuleAt::Trigger(id)) => {
            view! { <div class="rule-editor rule-trigger">{triggers::trigger(room, id)}</div> }
                .into_any()
        }
        None => view! {
            <div class="rule-editor">
                <h1>{t!("Rules")}</h1>
                {empty(
                    t!("There are no rules yet. A rule says when a certificate is granted, and to whom. Start with one that is nearly what you want, and change it."),
                    list::add(room),
                )}
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <section class="page rules">
            {list::list(room, open)}
            {editor}
        </section>
    }
}
