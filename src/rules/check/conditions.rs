//! The tree of conditions: its form, and at which events and in which orders of
//! completions it lets the rule fire.

use super::known::too_deep;
use super::out::Out;
use super::table::exclude_each_other;
use super::tree::{About, Can, can, can_fire, can_hold_at, events, nodes, rebuild};
use super::words;
use crate::catalogue::{AttachTo, Once};
use crate::diagnostic::Diagnostic;
use crate::rules::order::{
    ItemKind, OrderCheck, any_order, event_group, event_item, order_check_of, reads_no_completion,
    rule_items,
};
use crate::rules::repair::{Change, Repair, event_words};
use crate::rules::{Automation, List, Node, Wanted};
use std::collections::BTreeSet;

/// `too-deep`, `empty-group`, `not-misplaced`, `never-fires`,
/// `in-event-of-another-type`, `no-in-event-group`, `order-sensitive`.
pub(super) fn check(out: &mut Out<'_>) {
    let known = out.known;
    let later: BTreeSet<usize> = known
        .duplicates
        .iter()
        .filter(|(list, ..)| *list == List::Automations)
        .map(|(_, index, _)| *index)
        .collect();
    for (index, rule) in known.project.automations.iter().enumerate() {
        if !later.contains(&index) && too_deep(rule) {
            let message = format!(
                "The groups nest deeper than {}; the rule is not checked further.",
                Node::MAX_DEPTH
            );
            let finding = Diagnostic::error("too-deep", base(rule), message)
                .repair("Take groups apart, or split it into several rules.");
            out.add(List::Automations, index, finding, None);
        }
    }
    for (index, rule) in known.automations() {
        if let Some(tree) = &rule.conditions {
            empty_groups(out, index, rule, tree);
            misplaced_nots(out, index, rule, tree);
        }
        if fires(out, index, rule) {
            any_event(out, index, rule);
            orders(out, index, rule);
        }
    }
}

fn base(rule: &Automation) -> String {
    format!("automations.{}.conditions", rule.id)
}

fn set(rule: &Automation, conditions: Option<Node>, change: Change) -> Repair {
    Repair::SetConditions { rule: rule.id.clone(), conditions, change }
}

fn empty_groups(out: &mut Out<'_>, index: usize, rule: &Automation, tree: &Node) {
    let is_empty = |node: &Node| node.is_group() && node.children().is_empty();
    for at in nodes(tree).into_iter().filter(|at| is_empty(at.node)) {
        let what = match out.known.project.options.empty_groups_are_false {
            true => "it never holds",
            false => "it is ignored",
        };
        let message = format!("This “{}” group has no conditions: {what}.", at.node.key());
        let finding = Diagnostic::error("empty-group", base(rule) + &at.path, message);
        let left = rebuild(tree, &|node| (!is_empty(node)).then(|| node.clone()));
        out.add(List::Automations, index, finding, Some(set(rule, left, Change::DropEmptyGroups)));
    }
}

fn misplaced_nots(out: &mut Out<'_>, index: usize, rule: &Automation, tree: &Node) {
    let mut moved: Option<Option<Repair>> = None;
    for at in nodes(tree) {
        let Node::Not(inner) = at.node else { continue };
        let around = match &**inner {
            node if node.is_group() => "a whole group",
            node if node.is_in_event() => "a condition on the event",
            Node::Not(_) => "another “not”",
            _ => continue,
        };
        let message =
            format!("“not” stands around {around}; it works on conditions on the learner only.");
        let finding = Diagnostic::error("not-misplaced", base(rule) + &at.path, message)
            .repair("Turn the conditions round one by one, or take the “not” away.");
        let repair = moved.get_or_insert_with(|| {
            let tree = inward(tree, false)?;
            let fits = tree.depth() <= Node::MAX_DEPTH;
            fits.then(|| set(rule, Some(tree), Change::MoveNots))
        });
        out.add(List::Automations, index, finding, repair.clone());
    }
}

/// The same tree with each `not` moved to the conditions in its groups; `None`
/// when one would come to stand around a condition on the event.
fn inward(node: &Node, negated: bool) -> Option<Node> {
    let all = |nodes: &[Node]| nodes.iter().map(|n| inward(n, negated)).collect::<Option<_>>();
    match node {
        Node::And(nodes) if negated => all(nodes).map(Node::Or),
        Node::Or(nodes) if negated => all(nodes).map(Node::And),
        Node::And(nodes) => all(nodes).map(Node::And),
        Node::Or(nodes) => all(nodes).map(Node::Or),
        Node::Not(inner) => inward(inner, !negated),
        leaf if !negated => Some(leaf.clone()),
        leaf => (!leaf.is_in_event()).then(|| Node::Not(Box::new(leaf.clone()))),
    }
}

/// Whether the rule can fire; says so when its conditions keep it from it.
fn fires(out: &mut Out<'_>, index: usize, rule: &Automation) -> bool {
    let Some(tree) = &rule.conditions else { return true };
    let known = out.known;
    let empty = known.project.options.empty_groups_are_false;
    let own = ItemKind::in_event(rule.event);
    if can_fire(rule, rule.event, empty) {
        if exclude_each_other(rule, empty) {
            let finding = Diagnostic::error(
                "never-fires",
                base(rule),
                "The rule never fires: its conditions exclude each other, such as being in a group and not being in it.",
            )
            .repair("Take out one of the conditions that exclude each other, or put them under “or”.");
            out.add(List::Automations, index, finding, None);
            return false;
        }
        other_kinds(out, index, rule, tree);
        return true;
    }
    // Whatever else keeps it from firing, such as empty groups, is said elsewhere.
    if !can(tree, empty, &|_| Can::BOTH).is_none_or(|can| can.hold) {
        return false;
    }
    let mut names: Vec<&str> = Vec::new();
    for at in nodes(tree) {
        let name = event_item(at.node).map(|(_, id)| known.name(Wanted::Item, id));
        names.extend(name.filter(|name| !names.contains(name)));
    }
    let about = |kind: &ItemKind| {
        events(tree, Some(*kind))
            .into_iter()
            .any(|about| can_hold_at(Some(tree), empty, about, &|_| Can::BOTH))
    };
    let finding;
    let repair;
    match ItemKind::ALL.into_iter().filter(|kind| Some(*kind) != own).find(about) {
        Some(kind) => {
            let message = format!(
                "The rule never fires: it asks for {} in the event, and “{}” events have none.",
                words::a(kind.word()),
                event_words(rule.event)
            );
            finding = Diagnostic::error("in-event-of-another-type", base(rule), message);
            repair = Some(Repair::SetEvent { rule: rule.id.clone(), event: kind.completion() });
        }
        None => {
            let message = match names.as_slice() {
                [_, _, ..] => format!(
                    "The rule never fires: it asks for {} in one event, and an event is about one thing only.",
                    words::list(names)
                ),
                _ => "The rule never fires: it asks for two things of one event that exclude each other."
                    .to_owned(),
            };
            finding = Diagnostic::error("never-fires", base(rule), message)
                .repair("Ask for one of them in the event, and for all of them to be completed.");
            repair = any_order(known.project, rule).map(|c| Repair::any_order(&rule.id, c));
        }
    }
    out.add(List::Automations, index, finding, repair);
    false
}

/// "In event" conditions of a rule that fires in spite of them.
fn other_kinds(out: &mut Out<'_>, index: usize, rule: &Automation, tree: &Node) {
    let own = ItemKind::in_event(rule.event);
    let is_idle = |node: &Node| event_item(node).is_some_and(|(kind, _)| Some(kind) != own);
    for at in nodes(tree).into_iter().filter(|at| is_idle(at.node)) {
        if matches!(at.parent, Some(Node::Not(_))) {
            continue;
        }
        let Some((kind, id)) = event_item(at.node) else { continue };
        let message = format!(
            "This never holds: “{}” events are not about {}, so not about “{}” either.",
            event_words(rule.event),
            words::a(kind.word()),
            out.known.name(Wanted::Item, id)
        );
        let path = base(rule) + &at.path;
        let finding = Diagnostic::warning("in-event-of-another-type", path, message)
            .repair("Remove the condition, or make a rule of its own for it.");
        let stays = |group: &Node| matches!(group, Node::Or(nodes) if nodes.iter().any(|node| !is_idle(node)));
        let repair = at.parent.is_some_and(stays).then(|| {
            let left = rebuild(tree, &|node| match node {
                Node::Or(nodes) if stays(node) => {
                    Some(Node::Or(nodes.iter().filter(|n| !is_idle(n)).cloned().collect()))
                }
                node => Some(node.clone()),
            });
            set(rule, left, Change::DropCondition)
        });
        out.add(List::Automations, index, finding, repair);
    }
}

/// A rule that grants and does not say at what.
fn any_event(out: &mut Out<'_>, index: usize, rule: &Automation) {
    let known = out.known;
    let options = &known.project.options;
    let tree = rule.conditions.as_ref();
    if !rule.event.can_grant()
        || rule.grants().next().is_none()
        || !can_hold_at(tree, options.empty_groups_are_false, About::Other, &|_| Can::BOTH)
    {
        return;
    }
    let kind = ItemKind::in_event(rule.event).map_or("item", ItemKind::word);
    let every = |once: Option<Once>| once.unwrap_or(options.once) == Once::EveryEvent;
    let then = if rule.grants().any(|(_, grant)| every(grant.once)) {
        "It grants again each time."
    } else if rule.grants().any(|(_, grant)| grant.attach_to == AttachTo::Event) {
        "It grants one more certificate for each of them, as the certificate is attached to the event's item."
    } else {
        "Only the first time grants; the others are suppressed as already granted."
    };
    let message = format!(
        "The rule fires again and again: any completed {kind} sets it off, as no condition says which the event has to be about. {then}"
    );
    let finding = Diagnostic::warning("no-in-event-group", base(rule), message).repair(format!(
        "Add a group that says which {kind} the event has to be about, if not any will do."
    ));
    let repair = tree.and_then(|tree| {
        let items = rule_items(known.project, Some(tree));
        let group = event_group(rule.event, &items);
        // Without its parts a journey would be missed by the group.
        let seen = |kind| Some(kind) == ItemKind::in_event(rule.event);
        let all_seen = items.iter().all(|item| seen(item.kind) || !item.parts.is_empty());
        if group.is_empty() || !all_seen {
            return None;
        }
        let mut parts = vec![Node::Or(group)];
        match tree {
            Node::And(nodes) => parts.extend(nodes.iter().cloned()),
            node => parts.push(node.clone()),
        }
        let tree = Node::And(parts);
        let fits = tree.depth() <= Node::MAX_DEPTH;
        fits.then(|| set(rule, Some(tree), Change::NameTheEvent))
    });
    out.add(List::Automations, index, finding, repair);
}

/// A rule that grants, and grants nothing or twice in some order.
fn orders(out: &mut Out<'_>, index: usize, rule: &Automation) {
    let known = out.known;
    if rule.grants().next().is_none() {
        return;
    }
    let Some(found) = order_check_of(known.project, rule) else { return };
    if found.is_ok() {
        return;
    }
    let names = |ids: &[crate::catalogue::Id]| -> Vec<String> {
        ids.iter().map(|id| known.name(Wanted::Item, id).to_owned()).collect()
    };
    let mut sentences = Vec::new();
    if let Some(order) = &found.nothing {
        let order = names(order);
        let order = words::sequence(order.iter().map(String::as_str));
        sentences.push(format!("Whoever completes {order} gets nothing."));
    }
    if let Some(twice) = &found.twice {
        let order = names(&twice.counterexample);
        let at = twice.at.iter().filter_map(|i| order.get(*i)).map(String::as_str);
        sentences.push(format!(
            "Whoever completes {} gets it more than once: on completing {}.",
            words::sequence(order.iter().map(String::as_str)),
            words::sequence(at)
        ));
    }
    let sample = match found {
        OrderCheck { exhaustive: true, .. } => String::new(),
        OrderCheck { orders_played, .. } => {
            format!(" (Found among {orders_played} sampled orders.)")
        }
    };
    let alone =
        found.nothing.is_none() && rule.conditions.as_ref().is_some_and(reads_no_completion);
    let message = sentences.join(" ") + &sample;
    let finding = match alone {
        // Which may well be meant: a certificate for each.
        true => Diagnostic::info(
            "order-sensitive",
            base(rule),
            format!("Each of the items sets the rule off by itself. {message}"),
        ),
        false => Diagnostic::warning("order-sensitive", base(rule), message),
    };
    let finding = finding
        .repair("Ask for one of the items in the event, and for all of them to be completed.");
    let repair = any_order(known.project, rule).map(|c| Repair::any_order(&rule.id, c));
    out.add(List::Automations, index, finding, repair);
}
