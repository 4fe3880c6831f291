//! Undo and redo for a project, by the rules of the designer's history: what is
//! typed or dragged in one go is one step.

use super::edit::{Edit, apply_all, covers};
use crate::rules::Project;
use serde::{Deserialize, Serialize};

/// Changes of one key that are not further apart are one step, in milliseconds.
pub const MERGE_MS: f64 = 1500.0;

/// So many steps are kept.
pub const MAX_STEPS: usize = 500;

/// So many entries in all steps together: a history of a million events that was
/// removed can be brought back once or twice.
const MAX_ENTRIES: usize = 3_000_000;

/// One step.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    label: String,
    key: Option<String>,
    at: f64,
    back: Vec<Edit>,
}

impl Step {
    fn entries(&self) -> usize {
        self.back
            .iter()
            .map(|edit| match edit {
                Edit::Splice(splice) => splice.insert.len() + 1,
                _ => 1,
            })
            .sum()
    }
}

/// One step, for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepInfo {
    /// What it was.
    pub label: String,
    /// When, in milliseconds since 1970.
    pub at: f64,
    /// Whether it stands, or was undone.
    pub done: bool,
}

/// The steps that led to a project, and those that were undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Does edits as a step of their own, or as part of the last one when that has
    /// the same key and is not older than [`MERGE_MS`]. `now` is in milliseconds.
    /// Tells whether it is a new step; `None` when nothing was changed.
    pub fn apply(
        &mut self,
        project: &mut Project,
        edits: Vec<Edit>,
        label: &str,
        key: Option<&str>,
        now: f64,
    ) -> Option<bool> {
        let given = edits.clone();
        let back = apply_all(project, edits);
        if back.iter().rev().eq(given.iter()) {
            return None;
        }
        self.undone.clear();
        if self.continues(key, now)
            && let Some(last) = self.done.last_mut()
        {
            last.at = now;
            if !covers(&last.back, &back) {
                let older = std::mem::replace(&mut last.back, back);
                last.back.extend(older);
            }
            return Some(false);
        }
        let key = key.map(str::to_owned);
        self.done.push(Step { label: label.to_owned(), key, at: now, back });
        self.forget();
        Some(true)
    }

    /// Whether edits of that key would be a part of the last step.
    pub fn continues(&self, key: Option<&str>, now: f64) -> bool {
        key.is_some()
            && self
                .done
                .last()
                .is_some_and(|last| last.key.as_deref() == key && now - last.at <= MERGE_MS)
    }

    /// Takes the last step back and gives its label.
    pub fn undo(&mut self, project: &mut Project) -> Option<String> {
        turn(project, &mut self.done, &mut self.undone)
    }

    /// Does the last undone step again and gives its label.
    pub fn redo(&mut self, project: &mut Project) -> Option<String> {
        turn(project, &mut self.undone, &mut self.done)
    }

    /// What undo would take back.
    pub fn can_undo(&self) -> Option<&str> {
        self.done.last().map(|step| step.label.as_str())
    }

    /// What redo would do again.
    pub fn can_redo(&self) -> Option<&str> {
        self.undone.last().map(|step| step.label.as_str())
    }

    /// How many steps stand.
    pub fn standing(&self) -> usize {
        self.done.len()
    }

    /// Every step, oldest first: those that stand, then those that were undone.
    pub fn steps(&self) -> Vec<StepInfo> {
        let info = |step: &Step, done| StepInfo { label: step.label.clone(), at: step.at, done };
        let done = self.done.iter().map(|step| info(step, true));
        done.chain(self.undone.iter().rev().map(|step| info(step, false))).collect()
    }

    fn forget(&mut self) {
        let mut entries: usize = self.done.iter().map(Step::entries).sum();
        let mut gone = 0;
        while self.done.len() - gone > 1
            && (entries > MAX_ENTRIES || self.done.len() - gone > MAX_STEPS)
        {
            entries -= self.done.get(gone).map_or(0, Step::entries);
            gone += 1;
        }
        self.done.drain(..gone);
    }
}

fn turn(project: &mut Project, from: &mut Vec<Step>, to: &mut Vec<Step>) -> Option<String> {
    let step = from.pop()?;
    let back = apply_all(project, step.back);
    let label = step.label.clone();
    to.push(Step { back, key: None, ..step });
    Some(label)
}
