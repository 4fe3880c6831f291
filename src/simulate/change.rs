//! The smallest set of conditions that would have to change for a tree to hold.
//!
//! Every node yields the ways to make it hold, each a set of values that facts
//! must have; ways that contradict themselves are dropped, and of the rest the
//! cheapest are kept. A fact that several conditions read is one change.
//!
//! What makes this quick: a condition that holds already asks for nothing, unless
//! another one asks for the opposite; and a fact that nothing outside a group
//! reads is settled within the group, so that of the ways that are alike from
//! outside only the cheapest is kept. A group that shares no fact with others has
//! one way.

use super::shape::{Key, Shape};
use crate::catalogue::EventKind;
use crate::rules::WantedStatus;
use crate::rules::checked::{Checked, Ix};
use crate::rules::tree::{Assume, EventFacts, Facts, Leaf, Tree, TreeNode};

/// How many ways are kept for each node. Rules that people write have a handful.
const WAYS: usize = 64;

/// How many once some were cut off: the smallest is no longer certain to be found,
/// and a small one is found sooner.
const WAYS_WHEN_CUT: usize = 8;

/// How many things the event is tried to be about when ways were cut off.
const TARGETS: usize = 256;

/// The conditions that would have to change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Smallest {
    /// Their positions in the tree; of equally small sets the first. Empty when
    /// the tree holds, or can't be made to.
    pub nodes: Vec<usize>,
    /// Whether ways were cut off: there may be a smaller set, and where none was
    /// found there may be one.
    pub cut: bool,
}

/// The positions of the conditions in the smallest set; of equally small ones
/// the first in the tree. Empty only when the tree holds, or can't be made to:
/// where all ways that were looked at contradict themselves and others were cut
/// off, the conditions that have to change at least.
pub fn smallest(
    tree: &Tree,
    event: &EventFacts,
    facts: &impl Facts,
    checked: &Checked,
) -> Vec<usize> {
    let shape = Shape::new(tree, false);
    let mut search = Search {
        tree,
        shape: &shape,
        event,
        facts,
        checked,
        of: Of::Any,
        can: &|_, _| true,
        cut: false,
    };
    let found = search.run();
    if !found.nodes.is_empty() || !found.cut {
        return found.nodes;
    }
    // An event is about one thing: each alone leaves few ways.
    let mut best: Vec<usize> = Vec::new();
    for target in shape.targets.iter().take(TARGETS) {
        search.of = Of::Only(*target);
        let one = search.run();
        if !one.nodes.is_empty() && (best.is_empty() || one.nodes.len() < best.len()) {
            best = one.nodes;
        }
    }
    if best.is_empty() { search.at_least() } else { best }
}

/// The smallest set for an event that is given: what it is about does not
/// change. `can` says of a condition that does not hold whether it can be made
/// to; `shape` is that of [`Shape::new`] with the event given.
pub fn smallest_for_event(
    tree: &Tree,
    shape: &Shape,
    event: &EventFacts,
    facts: &impl Facts,
    checked: &Checked,
    can: &dyn Fn(&Leaf, bool) -> bool,
) -> Smallest {
    Search { tree, shape, event, facts, checked, of: Of::Given, can, cut: false }.run()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Wanted {
    Event(EventKind, Ix, WantedStatus),
    Holds(bool),
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    key: Key,
    wanted: Wanted,
    changes: bool,
    node: usize,
}

impl Part {
    /// Whether it asks for the same of the same fact.
    fn is_like(&self, other: &Self) -> bool {
        (self.key, self.wanted) == (other.key, other.wanted)
    }
}

/// A way to make a node hold.
#[derive(Clone, Debug, Default)]
struct Way {
    /// Facts that conditions outside the node read as well, sorted by key.
    open: Vec<Part>,
    /// Changes of which nothing outside the node knows.
    settled: Vec<usize>,
    /// How many changes.
    cost: usize,
}

/// What the event may be about.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// Anything: that is a change like others.
    Any,
    /// This, if anything that the tree speaks of.
    Only((EventKind, Ix)),
    /// What it is.
    Given,
}

struct Search<'a, F> {
    tree: &'a Tree,
    shape: &'a Shape,
    event: &'a EventFacts,
    facts: &'a F,
    checked: &'a Checked,
    of: Of,
    can: &'a dyn Fn(&Leaf, bool) -> bool,
    cut: bool,
}

impl<F: Facts> Search<'_, F> {
    fn run(&mut self) -> Smallest {
        self.cut = false;
        let way = self.ways(0).into_iter().flatten().next().unwrap_or_default();
        let mut nodes = way.settled;
        nodes.extend(way.open.iter().filter(|part| part.changes).map(|part| part.node));
        nodes.sort_unstable();
        Smallest { nodes, cut: self.cut }
    }

    /// `None` for a group that is ignored.
    fn ways(&mut self, at: usize) -> Option<Vec<Way>> {
        match self.tree.nodes.get(at)? {
            TreeNode::Leaf { leaf, negated } => Some(self.leaf(at, leaf, *negated)),
            TreeNode::Group { all: true, end } => {
                let (tree, mut empty) = (self.tree, true);
                let mut sofar = vec![Way::default()];
                for part in tree.parts(at) {
                    let Some(ways) = self.ways(part) else { continue };
                    empty = false;
                    sofar = self.both(sofar, ways);
                    if sofar.is_empty() {
                        return Some(sofar);
                    }
                    let behind = match tree.nodes.get(part) {
                        Some(TreeNode::Group { end, .. }) => *end,
                        _ => part + 1,
                    };
                    self.keep_cheapest(&mut sofar, at, behind);
                }
                if empty {
                    return self.checked.settings.empty_groups_are_false.then(Vec::new);
                }
                self.keep_cheapest(&mut sofar, at, *end);
                Some(sofar)
            }
            TreeNode::Group { all: false, end } => {
                let (tree, mut empty) = (self.tree, true);
                let mut out = Vec::new();
                for part in tree.parts(at) {
                    let Some(mut ways) = self.ways(part) else { continue };
                    empty = false;
                    out.append(&mut ways);
                    // Nothing is cheaper than what holds and asks for nothing.
                    if out.last().is_some_and(|way| way.cost == 0 && way.open.is_empty()) {
                        return Some(vec![Way::default()]);
                    }
                }
                if empty {
                    return self.checked.settings.empty_groups_are_false.then(Vec::new);
                }
                self.keep_cheapest(&mut out, at, *end);
                Some(out)
            }
        }
    }

    fn leaf(&self, at: usize, leaf: &Leaf, negated: bool) -> Vec<Way> {
        let free = || vec![Way::default()];
        if matches!(leaf, Leaf::Missing(_)) {
            return Vec::new();
        }
        let holds = leaf.holds(self.event, self.facts, self.checked, Assume::Nothing) != negated;
        let wanted = match leaf {
            Leaf::InEvent { kind, target, status } => {
                match self.of {
                    Of::Given if holds => return free(),
                    Of::Given => return Vec::new(),
                    Of::Only(only) if only != (*kind, *target) => return Vec::new(),
                    _ => {}
                }
                Wanted::Event(*kind, *target, *status)
            }
            _ => Wanted::Holds(!negated),
        };
        if holds && !self.shape.is_disputed(at) {
            return free();
        }
        if !holds && !(self.can)(leaf, negated) {
            return Vec::new();
        }
        let part = Part { key: self.shape.key(at), wanted, changes: !holds, node: at };
        vec![Way { open: vec![part], settled: Vec::new(), cost: usize::from(!holds) }]
    }

    /// Every way of one with every way of the other.
    fn both(&mut self, mut sofar: Vec<Way>, ways: Vec<Way>) -> Vec<Way> {
        if let [way] = ways.as_slice()
            && way.open.is_empty()
        {
            for one in &mut sofar {
                one.settled.extend_from_slice(&way.settled);
                one.cost += way.cost;
            }
            return sofar;
        }
        let mut out = Vec::new();
        for one in &sofar {
            out.extend(ways.iter().filter_map(|other| merge(one, other)));
        }
        out
    }

    /// Settles what nothing outside of the nodes from `at` to `end` reads; of the
    /// ways that are then alike, and of all of them, keeps the cheapest.
    fn keep_cheapest(&mut self, ways: &mut Vec<Way>, at: usize, end: usize) {
        for way in ways.iter_mut() {
            let settled = &mut way.settled;
            way.open.retain(|part| {
                let open = self.shape.is_open(part.node, at, end);
                if !open && part.changes {
                    settled.push(part.node);
                }
                open
            });
        }
        if ways.len() < 2 {
            return;
        }
        ways.sort_by_key(|way| way.cost);
        // What asks for nothing more leaves no reason for a dearer way.
        if let Some(first) = ways.iter().position(|way| way.open.is_empty()) {
            ways.truncate(first + 1);
        }
        let mut kept: Vec<Way> = Vec::with_capacity(ways.len().min(WAYS));
        for way in ways.drain(..) {
            let alike = |other: &Way| {
                other.open.len() == way.open.len()
                    && other.open.iter().zip(&way.open).all(|(a, b)| a.is_like(b))
            };
            if kept.iter().any(alike) {
                continue;
            }
            if kept.len() >= if self.cut { WAYS_WHEN_CUT } else { WAYS } {
                self.cut = true;
                break;
            }
            kept.push(way);
        }
        *ways = kept;
    }

    /// The conditions that have to change at least, contradictions left aside.
    fn at_least(&self) -> Vec<usize> {
        let mut nodes = Vec::new();
        self.need(0, &mut nodes);
        let mut seen = Vec::new();
        nodes.retain(|node| {
            let key = self.shape.key(*node);
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
        nodes
    }

    /// `None` when it can't be; else how many, which are added to `out`.
    fn need(&self, at: usize, out: &mut Vec<usize>) -> Option<usize> {
        let empty_is_false = self.checked.settings.empty_groups_are_false;
        match self.tree.nodes.get(at) {
            None => Some(0),
            Some(TreeNode::Group { .. }) if self.shape.is_bare(at) => {
                (!empty_is_false).then_some(0)
            }
            Some(TreeNode::Leaf { leaf: Leaf::Missing(_), .. }) => None,
            Some(TreeNode::Leaf { leaf, negated }) => {
                let plain = leaf.holds(self.event, self.facts, self.checked, Assume::Nothing);
                if plain != *negated {
                    return Some(0);
                }
                out.push(at);
                Some(1)
            }
            Some(TreeNode::Group { all: true, .. }) => {
                let mut sum = 0;
                for part in self.tree.parts(at) {
                    sum += self.need(part, out)?;
                }
                Some(sum)
            }
            Some(TreeNode::Group { .. }) => {
                let mut best: Option<(usize, Vec<usize>)> = None;
                for part in self.tree.parts(at).filter(|part| !self.shape.is_bare(*part)) {
                    let mut own = Vec::new();
                    let Some(cost) = self.need(part, &mut own) else { continue };
                    if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                        best = Some((cost, own));
                    }
                }
                let (cost, own) = best?;
                out.extend(own);
                Some(cost)
            }
        }
    }
}

/// Both at once; `None` when they contradict each other.
fn merge(one: &Way, other: &Way) -> Option<Way> {
    let mut out = Way {
        open: Vec::with_capacity(one.open.len() + other.open.len()),
        settled: Vec::new(),
        cost: one.cost + other.cost,
    };
    let (mut left, mut right) = (one.open.iter().peekable(), other.open.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(a), Some(b)) => a.key.cmp(&b.key),
        };
        let part = match order {
            std::cmp::Ordering::Less => *left.next()?,
            std::cmp::Ordering::Greater => *right.next()?,
            std::cmp::Ordering::Equal => {
                let (a, b) = (left.next()?, right.next()?);
                // The same change, counted twice.
                if a.changes && b.changes {
                    out.cost -= 1;
                }
                let node = if a.changes || !b.changes { a.node } else { b.node };
                let (wanted, changes) = (agree(a.wanted, b.wanted)?, a.changes || b.changes);
                Part { key: a.key, wanted, changes, node }
            }
        };
        out.open.push(part);
    }
    out.settled.reserve_exact(one.settled.len() + other.settled.len());
    out.settled.extend_from_slice(&one.settled);
    out.settled.extend_from_slice(&other.settled);
    Some(out)
}

/// What satisfies both; `None` when nothing does.
fn agree(one: Wanted, other: Wanted) -> Option<Wanted> {
    let (Wanted::Event(k, t, s), Wanted::Event(kind, target, status)) = (one, other) else {
        return (one == other).then_some(one);
    };
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
    Some(Wanted::Event(kind, target, either))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Activity, FromId, Instant, Status};
    use crate::rules::tree::{AnchorPoint, Fact};
    use crate::rules::{ActivityInEvent, Node, Project};
    use proptest::prelude::*;

    struct Bits(Vec<u64>);

    impl Facts for Bits {
        fn bits(&self) -> &[u64] {
            &self.0
        }
        fn best_score(&self, _: Ix) -> f64 {
            f64::NAN
        }
        fn awaits_grade(&self, _: Ix) -> bool {
            false
        }
        fn anchor(&self, _: AnchorPoint) -> Option<Instant> {
            None
        }
        fn since(&self, _: Fact) -> Option<Instant> {
            None
        }
    }

    fn event(target: Ix, status: Status) -> EventFacts {
        let (at, kind) = (Instant(0), EventKind::ActivityCompleted);
        let passed = status == Status::Passed;
        EventFacts { at, kind, target, status, passed, score: f64::NAN }
    }

    fn activities(count: usize) -> Checked {
        let activities = (0..count).map(|i| Activity::from_id(&format!("a{i}"))).collect();
        Checked::new(&Project { activities, ..Project::default() })
    }

    fn tree(node: &Node, checked: &Checked) -> Tree {
        Tree::new(Some(node), EventKind::ActivityCompleted, checked)
    }

    fn completed(i: usize) -> Node {
        Node::ActivityCompleted(format!("a{i}").as_str().into())
    }

    fn in_event(i: usize, status: WantedStatus) -> Node {
        Node::ActivityInEvent(ActivityInEvent { activity: format!("a{i}").as_str().into(), status })
    }

    const ITEMS: usize = 4;
    const STATUSES: [Status; 4] =
        [Status::Completed, Status::Passed, Status::Failed, Status::Abandoned];

    fn node() -> impl Strategy<Value = Node> {
        let status = proptest::sample::select(vec![
            WantedStatus::Completed,
            WantedStatus::Passed,
            WantedStatus::Failed,
            WantedStatus::Any,
        ]);
        let leaf = prop_oneof![
            3 => (0..ITEMS).prop_map(completed),
            2 => (0..ITEMS).prop_map(|i| Node::Not(Box::new(completed(i)))),
            3 => (0..ITEMS, status).prop_map(|(i, status)| in_event(i, status)),
        ];
        leaf.prop_recursive(4, 14, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Node::And),
                proptest::collection::vec(inner, 0..4).prop_map(Node::Or),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn it_is_the_smallest_of_all(node in node(), bits in 0..16_u64, about in 0..ITEMS, how in 0..4_usize) {
            let checked = activities(ITEMS);
            let tree = tree(&node, &checked);
            let now = event(Ix::try_from(about).unwrap(), STATUSES[how]);
            // Every state and every event, with how much is different in it.
            let mut least: Option<u32> = None;
            let mut least_for_event: Option<u32> = None;
            for other in 0..16_u64 {
                for target in 0..ITEMS {
                    for status in STATUSES {
                        let then = event(Ix::try_from(target).unwrap(), status);
                        let same = (then.target, then.status) == (now.target, now.status);
                        if tree.holds(&then, &Bits(vec![other]), &checked, Assume::Nothing) {
                            let cost = (other ^ bits).count_ones();
                            let with_event = cost + u32::from(!same);
                            least = Some(least.map_or(with_event, |l| l.min(with_event)));
                            if same {
                                least_for_event = Some(least_for_event.map_or(cost, |l| l.min(cost)));
                            }
                        }
                    }
                }
            }
            let facts = Bits(vec![bits]);
            let found = smallest(&tree, &now, &facts, &checked);
            prop_assert_eq!(found.len(), least.unwrap_or(0) as usize);
            let shape = Shape::new(&tree, true);
            let given = smallest_for_event(&tree, &shape, &now, &facts, &checked, &|_, _| true);
            prop_assert_eq!(given.nodes.len(), least_for_event.unwrap_or(0) as usize);
            prop_assert!(!given.cut);
            // The quick bound never claims more, and knows what can't be at all
            // only when it is so.
            let cost = |leaf: &Leaf, negated: bool| {
                let holds = leaf.holds(&now, &facts, &checked, Assume::Nothing) != negated;
                match leaf {
                    Leaf::InEvent { .. } => holds.then_some(0),
                    _ => Some(usize::from(!holds)),
                }
            };
            match (shape.at_least(&tree, false, &cost), least_for_event) {
                (Some(bound), Some(least)) => prop_assert!(bound <= least as usize),
                (bound, None) => prop_assert!(bound != Some(0)),
                (None, Some(_)) => prop_assert!(false, "it can be"),
            }
        }
    }

    #[test]
    fn what_was_cut_off_is_never_taken_for_impossible() {
        let checked = activities(71);
        let any = |of: std::ops::Range<usize>| {
            Node::Or(of.map(|i| in_event(i, WantedStatus::Completed)).collect())
        };
        // The one event that both groups allow is the last of many.
        let tree = tree(&Node::And(vec![any(0..70), any(69..70)]), &checked);
        let found = smallest(&tree, &event(70, Status::Completed), &Bits(vec![0; 2]), &checked);
        assert_eq!(found.len(), 1);
        // Pairs that contradict one another but for one: more than are looked at.
        let pick = |wants: bool| {
            let one = |i: usize| match wants {
                true => completed(i),
                false => Node::Not(Box::new(completed(i))),
            };
            Node::Or((0..70).map(|i| Node::And(vec![one(i), one((i + 1) % 70)])).collect())
        };
        let tree = super::tests::tree(&Node::And(vec![pick(true), pick(false)]), &checked);
        let found = smallest(&tree, &event(70, Status::Completed), &Bits(vec![0; 2]), &checked);
        assert!(!found.is_empty());
    }
}
