//! A store in memory: for tests, and where the browser gives none.

use super::{SaveFault, Store};
use std::collections::BTreeMap;

/// Texts by key; as many as are wanted, unless made with a capacity, which
/// counts keys and texts together in UTF-16 units, the way browsers do.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    texts: BTreeMap<String, String>,
    capacity: Option<usize>,
}

impl Memory {
    /// A store that holds so many UTF-16 units.
    pub fn with_capacity(units: usize) -> Self {
        Self { texts: BTreeMap::new(), capacity: Some(units) }
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
        Ok(self.texts.keys().cloned().collect())
    }
}
