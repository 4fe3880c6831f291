//! What the targets start from: the cases and fixtures of the tests.

use crate::words;
use laureate::rules::write;
use laureate::simulate::scenario::Scenario;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// When `FUZZ_SEEDS` names a folder, writes the inputs that a target starts from
/// into it, and a dictionary beside it, and ends the process. Run from the
/// project's top folder.
pub fn write_if_asked(target: &str) {
    let Some(folder) = std::env::var_os("FUZZ_SEEDS").map(PathBuf::from) else { return };
    let seeds = match target {
        "csv" => read("tests/fixtures/history", &["csv", "tsv"]),
        "xapi" => read("tests/fixtures/history", &["json", "ndjson"]),
        "scenario" => cases().into_iter().map(|(name, text)| (name, text.into_bytes())).collect(),
        _ => projects(),
    };
    assert!(!seeds.is_empty(), "there is nothing to start from");
    fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, bytes) in seeds {
        fs::write(folder.join(name), bytes).expect("the folder can be written to");
    }
    if matches!(target, "scenario" | "project") {
        let dictionary = folder.with_extension("dict");
        fs::write(dictionary, words::dictionary()).expect("the folder can be written to");
    }
    std::process::exit(0);
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the tests are here");
    for entry in entries.map(|entry| entry.expect("the folder can be read").path()) {
        if entry.is_dir() { files(&entry, into) } else { into.push(entry) }
    }
}

/// The files below a folder with one of the extensions, each with a name that
/// tells where it is from.
fn read(folder: &str, extensions: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    files(Path::new(folder), &mut all);
    all.retain(|file| file.extension().is_some_and(|e| extensions.iter().any(|known| e == *known)));
    all.sort();
    let name = |file: &Path| {
        let below = file.strip_prefix(folder).unwrap_or(file);
        below.to_string_lossy().replace('/', "-")
    };
    all.iter().map(|file| (name(file), fs::read(file).expect("the file can be read"))).collect()
}

/// The cases of the rules, without blanks: a byte of them is a byte of sense.
fn cases() -> Vec<(String, String)> {
    let cases = read("tests/rules", &["json"]);
    let text = |bytes: &[u8]| {
        let value: Value = serde_json::from_slice(bytes).expect("cases are JSON");
        value.to_string()
    };
    cases.iter().map(|(name, bytes)| (name.clone(), text(bytes))).collect()
}

/// The projects of those cases, with their histories, and what the checks and
/// the schema are tested with.
fn projects() -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (name, text) in cases() {
        let case = Scenario::parse(&text).expect("cases are read");
        let (project, _) = case.project(None).expect("cases have projects");
        out.push((name, write(&project).to_string().into_bytes()));
    }
    let tables = ["src/rules/check/tests/cases.json", "tests/fixtures/schema/faulty.json"];
    for (table, path) in tables.iter().enumerate() {
        let text = fs::read(path).expect("the table is here");
        let rows: Vec<Value> = serde_json::from_slice(&text).expect("the table is JSON");
        for (row, value) in rows.iter().enumerate() {
            let Some(Value::Object(parts)) = value.get("project").or(value.get("given")) else {
                continue;
            };
            let mut project = parts.clone();
            project.entry("format").or_insert(json!("laureate-project"));
            project.entry("version").or_insert(json!(1));
            out.push((
                format!("table-{table}-{row}"),
                Value::Object(project).to_string().into_bytes(),
            ));
        }
    }
    out.push(("full".to_owned(), fs::read("tests/fixtures/schema/full.json").expect("it is here")));
    out
}
