//! Rules that set each other off, by way of the events that their actions cause,
//! and hourly rules that undo each other.
//!
//! What has been done already is not done again: completing a completed activity
//! and adding to a group where the learner is cause nothing. So a ring of rules
//! goes on without end only where rules that it sets off undo what it does;
//! otherwise it stops by itself the second time round.

mod cause;
mod graph;
mod hourly;

use super::known::Known;
use super::out::{Out, Subject};
use super::words;
use crate::catalogue::EventKind;
use crate::diagnostic::Diagnostic;
use crate::rules::{Action, Automation, List, Wanted};
use cause::causes;
use graph::{components, reach, ring, rings};
use std::collections::{BTreeMap, BTreeSet};

/// What rules do and undo: that an activity is completed, or that the learner is
/// in a group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing<'a> {
    Activity(&'a str),
    Group(&'a str),
}

impl<'a> Thing<'a> {
    /// What an action brings about, if there is such a thing.
    fn done(known: &Known<'_>, action: &'a Action) -> Option<Self> {
        match action {
            Action::CompleteActivity(id) => Some(Self::Activity(id)),
            Action::AddToGroup(id) => Some(Self::Group(id)),
            _ => None,
        }
        .filter(|thing| thing.exists(known))
    }

    /// What an action puts an end to, if there is such a thing.
    fn undone(known: &Known<'_>, action: &'a Action) -> Option<Self> {
        match action {
            Action::ExpireActivity(id) | Action::ResetActivity(id) => Some(Self::Activity(id)),
            Action::RemoveFromGroup(id) => Some(Self::Group(id)),
            _ => None,
        }
        .filter(|thing| thing.exists(known))
    }

    fn exists(self, known: &Known<'_>) -> bool {
        match self {
            Self::Activity(id) => known.find(Wanted::Activity, id),
            Self::Group(id) => known.find(Wanted::Group, id),
        }
        .is_some()
    }
}

/// For each rule those that it sets off, with the actions that do: the first, and
/// all others that any rule undoes.
type Edges<'a> = Vec<BTreeMap<usize, Vec<(usize, Thing<'a>)>>>;

/// `rule-cycle`, `rule-chain`, `hourly-loop`.
pub(super) fn check(out: &mut Out<'_>) {
    let rules: Vec<(usize, &Automation)> = out.known.running().collect();
    let undone: Vec<BTreeSet<Thing<'_>>> = rules
        .iter()
        .map(|(_, rule)| rule.actions.iter().filter_map(|a| Thing::undone(out.known, a)).collect())
        .collect();
    let edges = edges(out, &rules, &undone.iter().flatten().copied().collect());
    let mut in_cycles = BTreeSet::new();
    for cycle in cycles(&edges, &undone) {
        in_cycles.extend(cycle.ring.iter().copied());
        cycle.tell(out, &rules);
    }
    for ring in rings(&edges) {
        // Where it leads to a cycle, that is what has to be seen to.
        if reach(&edges, ring.iter().copied()).is_disjoint(&in_cycles) {
            tell_chain(out, &rules, &edges, &ring);
        }
    }
    hourly::check(out, &rules, &edges);
}

fn edges<'a>(
    out: &Out<'a>,
    rules: &[(usize, &'a Automation)],
    undone: &BTreeSet<Thing<'_>>,
) -> Edges<'a> {
    let known = out.known;
    let empty = known.project.options.empty_groups_are_false;
    let mut by_event: BTreeMap<EventKind, Vec<usize>> = BTreeMap::new();
    for (node, (_, rule)) in rules.iter().enumerate() {
        by_event.entry(rule.event).or_default().push(node);
    }
    let mut edges = Edges::with_capacity(rules.len());
    for (_, rule) in rules {
        let mut next: BTreeMap<usize, Vec<(usize, Thing<'a>)>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for (action, caused) in rule.actions.iter().enumerate() {
            let Some(thing) = Thing::done(known, caused).filter(|thing| seen.insert(*thing)) else {
                continue;
            };
            for cause in causes(out, caused) {
                for target in by_event.get(&cause.event).into_iter().flatten() {
                    let Some((_, other)) = rules.get(*target) else { continue };
                    let more = undone.contains(&thing);
                    let wanted = next.get(target).is_none_or(|acts| {
                        more && acts.last().is_none_or(|(last, _)| *last != action)
                    });
                    if wanted && cause.sets_off(other, empty) {
                        next.entry(*target).or_default().push((action, thing));
                    }
                }
            }
        }
        edges.push(next);
    }
    edges
}

/// A ring of rules that goes on without end.
struct Cycle {
    ring: Vec<usize>,
    /// The action of the first rule that sets the second one off.
    action: usize,
    /// The rules that undo what the ring does.
    undoers: Vec<usize>,
}

/// Rings whose every step is undone by rules that they set off.
fn cycles(edges: &Edges<'_>, undone: &[BTreeSet<Thing<'_>>]) -> Vec<Cycle> {
    let mut out = Vec::new();
    let ever: BTreeSet<Thing<'_>> = undone.iter().flatten().copied().collect();
    let all: Vec<usize> = (0..edges.len()).collect();
    // Parts of the graph, with the nodes in which rings are looked for: smaller
    // and smaller ones, as what is not undone happens once only.
    let mut open = vec![(part(edges, &all, &ever), all.clone(), all.iter().copied().collect())];
    while let Some((graph, names, core)) = open.pop() {
        let core: BTreeSet<usize> = core;
        for set in components(&graph) {
            let set: BTreeSet<usize> = set.into_iter().collect();
            if !set.is_subset(&core) || ring(&graph, &set).is_none() {
                continue;
            }
            let nodes: Vec<usize> = reach(&graph, set.iter().copied()).into_iter().collect();
            let name = |node: &usize| names.get(*node).copied();
            let of = |node: &usize| name(node).and_then(|name| undone.get(name));
            let things: BTreeSet<Thing<'_>> =
                nodes.iter().filter_map(of).flatten().copied().collect();
            let left = part(&graph, &nodes, &things);
            let local = set.iter().filter_map(|node| nodes.binary_search(node).ok());
            let local: BTreeSet<usize> = local.collect();
            let names: Vec<usize> = nodes.iter().filter_map(name).collect();
            let acts = |edges: &Edges<'_>, node: usize| -> usize {
                edges.get(node).into_iter().flat_map(BTreeMap::values).map(Vec::len).sum()
            };
            let settled =
                nodes.iter().enumerate().all(|(new, old)| acts(&left, new) == acts(&graph, *old));
            if !settled {
                open.push((left, names, local));
                continue;
            }
            let Some(ring) = ring(&left, &local) else { continue };
            let next = |at: usize| ring.get(at + 1).or(ring.first());
            let steps: Vec<&(usize, Thing<'_>)> = ring
                .iter()
                .enumerate()
                .filter_map(|(at, node)| left.get(*node)?.get(next(at)?)?.first())
                .collect();
            let undoes = |node: &usize| {
                let own = undone.get(*node);
                own.is_some_and(|own| steps.iter().any(|(_, thing)| own.contains(thing)))
            };
            out.push(Cycle {
                ring: ring.iter().filter_map(|node| names.get(*node).copied()).collect(),
                action: steps.first().map_or(0, |(action, _)| *action),
                undoers: names.iter().copied().filter(undoes).collect(),
            });
        }
    }
    out.sort_by(|a, b| a.ring.cmp(&b.ring));
    out
}

/// The graph between some nodes, by their place among them, of the actions that
/// do one of these things.
fn part<'a>(edges: &Edges<'a>, nodes: &[usize], things: &BTreeSet<Thing<'_>>) -> Edges<'a> {
    let kept = |acts: &Vec<(usize, Thing<'a>)>| -> Vec<(usize, Thing<'a>)> {
        acts.iter().copied().filter(|(_, thing)| things.contains(thing)).collect()
    };
    let next = |node: &usize| {
        let targets = edges.get(*node).into_iter().flatten();
        let targets = targets.filter_map(|(target, acts)| {
            let (target, acts) = (nodes.binary_search(target).ok()?, kept(acts));
            (!acts.is_empty()).then_some((target, acts))
        });
        targets.collect()
    };
    nodes.iter().map(next).collect()
}

/// The names of a ring's rules, the first one again at the end.
fn names<'a>(known: &Known<'a>, rules: &[(usize, &Automation)], ring: &[usize]) -> Vec<&'a str> {
    let named = |node: &usize| Some(known.title(List::Automations, rules.get(*node)?.0));
    ring.iter().chain(ring.first()).filter_map(named).collect()
}

fn subjects(rules: &[(usize, &Automation)], nodes: &BTreeSet<usize>) -> Vec<Subject> {
    let subject = |node: &usize| Some(Subject::automation(&rules.get(*node)?.1.id));
    nodes.iter().filter_map(subject).collect()
}

impl Cycle {
    fn tell(&self, out: &mut Out<'_>, rules: &[(usize, &Automation)]) {
        let known = out.known;
        let Some((first, (index, rule))) =
            self.ring.first().and_then(|first| Some((first, *rules.get(*first)?)))
        else {
            return;
        };
        let names = names(known, rules, &self.ring);
        let named = |node: &usize| Some(known.title(List::Automations, rules.get(*node)?.0));
        let by = words::list(self.undoers.iter().filter_map(named));
        let limit = known.project.options.chain_limit.clamp(1, 1000) as usize;
        let events = words::count(limit, "event");
        let message = match self.ring.len() {
            1 => {
                let rule = words::list(names.into_iter().take(1));
                format!(
                    "{rule} sets itself off, without end. What was done is undone by {by}, so that it is done again, until the chain is cut after {events}."
                )
            }
            _ => {
                let rules = words::sequence(names);
                format!(
                    "These rules set each other off without end: {rules}. What was done is undone by {by}, so that it is done again, until the chain is cut after {events}."
                )
            }
        };
        let path = format!("automations.{}.actions[{}]", rule.id, self.action);
        let finding = Diagnostic::error("rule-cycle", path, message).repair(
            "Take one of the actions out, or add a condition that no longer holds after it.",
        );
        let mut others: BTreeSet<usize> = self.ring.iter().chain(&self.undoers).copied().collect();
        others.remove(first);
        out.relate(List::Automations, index, finding, None, subjects(rules, &others));
    }
}

/// A ring that stops by itself.
fn tell_chain(
    out: &mut Out<'_>,
    rules: &[(usize, &Automation)],
    edges: &Edges<'_>,
    ring: &[usize],
) {
    let Some((first, (index, rule))) =
        ring.first().and_then(|first| Some((first, *rules.get(*first)?)))
    else {
        return;
    };
    let after = ring.get(1).unwrap_or(first);
    let acts = edges.get(*first).and_then(|next| next.get(after));
    let action = acts.and_then(|acts| acts.first()).map_or(0, |(action, _)| *action);
    let names = names(out.known, rules, ring);
    let message = match ring.len() {
        1 => {
            let rule = words::list(names.into_iter().take(1));
            format!(
                "{rule} sets itself off. That stops by itself: the second time it has been done already."
            )
        }
        _ => {
            let rules = words::sequence(names);
            format!(
                "These rules set each other off: {rules}. That stops by itself: the second time it has been done already."
            )
        }
    };
    let path = format!("automations.{}.actions[{action}]", rule.id);
    let finding = Diagnostic::info("rule-chain", path, message)
        .repair("Nothing has to be done, if that is how it is meant.");
    let others = ring.iter().copied().filter(|node| node != first).collect();
    out.relate(List::Automations, index, finding, None, subjects(rules, &others));
}
