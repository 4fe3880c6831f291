//! Dynamic fields: placeholders in text, formats, values, and the contract
//! between a template and whoever fills it.
//!
//! `{{completed_at | date: long}}` is parsed by [`placeholder`], its value is
//! looked up by [`values`], and [`format`](mod@format) writes it the way the template's
//! language does.

pub mod choices;
pub mod contract;
pub mod format;
pub mod locale;
pub mod placeholder;
pub mod tries;
pub mod typing;
pub mod values;

pub use contract::{Contract, contract};
pub use format::Format;
pub use placeholder::{Segment, parse};
pub use tries::Try;
pub use values::{Filled, Values, check, fill, samples};

pub use crate::template::COMPUTED;
