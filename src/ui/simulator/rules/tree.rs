//! The conditions: nested cards with "and" or "or" between their parts.

use super::condition::condition;
use super::findings::findings;
use super::handle::{Drawn, Rule, spot_key, spot_words};
use super::menu::{Deed, deed, menu};
use crate::desk::make::next_condition;
use crate::desk::place::Place;
use crate::desk::tree_edit::{self, Spot, at};
use crate::locale::mark;
use crate::rules::Node;
use crate::ui::locale::said;
use crate::ui::simulator::controls::{action, sign, typed};
use icondata_lu as lu;
use leptos::prelude::*;

/// All conditions of the rule.
pub(super) fn conditions(rule: Rule) -> impl IntoView {
    let top = Memo::new(move |_| rule.track(|r| r.conditions.as_ref().map(Drawn::of)));
    let none = move || {
        let words = if rule.event().has_item() {
            t!("No conditions: the rule applies to every such event, whatever it is about.")
        } else {
            t!("No conditions: the rule applies to every such event.")
        };
        view! { <p class="soft">{words}</p> }
    };
    view! {
        <div class="tree">
            {findings(rule, |place| *place == Place::Conditions)}
            {move || match top.get() {
                None => view! { {none} {adds(rule, Spot::new())} }.into_any(),
                Some(Drawn::Group) => draw(rule, Spot::new(), Drawn::Group),
                Some(other) => {
                    view! { {draw(rule, Spot::new(), other)} {adds(rule, Spot::new())} }.into_any()
                }
            }}
        </div>
    }
}

fn draw(rule: Rule, spot: Spot, drawn: Drawn) -> AnyView {
    if spot.len() > Node::MAX_DEPTH {
        let out = spot.clone();
        return view! {
            <div class="group is-deep">
                <p class="soft">{t!("Groups nest too deep here to be shown.")}</p>
                {action(lu::LuTrash2, t!("Remove them"), move || remove(rule, &out))}
            </div>
        }
        .into_any();
    }
    match drawn {
        Drawn::Condition => condition(rule, spot).into_any(),
        Drawn::Group => group(rule, spot).into_any(),
        Drawn::Not => not(rule, spot).into_any(),
    }
}

/// A group: a card with its parts, and the operator between them.
fn group(rule: Rule, spot: Spot) -> impl IntoView {
    let place = StoredValue::new(spot.clone());
    let here =
        move || rule.now.with(|r| at(r.as_ref()?.conditions.as_ref(), &place.get_value()).cloned());
    let parts = Memo::new(move |_| {
        here().map(|n| n.children().iter().map(Drawn::of).collect::<Vec<_>>()).unwrap_or_default()
    });
    let or = Memo::new(move |_| matches!(here(), Some(Node::Or(_))));
    let words = move || match (parts.with(Vec::len), or.get()) {
        (0, _) => t!("An empty group"),
        (1, _) => t!("This must hold"),
        (_, false) => t!("All of these must hold"),
        (_, true) => t!("One of these is enough"),
    };
    let sought = move || {
        rule.sought.with(|s| matches!(s, Some(Place::Condition(p)) if *p == place.get_value()))
    };
    let about =
        findings(rule, move |p| matches!(p, Place::Condition(p) if *p == place.get_value()));
    let number = spot_words(&spot);
    let name = if number.is_empty() {
        t!("Group").to_owned()
    } else {
        t!("Group {number}", number = number)
    };
    let each = move || parts.get().into_iter().enumerate().collect::<Vec<_>>();
    let (head, inner) = (tools(rule, spot.clone(), true), spot.clone());
    view! {
        <div
            class="group"
            class:is-or=move || or.get()
            class:is-sought=sought
            role="group"
            aria-label=name
            data-spot=spot_key(&spot)
            data-join=move || if or.get() { "or" } else { "and" }
        >
            <div class="group-head">
                <span class="legend">{words}</span>
                {head}
            </div>
            {about}
            <For
                each=each
                key=|part| *part
                children=move |(i, drawn)| {
                    let spot = place.with_value(|spot| [&spot[..], &[i]].concat());
                    view! {
                        {(i > 0).then(|| joint(rule, place, or))}
                        {draw(rule, spot, drawn)}
                    }
                }
            />
            {adds(rule, inner)}
        </div>
    }
}

/// "and" or "or" between two parts.
fn joint(rule: Rule, place: StoredValue<Spot>, or: Memo<bool>) -> impl IntoView {
    let set = move |value: String| {
        let or = value == "or";
        let label = if or { mark!("Join by “or”") } else { mark!("Join by “and”") };
        rule.change(label, None, |r| {
            // It is a group, or it would have no joint.
            let _ = tree_edit::join(&mut r.conditions, &place.get_value(), or);
        });
    };
    view! {
        <div class="joint">
            <select
                aria-label=t!("And or or")
                data-joint=spot_key(&place.get_value())
                on:change=move |e| set(typed(&e))
            >
                <option value="and" prop:selected=move || !or.get()>{t!("and")}</option>
                <option value="or" prop:selected=move || or.get()>{t!("or")}</option>
            </select>
        </div>
    }
}

/// A `not` that stands where none is allowed.
fn not(rule: Rule, spot: Spot) -> impl IntoView {
    let place = StoredValue::new(spot.clone());
    let inner = move || {
        rule.now.with(|r| {
            let node = at(r.as_ref()?.conditions.as_ref(), &place.get_value())?;
            node.children().first().map(Drawn::of)
        })
    };
    let drawn = Memo::new(move |_| inner());
    let about =
        findings(rule, move |p| matches!(p, Place::Condition(p) if *p == place.get_value()));
    let key = spot_key(&spot);
    view! {
        <div class="group is-not" role="group" aria-label=t!("Not") data-spot=key>
            <div class="group-head">
                <span class="legend">{t!("It must not hold that")}</span>
                {action(lu::LuX, t!("Take “not” away"), move || {
                    rule.tree(mark!("Take “not” away"), |tree| tree_edit::negate(tree, &place.get_value()));
                })}
            </div>
            {about}
            {move || {
                let spot = place.with_value(|spot| [&spot[..], &[0]].concat());
                drawn.get().map(|drawn| draw(rule, spot, drawn))
            }}
        </div>
    }
}

/// The buttons that add to a group.
fn adds(rule: Rule, spot: Spot) -> impl IntoView {
    let place = StoredValue::new(spot);
    let next = move || {
        let (event, tree) = (rule.event_now(), rule.peek(|r| r.conditions.clone()));
        rule.room.peek(|p| next_condition(p, event, tree.as_ref()))
    };
    let one = move || {
        if let Some(node) = next() {
            rule.tree(mark!("Add a condition"), |tree| {
                tree_edit::add(tree, &place.get_value(), node)
            });
        }
    };
    let more = move || {
        let Some(node) = next() else { return };
        rule.tree(mark!("Add a group"), |tree| {
            let spot = place.get_value();
            // A group in an "and" is most often an "or", and the other way round.
            let or = !matches!(at(tree.as_ref(), &spot), Some(Node::Or(_)));
            let inner = if or { Node::Or(vec![node]) } else { Node::And(vec![node]) };
            let mut to = tree_edit::add(tree, &spot, inner)?;
            to.push(0);
            Some(to)
        });
    };
    view! {
        <div class="adds">
            {action(lu::LuPlus, t!("Add condition"), one)}
            {action(lu::LuFolderPlus, t!("Add group"), more)}
        </div>
    }
}

pub(super) fn remove(rule: Rule, spot: &[usize]) {
    if rule.tree(mark!("Remove a condition"), |tree| tree_edit::remove(tree, spot)) {
        rule.room.tell_undo(t!("Condition removed."));
    }
}

/// What the buttons of a condition or a group are called.
struct Tools {
    up: &'static str,
    down: &'static str,
    remove: &'static str,
}

fn tool_words(group: bool) -> Tools {
    if group {
        Tools { up: t!("Move group up"), down: t!("Move group down"), remove: t!("Remove group") }
    } else {
        Tools {
            up: t!("Move condition up"),
            down: t!("Move condition down"),
            remove: t!("Remove condition"),
        }
    }
}

/// Finds the button that moves something down or up: the first two of its tools.
pub(super) fn mover(down: bool) -> &'static str {
    if down { ".tools > button:nth-of-type(2)" } else { ".tools > button:nth-of-type(1)" }
}

/// What can be done with a condition or a group.
pub(super) fn tools(rule: Rule, spot: Spot, group: bool) -> impl IntoView {
    let (up, down, out) = (spot.clone(), spot.clone(), spot.clone());
    let words = tool_words(group);
    let number = spot_words(&spot);
    let name = match (number.is_empty(), group) {
        (true, true) => t!("More for the group").to_owned(),
        (true, false) => t!("More for the condition").to_owned(),
        (false, true) => t!("More for group {number}", number = number),
        (false, false) => t!("More for condition {number}", number = number),
    };
    let hook = if group { spot_key(&spot) } else { format!("more {}", spot_key(&spot)) };
    let inside = !spot.is_empty();
    view! {
        <span class="tools">
            {inside.then(|| view! {
                {sign(lu::LuArrowUp, words.up, move || step(rule, &up, -1))}
                {sign(lu::LuArrowDown, words.down, move || step(rule, &down, 1))}
            })}
            {menu(lu::LuEllipsis, name, false, hook, move || deeds(rule, &spot))}
            {sign(lu::LuTrash2, words.remove, move || remove(rule, &out))}
        </span>
    }
}

fn step(rule: Rule, spot: &[usize], by: isize) {
    let mut tree = rule.peek(|r| r.conditions.clone());
    let Some(to) = tree_edit::step(&mut tree, spot, by) else {
        rule.room.say(t!("It cannot be moved further within its group."));
        return;
    };
    let label = if by < 0 { mark!("Move up") } else { mark!("Move down") };
    rule.change(label, None, |r| r.conditions = tree);
    rule.focus(&format!("[data-spot=\"{}\"] {}", spot_key(&to), mover(by > 0)));
}

/// What fits at a place.
fn deeds(rule: Rule, spot: &[usize]) -> Vec<Deed> {
    let tree = rule.peek(|r| r.conditions.clone());
    let Some(node) = at(tree.as_ref(), spot).cloned() else { return Vec::new() };
    type Work = fn(&mut Option<Node>, &[usize]) -> Option<Spot>;
    let all: [(&'static str, &'static str, Work); 7] = [
        ("wrap-or", mark!("Put into a group (or)"), |tree, spot| {
            let mut to = tree_edit::wrap(tree, spot, true)?;
            to.push(0);
            Some(to)
        }),
        ("wrap-and", mark!("Put into a group (and)"), |tree, spot| {
            let mut to = tree_edit::wrap(tree, spot, false)?;
            to.push(0);
            Some(to)
        }),
        ("into-before", mark!("Move into the group before"), |t, s| {
            tree_edit::move_into(t, s, false)
        }),
        ("into-after", mark!("Move into the group after"), |t, s| tree_edit::move_into(t, s, true)),
        ("out", mark!("Move out of its group"), tree_edit::move_out),
        ("unwrap", mark!("Take the group apart"), tree_edit::unwrap),
        ("duplicate", mark!("Duplicate"), tree_edit::duplicate),
    ];
    let fits = |work: &Work| work(&mut tree.clone(), spot).is_some();
    all.into_iter()
        .filter(|(key, _, work)| (*key != "unwrap" || node.is_group()) && fits(work))
        .map(|(key, words, work)| {
            let spot = spot.to_vec();
            deed(key, said(words), move || {
                rule.tree(words, |tree| work(tree, &spot));
            })
        })
        .collect()
}
