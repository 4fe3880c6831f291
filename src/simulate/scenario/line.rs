//! Events as sentences: `2026-03-01 09:00 ada completes safety with 80`.

use crate::catalogue::{Event, EventKind, Id, Moment, Status};

/// The verbs, and what each means.
const VERBS: &[(&str, EventKind, Status)] = &[
    ("completes", EventKind::ActivityCompleted, Status::Completed),
    ("passes", EventKind::ActivityCompleted, Status::Passed),
    ("fails", EventKind::ActivityCompleted, Status::Failed),
    ("leaves", EventKind::ActivityCompleted, Status::Abandoned),
    ("starts", EventKind::ActivityStarted, Status::Completed),
    ("hands-in", EventKind::ActivityReadyForGrading, Status::Completed),
    ("is-graded-in", EventKind::ActivityGraded, Status::Completed),
    ("completes-journey", EventKind::JourneyCompleted, Status::Completed),
    ("completes-programme", EventKind::ProgrammeCompleted, Status::Completed),
    ("registers", EventKind::LearnerRegistered, Status::Completed),
    ("logs-in", EventKind::FirstLogin, Status::Completed),
    ("is-updated", EventKind::LearnerUpdated, Status::Completed),
    ("is-deleted", EventKind::LearnerDeleted, Status::Completed),
    ("joins", EventKind::LearnerAddedToGroup, Status::Completed),
    ("quits", EventKind::LearnerRemovedFromGroup, Status::Completed),
    ("is-assigned", EventKind::CourseAssigned, Status::Completed),
    ("is-assigned-certification", EventKind::CertificationAssigned, Status::Completed),
    ("loses-certification", EventKind::CertificationRevoked, Status::Completed),
];

/// Reads `<day> [<time>] <learner> <verb> [<item>] [with <score>] [in <session>]
/// [<attribute>=<value> …]`. Ids may not contain blanks; objects can say those.
///
/// # Errors
/// A sentence.
pub fn event_line(text: &str) -> Result<Event, String> {
    let mut words = text.split_whitespace().peekable();
    let day = words.next().ok_or("The line is empty.")?;
    let time = words.next_if(|w| w.starts_with(|c: char| c.is_ascii_digit()) && w.contains(':'));
    let moment = match time {
        Some(time) => format!("{day} {time}"),
        None => day.to_owned(),
    };
    let at = Moment::parse(&moment)?;
    let learner = words.next().ok_or("The learner is missing.")?;
    let verb = words.next().ok_or("What happened is missing.")?;
    let known = VERBS.iter().find(|(name, ..)| *name == verb);
    let Some((_, kind, status)) = known else {
        let names: Vec<_> = VERBS.iter().map(|(name, ..)| *name).collect();
        return Err(format!("“{verb}” is not one of {}.", names.join(", ")));
    };
    let mut event = Event {
        at,
        learner: learner.into(),
        kind: *kind,
        item: Id::default(),
        status: *status,
        score: None,
        session: None,
        attributes: None,
    };
    while let Some(word) = words.next() {
        match word {
            "with" => {
                let score = words.next().ok_or("The score is missing.")?;
                event.score = Some(score.parse().map_err(|_| format!("“{score}” is no score."))?);
            }
            "in" => {
                let session = words.next().ok_or("The session is missing.")?;
                event.session = Some(Box::new(session.into()));
            }
            word => match word.split_once('=') {
                Some((name, value)) => {
                    let attributes = event.attributes.get_or_insert_default();
                    attributes.insert(name.to_owned(), value.replace('_', " "));
                }
                None if event.item.is_empty() => event.item = word.into(),
                None => return Err(format!("“{word}” is not understood.")),
            },
        }
    }
    Ok(event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_sentences() {
        let event = event_line("2026-03-01 09:00 ada completes exam with 79.5 in spring").unwrap();
        assert_eq!(event.kind, EventKind::ActivityCompleted);
        assert_eq!((event.item.as_str(), event.score), ("exam", Some(79.5)));
        assert_eq!(event.session.unwrap().as_str(), "spring");
        let event = event_line("2026-03-01 ada is-updated city=New_York").unwrap();
        assert_eq!(event.attributes.unwrap()["city"], "New York");
        for wrong in [
            "",
            "soon ada completes x",
            "2026-03-01 ada sneezes",
            "2026-03-01 ada completes x with y",
        ] {
            assert!(event_line(wrong).is_err(), "{wrong}");
        }
    }
}
