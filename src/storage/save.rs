//! Saving so that there is always a good copy, and loading what is good.

use super::{Store, envelope};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Why nothing was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveFault {
    /// There is no room left.
    Full,
    /// The browser gives no storage to this page.
    Denied,
    /// What was read back is not what was written.
    NotVerified,
    /// Somebody else has saved since, another tab as a rule.
    Conflict,
    /// What is there was written by a newer program.
    Newer,
}

impl SaveFault {
    /// What it means for the person.
    pub fn diagnostic(self) -> Diagnostic {
        let (code, message) = match self {
            Self::Full => ("storage-full", "Not saved: the storage of this browser is full."),
            Self::Denied => {
                ("storage-denied", "Not saved: this browser keeps nothing for this page.")
            }
            Self::NotVerified => (
                "storage-unreliable",
                "Not saved: the browser gave back something else than was stored.",
            ),
            Self::Conflict => {
                ("storage-conflict", "Not saved: another tab has saved something newer.")
            }
            Self::Newer => {
                ("storage-newer", "Not saved: a newer Laureate has saved here, in another tab.")
            }
        };
        let repair = match self {
            Self::Full | Self::NotVerified => {
                "Download your work before you leave this page, or free some space."
            }
            Self::Denied => "Download your work before you leave this page.",
            Self::Conflict | Self::Newer => {
                "Download what you have here, then reload the page to see what is stored."
            }
        };
        Diagnostic::error(code, "", message).repair(repair)
    }
}

/// A loaded document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// The newest good copy, with its revision.
    pub document: Option<(u64, String)>,
    /// What could not be read.
    pub diagnostics: Diagnostics,
    /// Texts that could not be read, in the order of their diagnostics.
    pub damaged: Vec<String>,
    /// Whether the newest is known to be elsewhere, where it cannot be read now:
    /// nothing may be written then.
    pub missing: bool,
}

/// The copy before the last.
pub(super) fn backup(key: &str) -> String {
    format!("{key}.last")
}

/// Saves a document under a key: the last good copy moves to `<key>.last`, the
/// new one is written and read back, and a second copy is asked for. Where there
/// is no room for both here, the new one alone is kept.
///
/// `expected` is the revision that the document was made from: what somebody else
/// saved since is not written over. Without one, it is.
///
/// # Errors
/// Why nothing was saved here; the last good copy is still there then. When the
/// storage is full or does not keep what it is given, a second copy was asked for
/// all the same.
pub fn save(
    store: &mut dyn Store,
    key: &str,
    document: &str,
    expected: Option<u64>,
) -> Result<u64, SaveFault> {
    save_dated(store, key, document, expected, None)
}

/// The same with the time of the change, milliseconds since 1970. Gives the
/// revision under which it is kept.
///
/// # Errors
/// As [`save`].
pub fn save_dated(
    store: &mut dyn Store,
    key: &str,
    document: &str,
    expected: Option<u64>,
    modified: Option<u64>,
) -> Result<u64, SaveFault> {
    let revision = next_revision(store, key, expected)?;
    let sealed = envelope::seal(document, revision, modified);
    let outcome = write(store, key, &sealed);
    if outcome != Err(SaveFault::Denied) {
        store.set_copy(key, Some(&sealed));
    }
    outcome.map(|()| revision)
}

/// Notes that a document which is too long for this storage is kept as its second
/// copy alone, under the revision that [`next_revision`] gave.
///
/// # Errors
/// Why it was not noted.
pub fn note_elsewhere(
    store: &mut dyn Store,
    key: &str,
    revision: u64,
    modified: Option<u64>,
) -> Result<(), SaveFault> {
    write(store, key, &envelope::stand_in(revision, modified))
}

/// The highest revision of what is kept under a key, whether it can be opened or
/// not.
///
/// # Errors
/// When the storage cannot be read, and `Newer` for what a newer program wrote.
pub fn newest(store: &dyn Store, key: &str) -> Result<u64, SaveFault> {
    let mut newest = 0;
    for text in [store.get(key)?, store.get(&backup(key))?, store.copy(key)].into_iter().flatten() {
        match envelope::open(&text) {
            Ok((head, _)) => newest = newest.max(head.revision),
            Err(fault) if fault.code == "record-newer" => return Err(SaveFault::Newer),
            Err(fault) if fault.code == "record-elsewhere" => {
                newest = newest.max(envelope::peek(&text).map_or(0, |head| head.revision));
            }
            Err(_) => {}
        }
    }
    Ok(newest)
}

/// The revision that a save gets; `expected` as in [`save`].
///
/// # Errors
/// As [`newest`], and `Conflict` when somebody else has saved.
pub fn next_revision(
    store: &dyn Store,
    key: &str,
    expected: Option<u64>,
) -> Result<u64, SaveFault> {
    let newest = newest(store, key)?;
    if expected.is_some_and(|expected| newest > expected) {
        return Err(SaveFault::Conflict);
    }
    Ok(newest.max(expected.unwrap_or_default()).saturating_add(1))
}

fn write(store: &mut dyn Store, key: &str, sealed: &str) -> Result<(), SaveFault> {
    let good = store.get(key)?.filter(|text| envelope::open(text).is_ok());
    if let Some(good) = &good
        && store.set(&backup(key), good) == Err(SaveFault::Full)
    {
        // One copy that is new is worth more than two that are old.
        store.remove(&backup(key))?;
    }
    match store.set(key, sealed) {
        Ok(()) => {}
        Err(SaveFault::Full) => {
            store.remove(&backup(key))?;
            store.set(key, sealed)?;
        }
        Err(fault) => return Err(fault),
    }
    if store.get(key)?.as_deref() == Some(sealed) { Ok(()) } else { Err(SaveFault::NotVerified) }
}

/// Loads the newest good copy of a document, whichever of the three it is.
///
/// # Errors
/// When the storage cannot be read at all.
pub fn load(store: &dyn Store, key: &str) -> Result<Loaded, SaveFault> {
    let mut out = Loaded::default();
    let texts = [store.get(key)?, store.get(&backup(key))?, store.copy(key)];
    let mut elsewhere = None;
    for text in texts.into_iter().flatten() {
        match envelope::open(&text) {
            Ok((head, document)) => {
                if out.document.as_ref().is_none_or(|(revision, _)| head.revision > *revision) {
                    out.document = Some((head.revision, document.to_owned()));
                }
            }
            Err(fault) if fault.code == "record-elsewhere" => {
                elsewhere = envelope::peek(&text).map(|head| (head.revision, fault));
            }
            Err(fault) => {
                out.diagnostics.push(fault);
                out.damaged.push(text);
            }
        }
    }
    if let Some((revision, fault)) = elsewhere
        && out.document.as_ref().is_none_or(|(found, _)| *found < revision)
    {
        out.missing = true;
        out.document = None;
        out.diagnostics.push(fault);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;

    fn loaded(store: &Memory) -> Option<(u64, String)> {
        load(store, "doc").unwrap().document
    }

    #[test]
    fn the_newest_good_copy_is_loaded() {
        let mut store = Memory::default();
        assert_eq!(save(&mut store, "doc", "one", Some(0)), Ok(1));
        assert_eq!(save(&mut store, "doc", "two", Some(1)), Ok(2));
        assert_eq!(loaded(&store), Some((2, "two".into())));
        store.set("doc", "half a rec").unwrap();
        let found = load(&store, "doc").unwrap();
        assert_eq!(found.document, Some((1, "one".into())));
        assert_eq!(found.diagnostics[0].code, "record-damaged");
        assert_eq!(found.damaged, ["half a rec"]);
    }

    #[test]
    fn the_second_copy_is_loaded_when_it_is_the_newest() {
        let mut store = Memory::with_copies();
        save(&mut store, "doc", "one", None).unwrap();
        let old = store.get("doc").unwrap().unwrap();
        save(&mut store, "doc", "two", Some(1)).unwrap();
        // Killed before the first place reached the disk.
        store.set("doc", &old).unwrap();
        store.remove("doc.last").unwrap();
        assert_eq!(loaded(&store), Some((2, "two".into())));
        assert_eq!(save(&mut store, "doc", "three", Some(2)), Ok(3));
        store.remove("doc").unwrap();
        store.set("doc.last", "damaged").unwrap();
        assert_eq!(loaded(&store), Some((3, "three".into())));
        store.set_copy("doc", Some("damaged too"));
        let found = load(&store, "doc").unwrap();
        assert_eq!((found.document, found.damaged.len()), (None, 2));
    }

    #[test]
    fn what_is_too_long_for_here_is_known_to_be_elsewhere() {
        let mut store = Memory::with_copies();
        save(&mut store, "doc", "short", None).unwrap();
        assert_eq!(next_revision(&store, "doc", Some(1)), Ok(2));
        store.set_copy("doc", Some(&envelope::seal("very long", 2, Some(5))));
        note_elsewhere(&mut store, "doc", 2, Some(5)).unwrap();
        assert_eq!(loaded(&store), Some((2, "very long".into())));
        assert_eq!(save(&mut store, "doc", "old", Some(1)), Err(SaveFault::Conflict));
        let copy = store.copy("doc").unwrap();
        store.set_copy("doc", None);
        let found = load(&store, "doc").unwrap();
        assert!(found.missing && found.document.is_none() && found.damaged.is_empty());
        assert_eq!(found.diagnostics[0].code, "record-elsewhere");
        store.set_copy("doc", Some(&copy));
        assert_eq!(save(&mut store, "doc", "short again", Some(2)), Ok(3));
        assert_eq!(loaded(&store), Some((3, "short again".into())));
    }

    #[test]
    fn what_somebody_else_saved_is_not_written_over() {
        let mut store = Memory::default();
        save(&mut store, "doc", "one tab", Some(10)).unwrap();
        assert_eq!(loaded(&store), Some((11, "one tab".into())));
        assert_eq!(save(&mut store, "doc", "the other", Some(10)), Err(SaveFault::Conflict));
        assert_eq!(loaded(&store), Some((11, "one tab".into())));
        assert_eq!(save(&mut store, "doc", "whatever is there", None), Ok(12));
    }

    #[test]
    fn what_a_newer_program_wrote_is_not_written_over() {
        for place in ["doc", "doc.last"] {
            let mut store = Memory::default();
            save(&mut store, "doc", "one", None).unwrap();
            let newer = envelope::seal("from the future", 9, None).replacen(
                &format!("\"version\":{}", envelope::VERSION),
                "\"version\":99",
                1,
            );
            store.set(place, &newer).unwrap();
            for expected in [None, Some(99)] {
                assert_eq!(save(&mut store, "doc", "old", expected), Err(SaveFault::Newer));
            }
            assert_eq!(store.get(place).unwrap(), Some(newer));
        }
    }

    #[test]
    fn a_full_store_keeps_the_last_copy() {
        let mut store = Memory::with_capacity(600);
        save(&mut store, "doc", &"a".repeat(200), None).unwrap();
        // No room for two: the backup goes, the new copy is kept.
        save(&mut store, "doc", &"b".repeat(300), None).unwrap();
        assert_eq!(loaded(&store), Some((2, "b".repeat(300))));
        assert_eq!(save(&mut store, "doc", &"c".repeat(9000), None), Err(SaveFault::Full));
        assert_eq!(loaded(&store), Some((2, "b".repeat(300))));
    }

    /// A store that fails at the n-th call and from then on, as when the browser
    /// is killed there: whatever it has is what the next visit finds.
    struct Dying(Memory, std::cell::Cell<usize>);

    impl Dying {
        fn alive(&self) -> Result<(), SaveFault> {
            let left = self.1.get();
            self.1.set(left.saturating_sub(1));
            if left == 0 { Err(SaveFault::Denied) } else { Ok(()) }
        }
    }

    impl Store for Dying {
        fn get(&self, key: &str) -> Result<Option<String>, SaveFault> {
            self.alive().and_then(|()| self.0.get(key))
        }
        fn set(&mut self, key: &str, text: &str) -> Result<(), SaveFault> {
            self.alive().and_then(|()| self.0.set(key, text))
        }
        fn remove(&mut self, key: &str) -> Result<(), SaveFault> {
            self.alive().and_then(|()| self.0.remove(key))
        }
        fn keys(&self) -> Result<Vec<String>, SaveFault> {
            self.0.keys()
        }
    }

    #[test]
    fn killed_at_any_call_the_last_finished_save_is_there() {
        for capacity in [400, 800, 8000] {
            for calls in 0..40 {
                let mut store = Dying(Memory::with_capacity(capacity), calls.into());
                let mut finished = 0;
                for n in 1..=6_u64 {
                    let text = n.to_string().repeat(150);
                    if save(&mut store, "doc", &text, Some(finished)).is_ok() {
                        finished = n;
                    }
                }
                let found = load(&store.0, "doc").unwrap();
                assert!(found.damaged.is_empty());
                let revision = found.document.map_or(0, |(revision, _)| revision);
                assert!(revision >= finished, "{capacity} {calls}: {revision} of {finished}");
            }
        }
    }
}
