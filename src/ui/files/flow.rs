//! Saving everything, and reading a file up to the point where a person decides.

use super::{Files, Home, Review, Stage};
use crate::api::BUILD;
use crate::bundle::plan::{self, Choice, Standing};
use crate::bundle::{Contents, ENDING};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::storage::{Content, Store};
use crate::template::write;
use crate::ui::host::Host;
use crate::ui::local_storage::LocalStorage;
use crate::ui::locale::said;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What the host says of a file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Read {
    Good { contents: Box<Contents>, renamed: BTreeMap<String, String> },
    Refused { errors: Diagnostics },
}

/// An answer of the exporter: its member of that name, and its warnings.
pub(in crate::ui) async fn answer(
    promise: js_sys::Promise,
    member: &str,
) -> Result<(JsValue, Diagnostics), Diagnostics> {
    let failed = || {
        vec![
            Diagnostic::error("exporter-failed", "", t!("The file could not be made."))
                .repair(t!("Try again, or reload the page. Your work is saved.")),
        ]
    };
    let answer = JsFuture::from(promise).await.map_err(|_| failed())?;
    let get = |name: &str| Reflect::get(&answer, &name.into()).unwrap_or(JsValue::UNDEFINED);
    if get("ok").is_truthy() {
        let warnings = serde_wasm_bindgen::from_value(get("warnings")).unwrap_or_default();
        return Ok((get(member), warnings));
    }
    Err(serde_wasm_bindgen::from_value(get("errors")).unwrap_or_else(|_| failed()))
}

/// Listens for what asks for a file of everything: the reminder to make a backup.
pub(in crate::ui) fn begin<H: Home>(files: Files<H>) {
    let heard = Closure::<dyn Fn()>::new(move || files.save_everything());
    let stop = files.home.browser().on_element("laureate-backup", heard.as_ref().unchecked_ref());
    let kept = StoredValue::new_local((heard, stop));
    on_cleanup(move || {
        kept.with_value(|(_, stop)| {
            let _ = stop.call0(&JsValue::NULL);
        });
        kept.dispose();
    });
}

impl<H: Home> Files<H> {
    /// A turn of its own: what was begun before knows that it is over.
    fn next_turn(self) -> Option<u64> {
        self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        })
    }

    fn is_over(self, turn: Option<u64>) -> bool {
        turn.is_none() || self.turn.try_get_value() != turn
    }

    /// Hands everything to the person as one file.
    pub(in crate::ui) fn save_everything(self) {
        let turn = self.next_turn();
        self.stage.set(Stage::Working {
            title: t!("Save everything as a file").into(),
            words: t!("Collecting designs, project, pictures and fonts…").into(),
        });
        spawn_local(async move {
            let made = self.pack().await;
            if self.is_over(turn) {
                return;
            }
            self.stage.set(Stage::Closed);
            match made {
                Ok((name, bytes, warnings)) => {
                    self.home.browser().download(&name, "application/zip", &bytes);
                    for warning in warnings {
                        self.home.tell(warning);
                    }
                    self.home.tell(
                        Diagnostic::info(
                            "saved-everything",
                            "",
                            t!("“{name}” was saved.", name = name),
                        )
                        .repair(t!("“Open a file” brings it all back, in any browser.")),
                    );
                }
                Err(faults) => faults.into_iter().for_each(|fault| self.home.tell(fault)),
            }
        });
    }

    async fn pack(self) -> Result<(String, JsValue, Diagnostics), Diagnostics> {
        // What cannot be saved here is all the more to be saved in a file.
        let _ = self.home.settle().await;
        let mut warnings = Diagnostics::new();
        let mut designs = Vec::new();
        if let Some(library) = self.home.designs() {
            for listed in library.list(&LocalStorage).unwrap_or_default() {
                match library.read(&LocalStorage, &listed.id) {
                    Ok(Content::Good(template)) => {
                        designs.push((listed.id, listed.modified, write(&template).to_string()));
                    }
                    Ok(Content::Damaged { fault, .. }) | Err(fault) => warnings.push(
                        Diagnostic::warning(
                            "design-left-out",
                            listed.id,
                            t!("A damaged certificate is not in the file."),
                        )
                        .repair(t!(
                            "{why} It can be downloaded raw under “Your certificates”.",
                            why = said(&fault.message)
                        )),
                    ),
                }
            }
        }
        for (id, text) in self.home.loose_designs() {
            // As it stands: it may be that it could not be saved.
            match designs.iter_mut().find(|(known, ..)| *known == id) {
                Some(known) => known.2 = text,
                None => designs.push((id, None, text)),
            }
        }
        let project = self.home.project().await;
        let counted = project.as_deref().and_then(|text| {
            #[derive(Deserialize)]
            struct Named {
                #[serde(default)]
                name: String,
            }
            serde_json::from_str::<Named>(text).ok()
        });
        let project_name = counted.map(|p| p.name).unwrap_or_default();
        let wanted = Some(project_name.clone()).filter(|name| !name.is_empty());
        let name = wanted.or_else(|| self.home.file_name()).unwrap_or_else(|| "Laureate".into());
        let parts = json!({
            "name": name, "program": BUILD, "project": project,
            "project_name": project_name, "designs": designs,
        });
        let promise = self.home.browser().pack_bundle(&parts.to_string());
        let (bytes, more) = answer(promise, "bytes").await?;
        warnings.extend(more);
        let date: String = js_sys::Date::new_0().to_iso_string().into();
        let date = date.get(..10).unwrap_or_default();
        Ok((format!("{} {date}.{ENDING}", plain(&name)), bytes, warnings))
    }

    /// Reads a file and shows what is inside.
    pub(in crate::ui) fn open(self, file: web_sys::File) {
        let turn = self.next_turn();
        let name = file.name();
        let title = t!("Open “{name}”", name = name);
        let working = move |words: String| Stage::Working { title: title.clone(), words };
        self.stage.set(working(t!("Reading the file…").into()));
        spawn_local(async move {
            let show = Closure::<dyn Fn(String)>::new(move |words: String| {
                if !self.is_over(turn) {
                    self.stage.set(working(said(&words)));
                }
            });
            let host: Host = self.home.browser();
            let text = JsFuture::from(host.read_bundle(&file, show.as_ref().unchecked_ref())).await;
            if self.is_over(turn) {
                return;
            }
            let text = text.ok().and_then(|text| text.as_string()).unwrap_or_default();
            let refused = |faults| Stage::Refused { file: name.clone(), faults };
            let stage = match serde_json::from_str::<Read>(&text) {
                Ok(Read::Good { mut contents, renamed }) => {
                    plan::rename_pictures(&mut contents, &renamed);
                    let here = self.project_here().await;
                    Stage::Review(self.review(name, *contents, here.as_deref()))
                }
                Ok(Read::Refused { errors }) => refused(errors),
                Err(_) => refused(vec![
                    Diagnostic::error("exporter-failed", "", t!("The file could not be read."))
                        .repair(t!("Reload the page and try again. Nothing was changed.")),
                ]),
            };
            if !self.is_over(turn) {
                self.stage.set(stage);
            }
        });
    }

    /// The project that is kept here, as it stands.
    async fn project_here(self) -> Option<String> {
        let key = self.home.project_key()?;
        LocalStorage.get(&key).ok().flatten()?;
        self.home.project().await
    }

    fn review(self, file: String, contents: Contents, here: Option<&str>) -> Arc<Review> {
        let library = self.home.designs();
        let standing = |design| match &library {
            Some(library) => plan::design(library, &LocalStorage, design),
            None => Standing::New,
        };
        let designs: Vec<Standing> = contents.designs.iter().map(standing).collect();
        let project = contents.project.as_ref().map(|p| plan::project(&p.text, here));
        let previous = self.home.project_key().map(|key| format!("{key}.previous"));
        let has_previous =
            previous.is_none_or(|key| matches!(LocalStorage.get(&key), Ok(Some(_)) | Err(_)));
        self.choices.set(
            designs
                .iter()
                .map(|s| if *s == Standing::Same { Choice::Skip } else { Choice::KeepBoth })
                .collect(),
        );
        self.project.set(match project {
            Some(Standing::Same) | None => Choice::Skip,
            // A project beside another only waits there; the other one does as well.
            Some(_) => Choice::Replace,
        });
        Arc::new(Review { file, contents, designs, project, has_previous })
    }
}

/// A name that every file system takes.
fn plain(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { ' ' } else { c })
        .collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches('.');
    if clean.is_empty() { "Laureate".into() } else { clean.chars().take(80).collect() }
}
