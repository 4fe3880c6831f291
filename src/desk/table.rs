//! How everyone stands with every certificate, as numbers: one cell for each
//! learner and certificate.

use super::ask::{Cell, Standing};
use crate::catalogue::Instant;
use crate::rules::checked::{Ix, NONE};
use crate::simulate::report::GapReport;
use crate::simulate::{GrantRow, Reason, Rehearsal, Tally, Verdict};

/// One cell.
#[derive(Clone, Copy, Default)]
struct Slot {
    at: i64,
    count: u32,
    suppressed: u32,
    standing: Standing,
    reason: Option<Reason>,
    unfit: bool,
}

/// Cells by learner and certificate, and where each learner's grants begin.
#[derive(Default)]
pub(super) struct Table {
    slots: Vec<Slot>,
    width: usize,
    starts: Vec<usize>,
    holders: usize,
    suppressed: usize,
}

impl Table {
    pub(super) fn new(rehearsal: &Rehearsal) -> Self {
        let width = rehearsal.checked.certificates.len() as usize;
        let learners = rehearsal.checked.learners.len() as usize;
        Self {
            slots: vec![Slot::default(); width.saturating_mul(learners)],
            width,
            ..Self::default()
        }
    }

    fn slot(&mut self, learner: Ix, certificate: Ix) -> Option<&mut Slot> {
        if certificate == NONE || certificate as usize >= self.width {
            return None;
        }
        self.slots.get_mut(learner as usize * self.width + certificate as usize)
    }

    /// Enters what a run came to.
    pub(super) fn add_run(&mut self, rehearsal: &Rehearsal, tally: &Tally) {
        let checked = &rehearsal.checked;
        for outcome in &tally.outcomes {
            let Some(rule) = checked.rules.get(outcome.rule as usize) else { continue };
            let standing = match outcome.verdict {
                Verdict::Suppressed => Standing::Suppressed,
                Verdict::Failed => Standing::Failed,
                Verdict::Waiting => {
                    let session = checked.sessions.get(rule.session as usize);
                    if session.is_some_and(|session| session.end <= rehearsal.until) {
                        continue;
                    }
                    Standing::Waiting
                }
                Verdict::Fired | Verdict::Skipped => continue,
            };
            for (_, grant) in rule.grants() {
                let Some(slot) = self.slot(outcome.learner, grant.certificate.number) else {
                    continue;
                };
                if standing == Standing::Suppressed {
                    slot.suppressed += 1;
                } else {
                    slot.raise(standing, Some(outcome.reason));
                }
            }
            self.suppressed += usize::from(standing == Standing::Suppressed);
        }
        let mut last = None;
        for grant in &tally.grants {
            if last != Some(grant.learner) {
                last = Some(grant.learner);
                self.holders += 1;
            }
            if let Some(slot) = self.slot(grant.learner, grant.certificate) {
                slot.count += 1;
                if slot.count == 1 {
                    slot.at = grant.at.0;
                }
                slot.unfit |= grant.unfit > 0;
                slot.raise(Standing::Granted, None);
            }
        }
        self.starts = starts(&tally.grants, checked.learners.len());
    }

    /// Enters gaps and near misses.
    pub(super) fn add_gaps(&mut self, rehearsal: &Rehearsal, report: &GapReport) {
        let checked = &rehearsal.checked;
        for gap in &report.gaps {
            let learner = checked.learners.get(&gap.learner);
            if let Some(slot) = self.slot(learner, checked.certificates.get(&gap.certificate)) {
                slot.raise(Standing::Gap, gap.reason);
            }
        }
        for miss in &report.near_misses {
            let learner = checked.learners.get(&miss.learner);
            if let Some(slot) = self.slot(learner, checked.certificates.get(&miss.certificate)) {
                slot.raise(Standing::NearMiss, None);
            }
        }
    }

    /// The cells of one learner.
    pub(super) fn cells(&self, learner: Ix) -> Vec<Cell> {
        let from = learner as usize * self.width;
        let slots = self.slots.get(from..from + self.width).unwrap_or_default();
        slots.iter().map(Slot::cell).collect()
    }

    /// Whether a learner stands so with a certificate, or with any.
    pub(super) fn matches(
        &self,
        learner: Ix,
        certificate: Option<Ix>,
        standing: Option<Standing>,
    ) -> bool {
        let Some(standing) = standing else { return true };
        let from = learner as usize * self.width;
        let all = self.slots.get(from..from + self.width).unwrap_or_default();
        let is = |slot: &Slot| match standing {
            Standing::Suppressed => slot.suppressed > 0,
            standing => slot.standing == standing,
        };
        match certificate {
            Some(which) => all.get(which as usize).is_some_and(is),
            // "Not yet" is said of those who have nothing at all.
            None if standing == Standing::Nothing => all.iter().all(is),
            None => all.iter().any(is),
        }
    }

    /// Where the grants of a learner stand in the tally.
    pub(super) fn grants_of(&self, learner: Ix) -> std::ops::Range<usize> {
        let at = |n: usize| self.starts.get(n).copied().unwrap_or(0);
        let from = at(learner as usize);
        from..at(learner as usize + 1).max(from)
    }

    pub(super) fn holders(&self) -> usize {
        self.holders
    }

    pub(super) fn suppressed(&self) -> usize {
        self.suppressed
    }
}

/// The place of each learner's first grant, and one behind the last. Grants come
/// learner by learner.
fn starts(grants: &[GrantRow], learners: Ix) -> Vec<usize> {
    let mut out = Vec::with_capacity(learners as usize + 1);
    let mut at = 0;
    for learner in 0..=learners {
        while grants.get(at).is_some_and(|grant| grant.learner < learner) {
            at += 1;
        }
        out.push(at);
    }
    out
}

impl Slot {
    fn raise(&mut self, standing: Standing, reason: Option<Reason>) {
        if standing as u8 > self.standing as u8 {
            self.standing = standing;
            self.reason = reason;
        }
    }

    fn cell(&self) -> Cell {
        let granted = self.standing == Standing::Granted && Instant(self.at).in_range();
        Cell {
            standing: self.standing,
            at: granted.then_some(self.at),
            count: self.count,
            suppressed: self.suppressed,
            reason: self.reason,
            unfit: self.unfit,
        }
    }
}
