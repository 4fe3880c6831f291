//! The items that a rule is about.

use crate::catalogue::{Block, EventKind, Id, Journey};
use crate::locale::mark;
use crate::rules::{ActivityInEvent, Node, Project, WantedStatus};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What can be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// An activity.
    Activity,
    /// A journey (section).
    Journey,
    /// A programme.
    Programme,
}

impl ItemKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Activity, Self::Journey, Self::Programme];

    /// The event type of its completion.
    pub fn completion(self) -> EventKind {
        match self {
            Self::Activity => EventKind::ActivityCompleted,
            Self::Journey => EventKind::JourneyCompleted,
            Self::Programme => EventKind::ProgrammeCompleted,
        }
    }

    /// As a sentence says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Activity => mark!("activity"),
            Self::Journey => mark!("journey"),
            Self::Programme => mark!("programme"),
        }
    }

    /// What an event of that type is about, as "in event" conditions read it.
    pub fn in_event(event: EventKind) -> Option<Self> {
        match event {
            EventKind::ActivityCompleted
            | EventKind::ActivityReadyForGrading
            | EventKind::ActivityGraded => Some(Self::Activity),
            EventKind::JourneyCompleted => Some(Self::Journey),
            EventKind::ProgrammeCompleted => Some(Self::Programme),
            _ => None,
        }
    }
}

/// One item that a rule asks the completion of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleItem {
    /// What it is.
    pub kind: ItemKind,
    /// Which.
    pub id: Id,
    /// How the rule wants it to end, where it says so.
    pub status: WantedStatus,
    /// The activities that its completion consists of: those that a journey
    /// requires, those of a programme and of its journeys. Empty for activities
    /// and for things that are not known.
    pub parts: Vec<Id>,
}

impl RuleItem {
    /// The condition that the event is about it.
    pub fn in_event(&self) -> Node {
        let id = self.id.clone();
        match self.kind {
            ItemKind::Activity => {
                Node::ActivityInEvent(ActivityInEvent { activity: id, status: self.status })
            }
            ItemKind::Journey => Node::JourneyInEvent(id),
            ItemKind::Programme => Node::ProgrammeInEvent(id),
        }
    }

    /// The condition that the learner has completed it.
    pub fn completed(&self) -> Node {
        let id = self.id.clone();
        match self.kind {
            ItemKind::Activity => Node::ActivityCompleted(id),
            ItemKind::Journey => Node::JourneyCompleted(id),
            ItemKind::Programme => Node::ProgrammeCompleted(id),
        }
    }
}

/// Whether an attempt that completes the activity ends in this way.
pub(super) fn is_completion(status: WantedStatus) -> bool {
    matches!(status, WantedStatus::Completed | WantedStatus::Passed | WantedStatus::Any)
}

/// The item that an "is completed" condition names.
pub(crate) fn completed_item(node: &Node) -> Option<(ItemKind, &Id)> {
    match node {
        Node::ActivityCompleted(id) => Some((ItemKind::Activity, id)),
        Node::JourneyCompleted(id) => Some((ItemKind::Journey, id)),
        Node::ProgrammeCompleted(id) => Some((ItemKind::Programme, id)),
        _ => None,
    }
}

/// The item that an "in event" condition names.
pub(crate) fn event_item(node: &Node) -> Option<(ItemKind, &Id)> {
    match node {
        Node::ActivityInEvent(condition) => Some((ItemKind::Activity, &condition.activity)),
        Node::JourneyInEvent(id) => Some((ItemKind::Journey, id)),
        Node::ProgrammeInEvent(id) => Some((ItemKind::Programme, id)),
        _ => None,
    }
}

/// The items of a tree, in the order in which it names them: those of "in event"
/// conditions (but for those that want a failure) and of "is completed"
/// conditions, where nothing negates them. None for a tree that is too deep.
pub fn rule_items(project: &Project, conditions: Option<&Node>) -> Vec<RuleItem> {
    let Some(tree) = conditions.filter(|tree| tree.depth() <= Node::MAX_DEPTH) else {
        return Vec::new();
    };
    let mut items: Vec<RuleItem> = Vec::new();
    let mut said: BTreeSet<(ItemKind, Id)> = BTreeSet::new();
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        if node.is_group() {
            open.extend(node.children().iter().rev());
            continue;
        }
        let status = match node {
            Node::ActivityInEvent(condition) if !is_completion(condition.status) => continue,
            Node::ActivityInEvent(condition) => Some(condition.status),
            _ => None,
        };
        let Some((kind, id)) = event_item(node).or_else(|| completed_item(node)) else { continue };
        let known = items.iter_mut().find(|item| item.kind == kind && item.id == *id);
        // What an event has to say goes before what follows from the state.
        if let Some(item) = known {
            if let Some(status) = status
                && said.insert((kind, id.clone()))
            {
                item.status = status;
            }
            continue;
        }
        if status.is_some() {
            said.insert((kind, id.clone()));
        }
        let parts = parts(project, kind, id);
        items.push(RuleItem { kind, id: id.clone(), status: status.unwrap_or_default(), parts });
    }
    items
}

/// The activities that the completion of an item consists of.
fn parts(project: &Project, kind: ItemKind, id: &str) -> Vec<Id> {
    let mut out: Vec<Id> = Vec::new();
    let mut seen: BTreeSet<&Id> = BTreeSet::new();
    let mut add = |id| {
        if seen.insert(id) {
            out.push(id.clone());
        }
    };
    let journey = |id: &str| project.journeys.iter().find(|journey| journey.id == id);
    match kind {
        ItemKind::Activity => {}
        ItemKind::Journey => required(journey(id)).for_each(add),
        ItemKind::Programme => {
            let programme = project.programmes.iter().find(|programme| programme.id == id);
            for block in programme.into_iter().flat_map(|programme| &programme.blocks) {
                match block {
                    Block::Activity(id) => add(id),
                    Block::Journey(id) => required(journey(id)).for_each(&mut add),
                    Block::Note(_) | Block::Certificate(_) => {}
                }
            }
        }
    }
    out
}

fn required(journey: Option<&Journey>) -> impl Iterator<Item = &Id> {
    let steps = journey.into_iter().flat_map(|journey| &journey.activities);
    steps.filter(|step| step.required).map(|step| &step.activity)
}
