//! Points in time: as people write them, and as the clock counts them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
///
/// Read from text, it lies between the years 1900 and 2199
/// ([`Instant::EARLIEST`], [`Instant::LATEST`]), so that no sum of periods leaves
/// the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(pub i64);

impl Instant {
    /// Before everything: what "always" starts at.
    pub const MIN: Self = Self(i64::MIN);
    /// After everything: what never ends.
    pub const MAX: Self = Self(i64::MAX);
    /// 1900-01-01T00:00:00Z.
    pub const EARLIEST: Self = Self(-2_208_988_800_000);
    /// 2200-01-01T00:00:00Z: the first instant that is too late.
    pub const LATEST: Self = Self(7_258_118_400_000);

    /// Whether it lies within the years that are read and simulated.
    pub fn in_range(self) -> bool {
        (Self::EARLIEST..Self::LATEST).contains(&self)
    }
}

/// A point in time as people write it: `2026-03-15T10:30:00+01:00`, or without
/// an offset (`2026-03-15 10:30`, `2026-03-15`) in the site's time zone; a day
/// means its first instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Known without a time zone.
    At(Instant),
    /// Milliseconds since 1970-01-01T00:00:00 on the site's clocks.
    Local(i64),
}

impl Moment {
    /// Reads RFC 3339, or a date with or without a time.
    ///
    /// # Errors
    /// A sentence: not a date, or outside the years 1900–2199.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let too_far = || format!("“{text}” is outside the years 1900 to 2199.");
        if let Some(year) = leading_year(text)
            && !(1900..2200).contains(&year)
        {
            return Err(too_far());
        }
        let has_offset = text.get(10..).is_some_and(|t| t.contains(['Z', 'z', '+', '-']));
        let moment = if has_offset {
            text.parse::<jiff::Timestamp>().map(|t| Self::At(Instant(t.as_millisecond()))).ok()
        } else {
            text.parse::<jiff::civil::DateTime>().map(Self::local).ok()
        };
        match moment {
            Some(Self::At(at)) if !at.in_range() => Err(too_far()),
            Some(moment) => Ok(moment),
            None => Err(format!(
                "“{text}” is not a date such as 2026-03-15, 2026-03-15 10:30 or 2026-03-15T10:30:00+01:00."
            )),
        }
    }

    /// A reading of the site's clocks.
    pub fn local(at: jiff::civil::DateTime) -> Self {
        let epoch = jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        let since = at.duration_since(epoch);
        Self::Local(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The year that a text starts with; more than four digits are no ISO year.
fn leading_year(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(rest) if text.starts_with('-') => (-1, rest),
        Some(rest) => (1, rest),
        None => (1, text),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit())?;
    (end >= 4 && digits.get(end..)?.starts_with('-'))
        .then(|| digits.get(..end)?.parse::<i64>().ok().or(Some(i64::MAX)))
        .flatten()
        .map(|year| year.saturating_mul(sign))
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => match jiff::Timestamp::from_millisecond(at.0) {
                Ok(at) => write!(f, "{at}"),
                Err(_) => write!(f, "{}", at.0),
            },
            Self::Local(ms) => match jiff::Timestamp::from_millisecond(*ms) {
                Ok(at) => {
                    let text = at.to_string();
                    let text = text.trim_end_matches('Z');
                    write!(f, "{}", text.strip_suffix("T00:00:00").unwrap_or(text))
                }
                Err(_) => write!(f, "{ms}"),
            },
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write_and_writes_it_back() {
        for (text, written) in [
            ("2026-03-15T10:30:00+01:00", "2026-03-15T09:30:00Z"),
            ("2026-03-15T09:30:00Z", "2026-03-15T09:30:00Z"),
            ("2026-03-15 10:30", "2026-03-15T10:30:00"),
            ("2026-03-15T10:30:15.250", "2026-03-15T10:30:15.25"),
            (" 2026-03-15 ", "2026-03-15"),
        ] {
            let moment = Moment::parse(text).unwrap();
            assert_eq!(moment.to_string(), written);
            assert_eq!(Moment::parse(written), Ok(moment));
        }
    }

    #[test]
    fn refuses_what_is_no_date_or_too_far() {
        for text in ["", "yesterday", "2026-13-01", "2026-02-30", "15.03.2026", "2026-03-15T25:00"]
        {
            assert!(Moment::parse(text).unwrap_err().contains("is not a date"), "{text}");
        }
        for text in
            ["292277-01-01T00:00:00Z", "+292277-01-01", "1899-12-31", "2200-01-01", "0000-01-01"]
        {
            assert!(Moment::parse(text).unwrap_err().contains("outside"), "{text}");
        }
    }
}
