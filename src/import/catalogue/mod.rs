//! Activities from a spreadsheet: pasted cells, or a CSV file.
//!
//! [`read`] finds out by itself how cells are parted, whether there is a row of
//! headings, and which column is what; and says all of it, for a person to see
//! before anything is added. A row that cannot be used is kept out with the
//! reason; it never stops the others.

mod cells;
mod columns;
#[cfg(test)]
mod tests;

pub use cells::kind;
pub use columns::Column;

use super::history::records::{Broken, Record, Records};
use crate::catalogue::{Activity, Id, Taken};
use crate::rules::Project;
use columns::Layout;
use std::collections::BTreeSet;

/// The longest table that is read, in bytes: far more than any catalogue has.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// So many activities are read at most.
pub const MAX_ROWS: usize = 20_000;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// What was understood of the columns, in their order: the heading, or
    /// `Column 2`, and what it is taken for; `None` is not used.
    pub columns: Vec<(String, Option<Column>)>,
    /// Whether the first row is headings.
    pub has_header: bool,
    /// What can be added, each with its line.
    pub rows: Vec<(u32, Activity)>,
    /// What is kept out.
    pub bad: Vec<BadRow>,
}

/// A row that is kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Its line, from 1.
    pub line: u32,
    /// The beginning of it.
    pub text: String,
    /// Why.
    pub why: String,
}

/// Reads a table of activities that are to be added to a project.
pub fn read(text: &str, project: &Project) -> Read {
    let mut out = Read::default();
    if text.len() > MAX_BYTES {
        let why = "This is longer than 8 MB. Split it into several parts.".to_owned();
        out.bad.push(BadRow { line: 1, text: String::new(), why });
        return out;
    }
    let text = text.trim_start_matches('\u{feff}');
    let layout = Layout::guess(text);
    out.columns = layout.described();
    out.has_header = layout.header.is_some();
    let items = project.activities.iter().map(|a| &a.id);
    let items = items.chain(project.journeys.iter().map(|j| &j.id));
    let mut known = KnownNames {
        ids: Taken::new(items.chain(project.programmes.iter().map(|p| &p.id))),
        titles: project.activities.iter().map(|a| folded(&a.title)).collect(),
    };
    let mut records = Records::new(text, layout.delimiter);
    let mut record = Record::default();
    if layout.header.is_some() {
        records.next(&mut record);
    }
    while records.next(&mut record) {
        if record.broken.is_none() && record.filled() == 0 {
            continue;
        }
        if out.rows.len() >= MAX_ROWS {
            let why = format!("Only {MAX_ROWS} activities are read at once; the rest is left out.");
            out.bad.push(BadRow { line: record.line, text: String::new(), why });
            break;
        }
        match row(&record, &layout, &mut known) {
            Ok(activity) => out.rows.push((record.line, activity)),
            Err(why) => out.bad.push(BadRow { line: record.line, text: excerpt(record.text), why }),
        }
    }
    out
}

struct KnownNames {
    ids: Taken,
    titles: BTreeSet<String>,
}

fn row(record: &Record<'_>, layout: &Layout, known: &mut KnownNames) -> Result<Activity, String> {
    match record.broken {
        Some(Broken::Quote) => return Err("A quotation mark in it never closes.".to_owned()),
        Some(Broken::TooLong) => return Err("It is far too long.".to_owned()),
        None => {}
    }
    if record.filled() > layout.width {
        return Err(format!(
            "It has {} cells, and the others have {}. A title with the character between cells in it has to stand in quotation marks.",
            record.filled(),
            layout.width
        ));
    }
    let cell = |column: Column| {
        let at = layout.place(column)?;
        record.cells.get(at).map(AsRef::as_ref).filter(|cell: &&str| !cell.is_empty())
    };
    let title = cell(Column::Title).filter(|title| title.contains(char::is_alphanumeric));
    let title = title.ok_or("It has no title.")?;
    if title.chars().count() > 300 {
        return Err("Its title is longer than 300 characters.".to_owned());
    }
    if known.titles.contains(&folded(title)) {
        return Err(format!("There is an activity “{title}” already."));
    }
    let mut activity = Activity {
        title: title.to_owned(),
        kind: kind(cell(Column::Kind).unwrap_or_default()),
        ..Activity::default()
    };
    if let Some(mode) = cell(Column::Mode) {
        activity.mode = cells::mode(mode)?;
    }
    if let Some(score) = cell(Column::MinimumScore) {
        activity.minimum_score = cells::score(score)?;
    }
    if let Some(hidden) = cell(Column::Hidden) {
        activity.hidden = cells::yes_or_no(hidden)?;
    }
    activity.id = match cell(Column::Id) {
        Some("event") => return Err("The id “event” has a meaning of its own.".to_owned()),
        Some(id) if !known.ids.take_id(id) => return Err(format!("The id “{id}” is taken.")),
        Some(id) => Id::from(id),
        None => known.ids.take(title),
    };
    known.titles.insert(folded(title));
    Ok(activity)
}

/// Titles that differ in case and blanks only are the same to people.
fn folded(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn excerpt(text: &str) -> String {
    let mut chars = text.chars();
    let out: String = chars.by_ref().take(80).map(|c| if c == '\t' { ' ' } else { c }).collect();
    if chars.next().is_some() { format!("{out}…") } else { out }
}
