//! What can be done to a template.

use crate::diagnostic::Diagnostic;
use crate::template::{
    AssetId, AssetInfo, Background, Element, ElementKind, Field, Page, Template, Validity,
};
use serde::{Deserialize, Serialize};

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
    /// Another template altogether: "start again", "open".
    Replace {
        /// The new template.
        template: Box<Template>,
    },
}

/// Applies a command and gives the one that takes it back. A command that
/// cannot be applied changes nothing.
///
/// # Errors
/// `unknown-element`, `not-a-text`, `unknown-field-name`.
pub fn apply(template: &mut Template, command: Command) -> Result<Command, Diagnostic> {
    use std::mem::replace;
    Ok(match command {
        Command::All { commands } => {
            let mut undo = Vec::with_capacity(commands.len());
            for command in commands {
                match apply(template, command) {
                    Ok(inverse) => undo.push(inverse),
                    Err(fault) => {
                        for inverse in undo.into_iter().rev() {
                            // Taking back what was just done cannot fail.
                            let _ = apply(template, inverse);
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
            // What is known of the old picture stays: undo needs it, and it is small.
            if let Some((id, info)) = info {
                template.assets.insert(id, info);
            }
            let background = replace(&mut template.background, background);
            Command::SetBackground { background, info: None }
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
        Command::Replace { template: new } => {
            Command::Replace { template: Box::new(replace(template, *new)) }
        }
    })
}

fn unknown(id: &str) -> Diagnostic {
    Diagnostic::error(
        "unknown-element",
        format!("elements.{id}"),
        format!("The template has no element `{id}`."),
    )
}
