//! Events: there may be a million of them, so that findings of one sort are
//! counted, and told once.

use super::names::{Guesses, MAX_LISTED, unknown_message};
use super::numbers::in_range;
use super::out::Out;
use super::{times, words};
use crate::catalogue::{EventKind, Id, Irregular};
use crate::diagnostic::Diagnostic;
use crate::rules::references::item_of_event;
use crate::rules::repair::{Repair, event_words};
use crate::rules::{List, Wanted};
use std::collections::{BTreeMap, HashMap};

/// How many moments that the clocks skip or repeat are listed one by one.
const MAX_MOMENTS: usize = 20;

/// Where something was first, and how often it was.
#[derive(Clone, Copy)]
struct Seen {
    first: usize,
    count: usize,
}

/// Ids that name nothing, by what they should name.
type Unknown<'a> = HashMap<(Wanted, &'a Id), Seen>;

/// `unknown-item`, `event-score-out-of-range`, `event-cannot-be-recorded`,
/// `skipped-hour`, `repeated-hour`.
pub(super) fn check<'a>(out: &mut Out<'a>) {
    let known = out.known;
    let mut unrecordable: BTreeMap<EventKind, Seen> = BTreeMap::new();
    let mut scores: Option<Seen> = None;
    let mut unknown = Unknown::new();
    let mut odd: BTreeMap<bool, Vec<(usize, Irregular)>> = BTreeMap::new();
    let mut odd_count: BTreeMap<bool, usize> = BTreeMap::new();
    for (index, event) in known.project.events.iter().enumerate() {
        let seen = Seen { first: index, count: 0 };
        if !event.kind.can_be_recorded() {
            unrecordable.entry(event.kind).or_insert(seen).count += 1;
            continue;
        }
        if event.score.is_some_and(|score| !in_range(score)) {
            scores.get_or_insert(seen).count += 1;
        }
        let mut look = |wanted: Wanted, id: &'a Id| {
            if known.find(wanted, id).is_none() {
                unknown.entry((wanted, id)).or_insert(seen).count += 1;
            }
        };
        look(Wanted::Learner, &event.learner);
        if let Some(wanted) = item_of_event(event.kind) {
            look(wanted, &event.item);
        }
        if let Some(session) = &event.session {
            look(Wanted::Session, session);
        }
        if let Some(zone) = &known.zone
            && let (_, Some(irregular)) = zone.resolve(event.at)
        {
            let gap = irregular == Irregular::Gap;
            *odd_count.entry(gap).or_insert(0) += 1;
            let listed = odd.entry(gap).or_default();
            if listed.len() < MAX_MOMENTS {
                listed.push((index, irregular));
            }
        }
    }
    for (kind, seen) in unrecordable {
        let (event, count) = (event_words(kind), seen.count);
        let message = match count {
            1 => format!(
                "A history can't contain “{event}”, as that follows by itself; this event is left out."
            ),
            _ => format!(
                "A history can't contain “{event}”, as that follows by itself; {count} such events are left out."
            ),
        };
        let path = format!("events[{}]", seen.first);
        let finding = Diagnostic::error("event-cannot-be-recorded", path, message);
        out.add(List::Events, seen.first, finding, Some(Repair::RemoveEvents { kind }));
    }
    if let Some(seen) = scores {
        let message = match seen.count {
            1 => "Scores go from 0 to 100; 1 event is outside, this one first.".to_owned(),
            count => {
                format!("Scores go from 0 to 100; {count} events are outside, this one first.")
            }
        };
        let path = format!("events[{}].score", seen.first);
        let finding = Diagnostic::warning("event-score-out-of-range", path, message)
            .repair("Look at the scale of the import: 0.85 of 1 is 85.");
        out.add(List::Events, seen.first, finding, None);
    }
    unknown_ids(out, unknown);
    moments(out, odd, &odd_count);
}

fn unknown_ids(out: &mut Out<'_>, unknown: Unknown<'_>) {
    let mut unknown: Vec<_> = unknown.into_iter().collect();
    unknown.sort_unstable_by_key(|((wanted, id), seen)| (seen.first, *wanted, *id));
    let more = unknown.len().saturating_sub(MAX_LISTED);
    let mut guesses = Guesses::default();
    for ((wanted, id), Seen { first, count }) in unknown.into_iter().take(MAX_LISTED) {
        let key = match wanted {
            Wanted::Learner => "learner",
            Wanted::Session => "session",
            _ => "item",
        };
        let message =
            format!("{} ({}.)", unknown_message(out, wanted, id), words::count(count, "event"));
        let path = format!("events[{first}].{key}");
        let finding = Diagnostic::error("unknown-item", path, message)
            .repair("Correct the events, or add what they name to the project.");
        let to = guesses.closest(out, wanted, id);
        let repair =
            to.map(|to| Repair::ReplaceInEvents { wanted, from: id.clone(), to: to.into() });
        out.add(List::Events, first, finding, repair);
    }
    if more > 0 {
        let message = format!("{more} more ids in events name nothing.");
        let last = out.known.project.events.len().saturating_sub(1);
        out.add(List::Events, last, Diagnostic::error("unknown-item", "events", message), None);
    }
}

fn moments(
    out: &mut Out<'_>,
    odd: BTreeMap<bool, Vec<(usize, Irregular)>>,
    counts: &BTreeMap<bool, usize>,
) {
    let known = out.known;
    let Some(zone) = &known.zone else { return };
    for (gap, listed) in odd {
        let more = counts.get(&gap).map_or(0, |count| count.saturating_sub(listed.len()));
        let last = listed.last().map_or(0, |(index, _)| *index);
        for (index, irregular) in listed {
            let Some(event) = known.project.events.get(index) else { continue };
            let path = format!("events[{index}].at");
            out.add(List::Events, index, times::finding(zone, &path, event.at, irregular), None);
        }
        if more > 0 {
            let (name, events) = (zone.name(), words::count(more, "event"));
            let (code, message) = match gap {
                true => (
                    "skipped-hour",
                    format!("The clocks of {name} skip the time of {events} more."),
                ),
                false => (
                    "repeated-hour",
                    format!("The clocks of {name} show twice the time of {events} more."),
                ),
            };
            out.add(List::Events, last, Diagnostic::warning(code, "events", message), None);
        }
    }
}
