//! The import gate against a table of sound and hostile files, and against
//! damage at random.
#![cfg(feature = "export")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use laureate::diagnostic::Diagnostics;
use laureate::import::{Imported, parse_clean_svg, picture};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// Runs the gate beside the test, so that a hang fails instead of blocking. The
/// time is ten times the two seconds of the product: test machines are slow.
fn gate(bytes: &[u8], name: &str) -> Result<Imported, Diagnostics> {
    let (send, receive) = mpsc::channel();
    let (owned, file) = (bytes.to_vec(), name.to_owned());
    std::thread::spawn(move || send.send(picture(&owned, &file)));
    receive
        .recv_timeout(Duration::from_secs(20))
        .unwrap_or_else(|e| panic!("{name}: no answer ({e})"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pictures")
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn cases() -> Vec<(String, String, String)> {
    let table = std::fs::read_to_string(root().join("cases.txt")).unwrap();
    let cells = |line: &str| {
        let mut cells = line.split('|').map(|c| c.trim().to_owned());
        let mut next = || cells.next().unwrap_or_default();
        (next(), next(), next())
    };
    table.lines().filter(|l| !l.starts_with('#')).map(cells).collect()
}

/// The gate's answer in the words of the table.
fn answer(result: &Result<Imported, Diagnostics>) -> (String, String) {
    match result {
        Ok(Imported { info, notes, .. }) => (
            format!("{} {}×{}", info.mime.as_str(), info.width, info.height),
            notes.iter().map(|n| n.code.as_ref()).collect::<Vec<_>>().join(" "),
        ),
        Err(errors) => {
            (errors.iter().map(|e| e.code.as_ref()).collect::<Vec<_>>().join(" "), String::new())
        }
    }
}

#[test]
fn every_file_is_answered_as_the_table_says() {
    let mut wrong = Vec::new();
    for (file, expected, notes) in cases() {
        let result = gate(&fixture(&file), &file);
        let found = answer(&result);
        if found != (expected.clone(), notes.clone()) {
            wrong.push(format!("{file}: expected {expected} [{notes}], found {result:.300?}"));
        }
        for d in result.as_ref().err().into_iter().flatten() {
            assert_eq!(d.path, "picture");
            assert!(d.is_error() && d.repair.is_some(), "{file}: {d}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fixture_is_in_the_table() {
    let cases = cases();
    for folder in ["good", "bad"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let name = format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap());
            assert!(cases.iter().any(|c| c.0 == name), "{name}");
        }
    }
}

#[test]
fn what_was_kept_is_kept_unchanged_when_imported_again() {
    for (file, _, _) in cases().iter().filter(|c| c.0.starts_with("good/")) {
        let once = gate(&fixture(file), file).expect(file);
        let twice = gate(&once.asset.bytes, file).expect(file);
        let show = |i: &Imported| String::from_utf8_lossy(&i.asset.bytes).into_owned();
        assert_eq!(show(&once), show(&twice), "{file}");
        assert_eq!(twice.notes, vec![], "{file}");
        assert_eq!(once.id, laureate::template::AssetId::of(&once.asset.bytes));
    }
}

#[test]
fn the_classic_background_passes_without_notes() {
    let svg = laureate::template::CLASSIC_BACKGROUND_SVG;
    let kept = gate(svg.as_bytes(), "classic.svg").unwrap();
    assert_eq!(kept.notes, vec![]);
    assert_eq!((kept.info.width, kept.info.height), (1500.0, 1050.0));
    assert!(parse_clean_svg(&kept.asset.bytes).is_ok());
}

#[test]
fn notes_of_the_camera_are_gone() {
    for file in ["good/orientation-6.jpg", "good/progressive.jpg", "good/orientation-6.webp"] {
        let kept = gate(&fixture(file), file).unwrap();
        let has = |what: &[u8]| kept.asset.bytes.windows(what.len()).any(|w| w == what);
        assert!(!has(b"Fixture") && !has(b"Exif") && !has(b"a comment"), "{file}");
    }
}

#[test]
fn a_turned_picture_stands_upright() {
    // The fixture has a red rectangle at the stored top left; orientation 6 asks
    // for a quarter turn clockwise, which brings it to the top right.
    let kept = gate(&fixture("good/orientation-6.png"), "turned").unwrap();
    let decoder = png::Decoder::new(std::io::Cursor::new(&kept.asset.bytes[..]));
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    let pixel = |x: usize, y: usize| data.get((y * 32 + x) * 3..).unwrap()[..3].to_vec();
    assert_eq!((info.width, info.height), (32, 48));
    assert_eq!(pixel(30, 5), [200, 30, 30]);
    assert_eq!(pixel(1, 5), [240, 235, 220]);
}

#[test]
fn ids_are_plain_and_start_with_the_drawings_own_prefix() {
    let kept = gate(&fixture("good/shapes.svg"), "shapes").unwrap();
    let text = String::from_utf8(kept.asset.bytes.to_vec()).unwrap();
    let ids: Vec<_> = text.split(" id=\"").skip(1).collect();
    assert!(
        ids.len() >= 4 && ids.iter().all(|id| id.starts_with('p') && id.get(9..10) == Some("-"))
    );
    assert!(!text.contains("background"));
}

#[test]
fn large_bombs_are_refused() {
    let svg = |body: &str| {
        let head = r#"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">"#;
        format!("{head}{body}</svg>")
    };
    let lines: String = (0..100_000_u32)
        .map(|i| format!("L{} {}", i.wrapping_mul(2_654_435_761) % 300, 200 * (i % 2)))
        .collect();
    let attributes: String = (0..5_000).map(|i| format!(" a{i}=\"1\"")).collect();
    for (name, body) in [
        ("crossing lines", format!("<path d=\"M0 0{lines}\"/>")),
        ("full pages", r#"<rect width="300" height="200" fill-opacity=".5"/>"#.repeat(3_000)),
        ("attributes", format!("<rect{attributes}/>")),
        ("elements", "<g/>".repeat(30_000)),
    ] {
        assert_eq!(answer(&gate(svg(&body).as_bytes(), name)).0, "svg-too-complex", "{name}");
    }
    let long = svg(&format!("<desc>{}</desc>", "x".repeat(3_000_000)));
    assert_eq!(answer(&gate(long.as_bytes(), "long")).0, "file-too-large");
    let mut big = fixture("good/plain.png");
    big.resize(100_000_000, 0);
    assert_eq!(answer(&gate(&big, "big")).0, "file-too-large");
}

fn sound() -> impl Strategy<Value = Vec<u8>> {
    let files: Vec<_> =
        cases().into_iter().filter(|c| c.0.starts_with("good/")).map(|c| fixture(&c.0)).collect();
    prop::sample::select(files)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = gate(&bytes, "random");
    }

    #[test]
    fn a_cut_picture_is_answered(bytes in sound(), part in 0.0..1.0_f64) {
        let end = (bytes.len() as f64 * part) as usize;
        let _ = gate(&bytes[..end], "cut");
    }

    #[test]
    fn a_changed_picture_is_answered(
        mut bytes in sound(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(kept) = gate(&bytes, "changed") {
            prop_assert!(gate(&kept.asset.bytes, "again").is_ok());
        }
    }
}
