//! What is kept between visits.
//!
//! A document is stored as text in an [`envelope`] that shows damage. Where it
//! goes is a [`Store`]: memory here, the browser's localStorage in `ui`. Which
//! documents there are is told by a [`Library`].
//! What a document was at earlier times is in [`versions`].
//! Pictures are not in here: they live in IndexedDB under their SHA-256.

pub mod envelope;
mod library;
mod memory;
mod save;
pub mod versions;

pub use library::{Content, Deleted, Library, Listed, TRASH, free_name, matches};
pub use memory::Memory;
pub use save::{Loaded, SaveFault, load, save, save_dated};

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
}
