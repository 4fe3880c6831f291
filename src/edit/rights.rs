//! What may be changed: everything, words and fields only, or nothing.
//!
//! Brands keep their layout while others fill it in: with [`Rights::Words`] the
//! texts, the links of QR codes, the fields, the validity and the name may change,
//! and nothing else. It is the editor that refuses, whatever a page shows.

use super::command::Command;
use super::property::Property;
use crate::diagnostic::Diagnostic;

/// What an [`super::Editor`] lets be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rights {
    /// Everything.
    #[default]
    Everything,
    /// Texts and fields; the layout is locked.
    Words,
    /// Nothing.
    Nothing,
}

impl Rights {
    /// Whether a command may be done.
    ///
    /// # Errors
    /// `read-only` where nothing may change, `layout-locked` where only words may.
    pub fn check(self, command: &Command) -> Result<(), Diagnostic> {
        match self {
            Self::Everything => Ok(()),
            Self::Nothing => {
                Err(Diagnostic::error("read-only", "", "This certificate can only be looked at.")
                    .repair("Make a copy where you may edit, and change that."))
            }
            Self::Words if only_words(command) => Ok(()),
            Self::Words => Err(Diagnostic::error(
                "layout-locked",
                "",
                "The layout of this certificate is locked: only its texts and fields may be changed.",
            )
            .repair("Ask whoever gave you the design to change its layout.")),
        }
    }
}

fn only_words(command: &Command) -> bool {
    match command {
        Command::All { commands } => commands.iter().all(only_words),
        Command::Change { changes } => changes
            .iter()
            .flat_map(|change| &change.set)
            .all(|property| matches!(property, Property::Content(_))),
        Command::Rename { .. }
        | Command::SetContent { .. }
        | Command::SetField { .. }
        | Command::SetFields { .. }
        | Command::SetValidity { .. }
        | Command::SetWordBreaks { .. } => true,
        // Language decides about shaping and lines, so it is part of the layout.
        Command::SetLanguage { .. }
        | Command::SetPage { .. }
        | Command::SetBackground { .. }
        | Command::SetElement { .. }
        | Command::Insert { .. }
        | Command::Remove { .. }
        | Command::Order { .. }
        | Command::SetFrames { .. }
        | Command::SetAssets { .. }
        | Command::Replace { .. } => false,
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::edit::{Editor, Selection, remove_field, rename_field, set};
    use crate::template::classic;

    fn editor(rights: Rights) -> Editor {
        let mut editor = Editor::new(classic());
        editor.limit(rights);
        editor
    }

    fn text() -> Command {
        Command::SetContent { element: "title".into(), content: "Diploma".into() }
    }

    #[test]
    fn words_and_fields_may_change_where_the_layout_is_locked() {
        let mut editor = editor(Rights::Words);
        editor.dispatch(text(), "Type", None, 0.0).unwrap();
        let field = editor.template().fields.first().unwrap().name.clone();
        let renamed = rename_field(editor.template(), &field, "somebody").unwrap();
        editor.dispatch(renamed, "Rename field", None, 0.0).unwrap();
        let (removed, _) = remove_field(editor.template(), "somebody").unwrap();
        editor.dispatch(removed, "Delete field", None, 0.0).unwrap();
        assert!(editor.undo().is_some() && editor.redo().is_some());
    }

    #[test]
    fn the_layout_may_not_change_in_any_way() {
        let mut editor = editor(Rights::Words);
        let before = editor.template().clone();
        let title = before.element("title").unwrap().clone();
        let id = title.id.clone();
        let moved = crate::template::Frame { x: title.frame.x + 1.0, ..title.frame };
        let ids = std::slice::from_ref(&id);
        let chosen = Selection::of(&before, [id.as_str()]);
        let commands = [
            Command::SetLanguage { language: "fr".into() },
            Command::SetPage { page: before.page.clone() },
            Command::SetBackground { background: before.background.clone(), info: None },
            Command::SetElement { element: Box::new(title.clone()) },
            Command::Remove { elements: ids.to_vec() },
            Command::SetFrames { frames: [(id.clone(), moved)].into() },
            Command::Order { order: before.elements.iter().rev().map(|e| e.id.clone()).collect() },
            set(&before, &chosen, &[Property::Opacity(0.5)]),
            set(&before, &chosen, &[Property::Locked(true)]),
            Command::Replace { template: Box::new(classic()) },
            Command::All { commands: vec![text(), Command::Remove { elements: ids.to_vec() }] },
        ];
        for command in commands {
            let refused = editor.dispatch(command.clone(), "", None, 0.0).unwrap_err();
            assert_eq!(refused.code, "layout-locked", "{command:?}");
            assert_eq!(*editor.template(), before, "{command:?}");
        }
    }

    #[test]
    fn steps_from_before_are_not_a_way_around() {
        let mut editor = Editor::new(classic());
        let gone = Command::Remove { elements: vec!["title".into()] };
        editor.dispatch(gone, "Delete", None, 0.0).unwrap();
        editor.limit(Rights::Words);
        assert_eq!(editor.can_undo(), None);
        assert_eq!((editor.undo(), editor.jump(0)), (None, 0));
        editor.limit(Rights::Everything);
        assert_eq!(editor.undo().as_deref(), Some("Delete"));
        editor.limit(Rights::Nothing);
        assert_eq!(editor.can_redo(), None);
        assert_eq!(editor.redo(), None);
    }

    #[test]
    fn nothing_may_change_where_one_only_looks() {
        let mut editor = editor(Rights::Nothing);
        let refused = editor.dispatch(text(), "Type", None, 0.0).unwrap_err();
        assert_eq!(refused.code, "read-only");
        assert_eq!(*editor.template(), classic());
    }
}
