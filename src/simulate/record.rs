//! What is kept of a run: as little as the question asks for.

use super::life::{Current, Life};
use super::outcome::{Reason, Unfit, Verdict};
use super::state::GrantKey;
use super::trace::Seen;
use crate::catalogue::{EventKind, Instant};
use crate::rules::checked::{Checked, Ix};
use std::collections::BTreeMap;

/// Listens to a life as it is played.
pub trait Recorder {
    /// Whether [`Recorder::conditions`] is asked for every rule that is evaluated,
    /// rather than for those that fire.
    const EVIDENCE: bool;

    /// Whether outcomes come for every rule that listens to an event, rather than
    /// for those that can match.
    const ALL: bool = false;

    /// Whether [`Acted::values`] are wanted.
    const VALUES: bool = false;

    /// An event was entered into the state; rules come next.
    fn event(&mut self, _life: &Life<'_>, _event: &Current) {}

    /// The tree of a rule as it was found, before any action is done.
    fn conditions(
        &mut self,
        _life: &Life<'_>,
        _event: &Current,
        _rule: Ix,
        _reason: Reason,
    ) -> Option<Box<Seen>> {
        None
    }

    /// An outcome. Without [`Recorder::ALL`] those that the index decided
    /// are not among them.
    fn outcome(&mut self, life: &Life<'_>, event: &Current, ruled: Ruled<'_>);

    /// The clock changed the state without an event.
    fn silent(&mut self, _life: &Life<'_>, _at: Instant) {}

    /// The learner's life is over.
    fn end(&mut self, _life: &Life<'_>) {}
}

/// An outcome, in numbers.
pub struct Ruled<'a> {
    /// The rule.
    pub rule: Ix,
    /// What came of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// What the actions did, when they were done.
    pub actions: &'a [Acted],
    /// The tree as it was found.
    pub conditions: Option<Box<Seen>>,
    /// For a certificate block: the session, and the block before.
    pub block: Option<(Ix, Ix)>,
}

impl Ruled<'_> {
    /// An outcome without actions.
    pub fn new(rule: Ix, verdict: Verdict, reason: Reason) -> Self {
        Self { rule, verdict, reason, actions: &[], conditions: None, block: None }
    }
}

/// What one action did, in numbers.
#[derive(Clone, Debug)]
pub struct Acted {
    /// Its place among the rule's actions.
    pub action: u32,
    /// What came of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// What granted it before.
    pub before: Option<GrantKey>,
    /// Fields without a fitting value.
    pub unfit: Vec<Unfit>,
    /// What was, or would have been, given.
    pub given: Option<Given>,
    /// The values that it was, or would have been, given with: a snapshot from
    /// before any further action.
    pub values: Option<BTreeMap<String, String>>,
}

/// What a grant gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// The template.
    pub certificate: Ix,
    /// The item it hangs on.
    pub item: Ix,
    /// The cycle of the item.
    pub cycle: u32,
}

impl Acted {
    /// An action's outcome.
    pub fn new(action: u32, verdict: Verdict, reason: Reason) -> Self {
        Self { action, verdict, reason, before: None, unfit: Vec::new(), given: None, values: None }
    }
}

/// A granted certificate, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// Who has it.
    pub learner: Ix,
    /// What granted it.
    pub rule: Ix,
    /// The place among the rule's actions.
    pub action: u32,
    /// The template.
    pub certificate: Ix,
    /// The item it hangs on.
    pub item: Ix,
    /// The cycle of the item.
    pub cycle: u32,
    /// When.
    pub at: Instant,
    /// The event's place in the import, or [`NONE`](crate::rules::checked::NONE).
    pub seq: u32,
    /// The place in the import of the event that it goes back to, or `NONE` for
    /// the clock.
    pub root: u32,
    /// The event's place in the learner's life.
    pub event: u32,
    /// How many fields got no fitting value.
    pub unfit: u32,
}

/// An outcome other than "skipped", in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeRow {
    /// When.
    pub at: Instant,
    /// The place in the import of the event that it goes back to, or `NONE` for
    /// the clock.
    pub root: u32,
    /// The learner.
    pub learner: Ix,
    /// The event's place in the learner's life.
    pub event: u32,
    /// The rule.
    pub rule: Ix,
    /// What came of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
}

/// How many outcomes are kept: 320 MB of them.
pub const MAX_OUTCOMES: usize = 8_000_000;

/// Everything that a run over all learners keeps.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Every certificate that was granted, learner by learner.
    pub grants: Vec<GrantRow>,
    /// Every outcome other than "skipped", learner by learner.
    pub outcomes: Vec<OutcomeRow>,
    /// Outcomes beyond the first eight million, which are only counted.
    pub more_outcomes: u64,
    /// How many events were played, with those that followed by themselves.
    pub events: u64,
    /// For each rule, how many outcomes of each reason.
    counts: Vec<[u64; Reason::ALL.len()]>,
    /// For each kind of event, how many came before, between and behind the
    /// instants from which rules are active.
    kinds: Vec<Vec<u64>>,
    /// Those instants, in order.
    thresholds: Vec<Instant>,
}

impl Tally {
    /// An empty one.
    pub fn new(checked: &Checked) -> Self {
        let mut thresholds: Vec<Instant> = checked.rules.iter().map(|r| r.active_from).collect();
        thresholds.sort_unstable();
        thresholds.dedup();
        Self {
            grants: Vec::new(),
            outcomes: Vec::new(),
            more_outcomes: 0,
            events: 0,
            counts: vec![[0; Reason::ALL.len()]; checked.rules.len()],
            kinds: vec![vec![0; thresholds.len() + 1]; EventKind::ALL.len()],
            thresholds,
        }
    }

    /// Puts grants and outcomes into the order of events: instant, import of the
    /// event that they go back to, learner, place in the learner's life, rule.
    pub fn sort(&mut self) {
        self.grants.sort_unstable_by_key(|g| (g.at, g.root, g.learner, g.event, g.rule, g.action));
        self.outcomes.sort_unstable_by_key(|o| (o.at, o.root, o.learner, o.event, o.rule));
    }

    /// How many outcomes of each reason a rule has had, over all events of its
    /// kinds: those that the index decided without evaluating it are counted too.
    pub fn counts(&self, rule: Ix, checked: &Checked) -> [u64; Reason::ALL.len()] {
        let mut out = [0_u64; Reason::ALL.len()];
        let (Some(counts), Some(rule)) =
            (self.counts.get(rule as usize), checked.rules.get(rule as usize))
        else {
            return out;
        };
        for (out, count) in out.iter_mut().zip(counts) {
            *out = *count;
        }
        if !rule.runs {
            return out;
        }
        let active = self.thresholds.partition_point(|t| *t <= rule.active_from);
        let (mut before, mut since) = (0, 0);
        for kind in &rule.listens {
            let Some(buckets) = self.kinds.get(*kind as usize) else { continue };
            before += buckets.iter().take(active).sum::<u64>();
            since += buckets.iter().skip(active).sum::<u64>();
        }
        let explicit: u64 = out.iter().sum();
        let inactive = out.get(Reason::Inactive as usize).copied().unwrap_or(0);
        if let Some(count) = out.get_mut(Reason::Inactive as usize) {
            *count += before.saturating_sub(inactive);
        }
        if let Some(count) = out.get_mut(Reason::ConditionsFalse as usize) {
            *count += since.saturating_sub(explicit - inactive);
        }
        out
    }

    /// How many outcomes of each verdict a rule has had.
    pub fn verdicts(&self, rule: Ix, checked: &Checked) -> [u64; Verdict::ALL.len()] {
        let mut out = [0; Verdict::ALL.len()];
        for (reason, count) in Reason::ALL.iter().zip(self.counts(rule, checked)) {
            if let Some(sum) = out.get_mut(reason.verdict() as usize) {
                *sum += count;
            }
        }
        out
    }
}

impl Recorder for Tally {
    const EVIDENCE: bool = false;

    fn event(&mut self, _life: &Life<'_>, event: &Current) {
        self.events += 1;
        let bucket = self.thresholds.partition_point(|t| *t <= event.occurred);
        let kind = self.kinds.get_mut(event.facts.kind as usize);
        if let Some(count) = kind.and_then(|buckets| buckets.get_mut(bucket)) {
            *count += 1;
        }
    }

    fn outcome(&mut self, life: &Life<'_>, event: &Current, ruled: Ruled<'_>) {
        let counts = self.counts.get_mut(ruled.rule as usize);
        if let Some(count) = counts.and_then(|c| c.get_mut(ruled.reason as usize)) {
            *count += 1;
        }
        if ruled.verdict == Verdict::Skipped {
            return;
        }
        let (at, learner) = (event.facts.at, life.learner);
        if self.outcomes.len() < MAX_OUTCOMES {
            self.outcomes.push(OutcomeRow {
                at,
                root: event.root,
                learner,
                event: event.number,
                rule: ruled.rule,
                verdict: ruled.verdict,
                reason: ruled.reason,
            });
        } else {
            self.more_outcomes += 1;
        }
        for acted in ruled.actions.iter().filter(|a| a.verdict == Verdict::Fired) {
            let Some(given) = acted.given else { continue };
            self.grants.push(GrantRow {
                learner,
                rule: ruled.rule,
                action: acted.action,
                certificate: given.certificate,
                item: given.item,
                cycle: given.cycle,
                at,
                seq: event.seq,
                root: event.root,
                event: event.number,
                unfit: u32::try_from(acted.unfit.len()).unwrap_or(u32::MAX),
            });
        }
    }
}
