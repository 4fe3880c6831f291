//! One condition: its kind, and what that asks for.

use super::findings::findings;
use super::handle::{Rule, spot_key, spot_words};
use super::pick::{fixed, period, pick};
use super::tree::tools;
use crate::catalogue::Id;
use crate::desk::make;
use crate::desk::place::Place;
use crate::desk::tree_edit::{self, Spot, at};
use crate::locale::mark;
use crate::rules::{Anchor, Node, ScoreRange, TimeSince, WantedStatus};
use crate::ui::locale::said;
use crate::ui::simulator::controls::{Choices, control_id, number, options, typed};
use leptos::prelude::*;

const EVENT: [(&str, &str); 3] = [
    ("activity-in-event", mark!("Activity in event is")),
    ("journey-in-event", mark!("Journey in event is")),
    ("programme-in-event", mark!("Programme in event is")),
];
const STATE: [(&str, &str); 8] = [
    ("activity-completed", mark!("Activity is completed")),
    ("journey-completed", mark!("Journey is completed")),
    ("programme-completed", mark!("Programme is completed")),
    ("learner-in-group", mark!("Learner is in group")),
    ("score", mark!("Score of activity")),
    ("time-since", mark!("Time since")),
    ("has-certificate", mark!("Has certificate")),
    ("has-certification", mark!("Has certification")),
];

fn kinds() -> Choices {
    let own = |list: &[(&str, &str)]| {
        list.iter().map(|(v, l)| ((*v).to_owned(), said(l))).collect::<Vec<_>>()
    };
    vec![(t!("The event"), own(&EVENT)), (t!("The learner so far"), own(&STATE))]
}

const STATUSES: &[(&str, &str)] = &[
    ("completed", mark!("completed")),
    ("passed", mark!("passed")),
    ("failed", mark!("failed")),
    ("abandoned", mark!("left early")),
    ("any", mark!("however it ended")),
];

fn status_key(status: WantedStatus) -> &'static str {
    match status {
        WantedStatus::Completed => "completed",
        WantedStatus::Passed => "passed",
        WantedStatus::Failed => "failed",
        WantedStatus::Abandoned => "abandoned",
        WantedStatus::Any => "any",
    }
}

fn status_of(key: &str) -> WantedStatus {
    match key {
        "passed" => WantedStatus::Passed,
        "failed" => WantedStatus::Failed,
        "abandoned" => WantedStatus::Abandoned,
        "any" => WantedStatus::Any,
        _ => WantedStatus::Completed,
    }
}

/// A condition and where it is.
#[derive(Clone, Copy)]
struct Leaf {
    rule: Rule,
    spot: StoredValue<Spot>,
    /// Whether it stands in a `not`, and the condition itself.
    now: Memo<Option<(bool, Node)>>,
}

impl Leaf {
    fn track<T: Default>(self, read: impl FnOnce(&Node) -> Option<T>) -> T {
        self.now.with(|now| now.as_ref().and_then(|(_, node)| read(node))).unwrap_or_default()
    }

    fn change(self, label: &str, change: impl FnOnce(&mut Node)) {
        self.rule.leaf(&self.spot.get_value(), label, None, change);
    }
}

pub(super) fn condition(rule: Rule, spot: Spot) -> impl IntoView {
    let place = StoredValue::new(spot.clone());
    let now = Memo::new(move |_| {
        rule.now.with(|r| {
            let node = at(r.as_ref()?.conditions.as_ref(), &place.get_value())?;
            tree_edit::condition(node).map(|(not, node)| (not, node.clone()))
        })
    });
    let leaf = Leaf { rule, spot: place, now };
    let kind = Memo::new(move |_| leaf.track(|node| Some(node.key())));
    let negated = move || now.with(|now| now.as_ref().is_some_and(|(not, _)| *not));
    let state = Memo::new(move |_| leaf.track(|node| Some(!node.is_in_event())));
    let set_kind = move |key: String| {
        let old = now.get_untracked().map(|(_, node)| node);
        let new = rule.room.peek(|p| make::condition(p, &key, old.as_ref()));
        let Some(new) = new else { return };
        rule.change(mark!("Change a condition's kind"), None, |r| {
            let spot = place.get_value();
            let not = matches!(at(r.conditions.as_ref(), &spot), Some(Node::Not(_)));
            // "Not" is for conditions on the learner only.
            let node = if not && !new.is_in_event() { Node::Not(Box::new(new)) } else { new };
            let _ = tree_edit::set(&mut r.conditions, &spot, node);
        });
    };
    let set_not = move |_| {
        rule.change(mark!("Turn a condition round"), None, |r| {
            let _ = tree_edit::negate(&mut r.conditions, &place.get_value());
        });
    };
    let sought = move || {
        rule.sought
            .with(|s| matches!(s, Some(Place::Condition(p)) if p.starts_with(&place.get_value())))
    };
    let about = findings(
        rule,
        move |p| matches!(p, Place::Condition(p) if p.starts_with(&place.get_value())),
    );
    let id = control_id();
    let number = spot_words(&spot);
    let name = if number.is_empty() {
        t!("Condition").to_owned()
    } else {
        t!("Condition {number}", number = number)
    };
    view! {
        <div
            class="cond"
            class:is-sought=sought
            role="group"
            aria-label=name
            data-spot=spot_key(&spot)
            data-kind=move || kind.get()
        >
            <div class="cond-row">
                <Show when=move || state.get()>
                    <label class="tick not">
                        <input type="checkbox" prop:checked=negated on:change=set_not />
                        <span>{t!("not")}</span>
                    </label>
                </Show>
                <div class="field is-kind">
                    <label for=id.clone()>{t!("Kind of condition")}</label>
                    <select id=id data-focus=spot_key(&spot) on:change=move |e| set_kind(typed(&e))>
                        {options(kinds, move || kind.get().to_owned())}
                    </select>
                </div>
                {move || controls(leaf, kind.get())}
                {tools(rule, spot.clone(), false)}
            </div>
            {about}
        </div>
    }
}

/// The thing that a condition is about.
fn subject(leaf: Leaf, label: &'static str, choices: Memo<Choices>) -> impl IntoView {
    pick(
        label,
        move || choices.get(),
        move || leaf.track(|node| make::subject(node).map(Id::to_string)),
        move |value| {
            leaf.change(mark!("Change a condition"), |node| make::set_subject(node, value.into()));
        },
    )
}

fn controls(leaf: Leaf, kind: &'static str) -> AnyView {
    let lists = leaf.rule.lists;
    match kind {
        "activity-in-event" => view! {
            {subject(leaf, t!("Activity"), lists.activities)}
            {status(leaf)}
        }
        .into_any(),
        "activity-completed" => subject(leaf, t!("Activity"), lists.activities).into_any(),
        "journey-in-event" | "journey-completed" => {
            subject(leaf, t!("Journey"), lists.journeys).into_any()
        }
        "programme-in-event" | "programme-completed" => {
            subject(leaf, t!("Programme"), lists.programmes).into_any()
        }
        "learner-in-group" => subject(leaf, t!("Group"), lists.groups).into_any(),
        "has-certificate" => subject(leaf, t!("Certificate"), lists.certificates).into_any(),
        "has-certification" => subject(leaf, t!("Certification"), lists.certifications).into_any(),
        "score" => view! {
            {subject(leaf, t!("Activity"), lists.activities)}
            {score(leaf)}
        }
        .into_any(),
        "time-since" => time(leaf).into_any(),
        _ => ().into_any(),
    }
}

fn status(leaf: Leaf) -> impl IntoView {
    let get = move || {
        leaf.track(|node| match node {
            Node::ActivityInEvent(about) => Some(status_key(about.status).to_owned()),
            _ => None,
        })
    };
    let set = move |value: String| {
        leaf.change(mark!("Change the completion status"), |node| {
            if let Node::ActivityInEvent(about) = node {
                about.status = status_of(&value);
            }
        });
    };
    view! { <div class="is-status">{pick(t!("Completion status"), fixed(STATUSES), get, set)}</div> }
}

fn score(leaf: Leaf) -> impl IntoView {
    let get = move |which: fn(&ScoreRange) -> Option<f64>| {
        move || {
            leaf.now.with(|now| match now {
                Some((_, Node::Score(range))) => which(range),
                _ => None,
            })
        }
    };
    let set = move |put: fn(&mut ScoreRange, Option<f64>)| {
        move |value: Option<f64>| {
            leaf.change(mark!("Change a score"), |node| {
                if let Node::Score(range) = node {
                    put(range, value);
                }
            });
        }
    };
    view! {
        <div class="pair">
            {number(t!("At least (≥)"), "0–100", get(|r| r.minimum), set(|r, v| r.minimum = v))}
            {number(t!("Below (<)"), t!("no limit"), get(|r| r.below), set(|r, v| r.below = v))}
        </div>
    }
}

const ANCHORS: &[(&str, &str)] = &[
    ("registration", mark!("registration")),
    ("first-login", mark!("the first login")),
    ("completion", mark!("the completion of")),
];

fn time(leaf: Leaf) -> impl IntoView {
    let since = move || {
        leaf.track(|node| match node {
            Node::TimeSince(time) => Some(match time.since {
                Anchor::Registration => "registration",
                Anchor::FirstLogin => "first-login",
                Anchor::Completion(_) => "completion",
            }),
            _ => None,
        })
    };
    let first = move || {
        leaf.rule.room.peek(|p| p.activities.first().map(|a| a.id.clone())).unwrap_or_default()
    };
    let set = move |value: String| {
        leaf.change(mark!("Change what time is counted from"), |node| {
            if let Node::TimeSince(time) = node {
                time.since = match value.as_str() {
                    "first-login" => Anchor::FirstLogin,
                    "completion" => Anchor::Completion(first()),
                    _ => Anchor::Registration,
                };
            }
        });
    };
    let change = move |put: &dyn Fn(&mut TimeSince)| {
        leaf.change(mark!("Change a length of time"), |node| {
            if let Node::TimeSince(time) = node {
                put(time);
            }
        });
    };
    let range = move |which: fn(&TimeSince) -> Option<crate::catalogue::Period>| {
        move || {
            leaf.now.with(|now| match now {
                Some((_, Node::TimeSince(time))) => which(time),
                _ => None,
            })
        }
    };
    let of_item = Memo::new(move |_| since() == "completion");
    view! {
        {pick(t!("Counted from"), fixed(ANCHORS), move || since().to_owned(), set)}
        <Show when=move || of_item.get()>
            {subject(leaf, t!("Item"), leaf.rule.lists.items)}
        </Show>
        <div class="pair">
            {period(
                // What is typed there is read in English.
                t!("From ({example}…)", example = "30 days"),
                t!("at once"),
                range(|t| Some(t.from).filter(|p| *p != crate::catalogue::Period::default())),
                move |value| change(&|time| time.from = value.unwrap_or_default()),
            )}
            {period(
                t!("Until before"),
                t!("for ever"),
                range(|t| t.to),
                move |value| change(&|time| time.to = value),
            )}
        </div>
    }
}
