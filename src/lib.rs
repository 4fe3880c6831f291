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
//! 8. [`api`] and [`ui`]: requests from JavaScript, and the page.
//!
//! All of them report through [`diagnostic`]. Only `ui`, `api`'s bindings and
//! the browser's storages know the browser; `tests/layers.rs` holds that.

pub mod diagnostic;
pub mod edit;
pub mod field;
#[cfg(feature = "export")]
pub mod import;
pub mod render;
pub mod storage;
pub mod template;
pub mod text;

pub mod api;
#[cfg(feature = "ui")]
pub mod ui;
