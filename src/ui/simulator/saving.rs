//! Keeping the project on this device.

use super::edits::now;
use super::state::Room;
use super::tabs::Tab;
use crate::desk::stories::STORIES;
use crate::desk::{Ask, State};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::storage::aside::set_aside;
use crate::storage::{
    Journal, SaveFault, Store, load, newest, next_revision, note_elsewhere, save_dated,
};
use crate::ui::local_storage::LocalStorage;
use leptos::prelude::*;
use serde::Deserialize;
use std::time::Duration;

/// A change is saved this long after the last one.
const SOON: Duration = Duration::from_millis(400);

/// One that goes into the database alone takes longer to write: it waits longer.
const LATER: Duration = Duration::from_millis(2000);

/// The longest project that is kept in localStorage, in bytes: it holds about five
/// million characters in all. Longer ones are kept in the database alone.
const LIMIT: usize = 1_500_000;

/// The longest project that is kept in this browser at all, in bytes.
const LONGEST: f64 = 128.0 * 1024.0 * 1024.0;

/// What the bar says of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saved {
    /// Nothing is to be stored here, or nothing was changed yet.
    Off,
    Yes,
    /// A change waits to be stored.
    Pending,
    /// It is being stored, or has not reached the disk yet.
    Settling,
    /// Too long for the browser's storage: only a file keeps it.
    TooLarge,
    Failed(SaveFault),
}

/// What the worker says of a project that it wrote.
#[derive(Deserialize)]
struct Kept {
    kept: bool,
    #[serde(default)]
    fits: bool,
}

/// Milliseconds since 1970, whole.
fn now_ms() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole milliseconds of this age"
    )]
    {
        now() as u64
    }
}

impl Room {
    /// Opens what is given, else what was kept, else the first example.
    pub(super) fn begin(self, given: Option<String>) {
        self.listen();
        self.read_designs();
        self.join_tabs();
        self.spawn(async move {
            // Whose the journal is depends on it.
            for _ in 0..100 {
                if self.tab.try_get_untracked() != Some(Tab::Asking) {
                    break;
                }
                super::designs::sleep(5).await;
            }
            if self.tab.is_disposed() {
                return;
            }
            let kept = match given {
                Some(text) => {
                    self.write_over();
                    Some(text)
                }
                None => self.kept(),
            };
            if let Some(text) = kept {
                match self.open_kept(text.clone()).await {
                    Ok(()) => return,
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
                Ok(state) => {
                    // It may have been changed, and left before it was ever saved.
                    if self.place().is_some_and(|(_, revision)| revision == 0) {
                        self.read_journal(0);
                    }
                    self.do_again(state).await;
                }
                Err(faults) => self.tell_all(faults),
            }
        });
    }

    /// Opens a text as it was kept, and does again what was not saved any more.
    pub(super) async fn open_kept(self, text: String) -> Result<(), Diagnostics> {
        let label = "Open".to_owned();
        let ask = Ask::Open { text: text.clone(), label, fresh: true, now: now() };
        let state = match self.ask::<State>(&ask).await {
            Ok(state) => state,
            Err(faults) => {
                if faults.iter().any(|fault| fault.code == "newer-version") {
                    self.hold(SaveFault::Newer);
                }
                return Err(faults);
            }
        };
        self.core.update_value(|core| core.last = Some(text));
        self.versions_opened();
        if !matches!(self.saved.get_untracked(), Saved::Failed(_)) {
            self.saved.set(Saved::Yes);
        }
        self.do_again(state).await;
        Ok(())
    }

    /// Does again what is in the journal, and takes over what comes of it.
    async fn do_again(self, mut state: State) {
        let edits = self.unsaved_edits();
        let again = !edits.is_empty();
        for edit in edits {
            // What cannot be done again is told, and ends it: what follows may
            // stand on it.
            match self.ask::<State>(&edit).await {
                Ok(answer) => state = answer,
                Err(faults) => {
                    self.tell_all(faults);
                    break;
                }
            }
        }
        let Some(sent) = self.core.try_with_value(|core| core.sent) else { return };
        self.take(state, sent);
        if again {
            self.save_soon();
        }
    }

    /// Where the project is kept that was open before another one was opened.
    fn previous_key(self) -> Option<String> {
        Some(format!("{}.previous", self.core.with_value(|core| core.storage_key.clone())?))
    }

    /// Keeps the project that is about to be left: undo has it only until the page
    /// is loaded anew. What can't be kept (too large, no storage) is not.
    pub(super) fn keep_previous(self) {
        self.spawn(self.keep_previous_now());
    }

    /// The same, until it is kept.
    pub(super) async fn keep_previous_now(self) {
        let Some(key) = self.previous_key() else { return };
        let text = self.ask::<Option<String>>(&Ask::Text { limit: Some(LIMIT) }).await;
        if let Ok(Some(text)) = text {
            let _ = LocalStorage.set(&key, &text);
        }
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
            let label = t!("Open the project before").to_owned();
            self.send(Ask::Open { text, label, fresh: false, now: now() });
            self.tell_undo(t!("Opened the project that was open before."));
        }
    }

    pub(super) fn close_welcome(self) {
        self.welcome.set(false);
    }

    /// The engine broke: another one opens what was kept last.
    pub(super) fn recover(self) {
        let last = self.core.with_value(|core| core.last.clone());
        self.core.update_value(|core| {
            core.sent = 0;
            core.journal = Journal::after_revision(core.saved_revision, 0);
        });
        self.tell(
            Diagnostic::error(
                "rules-failed",
                "",
                t!("The rules engine stopped because of a fault."),
            )
            .repair(t!("The project was opened again as it was saved last.")),
        );
        self.begin(last);
    }

    /// What is there is written over: something else was given.
    fn write_over(self) {
        self.core.update_value(|core| {
            if let Some(key) = &core.storage_key {
                core.saved_revision = newest(&LocalStorage, key).unwrap_or_default();
            }
        });
    }

    /// The project's text that was kept in the browser.
    pub(super) fn kept(self) -> Option<String> {
        let key = self.core.with_value(|core| core.storage_key.clone())?;
        match load(&LocalStorage, &key) {
            Ok(loaded) => {
                for (text, fault) in loaded.damaged.iter().zip(&loaded.diagnostics) {
                    // What a newer program wrote stays where it is.
                    if fault.code == "record-newer" {
                        self.hold(SaveFault::Newer);
                    } else if let Err(fault) = set_aside(&mut LocalStorage, &key, text, now_ms()) {
                        self.hold(fault);
                    }
                }
                if loaded.missing {
                    self.hold(SaveFault::NotVerified);
                }
                self.tell_all(loaded.diagnostics);
                let (revision, text) = loaded.document?;
                let known = revision + LocalStorage::margin();
                self.core.update_value(|core| core.saved_revision = known);
                if self.tab.get_untracked() != Tab::Follows {
                    self.read_journal(revision);
                }
                Some(text)
            }
            Err(fault) => {
                self.saved.set(Saved::Failed(fault));
                self.tell(fault.diagnostic());
                None
            }
        }
    }

    /// Nothing is written any more: something is there that must stay. Said at
    /// once, and for as long as nothing is saved.
    fn hold(self, why: SaveFault) {
        self.core.update_value(|core| core.storage_key = None);
        self.saved.set(Saved::Failed(why));
    }

    /// Keeps what could not be read, before anything is written over it.
    fn set_aside(self, text: &str) {
        if let Some(key) = self.core.with_value(|core| core.storage_key.clone())
            && let Err(fault) = set_aside(&mut LocalStorage, &key, text, now_ms())
        {
            self.hold(fault);
        }
    }

    /// Saves once things have been quiet for a moment.
    pub(super) fn save_soon(self) {
        if self.core.with_value(|core| core.storage_key.is_none()) {
            return;
        }
        self.saved.set(Saved::Pending);
        let (sent, long) = self.core.with_value(|core| (core.sent, core.long));
        set_timeout(
            move || {
                // Another change came: its own timer saves.
                if self.core.try_with_value(|core| core.sent) == Some(sent) {
                    self.save_now();
                }
            },
            if long { LATER } else { SOON },
        );
    }

    /// Saves at once what is not saved yet. Its edits are in the journal already.
    pub(super) fn save_now(self) {
        if self.saved.try_get_untracked() != Some(Saved::Pending)
            || self.tab.try_get_untracked() != Some(Tab::Edits)
        {
            return;
        }
        self.saved.set(Saved::Settling);
        self.spawn(async move {
            let sent = self.core.with_value(|core| core.sent);
            let outcome = match self.ask::<Option<String>>(&Ask::Text { limit: Some(LIMIT) }).await
            {
                Ok(Some(text)) => self.write(text, sent).await,
                Ok(None) => self.write_long(sent).await,
                Err(faults) => {
                    self.tell_all(faults);
                    return;
                }
            };
            if self.saved.is_disposed() {
                return;
            }
            match outcome {
                Saved::Failed(SaveFault::Conflict) => return self.keep_both(),
                Saved::Failed(fault) => self.tell(fault.diagnostic()),
                Saved::TooLarge => {
                    let message = t!("This project is too large to be kept in this browser.");
                    self.tell(
                        Diagnostic::warning("too-large", "", message)
                            .repair(t!("Save it as a file before you leave.")),
                    );
                }
                _ => {}
            }
            // Another change may wait already.
            if self.saved.get_untracked() == Saved::Settling {
                self.saved.set(outcome);
            }
        });
    }

    async fn write(self, text: String, sent: u64) -> Saved {
        let Some((key, expected)) = self.place() else { return Saved::Off };
        let outcome = next_revision(&LocalStorage, &key, Some(expected)).and_then(|revision| {
            self.note(|journal| journal.saving(revision, sent));
            save_dated(&mut LocalStorage, &key, &text, Some(expected), Some(now_ms()))
        });
        self.core.update_value(|core| {
            core.last = Some(text);
            core.long = false;
            if matches!(outcome, Err(SaveFault::Full | SaveFault::NotVerified)) {
                // Kept or not, it is ours: the next save is no conflict with it.
                let ours = newest(&LocalStorage, &key).unwrap_or_default();
                core.saved_revision = core.saved_revision.max(ours);
            }
        });
        let kept = match outcome {
            Err(SaveFault::Full | SaveFault::NotVerified) | Ok(_) => LocalStorage::settled().await,
            Err(_) => false,
        };
        match outcome {
            Ok(revision) => {
                self.versions_saved();
                self.wrote(&key, revision)
            }
            // The second copy found room.
            Err(SaveFault::Full | SaveFault::NotVerified) if kept => {
                self.wrote(&key, newest(&LocalStorage, &key).unwrap_or(expected + 1))
            }
            Err(fault) => Saved::Failed(fault),
        }
    }

    /// Has the worker write a project into the database that is too long for
    /// localStorage, and for going through the page at every change.
    async fn write_long(self, sent: u64) -> Saved {
        let Some((key, expected)) = self.place() else { return Saved::Off };
        let revision = match next_revision(&LocalStorage, &key, Some(expected)) {
            Ok(revision) => revision,
            Err(fault) => return Saved::Failed(fault),
        };
        self.note(|journal| journal.saving(revision, sent));
        self.core.update_value(|core| core.long = true);
        #[expect(clippy::cast_precision_loss, reason = "revisions are far below 2^53")]
        let members = [
            ("key", key.clone().into()),
            ("revision", (revision as f64).into()),
            ("modified", now().into()),
            ("limit", LONGEST.into()),
        ];
        match self.call::<Kept>("keep", &members).await {
            Ok(Kept { kept: true, .. }) => {
                // Should this fail, the copy is the newer one all the same.
                let _ = note_elsewhere(&mut LocalStorage, &key, revision, Some(now_ms()));
                self.wrote(&key, revision)
            }
            Ok(Kept { fits: false, .. }) => Saved::TooLarge,
            Ok(_) => Saved::Failed(SaveFault::Full),
            Err(faults) => {
                self.tell_all(faults);
                Saved::Failed(SaveFault::Full)
            }
        }
    }

    /// Where the project is kept, and the revision that it was made from.
    fn place(self) -> Option<(String, u64)> {
        self.core.try_with_value(|core| Some((core.storage_key.clone()?, core.saved_revision)))?
    }

    fn wrote(self, key: &str, revision: u64) -> Saved {
        self.core.update_value(|core| core.saved_revision = revision);
        self.note(|journal| journal.saved(revision));
        self.host().saved_document(key);
        self.worked();
        Saved::Yes
    }

    /// Hands the project to the person as a file.
    pub(super) fn download_project(self) {
        self.spawn(async move {
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
        self.spawn(async move {
            let label = t!("Open {name}", name = file.name());
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
                        let message = tn!(
                            faults,
                            "{count} entry of the file could not be read.",
                            "{count} entries of the file could not be read."
                        );
                        self.tell(
                            Diagnostic::warning("faults", "", message).repair(t!(
                                "They are listed below; the rest of the project is open."
                            )),
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
