//! "Save everything as a file" and "Open a file", in both rooms alike.
//!
//! What a room must offer for it is a [`Home`]; [`Files`] is the work, `dialog`
//! what one sees of it.

#[cfg(feature = "ui")]
mod designer;
mod dialog;
mod flow;
mod keep;

use super::host::Host;
use crate::bundle::plan::{Choice, Standing};
use crate::bundle::{Contents, Done};
use crate::diagnostic::Diagnostic;
use crate::storage::Library;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::{DragEvent, File};

pub(in crate::ui) use dialog::dialog;
#[cfg(feature = "ui")]
pub(in crate::ui) use flow::answer;
pub(in crate::ui) use flow::begin;

/// What the file chooser offers; the reader decides by content.
pub(in crate::ui) const ACCEPTED: &str = ".laureate,.json,application/json";

/// Things one after the other, as the language joins them.
fn listed(parts: impl IntoIterator<Item = String>) -> String {
    let joined =
        parts.into_iter().reduce(|list, item| t!("{list}, {item}", list = list, item = item));
    joined.unwrap_or_default()
}

/// Lets files be dropped.
pub(in crate::ui) fn dropped_over(event: &DragEvent) {
    let types = event.data_transfer().map(|data| data.types());
    if types.is_some_and(|types| types.includes(&"Files".into(), 0)) {
        event.prevent_default();
    }
}

/// The file of ours that was dropped; pictures are for the page.
pub(in crate::ui) fn dropped(event: &DragEvent) -> Option<File> {
    let file = event.data_transfer()?.files()?.get(0)?;
    is_ours(&file).then_some(file)
}

/// The file that was chosen in an input, which then takes the same one again.
#[cfg(feature = "ui")]
pub(in crate::ui) fn chosen(event: &web_sys::Event) -> Option<File> {
    use wasm_bindgen::JsCast;
    let input: web_sys::HtmlInputElement = event.current_target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// Whether a file is for us, by its name.
pub(in crate::ui) fn is_ours(file: &File) -> bool {
    let name = file.name().to_lowercase();
    [".laureate", ".json"].iter().any(|ending| name.ends_with(ending))
}

/// A room that files are saved from and opened in.
pub(in crate::ui) trait Home: Copy + Send + Sync + 'static {
    /// The browser.
    fn browser(self) -> Host;
    /// Where designs are kept, when any are.
    fn designs(self) -> Option<Library>;
    /// Where the project is kept, when it is.
    fn project_key(self) -> Option<String>;
    /// What to call a file of everything.
    fn file_name(self) -> Option<String>;
    /// Designs that are open and stored nowhere: id, JSON text.
    fn loose_designs(self) -> Vec<(String, String)>;
    /// Saves what is open; `false`, and says why, when that could not be done.
    async fn settle(self) -> bool;
    /// The project as it stands.
    async fn project(self) -> Option<String>;
    /// Puts a project in the place of the one that is here, which can be had back.
    ///
    /// # Errors
    /// Why it was not.
    fn put_project(self, text: String, name: &str) -> Result<(), Diagnostic>;
    /// Opens a design where none can be kept; `false` when that is no use here.
    fn open_loose(self, text: &str) -> bool;
    /// Shows anew what is open: designs came, and fonts if so. One that came alone
    /// is opened.
    fn imported(self, done: &Done, fonts: bool, alone: bool);
    /// Tells the person.
    fn tell(self, finding: Diagnostic);
}

/// What is to be seen.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) enum Stage {
    /// Nothing.
    #[default]
    Closed,
    /// A wait, which can be stopped.
    Working {
        /// What is waited for, as a title.
        title: String,
        /// How far it is.
        words: String,
    },
    /// What is in a file, before anything is changed.
    Review(Arc<Review>),
    /// Why a file was not opened.
    Refused {
        /// Its name.
        file: String,
        /// Why.
        faults: Vec<Diagnostic>,
    },
}

/// A file, and how what is in it stands to what is here.
#[derive(Debug)]
pub(in crate::ui) struct Review {
    pub(in crate::ui) file: String,
    pub(in crate::ui) contents: Contents,
    pub(in crate::ui) designs: Vec<Standing>,
    pub(in crate::ui) project: Option<Standing>,
    /// Whether another project waits here already as "the one before".
    pub(in crate::ui) has_previous: bool,
}

/// A handle to the work with files; copies are the same.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Files<H: Home> {
    home: H,
    stage: RwSignal<Stage>,
    /// For each design, and for the project.
    choices: RwSignal<Vec<Choice>>,
    project: RwSignal<Choice>,
    /// Grows with each file, so that what was stopped knows it.
    turn: StoredValue<u64>,
}

impl<H: Home> Files<H> {
    pub(in crate::ui) fn new(home: H) -> Self {
        Self {
            home,
            stage: RwSignal::default(),
            choices: RwSignal::default(),
            project: RwSignal::default(),
            turn: StoredValue::new(0),
        }
    }

    /// Closes what is to be seen, and stops what is under way.
    fn close(self) {
        self.turn.try_update_value(|turn| *turn += 1);
        self.home.browser().stop_bundle();
        self.stage.set(Stage::Closed);
    }
}
