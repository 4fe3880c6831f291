//! Whole documents: good ones, faulty ones, and good ones made faulty.

use super::validator::{Validator, schema};
use laureate::diagnostic::Diagnostics;
use laureate::rules::check::check;
use laureate::rules::{Project, parse, write};
use laureate::simulate::scenario::Scenario;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Cases whose histories are out of range on purpose, so that the run says so.
const OUT_OF_RANGE: &[&str] = &["history/a-score-that-is-none.json"];

/// The cases of `tests/rules` by their path below it.
fn cases() -> Vec<(String, Value)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut out = Vec::new();
    for folder in std::fs::read_dir(top).unwrap() {
        let folder = folder.unwrap().path();
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
            let case = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            out.push((format!("{}/{}", name(&folder), name(&path)), case));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// Parts of a project, made a whole one.
fn project(given: &Value) -> Value {
    let mut map = Map::new();
    map.insert("format".to_owned(), json!("laureate-project"));
    map.insert("version".to_owned(), json!(1));
    map.extend(given.as_object().unwrap().clone());
    Value::Object(map)
}

/// What the reader makes of it: nothing and why, or a project and its faults.
fn read(document: &Value) -> (Project, Diagnostics) {
    match parse(&document.to_string()) {
        Ok(read) => read,
        Err(faults) => (Project::default(), faults),
    }
}

fn table(text: &str) -> Vec<Value> {
    serde_json::from_str::<Vec<Value>>(text).unwrap()
}

fn full() -> Value {
    serde_json::from_str(include_str!("../fixtures/schema/full.json")).unwrap()
}

#[test]
fn every_case_is_valid_and_so_is_what_is_written_of_it() {
    let (whole, strict) = (Validator::project(), Validator::without_unknown_keys());
    let scenario = Validator::of("scenario");
    let mut out_of_range = BTreeSet::new();
    for (name, case) in cases() {
        let refused = |what: &str, why: Option<String>| {
            if let Some(why) = why {
                panic!("{name}, {what}: {why}")
            }
        };
        refused("the case", scenario.refusal(&case));
        refused("what is given", whole.refusal(&project(&case["given"])));
        // With its history, in the form of objects.
        let (read, _) = Scenario::parse(&case.to_string()).unwrap().project(None).unwrap();
        let written = write(&read);
        if OUT_OF_RANGE.contains(&name.as_str()) {
            assert!(whole.refusal(&written).unwrap().contains("/events/"), "{name}");
            out_of_range.insert(name);
            continue;
        }
        refused("what is written", whole.refusal(&written));
        refused("what is written, without unknown keys", strict.refusal(&written));
        let mut given = case["given"].clone();
        given["events"] = written.get("events").cloned().unwrap_or_else(|| json!([]));
        refused("what is given, with its events", whole.refusal(&project(&given)));
    }
    assert_eq!(out_of_range.len(), OUT_OF_RANGE.len());
}

#[test]
fn what_is_faulty_is_refused_by_the_schema_and_by_the_reader() {
    let whole = Validator::project();
    let mut wrong = Vec::new();
    for row in table(include_str!("../fixtures/schema/faulty.json")) {
        let name = row["name"].as_str().unwrap();
        let document = row.get("project").cloned().unwrap_or_else(|| project(&row["given"]));
        let places: Vec<_> = read(&document).1.into_iter().map(|fault| fault.path).collect();
        if places != [row["place"].as_str().unwrap()] {
            wrong.push(format!("{name}: the reader says {places:?}"));
        }
        if whole.accepts(&document) {
            wrong.push(format!("{name}: the schema accepts it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn faulty_cases_are_refused_by_the_schema_and_by_the_run() {
    let valid = Validator::of("scenario");
    let case = |more: Value| {
        let mut case =
            json!({ "name": "n", "given": { "learners": ["ada"], "activities": ["a"] } });
        case.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        case
    };
    for (case, good) in [
        (case(json!({ "when": ["2026-03-01 09:00 ada completes a with 80"] })), true),
        (case(json!({ "then": [{ "certificates": 0 }] })), true),
        (json!({ "when": [], "then": [] }), false),
        (json!({ "name": 7 }), false),
        (case(json!({ "given": ["a"] })), false),
        (case(json!({ "when": ["2026-03-01 ada sneezes"] })), false),
        (case(json!({ "when": ["yesterday ada completes a"] })), false),
        (case(json!({ "when": [7] })), false),
        (case(json!({ "when": [{ "at": "2026-03-01", "learner": "ada" }] })), false),
        (case(json!({ "then": ["ada"] })), false),
        (case(json!({ "then": [{ "learner": "ada" }] })), false),
        (case(json!({ "then": [{ "learner": "ada", "rule": "r", "outcome": "sneezed" }] })), false),
    ] {
        assert_eq!(valid.accepts(&case), good, "{case}");
        let result = Scenario::parse(&case.to_string()).map(|case| case.run(None));
        assert_eq!(result.is_ok_and(|result| result.passed), good, "{case}");
    }
}

/// Ranges, which the checks name, and keys that nobody would keep.
#[test]
fn where_the_schema_is_stricter_the_checks_say_so_or_something_would_be_lost() {
    let whole = Validator::project();
    for row in table(include_str!("../fixtures/schema/stricter.json")) {
        let name = row["name"].as_str().unwrap();
        let document = project(&row["given"]);
        let (read, faults) = read(&document);
        assert_eq!(faults, [], "{name}");
        assert!(!whole.accepts(&document), "{name}: the schema accepts it");
        match row.get("check").and_then(Value::as_str) {
            Some(code) => {
                let found: Vec<_> = check(&read).into_iter().map(|c| c.diagnostic.code).collect();
                assert!(found.iter().any(|found| found == code), "{name}: {found:?}");
            }
            // Read and written, what was too much is gone.
            None => assert_eq!(whole.refusal(&write(&read)), None, "{name}"),
        }
    }
}

#[test]
fn unknown_keys_are_allowed_where_the_reader_keeps_them() {
    let (whole, strict) = (Validator::project(), Validator::without_unknown_keys());
    let open = json!({ "later": { "kept": [1] } });
    let with = |mut value: Value| {
        value.as_object_mut().unwrap().extend(open.as_object().unwrap().clone());
        value
    };
    let grant = with(json!({ "certificate": "c" }));
    let field = with(json!({ "name": "n" }));
    let mut document = with(json!({ "options": with(json!({})) }));
    for (list, entry) in [
        ("activities", json!({ "id": "a" })),
        ("journeys", json!({ "id": "j" })),
        ("programmes", json!({ "id": "p", "blocks": [{ "certificate": grant }] })),
        ("sessions", json!({ "id": "s", "programme": "p" })),
        ("groups", json!({ "id": "g" })),
        ("learners", json!({ "id": "ada" })),
        ("certificates", json!({ "id": "c", "fields": [field] })),
        ("certifications", json!({ "id": "f" })),
        ("automations", json!({ "id": "r", "event": "activity-completed" })),
        ("triggers", json!({ "id": "t", "milestone": "joins" })),
        ("scenarios", json!({ "name": "n" })),
    ] {
        document[list] = json!([with(entry)]);
    }
    let document = project(&document);
    assert_eq!(whole.refusal(&document), None);
    let (read, faults) = read(&document);
    assert_eq!(faults, []);
    let written = write(&read).to_string();
    let kept = |text: &str| text.matches("later").count();
    // The session has its programme's blocks, with their certificate.
    assert_eq!(kept(&written), kept(&document.to_string()) + 1);
    // Each object that the schema leaves open is here.
    let opened = schema().to_string().matches(r#""additionalProperties":true"#).count();
    // All but what is given in a case, and what one expects.
    assert_eq!(kept(&document.to_string()), opened - 2);
    assert!(!strict.accepts(&document));
}

#[test]
fn a_project_with_every_key_is_valid_and_stays_as_it_is() {
    let (whole, strict) = (Validator::project(), Validator::without_unknown_keys());
    let full = full();
    assert_eq!(strict.refusal(&full), None);
    let (project, faults) = read(&full);
    assert_eq!(faults, []);
    let written = write(&project);
    assert_eq!(whole.refusal(&written), None);
    assert_eq!(read(&written).0, project);
    // Facts of a run are the cases' matter: only `then` is not here with all its keys.
    let mut unused = BTreeSet::new();
    let schema = schema();
    for (name, part) in schema["$defs"].as_object().unwrap() {
        if name != "expectation" {
            collect_keys(part, &mut unused);
        }
    }
    remove_keys(&full, &mut unused);
    assert_eq!(unused, BTreeSet::new());
}

/// The keys that documents may have.
fn collect_keys(schema: &Value, keys: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => {
                        keys.extend(properties.keys().cloned());
                        properties.values().for_each(|value| collect_keys(value, keys));
                    }
                    _ => collect_keys(value, keys),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect_keys(value, keys)),
        _ => {}
    }
}

fn remove_keys(document: &Value, keys: &mut BTreeSet<String>) {
    match document {
        Value::Object(map) => {
            for (key, value) in map {
                keys.remove(key);
                remove_keys(value, keys);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| remove_keys(value, keys)),
        _ => {}
    }
}

/// Every value of the full project in turn becomes something else, or is left
/// out: whatever the schema then still accepts is read without a fault.
#[test]
fn what_the_schema_accepts_is_read() {
    let whole = Validator::project();
    let full = full();
    let mut places = Vec::new();
    collect_places(&full, String::new(), &mut places);
    let others = [
        json!(null),
        json!(true),
        json!(7),
        json!(-7),
        json!(7.5),
        json!(1e300),
        json!("words"),
        json!("2026-03-15"),
        json!("event"),
        json!([]),
        json!(["a"]),
        json!([[]]),
        json!({}),
        json!({ "id": "a" }),
        json!({ "activity": "a" }),
        json!({ "activity": "a", "status": "passed" }),
        json!({ "kind": "interval", "months": 1, "from": "completion" }),
    ];
    let (mut accepted, mut refused) = (0, 0);
    let mut look = |document: &Value, what: &str| {
        let faults = read(document).1;
        match whole.accepts(document) {
            true => assert_eq!(faults, [], "{what}: the schema accepts it"),
            false => refused += 1,
        }
        accepted += usize::from(faults.is_empty());
    };
    // Cases are kept as they are until they are run.
    for place in places.iter().filter(|place| !place.starts_with("/scenarios/")) {
        for other in &others {
            let mut document = full.clone();
            *document.pointer_mut(place).unwrap() = other.clone();
            look(&document, &format!("{other} at {place}"));
        }
        let mut document = full.clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        if let Some(Value::Object(map)) = document.pointer_mut(parent) {
            map.remove(&key.replace("~1", "/"));
            look(&document, &format!("nothing at {place}"));
        }
    }
    // The test tells something only when both happen often.
    assert!(accepted > 500 && refused > 1000, "{accepted} {refused}");
}

fn collect_places(document: &Value, at: String, places: &mut Vec<String>) {
    let mut child = |key: String, value: &Value| {
        let at = format!("{at}/{}", key.replace('/', "~1"));
        places.push(at.clone());
        collect_places(value, at, places);
    };
    match document {
        Value::Object(map) => map.iter().for_each(|(key, value)| child(key.clone(), value)),
        Value::Array(list) => {
            list.iter().zip(0..).for_each(|(v, i): (_, i32)| child(i.to_string(), v))
        }
        _ => {}
    }
}
