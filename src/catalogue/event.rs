//! What happened: the history that rules are played against.

use super::{Id, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Custom attributes of a learner by name.
pub type Attributes = BTreeMap<String, String>;

/// One thing that happened to one learner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// To whom.
    pub learner: Id,
    /// What.
    #[serde(rename = "event")]
    pub kind: EventKind,
    /// With what: the activity, journey, programme, group or certification
    /// that the kind speaks about. Empty for kinds that speak about none.
    #[serde(default, skip_serializing_if = "Id::is_empty")]
    pub item: Id,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Status::is_completed")]
    pub status: Status,
    /// 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// The session it belongs to; without it, every session of the learner that
    /// runs at the time and has the activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Box<Id>>,
    /// New values of custom attributes, with "learner updated".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Box<Attributes>>,
}

/// What happened. The first ten are the event types that an automation can
/// listen to; the rest are facts that change a learner's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum EventKind {
    /// An activity was attempted to its end; how it ended is the status.
    ActivityCompleted,
    /// A journey (section) was completed. Follows by itself from the last of
    /// its required activities.
    #[serde(alias = "section-completed")]
    JourneyCompleted,
    /// A programme was completed. Follows by itself when a participant has
    /// finished every item of a session.
    ProgrammeCompleted,
    /// An activity waits for a grade.
    ActivityReadyForGrading,
    /// An activity got a grade: the score.
    ActivityGraded,
    /// The learner registered.
    LearnerRegistered,
    /// The learner's profile changed.
    LearnerUpdated,
    /// The learner was deleted: nothing that comes later is evaluated.
    LearnerDeleted,
    /// The learner was added to a group.
    LearnerAddedToGroup,
    /// Every full hour; not part of a history.
    PeriodicCheck,
    /// An activity was opened.
    ActivityStarted,
    /// The learner was removed from a group.
    LearnerRemovedFromGroup,
    /// The learner logged in for the first time.
    FirstLogin,
    /// A certification was assigned by hand.
    CertificationAssigned,
    /// A certification was taken away for good, until it is assigned again.
    CertificationRevoked,
    /// A course was assigned by hand.
    CourseAssigned,
    /// A certification was earned. Follows by itself.
    CertificationEarned,
    /// A certification's time to renew has come. Follows by itself.
    RenewalOpened,
    /// A certification no longer counts. Follows by itself.
    CertificationExpired,
    /// A session of the learner started. Follows by itself.
    SessionStarted,
    /// A session of the learner ended. Follows by itself.
    SessionEnded,
}

impl EventKind {
    /// Every kind, in the order of their discriminants.
    pub const ALL: [Self; 21] = [
        Self::ActivityCompleted,
        Self::JourneyCompleted,
        Self::ProgrammeCompleted,
        Self::ActivityReadyForGrading,
        Self::ActivityGraded,
        Self::LearnerRegistered,
        Self::LearnerUpdated,
        Self::LearnerDeleted,
        Self::LearnerAddedToGroup,
        Self::PeriodicCheck,
        Self::ActivityStarted,
        Self::LearnerRemovedFromGroup,
        Self::FirstLogin,
        Self::CertificationAssigned,
        Self::CertificationRevoked,
        Self::CourseAssigned,
        Self::CertificationEarned,
        Self::RenewalOpened,
        Self::CertificationExpired,
        Self::SessionStarted,
        Self::SessionEnded,
    ];

    /// Whether an automation can listen to it.
    pub fn is_automation_type(self) -> bool {
        (self as u8) <= Self::PeriodicCheck as u8
    }

    /// Whether a grant under it happens (domain.md 2.1).
    pub fn can_grant(self) -> bool {
        matches!(self, Self::ActivityCompleted | Self::JourneyCompleted | Self::ProgrammeCompleted)
    }

    /// Whether a history may contain it; the others follow by themselves.
    pub fn can_be_recorded(self) -> bool {
        (self as u8) < Self::CertificationEarned as u8 && self != Self::PeriodicCheck
    }

    /// Whether it is about a thing.
    pub fn has_item(self) -> bool {
        !matches!(
            self,
            Self::LearnerRegistered
                | Self::LearnerUpdated
                | Self::LearnerDeleted
                | Self::PeriodicCheck
                | Self::FirstLogin
        )
    }

    /// As the project file spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ActivityCompleted => "activity-completed",
            Self::JourneyCompleted => "journey-completed",
            Self::ProgrammeCompleted => "programme-completed",
            Self::ActivityReadyForGrading => "activity-ready-for-grading",
            Self::ActivityGraded => "activity-graded",
            Self::LearnerRegistered => "learner-registered",
            Self::LearnerUpdated => "learner-updated",
            Self::LearnerDeleted => "learner-deleted",
            Self::LearnerAddedToGroup => "learner-added-to-group",
            Self::PeriodicCheck => "periodic-check",
            Self::ActivityStarted => "activity-started",
            Self::LearnerRemovedFromGroup => "learner-removed-from-group",
            Self::FirstLogin => "first-login",
            Self::CertificationAssigned => "certification-assigned",
            Self::CertificationRevoked => "certification-revoked",
            Self::CourseAssigned => "course-assigned",
            Self::CertificationEarned => "certification-earned",
            Self::RenewalOpened => "renewal-opened",
            Self::CertificationExpired => "certification-expired",
            Self::SessionStarted => "session-started",
            Self::SessionEnded => "session-ended",
        }
    }

    /// The kind of that spelling.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Status {
    /// To the end. With a score below the activity's minimum it counts as failed.
    #[default]
    Completed,
    /// To the end, and said to have passed, whatever the score.
    Passed,
    /// To the end, and failed.
    Failed,
    /// Left early.
    Abandoned,
}

impl Status {
    /// Whether it is the default.
    pub fn is_completed(&self) -> bool {
        *self == Self::Completed
    }

    /// As the project file spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_agree_with_serde() {
        for (index, kind) in EventKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(EventKind::from_name(kind.as_str()), Some(kind));
        }
    }
}
