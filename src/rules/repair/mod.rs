//! Repairs: what one click does about a finding, as data.
//!
//! A repair belongs to the project that [`super::check`] found it in. After one
//! is applied, check again: others may have been settled with it, and those
//! that hold a rule's whole conditions would undo it.

mod apply;
pub(in crate::rules) mod deep;
#[cfg(test)]
mod tests;
mod words;

pub use apply::apply;
pub(super) use words::event_words;

use super::order::AnyOrder;
use super::{List, Node, Wanted};
use crate::catalogue::{EventKind, Id, MappingRow, Moment};
use serde::{Deserialize, Serialize};

/// A change to a project that settles a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Repair {
    /// Gives an automation another event type.
    SetEvent {
        /// The automation.
        rule: Id,
        /// The event type.
        event: EventKind,
    },
    /// Gives an automation other conditions.
    SetConditions {
        /// The automation.
        rule: Id,
        /// The whole tree.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conditions: Option<Node>,
        /// What differs.
        change: Change,
    },
    /// Rewrites an automation by the any-order recipe.
    AnyOrder {
        /// The automation.
        rule: Id,
        /// Its event type.
        event: EventKind,
        /// The whole tree.
        conditions: Node,
        /// What its grants are attached to, where that was the event's item.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attach_to: Option<Id>,
        /// Whether grants given with every event are given once a cycle.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        once: bool,
    },
    /// Takes an automation out.
    RemoveRule {
        /// The automation.
        rule: Id,
    },
    /// Switches an automation off.
    DisableRule {
        /// The automation.
        rule: Id,
    },
    /// Maps a field, in place of what it was mapped to.
    MapField {
        /// The grant.
        grant: GrantPlace,
        /// The field and its value.
        row: MappingRow,
    },
    /// Moves a row of the mapping to another field.
    RenameField {
        /// The grant.
        grant: GrantPlace,
        /// The field that the template doesn't have.
        from: String,
        /// The field that it has.
        to: String,
    },
    /// Takes the rows of a field out of the mapping.
    RemoveField {
        /// The grant.
        grant: GrantPlace,
        /// The field.
        field: String,
    },
    /// Takes all rows of a field but the first out of the mapping.
    KeepFirstRow {
        /// The grant.
        grant: GrantPlace,
        /// The field.
        field: String,
    },
    /// Gives a grant the one user source.
    SetUserSource {
        /// The grant.
        grant: GrantPlace,
    },
    /// Names another thing throughout an entry, wherever the same sort of thing
    /// is asked for: to set it right in a rule's event but not among what has to
    /// be completed would break the rule.
    ReplaceId {
        /// A place in the entry, as the finding has it.
        path: String,
        /// What is named there.
        from: Id,
        /// What should be.
        to: Id,
    },
    /// Names another thing in all events that name this one.
    ReplaceInEvents {
        /// What it should be.
        wanted: Wanted,
        /// What they name.
        from: Id,
        /// What they should.
        to: Id,
    },
    /// Gives an entry another id; what names the old one names the other entry
    /// of that id.
    RenameEntry {
        /// The list.
        list: List,
        /// The entry's place in it, from 0.
        index: usize,
        /// Its id.
        from: Id,
        /// Its new one.
        to: Id,
    },
    /// Takes a link to a course away from a group.
    UnlinkCourse {
        /// The group.
        group: Id,
        /// The course.
        course: Id,
    },
    /// Moves a block of a programme.
    MoveBlock {
        /// The programme.
        programme: Id,
        /// Where it is, from 0.
        from: usize,
        /// Where it is afterwards.
        to: usize,
    },
    /// Sets the days before the expiry in which renewing counts.
    SetWindow {
        /// The certification.
        certification: Id,
        /// The days.
        days: u32,
    },
    /// Sets the days after the expiry in which the old one counts.
    SetGrace {
        /// The certification.
        certification: Id,
        /// The days.
        days: u32,
    },
    /// Sets the months between renewals.
    SetMonths {
        /// The certification.
        certification: Id,
        /// 1–1200.
        months: u32,
    },
    /// Sets the score from which a module is passed.
    SetMinimumScore {
        /// The activity.
        activity: Id,
        /// 0–100.
        minimum: f64,
    },
    /// Sets the lowest grade that counts for a certification.
    SetMinimumGrade {
        /// The certification.
        certification: Id,
        /// The course's place in its list, from 0.
        course: usize,
        /// 0–100.
        minimum: f64,
    },
    /// Exchanges the start and the end of a session.
    SwapDates {
        /// The session.
        session: Id,
    },
    /// Sets the site's time zone.
    SetTimeZone {
        /// An IANA name.
        name: String,
    },
    /// Sets how deep a chain of events may be.
    SetChainLimit {
        /// 1–1000.
        limit: u32,
    },
    /// Writes down which instant a reading of the clocks means.
    SetMoment {
        /// Which moment.
        place: MomentPlace,
        /// The instant.
        to: Moment,
    },
    /// Takes the events of a kind that a history can't have out of it.
    RemoveEvents {
        /// The kind.
        kind: EventKind,
    },
}

/// How a repair changes a rule's conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// A group is added: one of the items has to be the event's.
    NameTheEvent,
    /// Empty groups are gone.
    DropEmptyGroups,
    /// `not` stands at the conditions that a group holds.
    MoveNots,
    /// Conditions that never hold are gone from their `or` groups.
    DropCondition,
    /// The bounds of a score lie within 0–100.
    LimitScores,
    /// A range of scores is in order.
    OrderScores,
    /// A range of times is in order.
    OrderTimes,
}

/// Where a grant is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "kebab-case")]
pub enum GrantPlace {
    /// Among the actions of an automation.
    Automation {
        /// The automation.
        id: Id,
        /// The action's place, from 0.
        action: usize,
    },
    /// Among the blocks of a programme.
    Programme {
        /// The programme.
        id: Id,
        /// The block's place, from 0.
        block: usize,
    },
    /// Among the blocks that a session copied.
    Session {
        /// The session.
        id: Id,
        /// The block's place, from 0.
        block: usize,
    },
}

impl GrantPlace {
    /// The path of it, e.g. `programmes.basics.blocks[2]`.
    pub fn path(&self) -> String {
        match self {
            Self::Automation { id, action } => format!("automations.{id}.actions[{action}]"),
            Self::Programme { id, block } => format!("programmes.{id}.blocks[{block}]"),
            Self::Session { id, block } => format!("sessions.{id}.blocks[{block}]"),
        }
    }
}

/// A moment that a repair can pin down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum MomentPlace {
    /// From when an automation is active.
    Automation {
        /// The automation.
        id: Id,
    },
    /// From when a trigger is active.
    Trigger {
        /// The trigger.
        id: Id,
    },
    /// The start of a session.
    SessionStart {
        /// The session.
        id: Id,
    },
    /// The end of a session.
    SessionEnd {
        /// The session.
        id: Id,
    },
}

impl Repair {
    /// The any-order recipe as a repair of that rule.
    pub(super) fn any_order(rule: &Id, change: AnyOrder) -> Self {
        let AnyOrder { event, conditions, attach_to, once } = change;
        Self::AnyOrder { rule: rule.clone(), event, conditions, attach_to, once }
    }
}
