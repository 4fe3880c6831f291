//! How much is in a project: its lists are counted, not read.

use super::contents::Counts;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What the top of a project says; lists are counted, not kept.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ProjectHead {
    pub(super) format: Option<String>,
    pub(super) version: Option<u64>,
    name: String,
    automations: Count,
    triggers: Count,
    learners: Count,
    events: Count,
    certificates: Count,
    scenarios: Count,
}

impl ProjectHead {
    pub(super) fn counts(self) -> Counts {
        Counts {
            name: self.name,
            rules: self.automations.0 + self.triggers.0,
            learners: self.learners.0,
            events: self.events.0,
            certificates: self.certificates.0,
            scenarios: self.scenarios.0,
        }
    }
}

/// The number of entries of a list; nothing of what is none.
#[derive(Default)]
struct Count(usize);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Counter)
    }
}

struct Counter;

impl<'de> Visitor<'de> for Counter {
    type Value = Count;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Count, A::Error> {
        let mut count = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Count(count))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Count, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Count(0))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Count, E> {
        Ok(Count(0))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Count, E> {
        Ok(Count(0))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Count, E> {
        Ok(Count(0))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Count, E> {
        Ok(Count(0))
    }

    fn visit_str<E>(self, _: &str) -> Result<Count, E> {
        Ok(Count(0))
    }

    fn visit_unit<E>(self) -> Result<Count, E> {
        Ok(Count(0))
    }
}
