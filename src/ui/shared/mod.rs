//! Components that any room uses.

mod backup;
mod icon;
#[cfg(feature = "ui")]
mod notices;

pub(super) use backup::{KEEP_A_COPY, backup_button, remind};
pub(super) use icon::icon;
#[cfg(feature = "ui")]
pub(super) use notices::{live_region, notices};
