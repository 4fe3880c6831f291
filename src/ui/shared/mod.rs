//! Components that any room uses.

mod backup;
mod embed;
mod follows;
mod icon;
#[cfg(feature = "ui")]
mod notices;
mod storage;
pub(super) mod versions;
pub(super) mod when;

#[cfg(feature = "room")]
pub(super) use backup::remind;
pub(super) use backup::{KEEP_A_COPY, backup_button};
#[cfg(feature = "ui")]
pub(super) use embed::Mode;
#[cfg(feature = "room")]
pub(super) use embed::looking_only;
pub(super) use embed::{Around, Settings, save_button};
pub(super) use follows::follows;
pub(super) use icon::{icon, pointing};
#[cfg(feature = "ui")]
pub(super) use notices::{live_region, notices};
pub(super) use storage::storage;

/// Keeps something that is bound to the browser for as long as the owner that
/// this is called in.
pub(super) fn for_life<T: 'static>(value: T) {
    use leptos::prelude::{Dispose, StoredValue, on_cleanup};
    let kept = StoredValue::new_local(value);
    on_cleanup(move || kept.dispose());
}
