//! Stored documents of older versions, brought to the newest: value to value, one
//! step a version, before anything is parsed.
//!
//! Each format has a [`Chain`] beside its reader. The step at place `n` (from 0)
//! makes a value of version `n + 1` one of version `n + 2`; so the newest version is
//! one more than there are steps, and raising it takes a step. How one is added
//! stands in `docs/migrations.md`.

use crate::diagnostic::Diagnostic;
use serde_json::{Map, Value};

/// Makes a value of one version one of the next. It keeps the keys that it does not
/// know; `version` is written for it.
pub type Step = fn(Map<String, Value>) -> Result<Map<String, Value>, Diagnostic>;

/// The versions of a format.
#[derive(Clone, Copy, Debug)]
pub struct Chain {
    /// What the key `format` says.
    pub format: &'static str,
    /// In their order.
    pub steps: &'static [Step],
}

/// Why a value was not brought to the newest version. It is as it was then.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It is not a JSON object.
    NoObject,
    /// Its `format` is another one.
    OtherFormat,
    /// Its `version` is not a whole number from 1.
    NoVersion,
    /// A newer program wrote it: version so much.
    Newer(u64),
    /// A step could not be done.
    Step(Diagnostic),
}

impl Chain {
    /// The version that is written, and the newest that is read.
    pub const fn newest(&self) -> u64 {
        self.steps.len() as u64 + 1
    }

    /// Which version a value is of.
    ///
    /// # Errors
    /// Every [`Trouble`] but that of a step.
    pub fn version(&self, format: Option<&str>, version: Option<u64>) -> Result<u64, Trouble> {
        if format != Some(self.format) {
            return Err(Trouble::OtherFormat);
        }
        match version {
            None | Some(0) => Err(Trouble::NoVersion),
            Some(newer) if newer > self.newest() => Err(Trouble::Newer(newer)),
            Some(version) => Ok(version),
        }
    }

    /// Brings a value to the newest version.
    ///
    /// # Errors
    /// Why it could not be.
    pub fn bring(&self, value: Value) -> Result<Map<String, Value>, Trouble> {
        let Value::Object(mut map) = value else { return Err(Trouble::NoObject) };
        let format = map.get("format").and_then(Value::as_str);
        let version = self.version(format, map.get("version").and_then(Value::as_u64))?;
        let done = usize::try_from(version - 1).unwrap_or(usize::MAX);
        for (step, next) in self.steps.iter().skip(done).zip(version + 1..) {
            map = step(map).map_err(Trouble::Step)?;
            map.insert("format".to_owned(), self.format.into());
            map.insert("version".to_owned(), next.into());
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// `title` was called `name` once, and `size` was text.
    const CHAIN: Chain = Chain { format: "test", steps: &[name_to_title, size_to_number] };

    fn name_to_title(mut map: Map<String, Value>) -> Result<Map<String, Value>, Diagnostic> {
        if let Some(name) = map.shift_remove("name") {
            map.insert("title".into(), name);
        }
        Ok(map)
    }

    fn size_to_number(mut map: Map<String, Value>) -> Result<Map<String, Value>, Diagnostic> {
        if let Some(size) = map.get("size").cloned() {
            let number = size.as_str().and_then(|size| size.parse::<u32>().ok());
            let fault = || Diagnostic::error("wrong-type", "size", "`size` is no number.");
            map.insert("size".into(), number.ok_or_else(fault)?.into());
        }
        Ok(map)
    }

    #[test]
    fn each_version_comes_to_the_newest() {
        let newest = json!({"format": "test", "version": 3, "title": "A", "size": 4, "mine": [1]});
        let newest = newest.as_object().unwrap();
        for old in [
            json!({"format": "test", "version": 1, "name": "A", "size": "4", "mine": [1]}),
            json!({"format": "test", "version": 2, "title": "A", "size": "4", "mine": [1]}),
            Value::Object(newest.clone()),
        ] {
            assert_eq!(&CHAIN.bring(old).unwrap(), newest);
        }
    }

    #[test]
    fn what_is_no_such_document_is_said() {
        let bring = |value| CHAIN.bring(value).unwrap_err();
        assert_eq!(bring(json!([])), Trouble::NoObject);
        assert_eq!(bring(json!({"version": 1})), Trouble::OtherFormat);
        for version in [json!(0), json!(-1), json!(1.5), json!("1"), json!(null)] {
            assert_eq!(bring(json!({"format": "test", "version": version})), Trouble::NoVersion);
        }
        assert_eq!(bring(json!({"format": "test", "version": 4})), Trouble::Newer(4));
        let fault = bring(json!({"format": "test", "version": 1, "size": "x"}));
        assert!(matches!(fault, Trouble::Step(fault) if fault.path == "size"));
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u32>().prop_map(Value::from),
            "[a-z0-9]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_comes_through_or_gives_a_fault(
            version in 0..6_u64,
            name in anything(),
            size in anything(),
            other in prop::collection::btree_map("x-[a-z]{1,4}", anything(), 0..4),
        ) {
            let mut map: Map<String, Value> = other.clone().into_iter().collect();
            map.insert("format".into(), "test".into());
            map.insert("version".into(), version.into());
            map.insert("name".into(), name);
            map.insert("size".into(), size);
            if let Ok(brought) = CHAIN.bring(Value::Object(map)) {
                prop_assert_eq!(&brought["version"], &json!(3));
                for (key, value) in other {
                    prop_assert_eq!(brought.get(&key), Some(&value), "unknown keys stay");
                }
                // At the newest version there is nothing more to do.
                prop_assert_eq!(CHAIN.bring(Value::Object(brought.clone())).unwrap(), brought);
            }
        }

        #[test]
        fn any_value_at_all_gives_an_answer(value in anything()) {
            let _ = CHAIN.bring(value);
        }
    }
}
