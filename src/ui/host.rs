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

    /// Writes the second copy of a document, or removes it.
    #[wasm_bindgen(method, js_name = putRecord)]
    pub(super) fn put_record(this: &Host, key: &str, text: Option<&str>);

    /// The promise of a second copy.
    #[wasm_bindgen(method, js_name = getRecord)]
    pub(super) fn get_record(this: &Host, key: &str) -> Promise;

    /// The promise of `{ kept }`, about the last write of one.
    #[wasm_bindgen(method, js_name = recordsSettled)]
    pub(super) fn records_settled(this: &Host) -> Promise;

    /// Who is told which tab edits, of saves elsewhere, and that it must leave.
    #[wasm_bindgen(method, js_name = onTabs)]
    pub(super) fn on_tabs(
        this: &Host,
        base: &str,
        role: &js_sys::Function,
        saved: &js_sys::Function,
        leave: &js_sys::Function,
    );

    /// Asks to be the tab that edits a document.
    #[wasm_bindgen(method, js_name = holdDocument)]
    pub(super) fn hold_document(this: &Host, key: &str);

    /// Takes a document over from the tab that edits it.
    #[wasm_bindgen(method, js_name = takeDocument)]
    pub(super) fn take_document(this: &Host);

    /// The promise of whether a tab edits a document.
    #[wasm_bindgen(method, js_name = documentHeld)]
    pub(super) fn document_held(this: &Host, key: &str) -> Promise;

    /// Tells other tabs that a document was saved.
    #[wasm_bindgen(method, js_name = savedDocument)]
    pub(super) fn saved_document(this: &Host, key: &str);
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

    /// What the browser says of the room that this page uses: a promise of
    /// `{ usage, quota, persisted }`, each as far as it says.
    #[wasm_bindgen(method, js_name = storageUse)]
    pub(super) fn storage_use(this: &Host) -> Promise;
    /// Everything as a file: `{ ok, bytes, warnings }`.
    #[wasm_bindgen(method, js_name = packBundle)]
    pub(super) fn pack_bundle(this: &Host, parts: &str) -> Promise;

    /// A design with its pictures inside: `{ ok, text, warnings }`.
    #[cfg(feature = "ui")]
    #[wasm_bindgen(method, js_name = packDesign)]
    pub(super) fn pack_design(this: &Host, template: &str) -> Promise;

    /// What is in a file: JSON text.
    #[wasm_bindgen(method, js_name = readBundle)]
    pub(super) fn read_bundle(
        this: &Host,
        file: &web_sys::File,
        progress: &js_sys::Function,
    ) -> Promise;

    #[wasm_bindgen(method, js_name = keepBundle)]
    pub(super) fn keep_bundle(this: &Host) -> Promise;

    #[wasm_bindgen(method, js_name = stopBundle)]
    pub(super) fn stop_bundle(this: &Host);

    /// `zip`, `design` or `other`.
    #[wasm_bindgen(method, js_name = fileKind)]
    pub(super) fn file_kind(this: &Host, file: &web_sys::File) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn attribute(this: &Host, name: &str) -> Option<String>;

    /// Gives a function that ends the hearing.
    #[wasm_bindgen(method, js_name = onElement)]
    pub(super) fn on_element(this: &Host, kind: &str, heard: &js_sys::Function)
    -> js_sys::Function;

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

    /// Tells that work was saved; a promise of whether a reminder to keep a copy is due.
    #[wasm_bindgen(method)]
    pub(super) fn worked(this: &Host) -> Promise;

    /// Asks for everything as a file.
    #[wasm_bindgen(method)]
    pub(super) fn backup(this: &Host);

    /// The texts of the language that is spoken here, as JSON.
    #[wasm_bindgen(method)]
    pub(super) fn catalogue(this: &Host) -> Option<String>;

    /// Which form a count takes in that language.
    #[wasm_bindgen(method)]
    pub(super) fn plural(this: &Host, n: f64) -> String;

    /// Something was changed.
    #[wasm_bindgen(method)]
    pub(super) fn changed(this: &Host);

    /// Asks the page to keep the work: a promise of `{ handled, kept, why }`.
    #[wasm_bindgen(method, js_name = askSave)]
    pub(super) fn ask_save(this: &Host) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn emit(this: &Host, kind: &str, detail: &JsValue);
}
