//! The list of rules, and adding one.

use super::menu::{Deed, deed, menu};
use crate::catalogue::{Extra, Id};
use crate::desk::Edit;
use crate::desk::make::{Starter, automation};
use crate::diagnostic::Severity;
use crate::locale::mark;
use crate::rules::{List, Milestone, Trigger};
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::simulator::edits::free_id;
use crate::ui::simulator::navigate::{RuleAt, View};
use crate::ui::simulator::state::Room;
use crate::ui::simulator::words::{event_words, title_or};
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;

/// A rule's line: its id and the how-manieth of that id it is.
type Line = (bool, Id, usize);

fn lines<'a>(trigger: bool, ids: impl Iterator<Item = &'a Id>) -> Vec<Line> {
    let mut seen: BTreeMap<&Id, usize> = BTreeMap::new();
    ids.map(|id| {
        let times = seen.entry(id).or_default();
        *times += 1;
        (trigger, id.clone(), *times)
    })
    .collect()
}

/// How many findings a rule has, and whether one is an error.
type Found = BTreeMap<(bool, Id), (usize, bool)>;

pub(super) fn list(room: Room, open: Memo<Option<RuleAt>>) -> impl IntoView {
    let automations =
        Memo::new(move |_| room.track(|p| lines(false, p.automations.iter().map(|a| &a.id))));
    let triggers =
        Memo::new(move |_| room.track(|p| lines(true, p.triggers.iter().map(|t| &t.id))));
    let found = Memo::new(move |_| {
        room.progress.with(|progress| {
            let mut out = Found::new();
            for check in progress.checks.iter().flatten() {
                let trigger = match check.subject.list {
                    List::Automations => false,
                    List::Triggers => true,
                    _ => continue,
                };
                if check.diagnostic.severity == Severity::Info {
                    continue;
                }
                let one = out.entry((trigger, check.subject.id.clone())).or_default();
                one.0 += 1;
                one.1 |= check.diagnostic.is_error();
            }
            out
        })
    });
    view! {
        <aside class="rule-list" aria-label=t!("All rules")>
            <div class="rule-list-head">{add(room)}</div>
            <Show when=move || !automations.with(Vec::is_empty)>
                <p class="legend">{t!("Rules, in the order in which they run")}</p>
                <ol>
                    <For each=move || automations.get() key=Clone::clone children=move |line| row(room, line, open, found) />
                </ol>
            </Show>
            <Show when=move || !triggers.with(Vec::is_empty)>
                <p class="legend">{t!("Triggers, after all rules")}</p>
                <ol>
                    <For each=move || triggers.get() key=Clone::clone children=move |line| row(room, line, open, found) />
                </ol>
            </Show>
        </aside>
    }
}

fn row(
    room: Room,
    (trigger, id, _): Line,
    open: Memo<Option<RuleAt>>,
    found: Memo<Found>,
) -> impl IntoView {
    let at = if trigger { RuleAt::Trigger(id.clone()) } else { RuleAt::Automation(id.clone()) };
    let place = StoredValue::new(at.clone());
    let here = move || open.with(|open| place.with_value(|at| open.as_ref() == Some(at)));
    let (own, key) = (StoredValue::new(id.clone()), StoredValue::new((trigger, id.clone())));
    // Name, what sets it off, whether it is on.
    let about = Memo::new(move |_| {
        let id = own.get_value();
        room.track(|p| {
            if trigger {
                let rule = p.triggers.iter().find(|t| t.id == id)?;
                return Some((title_or(&rule.name, &id).to_owned(), milestone(rule), rule.enabled));
            }
            let rule = p.automations.iter().find(|a| a.id == id)?;
            Some((title_or(&rule.name, &id).to_owned(), event_words(rule.event), rule.enabled))
        })
        .unwrap_or_default()
    });
    let faults = Memo::new(move |_| found.with(|f| f.get(&key.get_value()).copied()));
    let go = move |event: web_sys::MouseEvent| {
        room.go(View::Rules(Some(at.clone())));
        // The view is made anew: the focus stays where it was.
        let target = event.current_target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        let Some(root) = target.map(|t| t.get_root_node()) else { return };
        request_animation_frame(move || {
            let shadow = root.dyn_ref::<web_sys::ShadowRoot>();
            let found = shadow.and_then(|s| s.query_selector(".rule-list [aria-current]").ok());
            if let Some(Some(button)) = found
                && let Some(button) = button.dyn_ref::<web_sys::HtmlElement>()
            {
                let _ = button.focus();
            }
        });
    };
    view! {
        <li>
            <button
                type="button"
                class="quiet"
                class:is-on=here
                aria-current=move || here().then_some("true")
                data-rule=id.to_string()
                on:click=go
            >
                <strong>{move || about.with(|a| a.0.clone())}</strong>
                <span class="what">{move || about.with(|a| a.1)}</span>
                <span class="rule-marks">
                    {move || (!about.with(|a| a.2)).then(|| view! { <span class="tag">{t!("off")}</span> })}
                    {move || faults.get().map(|(count, error)| view! {
                        <span class="tag" class:is-bad=error class:is-warn=!error>
                            {icon(lu::LuTriangleAlert)}
                            <span aria-hidden="true">{count}</span>
                            <span class="sr-only">{tn!(count, "{count} finding", "{count} findings")}</span>
                        </span>
                    })}
                </span>
            </button>
        </li>
    }
}

fn milestone(trigger: &Trigger) -> &'static str {
    match trigger.milestone {
        Milestone::Completes(_) => t!("Learner completes courses"),
        Milestone::Joins => t!("Learner joins"),
        Milestone::AddedToGroup(_) => t!("Learner is added to a group"),
        Milestone::CompletesCertification(_) => t!("Learner completes a certification"),
    }
}

/// The button that adds a rule.
pub(super) fn add(room: Room) -> impl IntoView {
    let deeds = move || {
        let mut all: Vec<Deed> = Starter::ALL
            .map(|starter| {
                deed(starter.key(), said(starter.label()), move || add_rule(room, starter))
            })
            .into();
        all.push(deed("trigger", t!("Trigger: assign courses at a milestone"), move || {
            add_trigger(room)
        }));
        all
    };
    menu(lu::LuPlus, t!("Add a rule"), true, "add-rule".to_owned(), deeds)
}

/// An id for a rule.
pub(super) fn rule_id(room: Room, name: &str) -> Id {
    room.peek(|p| {
        let ids = p.automations.iter().map(|a| &a.id).chain(p.triggers.iter().map(|t| &t.id));
        free_id(name, ids)
    })
}

fn add_rule(room: Room, starter: Starter) {
    let mut rule = room.peek(|p| automation(p, starter, Id::default()));
    rule.id = rule_id(room, &rule.name);
    let id = rule.id.clone();
    room.edit(mark!("Add a rule"), None, vec![Edit::insert(usize::MAX, vec![rule])]);
    room.go(View::Rules(Some(RuleAt::Automation(id))));
    room.say(t!("Rule added."));
}

fn add_trigger(room: Room) {
    let first = room.peek(|p| p.activities.first().map(|a| a.id.clone()));
    let id = rule_id(room, "New trigger");
    let rule = Trigger {
        id: id.clone(),
        name: t!("New trigger").to_owned(),
        enabled: true,
        active_from: None,
        milestone: Milestone::Completes(first.into_iter().collect()),
        eligible: Vec::new(),
        assigns: Vec::new(),
        extra: Extra::default(),
    };
    room.edit(mark!("Add a trigger"), None, vec![Edit::insert(usize::MAX, vec![rule])]);
    room.go(View::Rules(Some(RuleAt::Trigger(id))));
    room.say(t!("Trigger added."));
}
