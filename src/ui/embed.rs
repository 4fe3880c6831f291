//! The designer in somebody else's page: what the page may say and ask while it
//! is there.

use super::effects::Format;
use super::saving::{Saved, StartingPoint};
use super::shared::{Mode, Settings};
use super::state::{Designer, Offered};
use crate::diagnostic::Diagnostics;
use crate::edit::{Command, Rights};
use crate::template::{Field, Template};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen::JsValue;

impl Offered {
    /// What is brought in an object of `fields` and `values`. Values that are no
    /// text are written as text; whatever else is no field is left out.
    pub(super) fn read(options: &JsValue) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Given {
            fields: Option<Vec<serde_json::Value>>,
            values: Option<serde_json::Map<String, serde_json::Value>>,
        }
        let given: Given = serde_wasm_bindgen::from_value(options.clone()).unwrap_or_default();
        let fields = given.fields.unwrap_or_default().into_iter();
        let values = given.values.unwrap_or_default().into_iter();
        Self {
            fields: fields.filter_map(|f| serde_json::from_value::<Field>(f).ok()).collect(),
            values: values
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| match value {
                    serde_json::Value::String(text) => (name, text),
                    other => (name, other.to_string()),
                })
                .collect(),
        }
    }
}

impl Designer {
    /// Has the editor let be done what the page allows.
    pub(super) fn limit(self) {
        let rights = match (self.around.readonly.get_untracked(), self.around.mode.get_untracked())
        {
            (true, _) => Rights::Nothing,
            (false, Mode::Fields) => Rights::Words,
            (false, Mode::All) => Rights::Everything,
        };
        self.core.update_value(|core| core.editor.limit(rights));
    }

    /// Takes over what the page brings. Its fields become fields of the design,
    /// where those of that name are not there yet: no step of undo, since nobody
    /// here has made it.
    pub(super) fn offer(self, offered: Offered) {
        self.core.update_value(|core| {
            let known = &core.editor.template().fields;
            let news =
                offered.fields.into_iter().filter(|f| known.iter().all(|k| k.name != f.name));
            let fields: Vec<Field> = known.iter().cloned().chain(news).collect();
            if fields.len() > known.len() {
                // Names that are none are refused; the page is told by what it gets back.
                let _ = core.editor.amend(Command::SetFields { fields });
            }
            core.offered = offered.values;
        });
    }

    /// Takes over what the page says now.
    pub(super) fn configure(self, options: &JsValue) {
        self.around.configure(&Settings::read(options));
        self.limit();
        if self.around.readonly.get_untracked() || self.around.words_only_now() {
            self.edit(None);
            self.cropping.set(None);
            self.panel.set(None);
        }
        // Where one may only look, there is the certificate and nothing else.
        self.preview.set(self.around.readonly.get_untracked());
        self.offer(Offered::read(options));
        self.changed_values();
        self.revision.update(|revision| *revision += 1);
    }

    /// Opens a design that the page gives.
    pub(super) fn load(self, template: Template) {
        let (key, revision) =
            self.core.with_value(|core| (core.storage_key.clone(), core.saved_revision));
        let keeps = key.is_some();
        self.put(StartingPoint {
            document: self.document.get_untracked(),
            key,
            template,
            history: None,
            revision,
            saved: Saved::Off,
            findings: Diagnostics::new(),
            hold: false,
        });
        self.around.opened();
        if keeps {
            self.save_soon();
        }
    }

    /// What is done where the page does not keep the work.
    fn keep_instead(self) {
        if self.library().is_some() {
            self.say(t!("Saved on this device").to_owned());
        } else {
            self.download(Format::Design);
        }
    }

    /// Asks the page to keep the work; where nobody answers, it is downloaded.
    pub(super) fn ask_save(self) {
        spawn_local(async move {
            self.save_by_page().await;
        });
    }

    /// The same; whether it is kept.
    pub(super) async fn save_by_page(self) -> bool {
        if self.gone() {
            return false;
        }
        self.save_now();
        let kept = self.around.save(|finding| self.notify(finding), || self.keep_instead()).await;
        if kept && !self.gone() {
            self.say(t!("Saved").to_owned());
        }
        kept
    }
}
