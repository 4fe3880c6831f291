//! Words that documents are made of: those of the schema, and awkward ones.

use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Texts in which something turns: ends of months, years and summers, units.
const AWKWARD: &[&str] = &[
    "",
    "event",
    "0",
    "1 month",
    "30 days",
    "36 hours",
    "300 years",
    "1 millisecond",
    "-1 day",
    "1900-01-01",
    "2199-12-31T23:59:59Z",
    "2024-02-29",
    "2026-01-31",
    "2026-03-29 02:30",
    "2026-10-25 02:30",
    "2011-12-30",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Completed at - 1 month",
    "2026-03-01 ada completes a with 80",
    "2026-03-02 ada joins g",
    "2026-04-01 ada logs-in",
];

/// Keys, values and examples of the schema, and awkward texts.
pub static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let schema = include_str!("../../schema/project.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let mut words: BTreeSet<String> = AWKWARD.iter().map(|word| (*word).to_owned()).collect();
    collect(&schema, &mut words);
    words.into_iter().collect()
});

fn collect(schema: &Value, words: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("properties", Value::Object(map)) => words.extend(map.keys().cloned()),
                    ("enum" | "examples", Value::Array(list)) => {
                        words.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => {}
                }
                collect(value, words);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, words)),
        _ => {}
    }
}

/// The words as libFuzzer's dictionary: quoted, a line a word.
pub fn dictionary() -> String {
    let quoted = |word: &String| format!("{}\n", Value::from(word.as_str()));
    WORDS.iter().filter(|word| !word.is_empty() && word.is_ascii()).map(quoted).collect()
}
