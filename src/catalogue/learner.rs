//! Who learns.

use super::event::Attributes;
use super::{Extra, FromId, Id, Moment};
use serde::{Deserialize, Serialize};

/// A person with a profile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Learner {
    /// Unique among learners.
    pub id: Id,
    /// Given name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first_name: String,
    /// Family name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub last_name: String,
    /// As it is printed; first and last name when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub full_name: String,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// BCP 47 tag.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Custom attributes, for example the start of the contract.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
    /// When the account was made. A fact, not an event: rules on "learner
    /// registered" run on events only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<Moment>,
    /// When the learner first logged in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_login: Option<Moment>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Learner {
    /// The name as it is printed: the full name, else first and last; empty when
    /// neither is known.
    pub fn printed_name(&self) -> String {
        if !self.full_name.is_empty() {
            return self.full_name.clone();
        }
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

impl FromId for Learner {
    fn from_id(id: &str) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}

/// A set of learners. Linking a course gives all its members access at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Unique among groups.
    pub id: Id,
    /// What people call it; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Who is in it from the beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Id>,
    /// Linked courses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<Id>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl FromId for Group {
    fn from_id(id: &str) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}
