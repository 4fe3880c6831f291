//! Rules that set each other off without end, by way of the events that their
//! actions cause.
//!
//! Completing an activity causes its event, and those of the journeys and
//! programmes that it may be the last missing part of; adding to a group causes
//! its event. Assigning, locking, expiring and resetting cause none.

use super::out::{Out, Subject};
use super::tree::{About, Can, Outcome, can_hold_at};
use super::words;
use crate::catalogue::{Block, EventKind, Id};
use crate::diagnostic::Diagnostic;
use crate::rules::order::{ItemKind, completed_item};
use crate::rules::{Action, Automation, List, Node, Wanted};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// `rule-cycle`.
pub(super) fn check(out: &mut Out<'_>) {
    let known = out.known;
    let rules: Vec<(usize, &Automation)> = known.running().collect();
    let mut by_event: BTreeMap<EventKind, Vec<usize>> = BTreeMap::new();
    for (node, (_, rule)) in rules.iter().enumerate() {
        by_event.entry(rule.event).or_default().push(node);
    }
    let empty = known.project.options.empty_groups_are_false;
    // For each rule those that it sets off, with the first action that does.
    let mut edges: Vec<BTreeMap<usize, usize>> = Vec::with_capacity(rules.len());
    for (_, rule) in &rules {
        let mut next = BTreeMap::new();
        for (action, caused) in rule.actions.iter().enumerate() {
            for cause in causes(out, caused) {
                for target in by_event.get(&cause.event).into_iter().flatten() {
                    let Some((_, other)) = rules.get(*target) else { continue };
                    if !next.contains_key(target) && cause.sets_off(other, empty) {
                        next.insert(*target, action);
                    }
                }
            }
        }
        edges.push(next);
    }
    for ring in rings(&edges) {
        let found: Vec<(usize, &Automation)> =
            ring.iter().filter_map(|node| rules.get(*node).copied()).collect();
        let (Some((index, rule)), Some(node)) = (found.first().copied(), ring.first()) else {
            continue;
        };
        let after = ring.get(1).unwrap_or(node);
        let action = edges.get(*node).and_then(|next| next.get(after)).copied().unwrap_or(0);
        let names: Vec<&str> = found
            .iter()
            .chain(found.first())
            .map(|(index, _)| known.title(List::Automations, *index))
            .collect();
        let message = match found.len() {
            1 => {
                format!("{} sets itself off, without end.", words::list(names.into_iter().take(1)))
            }
            _ => format!("These rules set each other off without end: {}.", words::sequence(names)),
        };
        let path = format!("automations.{}.actions[{action}]", rule.id);
        let finding = Diagnostic::error("rule-cycle", path, message).repair(
            "Take one of the actions out, or add a condition that no longer holds after it.",
        );
        let related = found.iter().skip(1).map(|(_, rule)| Subject::automation(&rule.id)).collect();
        out.relate(List::Automations, index, finding, None, related);
    }
}

/// An event that an action causes, and what is then sure of the learner's state.
struct Cause<'a> {
    event: EventKind,
    about: Vec<About<'a>>,
    /// Items that are completed by then, in the order in which they follow.
    completed: Vec<(ItemKind, &'a Id)>,
    group: Option<&'a Id>,
}

impl Cause<'_> {
    fn sets_off(&self, rule: &Automation, empty_is_false: bool) -> bool {
        let state = |node: &Node| match (node, completed_item(node)) {
            (_, Some(item)) if self.completed.contains(&item) => Can::only(true),
            (Node::LearnerInGroup(group), _) if self.group == Some(group) => Can::only(true),
            _ => Can::BOTH,
        };
        let tree = rule.conditions.as_ref();
        self.about.iter().any(|about| can_hold_at(tree, empty_is_false, *about, &state))
    }
}

fn causes<'a>(out: &Out<'a>, action: &'a Action) -> Vec<Cause<'a>> {
    let known = out.known;
    let cause = |kind: ItemKind, id: &'a Id, completed| {
        let about = |outcome| About::Item(kind, id.as_str(), outcome);
        let about = vec![about(Outcome::Completed), about(Outcome::Passed)];
        Cause { event: kind.completion(), about, completed, group: None }
    };
    match action {
        Action::AddToGroup(group) if known.find(Wanted::Group, group).is_some() => vec![Cause {
            event: EventKind::LearnerAddedToGroup,
            about: vec![About::Other],
            completed: Vec::new(),
            group: Some(group),
        }],
        Action::CompleteActivity(id) if known.activity(id).is_some() => {
            let own = vec![(ItemKind::Activity, id)];
            let mut out = vec![cause(ItemKind::Activity, id, own.clone())];
            let mut journeys: BTreeSet<&str> = BTreeSet::new();
            for (_, journey) in known.journeys() {
                if journey.activities.iter().any(|step| step.required && step.activity == *id) {
                    journeys.insert(&journey.id);
                    let mut completed = own.clone();
                    completed.push((ItemKind::Journey, &journey.id));
                    out.push(cause(ItemKind::Journey, &journey.id, completed));
                }
            }
            for (_, programme) in known.programmes() {
                let part = |block: &Block| match block {
                    Block::Activity(other) => other == id,
                    Block::Journey(journey) => journeys.contains(journey.as_str()),
                    Block::Note(_) | Block::Certificate(_) => false,
                };
                if programme.blocks.iter().any(part) {
                    let mut completed = own.clone();
                    completed.push((ItemKind::Programme, &programme.id));
                    out.push(cause(ItemKind::Programme, &programme.id, completed));
                }
            }
            out
        }
        _ => Vec::new(),
    }
}

/// One shortest ring through the first node of every set of nodes that reach one
/// another (Tarjan's components, found without recursion).
fn rings(edges: &[BTreeMap<usize, usize>]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = components(edges)
        .into_iter()
        .filter_map(|set| ring(edges, &set.into_iter().collect()))
        .collect();
    out.sort();
    out
}

fn components(edges: &[BTreeMap<usize, usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let n = edges.len();
    let (mut order, mut low) = (vec![NEW; n], vec![NEW; n]);
    let mut on_stack = vec![false; n];
    let (mut stack, mut out, mut counter) = (Vec::new(), Vec::new(), 0);
    let get = |list: &[usize], i: usize| list.get(i).copied().unwrap_or(NEW);
    let put = |list: &mut [usize], i: usize, value: usize| {
        if let Some(cell) = list.get_mut(i) {
            *cell = value;
        }
    };
    for root in 0..n {
        if get(&order, root) != NEW {
            continue;
        }
        let next = |node: usize| -> Vec<usize> {
            edges.get(node).into_iter().flat_map(|next| next.keys().rev().copied()).collect()
        };
        let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut enter = Some(root);
        loop {
            if let Some(node) = enter.take() {
                put(&mut order, node, counter);
                put(&mut low, node, counter);
                counter += 1;
                stack.push(node);
                if let Some(flag) = on_stack.get_mut(node) {
                    *flag = true;
                }
                open.push((node, next(node)));
            }
            let Some((node, rest)) = open.last_mut() else { break };
            let node = *node;
            if let Some(target) = rest.pop() {
                if get(&order, target) == NEW {
                    enter = Some(target);
                } else if on_stack.get(target).copied().unwrap_or(false) {
                    let least = get(&low, node).min(get(&order, target));
                    put(&mut low, node, least);
                }
                continue;
            }
            open.pop();
            if let Some((parent, _)) = open.last() {
                let least = get(&low, *parent).min(get(&low, node));
                put(&mut low, *parent, least);
            }
            if get(&low, node) == get(&order, node) {
                let mut set = Vec::new();
                while let Some(member) = stack.pop() {
                    if let Some(flag) = on_stack.get_mut(member) {
                        *flag = false;
                    }
                    set.push(member);
                    if member == node {
                        break;
                    }
                }
                out.push(set);
            }
        }
    }
    out
}

/// The shortest way within the set from its first node back to it.
fn ring(edges: &[BTreeMap<usize, usize>], set: &BTreeSet<usize>) -> Option<Vec<usize>> {
    let start = *set.first()?;
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        for target in edges.get(node)?.keys().copied().filter(|target| set.contains(target)) {
            if target == start {
                let mut way = vec![node];
                while let Some(before) = way.last().and_then(|last| from.get(last)) {
                    way.push(*before);
                }
                way.reverse();
                return Some(way);
            }
            if target != start && !from.contains_key(&target) {
                from.insert(target, node);
                open.push_back(target);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(edges: &[&[usize]]) -> Vec<Vec<usize>> {
        let edges: Vec<_> =
            edges.iter().map(|next| next.iter().map(|t| (*t, 0)).collect()).collect();
        rings(&edges)
    }

    #[test]
    fn each_ring_is_found_once() {
        assert_eq!(found(&[&[1], &[2], &[]]), Vec::<Vec<usize>>::new());
        assert_eq!(found(&[&[0]]), [[0]]);
        assert_eq!(found(&[&[1], &[2], &[0]]), [[0, 1, 2]]);
        assert_eq!(
            found(&[&[1, 3], &[0], &[3], &[2], &[4]]),
            vec![vec![0, 1], vec![2, 3], vec![4]]
        );
        // The shorter way round.
        assert_eq!(found(&[&[1, 2], &[2], &[0]]), [[0, 2]]);
    }

    #[test]
    fn ten_thousand_rules_in_a_ring_need_no_stack() {
        let edges: Vec<BTreeMap<usize, usize>> =
            (0..10_000).map(|i| BTreeMap::from([((i + 1) % 10_000, 0)])).collect();
        assert_eq!(rings(&edges)[0].len(), 10_000);
    }
}
