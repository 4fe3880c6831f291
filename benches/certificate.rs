//! The certificate of design.md, natively: 1500×1050 px, a picture as
//! background, 12 lines of text and a QR code (`certificate.json`).
//!
//! `make bench` puts these figures in one table with those of the browser,
//! which are made by the same names in `browser/work.js`.
#![cfg(feature = "export")]
#![expect(missing_docs, reason = "criterion's macros make functions")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "benchmarks")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use laureate::api::{Engine, PdfRequest, PngRequest, read_template};
use laureate::field::Values;
use laureate::render::compose;
use laureate::template::{AssetInfo, CLASSIC_BACKGROUND_SVG, Template};
use serde_json::Value;
use std::hint::black_box;
use std::path::{Path, PathBuf};

const CERTIFICATE: &str = include_str!("certificate.json");
/// Pages of the long PDF.
const PAGES: usize = 1000;

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A background that comes with the project's data; without it, the classic drawing.
fn background(name: &str) -> Vec<u8> {
    let shared = file("../shared/data").join(name);
    std::fs::read(shared).unwrap_or_else(|_| CLASSIC_BACKGROUND_SVG.into())
}

/// What fills the fields in the certificate with this number.
fn values(number: usize) -> Values {
    let pairs = [
        ("recipient_name", format!("Ada Lovelace {number}")),
        ("activity", format!("Work Safety Essentials {}", number * 7)),
        ("completed_at", format!("2026-03-{:02}", 1 + number % 28)),
        ("certificate_number", format!("ISW-2026-{number:05}")),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The template's JSON; with `all`, each of its 12 lines holds a field.
fn json(all: bool) -> Value {
    let mut json: Value = serde_json::from_str(CERTIFICATE).unwrap();
    for element in json["elements"].as_array_mut().unwrap() {
        let content = element.pointer_mut("/text/content");
        if let Some(Value::String(content)) = content.filter(|_| all)
            && !content.contains("{{")
        {
            // As long as before, so that only what changes differs.
            content.truncate(content.len() - 14);
            content.push_str("{{certificate_number}}");
        }
    }
    json
}

/// An engine with the fonts and the background, and the template that uses it.
fn set_up(all: bool) -> (Engine, Template) {
    let mut engine = Engine::new();
    let mut template = read_template(json(all)).unwrap().value;
    let picture = laureate::import::picture(&background("background.png"), "background").unwrap();
    engine.add_picture(picture.id.clone(), picture.asset);
    template.background.picture = Some(picture.id.clone());
    template.assets.insert(picture.id, AssetInfo { name: String::new(), ..picture.info });
    loop {
        let wanted = engine.wanted(&template, &values(0));
        if wanted.is_empty() {
            return (engine, template);
        }
        for name in wanted {
            let bytes = std::fs::read(file("www/fonts").join(name))
                .unwrap_or_else(|e| panic!("{name}: {e}; `make setup` fetches the fonts"));
            engine.fonts().add_file(name, bytes).unwrap();
        }
    }
}

fn layout(c: &mut Criterion) {
    let (mut engine, template) = set_up(false);
    c.bench_function("layout, all of it", |b| {
        b.iter(|| compose::compose(black_box(&template), &values(1), engine.fonts()));
    });
    let mut number = 0;
    c.bench_function("layout, next record", |b| {
        b.iter(|| {
            number += 1;
            engine.compose(&template, &values(number))
        });
    });
    c.bench_function("svg, next record", |b| {
        b.iter(|| {
            number += 1;
            engine.svg(&template, &values(number)).unwrap().value.len()
        });
    });
}

fn png(c: &mut Criterion) {
    let (mut engine, mut template) = set_up(false);
    let mut number = 0;
    c.bench_function("png, alone", |b| {
        b.iter(|| {
            // Something that all records share: nothing drawn before is of use.
            number += 1;
            template.elements[0].frame.x = if number % 2 == 0 { 250.0 } else { 251.0 };
            engine.png(&template, &values(number), PngRequest { dpi: None }).unwrap().value.len()
        });
    });
    for (name, all) in [("png, next record", false), ("png, next record, all changed", true)] {
        let (mut engine, template) = set_up(all);
        c.bench_function(name, |b| {
            b.iter(|| {
                number += 1;
                let png = engine.png(&template, &values(number), PngRequest { dpi: None });
                png.unwrap().value.len()
            });
        });
    }
}

fn pdf(c: &mut Criterion) {
    let (mut engine, template) = set_up(false);
    let request = PdfRequest { created: Some("2026-03-15T10:30:00Z".into()), id: None };
    let mut number = 0;
    c.bench_function("pdf, one page", |b| {
        b.iter(|| {
            number += 1;
            engine.pdf(&template, &[values(number)], &request).unwrap().value.len()
        });
    });
    let records: Vec<Values> = (0..PAGES).map(values).collect();
    let mut group = c.benchmark_group("long");
    group.sample_size(10);
    group.bench_function("pdf, 1000 pages", |b| {
        b.iter(|| engine.pdf(&template, &records, &request).unwrap().value.len());
    });
}

fn import(c: &mut Criterion) {
    let cases = [
        ("import, classic.svg", CLASSIC_BACKGROUND_SVG.as_bytes().to_vec()),
        ("import, background.jpg", background("background.jpg")),
    ];
    for (name, bytes) in cases {
        c.bench_function(name, |b| {
            let copy = || bytes.clone();
            let take = |bytes: Vec<u8>| laureate::import::picture(&bytes, "picture").unwrap();
            b.iter_batched(copy, take, BatchSize::LargeInput);
        });
    }
}

criterion_group!(benches, layout, png, pdf, import);
criterion_main!(benches);
