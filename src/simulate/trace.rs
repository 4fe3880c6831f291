//! Full evidence for one learner: the life is played again, and everything that
//! explains it is written down. Nothing of it has to be kept for the others.

use super::certification::CertificationStatus;
use super::evidence::{self, CertificationEvidence, TreeEvidence};
use super::life::{Cause, Current, Life};
use super::outcome::{
    ActionOutcome, CauseView, EventView, Evidence, GrantedBefore, Outcome, Reason, Verdict,
};
use super::record::{Acted, Recorder, Ruled};
use super::view::LearnerView;
use crate::catalogue::{Id, Instant};
use crate::rules::checked::{CheckedAction, Ix, NONE, Rule};
use std::collections::BTreeSet;

/// Which outcomes are written down.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these rules; all when absent.
    pub rules: Option<BTreeSet<Ix>>,
    /// Leaves out "skipped".
    pub without_skipped: bool,
}

/// Everything that explains one learner's life.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    filter: Filter,
    /// In order.
    pub outcomes: Vec<Outcome>,
    /// Every event that was played.
    pub events: Vec<EventView>,
    /// Every change of a certification's status.
    pub certifications: Vec<CertificationEvidence>,
    /// What the learner sees at the end.
    pub view: LearnerView,
    known: Vec<Option<(CertificationStatus, Instant)>>,
    at_event: usize,
}

impl Trace {
    /// Writes down what the filter lets through.
    pub fn new(filter: Filter) -> Self {
        Self { filter, ..Self::default() }
    }

    fn wants(&self, rule: Ix, verdict: Verdict) -> bool {
        let listed = self.filter.rules.as_ref().is_none_or(|rules| rules.contains(&rule));
        listed && !(self.filter.without_skipped && verdict == Verdict::Skipped)
    }

    fn note_certifications(&mut self, life: &Life<'_>, at: Instant) {
        let checked = life.program.checked;
        self.known.resize(life.state.certifications.len(), None);
        for ((own, known), number) in life.state.certifications.iter().zip(&mut self.known).zip(0..)
        {
            let now = own.is_assigned().then_some((own.status, own.expiry));
            if now == *known {
                continue;
            }
            *known = now;
            if let Some((status, expiry)) = now {
                let expires = (expiry != Instant::MAX).then(|| checked.zone.stamp(expiry));
                self.certifications.push(CertificationEvidence {
                    at: checked.zone.stamp(at),
                    certification: checked.certifications.id(number),
                    status,
                    expires,
                });
            }
        }
    }
}

/// An event as people see it.
pub fn event_view(life: &Life<'_>, event: &Current) -> EventView {
    let checked = life.program.checked;
    let cause = match event.cause {
        Cause::Recorded => CauseView::Recorded,
        Cause::Clock => CauseView::Clock,
        Cause::Follows(parent) => {
            let kind = life.log.get(parent as usize).map_or(event.facts.kind, |e| e.facts.kind);
            CauseView::Follows(kind)
        }
        Cause::Rule(rule, _) => CauseView::Rule(rule_id(life, rule)),
    };
    EventView {
        at: checked.zone.stamp(event.facts.at),
        event: event.facts.kind,
        item: event_item(life, event),
        status: event.facts.status,
        score: (!event.facts.score.is_nan()).then_some(event.facts.score),
        seq: (event.seq != NONE).then_some(event.seq),
        cause,
    }
}

/// What an event is about, as it was written: it may not exist.
fn event_item(life: &Life<'_>, event: &Current) -> Id {
    if event.facts.target != NONE || event.seq == NONE {
        return life.program.checked.target_id(event.facts.kind, event.facts.target);
    }
    let written = life.program.project.events.get(event.seq as usize);
    written.map(|event| event.item.clone()).unwrap_or_default()
}

fn rule_id(life: &Life<'_>, rule: Ix) -> Id {
    life.program.checked.rules.get(rule as usize).map(|rule| rule.id.clone()).unwrap_or_default()
}

/// How much of a chain is shown: its first event and its last ones.
const CHAIN: usize = 40;

/// The events that led to one, the first one first.
fn chain(life: &Life<'_>, event: &Current) -> Vec<EventView> {
    let mut out = Vec::new();
    let mut parent = event.cause.parent();
    while let Some(before) = parent.and_then(|number| life.log.get(number as usize)) {
        if out.len() + 1 < CHAIN || before.cause.parent().is_none() {
            out.push(event_view(life, before));
        }
        parent = before.cause.parent().filter(|next| *next < before.number);
    }
    out.reverse();
    out
}

fn action_outcome(life: &Life<'_>, rule: &Rule, acted: &Acted) -> ActionOutcome {
    let checked = life.program.checked;
    let action = rule.actions.get(acted.action as usize);
    let (name, to) = match action {
        Some(CheckedAction::Grant(grant)) => ("grant-certificate", grant.certificate.id.clone()),
        Some(CheckedAction::AssignCourse(r)) => ("assign-course", r.id.clone()),
        Some(CheckedAction::AssignCertification(r)) => ("assign-certification", r.id.clone()),
        Some(CheckedAction::Unlock(r)) => ("unlock", r.id.clone()),
        Some(CheckedAction::Lock(r)) => ("lock", r.id.clone()),
        Some(CheckedAction::CompleteActivity(r)) => ("complete-activity", r.id.clone()),
        Some(CheckedAction::ExpireActivity(r)) => ("expire-activity", r.id.clone()),
        Some(CheckedAction::ResetActivity(r)) => ("reset-activity", r.id.clone()),
        Some(CheckedAction::AddToGroup(r)) => ("add-to-group", r.id.clone()),
        Some(CheckedAction::RemoveFromGroup(r)) => ("remove-from-group", r.id.clone()),
        Some(CheckedAction::Notify) | None => ("notify", Id::default()),
    };
    let title = match action {
        Some(CheckedAction::Grant(grant)) => {
            super::titles::certificate(life.program.project, grant)
        }
        _ => None,
    };
    ActionOutcome {
        action: name.to_owned(),
        to,
        outcome: acted.verdict,
        reason: acted.reason,
        granted_before: acted.before.map(|before| GrantedBefore {
            rule: rule_id(life, before.rule),
            at: checked.zone.stamp(before.at),
        }),
        unfit: acted.unfit.clone(),
        attached_to: acted.given.map(|given| checked.items.id(given.item)),
        cycle: acted.given.map(|given| given.cycle),
        title,
        values: acted.values.clone(),
    }
}

impl Recorder for Trace {
    const EVIDENCE: bool = true;
    const ALL: bool = true;
    const VALUES: bool = true;

    fn event(&mut self, life: &Life<'_>, event: &Current) {
        self.events.push(event_view(life, event));
        self.at_event = self.certifications.len();
        self.note_certifications(life, event.facts.at);
    }

    fn silent(&mut self, life: &Life<'_>, at: Instant) {
        self.note_certifications(life, at);
    }

    fn conditions(
        &mut self,
        life: &Life<'_>,
        event: &Current,
        rule: Ix,
        reason: Reason,
    ) -> Option<Box<Seen>> {
        if !self.wants(rule, reason.verdict()) {
            return None;
        }
        let tree = &life.program.checked.rules.get(rule as usize)?.tree;
        let (conditions, change) = evidence::tree(life, event, tree);
        let waits_until = (reason == Reason::AwaitsClock)
            .then(|| evidence::waits_until(life, event, tree))
            .flatten()
            .map(|at| life.program.checked.zone.stamp(at));
        Some(Box::new(Seen { conditions, change, waits_until }))
    }

    fn outcome(&mut self, life: &Life<'_>, event: &Current, ruled: Ruled<'_>) {
        self.note_certifications(life, event.facts.at);
        let checked = life.program.checked;
        if !self.wants(ruled.rule, ruled.verdict) {
            return;
        }
        let Some(rule) = checked.rules.get(ruled.rule as usize) else { return };
        let mut evidence = Evidence {
            actions: (ruled.actions.iter())
                .map(|acted| action_outcome(life, rule, acted))
                .collect(),
            chain: chain(life, event),
            certifications: self.certifications.get(self.at_event..).unwrap_or(&[]).to_vec(),
            ..Evidence::default()
        };
        if let Some(seen) = &ruled.conditions {
            evidence.conditions.clone_from(&seen.conditions);
            evidence.change.clone_from(&seen.change);
            evidence.waits_until.clone_from(&seen.waits_until);
        }
        match ruled.reason {
            Reason::Inactive => {
                evidence.active_from = Some(checked.zone.stamp(rule.active_from));
            }
            Reason::NotEligible => {
                let missing = rule.eligible.iter().filter(|g| !life.state.is_in_group(g.number));
                evidence.missing_groups = missing.map(|g| g.id.clone()).collect();
            }
            _ => {}
        }
        let missed = |reason| reason == Reason::MissingReference;
        if missed(ruled.reason) || ruled.actions.iter().any(|a| missed(a.reason)) {
            evidence.missing_references = missing(rule);
            let item = event_item(life, event);
            if event.facts.target == NONE && !item.is_empty() {
                evidence.missing_references.push(item);
            }
        }
        if let Some((session, before)) = ruled.block {
            evidence.block = evidence::block(life, session, before, ruled.rule);
        }
        self.outcomes.push(Outcome {
            rule: rule.id.clone(),
            kind: rule.kind,
            version: rule.version,
            learner: checked.learners.id(life.learner),
            outcome: ruled.verdict,
            reason: ruled.reason,
            event: event_view(life, event),
            evidence,
        });
    }

    fn end(&mut self, life: &Life<'_>) {
        self.note_certifications(life, life.now());
        self.view = LearnerView::new(life);
    }
}

/// The ids in a rule that name nothing.
pub fn missing(rule: &Rule) -> Vec<Id> {
    let mut out = rule.tree.missing();
    out.extend(rule.eligible.iter().filter(|r| r.number == NONE).map(|r| r.id.clone()));
    for action in &rule.actions {
        let references: Vec<_> = match action {
            CheckedAction::Grant(grant) => [Some(&grant.certificate)]
                .into_iter()
                .chain([grant.attach_to.as_ref(), grant.activity_source.as_ref()])
                .flatten()
                .collect(),
            CheckedAction::AssignCourse(r)
            | CheckedAction::AssignCertification(r)
            | CheckedAction::Unlock(r)
            | CheckedAction::Lock(r)
            | CheckedAction::CompleteActivity(r)
            | CheckedAction::ExpireActivity(r)
            | CheckedAction::ResetActivity(r)
            | CheckedAction::AddToGroup(r)
            | CheckedAction::RemoveFromGroup(r) => vec![r],
            CheckedAction::Notify => vec![],
        };
        out.extend(references.into_iter().filter(|r| r.number == NONE).map(|r| r.id.clone()));
    }
    out.dedup();
    out
}

/// A tree as it was found when the rule was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Each condition with what was found.
    pub conditions: Option<TreeEvidence>,
    /// The smallest set that would have to change.
    pub change: Vec<String>,
    /// When it can hold at the earliest.
    pub waits_until: Option<String>,
}
