//! A rehearsal: a project, compiled once, and the questions that are asked of it.

use super::history::History;
use super::life::{Life, Program};
use super::outcome::Outcome;
use super::record::Tally;
use super::trace::{Filter, Trace};
use crate::catalogue::Instant;
use crate::diagnostic::Diagnostics;
use crate::rules::checked::{Checked, Ix, NONE};
use crate::rules::{Index, Project};

/// A project that is ready to be played.
pub struct Rehearsal {
    /// The project as it was written.
    pub project: Project,
    /// The project, resolved.
    pub checked: Checked,
    /// Its rules by event.
    pub index: Index,
    /// What happened.
    pub history: History,
    /// When the clock starts: with the first event or session.
    pub begin: Instant,
    /// The last instant that is played.
    pub until: Instant,
    /// What is wrong with the events. What is wrong with the rules is told by
    /// the checks.
    pub diagnostics: Diagnostics,
    /// Whether trees are walked node by node, without the index: slow, for tests.
    pub plain: bool,
}

impl Rehearsal {
    /// Compiles a project.
    pub fn new(mut project: Project) -> Self {
        project.copy_blocks();
        let checked = Checked::new(&project);
        let index = Index::new(&checked);
        let (history, diagnostics) = History::new(&project.events, &checked);
        let sessions = || checked.sessions.iter().filter(|s| s.plays);
        let first = (0..checked.learners.len())
            .filter_map(|learner| history.of(learner).iter().map(|e| e.at).min())
            .chain(sessions().map(|s| s.start))
            .min();
        let last = history.last().into_iter().chain(sessions().map(|s| s.end)).max();
        let until = match checked.settings.until {
            Instant::MIN => last.map_or(Instant::MIN, |at| checked.zone.full_hour(at)),
            until => until,
        };
        let begin = first.unwrap_or(until);
        Self { project, checked, index, history, begin, until, diagnostics, plain: false }
    }

    pub(super) fn program(&self) -> Program<'_> {
        Program {
            project: &self.project,
            checked: &self.checked,
            index: &self.index,
            history: &self.history,
            begin: self.begin,
            until: self.until,
            plain: self.plain,
        }
    }

    /// Plays everyone. `progress` is told how many learners are done and how
    /// many there are, and stops the run by returning `false`; what was played
    /// until then is returned. Grants and outcomes come learner by learner, each
    /// learner's in order; [`Tally::sort`] puts them into one order of time.
    pub fn run(&self, mut progress: impl FnMut(Ix, Ix) -> bool) -> Tally {
        let mut tally = Tally::new(&self.checked);
        let mut life = Life::new(self.program());
        let all = self.checked.learners.len();
        for learner in 0..all {
            if learner % 1024 == 0 && !progress(learner, all) {
                break;
            }
            life.play(learner, &mut tally);
        }
        tally
    }

    /// Plays some more learners into a tally that was begun before, so that a long
    /// run can be done in slices with other work between them.
    pub fn run_slice(&self, learners: std::ops::Range<Ix>, tally: &mut Tally) {
        let mut life = Life::new(self.program());
        for learner in learners.start..learners.end.min(self.checked.learners.len()) {
            life.play(learner, tally);
        }
    }

    /// Plays one learner with full evidence.
    pub fn trace(&self, learner: Ix, filter: Filter) -> Trace {
        self.trace_until(learner, filter, self.until)
    }

    /// Plays one learner with full evidence up to an instant: the state at a
    /// playhead.
    pub fn trace_until(&self, learner: Ix, filter: Filter, until: Instant) -> Trace {
        let mut trace = Trace::new(filter);
        if learner == NONE || learner >= self.checked.learners.len() {
            return trace;
        }
        let mut program = self.program();
        program.until = until.min(self.until);
        Life::new(program).play(learner, &mut trace);
        trace
    }

    /// The outcomes of one rule for everyone, learner by learner, with full
    /// evidence, up to so many.
    pub fn trace_rule(&self, rule: Ix, filter: &Filter, limit: usize) -> Vec<Outcome> {
        let mut out = Vec::new();
        let mut life = Life::new(self.program());
        for learner in 0..self.checked.learners.len() {
            if out.len() >= limit {
                break;
            }
            let rules = Some([rule].into_iter().collect());
            let mut trace = Trace::new(Filter { rules, ..filter.clone() });
            life.play(learner, &mut trace);
            out.append(&mut trace.outcomes);
        }
        out.truncate(limit);
        out
    }

    /// Plays one learner for any recorder.
    pub fn play<R: super::record::Recorder>(&self, learner: Ix, recorder: &mut R) {
        Life::new(self.program()).play(learner, recorder);
    }
}
