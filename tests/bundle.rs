//! The schema of `.laureate` files against what is written.
#![cfg(feature = "export")]
#![expect(clippy::unwrap_used, reason = "tests")]

use boon::{Compiler, Schemas};
use laureate::bundle::{Parts, pack, unpack, with_files};
use laureate::template::{AssetInfo, ElementKind, Image, classic, write};
use serde_json::{Value, json};
use std::io::{Cursor, Read};

fn refusal(fragment: &str, document: &Value) -> Option<String> {
    let schema: Value = serde_json::from_str(include_str!("../schema/bundle.schema.json")).unwrap();
    let place = "http://localhost/bundle.schema.json";
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    compiler.add_resource(place, schema).unwrap();
    let index = compiler.compile(&format!("{place}{fragment}"), &mut schemas).unwrap();
    schemas.validate(document, index).err().map(|e| e.to_string())
}

fn picture() -> (AssetInfo, Vec<u8>) {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect width='8' height='8'/></svg>";
    let kept = laureate::import::picture(svg.as_bytes(), "seal.svg").unwrap();
    (kept.info, kept.asset.bytes.to_vec())
}

fn font() -> (String, Vec<u8>) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/fonts/alex-brush-400.ttf");
    ("Mine.ttf".into(), std::fs::read(path).unwrap())
}

#[test]
fn the_manifest_that_is_written_is_as_described() {
    let parts = Parts {
        name: "Safety".into(),
        project: Some(json!({ "format": "laureate-project", "version": 1 }).to_string()),
        designs: vec![(String::new(), Some(7), write(&classic()).to_string())],
        pictures: vec![picture()],
        fonts: vec![font()],
        ..Parts::default()
    };
    let (file, _) = pack(parts).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name("manifest.json").unwrap().read_to_string(&mut text).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(refusal("", &manifest), None);
    let kinds: Vec<_> =
        manifest["entries"].as_array().unwrap().iter().map(|e| &e["kind"]).collect();
    assert_eq!(kinds, ["design", "font", "picture", "project"]);
    for (pointer, wrong) in [
        ("/version", json!(2)),
        ("/entries/0/kind", json!("poem")),
        ("/entries/0/sha256", json!("x")),
        ("/entries/2/info", json!({})),
    ] {
        let mut manifest = manifest.clone();
        *manifest.pointer_mut(pointer).unwrap() = wrong;
        assert!(refusal("", &manifest).is_some(), "{pointer}");
    }
}

#[test]
fn so_is_what_a_design_takes_along() {
    let picture = picture();
    let mut template = classic();
    let id = laureate::template::AssetId::of(&picture.1);
    let mut element = template.elements[0].clone();
    element.kind = ElementKind::Image(Image { asset: Some(id), ..Image::default() });
    template.elements.push(element);
    let text = with_files(&template, &[picture], &[font()]);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["files"]["pictures"].as_object().unwrap().len(), 1);
    assert_eq!(refusal("#/$defs/files", &value["files"]), None);
}

/// The exporter knows projects without the rules' own reader.
#[cfg(feature = "simulate")]
#[test]
fn a_project_as_it_is_written_is_known() {
    let project = laureate::rules::Project { name: "Safety".into(), ..Default::default() };
    let text = laureate::rules::write(&project).to_string();
    let found = unpack(text.as_bytes(), "x.json").unwrap().contents.project.unwrap();
    assert_eq!((found.counts.name.as_str(), found.text), ("Safety", text));
}
