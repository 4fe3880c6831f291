//! A document walked along with the schema.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A place of a document.
pub struct Place<'s> {
    /// JSON pointer.
    pub pointer: String,
    /// The keys that lead there, without the items' numbers and the maps' keys:
    /// `elements[].frame.x`, `assets{}.mime`.
    pub keys: String,
    /// What the schema says of it: nothing where it does not know the key.
    pub forms: Vec<&'s Value>,
}

impl Place<'_> {
    /// What the schema says of the place under a keyword.
    pub fn says(&self, keyword: &str) -> Option<&Value> {
        self.forms.iter().find_map(|form| form.get(keyword))
    }
}

/// A part of the schema, what it refers to, and what it may be instead.
fn forms<'s>(schema: &'s Value, part: &'s Value, out: &mut Vec<&'s Value>) {
    out.push(part);
    if let Some(target) = part.get("$ref").and_then(Value::as_str) {
        forms(schema, schema.pointer(target.trim_start_matches('#')).unwrap(), out);
    }
    for part in part.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
        forms(schema, part, out);
    }
}

fn all<'s>(schema: &'s Value, part: Option<&'s Value>) -> Vec<&'s Value> {
    let mut out = Vec::new();
    if let Some(part) = part {
        forms(schema, part, &mut out);
    }
    out
}

/// Every place of a document, the whole first.
pub fn places<'s>(schema: &'s Value, document: &Value) -> Vec<Place<'s>> {
    let mut out = Vec::new();
    let whole =
        Place { pointer: String::new(), keys: String::new(), forms: all(schema, Some(schema)) };
    walk(schema, document, whole, &mut out);
    out
}

fn walk<'s>(schema: &'s Value, value: &Value, place: Place<'s>, out: &mut Vec<Place<'s>>) {
    let find = |keyword: &str| place.forms.iter().find_map(|form| form.get(keyword));
    let mut inner = Vec::new();
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let pointer =
                    format!("{}/{}", place.pointer, key.replace('~', "~0").replace('/', "~1"));
                let known = find("properties").and_then(|properties| properties.get(key));
                let of_map = find("additionalProperties").filter(|part| part.is_object());
                let keys = match (known, of_map) {
                    (None, Some(_)) => format!("{}{{}}", place.keys),
                    _ => format!("{}.{key}", place.keys),
                };
                inner.push((value, Place { pointer, keys, forms: all(schema, known.or(of_map)) }));
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                let pointer = format!("{}/{index}", place.pointer);
                let forms = all(schema, find("items"));
                inner.push((value, Place { pointer, keys: format!("{}[]", place.keys), forms }));
            }
        }
        _ => {}
    }
    out.push(place);
    for (value, place) in inner {
        walk(schema, value, place, out);
    }
}

/// The keys that lead to every place that the schema knows.
pub fn described(schema: &Value) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    describe(schema, schema, String::new(), &mut out);
    out
}

fn describe(schema: &Value, part: &Value, keys: String, out: &mut BTreeSet<String>) {
    for form in all(schema, Some(part)) {
        for (key, part) in form.get("properties").and_then(Value::as_object).unwrap_or(&Map::new())
        {
            describe(schema, part, format!("{keys}.{key}"), out);
        }
        if let Some(part) = form.get("additionalProperties").filter(|part| part.is_object()) {
            describe(schema, part, format!("{keys}{{}}"), out);
        }
        if let Some(part) = form.get("items") {
            describe(schema, part, format!("{keys}[]"), out);
        }
    }
    out.insert(keys);
}
