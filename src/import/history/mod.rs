//! Histories: what learners did, from CSV and xAPI.
//!
//! [`csv::read`] and [`xapi::read`] take the bytes of any file and give back the
//! events that could be read, and for everything else a [`RowFault`] with its
//! line, the reason, and what to do. Bad rows never stop the good ones. Both are
//! pure functions, linear in the length of the file.
//!
//! | Code | What it means |
//! |---|---|
//! | `too-large` | more bytes than [`MAX_BYTES`]; nothing is read |
//! | `not-utf8` | bytes that are no UTF-8, read as Windows-1252 (warning) |
//! | `unknown-time-zone` | the project's time zone is none; UTC is used (warning) |
//! | `no-column` | the table lacks the column of learners or of instants |
//! | `ambiguous-dates` | days and months can't be told apart; read day first (warning) |
//! | `broken-quote` | a quote that never closes; reading goes on in the next line |
//! | `line-too-long` | a row or a statement that is far too long |
//! | `wrong-cell-count` | more or fewer cells than the header |
//! | `damaged-text` | characters that are no text |
//! | `broken-json`, `not-a-statement` | JSON that is cut off, or is something else |
//! | `no-learner`, `unknown-learner`, `ambiguous-learner` | who it was |
//! | `hashed-learner`, `group-actor` | who it was can't be known |
//! | `no-item`, `unknown-item`, `ambiguous-item`, `wrong-item`, `sub-statement` | what it was about |
//! | `unknown-session` | the session is not in the project; kept without it (warning) |
//! | `unknown-event`, `unknown-status`, `follows-by-itself` | what happened |
//! | `bad-score`, `no-score`, `negative-score` | the score |
//! | `no-time`, `bad-time` | when it was |
//! | `skipped-hour`, `repeated-hour` | the clocks skip or repeat that hour (warning) |
//! | `not-begun`, `other-verb` | says nothing that rules need (note) |
//! | `more-statements` | one page of a longer answer (warning) |
//! | `duplicate-statement`, `voided`, `merged` | counted once, or not (note) |

pub mod columns;
pub mod csv;
mod dates;
mod decode;
mod event;
mod guess;
mod headers;
mod imported;
mod known;
mod nearest;
pub(super) mod records;
pub(super) mod score;
#[cfg(test)]
mod tests;
mod words;
pub mod xapi;

pub use columns::Columns;
pub use dates::DateOrder;
pub use imported::{Imported, MAX_FAULTS, RowFault};
pub use known::Known;
pub use score::ScoreScale;

use serde::{Deserialize, Serialize};

/// The longest file that is read, in bytes.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;

/// What the person chooses for an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Whether learners that the project does not have are made. Otherwise
    /// their rows are faults.
    pub create_learners: bool,
}

/// The text of a file, whatever program wrote it.
pub fn text_of(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    decode::decode(bytes).0
}

/// What an import of a file gives that is longer than [`MAX_BYTES`].
fn too_large(bytes: &[u8]) -> Option<Imported> {
    if bytes.len() <= MAX_BYTES {
        return None;
    }
    let mut imported = Imported::default();
    let mut faults = imported::Faults::default();
    faults.file(imported::Fault::error(
        "too-large",
        "This file has more than 512 MB.",
        "Split it into several files.",
    ));
    faults.into(&mut imported);
    Some(imported)
}
