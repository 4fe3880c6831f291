//! Hostile and huge projects.

use super::{check, line, project};
use crate::catalogue::{Event, EventKind, FromId, Learner, Moment, Status};
use crate::rules::{Automation, Node, Project, ScoreRange};
use serde_json::json;

fn rule(conditions: Node) -> Automation {
    Automation {
        conditions: Some(conditions),
        ..serde_json::from_value(
            json!({"id": "r", "event": "activity-completed", "actions": [{"notify": "x"}]}),
        )
        .unwrap()
    }
}

fn nested(depth: usize, wrap: fn(Node) -> Node) -> Node {
    (1..depth).fold(Node::LearnerInGroup("g".into()), |node, _| wrap(node))
}

#[test]
fn groups_may_nest_fifty_deep_and_no_deeper() {
    let wraps: [fn(Node) -> Node; 3] = [
        |node| Node::And(vec![node]),
        |node| Node::Or(vec![Node::ActivityInEvent(in_event("a")), node]),
        |node| Node::Not(Box::new(node)),
    ];
    for wrap in wraps {
        for (depth, deep) in [(50, false), (51, true), (10_000, true)] {
            let mut project = project(&json!({}));
            project.automations = vec![rule(nested(depth, wrap))];
            let found: Vec<String> = check(&project).iter().map(line).collect();
            let said = found.contains(&"error too-deep automations.r.conditions".to_owned());
            assert_eq!(said, deep, "{depth}: {found:?}");
            // Nothing else is said of such a rule.
            assert!(!deep || found.len() == 1, "{found:?}");
        }
    }
}

fn in_event(id: &str) -> crate::rules::ActivityInEvent {
    crate::rules::ActivityInEvent { activity: id.into(), status: Default::default() }
}

#[test]
fn numbers_that_are_none_are_named() {
    let mut project = project(&json!({"activities": ["a", {"id": "m", "minimum_score": 1}]}));
    project.activities[1].minimum_score = Some(f64::NAN);
    let range = ScoreRange { activity: "a".into(), minimum: Some(f64::NAN), below: None };
    project.automations = vec![rule(Node::Score(range))];
    let found: Vec<String> = check(&project).iter().map(line).collect();
    assert!(found.contains(&"error score-out-of-range activities.m.minimum_score".to_owned()));
    assert!(found.contains(&"error score-out-of-range automations.r.conditions".to_owned()));
}

fn event(learner: &str, at: &str) -> Event {
    Event {
        at: Moment::parse(at).unwrap(),
        learner: learner.into(),
        kind: EventKind::ActivityCompleted,
        item: "a".into(),
        status: Status::Completed,
        score: None,
        session: None,
        attributes: None,
    }
}

#[test]
fn a_wrong_file_is_told_in_a_few_lines() {
    let mut project = project(&json!({"options": {"time_zone": "Europe/Berlin"}}));
    project.events =
        (0..5000).map(|i| event(&format!("stranger-{i}"), "2026-03-29 02:30")).collect();
    project.learners = vec![Learner::from_id("ada"); 5000];
    let found = check(&project);
    let of = |code: &str| found.iter().filter(|c| c.diagnostic.code == code).count();
    // So many one by one, and one line for the rest.
    assert_eq!((of("unknown-item"), of("skipped-hour"), of("duplicate-id")), (101, 21, 101));
    assert!(found.iter().any(|c| c.diagnostic.message.starts_with("4900 more ids")));
    assert!(found.iter().any(|c| c.diagnostic.message.ends_with("4980 events more.")));
}

#[test]
fn many_rules_take_no_long_time() {
    let mut project = project(&json!({}));
    let ids = ["a", "b", "c"];
    project.automations = (0..300)
        .map(|i| {
            let about = |id| Node::ActivityInEvent(in_event(id));
            let mut one = rule(Node::And(vec![
                Node::Or(ids.map(about).to_vec()),
                Node::LearnerInGroup(format!("g{i}").as_str().into()),
            ]));
            one.id = format!("r{i}").as_str().into();
            one.actions = serde_json::from_value(json!([
                {"grant-certificate": {"certificate": "x"}}, {"complete-activity": "a"}]))
            .unwrap();
            one
        })
        .collect();
    let start = std::time::Instant::now();
    let found = check(&project);
    assert!(found.iter().any(|c| c.diagnostic.code == "rule-chain"));
    // In the way it is built for tests; thousandfold slower would be noticed.
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn many_hourly_rules_and_rings_that_are_undone_take_no_long_time() {
    let mut project = project(&json!({}));
    let rule = |id: String, event: &str, actions: serde_json::Value| -> Automation {
        let group = |i: usize| json!({"not": {"learner-in-group": format!("g{i}")}});
        let all: Vec<_> = (0..12).map(group).collect();
        serde_json::from_value(
            json!({"id": id, "event": event, "conditions": {"and": all}, "actions": actions}),
        )
        .unwrap()
    };
    project.automations = (0..200)
        .flat_map(|i| {
            let both = json!([{"expire-activity": "a"}, {"complete-activity": "a"}, {"complete-activity": "b"}]);
            [
                rule(format!("h{i}"), "periodic-check", json!([{"add-to-group": "g"}, {"notify": format!("{i}")}])),
                rule(format!("o{i}"), "periodic-check", json!([{"remove-from-group": "g"}])),
                rule(format!("e{i}"), "activity-completed", both),
            ]
        })
        .collect();
    let start = std::time::Instant::now();
    let found = check(&project);
    for code in ["hourly-loop", "rule-cycle"] {
        assert!(found.iter().any(|c| c.diagnostic.code == code), "{code}");
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn an_empty_project_is_sound() {
    assert_eq!(check(&Project::default()), []);
}
