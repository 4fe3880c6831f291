//! The rules: automations and triggers, from what people write to what is
//! evaluated.

mod automation;
pub mod check;
mod condition;
pub mod order;
mod project;
#[cfg(test)]
mod random;
mod read;
mod references;
pub mod repair;
mod similar;
mod trigger;

pub use automation::{Action, Automation};
pub use condition::{ActivityInEvent, Anchor, Node, ScoreRange, TimeSince, WantedStatus};
pub use project::Project;
pub use read::{FORMAT, MAX_BYTES, VERSION, parse, write};
pub use references::{List, Wanted};
pub use trigger::{Assignment, Milestone, Trigger};
