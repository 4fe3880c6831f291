//! Gates for what people bring: each reads untrusted bytes within bounds of
//! time and memory, keeps what is good, and says of the rest why not.
//!
//! - [`picture`]: pictures of any format, rewritten.
//! - [`history`]: what learners did, from CSV and xAPI.
//! - [`catalogue`]: activities, from a spreadsheet.
//! - [`pdfme`]: templates of another designer, as a start.

#[cfg(feature = "simulate")]
pub mod catalogue;
#[cfg(feature = "simulate")]
pub mod history;
#[cfg(feature = "export")]
pub mod pdfme;
#[cfg(feature = "export")]
mod pictures;

#[cfg(feature = "export")]
pub use pictures::{Imported, limits, parse_clean_svg, picture};
