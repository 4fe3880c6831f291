//! Automations: when the event happens, if the conditions are met, then
//! perform the actions.

use super::condition::Node;
use crate::catalogue::{EventKind, Extra, Grant, Id, Moment};
use serde::{Deserialize, Serialize};

/// An automation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Automation {
    /// Unique among automations and triggers.
    pub id: Id,
    /// The internal name; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Which edit of it this is, from 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub version: u32,
    /// Whether it runs at all.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
    /// Events before this are never evaluated by it; always active when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_from: Option<Moment>,
    /// When it is evaluated.
    pub event: EventKind,
    /// The tree of condition groups; holds always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Node>,
    /// What it does, in order.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
fn is_first(version: &u32) -> bool {
    *version == 1
}

pub(super) fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
pub(super) fn is_yes(flag: &bool) -> bool {
    *flag
}

impl Automation {
    /// The grants among its actions, each with its place in the list.
    pub fn grants(&self) -> impl Iterator<Item = (usize, &Grant)> {
        self.actions.iter().enumerate().filter_map(|(index, action)| match action {
            Action::GrantCertificate(grant) => Some((index, &**grant)),
            _ => None,
        })
    }

    /// Replaces the rule by an edited one of the same id: the version rises, and
    /// the instant from which it is active stays, unless one is given.
    pub fn edit(&mut self, mut edited: Self, active_from: Option<Moment>) {
        edited.id = std::mem::take(&mut self.id);
        edited.version = self.version.saturating_add(1);
        edited.active_from = active_from.or(self.active_from);
        *self = edited;
    }
}

/// What an automation does. In JSON one key with its value:
/// `{"assign-course": "chainsaw"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Grants a certificate; only under the three event types that can.
    GrantCertificate(Box<Grant>),
    /// Puts a course (activity or journey) into the learner's library.
    AssignCourse(Id),
    /// Assigns a certification, and with it its courses.
    AssignCertification(Id),
    /// Unlocks an item for the learner; under a periodic rule only as long as
    /// the rule's conditions hold.
    Unlock(Id),
    /// Locks an item for the learner, in the same way.
    Lock(Id),
    /// Completes an activity; causes the event.
    CompleteActivity(Id),
    /// Makes an activity's completion no longer count, and raises its cycle.
    ExpireActivity(Id),
    /// As expiring, and forgets scores and attempts as well.
    ResetActivity(Id),
    /// Adds the learner to a group; causes the event.
    AddToGroup(Id),
    /// Removes the learner from a group.
    RemoveFromGroup(Id),
    /// Recorded; nothing is sent.
    Notify(String),
}

impl Action {
    /// The key that the JSON form gives it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::GrantCertificate(_) => "grant-certificate",
            Self::AssignCourse(_) => "assign-course",
            Self::AssignCertification(_) => "assign-certification",
            Self::Unlock(_) => "unlock",
            Self::Lock(_) => "lock",
            Self::CompleteActivity(_) => "complete-activity",
            Self::ExpireActivity(_) => "expire-activity",
            Self::ResetActivity(_) => "reset-activity",
            Self::AddToGroup(_) => "add-to-group",
            Self::RemoveFromGroup(_) => "remove-from-group",
            Self::Notify(_) => "notify",
        }
    }
}
