//! Why an outcome is what it is.

use super::condition::{found, wanted};
use super::{Titles, when};
use crate::catalogue::EventKind;
use crate::locale::{say, say_n};
use crate::simulate::evidence::BlockEvidence;
use crate::simulate::outcome::{
    ActionOutcome, CauseView, EventView, Outcome, Reason, UnfitReason, Verdict,
};
use crate::simulate::{MAX_CAUSED, life};
use serde::{Deserialize, Serialize};

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
pub fn explained(outcome: Outcome, titles: &Titles<'_>) -> Explained {
    Explained { because: because(&outcome, titles), outcome }
}

/// Why an outcome is what it is: one or two sentences.
pub fn because(outcome: &Outcome, titles: &Titles<'_>) -> String {
    let mut out = vec![reason(outcome, titles)];
    for action in &outcome.evidence.actions {
        let said = action.reason == outcome.reason;
        out.extend(acted(action, said, titles));
        out.extend(unfit(action, titles));
    }
    out.retain(|sentence| !sentence.is_empty());
    out.join(" ")
}

fn reason(outcome: &Outcome, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let evidence = &outcome.evidence;
    match outcome.reason {
        Reason::ConditionsMet => match &evidence.conditions {
            Some(_) => say!(tongue, "All its conditions hold."),
            None => say!(tongue, "It applies to every such event."),
        },
        Reason::AlreadyGranted => already_granted(outcome, titles),
        Reason::AlreadyDone => say!(tongue, "What it does had been done before."),
        Reason::StillHolds => {
            say!(tongue, "Its conditions still hold, and it sent its message when they began to.")
        }
        Reason::EventTypeCannotGrant => say!(
            tongue,
            "No certificate is ever granted under the event type “{event}”: only completing an activity, a journey or a programme grants.",
            event = outcome.event.event.as_str(),
        ),
        Reason::Inactive => {
            let from = when(evidence.active_from.as_deref().unwrap_or_default());
            say!(
                tongue,
                "The event is from before {when}, when the rule became active.",
                when = from
            )
        }
        Reason::NotEligible => {
            let groups: Vec<_> = evidence.missing_groups.iter().map(|g| titles.group(g)).collect();
            say!(tongue, "The learner is not in {groups}.", groups = tongue.and(&groups))
        }
        Reason::ConditionsFalse => conditions_false(outcome, titles),
        Reason::Mapping => say!(tongue, "A field of the certificate has no fitting value."),
        Reason::MissingReference => {
            let ids: Vec<_> =
                evidence.missing_references.iter().map(|id| tongue.quoted(id)).collect();
            say!(tongue, "The rule speaks of {ids}, which does not exist.", ids = tongue.and(&ids))
        }
        Reason::ChainTooDeep => {
            let caused = |event: &&EventView| matches!(event.cause, CauseView::Rule(_));
            let length = evidence.chain.iter().chain([&outcome.event]).filter(caused).count();
            say_n!(
                tongue,
                length,
                "The chain of events that rules have caused is {count} long; longer ones are cut off.",
                "The chain of events that rules have caused is {count} long; longer ones are cut off.",
            )
        }
        Reason::ChainTooLong if outcome.event.event == EventKind::PeriodicCheck => say_n!(
            tongue,
            life::MAX_HOURS,
            "Hourly rules have kept each other going for {count} hours.",
            "Hourly rules have kept each other going for {count} hours.",
        ),
        Reason::ChainTooLong => say_n!(
            tongue,
            MAX_CAUSED,
            "One event has caused more than {count} others.",
            "One event has caused more than {count} others.",
        ),
        Reason::AwaitsGrade if evidence.block.is_none() => say!(tongue, "It waits for a grade."),
        Reason::AwaitsClock => match &evidence.waits_until {
            Some(until) => say!(tongue, "It waits until {when}.", when = when(until)),
            None => say!(tongue, "It waits for the time to come."),
        },
        reason => evidence.block.as_ref().map_or_else(String::new, |b| block(reason, b, titles)),
    }
}

fn already_granted(outcome: &Outcome, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let before = outcome.evidence.actions.iter().find_map(|a| a.granted_before.as_ref());
    match before {
        Some(before) => say!(
            tongue,
            "{rule} has granted it already, on {when}.",
            rule = titles.rule(&before.rule),
            when = when(&before.at),
        ),
        None => say!(tongue, "It was granted already."),
    }
}

fn conditions_false(outcome: &Outcome, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let Some(tree) = &outcome.evidence.conditions else {
        return say!(tongue, "Its conditions do not hold.");
    };
    let all = tree.conditions();
    let changes: Vec<String> = all
        .iter()
        .filter(|c| outcome.evidence.change.contains(&c.path))
        .map(|c| {
            let (wanted, found) = (wanted(c, titles), found(c, titles));
            say!(tongue, "{condition} ({found})", condition = wanted, found = found)
        })
        .collect();
    if changes.is_empty() {
        return say!(tongue, "Its conditions can never hold.");
    }
    say!(tongue, "It applies only when {conditions}.", conditions = tongue.and(&changes))
}

/// What an action did. `said` when the outcome's own reason has told that it failed.
fn acted(action: &ActionOutcome, said: bool, titles: &Titles<'_>) -> Option<String> {
    let tongue = titles.tongue;
    let item = || titles.item(&action.to);
    let group = || titles.group(&action.to);
    match action.outcome {
        Verdict::Fired => {}
        Verdict::Failed if !said => return Some(failed(action, titles)),
        _ => return None,
    }
    Some(match action.action.as_str() {
        "grant-certificate" => {
            say!(tongue, "It granted {title}.", title = titles.certificate(&action.to))
        }
        "assign-course" => say!(tongue, "It assigned {title}.", title = item()),
        "assign-certification" => {
            say!(tongue, "It assigned {title}.", title = titles.certification(&action.to))
        }
        "unlock" => say!(tongue, "It unlocked {title}.", title = item()),
        "lock" => say!(tongue, "It locked {title}.", title = item()),
        "complete-activity" => say!(tongue, "It completed {title}.", title = item()),
        "expire-activity" => say!(tongue, "It expired {title}.", title = item()),
        "reset-activity" => say!(tongue, "It reset {title}.", title = item()),
        "add-to-group" => say!(tongue, "It added the learner to {group}.", group = group()),
        "remove-from-group" => {
            say!(tongue, "It removed the learner from {group}.", group = group())
        }
        "notify" => say!(tongue, "It noted a message; nothing was sent."),
        _ => return None,
    })
}

/// The fields that got no fitting value, a sentence each.
fn unfit(action: &ActionOutcome, titles: &Titles<'_>) -> Vec<String> {
    let tongue = titles.tongue;
    let one = |field: &String, why| {
        let why = match why {
            UnfitReason::Missing => say!(tongue, "its source has no value"),
            UnfitReason::WrongFormat => say!(tongue, "the value is not of its type"),
            UnfitReason::Unmapped => say!(tongue, "nothing is mapped to it"),
            UnfitReason::UnknownSource => say!(tongue, "its source does not exist"),
        };
        say!(tongue, "The field “{field}” is empty: {why}.", field = field, why = why)
    };
    action.unfit.iter().map(|unfit| one(&unfit.field, unfit.why)).collect()
}

/// An action that failed, e.g. `It could not add the learner to “Crew”: …`.
fn failed(action: &ActionOutcome, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let why = match action.reason {
        Reason::MissingReference => say!(tongue, "something that it speaks of does not exist"),
        Reason::Mapping => say!(tongue, "a field has no fitting value"),
        Reason::ChainTooDeep => say!(tongue, "the chain of events is too deep"),
        _ => say!(tongue, "too many events were caused"),
    };
    let item = titles.item(&action.to);
    let group = titles.group(&action.to);
    match action.action.as_str() {
        "grant-certificate" => {
            let title = titles.certificate(&action.to);
            say!(tongue, "It could not grant {title}: {why}.", title = title, why = why)
        }
        "assign-certification" => {
            let title = titles.certification(&action.to);
            say!(tongue, "It could not assign {title}: {why}.", title = title, why = why)
        }
        "assign-course" => {
            say!(tongue, "It could not assign {title}: {why}.", title = item, why = why)
        }
        "add-to-group" => say!(
            tongue,
            "It could not add the learner to {group}: {why}.",
            group = group,
            why = why
        ),
        "remove-from-group" => say!(
            tongue,
            "It could not remove the learner from {group}: {why}.",
            group = group,
            why = why
        ),
        "unlock" => say!(tongue, "It could not unlock {title}: {why}.", title = item, why = why),
        "lock" => say!(tongue, "It could not lock {title}: {why}.", title = item, why = why),
        "complete-activity" => {
            say!(tongue, "It could not complete {title}: {why}.", title = item, why = why)
        }
        "expire-activity" => {
            say!(tongue, "It could not expire {title}: {why}.", title = item, why = why)
        }
        "reset-activity" => {
            say!(tongue, "It could not reset {title}: {why}.", title = item, why = why)
        }
        other => {
            let verb = other.split('-').next().unwrap_or_default();
            say!(
                tongue,
                "It could not {verb} {title}: {why}.",
                verb = verb,
                title = item,
                why = why
            )
        }
    }
}

/// What came of a certificate block.
fn block(reason: Reason, block: &BlockEvidence, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let item = match &block.item {
        Some(item) => titles.item(item),
        None => say!(tongue, "the item before"),
    };
    let end = when(&block.session_end);
    let best = match block.best {
        Some(best) => best.to_string(),
        None => say!(tongue, "no score"),
    };
    let minimum = block.minimum.unwrap_or_default();
    match reason {
        Reason::MinimumReached if block.best.is_none_or(|best| best < minimum) => {
            say!(tongue, "{item} was passed.", item = item)
        }
        Reason::MinimumReached => say!(
            tongue,
            "The score in {item} is {best}; {minimum} was needed.",
            item = item,
            best = best,
            minimum = minimum,
        ),
        Reason::ModuleCompleted => say!(tongue, "{item} is completed.", item = item),
        Reason::ExamLeft => say!(
            tongue,
            "The exam {item} has no minimum, and leaving it counts as finishing it.",
            item = item,
        ),
        Reason::ExamFinished => say!(
            tongue,
            "The exam {item} has no minimum, and its attempt is over, though failed.",
            item = item,
        ),
        Reason::StartedAtEnd => say!(
            tongue,
            "{item} was started, and the session ended on {end}.",
            item = item,
            end = end,
        ),
        Reason::BlockReached => {
            say!(tongue, "The learner reached the block behind {item}.", item = item)
        }
        Reason::ReachedAtEnd => say!(
            tongue,
            "The learner had reached the block when the session ended on {end}.",
            end = end,
        ),
        Reason::FirstBlock => {
            say!(tongue, "Nothing comes before the block, so it grants when the session starts.")
        }
        Reason::BelowMinimum => say!(
            tongue,
            "The best score in {item} is {best}, below {minimum}; it can be taken again until {end}.",
            item = item,
            best = best,
            minimum = minimum,
            end = end,
        ),
        Reason::AwaitsGrade => say!(
            tongue,
            "{item} waits for a grade; {minimum} is needed by {end}.",
            item = item,
            minimum = minimum,
            end = end,
        ),
        Reason::AwaitsCompletion => say!(
            tongue,
            "{item} is started and not finished; the session ends on {end}.",
            item = item,
            end = end,
        ),
        Reason::AwaitsSessionEnd => {
            say!(tongue, "It waits for the end of the session on {end}.", end = end)
        }
        Reason::AwaitsBlockBefore => say!(
            tongue,
            "{item} has not been done yet; the session ends on {end}.",
            item = item,
            end = end,
        ),
        Reason::EndedBelowMinimum => say!(
            tongue,
            "The session ended on {end} with {best} in {item}, below {minimum}.",
            end = end,
            best = best,
            item = item,
            minimum = minimum,
        ),
        Reason::NotFinished => say!(
            tongue,
            "The session ended on {end}, and {item} was not finished.",
            end = end,
            item = item,
        ),
        Reason::NeverStarted => say!(
            tongue,
            "The session ended on {end}, and {item} was never started.",
            end = end,
            item = item,
        ),
        Reason::NotReached => say!(
            tongue,
            "The session ended on {end} before the learner came past {item}.",
            end = end,
            item = item,
        ),
        Reason::ExamFailed => say!(
            tongue,
            "The one attempt at {item} ended with {best}, below {minimum}: it needs a new session.",
            item = item,
            best = best,
            minimum = minimum,
        ),
        Reason::ExamLeftEarly => {
            say!(tongue, "The exam {item} was left early: it needs a new session.", item = item,)
        }
        _ => String::new(),
    }
}
