//! Cases are data: `tests/fixtures/pdfme/NAME.json` in pdfme's format, and beside it
//! `NAME.expected.json`, what it becomes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use super::*;
use crate::template::ElementKind;
use proptest::prelude::*;
use serde_json::json;
use std::path::Path;

fn kind(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::Text(_) => "text",
        ElementKind::Image(_) => "image",
        ElementKind::Qr(_) => "qr",
        ElementKind::Shape(_) => "shape",
        ElementKind::Ornament(_) => "ornament",
    }
}

#[test]
fn every_case_becomes_what_it_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pdfme");
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let file = entry.file_name().into_string().unwrap();
        if file.contains(".expected.") {
            continue;
        }
        cases += 1;
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let expected =
            std::fs::read_to_string(entry.path().with_extension("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let Start { template, pictures, findings } =
            read(&text, &file).unwrap_or_else(|faults| panic!("{file}: {faults:?}"));
        assert_eq!(template.name, file.trim_end_matches(".json"));
        let elements: Vec<String> =
            template.elements.iter().map(|e| format!("{} {}", e.id, kind(&e.kind))).collect();
        let list: Vec<String> = findings.iter().map(|f| format!("{} {}", f.code, f.path)).collect();
        let fields: serde_json::Map<String, Value> = template
            .fields
            .iter()
            .map(|f| (f.name.clone(), json!([f.kind, f.sample, f.required])))
            .collect();
        assert_eq!(
            json!([template.page.width, template.page.height]),
            json!([expected["page"][0].as_f64(), expected["page"][1].as_f64()]),
            "{file}"
        );
        assert_eq!(json!(elements), expected["elements"], "{file}");
        assert_eq!(json!(list), expected["findings"], "{file}");
        assert_eq!(Value::Object(fields), expected["fields"], "{file}");
        assert_eq!(json!(pictures.len()), expected["pictures"], "{file}");
        for (id, content) in expected["content"].as_object().unwrap() {
            let found = match &template.element(id).unwrap().kind {
                ElementKind::Text(text) => &text.content,
                ElementKind::Qr(qr) => &qr.content,
                other => panic!("{file}: {id} is {}", kind(other)),
            };
            assert_eq!(json!(found), *content, "{file}: {id}");
        }
        for (id, frame) in expected["frames"].as_object().unwrap() {
            let found = template.element(id).unwrap().frame;
            let found = [found.x, found.y, found.width, found.height, found.rotation];
            for (at, found) in found.iter().enumerate() {
                let wanted = frame[at].as_f64().unwrap();
                assert!(
                    (f64::from(*found) - wanted).abs() < 0.02,
                    "{file}: {id}: {found} {wanted}"
                );
            }
        }
        // Each says what to do, and every placeholder is a field's.
        assert!(findings.iter().all(|f| f.repair.is_some() && !f.message.is_empty()), "{file}");
        for picture in &pictures {
            assert!(template.assets.contains_key(&picture.id));
        }
    }
    assert_eq!(cases, 4);
}

#[test]
fn the_style_is_carried_over() {
    let text = include_str!("../../../tests/fixtures/pdfme/certificate.json");
    let template = read(text, "certificate.json").unwrap().template;
    let style = |id: &str| match &template.element(id).unwrap().kind {
        ElementKind::Text(text) => text.clone(),
        _ => panic!("{id} is no text"),
    };
    let title = style("title");
    assert_eq!(
        (title.style.font.as_str(), title.style.weight, title.style.size),
        ("Playfair Display", 700, 75.0)
    );
    let name = style("recipient_name");
    assert_eq!((name.style.size, name.fit.min_size), (100.0, Some(25.0)));
    let statement = style("statement");
    // Half a point at 14 points.
    assert_eq!((statement.style.letter_spacing, statement.style.line_height), (36.0, 1.4));
    assert_eq!(template.page.margins.unwrap().left, 70.87);
}

#[test]
fn what_is_no_template_is_refused() {
    let code = |text: &str| read(text, "x.json").unwrap_err()[0].code.to_string();
    assert_eq!(code("{"), "not-json");
    assert_eq!(code(&"[".repeat(100_000)), "not-json");
    for text in ["null", "[]", "{}", r#"{"schemas":[]}"#, r#"{"basePdf":{},"schemas":{}}"#] {
        assert_eq!(code(text), "not-pdfme", "{text}");
    }
    assert_eq!(code(r#"{"basePdf":{"width":0,"height":5},"schemas":[]}"#), "pdfme-page-size");
    assert_eq!(code(&" ".repeat(MAX_BYTES + 1)), "file-too-large");
}

#[test]
fn there_is_an_end_to_elements_and_findings() {
    let one = json!({ "name": "n", "type": "hologram", "position": { "x": 1, "y": 1 }, "width": 1, "height": 1 });
    let two = json!({ "name": "n", "type": "line", "position": { "x": 1, "y": 1 }, "width": 1, "height": 1 });
    let all = [vec![one; 3000], vec![two; 3000]].concat();
    let text = json!({ "schemas": [all], "basePdf": { "width": 210, "height": 297 } }).to_string();
    let start = read(&text, "").unwrap();
    assert!(start.template.elements.len() <= MAX_ELEMENTS);
    assert_eq!(start.findings.len(), MAX_FINDINGS + 1);
    assert_eq!(start.template.name, "From pdfme");
}

/// Any JSON, with the keys that are read more often than others.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-300.0..300.0f64).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "(\\{\\{?[a-z]{0,3}\\}?\\}?|#[0-9a-f]{3,8}|text|line|image|qrcode|date|multiVariableText|2024/1[0-9]/[0-9é]{2})".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 40, 6, |inner| {
        let key = "(position|x|y|width|height|name|content|type|text|variables|fontSize|format|color|borderWidth|borderColor|dynamicFontSize|[a-z]{1,4})";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6).prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_element_is_read_or_left_out(mut all in prop::collection::vec(any_value(), 0..8), kind in "(text|line|rectangle|image|svg|qrcode|date|select|multiVariableText)") {
        for (at, value) in all.iter_mut().enumerate() {
            // Half of them have what an element needs.
            if let (Some(map), true) = (value.as_object_mut(), at % 2 == 0) {
                map.insert("type".into(), json!(kind));
                map.insert("position".into(), json!({ "x": 3, "y": 4 }));
                map.insert("width".into(), json!(50));
                map.insert("height".into(), json!(20));
            }
        }
        let text = json!({ "schemas": [all], "basePdf": { "width": 210, "height": 297 } }).to_string();
        let start = read(&text, "any.json").unwrap();
        prop_assert!(crate::template::parse(&crate::template::write(&start.template).to_string()).is_ok());
    }

    #[test]
    fn any_text_is_read_without_panic(text in ".*") {
        let _ = read(&text, &text);
    }
}
