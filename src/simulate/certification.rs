//! The life of a certification: periods, windows, look-back, grace, expiry.
//!
//! Where domain.md is silent, this is what is built:
//!
//! - A **calendar** period is the one that the assignment falls into; before the
//!   effective date it is the first one. A grade from before the assignment
//!   counts when it lies in that period.
//! - The new period of an earned certification begins when its **window** opens
//!   (without a window: when it expires): its cycle and that of its courses rise
//!   then, and grades from then on count for the renewal. A grade that it was
//!   earned with never counts for the next period as well.
//! - During the **grace** days the status stays "renewal open": the old one
//!   still counts. Behind them it is "expired".
//! - Counted **from the last expiry** means so only while the old one still
//!   counts; a certification that has expired is counted from its completion.
//! - A certification that has expired and is not bound to the calendar stays in
//!   the period that its window opened, until it is earned.
//! - Assigned before its first calendar period, it is earned when that starts at
//!   the earliest, by look-back.
//! - A certification that was never earned in a calendar period goes on into
//!   the next one, without look-back.
//! - A grade of a **retired** course counts when it is from before the retirement.
//! - With a minimum grade of 0, completing the course without a score counts.

use super::state::State;
use crate::catalogue::{Instant, Period};
use crate::locale::mark;
use crate::rules::checked::{Checked, CheckedCertification, CheckedRenewal, Ix};
use serde::{Deserialize, Serialize};

/// Where a learner stands with a certification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificationStatus {
    /// Assigned, nothing done yet.
    #[default]
    Pending,
    /// Something done in this period, not enough yet.
    InProgress,
    /// Earned, and the window to renew it is not open yet.
    Certified,
    /// Still counts, and has to be renewed.
    RenewalOpen,
    /// No longer counts.
    Expired,
    /// Taken away.
    Revoked,
}

impl CertificationStatus {
    /// For sentences.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pending => mark!("pending"),
            Self::InProgress => mark!("in progress"),
            Self::Certified => mark!("certified"),
            Self::RenewalOpen => mark!("renewal open"),
            Self::Expired => mark!("expired"),
            Self::Revoked => mark!("revoked"),
        }
    }
}

/// A learner's certification.
#[derive(Clone, Copy, Debug)]
pub struct CertificationState {
    assigned: bool,
    /// When it was assigned.
    pub assigned_at: Instant,
    /// Where the learner stands.
    pub status: CertificationStatus,
    /// When the current period starts; it can't be earned before.
    pub starts: Instant,
    /// Grades from then on count for the current period.
    pub counts_from: Instant,
    /// When it was last earned; [`Instant::MAX`] when never.
    pub earned: Instant,
    /// When it expires; [`Instant::MAX`] when never.
    pub expiry: Instant,
    /// When it was last taken away; what is from before then counts no more.
    revoked: Instant,
    /// How often a new period has begun.
    pub cycle: u32,
    /// When the clock has to look at it again.
    pub next: Instant,
}

impl Default for CertificationState {
    fn default() -> Self {
        Self {
            assigned: false,
            assigned_at: Instant::MAX,
            status: CertificationStatus::Pending,
            starts: Instant::MAX,
            counts_from: Instant::MAX,
            earned: Instant::MAX,
            expiry: Instant::MAX,
            revoked: Instant::MIN,
            cycle: 0,
            next: Instant::MAX,
        }
    }
}

impl CertificationState {
    /// Whether it is, or was, assigned.
    pub fn is_assigned(&self) -> bool {
        self.assigned
    }

    /// Whether it counts now.
    pub fn counts(&self) -> bool {
        matches!(self.status, CertificationStatus::Certified | CertificationStatus::RenewalOpen)
    }

    /// Whether its courses have to be done (again).
    pub fn is_due(&self) -> bool {
        self.assigned
            && !matches!(self.status, CertificationStatus::Certified | CertificationStatus::Revoked)
    }
}

/// What happened to a certification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing that anybody listens to.
    None,
    /// It was earned.
    Earned,
    /// A new period has begun: it has to be renewed.
    RenewalOpened,
    /// It no longer counts.
    Expired,
    /// A new calendar period has begun without it having been earned.
    NewPeriod,
}

/// Assigns a certification. `false` when it is assigned already.
pub fn assign(state: &mut State, number: Ix, at: Instant, checked: &Checked) -> bool {
    let Some(rule) = checked.certification_rules.get(number as usize) else { return false };
    let Some(own) = state.certifications.get_mut(number as usize) else { return false };
    if own.assigned && own.status != CertificationStatus::Revoked {
        return false;
    }
    let again = own.assigned;
    let cycle = if again { own.cycle + 1 } else { 0 };
    let (start, next) = match rule.renewal {
        CheckedRenewal::Calendar { months, effective } => {
            let (start, end) = calendar_period(effective, months, at, checked);
            (start, if start > at { start } else { end })
        }
        _ => (at, Instant::MAX),
    };
    let back = checked.zone.add(start, rule.look_back.negated(), checked.settings.month_end);
    *own = CertificationState {
        assigned: true,
        assigned_at: at,
        starts: start,
        revoked: own.revoked,
        counts_from: back.max(own.revoked),
        cycle,
        next,
        ..CertificationState::default()
    };
    for (course, _) in &rule.courses {
        state.assign(*course, at);
    }
    if again {
        raise_courses(state, rule);
    }
    note_progress(state, number, rule);
    true
}

/// Takes a certification away. `false` when it is not there to take.
pub fn revoke(state: &mut State, number: Ix, at: Instant) -> bool {
    match state.certifications.get_mut(number as usize) {
        Some(own) if own.assigned && own.status != CertificationStatus::Revoked => {
            own.status = CertificationStatus::Revoked;
            own.revoked = at;
            own.next = Instant::MAX;
            own.expiry = Instant::MAX;
            state.certify(number, false);
            true
        }
        _ => false,
    }
}

/// Notes that something was done in a course of the certification.
pub fn touch(state: &mut State, number: Ix, at: Instant) {
    if let Some(own) = state.certifications.get_mut(number as usize)
        && own.assigned
        && own.status == CertificationStatus::Pending
        && at >= own.counts_from
    {
        own.status = CertificationStatus::InProgress;
    }
}

/// Whether a best grade is enough.
pub fn is_enough(best: Option<f64>, minimum: f64) -> bool {
    match best {
        Some(grade) if grade.is_nan() => minimum <= 0.0,
        Some(grade) => grade >= minimum,
        None => false,
    }
}

/// Looks whether the certification is earned now.
pub fn look(state: &mut State, number: Ix, now: Instant, checked: &Checked) -> Change {
    let Some(rule) = checked.certification_rules.get(number as usize) else { return Change::None };
    let Some(own) = state.certifications.get(number as usize).copied() else {
        return Change::None;
    };
    let closed =
        matches!(own.status, CertificationStatus::Certified | CertificationStatus::Revoked);
    if !own.assigned || closed || now < own.starts || rule.courses.is_empty() {
        return Change::None;
    }
    let enough = rule
        .courses
        .iter()
        .all(|(course, minimum)| is_enough(state.best_grade(*course, own.counts_from), *minimum));
    if !enough {
        return Change::None;
    }
    let expiry = expiry(rule, &own, now, checked);
    let opens = match expiry {
        Instant::MAX => Instant::MAX,
        expiry => checked.zone.add(expiry, rule.window.negated(), checked.settings.month_end),
    };
    if let Some(own) = state.certifications.get_mut(number as usize) {
        own.status = CertificationStatus::Certified;
        own.earned = now;
        own.expiry = expiry;
        // A window may be open before it is earned.
        own.next = opens.max(now);
    }
    state.certify(number, true);
    Change::Earned
}

/// What the clock does to a certification at the instant it was to look again.
/// Calendar periods up to `idle_until`, before which nothing else happens, are
/// passed in one go.
pub fn tick(
    state: &mut State,
    number: Ix,
    now: Instant,
    idle_until: Instant,
    checked: &Checked,
) -> Change {
    let Some(rule) = checked.certification_rules.get(number as usize) else { return Change::None };
    let Some(own) = state.certifications.get_mut(number as usize) else { return Change::None };
    if own.next > now {
        return Change::None;
    }
    let add = |at, period: Period| checked.zone.add(at, period, checked.settings.month_end);
    match own.status {
        CertificationStatus::Certified => {
            own.status = CertificationStatus::RenewalOpen;
            own.cycle += 1;
            let opened = add(own.expiry, rule.window.negated());
            // The grades that it was earned with are used up.
            own.starts = now;
            own.counts_from = opened.max(Instant(own.earned.0.saturating_add(1)));
            own.next = add(own.expiry, rule.grace);
            raise_courses(state, rule);
            Change::RenewalOpened
        }
        CertificationStatus::RenewalOpen => {
            own.status = CertificationStatus::Expired;
            own.next = next_boundary(rule, now, checked);
            state.certify(number, false);
            Change::Expired
        }
        // Assigned before the first period: it starts now.
        CertificationStatus::Pending | CertificationStatus::InProgress
            if own.starts == now && own.assigned_at < now =>
        {
            own.next = next_boundary(rule, now, checked);
            look(state, number, now, checked)
        }
        CertificationStatus::Pending
        | CertificationStatus::InProgress
        | CertificationStatus::Expired => {
            let (start, passed) = last_period(rule, now, idle_until, checked);
            let cycles = passed.saturating_add(1);
            own.cycle += cycles;
            own.starts = start;
            own.counts_from = start;
            if own.status == CertificationStatus::InProgress {
                own.status = CertificationStatus::Pending;
            }
            own.next = next_boundary(rule, start, checked);
            for (course, _) in &rule.courses {
                state.raise_cycle_by(*course, cycles);
            }
            Change::NewPeriod
        }
        CertificationStatus::Revoked => {
            own.next = Instant::MAX;
            Change::None
        }
    }
}

fn raise_courses(state: &mut State, rule: &CheckedCertification) {
    for (course, _) in &rule.courses {
        state.raise_cycle(*course);
    }
}

/// The status right after an assignment: grades that count already are progress.
fn note_progress(state: &mut State, number: Ix, rule: &CheckedCertification) {
    let Some(own) = state.certifications.get(number as usize) else { return };
    let from = own.counts_from;
    let done = rule.courses.iter().any(|(course, _)| state.best_grade(*course, from).is_some());
    let Some(own) = state.certifications.get_mut(number as usize) else { return };
    if done {
        own.status = CertificationStatus::InProgress;
    }
}

/// Start and end of the calendar period that `at` lies in; the first one before
/// the effective date.
fn calendar_period(
    effective: Instant,
    months: i32,
    at: Instant,
    checked: &Checked,
) -> (Instant, Instant) {
    let boundary = |k: i32| {
        let period = Period::months(months.saturating_mul(k));
        checked.zone.add(effective, period, checked.settings.month_end)
    };
    if at < effective {
        return (effective, boundary(1));
    }
    let k = last_step(effective, months, at, checked, &boundary);
    (boundary(k), boundary(k.saturating_add(1)))
}

/// The greatest k ≥ 0 with `boundary(k) <= at`.
fn last_step(
    first: Instant,
    months: i32,
    at: Instant,
    checked: &Checked,
    boundary: &impl Fn(i32) -> Instant,
) -> i32 {
    // From the calendar's own count of months, then corrected by at most one:
    // a clamped day may come earlier in its month than the day asked for.
    let month = |at: Instant| {
        checked.zone.civil(at).map_or(0, |c| i32::from(c.year()) * 12 + i32::from(c.month()))
    };
    let mut k = ((month(at) - month(first)) / months.max(1)).max(0);
    while k > 0 && boundary(k) > at {
        k -= 1;
    }
    while boundary(k + 1) <= at && boundary(k + 1) != Instant::MAX {
        k += 1;
    }
    k
}

/// The start of the calendar period that runs at `until`, and how many end
/// between `now` and then.
fn last_period(
    rule: &CheckedCertification,
    now: Instant,
    until: Instant,
    checked: &Checked,
) -> (Instant, u32) {
    let CheckedRenewal::Calendar { months, effective } = rule.renewal else { return (now, 0) };
    if until <= now {
        return (now, 0);
    }
    let boundary = |k: i32| {
        let period = Period::months(months.saturating_mul(k));
        checked.zone.add(effective, period, checked.settings.month_end)
    };
    let first = last_step(effective, months, now, checked, &boundary);
    let last = last_step(effective, months, until, checked, &boundary);
    (boundary(last), u32::try_from(last - first).unwrap_or(0))
}

fn next_boundary(rule: &CheckedCertification, now: Instant, checked: &Checked) -> Instant {
    match rule.renewal {
        CheckedRenewal::Calendar { months, effective } => {
            calendar_period(effective, months, now, checked).1
        }
        _ => Instant::MAX,
    }
}

/// When a certification that is earned now expires.
fn expiry(
    rule: &CheckedCertification,
    own: &CertificationState,
    now: Instant,
    checked: &Checked,
) -> Instant {
    let add =
        |at, months: i32| checked.zone.add(at, Period::months(months), checked.settings.month_end);
    // Renewing in time goes on from the old expiry.
    let renewed = (own.status == CertificationStatus::RenewalOpen).then_some(own.expiry);
    match rule.renewal {
        CheckedRenewal::None => Instant::MAX,
        CheckedRenewal::Calendar { months, effective } => {
            let from = renewed.map_or(now, |old| old.max(now));
            calendar_period(effective, months, from, checked).1
        }
        CheckedRenewal::FromCompletion(months) => add(now, months),
        CheckedRenewal::FromExpiry(months) => match renewed {
            Some(old) => {
                let mut k = 1;
                // One step is enough unless the grace is longer than a period.
                while add(old, months.saturating_mul(k)) <= now && k < 12_000 {
                    k += 1;
                }
                add(old, months.saturating_mul(k))
            }
            None => add(now, months),
        },
        CheckedRenewal::Fixed { months, date } => {
            let from = renewed.map_or(now, |old| old.max(now));
            if from < date {
                return first_fixed_after(from, date, months, checked);
            }
            calendar_period(date, months, from, checked).1
        }
    }
}

/// The first fixed date after an instant that lies before the one that is known.
fn first_fixed_after(from: Instant, date: Instant, months: i32, checked: &Checked) -> Instant {
    let boundary = |k: i32| {
        checked.zone.add(date, Period::months(months.saturating_mul(k)), checked.settings.month_end)
    };
    let month = |at: Instant| {
        checked.zone.civil(at).map_or(0, |c| i32::from(c.year()) * 12 + i32::from(c.month()))
    };
    // By the calendar's own count of months, and then by at most a step or two.
    let mut k = -((month(date) - month(from)) / months.max(1));
    while boundary(k) <= from && k < 0 {
        k += 1;
    }
    while boundary(k - 1) > from && k > -12_000 {
        k -= 1;
    }
    boundary(k)
}
