//! The cases of `cases.json`, and what must hold for any project: nothing
//! panics, every repair settles its finding, and repairing comes to an end.

mod bounds;

use super::{Check, check};
use crate::locale::Tongue;
use crate::rules::repair::apply;
use crate::rules::{Project, random};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Reads a project; what a case does not mention is taken from a small sound one.
pub(in crate::rules) fn project(own: &Value) -> Project {
    let mut all = json!({
        "format": "laureate-project", "version": 1,
        "activities": ["a", "b", "c"], "journeys": [{"id": "j", "activities": ["a", "b"]}],
        "certificates": ["x", "y"], "learners": ["ada"], "groups": [{"id": "g", "members": ["ada"]}],
    });
    for (key, value) in own.as_object().unwrap() {
        all[key] = value.clone();
    }
    let (project, faults) = crate::rules::parse(&all.to_string()).unwrap();
    assert_eq!(faults, []);
    project
}

struct Case {
    name: String,
    project: Project,
    finds: Vec<String>,
}

fn cases() -> Vec<Case> {
    let cases: Vec<Map<String, Value>> = serde_json::from_str(include_str!("cases.json")).unwrap();
    cases
        .into_iter()
        .map(|case| Case {
            name: case["name"].as_str().unwrap().to_owned(),
            project: project(&case["project"]),
            finds: serde_json::from_value(case["finds"].clone()).unwrap(),
        })
        .collect()
}

/// One finding as a line of the cases: `error code path`, and `+` with a repair.
fn line(check: &Check) -> String {
    let diagnostic = &check.diagnostic;
    let severity = serde_json::to_value(diagnostic.severity).unwrap();
    let repair = if check.repair.is_some() { " +" } else { "" };
    format!("{} {} {}{repair}", severity.as_str().unwrap(), diagnostic.code, diagnostic.path)
}

/// Whether the repairs of these findings settle them.
fn settles(project: &Project, found: &[Check]) -> Result<(), String> {
    for one in found {
        let Some(repair) = &one.repair else { continue };
        let after = apply(project, repair);
        if let Some(left) = check(&after).into_iter().find(|c| c.diagnostic == one.diagnostic) {
            return Err(format!("{repair:?} does not settle {left:?}"));
        }
    }
    Ok(())
}

#[test]
fn every_case_finds_what_it_says() {
    for case in cases() {
        let found = check(&case.project);
        let mut lines: Vec<String> = found.iter().map(line).collect();
        let mut wanted = case.finds.clone();
        // Of one entry in whatever order: the families come one after another.
        lines.sort();
        wanted.sort();
        assert_eq!(lines, wanted, "{}: {:#?}", case.name, found);
    }
}

#[test]
fn every_repair_settles_its_finding_and_says_what_it_does() {
    for case in cases() {
        let found = check(&case.project);
        settles(&case.project, &found).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        for one in found {
            assert!(one.diagnostic.repair.is_some(), "{} has no advice", line(&one));
            if let Some(repair) = &one.repair {
                assert_eq!(one.diagnostic.repair, Some(repair.sentence(Tongue::ENGLISH)));
            }
            let json = serde_json::to_string(&one).unwrap();
            assert_eq!(serde_json::from_str::<Check>(&json).unwrap(), one, "{json}");
        }
    }
}

#[test]
fn findings_follow_the_project() {
    for case in cases() {
        let places: Vec<_> = check(&case.project).into_iter().map(|c| c.subject.list).collect();
        assert!(places.is_sorted(), "{}: {places:?}", case.name);
    }
}

#[test]
fn the_table_of_codes_is_complete_and_each_has_a_case() {
    let table = include_str!("../mod.rs").lines().filter(|line| line.starts_with("//! | `"));
    let in_table: BTreeSet<&str> = table
        .flat_map(|line| line.split('|').nth(2).unwrap().split('`'))
        .filter(|part| part.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect();
    let found: Vec<Check> = cases().iter().flat_map(|case| check(&case.project)).collect();
    let mut in_cases: BTreeSet<&str> = found.iter().map(|c| &*c.diagnostic.code).collect();
    // Too deep for a case: it has a test of its own.
    in_cases.insert("too-deep");
    assert_eq!(in_table, in_cases);
}

#[test]
fn every_sort_of_repair_has_a_case() {
    let source = include_str!("../../repair/mod.rs");
    let body = source.split("pub enum Repair {").nth(1).unwrap().split("\n}").next().unwrap();
    let all: BTreeSet<String> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    ").and_then(|line| line.strip_suffix(" {")))
        .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(str::to_owned)
        .collect();
    let repairs = cases().into_iter().flat_map(|case| check(&case.project));
    let seen: BTreeSet<String> = repairs
        .filter_map(|check| check.repair)
        .map(|repair| format!("{repair:?}").split_whitespace().next().unwrap().to_owned())
        .collect();
    assert_eq!(seen, all);
}

#[test]
fn what_it_says_is_said_plainly() {
    let found = |name: &str| {
        let case = cases().into_iter().find(|case| case.name == name).unwrap();
        check(&case.project).into_iter().map(|c| c.diagnostic).collect::<Vec<_>>()
    };
    let order = &found("an order in which a learner gets nothing")[0];
    assert_eq!(order.message, "Whoever completes “b”, then “a” gets nothing.");
    let cycle = found("rules that set each other off without end");
    let cycle = cycle.iter().find(|d| d.code == "rule-cycle").unwrap();
    assert_eq!(
        cycle.message,
        "These rules set each other off without end: “r”, then “s”, then “t”, then “r”. What was \
         done is undone by “u” and “v”, so that it is done again, until the chain is cut after 16 events."
    );
    let unknown = found("ids that name nothing");
    let of = |path: &str| unknown.iter().find(|d| d.path == path).unwrap();
    assert_eq!(
        of("programmes.p.blocks[0]").message,
        "“j” is a journey, and here an activity has to be named."
    );
    assert_eq!(
        of("journeys.j.activities[0]").repair.as_deref(),
        Some("Replace “atire” by “attire”.")
    );
    // A slip that is made twice is set right in both places.
    let twice = project(&json!({"automations": [{"id": "r", "event": "activity-completed",
        "conditions": {"and": [{"activity-in-event": "attire"}, {"activity-completed": "attire"}]},
        "actions": [{"grant-certificate": {"certificate": "x"}}]}], "activities": ["attires"]}));
    let repair = check(&twice).into_iter().find_map(|c| c.repair).unwrap();
    let left = check(&apply(&twice, &repair));
    assert!(left.iter().all(|c| c.subject.list != crate::rules::List::Automations), "{left:?}");
    assert!(of("events[0].learner").message.ends_with("(2 events.)"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_project_can_be_checked_and_repairs_settle_what_they_are_for(
        project in random::project(),
    ) {
        let found = check(&project);
        prop_assert!(found.iter().map(|c| c.subject.list).is_sorted());
        settles(&project, &found).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn repairing_comes_to_an_end(project in random::project(), pick in any::<prop::sample::Index>()) {
        let mut project = project;
        for step in 0.. {
            let repairs: Vec<_> = check(&project).into_iter().filter_map(|c| c.repair).collect();
            if repairs.is_empty() {
                break;
            }
            // Not always the first, so that repairs meet in many orders.
            project = apply(&project, &repairs[(pick.index(1000) + step) % repairs.len()]);
            prop_assert!(step < 500, "still {:?}", repairs);
        }
    }
}
