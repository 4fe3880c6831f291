//! Keys, names and defaults: the program's are the schema's, so that one added
//! there fails here until it is described.

use super::designs::{UNKNOWN, everything, written};
use super::places::{described, places};
use super::schema;
use super::validator::{Validator, definition, names, resolved};
use laureate::template::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

type Names = BTreeSet<String>;

#[test]
fn the_keys_that_are_written_are_those_of_the_schema() {
    let schema = schema();
    let mut found = Names::new();
    for (name, document) in written() {
        for place in places(&schema, &document) {
            if !UNKNOWN.iter().any(|key| place.keys.split('.').any(|part| part == *key)) {
                assert!(!place.forms.is_empty(), "{name}: the schema has no {}", place.keys);
                found.insert(place.keys);
            }
        }
    }
    // Who writes a design by hand may put it there.
    found.insert(".$schema".into());
    assert_eq!(described(&schema), found);
}

fn of<T: DeserializeOwned>() -> Names {
    names::<T>(json!("?"))
}

#[test]
fn enumerations_are_those_of_the_program() {
    let schema = schema();
    let listed = |part: &Value| -> Names {
        let values = part["enum"].as_array().unwrap().iter();
        values.map(|value| value.as_str().unwrap().to_owned()).collect()
    };
    let all = [
        ("picture-fit", of::<PictureFit>()),
        ("mime", of::<Mime>()),
        ("text-box/properties/role", of::<TextRole>()),
        ("style/properties/case", of::<Case>()),
        ("align/properties/horizontal", of::<Horizontal>()),
        ("align/properties/vertical", of::<Vertical>()),
        ("fit/properties/overflow", of::<Overflow>()),
        ("qr/properties/level", of::<QrLevel>()),
        ("shape/properties/form", of::<ShapeForm>()),
        ("ornament/properties/form", of::<OrnamentForm>()),
        ("field/properties/type", of::<FieldType>()),
        ("validity/properties/kind", names::<Validity>(json!({ "kind": "?" }))),
    ];
    for (place, expected) in &all {
        assert_eq!(listed(definition(&schema, place)), *expected, "{place}");
    }
    assert_eq!(schema.to_string().matches(r#""enum":"#).count(), all.len(), "one is not held here");
    let kinds = definition(&schema, "element/oneOf").as_array().unwrap().iter();
    let kinds: Names = kinds.map(|k| k["required"][0].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, of::<ElementKind>());
}

/// A thing with nothing said of it is the same thing with every default said.
#[test]
fn defaults_are_those_of_the_program() {
    let schema = schema();
    let frame = json!({ "x": 0, "y": 0, "width": 1, "height": 1 });
    let element = |key: &'static str| {
        let frame = frame.clone();
        move |value: Value| json!([{ "id": "a", "frame": frame, key: value }])
    };
    let text = |key: &'static str| {
        let element = element("text");
        move |value: Value| element(json!({ "content": "", key: value }))
    };
    let shape = element("shape");
    let alone = |entry: Value| json!([entry]);
    let page =
        |key: &'static str| move |value: Value| json!({ "width": 1, "height": 1, key: value });
    let digest = "0".repeat(64);
    type Wrap<'a> = &'a dyn Fn(Value) -> Value;
    let things: [(&str, &str, Value, Wrap<'_>); 19] = [
        ("page", "page", json!({ "width": 1, "height": 1 }), &|page| page),
        ("guides", "page", json!({}), &page("guides")),
        ("margins", "page", json!({}), &page("margins")),
        ("background", "background", json!({}), &|background| background),
        (
            "element",
            "elements",
            json!({ "id": "a", "frame": frame.clone(), "shape": { "form": "line" } }),
            &alone,
        ),
        (
            "frame",
            "elements",
            frame.clone(),
            &|frame| json!([{ "id": "a", "frame": frame, "shape": { "form": "line" } }]),
        ),
        ("text-box", "elements", json!({ "content": "" }), &element("text")),
        ("style", "elements", json!({}), &text("style")),
        ("align", "elements", json!({}), &text("align")),
        ("fit", "elements", json!({}), &text("fit")),
        ("image", "elements", json!({}), &element("image")),
        ("qr", "elements", json!({ "content": "" }), &element("qr")),
        ("shape", "elements", json!({ "form": "line" }), &element("shape")),
        ("stroke", "elements", json!({ "color": "#000", "width": 1 }), &|stroke| {
            shape(json!({ "form": "line", "stroke": stroke }))
        }),
        ("ornament", "elements", json!({ "form": "seal" }), &element("ornament")),
        ("field", "fields", json!({ "name": "n" }), &alone),
        ("validity", "validity", json!({ "kind": "months", "months": 2 }), &|validity| validity),
        (
            "asset",
            "assets",
            json!({ "mime": "image/png", "width": 1, "height": 1 }),
            &|asset| json!({ digest.clone(): asset }),
        ),
        ("", "", json!({}), &|nothing| nothing),
    ];
    let valid = Validator::compile(schema.clone(), "");
    let mut held = BTreeSet::new();
    for (thing, key, least, wrap) in things {
        let part = if thing.is_empty() { &schema } else { definition(&schema, thing) };
        let required: Vec<_> =
            part.get("required").and_then(Value::as_array).into_iter().flatten().collect();
        let kinds = of::<ElementKind>();
        let mut whole = least.clone();
        for (name, property) in part["properties"].as_object().unwrap() {
            let optional = !required.iter().any(|required| *required == name);
            let alternative =
                (thing == "element" && kinds.contains(name)) || least.get(name).is_some();
            if optional && !alternative && name != "$schema" {
                let default = resolved(&schema, property, "default");
                whole[name] =
                    default.unwrap_or_else(|| panic!("no default of {thing}.{name}")).clone();
            }
        }
        let design = |value: Value| {
            let mut design = Map::new();
            for (key, value) in [
                ("format", json!(FORMAT)),
                ("version", json!(VERSION)),
                ("name", json!("n")),
                ("page", json!({ "width": 1, "height": 1 })),
            ] {
                design.insert(key.to_owned(), value);
            }
            match wrap(value) {
                Value::Object(map) if key.is_empty() => design.extend(map),
                value => {
                    design.insert(key.to_owned(), value);
                }
            }
            let mut design = Value::Object(design);
            assert_eq!(valid.refusal(&design), None, "{thing}");
            // What is inside is not the template's.
            design.as_object_mut().unwrap().shift_remove("files");
            read(design).unwrap()
        };
        assert_eq!(design(least), design(whole.clone()), "{thing}: {whole}");
        held.insert(thing);
    }
    // What has keys that may be left out is held here; but for files, which the
    // reader of designs does not look into.
    for (name, part) in schema["$defs"].as_object().unwrap() {
        let keys = part.get("properties").and_then(Value::as_object);
        let required = part.get("required").and_then(Value::as_array).map_or(0, Vec::len);
        let all = keys.map_or(0, Map::len) == required;
        assert!(all || name == "files" || held.contains(name.as_str()), "{name}");
    }
}

/// Whoever points at a key in an editor is told what it is.
#[test]
fn every_key_has_a_title_and_a_description() {
    fn look(schema: &Value, part: &Value, at: &str) {
        let Value::Object(map) = part else {
            part.as_array().into_iter().flatten().for_each(|part| look(schema, part, at));
            return;
        };
        for (key, value) in map {
            let at = format!("{at}/{key}");
            if key == "properties" && !at.contains("/oneOf/") {
                for (name, property) in value.as_object().unwrap() {
                    for word in ["title", "description"] {
                        let said = resolved(schema, property, word).and_then(Value::as_str);
                        assert!(said.is_some_and(|said| !said.is_empty()), "{at}/{name}: {word}");
                    }
                    look(schema, property, &format!("{at}/{name}"));
                }
            } else if key != "default" && key != "examples" {
                look(schema, value, &at);
            }
        }
    }
    let schema = schema();
    look(&schema, &schema, "");
}

/// The range of a number is not only held but told.
#[test]
fn descriptions_tell_the_range() {
    let schema = schema();
    for place in places(&schema, &write(&everything())) {
        let told = place.says("description").map(Value::to_string).unwrap_or_default();
        for keyword in ["minimum", "maximum"] {
            let Some(end) = place.says(keyword).and_then(Value::as_f64) else { continue };
            // Written out of single precision, or as far as that goes.
            let end = if end == 0.009999 { 0.01 } else { end };
            // Lists are told of in their own description.
            let item = place.keys.ends_with(']') || place.keys.starts_with(".word_breaks");
            assert!(end > 1e9 || item || told.contains(&end.to_string()), "{}: {told}", place.keys);
        }
    }
}

/// `bundle.schema.json` says the same of the key `files`, in fewer words.
#[test]
fn files_are_as_in_the_schema_of_bundles() {
    fn bare(schema: &Value, part: &Value) -> Value {
        match part {
            Value::Object(map) => {
                if let Some(target) = map.get("$ref").and_then(Value::as_str) {
                    return bare(schema, schema.pointer(target.trim_start_matches('#')).unwrap());
                }
                let told = |key: &str| key == "title" || key == "description";
                let properties = |part: &Value| -> Value {
                    let map = part.as_object().unwrap().iter();
                    map.map(|(key, part)| (key.clone(), bare(schema, part))).collect()
                };
                let kept = map.iter().filter(|(key, value)| !(told(key) && value.is_string()));
                kept.map(|(key, part)| match key.as_str() {
                    "properties" => (key.clone(), properties(part)),
                    _ => (key.clone(), bare(schema, part)),
                })
                .collect()
            }
            other => other.clone(),
        }
    }
    let bundle: Value =
        serde_json::from_str(include_str!("../../schema/bundle.schema.json")).unwrap();
    let ours = schema();
    assert_eq!(
        bare(&ours, definition(&ours, "files")),
        bare(&bundle, definition(&bundle, "files"))
    );
}
