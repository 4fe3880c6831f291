//! The editor of an automation, top to bottom: name, when, if, then.

use super::actions::actions;
use super::findings::findings;
use super::handle::Rule;
use super::list::rule_id;
use super::order::order;
use super::pick::pick;
use super::preview::preview;
use super::tree::conditions;
use crate::catalogue::{EventKind, Id, Zone};
use crate::desk::place::Place;
use crate::desk::{Edit, Entries, Splice};
use crate::locale::mark;
use crate::rules::Automation;
use crate::simulate::sentence::{self, Titles};
use crate::ui::locale::tongue;
use crate::ui::shared::icon;
use crate::ui::simulator::controls::{Choices, control_id, moment, sign, tick, typed};
use crate::ui::simulator::navigate::{RuleAt, View};
use crate::ui::simulator::state::Room;
use crate::ui::simulator::words::event_words;
use icondata_lu as lu;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub(super) fn automation(room: Room, id: Id) -> impl IntoView {
    let rule = Rule::new(room, &id);
    let there = Memo::new(move |_| rule.now.with(Option::is_some));
    // Where a finding was gone to, the place comes into sight.
    Effect::new(move |_| {
        if rule.sought.get().is_none() {
            return;
        }
        request_animation_frame(move || {
            // The editor may be gone by then.
            let root = rule.root.try_get_untracked().flatten();
            if let Some(Ok(Some(place))) = root.map(|r| r.query_selector(".is-sought")) {
                place.scroll_into_view();
            }
        });
    });
    view! {
        <Show when=move || there.get()>
            <div class="rule-editor" node_ref=rule.root data-automation=rule.id.get_value().to_string()>
                {head(rule)}
                {says(rule)}
                {findings(rule, |place| *place == Place::Rule)}
                {when(rule)}
                <section class="part" aria-labelledby="r-if">
                    <h2 id="r-if">{t!("If")}</h2>
                    <p class="hint">
                        {t!("Conditions on the event read what just happened; conditions on the learner read all that is known so far, also from before the rule existed.")}
                    </p>
                    {conditions(rule)}
                </section>
                <section class="part" aria-labelledby="r-then">
                    <h2 id="r-then">{t!("Then")}</h2>
                    {actions(rule)}
                </section>
                {order(rule)}
            </div>
            {preview(rule)}
        </Show>
    }
}

fn head(rule: Rule) -> impl IntoView {
    let id = control_id();
    let name = move |event: web_sys::Event| {
        let name = typed(&event);
        rule.change(mark!("Rename the rule"), Some(&rule.key("name")), |r| r.name = name);
    };
    view! {
        <div class="head">
            <h1>{t!("Rule")}</h1>
            <span class="spring"></span>
            {tick(
                t!("Switched on"),
                move || rule.track(|r| r.enabled),
                move |on| {
                    let label = if on { mark!("Switch the rule on") } else { mark!("Switch the rule off") };
                    rule.change(label, None, |r| r.enabled = on);
                },
            )}
            {sign(lu::LuArrowUp, t!("Move rule up"), move || shift(rule, false))}
            {sign(lu::LuArrowDown, t!("Move rule down"), move || shift(rule, true))}
            {sign(lu::LuCopy, t!("Duplicate rule"), move || duplicate(rule))}
            {sign(lu::LuTrash2, t!("Remove rule"), move || remove(rule))}
        </div>
        <div class="field">
            <label for=id.clone()>{t!("Internal name")}</label>
            <input
                id=id
                class="rule-name"
                type="text"
                autocomplete="off"
                placeholder=rule.id.get_value().to_string()
                prop:value=move || rule.track(|r| r.name.clone())
                on:input=name
            />
        </div>
    }
}

/// What the rule does, in a sentence.
fn says(rule: Rule) -> impl IntoView {
    let words = Memo::new(move |_| {
        let zone = rule.room.zone();
        let once = rule.room.track(|p| p.options.once);
        let titles = rule.room.track(|p| Titles::spoken(p, tongue()));
        rule.now.with(|r| r.as_ref().map(|r| sentence::rule(r, once, &zone, &titles)))
    });
    view! { <p class="sentence" data-sentence="">{icon(lu::LuQuote)} <span>{words}</span></p> }
}

fn events() -> Choices {
    let all = EventKind::ALL.into_iter().filter(|kind| kind.is_automation_type());
    let words = |kind: EventKind| match kind.can_grant() {
        true => event_words(kind).to_owned(),
        false => t!("{event} (cannot grant a certificate)", event = event_words(kind)),
    };
    vec![("", all.map(|kind| (kind.as_str().to_owned(), words(kind))).collect())]
}

/// The event, and from when on.
fn when(rule: Rule) -> impl IntoView {
    let futile =
        Memo::new(move |_| rule.track(|r| !r.event.can_grant() && r.grants().next().is_some()));
    let set = move |value: String| {
        if let Some(event) = EventKind::from_name(&value) {
            rule.change(mark!("Change the event type"), None, |r| r.event = event);
        }
    };
    let zone = rule.room.peek(|p| Zone::named(&p.options.time_zone)).unwrap_or_else(Zone::utc);
    view! {
        <section class="part" aria-labelledby="r-when">
            <h2 id="r-when">{t!("When")}</h2>
            <div class="row is-top">
                <div class="is-event" data-part="event">
                    {pick(t!("Event type"), events, move || rule.event().as_str().to_owned(), set)}
                </div>
                <div data-part="active-from">
                    {moment(
                        t!("Active from (empty: always)"),
                        zone,
                        move || rule.track(|r| r.active_from),
                        move |from| {
                            rule.change(mark!("Change when the rule becomes active"), None, |r| r.active_from = from);
                        },
                    )}
                </div>
            </div>
            <p class="hint">
                {t!("Events from before “active from” are never evaluated by this rule: whoever had finished everything by then gets nothing. Editing the rule does not move it.")}
            </p>
            <Show when=move || futile.get()>
                <p class="note" role="note">
                    {icon(lu::LuInfo)}
                    {t!("Only completed activities, journeys and programmes grant certificates. With this event type the action “Grant certificate” never happens.")}
                </p>
            </Show>
            {findings(rule, |place| *place == Place::ActiveFrom)}
        </section>
    }
}

fn place(rule: Rule) -> Option<(usize, Automation, usize)> {
    let id = rule.id.get_value();
    rule.room.peek(|p| {
        let at = p.automations.iter().position(|a| a.id == id)?;
        Some((at, p.automations.get(at)?.clone(), p.automations.len()))
    })
}

fn shift(rule: Rule, down: bool) {
    let Some((at, own, count)) = place(rule) else { return };
    let first = if down { Some(at) } else { at.checked_sub(1) };
    let Some(first) = first.filter(|first| first + 1 < count) else {
        rule.room.say(if down { t!("It is the last rule.") } else { t!("It is the first rule.") });
        return;
    };
    let other = if down { at + 1 } else { first };
    let Some(other) = rule.room.peek(|p| p.automations.get(other).cloned()) else { return };
    let pair = if down { vec![other, own] } else { vec![own, other] };
    let splice = Splice { at: first, remove: 2, insert: Entries::Automations(pair) };
    let label = if down { mark!("Move the rule down") } else { mark!("Move the rule up") };
    rule.room.edit(label, None, vec![Edit::Splice(splice)]);
    let to = if down { at + 2 } else { at };
    rule.room.say(t!("Rule {to} of {count}.", to = to, count = count));
}

fn duplicate(rule: Rule) {
    let Some((at, mut copy, _)) = place(rule) else { return };
    let name = if copy.name.is_empty() { copy.id.to_string() } else { copy.name.clone() };
    copy.name = t!("{name} (copy)", name = name);
    copy.id = rule_id(rule.room, &copy.name);
    copy.version = 1;
    let id = copy.id.clone();
    rule.room.edit(mark!("Duplicate the rule"), None, vec![Edit::insert(at + 1, vec![copy])]);
    rule.room.go(View::Rules(Some(RuleAt::Automation(id))));
}

fn remove(rule: Rule) {
    let Some((at, own, _)) = place(rule) else { return };
    let name = if own.name.is_empty() { own.id.to_string() } else { own.name };
    let next = rule.room.peek(|p| {
        let next = p.automations.get(at + 1).or_else(|| p.automations.get(at.checked_sub(1)?));
        next.map(|next| RuleAt::Automation(next.id.clone()))
    });
    let room = rule.room;
    let root = rule.root.get_untracked().map(|r| r.get_root_node());
    room.edit(mark!("Remove the rule"), None, vec![Edit::remove::<Automation>(at, 1)]);
    room.go(View::Rules(next));
    room.tell_undo(t!("Rule “{name}” removed.", name = name));
    request_animation_frame(move || {
        let root = root.and_then(|r| r.dyn_into::<web_sys::ShadowRoot>().ok());
        let found = root.and_then(|r| r.query_selector("[data-focus=add-rule]").ok().flatten());
        if let Some(button) = found.as_ref().and_then(|b| b.dyn_ref::<web_sys::HtmlElement>()) {
            let _ = button.focus();
        }
    });
}
