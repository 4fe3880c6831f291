//! Programme sessions: what a participant does in them, and what each
//! certificate block makes of it (domain.md section 3).
//!
//! Where domain.md is silent, this is what is built:
//!
//! - Only what happens from the session's start until just before its end
//!   counts, unless an event names another session.
//! - Of two certificate blocks in a row, both look at the same item.
//! - A journey counts when all its required activities were completed within
//!   the session. It is not a module, nor is an activity that is no course.
//! - A learner *reaches* a block when the nearest item before it is finished; a
//!   note is passed with the item before it, at the start when there is none.
//! - The score of an attempt that was left early does not count, nor does that of
//!   an exam that is said to have failed.
//! - Handing in an exam is its one attempt; the grade ends it.
//! - An attempt without a score, where a minimum is asked for, waits for a grade.
//! - A programme is completed when every activity and journey in it is finished;
//!   an exam with a minimum only when that was reached.
//!   At the end of a session everyone counts as completed in the statistics
//!   ([`Progress`] is kept for them), but this causes no event.

use super::outcome::{Reason, Verdict};
use super::state::State;
use crate::catalogue::{EventKind, Instant, Mode, NonModuleBlock, Status};
use crate::rules::checked::{Checked, CheckedBlock, CheckedSession, Ix, NONE};
use crate::rules::tree::EventFacts;
use std::collections::HashMap;

/// A participant's progress in one session.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The session.
    pub session: Ix,
    /// One for each block, in order.
    pub blocks: Vec<BlockProgress>,
    /// Whether every item was completed.
    pub completed: bool,
    /// Whether the session has ended.
    pub ended: bool,
}

/// A participant's progress in one block.
#[derive(Clone, Debug)]
pub struct BlockProgress {
    /// Whether anything was done in it.
    pub started: bool,
    /// When it was finished; [`Instant::MAX`] when it isn't.
    pub finished: Instant,
    /// The best score in the session; NaN without one.
    pub best: f64,
    /// Whether it counts for the programme's completion: an exam with a minimum
    /// only when that was reached.
    pub completed: bool,
    /// How the one attempt of an exam ended.
    pub attempt: Option<Status>,
    /// Whether it is said to have passed.
    pub passed: bool,
    /// Whether an attempt waits for a grade.
    pub awaits_grade: bool,
    /// A journey's required activities that were completed in the session.
    done: Vec<Ix>,
    /// Whether a certificate block has granted.
    pub granted: bool,
}

impl Default for BlockProgress {
    fn default() -> Self {
        Self {
            started: false,
            finished: Instant::MAX,
            best: f64::NAN,
            completed: false,
            attempt: None,
            passed: false,
            awaits_grade: false,
            done: Vec::new(),
            granted: false,
        }
    }
}

impl BlockProgress {
    fn is_finished(&self) -> bool {
        self.finished != Instant::MAX
    }

    /// Whether the one attempt of an exam reaches the minimum: not when it is
    /// said to have failed or was left early, whatever the score.
    fn reaches(&self, minimum: f64) -> bool {
        let over = matches!(self.attempt, Some(Status::Completed | Status::Passed));
        self.passed || (over && self.best >= minimum)
    }
}

/// A participant's sessions, in the order of their start. Those that run are
/// found without looking through those that have ended.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    all: Vec<Progress>,
    slots: HashMap<Ix, usize>,
    running: usize,
    /// All before this one have ended.
    first_open: usize,
}

impl Sessions {
    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.all.clear();
        self.slots = HashMap::new();
        (self.running, self.first_open) = (0, 0);
    }

    fn start(&mut self, progress: Progress) {
        self.slots.insert(progress.session, self.all.len());
        self.all.push(progress);
        self.running += 1;
    }

    /// Notes that a session has ended.
    pub fn end(&mut self, session: Ix) {
        if let Some(progress) = self.get_mut(session).filter(|progress| !progress.ended) {
            progress.ended = true;
            self.running -= 1;
        }
        while self.all.get(self.first_open).is_some_and(|progress| progress.ended) {
            self.first_open += 1;
        }
    }

    /// The progress in a session that has started.
    pub fn get(&self, session: Ix) -> Option<&Progress> {
        self.all.get(*self.slots.get(&session)?)
    }

    /// The progress in a session that has started.
    pub fn get_mut(&mut self, session: Ix) -> Option<&mut Progress> {
        self.all.get_mut(*self.slots.get(&session)?)
    }

    /// All of them, in the order of their start.
    pub fn iter(&self) -> impl Iterator<Item = &Progress> {
        self.all.iter()
    }

    fn open(&mut self) -> impl Iterator<Item = &mut Progress> {
        let from = if self.running == 0 { self.all.len() } else { self.first_open };
        self.all.iter_mut().skip(from).filter(|progress| !progress.ended)
    }
}

/// Opens the progress of a learner in a session that starts: a new cycle of its
/// programme and of every item in it begins.
pub fn start(state: &mut State, number: Ix, checked: &Checked) {
    let Some(session) = checked.sessions.get(number as usize) else { return };
    state.progress.start(Progress {
        session: number,
        blocks: vec![BlockProgress::default(); session.blocks.len()],
        completed: false,
        ended: false,
    });
    state.raise_cycle(session.programme);
    for block in &session.blocks {
        if let CheckedBlock::Activity(item) | CheckedBlock::Journey(item) = block {
            state.raise_cycle(*item);
            for activity in checked.required(*item) {
                state.raise_cycle(*activity);
            }
        }
    }
}

/// Enters an activity's event into the running sessions. Says which of them it
/// concerned, with the blocks that changed, and which were completed by it.
pub fn enter(
    state: &mut State,
    event: &EventFacts,
    named: Ix,
    checked: &Checked,
    changed: &mut Vec<(Ix, Ix)>,
    completed: &mut Vec<Ix>,
) {
    // What does not exist is part of no session, not even of one that names
    // something else that does not exist.
    if event.target == NONE {
        return;
    }
    for progress in state.progress.open() {
        let Some(session) = checked.sessions.get(progress.session as usize) else { continue };
        let runs = event.at >= session.start && event.at < session.end;
        if !runs || (named != NONE && named != progress.session) {
            continue;
        }
        for ((block, number), own) in session.blocks.iter().zip(0..).zip(&mut progress.blocks) {
            let touched = match block {
                CheckedBlock::Activity(item) => {
                    *item == event.target && attempt(own, event, checked)
                }
                CheckedBlock::Journey(item) if event.kind == EventKind::JourneyCompleted => {
                    *item == event.target && finish_journey(own, event.at)
                }
                CheckedBlock::Journey(item) => {
                    let required = checked.required(*item);
                    required.contains(&event.target) && step(own, event, required)
                }
                CheckedBlock::Note | CheckedBlock::Certificate { .. } => false,
            };
            if touched {
                changed.push((progress.session, number));
            }
        }
        let mut items = (session.blocks.iter().zip(&progress.blocks)).filter(|(block, _)| {
            matches!(block, CheckedBlock::Activity(_) | CheckedBlock::Journey(_))
        });
        let mut any = false;
        let all = items.all(|(_, own)| {
            any = true;
            own.completed
        });
        if all && any && !progress.completed {
            progress.completed = true;
            completed.push(progress.session);
        }
    }
}

/// An event in a journey's activity. Says whether it changed anything.
fn step(own: &mut BlockProgress, event: &EventFacts, required: &[Ix]) -> bool {
    own.started = true;
    let completed = event.kind == EventKind::ActivityCompleted
        && matches!(event.status, Status::Completed | Status::Passed);
    if completed && !own.done.contains(&event.target) {
        own.done.push(event.target);
        if own.done.len() == required.len() {
            finish_journey(own, event.at);
        }
    }
    true
}

/// A journey is finished. Says whether it wasn't before.
fn finish_journey(own: &mut BlockProgress, at: Instant) -> bool {
    let before = own.is_finished();
    if !before {
        own.started = true;
        own.completed = true;
        own.finished = at;
    }
    !before
}

/// An event in an activity of its own. Says whether it changed anything.
fn attempt(own: &mut BlockProgress, event: &EventFacts, checked: &Checked) -> bool {
    let Some(activity) = checked.activities.get(event.target as usize) else { return false };
    let exam = activity.module == Some(Mode::Exam);
    let touched = enter_attempt(own, event, exam, activity.minimum);
    own.completed |= match (exam, activity.minimum) {
        (true, Some(minimum)) => own.reaches(minimum),
        _ => own.is_finished(),
    };
    touched
}

fn enter_attempt(
    own: &mut BlockProgress,
    event: &EventFacts,
    exam: bool,
    minimum: Option<f64>,
) -> bool {
    match event.kind {
        EventKind::ActivityStarted => {
            own.started = true;
            true
        }
        EventKind::ActivityReadyForGrading => {
            own.started = true;
            own.awaits_grade = true;
            true
        }
        EventKind::ActivityGraded => {
            own.started = true;
            // Handing in is an attempt, and the grade ends it.
            if std::mem::take(&mut own.awaits_grade) && own.attempt.is_none() {
                own.attempt = Some(event.status);
            }
            let better = own.best.is_nan() || event.score > own.best;
            if better {
                own.best = event.score;
            }
            let enough = minimum.is_none_or(|minimum| own.best >= minimum);
            if enough && own.attempt == Some(Status::Failed) {
                own.attempt = Some(Status::Completed);
            }
            if (enough || exam) && own.attempt.is_some() && !own.is_finished() {
                own.finished = event.at;
            }
            true
        }
        EventKind::ActivityCompleted => {
            own.started = true;
            if exam && own.attempt.is_some() {
                // The one attempt is over: a second needs a new session.
                return false;
            }
            own.attempt = Some(event.status);
            // What was left early is no attempt whose score counts.
            let counts = event.status != Status::Abandoned;
            if counts && (own.best.is_nan() || event.score > own.best) {
                own.best = event.score;
            }
            own.passed |= event.status == Status::Passed;
            let completed = matches!(event.status, Status::Completed | Status::Passed);
            let unscored = minimum.is_some() && own.best.is_nan() && !own.passed;
            own.awaits_grade = completed && unscored;
            // An exam is finished by its one attempt, however that ends.
            if (completed || exam) && !own.is_finished() {
                own.finished = event.at;
            }
            true
        }
        _ => false,
    }
}

/// What a certificate block makes of the progress: called when something in the
/// item before it changed, when the session starts, and when it ends.
pub fn judge(
    session: &CheckedSession,
    progress: &Progress,
    before: Ix,
    checked: &Checked,
) -> (Verdict, Reason) {
    let ended = progress.ended;
    let block = session.blocks.get(before as usize);
    let own = progress.blocks.get(before as usize);
    let (Some(block), Some(own)) = (block, own) else {
        return (Verdict::Fired, Reason::FirstBlock);
    };
    let module = match block {
        CheckedBlock::Activity(item) => checked
            .activities
            .get(*item as usize)
            .and_then(|a| a.module.map(|mode| (mode, a.minimum))),
        _ => None,
    };
    match module {
        Some((Mode::Exam, minimum)) => exam(own, minimum, ended),
        Some((Mode::Learning | Mode::Training, Some(minimum))) => scored(own, minimum, ended),
        Some((Mode::Learning | Mode::Training, None)) => {
            let completed = own.is_finished();
            match (completed, own.started, ended) {
                (true, ..) => (Verdict::Fired, Reason::ModuleCompleted),
                (false, true, true) => (Verdict::Fired, Reason::StartedAtEnd),
                (false, true, false) => (Verdict::Waiting, Reason::AwaitsSessionEnd),
                (false, false, true) => (Verdict::Skipped, Reason::NeverStarted),
                (false, false, false) => (Verdict::Waiting, Reason::AwaitsBlockBefore),
            }
        }
        None => {
            let reached = is_reached(session, progress, before);
            let at_end = checked.settings.non_module_block == NonModuleBlock::SessionEnd;
            match (reached, at_end, ended) {
                (true, false, _) => (Verdict::Fired, Reason::BlockReached),
                (true, true, true) => (Verdict::Fired, Reason::ReachedAtEnd),
                (true, true, false) => (Verdict::Waiting, Reason::AwaitsSessionEnd),
                (false, _, true) => (Verdict::Skipped, Reason::NotReached),
                (false, _, false) => (Verdict::Waiting, Reason::AwaitsBlockBefore),
            }
        }
    }
}

fn exam(own: &BlockProgress, minimum: Option<f64>, ended: bool) -> (Verdict, Reason) {
    let Some(attempt) = own.attempt else {
        return match (own.started, ended) {
            (true, false) if own.awaits_grade => (Verdict::Waiting, Reason::AwaitsGrade),
            (true, true) => (Verdict::Skipped, Reason::NotFinished),
            (false, true) => (Verdict::Skipped, Reason::NeverStarted),
            (true, false) => (Verdict::Waiting, Reason::AwaitsCompletion),
            (false, false) => (Verdict::Waiting, Reason::AwaitsBlockBefore),
        };
    };
    let Some(minimum) = minimum else {
        let reason = match attempt {
            Status::Abandoned => Reason::ExamLeft,
            Status::Failed => Reason::ExamFinished,
            Status::Completed | Status::Passed => Reason::ModuleCompleted,
        };
        return (Verdict::Fired, reason);
    };
    if own.reaches(minimum) {
        return (Verdict::Fired, Reason::MinimumReached);
    }
    match (attempt, own.awaits_grade, ended) {
        (Status::Completed | Status::Passed, true, false) => {
            (Verdict::Waiting, Reason::AwaitsGrade)
        }
        (Status::Completed | Status::Passed, true, true) => (Verdict::Skipped, Reason::NotFinished),
        (Status::Abandoned, ..) => (Verdict::Skipped, Reason::ExamLeftEarly),
        _ => (Verdict::Skipped, Reason::ExamFailed),
    }
}

fn scored(own: &BlockProgress, minimum: f64, ended: bool) -> (Verdict, Reason) {
    if own.passed || own.best >= minimum {
        return (Verdict::Fired, Reason::MinimumReached);
    }
    match (own.started, own.awaits_grade, ended) {
        (false, _, true) => (Verdict::Skipped, Reason::NeverStarted),
        (true, _, true) if own.attempt.is_none() => (Verdict::Skipped, Reason::NotFinished),
        (true, _, true) => (Verdict::Skipped, Reason::EndedBelowMinimum),
        (true, true, false) => (Verdict::Waiting, Reason::AwaitsGrade),
        (true, false, false) if own.attempt.is_some() => (Verdict::Waiting, Reason::BelowMinimum),
        (true, false, false) => (Verdict::Waiting, Reason::AwaitsCompletion),
        (false, _, false) => (Verdict::Waiting, Reason::AwaitsBlockBefore),
    }
}

/// Whether the learner has come past a block: it is finished, or it is a note
/// and the nearest item before it is.
fn is_reached(session: &CheckedSession, progress: &Progress, before: Ix) -> bool {
    let upto = session.blocks.iter().zip(&progress.blocks).zip(0..);
    let mut reached = true;
    for ((block, own), _) in upto.take_while(|(_, number)| *number <= before) {
        if matches!(block, CheckedBlock::Activity(_) | CheckedBlock::Journey(_)) {
            reached = own.is_finished();
        }
    }
    reached
}

/// The block whose progress decides whether `before` is reached: itself, or for
/// a note the nearest item before it.
pub fn deciding_block(session: &CheckedSession, before: Ix) -> Ix {
    if before == NONE {
        return NONE;
    }
    let upto = session.blocks.iter().zip(0..).take_while(|(_, number)| *number <= before);
    upto.fold(NONE, |last, (block, number)| match block {
        CheckedBlock::Activity(_) | CheckedBlock::Journey(_) => number,
        _ => last,
    })
}
