//! Triggers: a milestone, who is eligible, and what is assigned.

use super::automation::{is_yes, yes};
use crate::catalogue::{Extra, Id, Moment};
use serde::{Deserialize, Serialize};

/// A trigger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// Unique among automations and triggers.
    pub id: Id,
    /// The internal name; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Whether it runs at all.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
    /// Milestones before this are not seen; always active when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_from: Option<Moment>,
    /// What sets it off.
    pub milestone: Milestone,
    /// Groups that the learner must be in, all of them; none means every learner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eligible: Vec<Id>,
    /// What the learner is assigned.
    #[serde(default)]
    pub assigns: Vec<Assignment>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What sets a trigger off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Milestone {
    /// The learner completes all of these courses (activities or journeys), in
    /// any order: set off by each completion of one of them with which all are
    /// completed.
    Completes(Vec<Id>),
    /// The learner registers.
    Joins,
    /// The learner is added to the group.
    AddedToGroup(Id),
    /// The learner earns the certification.
    CompletesCertification(Id),
}

/// What a trigger assigns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assignment {
    /// An activity or a journey.
    Course(Id),
    /// A certification, and with it its courses.
    Certification(Id),
}
