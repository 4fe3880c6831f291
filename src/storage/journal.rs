//! Edits that are done but not saved yet, as they go to a worker: written down
//! at once, done again when the page comes back before they were saved.
//!
//! A mark says which edits a revision holds. It is written before the revision
//! is, so whichever of the two is the last to survive, what follows is known.

use serde::{Deserialize, Serialize};

/// The edits after the last saved revision, by their number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// A revision, and the last edit that it holds.
    marks: Vec<(u64, u64)>,
    /// An edit's number and text; no text for what cannot be done again from
    /// here, such as an undo of an older step.
    entries: Vec<(u64, Option<String>)>,
}

impl Journal {
    /// A journal of what follows a revision.
    pub fn after_revision(revision: u64, edit: u64) -> Self {
        Self { marks: vec![(revision, edit)], entries: Vec::new() }
    }

    /// What was written; an empty one for anything else.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As text.
    pub fn write(&self) -> String {
        // Numbers and strings: cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether there is nothing to do again.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The bytes of all edits.
    pub fn bytes(&self) -> usize {
        self.entries.iter().map(|(_, text)| text.as_ref().map_or(0, String::len)).sum()
    }

    /// Notes an edit; nothing for one that cannot be done again.
    pub fn add(&mut self, edit: u64, text: Option<String>) {
        self.entries.push((edit, text));
    }

    /// Notes that a revision is about to be saved that holds all up to an edit.
    pub fn saving(&mut self, revision: u64, edit: u64) {
        self.marks.push((revision, edit));
    }

    /// Forgets what a saved revision holds.
    pub fn saved(&mut self, revision: u64) {
        let Some(&(_, edit)) = self.marks.iter().rev().find(|(r, _)| *r == revision) else {
            return;
        };
        self.marks.retain(|(r, _)| *r == revision);
        self.entries.retain(|(n, _)| *n > edit);
    }

    /// The edits to do again after a revision, in order: none when nothing is
    /// known of it, and none after one that cannot be done again.
    pub fn after(&self, revision: u64) -> Vec<&str> {
        let Some(&(_, edit)) = self.marks.iter().rev().find(|(r, _)| *r == revision) else {
            return Vec::new();
        };
        let entries = self.entries.iter().filter(|(n, _)| *n > edit);
        entries.map_while(|(_, text)| text.as_deref()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_follows_a_revision_is_done_again() {
        let mut journal = Journal::after_revision(5, 0);
        journal.add(1, Some("a".into()));
        journal.add(2, Some("b".into()));
        assert_eq!(journal.after(5), ["a", "b"]);
        assert!(journal.after(4).is_empty());
        journal.saving(6, 1);
        // Whether 6 was written or not:
        assert_eq!((journal.after(5), journal.after(6)), (vec!["a", "b"], vec!["b"]));
        journal.add(3, None);
        journal.add(4, Some("d".into()));
        assert_eq!(journal.after(6), ["b"], "nothing after what cannot be done again");
        journal.saving(7, 3);
        journal.saved(7);
        assert_eq!(journal.after(7), ["d"]);
        assert!(Journal::read("torn").is_empty());
    }

    proptest! {
        /// Killed anywhere, the revision that is there and what is done again make
        /// all edits up to the last one that was written down.
        #[test]
        fn nothing_is_lost_or_done_twice(steps in prop::collection::vec((0..3u8, any::<bool>()), 0..40)) {
            let mut journal = Journal::after_revision(0, 0);
            // The revisions there are: how many edits each holds.
            let mut stored = vec![0_u64];
            let mut edits = 0;
            for (what, finished) in steps {
                match what {
                    0 | 1 => { edits += 1; journal.add(edits, Some(edits.to_string())); }
                    _ => {
                        let revision = stored.len() as u64;
                        journal.saving(revision, edits);
                        if finished { stored.push(edits); journal.saved(revision); }
                    }
                }
                let written = Journal::read(&journal.write());
                let last = stored.len() as u64 - 1;
                let again: Vec<u64> = written.after(last).iter().map(|n| n.parse().unwrap()).collect();
                let held = stored[stored.len() - 1];
                prop_assert_eq!(again, (held + 1..=edits).collect::<Vec<_>>());
            }
        }
    }
}
