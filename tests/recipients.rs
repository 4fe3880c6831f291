//! The classic certificate for each of the recipients with awkward names, in
//! all formats: no character may be silently missing.
#![cfg(feature = "export")]
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use common::pixels::Pixels;
use common::{add_fonts, bring_picture, engine_for, pdf, recipients, root};
use laureate::api::{Engine, PdfRequest, PngRequest};
use laureate::diagnostic::{Diagnostic, Severity};
use laureate::field::Values;
use laureate::template::{Template, classic};
use resvg::usvg::roxmltree;

/// Over `../shared/data/background.png` where that is at hand.
fn certificate(engine: &mut Engine) -> Template {
    let mut template = classic();
    if let Ok(bytes) = std::fs::read(root().join("../shared/data/background.png")) {
        let id = bring_picture(engine, &mut template, &bytes, "background.png");
        template.background.picture = Some(id);
    }
    template
}

fn values(row: &Values) -> Values {
    let number = row["email"].split('@').next().unwrap().to_uppercase();
    Values::from([
        ("recipient_name".into(), recipients::name(row)),
        ("completed_at".into(), row["completed_at"].clone()),
        ("certificate_number".into(), number),
    ])
}

/// Blanks aside: a long name is broken into two lines.
fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

fn assert_nothing_missing(name: &str, warnings: &[Diagnostic]) {
    assert!(warnings.iter().all(|d| d.severity < Severity::Warning), "{name}: {warnings:#?}");
}

#[test]
fn there_are_thirty_recipients() {
    let rows = recipients::rows();
    assert_eq!(rows.len(), 30);
    let name = |i: usize| recipients::name(&rows[i]);
    assert_eq!(name(20), "Padded  Name", "outer blanks are not part of a name");
    assert_eq!(name(21), "Mononym");
    assert_eq!(name(22), "=HYPERLINK(\"http://example.org\") Formula");
    assert_eq!(rows[0]["completed_at"], "2026-01-01T08:30:00+01:00");
}

#[test]
fn svg_is_xml_and_says_the_name() {
    let mut engine = Engine::new();
    let template = certificate(&mut engine);
    for row in recipients::rows() {
        let (name, values) = (recipients::name(&row), values(&row));
        add_fonts(&mut engine, &template, &values);
        let svg = engine.svg(&template, &values).unwrap();
        assert_nothing_missing(&name, &svg.warnings);
        let document = roxmltree::Document::parse(&svg.value).unwrap();
        assert_eq!(document.root_element().attribute("viewBox"), Some("0 0 1500 1050"));
        let texts = document.descendants().filter(|n| n.has_tag_name("text"));
        let words: String = texts.filter_map(|n| n.text()).map(solid).collect();
        assert!(words.contains(&solid(&name)), "{name} in {words}");
    }
}

#[test]
fn svg_is_the_same_whoever_came_before() {
    let mut used = Engine::new();
    let template = certificate(&mut used);
    for row in recipients::rows() {
        let values = values(&row);
        add_fonts(&mut used, &template, &values);
        let mut fresh = Engine::new();
        let _ = certificate(&mut fresh);
        add_fonts(&mut fresh, &template, &values);
        let (one, other) = (used.svg(&template, &values), fresh.svg(&template, &values));
        assert!(one == other, "{}: fonts of other recipients show", recipients::name(&row));
    }
}

#[test]
fn png_is_of_the_pages_size() {
    let mut engine = Engine::new();
    let template = certificate(&mut engine);
    let mut before = Vec::new();
    for row in recipients::rows() {
        let (name, values) = (recipients::name(&row), values(&row));
        add_fonts(&mut engine, &template, &values);
        let png = engine.png(&template, &values, PngRequest { dpi: None }).unwrap();
        assert_nothing_missing(&name, &png.warnings);
        let pixels = Pixels::read_png(&png.value);
        assert_eq!((pixels.width, pixels.height), (1500, 1050), "{name}");
        assert!(png.value != before, "{name}: the same picture as the one before");
        before = png.value;
    }
}

#[test]
fn pdf_has_the_name_as_text_in_embedded_fonts() {
    let mut engine = Engine::new();
    let template = certificate(&mut engine);
    for row in recipients::rows() {
        let (name, values) = (recipients::name(&row), values(&row));
        add_fonts(&mut engine, &template, &values);
        let made = engine.pdf(&template, &[values], &PdfRequest::default()).unwrap();
        assert_nothing_missing(&name, &made.warnings);
        pdf::check(&made.value);
        let words = pdf::words(&made.value);
        assert!(solid(&words).contains(&solid(&name)), "{name} in:\n{words}");
        let fonts = pdf::fonts(&made.value);
        assert!(!fonts.is_empty() && fonts.iter().all(|f| f.embedded && f.subset), "{fonts:#?}");
    }
}

#[test]
fn one_pdf_for_all_of_them() {
    let mut engine = Engine::new();
    let template = certificate(&mut engine);
    let rows = recipients::rows();
    let all: Vec<Values> = rows.iter().map(values).collect();
    all.iter().for_each(|values| add_fonts(&mut engine, &template, values));
    let made = engine.pdf(&template, &all, &PdfRequest::default()).unwrap();
    assert_nothing_missing("all", &made.warnings);
    pdf::check(&made.value);
    assert_eq!(pdf::info(&made.value, "Pages").as_deref(), Some("30"));
    assert!(pdf::fonts(&made.value).iter().all(|f| f.embedded), "a font is not embedded");
    let words = solid(&pdf::words(&made.value));
    let mut rest = words.as_str();
    for row in &rows {
        let name = solid(&recipients::name(row));
        let at = rest.find(&name).unwrap_or_else(|| panic!("{name} is not in its turn"));
        rest = &rest[at + name.len()..];
    }
    let megabytes = made.value.len() as f64 / 1e6;
    assert!(megabytes < 3.0, "{megabytes:.2} MB: is the background in it thirty times?");
}

#[test]
fn a_script_without_a_font_is_reported_by_name() {
    let template = classic();
    for (name, script, character) in
        [("ሰሎሞን Tesfaye", "Ethiopic", "“ሰ” (U+1230"), ("தமிழ்செல்வி", "Tamil", "“த” (U+0BA4")]
    {
        let values = Values::from([
            ("recipient_name".into(), name.into()),
            ("completed_at".into(), "2026-03-15".into()),
            ("certificate_number".into(), "1".into()),
        ]);
        let mut engine = engine_for(&template, &values);
        let svg = engine.svg(&template, &values).unwrap().warnings;
        let png = engine.png(&template, &values, PngRequest { dpi: Some(30.0) }).unwrap().warnings;
        let pdf = engine.pdf(&template, &[values], &PdfRequest::default()).unwrap().warnings;
        for warnings in [svg, png, pdf] {
            let missing: Vec<_> = warnings.iter().filter(|d| d.code == "missing-glyph").collect();
            assert!(!missing.is_empty(), "{name}: {warnings:#?}");
            assert!(missing.iter().all(|d| d.path == "elements.recipient.text"), "{missing:#?}");
            let said: String = missing.iter().map(|d| d.message.as_str()).collect();
            assert!(said.contains(script) && said.contains(character), "{said}");
        }
    }
}
