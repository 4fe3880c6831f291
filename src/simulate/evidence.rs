//! What was found when a rule was evaluated, as data.

use super::certification::CertificationStatus;
use super::change;
use super::life::{Current, Life};
use super::session;
use crate::catalogue::{EventKind, Id, Instant, Mode, Period, Status};
use crate::rules::WantedStatus;
use crate::rules::checked::{CheckedBlock, Ix, NONE};
use crate::rules::tree::{AnchorPoint, Assume, Fact, Facts, Leaf, Tree, TreeNode};
use serde::{Deserialize, Serialize};

/// A tree of conditions with what was found for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TreeEvidence {
    /// A group.
    Group(GroupEvidence),
    /// A condition.
    Condition(Box<ConditionEvidence>),
}

/// A group of conditions as it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupEvidence {
    /// Its operator.
    pub group: Operator,
    /// Whether it holds; absent for an empty group that is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
    /// What is in it.
    pub parts: Vec<TreeEvidence>,
}

/// How the parts of a group are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operator {
    /// All have to hold.
    And,
    /// One has to hold.
    Or,
}

/// A condition as it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConditionEvidence {
    /// Its place in the tree, e.g. `and[1].or[0]`.
    pub path: String,
    /// What was expected.
    pub expected: Condition,
    /// Whether the opposite was expected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
    /// Whether it holds.
    pub holds: bool,
    /// What was found.
    pub found: Found,
}

/// What a condition expects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// An event about a thing.
    InEvent {
        /// What happened.
        event: EventKind,
        /// With what.
        item: Id,
        /// How it ended.
        status: WantedStatus,
    },
    /// The item is completed.
    Completed(Id),
    /// The learner is in the group.
    InGroup(Id),
    /// The best score lies in a range.
    Score {
        /// The activity.
        activity: Id,
        /// The lowest that holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minimum: Option<f64>,
        /// The lowest that no longer holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        below: Option<f64>,
    },
    /// The time since something lies in a range.
    TimeSince {
        /// Since what; a completion is named by its item.
        since: Since,
        /// It begins to hold.
        from: Period,
        /// It no longer holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Period>,
    },
    /// The learner has a certificate of the template.
    HasCertificate(Id),
    /// The learner has the certification.
    HasCertification(Id),
    /// It speaks of something that does not exist.
    Missing(Id),
}

/// What time is counted from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// Registration.
    Registration,
    /// First login.
    FirstLogin,
    /// The last completion of an item.
    Completion(Id),
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// The event at hand.
    Event {
        /// What happened.
        event: EventKind,
        /// With what.
        item: Id,
        /// How it counts.
        status: Status,
    },
    /// The fact holds since then.
    Since(String),
    /// The fact does not hold.
    Nothing,
    /// The best score; absent when there is none.
    Score(Option<f64>),
    /// The anchor and the range that follows from it; absent without an anchor.
    Time(Option<TimeFound>),
}

/// An anchor and the range that follows from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeFound {
    /// When the anchor was.
    pub anchor: String,
    /// From when it holds.
    pub from: String,
    /// From when it no longer holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// The item before a certificate block, as it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockEvidence {
    /// The session.
    pub session: Id,
    /// The block's position, from 1.
    pub block: usize,
    /// The item before it; absent when there is none or it is a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Id>,
    /// The mode of a module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// The module's minimum score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<f64>,
    /// The best score in the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<f64>,
    /// Whether anything was done in it.
    pub started: bool,
    /// When it was finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<String>,
    /// How the last attempt (of an exam: the one attempt) ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Status>,
    /// When the session ends.
    pub session_end: String,
}

/// The status of a certification after an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertificationEvidence {
    /// When.
    pub at: String,
    /// Which.
    pub certification: Id,
    /// Where the learner stands.
    pub status: CertificationStatus,
    /// When it expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// The tree of a rule as it is found now, and the smallest set of conditions
/// that would have to change.
pub fn tree(life: &Life<'_>, event: &Current, tree: &Tree) -> (Option<TreeEvidence>, Vec<String>) {
    if tree.nodes.is_empty() {
        return (None, Vec::new());
    }
    let paths = paths(tree);
    let found = node(life, event, tree, 0, &paths);
    let checked = life.program.checked;
    let holds = tree.holds(&event.facts, &life.state, checked, Assume::Nothing);
    let change = if holds {
        Vec::new()
    } else {
        let smallest = change::smallest(tree, &event.facts, &life.state, checked);
        smallest.iter().filter_map(|at| paths.get(*at).cloned()).collect()
    };
    (found, change)
}

/// The place of each node, in the words of the project file.
pub fn paths(tree: &Tree) -> Vec<String> {
    let mut out = vec![String::new(); tree.nodes.len()];
    let mut open = vec![(0, String::new())];
    while let Some((at, path)) = open.pop() {
        match tree.nodes.get(at) {
            Some(TreeNode::Group { all, .. }) => {
                let own = if *all { "and" } else { "or" };
                let path = if path.is_empty() { own.to_owned() } else { format!("{path}.{own}") };
                for (part, index) in tree.parts(at).zip(0..) {
                    open.push((part, format!("{path}[{index}]")));
                }
                if let Some(place) = out.get_mut(at) {
                    *place = path;
                }
            }
            Some(TreeNode::Leaf { negated, .. }) => {
                let path = match (negated, path.is_empty()) {
                    (false, _) => path,
                    (true, true) => "not".to_owned(),
                    (true, false) => format!("{path}.not"),
                };
                if let Some(place) = out.get_mut(at) {
                    *place = path;
                }
            }
            None => {}
        }
    }
    out
}

fn node(
    life: &Life<'_>,
    event: &Current,
    tree: &Tree,
    at: usize,
    paths: &[String],
) -> Option<TreeEvidence> {
    match tree.nodes.get(at)? {
        TreeNode::Group { all, .. } => {
            let parts: Vec<_> =
                tree.parts(at).filter_map(|part| node(life, event, tree, part, paths)).collect();
            let mut values = parts.iter().filter_map(TreeEvidence::holds).peekable();
            let holds = match (values.peek().is_none(), all) {
                (true, _) => life.program.checked.settings.empty_groups_are_false.then_some(false),
                (false, true) => Some(values.all(|v| v)),
                (false, false) => Some(values.any(|v| v)),
            };
            let group = if *all { Operator::And } else { Operator::Or };
            Some(TreeEvidence::Group(GroupEvidence { group, holds, parts }))
        }
        TreeNode::Leaf { leaf, negated } => {
            let checked = life.program.checked;
            let plain = leaf.holds(&event.facts, &life.state, checked, Assume::Nothing);
            let missing = matches!(leaf, Leaf::Missing(_));
            Some(TreeEvidence::Condition(Box::new(ConditionEvidence {
                path: paths.get(at).cloned().unwrap_or_default(),
                expected: expected(life, leaf),
                negated: *negated,
                holds: !missing && plain != *negated,
                found: found(life, event, leaf),
            })))
        }
    }
}

impl TreeEvidence {
    /// Whether it holds; `None` for an empty group that is ignored.
    pub fn holds(&self) -> Option<bool> {
        match self {
            Self::Group(group) => group.holds,
            Self::Condition(condition) => Some(condition.holds),
        }
    }

    /// Its conditions, in order.
    pub fn conditions(&self) -> Vec<&ConditionEvidence> {
        match self {
            Self::Group(group) => group.parts.iter().flat_map(Self::conditions).collect(),
            Self::Condition(condition) => vec![condition],
        }
    }
}

/// What a condition expects, in ids.
pub fn expected(life: &Life<'_>, leaf: &Leaf) -> Condition {
    let checked = life.program.checked;
    match leaf {
        Leaf::InEvent { kind, target, status } => Condition::InEvent {
            event: *kind,
            item: checked.target_id(*kind, *target),
            status: *status,
        },
        Leaf::Bit { fact, .. } => match fact {
            Fact::Completed(item) => Condition::Completed(checked.items.id(*item)),
            Fact::InGroup(group) => Condition::InGroup(checked.groups.id(*group)),
            Fact::HasCertificate(n) => Condition::HasCertificate(checked.certificates.id(*n)),
            Fact::HasCertification(n) => Condition::HasCertification(checked.certifications.id(*n)),
        },
        Leaf::Score { activity, minimum, below } => Condition::Score {
            activity: checked.items.id(*activity),
            minimum: minimum.is_finite().then_some(*minimum),
            below: below.is_finite().then_some(*below),
        },
        Leaf::TimeSince { anchor, from, to } => Condition::TimeSince {
            since: match anchor {
                AnchorPoint::Registration => Since::Registration,
                AnchorPoint::FirstLogin => Since::FirstLogin,
                AnchorPoint::Completion(item) => Since::Completion(checked.items.id(*item)),
            },
            from: *from,
            to: *to,
        },
        Leaf::Missing(id) => Condition::Missing(id.clone()),
    }
}

fn found(life: &Life<'_>, event: &Current, leaf: &Leaf) -> Found {
    let checked = life.program.checked;
    match leaf {
        Leaf::InEvent { .. } => Found::Event {
            event: event.facts.kind,
            item: checked.target_id(event.facts.kind, event.facts.target),
            status: event.facts.status,
        },
        Leaf::Bit { fact, .. } => match life.state.since(*fact) {
            Some(since) => Found::Since(checked.zone.stamp(since)),
            None => Found::Nothing,
        },
        Leaf::Score { activity, .. } => {
            let best = life.state.best_score(*activity);
            Found::Score((!best.is_nan()).then_some(best))
        }
        Leaf::TimeSince { anchor, from, to } => Found::Time(life.state.anchor(*anchor).map(|at| {
            let end = checked.settings.month_end;
            TimeFound {
                anchor: checked.zone.stamp(at),
                from: checked.zone.stamp(checked.zone.add(at, *from, end)),
                until: to.map(|to| checked.zone.stamp(checked.zone.add(at, to, end))),
            }
        })),
        Leaf::Missing(_) => Found::Nothing,
    }
}

/// When a tree that waits for the clock holds at the earliest, if nothing else
/// changes: the first of the times that are still to come at which it does.
pub fn waits_until(life: &Life<'_>, event: &Current, tree: &Tree) -> Option<Instant> {
    let checked = life.program.checked;
    let end = checked.settings.month_end;
    let mut times: Vec<Instant> = Vec::new();
    for (leaf, _) in tree.leaves() {
        if let Leaf::TimeSince { anchor, from, to } = leaf
            && let Some(at) = life.state.anchor(*anchor)
        {
            times.push(checked.zone.add(at, *from, end));
            times.extend(to.map(|to| checked.zone.add(at, to, end)));
        }
    }
    times.retain(|at| *at > event.facts.at);
    times.sort_unstable();
    times.into_iter().find(|at| {
        let then = crate::rules::tree::EventFacts { at: *at, ..event.facts };
        tree.holds(&then, &life.state, checked, Assume::Nothing)
    })
}

/// The item before a certificate block as it is found now.
pub fn block(life: &Life<'_>, number: Ix, before: Ix, rule: Ix) -> Option<BlockEvidence> {
    let checked = life.program.checked;
    let session = checked.sessions.get(number as usize)?;
    let progress = life.state.progress.get(number)?;
    let deciding = match before {
        NONE => NONE,
        before => session::deciding_block(session, before),
    };
    let item = match session.blocks.get(before as usize) {
        Some(CheckedBlock::Activity(item) | CheckedBlock::Journey(item)) => Some(*item),
        _ => None,
    };
    let activity = item.and_then(|item| checked.activities.get(item as usize));
    let own = progress.blocks.get(deciding as usize);
    Some(BlockEvidence {
        session: checked.session_names.id(number),
        block: checked.rules.get(rule as usize).map_or(0, |rule| rule.position + 1),
        item: item.map(|item| checked.items.id(item)),
        mode: activity.and_then(|a| a.module),
        minimum: activity.and_then(|a| a.minimum),
        best: own.map(|own| own.best).filter(|best| !best.is_nan()),
        started: own.is_some_and(|own| own.started),
        finished: own
            .filter(|own| own.finished != Instant::MAX)
            .map(|own| checked.zone.stamp(own.finished)),
        attempt: own.and_then(|own| own.attempt),
        session_end: checked.zone.stamp(session.end),
    })
}
