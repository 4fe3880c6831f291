//! Certifications: required courses, a minimum grade for each, and renewal.

use super::{Extra, Id, Moment};
use serde::{Deserialize, Serialize};

/// Earned when every required course has a best grade at or above its minimum
/// within the current period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Certification {
    /// Unique among certifications.
    pub id: Id,
    /// What people call it; the id when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// All of them are required.
    #[serde(default)]
    pub courses: Vec<RequiredCourse>,
    /// How often it has to be earned anew.
    #[serde(default)]
    pub renewal: Renewal,
    /// Days before the expiry in which renewing counts.
    #[serde(default)]
    pub window_days: u32,
    /// Days before the first period whose grades count for it, and for it only.
    #[serde(default)]
    pub look_back_days: u32,
    /// Days after the expiry in which the old one still counts.
    #[serde(default)]
    pub grace_days: u32,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One course that a certification requires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequiredCourse {
    /// The activity.
    pub activity: Id,
    /// The lowest grade (0–100) that counts. At 0, completing it without a
    /// score counts as well.
    #[serde(default)]
    pub minimum_grade: f64,
}

/// How often a certification has to be earned anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Renewal {
    /// Once earned, it stays.
    #[default]
    None,
    /// In calendar periods that follow one another from an effective date.
    Calendar {
        /// How long one is.
        every: Calendar,
        /// When the first one starts.
        effective: Moment,
    },
    /// A number of months after something.
    Interval {
        /// 1–1200.
        months: u32,
        /// What they are counted from.
        #[serde(flatten)]
        from: IntervalFrom,
    },
}

/// The length of a calendar period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Calendar {
    /// 1 month.
    Monthly,
    /// 3 months.
    Quarterly,
    /// 6 months.
    HalfYearly,
    /// 12 months.
    Yearly,
}

impl Calendar {
    /// Its length in months.
    pub fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
            Self::Yearly => 12,
        }
    }
}

/// What the months of a renewal are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum IntervalFrom {
    /// The instant at which it was earned.
    Completion,
    /// The last expiry, while the old one still counts; else the completion.
    Expiry,
    /// Fixed dates: every so many months from a day; it expires on the first
    /// of them after it was earned or renewed.
    Fixed {
        /// One of the dates.
        date: Moment,
    },
}
