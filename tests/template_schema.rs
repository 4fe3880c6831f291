//! Holds `schema/template.schema.json` to the reader of designs: what the program
//! writes is valid, what the reader refuses is refused, and every key, name,
//! range and default of the program's is the schema's.
#![cfg(all(feature = "export", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "template_schema/designs.rs"]
mod designs;
#[path = "template_schema/documents.rs"]
mod documents;
#[path = "template_schema/keys.rs"]
mod keys;
#[path = "template_schema/places.rs"]
mod places;
#[path = "schema/validator.rs"]
#[allow(dead_code, reason = "the projects' tests use the rest")]
mod validator;

use serde_json::Value;

/// The schema as it stands in the file.
fn schema() -> Value {
    serde_json::from_str(include_str!("../schema/template.schema.json")).unwrap()
}
