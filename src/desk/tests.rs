use super::*;
use crate::catalogue::{Activity, Event, FromId, Learner, Moment};
use crate::rules::parse;
use crate::simulate::scenario::Scenario;
use proptest::prelude::*;
use serde_json::Value;

const STORY: &str = include_str!("../../tests/rules/stories/three-ways-to-a-certificate.json");

fn story() -> Project {
    Scenario::parse(STORY).unwrap().project(None).unwrap().0
}

fn asked(desk: &mut Desk, request: Value) -> Value {
    let answer: Value = serde_json::from_str(&desk.ask(&request.to_string())).unwrap();
    assert_eq!(answer.get("errors"), None, "{request}");
    answer.get("ok").unwrap().clone()
}

#[test]
fn a_story_is_played_and_every_question_answered() {
    let mut desk = Desk::with(story());
    desk.finish();
    let progress = desk.progress();
    assert_eq!(progress.phase, Phase::Done);
    assert!(progress.counts.grants > 0);
    let rows = asked(&mut desk, serde_json::json!({"ask":"rows","filter":{},"from":0,"count":9}));
    assert_eq!(rows["total"], 4);
    let granted = asked(
        &mut desk,
        serde_json::json!({"ask":"rows","filter":{"standing":"granted"},"from":0,"count":9}),
    );
    assert_eq!(granted["total"], progress.counts.holders);
    let lanes = asked(&mut desk, serde_json::json!({"ask":"lanes","filter":{},"from":0,"count":1}));
    assert!(lanes["lanes"][0]["marks"].as_array().unwrap().len() > 1);
    let who = lanes["lanes"][0]["learner"].clone();
    for ask in ["state", "steps", "coverage", "scenarios", "difference"] {
        asked(&mut desk, serde_json::json!({ "ask": ask }));
    }
    for report in ["grants", "gaps", "near-misses", "coverage", "difference"] {
        let csv = asked(&mut desk, serde_json::json!({"ask":"csv","report":report}));
        assert!(csv.as_str().unwrap().contains("\r\n"), "{report}");
    }
    let view = asked(&mut desk, serde_json::json!({"ask":"view","learner":who}));
    assert!(!view["library"].as_array().unwrap().is_empty());
    let grants =
        asked(&mut desk, serde_json::json!({"ask":"grants","learner":who,"from":0,"count":9}));
    assert!(grants["grants"][0]["values"]["recipient_name"].is_string());
    let which = grants["grants"][0]["certificate"].clone();
    let why =
        asked(&mut desk, serde_json::json!({"ask":"explain","learner":who,"certificate":which}));
    assert_eq!(why["explanation"]["has"], true);
    let order =
        asked(&mut desk, serde_json::json!({"ask":"order-check","rule":"ready-for-the-site"}));
    assert!(order["orders_played"].as_u64().unwrap() > 1);
}

#[test]
fn answers_come_in_the_language_that_was_told() {
    let texts = r#"{ "language": "de", "texts": {
        "All its conditions hold.": "Alle Bedingungen gelten.",
        "It granted {title}.": "Vergeben: {title}.",
        "“{title}”": "„{title}“"
    } }"#;
    let plurals = |_: f64| "other".to_owned();
    let mut desk = Desk::with(story());
    desk.speak(crate::locale::Catalogue::read(texts, Box::new(plurals)).unwrap());
    // Another project that is opened is spoken of in it as well.
    let text = write(&story()).to_string();
    asked(
        &mut desk,
        serde_json::json!({"ask":"open","text":text,"label":"Open","fresh":true,"now":0.0}),
    );
    desk.finish();
    let grants = asked(&mut desk, serde_json::json!({"ask":"grants","from":0,"count":1}));
    let (who, which) = (&grants["grants"][0]["learner"], &grants["grants"][0]["certificate"]);
    let why =
        asked(&mut desk, serde_json::json!({"ask":"explain","learner":who,"certificate":which}));
    let because = why["because"][0].as_str().unwrap();
    assert!(because.starts_with("Alle Bedingungen gelten. Vergeben: „"), "{because}");
}

#[test]
fn an_edit_is_compared_with_what_was_before() {
    let mut desk = Desk::with(story());
    desk.finish();
    let grants = desk.progress().counts.grants;
    let events = desk.project().events.len();
    desk.edit(vec![Edit::remove::<Event>(0, events)], "Clear the history", None, 0.0);
    desk.finish();
    assert_eq!(desk.progress().difference, Some((0, grants, 0)));
    desk.undo();
    desk.finish();
    assert_eq!(desk.progress().difference, Some((grants, 0, 0)));
    assert_eq!(desk.project(), &story());
}

#[test]
fn a_case_that_is_kept_passes_until_a_rule_changes() {
    let mut desk = Desk::with(story());
    asked(&mut desk, serde_json::json!({"ask":"keep-scenario","name":"As it is","now":0.0}));
    let passed = asked(&mut desk, serde_json::json!({"ask":"scenarios"}));
    assert_eq!(passed[0]["passed"], true, "{passed}");
    let mut rule = desk.project().automations[0].clone();
    rule.enabled = false;
    desk.edit(vec![Edit::set(0, rule)], "Switch off", None, 0.0);
    let broken = asked(&mut desk, serde_json::json!({"ask":"scenarios"}));
    assert_eq!(broken[0]["passed"], false);
}

#[test]
fn typing_is_one_step_and_slices_end_where_one_run_does() {
    let mut desk = Desk::with(story());
    for (n, title) in ["S", "Sa", "Saf"].into_iter().enumerate() {
        let activity = Activity { title: title.into(), ..Activity::from_id("safety") };
        desk.edit(vec![Edit::set(0, activity)], "Rename", Some("a0"), n as f64 * 100.0);
    }
    assert_eq!(desk.history.steps().len(), 1);
    desk.undo();
    assert_eq!(desk.project(), &story());
    let mut whole = Desk::with(story());
    whole.finish();
    let mut sliced = Desk::with(story());
    while sliced.is_busy() {
        sliced.step(1);
    }
    assert_eq!(sliced.progress().counts, whole.progress().counts);
}

#[test]
fn a_file_is_opened_as_a_step_and_refused_as_a_whole() {
    let mut desk = Desk::with(story());
    let text =
        crate::rules::write(&Project { name: "New".into(), ..Project::default() }).to_string();
    asked(
        &mut desk,
        serde_json::json!({"ask":"open","text":text,"label":"Open","fresh":false,"now":0.0}),
    );
    assert_eq!(desk.project().name, "New");
    desk.undo();
    assert_eq!(desk.project(), &story());
    let refused = desk.ask(r#"{"ask":"open","text":"{","label":"","fresh":true,"now":0}"#);
    assert!(refused.contains("not-json"));
    assert_eq!(desk.project(), &story());
    assert!(desk.ask("nonsense").contains("wrong-argument"));
}

#[test]
fn an_import_is_added_in_one_step() {
    let mut desk = Desk::with(story());
    let csv = b"learner,event,item,instant\nzoe,completed,attire,2026-03-01\nzoe,completed,nothing,2026-03-02\n";
    let seen = desk.read_csv(csv, None, true);
    assert_eq!((seen.kept, seen.faulty, seen.new_learners), (1, 1, 1));
    asked(&mut desk, serde_json::json!({"ask":"add-imported","without":[],"now":0.0}));
    assert_eq!(desk.project().learners.len(), 5);
    desk.undo();
    assert_eq!(desk.project(), &story());
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let place = (0..6_usize, 0..4_usize, 0..3_usize);
    prop_oneof![
        "[a-c]{1,2}".prop_map(Edit::Name),
        (place.clone(), "[a-c]").prop_map(|((at, remove, n), id)| Edit::Splice(Splice {
            at,
            remove,
            insert: Entries::Activities(vec![Activity::from_id(&id); n])
        })),
        (place, "[a-c]").prop_map(|((at, remove, n), id)| Edit::Splice(Splice {
            at,
            remove,
            insert: Entries::Learners(vec![Learner::from_id(&id); n])
        })),
    ]
}

proptest! {
    #[test]
    fn undone_is_the_start_and_redone_is_the_end(
        steps in prop::collection::vec(
            (prop::collection::vec(any_edit(), 0..3), prop::option::of(0..2_u8), 0.0..2000.0_f64), 0..20)
    ) {
        let mut desk = Desk::with(story());
        let mut now = 0.0;
        for (edits, key, wait) in steps {
            now += wait;
            desk.edit(edits, "step", key.map(|k| k.to_string()).as_deref(), now);
        }
        let end = desk.project().clone();
        let all = desk.history.steps().len();
        for _ in 0..all { desk.undo(); }
        prop_assert_eq!(desk.project(), &story());
        for _ in 0..all { desk.redo(); }
        prop_assert_eq!(desk.project(), &end);
    }

    #[test]
    fn edits_between_two_projects_lead_from_one_to_the_other(
        edits in prop::collection::vec(any_edit(), 0..6)
    ) {
        let start = story();
        let mut end = start.clone();
        edit::apply_all(&mut end, edits);
        let mut there = start.clone();
        let back = edit::apply_all(&mut there, edit::between(&start, &end));
        prop_assert_eq!(&there, &end);
        edit::apply_all(&mut there, back);
        prop_assert_eq!(&there, &start);
    }
}

#[test]
fn edits_survive_the_way_through_json() {
    let event = Event {
        at: Moment::parse("2026-03-01 10:00").unwrap(),
        learner: "ada".into(),
        kind: crate::catalogue::EventKind::ActivityCompleted,
        item: "a".into(),
        status: Default::default(),
        score: Some(80.0),
        session: None,
        attributes: None,
    };
    let edits = vec![
        Edit::insert(usize::MAX, vec![event]),
        Edit::insert(0, story().automations),
        Edit::insert(0, story().certificates),
        Edit::Options(Box::new(story().options)),
    ];
    let text = serde_json::to_string(&edits).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Edit>>(&text).unwrap(), edits);
    let (head, faults) = parse(&Desk::with(story()).state().head).unwrap();
    assert_eq!(faults, []);
    assert_eq!((head.learners.len(), head.automations), (0, story().automations));
}

#[test]
fn every_story_opens_without_a_fault_and_passes_its_own_case() {
    for story in stories::STORIES {
        let project = story.project().unwrap();
        let mut desk = Desk::with(project);
        desk.finish();
        assert_eq!(desk.progress().faults, [], "{}", story.key);
        let cases = asked(&mut desk, serde_json::json!({"ask":"scenarios"}));
        assert_eq!(cases[0]["passed"], true, "{}: {}", story.key, cases[0]);
    }
}

#[test]
fn an_edited_automation_gets_a_higher_version_once_a_step() {
    let mut desk = Desk::with(story());
    let versions =
        |desk: &Desk| desk.project().automations.iter().map(|a| a.version).collect::<Vec<_>>();
    let mut rule = desk.project().automations[1].clone();
    for (n, name) in ["W", "We", "Wel"].into_iter().enumerate() {
        rule.name = name.into();
        desk.edit(vec![Edit::set(1, rule.clone())], "Rename", Some("a"), n as f64);
    }
    assert_eq!(versions(&desk), [1, 2, 1]);
    rule.enabled = false;
    desk.edit(vec![Edit::set(1, rule)], "Switch off", None, 3.0);
    assert_eq!(versions(&desk), [1, 3, 1]);
    desk.undo();
    desk.undo();
    assert_eq!(desk.project(), &story());
}
