//! Keeping the work on this device.

use super::local_storage::LocalStorage;
use super::panics::panicked;
use super::state::{Designer, Start};
use super::tabs::Tab;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::edit::{Editor, SavedHistory};
use crate::storage::aside::set_aside;
use crate::storage::{Library, Loaded, SaveFault, Store, load, newest};
use crate::template::{Template, parse, write};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// A change is saved this long after the last one.
const SOON: Duration = Duration::from_millis(400);
/// And never later than this after the first one, in milliseconds.
const LATEST_MS: f64 = 1000.0;

/// So much JSON of the history is kept: the work comes first in a storage that
/// holds a few MB.
const HISTORY_BYTES: usize = 256 * 1024;

/// What the top bar says of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saved {
    /// Nothing is to be stored here, or nothing was changed yet.
    Off,
    /// All of it is stored.
    Yes,
    /// A change waits to be stored.
    Pending,
    /// It is stored, but may not have reached the disk yet.
    Settling,
    /// It could not be stored.
    Failed(SaveFault),
}

/// What a designer starts with.
pub(super) struct StartingPoint {
    /// The id of the document.
    pub(super) document: String,
    /// Where it is stored.
    pub(super) key: Option<String>,
    pub(super) template: Template,
    /// What was kept of its steps.
    pub(super) history: Option<SavedHistory>,
    pub(super) revision: u64,
    pub(super) saved: Saved,
    pub(super) findings: Diagnostics,
    /// Something stored could neither be read nor set aside: nothing may be
    /// written over it.
    pub(super) hold: bool,
}

/// The template given, else the one stored, else the classic one. What cannot
/// be read is reported, and never overwritten without having been set aside.
pub(super) fn starting_point(start: &Start) -> StartingPoint {
    let library = start.storage_key.as_deref().map(Library::new);
    // A storage that cannot be read tells so when the document is looked for.
    let open = library.as_ref().and_then(|library| library.opened(&LocalStorage).ok());
    let mut out = stored(library.as_ref(), open.unwrap_or_default(), start.fallback.clone());
    if let Some(template) = &start.given {
        out.template.clone_from(template);
    }
    out
}

/// A document as it is stored; a fallback where there is nothing to be read.
pub(super) fn stored(
    library: Option<&Library>,
    document: String,
    fallback: Template,
) -> StartingPoint {
    let key = library.map(|library| library.document_key(&document));
    let mut out = StartingPoint {
        document,
        key: key.clone(),
        template: fallback,
        history: None,
        revision: 0,
        saved: Saved::Off,
        findings: Vec::new(),
        hold: false,
    };
    if let Some(key) = key {
        match load(&LocalStorage, &key) {
            Ok(loaded) => restore(&mut out, &key, loaded),
            Err(fault) => {
                out.saved = Saved::Failed(fault);
                out.findings.push(fault.diagnostic());
            }
        }
    }
    out
}

/// Where the history is kept, beside the document.
fn history_key(key: &str) -> String {
    format!("{key}.history")
}

/// Saves the work, and its history as far as there is room for it: that is a
/// convenience, and whether it can be kept is nothing to tell anybody. Gives the
/// revision that was written.
fn save_all(
    library: &Library,
    document: &str,
    key: &str,
    editor: &Editor,
    expected: u64,
) -> Result<u64, SaveFault> {
    let mut store = LocalStorage;
    let text = write(editor.template()).to_string();
    let mut saved = library.save(&mut store, document, &text, Some(expected), now());
    if saved == Err(SaveFault::Full) && drop_histories(library, &mut store) {
        // What was asked for as a second copy is of this revision already.
        let expected = newest(&store, key)?;
        saved = library.save(&mut store, document, &text, Some(expected), now());
    }
    let saved = saved?;
    let history = serde_json::to_string(&editor.save_within(HISTORY_BYTES));
    let kept = history.is_ok_and(|text| store.set(&history_key(key), &text).is_ok());
    if !kept {
        // The one that is there leads to what the work was before.
        let _ = store.remove(&history_key(key));
    }
    Ok(saved)
}

/// Makes room: the work comes before the steps that led to it, of this document
/// and of all others. Tells whether there was anything to drop.
fn drop_histories(library: &Library, store: &mut LocalStorage) -> bool {
    let base = library.document_key("");
    let keys = store.keys().unwrap_or_default();
    let histories = keys.iter().filter(|key| key.starts_with(&base) && key.ends_with(".history"));
    histories.filter(|key| store.remove(key).is_ok()).count() > 0
}

fn restore(out: &mut StartingPoint, key: &str, loaded: Loaded) {
    for (text, fault) in loaded.damaged.iter().zip(&loaded.diagnostics) {
        // Kept raw, under a key of its own, before anything is written. What a
        // newer program wrote stays where it is.
        out.hold |=
            fault.code == "record-newer" || set_aside(&mut LocalStorage, key, text, now()).is_err();
        out.findings.push(fault.clone());
    }
    let newer = |fault: &Diagnostic| matches!(&*fault.code, "record-newer" | "newer-version");
    let mut why = match out.hold {
        true if out.findings.iter().any(newer) => SaveFault::Newer,
        _ => SaveFault::Full,
    };
    if loaded.missing {
        (out.hold, why) = (true, SaveFault::NotVerified);
        out.findings.extend(loaded.diagnostics.iter().skip(loaded.damaged.len()).cloned());
    }
    if let Some((revision, document)) = loaded.document {
        out.revision = revision + LocalStorage::margin();
        out.saved = Saved::Yes;
        match parse(&document) {
            Ok(template) => {
                out.template = template;
                let kept = LocalStorage.get(&history_key(key)).ok().flatten();
                out.history = kept.and_then(|text| serde_json::from_str(&text).ok());
            }
            Err(faults) => {
                out.saved = Saved::Off;
                if faults.iter().any(newer) {
                    (out.hold, why) = (true, SaveFault::Newer);
                }
                out.hold |= set_aside(&mut LocalStorage, key, &document, now()).is_err();
                out.findings.extend(faults);
            }
        }
    }
    if out.hold {
        // Said at once, and for as long as nothing is saved.
        out.saved = Saved::Failed(why);
    }
}

impl Designer {
    /// Saves once things have been quiet for a moment.
    pub(super) fn save_soon(self) {
        let key = self.core.with_value(|core| core.storage_key.clone());
        if key.is_none() {
            return;
        }
        self.saved.set(Saved::Pending);
        let now = js_sys::Date::now();
        let since = self.core.try_update_value(|core| *core.changed_at.get_or_insert(now));
        if since.is_some_and(|since| now - since > LATEST_MS) {
            self.save_now();
            return;
        }
        let revision = self.revision.get_untracked();
        set_timeout(
            move || {
                // Another change came: its own timer saves. Another document
                // came: this one was saved when it went.
                let open = self.core.try_with_value(|core| core.storage_key.clone());
                if self.revision.try_get_untracked() == Some(revision) && open == Some(key) {
                    self.save_now();
                }
            },
            SOON,
        );
    }

    /// Saves at once what is not saved yet.
    pub(super) fn save_now(self) {
        if self.saved.try_get_untracked() != Some(Saved::Pending) || panicked() {
            return;
        }
        // Who edits is not known yet: it is in a moment.
        if self.tab.try_get_untracked() == Some(Tab::Asking) {
            return;
        }
        let outcome = self.core.try_update_value(|core| {
            // What is written and where it goes change together, in here.
            let key = core.storage_key.clone()?;
            let library = core.library.as_ref()?;
            let saved = save_all(library, &core.document, &key, &core.editor, core.saved_revision);
            core.changed_at = None;
            Some((saved.map(|revision| core.saved_revision = revision), key))
        });
        let Some((outcome, key)) = outcome.flatten() else { return };
        match outcome {
            Ok(()) => self.settle_saved(key, None),
            // The second copy may have found room.
            Err(fault @ (SaveFault::Full | SaveFault::NotVerified)) => {
                // Kept or not, it is ours: the next save is no conflict with it.
                let ours = newest(&LocalStorage, &key).unwrap_or_default();
                self.core.update_value(|core| {
                    core.saved_revision = core.saved_revision.max(ours);
                });
                self.settle_saved(key, Some(fault));
            }
            Err(SaveFault::Conflict) => self.keep_both(),
            Err(fault) => self.not_saved(fault),
        }
    }

    /// Waits for the save that is under way: whether all is kept.
    pub(super) async fn all_kept(self) -> Result<JsValue, JsValue> {
        LocalStorage::settled().await;
        let kept =
            !matches!(self.saved.try_get_untracked(), Some(Saved::Failed(_) | Saved::Pending));
        Ok(kept.into())
    }

    fn not_saved(self, fault: SaveFault) {
        self.saved.set(Saved::Failed(fault));
        self.notify(fault.diagnostic());
    }

    /// Waits for the second copy, which outlives a browser that is killed. With a
    /// fault, it is the only copy there is.
    fn settle_saved(self, key: String, fault: Option<SaveFault>) {
        self.saved.set(Saved::Settling);
        let turn = self.core.try_update_value(|core| {
            core.saves += 1;
            core.saves
        });
        spawn_local(async move {
            let kept = LocalStorage::settled().await;
            let latest = self.core.try_with_value(|core| core.saves) == turn;
            if !latest {
                return;
            }
            if fault.is_some() && kept {
                let revision = newest(&LocalStorage, &key).unwrap_or_default();
                self.core.update_value(|core| {
                    if core.storage_key.as_deref() == Some(&*key) {
                        core.saved_revision = core.saved_revision.max(revision);
                    }
                });
            }
            // Another change may wait already.
            if self.saved.try_get_untracked() == Some(Saved::Settling) {
                match fault {
                    Some(fault) if !kept => self.not_saved(fault),
                    _ => self.saved.set(Saved::Yes),
                }
            }
            if fault.is_none() || kept {
                self.host().saved_document(&key);
                self.worked();
                self.versions_saved();
            }
        });
    }
}

/// Milliseconds since 1970.
pub(super) fn now() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole milliseconds of this age"
    )]
    {
        js_sys::Date::now() as u64
    }
}
