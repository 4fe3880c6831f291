//! Undo and redo.

use super::command::{Command, apply};
use crate::diagnostic::Diagnostic;
use crate::template::Template;

/// Changes of one kind to one thing that follow within this many milliseconds
/// are one step: a run of typing.
pub const MERGE_MS: f64 = 1500.0;

/// The history keeps about this much; the oldest steps go first.
pub const MAX_HISTORY_BYTES: usize = 16 * 1024 * 1024;

/// A template being edited, with its history.
#[derive(Clone, Debug)]
pub struct Editor {
    template: Template,
    done: Vec<Step>,
    undone: Vec<Step>,
    revision: u64,
}

#[derive(Clone, Debug)]
struct Step {
    label: String,
    /// Takes the step back (while in `done`) or does it again (in `undone`).
    command: Command,
    /// Steps with the same key may merge.
    key: Option<String>,
    /// When the step was last added to, milliseconds on the caller's clock.
    at: f64,
    bytes: usize,
}

impl Editor {
    /// Starts with a template and no history.
    pub fn new(template: Template) -> Self {
        Self { template, done: Vec::new(), undone: Vec::new(), revision: 0 }
    }

    /// The template as it is now.
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// Grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Applies a command as a step of its own, or as part of the last step if
    /// that has the same key and is not older than [`MERGE_MS`]. `label` names
    /// the step for people; `now` is in milliseconds.
    ///
    /// # Errors
    /// What [`apply`] reports; nothing has changed then.
    pub fn dispatch(
        &mut self,
        command: Command,
        label: &str,
        key: Option<&str>,
        now: f64,
    ) -> Result<(), Diagnostic> {
        let inverse = apply(&mut self.template, command)?;
        self.revision += 1;
        self.undone.clear();
        if let (Some(last), Some(key)) = (self.done.last_mut(), key)
            && last.key.as_deref() == Some(key)
            && now - last.at <= MERGE_MS
        {
            // The older inverse leads further back: it alone is kept.
            last.at = now;
            return Ok(());
        }
        let bytes = size(&inverse);
        let key = key.map(str::to_owned);
        self.done.push(Step { label: label.to_owned(), command: inverse, key, at: now, bytes });
        self.forget();
        Ok(())
    }

    /// Changes the template without a step in the history: what was found out
    /// about it, not what a person did.
    ///
    /// # Errors
    /// What [`apply`] reports.
    pub fn amend(&mut self, command: Command) -> Result<(), Diagnostic> {
        apply(&mut self.template, command)?;
        self.revision += 1;
        Ok(())
    }

    /// Ends a run of typing: the next change is a step of its own.
    pub fn seal(&mut self) {
        if let Some(last) = self.done.last_mut() {
            last.key = None;
        }
    }

    /// Takes the last step back and gives its label.
    pub fn undo(&mut self) -> Option<String> {
        Self::turn(&mut self.template, &mut self.done, &mut self.undone)
            .inspect(|_| self.revision += 1)
    }

    /// Does the last undone step again and gives its label.
    pub fn redo(&mut self) -> Option<String> {
        Self::turn(&mut self.template, &mut self.undone, &mut self.done)
            .inspect(|_| self.revision += 1)
    }

    fn turn(template: &mut Template, from: &mut Vec<Step>, to: &mut Vec<Step>) -> Option<String> {
        let step = from.pop()?;
        let inverse = apply(template, step.command).ok()?;
        let label = step.label.clone();
        to.push(Step { command: inverse, key: None, ..step });
        Some(label)
    }

    /// What undo would take back.
    pub fn can_undo(&self) -> Option<&str> {
        self.done.last().map(|s| s.label.as_str())
    }

    /// What redo would do again.
    pub fn can_redo(&self) -> Option<&str> {
        self.undone.last().map(|s| s.label.as_str())
    }

    fn forget(&mut self) {
        let mut kept = 0;
        let over = self.done.iter().rev().position(|step| {
            kept += step.bytes;
            kept > MAX_HISTORY_BYTES
        });
        if let Some(from_end) = over {
            self.done.drain(..self.done.len() - from_end.max(1));
        }
    }
}

/// About how much memory a command holds: its JSON text's length is near enough.
fn size(command: &Command) -> usize {
    serde_json::to_string(command).map_or(0, |text| text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Validity, classic};
    use proptest::prelude::*;

    fn set(element: &str, content: &str) -> Command {
        Command::SetContent { element: element.into(), content: content.into() }
    }

    fn content(editor: &Editor) -> String {
        match &editor.template().element("title").unwrap().kind {
            crate::template::ElementKind::Text(text) => text.content.clone(),
            _ => unreachable!(),
        }
    }

    #[test]
    fn a_run_of_typing_is_one_step() {
        let mut editor = Editor::new(classic());
        for (i, text) in ["W", "Wo", "Wor"].into_iter().enumerate() {
            editor.dispatch(set("title", text), "Type", Some("t"), i as f64 * 100.0).unwrap();
        }
        editor.dispatch(set("title", "later"), "Type", Some("t"), 9000.0).unwrap();
        assert_eq!(editor.undo().as_deref(), Some("Type"));
        assert_eq!(content(&editor), "Wor");
        editor.undo();
        assert_eq!(content(&editor), "Work Safety Essentials");
        assert!(editor.undo().is_none());
        editor.redo();
        editor.redo();
        assert_eq!(content(&editor), "later");
    }

    #[test]
    fn what_fails_changes_nothing() {
        let mut editor = Editor::new(classic());
        let all = Command::All { commands: vec![set("title", "x"), set("nobody", "y")] };
        assert_eq!(editor.dispatch(all, "Both", None, 0.0).unwrap_err().code, "unknown-element");
        assert_eq!(editor.template(), &classic());
        assert!(editor.can_undo().is_none());
    }

    fn command() -> impl Strategy<Value = Command> {
        let id = prop::sample::select(vec!["name", "title", "recipient", "gone"]);
        prop_oneof![
            (id, "[a-z]{0,5}").prop_map(|(id, text)| set(id, &text)),
            "[a-z]{0,5}".prop_map(|name| Command::Rename { name }),
            (1..100u32).prop_map(|months| Command::SetValidity {
                validity: Validity::Months { months, from: "completed_at".into() }
            }),
            ("[a-z]{1,2}", prop::option::of(prop::collection::vec(0..9u32, 0..3)))
                .prop_map(|(run, breaks)| Command::SetWordBreaks { run, breaks }),
            Just(Command::Replace { template: Box::new(classic()) }),
        ]
    }

    proptest! {
        #[test]
        fn undone_is_the_start_and_redone_is_the_end(
            steps in prop::collection::vec((command(), prop::option::of(0..2u8), 0.0..3000.0f64), 0..30)
        ) {
            let start = classic();
            let mut editor = Editor::new(start.clone());
            let mut now = 0.0;
            for (command, key, wait) in steps {
                now += wait;
                let key = key.map(|k| k.to_string());
                // Merging is for changes of one kind to one thing.
                let key = key.filter(|_| matches!(command, Command::Rename { .. }));
                let _ = editor.dispatch(command, "step", key.as_deref(), now);
            }
            let end = editor.template().clone();
            while editor.undo().is_some() {}
            prop_assert_eq!(editor.template(), &start);
            while editor.redo().is_some() {}
            prop_assert_eq!(editor.template(), &end);
        }
    }
}
