//! What could not be read and was set aside: kept raw under a key beside the
//! document's, until somebody has looked at it and deletes it.

use super::{SaveFault, Store, envelope};
use serde::{Deserialize, Serialize};

/// What stands between a document's key and the time at which a part of it was
/// set aside.
const DAMAGED: &str = ".damaged";
/// The same of a whole document that this build could not understand.
const UNREAD: &str = ".unread";

/// A text that was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Where it is.
    pub key: String,
    /// The key of the document that it was a copy of.
    pub of: String,
    /// When it was set aside, milliseconds since 1970; older builds did not note
    /// it.
    pub at: Option<u64>,
    /// When its document was changed last, if that can still be read.
    pub modified: Option<u64>,
    /// Its length in UTF-16 units, as browsers count.
    pub units: usize,
}

/// Keeps a text raw, under a key of its own that holds the time. What is there
/// already is not kept twice: the same damage is found at each visit.
///
/// # Errors
/// Why it was not kept. Nothing may be written over the text then.
pub fn set_aside(
    store: &mut dyn Store,
    of: &str,
    text: &str,
    now: u64,
) -> Result<String, SaveFault> {
    for known in list(store, of)?.into_iter().filter(|aside| aside.of == of) {
        if store.get(&known.key)?.as_deref() == Some(text) {
            return Ok(known.key);
        }
    }
    let mut at = now;
    loop {
        let key = format!("{of}{DAMAGED}.{at}");
        if store.get(&key)?.is_none() {
            store.set(&key, text)?;
            return Ok(key);
        }
        at = at.saturating_add(1);
    }
}

/// What was set aside of the documents under a key (an empty one: of all), the
/// last first.
///
/// # Errors
/// When the storage cannot be read.
pub fn list(store: &dyn Store, under: &str) -> Result<Vec<Aside>, SaveFault> {
    let mut out = Vec::new();
    for key in store.keys()? {
        let Some((of, at)) = parts(&key) else { continue };
        if !of.starts_with(under) {
            continue;
        }
        let of = of.to_owned();
        let Some(text) = store.get(&key)? else { continue };
        let modified = envelope::peek(&text).and_then(|head| head.modified);
        out.push(Aside { key, of, at, modified, units: units(&text) });
    }
    out.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.key.cmp(&b.key)));
    Ok(out)
}

/// How much is stored, keys and texts together, in UTF-16 units: browsers allow
/// about five million.
///
/// # Errors
/// When the storage cannot be read.
pub fn used(store: &dyn Store) -> Result<usize, SaveFault> {
    let mut sum = 0;
    for key in store.keys()? {
        sum += units(&key) + store.get(&key)?.map_or(0, |text| units(&text));
    }
    Ok(sum)
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The document's key and the time, of a key under which something was set aside.
fn parts(key: &str) -> Option<(&str, Option<u64>)> {
    let at = [DAMAGED, UNREAD].iter().filter_map(|mark| Some((key.rfind(mark)?, mark)));
    let (at, mark) = at.max()?;
    let (of, rest) = (key.get(..at)?, key.get(at + mark.len()..)?);
    match rest.strip_prefix('.') {
        None if rest.is_empty() => Some((of, None)),
        None => None,
        Some(number) => {
            let number: u64 = number.parse().ok()?;
            // Older builds only counted.
            Some((of, Some(number).filter(|at| *at > 1_000_000_000_000)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;

    const NOW: u64 = 1_790_000_000_000;

    #[test]
    fn the_same_is_kept_once_and_others_beside_it() {
        let mut store = Memory::default();
        let first = set_aside(&mut store, "doc", "half a rec", NOW).unwrap();
        assert_eq!(set_aside(&mut store, "doc", "half a rec", NOW + 9).unwrap(), first);
        let second = set_aside(&mut store, "doc", "another", NOW).unwrap();
        assert_ne!(first, second);
        assert_eq!(store.get(&first).unwrap().as_deref(), Some("half a rec"));
        assert_eq!(store.get(&second).unwrap().as_deref(), Some("another"));
        // That of another document is another's.
        let other = set_aside(&mut store, "doc/d123456789", "another", NOW).unwrap();
        assert_eq!(list(&store, "doc").unwrap().len(), 3);
        assert_eq!(list(&store, "doc/").unwrap()[0].key, other);
    }

    #[test]
    fn lists_what_older_builds_set_aside_too() {
        let mut store = Memory::default();
        let sealed = envelope::seal("{}", 4, Some(77));
        for (key, text) in [
            ("doc", "not aside"),
            ("doc.damaged", "one"),
            ("doc.damaged.1", "two"),
            ("doc.unread", sealed.as_str()),
            ("doc.damaged.1790000000000", "ä𝄞"),
            ("doc.damaged.last", "not aside"),
            ("doc.damagedness", "not aside"),
            ("other.damaged", "not ours"),
        ] {
            store.set(key, text).unwrap();
        }
        let all = list(&store, "doc").unwrap();
        let keys: Vec<&str> = all.iter().map(|aside| aside.key.as_str()).collect();
        assert_eq!(
            keys,
            ["doc.damaged.1790000000000", "doc.damaged", "doc.damaged.1", "doc.unread"]
        );
        assert!(all.iter().all(|aside| aside.of == "doc"));
        assert_eq!((all[0].at, all[0].units), (Some(NOW), 3));
        assert_eq!((all[2].at, all[3].modified), (None, Some(77)));
        assert_eq!(list(&store, "").unwrap().len(), 5);
    }

    #[test]
    fn a_full_store_says_so_and_everything_used_is_counted() {
        let mut store = Memory::with_capacity(40);
        store.set("doc", "x").unwrap();
        assert_eq!(used(&store), Ok(4));
        assert_eq!(set_aside(&mut store, "doc", &"y".repeat(40), NOW), Err(SaveFault::Full));
    }
}
