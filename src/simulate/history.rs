//! The recorded events, resolved, sorted by learner and then in the order in
//! which they are played.

use crate::catalogue::{Event, EventKind, Instant, Irregular, LateEvents, Moment, Status};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::checked::{Checked, Ix, NONE};

/// A recorded event, resolved.
#[derive(Clone, Copy, Debug)]
pub struct Recorded {
    /// When it happened.
    pub at: Instant,
    /// When it is played: its own instant, or when late events are taken as they
    /// arrive, the latest of the import so far.
    pub played: Instant,
    /// 0–100; NaN when there is none.
    pub score: f64,
    /// What it is about, in the namespace of its kind; [`NONE`] when that does
    /// not exist.
    pub target: Ix,
    /// Its place in the import, from 0.
    pub seq: u32,
    /// The session that it names, or [`NONE`].
    pub session: Ix,
    /// What happened.
    pub kind: EventKind,
    /// How it ended.
    pub status: Status,
}

/// A history by learner.
#[derive(Clone, Debug, Default)]
pub struct History {
    events: Vec<Recorded>,
    /// Where each learner's events start; one more than there are learners.
    starts: Vec<u32>,
    /// The last instant of all.
    last: Option<Instant>,
}

/// Up to so many events are named one by one in diagnostics.
const NAMED: usize = 100;

impl History {
    /// Resolves events. Those that can't be played (an unknown learner, a kind
    /// that follows by itself, a score that is none) are left out and named.
    pub fn new(events: &[Event], checked: &Checked) -> (Self, Diagnostics) {
        let mut faults = Faults::default();
        let learners = checked.learners.len() as usize;
        let mut starts = vec![0_u32; learners + 1];
        let mut found = Vec::with_capacity(events.len());
        let by_arrival = checked.settings.late_events == LateEvents::ByArrival;
        let mut latest = Instant::MIN;
        for (event, seq) in events.iter().zip(0_u32..) {
            let learner = checked.learners.get(&event.learner);
            if !checked.is_playable(event) {
                faults.unplayable(event, seq, learner == NONE);
                continue;
            }
            let (at, irregular) = checked.zone.resolve(event.at);
            latest = latest.max(at);
            let played = if by_arrival { latest } else { at };
            // A day means its first instant, wherever that is.
            let is_day = matches!(event.at, Moment::Local(ms) if ms.rem_euclid(86_400_000) == 0);
            if let Some(irregular) = irregular.filter(|_| !is_day) {
                faults.irregular(event, seq, irregular);
            }
            let target = checked.target(event.kind, &event.item);
            if target == NONE && !event.item.is_empty() {
                faults.unknown_item(event, seq);
            }
            if event.item.is_empty() && event.kind.has_item() {
                faults.missing_item(event, seq);
            }
            let session = event.session.as_ref().map_or(NONE, |s| checked.session_names.get(s));
            if session == NONE && event.session.is_some() {
                faults.unknown_session(event, seq);
            }
            if let Some(start) = starts.get_mut(learner as usize + 1) {
                *start += 1;
            }
            let score = event.score.unwrap_or(f64::NAN);
            let (kind, status) = (event.kind, event.status);
            found.push((
                learner,
                Recorded { at, played, score, target, seq, session, kind, status },
            ));
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // A counting sort by learner keeps the order of the import.
        let mut next = starts.clone();
        let blank = Recorded {
            at: Instant::MIN,
            played: Instant::MIN,
            score: f64::NAN,
            target: NONE,
            seq: NONE,
            session: NONE,
            kind: EventKind::PeriodicCheck,
            status: Status::Completed,
        };
        let mut sorted = vec![blank; found.len()];
        let last = found.iter().map(|(_, event)| event.at).max();
        for (learner, event) in found {
            if let Some(at) = next.get_mut(learner as usize) {
                if let Some(place) = sorted.get_mut(*at as usize) {
                    *place = event;
                }
                *at += 1;
            }
        }
        let mut history = Self { events: sorted, starts, last };
        if !by_arrival {
            for learner in 0..learners {
                // Stable: of two at the same instant the one imported first.
                history.of_mut(learner).sort_by_key(|event| event.at);
            }
        }
        (history, faults.list())
    }

    /// The events of a learner, in the order in which they are played.
    pub fn of(&self, learner: Ix) -> &[Recorded] {
        self.events.get(self.range(learner as usize)).unwrap_or(&[])
    }

    /// The history of one learner alone, with further events behind it.
    pub fn with(&self, learner: Ix, further: &[Recorded], learners: Ix) -> Self {
        let mut events = self.of(learner).to_vec();
        events.extend_from_slice(further);
        let count = u32::try_from(events.len()).unwrap_or(u32::MAX);
        let mut starts = vec![0; learners as usize + 1];
        for start in starts.iter_mut().skip(learner as usize + 1) {
            *start = count;
        }
        let last = events.iter().map(|event| event.at).max();
        Self { events, starts, last }
    }

    fn of_mut(&mut self, learner: usize) -> &mut [Recorded] {
        let range = self.range(learner);
        self.events.get_mut(range).unwrap_or(&mut [])
    }

    fn range(&self, learner: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(learner).copied().unwrap_or(0) as usize;
        let end = self.starts.get(learner + 1).copied().unwrap_or(0) as usize;
        start..end
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The latest instant of all.
    pub fn last(&self) -> Option<Instant> {
        self.last
    }
}

/// Faults of events: the first of each kind by name, the rest counted.
#[derive(Default)]
struct Faults {
    named: Diagnostics,
    more: usize,
}

impl Faults {
    fn add(&mut self, make: impl FnOnce() -> Diagnostic) {
        if self.named.len() < NAMED { self.named.push(make()) } else { self.more += 1 }
    }

    fn unplayable(&mut self, event: &Event, seq: u32, unknown_learner: bool) {
        self.add(|| {
            let path = format!("events[{seq}]");
            if unknown_learner {
                let message = format!("There is no learner “{}”.", event.learner);
                Diagnostic::error("unknown-learner", format!("{path}.learner"), message)
                    .repair("Add the learner, or correct the id.")
            } else if event.kind.can_be_recorded() {
                let message = "The score is not a number from 0 to 100.";
                Diagnostic::error("score-out-of-range", format!("{path}.score"), message)
                    .repair("Correct the score.")
            } else {
                let message = format!("“{}” follows by itself.", event.kind.as_str());
                Diagnostic::error("event-cannot-be-recorded", format!("{path}.event"), message)
                    .repair("Take the event out of the history.")
            }
        });
    }

    fn irregular(&mut self, event: &Event, seq: u32, irregular: Irregular) {
        self.add(|| {
            let (code, what) = match irregular {
                Irregular::Gap => ("skipped-hour", "is skipped when the clocks go forward"),
                Irregular::Fold => ("repeated-hour", "comes twice when the clocks go back"),
            };
            let message = format!("The time {} {what}.", event.at);
            let taken = match irregular {
                Irregular::Gap => "It is taken as much later as they skip.",
                Irregular::Fold => "The first of the two is taken.",
            };
            Diagnostic::warning(code, format!("events[{seq}].at"), message)
                .repair(format!("{taken} Give the offset from UTC to be exact."))
        });
    }

    fn missing_item(&mut self, event: &Event, seq: u32) {
        self.add(|| {
            let message = format!("“{}” does not say what it is about.", event.kind.as_str());
            Diagnostic::error("missing-item", format!("events[{seq}].item"), message)
                .repair("Add the id of the activity, group or certification.")
        });
    }

    fn unknown_session(&mut self, event: &Event, seq: u32) {
        self.add(|| {
            let session = event.session.as_deref().cloned().unwrap_or_default();
            let message = format!("There is no session “{session}”.");
            Diagnostic::error("unknown-session", format!("events[{seq}].session"), message)
                .repair("Add the session, or correct its id; now every session counts the event.")
        });
    }

    fn unknown_item(&mut self, event: &Event, seq: u32) {
        self.add(|| {
            let message = format!("There is nothing called “{}”.", event.item);
            Diagnostic::error("unknown-item", format!("events[{seq}].item"), message)
                .repair("Add it to the catalogue, or correct the id.")
        });
    }

    fn list(mut self) -> Diagnostics {
        if self.more > 0 {
            let message = format!("{} more events have faults.", self.more);
            self.named.push(Diagnostic::warning("more-faults", "events", message));
        }
        self.named
    }
}
