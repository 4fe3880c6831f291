//! Given, when, then: cases that say what a history leads to, kept with the
//! project and run as a suite.
//!
//! A case is JSON:
//!
//! ```json
//! {
//!   "name": "The last of two completions grants",
//!   "given": { "activities": ["a", "b"], "learners": ["ada"], "certificates": ["c"],
//!     "automations": [{ "id": "r", "event": "activity-completed", "…": "…" }] },
//!   "when": ["2026-03-01 09:00 ada completes a", "2026-03-02 09:00 ada completes b"],
//!   "then": [
//!     { "learner": "ada", "certificate": "c", "granted": "2026-03-02 09:00" },
//!     { "learner": "ada", "rule": "r", "at": "2026-03-01 09:00", "reason": "conditions-false",
//!       "evidence": { "change": ["and[1]"] } }
//!   ]
//! }
//! ```
//!
//! What can't be read makes a case fail, unless it expects that as a `fault`.
//!
//! - `given` holds the parts of a project ([`crate::rules::Project`]); parts that
//!   it leaves out are those of the project that the case is kept with. An event
//!   list of the project is not taken over: `when` is the history.
//! - `when` holds events, as sentences ([`event_line`]) or as in a project.
//! - `then` holds expectations: objects of which every key must be found in one
//!   and the same fact of the run (below), nested objects alike; lists must be
//!   as long. Moments may be written as in a project. `null` means absent, and
//!   `"never": true` that no fact has the other keys.
//!
//! The facts:
//!
//! | Keys | What it is |
//! |---|---|
//! | `learner`, `rule`, `at`, `outcome`, `reason`, `event`, `evidence`, `because`… | an outcome, with its sentence |
//! | `learner`, `certificate`, `granted`, `by`, `attached_to`, `cycle`, `values`, `unfit` | a certificate |
//! | `learner`, `certification`, `at`, `status`, `expires` | a change of a certification's status |
//! | `learner`, `at`, `view` | what the learner sees at that instant |
//! | `check`, `path`, `severity`, `message`, `repair` | a finding of the checks, before any run |
//! | `fault`, `path`, `message` | what of the case can't be read, and faults of its events |
//! | `learner`, `gap`, `certificate`, `reason`, `values`, `near_miss`… | see [`crate::simulate::report`] |
//! | `learner`, `explain`, `has`, `steps`… | the explanation for a certificate |
//! | `order_check`, `nothing`, `twice`, `exhaustive`… | the order check of a rule |
//! | `certificates`, `events` | how many there are in all |

mod expect;
mod facts;
mod line;

pub use expect::Difference;
pub use line::event_line;

use super::Rehearsal;
use crate::catalogue::Event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{Project, parse, write};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A case. A key that is none of these is a fault: a misspelt `then` would expect
/// nothing, and pass.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, as a sentence.
    pub name: String,
    /// The parts of a project.
    #[serde(default)]
    pub given: Map<String, Value>,
    /// The history.
    #[serde(default)]
    pub when: Vec<Value>,
    /// Expectations.
    #[serde(default)]
    pub then: Vec<Map<String, Value>>,
}

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioResult {
    /// Its name.
    pub name: String,
    /// Whether every expectation was met, and the case could be read but for what
    /// it expects to be a fault.
    pub passed: bool,
    /// The expectations that were not met, with what was found instead.
    pub differences: Vec<Difference>,
    /// What could not be read.
    pub faults: Diagnostics,
}

impl Scenario {
    /// Reads a case from JSON.
    ///
    /// # Errors
    /// `not-a-scenario`, with the place.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        serde_json::from_str(text).map_err(|e| {
            Diagnostic::error("not-a-scenario", "", format!("This is not a case: {e}."))
                .repair("A case has a name, and lists `when` and `then`.")
        })
    }

    /// The project that it plays: its own parts over those of `base`.
    ///
    /// # Errors
    /// What can't be read.
    pub fn project(&self, base: Option<&Project>) -> Result<(Project, Diagnostics), Diagnostics> {
        let mut map = match base.map(write) {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        map.remove("events");
        map.remove("scenarios");
        map.insert("format".into(), json!(crate::rules::FORMAT));
        map.insert("version".into(), json!(crate::rules::VERSION));
        let mut unknown = Vec::new();
        for (key, value) in &self.given {
            if !KEYS.contains(&key.as_str()) {
                unknown.push(unknown_key(key));
            }
            map.insert(key.clone(), value.clone());
        }
        let (mut project, mut faults) = parse(&Value::Object(map).to_string())?;
        faults.extend(unknown);
        for (index, value) in self.when.iter().enumerate() {
            let event = match value {
                Value::String(text) => event_line(text),
                value => Event::deserialize(value).map_err(|e| e.to_string()),
            };
            match event {
                Ok(event) => project.events.push(event),
                Err(why) => faults
                    .push(Diagnostic::error("not-an-event", format!("when[{index}]"), why).repair(
                        "Write for example: 2026-03-01 09:00 ada completes safety with 80",
                    )),
            }
        }
        Ok((project, faults))
    }

    /// Plays the case and compares. It passes when every expectation is met, and
    /// nothing in it was unreadable but what it expects to be, as a `fault`.
    pub fn run(&self, base: Option<&Project>) -> ScenarioResult {
        let (name, played) = (self.name.clone(), self.project(base));
        let (project, faults) = match played {
            Ok(read) => read,
            Err(faults) => {
                return ScenarioResult { name, passed: false, differences: Vec::new(), faults };
            }
        };
        let rehearsal = Rehearsal::new(project);
        let differences = expect::compare(&rehearsal, &faults, &self.then);
        let zone = &rehearsal.checked.zone;
        let failed = faults
            .iter()
            .any(|fault| fault.is_error() && !expect::foresees(&self.then, fault, zone));
        ScenarioResult { name, passed: differences.is_empty() && !failed, differences, faults }
    }
}

/// The parts of a project, as `given` names them.
const KEYS: &[&str] = &[
    "name",
    "options",
    "activities",
    "journeys",
    "programmes",
    "sessions",
    "groups",
    "learners",
    "certificates",
    "certifications",
    "automations",
    "triggers",
    "events",
];

fn unknown_key(key: &str) -> Diagnostic {
    let message = format!("A project has no part “{key}”.");
    Diagnostic::error("unknown-key", format!("given.{key}"), message)
        .repair(format!("Write one of {}.", KEYS.join(", ")))
}

/// Runs the cases that are kept with a project.
pub fn run_all(project: &Project) -> Vec<ScenarioResult> {
    let case = |value: &Value| match Scenario::deserialize(value) {
        Ok(scenario) => scenario.run(Some(project)),
        Err(e) => ScenarioResult {
            name: value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
            passed: false,
            differences: Vec::new(),
            faults: vec![Diagnostic::error("not-a-scenario", "", e.to_string())],
        },
    };
    project.scenarios.iter().map(case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(case: &Value) -> ScenarioResult {
        Scenario::parse(&case.to_string()).unwrap().run(None)
    }

    #[test]
    fn what_cannot_be_read_fails_unless_it_is_expected() {
        let mut case = json!({
            "name": "A misspelt event type",
            "given": {
                "activities": ["a"], "learners": ["ada"], "certificates": ["c"],
                "automations": [{ "id": "r", "event": "activity-complete",
                    "actions": [{ "grant-certificate": { "certificate": "c" } }] }]
            },
            "when": ["2026-03-01 ada completes a"],
            "then": [{ "learner": "ada", "certificate": "c", "granted": null }]
        });
        let result = run(&case);
        assert_eq!((result.passed, result.differences.len()), (false, 0));
        let expected = json!({ "fault": "wrong-type", "path": "automations[0].event" });
        case["then"].as_array_mut().unwrap().push(expected);
        assert!(run(&case).passed);
        // One fault is foreseen, the other is not.
        case["given"]["groups"] = json!(7);
        assert!(!run(&case).passed);
    }

    #[test]
    fn keys_that_are_none_fail() {
        let case = |given: Value| json!({ "name": "x", "given": given, "when": [], "then": [] });
        assert!(run(&case(json!({ "activities": ["a"] }))).passed);
        let result = run(&case(json!({ "activites": ["a"] })));
        assert!(!result.passed);
        assert_eq!(
            (&*result.faults[0].code, &*result.faults[0].path),
            ("unknown-key", "given.activites")
        );
        let misspelt = json!({ "name": "x", "given": {}, "when": [], "than": [] });
        assert_eq!(Scenario::parse(&misspelt.to_string()).unwrap_err().code, "not-a-scenario");
    }
}
