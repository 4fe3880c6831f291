//! Cases that keep what a history came to, to see later what an edit breaks.

use super::Desk;
use super::edit::Edit;
use crate::catalogue::Id;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::simulate::scenario::Scenario;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The longest history that a case keeps: a case is read by people.
pub const MAX_EVENTS: usize = 2_000;

impl Desk {
    /// Keeps the history and who has what at its end as a case. Learners are kept
    /// with it; the rules are not, since it is they that are to be tried.
    pub(super) fn keep_scenario(&mut self, name: &str, now: f64) -> Result<(), Diagnostics> {
        if self.project().events.len() > MAX_EVENTS || self.project().learners.len() > MAX_EVENTS {
            let message = format!("A case keeps at most {MAX_EVENTS} events and learners.");
            return Err(vec![
                Diagnostic::error("too-large", "events", message)
                    .repair("Open a smaller history, such as the learners that matter."),
            ]);
        }
        self.finish();
        let played = self.compiled();
        let checked = &played.rehearsal.checked;
        let mut had: BTreeMap<(Id, Id), Vec<String>> = BTreeMap::new();
        for grant in &played.tally.grants {
            let key =
                (checked.learners.id(grant.learner), checked.certificates.id(grant.certificate));
            had.entry(key).or_default().push(checked.zone.stamp(grant.at));
        }
        let mut then: Vec<Map<String, Value>> = Vec::new();
        for learner in &played.rehearsal.project.learners {
            for certificate in &played.rehearsal.project.certificates {
                let granted = had.get(&(learner.id.clone(), certificate.id.clone()));
                let facts = granted.map_or_else(
                    || vec![Value::Null],
                    |all| all.iter().map(|at| json!(at)).collect(),
                );
                for at in facts {
                    let mut line = Map::new();
                    line.insert("learner".into(), json!(learner.id));
                    line.insert("certificate".into(), json!(certificate.id));
                    line.insert("granted".into(), at);
                    then.push(line);
                }
            }
        }
        let project = &played.rehearsal.project;
        let mut given = Map::new();
        given.insert("learners".into(), json!(project.learners));
        if !project.sessions.is_empty() {
            given.insert("sessions".into(), json!(project.sessions));
        }
        let scenario = Scenario {
            name: name.to_owned(),
            given,
            when: project.events.iter().map(|event| json!(event)).collect(),
            then,
        };
        let edit = Edit::insert(usize::MAX, vec![json!(scenario)]);
        self.edit(vec![edit], &format!("Keep the case “{name}”"), None, now);
        Ok(())
    }
}
