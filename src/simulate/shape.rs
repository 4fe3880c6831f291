//! Which facts a tree of conditions reads where: what the search for the smallest
//! change needs to know of a tree, whatever the learner's state.

use crate::catalogue::EventKind;
use crate::rules::checked::Ix;
use crate::rules::tree::{Leaf, Tree, TreeNode};

/// What conditions read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// What the event is about: it can be about one thing only.
    Event,
    /// A bit of the state.
    Bit(Ix),
    /// A condition of its own: scores and times.
    Node(usize),
}

/// The shape of a tree.
pub struct Shape {
    nodes: Vec<Node>,
    /// The things that events are asked to be about, in the tree's order.
    pub targets: Vec<(EventKind, Ix)>,
}

#[derive(Clone, Copy)]
struct Node {
    /// What a condition reads.
    key: Key,
    /// The first and the last condition that read the same; of a group, of all
    /// that is in it.
    first: usize,
    last: usize,
    /// Whether another condition asks for something else of it.
    disputed: bool,
    /// Whether a condition before it in the same group reads the same.
    repeats: bool,
    /// Whether nothing outside reads what is read in it.
    closed: bool,
    /// Whether there is no condition in it.
    bare: bool,
}

impl Shape {
    /// The shape of a tree. When the event is `given`, what it is about is no fact
    /// that could be otherwise.
    pub fn new(tree: &Tree, given: bool) -> Self {
        let blank = |at: usize| Node {
            key: Key::Node(at),
            first: at,
            last: at,
            disputed: false,
            repeats: false,
            closed: true,
            bare: false,
        };
        let mut nodes: Vec<Node> = (0..tree.nodes.len()).map(blank).collect();
        let mut targets = Vec::new();
        // (what is read, the group it is in, where, turned round)
        let mut readers: Vec<(Key, usize, usize, bool)> = Vec::new();
        let mut groups: Vec<(usize, usize)> = Vec::new();
        for (at, node) in tree.nodes.iter().enumerate() {
            while groups.last().is_some_and(|(_, end)| *end <= at) {
                groups.pop();
            }
            let parent = groups.last().map_or(usize::MAX, |(group, _)| *group);
            match node {
                TreeNode::Group { end, .. } => groups.push((at, *end)),
                TreeNode::Leaf { leaf: Leaf::Bit { bit, .. }, negated } => {
                    readers.push((Key::Bit(*bit), parent, at, *negated));
                }
                TreeNode::Leaf { leaf: Leaf::InEvent { kind, target, .. }, .. } => {
                    targets.push((*kind, *target));
                    if !given {
                        readers.push((Key::Event, parent, at, false));
                    }
                }
                TreeNode::Leaf { .. } => {}
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        targets.retain(|(kind, target)| seen.insert((*kind as usize, *target)));
        readers.sort_unstable();
        for alike in readers.chunk_by(|a, b| a.0 == b.0) {
            let first = alike.iter().map(|r| r.2).min().unwrap_or_default();
            let last = alike.iter().map(|r| r.2).max().unwrap_or_default();
            let turned = alike.iter().filter(|r| r.3).count();
            let mut before = None;
            for (key, parent, at, _) in alike {
                let Some(node) = nodes.get_mut(*at) else { continue };
                (node.key, node.first, node.last) = (*key, first, last);
                node.closed = alike.len() == 1;
                node.disputed = match key {
                    Key::Event => alike.len() > 1,
                    _ => turned > 0 && turned < alike.len(),
                };
                node.repeats = before == Some(parent);
                before = Some(parent);
            }
        }
        let mut shape = Self { nodes, targets };
        for (at, node) in tree.nodes.iter().enumerate().rev() {
            if let TreeNode::Group { end, .. } = node {
                shape.close(tree, at, *end);
            }
        }
        shape
    }

    fn close(&mut self, tree: &Tree, at: usize, end: usize) {
        let (mut first, mut last, mut bare) = (at, at, true);
        for part in tree.parts(at).filter_map(|part| self.nodes.get(part)) {
            first = first.min(part.first);
            last = last.max(part.last);
            bare &= part.bare;
        }
        if let Some(node) = self.nodes.get_mut(at) {
            (node.first, node.last, node.bare) = (first, last, bare);
            node.closed = first >= at && last < end;
        }
    }

    /// What the condition at a position reads.
    pub fn key(&self, at: usize) -> Key {
        self.nodes.get(at).map_or(Key::Node(at), |node| node.key)
    }

    /// Whether another condition asks for something else of what this one reads.
    pub fn is_disputed(&self, at: usize) -> bool {
        self.nodes.get(at).is_some_and(|node| node.disputed)
    }

    /// Whether a condition outside of the nodes from `from` to `end` reads the
    /// same as this one.
    pub fn is_open(&self, at: usize, from: usize, end: usize) -> bool {
        self.nodes.get(at).is_some_and(|node| node.first < from || node.last >= end)
    }

    /// Whether there is no condition in a group.
    pub fn is_bare(&self, at: usize) -> bool {
        self.nodes.get(at).is_some_and(|node| node.bare)
    }

    /// A lower bound of what it costs to make the tree hold, when `cost` says so
    /// of each condition (`None`: can't be; 0: it holds); `None` when it can't be.
    pub fn at_least(
        &self,
        tree: &Tree,
        empty_is_false: bool,
        cost: &impl Fn(&Leaf, bool) -> Option<usize>,
    ) -> Option<usize> {
        if tree.nodes.is_empty() {
            return Some(0);
        }
        self.bound(tree, 0, empty_is_false, cost)
    }

    fn bound(
        &self,
        tree: &Tree,
        at: usize,
        empty_is_false: bool,
        cost: &impl Fn(&Leaf, bool) -> Option<usize>,
    ) -> Option<usize> {
        match tree.nodes.get(at)? {
            TreeNode::Leaf { leaf: Leaf::Missing(_), .. } => None,
            TreeNode::Leaf { leaf, negated } => cost(leaf, *negated),
            TreeNode::Group { .. } if self.is_bare(at) => (!empty_is_false).then_some(0),
            TreeNode::Group { all: true, .. } => {
                // What only one part reads adds up; of the rest, several parts
                // may share one change.
                let (mut sum, mut leaves, mut most) = (0, 0, 0);
                for part in tree.parts(at) {
                    let own = self.bound(tree, part, empty_is_false, cost)?;
                    let Some(node) = self.nodes.get(part) else { continue };
                    match tree.nodes.get(part) {
                        _ if node.closed => sum += own,
                        Some(TreeNode::Leaf { .. }) if !node.repeats => leaves += own,
                        _ => most = most.max(own),
                    }
                }
                Some(sum + most.max(leaves))
            }
            TreeNode::Group { .. } => {
                let mut least: Option<usize> = None;
                for part in tree.parts(at) {
                    // An empty group is ignored, or false.
                    if self.is_bare(part) {
                        continue;
                    }
                    match self.bound(tree, part, empty_is_false, cost) {
                        Some(0) => return Some(0),
                        own => least = [least, own].into_iter().flatten().min(),
                    }
                }
                least
            }
        }
    }
}
