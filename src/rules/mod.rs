//! The rules: automations and triggers, from what people write to what is
//! evaluated.

mod automation;
pub mod check;
pub mod checked;
mod condition;
mod fast;
mod index;
pub mod order;
mod project;
#[cfg(test)]
mod random;
mod read;
mod references;
pub mod repair;
mod similar;
pub mod tree;
mod trigger;

pub use automation::{Action, Automation};
pub use checked::Checked;
pub use condition::{ActivityInEvent, Anchor, Node, ScoreRange, TimeSince, WantedStatus};
pub use fast::Fast;
pub use index::{Candidates, Index};
pub use project::Project;
pub use read::{CHAIN, FORMAT, MAX_BYTES, VERSION, parse, write};
pub use references::{List, Wanted};
pub use trigger::{Assignment, Milestone, Trigger};
