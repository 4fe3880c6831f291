//! Why does she have it; why not, and what is the smallest change that would
//! give it to her.

use super::history::Recorded;
use super::life::Life;
use super::outcome::{Outcome, Reason, Verdict};
use super::record::{GrantRow, Recorder, Ruled, Tally};
use super::run::Rehearsal;
use super::steps::{self, Step};
use super::trace::Filter;
use crate::catalogue::{Id, Instant};
use crate::rules::checked::{Ix, NONE, RuleKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why a learner has a certificate, or has not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Who.
    pub learner: Id,
    /// Which template.
    pub certificate: Id,
    /// Whether the learner has it.
    pub has: bool,
    /// The outcomes that granted it, in order.
    pub granted_by: Vec<Outcome>,
    /// The ways to it, the shortest first. When the learner has it: none.
    pub routes: Vec<Route>,
}

/// A rule that could grant a certificate, and what is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// The rule.
    pub rule: Id,
    /// What it was written as.
    pub kind: RuleKind,
    /// The outcome that came nearest: the last one about one of the rule's items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Outcome>,
    /// Why no step of the learner leads there: the rule itself has to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Blocked>,
    /// The smallest set of things that would give it to the learner, in the order
    /// in which they have to happen.
    pub steps: Vec<Step>,
    /// Whether playing these steps was seen to grant it; absent where they can't
    /// be played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// An edit of the rule that would do it as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_change: Option<RuleChange>,
}

/// Why a rule can't grant at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blocked {
    /// It is switched off, or its conditions can't be evaluated.
    DoesNotRun,
    /// No certificate is granted under its event type.
    EventTypeCannotGrant,
    /// It speaks of something that does not exist.
    MissingReference,
    /// Its conditions contradict themselves, or no longer can hold.
    NeverHolds,
    /// The learner was deleted.
    LearnerDeleted,
}

/// An edit of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleChange {
    /// Make it active from this instant on.
    ActiveFrom(String),
}

impl Rehearsal {
    /// Explains one certificate of one learner. `None` when there is no such
    /// learner or certificate.
    pub fn explain(&self, learner: &str, certificate: &str) -> Option<Explanation> {
        let checked = &self.checked;
        let who = checked.learners.get(learner);
        let which = checked.certificates.get(certificate);
        if who == NONE || which == NONE {
            return None;
        }
        let rules: BTreeSet<Ix> = (checked.rules.iter().zip(0..))
            .filter(|(rule, _)| rule.grants().any(|(_, grant)| grant.certificate.number == which))
            .map(|(_, number)| number)
            .collect();
        let filter = Filter { rules: Some(rules.clone()), without_skipped: false };
        let outcomes = self.trace(who, filter).outcomes;
        let grants = |outcome: &&Outcome| {
            outcome.evidence.actions.iter().any(|action| {
                action.action == "grant-certificate"
                    && action.outcome == Verdict::Fired
                    && action.to == certificate
            })
        };
        let granted_by: Vec<Outcome> = outcomes.iter().filter(grants).cloned().collect();
        let has = !granted_by.is_empty();
        let mut routes = Vec::new();
        if !has {
            let mut ahead = Ahead {
                rehearsal: self,
                certificate: which,
                rules: &rules,
                routes: Vec::new(),
                outcomes: &outcomes,
            };
            self.play(who, &mut ahead);
            routes = ahead.routes;
            for route in &mut routes {
                route.verified = self.verify(who, which, &route.steps);
            }
            routes.sort_by_key(|route| {
                (route.blocked.is_some(), route.verified == Some(false), route.steps.len())
            });
        }
        Some(Explanation {
            learner: learner.into(),
            certificate: certificate.into(),
            has,
            granted_by,
            routes,
        })
    }

    /// Plays steps behind the learner's history, and looks whether the
    /// certificate is granted.
    fn verify(&self, learner: Ix, certificate: Ix, steps: &[Step]) -> Option<bool> {
        if steps.is_empty() {
            return None;
        }
        let events = steps::play(self, steps)?;
        let last = events.last()?.at;
        let mut tally = Tally::new(&self.checked);
        self.play_with(learner, &events, last, &mut tally);
        let begin = events.first()?.at;
        Some(tally.grants.iter().any(|g| g.certificate == certificate && g.at >= begin))
    }

    /// Plays a learner with further events behind the history.
    pub(super) fn play_with<R: Recorder>(
        &self,
        learner: Ix,
        events: &[Recorded],
        until: Instant,
        recorder: &mut R,
    ) {
        let history = self.history.with(learner, events, self.checked.learners.len());
        let mut program = self.program();
        program.history = &history;
        program.until = until.max(self.until);
        Life::new(program).play(learner, recorder);
    }

    /// The values of granted certificates, by replaying their learners.
    pub fn values(&self, rows: &[GrantRow]) -> Vec<std::collections::BTreeMap<String, String>> {
        let mut wanted: std::collections::BTreeMap<Ix, Vec<usize>> = Default::default();
        for (index, row) in rows.iter().enumerate() {
            wanted.entry(row.learner).or_default().push(index);
        }
        let mut out = vec![Default::default(); rows.len()];
        let mut life = Life::new(self.program());
        for (learner, indexes) in wanted {
            let mut recorder = Values { rows, indexes, out: &mut out };
            life.play(learner, &mut recorder);
        }
        out
    }
}

/// Writes down the values of grants as they are given.
struct Values<'a> {
    rows: &'a [GrantRow],
    indexes: Vec<usize>,
    out: &'a mut Vec<std::collections::BTreeMap<String, String>>,
}

impl Recorder for Values<'_> {
    const EVIDENCE: bool = false;
    const VALUES: bool = true;

    fn outcome(&mut self, _life: &Life<'_>, event: &super::life::Current, ruled: Ruled<'_>) {
        for acted in ruled.actions.iter().filter(|a| a.verdict == Verdict::Fired) {
            let key = (event.number, ruled.rule, acted.action);
            let wanted = self.indexes.iter().find(|index| {
                self.rows.get(**index).is_some_and(|row| (row.event, row.rule, row.action) == key)
            });
            let Some(index) = wanted else { continue };
            if let Some(place) = self.out.get_mut(*index) {
                *place = acted.values.clone().unwrap_or_default();
            }
        }
    }
}

/// Looks at the learner's state at the end, and finds the ways on.
struct Ahead<'a> {
    rehearsal: &'a Rehearsal,
    certificate: Ix,
    rules: &'a BTreeSet<Ix>,
    outcomes: &'a [Outcome],
    routes: Vec<Route>,
}

impl Recorder for Ahead<'_> {
    const EVIDENCE: bool = false;

    fn outcome(&mut self, _: &Life<'_>, _: &super::life::Current, _: Ruled<'_>) {}

    fn end(&mut self, life: &Life<'_>) {
        let checked = &self.rehearsal.checked;
        let mut programmes = BTreeSet::new();
        for number in self.rules {
            let Some(rule) = checked.rules.get(*number as usize) else { continue };
            let Some((_, grant)) =
                rule.grants().find(|(_, g)| g.certificate.number == self.certificate)
            else {
                continue;
            };
            let nearest = nearest(self.outcomes, &rule.id);
            let mut route = Route {
                rule: rule.id.clone(),
                kind: rule.kind,
                nearest: nearest.cloned(),
                blocked: None,
                steps: Vec::new(),
                verified: None,
                rule_change: None,
            };
            if life.state.deleted {
                route.blocked = Some(Blocked::LearnerDeleted);
                self.routes.push(route);
                continue;
            }
            if rule.kind == RuleKind::CertificateBlock {
                let Some(steps) = steps::block(life, rule, &mut programmes) else { continue };
                route.steps = steps;
                self.routes.push(route);
                continue;
            }
            let reference = [Some(&grant.certificate), grant.attach_to.as_ref()];
            let missing = reference.into_iter().flatten().any(|r| r.number == NONE);
            if !rule.runs {
                route.blocked = Some(Blocked::DoesNotRun);
            } else if !rule.listens.iter().all(|kind| kind.can_grant()) {
                route.blocked = Some(Blocked::EventTypeCannotGrant);
            } else if missing {
                route.blocked = Some(Blocked::MissingReference);
            } else if let Some(steps) = steps::rule(life, rule) {
                route.steps = steps;
            } else if rule.tree.fast.misses {
                route.blocked = Some(Blocked::MissingReference);
            } else {
                route.blocked = Some(Blocked::NeverHolds);
            }
            if nearest.is_some_and(|n| n.reason == Reason::Inactive) {
                let at = nearest.map(|n| n.event.at.clone()).unwrap_or_default();
                route.rule_change = Some(RuleChange::ActiveFrom(at));
            }
            self.routes.push(route);
        }
    }
}

/// The outcome of a rule that came nearest to granting: one that failed or waits,
/// else the last one with the fewest conditions to change.
fn nearest<'a>(outcomes: &'a [Outcome], rule: &Id) -> Option<&'a Outcome> {
    let of = || outcomes.iter().filter(|outcome| outcome.rule == *rule);
    // A certificate block's last word is what became of it.
    if let Some(last) = of().next_back().filter(|o| o.kind == RuleKind::CertificateBlock) {
        return Some(last);
    }
    let telling = of().rfind(|o| {
        matches!(o.outcome, Verdict::Failed | Verdict::Waiting | Verdict::Suppressed)
            || matches!(o.reason, Reason::NotEligible | Reason::EventTypeCannotGrant)
    });
    // An event from before the rule was active tells more than one about
    // something else.
    let inactive = || of().rfind(|o| o.reason == Reason::Inactive && o.evidence.change.is_empty());
    telling.or_else(inactive).or_else(|| {
        of().min_by_key(|o| {
            let change = o.evidence.change.len();
            (if change == 0 { usize::MAX } else { change }, std::cmp::Reverse(o.event.seq))
        })
    })
}
