//! Components that any room uses.

mod icon;
mod notices;

pub(super) use icon::icon;
pub(super) use notices::{live_region, notices};
