//! What several tests need: an engine with fonts, the values of a template,
//! pictures as pixels, and other people's programs that read our files.
#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

pub mod pdf;
pub mod pixels;
pub mod recipients;

use laureate::api::Engine;
use laureate::field::Values;
use laureate::template::{AssetId, Element, ElementKind, Template};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The top folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Adds every font of the program's set that a certificate needs. Asks again
/// after each round: whether a fallback is needed shows once a font is there.
pub fn add_fonts(engine: &mut Engine, template: &Template, values: &Values) {
    loop {
        let wanted = engine.wanted(template, values);
        if wanted.is_empty() {
            return;
        }
        for file in wanted {
            let path = root().join("www/fonts").join(file);
            let bytes = std::fs::read(&path)
                .unwrap_or_else(|e| panic!("{file}: {e}; `make setup` fetches the fonts"));
            engine.fonts().add_file(file, bytes).unwrap_or_else(|e| panic!("{e}"));
        }
    }
}

/// An engine with every font that a certificate needs.
pub fn engine_for(template: &Template, values: &Values) -> Engine {
    let mut engine = Engine::new();
    add_fonts(&mut engine, template, values);
    engine
}

/// Imports a picture, hands it to the engine and describes it in the template.
pub fn bring_picture(
    engine: &mut Engine,
    template: &mut Template,
    bytes: &[u8],
    name: &str,
) -> AssetId {
    let picture =
        laureate::import::picture(bytes, name).unwrap_or_else(|e| panic!("{name}: {e:?}"));
    engine.add_picture(picture.id.clone(), picture.asset);
    template.assets.insert(picture.id.clone(), picture.info);
    picture.id
}

/// Reads an element as it stands in a template's JSON.
pub fn element(json: serde_json::Value) -> Element {
    serde_json::from_value(json).unwrap_or_else(|e| panic!("{e}"))
}

/// Changes the words of a text element.
pub fn set_text(template: &mut Template, id: &str, words: &str) {
    let element = template.element_mut(id).unwrap_or_else(|| panic!("no element `{id}`"));
    match &mut element.kind {
        ElementKind::Text(text) => words.clone_into(&mut text.content),
        _ => panic!("`{id}` is no text"),
    }
}

/// A file or folder beside the system's other temporary ones that no other
/// test uses; taken away again when it is dropped.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// A name; nothing is made yet.
    pub fn new(ending: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let (process, next) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(format!("laureate-test-{process}-{next}{ending}")))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // One of the two fails, or both when nothing was made.
        let _ = std::fs::remove_file(&self.0);
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether a program of that name can be started.
pub fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}
