//! What whoever fills a template must bring.

use crate::template::{Field, FieldType, Template};
use serde_json::{Map, Value, json};

/// The fields of a template, as data and as a JSON Schema (2020-12) of the
/// values object.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Contract {
    /// In the template's order.
    pub fields: Vec<Field>,
    /// Validates an object of values.
    pub schema: Value,
}

/// The field contract of a template.
pub fn contract(template: &Template) -> Contract {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in &template.fields {
        let mut property = Map::new();
        property.insert("type".into(), json!("string"));
        if !field.label.is_empty() {
            property.insert("title".into(), json!(field.label));
        }
        match field.kind {
            FieldType::Text => {}
            FieldType::Date => {
                property.insert(
                    "anyOf".into(),
                    json!([{ "format": "date" }, { "format": "date-time" }]),
                );
            }
            FieldType::Number => {
                property.insert("pattern".into(), json!(r"^-?[0-9]+(\.[0-9]+)?$"));
            }
            FieldType::Url => {
                property.insert("format".into(), json!("uri"));
            }
        }
        if field.required {
            property.insert("minLength".into(), json!(1));
            required.push(field.name.clone());
        }
        if !field.sample.is_empty() {
            property.insert("examples".into(), json!([field.sample]));
        }
        properties.insert(field.name.clone(), Value::Object(property));
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": template.name,
        "type": "object",
        "properties": properties,
        "required": required,
    });
    Contract { fields: template.fields.clone(), schema }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::classic;

    #[test]
    fn required_fields_are_required() {
        let contract = contract(&classic());
        assert_eq!(
            contract.schema["required"],
            json!(["recipient_name", "completed_at", "certificate_number"])
        );
        assert_eq!(contract.schema["properties"]["recipient_name"]["examples"][0], "Ada Lovelace");
    }
}
