//! What conditions ask for, and what was found.

use super::{Titles, when};
use crate::catalogue::{EventKind, Id, Period, Status};
use crate::locale::say;
use crate::rules::WantedStatus;
use crate::simulate::evidence::{Condition, ConditionEvidence, Found, Since, TimeFound};

/// What happened, with the learner as the one who did it: `the learner failed “Attire”`.
fn event(kind: EventKind, item: &Id, status: Status, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let thing = || titles.item(item);
    let group = || titles.group(item);
    let certification = || titles.certification(item);
    match kind {
        EventKind::ActivityCompleted => match status {
            Status::Completed => say!(tongue, "the learner completed {item}", item = thing()),
            Status::Passed => say!(tongue, "the learner passed {item}", item = thing()),
            Status::Failed => say!(tongue, "the learner failed {item}", item = thing()),
            Status::Abandoned => say!(tongue, "the learner left {item} early", item = thing()),
        },
        EventKind::JourneyCompleted | EventKind::ProgrammeCompleted => {
            say!(tongue, "the learner completed {item}", item = thing())
        }
        EventKind::ActivityReadyForGrading => {
            say!(tongue, "the learner handed in {item} for grading", item = thing())
        }
        EventKind::ActivityGraded => {
            say!(tongue, "the learner was graded in {item}", item = thing())
        }
        EventKind::ActivityStarted => say!(tongue, "the learner started {item}", item = thing()),
        EventKind::LearnerRegistered => say!(tongue, "the learner registered"),
        EventKind::LearnerUpdated => say!(tongue, "the learner was updated"),
        EventKind::LearnerDeleted => say!(tongue, "the learner was deleted"),
        EventKind::FirstLogin => say!(tongue, "the learner logged in for the first time"),
        EventKind::LearnerAddedToGroup => {
            say!(tongue, "the learner was added to {group}", group = group())
        }
        EventKind::LearnerRemovedFromGroup => {
            say!(tongue, "the learner was removed from {group}", group = group())
        }
        EventKind::CourseAssigned => {
            say!(tongue, "the learner was assigned {item}", item = thing())
        }
        EventKind::CertificationAssigned => {
            say!(tongue, "the learner was assigned {item}", item = certification())
        }
        EventKind::CertificationRevoked => {
            say!(tongue, "the learner lost {certification}", certification = certification())
        }
        EventKind::CertificationEarned => {
            say!(tongue, "the learner earned {certification}", certification = certification())
        }
        EventKind::RenewalOpened => {
            say!(tongue, "the learner can renew {certification}", certification = certification())
        }
        EventKind::CertificationExpired => {
            say!(tongue, "the learner let {certification} expire", certification = certification())
        }
        EventKind::SessionStarted => {
            say!(tongue, "the learner started session {session}", session = tongue.quoted(item))
        }
        EventKind::SessionEnded => {
            let session = tongue.quoted(item);
            say!(tongue, "the learner came to the end of session {session}", session = session)
        }
        EventKind::PeriodicCheck => {
            say!(tongue, "the learner was looked at by the hourly check")
        }
    }
}

/// What a condition asks for, e.g. `“Safety” is completed`.
pub fn condition(expected: &Condition, negated: bool, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    match expected {
        Condition::InEvent { event, item, status } => {
            let about = target(*event, item, titles);
            match status {
                WantedStatus::Any | WantedStatus::Completed => {
                    say!(tongue, "the event is about {item}", item = about)
                }
                WantedStatus::Passed => {
                    say!(tongue, "the event is about {item}, passed", item = about)
                }
                WantedStatus::Failed => {
                    say!(tongue, "the event is about {item}, failed", item = about)
                }
                WantedStatus::Abandoned => {
                    say!(tongue, "the event is about {item}, left early", item = about)
                }
            }
        }
        Condition::Completed(id) => match negated {
            false => say!(tongue, "{item} is completed", item = titles.item(id)),
            true => say!(tongue, "{item} is not completed", item = titles.item(id)),
        },
        Condition::InGroup(id) => match negated {
            false => say!(tongue, "the learner is in {group}", group = titles.group(id)),
            true => say!(tongue, "the learner is not in {group}", group = titles.group(id)),
        },
        Condition::Score { activity, minimum, below } => {
            score(activity, (*minimum, *below), negated, titles)
        }
        Condition::TimeSince { since, from, to } => time(since, *from, *to, negated, titles),
        Condition::HasCertificate(id) => {
            let title = titles.certificate(id);
            match negated {
                false => say!(tongue, "the learner has a certificate {title}", title = title),
                true => say!(tongue, "the learner has no certificate {title}", title = title),
            }
        }
        Condition::HasCertification(id) => {
            let title = titles.certification(id);
            match negated {
                false => say!(tongue, "the learner holds {title}", title = title),
                true => say!(tongue, "the learner does not hold {title}", title = title),
            }
        }
        Condition::Missing(id) => say!(tongue, "{what} exists", what = tongue.quoted(id)),
    }
}

/// What an event is about, right after the event was named: `it is “Attire”, failed`.
pub(super) fn it_is(
    event: EventKind,
    item: &Id,
    status: WantedStatus,
    titles: &Titles<'_>,
) -> String {
    let tongue = titles.tongue;
    let about = target(event, item, titles);
    match status {
        WantedStatus::Any | WantedStatus::Completed => say!(tongue, "it is {item}", item = about),
        WantedStatus::Passed => say!(tongue, "it is {item}, passed", item = about),
        WantedStatus::Failed => say!(tongue, "it is {item}, failed", item = about),
        WantedStatus::Abandoned => say!(tongue, "it is {item}, left early", item = about),
    }
}

fn target(event: EventKind, item: &Id, titles: &Titles<'_>) -> String {
    match event {
        EventKind::LearnerAddedToGroup => titles.group(item),
        EventKind::CertificationEarned => titles.certification(item),
        _ => titles.item(item),
    }
}

fn score(
    activity: &Id,
    range: (Option<f64>, Option<f64>),
    negated: bool,
    titles: &Titles<'_>,
) -> String {
    let (tongue, item) = (titles.tongue, titles.item(activity));
    match (range, negated) {
        ((Some(min), Some(below)), false) => say!(
            tongue,
            "the score in {item} is at least {minimum} and below {below}",
            item = item,
            minimum = min,
            below = below,
        ),
        ((Some(min), Some(below)), true) => say!(
            tongue,
            "the score in {item} is not at least {minimum} and below {below}",
            item = item,
            minimum = min,
            below = below,
        ),
        ((Some(min), None), false) => {
            say!(tongue, "the score in {item} is at least {minimum}", item = item, minimum = min)
        }
        ((Some(min), None), true) => say!(
            tongue,
            "the score in {item} is not at least {minimum}",
            item = item,
            minimum = min,
        ),
        ((None, Some(below)), false) => {
            say!(tongue, "the score in {item} is below {below}", item = item, below = below)
        }
        ((None, Some(below)), true) => {
            say!(tongue, "the score in {item} is not below {below}", item = item, below = below)
        }
        ((None, None), false) => say!(tongue, "the score in {item} is known", item = item),
        ((None, None), true) => say!(tongue, "the score in {item} is not known", item = item),
    }
}

fn time(
    since: &Since,
    from: Period,
    to: Option<Period>,
    negated: bool,
    titles: &Titles<'_>,
) -> String {
    let tongue = titles.tongue;
    // With its preposition, which other languages decline with.
    let after = match since {
        Since::Registration => say!(tongue, "after registration"),
        Since::FirstLogin => say!(tongue, "after the first login"),
        Since::Completion(id) => {
            say!(tongue, "after the completion of {item}", item = titles.item(id))
        }
    };
    let from = from.spoken(tongue);
    match (to.map(|to| to.spoken(tongue)), negated) {
        (Some(to), false) => {
            say!(
                tongue,
                "it is between {from} and {to} {after}",
                from = from,
                to = to,
                after = after
            )
        }
        (Some(to), true) => say!(
            tongue,
            "it is not between {from} and {to} {after}",
            from = from,
            to = to,
            after = after,
        ),
        (None, false) => {
            say!(tongue, "it is at least {time} {after}", time = from, after = after)
        }
        (None, true) => {
            say!(tongue, "it is not at least {time} {after}", time = from, after = after)
        }
    }
}

/// What a condition asks for, seen beside what was found: an event about the same
/// thing differs in how it ended.
pub(super) fn wanted(evidence: &ConditionEvidence, titles: &Titles<'_>) -> String {
    match (&evidence.expected, &evidence.found) {
        (
            Condition::InEvent { event, item, status: WantedStatus::Completed },
            Found::Event { event: kind, item: about, .. },
        ) if (event, item) == (kind, about) => {
            let about = target(*event, item, titles);
            say!(titles.tongue, "the event is about {item}, completed", item = about)
        }
        _ => condition(&evidence.expected, evidence.negated, titles),
    }
}

/// What was found instead, e.g. `it is not completed`.
pub fn found(evidence: &ConditionEvidence, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    match &evidence.found {
        Found::Event { event: kind, item, status } => event(*kind, item, *status, titles),
        Found::Since(since) if since == "always" => say!(tongue, "it is so from the beginning"),
        Found::Since(since) => say!(tongue, "it is so since {when}", when = when(since)),
        Found::Nothing => say!(tongue, "it is not so"),
        Found::Score(Some(score)) => say!(tongue, "it is {score}", score = score),
        Found::Score(None) => say!(tongue, "there is no score"),
        Found::Time(None) => say!(tongue, "that has not happened"),
        Found::Time(Some(TimeFound { from, until, .. })) => match until {
            Some(until) => say!(
                tongue,
                "that is from {from} until {until}",
                from = when(from),
                until = when(until),
            ),
            None => say!(tongue, "that is from {from}", from = when(from)),
        },
    }
}
