//! Whole documents: good ones, faulty ones, and good ones made faulty.

use super::designs::{UNKNOWN, everything, texts, written};
use super::places::places;
use super::schema;
use super::validator::Validator;
use laureate::diagnostic::{Diagnostics, Severity};
use laureate::field::{Format, check};
use laureate::template::{MAX_ELEMENTS, MAX_GUIDES, MAX_TEXT_CHARS, read, validate, write};
use proptest::prelude::*;
use proptest::string::string_regex;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

/// Faults of `tests/fixtures/schema/template` that a form alone can't tell, and why.
const BEYOND: [(&str, &str); 19] = [
    ("an-id-twice", "two elements are compared"),
    ("a-field-twice", "two fields are compared"),
    ("a-picture-not-described", "an element and `assets` are compared"),
    ("a-background-not-described", "the background and `assets` are compared"),
    ("a-smallest-size-above-the-size", "two numbers are compared"),
    ("a-crop-over-the-edge", "two numbers are added"),
    ("validity-from-no-field", "the period and the fields are compared"),
    ("validity-from-a-text", "the period and the fields are compared"),
    ("an-element-off-the-page", "the frame and the page are compared"),
    ("a-sample-of-another-type", "any text is a sample of some type; only a warning"),
    ("a-day-that-is-none", "it takes a calendar"),
    ("a-placeholder-of-no-field", "a text and the fields are compared"),
    ("a-placeholder-left-open", "any text may be printed; only a warning"),
    ("a-weight-with-a-point", "400.0 is an integer in JSON Schema, and not to the reader"),
    ("a-version-with-a-point", "1.0 is 1 in JSON Schema, and not to the reader"),
    ("a-code-that-says-nothing", "a design in the making may be empty; only a warning"),
    ("a-narrow-quiet-zone", "it is narrow and can be scanned; only a warning"),
    ("a-file-that-is-not-base64", "contentEncoding tells, and is not held"),
    ("a-file-of-another-digest", "the digest is computed"),
];

/// Where the schema is stricter than the reader, and why it may be.
const STRICTER: [(&str, &str); 16] = [
    ("an-element-of-two-kinds", "the first is drawn, the other is dead weight"),
    ("a-frame-as-list", "read by its order, and written as an object"),
    ("a-key-of-a-frame", LOST),
    ("a-key-of-the-guides", LOST),
    ("a-key-of-the-margins", LOST),
    ("a-key-of-the-alignment", LOST),
    ("a-key-of-the-fitting", LOST),
    ("a-key-of-a-crop", LOST),
    ("a-key-of-a-stroke", LOST),
    ("a-key-of-a-picture", LOST),
    ("a-key-of-the-files", LOST),
    ("months-of-no-period", LOST),
    ("a-picture-by-name", "no element can use it"),
    ("a-picture-of-negative-width", "no picture is"),
    ("a-picture-of-endless-width", "it is infinite to the reader and cannot be written"),
    ("a-negative-dash", "SVG and PDF draw it solid"),
];

const LOST: &str = "the key would be lost";

fn whole() -> Validator {
    Validator::compile(schema(), "")
}

/// What the program says against a document: its reader's refusal, its checks'
/// findings, and what it would leave out of the files inside.
fn findings(document: &Value) -> Diagnostics {
    let template = match read(document.clone()) {
        Ok(template) => template,
        Err(faults) => return faults,
    };
    let mut out = validate(&template);
    out.extend(check(&template));
    if document.get("files").is_some() {
        let unpacked = laureate::bundle::unpack(document.to_string().as_bytes(), "x.json");
        out.extend(unpacked.unwrap().contents.refused);
    }
    out.retain(|finding| finding.severity != Severity::Info);
    out
}

fn faulty() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema/template");
    let mut out = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        out.push((name, serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap()));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// Without the keys that stand in kept designs to see whether they are kept.
fn known(document: &Value) -> Value {
    match document {
        Value::Object(map) => {
            let known = map.iter().filter(|(key, _)| !UNKNOWN.contains(&key.as_str()));
            known.map(|(key, value)| (key.clone(), known_of(value))).collect()
        }
        other => known_of(other),
    }
}

fn known_of(value: &Value) -> Value {
    match value {
        Value::Object(_) => known(value),
        Value::Array(list) => list.iter().map(known_of).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_design_is_valid() {
    let (whole, strict) = (whole(), Validator::strict(schema()));
    for (name, text) in texts() {
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(whole.refusal(&document), None, "{name}");
        assert_eq!(strict.refusal(&known(&document)), None, "{name}, without unknown keys");
    }
    let written = written();
    assert!(written.len() > 50, "{} designs", written.len());
    for (name, document) in written {
        assert_eq!(whole.refusal(&document), None, "{name}, written");
        assert_eq!(
            strict.refusal(&known(&document)),
            None,
            "{name}, written, without unknown keys"
        );
    }
}

#[test]
fn what_is_faulty_is_refused_by_the_schema_and_by_the_reader() {
    let whole = whole();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, document) in faulty() {
        // Where the reader finds the fault, and where the schema does. Not at all
        // is for those that are listed; a document that is no object has no places.
        let said = |who: &str| match document.get("x-fault") {
            Some(fault) => fault.get(who).map(|place| place.as_str().unwrap().to_owned()),
            None => Some(String::new()),
        };
        let found: Vec<String> = findings(&document).into_iter().map(|f| f.path).collect();
        if found != said("reader").into_iter().collect::<Vec<_>>() {
            wrong.push(format!("{name}: the reader says {found:?}"));
        }
        match (whole.refusal(&document), said("schema")) {
            (None, None) => {}
            (Some(why), Some(place)) if why.contains(&format!("at '{place}'")) => {}
            (why, _) => wrong.push(format!("{name}: the schema says {why:?}")),
        }
        let listed = |list: &[(&str, &str)]| list.iter().any(|(listed, _)| *listed == name);
        if listed(&BEYOND) != said("schema").is_none()
            || listed(&STRICTER) != said("reader").is_none()
        {
            wrong.push(format!("{name}: it is not listed as what it is"));
        }
        seen.insert(name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (name, _) in BEYOND.iter().chain(&STRICTER) {
        assert!(seen.contains(*name), "there is no {name}");
    }
}

/// What is too much for a file.
#[test]
fn more_than_there_may_be_is_refused_by_both() {
    let whole = whole();
    let element = |at: usize| json!({ "id": format!("e{at}"), "frame": { "x": 0, "y": 0, "width": 1, "height": 1 }, "shape": { "form": "line" } });
    let design = |key: &str, value: Value| {
        let mut design = json!({ "format": "laureate-template", "version": 1, "name": "n", "page": { "width": 9, "height": 9 } });
        match key {
            "elements" => design["elements"] = value,
            "text" => {
                design["elements"] = json!([element(0)]);
                let element = design["elements"][0].as_object_mut().unwrap();
                element.remove("shape");
                element.insert("text".into(), json!({ "content": value }));
            }
            _ => design["page"]["guides"] = json!({ key: value }),
        }
        design
    };
    let much = |n: usize| {
        [
            design("elements", (0..n).map(element).collect()),
            design("horizontal", vec![1; n].into()),
            design("vertical", vec![1; n].into()),
            // Characters, not bytes.
            design("text", "é".repeat(n).into()),
        ]
    };
    for (at, most) in [MAX_ELEMENTS, MAX_GUIDES, MAX_GUIDES, MAX_TEXT_CHARS].into_iter().enumerate()
    {
        let (good, bad) = (&much(most)[at], &much(most + 1)[at]);
        assert_eq!((whole.refusal(good), findings(good)), (None, vec![]), "{most} of {at}");
        assert_eq!((whole.accepts(bad), findings(bad).len()), (false, 1), "{most} and 1 of {at}");
    }
}

/// Not told by a form, and not what these tests look for.
const OF_TWO_PLACES: [&str; 7] = [
    "off-page",
    "duplicate-id",
    "duplicate-field",
    "unknown-picture",
    "validity-start",
    "unknown-field",
    "wrong-sample",
];

fn faults(document: &Value) -> Diagnostics {
    let mut out = findings(document);
    out.retain(|f| !OF_TWO_PLACES.contains(&f.code.as_ref()) && f.code != "narrow-quiet-zone");
    out
}

/// At both ends of a number's range it is good; beyond them it is refused by both.
#[test]
fn ranges_are_those_of_the_program() {
    let (schema, whole) = (schema(), whole());
    let good = write(&everything());
    assert_eq!((whole.refusal(&good), faults(&good)), (None, vec![]));
    let mut held = 0;
    for place in places(&schema, &good) {
        let number = |keyword: &str| place.says(keyword).and_then(Value::as_f64);
        let whole_number = place.says("type").is_some_and(|t| t.to_string().contains("integer"));
        let with = |value: f64| {
            let mut document = good.clone();
            #[expect(clippy::cast_possible_truncation, reason = "whole numbers up to 2³²")]
            let value = if whole_number { json!(value as i64) } else { json!(value) };
            *document.pointer_mut(&place.pointer).unwrap() = value;
            document
        };
        let step = |end: f64| if whole_number { 1.0 } else { 0.01 * end.abs().max(1.0) };
        for (end, beyond) in [
            number("minimum").map(|end| (end, end - step(end))),
            number("maximum").map(|end| (end, end + step(end))),
        ]
        .into_iter()
        .flatten()
        {
            held += 1;
            let at = &place.pointer;
            assert!(whole.accepts(&with(end)), "{at}: {end}");
            // A crop at the far edge has no width; its least width is a little
            // less than what single precision makes of it.
            let crop = place.keys.contains(".crop.");
            assert!(crop || faults(&with(end)).is_empty(), "{at}: {end}, {:?}", faults(&with(end)));
            assert!(!whole.accepts(&with(beyond)), "{at}: {beyond}");
            // These are not looked at: see STRICTER.
            let unseen = ["assets{}.", ".dash"].iter().any(|key| place.keys.contains(key));
            assert!(unseen || !faults(&with(beyond)).is_empty(), "{at}: {beyond}");
        }
        let is_number = good.pointer(&place.pointer).is_some_and(Value::is_number);
        let known = place.says("const").is_some()
            || (number("minimum").is_some() && number("maximum").is_some());
        assert!(!is_number || known, "{}: a number without range", place.pointer);
    }
    assert!(held > 100, "{held}");
}

/// A key that nobody knows is kept where the schema leaves an object open, and
/// lost where it does not.
#[test]
fn unknown_keys_are_allowed_where_the_reader_keeps_them() {
    let (schema, whole) = (schema(), whole());
    let good = write(&everything());
    let mut open = BTreeSet::new();
    for place in places(&schema, &good) {
        let Some(Value::Bool(opened)) = place.says("additionalProperties") else { continue };
        let mut document = good.clone();
        document.pointer_mut(&place.pointer).unwrap()["x-later"] = json!({ "kept": [1] });
        assert_eq!(whole.accepts(&document), *opened, "{}", place.pointer);
        let written = write(&read(document.clone()).unwrap());
        assert_eq!(written, if *opened { document } else { good.clone() }, "{}", place.pointer);
        if *opened {
            open.insert(place.keys.clone());
        }
    }
    let opened = schema.to_string().matches(r#""additionalProperties":true"#).count();
    assert_eq!(open.len(), opened, "{open:?}");
}

/// Every value of the full design in turn becomes something else, or is left out:
/// whatever the schema then still accepts is read without a fault.
#[test]
fn what_the_schema_accepts_is_read() {
    let (schema, whole) = (schema(), whole());
    let full = write(&everything());
    let others = [
        json!(null),
        json!(true),
        json!(0),
        json!(7),
        json!(-7),
        json!(0.5),
        json!(7.5),
        json!(1e300),
        json!(""),
        json!(" "),
        json!("words"),
        json!("a/b"),
        json!("#fff"),
        json!("date: long"),
        json!("background"),
        json!("a".repeat(64)),
        json!([]),
        json!([7]),
        json!({}),
        json!({ "kind": "text" }),
        json!({ "form": "seal" }),
        json!({ "content": "words" }),
    ];
    let (mut accepted, mut refused) = (0, 0);
    let mut look = |document: &Value, what: &str| {
        let faults = faults(document);
        match whole.accepts(document) {
            true => assert_eq!(faults, [], "{what}: the schema accepts it"),
            false => refused += 1,
        }
        accepted += usize::from(faults.is_empty());
    };
    for place in places(&schema, &full).into_iter().skip(1) {
        // A code that says nothing is listed in BEYOND.
        if place.keys != ".elements[].qr.content" {
            for other in &others {
                let mut document = full.clone();
                *document.pointer_mut(&place.pointer).unwrap() = other.clone();
                look(&document, &format!("{other} at {}", place.pointer));
            }
        }
        let mut document = full.clone();
        let (parent, key) = place.pointer.rsplit_once('/').unwrap();
        if let Some(Value::Object(map)) = document.pointer_mut(parent) {
            map.remove(key);
            look(&document, &format!("nothing at {}", place.pointer));
        }
    }
    // The test tells something only when both happen often.
    assert!(accepted > 500 && refused > 1000, "{accepted} {refused}");
}

static FORMAT: LazyLock<Validator> =
    LazyLock::new(|| Validator::compile(schema(), "#/$defs/format"));

fn format_pattern() -> String {
    let schema = schema();
    let pattern = schema["$defs"]["format"]["pattern"].as_str().unwrap();
    pattern.trim_start_matches('^').trim_end_matches('$').to_owned()
}

#[test]
fn formats_are_those_of_the_program() {
    let examples: Vec<Value> = Format::EXAMPLES.split(", ").map(|example| json!(example)).collect();
    assert_eq!(schema()["$defs"]["format"]["examples"], json!(examples));
    for example in examples {
        assert!(FORMAT.accepts(&example), "{example}");
    }
}

proptest! {
    #[test]
    fn formats_that_are_valid_are_read(text in string_regex(&format_pattern()).unwrap()) {
        prop_assert!(Format::parse(&text).is_ok(), "{:?}", text);
    }

    /// But for decimals with a sign or zeros before them.
    #[test]
    fn formats_that_are_read_are_valid(text in " ?(upper|lower|number|date|title)( ?: ?(short|medium|long|full|iso|[0-9]{1,2}|[%a-zA-Z. -]{1,6})?)? ?") {
        let valid = FORMAT.accepts(&json!(text));
        let zeros = text.trim().starts_with("number") && text.contains('0');
        prop_assert!(zeros || valid == Format::parse(&text).is_ok(), "{:?}", text);
    }
}
