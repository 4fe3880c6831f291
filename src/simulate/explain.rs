//! Why does she have it; why not, and what is the smallest change that would
//! give it to her.

use super::history::Recorded;
use super::life::{Current, Life};
use super::outcome::{Outcome, Reason, Verdict};
use super::record::{GrantRow, Recorder, Ruled};
use super::run::Rehearsal;
use super::shape::Shape;
use super::steps::{self, Ask, Step};
use super::trace::Filter;
use crate::catalogue::{Id, Instant, MappingFailure};
use crate::rules::checked::{Ix, NONE, Rule, RuleKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Whether playing these steps was seen to make this rule grant it; absent
    /// where they can't be played.
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
    /// No way was found, and there were too many to look at all of them.
    TooManyWays,
    /// It takes an activity that is retired.
    Retired,
    /// A field gets no fitting value, and the project says that this fails.
    Mapping,
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
            for (number, mut route) in ahead.routes {
                self.verify(who, which, number, &mut route);
                routes.push(route);
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

    /// Plays the steps of a route behind the learner's history, and looks whether
    /// its rule grants the certificate.
    fn verify(&self, learner: Ix, certificate: Ix, rule: Ix, route: &mut Route) {
        let mut seen =
            Ending { rule, certificate, begin: Instant::MAX, granted: false, unfit: false };
        let events = steps::play(self, &route.steps).unwrap_or_default();
        if let (Some(first), Some(last)) = (events.first(), events.last()) {
            seen.begin = first.at;
            self.play_with(learner, &events, last.at, &mut seen);
            route.verified = Some(seen.granted);
        }
        let fails = self.checked.settings.mapping_failure == MappingFailure::Fail;
        let failed = route.nearest.as_ref().is_some_and(|n| n.reason == Reason::Mapping);
        if fails && route.blocked.is_none() && !seen.granted && (failed || seen.unfit) {
            route.blocked = Some(Blocked::Mapping);
            route.steps.clear();
            route.verified = None;
        }
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
    pub fn values(&self, rows: &[GrantRow]) -> Vec<BTreeMap<String, String>> {
        self.filled(rows).into_iter().map(|filled| filled.values).collect()
    }

    /// The values of granted certificates, with the fields that got none, by
    /// replaying their learners.
    pub(super) fn filled(&self, rows: &[GrantRow]) -> Vec<Filled> {
        let mut wanted: BTreeMap<Ix, BTreeMap<(u32, Ix, u32), usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            let of = wanted.entry(row.learner).or_default();
            of.insert((row.event, row.rule, row.action), index);
        }
        let mut out = vec![Filled::default(); rows.len()];
        let mut life = Life::new(self.program());
        for (learner, wanted) in wanted {
            let mut recorder = Values { wanted, out: &mut out };
            life.play(learner, &mut recorder);
        }
        out
    }
}

/// What the fields of a certificate were filled with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filled {
    /// The values by field.
    pub values: BTreeMap<String, String>,
    /// The fields without a fitting value.
    pub unfit: Vec<String>,
}

/// Writes down the values of grants as they are given.
struct Values<'a> {
    /// The place of each grant of the learner, by event, rule and action.
    wanted: BTreeMap<(u32, Ix, u32), usize>,
    out: &'a mut Vec<Filled>,
}

impl Recorder for Values<'_> {
    const EVIDENCE: bool = false;
    const VALUES: bool = true;

    fn outcome(&mut self, _life: &Life<'_>, event: &Current, ruled: Ruled<'_>) {
        for acted in ruled.actions.iter().filter(|a| a.verdict == Verdict::Fired) {
            let key = (event.number, ruled.rule, acted.action);
            let place = self.wanted.get(&key).and_then(|index| self.out.get_mut(*index));
            let Some(place) = place else { continue };
            place.values = acted.values.clone().unwrap_or_default();
            place.unfit = acted.unfit.iter().map(|unfit| unfit.field.clone()).collect();
        }
    }
}

/// Looks what a rule does with a certificate from an instant on.
struct Ending {
    rule: Ix,
    certificate: Ix,
    begin: Instant,
    granted: bool,
    /// Whether it was not granted for want of a value.
    unfit: bool,
}

impl Recorder for Ending {
    const EVIDENCE: bool = false;

    fn outcome(&mut self, _life: &Life<'_>, event: &Current, ruled: Ruled<'_>) {
        if ruled.rule != self.rule || event.facts.at < self.begin {
            return;
        }
        for acted in ruled.actions {
            if acted.given.is_some_and(|given| given.certificate == self.certificate) {
                self.granted |= acted.verdict == Verdict::Fired;
                self.unfit |= acted.reason == Reason::Mapping;
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
    routes: Vec<(Ix, Route)>,
}

impl Recorder for Ahead<'_> {
    const EVIDENCE: bool = false;

    fn outcome(&mut self, _: &Life<'_>, _: &Current, _: Ruled<'_>) {}

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
                self.routes.push((*number, route));
                continue;
            }
            if rule.kind == RuleKind::CertificateBlock {
                let Some(steps) = steps::block(life, rule, &mut programmes) else { continue };
                if steps.iter().any(|step| steps::asks_for_retired(life, step)) {
                    route.blocked = Some(Blocked::Retired);
                } else {
                    route.steps = steps;
                }
                self.routes.push((*number, route));
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
            } else {
                match fewest(life, rule) {
                    Ok(steps) => route.steps = steps,
                    Err(blocked) => route.blocked = Some(blocked),
                }
            }
            if nearest.is_some_and(|n| n.reason == Reason::Inactive) {
                let at = nearest.map(|n| n.event.at.clone()).unwrap_or_default();
                route.rule_change = Some(RuleChange::ActiveFrom(at));
            }
            self.routes.push((*number, route));
        }
    }
}

/// The fewest steps that make an automation grant, or why there are none.
fn fewest(life: &Life<'_>, rule: &Rule) -> Result<Vec<Step>, Blocked> {
    let shape = Shape::new(&rule.tree, true);
    let no_way = match steps::rule(life, rule, &shape, Ask::ANY) {
        Ok(steps) => return Ok(steps),
        Err(no_way) => no_way,
    };
    let retired_too = Ask { retired_too: true, ..Ask::ANY };
    Err(if steps::rule(life, rule, &shape, retired_too).is_ok() {
        Blocked::Retired
    } else if rule.tree.fast.misses {
        Blocked::MissingReference
    } else if no_way.cut {
        Blocked::TooManyWays
    } else {
        Blocked::NeverHolds
    })
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
