//! Keeping the project on this device.

use super::edits::now;
use super::state::Room;
use crate::desk::stories::STORIES;
use crate::desk::{Ask, State};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::storage::{SaveFault, Store, load, save_dated};
use crate::ui::local_storage::LocalStorage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// A change is saved this long after the last one.
const SOON: Duration = Duration::from_millis(400);

/// The longest project that is kept in the browser's storage, in bytes: it holds
/// about five million characters in all.
const LIMIT: usize = 3_500_000;

/// What the bar says of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saved {
    /// Nothing is to be stored here, or nothing was changed yet.
    Off,
    Yes,
    Pending,
    /// Too long for the browser's storage: only a file keeps it.
    TooLarge,
    Failed(SaveFault),
}

impl Room {
    /// Opens what is given, else what was kept, else the first example.
    pub(super) fn begin(self, given: Option<String>) {
        self.listen();
        self.read_designs();
        let kept = given.or_else(|| self.kept());
        spawn_local(async move {
            let fresh = |text: String| Ask::Open {
                text,
                label: "Open".to_owned(),
                fresh: true,
                now: now(),
            };
            if let Some(text) = kept {
                self.core.update_value(|core| core.last = Some(text.clone()));
                self.versions_opened();
                match self.ask::<State>(&fresh(text.clone())).await {
                    Ok(state) => {
                        self.take(state, 0);
                        self.saved.set(Saved::Yes);
                        return;
                    }
                    Err(faults) => {
                        self.set_aside(&text);
                        self.tell_all(faults);
                    }
                }
            }
            self.core.update_value(|core| core.last = None);
            self.versions_opened();
            self.welcome.set(true);
            let key = STORIES.first().map_or_else(String::new, |story| story.key.to_owned());
            match self.ask::<State>(&Ask::Story { key, fresh: true, now: now() }).await {
                Ok(state) => self.take(state, 0),
                Err(faults) => self.tell_all(faults),
            }
        });
    }

    /// Where the project is kept that was open before another one was opened.
    fn previous_key(self) -> Option<String> {
        Some(format!("{}.previous", self.core.with_value(|core| core.storage_key.clone())?))
    }

    /// Keeps the project that is about to be left: undo has it only until the page
    /// is loaded anew. What can't be kept (too large, no storage) is not.
    pub(super) fn keep_previous(self) {
        let Some(key) = self.previous_key() else { return };
        spawn_local(async move {
            if let Ok(Some(text)) =
                self.ask::<Option<String>>(&Ask::Text { limit: Some(LIMIT) }).await
            {
                let _ = LocalStorage.set(&key, &text);
            }
        });
    }

    /// Whether there is a project that was left.
    pub(super) fn has_previous(self) -> bool {
        self.previous_key().is_some_and(|key| matches!(LocalStorage.get(&key), Ok(Some(_))))
    }

    /// Opens the project that was left before this one, and keeps this one instead.
    pub(super) fn open_previous(self) {
        let Some(key) = self.previous_key() else { return };
        if let Ok(Some(text)) = LocalStorage.get(&key) {
            self.keep_previous();
            let label = "Open the project before".to_owned();
            self.send(Ask::Open { text, label, fresh: false, now: now() });
            self.tell_undo("Opened the project that was open before.");
        }
    }

    pub(super) fn close_welcome(self) {
        self.welcome.set(false);
    }

    /// The engine broke: another one opens what was kept last.
    pub(super) fn recover(self) {
        let last = self.core.with_value(|core| core.last.clone());
        self.core.update_value(|core| core.sent = 0);
        self.tell(
            Diagnostic::error("rules-failed", "", "The rules engine stopped because of a fault.")
                .repair("The project was opened again as it was saved last."),
        );
        self.begin(last);
    }

    /// The project's text that was kept in the browser.
    fn kept(self) -> Option<String> {
        let key = self.core.with_value(|core| core.storage_key.clone())?;
        match load(&LocalStorage, &key) {
            Ok(loaded) => {
                for (n, text) in loaded.damaged.iter().enumerate() {
                    let _ = LocalStorage.set(&format!("{key}.damaged.{n}"), text);
                }
                self.tell_all(loaded.diagnostics);
                let (revision, text) = loaded.document?;
                self.core.update_value(|core| core.saved_revision = revision);
                Some(text)
            }
            Err(fault) => {
                self.saved.set(Saved::Failed(fault));
                self.tell(fault.diagnostic());
                None
            }
        }
    }

    /// Keeps what could not be read, before anything is written over it.
    fn set_aside(self, text: &str) {
        if let Some(key) = self.core.with_value(|core| core.storage_key.clone())
            && LocalStorage.set(&format!("{key}.unread"), text).is_err()
        {
            self.core.update_value(|core| core.storage_key = None);
        }
    }

    /// Saves once things have been quiet for a moment.
    pub(super) fn save_soon(self) {
        if self.core.with_value(|core| core.storage_key.is_none()) {
            return;
        }
        self.saved.set(Saved::Pending);
        let sent = self.core.with_value(|core| core.sent);
        set_timeout(
            move || {
                // Another change came: its own timer saves.
                if self.core.try_with_value(|core| core.sent) == Some(sent) {
                    self.save_now();
                }
            },
            SOON,
        );
    }

    /// Saves at once what is not saved yet.
    pub(super) fn save_now(self) {
        if self.saved.try_get_untracked() != Some(Saved::Pending) {
            return;
        }
        spawn_local(async move {
            let saved = match self.ask::<Option<String>>(&Ask::Text { limit: Some(LIMIT) }).await {
                Ok(Some(text)) => self.write(text),
                Ok(None) => Saved::TooLarge,
                Err(faults) => {
                    self.tell_all(faults);
                    return;
                }
            };
            let before = self.saved.try_get_untracked();
            if let Saved::Failed(fault) = saved {
                self.tell(fault.diagnostic());
            }
            if saved == Saved::TooLarge && before != Some(Saved::TooLarge) {
                let message = "This project is too large for the browser's storage.";
                self.tell(
                    Diagnostic::warning("too-large", "", message)
                        .repair("Save it as a file before you leave."),
                );
            }
            self.saved.set(saved);
        });
    }

    fn write(self, text: String) -> Saved {
        let outcome = self.core.try_update_value(|core| {
            let key = core.storage_key.clone()?;
            let revision = core.saved_revision + 1;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole milliseconds of this age"
            )]
            let modified = now() as u64;
            let saved = save_dated(&mut LocalStorage, &key, &text, revision, Some(modified));
            core.last = Some(text);
            Some(saved.map(|revision| core.saved_revision = revision))
        });
        match outcome.flatten() {
            Some(Ok(())) => {
                self.versions_saved();
                Saved::Yes
            }
            Some(Err(fault)) => Saved::Failed(fault),
            None => Saved::Off,
        }
    }

    /// Hands the project to the person as a file.
    pub(super) fn download_project(self) {
        spawn_local(async move {
            match self.ask::<Option<String>>(&Ask::Text { limit: None }).await {
                Ok(Some(text)) => {
                    let name = self.peek(|p| p.name.clone());
                    let name = if name.is_empty() { "project".to_owned() } else { name };
                    let file = format!("{}.json", super::words::file_name(&name));
                    self.host().download(&file, "application/json", &text.into());
                }
                Ok(None) => {}
                Err(faults) => self.tell_all(faults),
            }
        });
    }

    /// Opens a project file in place of the present one, as a step.
    pub(super) fn open_file(self, file: web_sys::File) {
        spawn_local(async move {
            let label = format!("Open {}", file.name());
            let sent = self.core.try_update_value(|core| {
                core.sent += 1;
                core.sent
            });
            self.working.set(Some((crate::desk::Phase::Compile, 0, 0)));
            let answer: Result<State, Diagnostics> = self
                .call(
                    "open",
                    &[
                        ("file", file.into()),
                        ("label", label.clone().into()),
                        ("fresh", false.into()),
                        ("now", now().into()),
                    ],
                )
                .await;
            match answer {
                Ok(state) => {
                    let faults = state.faults.len();
                    self.take(state, sent.unwrap_or_default());
                    self.save_soon();
                    self.tell_undo(label);
                    if faults > 0 {
                        let message = format!("{faults} entries of the file could not be read.");
                        self.tell(
                            Diagnostic::warning("faults", "", message)
                                .repair("They are listed below; the rest of the project is open."),
                        );
                    }
                }
                Err(faults) => {
                    self.working.set(None);
                    self.tell_all(faults);
                }
            }
        });
    }
}
