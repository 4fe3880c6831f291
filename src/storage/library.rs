//! Several documents under one key, and those that were deleted.
//!
//! A document is under `<key>/<id>`, with the copy before the last beside it
//! ([`super::save`]). The one from before there were several is under `<key>`
//! itself: its id is empty. `<key>.open` names the one that is open;
//! `<key>.trash/<id>` holds what was deleted, behind a line that says when.
//!
//! There is no index: what is stored is what is listed, so nothing can get out
//! of step, whoever wrote it and wherever it stopped.

use super::save::backup;
use super::{SaveFault, Store, envelope, load, newest, save_dated};
use crate::diagnostic::Diagnostic;
use crate::template::{ElementKind, Template, parse, write};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many deleted documents are kept, the last ones.
pub const TRASH: usize = 10;

/// Documents under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    key: String,
}

/// A document as a list shows it before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Grows with every save: what was made of it is good as long as this stays.
    pub revision: u64,
    /// When it was changed, milliseconds since 1970, where that is known.
    pub modified: Option<u64>,
}

/// A deleted document.
#[derive(Clone, Debug, PartialEq)]
pub struct Deleted {
    /// The id that it had, and gets again where it is free.
    pub id: String,
    /// When, milliseconds since 1970.
    pub deleted: u64,
    /// What it was.
    pub content: Content,
}

/// What is stored as a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A design.
    Good(Box<Template>),
    /// Something that cannot be read: shown, offered for download, never dropped.
    Damaged {
        /// Why it cannot.
        fault: Diagnostic,
        /// What is stored.
        text: String,
    },
}

impl Content {
    /// What to call it in a list.
    pub fn name(&self) -> &str {
        match self {
            Self::Good(template) if template.name.trim().is_empty() => "Without a name",
            Self::Good(template) => &template.name,
            Self::Damaged { .. } => "Damaged certificate",
        }
    }

    /// The design, where there is one.
    pub fn template(&self) -> Option<&Template> {
        match self {
            Self::Good(template) => Some(template),
            Self::Damaged { .. } => None,
        }
    }
}

/// The line before what was deleted.
#[derive(Serialize, Deserialize)]
struct Label {
    deleted: u64,
}

fn read_text(text: &str) -> Content {
    let damaged = |fault| Content::Damaged { fault, text: text.to_owned() };
    match envelope::open(text) {
        Ok((_, document)) => match parse(document) {
            Ok(template) => Content::Good(Box::new(template)),
            Err(mut faults) => damaged(faults.remove(0)),
        },
        Err(fault) => damaged(fault),
    }
}

fn gone() -> Diagnostic {
    Diagnostic::error("document-gone", "", "This certificate is not stored here any more.")
        .repair("Another tab may have deleted it. Look under “Recently deleted”.")
}

impl Library {
    /// The library under that key.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into() }
    }

    /// Where a document is stored.
    pub fn document_key(&self, id: &str) -> String {
        if id.is_empty() { self.key.clone() } else { format!("{}/{id}", self.key) }
    }

    /// Whether a key is that of one of its documents, stored or not.
    pub fn owns(&self, key: &str) -> bool {
        match key.strip_prefix(&self.key) {
            Some("") => true,
            Some(rest) => rest.strip_prefix('/').is_some_and(is_id),
            None => false,
        }
    }

    /// The ids of what was deleted, the last first.
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub fn deleted_ids(&self, store: &dyn Store) -> Result<Vec<String>, SaveFault> {
        Ok(self.trash(store)?.into_iter().map(|(id, _)| id).collect())
    }

    fn trash_key(&self, id: &str) -> String {
        format!("{}.trash/{id}", self.key)
    }

    fn open_key(&self) -> String {
        format!("{}.open", self.key)
    }

    /// The documents, the last changed first, by their heads alone.
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub fn list(&self, store: &dyn Store) -> Result<Vec<Listed>, SaveFault> {
        let mut ids = BTreeSet::new();
        for key in store.keys()? {
            // A backup alone is a document as well.
            let key = key.strip_suffix(".last").unwrap_or(&key);
            match key.strip_prefix(&self.key) {
                Some("") => ids.insert(String::new()),
                Some(rest) => match rest.strip_prefix('/') {
                    Some(id) if is_id(id) => ids.insert(id.to_owned()),
                    _ => false,
                },
                None => false,
            };
        }
        let mut out = Vec::with_capacity(ids.len());
        for id in ids {
            let key = self.document_key(&id);
            let mut listed = Listed { id, revision: 0, modified: None };
            for text in [store.get(&key)?, store.get(&backup(&key))?, store.copy(&key)] {
                let head = text.as_deref().and_then(envelope::peek);
                if let Some(head) = head.filter(|head| head.revision > listed.revision) {
                    (listed.revision, listed.modified) = (head.revision, head.modified);
                }
            }
            out.push(listed);
        }
        out.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.id.cmp(&b.id)));
        Ok(out)
    }

    /// What a document is: the newest good copy, else what cannot be read.
    ///
    /// # Errors
    /// When the storage cannot be read, or the document is not there.
    pub fn read(&self, store: &dyn Store, id: &str) -> Result<Content, Diagnostic> {
        let loaded = load(store, &self.document_key(id)).map_err(SaveFault::diagnostic)?;
        if let Some((_, document)) = loaded.document {
            return Ok(match parse(&document) {
                Ok(template) => Content::Good(Box::new(template)),
                Err(mut faults) => Content::Damaged { fault: faults.remove(0), text: document },
            });
        }
        let first = loaded.diagnostics.into_iter().zip(loaded.damaged).next();
        first.map(|(fault, text)| Content::Damaged { fault, text }).ok_or_else(gone)
    }

    /// The document to begin with: the one that was open, else the one under
    /// the key itself, else the last changed; an id under which nothing is
    /// stored when there is none.
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub fn opened(&self, store: &dyn Store) -> Result<String, SaveFault> {
        let noted = store.get(&self.open_key())?.filter(|id| id.is_empty() || is_id(id));
        let all = self.list(store)?;
        let there = |id: &str| all.iter().any(|listed| listed.id == id);
        let noted = noted.unwrap_or_default();
        if there(&noted) {
            return Ok(noted);
        }
        if there("") {
            return Ok(String::new());
        }
        Ok(all.into_iter().next().map_or(noted, |first| first.id))
    }

    /// Notes which document is open.
    ///
    /// # Errors
    /// When it could not be written: the next visit begins with another one.
    pub fn set_opened(&self, store: &mut dyn Store, id: &str) -> Result<(), SaveFault> {
        store.set(&self.open_key(), id)
    }

    /// An id under which nothing is stored and nothing was deleted.
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub fn free_id(&self, store: &dyn Store, now: u64) -> Result<String, SaveFault> {
        let mut at = now;
        loop {
            let id = id_of(at);
            let key = self.document_key(&id);
            if store.get(&key)?.is_none()
                && store.get(&backup(&key))?.is_none()
                && store.copy(&key).is_none()
                && store.get(&self.trash_key(&id))?.is_none()
            {
                return Ok(id);
            }
            at = at.wrapping_add(1);
        }
    }

    /// Saves a document; where there is no room, what was deleted longest ago
    /// makes some. Gives the revision under which it is kept. `expected` is the
    /// revision it was made from, where it was made from one.
    ///
    /// # Errors
    /// Why it was not; the last good copy is still there then.
    pub fn save(
        &self,
        store: &mut dyn Store,
        id: &str,
        document: &str,
        expected: Option<u64>,
        now: u64,
    ) -> Result<u64, SaveFault> {
        let key = self.document_key(id);
        loop {
            match save_dated(store, &key, document, expected, Some(now)) {
                Err(SaveFault::Full) if self.drop_oldest(store)? => {}
                outcome => return outcome,
            }
        }
    }

    /// Whether a document can have this id: a file that somebody brings may say
    /// anything.
    pub fn can_hold(&self, id: &str) -> bool {
        id.is_empty() || is_id(id)
    }

    /// Whether anything is stored under an id.
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub fn is_stored(&self, store: &dyn Store, id: &str) -> Result<bool, SaveFault> {
        let key = self.document_key(id);
        Ok(store.get(&key)?.is_some() || store.get(&backup(&key))?.is_some())
    }

    /// Stores a document under an id; what is there goes to what was deleted.
    /// Its revision is above that of what was there, whose other copies would
    /// otherwise be taken for the newer.
    ///
    /// # Errors
    /// Why it was not; what was there is there still, or among the deleted.
    pub fn replace(
        &self,
        store: &mut dyn Store,
        id: &str,
        document: &str,
        modified: u64,
        now: u64,
    ) -> Result<u64, SaveFault> {
        let key = self.document_key(id);
        let revision = newest(store, &key)?;
        if revision > 0 || self.is_stored(store, id)? {
            self.delete(store, id, now)?;
        }
        match save_dated(store, &key, document, Some(revision), Some(modified)) {
            Err(fault) if revision > 0 => {
                // What made room for nothing comes back.
                let _ = self.restore(store, id, now);
                Err(fault)
            }
            outcome => outcome,
        }
    }

    /// Stores a new document and gives its id.
    ///
    /// # Errors
    /// Why it was not stored.
    pub fn create(
        &self,
        store: &mut dyn Store,
        template: &Template,
        now: u64,
    ) -> Result<String, SaveFault> {
        let id = self.free_id(store, now)?;
        self.save(store, &id, &write(template).to_string(), None, now)?;
        Ok(id)
    }

    /// Stores a copy under another name and gives its id.
    ///
    /// # Errors
    /// Why there is none: it cannot be read or not be stored.
    pub fn duplicate(
        &self,
        store: &mut dyn Store,
        id: &str,
        name: &str,
        now: u64,
    ) -> Result<String, Diagnostic> {
        match self.read(store, id)? {
            Content::Good(mut template) => {
                name.clone_into(&mut template.name);
                self.create(store, &template, now).map_err(SaveFault::diagnostic)
            }
            Content::Damaged { fault, .. } => Err(fault),
        }
    }

    /// Gives a document another name.
    ///
    /// # Errors
    /// Why it keeps its name: it cannot be read or not be stored.
    pub fn rename(
        &self,
        store: &mut dyn Store,
        id: &str,
        name: &str,
        now: u64,
    ) -> Result<(), Diagnostic> {
        match self.read(store, id)? {
            Content::Good(mut template) => {
                self.set_aside(store, id, now).map_err(SaveFault::diagnostic)?;
                name.clone_into(&mut template.name);
                let document = write(&template).to_string();
                self.save(store, id, &document, None, now).map_err(SaveFault::diagnostic)?;
                Ok(())
            }
            Content::Damaged { fault, .. } => Err(fault),
        }
    }

    /// Keeps what is stored as the newest copy but cannot be read under a key of
    /// its own, before it is written over.
    fn set_aside(&self, store: &mut dyn Store, id: &str, now: u64) -> Result<(), SaveFault> {
        let key = self.document_key(id);
        match store.get(&key)? {
            Some(text) if envelope::open(&text).is_err() => {
                super::aside::set_aside(store, &key, &text, now).map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Moves a document to what was deleted. It is there before it is gone here.
    ///
    /// # Errors
    /// Why it was not; it is still where it was then.
    pub fn delete(&self, store: &mut dyn Store, id: &str, now: u64) -> Result<(), SaveFault> {
        let key = self.document_key(id);
        let (mut main, last) = (store.get(&key)?, store.get(&backup(&key))?);
        let good = |text: &Option<String>| {
            text.as_deref().and_then(|t| Some(envelope::open(t).ok()?.0.revision))
        };
        let copy = store.copy(&key);
        if good(&copy) > good(&main) {
            self.set_aside(store, id, now)?;
            main = copy;
        }
        // Damaged copies are kept as they are; a backup says no more than the
        // good copy that came after it.
        let text = if good(&last) > good(&main) {
            self.set_aside(store, id, now)?;
            last
        } else {
            main.or(last)
        };
        let Some(text) = text else { return Ok(()) };
        let label = serde_json::to_string(&Label { deleted: now }).unwrap_or_default();
        let text = format!("{label}\n{text}");
        let trash = self.trash_key(id);
        let mut outcome = store.set(&trash, &text);
        while outcome == Err(SaveFault::Full) && self.drop_oldest(store)? {
            outcome = store.set(&trash, &text);
        }
        if outcome == Err(SaveFault::Full) {
            // Both at once need twice the room, and deleting is how room is
            // made. It is in our hands, and goes back if it does not fit.
            store.remove(&backup(&key))?;
            store.remove(&key)?;
            outcome = store.set(&trash, &text);
            if outcome.is_err() {
                let back = text.split_once('\n').map_or("", |(_, text)| text);
                store.set(&key, back)?;
            }
        }
        outcome?;
        store.remove(&backup(&key))?;
        store.remove(&key)?;
        store.set_copy(&key, None);
        self.prune(store)
    }

    /// Brings a deleted document back and gives its id: a new one where another
    /// document has taken its own.
    ///
    /// # Errors
    /// Why it was not; it is still among the deleted then.
    pub fn restore(&self, store: &mut dyn Store, id: &str, now: u64) -> Result<String, Diagnostic> {
        let from = self.trash_key(id);
        let found = store.get(&from).map_err(SaveFault::diagnostic)?.ok_or_else(gone)?;
        let (_, text) = label(&found);
        let put = |store: &mut dyn Store| {
            let key = self.document_key(id);
            let taken = store.get(&key)?.is_some() || store.copy(&key).is_some();
            let id = if taken { self.free_id(store, now)? } else { id.to_owned() };
            let key = self.document_key(&id);
            match store.set(&key, text) {
                // Both at once need twice the room. It is in our hands, and goes
                // back to where it was if it does not fit where it goes.
                Err(SaveFault::Full) => {
                    store.remove(&from)?;
                    if let Err(fault) = store.set(&key, text) {
                        store.set(&from, &found)?;
                        return Err(fault);
                    }
                }
                outcome => outcome?,
            }
            store.remove(&from)?;
            store.set_copy(&key, Some(text));
            Ok(id)
        };
        put(store).map_err(SaveFault::diagnostic)
    }

    /// What was deleted, the last first.
    ///
    /// # Errors
    /// When the storage cannot be read.
    pub fn deleted(&self, store: &dyn Store) -> Result<Vec<Deleted>, SaveFault> {
        let mut out = Vec::new();
        for (id, deleted) in self.trash(store)? {
            let Some(found) = store.get(&self.trash_key(&id))? else { continue };
            out.push(Deleted { id, deleted, content: read_text(label(&found).1) });
        }
        Ok(out)
    }

    /// Ids of what was deleted and when, the last first.
    fn trash(&self, store: &dyn Store) -> Result<Vec<(String, u64)>, SaveFault> {
        let before = self.trash_key("");
        let mut out = Vec::new();
        for key in store.keys()? {
            let Some(id) = key.strip_prefix(&before) else { continue };
            if !(id.is_empty() || is_id(id)) {
                continue;
            }
            let when = store.get(&key)?.map_or(0, |text| label(&text).0);
            out.push((id.to_owned(), when));
        }
        out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(out)
    }

    /// Drops what was deleted before the last [`TRASH`].
    fn prune(&self, store: &mut dyn Store) -> Result<(), SaveFault> {
        for (id, _) in self.trash(store)?.into_iter().skip(TRASH) {
            self.drop_deleted(store, &id)?;
        }
        Ok(())
    }

    /// Drops what was deleted longest ago; `false` when there is nothing left to.
    fn drop_oldest(&self, store: &mut dyn Store) -> Result<bool, SaveFault> {
        for (id, _) in self.trash(store)?.into_iter().rev() {
            if self.drop_deleted(store, &id)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Drops a deleted document and what stands beside it; not one that cannot
    /// be read: it may be all that is left of something.
    fn drop_deleted(&self, store: &mut dyn Store, id: &str) -> Result<bool, SaveFault> {
        let key = self.trash_key(id);
        let good =
            store.get(&key)?.is_some_and(|text| read_text(label(&text).1).template().is_some());
        if good {
            store.remove(&key)?;
            // Its steps waited for it to come back.
            let document = self.document_key(id);
            if store.get(&document)?.is_none() {
                store.remove(&format!("{document}.history"))?;
            }
        }
        Ok(good)
    }
}

/// When something was deleted, and what.
fn label(text: &str) -> (u64, &str) {
    let parts = text.split_once('\n');
    let read = parts.and_then(|(line, rest)| {
        let label: Label = serde_json::from_str(line).ok()?;
        Some((label.deleted, rest))
    });
    read.unwrap_or((0, text))
}

/// An id made of a time: `d` and its digits to the base of 36.
fn id_of(now: u64) -> String {
    let mut digits = Vec::new();
    let mut rest = now;
    while rest > 0 {
        let digit = u32::try_from(rest % 36).unwrap_or_default();
        digits.extend(char::from_digit(digit, 36));
        rest /= 36;
    }
    digits.extend(std::iter::repeat_n('0', 8_usize.saturating_sub(digits.len())));
    std::iter::once('d').chain(digits.into_iter().rev()).collect()
}

/// Whether it is one of ours: another designer's key may begin with ours.
fn is_id(id: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase();
    id.len() >= 9 && id.starts_with('d') && id.chars().all(digits)
}

/// A name that none of these has: the wanted one, else with a number behind it.
pub fn free_name<'a>(names: impl IntoIterator<Item = &'a str>, wanted: &str) -> String {
    let taken: BTreeSet<&str> = names.into_iter().collect();
    if !taken.contains(wanted) {
        return wanted.to_owned();
    }
    let mut n = 2_u64;
    loop {
        let name = format!("{wanted} {n}");
        if !taken.contains(name.as_str()) {
            return name;
        }
        n += 1;
    }
}

/// Whether a search finds a design: each word is in its name, its texts or the
/// samples that fill them.
pub fn matches(template: &Template, search: &str) -> bool {
    let texts = template.elements.iter().filter_map(|element| match &element.kind {
        ElementKind::Text(text) => Some(text.content.as_str()),
        _ => None,
    });
    let samples = template.fields.iter().map(|field| field.sample.as_str());
    let all: Vec<String> = std::iter::once(template.name.as_str())
        .chain(texts)
        .chain(samples)
        .map(str::to_lowercase)
        .collect();
    let search = search.to_lowercase();
    search.split_whitespace().all(|word| all.iter().any(|text| text.contains(word)))
}

#[cfg(test)]
mod tests;
