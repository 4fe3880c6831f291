//! Where learning platforms differ: each difference is a named option, with
//! the default of domain.md.

use super::{Extra, Moment, Once};
use serde::{Deserialize, Serialize};

/// The options of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// IANA name of the site's time zone, in which all dates are.
    pub time_zone: String,
    /// Until when the clock runs. Without it: the last event, the end of the
    /// last session, or whatever these cause, whichever is latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// How often one grant may be given, where the grant does not say itself.
    pub once: Once,
    /// What a missing or unfit value does to a grant.
    pub mapping_failure: MappingFailure,
    /// The place of an event that arrives late.
    pub late_events: LateEvents,
    /// Adding months to a day that the target month does not have.
    pub month_end: MonthEnd,
    /// Whether an empty condition group is ignored or counts as false.
    pub empty_groups_are_false: bool,
    /// When a certificate block after something that is not a module grants.
    pub non_module_block: NonModuleBlock,
    /// How deep a chain of events caused by actions may be (1–1000).
    pub chain_limit: u32,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            time_zone: "UTC".to_owned(),
            until: None,
            once: Once::default(),
            mapping_failure: MappingFailure::default(),
            late_events: LateEvents::default(),
            month_end: MonthEnd::default(),
            empty_groups_are_false: false,
            non_module_block: NonModuleBlock::default(),
            chain_limit: 16,
            extra: Extra::default(),
        }
    }
}

/// What a missing or unfit value does to a grant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MappingFailure {
    /// It is granted with the field empty, and listed.
    #[default]
    EmptyField,
    /// It fails, and is listed.
    Fail,
}

/// The place of an event that arrives late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LateEvents {
    /// Where its own timestamp puts it.
    #[default]
    ByTimestamp,
    /// Where it was imported: it is evaluated when all events before it in the
    /// import are done, at the latest instant seen so far.
    ByArrival,
}

/// Adding months to a day that the target month does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MonthEnd {
    /// 31 January and a month is the last of February.
    #[default]
    Clamp,
    /// 31 January and a month is 3 March (2 March in a leap year).
    Overflow,
}

/// When a certificate block after something that is not a module grants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NonModuleBlock {
    /// When the learner reaches the block.
    #[default]
    Reached,
    /// When the session ends.
    SessionEnd,
}
