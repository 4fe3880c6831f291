//! What stands in the cells of a table of activities.

use crate::catalogue::Mode;
use crate::import::history::score;

/// Kinds that people know an activity to be.
pub(super) const KINDS: [&str; 10] = [
    "course",
    "quiz",
    "webinar",
    "class",
    "upload",
    "video",
    "test",
    "survey",
    "assignment",
    "workshop",
];

fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The kind of an activity as it is kept: in small letters, and a course where
/// nothing is said. A module is a course by another name.
pub fn kind(text: &str) -> String {
    match plain(text).as_str() {
        "" | "courses" | "module" | "e-learning" | "elearning" | "online course" => "course".into(),
        other => other.to_owned(),
    }
}

/// # Errors
/// A sentence.
pub(super) fn mode(text: &str) -> Result<Mode, String> {
    match plain(text).as_str() {
        "learning" | "learn" | "study" => Ok(Mode::Learning),
        "training" | "train" | "practice" => Ok(Mode::Training),
        "exam" | "examination" | "test" | "assessment" => Ok(Mode::Exam),
        _ => Err(format!("“{}” is no mode: learning, training or exam.", text.trim())),
    }
}

/// # Errors
/// A sentence.
pub(super) fn score(text: &str) -> Result<Option<f64>, String> {
    score::parse(text, score::ScoreScale::Percent)
}

/// # Errors
/// A sentence.
pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    match plain(text).as_str() {
        "yes" | "y" | "true" | "1" | "x" | "✓" | "hidden" => Ok(true),
        "no" | "n" | "false" | "0" | "-" | "–" | "visible" | "shown" => Ok(false),
        _ => Err(format!("“{}” says neither yes nor no to hidden.", text.trim())),
    }
}
