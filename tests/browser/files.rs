//! Everything as one file, there and back.

use super::backgrounds::picture;
use super::downloads::downloaded;
use super::page::{PATIENCE, Page};
use super::rehearse::story;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

const OPEN: &str = "input.any-file";

/// The file with that ending that was downloaded last, once there are so many.
fn saved(page: &Page, count: usize) -> Vec<u8> {
    let start = Instant::now();
    loop {
        let mut found: Vec<PathBuf> = std::fs::read_dir(page.driver.downloads())
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|e| e == "laureate"))
            .collect();
        found.sort_by_key(|path| std::fs::metadata(path).and_then(|m| m.modified()).ok());
        if found.len() >= count
            && let Some(bytes) = found.last().and_then(|path| std::fs::read(path).ok())
            && !bytes.is_empty()
        {
            return bytes;
        }
        if start.elapsed() > PATIENCE * 3 {
            page.fail("no file of everything comes");
        }
        sleep(Duration::from_millis(100));
    }
}

/// Saves everything from the designer's menu.
fn save_everything(page: &Page, count: usize) -> Vec<u8> {
    page.click("[aria-haspopup=menu]");
    page.click("[data-file=everything]");
    let bytes = saved(page, count);
    page.until("the wait is over", "return !$('dialog[open]')", &[]);
    bytes
}

/// A file of this test's own.
fn file(page: &Page, name: &str, bytes: &[u8]) -> PathBuf {
    let path = page.driver.folder().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Opens a file in the designer and waits for what is inside.
fn open(page: &Page, path: &std::path::Path) {
    page.choose_file_in(OPEN, path);
    page.until("what is inside is shown", "return $('dialog.files[open] .primary')", &[]);
}

fn import(page: &Page) {
    page.click("dialog.files[open] .primary");
    page.until("it is imported", "return !$('dialog.files[open]')", &[]);
    page.until("that is told", "return $('[data-code=imported]')", &[]);
}

/// Everything that is stored here, as one text; times of saving aside.
fn stored(page: &Page) -> String {
    page.text("return JSON.stringify(Object.entries({ ...localStorage }).sort())", &[])
}

/// What is on the certificate: its texts and its picture.
fn drawn(page: &Page) -> String {
    page.text(
        "return $$('[data-node]').filter((n) => n.dataset.node !== 'background').map((n) => n.innerHTML).join('|')",
        &[],
    )
}

/// Chooses what to do with the first that clashes.
fn choose(page: &Page, choice: &str) {
    page.js(
        "const select = $('dialog.files [data-standing=Clash] select'); select.value = args[0];
         select.dispatchEvent(new Event('change', { bubbles: true }))",
        &[json!(choice)],
    );
}

fn own_font(page: &Page) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut bytes = std::fs::read(root.join("www/fonts/inter-700.ttf")).unwrap();
    super::panels::rename_family(&mut bytes);
    page.select("authority");
    page.choose_file_in("input.font-file", &file(page, "mine.ttf", &bytes));
    page.until(
        "the text is set in it",
        "return document.querySelector('laureate-designer').template.elements.find((e) => e.id === 'authority').text.style.font === 'Oxter'",
        &[],
    );
}

#[test]
fn everything_comes_back_in_a_new_browser() {
    let page = Page::open();
    page.rewrite("authority", "School of Weaving");
    page.choose_file(&picture("good/alpha.png"));
    page.until(
        "the background is there",
        "return Object.values(document.querySelector('laureate-designer').template.assets ?? {}).some((a) => a.name === 'alpha.png')",
        &[],
    );
    own_font(&page);
    page.until_saved();
    let before = drawn(&page);
    page.js("location.hash = '#rehearse'", &[]);
    page.until_played();
    page.fill(".topbar .name", "Weaving");
    page.until_saved();
    let grants = page.text("return $('[data-count=grants]').innerText", &[]);
    story(&page, "everything");
    let first = saved(&page, 1);
    page.same("the console", page.console(), Vec::<String>::new());
    drop(page);

    let page = Page::open();
    open(&page, &file(&page, "all.laureate", &first));
    page.holds(
        "all is new",
        "return $$('[data-standing]').every((r) => r.dataset.standing === 'New')",
        &[],
    );
    page.holds(
        "nothing is changed yet",
        "return !Object.keys({ ...localStorage }).some((k) => k.startsWith('laureate:project'))",
        &[],
    );
    import(&page);
    page.until("it is drawn", "return $('[data-node=background] image')", &[]);
    page.same("the words", page.words("authority"), "School of Weaving");
    page.until(
        "drawn as it was",
        "return $$('[data-node]').filter((n) => n.dataset.node !== 'background').map((n) => n.innerHTML).join('|') === args[0]",
        &[json!(before)],
    );
    page.js("location.hash = '#rehearse'", &[]);
    page.until_played();
    page.same("the name", page.text("return $('.topbar .name').value", &[]), "Weaving");
    page.same("the results", page.text("return $('[data-count=grants]').innerText", &[]), grants);
    story(&page, "everything");
    let second = saved(&page, 1);
    page.same("the same bytes", second == first, true);
    page.same("the console", page.console(), Vec::<String>::new());
    // And once more from the designer, after a reload.
    page.load();
    page.same("the same bytes from the designer", save_everything(&page, 2) == first, true);
}

#[test]
fn what_clashes_is_asked_about_and_each_answer_holds() {
    let page = Page::open();
    page.rewrite("authority", "Old words");
    page.until_saved();
    let bytes = save_everything(&page, 1);
    let path = file(&page, "all.laureate", &bytes);
    page.rewrite("authority", "New words");
    page.until_saved();
    let before = stored(&page);

    // Looked at and left.
    open(&page, &path);
    page.holds("it differs", "return $('[data-standing=Clash]')", &[]);
    page.press("Escape");
    page.until("it is closed", "return !$('dialog[open]')", &[]);
    page.same("nothing changed", stored(&page), before.clone());

    open(&page, &path);
    choose(&page, "Skip");
    import(&page);
    page.same("skipped: nothing changed", stored(&page), before);

    open(&page, &path);
    choose(&page, "KeepBoth");
    import(&page);
    let documents = "return Object.keys({ ...localStorage }).filter((k) => /^laureate:certificate(\\/\\w+)?$/.test(k)).length";
    page.same("both are kept", page.number(documents, &[]), 2.0);
    page.same("the open one is as it was", page.words("authority"), "New words");

    open(&page, &path);
    choose(&page, "Replace");
    import(&page);
    page.same("replaced, and shown", page.words("authority"), "Old words");
    page.same("one more is not there", page.number(documents, &[]), 2.0);
    page.holds(
        "the other is among the deleted",
        "return Object.entries({ ...localStorage }).some(([k, v]) => k.startsWith('laureate:certificate.trash/') && v.includes('New words'))",
        &[],
    );
    page.reload();
    page.same("so after a reload", page.words("authority"), "Old words");
    // The very same.
    open(&page, &path);
    page.holds(
        "it is here already",
        "return $('[data-standing=Same]') && !$('[data-standing=Clash]')",
        &[],
    );
}

#[test]
fn a_hostile_file_is_refused_with_the_reason_and_changes_nothing() {
    let page = Page::open();
    page.rewrite("authority", "My words");
    page.until_saved();
    let good = save_everything(&page, 1);
    let before = stored(&page);
    let mut million = good.clone();
    let end = million.len() - 14;
    million[end..end + 4].copy_from_slice(&[0xff; 4]);
    let mut outside = good.clone();
    for at in 0..outside.len() - 13 {
        if outside[at..].starts_with(b"manifest.json") {
            outside[at..at + 3].copy_from_slice(b"../");
        }
    }
    let cases: [(&str, &[u8], &str); 5] = [
        ("cut.laureate", &good[..good.len() / 2], "bundle-damaged"),
        ("million.laureate", &million, "bundle-too-large"),
        ("outside.laureate", &outside, "bundle-unsafe"),
        ("text.json", b"hello", "not-a-bundle"),
        ("newer.json", b"{\"format\":\"laureate-template\",\"version\":9}", "newer-version"),
    ];
    for (name, bytes, code) in cases {
        page.choose_file_in(OPEN, &file(&page, name, bytes));
        page.until(
            &format!("{name} is refused"),
            "return $('dialog.files[open] [data-code]')?.dataset.code === args[0]",
            &[json!(code)],
        );
        page.click("dialog.files[open] .primary");
        page.until("it is closed", "return !$('dialog[open]')", &[]);
    }
    page.same("nothing changed", stored(&page), before);
    page.same("the words", page.words("authority"), "My words");
}

#[test]
fn a_design_travels_alone_with_its_picture_and_is_opened_by_dropping_it() {
    let page = Page::open();
    page.rewrite("authority", "Travels alone");
    page.choose_file(&picture("good/alpha.png"));
    page.until("the picture is there", "return $('[data-node=background] image')", &[]);
    own_font(&page);
    page.click("[aria-haspopup=menu]");
    page.click("[data-format=Design]");
    let bytes = std::fs::read(downloaded(&page, "Certificate of completion.json")).unwrap();
    let before = drawn(&page);
    drop(page);

    let page = Page::open();
    page.rewrite("authority", "Somebody else's");
    page.until_saved();
    page.drop_file("design.json", "application/json", &BASE64_STANDARD.encode(bytes));
    page.until(
        "what is inside is shown",
        "return $('dialog.files[open] [data-standing=New]')",
        &[],
    );
    import(&page);
    page.until(
        "it is open, and drawn as it was",
        "return $$('[data-node]').filter((n) => n.dataset.node !== 'background').map((n) => n.innerHTML).join('|') === args[0]",
        &[json!(before)],
    );
    page.until("with its picture", "return $('[data-node=background] image')", &[]);
    page.holds(
        "the other one is kept",
        "return Object.values({ ...localStorage }).some((v) => v.includes(\"Somebody else's\"))",
        &[],
    );
    page.reload();
    page.same("so after a reload", page.words("authority"), "Travels alone");
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn a_reminder_can_ask_for_the_file() {
    let page = Page::open();
    page.rewrite("authority", "Kept");
    page.until_saved();
    page.js("document.querySelector('laureate-designer').dispatchEvent(new CustomEvent('laureate-backup'))", &[]);
    assert!(saved(&page, 1).starts_with(b"PK"));
}
