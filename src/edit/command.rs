//! What can be done to a template, each with what takes it back.
//!
//! Commands are few and small; what a person does (`duplicate`, `bring to
//! front`, `align`) is worked out into them by the other files of this room.
//! Nearly all *exchange*: they put new values in and hold the old ones
//! afterwards, so that the inverse is exact.

use super::check::check;
use super::property::Property;
use crate::diagnostic::Diagnostic;
use crate::template::{
    AssetId, AssetInfo, Background, Element, ElementKind, Field, Frame, Page, Template, Validity,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A change to a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Command {
    /// Several changes that are one step.
    All {
        /// In this order.
        commands: Vec<Command>,
    },
    /// Another name for the template.
    Rename {
        /// The new name.
        name: String,
    },
    /// Another language.
    SetLanguage {
        /// BCP 47 tag.
        language: String,
    },
    /// Another page size or resolution.
    SetPage {
        /// The new page.
        page: Page,
    },
    /// Another background, with what is known of its picture.
    SetBackground {
        /// The new background.
        background: Background,
        /// Of the new picture, unless the template knows it.
        info: Option<(AssetId, AssetInfo)>,
    },
    /// Another content of a text or QR code.
    SetContent {
        /// The element's id.
        element: String,
        /// The new content.
        content: String,
    },
    /// Puts an element in the place of the one with its id.
    SetElement {
        /// The new element.
        element: Box<Element>,
    },
    /// Puts a field in the place of the one with its name.
    SetField {
        /// The new field.
        field: Box<Field>,
    },
    /// Another validity.
    SetValidity {
        /// The new validity.
        validity: Validity,
    },
    /// Stores where words of a script without spaces may be broken.
    SetWordBreaks {
        /// The run of text.
        run: String,
        /// Offsets in characters; `None` forgets them.
        breaks: Option<Vec<u32>>,
    },
    /// Puts new elements in.
    Insert {
        /// One after the other.
        elements: Vec<Placed>,
    },
    /// Takes elements out.
    Remove {
        /// Their ids.
        elements: Vec<String>,
    },
    /// Another order of the elements.
    Order {
        /// All ids, bottom to top.
        order: Vec<String>,
    },
    /// Moves, resizes and turns elements.
    SetFrames {
        /// By id.
        frames: BTreeMap<String, Frame>,
    },
    /// Other properties of elements.
    Change {
        /// One after the other.
        changes: Vec<Change>,
    },
    /// Another list of fields.
    SetFields {
        /// All fields.
        fields: Vec<Field>,
    },
    /// What is known of pictures.
    SetAssets {
        /// By id; `None` forgets.
        assets: BTreeMap<AssetId, Option<AssetInfo>>,
    },
    /// Another template altogether: "start again", "open".
    Replace {
        /// The new template.
        template: Box<Template>,
    },
}

/// An element and the index at which it is put in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// 0 is the bottom; past the end means the top.
    pub index: usize,
    /// The element.
    pub element: Element,
}

/// Properties of one element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The element's id.
    pub element: String,
    /// Set one after the other.
    pub set: Vec<Property>,
}

/// Applies a command and gives the one that takes it back. A command that
/// cannot be applied changes nothing.
///
/// # Errors
/// `unknown-element`, `not-a-text`, `unknown-field-name`, `duplicate-id`,
/// `bad-id`, `too-many-elements`, `out-of-range`, `not-applicable`,
/// `bad-group`, `wrong-order`, `bad-field-name`, `duplicate-field`.
pub fn apply(template: &mut Template, command: Command) -> Result<Command, Diagnostic> {
    perform(template, command, &check)
}

/// Takes back what was done. It is not checked: a template may have been
/// faulty when it was opened, and going back to that must work.
pub(super) fn take_back(template: &mut Template, command: Command) -> Result<Command, Diagnostic> {
    perform(template, command, &|_, _| Ok(()))
}

type Check<'a> = &'a dyn Fn(&Template, &Command) -> Result<(), Diagnostic>;

fn perform(
    template: &mut Template,
    command: Command,
    check: Check<'_>,
) -> Result<Command, Diagnostic> {
    use std::mem::replace;
    check(template, &command)?;
    Ok(match command {
        Command::All { commands } => {
            let mut undo = Vec::with_capacity(commands.len());
            for command in commands {
                match perform(template, command, check) {
                    Ok(inverse) => undo.push(inverse),
                    Err(fault) => {
                        for inverse in undo.into_iter().rev() {
                            // Taking back what was just done cannot fail.
                            let _ = take_back(template, inverse);
                        }
                        return Err(fault);
                    }
                }
            }
            undo.reverse();
            Command::All { commands: undo }
        }
        Command::Rename { name } => Command::Rename { name: replace(&mut template.name, name) },
        Command::SetLanguage { language } => {
            Command::SetLanguage { language: replace(&mut template.language, language) }
        }
        Command::SetPage { page } => Command::SetPage { page: replace(&mut template.page, page) },
        Command::SetBackground { background, info } => {
            let background = replace(&mut template.background, background);
            let back = Command::SetBackground { background, info: None };
            match info {
                None => back,
                Some((id, info)) => {
                    let old = template.assets.insert(id.clone(), info);
                    let forget = Command::SetAssets { assets: BTreeMap::from([(id, old)]) };
                    Command::All { commands: vec![back, forget] }
                }
            }
        }
        Command::SetContent { element, content } => {
            let found = template.element_mut(&element).ok_or_else(|| unknown(&element))?;
            let old = match &mut found.kind {
                ElementKind::Text(text) => replace(&mut text.content, content),
                ElementKind::Qr(qr) => replace(&mut qr.content, content),
                ElementKind::Image(_) | ElementKind::Shape(_) | ElementKind::Ornament(_) => {
                    return Err(Diagnostic::error(
                        "not-a-text",
                        format!("elements.{element}"),
                        "Only texts and QR codes have content.",
                    ));
                }
            };
            Command::SetContent { element, content: old }
        }
        Command::SetElement { element } => {
            let found = template.element_mut(&element.id).ok_or_else(|| unknown(&element.id))?;
            Command::SetElement { element: Box::new(replace(found, *element)) }
        }
        Command::SetField { field } => {
            let found = template.fields.iter_mut().find(|f| f.name == field.name);
            let found = found.ok_or_else(|| {
                Diagnostic::error(
                    "unknown-field-name",
                    format!("fields.{}", field.name),
                    format!("The template has no field `{}`.", field.name),
                )
            })?;
            Command::SetField { field: Box::new(replace(found, *field)) }
        }
        Command::SetValidity { validity } => {
            Command::SetValidity { validity: replace(&mut template.validity, validity) }
        }
        Command::SetWordBreaks { run, breaks } => {
            let old = match breaks {
                Some(breaks) => template.word_breaks.insert(run.clone(), breaks),
                None => template.word_breaks.remove(&run),
            };
            Command::SetWordBreaks { run, breaks: old }
        }
        Command::Insert { elements } => {
            let ids = elements.iter().map(|p| p.element.id.clone()).collect();
            for Placed { index, element } in elements {
                let index = index.min(template.elements.len());
                template.elements.insert(index, element);
            }
            Command::Remove { elements: ids }
        }
        Command::Remove { elements } => {
            let ids: BTreeSet<&str> = elements.iter().map(String::as_str).collect();
            let known = known(template);
            if let Some(gone) = ids.iter().find(|id| !known.contains_key(*id)) {
                return Err(unknown(gone));
            }
            let all = std::mem::take(&mut template.elements);
            let mut out = Vec::with_capacity(ids.len());
            for (index, element) in all.into_iter().enumerate() {
                if ids.contains(element.id.as_str()) {
                    out.push(Placed { index, element });
                } else {
                    template.elements.push(element);
                }
            }
            Command::Insert { elements: out }
        }
        Command::Order { order } => {
            let new: BTreeMap<&str, usize> =
                order.iter().enumerate().map(|(index, id)| (id.as_str(), index)).collect();
            let old: Vec<String> = template.elements.iter().map(|e| e.id.clone()).collect();
            if let Some(id) = old.iter().find(|id| !new.contains_key(id.as_str())) {
                return Err(unknown(id));
            }
            template.elements.sort_by_key(|e| new.get(e.id.as_str()).copied());
            Command::Order { order: old }
        }
        Command::SetFrames { mut frames } => {
            let known = known(template);
            if let Some(gone) = frames.keys().find(|id| !known.contains_key(id.as_str())) {
                return Err(unknown(gone));
            }
            for element in &mut template.elements {
                if let Some(frame) = frames.get_mut(&element.id) {
                    std::mem::swap(frame, &mut element.frame);
                }
            }
            Command::SetFrames { frames }
        }
        Command::Change { changes } => Command::Change { changes: exchange(template, changes)? },
        Command::SetFields { fields } => {
            Command::SetFields { fields: replace(&mut template.fields, fields) }
        }
        Command::SetAssets { mut assets } => {
            for (id, info) in &mut assets {
                let old = template.assets.remove(id);
                if let Some(info) = replace(info, old) {
                    template.assets.insert(id.clone(), info);
                }
            }
            Command::SetAssets { assets }
        }
        Command::Replace { template: new } => {
            Command::Replace { template: Box::new(replace(template, *new)) }
        }
    })
}

/// Puts properties in and takes the old ones out, or changes nothing.
fn exchange(template: &mut Template, mut changes: Vec<Change>) -> Result<Vec<Change>, Diagnostic> {
    let known = known(template);
    let mut places = Vec::with_capacity(changes.len());
    for change in &changes {
        let index = known.get(change.element.as_str()).ok_or_else(|| unknown(&change.element))?;
        let element = template.elements.get(*index);
        let kind = &element.ok_or_else(|| unknown(&change.element))?.kind;
        if let Some(property) = change.set.iter().find(|p| !p.applies_to(kind)) {
            return Err(not_applicable(&change.element, property));
        }
        places.push(*index);
    }
    for (change, index) in changes.iter_mut().zip(places) {
        let Some(element) = template.elements.get_mut(index) else { continue };
        for property in &mut change.set {
            property.exchange(element);
        }
        // What was set last is taken back first.
        change.set.reverse();
    }
    changes.reverse();
    Ok(changes)
}

/// The index of every element.
fn known(template: &Template) -> BTreeMap<&str, usize> {
    template.elements.iter().enumerate().map(|(index, e)| (e.id.as_str(), index)).collect()
}

fn not_applicable(id: &str, property: &Property) -> Diagnostic {
    let key = property.key();
    Diagnostic::error(
        "not-applicable",
        format!("elements.{id}.{key}"),
        format!("The element `{id}` has no property `{key}`."),
    )
    .repair("Choose elements of the right kind.")
}

pub(super) fn unknown(id: &str) -> Diagnostic {
    Diagnostic::error(
        "unknown-element",
        format!("elements.{id}"),
        format!("The template has no element `{id}`."),
    )
    .repair("It may have been deleted meanwhile: undo, or choose another.")
}
