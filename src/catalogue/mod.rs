//! What rules speak about: activities, journeys, programmes and their sessions,
//! groups, learners, certificates' field contracts, certifications, and events.
//!
//! Everything here is plain data as people write it, with stable strings as
//! identifiers ([`Id`]). Nothing is resolved: an id may name a thing that does
//! not exist, and [`crate::rules`] says so. Instants are in UTC, to the
//! millisecond ([`Instant`]); what people write is a [`Moment`], which may need
//! the site's time zone ([`Zone`]) to become one.

mod certification;
mod event;
mod grant;
mod item;
mod learner;
mod moment;
mod naming;
mod options;
mod period;
mod source;
mod zone;

pub use certification::{Calendar, Certification, IntervalFrom, Renewal, RequiredCourse};
pub use event::{Attributes, Event, EventKind, Status};
pub use grant::{AttachTo, CertificateTemplate, Grant, MappingRow, MappingValue, Once};
pub use item::{Activity, Block, Journey, JourneyStep, Mode, Programme, Retired, Session};
pub use learner::{Group, Learner};
pub use moment::{Instant, Moment};
pub use naming::Taken;
pub use options::{LateEvents, MappingFailure, MonthEnd, NonModuleBlock, Options};
pub use period::Period;
pub use source::{DateRule, Source, SourceKind};
pub use zone::{Irregular, Zone};

/// A stable identifier, as the project file spells it. Short ones (up to 24
/// bytes) live in place, so that a million events need no million allocations.
pub type Id = compact_str::CompactString;

/// Keys that this build does not know, kept and written back untouched.
pub use crate::template::Extra;

/// What can be given by its id alone (`"attire"` for `{"id": "attire"}`).
pub trait FromId {
    /// The thing with this id and nothing else said of it.
    fn from_id(id: &str) -> Self;
}
