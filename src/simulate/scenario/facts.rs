//! The facts of a run, as JSON objects that expectations are compared with: the
//! table of them is in [`super`].

use super::super::sentence::{self, Titles};
use super::super::{Filter, Rehearsal, Trace, Verdict, report};
use crate::catalogue::Moment;
use crate::diagnostic::Diagnostic;
use crate::rules::check::{Check, check};
use crate::rules::checked::Ix;
use crate::rules::order::order_check;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Facts of a run, found when they are asked for.
pub struct Facts<'a> {
    rehearsal: &'a Rehearsal,
    /// What could not be read.
    unread: &'a [Diagnostic],
    titles: Titles<'static>,
    traces: BTreeMap<Ix, Trace>,
}

impl<'a> Facts<'a> {
    pub fn new(rehearsal: &'a Rehearsal, unread: &'a [Diagnostic]) -> Self {
        let titles = Titles::new(&rehearsal.project);
        Self { rehearsal, unread, titles, traces: BTreeMap::new() }
    }

    /// The facts of the kind that an expectation asks for; an error when it is
    /// not clear which.
    pub fn like(&mut self, expected: &Map<String, Value>) -> Result<Vec<Value>, String> {
        let has = |key: &str| expected.contains_key(key);
        if has("check") {
            return Ok(self.checks());
        }
        if has("fault") {
            return Ok(self.faults());
        }
        if has("order_check") {
            return self.order_check(expected);
        }
        if has("certificates") || has("events") {
            let tally = self.rehearsal.run(|_, _| true);
            return Ok(vec![json!({
                "certificates": tally.grants.len(),
                "events": tally.events,
            })]);
        }
        let id = expected.get("learner").and_then(Value::as_str).unwrap_or_default();
        let learner = self.rehearsal.checked.learners.get(id);
        if learner == crate::rules::checked::NONE {
            return Err(format!("There is no learner “{id}”."));
        }
        if has("gap") || has("near_miss") {
            return Ok(self.gaps(learner));
        }
        if has("explain") {
            let certificate = expected.get("explain").and_then(Value::as_str).unwrap_or_default();
            return Ok(vec![self.explanation(id, certificate)]);
        }
        if has("view") {
            let at = expected.get("at").and_then(Value::as_str);
            return Ok(vec![self.view(learner, at)?]);
        }
        let trace = self
            .traces
            .entry(learner)
            .or_insert_with(|| self.rehearsal.trace(learner, Filter::default()));
        if has("rule") {
            return Ok(outcomes(trace, &self.titles));
        }
        if has("certificate") {
            return Ok(grants(trace));
        }
        if has("certification") {
            return Ok(certifications(trace, id));
        }
        Err("It is not clear what is expected: name a rule, certificate, certification, view, check, gap, explain or order_check.".to_owned())
    }

    fn view(&self, learner: Ix, at: Option<&str>) -> Result<Value, String> {
        let until = match at {
            Some(at) => self.rehearsal.checked.zone.instant(Moment::parse(at)?),
            None => self.rehearsal.until,
        };
        // A filter that lets nothing through: only the view is asked for.
        let nothing = Filter { rules: Some(Default::default()), without_skipped: true };
        let trace = self.rehearsal.trace_until(learner, nothing, until);
        let mut fact = json!({ "view": value(&trace.view) });
        insert(&mut fact, "learner", json!(self.rehearsal.checked.learners.id(learner)));
        insert(&mut fact, "at", json!(at));
        Ok(fact)
    }

    fn faults(&self) -> Vec<Value> {
        self.unread.iter().chain(&self.rehearsal.diagnostics).map(fault).collect()
    }

    fn checks(&self) -> Vec<Value> {
        let fact = |check: &Check| {
            let mut fact = value(&check.diagnostic);
            insert(&mut fact, "check", json!(check.diagnostic.code));
            insert(&mut fact, "repair", value(&check.repair));
            fact
        };
        check(&self.rehearsal.project).iter().map(fact).collect()
    }

    fn order_check(&self, expected: &Map<String, Value>) -> Result<Vec<Value>, String> {
        let rule = expected.get("order_check").and_then(Value::as_str).unwrap_or_default();
        let Some(found) = order_check(&self.rehearsal.project, rule) else {
            return Err(format!("There is nothing to check about the order of “{rule}”."));
        };
        let mut fact = value(&found);
        insert(&mut fact, "order_check", json!(rule));
        insert(&mut fact, "ok", json!(found.is_ok()));
        Ok(vec![fact])
    }

    fn gaps(&self, learner: Ix) -> Vec<Value> {
        let report = report::gaps(self.rehearsal, Some(learner), |_, _| true);
        let gaps = report.gaps.iter().map(|gap| {
            let mut fact = value(gap);
            insert(&mut fact, "gap", json!(gap.rule));
            fact
        });
        let misses = report.near_misses.iter().map(|miss| {
            let mut fact = value(miss);
            insert(&mut fact, "near_miss", json!(miss.rule));
            fact
        });
        gaps.chain(misses).collect()
    }

    fn explanation(&self, learner: &str, certificate: &str) -> Value {
        let mut fact = value(&self.rehearsal.explain(learner, certificate));
        insert(&mut fact, "explain", json!(certificate));
        fact
    }
}

/// A fault as a fact.
pub fn fault(diagnostic: &Diagnostic) -> Value {
    let mut fact = value(diagnostic);
    insert(&mut fact, "fault", json!(diagnostic.code));
    fact
}

fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or(Value::Null)
}

fn insert(fact: &mut Value, key: &str, what: Value) {
    if let Value::Object(map) = fact {
        map.insert(key.to_owned(), what);
    }
}

fn outcomes(trace: &Trace, titles: &Titles<'_>) -> Vec<Value> {
    let fact = |outcome: &super::super::Outcome| {
        let mut fact = value(outcome);
        insert(&mut fact, "at", json!(outcome.event.at));
        insert(&mut fact, "because", json!(sentence::because(outcome, titles)));
        fact
    };
    trace.outcomes.iter().map(fact).collect()
}

fn grants(trace: &Trace) -> Vec<Value> {
    let mut out = Vec::new();
    for outcome in &trace.outcomes {
        let granted = outcome.evidence.actions.iter().filter(|action| {
            action.action == "grant-certificate" && action.outcome == Verdict::Fired
        });
        for action in granted {
            let mut fact = value(action);
            insert(&mut fact, "learner", json!(outcome.learner));
            insert(&mut fact, "certificate", json!(action.to));
            insert(&mut fact, "granted", json!(outcome.event.at));
            insert(&mut fact, "by", json!(outcome.rule));
            out.push(fact);
        }
    }
    out
}

fn certifications(trace: &Trace, learner: &str) -> Vec<Value> {
    let fact = |change: &super::super::CertificationEvidence| {
        let mut fact = value(change);
        insert(&mut fact, "learner", json!(learner));
        fact
    };
    trace.certifications.iter().map(fact).collect()
}
