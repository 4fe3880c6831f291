//! The page in a real browser, through WebDriver: what a person does with keys,
//! pointer and files, and what they then see.
//!
//! Needs the built site in `target/site` (or the folder that `LAUREATE_SITE`
//! names) and `chromedriver` with its Chromium; what is stored is tested in
//! Firefox as well, with `geckodriver`, unless LAUREATE_FIREFOX is `off`. Two run at
//! a time (`LAUREATE_BROWSERS`), each with a profile of its own. A test that fails
//! leaves a picture of the page in `tests/output/`.
#![cfg(all(feature = "export", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "browser/driver.rs"]
mod driver;
#[path = "browser/input.rs"]
mod input;
#[path = "browser/kill.rs"]
mod kill;
#[path = "browser/page.rs"]
mod page;
#[path = "browser/site.rs"]
mod site;
#[path = "browser/stored.rs"]
mod stored;

#[path = "browser/access.rs"]
mod access;
#[path = "browser/axe.rs"]
mod axe;
#[path = "browser/backgrounds.rs"]
mod backgrounds;
#[path = "browser/backups.rs"]
mod backups;
#[path = "browser/bring.rs"]
mod bring;
#[path = "browser/build.rs"]
mod build;
#[path = "browser/canvas.rs"]
mod canvas;
#[path = "browser/caret.rs"]
mod caret;
#[path = "browser/certificate.rs"]
mod certificate;
#[path = "browser/damage.rs"]
mod damage;
#[path = "browser/downloads.rs"]
mod downloads;
#[path = "browser/editing.rs"]
mod editing;
#[path = "browser/embed.rs"]
mod embed;
#[path = "browser/embed_races.rs"]
mod embed_races;
#[path = "browser/examples.rs"]
mod examples;
#[path = "browser/faults.rs"]
mod faults;
#[path = "browser/files.rs"]
mod files;
#[path = "browser/keeping.rs"]
mod keeping;
#[path = "browser/keyboard.rs"]
mod keyboard;
#[path = "browser/languages.rs"]
mod languages;
#[path = "browser/names.rs"]
mod names;
#[path = "browser/offline.rs"]
mod offline;
#[path = "browser/offline_updates.rs"]
mod offline_updates;
#[path = "browser/panels.rs"]
mod panels;
#[path = "browser/refusals.rs"]
mod refusals;
#[path = "browser/rehearse.rs"]
mod rehearse;
#[path = "browser/small_screens.rs"]
mod small_screens;
#[path = "browser/storage.rs"]
mod storage;
#[path = "browser/stories.rs"]
mod stories;
#[path = "browser/stories_axe.rs"]
mod stories_axe;
#[path = "browser/stories_history.rs"]
mod stories_history;
#[path = "browser/stories_programme.rs"]
mod stories_programme;
#[path = "browser/stories_triggers.rs"]
mod stories_triggers;
#[path = "browser/tabs.rs"]
mod tabs;
#[path = "browser/torture.rs"]
mod torture;
#[path = "browser/validity.rs"]
mod validity;
#[path = "browser/versions.rs"]
mod versions;
