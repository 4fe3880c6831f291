//! One certificate, three ways to the screen: PNG from the scene, SVG through
//! Chromium, PDF through poppler. They must look the same.
#![cfg(feature = "export")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use common::pixels::{Distance, Pixels, difference, distance, side_by_side};
use common::{Scratch, element, engine_for, is_installed, pdf, root};
use laureate::api::{Engine, PdfRequest, PngRequest};
use laureate::field::{Values, samples};
use laureate::import::Imported;
use laureate::template::{PictureFit, Template, classic};
use serde_json::json;
use std::process::Command;
use std::sync::OnceLock;

/// How far two of the three may be apart. Edges are smoothed in different ways
/// by the three programs, which the blur takes out for the most part.
struct Limits {
    /// Mean difference of a channel on the whole page, 0–255.
    mean: f64,
    /// The same in the worst tile.
    worst_tile: f64,
    /// Share of pixels that are plainly different.
    off: f64,
}

const CHROMIUM: Limits = Limits { mean: 0.6, worst_tile: 5.0, off: 0.0002 };
/// Poppler smooths the grain of pictures.
const POPPLER: Limits = Limits { mean: 1.5, worst_tile: 7.0, off: 0.0002 };
/// It draws lines of less than a pixel darker, too; the guilloche is made of them.
const POPPLER_FINE_LINES: Limits = Limits { mean: 2.0, worst_tile: 11.0, off: 0.0002 };

/// Poppler puts glyphs at whole pixels and makes fine lines wider; at so many
/// times the resolution neither is seen.
const FINER: usize = 4;

impl Limits {
    fn hold(&self, found: &Distance) -> bool {
        found.mean <= self.mean && found.worst_tile <= self.worst_tile && found.off <= self.off
    }
}

/// Something like a photograph, the same each time: soft shades with grain.
fn photograph() -> &'static Imported {
    static KEPT: OnceLock<Imported> = OnceLock::new();
    KEPT.get_or_init(|| laureate::import::picture(&grain(), "photograph.png").unwrap())
}

fn grain() -> Vec<u8> {
    let (width, height) = (1500, 1050);
    let mut seed = 1_u32;
    let mut rgba = Vec::with_capacity(width * height * 4);
    for y in 0..height {
        for x in 0..width {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = (seed >> 28) as f64;
            let (u, v) = (x as f64 / width as f64, y as f64 / height as f64);
            let shade = |base: f64, x: f64| (base + 30.0 * (6.0 * x).sin() + grain) as u8;
            rgba.extend([shade(205.0, u), shade(208.0, v), shade(200.0, u + v), 255]);
        }
    }
    Pixels { width, height, rgba }.write_png()
}

/// The classic certificate with something of every kind on it. A module of the
/// code is 5 px: PNG and SVG put modules at whole pixels, PDF has none.
fn certificate() -> (Template, Values) {
    let mut template = classic();
    let mut values = samples(&template);
    values.insert("recipient_name".into(), "محمد عبد الرحمن".into());
    let Imported { id, info, .. } = photograph();
    template.assets.insert(id.clone(), info.clone());
    for (json, below) in [
        (
            json!({"id": "code", "name": "Verification", "qr": {"content":
                "https://example.org/verify/{{certificate_number}}", "background": "#ffffff"},
                "frame": {"x": 660, "y": 755, "width": 185, "height": 185}}),
            false,
        ),
        (
            json!({"id": "turned", "name": "Turned", "opacity": 0.7, "text": {"content":
                "For the third time", "style": {"size": 40, "font": "Great Vibes", "color": "#8a1f1f"}},
                "frame": {"x": 1040, "y": 470, "width": 320, "height": 70, "rotation": -24}}),
            false,
        ),
        (
            json!({"id": "seal", "name": "", "opacity": 0.6, "shape": {"form": "ellipse",
                "fill": "#f0d9a0", "stroke": {"color": "#8a6d1f", "width": 6, "dash": [14, 7]}},
                "frame": {"x": 130, "y": 420, "width": 150, "height": 150}}),
            false,
        ),
        (
            json!({"id": "inset", "name": "", "image": {"asset": id, "fit": "cover", "radius": 24},
                "frame": {"x": 140, "y": 150, "width": 160, "height": 110}}),
            true,
        ),
    ] {
        let at = if below { 0 } else { template.elements.len() };
        template.elements.insert(at, element(json));
    }
    (template, values)
}

/// The same over a photograph instead of the guilloche.
fn over_a_photograph() -> (Template, Values) {
    let (mut template, values) = certificate();
    template.background.picture = Some(photograph().id.clone());
    template.background.fit = PictureFit::Stretch;
    (template, values)
}

fn engine(template: &Template, values: &Values) -> Engine {
    let mut engine = engine_for(template, values);
    engine.add_picture(photograph().id.clone(), photograph().asset.clone());
    engine
}

struct Drawn {
    png: Pixels,
    chromium: Pixels,
    poppler: Pixels,
}

fn drawn((template, values): (Template, Values)) -> Drawn {
    let mut engine = engine(&template, &values);
    let dpi = template.page.dpi;
    let png = engine.png(&template, &values, PngRequest { dpi: None }).unwrap();
    let svg = engine.svg(&template, &values).unwrap();
    let made = engine.pdf(&template, &[values], &PdfRequest::default()).unwrap();
    let png = Pixels::read_png(&png.value);
    Drawn {
        chromium: in_chromium(&svg.value, png.width, png.height),
        poppler: pdf::pixels(&made.value, dpi * FINER as f32).reduced(FINER),
        png,
    }
}

/// The SVG as an `<img>` of that size shows it.
fn in_chromium(svg: &str, width: usize, height: usize) -> Pixels {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| {
        let known = ["chromium", "chromium-browser", "google-chrome"];
        let found = known.into_iter().find(|program| is_installed(program));
        found.unwrap_or_else(|| panic!("no Chromium; `make setup` installs it")).into()
    });
    let folder = Scratch::new("");
    std::fs::create_dir_all(&folder.0).unwrap();
    let path = |file: &str| folder.0.join(file).to_str().unwrap().to_owned();
    std::fs::write(path("certificate.svg"), svg).unwrap();
    let page = format!(
        "<!doctype html><style>body {{ margin: 0 }} img {{ display: block }}</style>\
         <img src=certificate.svg width={width} height={height}>"
    );
    std::fs::write(path("page.html"), page).unwrap();
    // Part of the window's height can be the browser's own.
    let window = format!("--window-size={width},{}", height + 200);
    let output = Command::new(&program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--disable-quic", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--hide-scrollbars"])
        .args(["--default-background-color=00000000", "--force-device-scale-factor=1"])
        .args(["--force-color-profile=srgb", &window])
        .arg(format!("--user-data-dir={}", path("profile")))
        .arg(format!("--screenshot={}", path("shot.png")))
        .arg(format!("file://{}", path("page.html")))
        .output()
        .unwrap_or_else(|e| panic!("{program}: {e}"));
    let shot = std::fs::read(path("shot.png"))
        .unwrap_or_else(|e| panic!("{program}: {e}: {}", String::from_utf8_lossy(&output.stderr)));
    Pixels::read_png(&shot).cropped(width, height)
}

/// Fails beyond the limits, and leaves the two pictures and their difference.
fn assert_alike(name: &str, a: &Pixels, b: &Pixels, limits: &Limits) {
    let found = distance(a, b);
    println!("{name}: {found:?}");
    if limits.hold(&found) {
        return;
    }
    let folder = root().join("tests/output");
    std::fs::create_dir_all(&folder).unwrap();
    let (a, b) = (a.on_white(), b.on_white());
    let between = difference(&a.blurred(), &b.blurred(), 16);
    let file = format!("{}.png", name.replace(' ', "-"));
    std::fs::write(folder.join(&file), side_by_side(&[&a, &between, &b]).write_png()).unwrap();
    panic!("{name}: {found:?}; see tests/output/{file}");
}

#[test]
fn three_ways_look_alike_over_the_guilloche() {
    let drawn = drawn(certificate());
    assert_alike("guilloche in Chromium", &drawn.png, &drawn.chromium, &CHROMIUM);
    assert_alike("guilloche in poppler", &drawn.png, &drawn.poppler, &POPPLER_FINE_LINES);
}

#[test]
fn three_ways_look_alike_over_a_photograph() {
    let drawn = drawn(over_a_photograph());
    assert_alike("photograph in Chromium", &drawn.png, &drawn.chromium, &CHROMIUM);
    assert_alike("photograph in poppler", &drawn.png, &drawn.poppler, &POPPLER);
}

#[test]
fn turned_codes_and_pictures_look_alike() {
    let (mut template, values) = over_a_photograph();
    for (id, degrees) in [("code", 8.0), ("inset", -12.0), ("seal", 30.0)] {
        template.element_mut(id).unwrap().frame.rotation = degrees;
    }
    let drawn = drawn((template, values));
    assert_alike("turned in poppler", &drawn.png, &drawn.poppler, &POPPLER);
    assert_alike("turned in Chromium", &drawn.png, &drawn.chromium, &CHROMIUM);
}

type Change = Box<dyn Fn(&mut Template)>;

/// The limits are of use only if they tell what a person would see.
#[test]
fn small_faults_are_told() {
    let original = drawn(over_a_photograph());
    let with = |change: &dyn Fn(&mut Template)| {
        let (mut template, values) = over_a_photograph();
        change(&mut template);
        let mut engine = engine(&template, &values);
        let png = engine.png(&template, &values, PngRequest { dpi: None }).unwrap();
        Pixels::read_png(&png.value)
    };
    let moved = |id: &'static str, x: f32, y: f32| {
        move |template: &mut Template| {
            let frame = &mut template.element_mut(id).unwrap().frame;
            (frame.x, frame.y) = (frame.x + x, frame.y + y);
        }
    };
    let faults: [(&str, Change); 7] = [
        ("the name 3 px to the right", Box::new(moved("recipient", 3.0, 0.0))),
        ("the description 3 px down", Box::new(moved("description", 0.0, 3.0))),
        ("the smallest text 3 px down", Box::new(moved("number", 0.0, 3.0))),
        ("the turned text 3 px to the right", Box::new(moved("turned", 3.0, 0.0))),
        ("the code 3 px down", Box::new(moved("code", 0.0, 3.0))),
        ("a text of another colour", Box::new(|t| t.element_mut("contact").unwrap().opacity = 0.6)),
        ("no seal", Box::new(|t| t.element_mut("seal").unwrap().hidden = true)),
    ];
    let mut unseen = Vec::new();
    for (name, change) in faults {
        let faulty = with(&change);
        for (format, picture, limits) in
            [("Chromium", &original.chromium, &CHROMIUM), ("poppler", &original.poppler, &POPPLER)]
        {
            let found = distance(&faulty, picture);
            println!("{name}, {format}: {found:?}");
            if limits.hold(&found) {
                unseen.push(format!("{name}, {format}: {found:?}"));
            }
        }
    }
    assert!(unseen.is_empty(), "not told:\n{}", unseen.join("\n"));
}
