//! Histories and rules of any size, the same for the native benchmarks and for
//! the browser's, from a fixed sequence of numbers.

use laureate::rules::{Project, parse};
use serde_json::{Value, json};

/// A fixed sequence (Knuth's MMIX), so that every run measures the same work.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit as u64).unwrap()
    }
}

/// Rules as people write them: most about one activity, some about three in any
/// order, some with a score or a group, some that assign rather than grant.
fn automation(index: usize, activities: usize, random: &mut Sequence) -> Value {
    let mut activity = || format!("a{}", random.below(activities));
    let (a, b, c) = (activity(), activity(), activity());
    let grant = json!({ "grant-certificate": { "certificate": format!("c{}", index % 20), "attach_to": a, "mapping": [
        { "field": "recipient_name", "source": "Event > Invite > User > Full name" },
        { "field": "completed_at", "source": "Event > Invite > Completed at" },
        { "field": "valid_until_date", "date": "Event > Invite > Completed at + 24 months" },
    ] } });
    let (conditions, action) = match index % 10 {
        0..5 => (json!({ "activity-in-event": a }), grant),
        5 | 6 => (
            json!({ "and": [
                { "or": [{ "activity-in-event": a }, { "activity-in-event": b }, { "activity-in-event": c }] },
                { "and": [{ "activity-completed": a }, { "activity-completed": b }, { "activity-completed": c }] },
            ] }),
            grant,
        ),
        7 => (
            json!({ "and": [{ "activity-in-event": a }, { "score": { "activity": a, "minimum": 60 } }, { "not": { "learner-in-group": "g1" } }] }),
            grant,
        ),
        8 => (
            json!({ "and": [{ "activity-in-event": a }, { "learner-in-group": format!("g{}", index % 8) }] }),
            grant,
        ),
        _ => (json!({ "activity-in-event": a }), json!({ "assign-course": b })),
    };
    json!({ "id": format!("r{index}"), "event": "activity-completed", "conditions": conditions, "actions": [action] })
}

/// A project of `learners` with `rules` about so many `activities`, and a history
/// of `events` completions of them over a year.
pub fn replay(events: usize, rules: usize, learners: usize, activities: usize) -> Value {
    let mut random = Sequence(42);
    let hour = |hours: usize| {
        let (day, hour) = (hours / 24, hours % 24);
        format!("2026-{:02}-{:02}T{hour:02}:{:02}:00Z", day / 28 + 1, day % 28 + 1, day % 60)
    };
    let automations: Vec<_> =
        (0..rules).map(|index| automation(index, activities, &mut random)).collect();
    let history: Vec<_> = (0..events)
        .map(|_| {
            json!({
                "at": hour(random.below(12 * 28 * 24)),
                "learner": format!("learner-{}", random.below(learners)),
                "event": "activity-completed",
                "item": format!("a{}", random.below(activities)),
                "score": random.below(101),
            })
        })
        .collect();
    let people: Vec<_> = (0..learners)
        .map(|n| json!({ "id": format!("learner-{n}"), "first_name": "Ada", "last_name": format!("Number {n}") }))
        .collect();
    let groups: Vec<_> = (0..8)
        .map(|g| {
            let members: Vec<_> =
                (0..learners).filter(|n| n % 8 == g).map(|n| format!("learner-{n}")).collect();
            json!({ "id": format!("g{g}"), "members": members })
        })
        .collect();
    let fields = json!([
        { "name": "recipient_name", "required": true }, { "name": "completed_at", "type": "date" },
        { "name": "valid_until_date", "type": "date" },
    ]);
    let certificates: Vec<_> =
        (0..20).map(|c| json!({ "id": format!("c{c}"), "fields": fields })).collect();
    let journeys: Vec<_> = (0..20)
        .map(|j| json!({ "id": format!("j{j}"), "activities": (0..5).map(|a| format!("a{}", j * 20 + a)).collect::<Vec<_>>() }))
        .collect();
    json!({
        "format": "laureate-project", "version": 1,
        "activities": (0..activities).map(|a| format!("a{a}")).collect::<Vec<_>>(),
        "journeys": journeys, "groups": groups, "learners": people, "certificates": certificates,
        "automations": automations, "events": history,
    })
}

/// Ten years of hourly rules for so many learners: courses that unlock after a
/// time, and a certification that is renewed every quarter.
pub fn periodic(learners: usize) -> Value {
    let people: Vec<_> = (0..learners)
        .map(|n| json!({ "id": format!("learner-{n}"), "registered": format!("2026-01-{:02}T0{}:30:00", n % 28 + 1, n % 10) }))
        .collect();
    let events: Vec<_> = (0..learners)
        .flat_map(|n| {
            let learner = format!("learner-{n}");
            [
                json!({ "at": "2026-02-01T09:00", "learner": learner, "event": "certification-assigned", "item": "food" }),
                json!({ "at": "2026-02-10T10:00", "learner": learner, "event": "activity-completed", "item": "a", "score": 90 }),
            ]
        })
        .collect();
    json!({
        "format": "laureate-project", "version": 1,
        "options": { "time_zone": "Europe/Berlin", "until": "2036-01-01" },
        "activities": ["a", "b", "c"], "learners": people, "events": events,
        "certifications": [{ "id": "food", "courses": [{ "activity": "a", "minimum_grade": 80 }],
            "renewal": { "kind": "calendar", "every": "quarterly", "effective": "2026-01-01" }, "window_days": 14, "grace_days": 7 }],
        "automations": [
            { "id": "p1", "event": "periodic-check", "actions": [{ "unlock": "b" }],
              "conditions": { "time-since": { "since": "registration", "from": "30 days", "to": "2 years" } } },
            { "id": "p2", "event": "periodic-check", "actions": [{ "notify": "Renew" }],
              "conditions": { "not": { "has-certification": "food" } } },
            { "id": "p3", "event": "periodic-check", "actions": [{ "lock": "c" }],
              "conditions": { "time-since": { "since": { "completion": "a" }, "from": "1 year" } } },
        ],
    })
}

/// Reads a workload as the program reads any project.
pub fn read(project: &Value) -> Project {
    let (project, faults) = parse(&project.to_string()).unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    project
}
