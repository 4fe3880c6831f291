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

    #[wasm_bindgen(method, js_name = putVersion)]
    pub(super) fn put_version(
        this: &Host,
        document: &str,
        id: &str,
        head: &str,
        text: &str,
    ) -> Promise;

    #[wasm_bindgen(method, js_name = putVersionHead)]
    pub(super) fn put_version_head(this: &Host, document: &str, id: &str, head: &str) -> Promise;

    /// The promise is of a list of texts.
    #[wasm_bindgen(method, js_name = versionHeads)]
    pub(super) fn version_heads(this: &Host, document: &str) -> Promise;

    #[wasm_bindgen(method, js_name = versionText)]
    pub(super) fn version_text(this: &Host, document: &str, id: &str) -> Promise;

    #[wasm_bindgen(method, js_name = removeVersions)]
    pub(super) fn remove_versions(
        this: &Host,
        document: &str,
        ids: Option<js_sys::Array>,
    ) -> Promise;

    #[cfg(feature = "ui")]
    #[wasm_bindgen(method, js_name = versionDocuments)]
    pub(super) fn version_documents(this: &Host) -> Promise;

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

    /// Asks the rules engine; the promise is of JSON text, or of bytes.
    #[wasm_bindgen(method)]
    pub(super) fn rules(this: &Host, call: &str, args: &JsValue) -> Promise;

    /// Who is told how far a run is (JSON text), and that the engine broke.
    #[wasm_bindgen(method, js_name = onRules)]
    pub(super) fn on_rules(this: &Host, progress: &js_sys::Function, broken: &js_sys::Function);

    /// Whether the page around us has other rooms to go to.
    #[wasm_bindgen(method, js_name = hasRooms)]
    pub(super) fn has_rooms(this: &Host) -> bool;

    #[wasm_bindgen(method)]
    pub(super) fn emit(this: &Host, kind: &str, detail: &JsValue);
}
