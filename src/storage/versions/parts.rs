//! What a project is made of, told without reading all of it, and how one state
//! of it differs from another, in words.

use super::{Part, digest};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The parts that are told, with their names for one and for several.
const TOLD: [(&str, &str, &str); 12] = [
    ("automations", "rule", "rules"),
    ("triggers", "trigger", "triggers"),
    ("learners", "learner", "learners"),
    ("events", "event", "events"),
    ("activities", "activity", "activities"),
    ("journeys", "journey", "journeys"),
    ("programmes", "programme", "programmes"),
    ("sessions", "session", "sessions"),
    ("groups", "group", "groups"),
    ("certificates", "certificate", "certificates"),
    ("certifications", "certification", "certifications"),
    ("scenarios", "case", "cases"),
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
pub fn compared(then: &BTreeMap<String, Part>, now: &BTreeMap<String, Part>) -> Vec<String> {
    let count = |parts: &BTreeMap<String, Part>, key: &str| parts.get(key).map_or(0, |p| p.count);
    let mut out = Vec::new();
    for (key, one, several) in TOLD {
        let (was, is) = (count(then, key), count(now, key));
        let differs = then.get(key).map(|p| &p.digest) != now.get(key).map(|p| &p.digest);
        let main = matches!(key, "automations" | "learners" | "events");
        let told = main || (differs && was.max(is) > 0);
        if !told {
            continue;
        }
        let amount = format!("{was} {}", if was == 1 { one } else { several });
        out.push(match (was.cmp(&is), differs && was > 0) {
            (std::cmp::Ordering::Less, _) => format!("{amount} ({} fewer than now)", is - was),
            (std::cmp::Ordering::Greater, _) => format!("{amount} ({} more than now)", was - is),
            (_, true) => format!("{amount} (other than now)"),
            (_, false) => amount,
        });
    }
    let told = |key: &str| TOLD.iter().any(|(known, ..)| *known == key);
    let keys = then.keys().chain(now.keys());
    let other = |key: &&String| !told(key) && *key != "name" && then.get(*key) != now.get(*key);
    if keys.clone().any(|key| other(&key)) {
        out.push("options other than now".to_owned());
    }
    out
}
