//! Components that any room uses.

mod icon;
#[cfg(feature = "ui")]
mod notices;
pub(super) mod versions;
pub(super) mod when;

pub(super) use icon::icon;
#[cfg(feature = "ui")]
pub(super) use notices::{live_region, notices};
