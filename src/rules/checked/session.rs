//! Sessions, resolved.

use super::{Checked, Ix, NONE};
use crate::catalogue::{Block, Instant};
use crate::rules::project::Project;

/// A session, resolved.
#[derive(Clone, Debug)]
pub struct CheckedSession {
    /// The programme, among the items; [`NONE`] when it does not exist.
    pub programme: Ix,
    /// Its first instant.
    pub start: Instant,
    /// The first instant that is not part of it.
    pub end: Instant,
    /// Whether it is played: it has both dates, and starts before it ends.
    pub plays: bool,
    /// The copied blocks.
    pub blocks: Vec<CheckedBlock>,
}

/// A block of a session, resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckedBlock {
    /// An activity.
    Activity(Ix),
    /// A journey, among the items.
    Journey(Ix),
    /// A note.
    Note,
    /// A certificate block.
    Certificate {
        /// The block that it looks at: the nearest before it that is no
        /// certificate block. [`NONE`] when there is none.
        before: Ix,
        /// The rule that stands for it.
        rule: Ix,
    },
}

pub(super) fn sessions(project: &Project, checked: &Checked) -> Vec<CheckedSession> {
    project
        .sessions
        .iter()
        .map(|session| {
            let start = session.start.map(|m| checked.zone.instant(m));
            let end = session.end.map(|m| checked.zone.instant(m));
            let mut before = NONE;
            let blocks = session.blocks.iter().flatten().zip(0..).map(|(block, index)| {
                let block = match block {
                    Block::Activity(id) => CheckedBlock::Activity(checked.activity(id)),
                    Block::Journey(id) => CheckedBlock::Journey(checked.journey(id)),
                    Block::Note(_) => CheckedBlock::Note,
                    Block::Certificate(_) => {
                        return CheckedBlock::Certificate { before, rule: NONE };
                    }
                };
                before = index;
                block
            });
            let blocks = blocks.collect();
            CheckedSession {
                programme: checked.programme(&session.programme),
                start: start.unwrap_or(Instant::MIN),
                end: end.unwrap_or(Instant::MAX),
                plays: matches!((start, end), (Some(start), Some(end)) if start < end),
                blocks,
            }
        })
        .collect()
}
