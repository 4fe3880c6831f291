//! Checks on rules, before any run (domain.md section 6). Each finding is a
//! [`Diagnostic`](crate::diagnostic::Diagnostic) with a code, and where possible
//! a [`Repair`](super::repair::Repair).
//!
//! | family | codes |
//! |---|---|
//! | `actions` | `event-type-cannot-grant`, `no-grant`, `no-action` |
//! | `conditions` | `too-deep`, `never-fires`, `in-event-of-another-type`, `no-in-event-group`, `order-sensitive`, `empty-group`, `not-misplaced` |
//! | `overlap` | `duplicate-rule`, `shadowed-rule` |
//! | `cycle` | `rule-cycle`, `rule-chain`, `hourly-loop` |
//! | `mapping` | `unmapped-field`, `orphaned-field`, `renamed-field`, `wrong-field-type`, `unknown-source`, `unknown-attribute`, `duplicate-mapping` |
//! | `names` | `unknown-item`, `retired-item`, `certification-cannot-be-earned`, `duplicate-id`, `reserved-id` |
//! | `programmes` | `exam-not-before-certificate`, `certificate-first`, `session-without-dates`, `session-ends-before-start`, `session-differs` |
//! | `audience` | `nobody-eligible`, `group-leaks-hidden-course` |
//! | `certifications` | `renewal-shorter-than-window`, `grace-longer-than-period`, `months-out-of-range` |
//! | `numbers` | `score-out-of-range`, `empty-time-range`, `chain-limit-out-of-range` |
//! | `times` | `unknown-time-zone`, `skipped-hour`, `repeated-hour` |
//! | `history` | `unknown-item`, `event-score-out-of-range`, `event-cannot-be-recorded`, `skipped-hour`, `repeated-hour` |
//!
//! Of several entries of one id the first counts; the later ones are reported as
//! `duplicate-id` and looked at when they have an id of their own. A rule that is
//! `too-deep` is looked at when it no longer is. Rules that are switched off are
//! checked by themselves, but have no part in overlaps and cycles.

mod actions;
mod audience;
mod certifications;
mod conditions;
mod cycle;
mod history;
mod known;
mod mapping;
mod names;
mod numbers;
mod out;
mod overlap;
mod programmes;
mod table;
#[cfg(test)]
pub(super) mod tests;
mod times;
mod tree;
mod words;

pub use mapping::{fits, guess};
pub use out::{Check, Subject};

use super::Project;
use known::Known;
use out::Out;

/// Every finding about a project, in the order of its lists and of their entries.
pub fn check(project: &Project) -> Vec<Check> {
    let known = Known::new(project);
    let mut out = Out::new(&known);
    times::check(&mut out);
    numbers::check(&mut out);
    names::check(&mut out);
    programmes::check(&mut out);
    audience::check(&mut out);
    certifications::check(&mut out);
    conditions::check(&mut out);
    actions::check(&mut out);
    mapping::check(&mut out);
    overlap::check(&mut out);
    cycle::check(&mut out);
    history::check(&mut out);
    out.finish()
}
