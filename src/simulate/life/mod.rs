//! One learner's life, played event by event.
//!
//! Learners do not influence one another, so each is played alone: state stays
//! small, and any one of them can be played again for a full explanation. The
//! order is total: instant, then what the clock brings (ends of sessions,
//! certifications, starts of sessions), then recorded events in the order of
//! their import, then what these cause, then the periodic check. For each event
//! the state changes first, then the conditions of all rules are evaluated on
//! that state, then actions run in rule order.

mod apply;
mod blocks;

use super::certification::{self, Change};
use super::evidence;
use super::history::{History, Recorded};
use super::outcome::{Reason, Verdict};
use super::record::{Acted, Recorder, Ruled};
use super::state::State;
use super::trace::Seen;
use crate::catalogue::{EventKind, Instant, LateEvents, Period, Status};
use crate::rules::checked::{Checked, CheckedAction, Ix, NONE, Rule};
use crate::rules::tree::{AnchorPoint, Assume, EventFacts, Facts, Leaf};
use crate::rules::{Index, Project};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// What a run needs, shared by all learners.
#[derive(Clone, Copy)]
pub struct Program<'a> {
    /// The project as it was written.
    pub project: &'a Project,
    /// The project, resolved.
    pub checked: &'a Checked,
    /// Its rules by event.
    pub index: &'a Index,
    /// What happened.
    pub history: &'a History,
    /// When the clock starts.
    pub begin: Instant,
    /// The last instant that is played.
    pub until: Instant,
    /// Whether trees are walked node by node, all of them, without the index:
    /// slow, and what the quick way has to agree with.
    pub plain: bool,
}

/// An event that is played.
#[derive(Clone, Copy, Debug)]
pub struct Current {
    /// What conditions see of it.
    pub facts: EventFacts,
    /// When it happened by its own timestamp; earlier than it is evaluated when
    /// late events are taken as they arrive.
    pub occurred: Instant,
    /// Its place in the learner's life, from 0.
    pub number: u32,
    /// Its place in the import, or [`NONE`].
    pub seq: u32,
    /// The session that it names, or [`NONE`].
    pub session: Ix,
    /// What brought it.
    pub cause: Cause,
    /// How many actions led to it.
    pub depth: u32,
    /// The place in the import of the recorded event that it goes back to, or
    /// [`NONE`] when that is the clock.
    pub root: u32,
}

/// What brought an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The history.
    Recorded,
    /// The clock.
    Clock,
    /// The state that another event (by its number) led to.
    Follows(u32),
    /// An action of a rule, done for another event (by its number).
    Rule(Ix, u32),
}

impl Cause {
    /// The number of the event before.
    pub fn parent(self) -> Option<u32> {
        match self {
            Self::Recorded | Self::Clock => None,
            Self::Follows(parent) | Self::Rule(_, parent) => Some(parent),
        }
    }
}

/// How many events one event may cause in all.
pub const MAX_CAUSED: u32 = 10_000;

/// How many hours hourly rules may keep each other going with nothing else
/// happening.
pub const MAX_HOURS: u32 = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    SessionEnd(Ix),
    Certification(Ix),
    SessionStart(Ix),
}

/// One learner's life.
pub struct Life<'a> {
    /// What is played.
    pub program: Program<'a>,
    /// Who.
    pub learner: Ix,
    /// What is known now.
    pub state: State,
    /// Every event so far.
    pub log: Vec<Current>,
    queue: VecDeque<Current>,
    clock: BinaryHeap<Reverse<(Instant, Due)>>,
    now: Instant,
    next_tick: Instant,
    /// The last check: there is one an hour.
    last_tick: Instant,
    /// Whether a check did anything: the next one may see more.
    ticked_into_action: bool,
    /// How many checks in a row did something, with nothing else happening.
    hours: u32,
    /// When the next recorded event is played.
    next_recorded: Instant,
    caused: u32,
    /// Times that periodic rules read, with the boundaries for the last anchor.
    times: Vec<TimeLeaf>,
    /// When periodic rules become active, in order.
    activations: Vec<Instant>,
    has_periodic: bool,
    changed_blocks: Vec<(Ix, Ix)>,
    completed_sessions: Vec<Ix>,
    /// Whether the values of certificates are written down.
    pub(super) keep_values: bool,
    /// Rules that were judged and have not acted yet. Kept between events, so
    /// that they need no new memory.
    pending: Vec<Pending>,
    /// What the actions of one rule did.
    acted: Vec<Acted>,
}

type Pending = (Ix, Verdict, Reason, Option<Box<Seen>>);

struct TimeLeaf {
    anchor: AnchorPoint,
    from: Period,
    to: Option<Period>,
    known: Option<Instant>,
    opens: Instant,
    closes: Instant,
}

impl<'a> Life<'a> {
    /// Room for the life of any learner.
    pub fn new(program: Program<'a>) -> Self {
        let periodic = program.index.listening(EventKind::PeriodicCheck);
        let mut times: Vec<TimeLeaf> = Vec::new();
        for rule in periodic.iter().filter_map(|r| program.checked.rules.get(*r as usize)) {
            for (leaf, _) in rule.tree.leaves() {
                let Leaf::TimeSince { anchor, from, to } = leaf else { continue };
                let same = |t: &TimeLeaf| (t.anchor, t.from, t.to) == (*anchor, *from, *to);
                if !times.iter().any(same) {
                    times.push(TimeLeaf {
                        anchor: *anchor,
                        from: *from,
                        to: *to,
                        known: None,
                        opens: Instant::MAX,
                        closes: Instant::MAX,
                    });
                }
            }
        }
        let rules = periodic.iter().filter_map(|r| program.checked.rules.get(*r as usize));
        let mut activations: Vec<Instant> = rules.map(|rule| rule.active_from).collect();
        activations.sort_unstable();
        Self {
            has_periodic: !periodic.is_empty(),
            state: State::new(program.checked),
            program,
            learner: NONE,
            log: Vec::new(),
            queue: VecDeque::new(),
            clock: BinaryHeap::new(),
            now: Instant::MIN,
            next_tick: Instant::MAX,
            last_tick: Instant::MIN,
            ticked_into_action: false,
            hours: 0,
            next_recorded: Instant::MAX,
            caused: 0,
            times,
            activations,
            changed_blocks: Vec::new(),
            completed_sessions: Vec::new(),
            pending: Vec::new(),
            acted: Vec::new(),
            keep_values: false,
        }
    }

    /// Plays a learner's life from its beginning to the end of the run.
    pub fn play<R: Recorder>(&mut self, learner: Ix, recorder: &mut R) {
        let program = self.program;
        self.keep_values = R::VALUES;
        self.learner = learner;
        self.state.begin(learner, program.checked);
        self.log.clear();
        self.queue.clear();
        self.clock.clear();
        self.now = Instant::MIN;
        self.next_tick = Instant::MAX;
        self.last_tick = Instant::MIN;
        self.hours = 0;
        self.caused = 0;
        for time in &mut self.times {
            time.known = None;
        }
        if self.has_periodic {
            // What the profile knows may be from before the history.
            let known = [self.state.registered, self.state.first_login].into_iter().flatten();
            let begin = known.fold(program.begin, Instant::min);
            self.next_tick = program.checked.zone.full_hour(begin);
        }
        let person = program.checked.people.get(learner as usize);
        for number in person.into_iter().flat_map(|p| &p.sessions) {
            let Some(session) = program.checked.sessions.get(*number as usize) else { continue };
            if session.plays {
                self.clock.push(Reverse((session.start, Due::SessionStart(*number))));
                self.clock.push(Reverse((session.end, Due::SessionEnd(*number))));
            }
        }
        let by_arrival = program.checked.settings.late_events == LateEvents::ByArrival;
        let mut events = program.history.of(learner).iter();
        let mut next = events.next();
        loop {
            // (when, which kind of thing comes first at the same instant)
            let recorded = next.map(|event| match by_arrival {
                true => (event.played.max(self.now), 2),
                false => (event.played, 1),
            });
            let queued = self.queue.front().map(|_| (self.now, if by_arrival { 1 } else { 2 }));
            let clock = self.clock.peek().map(|Reverse((at, _))| (*at, 0));
            let tick = (self.next_tick != Instant::MAX).then_some((self.next_tick, 3));
            let first = [recorded, queued, clock, tick].into_iter().flatten().min();
            self.next_recorded = recorded.map_or(Instant::MAX, |(at, _)| at);
            let Some(first) = first else { break };
            if first.0 > program.until {
                break;
            }
            if Some(first) == clock {
                if let Some(Reverse((at, due))) = self.clock.pop() {
                    self.due(at, due, recorder);
                }
            } else if Some(first) == recorded {
                if let Some(event) = next {
                    let current = self.recorded(event, first.0);
                    next = events.next();
                    (self.caused, self.hours) = (0, 0);
                    self.handle(current, recorder);
                }
            } else if Some(first) == queued {
                if let Some(event) = self.queue.pop_front() {
                    self.handle(event, recorder);
                }
            } else {
                self.next_tick = Instant::MAX;
                self.last_tick = first.0;
                self.ticked_into_action = false;
                self.caused = 0;
                let tick = self.plain_event(first.0, EventKind::PeriodicCheck, NONE, Cause::Clock);
                self.handle(tick, recorder);
                if self.ticked_into_action {
                    self.hours += 1;
                    self.want_tick(first.0);
                }
                self.schedule_ticks(first.0);
            }
        }
        recorder.end(self);
    }

    /// The instant of the last event.
    pub fn now(&self) -> Instant {
        self.now
    }

    fn recorded(&self, event: &Recorded, at: Instant) -> Current {
        let activity = match event.kind {
            EventKind::ActivityCompleted | EventKind::ActivityGraded => {
                self.program.checked.activities.get(event.target as usize)
            }
            _ => None,
        };
        let minimum = activity.and_then(|a| a.minimum);
        let status = match (event.status, minimum) {
            (Status::Completed, Some(minimum)) if event.score < minimum => Status::Failed,
            (status, _) => status,
        };
        let reached = minimum.is_some_and(|minimum| event.score >= minimum);
        let passed = status == Status::Passed || (status == Status::Completed && reached);
        let (kind, target, score) = (event.kind, event.target, event.score);
        Current {
            facts: EventFacts { at, kind, target, status, passed, score },
            occurred: event.at,
            number: 0,
            seq: event.seq,
            root: event.seq,
            session: event.session,
            cause: Cause::Recorded,
            depth: 0,
        }
    }

    /// An event that nobody recorded.
    fn plain_event(&self, at: Instant, kind: EventKind, target: Ix, cause: Cause) -> Current {
        let (status, score) = (Status::Completed, f64::NAN);
        Current {
            facts: EventFacts { at, kind, target, status, passed: false, score },
            occurred: at,
            number: 0,
            seq: NONE,
            root: NONE,
            session: NONE,
            cause,
            depth: 0,
        }
    }

    fn due<R: Recorder>(&mut self, at: Instant, due: Due, recorder: &mut R) {
        if self.state.deleted {
            return;
        }
        self.caused = 0;
        let (kind, target) = match due {
            Due::SessionStart(session) => (EventKind::SessionStarted, session),
            Due::SessionEnd(session) => (EventKind::SessionEnded, session),
            Due::Certification(number) => {
                let own = self.state.certifications.get(number as usize);
                // An entry that an earning or a revocation has overtaken.
                if own.is_none_or(|own| own.next != at) {
                    return;
                }
                self.now = at;
                let idle = self.idle_until();
                let checked = self.program.checked;
                let change = certification::tick(&mut self.state, number, at, idle, checked);
                self.schedule_certification(number);
                let kind = match change {
                    Change::RenewalOpened => EventKind::RenewalOpened,
                    Change::Expired => EventKind::CertificationExpired,
                    Change::Earned => EventKind::CertificationEarned,
                    Change::None | Change::NewPeriod => {
                        recorder.silent(self, at);
                        self.want_tick(at);
                        return;
                    }
                };
                (kind, number)
            }
        };
        let mut event = self.plain_event(at, kind, target, Cause::Clock);
        if matches!(due, Due::SessionStart(_) | Due::SessionEnd(_)) {
            event.session = target;
        }
        self.handle(event, recorder);
    }

    /// Until when nothing happens.
    fn idle_until(&self) -> Instant {
        let clock = self.clock.peek().map_or(Instant::MAX, |Reverse((at, _))| *at);
        self.next_recorded.min(clock).min(self.next_tick).min(self.program.until)
    }

    fn schedule_certification(&mut self, number: Ix) {
        if let Some(own) = self.state.certifications.get(number as usize)
            && own.next != Instant::MAX
        {
            self.clock.push(Reverse((own.next, Due::Certification(number))));
        }
    }

    fn handle<R: Recorder>(&mut self, mut event: Current, recorder: &mut R) {
        // What the deletion itself led to is still done.
        if self.state.deleted && event.cause.parent().is_none() {
            return;
        }
        self.now = event.facts.at;
        event.number = u32::try_from(self.log.len()).unwrap_or(u32::MAX);
        self.log.push(event);
        self.apply(&event);
        recorder.event(self, &event);
        self.evaluate(&event, recorder);
        self.look_at_blocks(&event, recorder);
        if event.facts.kind != EventKind::PeriodicCheck {
            self.want_tick(event.facts.at);
        }
    }

    fn want_tick(&mut self, at: Instant) {
        if self.has_periodic {
            let zone = &self.program.checked.zone;
            let mut hour = zone.full_hour(at);
            if hour <= self.last_tick {
                hour = zone.full_hour(Instant(self.last_tick.0.saturating_add(1)));
            }
            self.next_tick = self.next_tick.min(hour);
        }
    }

    /// The next full hour at which a time that a periodic rule reads begins or
    /// ceases to hold.
    fn schedule_ticks(&mut self, now: Instant) {
        let Program { checked, .. } = self.program;
        let end = checked.settings.month_end;
        let behind = self.activations.partition_point(|at| *at <= now);
        if let Some(active) = self.activations.get(behind) {
            self.next_tick = self.next_tick.min(checked.zone.full_hour(*active));
        }
        for time in &mut self.times {
            let Some(anchor) = self.state.anchor(time.anchor) else { continue };
            if time.known != Some(anchor) {
                time.known = Some(anchor);
                time.opens = checked.zone.add(anchor, time.from, end);
                time.closes = time.to.map_or(Instant::MAX, |to| checked.zone.add(anchor, to, end));
            }
            for boundary in [time.opens, time.closes] {
                if boundary > now && boundary != Instant::MAX {
                    self.next_tick = self.next_tick.min(checked.zone.full_hour(boundary));
                }
            }
        }
    }

    // ------------------------------------------------------------- then rules

    fn evaluate<R: Recorder>(&mut self, event: &Current, recorder: &mut R) {
        let Program { checked, index, plain, .. } = self.program;
        let EventFacts { kind, target, .. } = event.facts;
        let candidates = index.candidates(kind, target);
        let all = R::ALL || plain;
        let listening = if all { index.listening(kind) } else { &[] };
        let numbers =
            listening.iter().copied().chain(candidates.take(if all { 0 } else { usize::MAX }));
        let mut pending = std::mem::take(&mut self.pending);
        for number in numbers {
            let Some(rule) = checked.rules.get(number as usize) else { continue };
            let candidate = !all || plain || candidates.contains(number);
            let (verdict, reason) = self.judge(rule, event, candidate);
            if verdict == Verdict::Fired || R::EVIDENCE {
                let tree = recorder.conditions(self, event, number, reason);
                pending.push((number, verdict, reason, tree));
                continue;
            }
            self.release(number, kind);
            recorder.outcome(self, event, Ruled::new(number, verdict, reason));
        }
        let mut acted = std::mem::take(&mut self.acted);
        for (number, mut verdict, mut reason, tree) in pending.drain(..) {
            acted.clear();
            if verdict == Verdict::Fired {
                let held = self.hold(number, kind);
                if kind == EventKind::PeriodicCheck && self.hours >= MAX_HOURS {
                    acted.push(Acted::new(0, Verdict::Failed, Reason::ChainTooLong));
                } else {
                    self.act(number, held, event, &mut acted);
                }
                (verdict, reason) = sum_up(&acted);
                self.ticked_into_action |= changes_what_is_read(checked, number, &acted);
            } else {
                self.release(number, kind);
            }
            let mut ruled = Ruled::new(number, verdict, reason);
            ruled.actions = &acted;
            ruled.conditions = tree;
            recorder.outcome(self, event, ruled);
        }
        self.pending = pending;
        self.acted = acted;
        if kind == EventKind::LearnerDeleted {
            self.state.deleted = true;
        }
    }

    fn judge(&self, rule: &Rule, event: &Current, candidate: bool) -> (Verdict, Reason) {
        // By its own timestamp, also when it arrives late.
        if event.occurred < rule.active_from {
            return (Verdict::Skipped, Reason::Inactive);
        }
        let facts = &event.facts;
        let not_met = (Verdict::Skipped, Reason::ConditionsFalse);
        if !candidate {
            return not_met;
        }
        let Program { checked, plain, .. } = self.program;
        let holds = |assume| match plain {
            true => rule.tree.holds(facts, &self.state, checked, assume),
            false => rule.tree.fast.holds(facts, &self.state, checked, assume),
        };
        if !holds(Assume::Nothing) {
            if rule.tree.fast.misses && holds(Assume::References) {
                return (Verdict::Failed, Reason::MissingReference);
            }
            if rule.tree.fast.reads_scores && holds(Assume::Grades) {
                return (Verdict::Waiting, Reason::AwaitsGrade);
            }
            let periodic = facts.kind == EventKind::PeriodicCheck;
            let waits = || evidence::waits_until(self, event, &rule.tree).is_some();
            if periodic && rule.tree.fast.reads_time && waits() {
                return (Verdict::Waiting, Reason::AwaitsClock);
            }
            return not_met;
        }
        if rule.eligible.iter().any(|group| group.number == NONE) {
            return (Verdict::Failed, Reason::MissingReference);
        }
        if rule.eligible.iter().any(|group| !self.state.is_in_group(group.number)) {
            return (Verdict::Skipped, Reason::NotEligible);
        }
        (Verdict::Fired, Reason::ConditionsMet)
    }

    /// Notes that the conditions of a periodic rule hold; says whether they did
    /// at the check before.
    fn hold(&mut self, rule: Ix, kind: EventKind) -> bool {
        if kind != EventKind::PeriodicCheck {
            return false;
        }
        self.state.hold(rule)
    }

    fn release(&mut self, rule: Ix, kind: EventKind) {
        if kind == EventKind::PeriodicCheck {
            self.state.release(rule);
        }
    }
}

/// Whether any action changed what conditions read: messages, locks and assigned
/// courses they do not.
fn changes_what_is_read(checked: &Checked, rule: Ix, acted: &[Acted]) -> bool {
    let rule = checked.rules.get(rule as usize);
    acted.iter().filter(|a| a.verdict == Verdict::Fired).any(|acted| {
        let action = rule.and_then(|rule| rule.actions.get(acted.action as usize));
        !matches!(
            action,
            Some(
                CheckedAction::Notify
                    | CheckedAction::Unlock(_)
                    | CheckedAction::Lock(_)
                    | CheckedAction::AssignCourse(_)
            )
        )
    })
}

/// The outcome of a rule from those of its actions: one that failed decides, so
/// that no failure hides behind what was done; then one that was done, then one
/// that had been done before.
fn sum_up(acted: &[Acted]) -> (Verdict, Reason) {
    let by = |verdict: Verdict| acted.iter().find(|a| a.verdict == verdict);
    [Verdict::Failed, Verdict::Fired, Verdict::Suppressed, Verdict::Skipped]
        .into_iter()
        .find_map(by)
        .map_or((Verdict::Fired, Reason::ConditionsMet), |a| (a.verdict, a.reason))
}
