//! The list of dynamic fields: add, remove, rename everywhere, reorder.

use super::command::{Change, Command};
use super::names::{slug, unique};
use super::property::Property;
use crate::diagnostic::Diagnostic;
use crate::template::{COMPUTED, Element, ElementKind, Field, Template, Validity, is_plain_name};
use std::collections::BTreeSet;
use std::ops::Range;

/// Where a field is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldUse {
    /// A place in the template, as in diagnostics.
    pub path: String,
    /// The element, unless it is the validity.
    pub element: Option<String>,
    /// What people call the place.
    pub name: String,
}

/// Every place that names the field, bottom to top.
pub fn uses(template: &Template, field: &str) -> Vec<FieldUse> {
    let mut out = Vec::new();
    for element in &template.elements {
        if let Some(key) = uses_in(element, field) {
            let name = if element.name.is_empty() { &element.id } else { &element.name };
            out.push(FieldUse {
                path: format!("elements.{}.{key}.content", element.id),
                element: Some(element.id.clone()),
                name: name.clone(),
            });
        }
    }
    if matches!(&template.validity, Validity::Months { from, .. } if from == field) {
        out.push(FieldUse {
            path: "validity.from".to_owned(),
            element: None,
            name: "Validity period".to_owned(),
        });
    }
    out
}

/// The kind of element whose content names the field, if it does.
pub(super) fn uses_in(element: &Element, field: &str) -> Option<&'static str> {
    let (key, content) = match &element.kind {
        ElementKind::Text(text) => ("text", &text.content),
        ElementKind::Qr(qr) => ("qr", &qr.content),
        ElementKind::Image(_) | ElementKind::Shape(_) | ElementKind::Ornament(_) => return None,
    };
    names_in(content).any(|range| content.get(range) == Some(field)).then_some(key)
}

/// Where the names of placeholders stand in a text: what `crate`'s field parser
/// takes for a placeholder, whether or not its format is known.
fn names_in(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + text.get(at..)?.find("{{")? + 2;
            let body = text.get(open..)?;
            let close = body.find("}}")?;
            at = open + close + 2;
            let inside = body.get(..close)?;
            let before_bar = inside.split('|').next().unwrap_or_default();
            let name = before_bar.trim();
            if is_plain_name(name) {
                let from = open + before_bar.find(name).unwrap_or_default();
                return Some(from..from + name.len());
            }
        }
    })
}

/// The text with another name in the placeholders of a field; `None` where
/// there is none.
fn renamed_in(text: &str, old: &str, new: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in names_in(text).filter(|range| text.get(range.clone()) == Some(old)) {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(new);
        at = range.end;
    }
    (at > 0).then(|| out + text.get(at..).unwrap_or_default())
}

/// A field's name from its label: `Course name` becomes `course_name`, with a
/// number where that is taken.
pub fn name_for(template: &Template, label: &str) -> String {
    let mut taken: BTreeSet<String> = template.fields.iter().map(|f| f.name.clone()).collect();
    taken.extend(COMPUTED.iter().map(|name| (*name).to_owned()));
    let base = slug(label, '_');
    unique(if base.is_empty() { "field" } else { &base }, '_', &taken)
}

/// Adds a field at the end.
///
/// # Errors
/// `duplicate-field`, `bad-field-name`, `computed-field`.
pub fn add_field(template: &Template, field: Field) -> Result<Command, Diagnostic> {
    check_name(template, &field.name)?;
    let mut fields = template.fields.clone();
    fields.push(field);
    Ok(Command::SetFields { fields })
}

/// Removes a field, and tells where it is still used: the placeholders stay in
/// the texts, and are reported as long as they do.
///
/// # Errors
/// `unknown-field-name`.
pub fn remove_field(
    template: &Template,
    name: &str,
) -> Result<(Command, Vec<FieldUse>), Diagnostic> {
    template.field(name).ok_or_else(|| unknown_field(name))?;
    let fields = template.fields.iter().filter(|f| f.name != name).cloned().collect();
    Ok((Command::SetFields { fields }, uses(template, name)))
}

/// Another name for a field, in every text, QR code and the validity as well.
///
/// # Errors
/// `unknown-field-name`, `duplicate-field`, `bad-field-name`, `computed-field`.
pub fn rename_field(template: &Template, old: &str, new: &str) -> Result<Command, Diagnostic> {
    template.field(old).ok_or_else(|| unknown_field(old))?;
    if old != new {
        check_name(template, new)?;
    }
    let mut fields = template.fields.clone();
    for field in fields.iter_mut().filter(|f| f.name == old) {
        field.name = new.to_owned();
    }
    let changes = template.elements.iter().filter_map(|element| {
        let content = match &element.kind {
            ElementKind::Text(text) => &text.content,
            ElementKind::Qr(qr) => &qr.content,
            ElementKind::Image(_) | ElementKind::Shape(_) | ElementKind::Ornament(_) => {
                return None;
            }
        };
        let content = renamed_in(content, old, new)?;
        Some(Change { element: element.id.clone(), set: vec![Property::Content(content)] })
    });
    let changes = changes.collect();
    let mut commands = vec![Command::SetFields { fields }, Command::Change { changes }];
    if let Validity::Months { months, from } = &template.validity
        && from == old
    {
        let validity = Validity::Months { months: *months, from: new.to_owned() };
        commands.push(Command::SetValidity { validity });
    }
    Ok(Command::All { commands })
}

/// Puts a field at another place in the list, so that so many others come before.
///
/// # Errors
/// `unknown-field-name`.
pub fn move_field(template: &Template, name: &str, to: usize) -> Result<Command, Diagnostic> {
    let mut fields = template.fields.clone();
    let from = fields.iter().position(|f| f.name == name).ok_or_else(|| unknown_field(name))?;
    let field = fields.remove(from);
    fields.insert(to.min(fields.len()), field);
    Ok(Command::SetFields { fields })
}

fn check_name(template: &Template, name: &str) -> Result<(), Diagnostic> {
    let path = format!("fields.{name}");
    if COMPUTED.contains(&name) {
        let message = format!("`{name}` is filled in by Laureate from the validity period.");
        return Err(Diagnostic::error("computed-field", path, message)
            .repair("Choose another name, or write it in a text as it is."));
    }
    if !is_plain_name(name) {
        let message = format!("`{name}` cannot be a field's name.");
        return Err(Diagnostic::error("bad-field-name", path, message)
            .repair("Use letters, digits, `_`, `-` and `.` only."));
    }
    if template.field(name).is_some() {
        let message = format!("There is a field `{name}` already.");
        return Err(
            Diagnostic::error("duplicate-field", path, message).repair("Choose another name.")
        );
    }
    Ok(())
}

fn unknown_field(name: &str) -> Diagnostic {
    Diagnostic::error(
        "unknown-field-name",
        format!("fields.{name}"),
        format!("The template has no field `{name}`."),
    )
    .repair("It may have been deleted meanwhile: undo, or choose another.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::template::classic;

    #[test]
    fn renaming_follows_into_every_place() {
        let mut t = classic();
        let start = t.clone();
        let used: Vec<_> = uses(&t, "completed_at").into_iter().map(|u| u.name).collect();
        assert_eq!(used, ["Completion date", "Validity period"]);
        let command = rename_field(&t, "completed_at", "done_on").unwrap();
        let undo = apply(&mut t, command).unwrap();
        assert!(uses(&t, "completed_at").is_empty());
        assert_eq!(uses(&t, "done_on").len(), 2);
        assert_eq!(crate::template::validate(&t), vec![]);
        apply(&mut t, undo).unwrap();
        assert_eq!(t, start);
    }

    #[test]
    fn only_whole_names_in_placeholders_are_renamed() {
        let text = "a {{a}} {{ a | odd}} {{ab}} {a} {{a b}} {{a";
        assert_eq!(
            renamed_in(text, "a", "new").as_deref(),
            Some("a {{new}} {{ new | odd}} {{ab}} {a} {{a b}} {{a")
        );
        assert_eq!(renamed_in("{{b}}", "a", "new"), None);
    }

    #[test]
    fn names_are_refused_with_a_reason() {
        let t = classic();
        let code = |name: &str| rename_field(&t, "completed_at", name).unwrap_err().code;
        assert_eq!(code("recipient_name"), "duplicate-field");
        assert_eq!(code("a b"), "bad-field-name");
        assert_eq!(code("valid_until"), "computed-field");
        assert_eq!(rename_field(&t, "nobody", "x").unwrap_err().code, "unknown-field-name");
        assert_eq!(name_for(&t, "Recipient name"), "recipient_name_2");
        assert_eq!(name_for(&t, "Validity"), "validity_2");
        assert_eq!(name_for(&t, "?"), "field");
        let (command, used) = remove_field(&t, "recipient_name").unwrap();
        assert_eq!(used.len(), 1);
        let mut without = t.clone();
        apply(&mut without, command).unwrap();
        assert_eq!(without.fields.len(), 2);
        let command = move_field(&t, "certificate_number", 0).unwrap();
        apply(&mut without, command).unwrap();
        assert_eq!(without.fields[0].name, "certificate_number");
    }
}
