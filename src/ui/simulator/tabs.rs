//! The room in several tabs: one edits the project, the others follow it.

use super::saving::Saved;
use super::state::Room;
use crate::diagnostic::Diagnostic;
use crate::storage::newest;
use crate::ui::local_storage::LocalStorage;
use crate::ui::shared::for_life;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// What this tab is to the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    /// It is being found out.
    Asking,
    /// It edits.
    Edits,
    /// Another one edits.
    Follows,
}

impl Room {
    /// Joins the other tabs. Within the owner that lives as long as the room.
    pub(super) fn join_tabs(self) {
        // After the engine broke, it has joined them already.
        if self.core.with_value(|core| core.joined) {
            return;
        }
        let Some(key) = self.core.with_value(|core| core.storage_key.clone()) else { return };
        self.core.update_value(|core| core.joined = true);
        let role = Closure::<dyn Fn(String)>::new(move |role: String| self.became(&role));
        let saved = Closure::<dyn Fn(String)>::new(move |key: String| self.saved_elsewhere(&key));
        let leave = Closure::<dyn Fn() -> js_sys::Promise>::new(move || {
            future_to_promise(async move {
                self.settle().await;
                Ok(JsValue::UNDEFINED)
            })
        });
        self.host().on_tabs(
            &key,
            role.as_ref().unchecked_ref(),
            saved.as_ref().unchecked_ref(),
            leave.as_ref().unchecked_ref(),
        );
        for_life((role, saved, leave));
        self.tab.set(Tab::Asking);
        self.host().hold_document(&key);
    }

    /// Takes the project over.
    pub(super) fn take_over(self) {
        self.host().take_document();
    }

    /// Waits for the save that is under way: whether all is kept.
    pub(super) async fn all_kept(self) -> Result<JsValue, JsValue> {
        self.settle().await;
        let saved = self.saved.try_get_untracked();
        Ok(matches!(saved, None | Some(Saved::Off | Saved::Yes)).into())
    }

    /// Waits until what was changed is saved, but not for ever.
    async fn settle(self) {
        for _ in 0..30 {
            match self.saved.try_get_untracked() {
                Some(Saved::Pending | Saved::Settling) => super::designs::sleep(50).await,
                _ => return,
            }
        }
    }

    fn became(self, role: &str) {
        if self.tab.is_disposed() {
            return;
        }
        if role == "follow" {
            // What was done until now is kept, unless somebody has gone on from
            // what was there before it.
            self.save_now();
            self.tab.set(Tab::Follows);
            return;
        }
        if self.tab.get_untracked() != Tab::Follows {
            self.tab.set(Tab::Edits);
            if self.saved.get_untracked() == Saved::Pending {
                self.save_soon();
            }
            return;
        }
        self.tab.set(Tab::Asking);
        self.spawn(async move {
            self.catch_up().await;
            if !self.tab.is_disposed() {
                self.tab.set(Tab::Edits);
                self.say(t!("You are editing here now"));
            }
        });
    }

    /// Another tab has written under a key.
    fn saved_elsewhere(self, key: &str) {
        let own = self.core.try_with_value(|core| core.storage_key.as_deref() == Some(key));
        if own != Some(true) {
            return;
        }
        if self.tab.get_untracked() == Tab::Edits && self.saved.get_untracked() == Saved::Pending {
            // The save that is due finds out who was first.
            self.save_now();
        } else {
            self.spawn(self.catch_up());
        }
    }

    /// Shows what is kept, where that is newer than what is shown.
    async fn catch_up(self) {
        let Some((key, seen)) = self
            .core
            .try_with_value(|core| Some((core.storage_key.clone()?, core.saved_revision)))
            .flatten()
        else {
            return;
        };
        // What localStorage shows may be a moment old, or only a stand-in.
        LocalStorage::look_again(&key).await;
        if self.tab.is_disposed() {
            return;
        }
        // A tab that was gone from without an answer has left its last edits.
        let left = self.tab.get_untracked() == Tab::Asking && self.has_journal(seen);
        if !left && !newest(&LocalStorage, &key).is_ok_and(|newest| newest > seen) {
            return;
        }
        if let Some(text) = self.kept()
            && let Err(faults) = self.open_kept(text).await
        {
            self.tell_all(faults);
        }
    }

    /// Another tab has saved something else meanwhile: that is shown, and what was
    /// made here is kept as the project before it.
    pub(super) fn keep_both(self) {
        self.spawn(async move {
            self.keep_previous_now().await;
            self.saved.set(Saved::Yes);
            self.catch_up().await;
            self.tell(
                Diagnostic::warning(
                    "kept-both",
                    "",
                    t!("Another tab changed this project at the same time, and its changes are shown."),
                )
                .repair(t!("What you had here is kept: choose Project, “The one before”.")),
            );
        });
    }

    /// Whether the project may be changed here; says why not.
    pub(super) fn may_edit(self) -> bool {
        if self.around.readonly.try_get_untracked() != Some(false) {
            self.say(t!("This project can only be looked at."));
            return false;
        }
        let may = self.tab.get_untracked() != Tab::Follows;
        if !may {
            self.tell(
                Diagnostic::info("follows", "", t!("This project is being edited in another tab."))
                    .repair(t!("Choose “Edit here” to go on in this one.")),
            );
        }
        may
    }
}
