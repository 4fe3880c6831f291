//! A rehearsal room: one project, its last run, and everything that can be asked
//! of them.

use crate::catalogue::Moment;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::import::history::{self, Columns, Imported, Known, Settings};
use crate::rules::check::{Check, check};
use crate::rules::order::{OrderCheck, order_check};
use crate::rules::repair::{Repair, apply};
use crate::rules::{Project, parse, write};
use crate::simulate::report::{self, Coverage, Difference, GapReport, GrantReport};
use crate::simulate::scenario::{self, ScenarioResult};
use crate::simulate::sentence::{Explained, Titles, explained};
use crate::simulate::{Explanation, Filter, LearnerView, Rehearsal, Tally};
use serde::{Deserialize, Serialize};

/// One project and its last run.
pub struct Room {
    rehearsal: Rehearsal,
    tally: Option<Tally>,
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How many certificates were granted.
    pub grants: usize,
    /// How many outcomes there were other than "skipped".
    pub outcomes: usize,
    /// How many events were played, with those that followed by themselves.
    pub events: u64,
    /// For each rule, in order: its id, and how many outcomes of each verdict
    /// (fired, suppressed, skipped, failed, waiting).
    pub rules: Vec<(String, [u64; 5])>,
    /// Whether it was stopped before everyone was played.
    pub stopped: bool,
}

impl Room {
    /// Opens a project's JSON text; with it come the faults of what was left out.
    ///
    /// # Errors
    /// When there is no project in it.
    pub fn open(text: &str) -> Result<(Self, Diagnostics), Diagnostics> {
        let (project, mut faults) = parse(text)?;
        let room = Self::new(project);
        faults.extend(room.rehearsal.diagnostics.iter().cloned());
        Ok((room, faults))
    }

    /// A room for a project.
    pub fn new(project: Project) -> Self {
        Self { rehearsal: Rehearsal::new(project), tally: None }
    }

    /// The project's JSON text.
    pub fn text(&self) -> String {
        write(&self.rehearsal.project).to_string()
    }

    /// The rehearsal itself.
    pub fn rehearsal(&self) -> &Rehearsal {
        &self.rehearsal
    }

    /// Every finding about the rules.
    pub fn checks(&self) -> Vec<Check> {
        check(&self.rehearsal.project)
    }

    /// Applies a repair; the last run is forgotten.
    pub fn repair(&mut self, repair: &Repair) {
        *self = Self::new(apply(&self.rehearsal.project, repair));
    }

    /// Plays every order of the completions that a rule is about.
    pub fn order_check(&self, rule: &str) -> Option<OrderCheck> {
        order_check(&self.rehearsal.project, rule)
    }

    /// Plays everyone; `progress` is told how many learners are done of how
    /// many, and stops the run by returning `false`.
    pub fn run(&mut self, mut progress: impl FnMut(u32, u32) -> bool) -> Summary {
        let mut stopped = false;
        let tally = self.rehearsal.run(|done, all| {
            let on = progress(done, all);
            stopped |= !on;
            on
        });
        let checked = &self.rehearsal.checked;
        let rules = checked
            .rules
            .iter()
            .zip(0..)
            .map(|(rule, number)| (rule.id.to_string(), tally.verdicts(number, checked)));
        let summary = Summary {
            grants: tally.grants.len(),
            outcomes: tally.outcomes.len(),
            events: tally.events,
            rules: rules.collect(),
            stopped,
        };
        self.tally = Some(tally);
        summary
    }

    /// The last run, made now when there was none.
    fn tally(&mut self) -> &Tally {
        if self.tally.is_none() {
            self.run(|_, _| true);
        }
        self.tally.get_or_insert_with(|| Tally::new(&self.rehearsal.checked))
    }

    /// Some of the certificates of the last run, with their values.
    pub fn grants(&mut self, from: usize, count: usize) -> Vec<GrantReport> {
        let rows = self.tally().grants.iter().skip(from).take(count).cloned().collect::<Vec<_>>();
        report::grants(&self.rehearsal, &rows)
    }

    /// All certificates of the last run as CSV.
    pub fn grants_csv(&mut self) -> String {
        let all = self.grants(0, usize::MAX);
        report::grants::to_csv(&all)
    }

    /// Gaps and near misses.
    pub fn gaps(&self) -> GapReport {
        report::gaps(&self.rehearsal, None, |_, _| true)
    }

    /// Gaps as CSV, for granting by hand.
    pub fn gaps_csv(&self) -> String {
        report::gaps::to_csv(&self.rehearsal, &self.gaps().gaps)
    }

    /// How rules and branches fared.
    pub fn coverage(&mut self) -> Vec<Coverage> {
        self.tally();
        match &self.tally {
            Some(tally) => report::coverage(&self.rehearsal, tally, |_, _| true),
            None => Vec::new(),
        }
    }

    /// What changes when another project's rules are played instead.
    pub fn compare(&mut self, other: &mut Self) -> Difference {
        self.tally();
        other.tally();
        match (&self.tally, &other.tally) {
            (Some(before), Some(after)) => {
                report::difference((&self.rehearsal, before), (&other.rehearsal, after))
            }
            _ => Difference::default(),
        }
    }

    /// Every outcome of one learner, with evidence and sentences.
    pub fn outcomes(&self, learner: &str, without_skipped: bool) -> Vec<Explained> {
        let number = self.rehearsal.checked.learners.get(learner);
        let filter = Filter { rules: None, without_skipped };
        let titles = Titles::new(&self.rehearsal.project);
        let outcomes = self.rehearsal.trace(number, filter).outcomes;
        outcomes.into_iter().map(|outcome| explained(outcome, &titles)).collect()
    }

    /// The outcomes of one rule for everyone, with evidence and sentences, up to
    /// so many.
    pub fn rule_outcomes(&self, rule: &str, without_skipped: bool, limit: usize) -> Vec<Explained> {
        let rules = &self.rehearsal.checked.rules;
        let Some(number) = rules.iter().zip(0..).find(|(r, _)| r.id == rule).map(|(_, n)| n) else {
            return Vec::new();
        };
        let filter = Filter { rules: None, without_skipped };
        let titles = Titles::new(&self.rehearsal.project);
        let outcomes = self.rehearsal.trace_rule(number, &filter, limit);
        outcomes.into_iter().map(|outcome| explained(outcome, &titles)).collect()
    }

    /// Why a learner has a certificate, or has not.
    pub fn explain(&self, learner: &str, certificate: &str) -> Option<Explanation> {
        self.rehearsal.explain(learner, certificate)
    }

    /// What a learner sees at an instant; at the end of the run when `None`.
    ///
    /// # Errors
    /// `wrong-argument` for what is no instant.
    pub fn view(&self, learner: &str, at: Option<&str>) -> Result<LearnerView, Diagnostics> {
        let until = match at.map(Moment::parse) {
            None => self.rehearsal.until,
            Some(Ok(moment)) => self.rehearsal.checked.zone.instant(moment),
            Some(Err(why)) => return Err(vec![Diagnostic::error("wrong-argument", "at", why)]),
        };
        let number = self.rehearsal.checked.learners.get(learner);
        let nothing = Filter { rules: Some(Default::default()), without_skipped: true };
        Ok(self.rehearsal.trace_until(number, nothing, until).view)
    }

    /// Runs the cases that are kept with the project.
    pub fn scenarios(&self) -> Vec<ScenarioResult> {
        scenario::run_all(&self.rehearsal.project)
    }

    /// Reads a history from CSV, without adding it.
    pub fn read_csv(
        &self,
        bytes: &[u8],
        columns: Option<&Columns>,
        settings: Settings,
    ) -> Imported {
        let known = Known::new(&self.rehearsal.project);
        history::csv::read(bytes, columns, &known, settings)
    }

    /// Reads a history from xAPI statements, without adding it.
    pub fn read_xapi(&self, bytes: &[u8], settings: Settings) -> Imported {
        let known = Known::new(&self.rehearsal.project);
        history::xapi::read(bytes, &known, settings)
    }

    /// Adds what was read; the last run is forgotten.
    pub fn add(&mut self, imported: Imported) {
        let mut project = std::mem::take(&mut self.rehearsal.project);
        project.learners.extend(imported.new_learners);
        project.events.extend(imported.events);
        *self = Self::new(project);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROJECT: &str = r#"{"format":"laureate-project","version":1,
        "activities":["a","b"],"learners":["ada","bo"],"certificates":["c"],
        "automations":[{"id":"r","event":"activity-completed","conditions":{"activity-in-event":"a"},
            "actions":[{"grant-certificate":{"certificate":"c"}}]}],
        "events":[{"at":"2026-03-01","learner":"ada","event":"activity-completed","item":"a"}]}"#;

    #[test]
    fn answers_what_is_asked_of_it() {
        let (mut room, faults) = Room::open(PROJECT).unwrap();
        assert_eq!(faults, []);
        let summary = room.run(|_, _| true);
        assert_eq!((summary.grants, summary.rules[0].1[0]), (1, 1));
        assert_eq!(room.grants(0, 9)[0].learner, "ada");
        assert!(room.grants_csv().starts_with("learner,name,email,certificate"));
        assert!(room.explain("ada", "c").unwrap().has);
        assert_eq!(room.explain("bo", "c").unwrap().routes[0].verified, Some(true));
        assert!(room.explain("bo", "nothing").is_none());
        assert_eq!(room.outcomes("ada", true).len(), 1);
        assert_eq!(room.rule_outcomes("r", false, 9), room.outcomes("ada", false));
        assert_eq!(room.rule_outcomes("r", false, 0), []);
        assert_eq!(room.view("ada", None).unwrap().certificates[0].id, "c");
        assert_eq!(room.view("ada", Some("soon")).unwrap_err()[0].code, "wrong-argument");
        assert_eq!(room.coverage()[0].fired, 1);
        let text = room.text();
        let (mut again, _) = Room::open(&text).unwrap();
        assert_eq!(room.compare(&mut again).same, 1);
    }

    #[test]
    fn histories_are_read_first_and_added_then() {
        let (mut room, _) = Room::open(PROJECT).unwrap();
        let csv =
            b"learner,event,item,instant\nbo,completed,a,2026-04-01\nbo,completed,zzz,2026-04-02\n";
        let imported = room.read_csv(csv, None, Settings { create_learners: false });
        assert_eq!((imported.kept, imported.faulty), (1, 1));
        room.add(imported);
        assert_eq!(room.run(|_, _| true).grants, 2);
    }

    #[test]
    fn a_run_can_be_stopped() {
        let (mut room, _) = Room::open(PROJECT).unwrap();
        assert!(room.run(|_, _| false).stopped);
    }
}
