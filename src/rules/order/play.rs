//! Playing the orders: all of them by way of their sets, or some one by one.

use super::items::{ItemKind, RuleItem};
use super::machine::Machine;
use super::{Counts, MAX_EXHAUSTIVE, OrderCheck, Twice};
use crate::catalogue::Id;
use crate::rules::{Automation, Project};
use std::collections::{BTreeMap, BTreeSet};

/// What completing a step's item is to the rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// An event about the item.
    About,
    /// An event about something that the rule does not name.
    Other,
    /// Nothing.
    Not,
}

/// One completion that has its place in the orders.
pub(super) struct Step {
    pub item: usize,
    pub seen: Seen,
    /// Steps that have to come before.
    pub after: Vec<usize>,
}

/// An item that follows from others.
pub(super) struct Derived {
    pub item: usize,
    /// Those it follows from, all of them.
    pub from: BTreeSet<usize>,
    /// Whether the rule sees its event.
    pub seen: bool,
}

/// A rule, its items and its machine.
pub(super) struct Play {
    pub items: Vec<RuleItem>,
    pub steps: Vec<Step>,
    pub derived: Vec<Derived>,
    pub machine: Machine,
    pub counts: Counts,
}

/// What fired in one order: for each step the items that the events were about.
pub(super) type Fired = Vec<Vec<usize>>;

impl Play {
    /// Sorts the items into those that are played and those that follow.
    pub fn new(project: &Project, automation: &Automation, items: Vec<RuleItem>) -> Self {
        let event = automation.event;
        let kind = ItemKind::in_event(event);
        let empty = project.options.empty_groups_are_false;
        let machine = Machine::new(automation.conditions.as_ref(), event, &items, empty);
        let activities: BTreeMap<&Id, usize> = items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.kind == ItemKind::Activity)
            .map(|(i, item)| (&item.id, i))
            .collect();
        let sources = |item: &RuleItem| -> Option<BTreeSet<usize>> {
            let all = item.parts.iter().map(|part| activities.get(part).copied());
            all.collect::<Option<_>>().filter(|from: &BTreeSet<usize>| !from.is_empty())
        };
        let (mut steps, mut derived) = (Vec::new(), Vec::new());
        for (i, item) in items.iter().enumerate() {
            let own = Some(item.kind) == kind;
            match sources(item) {
                Some(from) => derived.push(Derived { item: i, from, seen: own }),
                None => {
                    let seen = match (own, kind) {
                        (true, _) => Seen::About,
                        (false, Some(ItemKind::Activity)) => Seen::Other,
                        _ => Seen::Not,
                    };
                    steps.push(Step { item: i, seen, after: Vec::new() });
                }
            }
        }
        let mut play =
            Self { items, steps, derived, machine, counts: Counts::of(project, automation) };
        play.order_steps();
        play
    }

    /// Finds out which steps have to come before which.
    fn order_steps(&mut self) {
        let whole: Vec<(usize, BTreeSet<&Id>)> = self
            .steps
            .iter()
            .enumerate()
            .filter_map(|(s, step)| Some((s, self.items.get(step.item)?)))
            .map(|(s, item)| (s, item.parts.iter().collect()))
            .collect();
        let mut after: Vec<Vec<usize>> = Vec::with_capacity(whole.len());
        for (_, parts) in &whole {
            let is_before = |(s, other): &&(usize, BTreeSet<&Id>)| {
                let step = self.steps.get(*s).and_then(|step| self.items.get(step.item));
                match step {
                    Some(item) if item.kind == ItemKind::Activity => parts.contains(&item.id),
                    // A journey of a programme; two of the same are independent.
                    _ => !other.is_empty() && other.len() < parts.len() && other.is_subset(parts),
                }
            };
            let none = parts.is_empty();
            let before = whole.iter().filter(|_| !none).filter(is_before).map(|(s, _)| *s);
            after.push(before.collect());
        }
        for (step, after) in self.steps.iter_mut().zip(after) {
            step.after = after;
        }
    }

    /// Covers every order, or a sample where there are too many.
    pub fn check(mut self) -> OrderCheck {
        match self.steps.len() <= MAX_EXHAUSTIVE && self.items.len() <= 64 {
            true => self.check_all(),
            false => self.check_some(),
        }
    }

    /// A report that found nothing yet.
    pub fn report(&self) -> OrderCheck {
        OrderCheck {
            items: self.items.iter().map(|item| item.id.clone()).collect(),
            exhaustive: false,
            orders_played: 0,
            orders_total: 0.0,
            nothing: None,
            twice: None,
            fires_on_first: true,
        }
    }

    /// Steps by the ids of their items.
    pub fn ids(&self, order: &[usize]) -> Vec<Id> {
        let item = |&s: &usize| Some(self.items.get(self.steps.get(s)?.item)?.id.clone());
        order.iter().filter_map(item).collect()
    }

    /// What fires as a step is done; the machine already knows what is completed.
    pub fn fired(&mut self, step: usize, follows: &[usize]) -> Vec<usize> {
        let mut fired = Vec::new();
        let Some(&Step { item, seen, .. }) = self.steps.get(step) else { return fired };
        let about = (seen == Seen::About).then_some(item);
        if seen != Seen::Not && self.machine.holds(about) {
            fired.push(item);
        }
        for &d in follows {
            if let Some(&Derived { item, seen: true, .. }) = self.derived.get(d)
                && self.machine.holds(Some(item))
            {
                fired.push(item);
            }
        }
        fired
    }

    /// Whether repeating a step when everything is completed fires the rule.
    pub fn fires_again(&mut self, step: usize) -> bool {
        !self.fired(step, &[]).is_empty()
    }

    /// Plays one order, in which a step may be there again, from the beginning.
    pub fn play(&mut self, order: &[usize]) -> Fired {
        (0..self.items.len()).for_each(|item| self.machine.complete(item, false));
        let mut missing: Vec<BTreeSet<usize>> =
            self.derived.iter().map(|d| d.from.clone()).collect();
        let mut done = BTreeSet::new();
        let mut fired = Vec::with_capacity(order.len());
        for &s in order {
            let mut follows = Vec::new();
            if let Some(item) = self.steps.get(s).map(|step| step.item)
                && done.insert(item)
            {
                self.machine.complete(item, true);
                for (d, left) in missing.iter_mut().enumerate() {
                    if left.remove(&item) && left.is_empty() {
                        follows.push(d);
                    }
                }
                for d in &follows {
                    if let Some(derived) = self.derived.get(*d) {
                        self.machine.complete(derived.item, true);
                    }
                }
            }
            fired.push(self.fired(s, &follows));
        }
        for item in 0..self.items.len() {
            self.machine.complete(item, false);
        }
        fired
    }

    /// Which of the firings grant.
    pub fn twice(&self, order: &[usize], fired: &Fired) -> Twice {
        let mut given = BTreeSet::new();
        let mut at = Vec::new();
        for (i, items) in fired.iter().enumerate() {
            for item in items {
                if given.insert(*item) || self.counts.every_event {
                    at.push(i);
                }
            }
        }
        Twice { counterexample: self.ids(order), at }
    }
}
