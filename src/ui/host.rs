//! What the page asks of the browser, through `www/host.js`.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// One instance's host.
    #[derive(Clone)]
    pub type Host;

    #[wasm_bindgen(method)]
    pub(super) fn font(this: &Host, file: &str) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn warm(this: &Host);

    #[wasm_bindgen(method)]
    pub(super) fn request(this: &Host, operation: &str, args: &JsValue, limit_ms: u32) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn cancel(this: &Host);

    #[wasm_bindgen(method, js_name = putPicture)]
    pub(super) fn put_picture(this: &Host, id: &str, info: &JsValue, bytes: &Uint8Array)
    -> Promise;

    #[wasm_bindgen(method, js_name = getPicture)]
    pub(super) fn get_picture(this: &Host, id: &str) -> Promise;

    #[wasm_bindgen(method, js_name = pictureUrl)]
    pub(super) fn picture_url(this: &Host, id: &str) -> Option<String>;

    #[wasm_bindgen(method, js_name = putFont)]
    pub(super) fn put_font(this: &Host, id: &str, name: &str, bytes: &Uint8Array) -> Promise;

    #[wasm_bindgen(method, js_name = ownFonts)]
    pub(super) fn own_fonts(this: &Host) -> Promise;

    #[wasm_bindgen(method, js_name = readFile)]
    pub(super) fn read_file(this: &Host, file: &web_sys::File, limit: f64) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn download(this: &Host, name: &str, mime: &str, content: &JsValue);

    #[wasm_bindgen(method, js_name = copyText)]
    pub(super) fn copy_text(this: &Host, text: &str) -> Promise;

    #[wasm_bindgen(method, js_name = wordBreaks)]
    pub(super) fn word_breaks(this: &Host, run: &str, language: &str) -> Vec<u32>;

    #[wasm_bindgen(method)]
    pub(super) fn panicked(this: &Host, storage_key: Option<&str>);

    #[wasm_bindgen(method)]
    pub(super) fn emit(this: &Host, kind: &str, detail: &JsValue);
}
