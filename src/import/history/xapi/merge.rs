//! Statements that speak of the same attempt.

use super::meaning::Meaning;
use super::statement::Text;
use crate::catalogue::{Event, Id, Instant, Status};
use std::collections::{HashMap, HashSet};

/// How far apart two statements about one attempt may be that name no
/// registration, in milliseconds.
const TOGETHER: i64 = 60_000;

/// The id of a statement or of a registration: a UUID in any case and form, or
/// whatever else it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum StatementId<'t> {
    Uuid(u128),
    Other(std::borrow::Cow<'t, str>),
}

impl<'t> StatementId<'t> {
    pub fn new(text: &Text<'t>) -> Self {
        match uuid(text) {
            Some(uuid) => Self::Uuid(uuid),
            None => Self::Other(text.0.clone()),
        }
    }
}

/// A set of them.
pub(super) type Ids<'t> = HashSet<StatementId<'t>>;

fn uuid(text: &str) -> Option<u128> {
    let mut value = 0u128;
    let mut digits = 0;
    for c in text.trim().chars() {
        if let Some(digit) = c.to_digit(16) {
            digits += 1;
            if digits > 32 {
                return None;
            }
            value = value << 4 | u128::from(digit);
        } else if c != '-' {
            return None;
        }
    }
    (digits == 32).then_some(value)
}

/// An event on its way, with what tells which attempt it belongs to.
#[derive(Debug)]
pub(super) struct Draft<'t> {
    pub number: u32,
    pub instant: Instant,
    pub id: Option<StatementId<'t>>,
    pub registration: Option<StatementId<'t>>,
    pub meaning: Meaning,
    pub event: Event,
}

/// Takes out each "completed" that says of an attempt what a "passed" says
/// better: one of the same registration, or of the same minute. Within a minute
/// a "failed" does so as well; over a whole registration it does not, because
/// another try may follow. Expects them in the order of their instants, and
/// gives how many it took out.
pub(super) fn merge(drafts: &mut Vec<Draft<'_>>) -> u32 {
    let mut attempts: HashMap<(Id, Id), Vec<usize>> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if matches!(draft.meaning, Meaning::Passed | Meaning::Failed) {
            let key = (draft.event.learner.clone(), draft.event.item.clone());
            attempts.entry(key).or_default().push(index);
        }
    }
    if attempts.is_empty() {
        return 0;
    }
    let mut passed_by_registration = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if draft.meaning == Meaning::Passed
            && let Some(registration) = &draft.registration
        {
            let key = (registration.clone(), draft.event.learner.clone(), draft.event.item.clone());
            passed_by_registration.entry(key).or_insert(index);
        }
    }
    let mut into: Vec<(usize, usize)> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        if draft.meaning != Meaning::Completed || draft.event.status == Status::Abandoned {
            continue;
        }
        let key = (draft.event.learner.clone(), draft.event.item.clone());
        let Some(others) = attempts.get(&key) else { continue };
        let by_registration = draft.registration.as_ref().and_then(|registration| {
            passed_by_registration.get(&(registration.clone(), key.0.clone(), key.1.clone()))
        });
        let target = by_registration.copied().or_else(|| same_minute(draft, others, drafts));
        into.extend(target.map(|target| (index, target)));
    }
    let mut gone = vec![false; drafts.len()];
    for (from, to) in &into {
        let score = drafts.get(*from).and_then(|draft| draft.event.score);
        if let Some(target) = drafts.get_mut(*to) {
            target.event.score = target.event.score.or(score);
        }
        if let Some(gone) = gone.get_mut(*from) {
            *gone = true;
        }
    }
    let mut gone = gone.into_iter();
    drafts.retain(|_| !gone.next().unwrap_or(false));
    u32::try_from(into.len()).unwrap_or(u32::MAX)
}

/// The "passed" within a minute, else the "failed" within a minute, whose
/// registration does not say that it is another attempt.
fn same_minute(draft: &Draft<'_>, others: &[usize], drafts: &[Draft<'_>]) -> Option<usize> {
    let from = others.partition_point(|other| {
        drafts.get(*other).is_some_and(|o| o.instant.0 < draft.instant.0.saturating_sub(TOGETHER))
    });
    let near = others.get(from..)?.iter().copied().map_while(|other| {
        let found = drafts.get(other)?;
        (found.instant.0 <= draft.instant.0.saturating_add(TOGETHER)).then_some((other, found))
    });
    let agree = |other: &Draft<'_>| match (&draft.registration, &other.registration) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    // Bounded: a file of one attempt a thousand times must not take a million steps.
    let mut failed = None;
    for (other, found) in near.take(64).filter(|(_, found)| agree(found)) {
        if found.meaning == Meaning::Passed {
            return Some(other);
        }
        failed = failed.or(Some(other));
    }
    failed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{EventKind, Moment};
    use std::borrow::Cow;

    fn draft(
        number: u32,
        second: i64,
        meaning: Meaning,
        registration: Option<&'static str>,
        score: Option<f64>,
    ) -> Draft<'static> {
        let instant = Instant(second * 1000);
        Draft {
            number,
            instant,
            id: None,
            registration: registration.map(|r| StatementId::new(&Text(Cow::Borrowed(r)))),
            meaning,
            event: Event {
                at: Moment::At(instant),
                learner: "ada".into(),
                kind: EventKind::ActivityCompleted,
                item: "fire".into(),
                status: Status::Completed,
                score,
                session: None,
                attributes: None,
            },
        }
    }

    fn merged(mut drafts: Vec<Draft<'static>>) -> Vec<(u32, Option<f64>)> {
        merge(&mut drafts);
        drafts.iter().map(|d| (d.number, d.event.score)).collect()
    }

    use Meaning::{Completed, Failed, Passed};

    #[test]
    fn one_attempt_is_one_event() {
        let r = Some("r");
        // An hour apart, but of one registration; the score comes along.
        assert_eq!(
            merged(vec![draft(1, 0, Completed, r, Some(80.0)), draft(2, 3600, Passed, r, None)]),
            [(2, Some(80.0))]
        );
        assert_eq!(
            merged(vec![draft(1, 0, Passed, None, None), draft(2, 60, Completed, None, None)]),
            [(1, None)]
        );
        assert_eq!(
            merged(vec![draft(1, 0, Completed, None, None), draft(2, 5, Failed, r, None)]),
            [(2, None)]
        );
    }

    #[test]
    fn other_attempts_stay() {
        for (a, b) in [
            (draft(1, 0, Completed, None, None), draft(2, 61, Passed, None, None)),
            (draft(1, 0, Completed, Some("r"), None), draft(2, 5, Passed, Some("s"), None)),
            (draft(1, 0, Failed, Some("r"), None), draft(2, 3600, Completed, Some("r"), None)),
            (draft(1, 0, Completed, None, None), draft(2, 5, Completed, None, None)),
        ] {
            assert_eq!(merged(vec![a, b]).len(), 2);
        }
    }

    #[test]
    fn ids_are_the_same_in_any_case() {
        let id = |text: &'static str| StatementId::new(&Text(Cow::Borrowed(text)));
        let upper = id("6690E6C9-3EF0-4ED3-8B37-7F3964730BEE");
        assert_eq!(upper, id("6690e6c9-3ef0-4ed3-8b37-7f3964730bee"));
        assert_ne!(id("a"), id("b"));
        assert_eq!(id("a-b"), StatementId::Other("a-b".into()));
    }
}
