//! What a learner would have to do next for a rule to grant.

use super::change;
use super::history::Recorded;
use super::life::Life;
use super::outcome::{Reason, Verdict};
use super::run::Rehearsal;
use super::session;
use super::state::State;
use crate::catalogue::{EventKind, Id, Instant, Status};
use crate::rules::WantedStatus;
use crate::rules::checked::{Checked, CheckedBlock, Ix, NONE, Rule};
use crate::rules::tree::{AnchorPoint, EventFacts, Fact, Facts, Leaf, TreeNode, has_bit};
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

/// The steps that make an automation grant, the fewest; `None` when nothing the
/// learner does can.
pub fn rule(life: &Life<'_>, rule: &Rule) -> Option<Vec<Step>> {
    let mut best: Option<Vec<Step>> = None;
    for event in possible_events(life, rule) {
        let Some(steps) = steps_for(life, rule, &event) else { continue };
        if best.as_ref().is_none_or(|best| steps.len() < best.len()) {
            best = Some(steps);
        }
    }
    best
}

/// The events that may set a rule off: those that its conditions name, else the
/// completion of anything they speak of, else of the first item there is.
fn possible_events(life: &Life<'_>, rule: &Rule) -> Vec<EventFacts> {
    let checked = life.program.checked;
    let at = soon(life).max(rule.active_from);
    let event = |kind: EventKind, target: Ix, status: WantedStatus| {
        let status = match status {
            WantedStatus::Failed => Status::Failed,
            WantedStatus::Abandoned => Status::Abandoned,
            WantedStatus::Passed => Status::Passed,
            WantedStatus::Completed | WantedStatus::Any => Status::Completed,
        };
        let passed = status == Status::Passed;
        EventFacts { at, kind, target, status, passed, score: f64::NAN }
    };
    let mut out: Vec<EventFacts> = Vec::new();
    for (leaf, _) in rule.tree.leaves() {
        if let Leaf::InEvent { kind, target, status } = leaf
            && rule.listens_to(*kind)
        {
            out.push(event(*kind, *target, *status));
        }
    }
    if rule.tree.fast.about.is_some() {
        return out;
    }
    let kind = rule.listens.first().copied().unwrap_or(EventKind::ActivityCompleted);
    let fits = |item: Ix| match kind {
        EventKind::ActivityCompleted => item < checked.activity_count,
        EventKind::JourneyCompleted => checked.journey(&checked.items.id(item)) != NONE,
        _ => checked.programme(&checked.items.id(item)) != NONE,
    };
    for (leaf, _) in rule.tree.leaves() {
        match leaf {
            Leaf::Bit { fact: Fact::Completed(item), .. } | Leaf::Score { activity: item, .. }
                if fits(*item) =>
            {
                out.push(event(kind, *item, WantedStatus::Completed));
            }
            _ => {}
        }
    }
    // And of something that they do not speak of.
    let other = (0..checked.items.len())
        .find(|item| fits(*item) && !out.iter().any(|event| event.target == *item));
    out.extend(other.map(|item| event(kind, item, WantedStatus::Completed)));
    out
}

/// When the steps before the last one are done: an hour behind the history.
fn soon(life: &Life<'_>) -> Instant {
    Instant(life.program.until.max(life.now()).0.saturating_add(3_600_000))
}

/// The state as it would be with the item of an event completed.
struct Supposed<'a> {
    state: &'a State,
    bits: Vec<u64>,
    item: Ix,
    at: Instant,
}

impl Facts for Supposed<'_> {
    fn bits(&self) -> &[u64] {
        &self.bits
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

fn steps_for(life: &Life<'_>, rule: &Rule, event: &EventFacts) -> Option<Vec<Step>> {
    let checked = life.program.checked;
    let mut steps = Vec::new();
    let mut bits = life.state.bits().to_vec();
    let completes = matches!(event.status, Status::Completed | Status::Passed);
    // A journey is completed by its activities: all but the last are steps too.
    let mut last = event.target;
    if event.kind == EventKind::JourneyCompleted {
        let required = checked.required(event.target);
        let missing: Vec<Ix> = required.iter().copied().filter(|a| !has_bit(&bits, *a)).collect();
        // A journey that is complete has to be done anew, all of it.
        let todo = if missing.is_empty() { required.to_vec() } else { missing };
        let (end, before) = todo.split_last()?;
        for activity in before {
            set(&mut bits, *activity);
            steps.push(complete(checked, *activity, None, Status::Completed));
        }
        set(&mut bits, *end);
        last = *end;
    }
    if completes {
        set(&mut bits, event.target);
        for journey in checked.journeys_of.get(event.target as usize).into_iter().flatten() {
            if checked.required(*journey).iter().all(|a| has_bit(&bits, *a)) {
                set(&mut bits, *journey);
            }
        }
    }
    let supposed = Supposed { state: &life.state, bits, item: event.target, at: event.at };
    let holds = rule.tree.fast.holds(event, &supposed, checked, Default::default());
    let mut wait = (event.at > soon(life)).then_some(event.at);
    let mut score = None;
    if !holds {
        let changes = change::smallest(&rule.tree, event, &supposed, checked);
        if changes.is_empty() {
            return None;
        }
        for at in changes {
            let Some(TreeNode::Leaf { leaf, negated }) = rule.tree.nodes.get(at) else { continue };
            match leaf {
                Leaf::InEvent { .. } | Leaf::Missing(_) => return None,
                Leaf::Bit { fact, .. } => steps.push(fact_step(checked, *fact, *negated)),
                Leaf::Score { activity, minimum, below } => {
                    let wanted = match (negated, minimum.is_finite()) {
                        (false, true) => *minimum,
                        (false, false) => 0.0,
                        // Out of the range, upwards.
                        (true, _) => *below,
                    };
                    // The best score only rises.
                    let beyond = !negated && supposed.best_score(*activity) >= *below;
                    if beyond || !(0.0..=100.0).contains(&wanted) {
                        return None;
                    }
                    if *activity == last {
                        score = Some(wanted);
                    } else {
                        steps.push(complete(checked, *activity, Some(wanted), Status::Completed));
                    }
                }
                Leaf::TimeSince { anchor, from, to } => {
                    let end = checked.settings.month_end;
                    let length = |period| checked.zone.add(event.at, period, end);
                    if *negated || to.is_some_and(|to| length(to) <= length(*from)) {
                        return None;
                    }
                    let opens = supposed.anchor(*anchor).map(|a| checked.zone.add(a, *from, end));
                    // The event itself would start the time anew.
                    if *anchor == AnchorPoint::Completion(event.target) {
                        return None;
                    }
                    match (opens, anchor) {
                        (Some(opens), _) if opens > event.at => {
                            wait = Some(wait.map_or(opens, |wait: Instant| wait.max(opens)));
                        }
                        // Not yet begun, or over: it begins anew with a completion.
                        (_, AnchorPoint::Completion(item)) if *item != last => {
                            steps.push(complete(checked, *item, None, Status::Completed));
                            let opens = checked.zone.add(event.at, *from, end);
                            wait = Some(wait.map_or(opens, |wait: Instant| wait.max(opens)));
                        }
                        _ => return None,
                    }
                }
            }
        }
    }
    if let Some(at) = wait {
        steps.push(Step::WaitUntil(checked.zone.stamp(at)));
    }
    steps.push(complete(checked, last, score, event.status));
    steps.dedup();
    Some(steps)
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
            let start = Step::WaitUntil(checked.zone.stamp(session.start));
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
            Some(vec![Step::WaitUntil(checked.zone.stamp(session.end))])
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
