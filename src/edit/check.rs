//! What a command may not do: the invariants that hold after each.

use super::command::{Change, Command, unknown};
use super::property::{Property, style_of};
use crate::diagnostic::Diagnostic;
use crate::template::{
    Element, ElementKind, Field, Frame, MAX_ELEMENTS, MAX_FRAME_PX, MAX_TEXT_CHARS, Template,
    is_plain_name,
};
use std::collections::BTreeSet;

/// Refuses a command that would break an invariant: ids and field names stay
/// unique and well-formed, frames and numbers finite and within their limits.
pub(super) fn check(template: &Template, command: &Command) -> Result<(), Diagnostic> {
    match command {
        Command::Insert { elements } => {
            let count = template.elements.len() + elements.len();
            if count > MAX_ELEMENTS {
                return Err(Diagnostic::error(
                    "too-many-elements",
                    "elements",
                    format!("The page would have {count} elements; {MAX_ELEMENTS} is the most."),
                )
                .repair("Delete elements, or merge drawings into one SVG picture."));
            }
            let mut ids: BTreeSet<&str> = template.elements.iter().map(|e| e.id.as_str()).collect();
            elements.iter().try_for_each(|placed| {
                let element = &placed.element;
                if !ids.insert(&element.id) {
                    return Err(Diagnostic::error(
                        "duplicate-id",
                        format!("elements.{}", element.id),
                        format!("There is an element `{}` already.", element.id),
                    )
                    .repair("Give each element an id of its own."));
                }
                check_element(element)
            })
        }
        Command::Order { order } => check_order(template, order),
        Command::SetFrames { frames } => {
            frames.iter().try_for_each(|(id, frame)| check_frame(id, frame))
        }
        Command::SetElement { element } => check_frame(&element.id, &element.frame),
        Command::Change { changes } => changes.iter().try_for_each(check_change),
        Command::SetFields { fields } => check_fields(fields),
        _ => Ok(()),
    }
}

/// Whether elements from elsewhere are within the limits; ids aside.
pub(super) fn check_elements(elements: &[Element]) -> Result<(), Diagnostic> {
    elements.iter().try_for_each(|element| {
        check_frame(&element.id, &element.frame)?;
        check_looks(element)
    })
}

fn check_element(element: &Element) -> Result<(), Diagnostic> {
    let id = &element.id;
    if !is_plain_name(id) || id == "background" {
        return Err(Diagnostic::error(
            "bad-id",
            format!("elements.{id}"),
            format!("`{id}` cannot be an element's id."),
        )
        .repair("Use letters, digits, `_`, `-` and `.`, and not `background`."));
    }
    check_frame(id, &element.frame)?;
    check_looks(element)
}

fn check_looks(element: &Element) -> Result<(), Diagnostic> {
    let mut looks = style_of(element);
    looks.push(Property::Group(element.group.clone()));
    if let ElementKind::Text(text) = &element.kind {
        looks.push(Property::Content(text.content.clone()));
    }
    looks.iter().try_for_each(|property| check_property(&element.id, property))
}

fn check_frame(id: &str, frame: &Frame) -> Result<(), Diagnostic> {
    let numbers = [
        ("x", frame.x, -MAX_FRAME_PX, MAX_FRAME_PX),
        ("y", frame.y, -MAX_FRAME_PX, MAX_FRAME_PX),
        ("width", frame.width, 0.0, MAX_FRAME_PX),
        ("height", frame.height, 0.0, MAX_FRAME_PX),
        ("rotation", frame.rotation, -3600.0, 3600.0),
    ];
    numbers.into_iter().try_for_each(|(key, value, least, most)| {
        in_range(format!("elements.{id}.frame.{key}"), value, least, most)
    })
}

fn in_range(path: String, value: f32, least: f32, most: f32) -> Result<(), Diagnostic> {
    // Written so that NaN fails as well.
    if value >= least && value <= most {
        return Ok(());
    }
    let message = format!("{value} is outside {least} to {most}.");
    Err(Diagnostic::error("out-of-range", path, message)
        .repair(format!("Use a value from {least} to {most}.")))
}

fn check_order(template: &Template, order: &[String]) -> Result<(), Diagnostic> {
    let known: BTreeSet<&str> = template.elements.iter().map(|e| e.id.as_str()).collect();
    if let Some(id) = order.iter().find(|id| !known.contains(id.as_str())) {
        return Err(unknown(id));
    }
    let named: BTreeSet<&str> = order.iter().map(String::as_str).collect();
    if order.len() == named.len() && named.len() == template.elements.len() {
        return Ok(());
    }
    Err(Diagnostic::error("wrong-order", "elements", "An order must name each element once.")
        .repair("Try again; the elements have changed meanwhile."))
}

fn check_change(change: &Change) -> Result<(), Diagnostic> {
    change.set.iter().try_for_each(|property| check_property(&change.element, property))
}

fn check_property(id: &str, property: &Property) -> Result<(), Diagnostic> {
    let path = format!("elements.{id}.{}", property.key());
    if let Some((value, least, most)) = property.range() {
        return in_range(path, value, least, most);
    }
    match property {
        Property::Group(Some(group)) if !Property::is_group_path(group) => Err(Diagnostic::error(
            "bad-group",
            path,
            format!("`{group}` cannot be the name of a group."),
        )
        .repair("Write the groups' names from the outermost in, parted by `/`, at most 8.")),
        Property::Crop(Some(crop)) if crop.clamped() != *crop => {
            Err(Diagnostic::error("out-of-range", path, "The crop is no part of the picture.")
                .repair("Use shares of the picture from 0 to 1."))
        }
        Property::Content(text) if text.chars().count() > MAX_TEXT_CHARS => Err(Diagnostic::error(
            "text-too-long",
            path,
            format!("The text has more than {MAX_TEXT_CHARS} characters."),
        )
        .repair("Shorten the text.")),
        _ => Ok(()),
    }
}

fn check_fields(fields: &[Field]) -> Result<(), Diagnostic> {
    let mut names = BTreeSet::new();
    fields.iter().try_for_each(|field| {
        let name = &field.name;
        let path = format!("fields.{name}");
        if !is_plain_name(name) {
            return Err(Diagnostic::error(
                "bad-field-name",
                path,
                format!("`{name}` cannot be a field's name."),
            )
            .repair("Use letters, digits, `_`, `-` and `.` only."));
        }
        if !names.insert(name) {
            return Err(Diagnostic::error(
                "duplicate-field",
                path,
                format!("There is a field `{name}` already."),
            )
            .repair("Choose another name."));
        }
        Ok(())
    })
}
