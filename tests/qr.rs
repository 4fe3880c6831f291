//! QR codes as a scanner reads them: from the pixels of both outputs.
#![cfg(feature = "export")]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::pixels::Pixels;
use common::{element, pdf};
use laureate::api::{Engine, PdfRequest, PngRequest};
use laureate::field::Values;
use laureate::template::{Page, Template};
use serde_json::{Value, json};

const DPI: f32 = 150.0;
const CONTENT: &str = "https://verify.example.org/certificates/{{number}}?recipient={{name}}\
                       &issued=2026-03-15&signature=MEUCIQDx0f4bW7o2Jm3Pz9uK5rYt8aVnQ1sLhE6cGdBxNwZkT";
const SAYS: &str = "https://verify.example.org/certificates/ISW-2026-00042?recipient=José+Ōe\
                    &issued=2026-03-15&signature=MEUCIQDx0f4bW7o2Jm3Pz9uK5rYt8aVnQ1sLhE6cGdBxNwZkT";

/// A page of 3 inches with nothing but a code on it.
fn page_with(qr: Value, rotation: f32) -> Template {
    let page = Page::new(450.0, 450.0, DPI);
    let mut template = Template::blank("A code", page);
    for field in ["number", "name"] {
        template.fields.push(serde_json::from_value(json!({ "name": field })).unwrap());
    }
    template.elements.push(element(json!({
        "id": "code",
        "name": "Verification code",
        "frame": {"x": 50, "y": 50, "width": 350, "height": 350, "rotation": rotation},
        "qr": qr,
    })));
    template
}

fn values() -> Values {
    Values::from([("number".into(), "ISW-2026-00042".into()), ("name".into(), "José+Ōe".into())])
}

/// Both outputs at 150 dpi.
fn drawn(template: &Template) -> [(&'static str, Pixels); 2] {
    let mut engine = Engine::new();
    let png = engine.png(template, &values(), PngRequest { dpi: Some(DPI) }).unwrap();
    let made = engine.pdf(template, &[values()], &PdfRequest::default()).unwrap();
    [("PNG", Pixels::read_png(&png.value)), ("PDF", pdf::pixels(&made.value, DPI))]
}

/// What the only code says, and its error correction: 0 low to 3 high.
fn scanned(picture: &Pixels) -> Result<(String, usize), String> {
    let greys = picture.greys();
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(picture.width, picture.height, |x, y| {
            greys[y * picture.width + x]
        });
    let grids = image.detect_grids();
    let [grid] = grids.as_slice() else { return Err(format!("{} codes found", grids.len())) };
    let (meta, says) = grid.decode().map_err(|e| e.to_string())?;
    // The order of the levels in the code itself is M, L, H, Q.
    Ok((says, [1, 0, 3, 2][usize::from(meta.ecc_level)]))
}

fn assert_read(what: &str, template: &Template, says: &str, at_least: usize) {
    for (format, picture) in drawn(template) {
        let (read, level) = scanned(&picture).unwrap_or_else(|e| panic!("{what}, {format}: {e}"));
        assert_eq!(read, says, "{what}, {format}");
        assert!(level >= at_least, "{what}, {format}: level {level} of 3");
    }
}

#[test]
fn all_levels_are_read_from_both_outputs() {
    for (order, level) in ["low", "medium", "quartile", "high"].into_iter().enumerate() {
        let template = page_with(json!({"content": CONTENT, "level": level}), 0.0);
        assert_read(level, &template, SAYS, order);
    }
}

#[test]
fn turned_and_coloured_codes_are_read() {
    let turned = page_with(json!({"content": CONTENT}), 30.0);
    assert_read("turned", &turned, SAYS, 1);
    let coloured = json!({"content": CONTENT, "color": "#1f4d3a", "background": "#f2e6c9"});
    assert_read("coloured", &page_with(coloured, 0.0), SAYS, 1);
    let words = page_with(json!({"content": "  محمد 山田 🎓 {{name}} "}), 0.0);
    assert_read("not only Latin letters", &words, "محمد 山田 🎓 José+Ōe", 1);
}

#[test]
fn the_margin_is_as_wide_as_asked() {
    for quiet_zone in [0_u8, 4, 10] {
        // 21 modules of 10 px each and the margin.
        let side = 10.0 * (21.0 + 2.0 * f32::from(quiet_zone));
        let code = json!({"content": "A", "quiet_zone": quiet_zone});
        let mut template = page_with(code, 0.0);
        template.elements[0].frame.width = side;
        template.elements[0].frame.height = side;
        for (format, picture) in drawn(&template) {
            let is_dark = |x: usize, y: usize| picture.at(x, y).unwrap()[0] < 128;
            let margin = usize::from(quiet_zone) * 10;
            let columns = (0..450).filter(|x| (0..450).any(|y| is_dark(*x, y)));
            let found: Vec<usize> = columns.collect();
            let (first, last) = (found[0], found[found.len() - 1]);
            assert_eq!((first, last), (50 + margin, 50 + margin + 209), "{format}, {quiet_zone}");
        }
    }
}

#[test]
fn what_no_code_can_hold_is_reported() {
    let template = page_with(json!({"content": "x".repeat(3000), "level": "high"}), 0.0);
    let warnings = Engine::new().svg(&template, &values()).unwrap().warnings;
    let found: Vec<_> = warnings.iter().map(|d| (d.code.as_ref(), d.path.as_str())).collect();
    assert_eq!(found, [("qr-too-long", "elements.code.qr.content")]);
}
