//! Answers for JavaScript: `{ ok: true, …, warnings }` or `{ ok: false, errors }`.

use crate::diagnostic::{Diagnostic, Diagnostics};
use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The refusal of an argument that can't be read.
pub fn wrong_argument(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error("wrong-argument", name, format!("`{name}` cannot be read: {why}."))
}

/// A value as plain JavaScript data; null when it can't be one.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// A copy of bytes that JavaScript owns.
#[cfg(feature = "export")]
pub fn bytes(data: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(data).into()
}

/// An object with these members.
pub fn object(members: &[(&str, JsValue)]) -> JsValue {
    let out = Object::new();
    for (name, value) in members {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&out, &JsValue::from(*name), value);
    }
    out.into()
}

/// A success with its parts.
pub fn answer(parts: &[(&str, JsValue)], warnings: Diagnostics) -> JsValue {
    let mut members = vec![("ok", JsValue::TRUE)];
    members.extend(parts.iter().map(|(name, value)| (*name, value.clone())));
    members.push(("warnings", to_js(&warnings)));
    object(&members)
}

/// A failure with all its errors.
pub fn refusal(errors: &[Diagnostic]) -> JsValue {
    let out = Object::new();
    let _ = Reflect::set(&out, &JsValue::from("ok"), &JsValue::FALSE);
    let _ = Reflect::set(&out, &JsValue::from("errors"), &to_js(errors));
    out.into()
}
