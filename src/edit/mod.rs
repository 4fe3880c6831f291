//! Changes to a template: commands, their inverses, and the history of them.
//!
//! All writes go through [`Editor::dispatch`]. A [`Command`] is applied by
//! [`apply`], which gives the command that takes it back. The editor knows
//! nothing of the screen, and reads no clock: the time of a change is given.
//!
//! What a person does is worked out into commands by plain functions, which
//! change nothing themselves: `template + Selection → Command`.

mod check;
pub mod clipboard;
mod command;
mod elements;
mod fields;
mod gaps;
pub mod geometry;
pub mod group;
pub mod guides;
mod history;
pub mod layers;
mod merge;
mod names;
mod new_field;
mod order;
pub mod paste;
pub mod place;
mod preflight;
mod property;
mod refit;
pub mod resize;
mod rights;
pub mod rotate;
mod select;
pub mod snap;
#[cfg(test)]
mod tests;
pub mod units;

pub use command::{Change, Command, Placed, apply};
pub use elements::{add, duplicate, element, remove, set, set_picture};
pub use fields::{FieldUse, add_field, move_field, name_for, remove_field, rename_field, uses};
pub use history::{Editor, MAX_HISTORY_BYTES, MERGE_MS, SavedHistory, StepInfo};
pub use names::{kind_name, shown_name};
pub use new_field::{follow_names, missing_usual, new_field, still_named, usual_fields};
pub use order::{Reorder, reorder};
pub use preflight::preflight;
pub use property::{Property, style_of};
pub use refit::refit;
pub use rights::Rights;
pub use select::{Selection, hit_all, hit_locked, hit_test};
