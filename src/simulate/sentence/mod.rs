//! Sentences for people, made from outcomes: the one place where text is made.

pub mod assign;
mod block;
mod rule;

pub use block::block as certificate_block;
pub use rule::rule;

use super::evidence::{BlockEvidence, Condition, ConditionEvidence, Found, Since};
use super::outcome::{ActionOutcome, CauseView, EventView, Outcome, Reason, UnfitReason, Verdict};
use super::steps::Step;
use crate::catalogue::{EventKind, Id, Status};
use crate::rules::{Project, WantedStatus};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What people call the things of a project, by id.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    items: HashMap<Id, String>,
    groups: HashMap<Id, String>,
    certificates: HashMap<Id, String>,
    certifications: HashMap<Id, String>,
    rules: HashMap<Id, String>,
}

impl Titles {
    /// Those of a project.
    pub fn new(project: &Project) -> Self {
        let mut titles = Self::default();
        let pick = |title: &String, id: &Id| match title.is_empty() {
            true => (id.clone(), id.to_string()),
            false => (id.clone(), title.clone()),
        };
        titles.items.extend(project.activities.iter().map(|a| pick(&a.title, &a.id)));
        titles.items.extend(project.journeys.iter().map(|j| pick(&j.title, &j.id)));
        titles.items.extend(project.programmes.iter().map(|p| pick(&p.title, &p.id)));
        titles.groups.extend(project.groups.iter().map(|g| pick(&g.title, &g.id)));
        titles.certificates.extend(project.certificates.iter().map(|c| pick(&c.title, &c.id)));
        titles.certifications.extend(project.certifications.iter().map(|c| pick(&c.title, &c.id)));
        titles.rules.extend(project.automations.iter().map(|a| pick(&a.name, &a.id)));
        titles.rules.extend(project.triggers.iter().map(|t| pick(&t.name, &t.id)));
        titles
    }

    fn quoted(map: &HashMap<Id, String>, id: &Id) -> String {
        format!("“{}”", map.get(id).map_or(id.as_str(), String::as_str))
    }

    /// An item's title in quotation marks.
    pub fn item(&self, id: &Id) -> String {
        Self::quoted(&self.items, id)
    }

    /// A group's title in quotation marks.
    pub fn group(&self, id: &Id) -> String {
        Self::quoted(&self.groups, id)
    }

    /// A certificate's title in quotation marks.
    pub fn certificate(&self, id: &Id) -> String {
        Self::quoted(&self.certificates, id)
    }

    /// A certification's title in quotation marks.
    pub fn certification(&self, id: &Id) -> String {
        Self::quoted(&self.certifications, id)
    }

    /// A rule's name in quotation marks.
    pub fn rule(&self, id: &Id) -> String {
        Self::quoted(&self.rules, id)
    }
}

/// `2026-03-15T10:30:00+01:00` as `2026-03-15 10:30`.
fn when(stamp: &str) -> String {
    match (stamp.get(..10), stamp.get(11..16)) {
        (Some(day), Some(time)) if stamp.get(10..11) == Some("T") => match time {
            "00:00" => day.to_owned(),
            time => format!("{day} {time}"),
        },
        _ => stamp.to_owned(),
    }
}

/// What happened, e.g. `completed “Attire” with 80`.
pub fn event(
    kind: EventKind,
    item: &Id,
    status: Status,
    score: Option<f64>,
    titles: &Titles,
) -> String {
    let scored = score.map_or_else(String::new, |score| format!(" with {score}"));
    let thing = titles.item(item);
    match kind {
        EventKind::ActivityCompleted => match status {
            Status::Completed => format!("completed {thing}{scored}"),
            Status::Passed => format!("passed {thing}{scored}"),
            Status::Failed => format!("failed {thing}{scored}"),
            Status::Abandoned => format!("left {thing} early{scored}"),
        },
        EventKind::JourneyCompleted | EventKind::ProgrammeCompleted => format!("completed {thing}"),
        EventKind::ActivityReadyForGrading => format!("handed in {thing} for grading"),
        EventKind::ActivityGraded => format!("was graded in {thing}{scored}"),
        EventKind::ActivityStarted => format!("started {thing}"),
        EventKind::LearnerRegistered => "registered".to_owned(),
        EventKind::LearnerUpdated => "was updated".to_owned(),
        EventKind::LearnerDeleted => "was deleted".to_owned(),
        EventKind::FirstLogin => "logged in for the first time".to_owned(),
        EventKind::LearnerAddedToGroup => format!("was added to {}", titles.group(item)),
        EventKind::LearnerRemovedFromGroup => format!("was removed from {}", titles.group(item)),
        EventKind::CourseAssigned => format!("was assigned {thing}"),
        EventKind::CertificationAssigned => {
            format!("was assigned {}", titles.certification(item))
        }
        EventKind::CertificationRevoked => format!("lost {}", titles.certification(item)),
        EventKind::CertificationEarned => format!("earned {}", titles.certification(item)),
        EventKind::RenewalOpened => format!("can renew {}", titles.certification(item)),
        EventKind::CertificationExpired => {
            format!("let {} expire", titles.certification(item))
        }
        EventKind::SessionStarted => format!("started session “{item}”"),
        EventKind::SessionEnded => format!("came to the end of session “{item}”"),
        EventKind::PeriodicCheck => "was looked at by the hourly check".to_owned(),
    }
}

/// What a condition asks for, e.g. `“Safety” is completed`.
pub fn condition(expected: &Condition, negated: bool, titles: &Titles) -> String {
    let is = if negated { "is not" } else { "is" };
    match expected {
        Condition::InEvent { event, item, status } => {
            let thing = match event {
                EventKind::LearnerAddedToGroup => titles.group(item),
                EventKind::CertificationEarned => titles.certification(item),
                _ => titles.item(item),
            };
            match status {
                WantedStatus::Any | WantedStatus::Completed => {
                    format!("the event is about {thing}")
                }
                WantedStatus::Passed => format!("the event is about {thing}, passed"),
                WantedStatus::Failed => format!("the event is about {thing}, failed"),
                WantedStatus::Abandoned => format!("the event is about {thing}, left early"),
            }
        }
        Condition::Completed(id) => format!("{} {is} completed", titles.item(id)),
        Condition::InGroup(id) => format!("the learner {is} in {}", titles.group(id)),
        Condition::Score { activity, minimum, below } => {
            let thing = titles.item(activity);
            let range = match (minimum, below) {
                (Some(min), Some(below)) => format!("at least {min} and below {below}"),
                (Some(min), None) => format!("at least {min}"),
                (None, Some(below)) => format!("below {below}"),
                (None, None) => "known".to_owned(),
            };
            format!("the score in {thing} {is} {range}")
        }
        Condition::TimeSince { since, from, to } => {
            let anchor = match since {
                Since::Registration => "registration".to_owned(),
                Since::FirstLogin => "the first login".to_owned(),
                Since::Completion(id) => format!("the completion of {}", titles.item(id)),
            };
            let not = if negated { "not " } else { "" };
            match to {
                Some(to) => format!("it is {not}between {from} and {to} after {anchor}"),
                None => format!("it is {not}at least {from} after {anchor}"),
            }
        }
        Condition::HasCertificate(id) => {
            let has = if negated { "has no" } else { "has a" };
            format!("the learner {has} certificate {}", titles.certificate(id))
        }
        Condition::HasCertification(id) => {
            let holds = if negated { "does not hold" } else { "holds" };
            format!("the learner {holds} {}", titles.certification(id))
        }
        Condition::Missing(id) => format!("“{id}” exists"),
    }
}

/// What a condition asks for, seen beside what was found: an event about the same
/// thing differs in how it ended.
fn wanted(evidence: &ConditionEvidence, titles: &Titles) -> String {
    let plain = condition(&evidence.expected, evidence.negated, titles);
    match (&evidence.expected, &evidence.found) {
        (
            Condition::InEvent { event, item, status: WantedStatus::Completed },
            Found::Event { event: kind, item: about, .. },
        ) if (event, item) == (kind, about) => format!("{plain}, completed"),
        _ => plain,
    }
}

/// What was found instead, e.g. `it is not completed`.
pub fn found(evidence: &ConditionEvidence, titles: &Titles) -> String {
    match &evidence.found {
        Found::Event { event: kind, item, status } => {
            format!("the learner {}", event(*kind, item, *status, None, titles))
        }
        Found::Since(since) if since == "always" => "it is so from the beginning".to_owned(),
        Found::Since(since) => format!("it is so since {}", when(since)),
        Found::Nothing => "it is not so".to_owned(),
        Found::Score(Some(score)) => format!("it is {score}"),
        Found::Score(None) => "there is no score".to_owned(),
        Found::Time(None) => "that has not happened".to_owned(),
        Found::Time(Some(time)) => match &time.until {
            Some(until) => format!("that is from {} until {}", when(&time.from), when(until)),
            None => format!("that is from {}", when(&time.from)),
        },
    }
}

/// An outcome with its sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// The outcome.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Why, for people.
    pub because: String,
}

/// Adds an outcome's sentence to it.
pub fn explained(outcome: Outcome, titles: &Titles) -> Explained {
    Explained { because: because(&outcome, titles), outcome }
}

/// Why an outcome is what it is: one or two sentences.
pub fn because(outcome: &Outcome, titles: &Titles) -> String {
    let evidence = &outcome.evidence;
    let mut out = match outcome.reason {
        Reason::ConditionsMet => match &evidence.conditions {
            Some(_) => "All its conditions hold.".to_owned(),
            None => "It applies to every such event.".to_owned(),
        },
        Reason::AlreadyGranted => already_granted(outcome, titles),
        Reason::AlreadyDone => "What it does had been done before.".to_owned(),
        Reason::StillHolds => {
            "Its conditions still hold, and it sent its message when they began to.".to_owned()
        }
        Reason::EventTypeCannotGrant => format!(
            "No certificate is ever granted under the event type “{}”: only completing an activity, a journey or a programme grants.",
            outcome.event.event.as_str()
        ),
        Reason::Inactive => {
            let from = evidence.active_from.as_deref().unwrap_or_default();
            format!("The event is from before {}, when the rule became active.", when(from))
        }
        Reason::NotEligible => {
            let groups: Vec<_> = evidence.missing_groups.iter().map(|g| titles.group(g)).collect();
            format!("The learner is not in {}.", list(&groups, "and"))
        }
        Reason::ConditionsFalse => conditions_false(outcome, titles),
        Reason::Mapping => "A field of the certificate has no fitting value.".to_owned(),
        Reason::MissingReference => {
            let ids: Vec<_> =
                evidence.missing_references.iter().map(|id| format!("“{id}”")).collect();
            format!("The rule speaks of {}, which does not exist.", list(&ids, "and"))
        }
        Reason::ChainTooDeep => {
            let caused = |event: &&EventView| matches!(event.cause, CauseView::Rule(_));
            let length = evidence.chain.iter().chain([&outcome.event]).filter(caused).count();
            format!(
                "The chain of events that rules have caused is {length} long; longer ones are cut off."
            )
        }
        Reason::ChainTooLong if outcome.event.event == EventKind::PeriodicCheck => {
            format!("Hourly rules have kept each other going for {} hours.", super::life::MAX_HOURS)
        }
        Reason::ChainTooLong => {
            format!("One event has caused more than {} others.", super::MAX_CAUSED)
        }
        Reason::AwaitsGrade if evidence.block.is_none() => "It waits for a grade.".to_owned(),
        Reason::AwaitsClock => match &evidence.waits_until {
            Some(until) => format!("It waits until {}.", when(until)),
            None => "It waits for the time to come.".to_owned(),
        },
        reason => evidence.block.as_ref().map_or_else(String::new, |b| block(reason, b, titles)),
    };
    for action in &evidence.actions {
        let said = action.reason == outcome.reason;
        if let Some(sentence) = acted(action, said, titles) {
            out.push(' ');
            out.push_str(&sentence);
        }
    }
    out.trim().to_owned()
}

fn already_granted(outcome: &Outcome, titles: &Titles) -> String {
    let before = outcome.evidence.actions.iter().find_map(|a| a.granted_before.as_ref());
    match before {
        Some(before) => format!(
            "{} has granted it already, on {}.",
            titles.rule(&before.rule),
            when(&before.at)
        ),
        None => "It was granted already.".to_owned(),
    }
}

fn conditions_false(outcome: &Outcome, titles: &Titles) -> String {
    let Some(tree) = &outcome.evidence.conditions else {
        return "Its conditions do not hold.".to_owned();
    };
    let all = tree.conditions();
    let changes: Vec<String> = all
        .iter()
        .filter(|c| outcome.evidence.change.contains(&c.path))
        .map(|c| format!("{} ({})", wanted(c, titles), found(c, titles)))
        .collect();
    if changes.is_empty() {
        return "Its conditions can never hold.".to_owned();
    }
    format!("It applies only when {}.", list(&changes, "and"))
}

fn acted(action: &ActionOutcome, said: bool, titles: &Titles) -> Option<String> {
    let mut out = match (action.action.as_str(), action.outcome) {
        ("grant-certificate", Verdict::Fired) => {
            format!("It granted {}.", titles.certificate(&action.to))
        }
        ("assign-course", Verdict::Fired) => format!("It assigned {}.", titles.item(&action.to)),
        ("assign-certification", Verdict::Fired) => {
            format!("It assigned {}.", titles.certification(&action.to))
        }
        ("unlock", Verdict::Fired) => format!("It unlocked {}.", titles.item(&action.to)),
        ("lock", Verdict::Fired) => format!("It locked {}.", titles.item(&action.to)),
        ("complete-activity", Verdict::Fired) => {
            format!("It completed {}.", titles.item(&action.to))
        }
        ("expire-activity", Verdict::Fired) => format!("It expired {}.", titles.item(&action.to)),
        ("reset-activity", Verdict::Fired) => format!("It reset {}.", titles.item(&action.to)),
        ("add-to-group", Verdict::Fired) => {
            format!("It added the learner to {}.", titles.group(&action.to))
        }
        ("remove-from-group", Verdict::Fired) => {
            format!("It removed the learner from {}.", titles.group(&action.to))
        }
        ("notify", Verdict::Fired) => "It noted a message; nothing was sent.".to_owned(),
        (_, Verdict::Failed) if !said => failed(action, titles),
        _ => String::new(),
    };
    for unfit in &action.unfit {
        let field = &unfit.field;
        let why = match unfit.why {
            UnfitReason::Missing => "its source has no value",
            UnfitReason::WrongFormat => "the value is not of its type",
            UnfitReason::Unmapped => "nothing is mapped to it",
            UnfitReason::UnknownSource => "its source does not exist",
        };
        out.push_str(&format!(" The field “{field}” is empty: {why}."));
    }
    Some(out.trim().to_owned()).filter(|out| !out.is_empty())
}

/// An action that failed, e.g. `It could not add the learner to “Crew”: …`.
fn failed(action: &ActionOutcome, titles: &Titles) -> String {
    let what = match action.action.as_str() {
        "grant-certificate" => format!("grant {}", titles.certificate(&action.to)),
        "assign-certification" => format!("assign {}", titles.certification(&action.to)),
        "add-to-group" => format!("add the learner to {}", titles.group(&action.to)),
        "remove-from-group" => format!("remove the learner from {}", titles.group(&action.to)),
        "assign-course" => format!("assign {}", titles.item(&action.to)),
        other => {
            format!("{} {}", other.split('-').next().unwrap_or_default(), titles.item(&action.to))
        }
    };
    let why = match action.reason {
        Reason::MissingReference => "something that it speaks of does not exist",
        Reason::Mapping => "a field has no fitting value",
        Reason::ChainTooDeep => "the chain of events is too deep",
        _ => "too many events were caused",
    };
    format!("It could not {what}: {why}.")
}

fn block(reason: Reason, block: &BlockEvidence, titles: &Titles) -> String {
    let item = block.item.as_ref().map_or_else(|| "the item before".to_owned(), |i| titles.item(i));
    let end = when(&block.session_end);
    let best = block.best.map_or_else(|| "no score".to_owned(), |best| best.to_string());
    let minimum = block.minimum.unwrap_or_default();
    match reason {
        Reason::MinimumReached if block.best.is_none_or(|best| best < minimum) => {
            format!("{item} was passed.")
        }
        Reason::MinimumReached => format!("The score in {item} is {best}; {minimum} was needed."),
        Reason::ModuleCompleted => format!("{item} is completed."),
        Reason::ExamLeft => {
            format!("The exam {item} has no minimum, and leaving it counts as finishing it.")
        }
        Reason::ExamFinished => {
            format!("The exam {item} has no minimum, and its attempt is over, though failed.")
        }
        Reason::StartedAtEnd => format!("{item} was started, and the session ended on {end}."),
        Reason::BlockReached => format!("The learner reached the block behind {item}."),
        Reason::ReachedAtEnd => {
            format!("The learner had reached the block when the session ended on {end}.")
        }
        Reason::FirstBlock => {
            "Nothing comes before the block, so it grants when the session starts.".to_owned()
        }
        Reason::BelowMinimum => format!(
            "The best score in {item} is {best}, below {minimum}; it can be taken again until {end}."
        ),
        Reason::AwaitsGrade => format!("{item} waits for a grade; {minimum} is needed by {end}."),
        Reason::AwaitsCompletion => {
            format!("{item} is started and not finished; the session ends on {end}.")
        }
        Reason::AwaitsSessionEnd => format!("It waits for the end of the session on {end}."),
        Reason::AwaitsBlockBefore => {
            format!("{item} has not been done yet; the session ends on {end}.")
        }
        Reason::EndedBelowMinimum => {
            format!("The session ended on {end} with {best} in {item}, below {minimum}.")
        }
        Reason::NotFinished => format!("The session ended on {end}, and {item} was not finished."),
        Reason::NeverStarted => {
            format!("The session ended on {end}, and {item} was never started.")
        }
        Reason::NotReached => {
            format!("The session ended on {end} before the learner came past {item}.")
        }
        Reason::ExamFailed => format!(
            "The one attempt at {item} ended with {best}, below {minimum}: it needs a new session."
        ),
        Reason::ExamLeftEarly => format!("The exam {item} was left early: it needs a new session."),
        _ => String::new(),
    }
}

/// What would have to happen, e.g. `complete “Safety” with at least 80`.
pub fn step(step: &Step, titles: &Titles) -> String {
    match step {
        Step::Complete { item, score, status, session } => {
            let verb = match status {
                Status::Completed => "complete",
                Status::Passed => "pass",
                Status::Failed => "fail",
                Status::Abandoned => "leave early",
            };
            let scored = score.map_or_else(String::new, |score| format!(" with at least {score}"));
            let within =
                session.as_ref().map_or_else(String::new, |s| format!(" within session “{s}”"));
            format!("{verb} {}{scored}{within}", titles.item(item))
        }
        Step::JoinGroup(id) => format!("be added to {}", titles.group(id)),
        Step::LeaveGroup(id) => format!("be removed from {}", titles.group(id)),
        Step::ReceiveCertificate(id) => format!("receive {}", titles.certificate(id)),
        Step::EarnCertification(id) => format!("earn {}", titles.certification(id)),
        Step::Lose(id) => format!("no longer have “{id}”"),
        Step::WaitUntil(at) => format!("wait until {}", when(at)),
        Step::NewSession(id) => format!("take part in a new session of {}", titles.item(id)),
    }
}

/// `a, b and c`.
pub fn list(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
