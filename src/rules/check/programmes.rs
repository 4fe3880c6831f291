//! Programmes: where their certificate blocks stand; and their sessions' dates.

use super::names::MAX_LISTED;
use super::out::Out;
use crate::catalogue::{Block, Mode, Zone};
use crate::diagnostic::Diagnostic;
use crate::rules::repair::Repair;
use crate::rules::{List, Wanted};

/// `exam-not-before-certificate`, `certificate-first`, `session-without-dates`,
/// `session-ends-before-start`, `session-differs`.
pub(super) fn check(out: &mut Out<'_>) {
    for (index, programme) in out.known.programmes() {
        first(out, index, &programme.id, &programme.blocks);
        exams(out, index, &programme.id, &programme.blocks);
    }
    sessions(out);
    copies(out);
}

/// Sessions whose blocks are no longer those of their programme.
fn copies(out: &mut Out<'_>) {
    let known = out.known;
    let (mut listed, mut last) = (0, 0);
    for (index, session) in known.sessions() {
        let found = known.find(Wanted::Programme, &session.programme);
        let programme = found.and_then(|(_, at)| known.project.programmes.get(at));
        let (Some(programme), Some(blocks)) = (programme, &session.blocks) else { continue };
        if *blocks == programme.blocks {
            continue;
        }
        listed += 1;
        last = index;
        if listed > MAX_LISTED {
            continue;
        }
        let message = format!(
            "“{}” has other blocks than its programme “{}” has now: it keeps those that it was created with.",
            known.title(List::Sessions, index),
            known.name(Wanted::Programme, &programme.id)
        );
        let path = format!("sessions.{}.blocks", session.id);
        let finding = Diagnostic::info("session-differs", path, message)
            .repair("Nothing has to be done, if only new sessions are to follow the programme.");
        out.add(List::Sessions, index, finding, None);
    }
    if listed > MAX_LISTED {
        let message = format!(
            "{} more sessions have other blocks than their programmes have now.",
            listed - MAX_LISTED
        );
        let finding = Diagnostic::info("session-differs", "sessions", message)
            .repair("Nothing has to be done, if only new sessions are to follow the programmes.");
        out.add(List::Sessions, last, finding, None);
    }
}

fn is_certificate(block: &Block) -> bool {
    matches!(block, Block::Certificate(_))
}

fn first(out: &mut Out<'_>, index: usize, programme: &crate::catalogue::Id, blocks: &[Block]) {
    if !blocks.first().is_some_and(is_certificate) {
        return;
    }
    let finding = Diagnostic::warning(
        "certificate-first",
        format!("programmes.{programme}.blocks[0]"),
        "No item comes before this certificate: everybody gets it when the session starts.",
    )
    .repair("Put an item before it.");
    // The first item comes to the front, and so before all certificates there.
    let item = blocks.iter().position(|block| !is_certificate(block));
    let repair = item.map(|from| Repair::MoveBlock { programme: programme.clone(), from, to: 0 });
    out.add(List::Programmes, index, finding, repair);
}

fn exams(out: &mut Out<'_>, index: usize, programme: &crate::catalogue::Id, blocks: &[Block]) {
    let known = out.known;
    let exam = |block: &Block| match block {
        Block::Activity(id) => known
            .activity(id)
            .filter(|a| a.is_module() && a.mode == Mode::Exam && a.minimum_score.is_some()),
        _ => None,
    };
    for (at, block) in blocks.iter().enumerate() {
        let Some(activity) = exam(block) else { continue };
        let between: Vec<&Block> =
            blocks.iter().skip(at + 1).take_while(|block| !is_certificate(block)).collect();
        let certificate = at + 1 + between.len();
        if between.is_empty() || certificate >= blocks.len() {
            continue;
        }
        let message = format!(
            "The exam “{}” has a minimum score, but this certificate looks only at the item just before it, which is another one: whoever fails the exam gets it all the same.",
            known.name(Wanted::Activity, &activity.id)
        );
        let path = format!("programmes.{programme}.blocks[{certificate}]");
        let finding = Diagnostic::warning("exam-not-before-certificate", path, message)
            .repair("Give each exam a certificate of its own, just behind it.");
        // Of two exams only one can be just before it.
        let repair = between.iter().all(|block| exam(block).is_none()).then(|| Repair::MoveBlock {
            programme: programme.clone(),
            from: certificate,
            to: at + 1,
        });
        out.add(List::Programmes, index, finding, repair);
    }
}

fn sessions(out: &mut Out<'_>) {
    let zone = out.known.zone.clone().unwrap_or_else(Zone::utc);
    for (index, session) in out.known.sessions() {
        let path = format!("sessions.{}", session.id);
        let (Some(start), Some(end)) = (session.start, session.end) else {
            let message = match (session.start, session.end) {
                (None, None) => {
                    "The session has neither start nor end, so that nothing can happen in it."
                }
                (None, _) => "The session has no start, so that nothing can happen in it.",
                _ => "The session has no end, so that nothing can happen in it.",
            };
            let finding = Diagnostic::error("session-without-dates", path, message)
                .repair("Say when it starts and when it ends.");
            out.add(List::Sessions, index, finding, None);
            continue;
        };
        let (first, last) = (zone.instant(start), zone.instant(end));
        if last <= first {
            let message = match last == first {
                true => format!("The session ends at its start, {start}: it lasts no time at all."),
                false => format!("The session ends ({end}) before it starts ({start})."),
            };
            let finding = Diagnostic::error("session-ends-before-start", path, message)
                .repair("Choose a later end.");
            let session = session.id.clone();
            let repair = (last < first).then_some(Repair::SwapDates { session });
            out.add(List::Sessions, index, finding, repair);
        }
    }
}
