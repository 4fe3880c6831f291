//! The exporter for JavaScript: loaded by `www/worker.js`, or by the page
//! where there are no workers.
//!
//! Every call answers `{ ok: true, …, warnings }` or `{ ok: false, errors }`
//! and never throws on bad input.

use super::engine::{Engine, PdfRequest, PngRequest, check_template, read_template};
use super::js::{answer, bytes, object, refusal, to_js, wrong_argument};
use crate::bundle::{Parts, pack, unpack, with_files};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::field::{Values, contract};
use crate::import;
use crate::render::Asset;
use crate::template::{AssetId, AssetInfo, Template, read, write};
use js_sys::{Array, Reflect, Uint8Array};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Fonts, pictures and the rendering of certificates.
#[wasm_bindgen]
#[derive(Default)]
pub struct Exporter {
    engine: Engine,
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

    /// `{ png }`: bytes, at so many px an inch.
    #[wasm_bindgen(js_name = renderPng)]
    pub fn render_png(&mut self, template: JsValue, values: JsValue, dpi: Option<f32>) -> JsValue {
        self.with(template, values, |engine, template, values| {
            let out = engine.png(template, values, PngRequest { dpi })?;
            Ok((vec![("png", bytes(&out.value))], out.warnings))
        })
    }

    /// `{ pdf }`: bytes, a page for each set of values in the list.
    #[wasm_bindgen(js_name = renderPdf)]
    pub fn render_pdf(
        &mut self,
        template: JsValue,
        records: JsValue,
        created: Option<String>,
        id: Option<String>,
    ) -> JsValue {
        let template = match self.template(template) {
            Ok(template) => template,
            Err(errors) => return refusal(&errors),
        };
        let records: Vec<Values> = match serde_wasm_bindgen::from_value(records) {
            Ok(records) => records,
            Err(why) => return refusal(&[wrong_argument("values", &why.to_string())]),
        };
        match self.engine.pdf(&template, &records, &PdfRequest { created, id }) {
            Ok(out) => answer(&[("pdf", bytes(&out.value))], out.warnings),
            Err(errors) => refusal(&errors),
        }
    }

    /// `{ svg, png }`: the safe-zone guide.
    #[wasm_bindgen(js_name = renderGuide)]
    pub fn render_guide(&mut self, template: JsValue, values: JsValue) -> JsValue {
        self.with(template, values, |engine, template, values| {
            let svg = engine.guide_svg(template, values).map_err(|fault| vec![fault])?;
            let png = engine.guide_png(template, values).map_err(|fault| vec![fault])?;
            Ok((vec![("svg", JsValue::from(svg)), ("png", bytes(&png))], Vec::new()))
        })
    }

    /// Lets a picture through the import gate: `{ id, info, bytes }`.
    #[wasm_bindgen(js_name = importPicture)]
    pub fn import_picture(&mut self, data: Vec<u8>, name: &str) -> JsValue {
        match import::picture(&data, name) {
            Ok(imported) => {
                self.engine.add_picture(imported.id.clone(), imported.asset.clone());
                answer(
                    &[
                        ("id", JsValue::from(imported.id.0)),
                        ("info", to_js(&imported.info)),
                        ("bytes", bytes(&imported.asset.bytes)),
                    ],
                    imported.notes,
                )
            }
            Err(errors) => refusal(&errors),
        }
    }

    /// Reads a template of another designer (pdfme) as a start: `{ template, pictures }`,
    /// the pictures as `{ id, info, bytes }`; the warnings say what was not carried over.
    #[wasm_bindgen(js_name = importDesign)]
    pub fn import_design(&mut self, text: &str, name: &str) -> JsValue {
        let start = match import::pdfme::read(text, name) {
            Ok(start) => start,
            Err(errors) => return refusal(&errors),
        };
        let pictures = Array::new();
        for picture in start.pictures {
            self.engine.add_picture(picture.id.clone(), picture.asset.clone());
            let parts = [
                ("id", JsValue::from(picture.id.0)),
                ("info", to_js(&picture.info)),
                ("bytes", bytes(&picture.asset.bytes)),
            ];
            pictures.push(&answer(&parts, Vec::new()));
        }
        let template = to_js(&write(&start.template));
        answer(&[("template", template), ("pictures", pictures.into())], start.findings)
    }

    /// `{ bytes }`: everything as one file. `pictures` is a list of
    /// `{ info, bytes }`, `fonts` one of `{ name, bytes }`.
    #[wasm_bindgen(js_name = packBundle)]
    pub fn pack_bundle(&self, parts: JsValue, pictures: &Array, fonts: &Array) -> JsValue {
        let parts: Parts = match serde_wasm_bindgen::from_value(parts) {
            Ok(parts) => parts,
            Err(why) => return refusal(&[wrong_argument("parts", &why.to_string())]),
        };
        match pack(Parts { pictures: pictures_of(pictures), fonts: fonts_of(fonts), ..parts }) {
            Ok((file, warnings)) => answer(&[("bytes", bytes(&file))], warnings),
            Err(errors) => refusal(&errors),
        }
    }

    /// `{ text }`: a design with its pictures and fonts inside.
    #[wasm_bindgen(js_name = packDesign)]
    pub fn pack_design(&self, template: JsValue, pictures: &Array, fonts: &Array) -> JsValue {
        match from_js(template).and_then(read) {
            Ok(template) => {
                let text = with_files(&template, &pictures_of(pictures), &fonts_of(fonts));
                answer(&[("text", text.into())], Vec::new())
            }
            Err(errors) => refusal(&errors),
        }
    }

    /// `{ contents, files: [{ id, bytes }] }`: what is in a file that a person
    /// brings. Its pictures have still to pass `importPicture`.
    #[wasm_bindgen(js_name = readFile)]
    pub fn read_file(&self, data: &[u8], name: &str) -> JsValue {
        match unpack(data, name) {
            Ok(out) => {
                let files: Array = out
                    .files
                    .iter()
                    .map(|file| {
                        object(&[("id", file.id.as_str().into()), ("bytes", bytes(&file.bytes))])
                    })
                    .collect();
                let contents = to_js(&out.contents);
                answer(&[("contents", contents), ("files", files.into())], Vec::new())
            }
            Err(errors) => refusal(&errors),
        }
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
    fn template(&self, value: JsValue) -> Result<Template, Diagnostics> {
        read_template(from_js(value)?).map(|out| out.value)
    }

    fn with(
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
            Ok((parts, warnings)) => answer(&parts, warnings),
            Err(errors) => refusal(&errors),
        }
    }
}

type Answer = (Vec<(&'static str, JsValue)>, Diagnostics);

/// The bytes of a list of files, each with what else is said of it.
fn files_of<T>(list: &Array, known: impl Fn(&JsValue) -> Option<T>) -> Vec<(T, Vec<u8>)> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or(JsValue::NULL);
    list.iter()
        .filter_map(|file| Some((known(&file)?, Uint8Array::new(&get(&file, "bytes")).to_vec())))
        .collect()
}

fn pictures_of(list: &Array) -> Vec<(AssetInfo, Vec<u8>)> {
    files_of(list, |file| {
        serde_wasm_bindgen::from_value(Reflect::get(file, &"info".into()).ok()?).ok()
    })
}

fn fonts_of(list: &Array) -> Vec<(String, Vec<u8>)> {
    files_of(list, |file| Reflect::get(file, &"name".into()).ok()?.as_string())
}

fn from_js(value: JsValue) -> Result<serde_json::Value, Diagnostics> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|why| vec![wrong_argument("template", &why.to_string())])
}
