//! Rules as data, and the check against orders that are really played one by one.

use super::*;
use crate::rules::random;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn project(value: Value) -> Project {
    let mut value = value;
    value["format"] = json!("laureate-project");
    value["version"] = json!(1);
    let (project, faults) = crate::rules::parse(&value.to_string()).unwrap();
    assert_eq!(faults, []);
    project
}

/// A rule that grants on `attach_to`, with the conditions written as JSON.
fn rule(event: &str, conditions: &str, attach_to: &str, once: &str) -> Project {
    let conditions: Value = serde_json::from_str(conditions).unwrap();
    project(json!({
        "activities": ["a", "b", "c", "d"],
        "journeys": [{"id": "j", "activities": ["c", "d"]}, {"id": "k", "activities": ["a"]}, "empty"],
        "programmes": [{"id": "p", "blocks": [{"journey": "j"}, {"activity": "b"}]}],
        "automations": [{"id": "r", "event": event, "conditions": conditions, "actions": [
            {"grant-certificate": {"certificate": "x", "attach_to": attach_to, "once": once}}]}],
    }))
}

fn all<'a>(kind: &str, ids: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<String> = ids.into_iter().map(|id| format!("{{\"{kind}\":\"{id}\"}}")).collect();
    parts.join(",")
}

const IN_EVENT: &str = "activity-in-event";
const DONE: &str = "activity-completed";

/// What is found, as one line.
fn said(found: &OrderCheck) -> String {
    let ids = |ids: &[Id]| ids.join(" ");
    let mut line = Vec::new();
    if let Some(order) = &found.nothing {
        line.push(format!("nothing: {}", ids(order)));
    }
    if let Some(twice) = &found.twice {
        line.push(format!("twice: {} at {:?}", ids(&twice.counterexample), twice.at));
    }
    if found.fires_on_first {
        line.push("first".to_owned());
    }
    line.join("; ")
}

#[test]
fn rules_and_their_orders() {
    let recipe = |ids: [&str; 3]| {
        format!(r#"{{"and":[{{"or":[{}]}},{{"and":[{}]}}]}}"#, all(IN_EVENT, ids), all(DONE, ids))
    };
    let recipe = recipe(["a", "b", "c"]);
    let or = r#"{"or":[{"activity-in-event":"a"},{"activity-in-event":"b"}]}"#;
    let both = r#"{"and":[{"activity-in-event":"a"},{"activity-in-event":"b"}]}"#;
    let last = r#"{"and":[{"activity-in-event":"b"},{"activity-completed":"a"}]}"#;
    let state = r#"{"and":[{"activity-completed":"a"},{"activity-completed":"b"}]}"#;
    let negated = r#"{"and":[{"activity-in-event":"b"},{"activity-completed":"a"},{"not":{"activity-completed":"c"}},{"learner-in-group":"g"}]}"#;
    let journey = r#"{"and":[{"activity-completed":"a"},{"journey-completed":"j"}]}"#;
    let cases: &[(&str, &str, &str, &str, &str)] = &[
        ("activity-completed", &recipe, "c", "per-cycle", ""),
        // Attached to the event's item, a repetition hangs another on it.
        ("activity-completed", &recipe, "event", "per-cycle", "twice: a b c a at [2, 3]"),
        ("activity-completed", &recipe, "event", "ever", "twice: a b c a at [2, 3]"),
        ("activity-completed", &recipe, "c", "every-event", "twice: a b c a at [2, 3]"),
        ("activity-completed", or, "a", "per-cycle", "first"),
        ("activity-completed", or, "event", "per-cycle", "twice: a b at [0, 1]; first"),
        ("activity-completed", both, "a", "per-cycle", "nothing: a b"),
        ("activity-completed", last, "b", "per-cycle", "nothing: b a"),
        ("activity-completed", last, "event", "per-cycle", "nothing: b a"),
        ("activity-completed", last, "b", "every-event", "nothing: b a; twice: a b b at [1, 2]"),
        ("activity-completed", state, "b", "per-cycle", ""),
        ("activity-completed", negated, "b", "per-cycle", "nothing: b a"),
        // The journey's own activities are not in the rule: some other event.
        ("activity-completed", journey, "a", "per-cycle", ""),
        (
            "activity-completed",
            r#"{"and":[{"activity-in-event":"a"},{"journey-completed":"j"}]}"#,
            "a",
            "per-cycle",
            "nothing: a j",
        ),
        // It follows from c and d.
        (
            "activity-completed",
            r#"{"and":[{"or":[{"activity-in-event":"c"},{"activity-in-event":"d"}]},{"journey-completed":"j"}]}"#,
            "j",
            "per-cycle",
            "",
        ),
        // It follows from a, and so is there with the first completion.
        (
            "journey-completed",
            r#"{"and":[{"journey-in-event":"k"},{"activity-completed":"a"}]}"#,
            "k",
            "per-cycle",
            "first",
        ),
        // It can't come before c.
        (
            "journey-completed",
            r#"{"and":[{"journey-in-event":"j"},{"activity-completed":"c"}]}"#,
            "j",
            "per-cycle",
            "",
        ),
        (
            "journey-completed",
            r#"{"and":[{"journey-in-event":"j"},{"activity-completed":"a"}]}"#,
            "j",
            "per-cycle",
            "nothing: j a",
        ),
        (
            "programme-completed",
            r#"{"and":[{"programme-in-event":"p"},{"journey-completed":"j"}]}"#,
            "p",
            "per-cycle",
            "",
        ),
    ];
    for (event, conditions, attach_to, once, expected) in cases {
        let found = order_check(&rule(event, conditions, attach_to, once), "r").unwrap();
        assert_eq!(said(&found), *expected, "{event} {conditions} on {attach_to}, {once}");
        assert!(found.exhaustive);
    }
}

#[test]
fn rules_that_have_no_orders() {
    for (event, conditions) in [
        ("activity-completed", r#"{"activity-in-event":"a"}"#),
        ("activity-completed", r#"{"and":[{"activity-in-event":"a"},{"activity-completed":"a"}]}"#),
        (
            "activity-completed",
            r#"{"or":[{"activity-in-event":{"activity":"a","status":"failed"}},{"activity-in-event":"b"}]}"#,
        ),
        ("activity-graded", r#"{"and":[{"activity-in-event":"a"},{"activity-completed":"b"}]}"#),
    ] {
        assert_eq!(order_check(&rule(event, conditions, "a", "ever"), "r"), None, "{conditions}");
    }
    assert_eq!(order_check(&Project::default(), "r"), None);
}

#[test]
fn orders_are_counted() {
    let ids = ["i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8"];
    let conditions = |n: usize| {
        let (about, done) = (all(IN_EVENT, ids[..n].to_vec()), all(DONE, ids[..n].to_vec()));
        format!(r#"{{"and":[{{"or":[{about}]}},{{"and":[{done}]}}]}}"#)
    };
    for (n, orders) in [(2, 2), (5, 120), (8, 40_320)] {
        let found = order_check(&rule("activity-completed", &conditions(n), "x", "ever"), "r");
        let found = found.unwrap();
        assert_eq!((found.orders_played, found.orders_total), (orders, orders as f64));
        assert!(found.is_ok() && found.exhaustive);
    }
    // Of the orders of c and j only one can come about.
    let conditions = r#"{"and":[{"journey-in-event":"j"},{"activity-completed":"c"}]}"#;
    let found = order_check(&rule("journey-completed", conditions, "j", "ever"), "r").unwrap();
    assert_eq!((found.orders_played, found.orders_total), (1, 1.0));
}

#[test]
fn many_items_are_sampled_and_a_fault_is_still_found() {
    let ids: Vec<String> = (0..40).map(|i| format!("i{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let done = all(DONE, ids.clone());
    let whole =
        format!(r#"{{"and":[{{"or":[{}]}},{{"and":[{done}]}}]}}"#, all(IN_EVENT, ids.clone()));
    let found = order_check(&rule("activity-completed", &whole, "x", "ever"), "r").unwrap();
    assert!(found.is_ok() && !found.exhaustive);
    // Five for each item, but for those that are the same.
    assert!((150..200).contains(&found.orders_played));
    assert!(found.orders_total > 8e47 && found.orders_total < 9e47);
    // One is missing in the group: the order that has it last gets nothing.
    let but_one = all(IN_EVENT, ids.into_iter().filter(|id| *id != "i17"));
    let faulty = format!(r#"{{"and":[{{"or":[{but_one}]}},{{"and":[{done}]}}]}}"#);
    let found = order_check(&rule("activity-completed", &faulty, "x", "ever"), "r").unwrap();
    assert_eq!(found.nothing.unwrap().last().unwrap(), "i17");
}

#[test]
fn the_recipe_is_that_of_the_book() {
    let read = |json: &str| serde_json::from_str::<Node>(json).unwrap();
    let conditions = read(
        r#"{"and":[{"activity-in-event":"a"},{"activity-in-event":{"activity":"b","status":"passed"}},
            {"or":[{"activity-completed":"c"},{"has-certificate":"x"}]},{"not":{"learner-in-group":"g"}}]}"#,
    );
    let project = Project::default();
    let items = rule_items(&project, Some(&conditions));
    let recipe =
        any_order_recipe(crate::catalogue::EventKind::ActivityCompleted, Some(&conditions), &items);
    let wanted = read(
        r#"{"and":[
            {"or":[{"activity-in-event":"a"},{"activity-in-event":{"activity":"b","status":"passed"}},{"activity-in-event":"c"}]},
            {"and":[{"activity-completed":"a"},{"activity-completed":"b"},{"activity-completed":"c"}]},
            {"not":{"learner-in-group":"g"}}]}"#,
    );
    assert_eq!(recipe, wanted);
}

#[test]
fn the_recipe_knows_what_a_journey_consists_of() {
    let conditions = r#"{"and":[{"activity-in-event":"a"},{"journey-in-event":"j"}]}"#;
    let project = rule("activity-completed", conditions, "event", "per-cycle");
    let change = any_order(&project, &project.automations[0]).unwrap();
    let wanted = r#"{"and":[
        {"or":[{"activity-in-event":"a"},{"activity-in-event":"c"},{"activity-in-event":"d"}]},
        {"and":[{"activity-completed":"a"},{"journey-completed":"j"}]}]}"#;
    assert_eq!(change.conditions, serde_json::from_str(wanted).unwrap());
    assert_eq!(change.attach_to.as_deref(), Some("j"));
    // Nobody knows what this one consists of.
    let conditions = r#"{"and":[{"activity-in-event":"a"},{"journey-completed":"empty"}]}"#;
    let project = rule("activity-completed", conditions, "event", "per-cycle");
    assert_eq!(any_order(&project, &project.automations[0]), None);
}

/// Whether the tree holds, read as plainly as it can be: `about` is the item of
/// the event, `done` what is completed.
fn holds(node: &Node, about: Option<(ItemKind, &str)>, done: &BTreeSet<(ItemKind, Id)>) -> bool {
    match node {
        Node::And(nodes) => nodes.iter().all(|node| holds(node, about, done)),
        Node::Or(nodes) => nodes.iter().any(|node| holds(node, about, done)),
        Node::Not(_) => true,
        Node::ActivityInEvent(condition) => {
            items::is_completion(condition.status)
                && about == Some((ItemKind::Activity, condition.activity.as_str()))
        }
        node => match (event_item(node), completed_item(node)) {
            (Some((kind, id)), _) => about == Some((kind, id.as_str())),
            (_, Some((kind, id))) => done.contains(&(kind, id.clone())),
            _ => true,
        },
    }
}

/// Trees without anything that the plain reading above does not know.
fn plain(node: &Node) -> Option<Node> {
    let parts = |nodes: &[Node]| nodes.iter().filter_map(plain).collect::<Vec<_>>();
    match node {
        Node::And(nodes) => Some(Node::And(parts(nodes))).filter(|n| !n.children().is_empty()),
        Node::Or(nodes) => Some(Node::Or(parts(nodes))).filter(|n| !n.children().is_empty()),
        Node::Not(inner) if inner.is_group() || inner.is_in_event() => None,
        Node::Not(inner) if matches!(**inner, Node::Not(_)) => None,
        node => Some(node.clone()),
    }
}

fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut out = Vec::new();
    for (i, first) in items.iter().enumerate() {
        let mut rest = items.to_vec();
        rest.remove(i);
        out.extend(permutations(&rest).into_iter().map(|mut order| {
            order.insert(0, *first);
            order
        }));
    }
    out
}

/// Every order one by one, in a project in which nothing consists of anything:
/// whether some order grants nothing, and whether some grants twice.
fn brute(project: &Project, rule: &Automation) -> (bool, bool) {
    let items = rule_items(project, rule.conditions.as_ref());
    let kind = ItemKind::in_event(rule.event);
    let tree = rule.conditions.as_ref().unwrap();
    let (mut nothing, mut twice) = (false, false);
    let n = items.len();
    for order in permutations(&(0..n).collect::<Vec<_>>()) {
        let mut plays = vec![(order.clone(), false)];
        for i in 0..n {
            for place in [i + 1, n] {
                let mut again = order.clone();
                again.insert(place, order[i]);
                plays.push((again, true));
            }
        }
        for (play, repeats) in plays {
            let mut done = BTreeSet::new();
            let mut fired = Vec::new();
            for i in play {
                let item = &items[i];
                done.insert((item.kind, item.id.clone()));
                let about = (Some(item.kind) == kind).then_some((item.kind, item.id.as_str()));
                let seen = about.is_some() || kind == Some(ItemKind::Activity);
                if seen && holds(tree, about, &done) {
                    fired.push(i);
                }
            }
            nothing |= !repeats && fired.is_empty();
            for (_, grant) in rule.grants() {
                let every = grant.once.unwrap_or(project.options.once) == Once::EveryEvent;
                let hangs_on: BTreeSet<usize> = match grant.attach_to {
                    AttachTo::Event => fired.iter().copied().collect(),
                    AttachTo::Item(_) => fired.iter().map(|_| 0).collect(),
                };
                twice |= if every { fired.len() > 1 } else { hangs_on.len() > 1 };
            }
        }
    }
    (nothing, twice)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn finds_what_playing_one_by_one_finds(rule in random::automation(), once in 0..2_usize) {
        let mut rule = rule;
        rule.conditions = rule.conditions.as_ref().and_then(plain);
        let mut project = Project::default();
        project.options.once = [Once::PerCycle, Once::EveryEvent][once];
        if let Some(found) = order_check_of(&project, &rule)
            && found.items.len() <= 5
        {
            let wanted = brute(&project, &rule);
            prop_assert_eq!((found.nothing.is_some(), found.twice.is_some()), wanted);
        }
    }

    #[test]
    fn sampling_finds_nothing_that_is_not_there(rule in random::automation()) {
        let project = Project::default();
        if let Some(found) = order_check_of(&project, &rule) {
            let items = rule_items(&project, rule.conditions.as_ref());
            let sampled = Play::new(&project, &rule, items).check_some();
            prop_assert!(found.nothing.is_some() || sampled.nothing.is_none());
            prop_assert!(found.twice.is_some() || sampled.twice.is_none());
            prop_assert!(found.fires_on_first == sampled.fires_on_first || sampled.fires_on_first);
        }
    }

    #[test]
    fn never_panics_and_tells_orders_that_are_so(project in random::project()) {
        for rule in &project.automations {
            let Some(found) = order_check_of(&project, rule) else { continue };
            if let Some(twice) = found.twice {
                prop_assert!(twice.at.len() > 1);
                prop_assert!(twice.at.iter().all(|i| *i < twice.counterexample.len()));
            }
        }
    }

    #[test]
    fn after_the_recipe_a_learner_gets_it_once_in_any_order(
        project in random::project(),
        event in prop::sample::select(ItemKind::ALL.map(ItemKind::completion).to_vec()),
    ) {
        for rule in &project.automations {
            let mut rule = rule.clone();
            rule.event = event;
            let items = rule_items(&project, rule.conditions.as_ref());
            // Items that the rule's event type shows, by themselves or by their parts.
            let kind = ItemKind::in_event(event);
            let shown = |item: &RuleItem| {
                Some(item.kind) == kind
                    || (kind == Some(ItemKind::Activity) && !item.parts.is_empty())
            };
            if items.len() < 2 || !items.iter().all(shown) {
                continue;
            }
            rule.conditions = Some(any_order_recipe(event, rule.conditions.as_ref(), &items));
            for action in &mut rule.actions {
                if let crate::rules::Action::GrantCertificate(grant) = action {
                    grant.attach_to = AttachTo::Item("alpha".into());
                    grant.once = Some(Once::PerCycle);
                }
            }
            let found = order_check_of(&project, &rule).unwrap();
            prop_assert!(found.is_ok(), "{:?}", found);
        }
    }

    #[test]
    fn what_is_offered_as_the_recipe_passes(project in random::project()) {
        for rule in &project.automations {
            if let Some(change) = any_order(&project, rule) {
                let mut rule = rule.clone();
                change.apply(&mut rule, project.options.once);
                prop_assert!(order_check_of(&project, &rule).unwrap().is_ok());
            }
        }
    }
}
