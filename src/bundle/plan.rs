//! What clashes with what is here, and what a person wants of it.

use super::contents::{Contents, DesignIn};
use crate::locale::mark;
use crate::storage::{Content, Library, Store};
use crate::template::write;
use serde_json::Value;
use std::collections::BTreeMap;

/// How something in the file stands to what is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing of the kind here.
    New,
    /// The very same is here already.
    Same,
    /// Something else is in its place.
    Clash,
}

/// What to do with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// It is put beside what is here.
    #[default]
    KeepBoth,
    /// What is here makes room, and can be had back.
    Replace,
    /// It stays in the file.
    Skip,
}

impl Choice {
    /// All, as they are offered.
    pub const ALL: [Self; 3] = [Self::KeepBoth, Self::Replace, Self::Skip];

    /// What to call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::KeepBoth => mark!("Keep both"),
            Self::Replace => mark!("Replace"),
            Self::Skip => mark!("Skip"),
        }
    }
}

/// How a design stands to the library.
pub fn design(library: &Library, store: &dyn Store, incoming: &DesignIn) -> Standing {
    let Some(id) = incoming.id.as_deref().filter(|id| library.can_hold(id)) else {
        return Standing::New;
    };
    match library.read(store, id) {
        Ok(Content::Good(template)) => {
            // As texts: unknown keys and their order count as well.
            let here = write(&template).to_string();
            if here == incoming.text { Standing::Same } else { Standing::Clash }
        }
        Err(fault) if fault.code == "document-gone" => Standing::New,
        // What cannot be read is never taken for nothing.
        _ => Standing::Clash,
    }
}

/// How the project in the file stands to the one here.
pub fn project(incoming: &str, here: Option<&str>) -> Standing {
    match here {
        None => Standing::New,
        Some(here) if here == incoming => Standing::Same,
        Some(here) => {
            let value = |text| serde_json::from_str::<Value>(text).ok();
            match (value(here), value(incoming)) {
                (Some(a), Some(b)) if a == b => Standing::Same,
                _ => Standing::Clash,
            }
        }
    }
}

/// A project whose certificates name the designs by their new ids.
pub fn relinked(project: &str, renamed: &BTreeMap<String, String>) -> String {
    if renamed.is_empty() {
        return project.to_owned();
    }
    let Ok(mut value) = serde_json::from_str::<Value>(project) else { return project.to_owned() };
    let certificates = value.get_mut("certificates").and_then(Value::as_array_mut);
    for certificate in certificates.into_iter().flatten() {
        let Some(design) = certificate.get_mut("design") else { continue };
        let old = design.as_str().and_then(|key| key.strip_prefix("library/"));
        if let Some(new) = old.and_then(|old| renamed.get(old)) {
            *design = Value::String(format!("library/{new}"));
        }
    }
    value.to_string()
}

/// Names pictures by other ids in every design: those under which the gate kept
/// what it rewrote. An id is 64 hex digits, so nothing else can be meant.
pub fn rename_pictures(contents: &mut Contents, renamed: &BTreeMap<String, String>) {
    for (old, new) in renamed.iter().filter(|(old, _)| old.len() == 64) {
        for design in &mut contents.designs {
            design.text = design.text.replace(old.as_str(), new);
        }
    }
}
