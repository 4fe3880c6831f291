//! Lengths of time on the calendar.

use crate::locale::{Tongue, say_n};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A length of time: calendar months, calendar days, and milliseconds.
/// Written `30 days`, `1 year 6 months`, `36 hours`, or in ISO 8601, `P30D`.
/// A week is 7 days, a year 12 months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// Calendar months.
    pub months: i32,
    /// Calendar days.
    pub days: i32,
    /// Milliseconds.
    pub ms: i64,
}

impl Period {
    /// So many calendar months.
    pub fn months(months: i32) -> Self {
        Self { months, ..Self::default() }
    }

    /// So many calendar days.
    pub fn days(days: i32) -> Self {
        Self { days, ..Self::default() }
    }

    /// The same length backwards.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { months: -self.months, days: -self.days, ms: -self.ms }
    }

    /// Reads a length; `0` is none.
    ///
    /// # Errors
    /// A sentence, when it is no length of time or longer than 300 years.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text == "0" {
            return Ok(Self::default());
        }
        let span: jiff::Span = text.parse().map_err(|_| {
            format!("“{text}” is not a length of time such as 30 days, 6 months or 36 hours.")
        })?;
        let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
        let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
        let ms = i64::from(span.get_hours()) * 3_600_000
            + span.get_minutes() * 60_000
            + span.get_seconds() * 1000
            + span.get_milliseconds();
        let too_long = || format!("“{text}” is longer than 300 years.");
        let years = (months / 12).abs() + (days / 365).abs() + (ms / 31_536_000_000).abs();
        if years > 300 {
            return Err(too_long());
        }
        Ok(Self {
            months: i32::try_from(months).map_err(|_| too_long())?,
            days: i32::try_from(days).map_err(|_| too_long())?,
            ms,
        })
    }

    /// How many of each unit.
    fn parts(self) -> [(i64, Unit); 7] {
        [
            (i64::from(self.months / 12), Unit::Year),
            (i64::from(self.months % 12), Unit::Month),
            (i64::from(self.days), Unit::Day),
            (self.ms / 3_600_000, Unit::Hour),
            (self.ms % 3_600_000 / 60_000, Unit::Minute),
            (self.ms % 60_000 / 1000, Unit::Second),
            (self.ms % 1000, Unit::Millisecond),
        ]
    }

    /// The length in a language, to be read and not to be parsed.
    #[must_use]
    pub fn spoken(self, tongue: Tongue<'_>) -> String {
        let some = self.parts().into_iter().filter(|(count, _)| *count != 0);
        let words: Vec<String> = some.map(|(count, unit)| unit.counted(count, tongue)).collect();
        if words.is_empty() { "0".to_owned() } else { words.join(" ") }
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
}

impl Unit {
    fn counted(self, n: i64, tongue: Tongue<'_>) -> String {
        match self {
            Self::Year => say_n!(tongue, n, "{count} year", "{count} years"),
            Self::Month => say_n!(tongue, n, "{count} month", "{count} months"),
            Self::Day => say_n!(tongue, n, "{count} day", "{count} days"),
            Self::Hour => say_n!(tongue, n, "{count} hour", "{count} hours"),
            Self::Minute => say_n!(tongue, n, "{count} minute", "{count} minutes"),
            Self::Second => say_n!(tongue, n, "{count} second", "{count} seconds"),
            Self::Millisecond => {
                say_n!(tongue, n, "{count} millisecond", "{count} milliseconds")
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spoken(Tongue::ENGLISH))
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_and_iso_and_writes_words() {
        for (text, written) in [
            ("30 days", "30 days"),
            ("P1Y6M", "1 year 6 months"),
            ("2 weeks", "14 days"),
            ("36 hours", "36 hours"),
            ("1 day 90 minutes", "1 day 1 hour 30 minutes"),
            ("0", "0"),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!(period.to_string(), written);
            assert_eq!(Period::parse(written), Ok(period));
        }
        for text in ["", "soon", "5", "P", "9999 years"] {
            assert!(Period::parse(text).is_err(), "{text}");
        }
    }
}
