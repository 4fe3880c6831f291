//! What a field's form offers: formats by type with an example of each, and
//! samples that suit the type.

use super::format::{Format, parse_date};
use super::locale::Locale;
use crate::locale::mark;
use crate::template::{Field, FieldType};

/// A format to choose, and what people call it. The empty one is "as it is".
pub type FormatChoice = (&'static str, &'static str);

const DATES: &[FormatChoice] = &[
    ("", mark!("As it is")),
    ("date: long", mark!("Long")),
    ("date: medium", mark!("Medium")),
    ("date: short", mark!("Short")),
    ("date: full", mark!("With the weekday")),
    ("date: iso", mark!("Year first")),
];
const NUMBERS: &[FormatChoice] = &[
    ("", mark!("As it is")),
    ("number: 0", mark!("Whole")),
    ("number: 1", mark!("One decimal")),
    ("number: 2", mark!("Two decimals")),
];
const WORDS: &[FormatChoice] = &[
    ("", mark!("As it is")),
    ("upper", mark!("Capital letters")),
    ("lower", mark!("Small letters")),
];
const LINKS: &[FormatChoice] = &[("", mark!("As it is"))];

/// The formats that suit a type.
pub fn formats(kind: FieldType) -> &'static [FormatChoice] {
    match kind {
        FieldType::Date => DATES,
        FieldType::Number => NUMBERS,
        FieldType::Text => WORDS,
        FieldType::Url => LINKS,
    }
}

/// What people call a type.
pub fn kind_label(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => mark!("Text"),
        FieldType::Date => mark!("Date"),
        FieldType::Number => mark!("Number"),
        FieldType::Url => mark!("Link"),
    }
}

/// Whether a sample is what its type says; an empty one always is.
pub fn sample_fits(kind: FieldType, sample: &str) -> bool {
    if sample.is_empty() {
        return true;
    }
    match kind {
        FieldType::Date => parse_date(sample).is_some(),
        FieldType::Number => sample.trim().parse::<f64>().is_ok(),
        FieldType::Text | FieldType::Url => true,
    }
}

/// Whether a date is a day, as a date box can hold it.
pub fn is_day(sample: &str) -> bool {
    sample.is_empty() || (sample.len() == 10 && parse_date(sample).is_some())
}

/// A field's sample, written in a format as the language does. Without a sample
/// that fits, a typical value stands in.
///
/// # Errors
/// A sentence that says what is not understood of the format.
pub fn example(field: &Field, format: &str, language: &str) -> Result<String, String> {
    let fits = !field.sample.trim().is_empty() && sample_fits(field.kind, &field.sample);
    let sample = if fits { field.sample.as_str() } else { field.kind.typical() };
    if format.trim().is_empty() {
        return Ok(sample.to_owned());
    }
    let format = Format::parse(format)?;
    let locale = Locale::of(language);
    let written = format.apply(sample, locale).or_else(|| {
        // A format of another type shows how it writes such values.
        let kind =
            if matches!(format, Format::Date(_)) { FieldType::Date } else { FieldType::Number };
        format.apply(kind.typical(), locale)
    });
    Ok(written.unwrap_or_default())
}

/// The field with another type: a format and a sample that don't suit it go.
pub fn with_kind(field: &Field, kind: FieldType) -> Field {
    let mut out = Field { kind, ..field.clone() };
    let suits = |format: &String| match Format::parse(format) {
        Ok(Format::Date(_)) => kind == FieldType::Date,
        Ok(Format::Number(_)) => kind == FieldType::Number,
        Ok(Format::Upper | Format::Lower) => kind == FieldType::Text,
        Err(_) => false,
    };
    out.format = out.format.filter(suits);
    if kind == FieldType::Date && out.format.is_none() {
        out.format = Some("date: long".into());
    }
    if !sample_fits(kind, &out.sample) {
        out.sample = kind.typical().into();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Extra;

    const KINDS: [FieldType; 4] =
        [FieldType::Text, FieldType::Date, FieldType::Number, FieldType::Url];

    fn field(kind: FieldType, sample: &str) -> Field {
        Field {
            name: "f".into(),
            label: "F".into(),
            kind,
            required: false,
            sample: sample.into(),
            format: None,
            extra: Extra::new(),
        }
    }

    #[test]
    fn every_format_on_offer_is_one() {
        for kind in KINDS {
            assert!(sample_fits(kind, kind.typical()), "{kind:?}");
            for (format, _) in formats(kind) {
                let shown = example(&field(kind, ""), format, "en").unwrap();
                assert!(!shown.is_empty(), "{format}");
            }
        }
    }

    #[test]
    fn examples_are_the_sample_in_the_language() {
        let date = field(FieldType::Date, "2024-02-29");
        assert_eq!(example(&date, "date: long", "de").unwrap(), "29. Februar 2024");
        assert_eq!(example(&date, "", "de").unwrap(), "2024-02-29");
        assert_eq!(example(&field(FieldType::Text, "Ada"), "upper", "en").unwrap(), "ADA");
        assert_eq!(example(&field(FieldType::Text, "Ada"), "number: 1", "en").unwrap(), "92.5");
        assert!(example(&date, "sparkle", "en").is_err());
    }

    #[test]
    fn another_type_leaves_nothing_that_does_not_suit_it() {
        let mut date = field(FieldType::Date, "2024-02-29");
        date.format = Some("date: iso".into());
        let number = with_kind(&date, FieldType::Number);
        assert_eq!((number.format.as_deref(), number.sample.as_str()), (None, "92.5"));
        let words = with_kind(&date, FieldType::Text);
        assert_eq!((words.format.as_deref(), words.sample.as_str()), (None, "2024-02-29"));
        let back = with_kind(&words, FieldType::Date);
        assert_eq!(back.format.as_deref(), Some("date: long"));
        assert!(is_day("2024-02-29") && is_day("") && !is_day("2024-02-29T10:00:00Z"));
    }
}
