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
        };
        Diagnostic::error(code, "", message)
            .repair("Free some space, or download the certificate before you leave this page.")
    }
}

/// A loaded document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// The newest good copy, with its revision.
    pub document: Option<(u64, String)>,
    /// What could not be read.
    pub diagnostics: Diagnostics,
    /// Texts that could not be read, set aside for download.
    pub damaged: Vec<String>,
}

/// The copy before the last.
pub(super) fn backup(key: &str) -> String {
    format!("{key}.last")
}

/// Saves a document under a key: the last good copy moves to `<key>.last`, the
/// new one is written and read back. Where there is no room for both, the new
/// one alone is kept.
///
/// # Errors
/// Why nothing was saved; the last good copy is still there then.
pub fn save(
    store: &mut dyn Store,
    key: &str,
    document: &str,
    revision: u64,
) -> Result<(), SaveFault> {
    save_dated(store, key, document, revision, None).map(drop)
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
    revision: u64,
    modified: Option<u64>,
) -> Result<u64, SaveFault> {
    let current = store.get(key)?;
    let last = store.get(&backup(key))?;
    let known = |text: &Option<String>| {
        text.as_ref().and_then(|t| envelope::open(t).ok()).map_or(0, |(head, _)| head.revision)
    };
    // Another tab may have saved meanwhile: the newest has the highest number.
    let revision = revision.max(known(&current).max(known(&last)).saturating_add(1));
    let sealed = envelope::seal(document, revision, modified);
    let good = current.filter(|text| envelope::open(text).is_ok());
    if let Some(good) = &good
        && store.set(&backup(key), good) == Err(SaveFault::Full)
    {
        // One copy that is new is worth more than two that are old.
        store.remove(&backup(key))?;
    }
    match store.set(key, &sealed) {
        Ok(()) => {}
        Err(SaveFault::Full) => {
            store.remove(&backup(key))?;
            store.set(key, &sealed)?;
        }
        Err(fault) => return Err(fault),
    }
    if store.get(key)?.as_deref() == Some(sealed.as_str()) {
        Ok(revision)
    } else {
        Err(SaveFault::NotVerified)
    }
}

/// Loads the newest good copy of a document.
///
/// # Errors
/// When the storage cannot be read at all.
pub fn load(store: &dyn Store, key: &str) -> Result<Loaded, SaveFault> {
    let mut out = Loaded::default();
    for key in [key.to_owned(), backup(key)] {
        let Some(text) = store.get(&key)? else { continue };
        match envelope::open(&text) {
            Ok((head, document)) => {
                if out.document.as_ref().is_none_or(|(revision, _)| head.revision > *revision) {
                    out.document = Some((head.revision, document.to_owned()));
                }
            }
            Err(fault) => {
                out.diagnostics.push(fault);
                out.damaged.push(text);
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;

    #[test]
    fn the_newest_good_copy_is_loaded() {
        let mut store = Memory::default();
        save(&mut store, "doc", "one", 1).unwrap();
        save(&mut store, "doc", "two", 2).unwrap();
        assert_eq!(load(&store, "doc").unwrap().document, Some((2, "two".into())));
        store.set("doc", "half a rec").unwrap();
        let loaded = load(&store, "doc").unwrap();
        assert_eq!(loaded.document, Some((1, "one".into())));
        assert_eq!(loaded.diagnostics[0].code, "record-damaged");
        assert_eq!(loaded.damaged, ["half a rec"]);
    }

    #[test]
    fn the_last_to_save_is_the_newest_whoever_counted_further() {
        let mut store = Memory::default();
        save(&mut store, "doc", "one tab", 10).unwrap();
        save(&mut store, "doc", "the other tab", 6).unwrap();
        assert_eq!(load(&store, "doc").unwrap().document, Some((11, "the other tab".into())));
    }

    #[test]
    fn a_full_store_keeps_the_last_copy() {
        let mut store = Memory::with_capacity(600);
        save(&mut store, "doc", &"a".repeat(200), 1).unwrap();
        // No room for two: the backup goes, the new copy is kept.
        save(&mut store, "doc", &"b".repeat(300), 2).unwrap();
        assert_eq!(load(&store, "doc").unwrap().document, Some((2, "b".repeat(300))));
        assert_eq!(save(&mut store, "doc", &"c".repeat(9000), 3), Err(SaveFault::Full));
        assert_eq!(load(&store, "doc").unwrap().document, Some((2, "b".repeat(300))));
    }
}
