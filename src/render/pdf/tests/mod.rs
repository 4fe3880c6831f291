//! The files as other programs see them: poppler and qpdf.

mod faults;
mod scenes;

use super::*;
use crate::render::scene::{Mark, Tag};
use crate::template::{Color, Mime};
use kurbo::{Affine, Rect};
use scenes::{LINK, asset, assets, background, certificate, node, png, scene, svg, text};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

fn made(scenes: &[Scene]) -> Vec<u8> {
    render(scenes, &assets(), &PdfOptions::default()).unwrap_or_else(|e| panic!("{e}"))
}

/// A name for a file that no other test uses.
fn scratch(extension: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let (process, next) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    std::env::temp_dir().join(format!("laureate-pdf-{process}-{next}.{extension}"))
}

/// What a program prints about the file; `@` among its arguments is the file.
fn ask(pdf: &[u8], program: &str, arguments: &[&str]) -> Vec<u8> {
    let file = scratch("pdf");
    std::fs::write(&file, pdf).unwrap();
    let arguments = arguments.iter().map(|a| if *a == "@" { file.as_os_str() } else { a.as_ref() });
    let output = Command::new(program).args(arguments).output();
    let output =
        output.unwrap_or_else(|e| panic!("{program}: {e}; `scripts/setup.sh` installs it"));
    std::fs::remove_file(&file).unwrap();
    // Poppler 22 takes `/Suspects false`, which PDF/UA asks for, for an error.
    let known = "Syntax Error: Suspects object is wrong type (boolean)";
    let complaints = String::from_utf8_lossy(&output.stderr).replace(known, "");
    assert!(output.status.success() && complaints.trim().is_empty(), "{program}: {complaints}");
    output.stdout
}

fn told(pdf: &[u8], program: &str, arguments: &[&str]) -> String {
    String::from_utf8(ask(pdf, program, arguments)).unwrap()
}

/// The words in the order in which they are drawn, or as poppler lays them out.
fn words(pdf: &[u8], order: &str) -> String {
    let text = told(pdf, "pdftotext", &[order, "@", "-"]);
    // Poppler puts marks of direction around right-to-left text.
    let marks = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{c}');
    text.replace(marks, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(pdf: &[u8]) {
    let said = told(pdf, "qpdf", &["--check", "@"]);
    assert!(said.contains("No syntax or stream encoding errors"), "{said}");
}

/// The page as pixels, 72 an inch unless told: width, and red, green and blue.
fn pixels(pdf: &[u8], dpi: &str) -> (usize, Vec<u8>) {
    let ppm = ask(pdf, "pdftoppm", &["-r", dpi, "-f", "1", "-l", "1", "@"]);
    // "P6\n720 504\n255\n" and the pixels.
    let head = String::from_utf8_lossy(&ppm[..ppm.len().min(30)]).into_owned();
    let mut fields = head.split_ascii_whitespace();
    let size: Vec<usize> = fields.by_ref().skip(1).take(2).map(|n| n.parse().unwrap()).collect();
    (size[0], ppm[ppm.len() - size[0] * size[1] * 3..].to_vec())
}

const WIDE: Rect = Rect::new(100.0, 100.0, 1400.0, 200.0);

#[test]
fn words_come_out_in_reading_order() {
    let pdf = made(&[certificate(&png().0, "Ada Lovelace", 123)]);
    check(&pdf);
    let expected = "Academy of Sciences Certificate This is to certify that Ada Lovelace has \
        successfully finished the course Efficient affine office workflows: the analytical engine, \
        its difficulties and the offices in which it finds its final employment Completed on 28 \
        July 2025 Valid for 24 months, until 28 July 2027 No. LR-2025-000123 Certification \
        authority: Laureate Institute contact@laureate.example · +44 20 7946 0000 Signed at London \
        by Charles Babbage";
    assert_eq!(words(&pdf, "-raw"), expected);
}

#[test]
fn right_to_left_text_comes_out_in_logical_order() {
    for line in [
        "شهادة إتمام الدورة التدريبية",
        "لا إله إلا المحبة والسلام",
        "תעודת סיום קורס בהצטיינות",
        "修了証明書",
        "Ada Lovelace — آدا لوفلايس",
        "é̈ naïve Zoë",
    ] {
        let pdf = made(&[scene(vec![text("t", Tag::Title, "EB Garamond", 40.0, WIDE, line)])]);
        check(&pdf);
        assert_eq!(words(&pdf, "-raw"), line, "as drawn");
        assert_eq!(words(&pdf, "-layout"), line, "as laid out");
    }
}

#[test]
fn structure_and_links() {
    let pdf = made(&[certificate(&png().0, "Ada Lovelace", 123)]);
    let structure = told(&pdf, "pdfinfo", &["-struct-text", "@"]);
    let lines: Vec<&str> = structure.lines().map(str::trim).collect();
    let has = |part: &[&str]| assert!(lines.windows(part.len()).any(|w| w == part), "{structure}");
    has(&["H1 \"Certificate\" (block)", "\"Certificate\""]);
    has(&["P (block)", "\"Ada Lovelace\"", "P (block)"]);
    // Lines of a paragraph are one, with blanks between.
    assert!(structure.contains("difficulties and the offices in which it finds"), "{structure}");
    has(&["P (block)", "Link (inline)", "\"contact@laureate.example · +44 20 7946 0000\""]);
    let figure = lines.iter().position(|l| l.starts_with("Figure")).unwrap();
    assert_eq!(lines[figure - 2..figure], ["P (block)", "Link (inline)"]);
    // The background and the rule are decoration.
    assert_eq!(structure.matches("Figure").count(), 1);

    let links = told(&pdf, "pdfinfo", &["-url", "@"]);
    assert!(links.contains(LINK) && links.contains("mailto:contact@laureate.example"), "{links}");
}

#[test]
fn what_the_file_says_of_itself() {
    let created = Some(civil::date(2025, 7, 28).at(9, 30, 0, 0));
    let options = PdfOptions { created, id: Some("LR-1".to_owned()), ..PdfOptions::default() };
    let scenes = [certificate(&png().0, "Ada Lovelace", 1)];
    let pdf = render(&scenes, &assets(), &options).unwrap();
    let info = told(&pdf, "pdfinfo", &["-rawdates", "@"]);
    let has = |line: &str| {
        let squeezed = info.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(squeezed.into_iter().any(|l| l == line), "{line}: {info}");
    };
    has("Title: Certificate of Ada Lovelace");
    has("Producer: Laureate");
    has("CreationDate: D:20250728093000Z");
    has("Tagged: yes");
    has("Page size: 720 x 504 pts");
    let whole = ask(&pdf, "qpdf", &["--qdf", "@", "-"]);
    let catalog = String::from_utf8_lossy(&whole);
    assert!(catalog.contains("/DisplayDocTitle true") && catalog.contains("/Lang (en)"));
    assert!(pdf.windows(11).any(|w| w == b"pdfuaid:par"), "no mark of PDF/UA");

    let plain = PdfOptions { standard: PdfStandard::Plain, ..PdfOptions::default() };
    let pdf = render(&scenes, &assets(), &plain).unwrap();
    check(&pdf);
    let info = told(&pdf, "pdfinfo", &["@"]);
    assert!(!info.contains("CreationDate") && info.contains("PDF version:     1.7"), "{info}");
}

#[test]
fn fonts_are_embedded_and_subset() {
    let pdf =
        made(&[certificate(&png().0, "آدا 修了 עדה Ada", 1), certificate(&png().0, "Ada", 2)]);
    let fonts = told(&pdf, "pdffonts", &["@"]);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 5, "{fonts}");
    for row in rows {
        let fields: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(fields[fields.len() - 5..fields.len() - 2], ["yes"; 3], "{row}");
        assert_eq!(fields[0].find('+'), Some(6), "{row}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let scenes = || [certificate(&svg().0, "Ada", 1), certificate(&png().0, "آدا 修了", 2)];
    let first = made(&scenes());
    assert!(first == made(&scenes()), "the bytes differ");
    // A cache that has been used changes nothing.
    let mut cache = PdfCache::default();
    for _ in 0..2 {
        let mut writer = PdfWriter::with_cache(PdfOptions::default(), cache);
        for scene in scenes() {
            writer.page(&scene, &assets()).unwrap();
        }
        let (file, kept) = writer.finish_and_keep();
        assert!(file.unwrap() == first, "the bytes differ");
        cache = kept;
    }
}

#[test]
fn pictures_are_embedded_once() {
    for asset in [png().0, svg().0] {
        let pages: Vec<Scene> = (1..=3).map(|n| certificate(&asset, "Ada", n)).collect();
        let (one, three) = (made(&pages[..1]), made(&pages));
        check(&three);
        let more = three.len() - one.len();
        assert!(more < 2 * 11 * 1024, "two more pages take {more} bytes");
    }
    let pages: Vec<Scene> = (1..=3).map(|n| certificate(&png().0, "Ada", n)).collect();
    let images = told(&made(&pages), "pdfimages", &["-list", "@"]);
    let objects = images.lines().skip(2).map(|l| l.split_whitespace().nth(10).unwrap());
    assert_eq!(objects.collect::<std::collections::BTreeSet<_>>().len(), 1, "{images}");
}

#[test]
fn a_jpeg_is_embedded_as_it_is() {
    // The headers of a grey pixel; the writer does not look at what follows.
    let jpeg = b"\xff\xd8\xff\xdb\0C\0\x03\x02\x02\x02\x02\x02\x03\x02\x02\x02\x03\x03\x03\x03\x04\
        \x06\x04\x04\x04\x04\x04\x08\x06\x06\x05\x06\x09\x08\x0a\x0a\x09\x08\x09\x09\x0a\x0c\x0f\
        \x0c\x0a\x0b\x0e\x0b\x09\x09\x0d\x11\x0d\x0e\x0f\x10\x10\x11\x10\x0a\x0c\x12\x13\x12\x10\
        \x13\x0f\x10\x10\x10\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\
        \0\0?\0\xd2\xcf \xff\xd9";
    let (id, asset) = asset(Mime::Jpeg, 1.0, 1.0, jpeg.to_vec());
    let scene = scene(vec![background(&id)]);
    let pdf = render(&[scene], &[(id, asset)].into(), &PdfOptions::default()).unwrap();
    assert!(pdf.windows(jpeg.len()).any(|w| w == jpeg), "the JPEG was encoded again");
}

#[test]
fn colours_opacity_and_place_are_kept() {
    use kurbo::Shape;
    let square = Rect::new(0.0, 0.0, 300.0, 300.0);
    let fill = Some(Color::rgb(255, 0, 0));
    let path = vec![Mark::Path { path: square.to_path(0.1), fill, stroke: None }];
    let mut faint = node(Some("a"), Tag::Artifact, square, path.clone());
    faint.opacity = 0.5;
    let mut turned = node(Some("b"), Tag::Artifact, square, path);
    turned.transform =
        Affine::translate((900.0, 600.0)) * Affine::rotate(std::f64::consts::FRAC_PI_4);
    let mut page = scene(vec![faint, turned]);
    page.paper = Some(Color::rgb(0, 0, 255));
    let (width, pixels) = pixels(&made(&[page]), "150");
    let at = |x: usize, y: usize| &pixels[(y * width + x) * 3..][..3];
    let near = |a: &[u8], b: [u8; 3]| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 1);
    assert!(near(at(10, 10), [128, 0, 128]), "{:?}", at(10, 10));
    assert!(near(at(310, 10), [0, 0, 255]), "{:?}", at(310, 10));
    assert!(near(at(900, 650), [255, 0, 0]) && near(at(940, 610), [0, 0, 255]));
}

#[test]
fn modules_are_sharp_and_decode() {
    let to = Rect::new(0.0, 0.0, 160.0, 160.0);
    let mark = scenes::code(to);
    let mut code = node(Some("qr"), Tag::Figure("QR code".to_owned()), to, vec![mark]);
    code.transform = Affine::translate((100.0, 100.0));
    let mut page = scene(vec![code]);
    page.paper = None;
    for dpi in ["150", "301"] {
        let (width, pixels) = pixels(&made(&[page.clone()]), dpi);
        let grey = |x: usize, y: usize| pixels[(y * width + x) * 3];
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(width, pixels.len() / 3 / width, grey);
        let grids = image.detect_grids();
        assert_eq!(grids[0].decode().unwrap().1, LINK, "{dpi} dpi");
    }
}

#[test]
fn a_picture_is_cut_to_its_rounded_frame() {
    let to = Rect::new(-100.0, -100.0, 400.0, 400.0);
    let clip = Rect::new(0.0, 0.0, 300.0, 300.0);
    for (id, _) in [png(), svg()] {
        let mark = Mark::Picture { asset: id, to, clip, radius: 150.0 };
        let mut page = scene(vec![node(Some("a"), Tag::Figure("A".into()), clip, vec![mark])]);
        page.paper = None;
        let (width, pixels) = pixels(&made(&[page]), "150");
        let at = |x: usize, y: usize| &pixels[(y * width + x) * 3..][..3];
        assert!(at(5, 5) == [255; 3] && at(320, 150) == [255; 3] && at(150, 150) != [255; 3]);
    }
}
