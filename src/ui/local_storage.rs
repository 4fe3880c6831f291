//! The browser's localStorage as a [`Store`].

use crate::storage::{SaveFault, Store};

/// localStorage, looked up at each call: a page can lose its right to it.
pub(super) struct LocalStorage;

impl LocalStorage {
    fn storage() -> Result<web_sys::Storage, SaveFault> {
        // Reading the property throws in sandboxed frames and with blocked cookies.
        web_sys::window().and_then(|w| w.local_storage().ok().flatten()).ok_or(SaveFault::Denied)
    }
}

impl Store for LocalStorage {
    fn get(&self, key: &str) -> Result<Option<String>, SaveFault> {
        Self::storage()?.get_item(key).map_err(|_| SaveFault::Denied)
    }

    fn set(&mut self, key: &str, text: &str) -> Result<(), SaveFault> {
        // The one reason for which a browser refuses a write to a storage it gave.
        Self::storage()?.set_item(key, text).map_err(|_| SaveFault::Full)
    }

    fn remove(&mut self, key: &str) -> Result<(), SaveFault> {
        Self::storage()?.remove_item(key).map_err(|_| SaveFault::Denied)
    }

    fn keys(&self) -> Result<Vec<String>, SaveFault> {
        let storage = Self::storage()?;
        let count = storage.length().map_err(|_| SaveFault::Denied)?;
        // Another tab may take one away meanwhile: there is none at its place then.
        Ok((0..count).filter_map(|at| storage.key(at).ok().flatten()).collect())
    }
}
