//! A schema, and documents held against it.

use boon::{Compiler, SchemaIndex, Schemas};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The schema of projects as it stands in the file.
pub fn schema() -> Value {
    serde_json::from_str(include_str!("../../schema/project.schema.json")).unwrap()
}

/// A definition of the schema, by its name or its path (`event/properties/at`).
pub fn definition<'s>(schema: &'s Value, path: &str) -> &'s Value {
    schema.pointer(&format!("/$defs/{path}")).unwrap_or_else(|| panic!("no {path} in the schema"))
}

/// A key of a part of the schema, or of what the part refers to.
pub fn resolved<'s>(schema: &'s Value, part: &'s Value, key: &str) -> Option<&'s Value> {
    let target = part.get("$ref").and_then(Value::as_str);
    let target = target.and_then(|target| schema.pointer(target.trim_start_matches('#')));
    part.get(key).or_else(|| target.and_then(|target| target.get(key)))
}

/// The names of an enumeration, aliases among them, as its reader lists them
/// when it is given one that it does not know.
pub fn names<T: DeserializeOwned>(unknown: Value) -> BTreeSet<String> {
    let message = match serde_json::from_value::<T>(unknown) {
        Ok(_) => panic!("it was read"),
        Err(e) => e.to_string(),
    };
    let (_, expected) = message.split_once("unknown variant `?`, expected ").unwrap();
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What documents are held against.
pub struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    /// A project as a whole. Compiling holds the schema itself against its
    /// meta-schema.
    pub fn project() -> Self {
        Self::compile(schema(), "")
    }

    /// One definition of the schema.
    pub fn of(definition: &str) -> Self {
        Self::compile(schema(), &format!("#/$defs/{definition}"))
    }

    /// A project in which the schema knows every key.
    pub fn without_unknown_keys() -> Self {
        Self::strict(schema())
    }

    /// Any schema, once it knows every key.
    pub fn strict(mut schema: Value) -> Self {
        refuse_unknown(&mut schema);
        Self::compile(schema, "")
    }

    /// Any schema, or the part of it that the fragment names.
    pub fn compile(schema: Value, fragment: &str) -> Self {
        let place = "http://localhost/of.schema.json";
        let mut compiler = Compiler::new();
        compiler.add_resource(place, schema).unwrap();
        let mut schemas = Schemas::new();
        let index = compiler.compile(&format!("{place}{fragment}"), &mut schemas);
        Self { index: index.unwrap_or_else(|e| panic!("{e:#}")), schemas }
    }

    /// Why a document is refused; nothing when it is valid.
    pub fn refusal(&self, document: &Value) -> Option<String> {
        self.schemas.validate(document, self.index).err().map(|e| e.to_string())
    }

    /// Whether a document is valid.
    pub fn accepts(&self, document: &Value) -> bool {
        self.refusal(document).is_none()
    }
}

fn refuse_unknown(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("additionalProperties") == Some(&Value::Bool(true)) {
                map.remove("additionalProperties");
                map.insert("unevaluatedProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(refuse_unknown);
        }
        Value::Array(list) => list.iter_mut().for_each(refuse_unknown),
        _ => {}
    }
}
