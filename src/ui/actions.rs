//! What a person can do to what is selected: each from keys, buttons and menus
//! alike. The work is that of [`crate::edit`]; here it is dispatched and said.

use super::state::{Designer, set_if_new};
use crate::diagnostic::Diagnostic;
use crate::edit::place::{self, Alignment, Axis};
use crate::edit::{self, Command, Property, Reorder, Selection, group};
use crate::locale::mark;
use crate::template::{Element, ElementKind, Frame, Template};
use crate::ui::locale::said;
use kurbo::Vec2;
use leptos::prelude::*;

/// A copy lies so many px beside what it was copied from.
const BESIDE: (f32, f32) = (24.0, 24.0);

/// What to call several things: "Seal", "3 elements". For the labels of steps,
/// which are kept in English and translated where they are shown.
pub(super) fn called(template: &Template, selection: &Selection) -> String {
    // As `said_name` says it, which is where its translation comes from.
    only_name(template, selection).unwrap_or_else(|| format!("{} elements", selection.len()))
}

/// The same for what is said now.
fn said_name(template: &Template, selection: &Selection) -> String {
    only_name(template, selection)
        .unwrap_or_else(|| tn!(selection.len(), "{count} element", "{count} elements"))
}

/// The name of the element that alone is selected.
fn only_name(template: &Template, selection: &Selection) -> Option<String> {
    let mut ids = selection.ids();
    let (first, None) = (ids.next()?, ids.next()) else { return None };
    Some(template.element(first).map(|e| e.name.clone()).unwrap_or_default())
}

impl Designer {
    /// What is selected, by a copy.
    pub(super) fn selected(self) -> Selection {
        self.selection.get_untracked()
    }

    /// The element that alone is selected.
    pub(super) fn only(self) -> Option<Element> {
        let selection = self.selected();
        let mut ids = selection.ids();
        let (first, None) = (ids.next()?, ids.next()) else { return None };
        self.with_template(|t| t.element(first).cloned())
    }

    /// Selects, and says what.
    pub(super) fn select(self, selection: Selection) {
        if selection != self.selected() {
            let words = match selection.len() {
                0 => t!("Nothing selected").to_owned(),
                1 => self.with_template(|t| {
                    let id = selection.ids().next();
                    let element = id.and_then(|id| t.element(id));
                    element.map_or(String::new(), |e| {
                        let kind = said(edit::kind_name(&e.kind));
                        t!("{name}, {kind}, selected", name = e.name, kind = kind)
                    })
                }),
                n => tn!(n, "{count} element selected", "{count} elements selected"),
            };
            self.cropping.set(None);
            self.selection.set(selection);
            self.say(words);
        }
    }

    /// Selects these, as the layers do.
    pub(super) fn select_ids(self, ids: &[String]) {
        let selection = self.with_template(|t| Selection::of(t, ids.iter().map(String::as_str)));
        self.select(selection);
    }

    pub(super) fn select_all(self) {
        let all = self.with_template(|t| self.selected().all(t));
        self.select(all);
    }

    /// Escape: out of a text, a group, the selection. `false` if there was
    /// nothing to leave.
    pub(super) fn leave(self) -> bool {
        if self.cropping.get_untracked().is_some() {
            self.cropping.set(None);
            return true;
        }
        let mut selection = self.selected();
        let left = self.with_template(|t| selection.leave(t));
        if left {
            self.select(selection);
        }
        left
    }

    /// Selects the next or the last element, bottom to top: by keyboard.
    /// `false` at the end.
    pub(super) fn step(self, forward: bool) -> bool {
        let next = self.with_template(|t| {
            let selection = self.selected();
            let ids: Vec<&str> = t
                .elements
                .iter()
                .filter(|e| !e.hidden && !e.locked)
                .map(|e| e.id.as_str())
                .collect();
            let at = |id: &&&str| selection.contains(id);
            let next = if forward {
                let last = ids.iter().rposition(|id| at(&id));
                ids.get(last.map_or(0, |last| last + 1))
            } else {
                let first = ids.iter().position(|id| at(&id));
                first.and_then(|first| ids.get(first.checked_sub(1)?))
            };
            next.map(|id| Selection::of(t, [*id]))
        });
        match next {
            Some(next) => {
                self.select(next);
                true
            }
            None => false,
        }
    }

    /// Whether all that is selected is locked; says so.
    fn is_locked(self) -> bool {
        let selection = self.selected();
        let locked = !selection.is_empty()
            && self.with_template(|t| {
                t.elements.iter().filter(|e| selection.contains(&e.id)).all(|e| e.locked)
            });
        if locked {
            self.notify(
                Diagnostic::info("locked", "", t!("What is selected is locked.")).repair(t!(
                    "Unlock it first: the padlock is in the inspector and in the layers."
                )),
            );
        }
        locked
    }

    pub(super) fn delete(self) {
        if self.is_locked() {
            return;
        }
        let selection = self.selected();
        let (command, label, name) = self.with_template(|t| {
            let label = format!(mark!("Delete {name}"), name = called(t, &selection));
            (edit::remove(t, &selection), label, said_name(t, &selection))
        });
        if let Some(command) = command
            && self.dispatch(command, &label, None)
        {
            self.notify_undo(t!("{name} deleted.", name = name));
            self.say(t!("{name} deleted", name = name));
        }
    }

    pub(super) fn duplicate(self) {
        let selection = self.selected();
        let made = self.with_template(|t| {
            edit::duplicate(t, &selection, BESIDE).map(|made| (made, called(t, &selection)))
        });
        if let Some(((command, ids), name)) = made
            && self.dispatch(command, &format!(mark!("Duplicate {name}"), name = name), None)
        {
            self.select_ids(&ids);
        }
    }

    pub(super) fn group(self) {
        let made = self.with_template(|t| group::group(t, &self.selected()));
        match made {
            Ok((command, path)) => {
                if self.dispatch(command, mark!("Group"), None) {
                    let ids = self.with_template(|t| members(t, &path));
                    self.select_ids(&ids);
                    self.say(t!("{name} made", name = group::name_of(&path)));
                }
            }
            Err(fault) => self.notify(fault),
        }
    }

    pub(super) fn ungroup(self) {
        match self.with_template(|t| group::ungroup(t, &self.selected())) {
            Some(command) => {
                let ids: Vec<String> = self.selected().ids().map(str::to_owned).collect();
                if self.dispatch(command, mark!("Ungroup"), None) {
                    self.select_ids(&ids);
                    self.say(t!("Taken apart").into());
                }
            }
            None => self.say(t!("No group is selected").into()),
        }
    }

    pub(super) fn reorder(self, to: Reorder) {
        if self.selected().is_empty() {
            return;
        }
        let command = self.with_template(|t| edit::reorder(t, &self.selected(), to));
        let label = match to {
            Reorder::Forward => mark!("Bring forward"),
            Reorder::Backward => mark!("Send backward"),
            Reorder::Front => mark!("Bring to front"),
            Reorder::Back => mark!("Send to back"),
            Reorder::To(_) => mark!("Reorder"),
        };
        if self.dispatch(command, label, None) {
            self.say(said(label));
        }
    }

    pub(super) fn align(self, to: Alignment) {
        if self.is_locked() {
            return;
        }
        if let Some(command) = self.with_template(|t| place::align(t, &self.selected(), to)) {
            self.dispatch(command, mark!("Align"), None);
        }
        self.say(t!("Aligned").into());
    }

    pub(super) fn distribute(self, axis: Axis) {
        match self.with_template(|t| place::distribute(t, &self.selected(), axis)) {
            Some(command) => {
                self.dispatch(command, mark!("Distribute"), None);
                self.say(t!("Distributed").into());
            }
            None if self.selected().len() < 3 => self.notify(
                Diagnostic::info("too-few", "", t!("Distributing needs three elements or more."))
                    .repair(t!("Select more, holding Shift.")),
            ),
            None => {}
        }
    }

    /// Moves what is selected by px of the page.
    pub(super) fn nudge(self, by: Vec2) {
        if self.is_locked() {
            return;
        }
        let selection = self.selected();
        if let Some(command) = self.with_template(|t| place::nudge(t, &selection, by)) {
            let name = self.with_template(|t| called(t, &selection));
            let key = format!("nudge:{name}");
            if self.dispatch(command, &format!(mark!("Move {name}"), name = name), Some(&key)) {
                let at = self.only().map(|e| format!("{:.0}, {:.0}", e.frame.x, e.frame.y));
                self.say(at.unwrap_or_else(|| t!("Moved").into()));
            }
        }
    }

    /// Sets properties of all that is selected, where they apply. Changes with
    /// the same key in a row are one step.
    pub(super) fn set(self, properties: &[Property], label: &str, key: Option<&str>) {
        let selection = self.selected();
        if selection.is_empty() {
            return;
        }
        let command = self.with_template(|t| edit::set(t, &selection, properties));
        self.dispatch(command, label, key);
    }

    /// Another frame for one element: typed numbers.
    pub(super) fn set_frame(self, id: &str, frame: Frame, label: &str) {
        let frames = [(id.to_owned(), frame)].into();
        self.dispatch(Command::SetFrames { frames }, label, None);
    }

    pub(super) fn toggle_lock(self) {
        let locked = !self.any(|e| e.locked);
        self.set(
            &[Property::Locked(locked)],
            if locked { mark!("Lock") } else { mark!("Unlock") },
            None,
        );
        self.say(if locked { t!("Locked") } else { t!("Unlocked") }.into());
    }

    pub(super) fn toggle_hidden(self) {
        let hidden = !self.any(|e| e.hidden);
        self.set(
            &[Property::Hidden(hidden)],
            if hidden { mark!("Hide") } else { mark!("Show") },
            None,
        );
        self.say(if hidden { t!("Hidden") } else { t!("Shown") }.into());
    }

    fn any(self, is: impl Fn(&Element) -> bool) -> bool {
        let selection = self.selected();
        self.with_template(|t| t.elements.iter().any(|e| selection.contains(&e.id) && is(e)))
    }

    /// Takes the looks of what is selected.
    pub(super) fn copy_style(self) {
        let Some(element) = self.only() else {
            self.say(t!("Select one element to copy its style").into());
            return;
        };
        self.core.update_value(|core| core.style = edit::style_of(&element));
        self.say(t!("Style of {name} copied", name = element.name));
    }

    /// Gives the looks that were taken to all that is selected.
    pub(super) fn paste_style(self) {
        let style = self.core.with_value(|core| core.style.clone());
        if style.is_empty() {
            self.notify(
                Diagnostic::info("no-style", "", t!("No style was copied yet."))
                    .repair(t!("Select an element and choose “Copy style” first.")),
            );
            return;
        }
        self.set(&style, mark!("Paste style"), None);
        self.say(t!("Style pasted").into());
    }

    /// Puts a new element on the page and selects it; a text is to be typed at once.
    pub(super) fn add(self, elements: Vec<Element>, label: &str) {
        let (command, ids) = self.with_template(|t| edit::add(t, elements, None));
        if self.dispatch(command, label, None) {
            self.select_ids(&ids);
            self.say(said(label));
        }
    }

    /// What Enter and F2 do: type in a text, move a picture in its frame.
    pub(super) fn open_selected(self) {
        let Some(element) = self.only() else { return };
        if element.locked {
            self.is_locked();
            return;
        }
        match &element.kind {
            ElementKind::Text(_) => {
                self.edit_at.set_value(None);
                self.edit(Some(element.id));
            }
            ElementKind::Image(image) if image.asset.is_some() => {
                set_if_new(self.cropping, Some(element.id));
                self.say(t!("Drag or use the arrow keys to move the picture in its frame").into());
            }
            _ => {}
        }
    }
}

/// The ids of a group's members, bottom to top.
fn members(template: &Template, path: &str) -> Vec<String> {
    let inner = template.elements.iter().filter(|e| group::is_in(e.group.as_deref(), path));
    inner.map(|e| e.id.clone()).collect()
}
