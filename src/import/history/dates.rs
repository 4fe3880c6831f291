//! Dates as platforms and spreadsheets write them.

use crate::catalogue::{Instant, Moment};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Which comes first where a date is written with slashes or hyphens and the
/// year last. Dates with dots have the day first everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 31/12/2026.
    #[default]
    DayFirst,
    /// 12/31/2026.
    MonthFirst,
}

/// Reads a moment: what [`Moment::parse`] reads; day, month and year with dots,
/// slashes or hyphens; hours, minutes and maybe seconds behind it, with AM or
/// PM, with an offset or without one.
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn parse(text: &str, order: DateOrder) -> Result<Moment, String> {
    let iso = Moment::parse(text);
    if iso.is_ok() {
        return iso;
    }
    let Some((date, time)) = split(text) else { return iso };
    let (year, month, day) = match (date, order) {
        (Date::YearFirst(year, month, day) | Date::Dotted(day, month, year), _)
        | (Date::YearLast(day, month, year), DateOrder::DayFirst)
        | (Date::YearLast(month, day, year), DateOrder::MonthFirst) => (year, month, day),
    };
    if !(1..=12).contains(&month) && matches!(date, Date::YearLast(..)) {
        let first = match order {
            DateOrder::DayFirst => "day",
            DateOrder::MonthFirst => "month",
        };
        return Err(format!(
            "“{}” has no month {month}: this file writes the {first} first.",
            text.trim()
        ));
    }
    if !(1900..2200).contains(&year) {
        return Err(format!("“{}” is outside the years 1900 to 2199.", text.trim()));
    }
    let Some(time) = Time::parse(time) else { return iso };
    let civil = DateTime::new(year, month, day, time.hour, time.minute, time.second, time.nanos);
    let Ok(civil) = civil else { return iso };
    Ok(match (Moment::local(civil), time.offset_minutes) {
        (Moment::Local(ms), Some(minutes)) => Moment::At(Instant(ms - i64::from(minutes) * 60_000)),
        (moment, _) => moment,
    })
}

/// Whether a text is a date in any order.
pub(super) fn is_date(text: &str) -> bool {
    parse(text, DateOrder::DayFirst).is_ok() || parse(text, DateOrder::MonthFirst).is_ok()
}

/// What one date tells about the order of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// It can only be read so.
    Only(DateOrder),
    /// It can be read both ways.
    Either,
}

/// What a text tells about the order; nothing where the order does not matter.
pub(super) fn evidence(text: &str) -> Option<Evidence> {
    let (Date::YearLast(first, second, _), _) = split(text)? else { return None };
    match (first, second) {
        (13..=31, 1..=12) => Some(Evidence::Only(DateOrder::DayFirst)),
        (1..=12, 13..=31) => Some(Evidence::Only(DateOrder::MonthFirst)),
        // The same day either way.
        (1..=12, 1..=12) if first == second => None,
        (1..=12, 1..=12) => Some(Evidence::Either),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Date {
    /// Year, month, day.
    YearFirst(i16, i8, i8),
    /// Day, month, year.
    Dotted(i8, i8, i16),
    /// Day and month in either order, year.
    YearLast(i8, i8, i16),
}

/// The numbers of a date, and what stands behind them.
fn split(text: &str) -> Option<(Date, &str)> {
    let text = text.trim();
    let mark = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(mark, '.' | '/' | '-') {
        return None;
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && c != mark).unwrap_or(text.len());
    let (date, rest) = text.split_at_checked(end)?;
    let mut parts = date.split(mark);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let small = |part: &str| if part.len() <= 2 { part.parse::<i8>().ok() } else { None };
    let date = if a.len() == 4 {
        Date::YearFirst(a.parse().ok()?, small(b)?, small(c)?)
    } else {
        let year: i16 = match c.len() {
            // As spreadsheets do: 69 is 2069, 70 is 1970.
            2 => c.parse::<i16>().ok().map(|y| if y < 70 { 2000 + y } else { 1900 + y })?,
            4 => c.parse().ok()?,
            _ => return None,
        };
        match mark {
            '.' => Date::Dotted(small(a)?, small(b)?, year),
            _ => Date::YearLast(small(a)?, small(b)?, year),
        }
    };
    Some((date, rest))
}

#[derive(Default)]
struct Time {
    hour: i8,
    minute: i8,
    second: i8,
    nanos: i32,
    offset_minutes: Option<i32>,
}

impl Time {
    /// What stands behind a date; nothing is midnight.
    fn parse(text: &str) -> Option<Self> {
        let rest = text.trim_start_matches(|c: char| c == ',' || c == 'T' || c.is_whitespace());
        let rest = rest.strip_prefix('à').unwrap_or(rest).trim();
        if rest.is_empty() {
            return Some(Self::default());
        }
        let (hour, rest) = number(rest)?;
        let (minute, mut rest) = number(rest.strip_prefix([':', 'h', '.'])?)?;
        let mut time = Self { hour, minute, ..Self::default() };
        if let Some(seconds) = rest.strip_prefix([':', '.']) {
            (time.second, rest) = number(seconds)?;
            if let Some(fraction) = rest.strip_prefix(['.', ',']) {
                let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
                let (digits, after) = fraction.split_at_checked(end)?;
                let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
                time.nanos = nine.parse().ok()?;
                rest = after;
            }
        }
        // What is left: half of the day, the word for "o'clock", the offset.
        let tail: String = rest
            .chars()
            .filter(|c| *c != '.' && !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        let tail = match tail.get(..2) {
            Some("am" | "pm") if !(1..=12).contains(&hour) => return None,
            Some("am") => {
                time.hour = hour % 12;
                tail.get(2..)?
            }
            Some("pm") => {
                time.hour = hour % 12 + 12;
                tail.get(2..)?
            }
            _ => tail.strip_prefix("uhr").unwrap_or(&tail),
        };
        time.offset_minutes = match tail {
            "" => None,
            "z" | "utc" | "gmt" => Some(0),
            offset => Some(offset_minutes(offset)?),
        };
        Some(time)
    }
}

/// One or two digits, and the rest.
fn number(text: &str) -> Option<(i8, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    if digits.len() > 2 { None } else { Some((digits.parse().ok()?, rest)) }
}

/// `+01:00`, `+0100` or `+01`, with or without `utc` before it.
fn offset_minutes(text: &str) -> Option<i32> {
    let text = text.strip_prefix("utc").or(text.strip_prefix("gmt")).unwrap_or(text);
    let (sign, digits) = match (text.strip_prefix('+'), text.strip_prefix(['-', '−'])) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_first(text: &str) -> String {
        parse(text, DateOrder::DayFirst).map_or_else(|e| e, |moment| moment.to_string())
    }

    #[test]
    fn reads_dates_of_many_hands() {
        for (text, expected) in [
            ("2026-03-15", "2026-03-15"),
            ("2026/3/5 07:05", "2026-03-05T07:05:00"),
            ("15.03.2026", "2026-03-15"),
            ("5.3.26 9:05", "2026-03-05T09:05:00"),
            ("15.03.2026 10:30 Uhr", "2026-03-15T10:30:00"),
            ("15/03/2026, 10:30:15", "2026-03-15T10:30:15"),
            ("15/03/2026 à 10h30", "2026-03-15T10:30:00"),
            ("15-03-2026 10:30:15.250", "2026-03-15T10:30:15.25"),
            ("3/4/2026 12:15 AM", "2026-04-03T00:15:00"),
            ("3/4/2026 12:15\u{202f}p. m.", "2026-04-03T12:15:00"),
            ("3/4/2026 1:15PM", "2026-04-03T13:15:00"),
            ("2026-03-15 10:30:00 UTC", "2026-03-15T10:30:00Z"),
            ("2026-03-15 10:30:00 +0130", "2026-03-15T09:00:00Z"),
            ("15.03.2026 10:30 -05:00", "2026-03-15T15:30:00Z"),
        ] {
            assert_eq!(day_first(text), expected, "{text}");
        }
        let month_first = parse("3/14/2026 13:00", DateOrder::MonthFirst).unwrap();
        assert_eq!(month_first.to_string(), "2026-03-14T13:00:00");
        // Dots say the day first, whatever the rest of the file does.
        let dotted = parse("3.4.2026", DateOrder::MonthFirst).unwrap();
        assert_eq!(dotted.to_string(), "2026-04-03");
    }

    #[test]
    fn refuses_what_is_no_date_and_says_why() {
        for text in [
            "",
            "soon",
            "1/2",
            "1/2/3/4",
            "1/2/345",
            "31.02.2026",
            "15.03.2026 25:00",
            "15.03.2026 13:00 PM",
            "15.03.2026 0:10 AM",
            "15.03.2026 10",
            "15.03.2026 10:30 +1:2:3:4:5",
            "100/2/2026",
            "15.03.2026 10:30 ×",
            "15.03.2026 10:30 +ab",
            "\u{0661}/2/2026",
        ] {
            assert!(day_first(text).contains("is not a date"), "{text}: {}", day_first(text));
        }
        assert!(day_first("3/14/2026").contains("no month 14: this file writes the day first"));
        assert!(day_first("15.03.2200").contains("outside the years"));
        assert!(!is_date("0.0.0") && is_date("3/14/2026") && is_date("14/3/2026"));
    }

    #[test]
    fn each_date_tells_what_it_can_of_the_order() {
        assert_eq!(evidence("14/3/2026"), Some(Evidence::Only(DateOrder::DayFirst)));
        assert_eq!(evidence("3/14/2026 10:00"), Some(Evidence::Only(DateOrder::MonthFirst)));
        assert_eq!(evidence("3/4/2026"), Some(Evidence::Either));
        for neither in ["2026-03-04", "3.4.2026", "4/4/2026", "40/40/2026", "x"] {
            assert_eq!(evidence(neither), None, "{neither}");
        }
    }
}
