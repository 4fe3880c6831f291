//! Importing what was chosen.

use super::{Files, Home, Review, Stage};
use crate::bundle::plan::{Choice, Standing, relinked};
use crate::bundle::{Done, Source, apply};
use crate::diagnostic::Diagnostic;
use crate::storage::{SaveFault, Store};
use crate::ui::local_storage::LocalStorage;
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
            title: format!("Open “{}”", review.file),
            words: "Importing…".into(),
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
            let why = get("why").as_string().unwrap_or_default();
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
        let mut imported = count(done.imported.len(), "certificate");
        if let Some(fault) = &done.fault {
            let words = format!(
                "The import stopped. Imported: {}. Not imported: {}{}.",
                list(&done.imported),
                list(&done.missing),
                if review.contents.project.is_some() { ", the project" } else { "" },
            );
            let why = fault.message.trim_start_matches("Not saved: ");
            told.push(
                Diagnostic::error("import-stopped", "", format!("{words} Why: {why}"))
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
            format!("Imported: {}.", imported.join(", "))
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
                    "This page keeps no certificates, so not all could be imported.",
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
                    message: format!("The project was not imported. {}", fault.message),
                    ..fault
                })?;
            return Ok(Some("the project, as “The one before”".into()));
        }
        self.home.put_project(text, &project.counts.name)?;
        Ok(Some("the project".into()))
    }
}

fn count(n: usize, what: &str) -> Vec<String> {
    match n {
        0 => Vec::new(),
        1 => vec![format!("1 {what}")],
        n => vec![format!("{n} {what}s")],
    }
}

fn list(names: &[String]) -> String {
    let some: Vec<String> = names.iter().take(5).map(|name| format!("“{name}”")).collect();
    match names.len() {
        0 => "nothing".into(),
        n if n > 5 => format!("{} and {} more", some.join(", "), n - 5),
        _ => some.join(", "),
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
