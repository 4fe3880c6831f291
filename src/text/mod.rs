//! Words laid out: fonts and their fallbacks, lines, and fitting into a frame.
//!
//! [`Fonts`] knows the faces of the program's set ([`catalogue`](fn@catalogue)) and those that
//! are loaded; it never fetches one itself but says which files a text wants
//! ([`Plan`]). [`lay_out`] sets a text in a frame through parley, and is the
//! only place where lines are broken; every output draws its result.

mod breaks;
mod caret;
mod catalogue;
mod fit;
mod fonts;
mod layout;
mod plan;

pub use breaks::{needs_breaks, runs_without_spaces};
pub use caret::{CaretBox, Motion};
pub use catalogue::{FontFile, catalogue, families, nearest};
pub use fit::FitReport;
pub use fonts::Fonts;
pub use layout::{Laid, Request, lay_out};
pub use plan::{DEFAULT_FAMILY, Plan, Swap};

#[cfg(test)]
mod tests;
