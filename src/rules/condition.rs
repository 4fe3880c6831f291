//! Conditions and the groups that they nest in.

use crate::catalogue::{Id, Period};
use serde::{Deserialize, Serialize};

/// A node of the tree of condition groups, in JSON one key with its value:
/// `{"and": […]}`, `{"or": […]}`, `{"activity-completed": "attire"}`,
/// `{"not": {"learner-in-group": "interns"}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Node {
    /// A group that holds when all of its parts do.
    And(Vec<Node>),
    /// A group that holds when any of its parts does.
    Or(Vec<Node>),
    /// Turns a condition on the learner's state round; not allowed on others,
    /// nor on groups.
    Not(Box<Node>),
    /// The event is about this activity, and ended so.
    ActivityInEvent(ActivityInEvent),
    /// The event is about this journey (section).
    #[serde(alias = "section-in-event")]
    JourneyInEvent(Id),
    /// The event is about this programme.
    ProgrammeInEvent(Id),
    /// The learner has completed the activity.
    ActivityCompleted(Id),
    /// The learner has completed the journey (section).
    #[serde(alias = "section-completed")]
    JourneyCompleted(Id),
    /// The learner has completed the programme.
    ProgrammeCompleted(Id),
    /// The learner is in the group.
    LearnerInGroup(Id),
    /// The learner's best score in an activity.
    Score(ScoreRange),
    /// How long ago something was.
    TimeSince(TimeSince),
    /// The learner has a certificate of this template.
    HasCertificate(Id),
    /// The learner has the certification, and it counts.
    HasCertification(Id),
}

impl Node {
    /// How deep groups may nest. No rule that a person wrote comes near it; it
    /// bounds the stack.
    pub const MAX_DEPTH: usize = 50;

    /// Whether it is a group.
    pub fn is_group(&self) -> bool {
        matches!(self, Self::And(_) | Self::Or(_))
    }

    /// Whether it reads the event rather than the learner's state.
    pub fn is_in_event(&self) -> bool {
        matches!(
            self,
            Self::ActivityInEvent(_) | Self::JourneyInEvent(_) | Self::ProgrammeInEvent(_)
        )
    }

    /// What it holds, in order.
    pub fn children(&self) -> &[Self] {
        match self {
            Self::And(nodes) | Self::Or(nodes) => nodes,
            Self::Not(node) => std::slice::from_ref(node),
            _ => &[],
        }
    }

    /// The key that the JSON form gives it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::And(_) => "and",
            Self::Or(_) => "or",
            Self::Not(_) => "not",
            Self::ActivityInEvent(_) => "activity-in-event",
            Self::JourneyInEvent(_) => "journey-in-event",
            Self::ProgrammeInEvent(_) => "programme-in-event",
            Self::ActivityCompleted(_) => "activity-completed",
            Self::JourneyCompleted(_) => "journey-completed",
            Self::ProgrammeCompleted(_) => "programme-completed",
            Self::LearnerInGroup(_) => "learner-in-group",
            Self::Score(_) => "score",
            Self::TimeSince(_) => "time-since",
            Self::HasCertificate(_) => "has-certificate",
            Self::HasCertification(_) => "has-certification",
        }
    }

    /// The depth of the deepest group in it, without recursion.
    pub fn depth(&self) -> usize {
        let mut deepest = 0;
        let mut open = vec![(self, 1)];
        while let Some((node, depth)) = open.pop() {
            deepest = deepest.max(depth);
            open.extend(node.children().iter().map(|child| (child, depth + 1)));
        }
        deepest
    }
}

/// An activity, and how the attempt has to have ended; an id alone means completed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "ActivityInEventForm", into = "ActivityInEventForm")]
pub struct ActivityInEvent {
    /// The activity.
    pub activity: Id,
    /// How it ended.
    pub status: WantedStatus,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum ActivityInEventForm {
    Completed(Id),
    Full { activity: Id, status: WantedStatus },
}

impl From<ActivityInEventForm> for ActivityInEvent {
    fn from(form: ActivityInEventForm) -> Self {
        match form {
            ActivityInEventForm::Completed(activity) => {
                Self { activity, status: WantedStatus::Completed }
            }
            ActivityInEventForm::Full { activity, status } => Self { activity, status },
        }
    }
}

impl From<ActivityInEvent> for ActivityInEventForm {
    fn from(condition: ActivityInEvent) -> Self {
        match condition {
            ActivityInEvent { activity, status: WantedStatus::Completed } => {
                Self::Completed(activity)
            }
            ActivityInEvent { activity, status } => Self::Full { activity, status },
        }
    }
}

/// The completion status that a condition asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WantedStatus {
    /// Completed or passed.
    #[default]
    Completed,
    /// Passed: said to be, or completed at or above the activity's minimum score.
    Passed,
    /// Failed: said to be, or completed below the activity's minimum score.
    Failed,
    /// Left early.
    Abandoned,
    /// However it ended.
    Any,
}

/// Bounds on the best score in an activity. Without a score it does not hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreRange {
    /// The activity.
    pub activity: Id,
    /// The lowest score that holds, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<f64>,
    /// The lowest score that no longer holds, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
}

/// Holds from `from` after an anchor until just before `to` after it. Without
/// the anchor it does not hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeSince {
    /// What the time is counted from.
    pub since: Anchor,
    /// How much later it begins to hold.
    #[serde(default)]
    pub from: Period,
    /// How much later it no longer holds; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Period>,
}

/// What time is counted from: `"registration"`, `"first-login"`, or
/// `{"completion": "<activity, journey or programme>"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// When the learner registered.
    Registration,
    /// When the learner first logged in.
    FirstLogin,
    /// When the learner last completed the item.
    Completion(Id),
}
