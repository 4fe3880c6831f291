//! The rehearsal room as a place that files are opened in.

use super::edits::now;
use super::state::Room;
use crate::bundle::Done;
use crate::desk::Ask;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::storage::Library;
use crate::ui::files::{Files, Home};
use crate::ui::host::Host;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

impl Home for Room {
    fn browser(self) -> Host {
        self.host()
    }

    fn designs(self) -> Option<Library> {
        self.core.try_with_value(|core| core.designs_key.clone()).flatten().map(Library::new)
    }

    fn project_key(self) -> Option<String> {
        self.core.try_with_value(|core| core.storage_key.clone()).flatten()
    }

    fn file_name(self) -> Option<String> {
        Some(self.peek(|p| p.name.clone())).filter(|name| !name.is_empty())
    }

    fn loose_designs(self) -> Vec<(String, String)> {
        Vec::new()
    }

    async fn settle(self) -> bool {
        self.save_now();
        true
    }

    async fn project(self) -> Option<String> {
        let text: Result<Option<String>, Diagnostics> = self.ask(&Ask::Text { limit: None }).await;
        text.ok().flatten()
    }

    fn put_project(self, text: String, name: &str) -> Result<(), Diagnostic> {
        let label = t!("Open {name}", name = name);
        self.keep_previous();
        self.keep_before(crate::storage::versions::Kind::BeforeImport);
        self.playhead.set(None);
        self.send(Ask::Open { text, label, fresh: false, now: now() });
        self.tell_undo(t!("Opened “{name}”.", name = name));
        Ok(())
    }

    fn open_loose(self, _: &str) -> bool {
        false
    }

    fn imported(self, _: &Done, _: bool, _: bool) {
        self.read_designs();
    }

    fn tell(self, finding: Diagnostic) {
        Room::tell(self, finding);
    }
}

/// Opens a file of any kind. A project alone is opened at once, as a step: it may
/// be far larger than what is kept in a browser, and its faults are listed.
pub(super) fn open(room: Room, files: Files<Room>, file: web_sys::File) {
    room.spawn(async move {
        let kind = JsFuture::from(room.host().file_kind(&file)).await;
        let kind = kind.ok().and_then(|kind| kind.as_string());
        if kind.as_deref() == Some("other") {
            room.playhead.set(None);
            room.keep_previous();
            room.open_file(file);
        } else {
            files.open(file);
        }
    });
}
