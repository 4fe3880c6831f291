//! Which column of a table of activities is what.

use super::cells::{self, KINDS};
use crate::import::history::records::{Record, Records};
use crate::locale::mark;

/// What a column can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What people call the activity.
    Title,
    /// Course, quiz, webinar…
    Kind,
    /// Learning, training, exam.
    Mode,
    /// 0–100.
    MinimumScore,
    /// Yes or no.
    Hidden,
    /// The id that the platform knows it by.
    Id,
}

impl Column {
    const ALL: [Self; 6] =
        [Self::Title, Self::Kind, Self::Mode, Self::MinimumScore, Self::Hidden, Self::Id];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => mark!("title"),
            Self::Kind => mark!("kind"),
            Self::Mode => mark!("mode"),
            Self::MinimumScore => mark!("minimum score"),
            Self::Hidden => mark!("hidden"),
            Self::Id => mark!("id"),
        }
    }

    /// The column that a heading names.
    fn named(heading: &str) -> Option<Self> {
        let words = heading.to_lowercase();
        let words: Vec<&str> =
            words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        Some(match words.join(" ").as_str() {
            "title" | "name" | "activity" | "activity title" | "activity name" | "course"
            | "course title" | "course name" | "item" | "item title" => Self::Title,
            "kind" | "type" | "activity type" | "course type" | "item type" => Self::Kind,
            "mode" | "course mode" | "module mode" => Self::Mode,
            "minimum score" | "minimum" | "min" | "min score" | "pass mark" | "passing score"
            | "pass score" | "minimum grade" | "passing grade" | "score" | "threshold" => {
                Self::MinimumScore
            }
            "hidden" | "is hidden" | "hide" => Self::Hidden,
            "id" | "code" | "course id" | "activity id" | "item id" | "course code" => Self::Id,
            _ => return None,
        })
    }

    /// The column that cells without a heading belong to.
    fn of_cells(cells: &[&str]) -> Option<Self> {
        let all = |fits: &dyn Fn(&str) -> bool| cells.iter().all(|cell| fits(cell));
        if cells.is_empty() {
            None
        } else if all(&|c| KINDS.contains(&c.to_lowercase().as_str())) {
            Some(Self::Kind)
        } else if all(&|c| cells::mode(c).is_ok()) {
            Some(Self::Mode)
        } else if all(&|c| cells::yes_or_no(c).is_ok()) {
            Some(Self::Hidden)
        } else if all(&|c| cells::score(c).is_ok()) {
            Some(Self::MinimumScore)
        } else {
            None
        }
    }
}

/// How a table is laid out.
pub(super) struct Layout {
    pub delimiter: u8,
    pub header: Option<Vec<String>>,
    /// How many cells a row has at most.
    pub width: usize,
    columns: Vec<Option<Column>>,
}

/// So many rows are looked at to find out.
const LOOK_AT: usize = 50;

impl Layout {
    /// Finds out by looking at the first rows.
    pub fn guess(text: &str) -> Self {
        // A spreadsheet parts pasted cells with tabs, and no title has one.
        if text.contains('\t') {
            return Self::with(text, b'\t');
        }
        let semicolon = Self::with(text, b';');
        let comma = Self::with(text, b',');
        // A comma may well stand in a title: it parts cells only where that gives
        // columns that mean something.
        let meant = |layout: &Self| layout.columns.iter().flatten().count();
        match (meant(&semicolon), meant(&comma)) {
            (s, c) if s >= c && s > 1 => semicolon,
            (_, c) if c > 1 => comma,
            _ => Self::with(text, b'\t'),
        }
    }

    fn with(text: &str, delimiter: u8) -> Self {
        let mut records = Records::new(text, delimiter);
        let mut record = Record::default();
        let mut rows: Vec<Vec<String>> = Vec::new();
        while rows.len() < LOOK_AT && records.next(&mut record) {
            if record.broken.is_none() {
                rows.push(record.cells.iter().map(ToString::to_string).collect());
            }
        }
        let first = rows.first().cloned().unwrap_or_default();
        let named: Vec<Option<Column>> = once_each(first.iter().map(|h| Column::named(h)));
        // “Course” alone may be a title, and “Course, quiz” headings.
        let lone = first.len() == 1 && !first.iter().any(|h| h.eq_ignore_ascii_case("course"));
        let count = named.iter().flatten().count();
        if named.contains(&Some(Column::Title)) && (count > 1 || first.len() > 1 || lone) {
            let width = first.iter().rposition(|c| !c.is_empty()).map_or(1, |at| at + 1);
            return Self { delimiter, header: Some(first), width, columns: named };
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(1);
        let of_cells = (0..width).map(|at| {
            let cells = rows.iter().filter_map(|row| row.get(at).map(String::as_str));
            let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
            // What almost all rows have may still have a few mistakes.
            let most: Vec<&str> = match Column::of_cells(&cells) {
                Some(_) => cells,
                None if cells.len() > 4 => {
                    let fits = |c: &&&str| Column::of_cells(&[**c]).is_some();
                    let good: Vec<&str> = cells.iter().filter(fits).copied().collect();
                    if good.len() * 5 >= cells.len() * 4 { good } else { Vec::new() }
                }
                None => Vec::new(),
            };
            Column::of_cells(&most)
        });
        let mut columns = once_each(of_cells);
        // The first column of other words has the titles.
        if let Some(free) = columns.iter_mut().find(|column| column.is_none()) {
            *free = Some(Column::Title);
        } else if let Some(first) = columns.first_mut() {
            *first = Some(Column::Title);
        }
        Self { delimiter, header: None, width, columns }
    }

    /// The place of a column.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|c| *c == Some(column))
    }

    /// For people.
    pub fn described(&self) -> Vec<(String, Option<Column>)> {
        let heading = |at: usize| match self.header.as_ref().and_then(|h| h.get(at)) {
            Some(heading) if !heading.is_empty() => heading.clone(),
            _ => format!("Column {}", at + 1),
        };
        self.columns.iter().enumerate().map(|(at, column)| (heading(at), *column)).collect()
    }
}

/// Each column once: of two with the same heading the first counts.
fn once_each(columns: impl Iterator<Item = Option<Column>>) -> Vec<Option<Column>> {
    let mut left = Column::ALL.to_vec();
    let mut take = |column: Column| {
        let at = left.iter().position(|c| *c == column)?;
        Some(left.remove(at))
    };
    columns.map(|column| column.and_then(&mut take)).collect()
}
