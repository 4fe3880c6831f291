//! Keeping the work on this device.

use super::host::Host;
use super::local_storage::LocalStorage;
use super::state::{Designer, Start};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::edit::{Editor, SavedHistory};
use crate::storage::{Loaded, SaveFault, Store, load, save};
use crate::template::{Template, parse, write};
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A change is saved this long after the last one.
const SOON: Duration = Duration::from_millis(400);

/// So much JSON of the history is kept: the work comes first in a storage that
/// holds a few MB.
const HISTORY_BYTES: usize = 512 * 1024;

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
    let mut out = StartingPoint {
        template: start.fallback.clone(),
        history: None,
        revision: 0,
        saved: Saved::Off,
        findings: Vec::new(),
        hold: false,
    };
    if let Some(key) = &start.storage_key {
        match load(&LocalStorage, key) {
            Ok(loaded) => restore(&mut out, key, loaded),
            Err(fault) => {
                out.saved = Saved::Failed(fault);
                out.findings.push(fault.diagnostic());
            }
        }
    }
    match &start.given {
        Some(Ok(template)) => out.template = template.clone(),
        Some(Err(faults)) => out.findings.extend(faults.iter().cloned()),
        None => {}
    }
    out
}

/// Where the history is kept, beside the document.
fn history_key(key: &str) -> String {
    format!("{key}.history")
}

/// Saves the work, and its history as far as there is room for it: that is a
/// convenience, and whether it can be kept is nothing to tell anybody.
fn save_all(key: &str, editor: &Editor, revision: u64) -> Result<(), SaveFault> {
    let mut store = LocalStorage;
    let document = write(editor.template()).to_string();
    let mut saved = save(&mut store, key, &document, revision);
    if saved == Err(SaveFault::Full) && store.remove(&history_key(key)).is_ok() {
        saved = save(&mut store, key, &document, revision);
    }
    saved?;
    let history = serde_json::to_string(&editor.save_within(HISTORY_BYTES));
    let kept = history.is_ok_and(|text| store.set(&history_key(key), &text).is_ok());
    if !kept {
        // The one that is there leads to what the work was before.
        let _ = store.remove(&history_key(key));
    }
    Ok(())
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
        if self.core.with_value(|core| core.storage_key.is_none()) {
            return;
        }
        self.saved.set(Saved::Pending);
        let revision = self.revision.get_untracked();
        set_timeout(
            move || {
                // Another change came: its own timer saves.
                if self.revision.try_get_untracked() == Some(revision) {
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
            let key = core.storage_key.clone()?;
            let revision = core.saved_revision + 1;
            Some(save_all(&key, &core.editor, revision).map(|()| {
                core.saved_revision = revision;
            }))
        });
        match outcome.flatten() {
            Some(Ok(())) => self.saved.set(Saved::Yes),
            Some(Err(fault)) => {
                self.saved.set(Saved::Failed(fault));
                let finding: Diagnostic = fault.diagnostic();
                self.notify(finding);
            }
            None => {}
        }
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
