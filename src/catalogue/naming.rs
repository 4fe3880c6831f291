//! Ids for new things, made of what people call them.

use super::Id;
use std::collections::BTreeSet;

/// Ids that are taken, and the way to one that is not.
#[derive(Clone, Debug, Default)]
pub struct Taken(BTreeSet<Id>);

impl Taken {
    /// These are taken.
    pub fn new<'a>(ids: impl Iterator<Item = &'a Id>) -> Self {
        Self(ids.cloned().collect())
    }

    /// Whether it is taken.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains(id)
    }

    /// An id made of a title (`Work Safety` → `work-safety`), which is taken from
    /// then on. `event` means the item of an event and is none.
    pub fn take(&mut self, title: &str) -> Id {
        let mut base = String::new();
        for c in title.to_lowercase().chars() {
            if c.is_alphanumeric() {
                base.push(c);
            } else if !base.is_empty() && !base.ends_with('-') {
                base.push('-');
            }
        }
        let base = match base.trim_end_matches('-') {
            "" => "item",
            base => base,
        };
        let tries = std::iter::once(base.to_owned()).chain((2..).map(|n| format!("{base}-{n}")));
        let mut free = tries.filter(|id| id != "event" && !self.has(id));
        let id: Id = free.next().unwrap_or_default().into();
        self.0.insert(id.clone());
        id
    }

    /// Takes an id as it is. `false` when it was taken.
    pub fn take_id(&mut self, id: &str) -> bool {
        self.0.insert(id.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_titles_and_never_given_twice() {
        let known = [Id::from("work-safety")];
        let mut taken = Taken::new(known.iter());
        assert_eq!(taken.take("  Work Safety! "), "work-safety-2");
        assert_eq!(taken.take("Work-Safety"), "work-safety-3");
        assert_eq!(taken.take("Économie & Droit"), "économie-droit");
        assert_eq!(taken.take("…"), "item");
        assert_eq!(taken.take("Event"), "event-2");
        assert!(!taken.take_id("item") && taken.take_id("new"));
    }
}
