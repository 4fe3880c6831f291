//! Putting values into texts.

use super::choices::sample_fits;
use super::format::{DateStyle, Format, parse_date};
use super::locale::Locale;
use super::placeholder::{Segment, parse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::{ElementKind, Field, Template, Validity};
use jiff::ToSpan;
use std::collections::{BTreeMap, BTreeSet};

/// A certificate's values by field name. Dates and numbers are in the forms
/// that [`crate::template::FieldType`] names.
pub type Values = BTreeMap<String, String>;

/// A text with its values in place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filled {
    /// What is laid out.
    pub text: String,
    /// Whether any of it comes from a value: such a text differs from one
    /// certificate to the next.
    pub dynamic: bool,
    /// Missing and unreadable values; the place is `content`.
    pub diagnostics: Diagnostics,
}

/// The sample value of every field.
pub fn samples(template: &Template) -> Values {
    template.fields.iter().map(|f| (f.name.clone(), f.sample.clone())).collect()
}

/// Fills the placeholders of a text.
pub fn fill(template: &Template, content: &str, values: &Values) -> Filled {
    let locale = Locale::of(&template.language);
    let (segments, diagnostics) = parse(content);
    let mut out = Filled { text: String::new(), dynamic: false, diagnostics };
    for segment in segments {
        match segment {
            Segment::Literal(words) => out.text.push_str(&words),
            Segment::Field { name, format, .. } => {
                out.dynamic = true;
                let value = value(template, &name, values, &mut out.diagnostics);
                let format = format.or_else(|| {
                    let own = template.field(&name)?.format.as_deref()?;
                    Format::parse(own).ok()
                });
                out.text.push_str(&write(&name, &value, format, locale, &mut out.diagnostics));
            }
        }
    }
    out
}

fn write(
    name: &str,
    value: &str,
    format: Option<Format>,
    locale: Locale,
    diagnostics: &mut Diagnostics,
) -> String {
    let (Some(format), false) = (format, value.is_empty()) else {
        return value.to_owned();
    };
    format.apply(value, locale).unwrap_or_else(|| {
        let wanted = match format {
            Format::Date(_) => "a date such as 2026-03-15",
            _ => "a number such as 92.5",
        };
        diagnostics.push(
            Diagnostic::warning(
                "wrong-value",
                "content",
                format!("The value of `{name}` is “{value}”, which is not {wanted}."),
            )
            .repair("Correct the value; it is printed as it is."),
        );
        value.to_owned()
    })
}

/// The value of a field, computed ones included.
fn value(template: &Template, name: &str, values: &Values, out: &mut Diagnostics) -> String {
    let given = values.get(name).map(|v| clean(v)).unwrap_or_default();
    if !given.is_empty() {
        return given;
    }
    if let Some(field) = template.field(name) {
        if field.required {
            out.push(empty(field));
        }
        return String::new();
    }
    match (name, &template.validity) {
        ("valid_until", Validity::Months { months, from }) => {
            valid_until(values.get(from), *months)
        }
        ("validity", Validity::Months { months, .. }) => {
            Locale::of(&template.language).months(*months)
        }
        ("valid_until" | "validity", Validity::Text) => String::new(),
        _ => {
            out.push(
                Diagnostic::warning(
                    "unknown-field",
                    "content",
                    format!("The template has no field `{name}`."),
                )
                .repair(format!("Add a field `{name}`, or correct the placeholder.")),
            );
            String::new()
        }
    }
}

fn empty(field: &Field) -> Diagnostic {
    let label = if field.label.is_empty() { &field.name } else { &field.label };
    Diagnostic::warning(
        "empty-field",
        "content",
        format!("“{label}” is required and has no value."),
    )
    .repair(format!("Give `{}` a value.", field.name))
}

/// The day `months` later, clamped to the month's last day, in ISO form.
fn valid_until(from: Option<&String>, months: u32) -> String {
    let until = || {
        let day = parse_date(from?)?;
        let later = day.checked_add(i32::try_from(months).ok()?.months()).ok()?;
        Some(Locale::of("en").date(later, &DateStyle::Iso))
    };
    until().unwrap_or_default()
}

/// Values come from spreadsheets and forms: outer blanks go, line ends become
/// one kind, other control characters go.
fn clean(value: &str) -> String {
    value
        .trim()
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\t' || c == '\r' { ' ' } else { c })
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

/// Checks every placeholder of a template against its fields, and reports
/// fields that no text uses.
pub fn check(template: &Template) -> Diagnostics {
    let mut out = Vec::new();
    let mut used = BTreeSet::new();
    for element in &template.elements {
        let (key, content) = match &element.kind {
            ElementKind::Text(text) => ("text", &text.content),
            ElementKind::Qr(qr) => ("qr", &qr.content),
            _ => continue,
        };
        let place = format!("elements.{}.{key}", element.id);
        let (segments, faults) = parse(content);
        out.extend(faults.into_iter().map(|d| d.within(&place)));
        for segment in segments {
            let Segment::Field { name, .. } = segment else { continue };
            if template.field(&name).is_none() && !super::COMPUTED.contains(&name.as_str()) {
                out.push(
                    Diagnostic::warning(
                        "unknown-field",
                        format!("{place}.content"),
                        format!("The template has no field `{name}`."),
                    )
                    .repair(format!("Add a field `{name}`, or correct the placeholder.")),
                );
            }
            used.insert(name);
        }
    }
    if let Validity::Months { from, .. } = &template.validity {
        used.insert(from.clone());
    }
    for field in &template.fields {
        let place = format!("fields.{}", field.name);
        if let Some(Err(why)) = field.format.as_deref().map(Format::parse) {
            out.push(
                Diagnostic::error("unknown-format", format!("{place}.format"), why)
                    .repair(format!("Known formats: {}.", Format::EXAMPLES)),
            );
        }
        if !used.contains(&field.name) {
            out.push(
                Diagnostic::info(
                    "unused-field",
                    &place,
                    format!("No text uses the field `{}`.", field.name),
                )
                .repair("Put its placeholder into a text, or delete the field."),
            );
        }
        if !sample_fits(field.kind, &field.sample) {
            out.push(
                Diagnostic::warning(
                    "wrong-sample",
                    format!("{place}.sample"),
                    format!("The sample “{}” is not of the field's type.", field.sample),
                )
                .repair("Write a date as 2026-03-15 and a number as 92.5."),
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::classic;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect()
    }

    #[test]
    fn fills_formats_and_computes() {
        let t = classic();
        let v = values(&[("completed_at", "2024-02-29"), ("recipient_name", "  Padded  \r\n")]);
        assert_eq!(fill(&t, "{{completed_at}}", &v).text, "29 February 2024");
        assert_eq!(fill(&t, "{{valid_until | date: iso}}", &v).text, "2026-02-28");
        assert_eq!(fill(&t, "<{{recipient_name | upper}}>", &v).text, "<PADDED>");
        assert!(!fill(&t, "plain", &v).dynamic);
    }

    #[test]
    fn values_are_never_parsed_again() {
        let v = values(&[("recipient_name", "{{certificate_number}}")]);
        let filled = fill(&classic(), "{{recipient_name}}", &v);
        assert_eq!(filled.text, "{{certificate_number}}");
    }

    #[test]
    fn what_is_missing_or_wrong_is_said() {
        let t = classic();
        let code = |content: &str, v: &Values| fill(&t, content, v).diagnostics[0].code.to_string();
        assert_eq!(code("{{recipient_name}}", &Values::new()), "empty-field");
        assert_eq!(code("{{nobody}}", &Values::new()), "unknown-field");
        assert_eq!(code("{{completed_at}}", &values(&[("completed_at", "soon")])), "wrong-value");
    }

    #[test]
    fn the_classic_template_is_clean() {
        assert_eq!(check(&classic()), vec![]);
    }
}
