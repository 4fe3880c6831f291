//! State first: what an event changes, and what follows from that.

use super::{Cause, Current, Life, MAX_CAUSED};
use crate::catalogue::{EventKind, Instant, Status};
use crate::rules::checked::{Ix, NONE};
use crate::rules::tree::EventFacts;
use crate::simulate::certification::{self, Change};
use crate::simulate::outcome::Reason;
use crate::simulate::session;

impl Life<'_> {
    pub(super) fn apply(&mut self, event: &Current) {
        let EventFacts { at, kind, target, .. } = event.facts;
        match kind {
            EventKind::ActivityStarted
            | EventKind::ActivityReadyForGrading
            | EventKind::ActivityGraded
            | EventKind::ActivityCompleted => self.apply_activity(event),
            EventKind::JourneyCompleted | EventKind::ProgrammeCompleted => {
                self.state.complete(target, event.occurred);
                // One that followed from activities has been entered with them.
                if event.cause == Cause::Recorded {
                    self.enter_sessions(event);
                }
            }
            EventKind::LearnerRegistered => self.state.registered = Some(event.occurred),
            EventKind::FirstLogin => {
                self.state.first_login.get_or_insert(event.occurred);
            }
            EventKind::LearnerUpdated => {
                let updated = self.program.project.events.get(event.seq as usize);
                for name in
                    updated.and_then(|e| e.attributes.as_ref()).into_iter().flat_map(|a| a.keys())
                {
                    self.state.updates.insert(name.clone(), event.seq);
                }
            }
            EventKind::LearnerDeleted => {}
            EventKind::LearnerAddedToGroup => self.state.join(target, event.occurred),
            EventKind::LearnerRemovedFromGroup => self.state.leave(target),
            EventKind::CertificationAssigned => {
                self.assign_certification(target, at, event);
            }
            EventKind::CertificationRevoked => {
                certification::revoke(&mut self.state, target, at);
            }
            EventKind::CourseAssigned => {
                if target != NONE {
                    self.state.assign(target, at);
                }
            }
            EventKind::SessionStarted => {
                session::start(&mut self.state, target, self.program.checked);
            }
            EventKind::SessionEnded => {
                self.state.progress.end(target);
            }
            EventKind::PeriodicCheck
            | EventKind::CertificationEarned
            | EventKind::RenewalOpened
            | EventKind::CertificationExpired => {}
        }
    }

    fn apply_activity(&mut self, event: &Current) {
        let EventFacts { at, kind, target, status, score, .. } = event.facts;
        let checked = self.program.checked;
        let Some(item) = self.state.item_mut(target) else { return };
        item.started = true;
        match kind {
            EventKind::ActivityReadyForGrading => item.awaits_grade = true,
            EventKind::ActivityGraded => item.awaits_grade = false,
            _ => {}
        }
        let completed = kind == EventKind::ActivityCompleted
            && matches!(status, Status::Completed | Status::Passed);
        if !score.is_nan() && (item.best.is_nan() || score > item.best) {
            item.best = score;
        }
        if completed {
            self.state.complete(target, event.occurred);
        }
        let certifications =
            checked.certifications_of.get(target as usize).map_or(&[][..], Vec::as_slice);
        let graded = completed || (!score.is_nan() && kind != EventKind::ActivityStarted);
        if !certifications.is_empty() {
            let retired = checked.activities.get(target as usize).map(|a| a.retired);
            // By the instant at which it was evaluated, also when it came late.
            if graded && retired.is_some_and(|retired| at < retired) {
                self.state.grade(target, at, score);
            }
            for number in certifications {
                certification::touch(&mut self.state, *number, at);
                if graded {
                    self.look_at_certification(*number, event);
                }
            }
        }
        if completed {
            self.complete_journeys(target, event);
        }
        self.enter_sessions(event);
    }

    /// Enters an event into the running sessions.
    fn enter_sessions(&mut self, event: &Current) {
        let checked = self.program.checked;
        self.changed_blocks.clear();
        self.completed_sessions.clear();
        session::enter(
            &mut self.state,
            &event.facts,
            event.session,
            checked,
            &mut self.changed_blocks,
            &mut self.completed_sessions,
        );
        for number in std::mem::take(&mut self.completed_sessions) {
            let Some(session) = checked.sessions.get(number as usize) else { continue };
            self.state.complete(session.programme, event.occurred);
            self.follow(EventKind::ProgrammeCompleted, session.programme, number, event);
        }
    }

    /// Completes the journeys that an activity was the last of. One that is
    /// completed already completes again when all of it was done anew.
    fn complete_journeys(&mut self, activity: Ix, event: &Current) {
        let checked = self.program.checked;
        for journey in checked.journeys_of.get(activity as usize).into_iter().flatten() {
            let required = checked.required(*journey);
            if !required.iter().all(|a| self.state.is_completed(*a)) {
                continue;
            }
            let last = self.state.item(*journey).last;
            let anew = required.iter().all(|a| self.state.item(*a).last > last);
            if !self.state.is_completed(*journey) || anew {
                self.state.complete(*journey, event.occurred);
                self.follow(EventKind::JourneyCompleted, *journey, NONE, event);
            }
        }
    }

    /// Queues an event that follows from the state that another one led to.
    fn follow(&mut self, kind: EventKind, target: Ix, session: Ix, event: &Current) {
        let mut next = self.plain_event(event.facts.at, kind, target, Cause::Follows(event.number));
        next.occurred = event.occurred;
        next.session = session;
        next.depth = event.depth;
        next.root = event.root;
        self.queue.push_back(next);
    }

    fn look_at_certification(&mut self, number: Ix, event: &Current) {
        let at = event.facts.at;
        let change = certification::look(&mut self.state, number, at, self.program.checked);
        if change == Change::Earned {
            self.schedule_certification(number);
            self.follow(EventKind::CertificationEarned, number, NONE, event);
        }
    }

    /// Assigns a certification; `false` when it is assigned already.
    pub(in crate::simulate) fn assign_certification(
        &mut self,
        number: Ix,
        at: Instant,
        event: &Current,
    ) -> bool {
        if !certification::assign(&mut self.state, number, at, self.program.checked) {
            return false;
        }
        self.schedule_certification(number);
        self.look_at_certification(number, event);
        true
    }

    /// Queues an event that an action causes; `Ok(false)` when it is queued already.
    pub(in crate::simulate) fn cause(
        &mut self,
        kind: EventKind,
        target: Ix,
        rule: Ix,
        event: &Current,
    ) -> Result<bool, Reason> {
        let depth = event.depth + 1;
        // Two rules that ask for the same at once ask for one thing.
        let asked = |queued: &Current| {
            (queued.facts.kind, queued.facts.target) == (kind, target)
                && matches!(queued.cause, Cause::Rule(..))
        };
        if self.queue.iter().any(asked) {
            return Ok(false);
        }
        if depth > self.program.checked.settings.chain_limit {
            return Err(Reason::ChainTooDeep);
        }
        if self.caused >= MAX_CAUSED {
            return Err(Reason::ChainTooLong);
        }
        self.caused += 1;
        let mut next =
            self.plain_event(event.facts.at, kind, target, Cause::Rule(rule, event.number));
        next.depth = depth;
        next.root = event.root;
        self.queue.push_back(next);
        Ok(true)
    }
}
