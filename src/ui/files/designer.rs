//! The designer as a place that files are opened in.

use super::Home;
use super::keep::now;
use crate::bundle::{Done, put_project};
use crate::diagnostic::Diagnostic;
use crate::edit::Command;
use crate::locale::mark;
use crate::storage::{Library, SaveFault, load};
use crate::template::{parse, write};
use crate::ui::host::Host;
use crate::ui::local_storage::LocalStorage;
use crate::ui::locale::said;
use crate::ui::state::Designer;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Where the rehearsal room keeps its project, unless the element says otherwise.
const PROJECT_KEY: &str = "laureate:project";

impl Home for Designer {
    fn browser(self) -> Host {
        self.host()
    }

    fn designs(self) -> Option<Library> {
        self.library()
    }

    fn project_key(self) -> Option<String> {
        self.library()?;
        Some(self.host().attribute("project-key").unwrap_or_else(|| PROJECT_KEY.into()))
    }

    fn file_name(self) -> Option<String> {
        None
    }

    fn loose_designs(self) -> Vec<(String, String)> {
        let text = || self.with_template(|t| write(t).to_string());
        let changed = self.core.with_value(|core| core.editor.can_undo().is_some());
        let kept = self.library().and_then(|library| library.list(&LocalStorage).ok());
        let nothing = kept.is_none_or(|all| all.is_empty());
        if nothing || changed { vec![(self.document.get_untracked(), text())] } else { Vec::new() }
    }

    async fn settle(self) -> bool {
        self.settle_document()
    }

    async fn project(self) -> Option<String> {
        let key = self.project_key()?;
        // The room writes it, and a long one into the database alone.
        LocalStorage::look_again(&key).await;
        let found = load(&LocalStorage, &key).ok()?;
        if found.missing {
            found.diagnostics.into_iter().for_each(|fault| self.notify(fault));
        }
        found.document.map(|(_, text)| text)
    }

    fn put_project(self, text: String, _: &str) -> Result<(), Diagnostic> {
        let key = self.project_key().ok_or_else(|| SaveFault::Denied.diagnostic())?;
        put_project(&mut LocalStorage, &key, &text, now()).map_err(|fault| {
            let fault = fault.diagnostic();
            let message = t!("The project was not imported. {why}", why = said(&fault.message));
            Diagnostic { message, ..fault }
        })
    }

    fn open_loose(self, text: &str) -> bool {
        let Ok(template) = parse(text) else { return false };
        let label = format!(mark!("Open “{name}”"), name = template.name);
        let command = Command::Replace { template: Box::new(template) };
        let opened = self.dispatch(command, &label, None);
        self.pictures_changed();
        opened
    }

    fn imported(self, done: &Done, fonts: bool, alone: bool) {
        let open = self.document.get_untracked();
        if done.ids.contains(&open) {
            // It may be open here without being stored: it is now.
            self.open_anew();
        } else if alone && let Some(id) = done.ids.first() {
            self.open_document(id);
        }
        self.stored.update(|n| *n += 1);
        spawn_local(async move {
            if fonts {
                self.load_own_fonts(&self.host()).await;
            }
            if !self.gone() {
                self.pictures_changed();
                self.refresh();
            }
        });
    }

    fn tell(self, finding: Diagnostic) {
        self.notify(finding);
    }
}
