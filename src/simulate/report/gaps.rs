//! Learners who meet the conditions but got nothing, and those who are one step
//! away.
//!
//! A learner meets the conditions of a rule when its tree holds on the state at
//! the end of the run, with "the event is about X" read as "X was completed (and
//! ended so)". The rule's event types and the instant from which it is active are
//! left out of it: they are the usual reasons for a gap. Handing in and being
//! graded are events of their own: a completion does not stand for them. Somebody
//! who has the same certificate on the same item from another rule is no gap.

use super::csv;
use crate::catalogue::{EventKind, Id, Instant, Once};
use crate::locale::{Tongue, mark};
use crate::rules::WantedStatus;
use crate::rules::checked::{
    Checked, CheckedAction, CheckedBlock, CheckedGrant, Ix, NONE, Rule, RuleKind,
};
use crate::rules::tree::{AnchorPoint, Assume, EventFacts, Fact, Facts, Leaf, has_bit};
use crate::simulate::life::{Current, Life};
use crate::simulate::record::{Recorder, Ruled};
use crate::simulate::shape::Shape;
use crate::simulate::steps::{self, Ask, Step};
use crate::simulate::{Reason, Rehearsal, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// A learner who meets the conditions and got nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Who.
    pub learner: Id,
    /// The rule.
    pub rule: Id,
    /// The template.
    pub certificate: Id,
    /// Why nothing was granted: of the outcomes about one of the rule's items the
    /// one that tells most (a failure, then waiting, the event type, an event from
    /// before the rule was active, eligibility, conditions), and of these the last;
    /// absent when there is none.
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
    progress: impl FnMut(Ix, Ix) -> bool,
) -> GapReport {
    let learners = match only {
        Some(only) => only..only.saturating_add(1),
        None => 0..Ix::MAX,
    };
    gaps_of(rehearsal, learners, progress)
}

/// Gaps and near misses of some learners, by their numbers. `progress` is as in
/// [`Rehearsal::run`].
pub fn gaps_of(
    rehearsal: &Rehearsal,
    learners: Range<Ix>,
    mut progress: impl FnMut(Ix, Ix) -> bool,
) -> GapReport {
    let checked = &rehearsal.checked;
    let mut watch = Watch {
        last: vec![None; checked.rules.len()],
        granted: vec![false; checked.rules.len()],
        asked: checked.rules.iter().map(|rule| Asked::new(rule, checked)).collect(),
        report: GapReport::default(),
    };
    let mut life = Life::new(rehearsal.program());
    let all = rehearsal.checked.learners.len();
    for learner in learners.start..learners.end.min(all) {
        if learner % 1024 == 0 && !progress(learner, all) {
            break;
        }
        watch.last.fill(None);
        watch.granted.fill(false);
        life.play(learner, &mut watch);
    }
    watch.report
}

/// What is asked of a rule.
struct Asked {
    shape: Shape,
    /// The items that it speaks of, sorted: those in its conditions, and what
    /// these are completed by.
    items: Vec<Ix>,
}

impl Asked {
    /// `None` for a rule that leaves no gaps.
    fn new(rule: &Rule, checked: &Checked) -> Option<Self> {
        let grants = rule.grants().next().is_some();
        if rule.kind != RuleKind::Automation || !rule.runs || !grants {
            return None;
        }
        let mut items: Vec<Ix> = Vec::new();
        for (leaf, _) in rule.tree.leaves() {
            let item = match leaf {
                Leaf::InEvent { kind, target, .. } if is_item(*kind) => *target,
                Leaf::Bit { fact: Fact::Completed(item), .. }
                | Leaf::Score { activity: item, .. }
                | Leaf::TimeSince { anchor: AnchorPoint::Completion(item), .. } => *item,
                _ => continue,
            };
            items.push(item);
            items.extend_from_slice(checked.required(item));
            for session in checked.sessions.iter().filter(|s| s.programme == item) {
                items.extend(session.blocks.iter().filter_map(|block| match block {
                    CheckedBlock::Activity(item) | CheckedBlock::Journey(item) => Some(*item),
                    _ => None,
                }));
            }
        }
        items.sort_unstable();
        items.dedup();
        Some(Self { shape: Shape::new(&rule.tree, true), items })
    }

    /// Whether an event is about something that the rule speaks of; every one is
    /// when it speaks of no item.
    fn concerns(&self, event: &EventFacts) -> bool {
        self.items.is_empty()
            || (is_item(event.kind) && self.items.binary_search(&event.target).is_ok())
    }
}

/// The outcome of a rule that tells most about why nothing was granted.
#[derive(Clone, Copy)]
struct Last {
    /// The higher, the more it tells.
    rank: u8,
    reason: Reason,
    at: Instant,
    /// The event's place in the learner's life.
    event: u32,
}

/// How much a reason tells: a failure is not hidden by what came later.
fn rank(reason: Reason) -> u8 {
    match (reason.verdict(), reason) {
        (Verdict::Failed, _) => 6,
        (Verdict::Waiting, _) => 5,
        (_, Reason::EventTypeCannotGrant) => 4,
        (_, Reason::Inactive) => 3,
        (_, Reason::NotEligible) => 2,
        (_, Reason::ConditionsFalse) => 1,
        _ => 0,
    }
}

struct Watch {
    last: Vec<Option<Last>>,
    granted: Vec<bool>,
    asked: Vec<Option<Asked>>,
    report: GapReport,
}

impl Recorder for Watch {
    const EVIDENCE: bool = false;

    fn outcome(&mut self, life: &Life<'_>, event: &Current, ruled: Ruled<'_>) {
        let number = ruled.rule as usize;
        let (Some(Some(asked)), Some(last), Some(granted)) =
            (self.asked.get(number), self.last.get_mut(number), self.granted.get_mut(number))
        else {
            return;
        };
        *granted |= ruled.actions.iter().any(|acted| {
            acted.given.is_some() && matches!(acted.verdict, Verdict::Fired | Verdict::Suppressed)
        });
        // What became of the grant, whatever the other actions did.
        let rule = life.program.checked.rules.get(number);
        let is_grant =
            |action: u32| rule.is_some_and(|r| r.grants().any(|(at, _)| at == action as usize));
        let acted = ruled.actions.iter().find(|acted| is_grant(acted.action));
        let reason = acted.map_or(ruled.reason, |acted| acted.reason);
        let rank = rank(reason);
        if !*granted && last.is_none_or(|last| last.rank <= rank) && asked.concerns(&event.facts) {
            *last = Some(Last { rank, reason, at: event.facts.at, event: event.number });
        }
    }

    fn end(&mut self, life: &Life<'_>) {
        if life.state.deleted {
            return;
        }
        let Self { last, granted, asked, report } = self;
        let rules = life.program.checked.rules.iter().zip(0..).zip(asked.iter());
        for (((rule, number), asked), (last, granted)) in rules.zip(last.iter().zip(granted.iter()))
        {
            let Some(asked) = asked else { continue };
            if *granted || !has_begun(life, rule) {
                continue;
            }
            if meets(life, rule) {
                gap(life, rule, number, asked, *last, &mut report.gaps);
            } else if rule.listens.iter().all(|k| k.can_grant()) && is_near(life, rule, asked) {
                near_miss(life, rule, asked, &mut report.near_misses);
            }
        }
    }
}

fn gap(
    life: &Life<'_>,
    rule: &Rule,
    number: Ix,
    asked: &Asked,
    last: Option<Last>,
    out: &mut Vec<Gap>,
) {
    let checked = life.program.checked;
    let listened = |e: &&Current| rule.listens_to(e.facts.kind);
    let concerns = |e: &&Current| asked.concerns(&e.facts);
    let completes = |e: &&Current| e.facts.kind.can_grant();
    let log = || life.log.iter().rev();
    // The rule is not even looked at for events that can't match: the last of all
    // is then what the conditions came to hold with.
    let looked = last.filter(|last| last.reason != Reason::ConditionsFalse);
    let event = looked
        .and_then(|last| life.log.get(last.event as usize))
        .or_else(|| log().filter(listened).find(concerns))
        .or_else(|| log().filter(completes).find(concerns))
        .or_else(|| log().find(concerns))
        .or_else(|| log().find(listened))
        .or_else(|| life.log.last());
    let Some(event) = event else { return };
    // What stands in the way when the index never let the rule be evaluated.
    let reason = last.map(|last| last.reason).or_else(|| {
        let grants = rule.listens.iter().all(|kind| kind.can_grant());
        (!grants).then_some(Reason::EventTypeCannotGrant)
    });
    for (action, grant) in rule.grants() {
        let item = grant.attach_to.as_ref().map_or(event.facts.target, |item| item.number);
        if has_already(life, grant, item) {
            continue;
        }
        let cycle = life.state.item(item).cycle;
        let action = u32::try_from(action).unwrap_or(u32::MAX);
        let sources = life.sources(number, action, grant, NONE, item, cycle, event);
        out.push(Gap {
            learner: checked.learners.id(life.learner),
            rule: rule.id.clone(),
            certificate: grant.certificate.id.clone(),
            reason,
            at: last.map(|last| checked.zone.stamp(looked.map_or(event.facts.at, |_| last.at))),
            active_from: checked.zone.stamp(rule.active_from),
            values: sources.values(),
        });
    }
}

/// Whether the learner has the certificate on the item from another rule:
/// granted by hand it would be there twice.
fn has_already(life: &Life<'_>, grant: &CheckedGrant, item: Ix) -> bool {
    let cycle = life.state.item(item).cycle;
    life.state.all_given().any(|given| {
        let rule = life.program.checked.rules.get(given.rule as usize);
        let action = rule.and_then(|rule| rule.actions.get(given.action as usize));
        let certificate = match action {
            Some(CheckedAction::Grant(other)) => other.certificate.number,
            _ => NONE,
        };
        certificate == grant.certificate.number
            && given.item == item
            && (given.cycle == cycle || grant.once == Once::Ever)
    })
}

fn near_miss(life: &Life<'_>, rule: &Rule, asked: &Asked, out: &mut Vec<NearMiss>) {
    let checked = life.program.checked;
    let ask = Ask { most: 1, ..Ask::ANY };
    let Ok(steps) = steps::rule(life, rule, &asked.shape, ask) else { return };
    let learning = steps.iter().filter(|step| !matches!(step, Step::WaitUntil(_))).count();
    if learning > 1 {
        return;
    }
    let done = match steps.last() {
        Some(Step::Complete { item, .. }) => checked.items.get(item),
        _ => NONE,
    };
    for (_, grant) in rule.grants() {
        if has_already(life, grant, grant.attach_to.as_ref().map_or(done, |item| item.number)) {
            continue;
        }
        out.push(NearMiss {
            learner: checked.learners.id(life.learner),
            rule: rule.id.clone(),
            certificate: grant.certificate.id.clone(),
            steps: steps.clone(),
        });
    }
}

/// Whether one completion may be all that is missing: quick, and never `false`
/// when it is.
fn is_near(life: &Life<'_>, rule: &Rule, asked: &Asked) -> bool {
    let Checked { activity_count, settings, .. } = life.program.checked;
    let bits = life.state.bits();
    let cost = |leaf: &Leaf, negated: bool| match leaf {
        Leaf::Bit { bit, .. } if has_bit(bits, *bit) != negated => Some(0),
        // Journeys and programmes are completed along with an activity.
        Leaf::Bit { fact: Fact::Completed(item), .. } if !negated => {
            Some(usize::from(item < activity_count))
        }
        Leaf::Bit { .. } => None,
        // The event is still to come; scores and times may come with it.
        _ => Some(0),
    };
    let least = asked.shape.at_least(&rule.tree, settings.empty_groups_are_false, &cost);
    least.is_some_and(|least| least <= 1)
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
            // Handing in and being graded are no completions.
            WantedStatus::Completed if kind.can_grant() => life.state.is_completed(*target),
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
    let fixed = [
        "learner",
        "name",
        "email",
        "certificate",
        "certificate_title",
        "rule",
        "rule_name",
        "reason",
        "reason_in_words",
        "at",
    ];
    let titles = crate::simulate::sentence::Titles::new(&rehearsal.project);
    // Titles come in quotation marks, for sentences.
    let bare = |title: String| title.trim_matches(['“', '”']).to_owned();
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
            bare(titles.certificate(&gap.certificate)),
            gap.rule.to_string(),
            bare(titles.rule(&gap.rule)),
            gap.reason.map_or("", Reason::as_str).to_owned(),
            gap.reason.map_or("", words).to_owned(),
            gap.at.clone().unwrap_or_default(),
        ];
        row.extend(fields.iter().map(|f| gap.values.get(*f).cloned().unwrap_or_default()));
        row
    });
    csv::write(&header, rows)
}

/// Why there is a gap, in a few words.
pub fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::Inactive => mark!("before the rule was active"),
        Reason::EventTypeCannotGrant => mark!("this event type cannot grant"),
        Reason::ConditionsFalse => {
            mark!("the conditions came to hold with an event that the rule does not wait for")
        }
        Reason::Mapping => mark!("a field has no fitting value"),
        Reason::MissingReference => mark!("the rule names something that does not exist"),
        Reason::ChainTooDeep | Reason::ChainTooLong => mark!("the chain of events is too long"),
        Reason::AwaitsGrade => mark!("waits for a grade"),
        Reason::AwaitsClock => mark!("waits for the clock"),
        Reason::NotEligible => mark!("not eligible"),
        _ => mark!("nothing was granted"),
    }
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
            Tongue::ENGLISH.and(&steps),
        ]
    });
    csv::write(&header, rows)
}
