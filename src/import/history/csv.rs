//! Events from a table: CSV, or anything like it.

use super::columns::Columns;
use super::decode::decode;
use super::event::{Resolver, check_score, combine, has_score, not_begun};
use super::guess::{can_part, guess, usual_width};
use super::imported::{Fault, Faults, Imported, count, excerpt};
use super::known::Known;
use super::records::{Broken, Record, Records};
use super::words::{self, Ended, Happened};
use super::{Settings, dates, score, too_large};
use crate::catalogue::{Event, Moment, Status};

/// Reads a table. Without `columns` they are guessed, and [`Imported::columns`]
/// says how: a person can change them and have the file read again.
///
/// The text may be UTF-8, UTF-16 with a byte order mark, or Windows-1252.
pub fn read(
    bytes: &[u8],
    columns: Option<&Columns>,
    known: &Known<'_>,
    settings: Settings,
) -> Imported {
    if let Some(imported) = too_large(bytes) {
        return imported;
    }
    let mut faults = Faults::default();
    let (text, guessed) = decode(bytes);
    known.zone_fault().into_iter().chain(guessed).for_each(|fault| faults.file(fault));
    let mut columns = columns.cloned().unwrap_or_else(|| guess(&text, &mut faults));
    if !can_part(columns.delimiter) {
        columns.delimiter = b',';
    }
    let mut imported = Imported::default();
    if let Some(fault) = missing_column(&columns) {
        faults.file(fault);
    } else {
        let table = Table { columns: &columns, expected: 0, least: 0 };
        table.read(&text, &mut faults, &mut imported, Resolver::new(known, settings));
    }
    faults.into(&mut imported);
    imported.columns = Some(columns);
    imported
}

/// The first rows of a table as they are parted, the header included, for a
/// person to choose the columns by.
pub fn first_rows(bytes: &[u8], delimiter: u8, count: usize) -> Vec<Vec<String>> {
    // Enough for some rows, however wide: the rest need not be decoded.
    let (text, _) = decode(bytes.get(..256 * 1024).unwrap_or(bytes));
    let mut records = Records::new(&text, if can_part(delimiter) { delimiter } else { b',' });
    let mut record = Record::default();
    let mut out = Vec::new();
    while out.len() < count && records.next(&mut record) {
        out.push(record.cells.iter().map(|cell| excerpt(cell)).collect());
    }
    out
}

fn missing_column(columns: &Columns) -> Option<Fault> {
    let what = match (columns.learner.or(columns.email), columns.instant) {
        (None, _) => "whom the rows are about: a learner's id or e-mail address",
        (_, None) => "when it happened, with dates such as 2026-03-15 10:30",
        _ => return None,
    };
    Some(Fault::error(
        "no-column",
        format!("No column was found that says {what}."),
        "Choose the column by hand. If there is none, export the table again with it.",
    ))
}

struct Table<'c> {
    columns: &'c Columns,
    /// How many cells a row has.
    expected: usize,
    /// How many it has at least: spreadsheets leave out empty cells at the end.
    /// Those of columns that are read have to be there.
    least: usize,
}

/// A row that gives no event.
enum Lost {
    /// Its line alone, with the reason.
    Row(Fault),
    /// Its first line; the rest is to be read again.
    FirstLine,
}

impl Table<'_> {
    fn read(
        mut self,
        text: &str,
        faults: &mut Faults,
        imported: &mut Imported,
        mut resolver: Resolver<'_, '_>,
    ) {
        let mut records = Records::new(text, self.columns.delimiter);
        let mut record = Record::default();
        let has_header = self.columns.has_header && records.next(&mut record);
        self.expected = match has_header && record.broken.is_none() {
            true => record.filled(),
            false => usual_width(text, self.columns.delimiter),
        };
        let last = self.columns.taken().into_iter().flatten().max();
        self.least = self.expected.min(last.map_or(0, |last| last.saturating_add(1)));
        while records.next(&mut record) {
            imported.read = imported.read.saturating_add(1);
            let line = record.line;
            match self.row(&record, &mut resolver) {
                Ok((event, warnings)) => {
                    imported.events.push(event);
                    imported.lines.push(line);
                    warnings.into_iter().for_each(|fault| faults.row(line, fault, record.text));
                }
                Err(Lost::Row(fault)) => faults.row(line, fault, record.text),
                Err(Lost::FirstLine) => {
                    records.resume_after_first_line(&mut record);
                    faults.row(line, broken(Broken::Quote), record.text);
                }
            }
        }
        imported.kept = count(imported.events.len());
        resolver.into(imported);
    }

    fn row(
        &self,
        record: &Record<'_>,
        resolver: &mut Resolver<'_, '_>,
    ) -> Result<(Event, Vec<Fault>), Lost> {
        if let Some(why) = record.broken {
            return Err(Lost::Row(broken(why)));
        }
        let wrong = !self.fits(record);
        if record.lines > 1 && (wrong || self.hides_a_row(record)) {
            return Err(Lost::FirstLine);
        }
        if wrong {
            return Err(Lost::Row(wrong_count(record.count, self.expected)));
        }
        self.event(record, resolver).map_err(Lost::Row)
    }

    fn fits(&self, record: &Record<'_>) -> bool {
        record.count >= self.least && record.filled() <= self.expected
    }

    /// Whether one of the lines after a row's first is a row of its own: then a
    /// quote was left open, and it is no text within a cell.
    fn hides_a_row(&self, record: &Record<'_>) -> bool {
        let mut inner = Record::default();
        record.text.split(['\n', '\r']).skip(1).any(|line| {
            let mut one = Records::new(line, self.columns.delimiter);
            one.next(&mut inner)
                && inner.broken.is_none()
                && self.fits(&inner)
                && self.who(&inner) != ("", "")
                && dates::parse(cell(&inner, self.columns.instant), self.columns.date_order).is_ok()
        })
    }

    fn who<'r>(&self, record: &'r Record<'_>) -> (&'r str, &'r str) {
        (cell(record, self.columns.learner), cell(record, self.columns.email))
    }

    fn event(
        &self,
        record: &Record<'_>,
        resolver: &mut Resolver<'_, '_>,
    ) -> Result<(Event, Vec<Fault>), Fault> {
        let columns = self.columns;
        let (learner, email) = self.who(record);
        let item = cell(record, columns.item);
        let instant = cell(record, columns.instant);
        let damaged =
            |text: &str| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        if [learner, email, item, instant, cell(record, columns.name)].into_iter().any(damaged) {
            return Err(Fault::error(
                "damaged-text",
                "This row holds characters that are no text.",
                "Write the row anew, or export the file again.",
            ));
        }
        let (happened, under_way) = self.happened(record)?;
        let learner = resolver.learner(learner, email, cell(record, columns.name).trim())?;
        let what =
            resolver
                .what(happened, item, |known, classes| known.item(item, classes))
                // That a journey or a programme is under way is no event.
                .map_err(|fault| {
                    if under_way && fault.code == "wrong-item" { not_begun() } else { fault }
                })?;
        let at = moment(instant, columns.date_order)?;
        let mut score = None;
        if has_score(what.kind) {
            score = score::parse(cell(record, columns.score), columns.score_scale)
                .map_err(bad_score)?;
        }
        check_score(what.kind, score)?;
        let mut warnings: Vec<Fault> = resolver.clock_fault(at).into_iter().collect();
        let mut session = None;
        let named = cell(record, columns.session);
        if !named.is_empty() {
            match resolver.known.session(named) {
                Ok(id) => session = Some(Box::new(id.clone())),
                Err(_) => warnings.push(unknown_session(named)),
            }
        }
        let event = Event {
            at,
            learner,
            kind: what.kind,
            item: what.item,
            status: what.status,
            score,
            session,
            attributes: None,
        };
        Ok((event, warnings))
    }

    /// What the columns of event and status say together, and whether that is
    /// an attempt under way.
    fn happened(&self, record: &Record<'_>) -> Result<(Happened, bool), Fault> {
        let columns = self.columns;
        let mut happened = Happened::Ended(Status::Completed);
        if columns.event.is_some() {
            let said = cell(record, columns.event);
            happened = words::happened(said).ok_or_else(|| unknown_event(said))?;
        }
        let said = cell(record, columns.status);
        let ended = words::ended(said);
        let completion = match happened {
            Happened::Ended(_) => true,
            Happened::Kind(kind) => kind.can_grant(),
            Happened::Assigned => false,
        };
        if ended.is_none() && !said.is_empty() && completion {
            return Err(Fault::error(
                "unknown-status",
                format!("“{}” is not a known way to end.", excerpt(said)),
                "Write completed, passed, failed or abandoned.",
            ));
        }
        let under_way = completion && ended == Some(Ended::NotYet);
        if under_way && cell(record, columns.instant).is_empty() {
            return Err(not_begun());
        }
        Ok((combine(happened, ended)?, under_way))
    }
}

fn cell<'r>(record: &'r Record<'_>, column: Option<usize>) -> &'r str {
    column.and_then(|column| record.cells.get(column)).map_or("", |cell| cell.as_ref())
}

fn broken(why: Broken) -> Fault {
    match why {
        Broken::Quote => Fault::error(
            "broken-quote",
            "A quotation mark in this row is never closed.",
            "Close it, or take it out; a quotation mark within a quoted cell is written twice.",
        ),
        Broken::TooLong => Fault::error(
            "line-too-long",
            "This row is longer than 64 KB.",
            "Shorten it, or export the file again with a line for each row.",
        ),
    }
}

fn wrong_count(found: usize, expected: usize) -> Fault {
    let (have, should) = (cells(found), cells(expected));
    Fault::error(
        "wrong-cell-count",
        format!("This row has {have}; the table has {should}."),
        "Put a cell that holds the delimiter in quotation marks, and leave out no empty ones.",
    )
}

fn cells(count: usize) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") }
}

/// A moment, or why it is none.
pub(super) fn moment(text: &str, order: dates::DateOrder) -> Result<Moment, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::error(
            "no-time",
            "This does not say when it happened.",
            "Fill in the date.",
        ));
    }
    dates::parse(text, order)
        .map_err(|why| Fault::error("bad-time", excerpt_message(&why), "Correct the date."))
}

/// A message that may quote a cell of any length.
fn excerpt_message(message: &str) -> String {
    let mut chars = message.chars();
    let out: String = chars.by_ref().take(200).collect();
    if chars.next().is_some() { out + "…" } else { out }
}

fn bad_score(why: String) -> Fault {
    Fault::error(
        "bad-score",
        excerpt_message(&why),
        "Write a number from 0 to 100, or leave it empty.",
    )
}

fn unknown_event(said: &str) -> Fault {
    let message = match said {
        "" => "This row does not say what happened.".to_owned(),
        said => format!("“{}” is not a known event.", excerpt(said)),
    };
    let repair = "Write for example completed, passed, failed, started, graded, registered, joined group or assigned.";
    Fault::error("unknown-event", message, repair)
}

fn unknown_session(named: &str) -> Fault {
    Fault::warning(
        "unknown-session",
        format!("The project has no session “{}”; the row was read without it.", excerpt(named)),
        "Add the session to the project, or leave out that column. Without it the event counts for every session of the learner that runs at the time.",
    )
}
