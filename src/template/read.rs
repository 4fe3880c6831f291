//! The JSON form: read part by part, so that one fault does not hide the next.

use super::{AssetId, AssetInfo, Background, Element, Field, Page, Template, Validity};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::migrate::{Chain, Trouble};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the key `format` of a template says.
pub const FORMAT: &str = "laureate-template";

/// The version that this build writes, and the newest that it reads.
pub const VERSION: u64 = 1;

/// What was read before [`VERSION`], and the steps from there.
pub const CHAIN: Chain = Chain { format: FORMAT, steps: &[] };

/// Reads a template's JSON text.
///
/// # Errors
/// `not-json` with line and column, or what [`read`] reports.
pub fn parse(text: &str) -> Result<Template, Diagnostics> {
    let value: Value = serde_json::from_str(text).map_err(|e| {
        vec![
            Diagnostic::error("not-json", "", format!("This is not JSON: {e}."))
                .repair("Choose a file that was saved as a Laureate template."),
        ]
    })?;
    read(value)
}

/// Reads a template's JSON value, of any version up to ours. Unknown keys are kept.
///
/// # Errors
/// All faults at once: `not-a-template`, `newer-version`, `missing-key`, and
/// `wrong-type` for each part that does not have the form it should.
pub fn read(value: Value) -> Result<Template, Diagnostics> {
    read_by(&CHAIN, value)
}

fn read_by(chain: &Chain, value: Value) -> Result<Template, Diagnostics> {
    let mut map = chain.bring(value).map_err(|trouble| vec![told(chain, trouble)])?;
    map.shift_remove("format");
    map.shift_remove("version");
    let mut reader = Reader { map, faults: Vec::new() };
    let name: Option<String> = reader.required("name");
    let language: String = reader.optional("language").unwrap_or_else(super::default_language);
    let page: Option<Page> = reader.required("page");
    let background: Background = reader.optional("background").unwrap_or_default();
    let elements: Vec<Element> = reader.list("elements", "id");
    let fields: Vec<Field> = reader.list("fields", "name");
    let validity: Validity = reader.optional("validity").unwrap_or_default();
    let assets: BTreeMap<AssetId, AssetInfo> = reader.optional("assets").unwrap_or_default();
    let word_breaks = reader.optional("word_breaks").unwrap_or_default();
    match (name, page, reader.faults.is_empty()) {
        (Some(name), Some(page), true) => Ok(Template {
            name,
            language,
            page,
            background,
            elements,
            fields,
            validity,
            assets,
            word_breaks,
            extra: reader.map,
        }),
        _ => Err(reader.faults),
    }
}

/// The JSON value of a template; [`read`] gives the same template back.
pub fn write(template: &Template) -> Value {
    let mut out = Map::new();
    out.insert("format".into(), json!(FORMAT));
    out.insert("version".into(), json!(VERSION));
    // A template is made of maps with string keys, strings and finite numbers:
    // serde_json cannot fail on it, and writes null for what is not finite.
    if let Ok(Value::Object(map)) = serde_json::to_value(template) {
        out.extend(map);
    }
    Value::Object(out)
}

fn told(chain: &Chain, trouble: Trouble) -> Diagnostic {
    match trouble {
        Trouble::NoObject => not_a_template("It is not a JSON object."),
        Trouble::OtherFormat => not_a_template(&format!("Its `format` is not \"{FORMAT}\".")),
        Trouble::NoVersion => not_a_template("Its `version` is not a whole number from 1."),
        Trouble::Newer(newer) => {
            let newest = chain.newest();
            let message = format!(
                "This template was saved by a newer Laureate (version {newer}; this one reads up to {newest})."
            );
            Diagnostic::error("newer-version", "version", message)
                .repair("Reload the page to get the newest Laureate. The file is unchanged.")
        }
        Trouble::Step(fault) => fault,
    }
}

fn not_a_template(why: &str) -> Diagnostic {
    Diagnostic::error("not-a-template", "", format!("This is not a Laureate template. {why}"))
        .repair("Choose a file that was saved as a Laureate template.")
}

struct Reader {
    map: Map<String, Value>,
    faults: Diagnostics,
}

impl Reader {
    fn required<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        if !self.map.contains_key(key) {
            self.faults.push(
                Diagnostic::error("missing-key", key, format!("The key `{key}` is missing."))
                    .repair(format!("Add `{key}`.")),
            );
            return None;
        }
        self.optional(key)
    }

    fn optional<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let value = self.map.remove(key)?;
        self.convert(value, key)
    }

    /// A list whose items are named in faults by their own `id_key`.
    fn list<T: DeserializeOwned>(&mut self, key: &str, id_key: &str) -> Vec<T> {
        let items = match self.map.remove(key) {
            None => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.faults.push(wrong_type(key, "it must be a list"));
                return Vec::new();
            }
        };
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let id = match item.get(id_key).and_then(Value::as_str) {
                Some(id) => id.to_owned(),
                None => index.to_string(),
            };
            if let Some(item) = self.convert(item, &format!("{key}.{id}")) {
                out.push(item);
            }
        }
        out
    }

    fn convert<T: DeserializeOwned>(&mut self, value: Value, place: &str) -> Option<T> {
        match serde_path_to_error::deserialize(value) {
            Ok(item) => Some(item),
            Err(fault) => {
                let inner = fault.path().to_string();
                let place =
                    if inner == "." { place.to_owned() } else { format!("{place}.{inner}") };
                self.faults.push(wrong_type(&place, &fault.inner().to_string()));
                None
            }
        }
    }
}

fn wrong_type(place: &str, why: &str) -> Diagnostic {
    Diagnostic::error("wrong-type", place, format!("`{place}` cannot be read: {why}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::classic;

    #[test]
    fn written_and_read_back_with_unknown_keys() {
        let mut value = write(&classic());
        value["x-vendor"] = json!({"keep": [1, 2]});
        value["elements"][0]["note"] = json!("mine");
        value["elements"][0]["text"]["style"]["glow"] = json!(3);
        value["page"]["bleed"] = json!(9);
        let template = read(value.clone()).unwrap();
        assert_eq!(write(&template), value);
    }

    #[test]
    fn every_fault_is_listed() {
        let value = json!({
            "format": FORMAT, "version": 1,
            "page": {"width": "wide", "height": 10},
            "elements": [{"id": "a"}, {"id": "b", "frame": {"x":0,"y":0,"width":1,"height":1},
                "text": {"content": "x", "style": {"color": "red"}}}],
            "fields": 7,
        });
        let places: Vec<String> = read(value).unwrap_err().into_iter().map(|d| d.path).collect();
        assert_eq!(
            places,
            ["name", "page.width", "elements.a", "elements.b", "fields"],
            "each fault is named by its place"
        );
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
        let mut old = write(&classic());
        let name = old.as_object_mut().unwrap().shift_remove("name").unwrap();
        old["title"] = name;
        old["x-vendor"] = json!(1);
        let template = read_by(&RENAMED, old).unwrap();
        assert_eq!(template.name, classic().name);
        assert_eq!(template.extra.len(), 1, "unknown keys are kept, and only those");
        let newer = read_by(&RENAMED, json!({"format": FORMAT, "version": 3})).unwrap_err();
        assert_eq!(newer[0].code, "newer-version");
    }

    #[test]
    fn newer_versions_are_refused_and_say_so() {
        let fault = read(json!({"format": FORMAT, "version": 2})).unwrap_err().remove(0);
        assert_eq!(fault.code, "newer-version");
        assert!(fault.repair.is_some());
        for bad in [json!([]), json!({}), json!({"format": FORMAT, "version": 0}), json!("x")] {
            assert_eq!(read(bad).unwrap_err()[0].code, "not-a-template");
        }
        assert_eq!(parse("{").unwrap_err()[0].code, "not-json");
    }
}
