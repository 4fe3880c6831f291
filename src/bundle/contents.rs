//! What was found in a file, without the bytes of pictures and fonts: plain data
//! that the worker hands to the page.

use crate::diagnostic::Diagnostics;
use crate::template::{AssetId, AssetInfo};
use serde::{Deserialize, Serialize};

/// What kind of file it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A `.laureate` file.
    #[default]
    Bundle,
    /// The JSON of one design.
    Design,
    /// The JSON of a rehearsal project.
    Project,
}

/// Everything in it that could be read, and what could not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// What kind of file it was.
    pub source: Source,
    /// What it is called.
    pub name: String,
    /// The version of the program that wrote it.
    pub program: String,
    /// The rehearsal project.
    pub project: Option<ProjectIn>,
    /// Designs, in the order of the file.
    pub designs: Vec<DesignIn>,
    /// Pictures.
    pub pictures: Vec<PictureIn>,
    /// Fonts.
    pub fonts: Vec<FontIn>,
    /// What was refused and why, and what a newer program may know.
    pub refused: Diagnostics,
}

/// A rehearsal project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProjectIn {
    /// Its JSON text.
    pub text: String,
    /// What is in it.
    pub counts: Counts,
}

/// A design.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DesignIn {
    /// Its id in the library that it came from; none when it came alone.
    pub id: Option<String>,
    /// What it is called.
    pub name: String,
    /// When it was changed, milliseconds since 1970.
    pub modified: Option<u64>,
    /// Its JSON text as the library keeps it.
    pub text: String,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureIn {
    /// The SHA-256 of its bytes.
    pub id: AssetId,
    /// What is known of it.
    pub info: AssetInfo,
    /// How many bytes it has.
    pub size: usize,
}

/// A person's own font.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FontIn {
    /// The SHA-256 of its bytes.
    pub id: String,
    /// The name of its file.
    pub name: String,
    /// The families in it.
    pub families: Vec<String>,
    /// How many bytes it has.
    pub size: usize,
}

/// How much is in a project, counted without reading it whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// What the project is called.
    pub name: String,
    /// Rules: automations and triggers.
    pub rules: usize,
    /// Learners.
    pub learners: usize,
    /// Events of their history.
    pub events: usize,
    /// Certificates that it grants.
    pub certificates: usize,
    /// Scenarios: the cases that are kept with it.
    pub scenarios: usize,
}
