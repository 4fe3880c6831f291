//! Outcomes: what came of an event, a rule and a learner, and why.

use crate::catalogue::{EventKind, Id, Status};
use crate::rules::checked::RuleKind;
use serde::{Deserialize, Serialize};

use super::evidence::{BlockEvidence, CertificationEvidence, TreeEvidence};

/// What came of an event, a rule and a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Verdict {
    /// Its actions were done.
    Fired,
    /// They had been done before.
    Suppressed,
    /// It did not apply.
    Skipped,
    /// It should have been done and could not.
    Failed,
    /// It may still come.
    Waiting,
}

impl Verdict {
    /// All of them, in the order of their discriminants.
    pub const ALL: [Self; 5] =
        [Self::Fired, Self::Suppressed, Self::Skipped, Self::Failed, Self::Waiting];
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Why an outcome is what it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[repr(u8)]
        pub enum Reason { $($(#[$doc])* $name,)* }

        impl Reason {
            /// All of them, in the order of their discriminants.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As data spells it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

reasons! {
    /// Fired: the conditions hold.
    ConditionsMet = "conditions-met",
    /// Suppressed: the same certificate was granted on the same item in the same cycle.
    AlreadyGranted = "already-granted",
    /// Suppressed: what the action does was done already.
    AlreadyDone = "already-done",
    /// Suppressed: a message of a periodic rule whose conditions still hold.
    StillHolds = "still-holds",
    /// Skipped: no certificate is granted under this type of event.
    EventTypeCannotGrant = "event-type-cannot-grant",
    /// Skipped: the event is from before the rule was active.
    Inactive = "inactive",
    /// Skipped: the learner is not in all of the trigger's groups.
    NotEligible = "not-eligible",
    /// Skipped: the conditions do not hold.
    ConditionsFalse = "conditions-false",
    /// Failed: a value is missing or unfit, and the project says that this fails.
    Mapping = "mapping",
    /// Failed: the rule speaks of something that does not exist.
    MissingReference = "missing-reference",
    /// Failed: the chain of events caused by actions is too deep.
    ChainTooDeep = "chain-too-deep",
    /// Failed: one event has caused too many others.
    ChainTooLong = "chain-too-long",
    /// Waiting: for a grade.
    AwaitsGrade = "awaits-grade",
    /// Waiting: for the clock.
    AwaitsClock = "awaits-clock",
    /// Block, fired: the best score in the session reaches the minimum.
    MinimumReached = "minimum-reached",
    /// Block, fired: the module before it is completed.
    ModuleCompleted = "module-completed",
    /// Block, fired: the exam before it, which has no minimum, was left early.
    ExamLeft = "exam-left",
    /// Block, fired: the exam before it has no minimum, and its attempt is over.
    ExamFinished = "exam-finished",
    /// Block, fired: the module before it was started, and the session has ended.
    StartedAtEnd = "started-at-end",
    /// Block, fired: the learner has reached it.
    BlockReached = "block-reached",
    /// Block, fired: it was reached, and the session has ended.
    ReachedAtEnd = "reached-at-end",
    /// Block, fired: nothing is before it, and the session has started.
    FirstBlock = "first-block",
    /// Block, waiting: the best score is below the minimum, and may be improved.
    BelowMinimum = "below-minimum",
    /// Block, waiting: the module before it is started and not completed.
    AwaitsCompletion = "awaits-completion",
    /// Block, waiting: for the end of the session.
    AwaitsSessionEnd = "awaits-session-end",
    /// Block, waiting: for the block before it.
    AwaitsBlockBefore = "awaits-block-before",
    /// Block, skipped: the session ended with the best score below the minimum.
    EndedBelowMinimum = "ended-below-minimum",
    /// Block, skipped: the session ended with the module not finished.
    NotFinished = "not-finished",
    /// Block, skipped: the module before it was never started.
    NeverStarted = "never-started",
    /// Block, skipped: the learner never came to it.
    NotReached = "not-reached",
    /// Block, skipped: the one attempt at the exam failed; it needs a new session.
    ExamFailed = "exam-failed",
    /// Block, skipped: the exam was left early; it needs a new session.
    ExamLeftEarly = "exam-left-early",
}

impl Reason {
    /// What it is the reason for.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::ConditionsMet
            | Self::MinimumReached
            | Self::ModuleCompleted
            | Self::ExamLeft
            | Self::ExamFinished
            | Self::StartedAtEnd
            | Self::BlockReached
            | Self::ReachedAtEnd
            | Self::FirstBlock => Verdict::Fired,
            Self::AlreadyGranted | Self::AlreadyDone | Self::StillHolds => Verdict::Suppressed,
            Self::EventTypeCannotGrant
            | Self::Inactive
            | Self::NotEligible
            | Self::ConditionsFalse
            | Self::EndedBelowMinimum
            | Self::NotFinished
            | Self::NeverStarted
            | Self::NotReached
            | Self::ExamFailed
            | Self::ExamLeftEarly => Verdict::Skipped,
            Self::Mapping | Self::MissingReference | Self::ChainTooDeep | Self::ChainTooLong => {
                Verdict::Failed
            }
            Self::AwaitsGrade
            | Self::AwaitsClock
            | Self::BelowMinimum
            | Self::AwaitsCompletion
            | Self::AwaitsSessionEnd
            | Self::AwaitsBlockBefore => Verdict::Waiting,
        }
    }
}

/// An outcome with all that is needed to explain it. Instants are RFC 3339 in
/// the site's time zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The rule; of a certificate block `<session>/<block's position from 1>`.
    pub rule: Id,
    /// What the rule was written as.
    pub kind: RuleKind,
    /// Which edit of the rule.
    pub version: u32,
    /// The learner.
    pub learner: Id,
    /// What came of it.
    pub outcome: Verdict,
    /// Why.
    pub reason: Reason,
    /// The event.
    pub event: EventView,
    /// What shows it.
    pub evidence: Evidence,
}

/// An event of a run, as people see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventView {
    /// When it was evaluated.
    pub at: String,
    /// What happened.
    pub event: EventKind,
    /// With what.
    #[serde(default, skip_serializing_if = "Id::is_empty")]
    pub item: Id,
    /// How it counts.
    #[serde(default, skip_serializing_if = "Status::is_completed")]
    pub status: Status,
    /// 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Its place in the project's events; absent when it followed by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u32>,
    /// What caused it.
    pub cause: CauseView,
}

/// What caused an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CauseView {
    /// It is in the history.
    Recorded,
    /// The clock.
    Clock,
    /// It follows from the state that another event led to.
    Follows(EventKind),
    /// An action of this rule.
    Rule(Id),
}

/// What shows that an outcome is right.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// The tree of conditions, each with what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<TreeEvidence>,
    /// For a tree that does not hold: the smallest set of conditions, by their
    /// place in the tree, that would have to change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub change: Vec<String>,
    /// From when the rule is active, when that is why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_from: Option<String>,
    /// The groups that the learner is not in, when that is why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_groups: Vec<Id>,
    /// Ids that name nothing, when that is why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_references: Vec<Id>,
    /// When it can hold at the earliest, when it waits for the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_until: Option<String>,
    /// What each action did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionOutcome>,
    /// The state of the item before a certificate block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<BlockEvidence>,
    /// The events that led to this one, the first one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<EventView>,
    /// Certifications whose status the event changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certifications: Vec<CertificationEvidence>,
}

/// What one action did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionOutcome {
    /// Which action, as the project file spells it.
    pub action: String,
    /// What it was done to: the certificate, course, group…
    #[serde(default, skip_serializing_if = "Id::is_empty")]
    pub to: Id,
    /// What came of it.
    pub outcome: Verdict,
    /// Why.
    pub reason: Reason,
    /// What granted it before, for a suppressed grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_before: Option<GrantedBefore>,
    /// Fields that got no value, or an unfit one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unfit: Vec<Unfit>,
    /// The item that the certificate hangs on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached_to: Option<Id>,
    /// The cycle of the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<u32>,
    /// The certificate's title as the learner sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The values of the certificate's fields; empty where they are unfit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<std::collections::BTreeMap<String, String>>,
}

/// What granted a certificate before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantedBefore {
    /// The rule.
    pub rule: Id,
    /// When.
    pub at: String,
}

/// A dynamic field that got no fitting value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfit {
    /// The field.
    pub field: String,
    /// What is wrong.
    pub why: UnfitReason,
}

/// Why a field got no fitting value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnfitReason {
    /// The source has no value.
    Missing,
    /// The value is not of the field's type.
    WrongFormat,
    /// No row maps a required field.
    Unmapped,
    /// The path does not exist.
    UnknownSource,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_with_serde() {
        for (index, reason) in Reason::ALL.iter().enumerate() {
            assert_eq!(*reason as usize, index);
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
        }
    }
}
