//! Identifiers and the numbers that stand for them while rules are evaluated.

use crate::catalogue::Id;
use std::collections::HashMap;

/// The place of a thing in its list. Activities, journeys and programmes share
/// one numbering, in that order: they are *items*.
pub type Ix = u32;

/// Stands for "none", or for an id that names nothing.
pub const NONE: Ix = Ix::MAX;

/// The ids of one namespace, in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub struct Names {
    ids: Vec<Id>,
    numbers: HashMap<Id, Ix>,
}

impl Names {
    /// Numbers the ids in their order. Of two that are the same the first
    /// counts; the second keeps its number but can't be reached by its id.
    pub fn of<'a>(ids: impl Iterator<Item = &'a Id>) -> Self {
        let mut names = Self::default();
        for id in ids {
            let number = names.len();
            names.ids.push(id.clone());
            names.numbers.entry(id.clone()).or_insert(number);
        }
        names
    }

    /// How many there are.
    pub fn len(&self) -> Ix {
        Ix::try_from(self.ids.len()).unwrap_or(NONE)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The number of an id; [`NONE`] when it names nothing.
    pub fn get(&self, id: &str) -> Ix {
        self.numbers.get(id).copied().unwrap_or(NONE)
    }

    /// The id of a number; empty for [`NONE`].
    pub fn id(&self, number: Ix) -> Id {
        self.ids.get(number as usize).cloned().unwrap_or_default()
    }
}
