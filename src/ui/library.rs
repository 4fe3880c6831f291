//! The documents kept on this device: opened, copied, named, deleted, restored.
//! The work is that of [`Library`]; here it is done to what is open, and said.

use super::local_storage::LocalStorage;
use super::saving::{self, Saved, now};
use super::state::{CaretView, Designer, TakeBack, set_if_new};
use crate::diagnostic::Diagnostic;
use crate::edit::{Command, Editor, Selection};
use crate::locale::mark;
use crate::storage::{Content, Library, Listed, SaveFault, free_name};
use crate::template::{Template, classic};
use crate::ui::locale::said;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// A document in the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Its id.
    pub(super) id: String,
    /// See [`Listed::revision`].
    pub(super) revision: u64,
    /// See [`Listed::modified`].
    pub(super) modified: Option<u64>,
    /// Whether it is stored: the open one is not before its first change.
    pub(super) stored: bool,
}

/// What a document is called: by its name, else in the words of the page.
pub(super) fn shown_name(content: &Content) -> String {
    match content.template() {
        Some(template) if !template.name.trim().is_empty() => template.name.clone(),
        _ => said(content.name()),
    }
}

impl Designer {
    /// The library, where there is one that can be used.
    pub(super) fn library(self) -> Option<Library> {
        self.core.try_with_value(|core| core.library.clone()).flatten()
    }

    /// What is stored, the last changed first, and the open document whether it
    /// is stored yet or not. `None` without a storage that can be read.
    pub(super) fn documents(self) -> Option<Vec<Row>> {
        let all = self.library()?.list(&LocalStorage).ok()?.into_iter();
        let mut all: Vec<Row> = all
            .map(|Listed { id, revision, modified }| Row { id, revision, modified, stored: true })
            .collect();
        let open = self.document.get_untracked();
        if !all.iter().any(|listed| listed.id == open) {
            all.insert(0, Row { id: open, revision: 0, modified: None, stored: false });
        }
        Some(all)
    }

    fn is_stored(self, id: &str) -> bool {
        let listed = self.library().and_then(|library| library.list(&LocalStorage).ok());
        listed.is_some_and(|all| all.iter().any(|listed| listed.id == id))
    }

    /// Reads a document: the open one as it stands.
    pub(super) fn read_document(self, id: &str) -> Option<Content> {
        if id == self.document.get_untracked() && !self.is_stored(id) {
            return Some(Content::Good(Box::new(self.with_template(Template::clone))));
        }
        self.library()?.read(&LocalStorage, id).ok()
    }

    /// A name that no document has.
    fn free_name(self, wanted: &str) -> String {
        let all = self.documents().unwrap_or_default();
        let names: Vec<String> = all
            .iter()
            .filter_map(|listed| self.read_document(&listed.id))
            .map(|content| content.name().to_owned())
            .collect();
        free_name(names.iter().map(String::as_str), wanted)
    }

    /// Saves what is not saved yet, before another document takes its place;
    /// `false`, and says so, when that could not be done.
    pub(super) fn settle_document(self) -> bool {
        let stay = |why: &str| {
            self.notify(
                Diagnostic::warning("stays-open", "", t!("The open certificate stays open."))
                    .repair(why.to_owned()),
            );
            false
        };
        if self.busy.get_untracked().is_some() {
            return stay(t!("Something is still under way for it: wait for it or cancel it."));
        }
        self.edit(None);
        let (kept, changed) = self
            .core
            .with_value(|core| (core.storage_key.is_some(), core.editor.can_undo().is_some()));
        if !kept && changed {
            // Its place is held for what could not be read: it gets another.
            let template = self.with_template(Template::clone);
            let made = self.library().map(|l| l.create(&mut LocalStorage, &template, now()));
            return match made {
                Some(Err(fault)) => {
                    self.notify(fault.diagnostic());
                    false
                }
                _ => true,
            };
        }
        if matches!(self.saved.get_untracked(), Saved::Pending | Saved::Failed(_)) && kept {
            self.saved.set(Saved::Pending);
            self.save_now();
            if !matches!(self.saved.get_untracked(), Saved::Yes | Saved::Settling) {
                return stay(t!(
                    "It could not be saved. Download it, or delete others to make room."
                ));
            }
        }
        true
    }

    /// Puts another document in the place of the open one, which was saved. One
    /// step for all that belongs together, so that nothing of the one is ever
    /// written where the other is kept.
    fn switch(self, id: &str, fallback: Template) {
        self.versions.leave();
        let library = self.library();
        self.put(saving::stored(library.as_ref(), id.to_owned(), fallback));
        set_if_new(self.selection, Selection::default());
        self.zoomed.set(None);
        self.hold_document();
        if let Some(library) = library {
            // If it can't be noted, the next visit begins with another one.
            let _ = library.set_opened(&mut LocalStorage, id);
        }
        self.stored.update(|n| *n += 1);
    }

    /// Puts what is stored in the place of what is open.
    pub(super) fn put(self, found: saving::StartingPoint) {
        let key = found.key.filter(|_| !found.hold);
        self.edit(None);
        self.core.update_value(|core| {
            core.editor = match found.history {
                // One that belongs to another state is dropped.
                Some(history) => Editor::restore(found.template, history).0,
                None => Editor::new(found.template),
            };
            core.document.clone_from(&found.document);
            core.storage_key.clone_from(&key);
            core.saved_revision = found.revision;
            core.changed_at = None;
            core.saves += 1;
            core.lost.clear();
            core.laid = None;
        });
        self.limit();
        self.note_place();
        self.versions_opened();
        set_if_new(self.document, found.document);
        self.saved.set(found.saved);
        self.cropping.set(None);
        self.pointed.set(None);
        self.caret.set(CaretView::default());
        // They were about the other one.
        self.notices.update(|all| all.retain(|n| n.undo != Some(TakeBack::Step)));
        for finding in found.findings {
            self.notify(finding);
        }
        self.find_word_breaks();
        self.refresh();
        // Waiting timers see another revision, and leave this one alone.
        self.revision.update(|revision| *revision += 1);
        self.pictures_changed();
    }

    /// Reads what is open anew: another design took its place in the storage.
    pub(super) fn open_anew(self) {
        let id = self.document.get_untracked();
        self.switch(&id, classic());
    }

    /// Notes where what is open is kept, for when the module breaks.
    pub(super) fn note_place(self) {
        let key = self.core.with_value(|core| core.storage_key.clone());
        crate::ui::panics::keeps(&self.host(), key.as_deref());
    }

    /// Opens a stored document. Tells whether it is open now.
    pub(super) fn open_document(self, id: &str) -> bool {
        if id == self.document.get_untracked() {
            return true;
        }
        let Some(library) = self.library() else { return false };
        match library.read(&LocalStorage, id) {
            Ok(Content::Good(_)) => {}
            Ok(Content::Damaged { fault, .. }) | Err(fault) => {
                self.notify(fault);
                self.stored.update(|n| *n += 1);
                return false;
            }
        }
        if !self.settle_document() {
            return false;
        }
        self.switch(id, classic());
        let name = self.with_template(|t| t.name.clone());
        self.say(t!("“{name}” is open", name = name));
        true
    }

    /// Begins a new document with a design, which becomes the open one. Without
    /// a library it takes the place of the design that is there, undoably.
    pub(super) fn start_from(self, mut template: Template) {
        let library = self.library().filter(|library| library.list(&LocalStorage).is_ok());
        let Some(library) = library else {
            let template = Box::new(template);
            if self.dispatch(Command::Replace { template }, mark!("Start from a template"), None) {
                self.select(Selection::default());
                self.zoomed.set(None);
                self.pictures_changed();
                self.notify_undo(t!("The design was replaced."));
            }
            return;
        };
        if !self.settle_document() {
            return;
        }
        template.name = self.free_name(&template.name);
        match library.create(&mut LocalStorage, &template, now()) {
            Ok(id) => {
                let name = template.name.clone();
                self.switch(&id, template);
                self.say(t!("“{name}” is new in your certificates, and open", name = name));
            }
            Err(fault) => self.notify(fault.diagnostic()),
        }
    }

    /// Stores a copy. Gives its id.
    pub(super) fn duplicate_document(self, id: &str) -> Option<String> {
        let library = self.library()?;
        if id == self.document.get_untracked() && !self.settle_document() {
            return None;
        }
        let name = shown_name(&self.read_document(id)?);
        let name = self.free_name(&t!("{name} copy", name = name));
        let made = if self.is_stored(id) {
            library.duplicate(&mut LocalStorage, id, &name, now())
        } else {
            let template = self.with_template(|t| Template { name: name.clone(), ..t.clone() });
            library.create(&mut LocalStorage, &template, now()).map_err(SaveFault::diagnostic)
        };
        self.stored.update(|n| *n += 1);
        match made {
            Ok(id) => {
                self.say(t!("“{name}” made", name = name));
                Some(id)
            }
            Err(fault) => {
                self.notify(fault);
                None
            }
        }
    }

    /// Gives a document another name; the open one by a step of its own.
    pub(super) fn rename_document(self, id: &str, name: &str) {
        let name: String = name.trim().chars().take(200).collect();
        let old = self.read_document(id).map(|content| shown_name(&content));
        if name.is_empty() || old.as_deref() == Some(name.as_str()) {
            return;
        }
        if id == self.document.get_untracked() {
            let command = Command::Rename { name: name.clone() };
            if self.dispatch(command, mark!("Rename"), None) {
                self.save_now();
                self.renamed(&name);
            }
            return;
        }
        let id = id.to_owned();
        spawn_local(async move {
            let Some(library) = self.free_to_change(&id).await else { return };
            match library.rename(&mut LocalStorage, &id, &name, now()) {
                Ok(()) => self.renamed(&name),
                Err(fault) => self.notify(fault),
            }
        });
    }

    fn renamed(self, name: &str) {
        self.stored.update(|n| *n += 1);
        self.say(t!("Renamed to “{name}”", name = name));
    }

    /// The library, when no other tab edits that document; says so when one does.
    async fn free_to_change(self, id: &str) -> Option<Library> {
        let library = self.library()?;
        let held = JsFuture::from(self.host().document_held(&library.document_key(id))).await;
        if self.gone() {
            return None;
        }
        if held.is_ok_and(|held| held.is_truthy()) {
            self.notify(
                Diagnostic::info("held", "", t!("This certificate is open in another tab."))
                    .repair(t!("Change it there, or close that tab first.")),
            );
            return None;
        }
        Some(library)
    }

    /// Deletes a document; it can be brought back. When it is open, the last
    /// changed of the others is opened, else the classic one.
    pub(super) fn delete_document(self, id: &str) {
        let open = id == self.document.get_untracked();
        if open {
            if let Some(library) =
                self.library().filter(|_| self.may_edit() && self.settle_document())
            {
                self.delete_now(&library, id, true);
            }
            return;
        }
        let id = id.to_owned();
        spawn_local(async move {
            if let Some(library) = self.free_to_change(&id).await {
                self.delete_now(&library, &id, false);
            }
        });
    }

    fn delete_now(self, library: &Library, id: &str, open: bool) {
        let name = self.read_document(id).map_or_else(String::new, |c| shown_name(&c));
        if let Err(fault) = library.delete(&mut LocalStorage, id, now()) {
            self.notify(fault.diagnostic());
            return;
        }
        if open {
            let others = library.list(&LocalStorage).unwrap_or_default();
            let readable = others
                .into_iter()
                .map(|listed| listed.id)
                .find(|id| library.read(&LocalStorage, id).is_ok_and(|c| c.template().is_some()));
            let next = readable.or_else(|| library.free_id(&LocalStorage, now()).ok());
            self.switch(&next.unwrap_or_default(), classic());
        }
        self.stored.update(|n| *n += 1);
        self.sweep_versions();
        let words = t!("“{name}” deleted.", name = name);
        let finding = Diagnostic::info("done", "", words.clone())
            .repair(t!("It is under “Recently deleted” as well."));
        self.tell(finding, Some(TakeBack::Deletion { id: id.to_owned(), open }));
        self.say(words);
    }

    /// Brings a deleted document back, and opens it where that is wanted.
    pub(super) fn restore_document(self, id: &str, open: bool) {
        let Some(library) = self.library() else { return };
        match library.restore(&mut LocalStorage, id, now()) {
            Ok(id) => {
                self.stored.update(|n| *n += 1);
                let name = self.read_document(&id).map_or_else(String::new, |c| shown_name(&c));
                if !(open && self.open_document(&id)) {
                    self.say(t!("“{name}” is back", name = name));
                }
                // An offer to restore it is spent.
                let spent =
                    |t: &TakeBack| matches!(t, TakeBack::Deletion { id: of, .. } if *of == id);
                self.notices.update(|all| all.retain(|n| !n.undo.as_ref().is_some_and(spent)));
            }
            Err(fault) => self.notify(fault),
        }
    }

    /// What the button of a message does.
    pub(super) fn take_back(self, what: TakeBack) {
        match what {
            TakeBack::Step => self.undo_all(),
            TakeBack::Deletion { id, open } => self.restore_document(&id, open),
        }
    }
}
