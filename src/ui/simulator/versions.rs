//! Versions of the project: kept, compared with the present one, brought back.

use super::edits::now;
use super::state::Room;
use crate::desk::Ask;
use crate::diagnostic::Diagnostic;
use crate::locale::{Tongue, mark};
use crate::storage::versions::{Budget, Kind, Parts, Take, Version, compared, parts};
use crate::storage::{Store, envelope};
use crate::ui::local_storage::LocalStorage as Browser;
use crate::ui::locale::tongue;
use crate::ui::shared::versions::{List, called, list};
use icondata_lu as lu;
use leptos::prelude::*;

impl Room {
    /// A project was opened that is kept: its text as it is stored.
    pub(super) fn versions_opened(self) {
        let (key, text) =
            self.core.with_value(|core| (core.storage_key.clone(), core.last.clone()));
        let record = key.as_ref().and_then(|key| Browser.get(key).ok().flatten());
        let modified = record.as_deref().and_then(envelope::peek).and_then(|head| head.modified);
        let stand = text.map(|text| Take { at: modified.unwrap_or_default(), text });
        self.versions.open(key, stand);
    }

    /// The project was saved.
    pub(super) fn versions_saved(self) {
        if let Some(Some(text)) = self.core.try_with_value(|core| core.last.clone()) {
            self.versions.saved(text);
        }
    }

    /// The project's text as it is now; says so where it is too large for versions.
    async fn text_now(self) -> Option<String> {
        match self.ask::<Option<String>>(&Ask::Text { limit: Some(Budget::PROJECT.longest) }).await
        {
            Ok(Some(text)) => Some(text),
            Ok(None) => None,
            Err(faults) => {
                self.tell_all(faults);
                None
            }
        }
    }

    fn keep_version(self, name: String) {
        self.spawn(async move {
            let Some(text) = self.text_now().await else {
                self.tell(
                    Diagnostic::warning(
                        "too-large",
                        "",
                        t!("This project is too large for versions."),
                    )
                    .repair(t!("Save it as a file to keep it as it is.")),
                );
                return;
            };
            if self.versions.keep(text, Kind::Named, Some(&name)).await {
                self.say(t!("Version kept"));
            }
        });
    }

    /// Keeps the project before another one takes its place.
    pub(super) fn keep_before(self, kind: Kind) {
        self.spawn(async move {
            if let Some(text) = self.text_now().await {
                self.versions.keep(text, kind, None).await;
            }
        });
    }

    /// Brings a version back, as a step that can be undone. What was there
    /// becomes a version first.
    fn restore_version(self, id: String) {
        self.spawn(async move {
            let Some(version) = self.versions.find(&id) else { return };
            let Some(text) = self.versions.text(&id).await else { return };
            if let Some(before) = self.text_now().await {
                self.versions.keep(before, Kind::BeforeRestore, None).await;
            }
            let called = called(&version);
            // The history is kept in English, and said where it is shown.
            let label =
                format!(mark!("Restore “{called}”"), called = version.called(Tongue::ENGLISH));
            self.playhead.set(None);
            self.send(Ask::Open { text, label, fresh: false, now: now() });
            self.tell_undo(t!("“{called}” is back.", called = called));
        });
    }

    fn download_version(self, id: String) {
        self.spawn(async move {
            let Some(version) = self.versions.find(&id) else { return };
            let Some(text) = self.versions.text(&id).await else { return };
            let name = if version.title.is_empty() { "project" } else { &version.title };
            let file = format!("{}.json", super::words::file_name(name));
            self.host().download(&file, "application/json", &text.into());
        });
    }
}

/// The list, with what differs from the present project.
pub(super) fn section(room: Room) -> impl IntoView {
    let present = RwSignal::new(None::<Parts>);
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        // Whatever is done comes to the worker; its news is when it was done.
        room.news.track();
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        room.spawn(async move {
            super::designs::sleep(150).await;
            if turn.try_get_value() != mine {
                return;
            }
            let text = room.text_now().await;
            let _ = present.try_set(text.map(|text| parts(&text)));
        });
    });
    let about = move |(version,): (Version,)| {
        let title = version.title.clone();
        let title =
            (title != room.track(|p| p.name.clone())).then(|| t!("“{title}”", title = title));
        let then = version.parts;
        let words = present.with(|now| compared(&then, now.as_ref().unwrap_or(&then), tongue()));
        title.into_iter().chain(words).collect::<Vec<_>>().join(t!(", "))
    };
    let shown = List {
        versions: room.versions,
        hint: t!(
            "How the project was at earlier times. To bring one back is a step, and can be undone."
        ),
        keep: Callback::new(move |name| room.keep_version(name)),
        restore: Callback::new(move |id| room.restore_version(id)),
        picture: None,
        look: None,
        more: Some((
            t!("Save as a file"),
            lu::LuDownload,
            Callback::new(move |id| room.download_version(id)),
        )),
        about: Some(Callback::new(about)),
    };
    list(shown, view! { <h2>{t!("Versions")}</h2> })
}
