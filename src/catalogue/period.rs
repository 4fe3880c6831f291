//! Lengths of time on the calendar.

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
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut wrote = false;
        let hours = self.ms / 3_600_000;
        let minutes = self.ms % 3_600_000 / 60_000;
        let seconds = self.ms % 60_000 / 1000;
        let ms = self.ms % 1000;
        let parts = [
            (i64::from(self.months / 12), "year"),
            (i64::from(self.months % 12), "month"),
            (i64::from(self.days), "day"),
            (hours, "hour"),
            (minutes, "minute"),
            (seconds, "second"),
            (ms, "millisecond"),
        ];
        for (count, unit) in parts.into_iter().filter(|(count, _)| *count != 0) {
            let space = if wrote { " " } else { "" };
            let plural = if count == 1 { "" } else { "s" };
            write!(f, "{space}{count} {unit}{plural}")?;
            wrote = true;
        }
        if wrote { Ok(()) } else { f.write_str("0") }
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
