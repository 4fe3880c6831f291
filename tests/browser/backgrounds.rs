//! Pictures of the person's own behind the words.

use super::page::Page;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use std::path::{Path, PathBuf};

/// A picture from the table of the import gate's tests.
pub(crate) fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pictures").join(name)
}

/// What the inspector says of the background.
pub(crate) fn about(page: &Page) -> String {
    page.text("return $('#l-background').parentElement.querySelector('.hint').innerText", &[])
}

/// Waits until the inspector names the background like this, and the certificate
/// shows a picture that the browser can decode.
fn until_background(page: &Page, words: &str) {
    let script =
        "return $('#l-background').parentElement.querySelector('.hint').innerText === args[0]";
    page.until(&format!("the background is “{words}”"), script, &[json!(words)]);
    // An SVG is shown as a picture too: its address must be of this page.
    page.until(
        "the picture is drawn",
        "const href = $('[data-node=background] image')?.getAttribute('xlink:href')
           ?? $('[data-node=background] image')?.getAttribute('href');
         if (!href?.startsWith('blob:')) return false;
         const picture = new Image(); picture.src = href;
         return picture.decode().then(() => picture.naturalWidth > 0, () => false)",
        &[],
    );
}

#[test]
fn each_format_becomes_the_background_and_outlives_a_reload() {
    let page = Page::open();
    let cases = [
        ("good/plain.png", "plain.png, 48×32"),
        ("good/plain.jpg", "plain.jpg, 48×32"),
        ("good/lossy.webp", "lossy.webp, 48×32"),
        ("good/shapes.svg", "shapes.svg, 300×200"),
    ];
    for (file, words) in cases {
        page.choose_file(&picture(file));
        until_background(&page, words);
        page.until_status("Everything fits");
        page.until_saved();
        page.reload();
        until_background(&page, words);
    }
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn a_photo_taken_upright_stands_upright() {
    let page = Page::open();
    for ending in ["jpg", "png", "webp"] {
        page.choose_file(&picture(&format!("good/orientation-6.{ending}")));
        until_background(&page, &format!("orientation-6.{ending}, 32×48"));
        let turned = "const image = $('[data-node=background] image');
            const picture = new Image(); picture.src = image.href.baseVal;
            return picture.decode().then(() => [picture.naturalWidth, picture.naturalHeight].join())";
        page.same("the picture that is shown", page.text(turned, &[]), "32,48");
        page.until(
            "what was left out is said",
            "return $('.notice[role=status][data-code=metadata-dropped]')",
            &[],
        );
    }
}

#[test]
fn a_dropped_file_becomes_the_background() {
    let page = Page::open();
    let bytes = std::fs::read(picture("good/plain.png")).unwrap();
    page.drop_file("dropped.png", "image/png", &BASE64_STANDARD.encode(bytes));
    until_background(&page, "dropped.png, 48×32");
    page.holds(
        "the place to drop at is gone",
        "return !$('.room').classList.contains('is-target')",
        &[],
    );
    page.until_saved();
    page.reload();
    until_background(&page, "dropped.png, 48×32");
}

#[test]
fn backgrounds_are_undone_redone_and_removed() {
    let page = Page::open();
    let first = about(&page);
    page.choose_file(&picture("good/plain.png"));
    until_background(&page, "plain.png, 48×32");
    page.choose_file(&picture("good/plain.jpg"));
    until_background(&page, "plain.jpg, 48×32");
    page.click("#l-fit");
    page.press("Escape");
    page.press("Control+z");
    until_background(&page, "plain.png, 48×32");
    page.press("Control+z");
    until_background(&page, &first);
    page.press("Control+Shift+z");
    until_background(&page, "plain.png, 48×32");
    page.until_saved();
    page.reload();
    until_background(&page, "plain.png, 48×32");
    page.click_button("Remove");
    page.until("no picture is left", "return !$('[data-node=background] image')", &[]);
    page.same("the inspector says", about(&page), "No picture");
    page.choose_file(&picture("good/plain.png"));
    until_background(&page, "plain.png, 48×32");
}

#[test]
fn how_the_picture_fills_the_page_can_be_chosen() {
    let page = Page::open();
    page.choose_file(&picture("good/orientation-6.png"));
    until_background(&page, "orientation-6.png, 32×48");
    let cover = page.drawn("background");
    page.js("$('#l-fit').focus()", &[]);
    page.press("ArrowDown");
    let changed = "return $('[data-node=background]').innerHTML !== args[0]";
    page.until("contain is drawn", changed, &[json!(cover)]);
    page.same("the fit", page.text("return $('#l-fit').value", &[]), "contain");
    let contain = page.drawn("background");
    page.press("ArrowDown");
    page.until("stretch is drawn", changed, &[json!(contain)]);
    page.same("the fit", page.text("return $('#l-fit').value", &[]), "stretch");
    page.press("Control+z");
    page.same("after undo", page.text("return $('#l-fit').value", &[]), "contain");
}
