//! Keeping the work on this device.

use super::host::Host;
use super::local_storage::LocalStorage;
use super::state::{Designer, Start};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::storage::{Library, Loaded, SaveFault, load};
use crate::template::{Template, parse, write};
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A change is saved this long after the last one.
const SOON: Duration = Duration::from_millis(400);

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

fn restore(out: &mut StartingPoint, key: &str, loaded: Loaded) {
    use crate::storage::Store;
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
        Ok(template) => out.template = template,
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
            core.storage_key.as_ref()?;
            let document = write(core.editor.template()).to_string();
            let revision = core.saved_revision + 1;
            let library = core.library.as_ref()?;
            let saved = library.save(&mut LocalStorage, &core.document, &document, revision, now());
            Some(saved.map(|revision| core.saved_revision = revision))
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
