//! The desk for the worker that owns a project. What is asked and answered is
//! JSON text, since page and worker are both this crate.

use crate::desk::{Desk, Phase};
use crate::diagnostic::Diagnostic;
use crate::import::history::Columns;
use crate::locale::Catalogue;
use serde_json::json;
use std::io::{Cursor, Write};
use wasm_bindgen::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// One project being worked on.
#[wasm_bindgen(js_name = Desk)]
#[derive(Default)]
pub struct JsDesk {
    desk: Desk,
    zip: Option<ZipWriter<Cursor<Vec<u8>>>>,
}

#[wasm_bindgen(js_class = Desk)]
impl JsDesk {
    /// A desk with an empty project.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers in the language of a catalogue from now on. `plural` says which form
    /// a count takes in it. An error is what of the catalogue cannot be read.
    pub fn speak(&mut self, json: &str, plural: js_sys::Function) -> Result<(), JsError> {
        let form = move |n: f64| {
            let form = plural.call1(&JsValue::NULL, &n.into());
            form.ok().and_then(|form| form.as_string()).unwrap_or_else(|| "other".to_owned())
        };
        let catalogue = Catalogue::read(json, Box::new(form)).map_err(|why| JsError::new(&why))?;
        self.desk.speak(catalogue);
        Ok(())
    }

    /// Answers a request: `{"ok": …}` or `{"errors": […]}`.
    pub fn ask(&mut self, request: &str) -> String {
        self.desk.ask(request)
    }

    /// Opens a project file, as `open` among the requests does.
    pub fn open(&mut self, bytes: &[u8], label: &str, fresh: bool, now: f64) -> String {
        let answer = self.desk.open_bytes(bytes, label, fresh, now);
        match answer {
            Ok(()) => json!({ "ok": self.desk.state() }).to_string(),
            Err(errors) => json!({ "errors": errors }).to_string(),
        }
    }

    /// The project as a record for the browser's storage; nothing when it has more
    /// bytes than `limit`. `modified` is in milliseconds since 1970.
    pub fn sealed(&self, revision: f64, modified: f64, limit: f64) -> Option<String> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole numbers from the page"
        )]
        let (revision, modified, limit) = (revision as u64, modified as u64, limit as usize);
        let text = self.desk.text_within(Some(limit))?;
        Some(crate::storage::envelope::seal(&text, revision, Some(modified)))
    }

    /// Whether there is more to do for `step`.
    #[wasm_bindgen(js_name = isBusy)]
    pub fn is_busy(&self) -> bool {
        self.desk.is_busy()
    }

    /// Whether the run is over, or was stopped.
    #[wasm_bindgen(js_name = isDone)]
    pub fn is_done(&self) -> bool {
        matches!(self.desk.phase(), Phase::Done | Phase::Stopped)
    }

    /// Goes on for at most so many learners.
    pub fn step(&mut self, learners: u32) {
        self.desk.step(learners);
    }

    /// How far the run is, as JSON.
    pub fn progress(&self) -> String {
        json!(self.desk.progress()).to_string()
    }

    /// Reads a history from CSV without adding it. `columns` is JSON.
    #[wasm_bindgen(js_name = readCsv)]
    pub fn read_csv(&mut self, bytes: &[u8], columns: Option<String>, create: bool) -> String {
        let columns = match columns.map(|text| serde_json::from_str::<Columns>(&text)).transpose() {
            Ok(columns) => columns,
            Err(why) => {
                let message = format!("`columns` cannot be read: {why}.");
                let wrong = Diagnostic::error("wrong-argument", "columns", message);
                return json!({ "errors": [wrong] }).to_string();
            }
        };
        json!({ "ok": self.desk.read_csv(bytes, columns.as_ref(), create) }).to_string()
    }

    /// Reads a history from xAPI statements without adding it.
    #[wasm_bindgen(js_name = readXapi)]
    pub fn read_xapi(&mut self, bytes: &[u8], create: bool) -> String {
        json!({ "ok": self.desk.read_xapi(bytes, create) }).to_string()
    }

    /// Puts a file into the archive that is being made. Files are stored as they
    /// are: PDF and PNG are compressed already.
    #[wasm_bindgen(js_name = zipAdd)]
    pub fn zip_add(&mut self, name: &str, bytes: &[u8]) -> String {
        let zip = self.zip.get_or_insert_with(|| ZipWriter::new(Cursor::new(Vec::new())));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let added = zip.start_file(name, stored).map_err(|e| e.to_string());
        match added.and_then(|()| zip.write_all(bytes).map_err(|e| e.to_string())) {
            Ok(()) => json!({ "ok": null }).to_string(),
            Err(why) => {
                let message = format!("“{name}” cannot be put into the archive: {why}.");
                json!({ "errors": [Diagnostic::error("not-zipped", name, message)] }).to_string()
            }
        }
    }

    /// The archive; empty when nothing was put in. What was begun is forgotten.
    #[wasm_bindgen(js_name = zipFinish)]
    pub fn zip_finish(&mut self) -> Vec<u8> {
        let zip = self.zip.take();
        zip.and_then(|zip| zip.finish().ok()).map(Cursor::into_inner).unwrap_or_default()
    }
}
