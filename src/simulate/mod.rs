//! Playing histories against rules: the clock, the queue, the learner's state,
//! outcomes with their evidence, explanations, reports, and cases.
//!
//! [`Rehearsal`] compiles a project once and answers questions about it:
//! [`Rehearsal::run`] plays everyone and keeps grants, outcomes and counts;
//! [`Rehearsal::trace`] plays one learner again with full evidence, so that none
//! has to be kept for the others; [`Rehearsal::explain`] says why somebody has a
//! certificate or what the smallest change is that would give it to her.
//!
//! # What is built where the rules leave it open
//!
//! Order and time:
//! - Learners do not influence one another: each life is played alone. At the same
//!   instant come ends of sessions, certifications, starts of sessions, recorded
//!   events in the order of import, what these cause, and the hourly check.
//! - Rule order: automations, then triggers, then the certificate blocks of sessions.
//! - Without `until`, the clock stops at the full hour behind the last event or
//!   the last end of a session.
//! - A profile's registration and first login are facts, not events: rules on
//!   "learner registered" and the milestone "joins" need the event.
//! - After a learner is deleted, nothing is evaluated but what the deletion caused.
//!
//! Completion:
//! - "Completed" below the activity's minimum score counts as failed. "Passed"
//!   needs a minimum that was reached, or the event to say so.
//! - A journey completes with the last of its required activities, in the same
//!   change of state; its event follows. It completes again when all of it was
//!   done anew, and expires with any of them.
//! - A retired activity's recorded completions are facts like others; only for
//!   certifications grades from after the retirement do not count.
//! - `not` a score range holds for learners without a score.
//!
//! Actions:
//! - What had been done before is "suppressed: already done"; expiring what is not
//!   completed is too, and raises no cycle. Two rules that ask for the same at
//!   once cause it once.
//! - A rule with a failed action is "failed", whatever else it did; the grants of
//!   its other actions count.
//! - One event may cause at most [`MAX_CAUSED`] others.
//! - "Activity source" decides which activity `Event > Invite > Activity`,
//!   `Completed at` and `Score` mean. "User source" can only be the event's user.
//! - A certificate's number is a digest of rule, action, learner, item, session and
//!   cycle: the same in every run.
//!
//! Hourly rules:
//! - There is one check at each full hour of the site's clocks, skipped where
//!   nothing can have changed. While the conditions hold, what was undone is done
//!   again; a message is noted once until they cease to hold.
//! - An unlock or lock of an hourly rule ends with the rule's conditions, and goes
//!   before what events have done.
//!
//! Programmes and certifications: see [`Reason`] for every row of the table, and
//! [`CertificationStatus`]:
//! - Only what happens from a session's start until just before its end counts in
//!   it. An event may name its session; else it counts in every one that runs.
//! - Of two certificate blocks in a row both look at the same item. A block behind
//!   a note is reached with the nearest item before; an exam is passed by when its
//!   attempt is over, whatever the score.
//! - Handing in an exam is its one attempt, and the grade ends it. A score of an
//!   attempt that was left early does not count.
//! - A programme is completed when every activity and journey in it is; an exam
//!   with a minimum only when that was reached. At a session's end everyone counts
//!   as completed ([`SessionView`]), which causes no event.
//! - A new certification period begins when the window to renew opens; its cycle
//!   and that of its courses rise then. Grades that it was earned with do not
//!   count again. During the grace days the status stays "renewal open".
//! - Counted from the last expiry means so only while the old one still counts.
//! - A certification assigned before its first calendar period is earned when that
//!   starts, at the earliest. One that was not earned in a calendar period goes on
//!   into the next, without look-back.
//! - With a minimum grade of 0, completing without a score is enough.
//!
//! Reports:
//! - A gap is a learner for whom the tree holds at the end of the run, with "the
//!   event is about X" read as "X was completed" (or graded, or handed in, where
//!   the rule is about that), and who was granted nothing: neither by the rule nor
//!   the same certificate on the same item by another one.
//! - A near miss is one step away, waiting not counted.
//! - A step never asks to complete what is retired by then.
//! - Of very many ways to make a rule hold not all are looked at. The steps are then
//!   the fewest of those that were, and no rule is said to be impossible for that.

mod act;
mod certification;
mod change;
mod evidence;
mod explain;
mod history;
mod life;
mod mapping;
mod outcome;
mod record;
pub mod report;
mod run;
pub mod scenario;
pub mod sentence;
mod session;
mod shape;
mod state;
mod steps;
#[cfg(test)]
mod tests;
mod titles;
mod trace;
mod view;

pub use certification::CertificationStatus;
pub use evidence::{
    BlockEvidence, CertificationEvidence, Condition, ConditionEvidence, Found, GroupEvidence,
    Operator, Since, TimeFound, TreeEvidence,
};
pub use explain::{Blocked, Explanation, Route, RuleChange};
pub use history::Recorded;
pub use life::MAX_CAUSED;
pub use outcome::{
    ActionOutcome, CauseView, EventView, Evidence, GrantedBefore, Outcome, Reason, Unfit,
    UnfitReason, Verdict,
};
pub use record::{GrantRow, OutcomeRow, Tally};
pub use run::Rehearsal;
pub use steps::Step;
pub use trace::{Filter, Trace};
pub use view::{CertificationView, Dated, LearnerView, LibraryEntry, SessionView, Visibility};
