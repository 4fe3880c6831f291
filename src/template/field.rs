//! The values that a certificate is filled with.

use super::Extra;
use serde::{Deserialize, Serialize};

/// A dynamic field: one row of the template's field contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// What placeholders call it: letters, digits, `_`, `-` and `.`.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub label: String,
    /// What its values are.
    #[serde(default, rename = "type")]
    pub kind: FieldType,
    /// Whether a certificate without it is incomplete.
    #[serde(default)]
    pub required: bool,
    /// A value to design with.
    #[serde(default)]
    pub sample: String,
    /// The format used where a placeholder names none, e.g. `date: long`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Fields that no one fills in: they are computed from the others.
pub const COMPUTED: &[&str] = &["valid_until", "validity"];

/// What a field's values are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Any words.
    #[default]
    Text,
    /// A day (`2026-03-15`) or an instant (`2026-03-15T10:30:00+01:00`), RFC 3339.
    Date,
    /// A decimal number with a point, e.g. `92.5`.
    Number,
    /// An `http:`, `https:` or `mailto:` address.
    Url,
}

impl FieldType {
    /// A value of that kind, as a sample.
    pub fn typical(self) -> &'static str {
        match self {
            Self::Text => "Sample",
            Self::Date => "2026-03-15",
            Self::Number => "92.5",
            Self::Url => "https://example.org/verify",
        }
    }
}

/// Until when a certificate is valid. It decides what `{{validity}}` and
/// `{{valid_until}}` say; nothing expires by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Validity {
    /// Words, as the designer puts them; `{{valid_until}}` is empty.
    #[default]
    Text,
    /// `months` after the field `from`, the day clamped to the month's last.
    Months {
        /// 1–1200.
        months: u32,
        /// The date field that the period starts from.
        #[serde(default = "completed_at")]
        from: String,
    },
}

fn completed_at() -> String {
    "completed_at".to_owned()
}
