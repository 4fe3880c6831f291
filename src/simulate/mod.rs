//! Playing histories against rules: the clock, the queue, the learner's state,
//! outcomes with their evidence.

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
