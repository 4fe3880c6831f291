//! Events from a table: CSV, or anything like it.

use super::columns::{self, Columns, OrderGuess, ScaleGuess};
use super::decode::decode;
use super::event::{Resolver, check_score, combine, has_score, not_begun};
use super::imported::{Fault, Faults, Imported, count, excerpt};
use super::known::Known;
use super::records::{Broken, Record, Records};
use super::words::{self, Ended, Happened};
use super::{Settings, dates, score, too_large};
use crate::catalogue::{Event, Moment, Status};

/// How many rows the columns are guessed from.
const SAMPLE: usize = 200;

/// What may part cells, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";

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
    let mut columns = columns.cloned().unwrap_or_else(|| guess_all(&text, &mut faults));
    if !can_part(columns.delimiter) {
        columns.delimiter = b',';
    }
    let mut imported = Imported::default();
    if let Some(fault) = missing_column(&columns) {
        faults.file(fault);
    } else {
        let table = Table { columns: &columns, expected: 0 };
        table.read(&text, &mut faults, &mut imported, Resolver::new(known, settings));
    }
    faults.into(&mut imported);
    imported.columns = Some(columns);
    imported
}

/// Whether a character can part cells.
fn can_part(delimiter: u8) -> bool {
    delimiter == b'\t' || (delimiter.is_ascii_punctuation() && delimiter != b'"')
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

/// Guesses everything about a table. The order of dates and the scale of scores
/// are decided by all rows, not only by the first.
fn guess_all(text: &str, faults: &mut Faults) -> Columns {
    let delimiter = delimiter(text);
    let mut rows = sample(text, delimiter);
    let has_header = match rows.split_first() {
        Some((first, rest)) => columns::is_header(first, rest.first().map(Vec::as_slice)),
        None => false,
    };
    let header = if has_header { rows.remove(0) } else { Vec::new() };
    let mut columns = Columns { delimiter, ..columns::guess(&header, &rows) };
    let cells = |column: Option<usize>| rows.iter().filter_map(move |row| row.get(column?));
    let iso = cells(columns.instant).all(|cell| Moment::parse(cell).is_ok());
    if iso && (columns.score.is_none() || columns.score_scale == score::ScoreScale::Percent) {
        return columns;
    }
    let (mut order, mut scale) = (OrderGuess::default(), ScaleGuess::default());
    let mut records = Records::new(text, delimiter);
    let mut record = Record::default();
    while records.next(&mut record) {
        if let Some(cell) = columns.instant.and_then(|column| record.cells.get(column)) {
            order.see(record.line, cell);
        }
        if let Some(cell) = columns.score.and_then(|column| record.cells.get(column)) {
            scale.see(cell);
        }
    }
    columns.date_order = order.order();
    columns.score_scale = scale.scale();
    if let Some(line) = order.either.filter(|_| order.is_open()) {
        faults.file(Fault::warning(
            "ambiguous-dates",
            format!("No date of this file tells whether the day or the month comes first (see line {line}). They were read with the day first."),
            "Look at a date that you know. If the month comes first, choose so and import again.",
        ));
    }
    columns
}

/// The first rows that can be split.
fn sample(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut records = Records::new(text, delimiter);
    let mut record = Record::default();
    let mut rows = Vec::new();
    while rows.len() <= SAMPLE && records.next(&mut record) {
        if record.broken.is_none() {
            rows.push(record.cells.iter().map(|cell| cell.to_string()).collect());
        }
    }
    rows
}

/// What parts the cells: what splits most rows like the first one, and then
/// into most cells.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("").as_bytes();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] = first
        && can_part(*delimiter)
    {
        return *delimiter;
    }
    let alike = |delimiter: u8| {
        let rows = sample(text, delimiter);
        let cells = rows.first().map_or(0, Vec::len);
        let rows = rows.iter().filter(|row| row.len() == cells).count();
        if cells < 2 { (0, 0) } else { (rows, cells) }
    };
    let mut best = (b',', (0, 0));
    for delimiter in DELIMITERS {
        let score = alike(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

struct Table<'c> {
    columns: &'c Columns,
    /// How many cells a row has.
    expected: usize,
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
        if self.columns.has_header {
            records.next(&mut record);
            self.expected = record.filled();
        } else {
            self.expected = usual_width(text, self.columns.delimiter);
        }
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
        let wrong = record.count < self.expected || record.filled() > self.expected;
        if record.lines > 1 && (wrong || self.hides_a_row(record)) {
            return Err(Lost::FirstLine);
        }
        if wrong {
            return Err(Lost::Row(wrong_count(record.count, self.expected)));
        }
        self.event(record, resolver).map_err(Lost::Row)
    }

    /// Whether one of the lines after a row's first is a row of its own: then a
    /// quote was left open, and it is no text within a cell.
    fn hides_a_row(&self, record: &Record<'_>) -> bool {
        let mut inner = Record::default();
        record.text.lines().skip(1).any(|line| {
            let mut one = Records::new(line, self.columns.delimiter);
            one.next(&mut inner)
                && inner.broken.is_none()
                && inner.count >= self.expected
                && inner.filled() <= self.expected
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
        if [learner, email, item, instant].into_iter().any(damaged) {
            return Err(Fault::error(
                "damaged-text",
                "This row holds characters that are no text.",
                "Write the row anew, or export the file again.",
            ));
        }
        let (happened, under_way) = self.happened(record)?;
        let learner = resolver.learner(learner, email, "")?;
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

/// How many cells most of the first rows have.
fn usual_width(text: &str, delimiter: u8) -> usize {
    let mut widths: Vec<usize> = sample(text, delimiter).iter().map(Vec::len).collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first().copied()).unwrap_or(0)
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
