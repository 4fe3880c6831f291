//! Whether one change leads back over another: what lets a whole drag be one
//! small step.

use super::command::Command;
use std::collections::BTreeSet;

/// What a command sets to a value, whatever it was before.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Slot<'a> {
    Name,
    Language,
    Page,
    Background,
    Validity,
    Fields,
    Order,
    Content(&'a str),
    Element(&'a str),
    Frame(&'a str),
    Property(&'a str, &'static str),
    Field(&'a str),
    Breaks(&'a str),
    Asset(&'a str),
}

/// Adds the slots of a command; `false` if it does more than set slots.
fn slots<'a>(command: &'a Command, out: &mut BTreeSet<Slot<'a>>) -> bool {
    match command {
        Command::All { commands } => return commands.iter().all(|c| slots(c, out)),
        Command::Rename { .. } => out.insert(Slot::Name),
        Command::SetLanguage { .. } => out.insert(Slot::Language),
        Command::SetPage { .. } => out.insert(Slot::Page),
        Command::SetBackground { info: None, .. } => out.insert(Slot::Background),
        Command::SetContent { element, .. } => out.insert(Slot::Content(element)),
        Command::SetElement { element } => out.insert(Slot::Element(&element.id)),
        Command::SetField { field } => out.insert(Slot::Field(&field.name)),
        Command::SetValidity { .. } => out.insert(Slot::Validity),
        Command::SetWordBreaks { run, .. } => out.insert(Slot::Breaks(run)),
        Command::Order { .. } => out.insert(Slot::Order),
        Command::SetFields { .. } => out.insert(Slot::Fields),
        Command::SetFrames { frames } => {
            out.extend(frames.keys().map(|id| Slot::Frame(id)));
            true
        }
        Command::Change { changes } => {
            for change in changes {
                out.extend(change.set.iter().map(|p| Slot::Property(&change.element, p.key())));
            }
            true
        }
        Command::SetAssets { assets } => {
            out.extend(assets.keys().map(|id| Slot::Asset(&id.0)));
            true
        }
        Command::SetBackground { .. }
        | Command::Insert { .. }
        | Command::Remove { .. }
        | Command::Replace { .. } => return false,
    };
    true
}

/// Whether `older` alone leads to the same state as `newer` and then `older`.
pub(super) fn covers(older: &Command, newer: &Command) -> bool {
    if matches!(older, Command::Replace { .. }) {
        return true;
    }
    // What the older one takes out (the newer came after it was put in) needs no
    // going back to.
    let mut removed = BTreeSet::new();
    let mut old = BTreeSet::new();
    for part in parts(older) {
        match part {
            Command::Remove { elements } => removed.extend(elements.iter().map(String::as_str)),
            // Slots that were set before elements went are as they were.
            other => {
                slots(other, &mut old);
            }
        }
    }
    let mut new = BTreeSet::new();
    slots(newer, &mut new)
        && new
            .iter()
            .all(|slot| old.contains(slot) || slot.element().is_some_and(|id| removed.contains(id)))
}

/// A command's own commands, or itself.
fn parts(command: &Command) -> &[Command] {
    match command {
        Command::All { commands } => commands,
        one => std::slice::from_ref(one),
    }
}

impl<'a> Slot<'a> {
    /// The element whose it is.
    fn element(&self) -> Option<&'a str> {
        match self {
            Self::Content(id) | Self::Element(id) | Self::Frame(id) | Self::Property(id, _) => {
                Some(id)
            }
            _ => None,
        }
    }
}

/// Whether a command and its inverse say the same: it has changed nothing.
pub(super) fn same(command: &Command, inverse: &Command) -> bool {
    match (command, inverse) {
        (Command::All { commands: a }, Command::All { commands: b }) => {
            a.len() == b.len() && a.iter().zip(b.iter().rev()).all(|(a, b)| same(a, b))
        }
        (Command::Change { changes: a }, Command::Change { changes: b }) => {
            a.len() == b.len()
                && a.iter().zip(b.iter().rev()).all(|(a, b)| {
                    a.element == b.element
                        && a.set.len() == b.set.len()
                        && a.set.iter().zip(b.set.iter().rev()).all(|(a, b)| a == b)
                })
        }
        (Command::Insert { elements }, Command::Remove { elements: ids })
        | (Command::Remove { elements: ids }, Command::Insert { elements }) => {
            elements.is_empty() && ids.is_empty()
        }
        _ => command == inverse,
    }
}

impl Command {
    /// Adds another after this one.
    pub(super) fn then(&mut self, next: Command) {
        if !matches!(self, Command::All { .. }) {
            let first = std::mem::replace(self, Command::All { commands: Vec::new() });
            self.then(first);
        }
        if let Command::All { commands } = self {
            match next {
                Command::All { commands: more } => commands.extend(more),
                one => commands.push(one),
            }
        }
    }
}
