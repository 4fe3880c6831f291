//! The rehearsal room: catalogue, rules, learners, results, and why.
//!
//! The project belongs to a worker ([`crate::desk`]). [`state::Room`] keeps a
//! copy of it without learners and events, sends edits, and asks for pages of
//! everything else. What a component needs of the worker it gets through
//! [`state::Room::asked`], which asks again whenever a run has brought news.

mod ask;
mod bar;
mod cases;
mod catalogue;
mod controls;
mod designs;
mod edits;
mod files;
mod focus;
mod journal;
mod learner;
mod learners;
mod navigate;
mod notices;
mod rail;
mod results;
mod rules;
mod saving;
mod scroll;
mod shell;
mod state;
mod status;
mod steps;
mod tabs;
mod triggers;
mod versions;
mod why;
mod words;

use super::host::Host;
use super::local_storage::LocalStorage;
use state::Room;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A mounted rehearsal room.
#[wasm_bindgen]
pub struct SimulatorHandle {
    room: Room,
    unmount: Option<Box<dyn FnOnce()>>,
}

#[wasm_bindgen]
impl SimulatorHandle {
    /// Saves at once what is still to be saved. The promise is of whether all of
    /// it is kept, or nothing is to be kept at all.
    pub fn flush(&self) -> js_sys::Promise {
        self.room.save_now();
        wasm_bindgen_futures::future_to_promise(self.room.all_kept())
    }

    /// Reads the designs anew: they may have been changed in the designer.
    pub fn refresh(&self) {
        self.room.read_designs();
    }

    /// Takes the room out of the page.
    pub fn destroy(&mut self) {
        if let Some(unmount) = self.unmount.take() {
            self.room.versions.leave();
            unmount();
        }
    }
}

/// Puts the rehearsal room into an element. With a `storage_key` the project is
/// kept in this browser under it; `designs_key` is where the designer keeps its
/// certificates. Starts with `project` (JSON text), else with what was kept,
/// else with a worked example. `copies` are the second copies of what is kept
/// under both keys, `[[key, text]]`, or nothing where they cannot be read.
#[wasm_bindgen(js_name = mountSimulator)]
pub fn mount_simulator(
    place: web_sys::HtmlElement,
    host: Host,
    storage_key: Option<String>,
    designs_key: Option<String>,
    project: Option<String>,
    copies: &JsValue,
) -> SimulatorHandle {
    super::locale::begin(&host);
    if storage_key.is_some() {
        LocalStorage::begin(&host, copies);
    }
    let made = Rc::new(Cell::new(None));
    let out = made.clone();
    let unmount = leptos::mount::mount_to(place, move || {
        let room = Room::new(host, storage_key, designs_key);
        out.set(Some(room));
        room.begin(project);
        shell::shell(room)
    });
    // `mount_to` runs the closure before it returns.
    let room = match made.get() {
        Some(room) => room,
        None => wasm_bindgen::throw_str("the rehearsal room could not be mounted"),
    };
    SimulatorHandle { room, unmount: Some(Box::new(move || drop(unmount))) }
}
