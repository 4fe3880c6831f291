//! Names: the program's enumerations, keys and defaults are the schema's, so
//! that one added there fails here until it is described.

use super::validator::{definition, names, resolved, schema};
use laureate::catalogue::*;
use laureate::diagnostic::Severity;
use laureate::rules::*;
use laureate::simulate::scenario::Scenario;
use laureate::simulate::{CertificationStatus, Reason, Verdict};
use laureate::template::{Field, FieldType};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeSet;

type Names = BTreeSet<String>;

fn of<T: DeserializeOwned>() -> Names {
    names::<T>(json!("?"))
}

/// The names that a part of the schema lists: values, and keys of objects that
/// have one key each.
fn listed(part: &Value) -> Names {
    let mut out = Names::new();
    for value in part.get("enum").and_then(Value::as_array).into_iter().flatten() {
        out.extend(value.as_str().map(str::to_owned));
    }
    for key in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
        out.insert(key.0.clone());
    }
    for part in part.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
        out.extend(listed(part));
    }
    out
}

fn kinds(which: impl Fn(EventKind) -> bool) -> Names {
    let mut out: Names =
        EventKind::ALL.into_iter().filter(|k| which(*k)).map(|k| k.as_str().to_owned()).collect();
    out.insert("section-completed".to_owned());
    out
}

/// Each enumeration of the schema, and the names that it has to have.
fn enumerations() -> Vec<(&'static str, Names)> {
    let rest_of_a_row = || {
        let mut names = of::<MappingValue>();
        names.insert("field".to_owned());
        names
    };
    vec![
        ("condition", of::<Node>()),
        ("action", of::<Action>()),
        ("block", of::<Block>()),
        ("milestone", of::<Milestone>()),
        ("assignment", of::<Assignment>()),
        ("mapping-row", rest_of_a_row()),
        ("event-kind", of::<EventKind>()),
        ("automation-event", kinds(EventKind::is_automation_type)),
        ("event/properties/status", of::<Status>()),
        ("activity-in-event/properties/status", of::<WantedStatus>()),
        ("time-since/properties/since", of::<Anchor>()),
        ("activity/properties/mode", of::<Mode>()),
        ("renewal/properties/kind", names::<Renewal>(json!({ "kind": "?" }))),
        ("renewal/properties/every", of::<Calendar>()),
        ("renewal/properties/from", names::<IntervalFrom>(json!({ "from": "?" }))),
        ("once", of::<Once>()),
        ("options/properties/mapping_failure", of::<MappingFailure>()),
        ("options/properties/late_events", of::<LateEvents>()),
        ("options/properties/month_end", of::<MonthEnd>()),
        ("options/properties/non_module_block", of::<NonModuleBlock>()),
        ("field/properties/type", of::<FieldType>()),
        ("expectation/properties/outcome", of::<Verdict>()),
        ("expectation/properties/reason", of::<Reason>()),
        ("expectation/properties/status", of::<CertificationStatus>()),
        ("expectation/properties/severity", of::<Severity>()),
    ]
}

#[test]
fn enumerations_are_those_of_the_program() {
    let schema = schema();
    let mut held = 0;
    for (place, expected) in enumerations() {
        let part = definition(&schema, place);
        assert_eq!(listed(part), expected, "{place}");
        held += part.to_string().matches(r#""enum":"#).count();
    }
    assert_eq!(of::<EventKind>(), kinds(|_| true), "an alias is new");
    // All but the one that tells two forms of renewals apart.
    let all = schema.to_string().matches(r#""enum":"#).count();
    assert_eq!(all, held + 1, "an enumeration of the schema is not held here");
}

/// The keys of a type. Fails to compile when one is missing.
macro_rules! keys {
    ($type:ident { $($field:ident $(as $key:literal)?),* $(,)? } $($flat:ident)*) => {{
        #[allow(dead_code, reason = "compiling it is the test")]
        fn complete(it: $type) {
            let $type { $($field: _,)* $($flat: _,)* } = it;
        }
        let names: &[&[&str]] = &[$(&[stringify!($field) $(, $key)?],)*];
        names.iter().map(|names| names.last().unwrap().to_string()).collect::<Names>()
    }};
}

#[test]
fn keys_are_those_of_the_program() {
    let parts = keys!(Project {
        name,
        options,
        activities,
        journeys,
        programmes,
        sessions,
        groups,
        learners,
        certificates,
        certifications,
        automations,
        triggers,
        events,
        scenarios,
    } extra);
    let options = keys!(Options {
        time_zone,
        until,
        once,
        mapping_failure,
        late_events,
        month_end,
        empty_groups_are_false,
        non_module_block,
        chain_limit,
    } extra);
    let activity = keys!(Activity {
        id, title, kind, mode, minimum_score, hidden, retired,
    } extra);
    let session = keys!(Session {
        id, title, programme, start, end, participants, blocks,
    } extra);
    let learner = keys!(Learner {
        id, first_name, last_name, full_name, email, language, attributes, registered, first_login,
    } extra);
    let field = keys!(Field { name, label, kind as "type", required, sample, format, } extra);
    let grant = keys!(Grant {
        certificate, title, attach_to, activity_source, user_source, mapping, once,
    } extra);
    let certification = keys!(Certification {
        id, title, courses, renewal, window_days, look_back_days, grace_days,
    } extra);
    let event = keys!(Event {
        at, learner, kind as "event", item, status, score, session, attributes,
    });
    let automation = keys!(Automation {
        id, name, version, enabled, active_from, event, conditions, actions,
    } extra);
    let trigger = keys!(Trigger {
        id, name, enabled, active_from, milestone, eligible, assigns,
    } extra);
    let schema = schema();
    for (place, keys) in [
        ("parts", parts),
        ("options", options),
        ("activity", activity),
        ("journey", keys!(Journey { id, title, activities, } extra)),
        ("journey-step", keys!(JourneyStep { activity, required })),
        ("programme", keys!(Programme { id, title, blocks, } extra)),
        ("session", session),
        ("group", keys!(Group { id, title, members, courses, } extra)),
        ("learner", learner),
        ("certificate", keys!(CertificateTemplate { id, title, fields, } extra)),
        ("field", field),
        ("grant", grant),
        ("certification", certification),
        ("required-course", keys!(RequiredCourse { activity, minimum_grade })),
        ("event", event),
        ("automation", automation),
        ("activity-in-event", keys!(ActivityInEvent { activity, status })),
        ("score-range", keys!(ScoreRange { activity, minimum, below })),
        ("time-since", keys!(TimeSince { since, from, to })),
        ("trigger", trigger),
        ("scenario", keys!(Scenario { name, given, when, then })),
    ] {
        let part = definition(&schema, place);
        let listed: Names = part["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(listed, keys, "{place}");
    }
    let row = keys!(MappingRow { field, } value);
    assert!(row.is_subset(&listed(definition(&schema, "mapping-row"))));
}

/// A thing with nothing said of it is the same thing with every default said.
#[test]
fn defaults_are_those_of_the_program() {
    let schema = schema();
    let entry = |list: &str, entry: Value| {
        let document = json!({ "format": FORMAT, "version": VERSION, list: entry });
        let (project, faults) = parse(&document.to_string()).unwrap();
        assert_eq!(faults, [], "{document}");
        project
    };
    let grant = |grant: Value| json!([{ "id": "p", "blocks": [{ "certificate": grant }] }]);
    let condition = |key: &'static str| move |condition: Value| json!([{ "id": "r", "event": "activity-completed", "conditions": { key: condition } }]);
    let alone = |entry: Value| json!([entry]);
    type Wrap<'a> = &'a dyn Fn(Value) -> Value;
    let things: [(&str, &str, Value, Wrap<'_>); 16] = [
        ("options", "options", json!({}), &|options| options),
        ("activity", "activities", json!({ "id": "a" }), &alone),
        ("journey", "journeys", json!({ "id": "j" }), &alone),
        (
            "journey-step",
            "journeys",
            json!({ "activity": "a" }),
            &|step| json!([{ "id": "j", "activities": [step] }]),
        ),
        ("programme", "programmes", json!({ "id": "p" }), &alone),
        ("session", "sessions", json!({ "id": "s", "programme": "p" }), &alone),
        ("group", "groups", json!({ "id": "g" }), &alone),
        ("learner", "learners", json!({ "id": "ada" }), &alone),
        ("certificate", "certificates", json!({ "id": "c" }), &alone),
        (
            "field",
            "certificates",
            json!({ "name": "n" }),
            &|field| json!([{ "id": "c", "fields": [field] }]),
        ),
        ("grant", "programmes", json!({ "certificate": "c" }), &grant),
        ("certification", "certifications", json!({ "id": "f" }), &alone),
        (
            "event",
            "events",
            json!({ "at": "2026-03-01", "learner": "ada", "event": "first-login" }),
            &alone,
        ),
        ("automation", "automations", json!({ "id": "r", "event": "activity-completed" }), &alone),
        ("score-range", "automations", json!({ "activity": "a" }), &condition("score")),
        ("time-since", "automations", json!({ "since": "registration" }), &condition("time-since")),
    ];
    for (place, list, least, wrap) in things {
        let part = definition(&schema, place);
        let mut whole = least.clone();
        let required: Vec<_> =
            part.get("required").and_then(Value::as_array).into_iter().flatten().collect();
        for (key, property) in part["properties"].as_object().unwrap() {
            if required.iter().any(|required| *required == key) {
                continue;
            }
            let default = resolved(&schema, property, "default");
            whole[key] = default.unwrap_or_else(|| panic!("no default of {place}.{key}")).clone();
        }
        assert_eq!(entry(list, wrap(least)), entry(list, wrap(whole.clone())), "{place}: {whole}");
    }
}

/// Whoever points at a key in an editor is told what it is.
#[test]
fn every_key_has_a_title_and_a_description() {
    fn look(schema: &Value, part: &Value, at: &str) {
        let Value::Object(map) = part else {
            part.as_array().into_iter().flatten().for_each(|part| look(schema, part, at));
            return;
        };
        for (key, value) in map {
            let at = format!("{at}/{key}");
            if key == "properties" && !at.contains("/oneOf/") {
                for (name, property) in value.as_object().unwrap() {
                    for word in ["title", "description"] {
                        let said = resolved(schema, property, word).and_then(Value::as_str);
                        assert!(said.is_some_and(|said| !said.is_empty()), "{at}/{name}: {word}");
                    }
                    look(schema, property, &format!("{at}/{name}"));
                }
            } else if key != "default" && key != "examples" {
                look(schema, value, &at);
            }
        }
    }
    let schema = schema();
    look(&schema, &schema, "");
}
