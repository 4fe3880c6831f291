//! Laureate: certificates designed, and the rules that grant them rehearsed,
//! in a browser tab.
//!
//! A certificate passes through these rooms, each of which names only those
//! before it:
//!
//! 1. [`template`]: the design as plain data, read from JSON and validated.
//! 2. [`field`]: placeholders, formats and values; the field contract.
//! 3. [`text`]: fonts, fallback, line breaking and fitting.
//! 4. [`render`]: the laid-out page ([`render::Scene`]) and one file a format.
//! 5. [`import`]: limits before decoding, for pictures that people bring.
//! 6. [`edit`]: commands, their inverses, and the history.
//! 7. [`storage`]: what is kept, in an envelope that shows damage.
//! 8. [`bundle`]: everything as one file, and what of such a file comes back.
//!
//! The rules that grant it pass through others:
//!
//! 1. [`catalogue`]: activities, journeys, programmes, groups, learners, certifications, events.
//! 2. [`rules`]: automations and triggers: raw → checked → indexed → evaluated, with evidence.
//! 3. [`simulate`]: the clock, the queue, the learner's state, outcomes, explanations, reports.
//! 4. [`import`] also reads histories (CSV and xAPI).
//! 5. [`desk`]: one project being worked on: edits with undo, runs in slices, and
//!    every question a page asks.
//!
//! [`api`] and `ui` stand on everything; `screen` is what the page needs and
//! that needs no browser. Requests from JavaScript come to `api`.
//!
//! Readers bring what older versions wrote to the newest through [`migrate`].
//! All of them report through [`diagnostic`]. Only `ui`, `api`'s bindings and
//! the browser's storages know the browser; `tests/layers.rs` holds that.

#[cfg(any(feature = "export", feature = "ui", feature = "room"))]
pub mod bundle;
#[cfg(feature = "simulate")]
pub mod catalogue;
#[cfg(feature = "simulate")]
pub mod desk;
pub mod diagnostic;
pub mod edit;
pub mod field;
#[cfg(any(feature = "export", feature = "simulate"))]
pub mod import;
pub mod locale;
pub mod migrate;
pub mod render;
#[cfg(feature = "simulate")]
pub mod rules;
#[cfg(any(feature = "ui", feature = "room", test))]
mod screen;
#[cfg(feature = "simulate")]
pub mod simulate;
pub mod storage;
pub mod template;
pub mod text;

pub mod api;
#[cfg(any(feature = "ui", feature = "room"))]
pub mod ui;
