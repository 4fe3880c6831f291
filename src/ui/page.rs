//! Mounting the designer.

use super::host::Host;
use super::local_storage::LocalStorage;
use super::state::{Designer, Start};
use super::{designer, saving};
use crate::api;
use crate::template::{classic, write};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A mounted designer.
#[wasm_bindgen]
pub struct DesignerHandle {
    designer: Designer,
    host: Host,
    unmount: Option<Box<dyn FnOnce()>>,
}

#[wasm_bindgen]
impl DesignerHandle {
    /// The template as plain JSON data.
    pub fn template(&self) -> JsValue {
        use serde::Serialize;
        let value = self.designer.with_template(write);
        value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
    }

    /// Saves at once what is still to be saved. The promise is of whether all of
    /// it is kept, or nothing is to be kept at all.
    pub fn flush(&self) -> js_sys::Promise {
        self.designer.save_now();
        wasm_bindgen_futures::future_to_promise(self.designer.all_kept())
    }

    /// Takes the designer out of the page.
    pub fn destroy(&mut self) {
        if let Some(unmount) = self.unmount.take() {
            saving::forget(&self.host);
            self.designer.versions.leave();
            unmount();
        }
    }
}

/// Puts the designer into an element. With a `storage_key` the work is kept in
/// this browser under it, each certificate for itself; otherwise nothing is stored. Starts with `template`,
/// else with what was open last, else with the classic certificate. `copies` are
/// the second copies of what is kept under that key, `[[key, text]]`, or nothing
/// where they cannot be read.
#[wasm_bindgen(js_name = mountDesigner)]
pub fn mount_designer(
    place: web_sys::HtmlElement,
    host: Host,
    storage_key: Option<String>,
    template: JsValue,
    copies: &JsValue,
) -> DesignerHandle {
    super::locale::begin(&host);
    if storage_key.is_some() {
        LocalStorage::begin(&host, copies);
    }
    saving::remember_panics(&host, storage_key.as_deref());
    let given = if template.is_null() || template.is_undefined() {
        None
    } else {
        let value = serde_wasm_bindgen::from_value(template).unwrap_or_default();
        Some(api::read_template(value).map(|out| out.value))
    };
    let own_host = host.clone();
    let start = Start { storage_key, given, fallback: classic() };
    let made = Rc::new(Cell::new(None));
    let out = made.clone();
    let unmount = leptos::mount::mount_to(place, move || {
        let designer = Designer::new(host, start);
        out.set(Some(designer));
        designer.join_tabs();
        designer::shell(designer)
    });
    // `mount_to` runs the closure before it returns.
    let designer = match made.get() {
        Some(designer) => designer,
        None => wasm_bindgen::throw_str("the designer could not be mounted"),
    };
    designer.note_place();
    designer.begin();
    DesignerHandle { designer, host: own_host, unmount: Some(Box::new(move || drop(unmount))) }
}
