//! `{{field}}` and `{{field | format: argument}}` in running text.
//!
//! A pair of braces that does not hold a field's name stays as it was typed,
//! and is reported; a single brace is just a brace.

use super::format::Format;
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::ops::Range;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Words that stay.
    Literal(String),
    /// A value's place.
    Field {
        /// The field's name.
        name: String,
        /// The format named after the bar.
        format: Option<Format>,
        /// Bytes of the whole placeholder in the text, braces included.
        range: Range<usize>,
    },
}

/// Splits a text into words and placeholders. What is faulty stays a literal
/// and is reported, the place being `content`.
pub fn parse(text: &str) -> (Vec<Segment>, Diagnostics) {
    let mut segments = Vec::new();
    let mut faults = Vec::new();
    let mut literal = String::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(open) = rest.find("{{") else {
            literal.push_str(rest);
            break;
        };
        literal.push_str(rest.get(..open).unwrap_or_default());
        let body = rest.get(open + 2..).unwrap_or_default();
        let Some(close) = body.find("}}") else {
            faults.push(
                Diagnostic::warning(
                    "open-placeholder",
                    "content",
                    "A placeholder is opened by {{ but never closed.",
                )
                .repair("Close it with }}, or delete the braces."),
            );
            literal.push_str(rest.get(open..).unwrap_or_default());
            break;
        };
        let start = at + open;
        let end = start + 2 + close + 2;
        match field(body.get(..close).unwrap_or_default()) {
            Ok((name, format)) => {
                if !literal.is_empty() {
                    segments.push(Segment::Literal(std::mem::take(&mut literal)));
                }
                segments.push(Segment::Field { name, format, range: start..end });
            }
            Err(fault) => {
                faults.push(*fault);
                literal.push_str(text.get(start..end).unwrap_or_default());
            }
        }
        at = end;
    }
    if !literal.is_empty() {
        segments.push(Segment::Literal(literal));
    }
    (segments, faults)
}

fn field(inside: &str) -> Result<(String, Option<Format>), Box<Diagnostic>> {
    let (name, format) = match inside.split_once('|') {
        Some((name, format)) => (name.trim(), Some(format.trim())),
        None => (inside.trim(), None),
    };
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    {
        return Err(Box::new(
            Diagnostic::warning(
                "bad-placeholder",
                "content",
                format!("`{{{{{inside}}}}}` is not a placeholder: `{name}` cannot be a field."),
            )
            .repair("Write {{field_name}}, with letters, digits, `_`, `-` and `.` only."),
        ));
    }
    let format = match format {
        None => None,
        Some(text) => Some(Format::parse(text).map_err(|why| {
            Box::new(
                Diagnostic::warning("unknown-format", "content", why)
                    .repair(format!("Known formats: {}.", Format::EXAMPLES)),
            )
        })?),
    };
    Ok((name.to_owned(), format))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::format::DateStyle;
    use proptest::prelude::*;

    fn name(segment: &Segment) -> Option<&str> {
        match segment {
            Segment::Field { name, .. } => Some(name),
            Segment::Literal(_) => None,
        }
    }

    #[test]
    fn words_and_fields() {
        let (segments, faults) = parse("On {{ completed_at | date: long }} — {{name}}");
        assert!(faults.is_empty());
        assert_eq!(segments.len(), 4);
        assert_eq!(segments[0], Segment::Literal("On ".into()));
        assert_eq!(
            segments[1],
            Segment::Field {
                name: "completed_at".into(),
                format: Some(Format::Date(DateStyle::Long)),
                range: 3..34
            }
        );
        assert_eq!(name(&segments[3]), Some("name"));
    }

    #[test]
    fn what_is_faulty_stays_and_is_reported() {
        for (text, code) in [
            ("{{name", "open-placeholder"),
            ("{{}}", "bad-placeholder"),
            ("{{a b}}", "bad-placeholder"),
            ("{{a | sparkle}}", "unknown-format"),
            ("{{a | date: soon}}", "unknown-format"),
        ] {
            let (segments, faults) = parse(text);
            assert_eq!(segments, [Segment::Literal(text.into())], "{text}");
            assert_eq!(faults[0].code, code, "{text}");
        }
        assert_eq!(parse("{a} } {"), (vec![Segment::Literal("{a} } {".into())], vec![]));
    }

    proptest! {
        #[test]
        fn no_text_is_lost(text in "[a-z{}| :é\u{1F600}]{0,40}") {
            let (segments, _) = parse(&text);
            let whole: String = segments.iter().map(|s| match s {
                Segment::Literal(l) => l.clone(),
                Segment::Field { range, .. } => text[range.clone()].to_owned(),
            }).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
