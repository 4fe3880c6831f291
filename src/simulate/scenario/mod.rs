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
//! | `fault`, `path`, `message` | a fault of an event |
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

/// A case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Whether every expectation was met and the case could be read.
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
        for (key, value) in &self.given {
            map.insert(key.clone(), value.clone());
        }
        let (mut project, mut faults) = parse(&Value::Object(map).to_string())?;
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

    /// Plays the case and compares.
    pub fn run(&self, base: Option<&Project>) -> ScenarioResult {
        let (project, faults) = match self.project(base) {
            Ok(read) => read,
            Err(faults) => return self.result(Vec::new(), faults),
        };
        let rehearsal = Rehearsal::new(project);
        let differences = expect::compare(&rehearsal, &self.then);
        self.result(differences, faults)
    }

    fn result(&self, differences: Vec<Difference>, faults: Diagnostics) -> ScenarioResult {
        // A case may expect faults of its project: only those of the case itself
        // make it fail.
        let unread = |fault: &&Diagnostic| {
            fault.is_error() && (fault.path.starts_with("when") || fault.path.is_empty())
        };
        let failed = faults.iter().find(unread).is_some();
        ScenarioResult {
            name: self.name.clone(),
            passed: differences.is_empty() && !failed,
            differences,
            faults,
        }
    }
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
