//! The pages: Leptos components over the pure rooms, and their bindings.
//!
//! Two modules are built from here. With `ui` it is the designer:
//! `state::Designer` holds the editor and what is laid out. With `room` it is
//! the rehearsal room: `simulator::state::Room` knows the worker that owns the
//! project. Components read their signals and send commands; nothing here edits
//! a template or a project directly.

// First, since its macros are for all that follow.
#[macro_use]
mod locale;

#[cfg(feature = "ui")]
mod actions;
#[cfg(feature = "ui")]
mod bring;
#[cfg(feature = "ui")]
mod designer;
#[cfg(feature = "ui")]
mod draw;
#[cfg(feature = "ui")]
mod effects;
#[cfg(feature = "ui")]
mod embed;
mod files;
#[cfg(feature = "ui")]
mod fonts;
mod host;
#[cfg(feature = "ui")]
mod library;
mod local_storage;
#[cfg(feature = "ui")]
mod page;
mod panics;
#[cfg(feature = "ui")]
mod saving;
mod shared;
#[cfg(feature = "ui")]
mod shelf;
#[cfg(feature = "room")]
mod simulator;
#[cfg(feature = "ui")]
mod slices;
#[cfg(feature = "ui")]
mod state;
#[cfg(feature = "ui")]
mod tabs;
#[cfg(feature = "ui")]
mod versions;
#[cfg(feature = "ui")]
mod view;

use wasm_bindgen::prelude::*;

/// The version of this build.
#[wasm_bindgen]
pub fn version() -> String {
    crate::api::BUILD.to_owned()
}
