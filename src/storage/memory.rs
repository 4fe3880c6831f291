//! A store in memory: for tests, and where the browser gives none.

use super::{SaveFault, Store};
use std::collections::BTreeMap;

/// Texts by key. `capacity` limits keys and texts together, in UTF-16 units,
/// the way browsers count.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    texts: BTreeMap<String, String>,
    /// Unlimited when absent.
    pub capacity: Option<usize>,
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
}
