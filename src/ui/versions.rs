//! Versions of the open certificate: kept, looked at, brought back.

use super::local_storage::LocalStorage;
use super::shared::versions::{called, now};
use super::shelf::Source;
use super::state::Designer;
use crate::diagnostic::Diagnostic;
use crate::edit::{Command, Selection};
use crate::locale::{Tongue, mark};
use crate::storage::versions::{Kind, Take, Version, orphans};
use crate::storage::{Content, Store, envelope};
use crate::template::{Template, parse, write};
use crate::ui::locale::tongue;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

impl Designer {
    fn text_now(self) -> String {
        self.with_template(|template| write(template).to_string())
    }

    /// Another document is open, or the first one.
    pub(super) fn versions_opened(self) {
        let (key, stored) =
            self.core.with_value(|core| (core.storage_key.clone(), core.saved_revision > 0));
        let head = key.as_ref().and_then(|key| LocalStorage.get(key).ok().flatten());
        let modified = head.as_deref().and_then(envelope::peek).and_then(|head| head.modified);
        let stand =
            stored.then(|| Take { at: modified.unwrap_or_default(), text: self.text_now() });
        self.versions.open(key, stand);
    }

    /// What is open was saved.
    pub(super) fn versions_saved(self) {
        self.versions.saved(self.text_now());
    }

    /// Keeps what is open under a name.
    pub(super) fn keep_version(self, name: String) {
        let text = self.text_now();
        spawn_local(async move {
            if self.versions.keep(text, Kind::Named, Some(&name)).await && !self.gone() {
                self.say(t!("Version kept").into());
            }
        });
    }

    /// Keeps what is open before something else takes its place.
    pub(super) fn keep_before(self, kind: Kind) {
        let text = self.text_now();
        spawn_local(async move {
            self.versions.keep(text, kind, None).await;
        });
    }

    async fn template_of(self, id: &str) -> Option<(Version, Template)> {
        let version = self.versions.find(id)?;
        let text = self.versions.text(id).await?;
        if self.gone() {
            return None;
        }
        match parse(&text) {
            Ok(template) => Some((version, template)),
            Err(faults) => {
                faults.into_iter().for_each(|fault| self.notify(fault));
                None
            }
        }
    }

    /// Reads a version for its picture.
    pub(super) fn shelve_version(self, id: &str) {
        let id = id.to_owned();
        spawn_local(async move {
            if let Some((_, template)) = self.template_of(&id).await {
                self.put_on_shelf(&Source::Version(id), Content::Good(Box::new(template)));
            }
        });
    }

    /// Brings a version back, as a step that can be undone. What was there
    /// becomes a version first.
    pub(super) fn restore_version(self, id: &str) {
        let id = id.to_owned();
        spawn_local(async move {
            let Some((version, template)) = self.template_of(&id).await else { return };
            if self.with_template(|now| *now == template) {
                self.notify(Diagnostic::info(
                    "same",
                    "",
                    t!("The certificate is as this version already."),
                ));
                return;
            }
            self.edit(None);
            self.versions.keep(self.text_now(), Kind::BeforeRestore, None).await;
            if self.gone() {
                return;
            }
            let label =
                format!(mark!("Restore “{called}”"), called = version.called(Tongue::ENGLISH));
            let called = called(&version);
            let command = Command::Replace { template: Box::new(template) };
            if self.dispatch(command, &label, None) {
                self.select(Selection::default());
                self.pictures_changed();
                self.notify_undo(t!("“{called}” is back.", called = called));
                self.say(t!(
                    "“{called}” is back. Undo takes you to where you were.",
                    called = called
                ));
            }
        });
    }

    /// Opens a version as a certificate of its own.
    pub(super) fn copy_version(self, id: &str) {
        let id = id.to_owned();
        spawn_local(async move {
            if let Some((_, template)) = self.template_of(&id).await {
                self.start_from(template);
            }
        });
    }

    /// Lets versions go whose document was deleted for good.
    pub(super) fn sweep_versions(self) {
        let Some(library) = self.library() else { return };
        let host = self.host();
        spawn_local(async move {
            let Ok(found) = JsFuture::from(host.version_documents()).await else { return };
            let documents: Vec<String> =
                js_sys::Array::from(&found).iter().filter_map(|key| key.as_string()).collect();
            let open = self.core.try_with_value(|core| library.document_key(&core.document));
            let Some(open) = open else { return };
            // What cannot be looked up is not known to be gone.
            for key in orphans(&library, &LocalStorage, &documents, &[open]).unwrap_or_default() {
                let _ = JsFuture::from(host.remove_versions(&key, None)).await;
            }
        });
    }

    /// Milliseconds since 1970, for lists of versions.
    pub(super) fn version_name(self, id: &str) -> String {
        self.versions.find(id).map_or_else(String::new, |version| {
            let (name, ago) =
                (called(&version), crate::screen::ago::ago(now(), version.at, tongue()));
            match ago {
                Some(ago) => t!("{name}, {ago}", name = name, ago = ago),
                None => name,
            }
        })
    }
}
