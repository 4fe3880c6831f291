//! Editing the project: here at once, and in the worker.

use super::saving::Saved;
use super::state::Room;
use crate::catalogue::{Id, Taken};
use crate::desk::{Ask, Edit, Listed, State};
use crate::rules::Project;
use crate::rules::repair::Repair;
use crate::ui::locale::{said, tongue};
use leptos::prelude::*;
use std::sync::Arc;

pub(super) fn now() -> f64 {
    js_sys::Date::now()
}

impl Room {
    /// Edits the project. `label` names the step; edits of one `key` that follow
    /// each other closely are one step.
    pub(super) fn edit(self, label: &str, key: Option<&str>, edits: Vec<Edit>) {
        if !self.may_edit() {
            return;
        }
        self.project.update(|project| {
            let project = Arc::make_mut(project);
            for edit in edits.iter().filter(|edit| !edit.is_history()) {
                edit.clone().apply(project);
            }
        });
        let (label, key) = (label.to_owned(), key.map(str::to_owned));
        self.send(Ask::Edit { edits, label, key, now: now() });
    }

    /// Changes one entry of a list in place. `find` is the list, `key` as in
    /// [`Room::edit`].
    pub(super) fn change<T: Listed + Clone + PartialEq>(
        self,
        label: &str,
        key: Option<&str>,
        list: impl Fn(&Project) -> &[T],
        at: usize,
        change: impl FnOnce(&mut T),
    ) {
        let Some(old) = self.peek(|p| list(p).get(at).cloned()) else { return };
        let mut entry = old.clone();
        change(&mut entry);
        if entry != old {
            self.edit(label, key, vec![Edit::set(at, entry)]);
        }
    }

    /// Sends something that changes the project, and takes over what comes of it.
    pub(super) fn send(self, ask: Ask) {
        if !self.may_edit() {
            return;
        }
        let sent = self.core.try_update_value(|core| {
            core.sent += 1;
            core.sent
        });
        let Some(sent) = sent else { return };
        let noted = self.note_edit(sent, &ask);
        // From now on, not only when the engine has answered: what the bar calls
        // saved has everything that is seen.
        self.to_be_saved();
        self.close_welcome();
        // What these offer to undo is no longer the last step.
        self.notices.update(|notices| notices.retain(|n| !n.undo));
        self.spawn(async move {
            match self.ask::<State>(&ask).await {
                Ok(state) => {
                    self.take(state, sent);
                    self.around.changed(move || self.ask_save());
                    self.save_soon();
                    if !noted {
                        // It can't be done again after a reload: no waiting.
                        self.save_now();
                    }
                }
                Err(faults) => {
                    self.tell_all(faults);
                    // Nothing was changed, which is soon said.
                    self.save_soon();
                }
            }
        });
    }

    /// Says that something waits to be saved, where anything is.
    fn to_be_saved(self) {
        if self.core.with_value(|core| core.storage_key.is_some()) {
            self.saved.set(Saved::Pending);
        }
    }

    pub(super) fn undo(self) {
        if let Some(what) = self.undo.get_untracked() {
            self.say(t!("Undone: {what}", what = said(&what)));
            self.send(Ask::Undo);
        }
    }

    pub(super) fn redo(self) {
        if let Some(what) = self.redo.get_untracked() {
            self.say(t!("Done again: {what}", what = said(&what)));
            self.send(Ask::Redo);
        }
    }

    /// Applies a check's repair.
    pub(super) fn repair(self, repair: Repair) {
        let words = repair.sentence(tongue());
        self.send(Ask::Repair { repair: Box::new(repair), now: now() });
        self.tell_undo(t!("Repaired. {words}", words = words));
    }
}

/// An id that is not taken, made of a title: `Work Safety` → `work-safety`.
pub(super) fn free_id<'a>(title: &str, taken: impl Iterator<Item = &'a Id>) -> Id {
    Taken::new(taken).take(title)
}

/// The ids of activities, journeys and programmes, which share one namespace.
pub(super) fn item_ids(project: &Project) -> impl Iterator<Item = &Id> {
    let activities = project.activities.iter().map(|a| &a.id);
    let journeys = project.journeys.iter().map(|j| &j.id);
    activities.chain(journeys).chain(project.programmes.iter().map(|p| &p.id))
}
