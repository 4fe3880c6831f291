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
mod embed;
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
use super::panics;
use super::shared::Settings;
use js_sys::Promise;
use state::Room;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A mounted rehearsal room.
#[wasm_bindgen]
pub struct SimulatorHandle {
    room: Room,
    host: Host,
    unmount: Option<Box<dyn FnOnce()>>,
}

#[wasm_bindgen]
impl SimulatorHandle {
    /// Saves at once what is still to be saved. The promise is of whether all of
    /// it is kept, or nothing is to be kept at all.
    pub fn flush(&self) -> Promise {
        self.room.save_now();
        future_to_promise(self.room.all_kept())
    }

    /// Reads the designs anew: they may have been changed in the designer.
    pub fn refresh(&self) {
        self.room.read_designs();
    }

    /// Takes over what the page around asks for now.
    pub fn configure(&self, options: &JsValue) {
        self.room.around.configure(&Settings::read(options));
    }

    /// Asks the page around to keep the work. The promise is of whether it did.
    pub fn save(&self) -> Promise {
        let room = self.room;
        future_to_promise(async move { Ok(room.save_by_page().await.into()) })
    }

    /// The promise of the project's JSON text.
    pub fn project(&self) -> Promise {
        let room = self.room;
        future_to_promise(async move {
            room.text().await.map(JsValue::from).map_err(|faults| {
                let why = faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
                js_sys::Error::new(&why).into()
            })
        })
    }

    /// Opens a project's text in place of the present one. The promise is of JSON
    /// text: `{ ok, warnings }` or `{ ok: false, errors }`, where the present one stays.
    pub fn load(&self, text: String) -> Promise {
        let room = self.room;
        future_to_promise(async move {
            let answer = match room.load(text).await {
                Ok(()) => serde_json::json!({ "ok": true, "warnings": [] }),
                Err(errors) => serde_json::json!({ "ok": false, "errors": errors }),
            };
            Ok(answer.to_string().into())
        })
    }

    /// Takes the room out of the page.
    pub fn destroy(&mut self) {
        if let Some(unmount) = self.unmount.take() {
            panics::forget(&self.host);
            self.room.versions.leave();
            unmount();
        }
    }
}

/// Puts the rehearsal room into an element. In `options`: with a `storageKey` the
/// project is kept in this browser under it; `designsKey` is where the designer keeps
/// its certificates. Starts with `project` (JSON text), else with what was kept, else
/// with a worked example. `copies` are the second copies of what is kept under both
/// keys, `[[key, text]]`, or nothing where they cannot be read. The rest is what the
/// page around asks for.
#[wasm_bindgen(js_name = mountSimulator)]
pub fn mount_simulator(
    place: web_sys::HtmlElement,
    host: Host,
    options: &JsValue,
) -> SimulatorHandle {
    super::locale::begin(&host);
    let get = |name: &str| js_sys::Reflect::get(options, &name.into()).unwrap_or_default();
    let (storage_key, designs_key) = (get("storageKey").as_string(), get("designsKey").as_string());
    if storage_key.is_some() {
        LocalStorage::begin(&host, &get("copies"));
    }
    let project = get("project").as_string();
    let settings = Settings::read(options);
    panics::remember_panics(&host, storage_key.as_deref());
    let own_host = host.clone();
    let made = Rc::new(Cell::new(None));
    let out = made.clone();
    let unmount = leptos::mount::mount_to(place, move || {
        let room = Room::new(host, storage_key, designs_key, &settings);
        out.set(Some(room));
        room.begin(project);
        shell::shell(room)
    });
    // `mount_to` runs the closure before it returns.
    let room = match made.get() {
        Some(room) => room,
        None => wasm_bindgen::throw_str("the rehearsal room could not be mounted"),
    };
    SimulatorHandle { room, host: own_host, unmount: Some(Box::new(move || drop(unmount))) }
}
