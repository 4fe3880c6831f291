//! The smallest set of conditions that would have to change for a tree to hold.
//!
//! Every node yields the ways to make it hold, each a set of values that facts
//! must have; ways that contradict themselves are dropped, and of the rest the
//! cheapest are kept. A fact that several conditions read is one change.

use crate::catalogue::EventKind;
use crate::rules::WantedStatus;
use crate::rules::checked::{Checked, Ix};
use crate::rules::tree::{Assume, EventFacts, Facts, Leaf, Tree, TreeNode};

/// How many ways are kept for each node. Rules that people write have a handful.
const WAYS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// What the event is about: it can be about one thing only.
    Event,
    Bit(Ix),
    /// A condition of its own: scores and times.
    Node(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Wanted {
    Event(EventKind, Ix, WantedStatus),
    Holds(bool),
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    key: Key,
    wanted: Wanted,
    changes: bool,
    node: usize,
}

/// A way to make a node hold, sorted by key.
type Way = Vec<Part>;

/// The positions of the conditions in the smallest set; of equally small ones
/// the first in the tree. Empty when the tree holds, or can't be made to.
pub fn smallest(
    tree: &Tree,
    event: &EventFacts,
    facts: &impl Facts,
    checked: &Checked,
) -> Vec<usize> {
    let way = ways(tree, 0, event, facts, checked).into_iter().flatten().next();
    let mut out: Vec<usize> =
        way.unwrap_or_default().iter().filter(|part| part.changes).map(|part| part.node).collect();
    out.sort_unstable();
    out
}

fn cost(way: &Way) -> usize {
    way.iter().filter(|part| part.changes).count()
}

/// `None` for a group that is ignored.
fn ways(
    tree: &Tree,
    at: usize,
    event: &EventFacts,
    facts: &impl Facts,
    checked: &Checked,
) -> Option<Vec<Way>> {
    match tree.nodes.get(at)? {
        TreeNode::Leaf { leaf: Leaf::Missing(_), .. } => Some(Vec::new()),
        TreeNode::Leaf { leaf, negated } => {
            let changes = leaf.holds(event, facts, checked, Assume::Nothing) == *negated;
            let (key, wanted) = match leaf {
                Leaf::InEvent { kind, target, status } => {
                    (Key::Event, Wanted::Event(*kind, *target, *status))
                }
                Leaf::Bit { bit, .. } => (Key::Bit(*bit), Wanted::Holds(!negated)),
                _ => (Key::Node(at), Wanted::Holds(!negated)),
            };
            Some(vec![vec![Part { key, wanted, changes, node: at }]])
        }
        TreeNode::Group { all, .. } => {
            let parts: Vec<Vec<Way>> =
                tree.parts(at).filter_map(|part| ways(tree, part, event, facts, checked)).collect();
            if parts.is_empty() {
                return checked.settings.empty_groups_are_false.then(Vec::new);
            }
            let mut out = if *all {
                parts.into_iter().fold(vec![Way::new()], |sofar, part| {
                    let mut next = Vec::new();
                    for one in &sofar {
                        next.extend(part.iter().filter_map(|other| merge(one, other)));
                    }
                    keep_cheapest(&mut next);
                    next
                })
            } else {
                parts.into_iter().flatten().collect()
            };
            keep_cheapest(&mut out);
            Some(out)
        }
    }
}

fn keep_cheapest(ways: &mut Vec<Way>) {
    ways.sort_by_key(cost);
    ways.dedup();
    ways.truncate(WAYS);
}

/// Both at once; `None` when they contradict each other.
fn merge(one: &Way, other: &Way) -> Option<Way> {
    let mut out = one.clone();
    for part in other {
        match out.iter_mut().find(|mine| mine.key == part.key) {
            None => out.push(part.clone()),
            Some(mine) => match (mine.wanted, part.wanted) {
                (Wanted::Event(k, t, s), Wanted::Event(kind, target, status)) => {
                    if (k, t) != (kind, target) {
                        return None;
                    }
                    let either = match (s, status) {
                        (a, b) if a == b => a,
                        (WantedStatus::Any, b) => b,
                        (a, WantedStatus::Any) => a,
                        // Passing is completing.
                        (WantedStatus::Completed, WantedStatus::Passed)
                        | (WantedStatus::Passed, WantedStatus::Completed) => WantedStatus::Passed,
                        _ => return None,
                    };
                    mine.wanted = Wanted::Event(kind, target, either);
                    mine.changes |= part.changes;
                }
                (mine, theirs) if mine != theirs => return None,
                _ => {}
            },
        }
    }
    out.sort_by_key(|part| part.key);
    Some(out)
}
