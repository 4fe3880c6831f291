//! Keeping the work on this device.

use super::host::Host;
use super::local_storage::LocalStorage;
use super::state::{Designer, Start};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::edit::{Editor, SavedHistory};
use crate::storage::{Library, Loaded, SaveFault, Store, load};
use crate::template::{Template, parse, write};
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A change is saved this long after the last one.
const SOON: Duration = Duration::from_millis(400);

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
    match &start.given {
        Some(Ok(template)) => out.template = template.clone(),
        Some(Err(faults)) => out.findings.extend(faults.iter().cloned()),
        None => {}
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
    revision: u64,
) -> Result<u64, SaveFault> {
    let mut store = LocalStorage;
    let text = write(editor.template()).to_string();
    let mut saved = library.save(&mut store, document, &text, revision, now());
    if saved == Err(SaveFault::Full) && drop_histories(library, &mut store) {
        saved = library.save(&mut store, document, &text, revision, now());
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
    for (n, (text, fault)) in loaded.damaged.iter().zip(&loaded.diagnostics).enumerate() {
        // Kept raw, under a key of its own, before anything is written. What a
        // newer program wrote stays where it is.
        let aside = if n == 0 { format!("{key}.damaged") } else { format!("{key}.damaged.{n}") };
        out.hold |= fault.code == "record-newer" || LocalStorage.set(&aside, text).is_err();
        out.findings.push(fault.clone());
    }
    let Some((revision, document)) = loaded.document else { return };
    out.revision = revision;
    out.saved = Saved::Yes;
    match parse(&document) {
        Ok(template) => {
            out.template = template;
            let kept = LocalStorage.get(&history_key(key)).ok().flatten();
            out.history = kept.and_then(|text| serde_json::from_str(&text).ok());
        }
        Err(faults) => {
            out.saved = Saved::Off;
            out.hold |= LocalStorage.set(&format!("{key}.unread"), &document).is_err();
            out.findings.extend(faults);
        }
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
        let outcome = self.core.try_update_value(|core| {
            // What is written and where it goes change together, in here.
            let key = core.storage_key.clone()?;
            let library = core.library.as_ref()?;
            let revision = core.saved_revision + 1;
            let saved = save_all(library, &core.document, &key, &core.editor, revision);
            Some(saved.map(|revision| core.saved_revision = revision))
        });
        match outcome.flatten() {
            Some(Ok(())) => {
                self.saved.set(Saved::Yes);
                self.versions_saved();
            }
            Some(Err(fault)) => {
                self.saved.set(Saved::Failed(fault));
                let finding: Diagnostic = fault.diagnostic();
                self.notify(finding);
            }
            None => {}
        }
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

static PANICKED: AtomicBool = AtomicBool::new(false);

/// Whether this module has panicked: its state may be torn, so nothing is
/// written any more, and the last saved state stays.
fn panicked() -> bool {
    PANICKED.load(Ordering::Relaxed)
}

thread_local! {
    /// Every instance's host, to be told of a panic once.
    static HOSTS: RefCell<Vec<(Host, Option<String>)>> = const { RefCell::new(Vec::new()) };
}

/// Forgets an instance that was taken out of the page.
pub(super) fn forget(host: &Host) {
    HOSTS.with_borrow_mut(|hosts| {
        hosts.retain(|(other, _)| !js_sys::Object::is(other.as_ref(), host.as_ref()));
    });
}

/// Notes where an instance keeps what is open now.
pub(super) fn keeps(host: &Host, storage_key: Option<&str>) {
    HOSTS.with_borrow_mut(|hosts| {
        for (other, key) in hosts.iter_mut() {
            if js_sys::Object::is(other.as_ref(), host.as_ref()) {
                *key = storage_key.map(str::to_owned);
            }
        }
    });
}

/// Notes a panic, says it in the console, and has every instance offer what
/// was saved last: the module cannot be trusted any more.
pub(super) fn remember_panics(host: &Host, storage_key: Option<&str>) {
    HOSTS.with_borrow_mut(|hosts| hosts.push((host.clone(), storage_key.map(str::to_owned))));
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        if PANICKED.swap(true, Ordering::Relaxed) {
            return;
        }
        HOSTS.with(|hosts| {
            // The panic may have come while the list was being changed.
            for (host, key) in hosts.try_borrow().iter().flat_map(|hosts| hosts.iter()) {
                host.panicked(key.as_deref());
            }
        });
    }));
}
