//! Comparing what is expected with what was found.

use super::facts::{self, Facts};
use crate::catalogue::{Moment, Zone};
use crate::diagnostic::Diagnostic;
use crate::simulate::Rehearsal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Its place in `then`, from 0.
    pub index: usize,
    /// What was expected.
    pub expected: Value,
    /// The fact that comes nearest; absent when there is none of its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Value>,
    /// What is different, for people.
    pub message: String,
}

/// Every expectation that is not met.
pub fn compare(
    rehearsal: &Rehearsal,
    faults: &[Diagnostic],
    then: &[Map<String, Value>],
) -> Vec<Difference> {
    let mut facts = Facts::new(rehearsal, faults);
    let zone = &rehearsal.checked.zone;
    let mut out = Vec::new();
    for (index, expected) in then.iter().enumerate() {
        if let Some((message, found)) = difference(&mut facts, expected, zone) {
            let expected = Value::Object(expected.clone());
            out.push(Difference { index, expected, found, message });
        }
    }
    out
}

/// Whether an expectation names a fault.
pub fn foresees(then: &[Map<String, Value>], fault: &Diagnostic, zone: &Zone) -> bool {
    let fact = facts::fault(fault);
    then.iter().any(|expected| {
        let mut wrong = Vec::new();
        for (key, value) in expected {
            match_value(value, fact.get(key).unwrap_or(&Value::Null), key, zone, &mut wrong);
        }
        expected.contains_key("fault") && wrong.is_empty()
    })
}

fn difference(
    facts: &mut Facts<'_>,
    expected: &Map<String, Value>,
    zone: &Zone,
) -> Option<(String, Option<Value>)> {
    let mut wanted = expected.clone();
    let mut never = wanted.remove("never").is_some_and(|never| never == true);
    // A certificate that is granted at `null` is never granted.
    if expected.contains_key("certificate") && wanted.get("granted") == Some(&Value::Null) {
        wanted.remove("granted");
        never = true;
    }
    let all = match facts.like(expected) {
        Ok(all) => all,
        Err(why) => return Some((why, None)),
    };
    let mut nearest: Option<(usize, Vec<String>, Value)> = None;
    for fact in all {
        let mut wrong = Vec::new();
        for (key, value) in &wanted {
            match_value(value, fact.get(key).unwrap_or(&Value::Null), key, zone, &mut wrong);
        }
        if wrong.is_empty() {
            if never {
                return Some(("This should never be, and is.".to_owned(), Some(fact)));
            }
            return None;
        }
        if nearest.as_ref().is_none_or(|(least, ..)| wrong.len() < *least) {
            nearest = Some((wrong.len(), wrong, fact));
        }
    }
    if never {
        return None;
    }
    Some(match nearest {
        Some((_, wrong, fact)) => (wrong.join("; "), Some(fact)),
        None => ("Nothing of this kind was found.".to_owned(), None),
    })
}

fn match_value(expected: &Value, found: &Value, path: &str, zone: &Zone, wrong: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                let found = found.get(key).unwrap_or(&Value::Null);
                match_value(value, found, &format!("{path}.{key}"), zone, wrong);
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            if expected.len() != found.len() {
                wrong.push(format!("{path} has {} entries, not {}", found.len(), expected.len()));
            }
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                match_value(expected, found, &format!("{path}[{index}]"), zone, wrong);
            }
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => {}
        (Value::String(a), Value::String(b)) if same_text(a, b, zone) => {}
        (expected, found) if expected == found => {}
        (expected, found) => wrong.push(format!("{path} is {found}, not {expected}")),
    }
}

/// The same text, or the same instant written in two ways.
fn same_text(a: &str, b: &str, zone: &Zone) -> bool {
    if a == b {
        return true;
    }
    // Only what has been written as an instant is compared as one: a day among
    // values is not the first instant of it.
    let both = b.len() > 10 && a.starts_with(|c: char| c.is_ascii_digit());
    match (both, Moment::parse(a), Moment::parse(b)) {
        (true, Ok(a), Ok(b)) => zone.instant(a) == zone.instant(b),
        _ => false,
    }
}
