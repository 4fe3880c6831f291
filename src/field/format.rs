//! How a value is written: dates, numbers, letter case.

use super::locale::Locale;
use jiff::civil::Date;

/// What stands behind the bar of a placeholder.
#[derive(Clone, Debug, PartialEq)]
pub enum Format {
    /// `date: short | medium | long | full | iso`, or `date: %d.%m.%Y`.
    Date(DateStyle),
    /// `number: 2`: grouped in thousands, with that many decimals (0–9).
    Number(usize),
    /// `upper`.
    Upper,
    /// `lower`.
    Lower,
}

/// How long a date is written.
#[derive(Clone, Debug, PartialEq)]
pub enum DateStyle {
    /// 15/03/2026
    Short,
    /// 15 Mar 2026
    Medium,
    /// 15 March 2026
    Long,
    /// Sunday, 15 March 2026
    Full,
    /// 2026-03-15 (ISO 8601)
    Iso,
    /// A `strftime` pattern of date parts.
    Pattern(String),
}

impl Format {
    /// What the formats look like, for messages.
    pub const EXAMPLES: &'static str = "date: short, date: medium, date: long, date: full, date: iso, date: %d.%m.%Y, number: 2, upper, lower";

    /// Reads what stands behind the bar.
    ///
    /// # Errors
    /// A sentence that says what is not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, argument) = match text.split_once(':') {
            Some((name, argument)) => (name.trim(), argument.trim()),
            None => (text.trim(), ""),
        };
        match (name, argument) {
            ("upper", "") => Ok(Self::Upper),
            ("lower", "") => Ok(Self::Lower),
            ("number", "") => Ok(Self::Number(0)),
            ("number", digits) => match digits.parse() {
                Ok(n) if n <= 9 => Ok(Self::Number(n)),
                _ => Err(format!("`{digits}` is not a number of decimals from 0 to 9.")),
            },
            ("date", "short") => Ok(Self::Date(DateStyle::Short)),
            ("date", "medium") => Ok(Self::Date(DateStyle::Medium)),
            ("date", "" | "long") => Ok(Self::Date(DateStyle::Long)),
            ("date", "full") => Ok(Self::Date(DateStyle::Full)),
            ("date", "iso") => Ok(Self::Date(DateStyle::Iso)),
            ("date", pattern) if pattern.contains('%') && is_date_pattern(pattern) => {
                Ok(Self::Date(DateStyle::Pattern(pattern.to_owned())))
            }
            ("date", other) => Err(format!("`{other}` is not a way to write a date.")),
            _ => Err(format!("`{text}` is not a known format.")),
        }
    }

    /// Writes a value. `None` when the value is not of the kind that the
    /// format is for.
    pub fn apply(&self, value: &str, locale: Locale) -> Option<String> {
        match self {
            Self::Upper => Some(locale.upper(value)),
            Self::Lower => Some(locale.lower(value)),
            Self::Number(decimals) => {
                let number: f64 = value.trim().parse().ok()?;
                number.is_finite().then(|| locale.number(number, *decimals))
            }
            Self::Date(style) => Some(locale.date(parse_date(value)?, style)),
        }
    }
}

/// Only parts of a date, and only those that every date has.
fn is_date_pattern(pattern: &str) -> bool {
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            continue;
        }
        let part = match chars.next() {
            Some('-') => chars.next(),
            other => other,
        };
        if !part.is_some_and(|p| "dejmyYbBaA%".contains(p)) {
            return false;
        }
    }
    true
}

/// Reads a day or an instant (RFC 3339). Of an instant the day is taken as it
/// was written, in its own offset: somebody who finished on the 1st in Tokyo
/// finished on the 1st.
pub fn parse_date(value: &str) -> Option<Date> {
    let value = value.trim();
    let day: Date = value.get(..10)?.parse().ok()?;
    match value.get(10..)? {
        "" => Some(day),
        _ => value
            .parse::<jiff::Timestamp>()
            .map(|_| ())
            .or_else(|_| value.parse::<jiff::civil::DateTime>().map(|_| ()))
            .ok()
            .map(|()| day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_in_several_languages() {
        let cases = [
            ("en", "date: long", "15 March 2026"),
            ("en-US", "date: long", "March 15, 2026"),
            ("en-US", "date: short", "03/15/2026"),
            ("en", "date: full", "Sunday, 15 March 2026"),
            ("en", "date: medium", "15 Mar 2026"),
            ("de", "date: long", "15. März 2026"),
            ("de", "date: short", "15.03.2026"),
            ("fr", "date: long", "15 mars 2026"),
            ("es", "date: long", "15 de marzo de 2026"),
            ("ar", "date: long", "15 مارس 2026"),
            ("ja", "date: long", "2026年3月15日"),
            ("ko", "date: full", "2026년 3월 15일 일요일"),
            ("zh", "date: short", "2026/03/15"),
            ("en", "date: iso", "2026-03-15"),
            ("fr", "date: %-d %B %Y", "15 mars 2026"),
        ];
        for (language, format, expected) in cases {
            let format = Format::parse(format).unwrap();
            let written = format.apply("2026-03-15T23:30:00+09:00", Locale::of(language));
            assert_eq!(written.as_deref(), Some(expected), "{language} {format:?}");
        }
    }

    #[test]
    fn numbers_are_grouped() {
        let apply = |f: &str, v: &str, l| Format::parse(f).unwrap().apply(v, Locale::of(l));
        assert_eq!(apply("number: 2", "1234567.5", "en").as_deref(), Some("1,234,567.50"));
        assert_eq!(apply("number: 1", "-1234.56", "de").as_deref(), Some("-1.234,6"));
        assert_eq!(apply("number", "999.6", "en").as_deref(), Some("1,000"));
        assert_eq!(apply("number", "NaN", "en"), None);
        assert_eq!(apply("number", "twelve", "en"), None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for bad in ["", "2026", "2026-02-30", "tomorrow", "2026-03-15T99:00", "é026-03-15"] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
        assert!(parse_date("2024-02-29").is_some());
        assert!(parse_date("2026-01-01T08:30:00+01:00").is_some());
    }

    proptest! {
        #[test]
        fn nothing_panics(format in "(date|number|upper)(: ?[%a-zA-Z0-9-]{0,8})?", value in "\\PC{0,20}") {
            if let Ok(format) = Format::parse(&format) {
                let _ = format.apply(&value, Locale::of("de"));
                let _ = format.apply("2026-12-31", Locale::of("en"));
            }
        }
    }
}
