//! Which rules and branches never fired.

use super::csv;
use crate::catalogue::Id;
use crate::rules::checked::{Ix, RuleKind};
use crate::rules::tree::{Assume, TreeNode};
use crate::simulate::evidence::paths;
use crate::simulate::life::{Current, Life};
use crate::simulate::record::{Recorder, Ruled, Tally};
use crate::simulate::trace::Seen;
use crate::simulate::{Reason, Rehearsal, Verdict};
use serde::{Deserialize, Serialize};

/// How a rule fared over a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// The rule.
    pub rule: Id,
    /// What it was written as.
    pub kind: RuleKind,
    /// How often it fired, over all events.
    pub fired: u64,
    /// Suppressed.
    pub suppressed: u64,
    /// Skipped.
    pub skipped: u64,
    /// Failed.
    pub failed: u64,
    /// Waiting.
    pub waiting: u64,
    /// Each group and condition of its tree.
    pub branches: Vec<Branch>,
}

/// How a group or condition fared whenever the rule could match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// Its place in the tree.
    pub path: String,
    /// How often it held.
    pub held: u64,
    /// How often it did not.
    pub failed: u64,
}

/// The coverage of every rule. `progress` is as in [`Rehearsal::run`].
pub fn coverage(
    rehearsal: &Rehearsal,
    tally: &Tally,
    mut progress: impl FnMut(Ix, Ix) -> bool,
) -> Vec<Coverage> {
    let checked = &rehearsal.checked;
    let mut count = Count {
        branches: checked.rules.iter().map(|r| vec![(0, 0); r.tree.nodes.len()]).collect(),
    };
    let mut life = Life::new(rehearsal.program());
    let all = checked.learners.len();
    for learner in 0..all {
        if learner % 1024 == 0 && !progress(learner, all) {
            break;
        }
        life.play(learner, &mut count);
    }
    let rules = checked.rules.iter().zip(0..).zip(count.branches);
    rules
        .map(|((rule, number), counts)| {
            let verdicts = tally.verdicts(number, checked);
            let of = |v: Verdict| verdicts.get(v as usize).copied().unwrap_or(0);
            let branches = paths(&rule.tree).into_iter().zip(counts);
            Coverage {
                rule: rule.id.clone(),
                kind: rule.kind,
                fired: of(Verdict::Fired),
                suppressed: of(Verdict::Suppressed),
                skipped: of(Verdict::Skipped),
                failed: of(Verdict::Failed),
                waiting: of(Verdict::Waiting),
                branches: branches
                    .map(|(path, (held, failed))| Branch { path, held, failed })
                    .collect(),
            }
        })
        .collect()
}

struct Count {
    branches: Vec<Vec<(u64, u64)>>,
}

impl Recorder for Count {
    const EVIDENCE: bool = true;

    fn conditions(
        &mut self,
        life: &Life<'_>,
        event: &Current,
        number: Ix,
        reason: Reason,
    ) -> Option<Box<Seen>> {
        if reason == Reason::Inactive {
            return None;
        }
        let checked = life.program.checked;
        let rule = checked.rules.get(number as usize)?;
        let counts = self.branches.get_mut(number as usize)?;
        for ((node, at), (held, failed)) in rule.tree.nodes.iter().zip(0..).zip(counts) {
            let holds = match node {
                TreeNode::Leaf { leaf: crate::rules::tree::Leaf::Missing(_), .. } => false,
                TreeNode::Leaf { leaf, negated } => {
                    leaf.holds(&event.facts, &life.state, checked, Assume::Nothing) != *negated
                }
                TreeNode::Group { .. } => {
                    let node = rule.tree.holds_at(at, &event.facts, &life.state, checked);
                    let Some(holds) = node else { continue };
                    holds
                }
            };
            if holds { *held += 1 } else { *failed += 1 }
        }
        None
    }

    fn outcome(&mut self, _: &Life<'_>, _: &Current, _: Ruled<'_>) {}
}

/// The coverage as CSV: a row for each rule, and one for each of its branches.
pub fn to_csv(coverage: &[Coverage]) -> String {
    let header = [
        "rule",
        "branch",
        "fired_or_held",
        "suppressed",
        "skipped_or_not_held",
        "failed",
        "waiting",
    ];
    let header = header.map(str::to_owned);
    let rows = coverage.iter().flat_map(|c| {
        let rule = vec![
            c.rule.to_string(),
            String::new(),
            c.fired.to_string(),
            c.suppressed.to_string(),
            c.skipped.to_string(),
            c.failed.to_string(),
            c.waiting.to_string(),
        ];
        let branches = c.branches.iter().map(|b| {
            vec![
                c.rule.to_string(),
                b.path.clone(),
                b.held.to_string(),
                String::new(),
                b.failed.to_string(),
                String::new(),
                String::new(),
            ]
        });
        std::iter::once(rule).chain(branches).collect::<Vec<_>>()
    });
    csv::write(&header, rows)
}
