//! Scores as platforms and spreadsheets write them.

use serde::{Deserialize, Serialize};

/// What the scores of a table count up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreScale {
    /// 0 to 100.
    #[default]
    Percent,
    /// 0 to 1.
    Unit,
}

/// Reads a score and gives it in 0–100; nothing where the cell says that there
/// is none. A number with a percent sign is one of a hundred on any scale.
///
/// # Errors
/// A sentence: no number, or out of range.
pub(in crate::import) fn parse(text: &str, scale: ScoreScale) -> Result<Option<f64>, String> {
    let Some(number) = number(text) else { return Ok(None) };
    let Some((value, percent)) = number else {
        return Err(format!("“{}” is not a score.", text.trim()));
    };
    let top = if percent || scale == ScoreScale::Percent { 100.0 } else { 1.0 };
    if !(0.0..=top).contains(&value) {
        return Err(format!("The score {} is not between 0 and {top}.", text.trim()));
    }
    Ok(Some(rounded(value / top * 100.0)))
}

/// Without the dust of binary fractions: 0.57 of 1 is 57, and passes at 57.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 1e6).round() / 1e6
}

/// What a cell holds for the guess of the scale: its number and whether it has a
/// percent sign. The outer option is whether there is anything, the inner one
/// whether it is a number.
#[expect(clippy::option_option, reason = "nothing and no number are different answers")]
pub(super) fn number(text: &str) -> Option<Option<(f64, bool)>> {
    let text = text.trim();
    if matches!(text, "" | "-" | "–" | "—" | "n/a" | "N/A" | "null" | "NULL") {
        return None;
    }
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    // Only digits and one mark: `parse` would read "nan", "inf" and "1e3" too.
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    if !digits.chars().all(plain) {
        return Some(None);
    }
    let value = match digits.contains(',') {
        true => digits.replace(',', ".").parse::<f64>(),
        false => digits.parse::<f64>(),
    };
    Some(value.ok().filter(|value| value.is_finite()).map(|value| (value, percent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ScoreScale::{Percent, Unit};

    #[test]
    fn reads_scores_in_any_notation() {
        for (text, scale, expected) in [
            ("85", Percent, 85.0),
            (" 85% ", Percent, 85.0),
            ("85,5 %", Percent, 85.5),
            ("0.57", Unit, 57.0),
            ("0,5", Unit, 50.0),
            ("1", Unit, 100.0),
            ("50%", Unit, 50.0),
            ("100", Percent, 100.0),
        ] {
            assert_eq!(parse(text, scale), Ok(Some(expected)), "{text}");
        }
        for none in ["", " - ", "–", "n/a"] {
            assert_eq!(parse(none, Percent), Ok(None));
        }
    }

    #[test]
    fn refuses_what_is_no_score() {
        for text in ["NaN", "inf", "1e2", "101", "-1", "eighty", "1.000,5", "%", &"9".repeat(400)] {
            assert!(parse(text, Percent).is_err(), "{text}");
        }
        assert!(parse("1.5", Unit).unwrap_err().contains("between 0 and 1."));
    }
}
