//! The designer in several tabs: one edits a document, the others follow it.

use super::local_storage::LocalStorage;
use super::saving::{self, Saved, now};
use super::shared::for_life;
use super::state::Designer;
use crate::diagnostic::Diagnostic;
use crate::storage::{free_name, newest};
use crate::template::Template;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// What this tab is to the open document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    /// It is being found out.
    Asking,
    /// It edits.
    Edits,
    /// Another one edits.
    Follows,
}

impl Designer {
    /// Joins the other tabs. Within the owner that lives as long as the designer.
    pub(super) fn join_tabs(self) {
        let Some(library) = self.library() else { return };
        let role = Closure::<dyn Fn(String)>::new(move |role: String| self.became(&role));
        let saved = Closure::<dyn Fn(String)>::new(move |key: String| self.saved_elsewhere(&key));
        let leave = Closure::<dyn Fn() -> js_sys::Promise>::new(move || {
            self.save_now();
            future_to_promise(async move {
                LocalStorage::settled().await;
                Ok(JsValue::UNDEFINED)
            })
        });
        self.host().on_tabs(
            &library.document_key(""),
            role.as_ref().unchecked_ref(),
            saved.as_ref().unchecked_ref(),
            leave.as_ref().unchecked_ref(),
        );
        for_life((role, saved, leave));
        self.hold_document();
    }

    /// Asks to be the tab that edits what is open.
    pub(super) fn hold_document(self) {
        let key = self.core.with_value(|core| {
            core.library.as_ref().map(|library| library.document_key(&core.document))
        });
        if let Some(key) = key {
            self.tab.set(Tab::Asking);
            self.host().hold_document(&key);
        }
    }

    /// Takes the document over.
    pub(super) fn take_over(self) {
        self.host().take_document();
    }

    fn became(self, role: &str) {
        if self.gone() {
            return;
        }
        if role == "follow" {
            // What was done until now is kept, unless somebody has gone on from
            // what was there before it.
            if self.tab.get_untracked() == Tab::Edits {
                self.save_now();
            }
            self.tab.set(Tab::Follows);
            self.edit(None);
            self.cropping.set(None);
            return;
        }
        let followed = self.tab.get_untracked() == Tab::Follows;
        if !followed {
            self.tab.set(Tab::Edits);
            self.save_if_pending();
            return;
        }
        self.tab.set(Tab::Asking);
        spawn_local(async move {
            let Some(key) = self.open_key() else { return };
            // The other tab's last save is in the database for sure; what
            // localStorage shows may be a moment old.
            LocalStorage::look_again(&key).await;
            if self.gone() || self.open_key().as_deref() != Some(&*key) {
                return;
            }
            self.catch_up(&key);
            self.tab.set(Tab::Edits);
            self.save_if_pending();
            self.say(t!("You are editing here now").to_owned());
        });
    }

    fn save_if_pending(self) {
        if self.saved.get_untracked() == Saved::Pending {
            self.save_soon();
        }
    }

    fn open_key(self) -> Option<String> {
        self.core.try_with_value(|core| {
            core.library.as_ref().map(|library| library.document_key(&core.document))
        })?
    }

    /// Another tab has written under a key.
    fn saved_elsewhere(self, key: &str) {
        if self.gone() {
            return;
        }
        match self.open_key() {
            Some(open) if open == key => {
                let pending = self.saved.get_untracked() == Saved::Pending;
                if self.tab.get_untracked() == Tab::Edits && pending {
                    // The save that is due finds out who was first.
                    self.save_now();
                } else {
                    self.catch_up(key);
                }
            }
            _ => self.stored.update(|n| *n += 1),
        }
    }

    /// Shows what is stored, where that is newer than what is shown.
    fn catch_up(self, key: &str) {
        let seen = self.core.with_value(|core| core.saved_revision);
        if newest(&LocalStorage, key).is_ok_and(|newest| newest > seen) {
            let (id, template) = self
                .core
                .with_value(|core| (core.document.clone(), core.editor.template().clone()));
            self.put(saving::stored(self.library().as_ref(), id, template));
            self.stored.update(|n| *n += 1);
        }
    }

    /// Another tab has saved something else meanwhile: that is shown, and what was
    /// made here becomes a certificate of its own.
    pub(super) fn keep_both(self) {
        let Some(key) = self.open_key() else { return };
        let Some(library) = self.library() else { return };
        let mut template = self.with_template(Template::clone);
        let names: Vec<String> = self
            .documents()
            .unwrap_or_default()
            .iter()
            .filter_map(|row| self.read_document(&row.id))
            .map(|content| content.name().to_owned())
            .collect();
        let wanted = t!("{name} (from this tab)", name = template.name);
        template.name = free_name(names.iter().map(String::as_str), &wanted);
        match library.create(&mut LocalStorage, &template, now()) {
            Ok(_) => {
                self.catch_up(&key);
                let message = t!(
                    "Another tab changed this certificate at the same time. What you had here is kept as “{name}”.",
                    name = template.name
                );
                self.notify(
                    Diagnostic::warning("kept-both", "", message)
                        .repair(t!("Find it under Templates, in your certificates.")),
                );
                self.stored.update(|n| *n += 1);
            }
            Err(fault) => {
                self.saved.set(Saved::Failed(fault));
                self.notify(fault.diagnostic());
            }
        }
    }

    /// Whether what is open may be changed here; says why not.
    pub(super) fn may_edit(self) -> bool {
        if self.around.readonly.try_get_untracked() != Some(false) {
            return false;
        }
        let may = self.tab.get_untracked() != Tab::Follows;
        if !may {
            self.notify(
                Diagnostic::info(
                    "follows",
                    "",
                    t!("This certificate is being edited in another tab."),
                )
                .repair(t!("Choose “Edit here” to go on in this one.")),
            );
        }
        may
    }
}
