//! Whatever the bytes: no panic, and no good row lost among bad ones.

use super::*;
use proptest::prelude::*;

/// Things that are dangerous to readers of CSV and JSON, and plain letters.
fn garbage() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "\"\"",
        ",",
        ";",
        "{",
        "}",
        "[",
        "]",
        ":",
        "\\",
        "\r",
        "\t",
        " ",
        "\0",
        "é",
        "\u{FEFF}",
        "ada",
        "fire",
        "2026-03-01",
        "{\"a\":",
        "\"b\"",
        "null",
        "1e999",
        "a,b,c\"",
        "\"x\",",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Garbage, or nothing where a good row stands.
fn lines() -> impl Strategy<Value = Vec<Option<String>>> {
    prop::collection::vec(prop::option::weighted(0.6, garbage()), 1..40)
}

fn text(lines: &[Option<String>], good: impl Fn(usize) -> String) -> String {
    let lines = lines.iter().enumerate();
    let lines = lines.map(|(at, line)| line.clone().unwrap_or_else(|| good(at)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The minutes at which good rows are expected, and those that were kept.
fn minutes(lines: &[Option<String>], imported: &Imported) -> (Vec<String>, Vec<String>) {
    let good = lines.iter().enumerate().filter(|(_, line)| line.is_none());
    let kept = imported.events.iter().map(|event| event.at.to_string());
    // Garbage has no times of day: what has one is a good row.
    (
        good.map(|(at, _)| minute(at) + ":30Z").collect(),
        kept.filter(|at| at.ends_with(":30Z")).collect(),
    )
}

fn minute(at: usize) -> String {
    format!("2026-03-01T10:{at:02}")
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let project = project();
        let known = Known::new(&project);
        super::super::csv::read(&bytes, None, &known, NEW);
        super::super::xapi::read(&bytes, &known, NEW);
    }

    #[test]
    fn any_garbage_is_survived(lines in prop::collection::vec(garbage(), 0..40)) {
        let project = project();
        let known = Known::new(&project);
        let text = lines.join("\n");
        let table = super::super::csv::read(text.as_bytes(), None, &known, NEW);
        let statements = super::super::xapi::read(text.as_bytes(), &known, NEW);
        for imported in [table, statements] {
            prop_assert_eq!(imported.events.len(), imported.lines.len());
            prop_assert_eq!(imported.kept as usize, imported.events.len());
        }
    }

    #[test]
    fn good_rows_of_tables_are_kept(lines in lines(), quoted in any::<bool>()) {
        let project = project();
        let good = |at| match quoted {
            false => format!("ada,{}:30Z,fire,85,", minute(at)),
            true => format!("\"ada\",\"{}:30Z\",\"Fire safety\",85,\", and \"\"so\"\" on\"", minute(at)),
        };
        let table = format!("learner,date,course,score,remark\n{}", text(&lines, good));
        // What the columns are is not the question here: garbage may mislead the guess.
        let columns = Columns {
            learner: Some(0),
            instant: Some(1),
            item: Some(2),
            score: Some(3),
            delimiter: b',',
            has_header: true,
            ..Columns::default()
        };
        let imported = super::super::csv::read(table.as_bytes(), Some(&columns), &Known::new(&project), NO_NEW);
        let (expected, kept) = minutes(&lines, &imported);
        prop_assert_eq!(kept, expected, "{}", table);
    }

    #[test]
    fn good_statements_are_kept(lines in lines()) {
        let project = project();
        let good = |at| format!(
            r#"{{"actor":{{"account":{{"name":"ada"}}}},"verb":{{"id":"http://adlnet.gov/expapi/verbs/passed"}},"object":{{"id":"fire"}},"timestamp":"{}:30Z"}}"#,
            minute(at)
        );
        let text = text(&lines, good);
        let imported = super::super::xapi::read(text.as_bytes(), &Known::new(&project), NO_NEW);
        let (expected, kept) = minutes(&lines, &imported);
        prop_assert_eq!(kept, expected, "{}", text);
    }
}
