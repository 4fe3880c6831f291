//! Changes to a template: commands, their inverses, and the history of them.
//!
//! All writes go through [`Editor::dispatch`]. A [`Command`] is applied by
//! [`apply`], which gives the command that takes it back. The editor knows
//! nothing of the screen, and reads no clock: the time of a change is given.

mod command;
mod history;

pub use command::{Command, apply};
pub use history::{Editor, MAX_HISTORY_BYTES, MERGE_MS};
