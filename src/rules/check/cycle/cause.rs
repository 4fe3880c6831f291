//! The events that an action causes.
//!
//! Completing an activity causes its event, and those of the journeys and
//! programmes that it may be the last missing part of; adding to a group causes
//! its event. Assigning, locking, expiring and resetting cause none.

use super::super::out::Out;
use super::super::tree::{About, Can, Outcome, can_hold_at};
use crate::catalogue::{Block, EventKind, Id};
use crate::rules::order::{ItemKind, completed_item};
use crate::rules::{Action, Automation, Node, Wanted};
use std::collections::BTreeSet;

/// An event that an action causes, and what is then sure of the learner's state.
pub(super) struct Cause<'a> {
    pub event: EventKind,
    about: Vec<About<'a>>,
    /// Items that are completed by then, in the order in which they follow.
    completed: Vec<(ItemKind, &'a Id)>,
    group: Option<&'a Id>,
}

impl Cause<'_> {
    pub fn sets_off(&self, rule: &Automation, empty_is_false: bool) -> bool {
        let state = |node: &Node| match (node, completed_item(node)) {
            (_, Some(item)) if self.completed.contains(&item) => Can::only(true),
            (Node::LearnerInGroup(group), _) if self.group == Some(group) => Can::only(true),
            _ => Can::BOTH,
        };
        let tree = rule.conditions.as_ref();
        self.about.iter().any(|about| can_hold_at(tree, empty_is_false, *about, &state))
    }
}

pub(super) fn causes<'a>(out: &Out<'a>, action: &'a Action) -> Vec<Cause<'a>> {
    let known = out.known;
    let cause = |kind: ItemKind, id: &'a Id, completed| {
        let about = |outcome| About::Item(kind, id.as_str(), outcome);
        let about = vec![about(Outcome::Completed), about(Outcome::Passed)];
        Cause { event: kind.completion(), about, completed, group: None }
    };
    match action {
        Action::AddToGroup(group) if known.find(Wanted::Group, group).is_some() => vec![Cause {
            event: EventKind::LearnerAddedToGroup,
            about: vec![About::Other],
            completed: Vec::new(),
            group: Some(group),
        }],
        Action::CompleteActivity(id) if known.activity(id).is_some() => {
            let own = vec![(ItemKind::Activity, id)];
            let mut out = vec![cause(ItemKind::Activity, id, own.clone())];
            let mut journeys: BTreeSet<&str> = BTreeSet::new();
            for (_, journey) in known.journeys() {
                if journey.activities.iter().any(|step| step.required && step.activity == *id) {
                    journeys.insert(&journey.id);
                    let mut completed = own.clone();
                    completed.push((ItemKind::Journey, &journey.id));
                    out.push(cause(ItemKind::Journey, &journey.id, completed));
                }
            }
            for (_, programme) in known.programmes() {
                let part = |block: &Block| match block {
                    Block::Activity(other) => other == id,
                    Block::Journey(journey) => journeys.contains(journey.as_str()),
                    Block::Note(_) | Block::Certificate(_) => false,
                };
                if programme.blocks.iter().any(part) {
                    let mut completed = own.clone();
                    completed.push((ItemKind::Programme, &programme.id));
                    out.push(cause(ItemKind::Programme, &programme.id, completed));
                }
            }
            out
        }
        _ => Vec::new(),
    }
}
