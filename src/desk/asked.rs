//! Answers to what a page asks.

use super::ask::{Ask, Changed, Events, Gaps, NearMisses, Person, Report, Why};
use super::{Desk, rows, stories};
use crate::catalogue::Instant;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::Tongue;
use crate::rules::checked::NONE;
use crate::rules::order::order_check;
use crate::rules::repair::apply;
use crate::rules::{Project, parse, write};
use crate::simulate::report::{self, Difference};
use crate::simulate::sentence::{Explained, Titles, because, explained, step};
use crate::simulate::{Filter, LearnerView, Outcome, Verdict};
use serde::Serialize;
use serde_json::{Value, json};

/// An event takes at least so many bytes of a project's text.
const EVENT_BYTES: usize = 60;

impl Desk {
    /// The project's text; none when it has more bytes than `limit`.
    pub fn text_within(&self, limit: Option<usize>) -> Option<String> {
        // Writing a million events takes seconds: not to find it too long.
        let least = self.project().events.len() * EVENT_BYTES;
        if limit.is_some_and(|limit| least > limit) {
            return None;
        }
        let text = write(self.project()).to_string();
        Some(text).filter(|text| limit.is_none_or(|limit| text.len() <= limit))
    }

    /// Answers a request in JSON: `{"ok": …}` or `{"errors": […]}`.
    pub fn ask(&mut self, request: &str) -> String {
        let answer = match serde_json::from_str::<Ask>(request) {
            Ok(ask) => self.answer(ask),
            Err(why) => {
                let message = format!("The request cannot be read: {why}.");
                Err(vec![Diagnostic::error("wrong-argument", "request", message)])
            }
        };
        match answer {
            Ok(value) => json!({ "ok": value }).to_string(),
            Err(errors) => json!({ "errors": errors }).to_string(),
        }
    }

    fn answer(&mut self, ask: Ask) -> Result<Value, Diagnostics> {
        match ask {
            Ask::Open { text, label, fresh, now } => {
                self.open(&text, &label, fresh, now)?;
                value(&self.state())
            }
            Ask::Story { key, fresh, now } => {
                let story = stories::find(&key).ok_or_else(|| {
                    let message = format!("There is no example “{key}”.");
                    vec![Diagnostic::error("wrong-argument", "key", message)]
                })?;
                let project = story.project()?;
                let label = format!("Open the example “{}”", story.name);
                self.put(&project, Vec::new(), &label, fresh, now);
                value(&self.state())
            }
            Ask::Edit { edits, label, key, now } => {
                self.edit(edits, &label, key.as_deref(), now);
                value(&self.state())
            }
            Ask::Repair { repair, now } => {
                let repaired = apply(self.project(), &repair);
                self.replace(&repaired, &repair.sentence(Tongue::ENGLISH), now);
                value(&self.state())
            }
            Ask::Undo => {
                self.undo();
                value(&self.state())
            }
            Ask::Redo => {
                self.redo();
                value(&self.state())
            }
            Ask::Stop => {
                self.stop();
                value(&self.state())
            }
            Ask::State => value(&self.state()),
            Ask::Steps => value(&self.history.steps()),
            Ask::Text { limit } => value(&self.text_within(limit)),
            Ask::Rows { filter, from, count } => value(&self.rows(&filter, from, count)),
            Ask::Lanes { filter, from, count } => value(&self.lanes(&filter, from, count)),
            Ask::Events { from, count } => {
                let all = &self.project().events;
                let events = all.iter().skip(from).take(count).cloned().collect();
                value(&Events { total: all.len(), events })
            }
            Ask::Learner { learner } => {
                let all = self.project().learners.iter().enumerate();
                let found = all.into_iter().find(|(_, l)| l.id == learner);
                value(&found.map(|(index, l)| Person { index, profile: l.clone() }))
            }
            Ask::Learners { search, count } => value(&self.named(&search, count)),
            Ask::View { learner, at } => value(&self.view(&learner, at)),
            Ask::Grants { learner, until, from, count } => {
                value(&self.granted(learner.as_deref(), until, from, count))
            }
            Ask::Explain { learner, certificate } => value(&self.why(&learner, &certificate)),
            Ask::Outcomes { learner, without_skipped } => {
                value(&self.outcomes(&learner, without_skipped))
            }
            Ask::Gaps { from, count } => value(&self.gaps(from, count)),
            Ask::NearMisses { from, count } => value(&self.near_misses(from, count)),
            Ask::Csv { report } => value(&self.csv(report)),
            Ask::Coverage => value(&self.coverage()),
            Ask::OrderCheck { rule } => value(&order_check(self.project(), &rule)),
            Ask::Difference => value(&self.difference()),
            Ask::Scenarios => value(&crate::simulate::scenario::run_all(self.project())),
            Ask::KeepScenario { name, now } => {
                self.keep_scenario(&name, now)?;
                value(&self.state())
            }
            Ask::AddImported { without, now } => {
                self.add_imported(&without, now);
                value(&self.state())
            }
            Ask::Generate { recipe, now } => {
                self.generate(&recipe, now)?;
                value(&self.state())
            }
            Ask::AddLearners { text, now } => {
                self.add_people(&text, now)?;
                value(&self.state())
            }
            Ask::RemoveLearner { learner, now } => {
                self.remove_learner(&learner, now);
                value(&self.state())
            }
            Ask::Near { learner, at, later } => value(&self.near(learner.as_deref(), at, later)),
        }
    }

    fn open(&mut self, text: &str, label: &str, fresh: bool, now: f64) -> Result<(), Diagnostics> {
        let (project, faults) = parse(text)?;
        self.put(&project, faults, label, fresh, now);
        Ok(())
    }

    /// Opens a project file.
    ///
    /// # Errors
    /// `not-text`, and what [`parse`] reports.
    pub fn open_bytes(
        &mut self,
        bytes: &[u8],
        label: &str,
        fresh: bool,
        now: f64,
    ) -> Result<(), Diagnostics> {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            let message = "This file is not text in UTF-8.";
            vec![
                Diagnostic::error("not-text", "", message)
                    .repair("Choose a file that was saved as a Laureate project."),
            ]
        })?;
        self.open(text.trim_start_matches('\u{feff}'), label, fresh, now)
    }

    fn put(&mut self, project: &Project, faults: Diagnostics, label: &str, fresh: bool, now: f64) {
        if fresh {
            let (revision, spoken) = (self.revision + 1, self.spoken.take());
            *self = Self { revision, spoken, ..Self::with(project.clone()) };
        } else {
            self.replace(project, label, now);
        }
        self.faults = faults;
    }

    fn view(&mut self, learner: &str, at: Option<i64>) -> LearnerView {
        let rehearsal = &self.compiled().rehearsal;
        let number = rehearsal.checked.learners.get(learner);
        let nothing = Filter { rules: Some(Default::default()), without_skipped: true };
        let until = at.map_or(rehearsal.until, Instant);
        rehearsal.trace_until(number, nothing, until).view
    }

    fn outcomes(&mut self, learner: &str, without_skipped: bool) -> Vec<Explained> {
        let spoken = self.spoken.clone();
        let rehearsal = &self.compiled().rehearsal;
        let number = rehearsal.checked.learners.get(learner);
        let titles = Titles::spoken(&rehearsal.project, Tongue::new(spoken.as_deref()));
        let outcomes = rehearsal.trace(number, Filter { rules: None, without_skipped }).outcomes;
        outcomes.into_iter().map(|outcome| explained(outcome, &titles)).collect()
    }

    fn why(&mut self, learner: &str, certificate: &str) -> Option<Why> {
        let spoken = self.spoken.clone();
        let rehearsal = &self.compiled().rehearsal;
        let explanation = rehearsal.explain(learner, certificate)?;
        let titles = Titles::spoken(&rehearsal.project, Tongue::new(spoken.as_deref()));
        let number = rehearsal.checked.learners.get(learner);
        let gaps = report::gaps(rehearsal, Some(number), |_, _| true).gaps;
        let suppresses = |outcome: &Outcome| {
            outcome.evidence.actions.iter().any(|action| {
                action.action == "grant-certificate"
                    && action.outcome == Verdict::Suppressed
                    && action.to == certificate
            })
        };
        let outcomes =
            rehearsal.trace(number, Filter { rules: None, without_skipped: true }).outcomes;
        let suppressed = outcomes.into_iter().filter(suppresses);
        Some(Why {
            because: explanation.granted_by.iter().map(|o| because(o, &titles)).collect(),
            routes: (explanation.routes.iter())
                .map(|route| {
                    let nearest = route.nearest.as_ref().map(|o| because(o, &titles));
                    (nearest, route.steps.iter().map(|s| step(s, &titles)).collect())
                })
                .collect(),
            gap: gaps.into_iter().find(|gap| gap.certificate == certificate),
            suppressed: suppressed.map(|outcome| explained(outcome, &titles)).collect(),
            explanation,
        })
    }

    fn name_of(&self, learner: &str) -> String {
        let played = self.played.as_ref();
        let number = played.map_or(NONE, |p| p.rehearsal.checked.learners.get(learner));
        let person = self.project().learners.get(number as usize);
        person.map_or_else(|| learner.to_owned(), rows::name)
    }

    fn gaps(&mut self, from: usize, count: usize) -> Gaps {
        let all = &self.compiled().gaps.gaps;
        let (total, some) = (all.len(), all.iter().skip(from).take(count).cloned());
        let some: Vec<_> = some.collect();
        let named = some.into_iter().map(|gap| (self.name_of(&gap.learner), gap));
        Gaps { total, gaps: named.collect() }
    }

    fn near_misses(&mut self, from: usize, count: usize) -> NearMisses {
        let all = &self.compiled().gaps.near_misses;
        let (total, some) = (all.len(), all.iter().skip(from).take(count).cloned());
        let some: Vec<_> = some.collect();
        let titles = Titles::spoken(self.project(), Tongue::new(self.spoken.as_deref()));
        let named = some.into_iter().map(|miss| {
            let steps = miss.steps.iter().map(|s| step(s, &titles)).collect();
            (self.name_of(&miss.learner), miss, steps)
        });
        NearMisses { total, near: named.collect() }
    }

    fn coverage(&mut self) -> Vec<report::Coverage> {
        let played = self.compiled();
        report::coverage(&played.rehearsal, &played.tally, |_, _| true)
    }

    fn difference(&mut self) -> Option<Changed> {
        self.compiled();
        let (Some(before), Some(now)) = (&self.before, &self.played) else { return None };
        let old = (&before.rehearsal, &before.tally);
        let difference = report::difference(old, (&now.rehearsal, &now.tally));
        Some(Changed { label: before.label.clone(), difference })
    }

    fn csv(&mut self, which: Report) -> String {
        let played = self.compiled();
        let rehearsal = &played.rehearsal;
        match which {
            Report::Grants => {
                report::grants::to_csv(&report::grants(rehearsal, &played.tally.grants))
            }
            Report::Gaps => report::gaps::to_csv(rehearsal, &played.gaps.gaps),
            Report::NearMisses => {
                report::gaps::near_misses_to_csv(rehearsal, &played.gaps.near_misses)
            }
            Report::Coverage => report::coverage::to_csv(&self.coverage()),
            Report::Difference => {
                let difference =
                    self.difference().map_or_else(Difference::default, |c| c.difference);
                report::difference::to_csv(&difference)
            }
        }
    }
}

/// An answer as JSON.
fn value<T: Serialize>(value: &T) -> Result<Value, Diagnostics> {
    serde_json::to_value(value).map_err(|why| {
        vec![Diagnostic::error("not-json", "", format!("The answer cannot be written: {why}."))]
    })
}
