//! Mounting the designer.

use super::host::Host;
use super::local_storage::LocalStorage;
use super::shared::Settings;
use super::state::{Designer, Offered, Start};
use super::{designer, panics};
use crate::api;
use crate::template::{classic, write};
use serde::Serialize;
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
        to_js(&self.designer.with_template(write))
    }

    /// Opens a template in place of the present one: `{ ok, warnings }` or
    /// `{ ok: false, errors }`, where the present one stays.
    pub fn load(&self, template: JsValue) -> JsValue {
        let value = serde_wasm_bindgen::from_value(template).unwrap_or_default();
        match api::read_template(value) {
            Ok(out) => {
                self.designer.load(out.value);
                to_js(&serde_json::json!({ "ok": true, "warnings": out.warnings }))
            }
            Err(errors) => to_js(&serde_json::json!({ "ok": false, "errors": errors })),
        }
    }

    /// Takes over what the page around asks for now.
    pub fn configure(&self, options: &JsValue) {
        self.designer.configure(options);
    }

    /// Asks the page around to keep the work. The promise is of whether it did.
    pub fn save(&self) -> js_sys::Promise {
        let designer = self.designer;
        wasm_bindgen_futures::future_to_promise(
            async move { Ok(designer.save_by_page().await.into()) },
        )
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
            panics::forget(&self.host);
            self.designer.versions.leave();
            unmount();
        }
    }
}

/// Puts the designer into an element. In `options`: with a `storageKey` the work is
/// kept in this browser under it, each certificate for itself; otherwise nothing is
/// stored. Starts with `template`, else with what was open last, else with the classic
/// certificate; `findings` are to be told of it. `copies` are the second copies of what
/// is kept under that key, `[[key, text]]`, or nothing where they cannot be read. The
/// rest is what the page around asks for, and the `fields` and `values` that it brings.
///
/// # Errors
/// The findings of a `template` that cannot be read: another design in its place
/// might be saved over it.
#[wasm_bindgen(js_name = mountDesigner)]
pub fn mount_designer(
    place: web_sys::HtmlElement,
    host: Host,
    options: &JsValue,
) -> Result<DesignerHandle, JsValue> {
    super::locale::begin(&host);
    let storage_key = get(options, "storageKey").as_string();
    if storage_key.is_some() {
        LocalStorage::begin(&host, &get(options, "copies"));
    }
    let template = get(options, "template");
    let given = if template.is_null() || template.is_undefined() {
        None
    } else {
        let value = serde_wasm_bindgen::from_value(template).unwrap_or_default();
        let read = api::read_template(value).map_err(|faults| to_js(&faults))?;
        Some(read.value)
    };
    panics::remember_panics(&host, storage_key.as_deref());
    let own_host = host.clone();
    let start = Start {
        storage_key,
        given,
        fallback: classic(),
        findings: serde_wasm_bindgen::from_value(get(options, "findings")).unwrap_or_default(),
        settings: Settings::read(options),
        offered: Offered::read(options),
    };
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
    Ok(DesignerHandle { designer, host: own_host, unmount: Some(Box::new(move || drop(unmount))) })
}

fn get(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
