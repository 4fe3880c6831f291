//! Granting a certificate: its field contract and the mapping that fills it.

use super::source::{DateRule, Source};
use super::{Extra, FromId, Id};
use crate::template::Field;
use serde::{Deserialize, Serialize};

/// What rules need to know of a certificate template: its name and its field
/// contract. The design itself is a [`crate::template::Template`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CertificateTemplate {
    /// Unique among certificates.
    pub id: Id,
    /// What people call it; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The dynamic fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl FromId for CertificateTemplate {
    fn from_id(id: &str) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}

/// The action that grants, and what a certificate block does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    /// Which template.
    pub certificate: Id,
    /// What the learner sees; the template's title when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The item it hangs on.
    #[serde(default)]
    pub attach_to: AttachTo,
    /// Which activity `Event > Invite > Activity` means: the event's, or this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_source: Option<Id>,
    /// Who gets it. `Event > Invite > User` is the one source there is.
    #[serde(default = "user_source", skip_serializing_if = "is_user_source")]
    pub user_source: String,
    /// One row for each dynamic field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mapping: Vec<MappingRow>,
    /// How often; the project's option when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<Once>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn user_source() -> String {
    Grant::USER_SOURCE.to_owned()
}

fn is_user_source(source: &str) -> bool {
    source == Grant::USER_SOURCE
}

impl Grant {
    /// The one user source.
    pub const USER_SOURCE: &'static str = "Event > Invite > User";
}

/// The item that a certificate hangs on: an item's id, or `event` for the item
/// of the event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Id", into = "Id")]
pub enum AttachTo {
    /// The item of the event: the activity, journey or programme completed; for
    /// a certificate block, the programme.
    #[default]
    Event,
    /// This item.
    Item(Id),
}

impl From<Id> for AttachTo {
    fn from(id: Id) -> Self {
        if id == "event" { Self::Event } else { Self::Item(id) }
    }
}

impl From<AttachTo> for Id {
    fn from(to: AttachTo) -> Self {
        match to {
            AttachTo::Event => Self::const_new("event"),
            AttachTo::Item(id) => id,
        }
    }
}

/// One row of the field mapping: `{"field": "…", "source": "Event > …"}`,
/// `{"field": "…", "constant": "…"}` or `{"field": "…", "date": "… + 24 months"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MappingRow {
    /// The dynamic field.
    pub field: String,
    /// Where its value comes from.
    #[serde(flatten)]
    pub value: MappingValue,
}

/// Where the value of a dynamic field comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MappingValue {
    /// A path in the tree of the event.
    Source(Source),
    /// The same for everyone.
    Constant(String),
    /// A day, some time after another.
    Date(DateRule),
}

/// How often one grant may be given to one learner on one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Once {
    /// Once for all time.
    Ever,
    /// Again when the item was expired or reset, or a new session or
    /// certification period began.
    #[default]
    PerCycle,
    /// With every event.
    EveryEvent,
}
