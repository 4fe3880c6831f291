//! The tree of conditions, resolved: plain nodes for evidence, and a compiled
//! form in which the conditions of a group that are bits of the learner's state
//! are compared a word at a time.

use super::checked::{Checked, Ix, NONE};
use super::condition::{Anchor, Node, WantedStatus};
use super::fast::Fast;
use crate::catalogue::{EventKind, Id, Instant, Period, Status};

/// A rule's conditions. The default holds always.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// In preorder; empty when there are no conditions.
    pub nodes: Vec<TreeNode>,
    /// The compiled form.
    pub fast: Fast,
    /// Why it can't be evaluated: nested too deep, or a misplaced `not`.
    pub fault: Option<&'static str>,
}

/// A node, resolved.
#[derive(Clone, Debug)]
pub enum TreeNode {
    /// A group.
    Group {
        /// Whether all of its parts have to hold, or any.
        all: bool,
        /// The position behind its last part.
        end: usize,
    },
    /// A condition.
    Leaf {
        /// What it reads.
        leaf: Leaf,
        /// Whether it is turned round.
        negated: bool,
    },
}

/// A condition, resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// The event is of a kind, about a thing, and ended so.
    InEvent {
        /// The kind.
        kind: EventKind,
        /// The thing, in the namespace of the kind.
        target: Ix,
        /// How it ended; only activities' events end in several ways.
        status: WantedStatus,
    },
    /// A bit of the learner's state.
    Bit {
        /// Which one.
        bit: Ix,
        /// What it says.
        fact: Fact,
    },
    /// The best score in an activity.
    Score {
        /// The activity.
        activity: Ix,
        /// The lowest score that holds.
        minimum: f64,
        /// The lowest score that no longer holds.
        below: f64,
    },
    /// Time since something.
    TimeSince {
        /// What it is counted from.
        anchor: AnchorPoint,
        /// Begins to hold.
        from: Period,
        /// No longer holds.
        to: Option<Period>,
    },
    /// Speaks of something that does not exist: never holds, not even negated.
    Missing(Id),
}

/// What a bit of the state says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The item is completed.
    Completed(Ix),
    /// The learner is in the group.
    InGroup(Ix),
    /// The learner has a certificate of the template.
    HasCertificate(Ix),
    /// The learner has the certification.
    HasCertification(Ix),
}

/// What time is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorPoint {
    /// Registration.
    Registration,
    /// First login.
    FirstLogin,
    /// The last completion of an item.
    Completion(Ix),
}

/// The event at hand, as conditions see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventFacts {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: EventKind,
    /// With what, in the namespace of the kind.
    pub target: Ix,
    /// How it counts: completed below the minimum is failed.
    pub status: Status,
    /// Whether its score reached the activity's minimum, or it is said to have passed.
    pub passed: bool,
    /// 0–100; NaN when there is none.
    pub score: f64,
}

/// What conditions read of a learner.
pub trait Facts {
    /// The words of the state's bits.
    fn bits(&self) -> &[u64];
    /// The best score in an activity; NaN when there is none.
    fn best_score(&self, activity: Ix) -> f64;
    /// Since when the learner waits for a grade in an activity.
    fn awaits_grade(&self, activity: Ix) -> bool;
    /// When the anchor was.
    fn anchor(&self, anchor: AnchorPoint) -> Option<Instant>;
    /// Since when a fact holds.
    fn since(&self, fact: Fact) -> Option<Instant>;
}

/// What is taken for granted while a tree is evaluated: for asking whether a
/// rule only waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assume {
    /// Nothing.
    #[default]
    Nothing,
    /// That grades which are waited for come and are good enough.
    Grades,
    /// That what does not exist exists, and is as the condition wants it.
    References,
}

impl Tree {
    /// Resolves the tree of a rule that listens to a kind of event; without one, a
    /// tree that always holds.
    pub fn new(root: Option<&Node>, event: EventKind, checked: &Checked) -> Self {
        let mut tree = Self::default();
        let Some(root) = root else { return tree };
        if root.depth() > Node::MAX_DEPTH {
            tree.fault = Some("too-deep");
            return tree;
        }
        push(root, false, event, checked, &mut tree);
        if tree.fault.is_none() {
            tree.fast = Fast::new(&tree.nodes, checked.settings.empty_groups_are_false);
        }
        tree
    }

    /// The tree that holds for events of a kind about one thing.
    pub fn in_event(kind: EventKind, id: &Id, checked: &Checked) -> Self {
        let leaf = match checked.target(kind, id) {
            NONE => Leaf::Missing(id.clone()),
            target => Leaf::InEvent { kind, target, status: WantedStatus::Any },
        };
        let nodes = vec![TreeNode::Leaf { leaf, negated: false }];
        Self { fast: Fast::new(&nodes, false), nodes, fault: None }
    }

    /// Whether it can be evaluated.
    pub fn is_sound(&self) -> bool {
        self.fault.is_none()
    }

    /// The things that do not exist that it speaks of.
    pub fn missing(&self) -> Vec<Id> {
        self.leaves()
            .filter_map(|(leaf, _)| match leaf {
                Leaf::Missing(id) => Some(id.clone()),
                _ => None,
            })
            .collect()
    }

    /// Its conditions, and whether each is turned round.
    pub fn leaves(&self) -> impl Iterator<Item = (&Leaf, bool)> {
        self.nodes.iter().filter_map(|node| match node {
            TreeNode::Leaf { leaf, negated } => Some((leaf, *negated)),
            TreeNode::Group { .. } => None,
        })
    }
}

fn push(node: &Node, negated: bool, event: EventKind, checked: &Checked, tree: &mut Tree) {
    match node {
        Node::And(parts) | Node::Or(parts) => {
            if negated {
                tree.fault = Some("not-misplaced");
            }
            let at = tree.nodes.len();
            let all = matches!(node, Node::And(_));
            tree.nodes.push(TreeNode::Group { all, end: 0 });
            for part in parts {
                push(part, false, event, checked, tree);
            }
            let behind = tree.nodes.len();
            if let Some(TreeNode::Group { end, .. }) = tree.nodes.get_mut(at) {
                *end = behind;
            }
        }
        Node::Not(inner) => {
            if negated || inner.is_group() || inner.is_in_event() {
                tree.fault = Some("not-misplaced");
                return;
            }
            push(inner, true, event, checked, tree);
        }
        leaf => {
            let leaf = resolve(leaf, event, checked);
            tree.nodes.push(TreeNode::Leaf { leaf, negated });
        }
    }
}

fn resolve(node: &Node, event: EventKind, checked: &Checked) -> Leaf {
    let found = |number: Ix, id: &Id, leaf: &dyn Fn(Ix) -> Leaf| match number {
        NONE => Leaf::Missing(id.clone()),
        number => leaf(number),
    };
    let completed = |number: Ix| Leaf::Bit { bit: number, fact: Fact::Completed(number) };
    let in_event = |kind: EventKind, id: &Id, status: WantedStatus| {
        found(checked.target(kind, id), id, &|target| Leaf::InEvent { kind, target, status })
    };
    match node {
        // "Activity in event" reads the payload of whichever event is about an activity.
        Node::ActivityInEvent(c) => {
            let kind = match event {
                EventKind::ActivityReadyForGrading | EventKind::ActivityGraded => event,
                _ => EventKind::ActivityCompleted,
            };
            in_event(kind, &c.activity, c.status)
        }
        Node::JourneyInEvent(id) => in_event(EventKind::JourneyCompleted, id, WantedStatus::Any),
        Node::ProgrammeInEvent(id) => {
            in_event(EventKind::ProgrammeCompleted, id, WantedStatus::Any)
        }
        Node::ActivityCompleted(id) => found(checked.activity(id), id, &completed),
        Node::JourneyCompleted(id) => found(checked.journey(id), id, &completed),
        Node::ProgrammeCompleted(id) => found(checked.programme(id), id, &completed),
        Node::LearnerInGroup(id) => found(checked.groups.get(id), id, &|group| Leaf::Bit {
            bit: checked.group_bit(group),
            fact: Fact::InGroup(group),
        }),
        Node::HasCertificate(id) => {
            found(checked.certificates.get(id), id, &|certificate| Leaf::Bit {
                bit: checked.certificate_bit(certificate),
                fact: Fact::HasCertificate(certificate),
            })
        }
        Node::HasCertification(id) => {
            found(checked.certifications.get(id), id, &|certification| Leaf::Bit {
                bit: checked.certification_bit(certification),
                fact: Fact::HasCertification(certification),
            })
        }
        Node::Score(range) => {
            found(checked.activity(&range.activity), &range.activity, &|activity| Leaf::Score {
                activity,
                minimum: range.minimum.unwrap_or(f64::NEG_INFINITY),
                below: range.below.unwrap_or(f64::INFINITY),
            })
        }
        Node::TimeSince(time) => {
            let leaf = |anchor| Leaf::TimeSince { anchor, from: time.from, to: time.to };
            match &time.since {
                Anchor::Registration => leaf(AnchorPoint::Registration),
                Anchor::FirstLogin => leaf(AnchorPoint::FirstLogin),
                Anchor::Completion(id) => {
                    found(checked.items.get(id), id, &|item| leaf(AnchorPoint::Completion(item)))
                }
            }
        }
        // Groups and `not` never come here.
        Node::And(_) | Node::Or(_) | Node::Not(_) => Leaf::Missing(Id::default()),
    }
}

impl WantedStatus {
    /// Whether an attempt that ended so is what is asked for.
    pub fn matches(self, event: &EventFacts) -> bool {
        match self {
            Self::Any => true,
            Self::Completed => matches!(event.status, Status::Completed | Status::Passed),
            Self::Passed => event.passed,
            Self::Failed => event.status == Status::Failed,
            Self::Abandoned => event.status == Status::Abandoned,
        }
    }
}

/// Whether a bit is set.
pub fn has_bit(bits: &[u64], bit: Ix) -> bool {
    bits.get(bit as usize / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
}

impl Leaf {
    /// Whether the condition holds, not turned round.
    pub fn holds(
        &self,
        event: &EventFacts,
        facts: &impl Facts,
        checked: &Checked,
        assume: Assume,
    ) -> bool {
        match self {
            Self::InEvent { kind, target, status } => {
                *kind == event.kind && *target == event.target && status.matches(event)
            }
            Self::Bit { bit, .. } => has_bit(facts.bits(), *bit),
            Self::Score { activity, minimum, below } => {
                let score = facts.best_score(*activity);
                (score >= *minimum && score < *below)
                    || (assume == Assume::Grades && facts.awaits_grade(*activity))
            }
            Self::TimeSince { anchor, from, to } => {
                let Some(anchor) = facts.anchor(*anchor) else { return false };
                let end = checked.settings.month_end;
                let opens = checked.zone.add(anchor, *from, end);
                event.at >= opens
                    && to.is_none_or(|to| event.at < checked.zone.add(anchor, to, end))
            }
            Self::Missing(_) => assume == Assume::References,
        }
    }
}

impl Tree {
    /// Whether the tree holds, walked node by node: what [`Fast`] has to agree with.
    pub fn holds(
        &self,
        event: &EventFacts,
        facts: &impl Facts,
        checked: &Checked,
        assume: Assume,
    ) -> bool {
        self.plain(0, event, facts, checked, assume).unwrap_or(true)
    }

    /// Whether the node at a position holds; `None` for a group that is ignored.
    pub fn holds_at(
        &self,
        at: usize,
        event: &EventFacts,
        facts: &impl Facts,
        checked: &Checked,
    ) -> Option<bool> {
        self.plain(at, event, facts, checked, Assume::Nothing)
    }

    /// `None` for a group that is ignored because nothing is in it.
    fn plain(
        &self,
        at: usize,
        event: &EventFacts,
        facts: &impl Facts,
        checked: &Checked,
        assume: Assume,
    ) -> Option<bool> {
        match self.nodes.get(at)? {
            TreeNode::Leaf { leaf: leaf @ Leaf::Missing(_), .. } => {
                Some(leaf.holds(event, facts, checked, assume))
            }
            TreeNode::Leaf { leaf, negated } => {
                Some(leaf.holds(event, facts, checked, assume) != *negated)
            }
            TreeNode::Group { all, .. } => {
                let parts: Vec<bool> = self
                    .parts(at)
                    .filter_map(|part| self.plain(part, event, facts, checked, assume))
                    .collect();
                match (parts.is_empty(), all) {
                    (true, _) => checked.settings.empty_groups_are_false.then_some(false),
                    (false, true) => Some(parts.iter().all(|p| *p)),
                    (false, false) => Some(parts.iter().any(|p| *p)),
                }
            }
        }
    }

    /// Whether the tree holds when each condition is what `holds` says of it,
    /// before it is turned round.
    pub fn holds_with(&self, empty_is_false: bool, holds: &impl Fn(&Leaf) -> bool) -> bool {
        self.node_with(0, empty_is_false, holds).unwrap_or(true)
    }

    fn node_with(
        &self,
        at: usize,
        empty_is_false: bool,
        holds: &impl Fn(&Leaf) -> bool,
    ) -> Option<bool> {
        match self.nodes.get(at)? {
            TreeNode::Leaf { leaf: Leaf::Missing(_), .. } => Some(false),
            TreeNode::Leaf { leaf, negated } => Some(holds(leaf) != *negated),
            TreeNode::Group { all, .. } => {
                let mut empty = true;
                for part in self.parts(at) {
                    let Some(value) = self.node_with(part, empty_is_false, holds) else { continue };
                    empty = false;
                    if value != *all {
                        return Some(value);
                    }
                }
                if empty { empty_is_false.then_some(false) } else { Some(*all) }
            }
        }
    }

    /// The positions of a group's parts.
    pub fn parts(&self, group: usize) -> impl Iterator<Item = usize> + '_ {
        let end = match self.nodes.get(group) {
            Some(TreeNode::Group { end, .. }) => *end,
            _ => 0,
        };
        let mut next = group + 1;
        std::iter::from_fn(move || {
            let at = (next < end).then_some(next)?;
            next = match self.nodes.get(at)? {
                TreeNode::Group { end, .. } => *end,
                TreeNode::Leaf { .. } => at + 1,
            };
            Some(at)
        })
    }
}
