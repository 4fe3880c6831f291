//! Learners who meet the conditions but got nothing, and those who are one step
//! away.
//!
//! A learner meets the conditions of a rule when its tree holds on the state at
//! the end of the run, with "the event is about X" read as "X was completed (and
//! ended so)". The rule's event types and the instant from which it is active are
//! left out of it: they are the usual reasons for a gap.

use super::csv;
use crate::catalogue::{EventKind, Id, Instant};
use crate::rules::WantedStatus;
use crate::rules::checked::{Ix, NONE, Rule, RuleKind};
use crate::rules::tree::{Assume, EventFacts, Fact, Facts, Leaf, has_bit};
use crate::simulate::life::{Current, Life};
use crate::simulate::record::{Recorder, Ruled};
use crate::simulate::steps::{self, Step};
use crate::simulate::{Reason, Rehearsal, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A learner who meets the conditions and got nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Who.
    pub learner: Id,
    /// The rule.
    pub rule: Id,
    /// The template.
    pub certificate: Id,
    /// Why nothing was granted: the reason of the last outcome about one of the
    /// rule's items; absent when the rule was never evaluated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// From when the rule is active.
    pub active_from: String,
    /// The values that the certificate would have had.
    pub values: BTreeMap<String, String>,
}

/// A learner who is one step away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NearMiss {
    /// Who.
    pub learner: Id,
    /// The rule.
    pub rule: Id,
    /// The template.
    pub certificate: Id,
    /// What is missing.
    pub steps: Vec<Step>,
}

/// Gaps and near misses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GapReport {
    /// In the order of learners, then rules.
    pub gaps: Vec<Gap>,
    /// In the order of learners, then rules.
    pub near_misses: Vec<NearMiss>,
}

/// Gaps and near misses of everyone, or of one learner. `progress` is as in
/// [`Rehearsal::run`].
pub fn gaps(
    rehearsal: &Rehearsal,
    only: Option<Ix>,
    mut progress: impl FnMut(Ix, Ix) -> bool,
) -> GapReport {
    let mut watch = Watch {
        last: vec![None; rehearsal.checked.rules.len()],
        granted: vec![false; rehearsal.checked.rules.len()],
        report: GapReport::default(),
    };
    let mut life = Life::new(rehearsal.program());
    let all = rehearsal.checked.learners.len();
    for learner in 0..all {
        if only.is_some_and(|only| only != learner) {
            continue;
        }
        if learner % 1024 == 0 && !progress(learner, all) {
            break;
        }
        watch.last.fill(None);
        watch.granted.fill(false);
        life.play(learner, &mut watch);
    }
    watch.report
}

struct Watch {
    /// For each rule, its last outcome: why, when, and the event's number.
    last: Vec<Option<(Reason, Instant, u32)>>,
    granted: Vec<bool>,
    report: GapReport,
}

impl Recorder for Watch {
    const EVIDENCE: bool = false;

    fn outcome(&mut self, _life: &Life<'_>, event: &Current, ruled: Ruled<'_>) {
        if let Some(last) = self.last.get_mut(ruled.rule as usize) {
            *last = Some((ruled.reason, event.facts.at, event.number));
        }
        let granted = ruled.actions.iter().any(|acted| {
            acted.given.is_some() && matches!(acted.verdict, Verdict::Fired | Verdict::Suppressed)
        });
        if let Some(flag) = self.granted.get_mut(ruled.rule as usize) {
            *flag |= granted;
        }
    }

    fn end(&mut self, life: &Life<'_>) {
        if life.state.deleted {
            return;
        }
        let checked = life.program.checked;
        for (rule, number) in checked.rules.iter().zip(0..) {
            let granted = self.granted.get(number as usize).copied().unwrap_or(true);
            let open = rule.kind == RuleKind::Automation && rule.runs && !granted;
            if !open || rule.grants().next().is_none() || !has_begun(life, rule) {
                continue;
            }
            let missing = || rule.tree.missing().is_empty();
            if meets(life, rule) {
                self.gap(life, rule, number);
            } else if missing() && rule.listens.iter().all(|k| k.can_grant()) {
                self.near_miss(life, rule);
            }
        }
    }
}

impl Watch {
    fn gap(&mut self, life: &Life<'_>, rule: &Rule, number: Ix) {
        let checked = life.program.checked;
        let last = self.last.get(number as usize).copied().flatten();
        let event = last
            .and_then(|(_, _, event)| life.log.get(event as usize))
            .or_else(|| life.log.iter().rfind(|e| concerns(rule, &e.facts)))
            .or_else(|| life.log.last());
        let Some(event) = event else { return };
        // What stands in the way when the index never let the rule be evaluated.
        let reason = last.map(|(reason, ..)| reason).or_else(|| {
            let grants = rule.listens.iter().all(|kind| kind.can_grant());
            (!grants).then_some(Reason::EventTypeCannotGrant)
        });
        for (action, grant) in rule.grants() {
            let item = grant.attach_to.as_ref().map_or(event.facts.target, |item| item.number);
            let cycle = life.state.item(item).cycle;
            let action = u32::try_from(action).unwrap_or(u32::MAX);
            let sources = life.sources(number, action, grant, NONE, item, cycle, event);
            self.report.gaps.push(Gap {
                learner: checked.learners.id(life.learner),
                rule: rule.id.clone(),
                certificate: grant.certificate.id.clone(),
                reason,
                at: last.map(|(_, at, _)| checked.zone.stamp(at)),
                active_from: checked.zone.stamp(rule.active_from),
                values: sources.values(),
            });
        }
    }

    fn near_miss(&mut self, life: &Life<'_>, rule: &Rule) {
        let checked = life.program.checked;
        let Some(steps) = steps::rule(life, rule) else { return };
        let learning = steps.iter().filter(|step| !matches!(step, Step::WaitUntil(_))).count();
        if learning > 1 {
            return;
        }
        for (_, grant) in rule.grants() {
            self.report.near_misses.push(NearMiss {
                learner: checked.learners.id(life.learner),
                rule: rule.id.clone(),
                certificate: grant.certificate.id.clone(),
                steps: steps.clone(),
            });
        }
    }
}

/// Whether an event is about something that the rule names.
fn concerns(rule: &Rule, event: &EventFacts) -> bool {
    rule.tree.leaves().any(|(leaf, _)| match leaf {
        Leaf::InEvent { kind, target, .. } => (*kind, *target) == (event.kind, event.target),
        Leaf::Bit { fact: Fact::Completed(item), .. } => *item == event.target,
        _ => false,
    })
}

/// Whether the learner has done anything of what the rule speaks of.
fn has_begun(life: &Life<'_>, rule: &Rule) -> bool {
    let mut any = false;
    let begun = rule.tree.leaves().any(|(leaf, _)| {
        any = true;
        match leaf {
            Leaf::InEvent { kind, target, .. } => {
                is_item(*kind)
                    && (life.state.is_completed(*target) || life.state.item(*target).started)
            }
            Leaf::Bit { bit, .. } => has_bit(life.state.bits(), *bit),
            Leaf::Score { activity, .. } => !life.state.best_score(*activity).is_nan(),
            Leaf::TimeSince { .. } | Leaf::Missing(_) => false,
        }
    });
    begun || (!any && life.log.iter().any(|e| rule.listens_to(e.facts.kind)))
}

fn is_item(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::ActivityCompleted
            | EventKind::ActivityGraded
            | EventKind::ActivityReadyForGrading
            | EventKind::JourneyCompleted
            | EventKind::ProgrammeCompleted
    )
}

/// Whether the tree holds with "in event" read as "was".
fn meets(life: &Life<'_>, rule: &Rule) -> bool {
    let checked = life.program.checked;
    let now = EventFacts {
        at: life.now().max(life.program.until),
        kind: EventKind::PeriodicCheck,
        target: NONE,
        status: crate::catalogue::Status::Completed,
        passed: false,
        score: f64::NAN,
    };
    let holds = |leaf: &Leaf| match leaf {
        Leaf::InEvent { kind, target, status } if is_item(*kind) => match status {
            WantedStatus::Completed => life.state.is_completed(*target),
            _ => life.log.iter().any(|e| {
                (e.facts.kind, e.facts.target) == (*kind, *target) && status.matches(&e.facts)
            }),
        },
        leaf => leaf.holds(&now, &life.state, checked, Assume::Nothing),
    };
    rule.tree.holds_with(checked.settings.empty_groups_are_false, &holds)
}

/// The gaps as CSV, for granting by hand: a column for each field.
pub fn to_csv(rehearsal: &Rehearsal, gaps: &[Gap]) -> String {
    let mut fields: Vec<&String> = gaps.iter().flat_map(|g| g.values.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    let fixed = ["learner", "name", "email", "certificate", "rule", "reason", "at"];
    let header: Vec<String> = fixed
        .iter()
        .map(|s| (*s).to_owned())
        .chain(fields.iter().map(|field| (*field).clone()))
        .collect();
    let rows = gaps.iter().map(|gap| {
        let number = rehearsal.checked.learners.get(&gap.learner);
        let person = rehearsal.project.learners.get(number as usize);
        let mut row = vec![
            gap.learner.to_string(),
            person.map(|p| p.printed_name()).unwrap_or_default(),
            person.map(|p| p.email.clone()).unwrap_or_default(),
            gap.certificate.to_string(),
            gap.rule.to_string(),
            gap.reason.map_or("", Reason::as_str).to_owned(),
            gap.at.clone().unwrap_or_default(),
        ];
        row.extend(fields.iter().map(|f| gap.values.get(*f).cloned().unwrap_or_default()));
        row
    });
    csv::write(&header, rows)
}

/// The near misses as CSV.
pub fn near_misses_to_csv(rehearsal: &Rehearsal, misses: &[NearMiss]) -> String {
    let titles = crate::simulate::sentence::Titles::new(&rehearsal.project);
    let header = ["learner", "certificate", "rule", "missing"].map(str::to_owned);
    let rows = misses.iter().map(|miss| {
        let steps: Vec<String> =
            miss.steps.iter().map(|s| crate::simulate::sentence::step(s, &titles)).collect();
        vec![
            miss.learner.to_string(),
            miss.certificate.to_string(),
            miss.rule.to_string(),
            crate::simulate::sentence::list(&steps, "and"),
        ]
    });
    csv::write(&header, rows)
}
