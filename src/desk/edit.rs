//! Edits of a project: each gives its inverse, so that everything can be undone.
//!
//! There is one sort of edit for all lists, the splice: some entries go, others
//! come in their place. Adding, changing, removing and moving are all splices,
//! and so is the inverse of one.

use crate::catalogue::{
    Activity, CertificateTemplate, Certification, Event, Group, Journey, Learner, Options,
    Programme, Session,
};
use crate::rules::{Automation, Project, Trigger};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One change to a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    /// Gives the project another name.
    Name(String),
    /// Replaces the project's options.
    Options(Box<Options>),
    /// Entries go and others come in their place.
    Splice(Splice),
}

/// Some entries of a list go, others come in their place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Splice {
    /// The first one that goes, from 0; past the end it means the end.
    pub at: usize,
    /// How many go.
    #[serde(default)]
    pub remove: usize,
    /// What comes, and with it the list that is meant.
    pub insert: Entries,
}

macro_rules! lists {
    ($($variant:ident $field:ident: $entry:ty),* $(,)?) => {
        /// Entries of one of a project's lists.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Entries {
            $(
                #[doc = concat!("Of `", stringify!($field), "`.")]
                $variant(Vec<$entry>),
            )*
        }

        impl Splice {
            /// Does it, and gives the splice that takes it back.
            fn apply(self, project: &mut Project) -> Self {
                match self.insert {
                    $(Entries::$variant(insert) => {
                        let (at, came, gone) = splice(&mut project.$field, self.at, self.remove, insert);
                        Self { at, remove: came, insert: Entries::$variant(gone) }
                    })*
                }
            }
        }

        impl Entries {
            /// How many there are.
            pub fn len(&self) -> usize {
                match self { $(Self::$variant(entries) => entries.len(),)* }
            }

            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
        }

        /// The edits that lead from one project to another: at most one splice for
        /// each list, without what both begin and end with.
        pub fn between(old: &Project, new: &Project) -> Vec<Edit> {
            let mut out = Vec::new();
            if old.name != new.name {
                out.push(Edit::Name(new.name.clone()));
            }
            if old.options != new.options {
                out.push(Edit::Options(Box::new(new.options.clone())));
            }
            $(if let Some((at, remove, insert)) = changed(&old.$field, &new.$field) {
                out.push(Edit::Splice(Splice { at, remove, insert: Entries::$variant(insert) }));
            })*
            out
        }

        $(impl Listed for $entry {
            fn entries(list: Vec<Self>) -> Entries {
                Entries::$variant(list)
            }
        })*
    };
}

/// What stands in one of a project's lists.
pub trait Listed: Sized {
    /// Some of them, as an edit names them.
    fn entries(list: Vec<Self>) -> Entries;
}

lists! {
    Activities activities: Activity,
    Journeys journeys: Journey,
    Programmes programmes: Programme,
    Sessions sessions: Session,
    Groups groups: Group,
    Learners learners: Learner,
    Certificates certificates: CertificateTemplate,
    Certifications certifications: Certification,
    Automations automations: Automation,
    Triggers triggers: Trigger,
    Events events: Event,
    Scenarios scenarios: Value,
}

/// The place, how many came, and what went.
fn splice<T>(
    list: &mut Vec<T>,
    at: usize,
    remove: usize,
    insert: Vec<T>,
) -> (usize, usize, Vec<T>) {
    let at = at.min(list.len());
    let end = at.saturating_add(remove).min(list.len());
    let came = insert.len();
    let gone = list.splice(at..end, insert).collect();
    (at, came, gone)
}

fn changed<T: PartialEq + Clone>(old: &[T], new: &[T]) -> Option<(usize, usize, Vec<T>)> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(start..)?, new.get(start..)?);
    let same = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let insert = new.get(..new.len() - same)?.to_vec();
    let remove = old.len() - same;
    (remove > 0 || !insert.is_empty()).then_some((start, remove, insert))
}

impl Edit {
    /// Puts an entry in the place of the one at `at`.
    pub fn set<T: Listed>(at: usize, entry: T) -> Self {
        Self::Splice(Splice { at, remove: 1, insert: T::entries(vec![entry]) })
    }

    /// Puts entries before the one at `at`; `usize::MAX` is the end.
    pub fn insert<T: Listed>(at: usize, entries: Vec<T>) -> Self {
        Self::Splice(Splice { at, remove: 0, insert: T::entries(entries) })
    }

    /// Takes so many entries out. The type says of which list.
    pub fn remove<T: Listed>(at: usize, count: usize) -> Self {
        Self::Splice(Splice { at, remove: count, insert: T::entries(Vec::new()) })
    }

    /// Does it, and gives the edit that takes it back.
    pub fn apply(self, project: &mut Project) -> Self {
        match self {
            Self::Name(name) => Self::Name(std::mem::replace(&mut project.name, name)),
            Self::Options(options) => {
                Self::Options(Box::new(std::mem::replace(&mut project.options, *options)))
            }
            Self::Splice(splice) => Self::Splice(splice.apply(project)),
        }
    }

    /// Gives an automation that is replaced by an edited one of the same id the
    /// old one's version and so many more.
    pub(super) fn raise_version(&mut self, automations: &[Automation], more: u32) {
        let Self::Splice(Splice { at, remove, insert: Entries::Automations(edited) }) = self else {
            return;
        };
        if *remove != edited.len() {
            return;
        }
        let old = automations.get(*at..).unwrap_or_default();
        for (old, new) in old.iter().zip(edited) {
            new.version = old.version;
            if old.id == new.id && old != new {
                new.version = old.version.saturating_add(more);
            }
        }
    }

    /// Whether it is about learners or events, which a page has only some of.
    pub fn is_history(&self) -> bool {
        matches!(
            self,
            Self::Splice(Splice { insert: Entries::Learners(_) | Entries::Events(_), .. })
        )
    }

    /// Whether taking back `older` also takes this one back, when `older` is the
    /// inverse of what came just before: both replace the very same entry.
    fn is_covered_by(&self, older: &Self) -> bool {
        match (self, older) {
            (Self::Name(_), Self::Name(_)) | (Self::Options(_), Self::Options(_)) => true,
            (Self::Splice(now), Self::Splice(before)) => {
                std::mem::discriminant(&now.insert) == std::mem::discriminant(&before.insert)
                    && (now.at, now.remove, now.insert.len())
                        == (before.at, before.remove, before.insert.len())
                    && now.remove == now.insert.len()
            }
            _ => false,
        }
    }
}

/// Does all of them, and gives those that take them back, in the order in which
/// they have to be done.
pub fn apply_all(project: &mut Project, edits: Vec<Edit>) -> Vec<Edit> {
    let mut back: Vec<Edit> = edits.into_iter().map(|edit| edit.apply(project)).collect();
    back.reverse();
    back
}

/// Whether the inverse of an earlier step takes back a later one as well.
pub(super) fn covers(older: &[Edit], newer: &[Edit]) -> bool {
    older.len() == newer.len() && newer.iter().zip(older).all(|(n, o)| n.is_covered_by(o))
}
