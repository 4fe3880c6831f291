//! The desk: one project being worked on. It belongs to whoever may block for a
//! moment (a worker); a page asks ([`Ask`]) and is told.
//!
//! - Edits are splices with inverses ([`edit`]), undone and redone ([`history`]).
//! - After an edit the project is compiled, checked, played and searched for gaps
//!   in slices ([`Desk::step`]), so that other questions come in between and an
//!   edit ends a run that it makes stale.
//! - What came of a run is kept in a table by learner and certificate (`table`)
//!   that pages of rows are cut from (`rows`).
//!
//! It reads no clock: whoever asks says what time it is.

pub mod ask;
mod asked;
pub mod edit;
pub mod generate;
pub mod history;
mod imported;
mod kept;
pub mod make;
pub mod order_play;
mod people;
pub mod place;
mod rows;
pub mod source_tree;
pub mod stories;
mod table;
#[cfg(test)]
mod tests;
pub mod tree_edit;

pub use ask::*;
pub use edit::{Edit, Entries, Listed, Splice};
pub use generate::Recipe;
pub use history::StepInfo;
pub use imported::{Seen, SeenFault};
pub use people::{attributes_of, attributes_text, people};

use crate::catalogue::Instant;
use crate::diagnostic::Diagnostics;
use crate::import::history::Imported;
use crate::locale::Catalogue;
use crate::rules::check::{Check, check};
use crate::rules::checked::Ix;
use crate::rules::{Project, write};
use crate::simulate::report::{GapReport, difference, gaps_of};
use crate::simulate::{Rehearsal, Tally};
use edit::between;
use history::History;
use std::rc::Rc;
use table::Table;

/// One project being worked on.
#[derive(Default)]
pub struct Desk {
    /// The project, unless it was compiled.
    loose: Project,
    /// The project with all that was made of it.
    played: Option<Box<Played>>,
    history: History,
    revision: u64,
    /// What could not be read of the project that was opened.
    faults: Diagnostics,
    /// What was played before the last step.
    before: Option<Before>,
    imported: Option<Imported>,
    found: Option<rows::Found>,
    /// The language of the answers; none for English.
    spoken: Option<Rc<Catalogue>>,
}

/// A compiled project and how far it was played.
struct Played {
    rehearsal: Rehearsal,
    checks: Vec<Check>,
    tally: Tally,
    gaps: GapReport,
    table: Table,
    phase: Phase,
    next: Ix,
    difference: Option<(usize, usize, usize)>,
}

/// What was played before the last step.
struct Before {
    label: String,
    rehearsal: Rehearsal,
    tally: Tally,
}

/// Up to so many certificates a difference is told without being asked for.
const QUICK: usize = 50_000;

impl Played {
    fn new(project: Project) -> Self {
        let checks = check(&project);
        let rehearsal = Rehearsal::new(project);
        let table = Table::new(&rehearsal);
        Self {
            tally: Tally::new(&rehearsal.checked),
            rehearsal,
            checks,
            gaps: GapReport::default(),
            table,
            phase: Phase::Run,
            next: 0,
            difference: None,
        }
    }

    fn all(&self) -> Ix {
        self.rehearsal.checked.learners.len()
    }

    /// Whether everyone was played.
    fn is_played(&self) -> bool {
        matches!(self.phase, Phase::Gaps | Phase::Done)
    }
}

impl Desk {
    /// A desk with an empty project.
    pub fn new() -> Self {
        Self::default()
    }

    /// A desk with a project on it, and nothing to undo.
    pub fn with(project: Project) -> Self {
        Self { loose: project, ..Self::default() }
    }

    /// Answers in another language from now on. What is kept, as the names of
    /// steps, stays English.
    pub fn speak(&mut self, catalogue: Catalogue) {
        self.spoken = Some(Rc::new(catalogue));
    }

    /// The project.
    pub fn project(&self) -> &Project {
        self.played.as_ref().map_or(&self.loose, |played| &played.rehearsal.project)
    }

    /// Whether there is more to do for [`Desk::step`].
    pub fn is_busy(&self) -> bool {
        let played = self.played.as_ref();
        played.is_none_or(|played| matches!(played.phase, Phase::Run | Phase::Gaps))
    }

    /// Compiles the project if that is still to be done.
    fn compiled(&mut self) -> &mut Played {
        let loose = &mut self.loose;
        self.played.get_or_insert_with(|| Box::new(Played::new(std::mem::take(loose))))
    }

    /// Goes on with compiling, playing and looking for gaps, for at most so many
    /// learners.
    pub fn step(&mut self, learners: u32) {
        let before = self.before.as_ref();
        let Some(played) = &mut self.played else {
            self.compiled();
            return;
        };
        let all = played.rehearsal.checked.learners.len();
        let to = played.next.saturating_add(learners.max(1)).min(all);
        match played.phase {
            Phase::Run => {
                played.rehearsal.run_slice(played.next..to, &mut played.tally);
                played.next = to;
                if to == all {
                    played.table.add_run(&played.rehearsal, &played.tally);
                    played.phase = Phase::Gaps;
                    played.next = 0;
                }
            }
            Phase::Gaps => {
                let found = gaps_of(&played.rehearsal, played.next..to, |_, _| true);
                played.table.add_gaps(&played.rehearsal, &found);
                played.gaps.gaps.extend(found.gaps);
                played.gaps.near_misses.extend(found.near_misses);
                played.next = to;
                if to == all {
                    played.phase = Phase::Done;
                    played.difference = before
                        .filter(|b| b.tally.grants.len() + played.tally.grants.len() <= QUICK)
                        .map(|b| {
                            let d = difference(
                                (&b.rehearsal, &b.tally),
                                (&played.rehearsal, &played.tally),
                            );
                            (d.gained.len(), d.lost.len(), d.moved.len() + d.changed.len())
                        });
                }
            }
            Phase::Compile | Phase::Done | Phase::Stopped => {}
        }
        self.found = None;
    }

    /// Does everything there is to do.
    pub fn finish(&mut self) {
        while self.is_busy() {
            self.step(u32::MAX);
        }
    }

    /// Changes the project by `work`, which says whether that was a new step
    /// (`None` for no change), and what it is called.
    fn change(&mut self, work: impl FnOnce(&mut History, &mut Project) -> Option<(bool, String)>) {
        let before = self.played.take();
        if let Some(played) = &before {
            self.loose = played.rehearsal.project.clone();
        }
        let changed = work(&mut self.history, &mut self.loose);
        match (changed, before) {
            (None, before) => self.played = before,
            (Some((new, label)), before) => {
                self.revision += 1;
                self.found = None;
                if new {
                    self.before = before.filter(|played| played.is_played()).map(|played| Before {
                        label,
                        rehearsal: played.rehearsal,
                        tally: played.tally,
                    });
                }
            }
        }
    }

    /// Edits the project as [`History::apply`] does. An automation that is edited
    /// gets a higher version, once for each step.
    pub fn edit(&mut self, mut edits: Vec<Edit>, label: &str, key: Option<&str>, now: f64) {
        let more = u32::from(!self.history.continues(key, now));
        for edit in &mut edits {
            edit.raise_version(&self.project().automations, more);
        }
        self.change(|history, project| {
            let new = history.apply(project, edits, label, key, now)?;
            Some((new, label.to_owned()))
        });
    }

    /// Puts another project in the place of this one, as a step.
    pub fn replace(&mut self, project: &Project, label: &str, now: f64) {
        let edits = between(self.project(), project);
        self.edit(edits, label, None, now);
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        self.change(|history, project| Some((true, format!("Undo: {}", history.undo(project)?))));
    }

    /// Does the last undone step again.
    pub fn redo(&mut self) {
        self.change(|history, project| Some((true, format!("Redo: {}", history.redo(project)?))));
    }

    /// Stops a run.
    fn stop(&mut self) {
        if let Some(played) = &mut self.played
            && matches!(played.phase, Phase::Run | Phase::Gaps)
        {
            if played.phase == Phase::Run {
                played.table.add_run(&played.rehearsal, &played.tally);
            }
            played.phase = Phase::Stopped;
            self.found = None;
        }
    }

    /// What the run is at.
    pub fn phase(&self) -> Phase {
        self.played.as_ref().map_or(Phase::Compile, |played| played.phase)
    }

    /// How far the run is.
    pub fn progress(&self) -> Progress {
        let revision = self.revision;
        let Some(played) = &self.played else {
            return Progress { revision, ..Progress::default() };
        };
        let ms = |at: Instant| if at.in_range() { at.0 } else { 0 };
        Progress {
            revision,
            phase: played.phase,
            done: played.next,
            all: played.all(),
            begin: ms(played.rehearsal.begin),
            until: ms(played.rehearsal.until),
            checks: Some(played.checks.clone()),
            faults: played.rehearsal.diagnostics.clone(),
            counts: Counts {
                grants: played.tally.grants.len(),
                holders: played.table.holders(),
                suppressed: played.table.suppressed(),
                gaps: played.gaps.gaps.len(),
                near_misses: played.gaps.near_misses.len(),
                events: played.tally.events,
            },
            difference: played.difference,
        }
    }

    /// Where things stand.
    pub fn state(&self) -> State {
        let project = self.project();
        State {
            revision: self.revision,
            head: write(&head(project)).to_string(),
            learners: project.learners.len(),
            events: project.events.len(),
            undo: self.history.can_undo().map(str::to_owned),
            redo: self.history.can_redo().map(str::to_owned),
            faults: self.faults.clone(),
            progress: self.progress(),
        }
    }
}

/// A project without its learners and events.
fn head(project: &Project) -> Project {
    Project {
        name: project.name.clone(),
        options: project.options.clone(),
        activities: project.activities.clone(),
        journeys: project.journeys.clone(),
        programmes: project.programmes.clone(),
        sessions: project.sessions.clone(),
        groups: project.groups.clone(),
        learners: Vec::new(),
        certificates: project.certificates.clone(),
        certifications: project.certifications.clone(),
        automations: project.automations.clone(),
        triggers: project.triggers.clone(),
        events: Vec::new(),
        scenarios: project.scenarios.clone(),
        extra: project.extra.clone(),
    }
}
