//! Histories that are brought in: read first, looked at, and added then.

use super::Desk;
use super::edit::Edit;
use crate::catalogue::Event;
use crate::diagnostic::Severity;
use crate::import::history::{self, Columns, Imported, Known, Settings};
use serde::{Deserialize, Serialize};

/// What was read, as a page shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// How the table was understood; absent for xAPI.
    pub columns: Option<Columns>,
    /// The first rows of the table, the header included.
    pub rows: Vec<Vec<String>>,
    /// What is wrong, line by line.
    pub faults: Vec<SeenFault>,
    /// How many faults are not listed.
    pub more_faults: u32,
    /// Rows or statements seen.
    pub read: u32,
    /// Events that came of them.
    pub kept: u32,
    /// Rows or statements with an error.
    pub faulty: u32,
    /// How many learners are new.
    pub new_learners: usize,
    /// The first events, each with its line.
    pub sample: Vec<(u32, Event)>,
}

/// One finding about one row or statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenFault {
    /// Its line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// An error costs the row; with a warning it is kept.
    pub severity: Severity,
    /// Stable identifier.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do about it; may be empty.
    pub repair: String,
    /// The beginning of the row.
    pub text: String,
}

/// So many events are shown before they are added.
const SAMPLE: usize = 20;
/// So many rows of the table are shown to choose columns by.
const ROWS: usize = 4;

impl Seen {
    fn of(imported: &Imported) -> Self {
        let fault = |f: &history::RowFault| SeenFault {
            line: f.line,
            severity: f.severity,
            code: f.code.to_owned(),
            message: f.message.clone(),
            repair: f.repair.clone(),
            text: f.text.clone(),
        };
        let lines = imported.lines.iter().copied();
        Self {
            columns: imported.columns.clone(),
            rows: Vec::new(),
            faults: imported.faults.iter().map(fault).collect(),
            more_faults: imported.more_faults,
            read: imported.read,
            kept: imported.kept,
            faulty: imported.faulty,
            new_learners: imported.new_learners.len(),
            sample: lines.zip(imported.events.iter().cloned()).take(SAMPLE).collect(),
        }
    }
}

impl Desk {
    /// Reads a history from CSV, without adding it.
    pub fn read_csv(&mut self, bytes: &[u8], columns: Option<&Columns>, create: bool) -> Seen {
        let settings = Settings { create_learners: create };
        let read = history::csv::read(bytes, columns, &Known::new(self.project()), settings);
        let delimiter = read.columns.as_ref().map_or(b',', |columns| columns.delimiter);
        let rows = history::csv::first_rows(bytes, delimiter, ROWS);
        Seen { rows, ..self.keep_read(read) }
    }

    /// Reads a history from xAPI statements, without adding it.
    pub fn read_xapi(&mut self, bytes: &[u8], create: bool) -> Seen {
        let settings = Settings { create_learners: create };
        let read = history::xapi::read(bytes, &Known::new(self.project()), settings);
        self.keep_read(read)
    }

    fn keep_read(&mut self, read: Imported) -> Seen {
        let seen = Seen::of(&read);
        self.imported = Some(read);
        seen
    }

    /// Adds what was read last, less some lines.
    pub(super) fn add_imported(&mut self, without: &[u32], now: f64) {
        let Some(read) = self.imported.take() else { return };
        let kept = read.without(without);
        let label = format!("Import {} events", kept.events.len());
        let edits = vec![
            Edit::insert(usize::MAX, kept.new_learners),
            Edit::insert(usize::MAX, kept.events),
        ];
        self.edit(edits, &label, None, now);
    }
}
