//! What is learned: activities, journeys, programmes, and their sessions.

use super::{Extra, FromId, Grant, Id, Moment};
use serde::{Deserialize, Serialize};

/// The leaf that is completed: a course, quiz, webinar, class, upload…
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// Unique among activities, journeys and programmes.
    pub id: Id,
    /// What people call it; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// `course` (a module, the default) or any other kind (`quiz`, `webinar`, …),
    /// which is not a module.
    #[serde(default = "course", skip_serializing_if = "is_course")]
    pub kind: String,
    /// What a module is for.
    #[serde(default)]
    pub mode: Mode,
    /// The score (0–100) from which a module is passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_score: Option<f64>,
    /// Whether it shows only to learners it was assigned to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Whether, or from when, it can no longer be completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Retired>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn course() -> String {
    "course".to_owned()
}

fn is_course(kind: &str) -> bool {
    kind == "course"
}

impl Activity {
    /// Whether it is a module: a course, with a mode and maybe a minimum score.
    pub fn is_module(&self) -> bool {
        is_course(&self.kind)
    }
}

impl FromId for Activity {
    fn from_id(id: &str) -> Self {
        Self { id: id.into(), kind: course(), ..Self::default() }
    }
}

/// What a module is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// May be taken again; the best attempt counts.
    #[default]
    Learning,
    /// As learning.
    Training,
    /// One attempt in a session; leaving early ends it.
    Exam,
}

/// Whether, or from when, something is retired: `true`, or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Retired {
    /// From the beginning, or not.
    Always(bool),
    /// From then on.
    From(Moment),
}

/// An ordered set of activities (a "section" is the same): completed when all
/// its required activities are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Journey {
    /// Unique among activities, journeys and programmes.
    pub id: Id,
    /// What people call it; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// In order.
    #[serde(default)]
    pub activities: Vec<JourneyStep>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl FromId for Journey {
    fn from_id(id: &str) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}

/// One activity of a journey; an id alone is a required one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "JourneyStepForm", into = "JourneyStepForm")]
pub struct JourneyStep {
    /// The activity.
    pub activity: Id,
    /// Whether the journey is incomplete without it.
    pub required: bool,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum JourneyStepForm {
    Required(Id),
    Full {
        activity: Id,
        #[serde(default = "yes")]
        required: bool,
    },
}

fn yes() -> bool {
    true
}

impl From<JourneyStepForm> for JourneyStep {
    fn from(form: JourneyStepForm) -> Self {
        match form {
            JourneyStepForm::Required(activity) => Self { activity, required: true },
            JourneyStepForm::Full { activity, required } => Self { activity, required },
        }
    }
}

impl From<JourneyStep> for JourneyStepForm {
    fn from(step: JourneyStep) -> Self {
        match step.required {
            true => Self::Required(step.activity),
            false => Self::Full { activity: step.activity, required: false },
        }
    }
}

/// A template of ordered blocks. What learners go through is a [`Session`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    /// Unique among activities, journeys and programmes.
    pub id: Id,
    /// What people call it; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// In order.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl FromId for Programme {
    fn from_id(id: &str) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}

/// One block of a programme: `{"activity": "x"}`, `{"journey": "x"}`,
/// `{"note": "…"}`, `{"certificate": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// An activity, module or not.
    Activity(Id),
    /// A journey.
    Journey(Id),
    /// Something to read or to attend to that nothing is recorded of: a
    /// learner has reached it with the item before.
    Note(String),
    /// Grants a certificate, looking only at the item just before it
    /// (domain.md section 3). Of two in a row both look at the same item.
    Certificate(Box<Grant>),
}

/// One run of a programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Unique among sessions.
    pub id: Id,
    /// What people call it; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What is run.
    pub programme: Id,
    /// Its first instant.
    pub start: Option<Moment>,
    /// The first instant that is no longer part of it.
    pub end: Option<Moment>,
    /// Learners who take part.
    #[serde(default)]
    pub participants: Vec<Id>,
    /// The programme's blocks, as they were when the session was created.
    /// Absent in a file written by hand: then they are copied as the file is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<Block>>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}
