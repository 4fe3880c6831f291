//! A store in memory: for tests, and where the browser gives none.

use super::{SaveFault, Store};
use std::collections::BTreeMap;

/// Texts by key; as many as are wanted, unless made with a capacity, which
/// counts keys and texts together in UTF-16 units, the way browsers do.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    texts: BTreeMap<String, String>,
    capacity: Option<usize>,
    copies: Option<BTreeMap<String, String>>,
}

impl Memory {
    /// A store that holds so many UTF-16 units.
    pub fn with_capacity(units: usize) -> Self {
        Self { capacity: Some(units), ..Self::default() }
    }

    /// A store with a second place for second copies, which is never full.
    pub fn with_copies() -> Self {
        Self { copies: Some(BTreeMap::new()), ..Self::default() }
    }
}

impl Store for Memory {
    fn get(&self, key: &str) -> Result<Option<String>, SaveFault> {
        Ok(self.texts.get(key).cloned())
    }

    fn set(&mut self, key: &str, text: &str) -> Result<(), SaveFault> {
        let units = |s: &str| s.encode_utf16().count();
        let others: usize =
            self.texts.iter().filter(|(k, _)| *k != key).map(|(k, t)| units(k) + units(t)).sum();
        if self.capacity.is_some_and(|c| others + units(key) + units(text) > c) {
            return Err(SaveFault::Full);
        }
        self.texts.insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&mut self, key: &str) -> Result<(), SaveFault> {
        self.texts.remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, SaveFault> {
        let copies = self.copies.iter().flat_map(BTreeMap::keys);
        let copies = copies.filter(|key| !self.texts.contains_key(*key));
        Ok(self.texts.keys().chain(copies).cloned().collect())
    }

    fn copy(&self, key: &str) -> Option<String> {
        self.copies.as_ref()?.get(key).cloned()
    }

    fn set_copy(&mut self, key: &str, text: Option<&str>) {
        let Some(copies) = &mut self.copies else { return };
        match text {
            Some(text) => drop(copies.insert(key.to_owned(), text.to_owned())),
            None => drop(copies.remove(key)),
        }
    }
}
