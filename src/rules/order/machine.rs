//! A condition tree that is kept up to date while completions come and go:
//! each change walks up from a leaf only as far as something changes.

use super::items::{ItemKind, RuleItem, completed_item, event_item, is_completion};
use crate::catalogue::EventKind;
use crate::rules::Node;
use std::collections::BTreeMap;

const NOWHERE: usize = usize::MAX;

/// A group or a leaf: it holds when `have` of its parts do, `need` at least.
struct Gate {
    parent: usize,
    need: usize,
    have: usize,
}

/// The compiled tree. Items go by their place in the list it was made with.
pub(super) struct Machine {
    gates: Vec<Gate>,
    /// For each item the leaves that hold when it is completed.
    completed: Vec<Vec<usize>>,
    /// For each item the leaves that an event about it turns, and to what.
    about: Vec<Vec<(usize, bool)>>,
}

struct Compiler<'a> {
    machine: Machine,
    places: BTreeMap<(ItemKind, &'a str), usize>,
    kind: Option<ItemKind>,
    empty_is_false: bool,
}

impl Machine {
    /// Compiles a tree for a rule on `event`. Conditions on the state other than
    /// completions of the items are taken to hold, a `not` of a condition on the
    /// state too; an "in event" condition on another kind of item than the
    /// event's never holds. The tree must not be deeper than [`Node::MAX_DEPTH`].
    pub fn new(
        tree: Option<&Node>,
        event: EventKind,
        items: &[RuleItem],
        empty_is_false: bool,
    ) -> Self {
        let places =
            items.iter().enumerate().map(|(i, item)| ((item.kind, &*item.id), i)).collect();
        let machine = Self {
            gates: Vec::new(),
            completed: vec![Vec::new(); items.len()],
            about: vec![Vec::new(); items.len()],
        };
        let kind = ItemKind::in_event(event);
        let mut compiler = Compiler { machine, places, kind, empty_is_false };
        if let Some(tree) = tree {
            compiler.add(tree, NOWHERE, false);
        }
        compiler.machine
    }

    /// Says that an item is completed, or no longer is.
    pub fn complete(&mut self, item: usize, truth: bool) {
        for &leaf in self.completed.get(item).into_iter().flatten() {
            set(&mut self.gates, leaf, truth);
        }
    }

    /// Whether the tree holds at an event about the item, or about something
    /// that the tree does not name.
    pub fn holds(&mut self, about: Option<usize>) -> bool {
        let turned = about.and_then(|item| self.about.get(item));
        for &(leaf, truth) in turned.into_iter().flatten() {
            set(&mut self.gates, leaf, truth);
        }
        let holds = self.gates.first().is_none_or(|root| root.have >= root.need);
        for &(leaf, truth) in turned.into_iter().flatten() {
            set(&mut self.gates, leaf, !truth);
        }
        holds
    }
}

fn set(gates: &mut [Gate], leaf: usize, truth: bool) {
    let Some(gate) = gates.get_mut(leaf) else { return };
    let mut truth = truth;
    let mut changed = (gate.have > 0) != truth;
    gate.have = usize::from(truth);
    let mut at = gate.parent;
    while changed && let Some(gate) = gates.get_mut(at) {
        let before = gate.have >= gate.need;
        gate.have = if truth { gate.have + 1 } else { gate.have.saturating_sub(1) };
        truth = gate.have >= gate.need;
        changed = before != truth;
        at = gate.parent;
    }
}

impl Compiler<'_> {
    /// Adds a node and says whether it holds to begin with; `None` for an empty
    /// group that is ignored.
    fn add(&mut self, node: &Node, parent: usize, negated: bool) -> Option<bool> {
        match node {
            Node::Not(inner) if inner.is_group() || matches!(**inner, Node::Not(_)) => {
                self.add(inner, parent, !negated)
            }
            Node::Not(inner) => Some(self.leaf(inner, parent, !negated)),
            Node::And(nodes) | Node::Or(nodes) => {
                let all = matches!(node, Node::And(_)) != negated;
                self.group(nodes, parent, all, negated)
            }
            leaf => Some(self.leaf(leaf, parent, negated)),
        }
    }

    fn group(&mut self, nodes: &[Node], parent: usize, all: bool, negated: bool) -> Option<bool> {
        let own = self.machine.gates.len();
        self.machine.gates.push(Gate { parent, need: 1, have: 0 });
        let (mut parts, mut have) = (0, 0);
        for node in nodes {
            if let Some(holds) = self.add(node, own, negated) {
                parts += 1;
                have += usize::from(holds);
            }
        }
        if parts == 0 {
            if !self.empty_is_false {
                self.machine.gates.truncate(own);
                return None;
            }
            have = usize::from(negated);
        }
        let need = if all { parts.max(1) } else { 1 };
        if let Some(gate) = self.machine.gates.get_mut(own) {
            (gate.need, gate.have) = (need, have);
        }
        Some(have >= need)
    }

    fn leaf(&mut self, leaf: &Node, parent: usize, negated: bool) -> bool {
        let own = self.machine.gates.len();
        let mut holds = true;
        let place = |item: Option<(ItemKind, _)>| {
            item.and_then(|(kind, id): (ItemKind, &crate::catalogue::Id)| {
                self.places.get(&(kind, id.as_str())).copied()
            })
        };
        if let Some((kind, _)) = event_item(leaf) {
            let wanted = match leaf {
                Node::ActivityInEvent(condition) => is_completion(condition.status),
                _ => true,
            };
            // No event yet.
            holds = negated;
            if Some(kind) == self.kind
                && wanted
                && let Some(item) = place(event_item(leaf))
                && let Some(leaves) = self.machine.about.get_mut(item)
            {
                leaves.push((own, !negated));
            }
        } else if !negated && let Some(item) = place(completed_item(leaf)) {
            holds = false;
            if let Some(leaves) = self.machine.completed.get_mut(item) {
                leaves.push(own);
            }
        }
        self.machine.gates.push(Gate { parent, need: 1, have: usize::from(holds) });
        holds
    }
}
