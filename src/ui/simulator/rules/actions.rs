//! What the rule does, in order.

use super::findings::findings;
use super::grant::grant;
use super::handle::Rule;
use super::menu::{Deed, deed, menu};
use super::pick::{fixed, pick};
use super::tree::mover;
use crate::catalogue::Id;
use crate::desk::make;
use crate::desk::place::Place;
use crate::locale::mark;
use crate::rules::Action;
use crate::ui::locale::said;
use crate::ui::simulator::controls::{control_id, options, sign, typed};
use icondata_lu as lu;
use leptos::prelude::*;

const KINDS: &[(&str, &str)] = &[
    ("grant-certificate", mark!("Grant certificate")),
    ("assign-course", mark!("Assign course")),
    ("assign-certification", mark!("Assign certification")),
    ("unlock", mark!("Unlock item")),
    ("lock", mark!("Lock item")),
    ("complete-activity", mark!("Complete activity")),
    ("expire-activity", mark!("Expire activity")),
    ("reset-activity", mark!("Reset activity")),
    ("add-to-group", mark!("Add to group")),
    ("remove-from-group", mark!("Remove from group")),
    ("notify", mark!("Notify")),
];

pub(super) fn actions(rule: Rule) -> impl IntoView {
    let count = Memo::new(move |_| rule.track(|r| r.actions.len()));
    let deeds = move || -> Vec<Deed> {
        let one = |(key, words): &(&'static str, &'static str)| {
            let key = *key;
            deed(key, said(words), move || add(rule, key))
        };
        KINDS.iter().map(one).collect()
    };
    view! {
        {findings(rule, |place| *place == Place::Actions)}
        <Show when=move || count.get() == 0>
            <p class="soft">{t!("Nothing is done yet. Add what the rule should do.")}</p>
        </Show>
        <ol class="actions">
            <For each=move || 0..count.get() key=|i| *i children=move |i| action(rule, i) />
        </ol>
        <div class="adds">
            {menu(lu::LuPlus, t!("Add action"), true, "add-action".to_owned(), deeds)}
        </div>
    }
}

fn add(rule: Rule, key: &'static str) {
    let Some(new) = rule.room.peek(|p| make::action(p, key, None)) else { return };
    let at = rule.peek(|r| r.actions.len());
    rule.change(mark!("Add an action"), None, |r| r.actions.push(new));
    rule.focus(&format!("[data-focus=\"action {at}\"]"));
}

fn action(rule: Rule, at: usize) -> impl IntoView {
    let kind = Memo::new(move |_| rule.track(|r| r.actions.get(at).map_or("", Action::key)));
    let set = move |key: String| {
        rule.change(mark!("Change an action's kind"), None, |r| {
            if let Some(old) = r.actions.get_mut(at)
                && let Some(new) = rule.room.peek(|p| make::action(p, &key, Some(old)))
            {
                *old = new;
            }
        });
    };
    let sought = move || rule.sought.with(|s| *s == Some(Place::Action(at)));
    let number = at + 1;
    let id = control_id();
    view! {
        <li class="card" class:is-sought=sought data-action=at.to_string() data-kind=move || kind.get()>
            <div class="cond-row">
                <div class="field is-kind">
                    <label for=id.clone()>{t!("Action {number}", number = number)}</label>
                    <select id=id data-focus=format!("action {at}") on:change=move |e| set(typed(&e))>
                        {options(fixed(KINDS), move || kind.get().to_owned())}
                    </select>
                </div>
                {move || target(rule, at, kind.get())}
                <span class="tools">
                    {sign(lu::LuArrowUp, t!("Move action {number} up", number = number), move || shift(rule, at, false))}
                    {sign(lu::LuArrowDown, t!("Move action {number} down", number = number), move || shift(rule, at, true))}
                    {sign(lu::LuCopy, t!("Duplicate action {number}", number = number), move || {
                        rule.change(mark!("Duplicate an action"), None, |r| {
                            if let Some(copy) = r.actions.get(at).cloned() {
                                r.actions.insert(at + 1, copy);
                            }
                        });
                        rule.focus(&format!("[data-focus=\"action {}\"]", at + 1));
                    })}
                    {sign(lu::LuTrash2, t!("Remove action {number}", number = number), move || remove(rule, at))}
                </span>
            </div>
            {findings(rule, move |place| *place == Place::Action(at))}
            {move || (kind.get() == "grant-certificate").then(|| grant(rule, at))}
            {move || (kind.get() != "grant-certificate").then(|| {
                findings(rule, move |place| matches!(place, Place::Part(i, _) if *i == at))
            })}
        </li>
    }
}

/// What an action is about.
fn target(rule: Rule, at: usize, kind: &'static str) -> AnyView {
    let lists = rule.lists;
    let (label, choices) = match kind {
        "assign-course" => (t!("Course"), lists.courses),
        "assign-certification" => (t!("Certification"), lists.certifications),
        "unlock" | "lock" => (t!("Item"), lists.items),
        "complete-activity" | "expire-activity" | "reset-activity" => {
            (t!("Activity"), lists.activities)
        }
        "add-to-group" | "remove-from-group" => (t!("Group"), lists.groups),
        "notify" => return message(rule, at).into_any(),
        _ => return ().into_any(),
    };
    let get = move || {
        rule.track(|r| r.actions.get(at).and_then(make::target).map(Id::to_string))
            .unwrap_or_default()
    };
    let set = move |value: String| {
        rule.change(mark!("Change an action"), None, |r| {
            if let Some(action) = r.actions.get_mut(at) {
                make::set_target(action, value.into());
            }
        });
    };
    pick(label, move || choices.get(), get, set).into_any()
}

fn message(rule: Rule, at: usize) -> impl IntoView {
    let id = control_id();
    let get = move || {
        rule.track(|r| match r.actions.get(at) {
            Some(Action::Notify(text)) => text.clone(),
            _ => String::new(),
        })
    };
    let set = move |text: String| {
        rule.change(mark!("Change a message"), Some(&rule.key(&format!("action/{at}"))), |r| {
            if let Some(Action::Notify(old)) = r.actions.get_mut(at) {
                *old = text;
            }
        });
    };
    view! {
        <div class="field">
            <label for=id.clone()>{t!("Message (recorded, nothing is sent)")}</label>
            <input id=id type="text" autocomplete="off" prop:value=get on:input=move |e| set(typed(&e)) />
        </div>
    }
}

fn shift(rule: Rule, at: usize, down: bool) {
    let count = rule.peek(|r| r.actions.len());
    let to = if down { at + 1 } else { at.wrapping_sub(1) };
    if to >= count {
        rule.room.say(t!("It cannot be moved further."));
        return;
    }
    rule.change(mark!("Move an action"), None, |r| r.actions.swap(at, to));
    rule.focus(&format!("[data-action=\"{to}\"] {}", mover(down)));
}

fn remove(rule: Rule, at: usize) {
    rule.change(mark!("Remove an action"), None, |r| {
        if at < r.actions.len() {
            r.actions.remove(at);
        }
    });
    rule.room.tell_undo(t!("Action removed."));
    let left = rule.peek(|r| r.actions.len());
    match left {
        0 => rule.focus("[data-focus=add-action]"),
        left => rule.focus(&format!("[data-focus=\"action {}\"]", at.min(left - 1))),
    }
}
