//! What is done with fields: added, changed, moved, deleted, put into texts.

use super::{Board, called};
use crate::diagnostic::Diagnostic;
use crate::edit::{Command, add_field, move_field, remove_field, still_named};
use crate::field::typing::appended;
use crate::locale::mark;
use crate::template::{Element, ElementKind, Field};
use crate::ui::designer::panels::new_text;
use crate::ui::designer::text_overlay::{limited, put_in, set_content, typed_in};
use crate::ui::locale::said;
use crate::ui::state::Designer;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};

/// A part of a field that can be changed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Label,
    Type,
    Required,
    Sample,
    Format,
}

impl Part {
    /// The label of the step that changes it; English, as all of them are kept.
    fn label(self, field: &str) -> String {
        match self {
            Self::Label => format!(mark!("Label of {field}"), field = field),
            Self::Type => format!(mark!("Type of {field}"), field = field),
            Self::Required => format!(mark!("Required of {field}"), field = field),
            Self::Sample => format!(mark!("Sample of {field}"), field = field),
            Self::Format => format!(mark!("Format of {field}"), field = field),
        }
    }
}

impl Board {
    /// Adds a field, and opens its row.
    pub(super) fn add(self, field: Field) -> bool {
        let (name, label) = (field.name.clone(), called(&field));
        let command = self.designer.with_template(|t| add_field(t, field));
        let added =
            self.designer.attempt(command, &format!(mark!("Add field {label}"), label = label));
        if added {
            self.open_named(&name);
            self.designer.say(t!("Field {label} added", label = label));
        }
        added
    }

    /// Changes a field. What is typed letter by letter is one step.
    pub(super) fn change(
        self,
        key: u64,
        what: Part,
        typed: bool,
        change: impl FnOnce(Field) -> Field,
    ) {
        let Some(old) = self.field_now(key) else { return };
        let step = typed.then(|| format!("field:{what:?}:{}", old.name));
        let label = what.label(&called(&old));
        let field = Box::new(change(old));
        self.designer.dispatch(Command::SetField { field }, &label, step.as_deref());
    }

    /// One up or one down; the button keeps the focus.
    pub(super) fn shift(self, key: u64, down: bool) {
        let designer = self.designer;
        let Some(field) = self.field_now(key) else { return };
        let count = self.fields.with_untracked(Vec::len);
        let at = self.fields.with_untracked(|f| f.iter().position(|f| f.name == field.name));
        let to = at.and_then(|at| if down { Some(at + 1) } else { at.checked_sub(1) });
        let Some(to) = to.filter(|to| *to < count) else {
            designer.say(if down {
                t!("{label} is the last field", label = called(&field))
            } else {
                t!("{label} is the first field", label = called(&field))
            });
            return;
        };
        let command = designer.with_template(|t| move_field(t, &field.name, to));
        let label = format!(mark!("Move field {label}"), label = called(&field));
        if designer.attempt(command, &label) {
            designer.say(t!(
                "{label}, {position} of {count}",
                label = called(&field),
                position = to + 1,
                count = count
            ));
            let act = if down { "down" } else { "up" };
            self.focus(format!("[data-row='{key}'] [data-act={act}]"));
        }
    }

    /// Deletes a field at once; says where it is still named.
    pub(super) fn delete(self, key: u64) {
        let designer = self.designer;
        let Some(field) = self.field_now(key) else { return };
        let next = self.rows.with_untracked(|(rows, _)| {
            let at = rows.iter().position(|(row, _)| *row == key)?;
            rows.get(at + 1).or_else(|| rows.get(at.checked_sub(1)?)).map(|(key, _)| *key)
        });
        match designer.with_template(|t| remove_field(t, &field.name)) {
            Ok((command, uses)) => {
                let label = called(&field);
                if designer.dispatch(
                    command,
                    &format!(mark!("Delete field {label}"), label = label),
                    None,
                ) {
                    let told = t!("Field {label} deleted.", label = label);
                    let still = still_named(&uses);
                    let words =
                        still.map_or(told.clone(), |still| format!("{told} {}", said(&still)));
                    designer.notify_undo(words.clone());
                    designer.say(words);
                    self.focus(match next {
                        Some(key) => format!("[data-row='{key}'] [data-act=open]"),
                        None => "#l-field-new".into(),
                    });
                }
            }
            Err(fault) => designer.notify(fault),
        }
    }

    /// Gives the focus to the row of a field.
    pub(super) fn focus_named(self, name: &str) {
        let key = self.rows.with_untracked(|(rows, _)| {
            rows.iter().find(|(_, row)| row == name).map(|(key, _)| *key)
        });
        if let Some(key) = key {
            self.focus(format!("[data-row='{key}'] [data-act=open]"));
        }
    }

    /// Gives the focus to a control of the panel, once it is drawn.
    fn focus(self, which: String) {
        request_animation_frame(move || {
            let root = self.root.try_get_untracked().flatten();
            let found = root.and_then(|root| root.query_selector(&which).ok().flatten());
            if let Some(control) = found.and_then(|f| f.dyn_into::<HtmlElement>().ok()) {
                let _ = control.focus();
            }
        });
    }
}

impl Designer {
    /// Puts a field's placeholder where the caret is, else at the end of the
    /// selected text, else into a new text.
    pub(super) fn insert_field(self, name: &str, label: &str, button: Option<&HtmlElement>) {
        let placeholder = format!("{{{{{name}}}}}");
        let step = format!(mark!("Insert {label}"), label = label);
        if let Some(id) = self.editing.get_untracked()
            && let Some(area) = button.and_then(typing)
        {
            let (text, at) = typed_in(&area);
            let before = text.get(..at.start).unwrap_or_default();
            let after = text.get(at.end..).unwrap_or_default();
            let words = limited(self, &format!("{before}{placeholder}{after}"));
            let at = (before.len() + placeholder.len()).min(words.len());
            put_in(&area, &words, at);
            set_content(self, &id, words);
            self.show_caret(&id, at, at, at);
            self.say(t!("{label} inserted", label = label));
            return;
        }
        match self.only() {
            Some(element) if content(&element).is_some() => {
                if element.locked {
                    self.notify(
                        Diagnostic::info("locked", "", t!("What is selected is locked.")).repair(
                            t!("Unlock it first: the padlock is in the inspector and in the layers."),
                        ),
                    );
                    return;
                }
                let words = match &element.kind {
                    // A link has no blanks.
                    ElementKind::Qr(qr) => format!("{}{placeholder}", qr.content),
                    _ => appended(content(&element).unwrap_or_default(), &placeholder),
                };
                let words = limited(self, &words);
                let command = Command::SetContent { element: element.id, content: words };
                if self.dispatch(command, &step, None) {
                    self.say(t!(
                        "{label} inserted into {name}",
                        label = label,
                        name = element.name
                    ));
                }
            }
            _ => {
                let mut element = self.with_template(|t| new_text(t, &placeholder));
                element.name = label.chars().take(60).collect();
                self.add(vec![element], &step);
                self.say(t!("{label} inserted as a new text", label = label));
            }
        }
    }
}

/// What an element says that can hold placeholders.
fn content(element: &Element) -> Option<&str> {
    match &element.kind {
        ElementKind::Text(text) => Some(&text.content),
        ElementKind::Qr(qr) => Some(&qr.content),
        ElementKind::Image(_) | ElementKind::Shape(_) | ElementKind::Ornament(_) => None,
    }
}

/// The field of the text that is typed in, in the same designer as a button.
fn typing(button: &HtmlElement) -> Option<HtmlTextAreaElement> {
    let shell = button.closest(".shell").ok().flatten()?;
    shell.query_selector(".overlay").ok().flatten()?.dyn_into().ok()
}
