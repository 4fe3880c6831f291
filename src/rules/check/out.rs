//! What the checks find, and what each finding is about.

use super::known::{Known, ids};
use crate::catalogue::Id;
use crate::diagnostic::Diagnostic;
use crate::locale::Tongue;
use crate::rules::List;
use crate::rules::repair::Repair;
use serde::{Deserialize, Serialize};

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What is wrong and where.
    pub diagnostic: Diagnostic,
    /// What one click does about it; its sentence is the diagnostic's `repair`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<Repair>,
    /// The entry that it is about.
    pub subject: Subject,
    /// Other entries that have a part in it: the other rules of a cycle, the rule
    /// that makes this one idle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Subject>,
}

/// An entry of the project. Options and events have no id: it is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// The list that it is in.
    pub list: List,
    /// Its id.
    #[serde(default, skip_serializing_if = "Id::is_empty")]
    pub id: Id,
}

impl Subject {
    /// The automation of that id.
    pub fn automation(id: &Id) -> Self {
        Self { list: List::Automations, id: id.clone() }
    }
}

/// Collects findings.
pub(super) struct Out<'a> {
    pub known: &'a Known<'a>,
    found: Vec<(List, usize, Check)>,
}

impl<'a> Out<'a> {
    pub fn new(known: &'a Known<'a>) -> Self {
        Self { known, found: Vec::new() }
    }

    /// A finding about an entry of a list.
    pub fn add(
        &mut self,
        list: List,
        index: usize,
        diagnostic: Diagnostic,
        repair: Option<Repair>,
    ) {
        self.relate(list, index, diagnostic, repair, Vec::new());
    }

    /// A finding about an entry of a list in which others have a part.
    pub fn relate(
        &mut self,
        list: List,
        index: usize,
        mut diagnostic: Diagnostic,
        repair: Option<Repair>,
        related: Vec<Subject>,
    ) {
        if let Some(repair) = &repair {
            diagnostic.repair = Some(repair.sentence(Tongue::ENGLISH));
        }
        let id = ids(self.known.project, list).nth(index).unwrap_or_default();
        let subject = Subject { list, id: id.into() };
        self.found.push((list, index, Check { diagnostic, repair, subject, related }));
    }

    /// All findings in the order of the project's lists and of their entries.
    pub fn finish(self) -> Vec<Check> {
        let mut found = self.found;
        found.sort_by_key(|(list, index, _)| (*list, *index));
        found.into_iter().map(|(_, _, check)| check).collect()
    }
}
