//! New fields: those that most certificates have, and one from a label alone.

use super::fields::{FieldUse, name_for};
use crate::locale::mark;
use crate::template::{Extra, Field, FieldType, Template};

/// Name, label, type, required, sample, format.
type Usual = (&'static str, &'static str, FieldType, bool, &'static str, Option<&'static str>);

/// Fields that most certificates have, in the order of their chips.
pub fn usual_fields() -> Vec<Field> {
    let all: [Usual; 7] = [
        ("recipient_name", "Recipient name", FieldType::Text, true, "Ada Lovelace", None),
        ("course", mark!("Course"), FieldType::Text, true, "Safety at Work", None),
        (
            "completed_at",
            "Completion date",
            FieldType::Date,
            true,
            "2026-03-15",
            Some("date: long"),
        ),
        ("certificate_number", "Certificate number", FieldType::Text, true, "LA-2026-0042", None),
        ("score", mark!("Score"), FieldType::Number, false, "92.5", None),
        ("issuer", mark!("Issuer"), FieldType::Text, false, "Example Academy", None),
        (
            "verify_url",
            "Verification link",
            FieldType::Url,
            false,
            "https://example.org/verify/LA-2026-0042",
            None,
        ),
    ];
    all.into_iter()
        .map(|(name, label, kind, required, sample, format)| Field {
            name: name.into(),
            label: label.into(),
            kind,
            required,
            sample: sample.into(),
            format: format.map(str::to_owned),
            extra: Extra::new(),
        })
        .collect()
}

/// Those of them that the template has neither by name nor by label.
pub fn missing_usual(template: &Template) -> Vec<Field> {
    let mut out = usual_fields();
    out.retain(|usual| {
        !template
            .fields
            .iter()
            .any(|f| f.name == usual.name || f.label.to_lowercase() == usual.label.to_lowercase())
    });
    out
}

/// A field from what people call it: the name follows from the label, and so
/// does the type, as far as the label tells.
pub fn new_field(template: &Template, label: &str) -> Field {
    let label = label.trim();
    let known = missing_usual(template)
        .into_iter()
        .find(|f| f.label.to_lowercase() == label.to_lowercase() || f.name == label);
    if let Some(known) = known {
        return known;
    }
    let words = label.to_lowercase();
    let has = |parts: &[&str]| {
        words.split(|c: char| !c.is_alphanumeric()).any(|word| parts.contains(&word))
    };
    let kind = if has(&["date", "day", "birthday", "datum", "fecha"]) {
        FieldType::Date
    } else if has(&["link", "url", "website", "address"]) && !has(&["postal", "mail"]) {
        FieldType::Url
    } else if has(&["score", "hours", "credits", "points", "grade", "percent"]) {
        FieldType::Number
    } else {
        FieldType::Text
    };
    // Words stand for themselves: a certificate that says "Course" where the
    // course goes explains itself.
    let sample = if kind == FieldType::Text { label } else { kind.typical() };
    Field {
        name: name_for(template, label),
        label: label.to_owned(),
        kind,
        required: false,
        sample: sample.to_owned(),
        format: (kind == FieldType::Date).then(|| "date: long".to_owned()),
        extra: Extra::new(),
    }
}

/// Where a field that was deleted is still named, in a sentence; nothing if it
/// is not.
pub fn still_named(uses: &[FieldUse]) -> Option<String> {
    let names: Vec<&str> = uses.iter().map(|u| u.name.as_str()).collect();
    Some(match names.as_slice() {
        [] => return None,
        [one] => format!("It is still named in {one}."),
        [one, two] => format!("It is still named in {one} and {two}."),
        [one, two, rest @ ..] => {
            format!("It is still named in {one}, {two} and {} more.", rest.len())
        }
    })
}

/// Keeps what stands for a field the same when its name changes: by name, and
/// where a name is gone and another came at its place, that is the renamed one.
pub fn follow_names(
    before: &[(u64, String)],
    names: &[String],
    next: &mut u64,
) -> Vec<(u64, String)> {
    let mut left: Vec<Option<&(u64, String)>> = before.iter().map(Some).collect();
    let mut keys: Vec<Option<u64>> = names
        .iter()
        .map(|name| {
            let slot = left.iter_mut().find(|row| row.is_some_and(|(_, old)| old == name))?;
            slot.take().map(|(key, _)| *key)
        })
        .collect();
    if before.len() == names.len() {
        for (key, old) in keys.iter_mut().zip(&mut left) {
            if key.is_none() {
                *key = old.take().map(|(key, _)| *key);
            }
        }
    }
    let fresh = |key: Option<u64>| {
        key.unwrap_or_else(|| {
            *next += 1;
            *next
        })
    };
    keys.into_iter().map(fresh).zip(names.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{add_field, apply, uses};
    use crate::template::{Page, classic};

    #[test]
    fn usual_fields_are_valid_together() {
        let mut t = Template::blank("t", Page::new(1500.0, 1050.0, 150.0));
        assert_eq!(missing_usual(&t).len(), 7);
        for field in usual_fields() {
            let command = add_field(&t, field).unwrap();
            apply(&mut t, command).unwrap();
        }
        assert_eq!(missing_usual(&t), vec![]);
        assert_eq!(crate::template::validate(&t), vec![]);
        assert_eq!(missing_usual(&classic()).len(), 4);
    }

    #[test]
    fn a_label_is_enough_for_a_field() {
        let t = classic();
        let made = |label: &str| {
            let f = new_field(&t, label);
            (f.name, f.kind, f.sample)
        };
        let words = |a: &str, kind, b: &str| (a.to_owned(), kind, b.to_owned());
        assert_eq!(made(" Trainer "), words("trainer", FieldType::Text, "Trainer"));
        assert_eq!(made("Date of birth"), words("date_of_birth", FieldType::Date, "2026-03-15"));
        assert_eq!(made("Update"), words("update", FieldType::Text, "Update"));
        assert_eq!(made("Contact hours"), words("contact_hours", FieldType::Number, "92.5"));
        assert_eq!(made("score"), words("score", FieldType::Number, "92.5"));
        assert_eq!(
            made("Recipient name"),
            words("recipient_name_2", FieldType::Text, "Recipient name")
        );
        assert_eq!(made("!").0, "field");
    }

    #[test]
    fn where_it_is_still_named_is_said() {
        let t = classic();
        assert_eq!(
            still_named(&uses(&t, "completed_at")).as_deref(),
            Some("It is still named in Completion date and Validity period.")
        );
        assert_eq!(still_named(&[]), None);
    }

    #[test]
    fn a_row_stays_itself_when_its_field_is_renamed() {
        let names = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let mut next = 0;
        let first = follow_names(&[], &names(&["a", "b", "c"]), &mut next);
        let keys = |rows: &[(u64, String)]| rows.iter().map(|r| r.0).collect::<Vec<_>>();
        assert_eq!(keys(&first), [1, 2, 3]);
        let renamed = follow_names(&first, &names(&["a", "x", "c"]), &mut next);
        assert_eq!(keys(&renamed), [1, 2, 3]);
        let moved = follow_names(&renamed, &names(&["c", "a", "x"]), &mut next);
        assert_eq!(keys(&moved), [3, 1, 2]);
        let without = follow_names(&moved, &names(&["c", "x"]), &mut next);
        assert_eq!(keys(&without), [3, 2]);
        let with = follow_names(&without, &names(&["c", "x", "a"]), &mut next);
        assert_eq!(keys(&with), [3, 2, 4]);
    }
}
