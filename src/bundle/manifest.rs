//! What a `.laureate` file says of itself: `manifest.json`.

use crate::diagnostic::Diagnostic;
use crate::template::{AssetInfo, Extra};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the key `format` says.
pub const FORMAT: &str = "laureate-bundle";
/// The version that this build writes, and the newest that it reads.
pub const VERSION: u64 = 1;
/// Where it stands in the archive.
pub const PATH: &str = "manifest.json";

/// The manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u64,
    /// The version of the program that wrote it, for people.
    #[serde(default)]
    pub program: String,
    /// What the file is called, for people.
    #[serde(default)]
    pub name: String,
    /// Everything in the archive but the manifest itself.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One file of the archive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// `project`, `design`, `picture` or `font`; a newer program may know others.
    pub kind: String,
    /// Its name in the archive.
    pub path: String,
    /// Its bytes, unpacked.
    pub size: u64,
    /// Their SHA-256 in lower-case hex.
    pub sha256: String,
    /// A design's id in the library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What a person calls it: a design's or project's name, a font's file name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When a design was changed, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<u64>,
    /// What is known of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub info: Option<AssetInfo>,
    /// A font's families.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub families: Vec<String>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Reads a manifest. Format and version are looked at first: a newer one may
/// have any other form.
///
/// # Errors
/// `not-a-bundle`, `newer-version`.
pub fn read(bytes: &[u8]) -> Result<Manifest, Diagnostic> {
    let not = |why: String| {
        Diagnostic::error("not-a-bundle", PATH, format!("This is not a Laureate file: {why}."))
            .repair("Choose a file that was saved with “Save everything as a file”.")
    };
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|e| not(format!("its manifest is not JSON ({e})")))?;
    if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(not(format!("its manifest's `format` is not “{FORMAT}”")));
    }
    match value.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            let message = format!(
                "This file was saved by a newer Laureate (version {newer}; this one reads up to {VERSION})."
            );
            return Err(Diagnostic::error("newer-version", PATH, message)
                .repair("Reload the page to get the newest Laureate. The file is unchanged."));
        }
        _ => return Err(not("its manifest's `version` is not a whole number from 1".into())),
    }
    serde_path_to_error::deserialize(value)
        .map_err(|e| not(format!("`{}` in its manifest cannot be read ({})", e.path(), e.inner())))
}
