//! What is done to a row, by keys and by pointers alike.

use super::row::Switch;
use super::{Layers, Row};
use crate::edit::group::{is_in, name_of};
use crate::edit::layers::{Node, move_to};
use crate::edit::{self, Property, Selection};
use crate::locale::mark;
use crate::template::{Element, Template};
use crate::ui::state::set_if_new;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Where a row is moved to by keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    Up,
    Down,
    Into,
    Out,
}

/// Where to something was moved, for its step and for what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// A place up.
    Up,
    /// A place down.
    Down,
    /// Into the group of that name.
    Into(String),
    /// Out of the group of that name.
    OutOf(String),
    /// Elsewhere in its group.
    Elsewhere,
}

impl How {
    /// The label of the step; English, as all of them are kept.
    pub(super) fn label(&self, name: &str) -> String {
        match self {
            Self::Up => format!(mark!("Move {name} up"), name = name),
            Self::Down => format!(mark!("Move {name} down"), name = name),
            Self::Into(group) => {
                format!(mark!("Move {name} into {group}"), name = name, group = group)
            }
            Self::OutOf(group) => {
                format!(mark!("Move {name} out of {group}"), name = name, group = group)
            }
            Self::Elsewhere => format!(mark!("Move {name} to another place"), name = name),
        }
    }

    /// What is said of it, with the place it has now.
    fn told(&self, name: &str, position: usize, of: usize) -> String {
        match self {
            Self::Up => {
                t!("{name} moved up, {position} of {of}", name = name, position = position, of = of)
            }
            Self::Down => t!(
                "{name} moved down, {position} of {of}",
                name = name,
                position = position,
                of = of
            ),
            Self::Into(group) => t!(
                "{name} moved into {group}, {position} of {of}",
                name = name,
                group = group,
                position = position,
                of = of
            ),
            Self::OutOf(group) => t!(
                "{name} moved out of {group}, {position} of {of}",
                name = name,
                group = group,
                position = position,
                of = of
            ),
            Self::Elsewhere => t!(
                "{name} moved to another place, {position} of {of}",
                name = name,
                position = position,
                of = of
            ),
        }
    }
}

/// The label of the step that locked or hid something, or took that back, and
/// what is said of it.
fn switched(property: &Property, name: &str) -> (String, String) {
    match property {
        Property::Locked(true) => {
            (format!(mark!("Lock {name}"), name = name), t!("{name} locked", name = name))
        }
        Property::Locked(false) => {
            (format!(mark!("Unlock {name}"), name = name), t!("{name} unlocked", name = name))
        }
        Property::Hidden(true) => {
            (format!(mark!("Hide {name}"), name = name), t!("{name} hidden", name = name))
        }
        _ => (format!(mark!("Show {name}"), name = name), t!("{name} shown", name = name)),
    }
}

impl Layers {
    /// A click on a row, or Space: selects it. `range` (Shift) selects all rows
    /// from the last one, `add` (Ctrl, ⌘) adds it or takes it away.
    pub(super) fn choose(self, node: &Node, range: bool, add: bool) {
        let Some(row) = self.row(node) else { return };
        let mut ids: BTreeSet<String> = BTreeSet::new();
        if range {
            let anchor = self.anchor.get_value();
            self.rows.with_untracked(|rows| {
                let to = rows.at.get(node).copied().unwrap_or_default();
                let from = anchor.and_then(|anchor| rows.at.get(&anchor).copied()).unwrap_or(to);
                let between = rows.list.get(from.min(to)..=from.max(to)).unwrap_or_default();
                ids.extend(between.iter().flat_map(|row| row.members.iter().cloned()));
            });
        } else if add {
            ids.extend(self.designer.selected().ids().map(str::to_owned));
            if untrack(|| self.is_selected(&row)) {
                ids.retain(|id| !row.members.contains(id));
            } else {
                ids.extend(row.members);
            }
        } else {
            ids.extend(row.members);
        }
        if !range {
            self.anchor.set_value(Some(node.clone()));
        }
        self.select(ids);
    }

    /// What Enter does: selects; on what alone is selected, begins to type, or
    /// opens and closes a group.
    pub(super) fn enter(self, row: &Row) {
        let selection = self.designer.selected();
        let alone = selection.len() == row.members.len()
            && row.members.iter().all(|id| selection.contains(id));
        match row.open {
            _ if !alone => self.choose(&row.node, false, false),
            Some(open) => self.set_open(&row.node, !open),
            None => self.designer.open_selected(),
        }
    }

    /// Shows or hides a group's members.
    pub(super) fn set_open(self, node: &Node, open: bool) {
        if let Node::Group(path) = node {
            self.closed.update(|closed| {
                if open {
                    closed.remove(path);
                } else {
                    closed.insert(path.clone());
                }
            });
        }
    }

    pub(super) fn name(self, node: &Node) -> String {
        match node {
            Node::Element(id) => {
                let name = |t: &Template| t.element(id).map(|e| e.name.clone());
                self.designer.with_template(name).unwrap_or_default()
            }
            Node::Group(path) => name_of(path).to_owned(),
        }
    }

    /// Locks or hides a row's elements, or frees and shows them.
    pub(super) fn switch(self, node: &Node, switch: Switch) {
        let designer = self.designer;
        let made = designer.with_template(|t| {
            let ids = node.members(t);
            let all = |is: fn(&Element) -> bool| ids.iter().filter_map(|id| t.element(id)).all(is);
            let property = match switch {
                Switch::Lock => Property::Locked(!all(|e| e.locked)),
                Switch::Hide => Property::Hidden(!all(|e| e.hidden)),
            };
            let these = Selection::of(t, ids.iter().map(String::as_str));
            (edit::set(t, &these, std::slice::from_ref(&property)), property)
        });
        let ((command, property), name) = (made, self.name(node));
        let (label, told) = switched(&property, &name);
        if designer.dispatch(command, &label, None) {
            designer.say(told);
        }
    }

    /// Deletes a row: with all that is selected, where it is a part of that.
    pub(super) fn delete(self, row: &Row) {
        if !untrack(|| self.is_selected(row)) {
            self.choose(&row.node, false, false);
        }
        self.designer.delete();
    }

    /// Moves a row by keys, and says where it is then.
    pub(super) fn shift(self, row: &Row, to: To) {
        let (name, designer) = (self.name(&row.node), self.designer);
        let below = row.of.saturating_sub(row.position);
        let around = row.outer.as_deref();
        let (into, index, how) = match to {
            To::Up if row.position == 1 => {
                return designer.say(t!("{name} is at the top", name = name));
            }
            To::Down if below == 0 => {
                return designer.say(t!("{name} is at the bottom", name = name));
            }
            To::Up => (row.outer.clone(), below + 1, How::Up),
            To::Down => (row.outer.clone(), below - 1, How::Down),
            To::Out => {
                let Some(group) = around.and_then(|path| self.row(&Node::Group(path.to_owned())))
                else {
                    return designer.say(t!("{name} is in no group", name = name));
                };
                let below = group.of.saturating_sub(group.position);
                let out = How::OutOf(around.map_or_else(String::new, |p| name_of(p).to_owned()));
                (group.outer, below + 1, out)
            }
            To::Into => {
                let beside = |position: Option<usize>| {
                    self.rows.with_untracked(|rows| {
                        let next = rows.list.iter().find(|other| {
                            other.outer == row.outer && Some(other.position) == position
                        });
                        match next.map(|row| &row.node) {
                            Some(Node::Group(path)) => Some(path.clone()),
                            _ => None,
                        }
                    })
                };
                // Into the bottom of the one above, else the top of the one below.
                let over = beside(row.position.checked_sub(1)).map(|path| (path, 0));
                let under = || beside(Some(row.position + 1)).map(|path| (path, usize::MAX));
                let Some((path, index)) = over.or_else(under) else {
                    return designer.say(t!("There is no group beside {name}", name = name));
                };
                let how = How::Into(name_of(&path).to_owned());
                (Some(path), index, how)
            }
        };
        if let Some(path) = &into {
            self.set_open(&Node::Group(path.clone()), true);
        }
        let label = how.label(&name);
        if let Some(node) =
            self.carry(&row.node, std::slice::from_ref(&row.node), into, index, &label)
        {
            self.tell_place(&node, &how);
            self.focus(node);
        }
    }

    /// "Seal moved up, 3 of 12".
    pub(super) fn tell_place(self, node: &Node, how: &How) {
        if let Some(row) = self.row(node) {
            let name = self.name(node);
            self.designer.say(how.told(&name, row.position, row.of));
        }
    }

    /// Moves rows, as one step, and gives what stands for `first` then.
    pub(super) fn carry(
        self,
        first: &Node,
        nodes: &[Node],
        into: Option<String>,
        index: usize,
        label: &str,
    ) -> Option<Node> {
        let designer = self.designer;
        let moved = designer.with_template(|t| move_to(t, nodes, into.as_deref(), index));
        let moved = match moved {
            Ok(moved) => moved?,
            Err(fault) => {
                designer.notify(fault);
                return None;
            }
        };
        if !designer.dispatch(moved.command, label, None) {
            return None;
        }
        self.follow(&moved.groups);
        // What is selected may be in another group now.
        let selection = designer.selected();
        let again = designer.with_template(|t| Selection::of(t, selection.ids()));
        if again != selection {
            self.own.set_value(true);
            set_if_new(designer.selection, again);
        }
        Some(renamed(first, &moved.groups))
    }

    /// Groups have other paths now: what is closed stays so.
    pub(super) fn follow(self, groups: &BTreeMap<String, String>) {
        let closed = self.closed.get_untracked();
        let now = closed.iter().map(|path| new_path(path, groups)).collect();
        set_if_new(self.closed, now);
        let active = self.active.get_untracked().map(|node| renamed(&node, groups));
        set_if_new(self.active, active);
    }
}

fn renamed(node: &Node, groups: &BTreeMap<String, String>) -> Node {
    match node {
        Node::Group(path) => Node::Group(new_path(path, groups)),
        Node::Element(_) => node.clone(),
    }
}

fn new_path(path: &str, groups: &BTreeMap<String, String>) -> String {
    let moved = groups.iter().find(|(old, _)| is_in(Some(path), old));
    moved.map_or_else(
        || path.to_owned(),
        |(old, new)| format!("{new}{}", path.get(old.len()..).unwrap_or_default()),
    )
}
