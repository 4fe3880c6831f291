//! The certificate blocks of sessions, looked at when something before them changed.

use super::{Cause, Current, Life};
use crate::catalogue::EventKind;
use crate::rules::checked::{CheckedBlock, Ix, NONE};
use crate::rules::tree::EventFacts;
use crate::simulate::outcome::{Reason, Verdict};
use crate::simulate::record::{Acted, Recorder, Ruled};
use crate::simulate::session;

impl Life<'_> {
    pub(super) fn look_at_blocks<R: Recorder>(&mut self, event: &Current, recorder: &mut R) {
        let EventFacts { kind, target, .. } = event.facts;
        match kind {
            EventKind::SessionStarted | EventKind::SessionEnded => {
                self.look_at_session(target, None, event, recorder);
            }
            EventKind::ActivityStarted
            | EventKind::ActivityReadyForGrading
            | EventKind::ActivityGraded
            | EventKind::ActivityCompleted
            | EventKind::JourneyCompleted
                if kind != EventKind::JourneyCompleted || event.cause == Cause::Recorded =>
            {
                let changed = std::mem::take(&mut self.changed_blocks);
                for (session, block) in &changed {
                    self.look_at_session(*session, Some(*block), event, recorder);
                }
                self.changed_blocks = changed;
            }
            _ => {}
        }
    }

    /// Judges the certificate blocks of a session: all, or those that look at a
    /// block that changed.
    fn look_at_session<R: Recorder>(
        &mut self,
        number: Ix,
        changed: Option<Ix>,
        event: &Current,
        recorder: &mut R,
    ) {
        let checked = self.program.checked;
        let Some(session) = checked.sessions.get(number as usize) else { return };
        for (block, position) in session.blocks.iter().zip(0_usize..) {
            let CheckedBlock::Certificate { before, rule } = block else { continue };
            if changed
                .is_some_and(|c| c != *before && c != session::deciding_block(session, *before))
            {
                continue;
            }
            let Some(progress) = self.state.progress.get(number) else { continue };
            let (mut verdict, mut reason) = session::judge(session, progress, *before, checked);
            let granted = progress.blocks.get(position).is_some_and(|own| own.granted);
            if granted && progress.ended {
                continue;
            }
            let tree = None;
            let mut acted = Vec::new();
            if granted {
                (verdict, reason) = (Verdict::Suppressed, Reason::AlreadyGranted);
                let grants = checked.rules.get(*rule as usize);
                let grant = grants.and_then(|r| Some((r.counts_as, r.grants().next()?.1)));
                let item = grant.and_then(|(_, grant)| grant.attach_to.as_ref()).map(|i| i.number);
                let counts_as = grant.map_or(NONE, |(counts_as, _)| counts_as);
                let before = item.and_then(|item| self.state.given(counts_as, 0, item));
                acted.extend(before.map(|(before, _)| {
                    let mut acted = Acted::new(0, verdict, reason);
                    acted.before = Some(before);
                    acted
                }));
            } else if verdict == Verdict::Fired {
                acted = self.grant_block(*rule, number, event);
                let given = acted.first().map_or(verdict, |a: &Acted| a.verdict);
                if given == Verdict::Fired {
                    let progress = self.state.progress.get_mut(number);
                    if let Some(own) = progress.and_then(|p| p.blocks.get_mut(position)) {
                        own.granted = true;
                    }
                } else {
                    (verdict, reason) =
                        acted.first().map_or((verdict, reason), |a| (a.verdict, a.reason));
                }
            }
            let mut ruled = Ruled::new(*rule, verdict, reason);
            ruled.actions = &acted;
            ruled.conditions = tree;
            ruled.block = Some((number, *before));
            recorder.outcome(self, event, ruled);
        }
    }
}
