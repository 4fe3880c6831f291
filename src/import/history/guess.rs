//! Guesses how a table is written: what parts its cells, whether it has a
//! header, how its dates and scores are to be read.

use super::columns::{self, Columns, OrderGuess, ScaleGuess};
use super::imported::{Fault, Faults};
use super::records::{Record, Records};
use super::score::ScoreScale;
use crate::catalogue::Moment;

/// How many rows the columns are guessed from.
const SAMPLE: usize = 200;

/// What may part cells, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// Whether a character can part cells.
pub(super) fn can_part(delimiter: u8) -> bool {
    delimiter == b'\t' || (delimiter.is_ascii_punctuation() && delimiter != b'"')
}

/// Guesses everything about a table. The order of dates and the scale of scores
/// are decided by all rows, not only by the first.
pub(super) fn guess(text: &str, faults: &mut Faults) -> Columns {
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
    if iso && (columns.score.is_none() || columns.score_scale == ScoreScale::Percent) {
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

/// How many cells most of the first rows have.
pub(super) fn usual_width(text: &str, delimiter: u8) -> usize {
    let mut widths: Vec<usize> = sample(text, delimiter).iter().map(Vec::len).collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first().copied()).unwrap_or(0)
}
