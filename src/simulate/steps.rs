//! What a learner would have to do next for a rule to grant.

use super::change;
use super::history::Recorded;
use super::life::Life;
use super::outcome::{Reason, Verdict};
use super::run::Rehearsal;
use super::session;
use super::shape::Shape;
use super::state::State;
use crate::catalogue::{EventKind, Id, Instant, Period, Status};
use crate::rules::WantedStatus;
use crate::rules::checked::{Checked, CheckedBlock, Ix, NONE, Rule};
use crate::rules::tree::{AnchorPoint, Assume, EventFacts, Fact, Facts, Leaf, TreeNode, has_bit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing that would have to happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Complete (again) an activity, a journey or a programme.
    Complete {
        /// Which.
        item: Id,
        /// With at least this score.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        score: Option<f64>,
        /// Ending otherwise than completed.
        #[serde(default, skip_serializing_if = "Status::is_completed")]
        status: Status,
        /// Within this session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<Id>,
    },
    /// Be added to a group.
    JoinGroup(Id),
    /// Be removed from a group.
    LeaveGroup(Id),
    /// Get a certificate of another template.
    ReceiveCertificate(Id),
    /// Earn a certification.
    EarnCertification(Id),
    /// No longer have something: an expiry, a revocation, a reset.
    Lose(Id),
    /// Wait until then.
    WaitUntil(String),
    /// Take part in a new session of a programme.
    NewSession(Id),
}

/// No way was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoWay {
    /// Whether ways were cut off: there may be one.
    pub cut: bool,
}

/// What steps are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// The most steps, waiting not counted.
    pub most: usize,
    /// Whether retired activities are taken as if they were not.
    pub retired_too: bool,
}

impl Ask {
    /// Any number of steps that can be done.
    pub const ANY: Self = Self { most: usize::MAX, retired_too: false };
}

/// After how many events of which not all ways were looked at no more are tried:
/// once a way is known, and before.
const TRIES: (usize, usize) = (2, 16);

/// The steps that make an automation grant, the fewest. `shape` is that of its
/// tree with the event given.
///
/// # Errors
/// When nothing was found that the learner could do.
pub fn rule(life: &Life<'_>, rule: &Rule, shape: &Shape, ask: Ask) -> Result<Vec<Step>, NoWay> {
    let mut search = Search { life, rule, shape, ask, bits: Vec::new(), cut: 0 };
    let mut best: Option<Vec<Step>> = None;
    let mut events = search.events();
    // What is not completed yet has to be done anyway.
    events.sort_by_key(|event| life.state.is_completed(event.target));
    for event in events {
        let fewer = best.as_ref().map_or(usize::MAX, Vec::len);
        if search.cut >= if best.is_some() { TRIES.0 } else { TRIES.1 } {
            break;
        }
        let Some(steps) = search.steps(&event, fewer) else { continue };
        if steps.len() < fewer {
            best = Some(steps);
        }
    }
    best.ok_or(NoWay { cut: search.cut > 0 })
}

/// When the steps before the last one are done: an hour behind the history.
fn soon(life: &Life<'_>) -> Instant {
    Instant(life.program.until.max(life.now()).0.saturating_add(3_600_000))
}

/// Whether an activity is retired by an instant, and can no longer be done.
pub fn is_retired(checked: &Checked, item: Ix, by: Instant) -> bool {
    checked.activities.get(item as usize).is_some_and(|activity| activity.retired <= by)
}

/// Whether a step asks for an activity that is retired by the end of the history.
pub fn asks_for_retired(life: &Life<'_>, step: &Step) -> bool {
    let checked = life.program.checked;
    matches!(step, Step::Complete { item, .. } if is_retired(checked, checked.items.get(item), soon(life)))
}

/// The state as it would be with the item of an event completed.
struct Supposed<'a> {
    state: &'a State,
    bits: &'a [u64],
    item: Ix,
    at: Instant,
}

impl Facts for Supposed<'_> {
    fn bits(&self) -> &[u64] {
        self.bits
    }
    fn best_score(&self, activity: Ix) -> f64 {
        self.state.best_score(activity)
    }
    fn awaits_grade(&self, _: Ix) -> bool {
        false
    }
    fn anchor(&self, anchor: AnchorPoint) -> Option<Instant> {
        match anchor {
            AnchorPoint::Completion(item) if item == self.item => Some(self.at),
            anchor => self.state.anchor(anchor),
        }
    }
    fn since(&self, fact: Fact) -> Option<Instant> {
        self.state.since(fact)
    }
}

fn set(bits: &mut [u64], bit: Ix) {
    if let Some(word) = bits.get_mut(bit as usize / 64) {
        *word |= 1 << (bit % 64);
    }
}

struct Search<'a> {
    life: &'a Life<'a>,
    rule: &'a Rule,
    shape: &'a Shape,
    ask: Ask,
    /// The bits of the state, as supposed.
    bits: Vec<u64>,
    /// For how many events ways were cut off.
    cut: usize,
}

impl Search<'_> {
    /// The events that may set the rule off: those that its conditions name, else
    /// the completion of anything they speak of, else of the first item there is.
    fn events(&self) -> Vec<EventFacts> {
        let (checked, rule) = (self.life.program.checked, self.rule);
        let at = soon(self.life).max(rule.active_from);
        let mut seen = BTreeSet::new();
        let mut out: Vec<EventFacts> = Vec::new();
        let mut add = |kind: EventKind, target: Ix, status: WantedStatus| {
            let status = match status {
                WantedStatus::Failed => Status::Failed,
                WantedStatus::Abandoned => Status::Abandoned,
                WantedStatus::Passed => Status::Passed,
                WantedStatus::Completed | WantedStatus::Any => Status::Completed,
            };
            let passed = status == Status::Passed;
            if seen.insert((kind as usize, target, status as usize)) {
                out.push(EventFacts { at, kind, target, status, passed, score: f64::NAN });
            }
        };
        let about: Option<BTreeSet<(usize, Ix)>> = (rule.tree.fast.about.as_ref())
            .map(|about| about.iter().map(|(kind, target)| (*kind as usize, *target)).collect());
        for (leaf, _) in rule.tree.leaves() {
            if let Leaf::InEvent { kind, target, status } = leaf
                && rule.listens_to(*kind)
                && about.as_ref().is_none_or(|about| about.contains(&(*kind as usize, *target)))
            {
                add(*kind, *target, *status);
            }
        }
        if about.is_some() {
            return out;
        }
        let kind = rule.listens.first().copied().unwrap_or(EventKind::ActivityCompleted);
        let programmes = checked.activity_count + checked.journey_count;
        let mut fits = match kind {
            EventKind::ActivityCompleted => 0..checked.activity_count,
            EventKind::JourneyCompleted => checked.activity_count..programmes,
            _ => programmes..checked.items.len(),
        };
        let mut named = BTreeSet::new();
        for (leaf, _) in rule.tree.leaves() {
            match leaf {
                Leaf::Bit { fact: Fact::Completed(item), .. }
                | Leaf::Score { activity: item, .. }
                    if fits.contains(item) =>
                {
                    named.insert(*item);
                    add(kind, *item, WantedStatus::Completed);
                }
                Leaf::InEvent { kind: of, target, .. } if *of == kind => {
                    named.insert(*target);
                }
                _ => {}
            }
        }
        // And of something that they do not speak of.
        let other = fits.find(|item| {
            !named.contains(item) && (self.ask.retired_too || !is_retired(checked, *item, at))
        });
        if let Some(item) = other {
            add(kind, item, WantedStatus::Completed);
        }
        out
    }

    /// The steps that end with an event, when they are fewer than `fewer`.
    fn steps(&mut self, event: &EventFacts, fewer: usize) -> Option<Vec<Step>> {
        let Search { life, rule, shape, ask, .. } = *self;
        let checked = life.program.checked;
        let gone = |item: Ix, by: Instant| !ask.retired_too && is_retired(checked, item, by);
        let soon = soon(life);
        if gone(event.target, event.at) {
            return None;
        }
        let mut bits = std::mem::take(&mut self.bits);
        bits.clear();
        bits.extend_from_slice(life.state.bits());
        let mut before: &[Ix] = &[];
        let mut missing: Vec<Ix> = Vec::new();
        let completes = matches!(event.status, Status::Completed | Status::Passed);
        // A journey is completed by its activities: all but the last are steps too.
        let mut last = event.target;
        let mut possible = true;
        if event.kind == EventKind::JourneyCompleted {
            let required = checked.required(event.target);
            missing.extend(required.iter().copied().filter(|a| !has_bit(&bits, *a)));
            // A journey that is complete has to be done anew, all of it.
            let todo = if missing.is_empty() { required } else { &missing };
            match todo.split_last() {
                Some((end, others)) => (last, before) = (*end, others),
                None => possible = false,
            }
            for activity in todo {
                set(&mut bits, *activity);
                possible &= !gone(*activity, soon);
            }
        }
        if completes {
            set(&mut bits, event.target);
            for journey in checked.journeys_of.get(event.target as usize).into_iter().flatten() {
                if checked.required(*journey).iter().all(|a| has_bit(&bits, *a)) {
                    set(&mut bits, *journey);
                }
            }
        }
        let supposed =
            Supposed { state: &life.state, bits: &bits, item: event.target, at: event.at };
        let towards = Towards { event, last, supposed: &supposed, checked };
        let can = |leaf: &Leaf, negated: bool| match leaf {
            // An activity, or what of a journey is missing.
            Leaf::Bit { fact: Fact::Completed(item), .. } if !negated => {
                let parts = checked.required(*item);
                let missing = parts.iter().any(|a| !has_bit(supposed.bits, *a) && gone(*a, soon));
                !gone(*item, soon) && !missing
            }
            Leaf::Bit { .. } => true,
            Leaf::InEvent { .. } | Leaf::Missing(_) => false,
            Leaf::Score { activity, minimum, below } => {
                towards.score(*activity, *minimum, *below, negated).is_some()
                    && !gone(*activity, soon)
            }
            Leaf::TimeSince { anchor, from, to } => {
                match towards.time(*anchor, *from, *to, negated) {
                    Some((_, Some(item))) => !gone(item, soon),
                    found => found.is_some(),
                }
            }
        };
        // Bits alone, each of which is a step of its own.
        let cost = |leaf: &Leaf, negated: bool| match leaf {
            Leaf::Bit { bit, .. } if has_bit(supposed.bits, *bit) != negated => Some(0),
            Leaf::Bit { .. } => can(leaf, negated).then_some(1),
            Leaf::InEvent { .. } => {
                leaf.holds(event, &supposed, checked, Assume::Nothing).then_some(0)
            }
            _ => Some(0),
        };
        let empty = checked.settings.empty_groups_are_false;
        let bound = if possible { shape.at_least(&rule.tree, empty, &cost) } else { None };
        let least = bound.map(|bits| bits + before.len() + 1);
        let worth = least.is_some_and(|least| least < fewer && least <= ask.most);
        let mut changes = Vec::new();
        let mut found = worth;
        if worth && !rule.tree.fast.holds(event, &supposed, checked, Assume::Nothing) {
            let way =
                change::smallest_for_event(&rule.tree, shape, event, &supposed, checked, &can);
            self.cut += usize::from(way.cut);
            changes = way.nodes;
            found = !changes.is_empty();
        }
        let steps = found.then(|| {
            let before = before.iter().map(|a| complete(checked, *a, None, Status::Completed));
            towards.steps(before.collect(), rule, &changes, soon)
        });
        self.bits = bits;
        let (steps, end) = steps.flatten()?;
        // It may be retired while the learner waits.
        if gone(last, end) { None } else { Some(steps) }
    }
}

/// An event, and what would have to come before it.
struct Towards<'a> {
    event: &'a EventFacts,
    /// What is completed with it: for a journey its last activity.
    last: Ix,
    supposed: &'a Supposed<'a>,
    checked: &'a Checked,
}

impl Towards<'_> {
    /// The score that makes a range hold.
    fn score(&self, activity: Ix, minimum: f64, below: f64, negated: bool) -> Option<f64> {
        let wanted = match (negated, minimum.is_finite()) {
            (false, true) => minimum,
            (false, false) => 0.0,
            // Out of the range, upwards.
            (true, _) => below,
        };
        // The best score only rises.
        let beyond = !negated && self.supposed.best_score(activity) >= below;
        (!beyond && (0.0..=100.0).contains(&wanted)).then_some(wanted)
    }

    /// When a time begins to hold, and what has to be completed for that.
    fn time(
        &self,
        anchor: AnchorPoint,
        from: Period,
        to: Option<Period>,
        negated: bool,
    ) -> Option<(Instant, Option<Ix>)> {
        let Self { event, checked, .. } = self;
        let end = checked.settings.month_end;
        let length = |period| checked.zone.add(event.at, period, end);
        // The event itself would start the time anew.
        if negated
            || to.is_some_and(|to| length(to) <= length(from))
            || anchor == AnchorPoint::Completion(event.target)
        {
            return None;
        }
        let opens = self.supposed.anchor(anchor).map(|a| checked.zone.add(a, from, end));
        match (opens, anchor) {
            (Some(opens), _) if opens > event.at => Some((opens, None)),
            // Not yet begun, or over: it begins anew with a completion.
            (_, AnchorPoint::Completion(item)) if item != self.last => {
                Some((length(from), Some(item)))
            }
            _ => None,
        }
    }

    /// The steps for some changes, and when the last one is done.
    fn steps(
        &self,
        mut steps: Vec<Step>,
        rule: &Rule,
        changes: &[usize],
        soon: Instant,
    ) -> Option<(Vec<Step>, Instant)> {
        let Self { event, last, checked, .. } = *self;
        let mut wait = (event.at > soon).then_some(event.at);
        let mut score: Option<f64> = None;
        for at in changes {
            let Some(TreeNode::Leaf { leaf, negated }) = rule.tree.nodes.get(*at) else { continue };
            match leaf {
                Leaf::InEvent { .. } | Leaf::Missing(_) => return None,
                Leaf::Bit { fact, .. } => steps.push(fact_step(checked, *fact, *negated)),
                Leaf::Score { activity, minimum, below } => {
                    let wanted = self.score(*activity, *minimum, *below, *negated)?;
                    if *activity == last {
                        score = Some(score.map_or(wanted, |other| other.max(wanted)));
                    } else {
                        steps.push(complete(checked, *activity, Some(wanted), Status::Completed));
                    }
                }
                Leaf::TimeSince { anchor, from, to } => {
                    let (opens, anew) = self.time(*anchor, *from, *to, *negated)?;
                    let anew = anew.map(|item| complete(checked, item, None, Status::Completed));
                    steps.extend(anew);
                    wait = Some(wait.map_or(opens, |wait: Instant| wait.max(opens)));
                }
            }
        }
        if let Some(at) = wait {
            steps.push(wait_until(checked, at));
        }
        steps.push(complete(checked, last, score, event.status));
        steps.dedup();
        Some((steps, wait.unwrap_or(event.at)))
    }
}

/// Waiting until an instant: steps are told to the second, and none too early.
fn wait_until(checked: &Checked, at: Instant) -> Step {
    let short = at.0.rem_euclid(1000);
    let full = if short == 0 { at.0 } else { at.0.saturating_add(1000 - short) };
    Step::WaitUntil(checked.zone.stamp(Instant(full)))
}

fn complete(checked: &Checked, item: Ix, score: Option<f64>, status: Status) -> Step {
    let minimum = match status {
        Status::Completed => checked.activities.get(item as usize).and_then(|a| a.minimum),
        _ => None,
    };
    let score = match (score, minimum) {
        (Some(score), Some(minimum)) => Some(score.max(minimum)),
        (score, minimum) => score.or(minimum),
    };
    Step::Complete { item: checked.items.id(item), score, status, session: None }
}

fn fact_step(checked: &Checked, fact: Fact, negated: bool) -> Step {
    match (fact, negated) {
        (Fact::Completed(item), false) => complete(checked, item, None, Status::Completed),
        (Fact::Completed(item), true) => Step::Lose(checked.items.id(item)),
        (Fact::InGroup(group), false) => Step::JoinGroup(checked.groups.id(group)),
        (Fact::InGroup(group), true) => Step::LeaveGroup(checked.groups.id(group)),
        (Fact::HasCertificate(n), false) => Step::ReceiveCertificate(checked.certificates.id(n)),
        (Fact::HasCertificate(n), true) => Step::Lose(checked.certificates.id(n)),
        (Fact::HasCertification(n), false) => Step::EarnCertification(checked.certifications.id(n)),
        (Fact::HasCertification(n), true) => Step::Lose(checked.certifications.id(n)),
    }
}

/// The steps that make a certificate block grant. `None` for another session of
/// a programme that a way was found for already.
pub fn block(life: &Life<'_>, rule: &Rule, seen: &mut BTreeSet<Ix>) -> Option<Vec<Step>> {
    let checked = life.program.checked;
    let session = checked.sessions.get(rule.session as usize)?;
    let Some(CheckedBlock::Certificate { before, .. }) = session.blocks.get(rule.position) else {
        return None;
    };
    let programme = checked.items.id(session.programme);
    let item = match session.blocks.get(session::deciding_block(session, *before) as usize) {
        Some(CheckedBlock::Activity(item) | CheckedBlock::Journey(item)) if *before != NONE => {
            Some(*item)
        }
        _ => None,
    };
    let minimum = item
        .filter(|_| session.blocks.get(*before as usize) != Some(&CheckedBlock::Note))
        .and_then(|item| checked.activities.get(item as usize)?.minimum);
    let done = |within: Option<Id>| {
        item.map(|item| Step::Complete {
            item: checked.items.id(item),
            score: minimum,
            status: Status::Completed,
            session: within,
        })
    };
    let progress = life.state.progress.get(rule.session);
    let Some(progress) = progress else {
        // Not a participant, or the session has not begun.
        let person = checked.people.get(life.learner as usize)?;
        if person.sessions.contains(&rule.session) && session.plays {
            let start = wait_until(checked, session.start);
            return Some(
                [Some(start), done(Some(checked.session_names.id(rule.session)))]
                    .into_iter()
                    .flatten()
                    .collect(),
            );
        }
        if !seen.insert(session.programme) {
            return None;
        }
        return Some(
            [Some(Step::NewSession(programme)), done(None)].into_iter().flatten().collect(),
        );
    };
    let (verdict, reason) = session::judge(session, progress, *before, checked);
    match (verdict, reason) {
        (Verdict::Waiting, Reason::AwaitsSessionEnd) => {
            Some(vec![wait_until(checked, session.end)])
        }
        (Verdict::Waiting, _) => {
            Some(done(Some(checked.session_names.id(rule.session))).into_iter().collect())
        }
        _ => {
            if !seen.insert(session.programme) {
                return None;
            }
            Some([Some(Step::NewSession(programme)), done(None)].into_iter().flatten().collect())
        }
    }
}

/// Steps as events behind the history; `None` when one of them is nothing that
/// a learner's event can bring about.
pub fn play(rehearsal: &Rehearsal, steps: &[Step]) -> Option<Vec<Recorded>> {
    const MINUTE: i64 = 60_000;
    let checked = &rehearsal.checked;
    let mut at = Instant(rehearsal.until.0.saturating_add(MINUTE));
    let mut out = Vec::new();
    let mut seq = u32::try_from(rehearsal.project.events.len()).ok()?;
    let mut push = |at: Instant, kind, target, score, status, session| {
        out.push(Recorded { at, played: at, score, target, seq, session, kind, status });
        seq += 1;
    };
    let none = (f64::NAN, Status::Completed, NONE);
    for step in steps {
        match step {
            Step::WaitUntil(until) => {
                let until = crate::catalogue::Moment::parse(until).ok()?;
                at = at.max(checked.zone.instant(until));
                continue;
            }
            Step::Complete { item, score, status, session } => {
                let target = checked.items.get(item);
                let within = session.as_ref().map_or(NONE, |s| checked.session_names.get(s));
                let kind = if checked.activity(item) != NONE {
                    EventKind::ActivityCompleted
                } else if checked.programme(item) != NONE {
                    EventKind::ProgrammeCompleted
                } else {
                    // Its activities complete a journey.
                    for activity in checked.required(target) {
                        push(at, EventKind::ActivityCompleted, *activity, none.0, none.1, within);
                        at = Instant(at.0.saturating_add(MINUTE));
                    }
                    continue;
                };
                push(at, kind, target, score.unwrap_or(f64::NAN), *status, within);
            }
            Step::JoinGroup(id) => {
                let group = checked.groups.get(id);
                push(at, EventKind::LearnerAddedToGroup, group, none.0, none.1, none.2);
            }
            Step::LeaveGroup(id) => {
                let group = checked.groups.get(id);
                push(at, EventKind::LearnerRemovedFromGroup, group, none.0, none.1, none.2);
            }
            Step::ReceiveCertificate(_)
            | Step::EarnCertification(_)
            | Step::Lose(_)
            | Step::NewSession(_) => return None,
        }
        at = Instant(at.0.saturating_add(MINUTE));
    }
    if out.is_empty() { None } else { Some(out) }
}
