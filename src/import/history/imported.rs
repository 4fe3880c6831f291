//! What an import gives back, and how its faults are collected.

use super::Columns;
use crate::catalogue::{Event, Id, Learner};
use crate::diagnostic::Severity;
use serde::Serialize;
use std::collections::BTreeSet;

/// How many faults are listed; the rest are counted.
pub const MAX_FAULTS: usize = 1000;

/// How much of a row is shown beside its fault, in characters.
const EXCERPT: usize = 80;

/// What was read, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Imported {
    /// The events: from CSV in the order of the file, from xAPI in the order of
    /// their instants.
    pub events: Vec<Event>,
    /// Of each event the line it is in (CSV, and JSON with a statement a line)
    /// or the number of its statement, both from 1.
    pub lines: Vec<u32>,
    /// What is wrong, at most [`MAX_FAULTS`] of it, in the order it was found.
    pub faults: Vec<RowFault>,
    /// How many faults are not listed.
    pub more_faults: u32,
    /// Learners that the project does not have, each once; only when
    /// [`super::Settings::create_learners`] says so.
    pub new_learners: Vec<Learner>,
    /// How the table was understood; absent for xAPI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Columns>,
    /// Rows or statements seen, without the header and empty lines.
    pub read: u32,
    /// Events that came of them.
    pub kept: u32,
    /// Rows or statements with an error.
    pub faulty: u32,
}

/// One finding about one row or statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFault {
    /// Its line, or the number of the statement, from 1; 0 for the file as a whole.
    pub line: u32,
    /// An error costs the row; with a warning it is kept; a note says why it
    /// is not needed.
    pub severity: Severity,
    /// Stable identifier in kebab case; the list is in [`super`].
    pub code: &'static str,
    /// What happened, for people.
    pub message: String,
    /// What to do about it; may be empty for notes.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub repair: String,
    /// The beginning of the row.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Imported {
    /// The same import with the rows of these lines taken back out: their
    /// events, their warnings, and the new learners that nothing speaks of any more.
    #[must_use]
    pub fn without(&self, lines: &[u32]) -> Self {
        let out: BTreeSet<u32> = lines.iter().copied().collect();
        let pairs = self.events.iter().zip(&self.lines).filter(|(_, line)| !out.contains(line));
        let (events, lines): (Vec<Event>, Vec<u32>) =
            pairs.map(|(event, line)| (event.clone(), *line)).unzip();
        let used: BTreeSet<&Id> = events.iter().map(|event| &event.learner).collect();
        let new_learners =
            self.new_learners.iter().filter(|l| used.contains(&l.id)).cloned().collect();
        let faults = self
            .faults
            .iter()
            .filter(|f| f.severity != Severity::Warning || !out.contains(&f.line))
            .cloned()
            .collect();
        Self {
            kept: count(events.len()),
            events,
            lines,
            faults,
            more_faults: self.more_faults,
            new_learners,
            columns: self.columns.clone(),
            read: self.read,
            faulty: self.faulty,
        }
    }
}

/// A length as the count that it is written as.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What is wrong with a row, before it is known where the row is.
#[derive(Debug)]
pub(super) struct Fault {
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub repair: String,
}

impl Fault {
    pub fn error(
        code: &'static str,
        message: impl Into<String>,
        repair: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), repair: repair.into() }
    }

    pub fn warning(
        code: &'static str,
        message: impl Into<String>,
        repair: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message, repair) }
    }

    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Info, ..Self::error(code, message, "") }
    }
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct Faults {
    listed: Vec<RowFault>,
    more: u32,
    faulty: u32,
}

impl Faults {
    /// Whether another one would still be listed. What costs time to say well
    /// is only worked out while this holds.
    pub fn has_room(&self) -> bool {
        self.listed.len() < MAX_FAULTS
    }

    /// About a row; `text` is the row as it stands in the file.
    pub fn row(&mut self, line: u32, fault: Fault, text: &str) {
        if fault.severity == Severity::Error {
            self.faulty = self.faulty.saturating_add(1);
        }
        if self.has_room() {
            self.push(line, fault, text);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// About the file as a whole. These are few, and always listed.
    pub fn file(&mut self, fault: Fault) {
        self.push(0, fault, "");
    }

    fn push(&mut self, line: u32, fault: Fault, text: &str) {
        let Fault { severity, code, message, repair } = fault;
        self.listed.push(RowFault { line, severity, code, message, repair, text: excerpt(text) });
    }

    /// Puts them into what is given back.
    pub fn into(self, imported: &mut Imported) {
        imported.faults = self.listed;
        imported.more_faults = self.more;
        imported.faulty = self.faulty;
    }
}

/// The beginning of a text on one line, without control characters.
pub(super) fn excerpt(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.trim().chars();
    for c in chars.by_ref().take(EXCERPT) {
        out.push(if c.is_control() { ' ' } else { c });
    }
    if chars.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{EventKind, FromId, Moment};

    fn event(learner: &str) -> Event {
        Event {
            at: Moment::parse("2026-03-01").unwrap(),
            learner: learner.into(),
            kind: EventKind::FirstLogin,
            item: Id::default(),
            status: Default::default(),
            score: None,
            session: None,
            attributes: None,
        }
    }

    #[test]
    fn lines_can_be_taken_back_out() {
        let mut faults = Faults::default();
        faults.row(3, Fault::warning("skipped-hour", "m", "r"), "row");
        faults.row(4, Fault::error("bad-time", "m", "r"), "row");
        let mut imported = Imported {
            events: vec![event("ada"), event("new"), event("ada")],
            lines: vec![2, 3, 5],
            new_learners: vec![Learner::from_id("new")],
            read: 4,
            kept: 3,
            ..Imported::default()
        };
        faults.into(&mut imported);
        let less = imported.without(&[3, 4, 99]);
        assert_eq!((less.lines.as_slice(), less.kept, less.read), ([2, 5].as_slice(), 2, 4));
        assert!(less.new_learners.is_empty());
        assert_eq!(less.faults.iter().map(|f| f.code).collect::<Vec<_>>(), ["bad-time"]);
        assert_eq!(imported.without(&[]), imported);
    }

    #[test]
    fn faults_are_bounded_and_counted() {
        let mut faults = Faults::default();
        for line in 0..1500 {
            faults.row(line, Fault::error("bad-time", "m", "r"), &"x\0".repeat(500));
        }
        let mut imported = Imported::default();
        faults.into(&mut imported);
        assert_eq!((imported.faults.len(), imported.more_faults), (1000, 500));
        assert_eq!(imported.faulty, 1500);
        assert_eq!(imported.faults[0].text.chars().count(), 81);
        assert!(!imported.faults[0].text.contains('\0'));
    }
}
