//! Everything as one file, and a design alone with its pictures inside.
//!
//! - [`manifest`]: what a `.laureate` file says of itself.
//! - `pack`, `unpack` (with the exporter): the file made and read. Reading is a
//!   gate: `directory` looks at the archive's table before anything is unpacked,
//!   `unpack` inflates within limits and believes only digests.
//! - `design`: a template's JSON with pictures and fonts in base64.
//! - [`Contents`]: what was found, without the bytes of pictures and fonts.
//! - [`plan`]: what clashes with what is here; [`apply()`]: putting it here.
//!
//! The format is told in `docs/laureate-file.md`.

mod apply;
mod contents;
#[cfg(feature = "export")]
mod counting;
#[cfg(feature = "export")]
mod design;
#[cfg(feature = "export")]
mod directory;
pub mod limits;
pub mod manifest;
#[cfg(feature = "export")]
mod pack;
pub mod plan;
#[cfg(feature = "export")]
mod unpack;

#[cfg(test)]
#[cfg(feature = "export")]
mod tests;

pub use apply::{Done, apply, put_project};
pub use contents::{Contents, Counts, DesignIn, FontIn, PictureIn, ProjectIn, Source};
#[cfg(feature = "export")]
pub use design::{KEY as FILES_KEY, with_files};
#[cfg(feature = "export")]
pub use pack::{Parts, pack};
#[cfg(feature = "export")]
pub use unpack::{File, Unpacked, unpack};

/// What the name of such a file ends with.
pub const ENDING: &str = "laureate";
