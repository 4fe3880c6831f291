//! Requests and answers: what JavaScript (and any other caller) can ask for.
//!
//! [`Engine`] is plain Rust and is tested natively; `renderer` binds it for pages
//! that only show certificates, `export` adds what the worker makes (PNG and
//! PDF), and `ui` is the page. `Room` is the same
//! for rules and their rehearsal, and `simulator` binds it; `desk` binds
//! [`crate::desk`] for the page.

// The room asks a worker; built with all pages at once, it is only checked.
#[cfg(all(feature = "simulate", feature = "bindings", any(feature = "ui", not(feature = "room"))))]
pub mod desk;
mod engine;
#[cfg(all(feature = "export", feature = "bindings"))]
pub mod export;
#[cfg(all(any(feature = "export", feature = "simulate", feature = "view"), feature = "bindings"))]
mod js;
#[cfg(all(any(feature = "export", feature = "view"), feature = "bindings"))]
pub mod renderer;
#[cfg(feature = "simulate")]
mod room;
#[cfg(all(feature = "simulate", feature = "bindings"))]
pub mod simulator;

#[cfg(feature = "simulate")]
pub use room::{Room, Summary};

pub use engine::{Engine, Output, check_template, read_template};
#[cfg(feature = "export")]
pub use engine::{PdfRequest, PngRequest};

/// The version of this build.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");
