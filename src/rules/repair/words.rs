//! What repairs do, in words.

use super::{Change, Repair};
use crate::catalogue::{EventKind, Id, MappingRow, MappingValue};
use crate::locale::{Tongue, mark, say, say_n};

impl Repair {
    /// What it does, as an instruction.
    pub fn sentence(&self, tongue: Tongue<'_>) -> String {
        match self {
            Self::SetEvent { event, .. } => say!(
                tongue,
                "Change the rule's event type to “{event}”.",
                event = tongue.said(event_words(*event)),
            ),
            Self::SetConditions { change, .. } => change.sentence(tongue),
            Self::AnyOrder { attach_to, once, .. } => any_order(attach_to.as_ref(), *once, tongue),
            Self::RemoveRule { rule } => say!(tongue, "Remove the rule “{rule}”.", rule = rule),
            Self::DisableRule { rule } => {
                say!(tongue, "Switch the rule “{rule}” off.", rule = rule)
            }
            Self::MapField { row, .. } => map(row, tongue),
            Self::RenameField { from, to, .. } => {
                say!(tongue, "Map “{to}” to what “{from}” was mapped to.", to = to, from = from)
            }
            Self::RemoveField { field, .. } => {
                say!(tongue, "Take “{field}” out of the mapping.", field = field)
            }
            Self::KeepFirstRow { field, .. } => say!(
                tongue,
                "Keep the first row for “{field}” and remove the others.",
                field = field,
            ),
            Self::SetUserSource { .. } => say!(tongue, "Grant it to the person of the event."),
            Self::ReplaceId { from, to, .. } => {
                say!(tongue, "Replace “{from}” by “{to}”.", from = from, to = to)
            }
            Self::ReplaceInEvents { from, to, .. } => {
                say!(tongue, "Replace “{from}” by “{to}” in all events.", from = from, to = to)
            }
            Self::RenameEntry { to, .. } => say!(tongue, "Give it the id “{to}”.", to = to),
            Self::UnlinkCourse { group, course } => say!(
                tongue,
                "Remove the link from the group “{group}” to “{course}”.",
                group = group,
                course = course,
            ),
            Self::MoveBlock { from, to, .. } => {
                say!(tongue, "Move block {from} to place {to}.", from = from + 1, to = to + 1)
            }
            Self::SwapDates { .. } => say!(tongue, "Exchange the start and the end."),
            Self::SetTimeZone { name } => say!(tongue, "Use the time zone {name}.", name = name),
            Self::SetChainLimit { limit } => {
                say!(tongue, "Set the limit to {limit}.", limit = limit)
            }
            Self::SetMoment { to, .. } => {
                say!(tongue, "Write the instant that is meant: {moment}.", moment = to)
            }
            Self::RemoveEvents { kind } => say!(
                tongue,
                "Remove the “{event}” events from the history.",
                event = tongue.said(event_words(*kind)),
            ),
            Self::SetMinimumScore { minimum, .. } | Self::SetMinimumGrade { minimum, .. } => {
                say!(tongue, "Set the minimum to {minimum}.", minimum = minimum)
            }
            // Findings are shown by their shape, which is one: as the plural.
            Self::SetWindow { days, .. } => say_n!(
                tongue,
                days,
                "Let the renewal open {count} days before the expiry.",
                "Let the renewal open {count} days before the expiry.",
            ),
            Self::SetGrace { days, .. } => say_n!(
                tongue,
                days,
                "Set the grace time to {count} days.",
                "Set the grace time to {count} days.",
            ),
            Self::SetMonths { months, .. } => say_n!(
                tongue,
                months,
                "Set the period to {count} months.",
                "Set the period to {count} months.",
            ),
        }
    }
}

fn any_order(attach_to: Option<&Id>, once: bool, tongue: Tongue<'_>) -> String {
    match (attach_to, once) {
        (None, false) => say!(
            tongue,
            "Let the rule fire on the completion of any of the items once all of them are completed."
        ),
        (None, true) => say!(
            tongue,
            "Let the rule fire on the completion of any of the items once all of them are completed, and grant it once only."
        ),
        (Some(item), false) => say!(
            tongue,
            "Let the rule fire on the completion of any of the items once all of them are completed, attach the certificate to “{item}”.",
            item = item,
        ),
        (Some(item), true) => say!(
            tongue,
            "Let the rule fire on the completion of any of the items once all of them are completed, attach the certificate to “{item}”, and grant it once only.",
            item = item,
        ),
    }
}

fn map(row: &MappingRow, tongue: Tongue<'_>) -> String {
    let field = &row.field;
    match &row.value {
        MappingValue::Source(source) => {
            say!(tongue, "Map “{field}” to {source}.", field = field, source = source)
        }
        MappingValue::Constant(text) if text.is_empty() => {
            say!(tongue, "Leave “{field}” empty on purpose.", field = field)
        }
        MappingValue::Constant(text) => {
            say!(tongue, "Write “{text}” into “{field}”.", text = text, field = field)
        }
        MappingValue::Date(rule) => {
            say!(tongue, "Map “{field}” to {source}.", field = field, source = rule)
        }
    }
}

impl Change {
    fn sentence(self, tongue: Tongue<'_>) -> String {
        match self {
            Self::NameTheEvent => say!(
                tongue,
                "Add a group that asks for the event to be about one of the rule's items."
            ),
            Self::DropEmptyGroups => say!(tongue, "Remove the rule's empty groups."),
            Self::MoveNots => say!(tongue, "Put “not” at each single condition instead."),
            Self::DropCondition => {
                say!(tongue, "Remove what never holds from the “or” group; the rest of it stays.")
            }
            Self::LimitScores => {
                say!(tongue, "Bring the bounds of the score between 0 and 100.")
            }
            Self::OrderScores => say!(tongue, "Put the two scores in order."),
            Self::OrderTimes => say!(tongue, "Put the two times in order."),
        }
    }
}

/// An event type in words: `activity completed`.
pub(in crate::rules) fn event_words(event: EventKind) -> &'static str {
    match event {
        EventKind::ActivityCompleted => mark!("activity completed"),
        EventKind::JourneyCompleted => mark!("journey completed"),
        EventKind::ProgrammeCompleted => mark!("programme completed"),
        EventKind::ActivityReadyForGrading => mark!("activity ready for grading"),
        EventKind::ActivityGraded => mark!("activity graded"),
        EventKind::LearnerRegistered => mark!("learner registered"),
        EventKind::LearnerUpdated => mark!("learner updated"),
        EventKind::LearnerDeleted => mark!("learner deleted"),
        EventKind::LearnerAddedToGroup => mark!("learner added to group"),
        EventKind::PeriodicCheck => mark!("periodic check"),
        EventKind::ActivityStarted => mark!("activity started"),
        EventKind::LearnerRemovedFromGroup => mark!("learner removed from group"),
        EventKind::FirstLogin => mark!("first login"),
        EventKind::CertificationAssigned => mark!("certification assigned"),
        EventKind::CertificationRevoked => mark!("certification revoked"),
        EventKind::CourseAssigned => mark!("course assigned"),
        EventKind::CertificationEarned => mark!("certification earned"),
        EventKind::RenewalOpened => mark!("renewal opened"),
        EventKind::CertificationExpired => mark!("certification expired"),
        EventKind::SessionStarted => mark!("session started"),
        EventKind::SessionEnded => mark!("session ended"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_called_as_they_are_written() {
        for kind in EventKind::ALL {
            assert_eq!(event_words(kind), kind.as_str().replace('-', " "));
        }
    }
}
