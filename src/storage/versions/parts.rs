//! What a project is made of, told without reading all of it, and how one state
//! of it differs from another, in words.

use super::{Part, digest};
use crate::locale::{Tongue, say, say_n};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A part that is told, and how many there are of it, in a language.
type Told = (&'static str, fn(u64, Tongue<'_>) -> String);

/// The parts that are told.
const TOLD: [Told; 12] = [
    ("automations", |n, tongue| say_n!(tongue, n, "{count} rule", "{count} rules")),
    ("triggers", |n, tongue| say_n!(tongue, n, "{count} trigger", "{count} triggers")),
    ("learners", |n, tongue| say_n!(tongue, n, "{count} learner", "{count} learners")),
    ("events", |n, tongue| say_n!(tongue, n, "{count} event", "{count} events")),
    ("activities", |n, tongue| say_n!(tongue, n, "{count} activity", "{count} activities")),
    ("journeys", |n, tongue| say_n!(tongue, n, "{count} journey", "{count} journeys")),
    ("programmes", |n, tongue| say_n!(tongue, n, "{count} programme", "{count} programmes")),
    ("sessions", |n, tongue| say_n!(tongue, n, "{count} session", "{count} sessions")),
    ("groups", |n, tongue| say_n!(tongue, n, "{count} group", "{count} groups")),
    ("certificates", |n, tongue| say_n!(tongue, n, "{count} certificate", "{count} certificates")),
    ("certifications", |n, tongue| {
        say_n!(tongue, n, "{count} certification", "{count} certifications")
    }),
    ("scenarios", |n, tongue| say_n!(tongue, n, "{count} case", "{count} cases")),
];

/// The parts of a project's text; none when it cannot be read.
pub fn parts(text: &str) -> BTreeMap<String, Part> {
    let Ok(map) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) else {
        return BTreeMap::new();
    };
    let part = |raw: &RawValue| {
        let entries: Vec<IgnoredAny> = serde_json::from_str(raw.get()).unwrap_or_default();
        let count = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        Part { count, digest: digest(raw.get()) }
    };
    let head = |key: &str| key == "format" || key == "version";
    map.into_iter().filter(|(key, _)| !head(key)).map(|(key, raw)| (key, part(raw))).collect()
}

/// What a state is made of and how it differs from the present one: "4 rules (1
/// fewer than now), 12 learners, …".
pub fn compared(
    then: &BTreeMap<String, Part>,
    now: &BTreeMap<String, Part>,
    tongue: Tongue<'_>,
) -> Vec<String> {
    let count = |parts: &BTreeMap<String, Part>, key: &str| parts.get(key).map_or(0, |p| p.count);
    let mut out = Vec::new();
    for (key, counted) in TOLD {
        let (was, is) = (count(then, key), count(now, key));
        let differs = then.get(key).map(|p| &p.digest) != now.get(key).map(|p| &p.digest);
        let main = matches!(key, "automations" | "learners" | "events");
        let told = main || (differs && was.max(is) > 0);
        if !told {
            continue;
        }
        let amount = counted(was, tongue);
        out.push(match (was.cmp(&is), differs && was > 0) {
            (Ordering::Less, _) => say_n!(
                tongue,
                is - was,
                "{amount} ({count} fewer than now)",
                "{amount} ({count} fewer than now)",
                amount = amount,
            ),
            (Ordering::Greater, _) => say_n!(
                tongue,
                was - is,
                "{amount} ({count} more than now)",
                "{amount} ({count} more than now)",
                amount = amount,
            ),
            (_, true) => say!(tongue, "{amount} (other than now)", amount = amount),
            (_, false) => amount,
        });
    }
    let told = |key: &str| TOLD.iter().any(|(known, ..)| *known == key);
    let keys = then.keys().chain(now.keys());
    let other = |key: &&String| !told(key) && *key != "name" && then.get(*key) != now.get(*key);
    if keys.clone().any(|key| other(&key)) {
        out.push(say!(tongue, "options other than now"));
    }
    out
}
