//! The exporter for JavaScript: PNG, PDF and the gate for files, loaded by
//! `www/worker.js`, or by the page where there are no workers.

use super::engine::{PdfRequest, PngRequest};
use super::js::{answer, bytes, object, refusal, to_js, wrong_argument};
use super::renderer::{Exporter, from_js, unknown_fields};
use crate::bundle::{Parts, pack, unpack, with_files};
use crate::field::Values;
use crate::import;
use crate::template::{AssetInfo, read, write};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Exporter {
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
            Ok(mut out) => {
                // Once for all records, which mostly bring the same ones.
                let all = records.into_iter().flatten().collect();
                out.warnings.extend(unknown_fields(&template, &all));
                answer(&[("pdf", bytes(&out.value))], out.warnings)
            }
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
}

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
