//! What the shelves have in common: entries with an id and a title, and a handle
//! to one of them that stays the same while it is edited.

use super::super::edits::{free_id, item_ids};
use super::super::navigate::Shelf;
use super::super::state::Room;
use super::nouns::{self, Nouns};
use crate::catalogue::{
    Activity, CertificateTemplate, Certification, FromId, Group, Id, Journey, Programme, Session,
};
use crate::desk::{Edit, Listed};
use crate::locale::mark;
use crate::rules::{List, Project, Trigger};
use crate::ui::locale::said;
use leptos::prelude::*;

/// An entry of a list that people give titles to.
pub(in super::super) trait Entry:
    Listed + Clone + PartialEq + Send + Sync + 'static
{
    const LIST: List;
    /// Where it stands in the catalogue; triggers stand elsewhere.
    const SHELF: Shelf;
    /// What ids of new ones are made of.
    const NOUN: &'static str;
    /// What is said of one of them.
    const WORDS: Nouns;

    fn list(project: &Project) -> &[Self];
    fn id(&self) -> &Id;
    fn id_mut(&mut self) -> &mut Id;
    fn title(&self) -> &String;
    fn title_mut(&mut self) -> &mut String;
    fn new(id: Id) -> Self;
}

macro_rules! entries {
    ($($entry:ty: $list:ident $field:ident $title:ident $shelf:ident $noun:literal $words:ident, $new:expr;)*) => {
        $(impl Entry for $entry {
            const LIST: List = List::$list;
            const SHELF: Shelf = Shelf::$shelf;
            const NOUN: &'static str = $noun;
            const WORDS: Nouns = nouns::$words;

            fn list(project: &Project) -> &[Self] { &project.$field }
            fn id(&self) -> &Id { &self.id }
            fn id_mut(&mut self) -> &mut Id { &mut self.id }
            fn title(&self) -> &String { &self.$title }
            fn title_mut(&mut self) -> &mut String { &mut self.$title }
            fn new(id: Id) -> Self { let new: fn(Id) -> Self = $new; new(id) }
        })*
    };
}

entries! {
    Activity: Activities activities title Activities "activity" ACTIVITY, |id| Self::from_id(&id);
    Journey: Journeys journeys title Journeys "journey" JOURNEY, |id| Self::from_id(&id);
    Programme: Programmes programmes title Programmes "programme" PROGRAMME, |id| Self::from_id(&id);
    Session: Sessions sessions title Sessions "session" SESSION, |id| Self { id, ..Self::default() };
    Group: Groups groups title Groups "group" GROUP, |id| Self::from_id(&id);
    CertificateTemplate: Certificates certificates title Certificates "certificate" CERTIFICATE, |id| Self::from_id(&id);
    Certification: Certifications certifications title Certifications "certification" CERTIFICATION, |id| Self { id, ..Self::default() };
    Trigger: Triggers triggers name Activities "trigger" TRIGGER, |id| Self {
        id,
        name: String::new(),
        enabled: true,
        active_from: None,
        milestone: crate::rules::Milestone::Joins,
        eligible: Vec::new(),
        assigns: Vec::new(),
        extra: crate::catalogue::Extra::default(),
    };
}

/// The title, or what stands for it.
pub(in super::super) fn shown<T: Entry>(entry: &T) -> String {
    match entry.title().trim() {
        "" => said(T::WORDS.untitled),
        title => title.to_owned(),
    }
}

/// An id, where it tells something: not one that was made before there was a
/// title.
pub(super) fn told<T: Entry>(id: &Id) -> String {
    let rest = id.strip_prefix(T::NOUN).map(|rest| rest.trim_start_matches('-'));
    let made = rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    if made { String::new() } else { id.to_string() }
}

/// An id for a new entry.
fn new_id<T: Entry>(project: &Project, title: &str) -> Id {
    match T::LIST {
        List::Activities | List::Journeys | List::Programmes => free_id(title, item_ids(project)),
        _ => free_id(title, T::list(project).iter().map(T::id)),
    }
}

/// Adds an entry at the end, and gives its id.
pub(super) fn add<T: Entry>(room: Room, make: impl FnOnce(&Project, &mut T)) -> Id {
    let entry = room.peek(|p| {
        let mut entry = T::new(new_id::<T>(p, T::NOUN));
        make(p, &mut entry);
        entry
    });
    let id = entry.id().clone();
    room.edit(T::WORDS.add, None, vec![Edit::insert(usize::MAX, vec![entry])]);
    id
}

/// A handle to the entry of some id; copies are the same.
pub(in super::super) struct At<T: Entry> {
    pub(in super::super) room: Room,
    id: StoredValue<Id>,
    value: Memo<Option<T>>,
}

impl<T: Entry> Clone for At<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Entry> Copy for At<T> {}

impl<T: Entry> At<T> {
    pub(in super::super) fn new(room: Room, id: Id) -> Self {
        let wanted = id.clone();
        let value = Memo::new(move |_| {
            room.track(|p| T::list(p).iter().find(|entry| *entry.id() == wanted).cloned())
        });
        Self { room, id: StoredValue::new(id), value }
    }

    pub(in super::super) fn id(self) -> Id {
        self.id.try_get_value().unwrap_or_default()
    }

    /// Whether there is such an entry.
    pub(in super::super) fn exists(self) -> bool {
        self.value.with(Option::is_some)
    }

    /// Reads it, and runs again when it changes.
    pub(in super::super) fn read<R: Default>(self, read: impl FnOnce(&T) -> R) -> R {
        self.value.try_with(|value| value.as_ref().map(read)).flatten().unwrap_or_default()
    }

    /// Reads it once.
    pub(in super::super) fn peek<R: Default>(self, read: impl FnOnce(&T) -> R) -> R {
        let value = self.value.try_with_untracked(|value| value.as_ref().map(read));
        value.flatten().unwrap_or_default()
    }

    /// A part of it that is told apart from the rest: what reads it runs again
    /// only when this part changes.
    pub(in super::super) fn part<R>(self, read: impl Fn(&T) -> R + Send + Sync + 'static) -> Memo<R>
    where
        R: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.read(&read))
    }

    fn place(self) -> Option<usize> {
        let id = self.id.try_get_value()?;
        self.room.peek(|p| T::list(p).iter().position(|entry| *entry.id() == id))
    }

    /// Changes it, as a step.
    pub(in super::super) fn change(self, label: &str, change: impl FnOnce(&mut T)) {
        if let Some(at) = self.place() {
            self.room.change(label, None, T::list, at, change);
        }
    }

    /// Changes what is being typed: keystrokes in one part are one step.
    pub(in super::super) fn typing(self, label: &str, part: &str, change: impl FnOnce(&mut T)) {
        if let Some(at) = self.place() {
            let key = format!("{}/{}/{part}", T::LIST.key(), self.id());
            self.room.change(label, Some(&key), T::list, at, change);
        }
    }

    pub(super) fn rename(self, title: String) {
        self.typing(T::WORDS.rename, "title", |entry| *entry.title_mut() = title);
    }

    /// Takes it out.
    pub(super) fn remove(self) {
        if let Some(at) = self.place() {
            let title = self.peek(shown);
            self.room.edit(
                &format!(mark!("Remove “{title}”"), title = title),
                None,
                vec![Edit::remove::<T>(at, 1)],
            );
            self.room.tell_undo(t!("“{title}” removed.", title = title));
        }
    }

    /// Puts a copy behind it, and gives its id.
    pub(super) fn duplicate(self) -> Option<Id> {
        let at = self.place()?;
        let mut copy = self.room.peek(|p| T::list(p).get(at).cloned())?;
        let title = match copy.title().trim() {
            "" => String::new(),
            title => t!("{title} (copy)", title = title),
        };
        let id =
            self.room.peek(|p| new_id::<T>(p, if title.is_empty() { T::NOUN } else { &title }));
        *copy.id_mut() = id.clone();
        *copy.title_mut() = title;
        self.room.edit(T::WORDS.duplicate, None, vec![Edit::insert(at + 1, vec![copy])]);
        Some(id)
    }

    /// Moves it up or down by one.
    pub(super) fn shift(self, down: bool) {
        let Some(at) = self.place() else { return };
        let Some(to) = (if down { at.checked_add(1) } else { at.checked_sub(1) }) else { return };
        let pair = self.room.peek(|p| {
            let list = T::list(p);
            Some((list.get(at)?.clone(), list.get(to)?.clone()))
        });
        let Some((this, other)) = pair else { return };
        let title = shown(&this);
        let edits = vec![Edit::set(at, other), Edit::set(to, this)];
        self.room.edit(&format!(mark!("Move “{title}”"), title = title), None, edits);
        self.room.say(t!("“{title}” moved to place {place}", title = title, place = to + 1));
    }
}
