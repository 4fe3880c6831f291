//! Edits are written down the moment they are made, and saved a little later: a
//! page that goes in between does them again when it comes back.

use super::state::Room;
use crate::desk::Ask;
use crate::storage::{Journal, Store};
use crate::ui::local_storage::LocalStorage;
use leptos::prelude::*;

/// A longer edit is saved with the project at once instead, in bytes.
const LONGEST: usize = 64 * 1024;

/// So much is written down before the project is saved, in bytes.
const MOST: usize = 256 * 1024;

impl Room {
    /// Writes an edit down. `false` for what can't be done again from there, which
    /// needs to be saved at once.
    pub(super) fn note_edit(self, sent: u64, ask: &Ask) -> bool {
        let text = matches!(ask, Ask::Edit { .. })
            .then(|| serde_json::to_string(ask).ok())
            .flatten()
            .filter(|text| text.len() <= LONGEST)
            .filter(|_| self.core.with_value(|core| core.journal.bytes()) <= MOST);
        let noted = text.is_some();
        self.note(|journal| journal.add(sent, text));
        noted
    }

    /// Changes the journal, and keeps it.
    pub(super) fn note(self, change: impl FnOnce(&mut Journal)) {
        self.core.update_value(|core| {
            change(&mut core.journal);
            let Some(key) = &core.storage_key else { return };
            let key = journal_key(key);
            // Without room for it, the next save is what keeps the edit.
            let _ = if core.journal.is_empty() {
                LocalStorage.remove(&key)
            } else {
                LocalStorage.set(&key, &core.journal.write())
            };
        });
    }

    /// Reads what was written down after the revision that is about to be opened.
    pub(super) fn read_journal(self, revision: u64) {
        self.core.update_value(|core| {
            let Some(key) = &core.storage_key else { return };
            let found = LocalStorage.get(&journal_key(key)).ok().flatten();
            let found = found.as_deref().map(Journal::read).unwrap_or_default();
            let mut journal = Journal::after_revision(core.saved_revision, 0);
            for text in found.after(revision) {
                core.sent += 1;
                journal.add(core.sent, Some(text.to_owned()));
            }
            core.journal = journal;
        });
    }

    /// Whether edits were written down that follow a revision.
    pub(super) fn has_journal(self, revision: u64) -> bool {
        self.core.with_value(|core| {
            let key = core.storage_key.as_deref().map(journal_key);
            let found = key.and_then(|key| LocalStorage.get(&key).ok().flatten());
            found.is_some_and(|text| !Journal::read(&text).after(revision).is_empty())
        })
    }

    /// The edits that were read from the journal.
    pub(super) fn unsaved_edits(self) -> Vec<Ask> {
        self.core.with_value(|core| {
            let edits = core.journal.after(core.saved_revision).into_iter();
            edits.filter_map(|text| serde_json::from_str(text).ok()).collect()
        })
    }
}

fn journal_key(key: &str) -> String {
    format!("{key}.journal")
}
