use super::draw::draw;
use super::encode::{BAND_ROWS, Encoder, File, Format, adler_combine, deflate};
use super::paint::Painter;
use super::pictures::Pictures;
use super::*;
use crate::render::scene::PathStroke;
use crate::render::{Asset, Glyph, GlyphRun, Mark, Node, Tag};
use crate::template::{AssetId, Color, Mime};
use kurbo::{Affine, Circle, Rect, Shape};
use parley::{FontData, fontique::Blob};
use proptest::prelude::*;
use resvg::tiny_skia::{self as skia, IntRect, Pixmap};
use std::io::{Cursor, Read};
use std::sync::Arc;

const INK: Color = Color::rgb(0x1f, 0x4d, 0x3a);

fn node(dynamic: bool, transform: Affine, marks: Vec<Mark>) -> Arc<Node> {
    Arc::new(Node {
        element: Some("e".into()),
        name: "E".into(),
        transform,
        width: 10.0,
        height: 10.0,
        opacity: 1.0,
        tag: Tag::Artifact,
        dynamic,
        link: None,
        marks,
        lines: Vec::new(),
    })
}

fn with_opacity(node: Arc<Node>, opacity: f32) -> Arc<Node> {
    Arc::new(Node { opacity, ..(*node).clone() })
}

fn rect(r: Rect, fill: Color) -> Mark {
    Mark::Path { path: r.to_path(0.1), fill: Some(fill), stroke: None }
}

fn scene(width: f32, height: f32, nodes: Vec<Arc<Node>>) -> Scene {
    Scene { width, height, dpi: 150.0, nodes, ..Scene::default() }
}

fn at(x: f64, y: f64) -> Affine {
    Affine::translate((x, y))
}

/// A face for letters; one that the set-up fetched, or the system's.
fn font() -> Option<FontData> {
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/www/fonts/eb-garamond-400.ttf");
    let paths = [ours, "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"];
    let bytes = paths.iter().find_map(|p| std::fs::read(p).ok())?;
    Some(FontData::new(Blob::from(bytes), 0))
}

/// A line of text-like ink, different for each seed.
fn line(font: &Option<FontData>, size: f32, seed: u32) -> Mark {
    let Some(font) = font else {
        return rect(Rect::new(0.0, -20.0, 100.0 + f64::from(seed), 0.0), INK);
    };
    let advance = size * 0.5;
    let glyphs = (0..45)
        .map(|n| Glyph {
            id: 36 + (n * 7 + seed) % 50,
            x: n as f32 * advance,
            y: 0.0,
            advance,
            text: 0..0,
        })
        .collect();
    let font = font.clone();
    Mark::Glyphs(GlyphRun { font, size, color: INK, glyphs, text: String::new(), rtl: false })
}

fn code(seed: usize) -> Mark {
    let dark: Vec<bool> =
        (0..29 * 29).map(|n| (n * n + n * seed + n / 7).is_multiple_of(3)).collect();
    let to = Rect::new(0.0, 0.0, 137.0, 137.0);
    Mark::Modules { side: 29, dark: dark.into(), to, color: Color::BLACK }
}

fn png_of(width: u32, height: u32, kind: png::ColorType, samples: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(kind);
    encoder.write_header().unwrap().write_image_data(samples).unwrap();
    out
}

fn assets_of(mime: Mime, bytes: Vec<u8>) -> (AssetId, Assets) {
    let id = AssetId::of(&bytes);
    let asset = Asset { mime, width: 1.0, height: 1.0, bytes: bytes.into() };
    (id.clone(), Assets::from([(id, asset)]))
}

fn picture(asset: &AssetId, to: Rect) -> Mark {
    Mark::Picture { asset: asset.clone(), to, clip: to, radius: 0.0 }
}

struct Decoded {
    size: (u32, u32),
    kind: png::ColorType,
    per_metre: Option<(u32, u32)>,
    samples: Vec<u8>,
}

fn decode(bytes: &[u8]) -> Decoded {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let info = reader.info();
    let per_metre = info.pixel_dims.map(|d| (d.xppu, d.yppu));
    let (size, kind) = ((info.width, info.height), info.color_type);
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut samples).unwrap();
    // The end of the stream with its checksum is read as well.
    reader.finish().unwrap();
    Decoded { size, kind, per_metre, samples }
}

/// Everything drawn in order on one pixmap.
fn plain(scene: &Scene, assets: &Assets, dpi: f32) -> Vec<u8> {
    let size = Size::of(scene, dpi).unwrap();
    let mut page = Pixmap::new(size.width, size.height).unwrap();
    let paper = scene.paper.unwrap_or(Color::WHITE);
    page.fill(skia::Color::from_rgba8(paper.r, paper.g, paper.b, paper.a));
    let (mut pictures, mut outlines) = (Pictures::default(), Outlines::new());
    let mut painter = Painter {
        scale: size.scale,
        page: IntRect::from_xywh(0, 0, size.width, size.height),
        assets,
        pictures: &mut pictures,
        outlines: &mut outlines,
    };
    for node in &scene.nodes {
        draw(&painter.paint(node).unwrap(), &mut page).unwrap();
    }
    let opaque = paper.a == 255;
    let bytes = page.pixels().iter().flat_map(|p| {
        let p = p.demultiply();
        [p.red(), p.green(), p.blue(), p.alpha()].into_iter().take(if opaque { 3 } else { 4 })
    });
    bytes.collect()
}

fn png_at(scene: &Scene, assets: &Assets, dpi: f32) -> Result<Vec<u8>, Diagnostic> {
    render(scene, assets, &mut Outlines::new(), &PngOptions { dpi })
}

fn statics() -> (AssetId, Assets, Vec<Arc<Node>>) {
    let samples: Vec<u8> = (0..60 * 40 * 3).map(|n| (n * n / 50 % 251) as u8).collect();
    let (id, assets) = assets_of(Mime::Png, png_of(60, 40, png::ColorType::Rgb, &samples));
    let stroke = PathStroke { color: INK, width: 2.5, dash: vec![6.0, 3.0, 1.0] };
    let ring = Circle::new((0.0, 0.0), 40.0).to_path(0.1);
    let ring = Mark::Path { path: ring, fill: Some(Color::rgb(250, 200, 0)), stroke: Some(stroke) };
    let nodes = vec![
        node(false, at(0.0, 0.0), vec![picture(&id, Rect::new(0.0, 0.0, 300.0, 200.0))]),
        node(false, at(150.0, 100.0) * Affine::rotate(0.3), vec![ring]),
    ];
    (id, assets, nodes)
}

/// A record: a line and a code between static nodes, one of which may cover it.
fn record(base: &[Arc<Node>], cover: &Arc<Node>, font: &Option<FontData>, seed: u32) -> Scene {
    let mut nodes = base.to_vec();
    nodes.push(node(true, at(10.0, 60.0 + f64::from(seed)), vec![line(font, 12.0, seed)]));
    nodes.push(with_opacity(
        node(
            true,
            at(150.0, 50.0),
            vec![code(seed as usize), rect(Rect::new(5.0, 5.0, 60.0, 60.0), INK)],
        ),
        0.5,
    ));
    nodes.push(Arc::clone(cover));
    scene(300.0, 200.0, nodes)
}

#[test]
fn a_batch_gives_the_pixels_of_a_plain_drawing_and_the_bytes_of_a_single_one() {
    let (_, assets, base) = statics();
    let font = font();
    let mut outlines = Outlines::new();
    let aside = node(false, at(260.0, 190.0), vec![rect(Rect::new(0.0, 0.0, 20.0, 8.0), INK)]);
    let over = node(
        false,
        at(0.0, 55.0),
        vec![rect(Rect::new(0.0, 0.0, 300.0, 90.0), Color { a: 90, ..INK })],
    );
    for (cover, dpi) in [(&aside, 150.0), (&over, 150.0), (&aside, 211.0), (&over, 211.0)] {
        let options = PngOptions { dpi };
        let first = record(&base, cover, &font, 0);
        let mut batch = PngBatch::new(&first, &assets, &mut outlines, &options).unwrap();
        for seed in [0, 3, 40, 3] {
            let scene = record(&base, cover, &font, seed);
            let batched = batch.render(&scene, &assets, &mut outlines).unwrap();
            assert_eq!(batched, png_at(&scene, &assets, dpi).unwrap());
            assert!(decode(&batched).samples == plain(&scene, &assets, dpi), "{seed} {dpi}");
        }
        // The same nodes, but the record's are gone: still the same way.
        let bare = scene(300.0, 200.0, base.iter().chain([cover]).cloned().collect());
        let batched = batch.render(&bare, &assets, &mut outlines).unwrap();
        assert!(decode(&batched).samples == plain(&bare, &assets, dpi));
    }
}

#[test]
fn other_static_nodes_are_noticed() {
    let (_, assets, base) = statics();
    let mut outlines = Outlines::new();
    let aside = node(false, at(260.0, 190.0), vec![rect(Rect::new(0.0, 0.0, 20.0, 8.0), INK)]);
    let other = node(false, at(200.0, 10.0), vec![rect(Rect::new(0.0, 0.0, 20.0, 8.0), INK)]);
    let options = PngOptions { dpi: 150.0 };
    let first = record(&base, &aside, &None, 1);
    let mut batch = PngBatch::new(&first, &assets, &mut outlines, &options).unwrap();
    let mut moved = record(&base, &other, &None, 2);
    for round in 0..4 {
        if round == 1 {
            // A dynamic node comes to lie below all static ones.
            moved.nodes.rotate_right(2);
        }
        if round == 2 {
            moved.paper = Some(Color::rgb(1, 2, 3));
        }
        if round == 3 {
            moved.width = 280.0;
        }
        let batched = batch.render(&moved, &assets, &mut outlines).unwrap();
        assert!(decode(&batched).samples == plain(&moved, &assets, 150.0), "{round}");
    }
}

#[test]
fn a_failed_record_leaves_no_trace() {
    let (_, assets, base) = statics();
    let mut outlines = Outlines::new();
    let aside = node(false, at(260.0, 190.0), vec![rect(Rect::new(0.0, 0.0, 20.0, 8.0), INK)]);
    let good = record(&base, &aside, &None, 1);
    let mut bad = record(&base, &aside, &None, 2);
    let gone = AssetId::of(b"gone");
    bad.nodes.push(node(true, at(0.0, 0.0), vec![picture(&gone, Rect::new(0.0, 0.0, 9.0, 9.0))]));
    let options = PngOptions { dpi: 150.0 };
    let mut batch = PngBatch::new(&good, &assets, &mut outlines, &options).unwrap();
    let before = batch.render(&good, &assets, &mut outlines).unwrap();
    let error = batch.render(&bad, &assets, &mut outlines).unwrap_err();
    assert_eq!((error.code.as_ref(), error.path.as_str()), ("picture-missing", "elements.e"));
    assert_eq!(batch.render(&good, &assets, &mut outlines).unwrap(), before);
}

#[test]
fn size_resolution_and_colour_type_are_those_asked_for() {
    let mut page = scene(300.0, 200.0, Vec::new());
    let opaque = decode(&png_at(&page, &Assets::new(), 300.0).unwrap());
    assert_eq!((opaque.size, opaque.kind), ((600, 400), png::ColorType::Rgb));
    // 300 / 0.0254 px a metre.
    assert_eq!(opaque.per_metre, Some((11811, 11811)));
    assert!(opaque.samples.iter().all(|s| *s == 255));
    page.paper = Some(Color { r: 10, g: 20, b: 200, a: 128 });
    let clear = decode(&png_at(&page, &Assets::new(), 150.0).unwrap());
    assert_eq!((clear.size, clear.kind), ((300, 200), png::ColorType::Rgba));
    let expected = [10u8, 20, 200, 128];
    assert!(clear.samples.iter().zip(expected.iter().cycle()).all(|(a, b)| a.abs_diff(*b) < 2));
}

#[test]
fn sizes_are_checked_before_memory_is_taken() {
    let no = Assets::new();
    for (width, height, dpi) in [
        (300.0, 200.0, 0.0),
        (300.0, 200.0, -150.0),
        (300.0, 200.0, f32::NAN),
        (300.0, 200.0, f32::INFINITY),
        (0.0, 200.0, 150.0),
        (f32::NAN, 200.0, 150.0),
        (16_385.0, 1.0, 150.0),
        (10_001.0, 10_000.0, 150.0),
        (10.0, 10.0, 0.1),
    ] {
        let error = png_at(&scene(width, height, Vec::new()), &no, dpi).unwrap_err();
        assert_eq!(error.code, "png-too-large", "{width} {height} {dpi}");
        assert!(error.repair.is_some());
    }
    assert!(png_at(&scene(16_384.0, 1.0, Vec::new()), &no, 150.0).is_ok());
}

#[test]
fn pictures_that_are_too_large_or_broken_are_refused() {
    let small = png_of(2, 2, png::ColorType::Grayscale, &[0, 80, 160, 255]);
    // The header says 20000×20000; its checksum is made to agree.
    let mut huge = small.clone();
    huge[16..20].copy_from_slice(&20_000u32.to_be_bytes());
    huge[20..24].copy_from_slice(&20_000u32.to_be_bytes());
    let crc = crc32fast::hash(&huge[12..29]);
    huge[29..33].copy_from_slice(&crc.to_be_bytes());
    for (mime, bytes, code) in [
        (Mime::Png, huge, "picture-too-large"),
        (Mime::Png, small[..50].to_vec(), "picture-unreadable"),
        (Mime::Jpeg, small.clone(), "picture-unreadable"),
        (Mime::WebP, small.clone(), "picture-unreadable"),
        (Mime::Svg, small.clone(), "picture-unreadable"),
        (Mime::Svg, b"<svg".to_vec(), "picture-unreadable"),
    ] {
        let (id, assets) = assets_of(mime, bytes);
        let mark = picture(&id, Rect::new(0.0, 0.0, 9.0, 9.0));
        let page = scene(9.0, 9.0, vec![node(false, at(0.0, 0.0), vec![mark])]);
        assert_eq!(png_at(&page, &assets, 150.0).unwrap_err().code, code, "{mime:?}");
    }
}

/// Pixels of a page of `width`×`height` px with these marks.
fn pixels(width: f32, height: f32, marks: Vec<Mark>, assets: &Assets) -> Vec<[u8; 3]> {
    let page = scene(width, height, vec![node(false, at(0.0, 0.0), marks)]);
    let samples = decode(&png_at(&page, assets, 150.0).unwrap()).samples;
    samples.as_chunks::<3>().0.to_vec()
}

#[test]
fn an_unscaled_picture_keeps_every_pixel() {
    let samples: Vec<u8> = (0..7 * 5 * 3).map(|n| (n * 37 % 256) as u8).collect();
    let (id, assets) = assets_of(Mime::Png, png_of(7, 5, png::ColorType::Rgb, &samples));
    let shown = pixels(7.0, 5.0, vec![picture(&id, Rect::new(0.0, 0.0, 7.0, 5.0))], &assets);
    assert_eq!(shown.concat(), samples);
    // Cut at both ends by the page, and by its clip.
    let to = Rect::new(-2.0, -1.0, 5.0, 4.0);
    let clip = Rect::new(1.0, 0.0, 3.0, 4.0);
    let mark = Mark::Picture { asset: id, to, clip, radius: 0.0 };
    let shown = pixels(4.0, 4.0, vec![mark], &assets);
    assert_eq!(shown[4], [255; 3]);
    assert_eq!(shown[5].to_vec(), samples[(2 * 7 + 3) * 3..][..3]);
    assert_eq!(shown[7], [255; 3]);
}

#[test]
fn a_shrunken_picture_is_the_mean_of_its_pixels() {
    // A chequerboard of single pixels: sampling would give black or white.
    let samples: Vec<u8> = (0..64 * 64).map(|n| ((n % 64 + n / 64) % 2 * 255) as u8).collect();
    let (id, assets) = assets_of(Mime::Png, png_of(64, 64, png::ColorType::Grayscale, &samples));
    let shown = pixels(8.0, 8.0, vec![picture(&id, Rect::new(0.0, 0.0, 8.0, 8.0))], &assets);
    assert!(shown.iter().flatten().all(|v| v.abs_diff(128) <= 1), "{shown:?}");
}

#[test]
fn transparent_pictures_and_corners_let_the_paper_through() {
    let (id, assets) =
        assets_of(Mime::Png, png_of(1, 1, png::ColorType::GrayscaleAlpha, &[0, 128]));
    let to = Rect::new(0.0, 0.0, 20.0, 20.0);
    let round = Mark::Picture { asset: id.clone(), to, clip: to, radius: 10.0 };
    let half = Rect::new(0.0, 0.0, 20.0, 10.0);
    let contained = Mark::Picture { asset: id, to: half, clip: to, radius: 10.0 };
    for (mark, below) in [(round, 127), (contained, 255)] {
        let shown = pixels(20.0, 20.0, vec![mark], &assets);
        assert_eq!(shown[0], [255; 3]);
        assert!(shown[9 * 20 + 10][0].abs_diff(127) < 2);
        assert!(shown[15 * 20 + 10][0].abs_diff(below) < 2);
    }
}

#[test]
fn a_drawing_is_scaled_cut_and_follows_no_reference() {
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">
        <image href="/etc/hostname" width="10" height="10"/>
        <rect width="30" height="5" fill="#f00"/></svg>"##;
    let (id, assets) = assets_of(Mime::Svg, svg.to_vec());
    let shown = pixels(20.0, 20.0, vec![picture(&id, Rect::new(0.0, 0.0, 16.0, 16.0))], &assets);
    assert_eq!(shown[7 * 20 + 15], [255, 0, 0]);
    // Below the bar, and outside the picture's place.
    assert_eq!((shown[9 * 20 + 3], shown[7 * 20 + 17]), ([255; 3], [255; 3]));
}

#[test]
fn every_picture_format_is_read() {
    let mut webp = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut webp);
    encoder.encode(&[200, 10, 10, 255], 1, 1, image_webp::ColorType::Rgba8).unwrap();
    let whole = Rect::new(0.0, 0.0, 4.0, 4.0);
    let (id, assets) = assets_of(Mime::WebP, webp);
    assert_eq!(pixels(4.0, 4.0, vec![picture(&id, whole)], &assets)[5], [200, 10, 10]);
    let jpeg = include_bytes!("../../../tests/fixtures/pictures/good/plain.jpg").to_vec();
    let (id, assets) = assets_of(Mime::Jpeg, jpeg);
    assert_ne!(pixels(4.0, 4.0, vec![picture(&id, whole)], &assets)[5], [255; 3]);
}

#[test]
fn modules_are_crisp_when_upright_and_seamless_when_turned() {
    let all = Mark::Modules {
        side: 5,
        dark: vec![true; 25].into(),
        to: Rect::new(1.3, 1.3, 18.7, 18.7),
        color: Color::BLACK,
    };
    let shown = pixels(20.0, 20.0, vec![all.clone()], &Assets::new());
    assert!(shown.iter().all(|p| *p == [0; 3] || *p == [255; 3]));
    assert_eq!(shown.iter().filter(|p| **p == [0; 3]).count(), 18 * 18);
    let turn = Affine::rotate_about(0.4, (10.0, 10.0));
    let page = scene(20.0, 20.0, vec![node(false, turn, vec![all])]);
    let turned = decode(&png_at(&page, &Assets::new(), 150.0).unwrap()).samples;
    for y in 5..15 {
        for x in 5..15 {
            assert!(turned[(y * 20 + x) * 3] <= 4, "a seam at {x}, {y}");
        }
    }
}

#[test]
fn opacity_is_that_of_the_node_as_a_whole() {
    let square = |x| rect(Rect::new(x, 0.0, x + 6.0, 10.0), Color::BLACK);
    let both = with_opacity(node(false, at(0.0, 0.0), vec![square(0.0), square(4.0)]), 0.5);
    let page = scene(10.0, 10.0, vec![both]);
    let samples = decode(&png_at(&page, &Assets::new(), 150.0).unwrap()).samples;
    assert!(samples.iter().all(|v| v.abs_diff(127) <= 1), "{samples:?}");
}

#[test]
fn glyphs_stand_upright_on_their_baseline() {
    let Some(font) = font() else { return };
    let face = skrifa::FontRef::from_index(font.data.data(), 0).unwrap();
    let glyph = skrifa::MetadataProvider::charmap(&face).map('L').unwrap().to_u32();
    let glyphs = vec![Glyph { id: glyph, x: 5.0, y: 50.0, advance: 0.0, text: 0..1 }];
    let run =
        GlyphRun { font, size: 60.0, color: Color::BLACK, glyphs, text: "L".into(), rtl: false };
    let shown = pixels(60.0, 60.0, vec![Mark::Glyphs(run)], &Assets::new());
    let dark = |rows: std::ops::Range<usize>| {
        shown[rows.start * 60..rows.end * 60].iter().filter(|p| p[0] < 128).count()
    };
    // Nothing below the baseline, and the foot is wider than the top.
    assert_eq!(dark(51..60), 0);
    assert!(dark(40..50) > dark(15..25) && dark(15..25) > 0);
}

/// A piece of a deflate stream, as another library than ours reads it.
fn inflate(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // A last block, so that the decoder sees an end.
    let ended = [raw, &[3, 0]].concat();
    flate2::read::DeflateDecoder::new(ended.as_slice()).read_to_end(&mut out).unwrap();
    out
}

fn deflated(data: &[u8]) -> (Vec<u8>, u32) {
    let mut out = Vec::new();
    let adler = deflate(data, &mut out);
    // Without the head of the chunk.
    (out.split_off(8), adler)
}

#[test]
fn pieces_of_a_stream_can_be_joined() {
    // Every length, so that the end falls on each bit of a byte.
    let pieces: Vec<Vec<u8>> = (0..64u8).map(|n| (0..n).map(|m| m / 3).collect()).collect();
    let joined: Vec<u8> = pieces.iter().flat_map(|p| deflated(p).0).collect();
    assert_eq!(inflate(&joined), pieces.concat());
}

proptest! {
    #[test]
    fn adlers_combine(first: Vec<u8>, second: Vec<u8>) {
        let of = |bytes: &[u8]| deflated(bytes).1;
        let both = [first.as_slice(), second.as_slice()].concat();
        let combined = adler_combine(of(&first), of(&second), second.len() as u64);
        prop_assert_eq!(combined, of(&both));
    }

    #[test]
    fn deflated_bytes_come_back(
        parts in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..40), 0usize..900), 0..30)
    ) {
        let data: Vec<u8> =
            parts.into_iter().flat_map(|(some, zeros)| [some, vec![0; zeros]].concat()).collect();
        prop_assert_eq!(inflate(&deflated(&data).0), data);
    }

    #[test]
    fn small_images_come_back(
        width in 1u32..24,
        height in 1u32..40,
        opaque: bool,
        smooth: bool,
        seed: u32,
    ) {
        let mut pixels = Pixmap::new(width, height).unwrap();
        let mut state = seed;
        for (n, byte) in pixels.data_mut().iter_mut().enumerate() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let value = if smooth { (n / 16) as u8 } else { (state >> 24) as u8 };
            *byte = if n % 4 == 3 { 255 } else { value };
        }
        let format = if opaque { Format::Rgb } else { Format::Rgba };
        let mut encoder = Encoder::new(width, format);
        let count = height.div_ceil(BAND_ROWS) as usize;
        let mut file = File::new((width, height), format, 5906, 0);
        for n in 0..count {
            file.band(|out| encoder.band(pixels.as_ref(), n, out));
        }
        let out = decode(&file.finish());
        let skip = if opaque { 4 } else { 5 };
        let expected: Vec<u8> = pixels.data().iter().enumerate()
            .filter(|(n, _)| n % 4 + 1 != skip).map(|(_, b)| *b).collect();
        prop_assert_eq!(out.size, (width, height));
        prop_assert_eq!(out.samples, expected);
    }
}
