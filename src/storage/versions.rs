//! Versions of a document: what it was at earlier times, to look at and go back to.
//!
//! Here is what a version is, when one is taken ([`Watch`]) and which ones stay
//! ([`thin`]). Where they are kept is the page's business: a head, which is all that a
//! list needs ([`Version`]), and the document's text apart from it, each under
//! the document's key and the version's [id](Version::id).
//!
//! No clock is read: whoever asks says what time it is.

#[cfg(feature = "simulate")]
mod parts;
mod thin;
mod watch;

#[cfg(feature = "simulate")]
pub use parts::{compared, parts};
pub use thin::{Budget, Thinned, thin};
pub use watch::{REST, Take, Watch};

use super::{Library, SaveFault, Store};
use crate::locale::{Tongue, say};
use crate::template::AssetId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the head's `format` says.
pub const FORMAT: &str = "laureate-version";
/// The version of the head's form.
pub const VERSION: u32 = 1;

/// The longest name, in characters.
const NAME: usize = 200;

/// Why there is a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Taken by itself, now and then.
    Automatic,
    /// A person wanted it.
    Named,
    /// What was there before an older version came back.
    BeforeRestore,
    /// What was there before something else took its place.
    BeforeImport,
}

/// How much of one part of a document there is, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How many entries, where it is a list.
    pub count: u64,
    /// Of its text.
    pub digest: String,
}

/// What a document is made of, by the keys of its text.
pub type Parts = BTreeMap<String, Part>;

/// One version, without the document's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// [`FORMAT`].
    format: String,
    /// [`VERSION`].
    version: u32,
    /// When the document was so, milliseconds since 1970.
    pub at: u64,
    /// Why it is there.
    pub kind: Kind,
    /// What a person called it: those are never thinned out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the document was called.
    pub title: String,
    /// SHA-256 of the document's text.
    pub digest: String,
    /// Length of the document's text in bytes.
    pub size: u64,
    /// What it is made of, where that is told.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: Parts,
}

impl Version {
    /// A version of a text that was so at that time.
    pub fn new(text: &str, at: u64, kind: Kind, name: Option<&str>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            at,
            kind,
            name: name.and_then(named),
            title: title(text),
            digest: digest(text),
            size: u64::try_from(text.len()).unwrap_or(u64::MAX),
            parts: BTreeMap::new(),
        }
    }

    /// Its name among the versions of its document: later ones sort behind.
    pub fn id(&self) -> String {
        format!("{:014}-{}", self.at, self.digest.get(..12).unwrap_or_default())
    }

    /// Reads a head; `None` for what is none, or of a newer program: it is left alone.
    pub fn parse(head: &str) -> Option<Self> {
        let head: Self = serde_json::from_str(head).ok()?;
        (head.format == FORMAT && head.version == VERSION).then_some(head)
    }

    /// The head as it is stored.
    pub fn write(&self) -> String {
        // Strings and numbers: cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether a text is the one that was kept.
    pub fn is_of(&self, text: &str) -> bool {
        self.digest == digest(text)
    }

    /// Gives it another name, or takes its name away.
    pub fn rename(&mut self, name: &str) {
        self.name = named(name);
    }

    /// What a list calls it.
    pub fn called(&self, tongue: Tongue<'_>) -> String {
        match (&self.name, self.kind) {
            (Some(name), _) => name.clone(),
            (None, Kind::Automatic) => say!(tongue, "Kept by itself"),
            (None, Kind::Named) => say!(tongue, "Kept by you"),
            (None, Kind::BeforeRestore) => say!(tongue, "Before a version came back"),
            (None, Kind::BeforeImport) => say!(tongue, "Before another took its place"),
        }
    }

    /// Whether it goes by itself in time.
    fn is_thinned(&self) -> bool {
        self.name.is_none() && self.kind != Kind::Named
    }
}

fn named(name: &str) -> Option<String> {
    let name: String = name.trim().chars().take(NAME).collect();
    (!name.is_empty()).then_some(name)
}

fn digest(text: &str) -> String {
    AssetId::of(text.as_bytes()).0
}

/// The `name` of a document's text.
fn title(text: &str) -> String {
    #[derive(Deserialize)]
    struct Named {
        #[serde(default)]
        name: String,
    }
    serde_json::from_str::<Named>(text).map(|named| named.name).unwrap_or_default()
}

/// Puts the newest first.
pub fn sort(versions: &mut [Version]) {
    versions.sort_by_cached_key(|version| std::cmp::Reverse(version.id()));
}

/// Those of the documents which have versions that are not there any more, nor
/// among the deleted: nobody can come back to their versions. `kept` are keys of
/// documents that are kept elsewhere or open without being stored yet.
///
/// # Errors
/// When the storage cannot be read: then nothing is known to be gone.
pub fn orphans(
    library: &Library,
    store: &dyn Store,
    documents: &[String],
    kept: &[String],
) -> Result<Vec<String>, SaveFault> {
    let ids = library.list(store)?.into_iter().map(|listed| listed.id);
    let there: BTreeSet<String> =
        ids.chain(library.deleted_ids(store)?).map(|id| library.document_key(&id)).collect();
    let gone = |key: &&String| library.owns(key) && !there.contains(*key) && !kept.contains(key);
    Ok(documents.iter().filter(gone).cloned().collect())
}

#[cfg(test)]
mod tests;
