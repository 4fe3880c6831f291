//! Statements of every form and version.

use super::super::xapi::read;
use super::*;

fn import(bytes: &[u8], settings: Settings) -> Imported {
    let project = project();
    read(bytes, &Known::new(&project), settings)
}

#[test]
fn a_list_of_version_1_0_3() {
    let imported = import(fixture!("xapi-1.0.3.json"), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "4 2026-02-01T10:00:00Z ben activity-completed fire failed 25",
            "1 2026-03-01T09:00:00Z ada activity-started fire",
            "2 2026-03-01T10:00:05Z ada activity-completed fire passed 85.5",
        ]
    );
    assert_eq!(
        faults(&imported),
        ["7 i duplicate-statement", "8 i other-verb", "5 i voided", "0 i merged"]
    );
    assert_eq!((imported.read, imported.kept, imported.faulty), (8, 3, 0));
}

#[test]
fn an_answer_of_version_2_0() {
    let imported = import(fixture!("xapi-2.0.json"), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "4 2026-03-04T10:00:00Z ada activity-completed aid abandoned",
            "1 2026-03-05T10:00:00Z ada journey-completed onboarding",
            "2 2026-03-06T09:00:00.123Z ben activity-completed fire abandoned",
            "3 2026-03-07T10:00:00Z ada activity-completed aid",
        ]
    );
    assert_eq!(faults(&imported), ["0 ~more-statements"]);
}

#[test]
fn a_statement_a_line_with_faults_among_them() {
    let imported = import(fixture!("xapi-lines.ndjson"), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "13 2026-01-01T08:00:00Z ben learner-registered",
            "14 2026-01-02T08:00:00Z ben course-assigned aid",
            "1 2026-03-01T10:00:00Z ada activity-completed fire",
            "11 2026-03-01T11:00:00Z ada activity-graded fire 0",
        ]
    );
    assert_eq!(
        faults(&imported),
        [
            "2 broken-json",
            "4 hashed-learner",
            "5 group-actor",
            "6 sub-statement",
            "7 unknown-learner",
            "8 unknown-item",
            "9 no-time",
            "10 no-score",
            "11 ~negative-score",
            "12 not-a-statement",
        ]
    );
    assert_eq!(
        imported.faults[5].repair,
        "Did you mean “fire”? Correct it, or add it to the project."
    );
}

#[test]
fn learners_are_made_when_asked_for() {
    let imported = import(fixture!("xapi-lines.ndjson"), NEW);
    assert_eq!(imported.new_learners.len(), 1);
    assert_eq!(imported.new_learners[0].email, "zoe@example.org");
    assert!(
        told(&imported)
            .contains(&"7 2026-03-01T10:00:00Z zoe@example.org activity-completed fire".to_owned())
    );
}

#[test]
fn a_faulty_statement_leaves_its_id_to_a_good_one() {
    let statement = |mbox: &str| {
        format!(
            r#"{{"id":"A","actor":{{"mbox":"{mbox}"}},"verb":{{"id":"http://adlnet.gov/expapi/verbs/completed"}},"object":{{"id":"fire"}},"timestamp":"2026-03-29T02:30:00"}}"#
        )
    };
    let text = [
        statement("mailto:no@body.org"),
        statement("ada@example.org"),
        statement("mailto:ben@example.org"),
    ];
    let imported = import(text.join("\n").as_bytes(), NO_NEW);
    assert_eq!(imported.lines, [2]);
    // A time without an offset is on the site's clocks.
    assert_eq!(
        faults(&imported),
        ["1 unknown-learner", "2 ~skipped-hour", "3 i duplicate-statement"]
    );
}
