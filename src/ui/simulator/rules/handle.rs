//! A handle to the automation that is open.

use super::pick::Lists;
use crate::catalogue::{EventKind, Grant, Id};
use crate::desk::place::Place;
use crate::desk::tree_edit::{self, Spot};
use crate::desk::{Ask, Named, Person};
use crate::diagnostic::Diagnostic;
use crate::rules::check::Check;
use crate::rules::{Action, Automation, List, Node};
use crate::ui::simulator::state::Room;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The automation that is open; copies are the same one.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) room: Room,
    pub(super) id: StoredValue<Id>,
    /// As it is now; none when it was removed.
    pub(super) now: Memo<Option<Automation>>,
    pub(super) lists: Lists,
    /// What was found about it.
    pub(super) found: Memo<Vec<(Place, Check)>>,
    /// The place that was gone to.
    pub(super) sought: Memo<Option<Place>>,
    /// Learners to choose the preview's from.
    pub(super) learners: RwSignal<Option<Vec<Named>>>,
    /// The learner that the preview is of.
    pub(super) learner: Memo<Option<Id>>,
    /// Names of custom attributes that the preview's learner has.
    pub(super) attributes: Memo<Vec<String>>,
    pub(super) root: NodeRef<leptos::html::Div>,
}

/// What a part of a tree is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Drawn {
    Condition,
    Group,
    /// A `not` around something else than a condition.
    Not,
}

impl Drawn {
    pub(super) fn of(node: &Node) -> Self {
        match node {
            node if tree_edit::condition(node).is_some() => Self::Condition,
            Node::Not(_) => Self::Not,
            _ => Self::Group,
        }
    }
}

impl Rule {
    pub(super) fn new(room: Room, id: &Id) -> Self {
        let (own, about, place) = (id.clone(), id.clone(), id.clone());
        let now =
            Memo::new(move |_| room.track(|p| p.automations.iter().find(|a| a.id == own).cloned()));
        let found = Memo::new(move |_| {
            let all = room.checks_of(List::Automations, &about);
            all.into_iter().map(|c| (Place::of(&c.diagnostic.path, &about), c)).collect::<Vec<_>>()
        });
        let sought = Memo::new(move |_| room.sought.get().map(|path| Place::of(&path, &place)));
        let learners =
            room.asked::<Vec<Named>>(|| Some(Ask::Learners { search: String::new(), count: 200 }));
        let learner = Memo::new(move |_| {
            let first = || learners.with(|all| all.as_ref()?.first().map(|l| l.id.clone()));
            room.learner.get().or_else(first)
        });
        let person = room
            .asked::<Option<Person>>(move || learner.get().map(|learner| Ask::Learner { learner }));
        let attributes = Memo::new(move |_| {
            person.with(|person| {
                let profile = person.as_ref().and_then(|p| p.as_ref()).map(|p| &p.profile);
                profile.map(|p| p.attributes.keys().cloned().collect()).unwrap_or_default()
            })
        });
        Self {
            room,
            id: StoredValue::new(id.clone()),
            now,
            lists: Lists::new(room),
            found,
            sought,
            learners,
            learner,
            attributes,
            root: NodeRef::new(),
        }
    }

    /// Reads the rule, and runs again when it changes. The default when it is gone.
    pub(super) fn track<T: Default>(self, read: impl FnOnce(&Automation) -> T) -> T {
        self.now.with(|rule| rule.as_ref().map(read)).unwrap_or_default()
    }

    /// Reads the rule once.
    pub(super) fn peek<T: Default>(self, read: impl FnOnce(&Automation) -> T) -> T {
        let id = self.id.get_value();
        self.room.peek(|p| p.automations.iter().find(|a| a.id == id).map(read)).unwrap_or_default()
    }

    /// A key for steps that are one while somebody types.
    pub(super) fn key(self, what: &str) -> String {
        format!("automation/{}/{what}", self.id.get_value())
    }

    /// Changes the rule. `key` is as in [`Room::edit`].
    pub(super) fn change(
        self,
        label: &str,
        key: Option<&str>,
        change: impl FnOnce(&mut Automation),
    ) {
        let id = self.id.get_value();
        let Some(at) = self.room.peek(|p| p.automations.iter().position(|a| a.id == id)) else {
            return;
        };
        self.room.change(label, key, |p| &p.automations, at, change);
    }

    /// Changes the conditions, and takes the focus to where it was done.
    pub(super) fn tree(
        self,
        label: &str,
        change: impl FnOnce(&mut Option<Node>) -> Option<Spot>,
    ) -> bool {
        let mut tree = self.peek(|rule| rule.conditions.clone());
        let Some(spot) = change(&mut tree) else {
            self.room.tell(Diagnostic::warning(
                "too-deep",
                "",
                t!(
                    "That would nest groups deeper than {depth}, or does not fit here.",
                    depth = Node::MAX_DEPTH
                ),
            ));
            return false;
        };
        self.change(label, None, |rule| rule.conditions = tree);
        self.focus(&format!("[data-focus=\"{}\"]", spot_key(&spot)));
        true
    }

    /// Changes a condition in its place.
    pub(super) fn leaf(
        self,
        spot: &[usize],
        label: &str,
        key: Option<&str>,
        change: impl FnOnce(&mut Node),
    ) {
        self.change(label, key, |rule| {
            let Some(mut node) = tree_edit::at(rule.conditions.as_ref(), spot).cloned() else {
                return;
            };
            match &mut node {
                Node::Not(inner) => change(inner),
                node => change(node),
            }
            // A condition in the place of a condition nests no deeper.
            let _ = tree_edit::set(&mut rule.conditions, spot, node);
        });
    }

    /// Changes a grant.
    pub(super) fn grant(
        self,
        action: usize,
        label: &str,
        key: Option<&str>,
        change: impl FnOnce(&mut Grant),
    ) {
        self.change(label, key, |rule| {
            if let Some(Action::GrantCertificate(grant)) = rule.actions.get_mut(action) {
                change(grant);
            }
        });
    }

    /// The event type, read once.
    pub(super) fn event_now(self) -> EventKind {
        let id = self.id.get_value();
        let found = self.room.peek(|p| p.automations.iter().find(|a| a.id == id).map(|a| a.event));
        found.unwrap_or(EventKind::ActivityCompleted)
    }

    pub(super) fn event(self) -> EventKind {
        self.now.with(|rule| rule.as_ref().map_or(EventKind::ActivityCompleted, |r| r.event))
    }

    /// Takes the focus to an element of the editor, when it is there.
    pub(super) fn focus(self, selector: &str) {
        let selector = selector.to_owned();
        let find = move || {
            // The editor may be gone by then.
            let root = self.root.try_get_untracked().flatten()?;
            let found = root.query_selector(&selector).ok()??;
            let _ = found.dyn_ref::<web_sys::HtmlElement>()?.focus();
            Some(())
        };
        request_animation_frame(move || {
            find();
        });
    }
}

/// A spot as hooks name it: `1.0`, or `top`.
pub(super) fn spot_key(spot: &[usize]) -> String {
    if spot.is_empty() {
        return "top".to_owned();
    }
    spot.iter().map(usize::to_string).collect::<Vec<_>>().join(".")
}

/// A spot as people count: `2.1`.
pub(super) fn spot_words(spot: &[usize]) -> String {
    spot.iter().map(|n| (n + 1).to_string()).collect::<Vec<_>>().join(".")
}
