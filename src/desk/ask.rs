//! What a page asks of the desk, and what it is told. Both sides are this
//! crate: requests and answers travel between page and worker as JSON.

use super::edit::Edit;
use super::generate::Recipe;
use super::history::StepInfo;
use crate::catalogue::{Attributes, EventKind, Id, Moment, Status};
use crate::diagnostic::Diagnostics;
use crate::locale::mark;
use crate::rules::check::Check;
use crate::rules::repair::Repair;
use crate::simulate::report::{Difference, Gap, NearMiss};
use crate::simulate::{Explanation, Reason};
use serde::{Deserialize, Serialize};

/// A request. The answer's type stands behind each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Ask {
    /// Opens a project's text in place of the present one, as a step that can be
    /// undone; with `fresh`, as the beginning of the history. → [`State`]
    Open {
        /// The text.
        text: String,
        /// What the step is called.
        label: String,
        /// Whether there is nothing before it.
        fresh: bool,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// Opens a worked example. → [`State`]
    Story {
        /// As [`super::stories::STORIES`] has it.
        key: String,
        /// Whether there is nothing before it.
        fresh: bool,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// Edits the project. → [`State`]
    Edit {
        /// One after the other.
        edits: Vec<Edit>,
        /// What the step is called.
        label: String,
        /// Edits of one key that follow each other closely are one step.
        key: Option<String>,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// Applies a check's repair. → [`State`]
    Repair {
        /// As the check has it.
        repair: Box<Repair>,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// Takes the last step back. → [`State`]
    Undo,
    /// Does the last undone step again. → [`State`]
    Redo,
    /// Stops the run that is under way; what was played stays. → [`State`]
    Stop,
    /// Where things stand. → [`State`]
    State,
    /// The steps of the history. → `Vec<StepInfo>`
    Steps,
    /// The whole project's text; `null` when it has more bytes than `limit`. → `Option<String>`
    Text {
        /// In bytes; none for any length.
        limit: Option<usize>,
    },
    /// Rows of the results. → [`Rows`]
    Rows {
        /// Which.
        filter: Filter,
        /// The first one, from 0.
        from: usize,
        /// How many.
        count: usize,
    },
    /// Learners with what happened to them. → [`Lanes`]
    Lanes {
        /// Which.
        filter: Filter,
        /// The first one, from 0.
        from: usize,
        /// How many.
        count: usize,
    },
    /// The recorded events in the order of their import. → [`Events`]
    Events {
        /// The first one, from 0.
        from: usize,
        /// How many.
        count: usize,
    },
    /// One learner's profile and place. → `Option<`[`Person`]`>`
    Learner {
        /// Who.
        learner: Id,
    },
    /// Ids and names of learners, for lists to choose from. → `Vec<`[`Named`]`>`
    Learners {
        /// A part of the name, the id or the address.
        search: String,
        /// How many at most.
        count: usize,
    },
    /// What a learner sees. → [`LearnerView`](crate::simulate::LearnerView)
    View {
        /// Who.
        learner: Id,
        /// When, in milliseconds since 1970; the end of the run when absent.
        at: Option<i64>,
    },
    /// The certificates of one learner, or all when absent. → [`Granted`]
    Grants {
        /// Who.
        learner: Option<Id>,
        /// Only those granted until then, in milliseconds since 1970.
        until: Option<i64>,
        /// The first one, from 0.
        from: usize,
        /// How many.
        count: usize,
    },
    /// Why a learner has a certificate, or has not. → `Option<`[`Why`]`>`
    Explain {
        /// Who.
        learner: Id,
        /// Which.
        certificate: Id,
    },
    /// Every outcome of one learner. → `Vec<`[`Explained`](crate::simulate::sentence::Explained)`>`
    Outcomes {
        /// Who.
        learner: Id,
        /// Without those that did not apply.
        without_skipped: bool,
    },
    /// Gaps. → [`Gaps`]
    Gaps {
        /// The first one, from 0.
        from: usize,
        /// How many.
        count: usize,
    },
    /// Near misses. → [`NearMisses`]
    NearMisses {
        /// The first one, from 0.
        from: usize,
        /// How many.
        count: usize,
    },
    /// A report as CSV. → `String`
    Csv {
        /// Which.
        report: Report,
    },
    /// How rules and branches fared. → `Vec<Coverage>`
    Coverage,
    /// Plays every order of a rule's completions. → `Option<OrderCheck>`
    OrderCheck {
        /// The automation.
        rule: Id,
    },
    /// What the last step changed. → `Option<`[`Changed`]`>`
    Difference,
    /// Runs the kept cases. → `Vec<ScenarioResult>`
    Scenarios,
    /// Keeps the history and what came of it as a case. → [`State`]
    KeepScenario {
        /// What it shows.
        name: String,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// Adds what was read last, less some lines. → [`State`]
    AddImported {
        /// Lines that are taken back out.
        without: Vec<u32>,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// Adds learners and completions that are made up. → [`State`]
    Generate {
        /// How.
        recipe: Box<Recipe>,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// Adds the learners of a list, one a line. → [`State`]
    AddLearners {
        /// Names and addresses.
        text: String,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// Takes a learner out, with all that is recorded. → [`State`]
    RemoveLearner {
        /// Who.
        learner: Id,
        /// Milliseconds since 1970.
        now: f64,
    },
    /// The instant of the next recorded event after an instant, or the last one
    /// before it, in milliseconds since 1970. → `Option<i64>`
    Near {
        /// Whose; everybody's when absent.
        learner: Option<Id>,
        /// In milliseconds since 1970.
        at: i64,
        /// Whether after it.
        later: bool,
    },
}

/// Which learners.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// A part of the name, the id or the address.
    #[serde(default)]
    pub search: String,
    /// About this certificate only; any when absent.
    #[serde(default)]
    pub certificate: Option<Id>,
    /// Those who stand so with it.
    #[serde(default)]
    pub standing: Option<Standing>,
    /// Only these.
    #[serde(default)]
    pub only: Option<Vec<Id>>,
}

/// How a learner stands with a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Standing {
    /// Nothing is known.
    #[default]
    Nothing,
    /// One thing is missing.
    NearMiss,
    /// It may still come.
    Waiting,
    /// It should have been granted and could not.
    Failed,
    /// The conditions are met, and nothing was granted.
    Gap,
    /// The learner has it.
    Granted,
    /// A second one was suppressed. As a filter only: in rows it stands beside.
    Suppressed,
}

impl Standing {
    /// All of them, the one to look at first last.
    pub const ALL: [Self; 7] = [
        Self::Nothing,
        Self::NearMiss,
        Self::Waiting,
        Self::Failed,
        Self::Gap,
        Self::Granted,
        Self::Suppressed,
    ];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nothing => mark!("Not yet"),
            Self::NearMiss => mark!("One step away"),
            Self::Waiting => mark!("Waiting"),
            Self::Failed => mark!("Failed"),
            Self::Gap => mark!("Gap"),
            Self::Granted => mark!("Granted"),
            Self::Suppressed => mark!("Suppressed"),
        }
    }
}

/// Where things stand.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// Grows with every change.
    pub revision: u64,
    /// The project's text without learners and events.
    pub head: String,
    /// How many learners there are.
    pub learners: usize,
    /// How many events there are.
    pub events: usize,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would do again.
    pub redo: Option<String>,
    /// What could not be read of a project that was opened.
    pub faults: Diagnostics,
    /// How far the run is.
    pub progress: Progress,
}

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Of which revision.
    pub revision: u64,
    /// What is being done.
    pub phase: Phase,
    /// Learners done.
    pub done: u32,
    /// Learners in all.
    pub all: u32,
    /// When the clock starts, in milliseconds since 1970.
    pub begin: i64,
    /// The last instant that is played, in milliseconds since 1970.
    pub until: i64,
    /// What the checks found; absent while they have not run.
    pub checks: Option<Vec<Check>>,
    /// What is wrong with the events.
    pub faults: Diagnostics,
    /// What came of it so far.
    pub counts: Counts,
    /// How many certificates came and went with the last step; absent while it
    /// is not known, or when there was none.
    pub difference: Option<(usize, usize, usize)>,
}

/// What a run does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Compiles and checks the project.
    #[default]
    Compile,
    /// Plays the learners.
    Run,
    /// Looks for gaps.
    Gaps,
    /// Nothing more.
    Done,
    /// Nothing more, since it was stopped.
    Stopped,
}

/// What came of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Certificates.
    pub grants: usize,
    /// Learners who have at least one.
    pub holders: usize,
    /// Second ones that were suppressed.
    pub suppressed: usize,
    /// Learners with gaps, one for each certificate.
    pub gaps: usize,
    /// Near misses.
    pub near_misses: usize,
    /// Events that were played, with those that followed by themselves.
    pub events: u64,
}

/// Rows of the results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for.
    pub rows: Vec<Row>,
}

/// One learner's results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Who.
    pub learner: Id,
    /// The name as it is printed; the id when there is none.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// One for each certificate of the project.
    pub cells: Vec<Cell>,
}

/// How a learner stands with one certificate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// How.
    pub standing: Standing,
    /// When it was granted first, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    /// How many there are.
    pub count: u32,
    /// How many more were suppressed.
    pub suppressed: u32,
    /// Why there is a gap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Whether one of them has a field without a fitting value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfit: bool,
}

/// Learners with what happened to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lanes {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for.
    pub lanes: Vec<Lane>,
}

/// One learner with what happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// Who.
    pub learner: Id,
    /// The place in the project's learners.
    pub index: usize,
    /// The name as it is printed; the id when there is none.
    pub name: String,
    /// The recorded events, in order; at most 400.
    pub marks: Vec<Mark>,
    /// How many more events there are.
    pub more: usize,
    /// What was granted.
    pub grants: Vec<GrantMark>,
}

/// A recorded event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The place in the project's events.
    pub seq: usize,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// As it is written.
    pub moment: Moment,
    /// What happened.
    pub kind: EventKind,
    /// With what.
    pub item: Id,
    /// How it ended.
    pub status: Status,
    /// 0–100.
    pub score: Option<f64>,
    /// The session it names.
    pub session: Option<Id>,
    /// New values of custom attributes.
    pub attributes: Option<Attributes>,
}

/// A certificate that was granted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantMark {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Which.
    pub certificate: Id,
    /// The rule.
    pub by: Id,
}

/// Recorded events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Events {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for.
    pub events: Vec<crate::catalogue::Event>,
}

/// One learner's profile and place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The place in the project's learners.
    pub index: usize,
    /// The profile.
    pub profile: crate::catalogue::Learner,
}

/// A learner, as lists name her.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Who.
    pub id: Id,
    /// The name as it is printed; the id when there is none.
    pub name: String,
}

/// Certificates that were granted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Granted {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for.
    pub grants: Vec<crate::simulate::report::GrantReport>,
    /// The instant of each, in milliseconds since 1970.
    pub at: Vec<i64>,
}

/// An explanation with its sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// As the engine has it.
    pub explanation: Explanation,
    /// Why, for each outcome that granted.
    pub because: Vec<String>,
    /// For each route: why its nearest outcome is what it is, and its steps.
    pub routes: Vec<(Option<String>, Vec<String>)>,
    /// The gap, when there is one.
    pub gap: Option<Gap>,
    /// Outcomes that suppressed a further one, each with its sentence.
    pub suppressed: Vec<crate::simulate::sentence::Explained>,
}

/// Gaps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gaps {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for, each with the learner's name.
    pub gaps: Vec<(String, Gap)>,
}

/// Near misses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NearMisses {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for, each with the learner's name and the sentences
    /// of its steps.
    pub near: Vec<(String, NearMiss, Vec<String>)>,
}

/// What the last step changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// What the step is called.
    pub label: String,
    /// What changed.
    pub difference: Difference,
}

/// A report that can be downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Report {
    /// Who got what and when.
    Grants,
    /// Those who have to be granted by hand.
    Gaps,
    /// Those who are one step away.
    NearMisses,
    /// How rules and branches fared.
    Coverage,
    /// What the last step changed.
    Difference,
}

/// The steps of the history, oldest first.
pub type Steps = Vec<StepInfo>;
