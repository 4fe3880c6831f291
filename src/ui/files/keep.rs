//! Importing what was chosen.

use super::{Files, Home, Review, Stage, listed};
use crate::bundle::plan::{Choice, Standing, relinked};
use crate::bundle::{Done, Source, apply};
use crate::diagnostic::Diagnostic;
use crate::storage::{SaveFault, Store};
use crate::ui::local_storage::LocalStorage;
use crate::ui::locale::said;
use js_sys::{Date, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

impl<H: Home> Files<H> {
    /// Does what was chosen. First the pictures and fonts, then the designs that
    /// need them, then the project that names the designs.
    pub(super) fn import(self, review: Arc<Review>) {
        self.stage.set(Stage::Working {
            title: t!("Open “{name}”", name = review.file),
            words: t!("Importing…").into(),
        });
        spawn_local(async move {
            let told = self.import_all(&review).await;
            if self.stage.try_set(Stage::Closed).is_none() {
                for finding in told {
                    self.home.tell(finding);
                }
            }
        });
    }

    async fn import_all(self, review: &Review) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        if !self.home.settle().await {
            return told;
        }
        let host = self.home.browser();
        let kept = JsFuture::from(host.keep_bundle()).await.unwrap_or(JsValue::NULL);
        let get = |name: &str| Reflect::get(&kept, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let files = review.contents.pictures.len() + review.contents.fonts.len();
        if files > 0 && get("kept").is_falsy() && self.home.designs().is_some() {
            let why = said(&get("why").as_string().unwrap_or_default());
            return vec![
                Diagnostic::error(
                    "import-stopped",
                    "",
                    t!("Nothing was imported: the pictures could not be kept. {why}", why = why),
                )
                .repair(t!(
                    "Free some space, then open the file again. What is here is as it was."
                )),
            ];
        }
        let choices = self.choices.get_untracked();
        let chosen = review.contents.designs.iter().zip(choices);
        let done = match self.home.designs() {
            Some(library) => apply(&library, &mut LocalStorage, chosen, now()),
            None => self.open_one(review, &mut told),
        };
        let fonts = !review.contents.fonts.is_empty();
        self.home.imported(&done, fonts, review.contents.source == Source::Design);
        let mut imported = Vec::new();
        if !done.imported.is_empty() {
            imported.push(tn!(done.imported.len(), "{count} certificate", "{count} certificates"));
        }
        if let Some(fault) = &done.fault {
            let missing = list(&done.missing);
            let missing = match review.contents.project {
                Some(_) => t!("{list}, the project", list = missing),
                None => missing,
            };
            let words = t!(
                "The import stopped. Imported: {imported}. Not imported: {missing}. Why: {why}",
                imported = list(&done.imported),
                missing = missing,
                why = reason(&fault.message)
            );
            told.push(
                Diagnostic::error("import-stopped", "", words)
                    .repair(t!("Nothing that was here is lost. Free some space, then open the file again: what is here already is recognised.")),
            );
            return told;
        }
        match self.import_project(review, &done) {
            Ok(Some(words)) => imported.push(words),
            Ok(None) => {}
            Err(fault) => {
                told.push(fault);
                return told;
            }
        }
        if !done.replaced.is_empty() {
            told.push(
                Diagnostic::info("replaced", "", t!("What was replaced can be had back."))
                    .repair(t!("It is in the designer under “Recently deleted”.")),
            );
        }
        let words = if imported.is_empty() {
            t!("Nothing was to be imported.").to_owned()
        } else {
            t!("Imported: {list}.", list = listed(imported))
        };
        told.push(Diagnostic::info("imported", "", words));
        // Who else shows what is kept here reads it anew.
        host.emit("laureate-imported", &JsValue::NULL);
        told
    }

    /// Where nothing is kept, the first design takes the place of the open one.
    fn open_one(self, review: &Review, told: &mut Vec<Diagnostic>) -> Done {
        let mut done = Done::default();
        let choices = self.choices.get_untracked();
        let mut wanted =
            review.contents.designs.iter().zip(choices).filter(|(_, c)| *c != Choice::Skip);
        if let Some((first, _)) = wanted.next()
            && self.home.open_loose(&first.text)
        {
            done.imported.push(first.name.clone());
        }
        if wanted.next().is_some() || (done.imported.is_empty() && !review.designs.is_empty()) {
            told.push(
                Diagnostic::warning(
                    "nothing-kept",
                    "",
                    t!("This page keeps no certificates, so not all could be imported."),
                )
                .repair(t!("Open the file in a Laureate that saves on this device.")),
            );
        }
        done
    }

    fn import_project(self, review: &Review, done: &Done) -> Result<Option<String>, Diagnostic> {
        let (Some(project), Some(standing)) = (&review.contents.project, review.project) else {
            return Ok(None);
        };
        let choice = self.project.get_untracked();
        if standing == Standing::Same || choice == Choice::Skip {
            return Ok(None);
        }
        let text = relinked(&project.text, &done.renamed);
        if choice == Choice::KeepBoth {
            let key = self.home.project_key().ok_or_else(|| SaveFault::Denied.diagnostic())?;
            LocalStorage
                .set(&format!("{key}.previous"), &text)
                .map_err(SaveFault::diagnostic)
                .map_err(|fault| Diagnostic {
                    message: t!("The project was not imported. {why}", why = said(&fault.message)),
                    ..fault
                })?;
            return Ok(Some(t!("the project, as “The one before”").into()));
        }
        self.home.put_project(text, &project.counts.name)?;
        Ok(Some(t!("the project").into()))
    }
}

/// Why something was not saved, without saying once more that it was not.
fn reason(message: &str) -> String {
    let why = match message.trim_start_matches("Not saved: ") {
        "the storage of this browser is full." => t!("the storage of this browser is full."),
        "this browser keeps nothing for this page." => {
            t!("this browser keeps nothing for this page.")
        }
        "the browser gave back something else than was stored." => {
            t!("the browser gave back something else than was stored.")
        }
        "another tab has saved something newer." => t!("another tab has saved something newer."),
        "a newer Laureate has saved here, in another tab." => {
            t!("a newer Laureate has saved here, in another tab.")
        }
        other => return said(other),
    };
    why.to_owned()
}

fn list(names: &[String]) -> String {
    let some = listed(names.iter().take(5).map(|name| t!("“{name}”", name = name)));
    match names.len() {
        0 => t!("nothing").into(),
        n if n > 5 => tn!(n - 5, "{list} and {count} more", "{list} and {count} more", list = some),
        _ => some,
    }
}

pub(super) fn now() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole milliseconds of this age"
    )]
    {
        Date::now() as u64
    }
}
