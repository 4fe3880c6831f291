//! Holds `schema/project.schema.json` to the reader: what people write in
//! `tests/rules` is valid, what the reader refuses is refused, and every key,
//! name, default and form of the program's is the schema's.
#![cfg(all(feature = "simulate", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "schema/documents.rs"]
mod documents;
#[path = "schema/names.rs"]
mod names;
#[path = "schema/texts.rs"]
mod texts;
#[path = "schema/validator.rs"]
mod validator;
