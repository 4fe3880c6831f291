//! Undo and redo: steps with names, within a memory cap, that survive a reload.

use super::command::{Command, apply, take_back};
use super::merge::{covers, same};
use super::rights::Rights;
use crate::diagnostic::Diagnostic;
use crate::template::{Template, write};
use serde::{Deserialize, Serialize};

/// Changes of one kind to one thing that follow within this many milliseconds
/// are one step: a run of typing, a drag.
pub const MERGE_MS: f64 = 1500.0;

/// The history keeps about this much; the oldest steps go first.
pub const MAX_HISTORY_BYTES: usize = 16 * 1024 * 1024;

/// A template being edited, with its history.
#[derive(Clone, Debug)]
pub struct Editor {
    template: Template,
    /// Oldest first; each takes its step back.
    done: Vec<Step>,
    /// The next to do again last; each does its step again.
    undone: Vec<Step>,
    revision: u64,
    cap: usize,
    rights: Rights,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Step {
    label: String,
    /// Takes the step back (while in `done`) or does it again (in `undone`).
    command: Command,
    /// Steps with the same key may merge.
    #[serde(skip)]
    key: Option<String>,
    /// When the step was last added to, milliseconds on the caller's clock.
    at: f64,
    bytes: usize,
}

/// One line of the list of steps.
#[derive(Clone, Debug, PartialEq)]
pub struct StepInfo {
    /// What it is called.
    pub label: String,
    /// When it was made, milliseconds on the clock that [`Editor::dispatch`] was given.
    pub at: f64,
    /// Whether it stands, or was undone.
    pub done: bool,
}

/// A history as it is kept between visits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedHistory {
    /// [`SavedHistory::VERSION`].
    version: u32,
    /// Digest of the template that it leads to.
    of: String,
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl SavedHistory {
    /// The form that this build writes and reads.
    pub const VERSION: u32 = 1;
}

impl Editor {
    /// Starts with a template and no history.
    pub fn new(template: Template) -> Self {
        Self::with_cap(template, MAX_HISTORY_BYTES)
    }

    /// The same with another limit in bytes. The last step is kept whatever its
    /// size: what was just done can always be undone.
    pub fn with_cap(template: Template, cap: usize) -> Self {
        let rights = Rights::Everything;
        Self { template, done: Vec::new(), undone: Vec::new(), revision: 0, cap, rights }
    }

    /// Says what may be changed from now on. Steps that were made with more rights
    /// are neither undone nor done again with fewer.
    pub fn limit(&mut self, rights: Rights) {
        self.rights = rights;
    }

    /// What may be changed.
    pub fn rights(&self) -> Rights {
        self.rights
    }

    /// Starts with a template and the history that was kept with it.
    ///
    /// # Errors
    /// With the editor without a history: `history-lost` when the history is of
    /// another version, or leads to another template than this one.
    pub fn restore(template: Template, saved: SavedHistory) -> (Self, Option<Diagnostic>) {
        let mut editor = Self::new(template);
        if saved.version != SavedHistory::VERSION || saved.of != digest(&editor.template) {
            let lost = Diagnostic::info(
                "history-lost",
                "",
                "The steps that were kept belong to another state of this certificate.",
            )
            .repair("The certificate is as it was saved; undo starts from here.");
            return (editor, Some(lost));
        }
        editor.done = saved.done;
        editor.undone = saved.undone;
        // What was kept may have been changed by hand: sizes are found anew.
        for step in editor.done.iter_mut().chain(&mut editor.undone) {
            step.bytes = size(&step.command);
        }
        editor.forget();
        (editor, None)
    }

    /// The history, to be kept beside the template.
    pub fn save(&self) -> SavedHistory {
        SavedHistory {
            version: SavedHistory::VERSION,
            of: digest(&self.template),
            done: self.done.clone(),
            undone: self.undone.clone(),
        }
    }

    /// The same in at most so many bytes of JSON: the steps nearest to now that
    /// fit, as [`Editor::save`] where all do.
    pub fn save_within(&self, limit: usize) -> SavedHistory {
        let mut kept = SavedHistory {
            version: SavedHistory::VERSION,
            of: digest(&self.template),
            done: Vec::new(),
            undone: Vec::new(),
        };
        let mut room = limit.saturating_sub(size(&kept));
        // Each list without the steps furthest from now, and a comma a step.
        let mut nearest = |steps: &[Step]| {
            let fits = steps.iter().rev().take_while(|step| {
                let left = room.checked_sub(size(step) + 1);
                room = left.unwrap_or(0);
                left.is_some()
            });
            let from = steps.len() - fits.count();
            steps.get(from..).unwrap_or_default().to_vec()
        };
        kept.undone = nearest(&self.undone);
        kept.done = nearest(&self.done);
        kept
    }

    /// The template as it is now.
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// Grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// About how much memory the history holds, in bytes.
    pub fn history_bytes(&self) -> usize {
        self.done.iter().chain(&self.undone).map(|step| step.bytes).sum()
    }

    /// Applies a command as a step of its own, or as part of the last step if
    /// that has the same key and is not older than [`MERGE_MS`]. `label` names
    /// the step for people; `now` is in milliseconds. A command that changes
    /// nothing is no step, and what was undone can still be done again.
    ///
    /// A drag that may rest longer than that passes one key of its own (the
    /// drag's) and the time at which it began, every time.
    ///
    /// # Errors
    /// What [`apply`] and [`Rights::check`] report; nothing has changed then.
    pub fn dispatch(
        &mut self,
        command: Command,
        label: &str,
        key: Option<&str>,
        now: f64,
    ) -> Result<(), Diagnostic> {
        self.rights.check(&command)?;
        let given = command.clone();
        let inverse = apply(&mut self.template, command)?;
        if same(&given, &inverse) {
            return Ok(());
        }
        self.revision += 1;
        self.undone.clear();
        if let (Some(last), Some(key)) = (self.done.last_mut(), key)
            && last.key.as_deref() == Some(key)
            && now - last.at <= MERGE_MS
        {
            last.at = now;
            // Mostly the older inverse leads back over this change as well.
            if !covers(&last.command, &inverse) {
                let older = std::mem::replace(&mut last.command, inverse);
                last.command.then(older);
                last.bytes = size(&last.command);
                self.forget();
            }
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

    /// Ends a run of typing or a drag: the next change is a step of its own.
    pub fn seal(&mut self) {
        if let Some(last) = self.done.last_mut() {
            last.key = None;
        }
    }

    /// Takes the last step back as if it had never been: a drag that Escape ends.
    pub fn cancel(&mut self) -> bool {
        let cancelled = self.undo().is_some();
        if cancelled {
            self.undone.pop();
        }
        cancelled
    }

    /// Takes the last step back and gives its label.
    pub fn undo(&mut self) -> Option<String> {
        let label = self.turn(true)?;
        self.revision += 1;
        self.forget();
        Some(label)
    }

    /// Does the last undone step again and gives its label.
    pub fn redo(&mut self) -> Option<String> {
        let label = self.turn(false)?;
        self.revision += 1;
        self.forget();
        Some(label)
    }

    fn turn(&mut self, back: bool) -> Option<String> {
        let (from, to) = match back {
            true => (&mut self.done, &mut self.undone),
            false => (&mut self.undone, &mut self.done),
        };
        let step = from.pop_if(|step| self.rights.check(&step.command).is_ok())?;
        let inverse = take_back(&mut self.template, step.command).ok()?;
        let label = step.label.clone();
        let bytes = size(&inverse);
        to.push(Step { command: inverse, key: None, bytes, ..step });
        Some(label)
    }

    /// The step that would be taken, where it may be.
    fn next<'a>(&self, steps: &'a [Step]) -> Option<&'a str> {
        let step = steps.last().filter(|step| self.rights.check(&step.command).is_ok())?;
        Some(step.label.as_str())
    }

    /// What undo would take back.
    pub fn can_undo(&self) -> Option<&str> {
        self.next(&self.done)
    }

    /// What redo would do again.
    pub fn can_redo(&self) -> Option<&str> {
        self.next(&self.undone)
    }

    /// Every step, oldest first: those that stand, then those that were undone.
    pub fn steps(&self) -> Vec<StepInfo> {
        let info = |step: &Step, done| StepInfo { label: step.label.clone(), at: step.at, done };
        let done = self.done.iter().map(|step| info(step, true));
        done.chain(self.undone.iter().rev().map(|step| info(step, false))).collect()
    }

    /// Undoes or redoes until so many steps of [`Editor::steps`] stand; 0 is
    /// the oldest state that is kept. Gives how many steps it went.
    pub fn jump(&mut self, stand: usize) -> usize {
        let from = self.done.len();
        let mut went = 0;
        while self.done.len() > stand && self.undo().is_some() {
            went += 1;
        }
        while went == 0 && from < stand && self.done.len() < stand && self.redo().is_some() {}
        went + self.done.len().saturating_sub(from)
    }

    /// Drops the steps furthest from now until the rest is within the cap.
    fn forget(&mut self) {
        let mut bytes = self.history_bytes();
        let mut drop_from = |steps: &mut Vec<Step>, keep: usize| {
            let mut gone = 0;
            while bytes > self.cap && steps.len() - gone > keep {
                bytes -= steps.get(gone).map_or(0, |step| step.bytes);
                gone += 1;
            }
            steps.drain(..gone);
        };
        drop_from(&mut self.done, 1);
        drop_from(&mut self.undone, usize::from(self.done.is_empty()));
    }
}

/// The length of its JSON text: about how much memory it holds.
fn size(value: &impl Serialize) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // Counting cannot fail.
    let _ = serde_json::to_writer(&mut count, value);
    count.0
}

/// Of the template's JSON text.
fn digest(template: &Template) -> String {
    crate::template::AssetId::of(write(template).to_string().as_bytes()).0
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

    #[test]
    fn a_key_that_covers_other_things_still_goes_all_the_way_back() {
        let mut editor = Editor::new(classic());
        for (id, text) in [("title", "a"), ("name", "b"), ("title", "c"), ("name", "d")] {
            editor.dispatch(set(id, text), "Both", Some("k"), 0.0).unwrap();
        }
        let end = editor.template().clone();
        assert_eq!(editor.steps().len(), 1);
        editor.undo();
        assert_eq!(editor.template(), &classic());
        editor.redo();
        assert_eq!(editor.template(), &end);
    }

    #[test]
    fn what_changes_nothing_is_no_step_and_keeps_redo() {
        let mut editor = Editor::new(classic());
        editor.dispatch(set("title", "x"), "Type", None, 0.0).unwrap();
        editor.undo();
        let (name, revision) = (editor.template().name.clone(), editor.revision());
        editor.dispatch(Command::Rename { name }, "Rename", None, 1.0).unwrap();
        editor.dispatch(Command::All { commands: vec![] }, "Select", None, 2.0).unwrap();
        assert_eq!(editor.can_redo(), Some("Type"));
        assert_eq!(editor.revision(), revision);
    }

    #[test]
    fn jumps_to_any_step_and_cancels_a_drag() {
        let mut editor = Editor::new(classic());
        for text in ["a", "b", "c"] {
            editor.dispatch(set("title", text), text, None, 0.0).unwrap();
        }
        assert_eq!(editor.jump(1), 2);
        assert_eq!(content(&editor), "a");
        let steps: Vec<_> = editor.steps().into_iter().map(|s| (s.label, s.done)).collect();
        assert_eq!(steps, [("a".into(), true), ("b".into(), false), ("c".into(), false)]);
        assert_eq!(editor.jump(9), 2);
        assert_eq!(content(&editor), "c");
        assert!(editor.cancel());
        assert_eq!((content(&editor).as_str(), editor.can_redo()), ("b", None));
    }

    #[test]
    fn survives_a_reload_and_knows_its_template() {
        let mut editor = Editor::new(classic());
        for text in ["a", "b"] {
            editor.dispatch(set("title", text), text, None, 0.0).unwrap();
        }
        editor.undo();
        let text = serde_json::to_string(&editor.save()).unwrap();
        let saved: SavedHistory = serde_json::from_str(&text).unwrap();
        let (mut again, fault) = Editor::restore(editor.template().clone(), saved.clone());
        assert_eq!(fault, None);
        again.redo();
        assert_eq!(content(&again), "b");
        again.jump(0);
        assert_eq!(again.template(), &classic());
        let (other, fault) = Editor::restore(Template::blank("x", classic().page), saved);
        assert_eq!(fault.unwrap().code, "history-lost");
        assert!(other.can_undo().is_none());
    }

    #[test]
    fn the_steps_nearest_to_now_are_kept_where_room_is_short() {
        let mut editor = Editor::new(classic());
        for i in 0..50 {
            editor.dispatch(set("title", &format!("text {i}")), "Type", None, 1.5e12).unwrap();
        }
        editor.jump(45);
        let all = serde_json::to_string(&editor.save()).unwrap();
        assert_eq!(editor.save_within(all.len() + 9), editor.save());
        let limit = all.len() / 2;
        let kept = serde_json::to_string(&editor.save_within(limit)).unwrap();
        assert!(kept.len() <= limit && kept.len() > limit - 300);
        // As it is after a reload: the template was written and read.
        let text = write(editor.template()).to_string();
        let template = crate::template::parse(&text).unwrap();
        let (mut again, lost) = Editor::restore(template, serde_json::from_str(&kept).unwrap());
        assert_eq!(lost, None);
        assert_eq!(again.steps().iter().filter(|s| !s.done).count(), 5);
        while again.undo().is_some() {}
        assert!(content(&again).starts_with("text"));
        assert!(
            Editor::restore(editor.template().clone(), editor.save_within(0)).0.steps().is_empty()
        );
    }

    #[test]
    fn old_steps_go_when_memory_is_short_but_never_the_last() {
        let mut editor = Editor::with_cap(classic(), 2_000);
        for i in 0..100 {
            editor.dispatch(set("title", &format!("text {i}")), "Type", None, 0.0).unwrap();
            assert!(editor.history_bytes() <= 2_000);
        }
        assert!(editor.steps().len() > 5);
        while editor.undo().is_some() {
            assert!(editor.history_bytes() <= 2_000);
        }
        assert_ne!(content(&editor), "Work Safety Essentials");
        editor.dispatch(set("title", &"x".repeat(9_000)), "Paste", None, 0.0).unwrap();
        editor.dispatch(set("title", ""), "Clear", None, 0.0).unwrap();
        assert_eq!(editor.steps().len(), 1);
        editor.undo();
        assert_eq!(content(&editor).len(), 9_000);
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
