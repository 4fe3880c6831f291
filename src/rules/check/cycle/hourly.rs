//! Hourly rules that undo each other: each turn takes an hour, and there is
//! always another.

use super::super::known::Known;
use super::super::out::{Out, Subject};
use super::super::tree::{Can, can};
use super::{Edges, Thing};
use crate::catalogue::{EventKind, Period};
use crate::diagnostic::Diagnostic;
use crate::rules::{Action, Anchor, Automation, List, Node, Wanted};
use std::collections::{BTreeMap, BTreeSet};

/// Conditions that two rules have to agree on are tried in every combination, up
/// to so many of them; the others are taken to fit.
const MAX_SHARED: usize = 10;

/// How many combinations are tried in all, before everything is taken to fit.
const MAX_TRIED: usize = 1 << 17;

/// How many pairs of rules are looked at.
const MAX_PAIRS: usize = 50_000;

/// An action: its rule's place among those that run, and its own.
type Act = (usize, usize);

/// The actions that do and undo a thing.
type Toggles<'a> = BTreeMap<Thing<'a>, (Vec<Act>, Vec<Act>)>;

/// `hourly-loop`.
pub(super) fn check<'a>(out: &mut Out<'a>, rules: &[(usize, &'a Automation)], edges: &Edges<'a>) {
    let known = out.known;
    let periodic = |node: &usize| {
        rules.get(*node).is_some_and(|(_, rule)| rule.event == EventKind::PeriodicCheck)
    };
    let hourly: Vec<usize> = (0..rules.len()).filter(periodic).collect();
    let toggles = match hourly.is_empty() {
        true => Toggles::new(),
        false => toggles(known, rules),
    };
    let mut search =
        Search { known, rules, looping: toggles.keys().copied().collect(), tried: 0, pairs: 0 };
    // Things that take turns may let each other do so; what none of the others
    // keeps going falls away, until the rest stays.
    let found = loop {
        let active = active(&hourly, edges, &search.looping);
        let mut found: BTreeMap<Thing<'_>, (Act, Act)> = BTreeMap::new();
        for (thing, acts) in &toggles {
            if search.looping.contains(thing) {
                found.extend(search.pair(*thing, acts, &active).map(|pair| (*thing, pair)));
            }
        }
        if found.len() == search.looping.len() {
            break found;
        }
        search.looping = found.into_keys().collect();
    };
    let mut told = BTreeSet::new();
    for (thing, (does, undoes)) in found {
        if told.insert((does.0.min(undoes.0), does.0.max(undoes.0))) {
            tell(out, rules, thing, does, undoes);
        }
    }
}

fn toggles<'a>(known: &Known<'_>, rules: &[(usize, &'a Automation)]) -> Toggles<'a> {
    let mut out = Toggles::new();
    for (node, (_, rule)) in rules.iter().enumerate() {
        for (at, action) in rule.actions.iter().enumerate() {
            if let Some(thing) = Thing::done(known, action) {
                out.entry(thing).or_default().0.push((node, at));
            }
            if let Some(thing) = Thing::undone(known, action) {
                out.entry(thing).or_default().1.push((node, at));
            }
        }
    }
    out.retain(|_, (does, undoes)| !does.is_empty() && !undoes.is_empty());
    out
}

/// The rules that act hour after hour: hourly ones, and those that they set off
/// by what is done again and again.
fn active(hourly: &[usize], edges: &Edges<'_>, looping: &BTreeSet<Thing<'_>>) -> BTreeSet<usize> {
    let mut active: BTreeSet<usize> = hourly.iter().copied().collect();
    let mut open = hourly.to_vec();
    while let Some(node) = open.pop() {
        for (target, acts) in edges.get(node).into_iter().flatten() {
            if acts.iter().any(|(_, thing)| looping.contains(thing)) && active.insert(*target) {
                open.push(*target);
            }
        }
    }
    active
}

/// What a condition says while two rules take turns.
enum Role {
    /// This.
    Fixed(bool),
    /// Now this, now that.
    Free,
    /// The same all the time.
    Shared,
}

/// Two rules that may take turns at a thing.
struct Turns<'a> {
    thing: Thing<'a>,
    /// Whether it is taken back with its scores.
    reset: bool,
    /// What else they leave behind, once each has acted: nobody undoes that.
    settled: BTreeMap<Thing<'a>, bool>,
}

struct Search<'a, 'r> {
    known: &'a Known<'a>,
    rules: &'r [(usize, &'a Automation)],
    /// What may be done and undone all the time.
    looping: BTreeSet<Thing<'a>>,
    tried: usize,
    pairs: usize,
}

impl<'a> Search<'a, '_> {
    /// The first two actions that take turns.
    fn pair(
        &mut self,
        thing: Thing<'a>,
        (does, undoes): &(Vec<Act>, Vec<Act>),
        active: &BTreeSet<usize>,
    ) -> Option<(Act, Act)> {
        for does in does.iter().filter(|(node, _)| active.contains(node)) {
            for undoes in undoes.iter().filter(|(node, _)| active.contains(node)) {
                self.pairs += 1;
                if self.pairs > MAX_PAIRS {
                    return None;
                }
                if self.take_turns(thing, *does, *undoes) {
                    return Some((*does, *undoes));
                }
            }
        }
        None
    }

    /// Whether some learner is such that the one acts whenever the thing is not
    /// so, and the other whenever it is.
    fn take_turns(&mut self, thing: Thing<'a>, does: Act, undoes: Act) -> bool {
        let (Some((_, doer)), Some((_, undoer))) =
            (self.rules.get(does.0), self.rules.get(undoes.0))
        else {
            return false;
        };
        let reset = matches!(undoer.actions.get(undoes.1), Some(Action::ResetActivity(_)));
        let turns = Turns { thing, reset, settled: self.settled(thing, [*doer, *undoer]) };
        let both_hourly = [doer, undoer].iter().all(|rule| rule.event == EventKind::PeriodicCheck);
        // In the same hour, undone first and then done again.
        let at_once = both_hourly && undoes < does;
        let mut shared: Vec<&Node> = Vec::new();
        let mut open: Vec<&Node> =
            [doer, undoer].iter().filter_map(|r| r.conditions.as_ref()).collect();
        while let Some(node) = open.pop() {
            open.extend(node.children());
            let is_shared = node.children().is_empty()
                && !node.is_group()
                && !node.is_in_event()
                && matches!(self.role(node, &turns, true), Role::Shared);
            if is_shared && shared.len() < MAX_SHARED && !shared.contains(&node) {
                shared.push(node);
            }
        }
        if self.tried.saturating_add(1 << shared.len()) > MAX_TRIED {
            shared.clear();
        }
        let holds = |rule: &Automation, done: bool, row: usize| {
            let leaf = |node: &Node| match self.role(node, &turns, done) {
                Role::Fixed(truth) => Can::only(truth),
                Role::Free => Can::BOTH,
                Role::Shared => match shared.iter().position(|other| *other == node) {
                    Some(bit) => Can::only(row & (1 << bit) != 0),
                    None => Can::BOTH,
                },
            };
            let leaf = |node: &Node| match node.is_in_event() {
                // Every full hour is about nothing.
                true if rule.event == EventKind::PeriodicCheck => Can::only(false),
                true => Can::BOTH,
                false => leaf(node),
            };
            let empty = self.known.project.options.empty_groups_are_false;
            let tree = rule.conditions.as_ref();
            tree.is_none_or(|tree| can(tree, empty, &leaf).is_none_or(|can| can.hold))
        };
        let mut tried = 0;
        let found = (0..1_usize << shared.len()).any(|row| {
            tried += 1;
            holds(undoer, true, row)
                && (holds(doer, false, row) || (at_once && holds(doer, true, row)))
        });
        self.tried = self.tried.saturating_add(tried);
        found
    }

    fn settled(&self, thing: Thing<'a>, rules: [&'a Automation; 2]) -> BTreeMap<Thing<'a>, bool> {
        let (mut does, mut undoes) = (BTreeSet::new(), BTreeSet::new());
        for action in rules.into_iter().flat_map(|rule| &rule.actions) {
            does.extend(Thing::done(self.known, action));
            undoes.extend(Thing::undone(self.known, action));
        }
        let done = does.difference(&undoes).map(|thing| (*thing, true));
        let undone = undoes.difference(&does).map(|thing| (*thing, false));
        let stays = |other: &Thing<'_>| *other != thing && !self.looping.contains(other);
        done.chain(undone).filter(|(other, _)| stays(other)).collect()
    }

    fn role(&self, node: &Node, turns: &Turns<'_>, done: bool) -> Role {
        match node {
            Node::ActivityCompleted(id) => self.is(Thing::Activity(id), turns, done),
            Node::LearnerInGroup(id) => self.is(Thing::Group(id), turns, done),
            Node::JourneyCompleted(id) => match turns.thing {
                // Expiring an activity expires the journeys that require it.
                Thing::Activity(own) if !done && self.requires(id, |a| a == own) => {
                    Role::Fixed(false)
                }
                _ if self.moves(id) => Role::Free,
                _ => Role::Shared,
            },
            // A completion by a rule has no score, and a reset forgets the others.
            Node::Score(range)
                if turns.reset && turns.thing == Thing::Activity(&range.activity) =>
            {
                Role::Fixed(false)
            }
            Node::TimeSince(time) => match &time.since {
                // It was just now, each time.
                Anchor::Completion(id) if self.moves(id) => match time.from == Period::default() {
                    true => Role::Free,
                    false => Role::Fixed(false),
                },
                _ => Role::Shared,
            },
            _ => Role::Shared,
        }
    }

    fn is(&self, other: Thing<'_>, turns: &Turns<'_>, done: bool) -> Role {
        match turns.settled.get(&other) {
            _ if other == turns.thing => Role::Fixed(done),
            _ if self.looping.contains(&other) => Role::Free,
            Some(settled) => Role::Fixed(*settled),
            None => Role::Shared,
        }
    }

    /// Whether an activity or journey is completed again and again.
    fn moves(&self, id: &str) -> bool {
        let looping = |id: &str| self.looping.contains(&Thing::Activity(id));
        looping(id) || self.requires(id, looping)
    }

    fn requires(&self, journey: &str, wanted: impl Fn(&str) -> bool) -> bool {
        let found = self.known.find(Wanted::Journey, journey);
        let journey = found.and_then(|(_, index)| self.known.project.journeys.get(index));
        let mut steps = journey.into_iter().flat_map(|journey| &journey.activities);
        steps.any(|step| step.required && wanted(&step.activity))
    }
}

fn tell(
    out: &mut Out<'_>,
    rules: &[(usize, &Automation)],
    thing: Thing<'_>,
    does: Act,
    undoes: Act,
) {
    let known = out.known;
    let (Some((index, rule)), Some((other_index, other))) =
        (rules.get(does.0).copied(), rules.get(undoes.0).copied())
    else {
        return;
    };
    let name = known.title(List::Automations, index);
    let second = known.title(List::Automations, other_index);
    let message = match (thing, does.0 == undoes.0) {
        (Thing::Activity(id), true) => format!(
            "“{name}” completes “{}” and takes that back, hour after hour, without end.",
            known.name(Wanted::Activity, id)
        ),
        (Thing::Activity(id), false) => format!(
            "“{name}” completes “{}” and “{second}” takes that back: they go on like that, hour after hour, without end.",
            known.name(Wanted::Activity, id)
        ),
        (Thing::Group(id), true) => format!(
            "“{name}” adds the learner to “{}” and takes the learner out again, hour after hour, without end.",
            known.name(Wanted::Group, id)
        ),
        (Thing::Group(id), false) => format!(
            "“{name}” adds the learner to “{}” and “{second}” takes the learner out again: they go on like that, hour after hour, without end.",
            known.name(Wanted::Group, id)
        ),
    };
    let path = format!("automations.{}.actions[{}]", rule.id, does.1);
    let finding = Diagnostic::error("hourly-loop", path, message)
        .repair("Take one of the two actions out, or add a condition that ends it.");
    let related = match does.0 == undoes.0 {
        true => Vec::new(),
        false => vec![Subject::automation(&other.id)],
    };
    out.relate(List::Automations, index, finding, None, related);
}
