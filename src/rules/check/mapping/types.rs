//! Whether a value can be what a field wants.

use crate::catalogue::{MappingValue, Moment};
use crate::locale::mark;
use crate::template::{Field, FieldType};

/// Whether a source's values are what the field wants: anything is text, and of
/// attributes (`None`) nobody knows.
pub fn fits(field: FieldType, source: Option<FieldType>) -> bool {
    field == FieldType::Text || source.is_none_or(|source| source == field)
}

/// What is wrong with a value for a field, as a sentence.
pub(super) fn misfit(field: &Field, value: &MappingValue) -> Option<String> {
    let name = if field.label.is_empty() { &field.name } else { &field.label };
    let wanted = phrase(field.kind);
    match value {
        MappingValue::Source(source) => {
            let own = source.field_type().filter(|own| !fits(field.kind, Some(*own)))?;
            Some(format!("“{name}” wants {wanted}, and {source} is {}.", phrase(own)))
        }
        MappingValue::Date(rule) => {
            if !fits(FieldType::Date, rule.from.field_type()) {
                return Some(format!(
                    "{} is no date, so that nothing can be added to it.",
                    rule.from
                ));
            }
            (!fits(field.kind, Some(FieldType::Date)))
                .then(|| format!("“{name}” wants {wanted}, and {rule} is a date."))
        }
        // Left empty on purpose.
        MappingValue::Constant(text) if text.trim().is_empty() => None,
        MappingValue::Constant(text) => (!reads_as(field.kind, text.trim()))
            .then(|| format!("“{name}” wants {wanted}, and “{text}” is none.")),
    }
}

fn phrase(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => mark!("a text"),
        FieldType::Date => mark!("a date"),
        FieldType::Number => mark!("a number"),
        FieldType::Url => mark!("a web address"),
    }
}

fn reads_as(kind: FieldType, text: &str) -> bool {
    match kind {
        FieldType::Text => true,
        FieldType::Date => Moment::parse(text).is_ok(),
        FieldType::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        FieldType::Url => ["http://", "https://", "mailto:"].iter().any(|scheme| {
            text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                && text.len() > scheme.len()
                && !text.contains(char::is_whitespace)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_read_as_what_the_field_wants() {
        for (kind, text, reads) in [
            (FieldType::Text, "anything", true),
            (FieldType::Date, "2026-03-15", true),
            (FieldType::Date, "15.03.2026", false),
            (FieldType::Number, "92.5", true),
            (FieldType::Number, "92,5", false),
            (FieldType::Number, "inf", false),
            (FieldType::Url, "https://example.org/c?n=1", true),
            (FieldType::Url, "HTTPS://example.org", true),
            (FieldType::Url, "example.org", false),
            (FieldType::Url, "javascript:alert(1)", false),
            (FieldType::Url, "https://", false),
        ] {
            assert_eq!(reads_as(kind, text), reads, "{kind:?} {text}");
        }
    }
}
