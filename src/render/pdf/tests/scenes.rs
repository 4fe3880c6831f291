//! Scenes made by hand, with real fonts, for the tests of the writer.

use crate::render::scene::{Glyph, GlyphRun, Mark, Node, PathStroke, Scene, Tag, TextLine};
use crate::render::{Asset, Assets};
use crate::template::{AssetId, CLASSIC_BACKGROUND_SVG, Color, Mime};
use kurbo::{Affine, Rect, Shape};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{Alignment, FontContext, LayoutContext, StyleProperty};
use std::cell::RefCell;
use std::sync::Arc;

pub const FILES: [&str; 5] = [
    "playfair-display-700",
    "eb-garamond-400",
    "noto-naskh-arabic-400",
    "noto-serif-hebrew-400",
    "noto-sans-jp-400",
];

thread_local! {
    static FONTS: RefCell<FontContext> = RefCell::new({
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        for file in FILES {
            let path = format!("{}/www/fonts/{file}.ttf", env!("CARGO_MANIFEST_DIR"));
            let bytes = std::fs::read(&path)
                .unwrap_or_else(|e| panic!("{path}: {e}; `scripts/setup.sh` fetches the fonts"));
            collection.register_fonts(Blob::from(bytes), None);
        }
        FontContext { collection, source_cache: SourceCache::default() }
    });
}

/// Text laid out as the composer does it, at the frame's top.
pub fn text(id: &str, tag: Tag, family: &str, size: f32, frame: Rect, words: &str) -> Node {
    let family = format!(
        "'{family}', 'EB Garamond', 'Noto Naskh Arabic', 'Noto Serif Hebrew', 'Noto Sans JP'"
    );
    let mut marks = Vec::new();
    let mut lines = Vec::new();
    FONTS.with_borrow_mut(|fonts| {
        let mut context = LayoutContext::<()>::new();
        let mut builder = context.ranged_builder(fonts, words, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(family.as_str().into()));
        builder.push_default(StyleProperty::FontSize(size));
        let mut layout = builder.build(words);
        layout.break_all_lines(Some(frame.width() as f32));
        layout.align(Alignment::Center, Default::default());
        for line in layout.lines() {
            let metrics = *line.metrics();
            let mut x = metrics.offset;
            for run in line.runs() {
                let start = run.text_range().start;
                let mut glyphs: Vec<Glyph> = Vec::new();
                for cluster in run.visual_clusters() {
                    let text = cluster.text_range();
                    let text = text.start - start..text.end - start;
                    if cluster.is_ligature_continuation() {
                        if let Some(last) = glyphs.last_mut() {
                            let own = last.text.clone();
                            last.text = own.start.min(text.start)..own.end.max(text.end);
                        }
                        continue;
                    }
                    for (i, glyph) in cluster.glyphs().enumerate() {
                        glyphs.push(Glyph {
                            id: glyph.id,
                            x: x + glyph.x,
                            y: metrics.baseline - glyph.y,
                            advance: glyph.advance,
                            text: if i == 0 { text.clone() } else { text.end..text.end },
                        });
                        x += glyph.advance;
                    }
                }
                marks.push(Mark::Glyphs(GlyphRun {
                    font: run.font().clone(),
                    size,
                    color: Color { r: 20, g: 30, b: 60, a: 255 },
                    glyphs,
                    text: words[run.text_range()].to_owned(),
                    rtl: run.is_rtl(),
                }));
            }
            lines.push(TextLine {
                text: words[line.text_range()].to_owned(),
                x: metrics.offset,
                baseline: metrics.baseline,
                width: metrics.advance,
                size,
                rtl: layout.is_rtl(),
            });
        }
    });
    Node { lines, ..node(Some(id), tag, frame, marks) }
}

pub fn node(id: Option<&str>, tag: Tag, frame: Rect, marks: Vec<Mark>) -> Node {
    Node {
        element: id.map(str::to_owned),
        name: id.unwrap_or("Background").to_owned(),
        transform: Affine::translate(frame.origin().to_vec2()),
        width: frame.width() as f32,
        height: frame.height() as f32,
        opacity: 1.0,
        tag,
        dynamic: true,
        link: None,
        marks,
        lines: Vec::new(),
    }
}

pub const SHEET: Rect = Rect::new(0.0, 0.0, 1500.0, 1050.0);

pub fn scene(nodes: Vec<Node>) -> Scene {
    Scene {
        width: 1500.0,
        height: 1050.0,
        dpi: 150.0,
        title: "Certificate of Ada Lovelace".to_owned(),
        language: "en".to_owned(),
        paper: Some(Color::rgb(250, 246, 235)),
        nodes: nodes.into_iter().map(Arc::new).collect(),
    }
}

pub fn background(asset: &AssetId) -> Node {
    let (asset, to, clip) = (asset.clone(), SHEET, SHEET);
    node(None, Tag::Artifact, SHEET, vec![Mark::Picture { asset, to, clip, radius: 0.0 }])
}

/// The dark modules of `https://laureate.example/verify/LR-2025-000123`.
pub fn code(to: Rect) -> Mark {
    let qr = qrcodegen::QrCode::encode_text(
        "https://laureate.example/verify/LR-2025-000123",
        qrcodegen::QrCodeEcc::Medium,
    )
    .unwrap();
    let side = qr.size();
    let dark = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    let dark: Vec<bool> = dark.map(|(x, y)| qr.get_module(x, y)).collect();
    Mark::Modules { side: side as usize, dark: dark.into(), to, color: Color::BLACK }
}

pub const LINK: &str = "https://laureate.example/verify/LR-2025-000123";

/// A whole certificate: a background, twelve lines of text, a rule, a QR code.
pub fn certificate(background_asset: &AssetId, name: &str, number: usize) -> Scene {
    let at = |y: f64, h: f64| Rect::new(150.0, y, 1350.0, y + h);
    let line = |id: &str, y: f64, words: &str| {
        text(id, Tag::Paragraph, "EB Garamond", 30.0, at(y, 40.0), words)
    };
    let ink = Color::rgb(150, 120, 40);
    let rule = kurbo::Line::new((0.0, 0.0), (600.0, 0.0)).to_path(0.1);
    let stroke = Some(PathStroke { color: ink, width: 3.0, dash: vec![12.0, 6.0] });
    let rule_frame = Rect::new(450.0, 505.0, 1050.0, 505.0);
    let rule = vec![Mark::Path { path: rule, fill: None, stroke }];
    let mut contact = line("contact", 900.0, "contact@laureate.example · +44 20 7946 0000");
    contact.link = Some("mailto:contact@laureate.example".to_owned());
    let qr_frame = Rect::new(1250.0, 800.0, 1410.0, 960.0);
    let white = Some(Color::WHITE);
    let quiet = Rect::new(0.0, 0.0, 160.0, 160.0).to_path(0.1);
    let qr = vec![
        Mark::Path { path: quiet, fill: white, stroke: None },
        code(Rect::new(16.0, 16.0, 144.0, 144.0)),
    ];
    let alt = Tag::Figure(format!("QR code: {LINK}"));
    let mut qr = node(Some("qr"), alt, qr_frame, qr);
    qr.link = Some(LINK.to_owned());
    scene(vec![
        background(background_asset),
        text("heading", Tag::Heading, "EB Garamond", 32.0, at(80.0, 44.0), "Academy of Sciences"),
        text("title", Tag::Title, "Playfair Display", 96.0, at(140.0, 130.0), "Certificate"),
        line("intro", 300.0, "This is to certify that"),
        text("name", Tag::Paragraph, "Playfair Display", 64.0, at(400.0, 90.0), name),
        node(Some("rule"), Tag::Artifact, rule_frame, rule),
        line("did", 530.0, "has successfully finished the course"),
        text(
            "course",
            Tag::Paragraph,
            "EB Garamond",
            34.0,
            at(580.0, 90.0),
            "Efficient affine office workflows: the analytical engine, its difficulties and the \
             offices in which it finds its final employment",
        ),
        line("date", 690.0, "Completed on 28 July 2025"),
        line("valid", 740.0, "Valid for 24 months, until 28 July 2027"),
        line("number", 790.0, &format!("No. LR-2025-{number:06}")),
        line("authority", 850.0, "Certification authority: Laureate Institute"),
        contact,
        line("signed", 950.0, "Signed at London by Charles Babbage"),
        qr,
    ])
}

/// A picture of 40×30 px.
pub fn png() -> (AssetId, Asset) {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 40, 30);
    encoder.set_color(png::ColorType::Rgb);
    let pixels: Vec<u8> = (0..40_u32 * 30 * 3).map(|i| (i * i % 251) as u8).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    asset(Mime::Png, 40.0, 30.0, bytes)
}

pub fn svg() -> (AssetId, Asset) {
    asset(Mime::Svg, 1500.0, 1050.0, CLASSIC_BACKGROUND_SVG.as_bytes().to_vec())
}

pub fn asset(mime: Mime, width: f32, height: f32, bytes: Vec<u8>) -> (AssetId, Asset) {
    (AssetId::of(&bytes), Asset { mime, width, height, bytes: bytes.into() })
}

pub fn assets() -> Assets {
    [png(), svg()].into()
}
