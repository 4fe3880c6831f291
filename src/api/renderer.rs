//! Rendering for JavaScript, as SVG: what every module has that draws
//! certificates. `export` adds PNG, PDF and the gate for files to the same class.
//!
//! Every call answers `{ ok: true, …, warnings }` or `{ ok: false, errors }`
//! and never throws on bad input.

use super::engine::{Engine, check_template, read_template};
use super::js::{answer, refusal, to_js, wrong_argument};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::field::{Values, contract};
use crate::render::Asset;
use crate::template::{AssetId, AssetInfo, COMPUTED, Template, read};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Fonts, pictures and the rendering of certificates.
#[wasm_bindgen]
#[derive(Default)]
pub struct Exporter {
    pub(super) engine: Engine,
}

#[wasm_bindgen]
impl Exporter {
    /// An exporter without fonts.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a font file of the program's set.
    #[wasm_bindgen(js_name = addFont)]
    pub fn add_font(&mut self, file: &str, bytes: Vec<u8>) -> JsValue {
        match self.engine.fonts().add_file(file, bytes) {
            Ok(()) => answer(&[], Vec::new()),
            Err(fault) => refusal(&[fault]),
        }
    }

    /// Adds a picture that passed the gate before.
    #[wasm_bindgen(js_name = addPicture)]
    pub fn add_picture(&mut self, id: String, info: JsValue, bytes: Vec<u8>) -> JsValue {
        let info: AssetInfo = match serde_wasm_bindgen::from_value(info) {
            Ok(info) => info,
            Err(why) => return refusal(&[wrong_argument("info", &why.to_string())]),
        };
        let asset = Asset {
            mime: info.mime,
            width: info.width,
            height: info.height,
            bytes: Arc::from(bytes),
        };
        self.engine.add_picture(AssetId(id), asset);
        answer(&[], Vec::new())
    }

    /// Which of a template's pictures are not here.
    #[wasm_bindgen(js_name = missingPictures)]
    pub fn missing_pictures(&self, template: JsValue) -> JsValue {
        let template = match self.template(template) {
            Ok(template) => template,
            Err(errors) => return refusal(&errors),
        };
        let missing: Vec<&AssetId> =
            template.used_assets().filter(|id| !self.engine.assets().contains_key(id)).collect();
        answer(&[("pictures", to_js(&missing))], Vec::new())
    }

    /// Adds a person's own font file.
    #[wasm_bindgen(js_name = addOwnFont)]
    pub fn add_own_font(&mut self, name: &str, bytes: Vec<u8>) -> JsValue {
        match self.engine.fonts().add_custom(name, bytes) {
            Ok(_) => answer(&[], Vec::new()),
            Err(fault) => refusal(&[fault]),
        }
    }

    /// The font files to add before rendering. Ask again after adding them.
    pub fn wanted(&mut self, template: JsValue, values: JsValue) -> JsValue {
        self.with(template, values, |engine, template, values| {
            Ok((vec![("files", to_js(&engine.wanted(template, values)))], Vec::new()))
        })
    }

    /// `{ svg }`
    #[wasm_bindgen(js_name = renderSvg)]
    pub fn render_svg(&mut self, template: JsValue, values: JsValue) -> JsValue {
        self.with(template, values, |engine, template, values| {
            let out = engine.svg(template, values)?;
            Ok((vec![("svg", JsValue::from(out.value))], out.warnings))
        })
    }

    /// All findings about a template, errors among them.
    #[wasm_bindgen(js_name = checkTemplate)]
    pub fn check_template(&self, template: JsValue) -> JsValue {
        let found = match from_js(template).and_then(read) {
            Ok(template) => check_template(&template),
            Err(errors) => errors,
        };
        let (errors, warnings): (Diagnostics, Diagnostics) =
            found.into_iter().partition(Diagnostic::is_error);
        if errors.is_empty() { answer(&[], warnings) } else { refusal(&errors) }
    }

    /// `{ contract: { fields, schema } }`
    #[wasm_bindgen(js_name = fieldContract)]
    pub fn field_contract(&self, template: JsValue) -> JsValue {
        match self.template(template) {
            Ok(template) => answer(&[("contract", to_js(&contract(&template)))], Vec::new()),
            Err(errors) => refusal(&errors),
        }
    }
}

impl Exporter {
    pub(super) fn template(&self, value: JsValue) -> Result<Template, Diagnostics> {
        read_template(from_js(value)?).map(|out| out.value)
    }

    pub(super) fn with(
        &mut self,
        template: JsValue,
        values: JsValue,
        work: impl FnOnce(&mut Engine, &Template, &Values) -> Result<Answer, Diagnostics>,
    ) -> JsValue {
        let template = match self.template(template) {
            Ok(template) => template,
            Err(errors) => return refusal(&errors),
        };
        let values: Values = match serde_wasm_bindgen::from_value(values) {
            Ok(values) => values,
            Err(why) => return refusal(&[wrong_argument("values", &why.to_string())]),
        };
        match work(&mut self.engine, &template, &values) {
            Ok((parts, mut warnings)) => {
                warnings.extend(unknown_fields(&template, &values));
                answer(&parts, warnings)
            }
            Err(errors) => refusal(&errors),
        }
    }
}

/// What an operation answers with, and what there is to say about it.
pub(super) type Answer = (Vec<(&'static str, JsValue)>, Diagnostics);

pub(super) fn from_js(value: JsValue) -> Result<serde_json::Value, Diagnostics> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|why| vec![wrong_argument("template", &why.to_string())])
}

/// Values that no field of a template is for: they are not used, and whoever brought
/// them may have meant another name.
pub(super) fn unknown_fields(template: &Template, values: &Values) -> Diagnostics {
    let unknown = values
        .keys()
        .filter(|name| template.field(name).is_none() && !COMPUTED.contains(&name.as_str()));
    let told = |name: &String| {
        let words = format!("The certificate has no field `{name}`: its value is not used.");
        Diagnostic::info("unknown-field", format!("values.{name}"), words)
            .repair("`fieldContract` lists the fields that there are.")
    };
    unknown.map(told).collect()
}
