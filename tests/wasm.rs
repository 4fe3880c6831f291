//! What only a browser can tell: that the module lays out and draws there just
//! what it does natively, and that the browser's storage keeps work.
#![cfg(target_arch = "wasm32")]

use laureate::api::{Engine, PdfRequest, PngRequest};
use laureate::field::samples;
use laureate::import;
use laureate::simulate::scenario::Scenario;
use laureate::template::{Template, classic};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const FONTS: [(&str, &[u8]); 3] = [
    ("playfair-display-700.ttf", include_bytes!("../www/fonts/playfair-display-700.ttf")),
    ("eb-garamond-400.ttf", include_bytes!("../www/fonts/eb-garamond-400.ttf")),
    ("alex-brush-400.ttf", include_bytes!("../www/fonts/alex-brush-400.ttf")),
];

fn engine() -> (Engine, Template) {
    let mut engine = Engine::new();
    for (file, bytes) in FONTS {
        engine.fonts().add_file(file, bytes).unwrap();
    }
    (engine, classic())
}

#[wasm_bindgen_test]
fn the_classic_certificate_is_drawn_as_natively() {
    let (mut engine, template) = engine();
    let values = samples(&template);
    assert!(engine.wanted(&template, &values).is_empty());
    let svg = engine.svg(&template, &values).unwrap();
    assert_eq!(svg.warnings, vec![]);
    let native = include_str!("golden/classic/expected.svg");
    assert!(svg.value == native, "the SVG made in wasm differs from the native one");
}

#[wasm_bindgen_test]
fn png_and_pdf_come_out() {
    let (mut engine, template) = engine();
    let values = samples(&template);
    let png = engine.png(&template, &values, PngRequest { dpi: Some(75.0) }).unwrap().value;
    // Width and height of IHDR (PNG, section 11.2.1).
    assert_eq!(png[16..24], [0, 0, 2, 238, 0, 0, 2, 13], "750×525");
    let again = engine.png(&template, &values, PngRequest { dpi: Some(75.0) }).unwrap().value;
    assert_eq!(png, again);
    let request = PdfRequest { created: Some("2026-03-15T10:30:00Z".into()), id: None };
    let pdf = engine.pdf(&template, std::slice::from_ref(&values), &request).unwrap().value;
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert_eq!(pdf, engine.pdf(&template, &[values], &request).unwrap().value);
}

#[wasm_bindgen_test]
fn hostile_pictures_are_refused() {
    let bombs: [(&[u8], &str); 3] = [
        (b"hello", "not-a-picture"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>1</script></svg>",
            "svg-scripts",
        ),
        (&[], "picture-empty"),
    ];
    for (bytes, code) in bombs {
        assert_eq!(import::picture(bytes, "x").unwrap_err()[0].code, code);
    }
}

#[wasm_bindgen_test]
fn the_stories_come_out_as_natively() {
    for story in [
        include_str!("rules/stories/three-ways-to-a-certificate.json"),
        include_str!("rules/stories/the-naive-rule.json"),
        include_str!("rules/stories/a-programme-with-an-exam.json"),
        include_str!("rules/stories/triggers-and-a-certification.json"),
    ] {
        let result = Scenario::parse(story).unwrap().run(None);
        assert!(result.passed, "{}: {:?} {:?}", result.name, result.differences, result.faults);
    }
}
