//! The JSON form of a project: read entry by entry, so that one fault neither
//! hides the next nor takes good entries with it.

use super::project::Project;
use super::repair::deep::without_deep;
use crate::catalogue::{Activity, CertificateTemplate, FromId, Group, Journey, Learner, Programme};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::migrate::{Chain, Trouble};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the key `format` of a project says.
pub const FORMAT: &str = "laureate-project";

/// The version that this build writes, and the newest that it reads.
pub const VERSION: u64 = 1;

/// What was read before [`VERSION`], and the steps from there.
pub const CHAIN: Chain = Chain { format: FORMAT, steps: &[] };

/// The longest project text that is read, in bytes.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;

/// How many faults are listed; the rest are counted.
pub const MAX_FAULTS: usize = 1000;

/// Reads a project's JSON text. What can be read is in the project; every entry
/// that can't is left out and named: `wrong-type` at `automations[3].event`.
/// Unknown keys are kept, but for those of events. Older versions are brought to ours
/// first.
///
/// # Errors
/// When there is no project in it at all: `not-json`, `not-a-project`,
/// `newer-version`, `too-large`.
pub fn parse(text: &str) -> Result<(Project, Diagnostics), Diagnostics> {
    parse_by(&CHAIN, text)
}

fn parse_by(chain: &Chain, text: &str) -> Result<(Project, Diagnostics), Diagnostics> {
    if text.len() > MAX_BYTES {
        return Err(vec![
            Diagnostic::error("too-large", "", "This project has more than 512 MB.")
                .repair("Split its history into several files."),
        ]);
    }
    let map: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(|e| {
        // The form is told apart from the syntax, which is why it is read twice.
        match serde_json::from_str::<serde::de::IgnoredAny>(text) {
            Ok(_) => vec![not_a_project("It is not a JSON object.")],
            Err(_) => vec![
                Diagnostic::error("not-json", "", format!("This is not JSON: {e}."))
                    .repair("Choose a file that was saved as a Laureate project."),
            ],
        }
    })?;
    let mut reader = Reader { map, faults: Vec::new(), more: 0 };
    let version = reader.version(chain).map_err(|trouble| vec![told(chain, trouble)])?;
    if version < chain.newest() {
        // All of it is a value for a moment: it is written as ours, which is read in parts.
        let value = serde_json::from_str(text).unwrap_or_default();
        let ours = chain.bring(value).map_err(|trouble| vec![told(chain, trouble)])?;
        return parse_by(chain, &Value::Object(ours).to_string());
    }
    let mut project = Project {
        name: reader.value("name"),
        options: reader.value("options"),
        activities: reader.named::<Activity>("activities"),
        journeys: reader.named::<Journey>("journeys"),
        programmes: reader.named::<Programme>("programmes"),
        sessions: reader.list("sessions"),
        groups: reader.named::<Group>("groups"),
        learners: reader.named::<Learner>("learners"),
        certificates: reader.named::<CertificateTemplate>("certificates"),
        certifications: reader.list("certifications"),
        automations: reader.list("automations"),
        triggers: reader.list("triggers"),
        events: reader.list("events"),
        scenarios: reader.list("scenarios"),
        extra: Map::new(),
    };
    project.extra = reader.rest();
    project.copy_blocks();
    Ok((project, reader.faults()))
}

/// The JSON value of a project; [`parse`] gives the same project back.
///
/// Conditions that nest deeper than [`Node::MAX_DEPTH`](super::Node::MAX_DEPTH),
/// which [`parse`] could not read, are left out, and their rules written switched
/// off: without conditions they would fire at every event. The engine never
/// evaluates such a rule anyway, and [`check`](super::check::check()) reports it
/// as `too-deep` before it is written.
pub fn write(project: &Project) -> Value {
    let mut out = Map::new();
    out.insert("format".into(), json!(FORMAT));
    out.insert("version".into(), json!(VERSION));
    // Maps with string keys, strings and numbers: serde_json cannot fail on
    // them, and writes null for a number that is not finite.
    let shallow = without_deep(project);
    if let Ok(Value::Object(map)) = serde_json::to_value(shallow.as_ref().unwrap_or(project)) {
        out.extend(map);
    }
    Value::Object(out)
}

fn told(chain: &Chain, trouble: Trouble) -> Diagnostic {
    match trouble {
        Trouble::NoObject => not_a_project("It is not a JSON object."),
        Trouble::OtherFormat => not_a_project(&format!("Its `format` is not \"{FORMAT}\".")),
        Trouble::NoVersion => not_a_project("Its `version` is not a whole number from 1."),
        Trouble::Newer(newer) => {
            let newest = chain.newest();
            let message = format!(
                "This project was saved by a newer Laureate (version {newer}; this one reads up to {newest})."
            );
            Diagnostic::error("newer-version", "version", message)
                .repair("Reload the page to get the newest Laureate. The file is unchanged.")
        }
        Trouble::Step(fault) => fault,
    }
}

fn not_a_project(why: &str) -> Diagnostic {
    Diagnostic::error("not-a-project", "", format!("This is not a Laureate project. {why}"))
        .repair("Choose a file that was saved as a Laureate project.")
}

struct Reader<'a> {
    map: BTreeMap<String, &'a RawValue>,
    faults: Diagnostics,
    more: usize,
}

impl Reader<'_> {
    /// Takes the header away and tells the version.
    fn version(&mut self, chain: &Chain) -> Result<u64, Trouble> {
        let format = self.map.remove("format").and_then(|v| parsed::<String>(v).ok());
        let version = self.map.remove("version").and_then(|v| parsed::<u64>(v).ok());
        chain.version(format.as_deref(), version)
    }

    fn value<T: DeserializeOwned + Default>(&mut self, key: &str) -> T {
        let Some(raw) = self.map.remove(key) else { return T::default() };
        match parsed(raw) {
            Ok(value) => value,
            Err(fault) => {
                self.fault(fault.at(key));
                T::default()
            }
        }
    }

    /// A list whose entries may be given by their id alone.
    fn named<T: DeserializeOwned + FromId>(&mut self, key: &str) -> Vec<T> {
        self.entries(key, |raw| match raw.get().starts_with('"') {
            true => parsed::<String>(raw).map(|id| T::from_id(&id)),
            false => parsed(raw),
        })
    }

    fn list<T: DeserializeOwned>(&mut self, key: &str) -> Vec<T> {
        self.entries(key, parsed)
    }

    fn entries<T>(
        &mut self,
        key: &str,
        mut read: impl FnMut(&RawValue) -> Result<T, Fault>,
    ) -> Vec<T> {
        let Some(raw) = self.map.remove(key) else { return Vec::new() };
        let entries: Vec<&RawValue> = match serde_json::from_str(raw.get()) {
            Ok(entries) => entries,
            Err(_) => {
                let message = format!("`{key}` is not a list.");
                self.fault(
                    Diagnostic::error("wrong-type", key, message)
                        .repair(format!("Make `{key}` a list: [ … ].")),
                );
                return Vec::new();
            }
        };
        let mut out = Vec::with_capacity(entries.len());
        for (index, raw) in entries.into_iter().enumerate() {
            match read(raw) {
                Ok(entry) => out.push(entry),
                Err(fault) => self.fault(fault.at(&format!("{key}[{index}]"))),
            }
        }
        out
    }

    fn fault(&mut self, fault: Diagnostic) {
        if self.faults.len() < MAX_FAULTS { self.faults.push(fault) } else { self.more += 1 }
    }

    fn rest(&mut self) -> Map<String, Value> {
        let mut out = Map::new();
        for (key, raw) in std::mem::take(&mut self.map) {
            match parsed(raw) {
                Ok(value) => {
                    out.insert(key, value);
                }
                Err(fault) => self.fault(fault.at(&key)),
            }
        }
        out
    }

    fn faults(mut self) -> Diagnostics {
        if self.more > 0 {
            let message = format!("{} more entries can't be read.", self.more);
            self.faults.push(Diagnostic::error("more-faults", "", message));
        }
        self.faults
    }
}

/// What is wrong with a value, and where in it.
struct Fault {
    path: String,
    message: String,
}

impl Fault {
    fn at(self, place: &str) -> Diagnostic {
        let path = match self.path.as_str() {
            "." | "" => place.to_owned(),
            inner if inner.starts_with('[') => format!("{place}{inner}"),
            inner => format!("{place}.{inner}"),
        };
        let message = self.message;
        if message.starts_with("recursion limit") {
            return Diagnostic::error("too-deep", path, "This nests deeper than 50 groups.")
                .repair("Take groups apart, or split it into several rules.");
        }
        Diagnostic::error("wrong-type", path, format!("This can't be read: {message}."))
            .repair("Correct it; everything else was read.")
    }
}

fn parsed<T: DeserializeOwned>(raw: &RawValue) -> Result<T, Fault> {
    // The quick way first: the place is only looked for when there is a fault.
    if let Ok(value) = serde_json::from_str(raw.get()) {
        return Ok(value);
    }
    let mut json = serde_json::Deserializer::from_str(raw.get());
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    T::deserialize(tracked).map_err(|error: serde_json::Error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text);
        Fault { path: track.path().to_string(), message: message.trim_end_matches('.').to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(rest: &str) -> String {
        format!(r#"{{"format":"laureate-project","version":1{rest}}}"#)
    }

    #[test]
    fn an_older_version_is_brought_to_ours_before_it_is_read() {
        const RENAMED: Chain = Chain {
            format: FORMAT,
            steps: &[|mut map| {
                let name = map.shift_remove("title").unwrap_or_default();
                map.insert("name".into(), name);
                Ok(map)
            }],
        };
        let old =
            r#"{"format":"laureate-project","version":1,"title":"Old","x":1,"groups":["g",7]}"#;
        let (project, faults) = parse_by(&RENAMED, old).unwrap();
        assert_eq!((project.name.as_str(), project.groups.len()), ("Old", 1));
        assert_eq!(project.extra.len(), 1, "unknown keys are kept, and only those");
        assert_eq!(faults[0].path, "groups[1]");
        let newer = r#"{"format":"laureate-project","version":3}"#;
        assert_eq!(parse_by(&RENAMED, newer).unwrap_err()[0].code, "newer-version");
    }

    #[test]
    fn ids_alone_stand_for_simple_entries() {
        let (project, faults) =
            parse(&wrap(r#","activities":["a",{"id":"b","hidden":true}],"learners":["ada"]"#))
                .unwrap();
        assert_eq!(faults, []);
        assert_eq!(project.activities[0], Activity::from_id("a"));
        assert!(project.activities[1].hidden);
        assert_eq!(project.learners[0].id, "ada");
    }

    #[test]
    fn every_fault_has_its_place_and_takes_nothing_with_it() {
        let (project, faults) = parse(&wrap(
            r#","activities":["a",{"title":"no id"},"b"],"events":[
                {"at":"2026-03-01","learner":"ada","event":"activity-completed","item":"a"},
                {"at":"292277-01-01","learner":"ada","event":"activity-completed","item":"a"},
                {"at":"2026-03-01","learner":"ada","event":"sneezed"}],
               "automations":[{"id":"r","event":"activity-completed",
                 "conditions":{"and":[{"or":[{"activity-completd":"a"}]}]}}],
               "groups":7,"surprise":{"kept":true}"#,
        ))
        .unwrap();
        assert_eq!((project.activities.len(), project.events.len()), (2, 1));
        assert_eq!(project.extra["surprise"]["kept"], true);
        let places: Vec<_> = faults.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(
            places,
            [
                "activities[1]",
                "groups",
                "automations[0].conditions.and[0].or[0]",
                "events[1].at",
                "events[2].event"
            ]
        );
    }

    #[test]
    fn a_tree_ten_thousand_deep_is_a_diagnostic() {
        let tree = format!("{}{}", r#"{"and":["#.repeat(10_000), "]}".repeat(10_000));
        let text = wrap(&format!(
            r#","automations":[{{"id":"r","event":"activity-completed","conditions":{tree}}}]"#
        ));
        let faults = match parse(&text) {
            Ok((_, faults)) | Err(faults) => faults,
        };
        assert_eq!(faults[0].code, "too-deep");
    }

    #[test]
    fn writes_what_it_reads() {
        let text = wrap(
            r#","name":"Safety","options":{"time_zone":"Europe/Berlin","once":"ever","later":1},
            "activities":[{"id":"a","title":"A","minimum_score":80,"retired":"2026-05-01"}],
            "journeys":[{"id":"j","activities":["a",{"activity":"b","required":false}]}],
            "programmes":[{"id":"p","blocks":[{"activity":"a"},{"note":"Welcome"},
               {"certificate":{"certificate":"c","attach_to":"p","mapping":[
                 {"field":"n","source":"Event > Invite > User > Full name"},
                 {"field":"d","date":"Completed at + 24 months"},{"field":"k","constant":"x"}]}}]}],
            "certifications":[{"id":"f","courses":[{"activity":"a","minimum_grade":70}],
               "renewal":{"kind":"interval","months":12,"from":"fixed","date":"2026-01-01"},"window_days":30}],
            "automations":[{"id":"r","event":"activity-completed","active_from":"2026-01-01","conditions":
               {"and":[{"activity-in-event":{"activity":"a","status":"failed"}},{"not":{"learner-in-group":"g"}},
               {"score":{"activity":"a","minimum":50}},{"time-since":{"since":{"completion":"a"},"from":"30 days"}}]},
               "actions":[{"notify":"hello"}]}],
            "triggers":[{"id":"t","milestone":"joins","assigns":[{"course":"a"}]},
               {"id":"u","milestone":{"completes":["a"]},"eligible":["g"]}]"#,
        );
        let (project, faults) = parse(&text).unwrap();
        assert_eq!(faults, []);
        let again = parse(&write(&project).to_string()).unwrap();
        assert_eq!(again, (project, vec![]));
    }

    #[test]
    fn says_when_it_is_something_else() {
        for (text, code) in [
            ("{", "not-json"),
            ("[1]", "not-a-project"),
            ("{}", "not-a-project"),
            (r#"{"format":"laureate-project","version":99}"#, "newer-version"),
            (r#"{"format":"laureate-template","version":1}"#, "not-a-project"),
        ] {
            assert_eq!(parse(text).unwrap_err()[0].code, code, "{text}");
        }
    }
}
