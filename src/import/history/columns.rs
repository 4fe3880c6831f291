//! Which column of a table holds what: guessed from the header and from what
//! is in the rows, for a person to confirm or change.

use super::dates::{DateOrder, Evidence, evidence, is_date};
use super::headers::{NAME, Role};
use super::score::{self, ScoreScale};
use super::words::{ended, happened, plain};
use serde::{Deserialize, Serialize};

/// How a table is read. Columns are counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Columns {
    /// The learner's id (or e-mail address).
    pub learner: Option<usize>,
    /// The learner's e-mail address.
    pub email: Option<usize>,
    /// The learner's full name, for learners who are new.
    pub name: Option<usize>,
    /// What happened; without it, every row is a completion.
    pub event: Option<usize>,
    /// What it happened with, by id or title.
    pub item: Option<usize>,
    /// When.
    pub instant: Option<usize>,
    /// The score.
    pub score: Option<usize>,
    /// How it ended.
    pub status: Option<usize>,
    /// The session, by id or title.
    pub session: Option<usize>,
    /// What parts the cells: an ASCII character, usually `,` `;` `|` or a tab.
    pub delimiter: u8,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// Whether 3/4/2026 is in April or in March.
    pub date_order: DateOrder,
    /// What the scores count up to.
    pub score_scale: ScoreScale,
}

impl Columns {
    fn slot(&mut self, role: Role) -> &mut Option<usize> {
        match role {
            Role::Email => &mut self.email,
            Role::Instant => &mut self.instant,
            Role::Score => &mut self.score,
            Role::Status => &mut self.status,
            Role::Event => &mut self.event,
            Role::Session => &mut self.session,
            Role::Learner => &mut self.learner,
            Role::Item => &mut self.item,
        }
    }

    /// The columns that are read.
    pub(super) fn taken(&self) -> [Option<usize>; 9] {
        [
            self.learner,
            self.email,
            self.name,
            self.event,
            self.item,
            self.instant,
            self.score,
            self.status,
            self.session,
        ]
    }
}

/// Guesses which column holds what from the header (empty when the table has
/// none) and some of the rows. The delimiter is left at a comma: whoever split
/// the rows knows it.
pub fn guess<S: AsRef<str>>(header: &[S], sample_rows: &[Vec<S>]) -> Columns {
    let names: Vec<String> = header.iter().map(|name| plain(name.as_ref())).collect();
    let width = sample_rows.iter().map(Vec::len).chain([names.len()]).max().unwrap_or(0);
    let looks: Vec<Look> = (0..width).map(|column| Look::new(sample_rows, column)).collect();
    let mut columns =
        Columns { delimiter: b',', has_header: !header.is_empty(), ..Columns::default() };
    // What is called exactly so, then what is called nearly so, then what looks so.
    for exact in [true, false] {
        for role in Role::ALL {
            if columns.slot(role).is_none() {
                let found = by_name(role, role.names(), exact, &names, &looks, &columns.taken());
                *columns.slot(role) = found;
            }
        }
    }
    if columns.learner.is_none() && columns.email.is_none() {
        let taken = columns.taken();
        columns.learner = by_name(Role::Learner, NAME, true, &names, &looks, &taken);
    }
    // Beside an id or an address it is what new learners are called.
    columns.name = by_name(Role::Learner, NAME, true, &names, &looks, &columns.taken());
    for role in Role::ALL {
        if columns.slot(role).is_none() {
            let found = by_look(role, &looks, &columns, header.is_empty());
            *columns.slot(role) = found;
        }
    }
    let cells = |column: Option<usize>| {
        sample_rows.iter().filter_map(move |row| row.get(column?)).map(AsRef::as_ref)
    };
    let mut order = OrderGuess::default();
    cells(columns.instant).for_each(|cell| order.see(0, cell));
    columns.date_order = order.order();
    let mut scale = ScaleGuess::default();
    cells(columns.score).for_each(|cell| scale.see(cell));
    columns.score_scale = scale.scale();
    columns
}

/// The free column of that name whose content does not speak against it.
fn by_name(
    role: Role,
    called: &[&str],
    exact: bool,
    names: &[String],
    looks: &[Look],
    taken: &[Option<usize>],
) -> Option<usize> {
    called.iter().find_map(|wanted| {
        names.iter().zip(looks).enumerate().find_map(|(column, (name, look))| {
            let named = if exact { name == wanted } else { has_words(name, wanted) };
            (named && !taken.contains(&Some(column)) && look.allows(role)).then_some(column)
        })
    })
}

/// Whether a name has these words in it, whole. Very short ones say too little.
fn has_words(name: &str, wanted: &str) -> bool {
    wanted.len() > 3
        && name.match_indices(wanted).any(|(at, _)| {
            let before = name.get(..at).unwrap_or("");
            let after = name.get(at + wanted.len()..).unwrap_or("");
            (before.is_empty() || before.ends_with(' '))
                && (after.is_empty() || after.starts_with(' '))
        })
}

fn by_look(role: Role, looks: &[Look], columns: &Columns, no_header: bool) -> Option<usize> {
    let taken = columns.taken();
    let mut free = looks
        .iter()
        .enumerate()
        .filter(|(column, look)| !taken.contains(&Some(*column)) && look.filled > 0);
    let wanted: fn(&Look) -> bool = match role {
        Role::Email => |look| look.mostly(look.emails),
        Role::Instant => |look| look.mostly(look.dates),
        Role::Event => |look| look.mostly(look.events) && look.events > look.statuses,
        Role::Status => |look| look.mostly(look.statuses),
        // Any column may hold numbers: only a table without names is guessed on.
        Role::Score if no_header => |look| look.mostly(look.scores),
        Role::Learner if columns.email.is_some() => return None,
        Role::Learner | Role::Item => |look| !look.mostly(look.dates) && !look.mostly(look.scores),
        Role::Score | Role::Session => return None,
    };
    free.find(|(_, look)| wanted(look)).map(|(column, _)| column)
}

/// What the cells of a column look like.
#[derive(Default)]
struct Look {
    filled: usize,
    emails: usize,
    dates: usize,
    events: usize,
    statuses: usize,
    scores: usize,
}

impl Look {
    fn new<S: AsRef<str>>(rows: &[Vec<S>], column: usize) -> Self {
        let mut look = Self::default();
        for cell in rows.iter().filter_map(|row| row.get(column)).map(|c| c.as_ref().trim()) {
            if cell.is_empty() {
                continue;
            }
            look.filled += 1;
            look.emails += usize::from(is_email(cell));
            look.dates += usize::from(is_date(cell));
            look.events += usize::from(happened(cell).is_some());
            look.statuses += usize::from(ended(cell).is_some());
            let score = score::parse(cell, ScoreScale::Percent);
            look.scores += usize::from(matches!(score, Ok(Some(_))));
        }
        look
    }

    fn mostly(&self, some: usize) -> bool {
        self.filled > 0 && some * 2 > self.filled
    }

    /// Whether the column can have that role; an empty one can have any.
    fn allows(&self, role: Role) -> bool {
        let none = self.filled == 0;
        match role {
            Role::Email => none || self.mostly(self.emails),
            Role::Instant => none || self.dates > 0,
            // One slip among a few samples speaks against no column.
            Role::Score => none || self.scores * 2 >= self.filled,
            Role::Status => none || self.statuses > 0 && !self.mostly(self.dates),
            Role::Event => none || self.events > 0,
            Role::Session | Role::Learner | Role::Item => !self.mostly(self.dates),
        }
    }
}

pub(super) fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let (Some(name), Some(host), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
}

/// Whether the first row names the columns.
pub(super) fn is_header<S: AsRef<str>>(first: &[S], next: Option<&[S]>) -> bool {
    let data = |cell: &S| is_date(cell.as_ref()) || is_email(cell.as_ref().trim());
    if first.iter().any(data) {
        return false;
    }
    let named = |cell: &S| {
        let name = plain(cell.as_ref());
        NAME.contains(&name.as_str())
            || Role::ALL.iter().any(|role| role.names().contains(&name.as_str()))
    };
    first.iter().any(named) || next.is_some_and(|row| row.iter().any(data))
}

/// Sees dates and decides which comes first, day or month.
#[derive(Debug, Default)]
pub(super) struct OrderGuess {
    day: usize,
    month: usize,
    /// The first line with a date that can be read both ways.
    pub either: Option<u32>,
}

impl OrderGuess {
    pub fn see(&mut self, line: u32, cell: &str) {
        match evidence(cell) {
            Some(Evidence::Only(DateOrder::DayFirst)) => self.day += 1,
            Some(Evidence::Only(DateOrder::MonthFirst)) => self.month += 1,
            Some(Evidence::Either) => self.either = self.either.or(Some(line)),
            None => {}
        }
    }

    pub fn order(&self) -> DateOrder {
        if self.month > self.day { DateOrder::MonthFirst } else { DateOrder::DayFirst }
    }

    /// Whether dates were seen, and none of them can be read one way only.
    pub fn is_open(&self) -> bool {
        self.either.is_some() && self.day == 0 && self.month == 0
    }
}

/// Sees scores and decides what they count up to: to 1 only when none is higher.
#[derive(Debug, Default)]
pub(super) struct ScaleGuess {
    seen: bool,
    higher: bool,
}

impl ScaleGuess {
    pub fn see(&mut self, cell: &str) {
        if let Some(Some((value, percent))) = score::number(cell) {
            self.seen = true;
            self.higher |= percent || value > 1.0;
        }
    }

    pub fn scale(&self) -> ScoreScale {
        if self.seen && !self.higher { ScoreScale::Unit } else { ScoreScale::Percent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &[&str], rows: &[&[&str]]) -> Columns {
        guess(header, &rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>())
    }

    #[test]
    fn headers_in_four_languages() {
        let row: &[&str] = &["7", "a@b.org", "x", "2026-03-01", "85", "passed", "s"];
        for header in [
            ["Learner ID", "E-Mail", "Course name", "Completed at", "Score", "Status", "Session"],
            [
                "Benutzer-ID",
                "E-Mail-Adresse",
                "Kurs",
                "Abgeschlossen am",
                "Punktzahl",
                "Ergebnis",
                "Durchgang",
            ],
            ["Identifiant", "Courriel", "Formation", "Date de fin", "Note", "Résultat", "Session"],
            [
                "ID de usuario",
                "Correo electrónico",
                "Curso",
                "Fecha de finalización",
                "Puntuación",
                "Estado",
                "Sesión",
            ],
        ] {
            let columns = of(&header, &[row]);
            let found = [
                columns.learner,
                columns.email,
                columns.item,
                columns.instant,
                columns.score,
                columns.status,
                columns.session,
            ];
            assert_eq!(found, [0, 1, 2, 3, 4, 5, 6].map(Some), "{header:?}");
            assert!(columns.has_header && columns.event.is_none());
        }
    }

    #[test]
    fn content_decides_what_a_name_leaves_open() {
        let columns =
            of(&["User", "Course", "Result", "Completed"], &[&["7", "x", "failed", "2026-03-01"]]);
        assert_eq!((columns.status, columns.score, columns.instant), (Some(2), None, Some(3)));
        let columns =
            of(&["User", "Course", "Result", "Completed"], &[&["7", "x", "55", "1.3.2026"]]);
        assert_eq!((columns.status, columns.score, columns.instant), (None, Some(2), Some(3)));
        // "Your e-mail" and "Course completion date" are not names, but have them in them.
        let columns = of(
            &["Your email", "Course completion date", "Course"],
            &[&["a@b.org", "1.3.2026", "x"]],
        );
        assert_eq!((columns.email, columns.instant, columns.item), (Some(0), Some(1), Some(2)));
    }

    #[test]
    fn names_of_people_are_the_last_resort() {
        let with_email =
            of(&["Name", "Email", "Course", "Date"], &[&["Ann Lee", "a@b.org", "x", "2026-03-01"]]);
        assert_eq!(
            (with_email.learner, with_email.email, with_email.item),
            (None, Some(1), Some(2))
        );
        let without = of(&["Name", "Course", "Date"], &[&["Ann Lee", "x", "2026-03-01"]]);
        assert_eq!(without.learner, Some(0));
    }

    #[test]
    fn content_alone() {
        let rows: [&[&str]; 2] = [
            &["ada", "fire", "started", "2026-03-01", "80"],
            &["ada", "fire", "graded", "2026-03-01", "80"],
        ];
        let columns = of(&[], &rows);
        assert_eq!((columns.learner, columns.item, columns.event), (Some(0), Some(1), Some(2)));
        assert_eq!((columns.instant, columns.score, columns.has_header), (Some(3), Some(4), false));
        assert_eq!(of(&[], &[]), Columns { delimiter: b',', ..Columns::default() });
    }

    #[test]
    fn headers_are_told_from_rows() {
        let is = |first: &[&str], next: &[&str]| is_header(first, Some(next));
        assert!(is(&["learner", "x"], &["ada", "y"]));
        assert!(is(&["wer", "wann"], &["ada", "2026-03-01"]));
        assert!(!is(&["ada", "2026-03-01"], &["ben", "2026-03-01"]));
        assert!(!is(&["ada", "y"], &["ben", "z"]));
    }
}
