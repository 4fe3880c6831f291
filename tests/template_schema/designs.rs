//! The designs that there are, and one that has every key.

use laureate::bundle::with_files;
use laureate::template::gallery::{ENTRIES, blanks};
use laureate::template::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What stands in kept designs that no program of ours knows.
pub const UNKNOWN: [&str; 3] = ["x-vendor", "note", "glow"];

/// How the text of a stored design begins.
const DESIGN: &str = r#"{"format":"laureate-template""#;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(path: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder(path)).unwrap();
    let mut out: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    out.sort();
    out
}

/// The texts of designs that are kept in the repository, as people or older
/// programs wrote them.
pub fn texts() -> Vec<(String, String)> {
    let is_json = |path: &PathBuf| path.extension().is_some_and(|e| e == "json");
    let golden = files("tests/golden").into_iter().map(|case| case.join("template.json"));
    // Those of the gallery have none.
    let mut paths: Vec<PathBuf> = golden.filter(|path| path.exists()).collect();
    paths.extend(files("src/template/gallery").into_iter().filter(is_json));
    let mut out = Vec::new();
    for version in files("tests/fixtures/storage") {
        paths.push(version.join("template.json"));
        for path in files(version.join("keys").to_str().unwrap()) {
            let record = std::fs::read_to_string(&path).unwrap();
            let designs = record.lines().filter(|line| line.starts_with(DESIGN));
            out.extend(designs.map(|line| (path.display().to_string(), line.to_owned())));
        }
    }
    assert!(!out.is_empty(), "a design is stored under its key");
    for path in paths {
        out.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
    }
    out
}

/// Every design: those texts as they are written again, and what the program
/// makes itself.
pub fn written() -> Vec<(String, Value)> {
    let mut out: Vec<(String, Template)> =
        texts().into_iter().map(|(name, text)| (name, parse(&text).unwrap())).collect();
    out.push(("classic".into(), classic()));
    for entry in ENTRIES {
        out.push((entry.key.into(), entry.template().unwrap()));
    }
    for blank in blanks() {
        out.push((blank.name.into(), blank.template()));
    }
    out.push(("plain".into(), plain("Safety", &everything().fields).unwrap()));
    out.push(("everything".into(), everything()));
    let mut out: Vec<_> = out.iter().map(|(name, t)| (name.clone(), write(t))).collect();
    out.push(("with files".into(), carried()));
    out
}

/// A design that has every key, none at its default.
///
/// Without `..`: a new key does not compile until it is here, and the schema has
/// to describe it then.
pub fn everything() -> Template {
    let id = AssetId("0123456789abcdef".repeat(4));
    let ink = Color { r: 1, g: 2, b: 3, a: 128 };
    let extra = Extra::new;
    let element = |kind: ElementKind| Element {
        id: format!("é_{}", elements_kind(&kind)),
        name: "Name".into(),
        frame: Frame { x: 100.0, y: 120.0, width: 400.0, height: 300.0, rotation: 15.0 },
        opacity: 0.5,
        locked: true,
        hidden: true,
        group: Some("Footer/Signatures".into()),
        kind,
        extra: extra(),
    };
    let text = TextBox {
        content: "For {{recipient_name}} on {{completed_at}}".into(),
        style: TextStyle {
            font: "Alex Brush".into(),
            size: 2000.0,
            weight: 700,
            italic: true,
            color: ink,
            letter_spacing: 20.0,
            line_height: 1.5,
            case: Case::Title,
            extra: extra(),
        },
        align: Align { horizontal: Horizontal::Justify, vertical: Vertical::Top },
        fit: Fit {
            overflow: Overflow::ShrinkThenEllipsis,
            min_size: Some(1.0),
            max_lines: Some(2),
        },
        role: TextRole::Title,
        extra: extra(),
    };
    let image = Image {
        asset: Some(id.clone()),
        fit: PictureFit::Stretch,
        crop: Some(Crop { x: 0.0, y: 0.0, width: Crop::LEAST, height: Crop::LEAST }),
        radius: 4.0,
        alt: "A seal".into(),
        extra: extra(),
    };
    let qr = Qr {
        content: "https://example.org/{{score}}".into(),
        level: QrLevel::High,
        quiet_zone: 5,
        color: ink,
        background: Some(Color::WHITE),
        extra: extra(),
    };
    let shape = Shape {
        form: ShapeForm::Rectangle,
        fill: Some(ink),
        stroke: Some(Stroke { color: ink, width: 2.0, dash: vec![12.0, 6.0] }),
        radius: 4.0,
        alt: "A box".into(),
        extra: extra(),
    };
    let ornament = Ornament {
        form: OrnamentForm::Laurel,
        color: ink,
        second: Some(Color::WHITE),
        weight: 2.5,
        alt: "A laurel".into(),
        extra: extra(),
    };
    let field = |name: &str, kind: FieldType, format: &str| Field {
        name: name.into(),
        label: "Label".into(),
        kind,
        required: true,
        sample: kind.typical().into(),
        format: Some(format.into()),
        extra: extra(),
    };
    Template {
        name: "Everything".into(),
        language: "de-AT".into(),
        page: Page {
            width: 1754.0,
            height: 1240.0,
            dpi: 300.0,
            guides: Guides { horizontal: vec![10.0], vertical: vec![-20.5] },
            margins: Some(Margins { top: 10.0, right: 20.0, bottom: 30.0, left: 40.0 }),
            extra: extra(),
        },
        background: Background {
            color: ink,
            picture: Some(id.clone()),
            fit: PictureFit::Contain,
            extra: extra(),
        },
        elements: vec![
            element(ElementKind::Text(text)),
            element(ElementKind::Image(image)),
            element(ElementKind::Qr(qr)),
            element(ElementKind::Shape(shape)),
            element(ElementKind::Ornament(ornament)),
        ],
        fields: vec![
            field("recipient_name", FieldType::Text, "upper"),
            field("completed_at", FieldType::Date, "date: %-d %B %Y"),
            field("score", FieldType::Number, "number: 2"),
        ],
        validity: Validity::Months { months: 24, from: "completed_at".into() },
        assets: BTreeMap::from([(
            id,
            AssetInfo { mime: Mime::WebP, width: 40.0, height: 30.0, name: "Seal".into() },
        )]),
        word_breaks: BTreeMap::from([("การทำงาน".into(), vec![3, 8])]),
        extra: extra(),
    }
}

fn elements_kind(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::Text(_) => "text",
        ElementKind::Image(_) => "image",
        ElementKind::Qr(_) => "qr",
        ElementKind::Shape(_) => "shape",
        ElementKind::Ornament(_) => "ornament",
    }
}

/// A design that takes its picture and its font along.
fn carried() -> Value {
    let font = std::fs::read(folder("www/fonts/alex-brush-400.ttf")).unwrap();
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect width='8' height='8'/></svg>";
    let kept = laureate::import::picture(svg.as_bytes(), "seal.svg").unwrap();
    let mut template = classic();
    template.background.picture = Some(kept.id.clone());
    template.assets = BTreeMap::from([(kept.id, kept.info.clone())]);
    let picture = (kept.info, kept.asset.bytes.to_vec());
    let text = with_files(&template, &[picture], &[("Mine.ttf".into(), font)]);
    serde_json::from_str(&text).unwrap()
}
