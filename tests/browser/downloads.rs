//! Files come out, and other programs can open them.

use super::page::{PATIENCE, Page};
use resvg::usvg::roxmltree::Document;
use serde_json::json;
use std::path::PathBuf;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Words of the classic certificate, in reading order.
const WORDS: [&str; 6] = [
    "Certificate",
    "Ada Lovelace",
    "has completed the course",
    "15 March 2026",
    "training@institute.example",
    "ISW-2026-00042",
];

/// Chooses a format in the menu with the pointer.
fn download(page: &Page, format: &str) {
    page.click("[aria-haspopup=menu]");
    page.click(&format!("[data-format={format}]"));
}

/// Waits for a file of this name; where it is.
pub(crate) fn downloaded(page: &Page, name: &str) -> PathBuf {
    let file = page.driver.downloads().join(name);
    let start = Instant::now();
    // Under this name it is whole: before, the browser calls it something else.
    while std::fs::metadata(&file).map_or(0, |m| m.len()) == 0 {
        if start.elapsed() > PATIENCE * 3 {
            let seen: Vec<_> = std::fs::read_dir(page.driver.downloads())
                .into_iter()
                .flatten()
                .flatten()
                .map(|e| e.file_name())
                .collect();
            page.fail(&format!("“{name}” does not come; there is {seen:?}"));
        }
        sleep(Duration::from_millis(50));
    }
    file
}

/// What a program prints; fails where the program does.
fn output(program: &str, args: &[&str], file: &std::path::Path) -> String {
    let out = Command::new(program).args(args).arg(file).output().expect(program);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let errors = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success(), "{program}: {}\n{text}{errors}", out.status);
    text
}

/// The text of a PDF as another program reads it.
pub(crate) fn pdf_words(file: &std::path::Path) -> String {
    let text = file.with_extension("txt");
    let out = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(file).arg(&text).output();
    assert!(out.expect("pdftotext").status.success(), "pdftotext cannot read the PDF");
    std::fs::read_to_string(text).unwrap()
}

/// Fails unless a PNG has this size and resolution, and shows something.
fn check_png(file: &std::path::Path, size: (u32, u32), dpi: f64) {
    let mut decoder =
        png::Decoder::new(std::io::BufReader::new(std::fs::File::open(file).unwrap()));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).expect("a whole PNG");
    let info = reader.info();
    assert_eq!((info.width, info.height), size);
    let dims = info.pixel_dims.expect("a resolution");
    assert!(matches!(dims.unit, png::Unit::Meter) && dims.xppu == dims.yppu);
    assert!((f64::from(dims.xppu) * 0.0254 - dpi).abs() < 0.1, "{} pixels per metre", dims.xppu);
    let mut seen = [false; 256];
    pixels.iter().for_each(|p| seen[usize::from(*p)] = true);
    assert!(seen.iter().filter(|s| **s).count() > 40, "the picture is nearly empty");
}

/// All words of an SVG of the classic certificate, in the order of the file. It
/// must be whole in itself.
fn svg_words(file: &std::path::Path) -> String {
    let source = std::fs::read_to_string(file).unwrap();
    let svg = Document::parse(&source).expect("XML");
    let root = svg.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    assert_eq!(root.attribute("viewBox"), Some("0 0 1500 1050"));
    // In print it is as large as its dpi say.
    assert_eq!((root.attribute("width"), root.attribute("height")), (Some("10in"), Some("7in")));
    for node in svg.descendants() {
        assert_ne!(node.tag_name().name(), "script");
        for href in node.attributes().filter(|a| a.name() == "href") {
            let link = node.tag_name().name() == "a";
            let inside = href.value().starts_with(['#']) || href.value().starts_with("data:");
            assert!(link || inside, "points outside: {:.80}", href.value());
        }
    }
    root.descendants()
        .filter_map(|n| n.text().filter(|_| n.is_text()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Fails unless all the words are there, one after the other.
fn in_order(text: &str, words: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut at = 0;
    for word in words {
        let found = flat[at..].find(word);
        at += found.unwrap_or_else(|| panic!("“{word}” is not where it should be in: {flat}"));
    }
}

#[test]
fn svg_png_and_pdf_open_and_hold_the_words() {
    let page = Page::open();
    download(&page, "Svg");
    let svg = downloaded(&page, "Certificate of completion.svg");
    in_order(&svg_words(&svg), &WORDS);

    download(&page, "Pdf");
    let pdf = downloaded(&page, "Certificate of completion.pdf");
    in_order(&pdf_words(&pdf), &WORDS);
    output("qpdf", &["--check"], &pdf);
    let fonts = output("pdffonts", &[], &pdf);
    assert!(fonts.lines().count() > 3, "{fonts}");
    let about = output("pdfinfo", &[], &pdf);
    assert!(about.contains("Tagged:          yes") && about.contains("720 x 504 pts"), "{about}");

    download(&page, "Png");
    check_png(&downloaded(&page, "Certificate of completion.png"), (1500, 1050), 150.0);
    page.until(
        "it is said",
        "return $('[aria-live]').innerText.includes('png was downloaded')",
        &[],
    );
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn the_double_png_and_the_guides_come_by_keyboard() {
    let page = Page::open();
    page.tab_to("[aria-haspopup=menu]");
    let take = |format: &str, name: &str| {
        page.until(
            "nothing is under way",
            "return $('[aria-haspopup=menu]').ariaDisabled === 'false'",
            &[],
        );
        page.press("Enter");
        page.until("the menu is open", "return $('[role=menu]')", &[]);
        for _ in 0..7 {
            page.press("ArrowDown");
            if page.text("return active.dataset.format ?? ''", &[]) == format {
                break;
            }
        }
        page.same(
            "the arrows lead to",
            page.text("return active.dataset.format ?? ''", &[]),
            format,
        );
        page.press("Enter");
        page.holds(
            "the menu is closed, the focus on its button",
            "return !$('[role=menu]') && active.ariaHasPopup === 'menu'",
            &[],
        );
        downloaded(&page, name)
    };
    let double = take("PngTwice", "Certificate of completion.png");
    check_png(&double, (3000, 2100), 300.0);
    let guide = take("GuidePng", "Certificate of completion – safe zones.png");
    check_png(&guide, (1500, 1050), 150.0);
    let guide = take("GuideSvg", "Certificate of completion – safe zones.svg");
    in_order(&svg_words(&guide), &["Safe zones of Certificate of completion"]);
    let source = std::fs::read_to_string(&guide).unwrap();
    let areas = Document::parse(&source)
        .unwrap()
        .descendants()
        .filter(|n| n.has_tag_name("path") || n.has_tag_name("rect"))
        .count();
    assert!(areas >= 9, "{areas} areas are marked");

    page.press("Enter");
    page.until("the menu is open", "return $('[role=menu]')", &[]);
    page.press("Escape");
    page.holds(
        "Escape closes it",
        "return !$('[role=menu]') && active.ariaHasPopup === 'menu'",
        &[],
    );
    page.press("Enter");
    page.press("End");
    page.same("End leads to", page.text("return active.dataset.file", &[]), "open");
    page.press("ArrowDown");
    page.same("round to", page.text("return active.dataset.format", &[]), "Pdf");
}

#[test]
fn what_was_changed_is_in_the_files() {
    let page = Page::open();
    page.rewrite("authority", "Bakers & Sons <Ltd>");
    page.fill("#l-value-recipient_name", "Zoë Ðorđević");
    page.fill("input.name", "Bread: level 1/2");
    page.driver
        .devtools("Emulation.setTimezoneOverride", &json!({ "timezoneId": "Pacific/Auckland" }));
    download(&page, "Pdf");
    let pdf = downloaded(&page, "Bread level 1 2.pdf");
    let text = pdf_words(&pdf);
    in_order(&text, &["Zoë Ðorđević", "Bakers & Sons <Ltd>"]);
    output("qpdf", &["--check"], &pdf);
    download(&page, "Svg");
    let svg = downloaded(&page, "Bread level 1 2.svg");
    in_order(&svg_words(&svg), &["Bread: level 1/2", "Zoë Ðorđević", "Bakers & Sons <Ltd>"]);
}

#[test]
fn the_inspector_offers_the_guides_too() {
    let page = Page::open();
    page.click_found(
        "the guide's button",
        "return $$('.inspector button').find((b) => b.ariaLabel === 'Safe-zone guide, PNG')",
        &[],
    );
    check_png(
        &downloaded(&page, "Certificate of completion – safe zones.png"),
        (1500, 1050),
        150.0,
    );
    page.until(
        "nothing is under way",
        "return $('[aria-haspopup=menu]').ariaDisabled === 'false'",
        &[],
    );
    page.click_found(
        "the guide's button",
        "return $$('.inspector button').find((b) => b.ariaLabel === 'Safe-zone guide, SVG')",
        &[],
    );
    svg_words(&downloaded(&page, "Certificate of completion – safe zones.svg"));
}
