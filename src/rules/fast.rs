//! The compiled form of a tree: groups flattened, the bits of one group merged
//! into masks.

use super::checked::{Checked, Ix};
use super::tree::{Assume, EventFacts, Facts, Leaf, TreeNode};

/// A compiled tree. The default holds always.
#[derive(Clone, Debug, Default)]
pub struct Fast {
    root: Option<Group>,
    /// The things that the event must be about for the tree to hold at all, by
    /// kind; `None` when it may hold whatever the event is about.
    pub about: Option<Vec<(crate::catalogue::EventKind, Ix)>>,
    /// Whether a score is among the conditions.
    pub reads_scores: bool,
    /// Whether a time is among the conditions.
    pub reads_time: bool,
    /// Whether it speaks of something that does not exist.
    pub misses: bool,
}

#[derive(Clone, Debug)]
struct Group {
    all: bool,
    /// A constant that decides the group together with the rest.
    constant: Option<bool>,
    masks: Vec<Mask>,
    leaves: Vec<(Leaf, bool)>,
    groups: Vec<Group>,
}

#[derive(Clone, Copy, Debug)]
struct Mask {
    word: usize,
    set: u64,
    clear: u64,
}

impl Fast {
    /// Compiles the nodes of a tree.
    pub fn new(nodes: &[TreeNode], empty_is_false: bool) -> Self {
        let (root, _) = compile(nodes, 0, empty_is_false);
        let leaves = || {
            nodes.iter().filter_map(|n| match n {
                TreeNode::Leaf { leaf, .. } => Some(leaf),
                TreeNode::Group { .. } => None,
            })
        };
        Self {
            about: root.as_ref().and_then(Group::about),
            reads_scores: leaves().any(|l| matches!(l, Leaf::Score { .. })),
            misses: leaves().any(|l| matches!(l, Leaf::Missing(_))),
            reads_time: leaves().any(|l| matches!(l, Leaf::TimeSince { .. })),
            root,
        }
    }

    /// Whether the tree holds.
    pub fn holds(
        &self,
        event: &EventFacts,
        facts: &impl Facts,
        checked: &Checked,
        assume: Assume,
    ) -> bool {
        self.root.as_ref().is_none_or(|root| root.holds(event, facts, checked, assume))
    }
}

/// Compiles the node at a position, and says where the next one starts. `None`
/// for a group that is ignored.
fn compile(nodes: &[TreeNode], at: usize, empty_is_false: bool) -> (Option<Group>, usize) {
    match nodes.get(at) {
        None => (None, at),
        Some(TreeNode::Leaf { leaf, negated }) => {
            let mut group = Group::new(true);
            group.add_leaf(leaf, *negated);
            (Some(group), at + 1)
        }
        Some(TreeNode::Group { all, end }) => {
            let mut group = Group::new(*all);
            let mut next = at + 1;
            while next < *end {
                if let Some(TreeNode::Leaf { leaf, negated }) = nodes.get(next) {
                    group.add_leaf(leaf, *negated);
                    next += 1;
                    continue;
                }
                let (inner, behind) = compile(nodes, next, empty_is_false);
                if let Some(inner) = inner {
                    group.add_group(inner);
                }
                next = behind.max(next + 1);
            }
            if group.is_empty() {
                if !empty_is_false {
                    return (None, *end);
                }
                group.constant = Some(false);
            }
            (Some(group), *end)
        }
    }
}

impl Group {
    fn new(all: bool) -> Self {
        Self { all, constant: None, masks: Vec::new(), leaves: Vec::new(), groups: Vec::new() }
    }

    fn is_empty(&self) -> bool {
        self.constant.is_none()
            && self.masks.is_empty()
            && self.leaves.is_empty()
            && self.groups.is_empty()
    }

    fn add_leaf(&mut self, leaf: &Leaf, negated: bool) {
        match leaf {
            Leaf::Bit { bit, .. } => {
                let word = *bit as usize / 64;
                let mask = 1_u64 << (bit % 64);
                let at = self.masks.iter().position(|m| m.word == word).unwrap_or_else(|| {
                    self.masks.push(Mask { word, set: 0, clear: 0 });
                    self.masks.len() - 1
                });
                if let Some(masks) = self.masks.get_mut(at) {
                    if negated { masks.clear |= mask } else { masks.set |= mask }
                }
            }
            // Never holds, turned round or not.
            Leaf::Missing(_) => self.leaves.push((leaf.clone(), false)),
            leaf => self.leaves.push((leaf.clone(), negated)),
        }
    }

    fn add_constant(&mut self, value: bool) {
        self.constant = Some(match (self.constant, self.all) {
            (None, _) => value,
            (Some(other), true) => other && value,
            (Some(other), false) => other || value,
        });
    }

    /// Takes a group in; one of the same operator dissolves.
    fn add_group(&mut self, inner: Self) {
        let one_leaf = inner.groups.is_empty()
            && inner.masks.is_empty()
            && inner.leaves.len() == 1
            && inner.constant.is_none();
        if inner.all != self.all && !one_leaf {
            self.groups.push(inner);
            return;
        }
        if let Some(value) = inner.constant {
            self.add_constant(value);
        }
        for mask in inner.masks {
            match self.masks.iter_mut().find(|m| m.word == mask.word) {
                Some(mine) => {
                    mine.set |= mask.set;
                    mine.clear |= mask.clear;
                }
                None => self.masks.push(mask),
            }
        }
        self.leaves.extend(inner.leaves);
        self.groups.extend(inner.groups);
    }

    fn holds(
        &self,
        event: &EventFacts,
        facts: &impl Facts,
        checked: &Checked,
        assume: Assume,
    ) -> bool {
        let bits = facts.bits();
        let word = |m: &Mask| bits.get(m.word).copied().unwrap_or(0);
        if self.all {
            self.constant != Some(false)
                && self.masks.iter().all(|m| {
                    let word = word(m);
                    word & m.set == m.set && word & m.clear == 0
                })
                && self.leaves.iter().all(|(l, n)| l.holds(event, facts, checked, assume) != *n)
                && self.groups.iter().all(|g| g.holds(event, facts, checked, assume))
        } else {
            self.constant == Some(true)
                || self.masks.iter().any(|m| {
                    let word = word(m);
                    word & m.set != 0 || !word & m.clear != 0
                })
                || self.leaves.iter().any(|(l, n)| l.holds(event, facts, checked, assume) != *n)
                || self.groups.iter().any(|g| g.holds(event, facts, checked, assume))
        }
    }

    /// What the event must be about for the group to hold; `None` for anything.
    fn about(&self) -> Option<Vec<(crate::catalogue::EventKind, Ix)>> {
        let of_leaf = |(leaf, _): &(Leaf, bool)| match leaf {
            Leaf::InEvent { kind, target, .. } => Some(vec![(*kind, *target)]),
            _ => None,
        };
        if self.all {
            if self.constant == Some(false) {
                return Some(Vec::new());
            }
            let mut parts = (self.leaves.iter().map(of_leaf))
                .chain(self.groups.iter().map(Self::about))
                .flatten();
            let mut out = parts.next()?;
            for part in parts {
                out.retain(|target| part.contains(target));
            }
            Some(out)
        } else {
            if self.constant == Some(true) || !self.masks.is_empty() {
                return None;
            }
            let parts =
                (self.leaves.iter().map(of_leaf)).chain(self.groups.iter().map(Self::about));
            let mut out = Vec::new();
            for part in parts {
                out.extend(part?);
            }
            Some(out)
        }
    }
}
