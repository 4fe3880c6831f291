//! What is kept between visits.
//!
//! A document is stored as text in an [`envelope`] that shows damage. Where it
//! goes is a [`Store`]: memory here, the browser's localStorage in `ui`, with a
//! second copy in IndexedDB: localStorage alone reaches the disk only seconds
//! after a write. Which documents there are is told by a [`Library`].
//! What a document was at earlier times is in [`versions`].
//! Pictures are not in here: they live in IndexedDB under their SHA-256.

pub mod aside;
pub mod envelope;
mod journal;
mod library;
mod memory;
mod save;
pub mod versions;

pub use journal::Journal;
pub use library::{Content, Deleted, Library, Listed, TRASH, free_name, matches};
pub use memory::Memory;
pub use save::{Loaded, SaveFault, load, newest, next_revision, note_elsewhere, save, save_dated};

/// A place for texts by key. Every call can fail: storage can be full, denied
/// or missing.
pub trait Store {
    /// The text under a key.
    ///
    /// # Errors
    /// `storage-denied` when it cannot be read at all.
    fn get(&self, key: &str) -> Result<Option<String>, SaveFault>;
    /// Puts a text under a key.
    ///
    /// # Errors
    /// `storage-full`, `storage-denied`; the old text is still there then.
    fn set(&mut self, key: &str, text: &str) -> Result<(), SaveFault>;
    /// Removes a key.
    ///
    /// # Errors
    /// `storage-denied`.
    fn remove(&mut self, key: &str) -> Result<(), SaveFault>;
    /// Every key that there is, in no order.
    ///
    /// # Errors
    /// `storage-denied`.
    fn keys(&self) -> Result<Vec<String>, SaveFault>;

    /// The second copy of a document, where there is a second place that keeps
    /// one. [`Store::keys`] tells its key as well.
    fn copy(&self, _key: &str) -> Option<String> {
        None
    }

    /// Writes the second copy, or removes it. Whether that worked is known later,
    /// by those who have given the place.
    fn set_copy(&mut self, _key: &str, _text: Option<&str>) {}
}
