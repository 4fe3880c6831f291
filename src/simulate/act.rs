//! What actions do.

use super::life::{Current, Life};
use super::mapping::Sources;
use super::outcome::{Reason, Verdict};
use super::record::{Acted, Given};
use super::state::GrantKey;
use crate::catalogue::{EventKind, MappingFailure, Once};
use crate::rules::checked::{CheckedAction, CheckedGrant, Ix, NONE};

impl Life<'_> {
    /// Does the actions of a rule, in order, and lists what came of each.
    /// `held` says that they were done at the periodic check before.
    pub(super) fn act(&mut self, number: Ix, held: bool, event: &Current, out: &mut Vec<Acted>) {
        out.clear();
        let Some(rule) = self.program.checked.rules.get(number as usize) else { return };
        for (action, position) in rule.actions.iter().zip(0..) {
            out.push(match action {
                CheckedAction::Grant(grant) => {
                    if event.facts.kind.can_grant() {
                        self.grant(number, position, grant, NONE, event)
                    } else {
                        Acted::new(position, Verdict::Skipped, Reason::EventTypeCannotGrant)
                    }
                }
                // One message, not one an hour.
                CheckedAction::Notify if held => {
                    Acted::new(position, Verdict::Suppressed, Reason::StillHolds)
                }
                action => {
                    let (verdict, reason) = match self.act_one(action, number, held, event) {
                        Ok(true) => (Verdict::Fired, Reason::ConditionsMet),
                        Ok(false) => (Verdict::Suppressed, Reason::AlreadyDone),
                        Err(reason) => (Verdict::Failed, reason),
                    };
                    Acted::new(position, verdict, reason)
                }
            });
        }
    }

    /// Grants what a certificate block grants.
    pub(super) fn grant_block(&mut self, number: Ix, session: Ix, event: &Current) -> Vec<Acted> {
        let rule = self.program.checked.rules.get(number as usize);
        let grant = rule.and_then(|rule| rule.grants().next());
        grant.map(|(_, grant)| self.grant(number, 0, grant, session, event)).into_iter().collect()
    }

    /// `Ok(false)` when it had been done before.
    fn act_one(
        &mut self,
        action: &CheckedAction,
        rule: Ix,
        held: bool,
        event: &Current,
    ) -> Result<bool, Reason> {
        let at = event.facts.at;
        let exists =
            |number: Ix| if number == NONE { Err(Reason::MissingReference) } else { Ok(number) };
        let periodic = event.facts.kind == EventKind::PeriodicCheck;
        match action {
            CheckedAction::Grant(_) | CheckedAction::Notify => Ok(true),
            CheckedAction::AssignCourse(item) => Ok(self.state.assign(exists(item.number)?, at)),
            CheckedAction::AssignCertification(certification) => {
                Ok(self.assign_certification(exists(certification.number)?, at, event))
            }
            CheckedAction::Unlock(item) | CheckedAction::Lock(item) => {
                let unlocked = matches!(action, CheckedAction::Unlock(_));
                let number = exists(item.number)?;
                // Under a periodic rule it holds as long as the rule does, which
                // the list of rules that hold says.
                if periodic {
                    return Ok(!held);
                }
                let Some(own) = self.state.item_mut(number) else { return Ok(false) };
                let before = own.unlocked.replace(unlocked);
                Ok(before != Some(unlocked))
            }
            CheckedAction::CompleteActivity(item) => {
                let number = exists(item.number)?;
                if self.state.is_completed(number) {
                    return Ok(false);
                }
                self.cause(EventKind::ActivityCompleted, number, rule, event)
            }
            CheckedAction::ExpireActivity(item) | CheckedAction::ResetActivity(item) => {
                let forget = matches!(action, CheckedAction::ResetActivity(_));
                let number = exists(item.number)?;
                let own = self.state.item(number);
                if !(self.state.is_completed(number) || (forget && own.started)) {
                    return Ok(false);
                }
                self.expire(number, forget);
                Ok(true)
            }
            CheckedAction::AddToGroup(group) => {
                let number = exists(group.number)?;
                if self.state.is_in_group(number) {
                    return Ok(false);
                }
                self.cause(EventKind::LearnerAddedToGroup, number, rule, event)
            }
            CheckedAction::RemoveFromGroup(group) => {
                let number = exists(group.number)?;
                let was_in = self.state.is_in_group(number);
                self.state.leave(number);
                Ok(was_in)
            }
        }
    }

    /// Expires an activity, and with it the journeys that require it.
    fn expire(&mut self, activity: Ix, forget: bool) {
        let checked = self.program.checked;
        self.state.expire(activity, forget);
        if forget {
            self.state.forget_grades(activity);
        }
        for journey in checked.journeys_of.get(activity as usize).into_iter().flatten() {
            if self.state.is_completed(*journey) {
                self.state.expire(*journey, false);
            }
        }
    }

    fn grant(
        &mut self,
        rule: Ix,
        action: u32,
        grant: &CheckedGrant,
        session: Ix,
        event: &Current,
    ) -> Acted {
        let item = grant.attach_to.as_ref().map_or(event.facts.target, |item| item.number);
        let source = grant.activity_source.as_ref().map_or(0, |item| item.number);
        if grant.certificate.number == NONE || item == NONE || source == NONE {
            return Acted::new(action, Verdict::Failed, Reason::MissingReference);
        }
        let cycle = self.state.item(item).cycle;
        let counts_as = self.counts_as(rule);
        let last = self.state.given(counts_as, action, item).map(|(last, _)| last);
        // Cycles only rise: the last one decides.
        let before = last.filter(|last| match grant.once {
            Once::Ever => true,
            Once::PerCycle => last.cycle == cycle,
            Once::EveryEvent => false,
        });
        if let Some(before) = before {
            let mut acted = Acted::new(action, Verdict::Suppressed, Reason::AlreadyGranted);
            acted.before = Some(before);
            acted.given = Some(Given { certificate: grant.certificate.number, item, cycle });
            return acted;
        }
        let sources = self.sources(rule, action, grant, session, item, cycle, event);
        let unfit = sources.unfit();
        let values = self.keep_values.then(|| sources.values());
        let fails = self.program.checked.settings.mapping_failure == MappingFailure::Fail;
        let given = Some(Given { certificate: grant.certificate.number, item, cycle });
        if !unfit.is_empty() && fails {
            let mut acted = Acted::new(action, Verdict::Failed, Reason::Mapping);
            acted.unfit = unfit;
            acted.given = given;
            acted.values = values;
            return acted;
        }
        let at = event.facts.at;
        self.state.give(counts_as, GrantKey { rule, action, item, cycle, session, at });
        self.state.receive(grant.certificate.number, at);
        let mut acted = Acted::new(action, Verdict::Fired, Reason::ConditionsMet);
        acted.unfit = unfit;
        acted.given = given;
        acted.values = values;
        acted
    }

    fn counts_as(&self, rule: Ix) -> Ix {
        self.program.checked.rules.get(rule as usize).map_or(NONE, |rule| rule.counts_as)
    }

    /// What the fields of a grant are filled from.
    #[expect(clippy::too_many_arguments, reason = "the parts of a grant's key")]
    pub(super) fn sources<'s>(
        &'s self,
        rule: Ix,
        action: u32,
        grant: &'s CheckedGrant,
        session: Ix,
        item: Ix,
        cycle: u32,
        event: &'s Current,
    ) -> Sources<'s> {
        let session = if session == NONE { event.session } else { session };
        let id = self.program.checked.rules.get(rule as usize).map_or("", |rule| rule.id.as_str());
        Sources {
            project: self.program.project,
            checked: self.program.checked,
            learner: self.learner,
            state: &self.state,
            event: &event.facts,
            occurred: event.occurred,
            session,
            item,
            cycle,
            ordinal: self
                .state
                .given(self.counts_as(rule), action, item)
                .map_or(0, |(_, count)| count),
            rule: id,
            action,
            grant,
        }
    }
}
