//! Designs that come from elsewhere: templates of pdfme. They are read in the worker,
//! which has the gate for their pictures.

use super::effects::{Answer, object};
use super::state::{Busy, Designer};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::read;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The largest file that is read, in bytes: as `import::pdfme` has it.
const MAX_BYTES: f64 = 24.0 * 1024.0 * 1024.0;
/// How long reading may take, pictures included, in milliseconds.
const LIMIT_MS: u32 = 10_000;

impl Designer {
    /// Begins a new design with what is in a file. Gives what could not be carried over.
    pub(super) async fn bring_design(
        self,
        file: web_sys::File,
    ) -> Result<Diagnostics, Diagnostics> {
        if self.busy.get_untracked().is_some() {
            return Err(vec![
                Diagnostic::warning("busy", "", t!("Something else is still under way."))
                    .repair(t!("Wait for it, or cancel it, and choose the file again.")),
            ]);
        }
        self.busy.set(Some(Busy { label: t!("Reading “{name}”…", name = file.name()) }));
        let brought = self.bring(file).await;
        let _ = self.busy.try_set(None);
        brought
    }

    async fn bring(self, file: web_sys::File) -> Result<Diagnostics, Diagnostics> {
        let name = file.name();
        let unreadable = || {
            vec![
                Diagnostic::error(
                    "file-unreadable",
                    "",
                    t!("“{name}” could not be read.", name = name),
                )
                .repair(t!("Choose the file again.")),
            ]
        };
        let host = self.host();
        let bytes =
            JsFuture::from(host.read_file(&file, MAX_BYTES)).await.map_err(|_| unreadable())?;
        if bytes.is_null() {
            return Err(vec![
                Diagnostic::error(
                    "file-too-large",
                    "",
                    t!("“{name}” is larger than 24 MB.", name = name),
                )
                .repair(t!("Take large pictures out of it, and bring them here one by one.")),
            ]);
        }
        let text = String::from_utf8(Uint8Array::from(bytes).to_vec()).map_err(|_| unreadable())?;
        let args = object(&[("text", JsValue::from(text)), ("name", JsValue::from(&name))]);
        let answer = JsFuture::from(host.request("importDesign", &args, LIMIT_MS))
            .await
            .map_err(|_| unreadable())?;
        let answer = Answer(answer);
        answer.check()?;
        let template = serde_wasm_bindgen::from_value(answer.get("template"))
            .map_err(|_| unreadable())
            .and_then(read)?;
        for picture in Array::from(&answer.get("pictures")) {
            let picture = Answer(picture);
            let id = picture.get("id").as_string().ok_or_else(unreadable)?;
            let bytes = Uint8Array::from(picture.get("bytes"));
            // Whether it is kept is told when the design asks for it again.
            let _ = JsFuture::from(host.put_picture(&id, &picture.get("info"), &bytes)).await;
        }
        let findings = answer.findings("warnings");
        // Nothing is under way any more that the open one would have to wait for.
        self.busy.set(None);
        self.start_from(template);
        Ok(findings)
    }
}
