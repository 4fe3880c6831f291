//! Files that must not come in: each is refused in time, says why, and harms
//! nothing.

use super::backgrounds::{about, picture};
use super::page::Page;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use std::path::Path;

/// How long a refusal may take: two seconds, and a little for the page.
const LIMIT_MS: f64 = 2_500.0;

/// Hostile files, and the codes of their refusals.
const REFUSED: [(&str, &str); 17] = [
    ("bad/notes.txt", "not-a-picture"),
    ("bad/page.svg", "not-a-picture"),
    ("bad/document.pdf", "picture-unsupported"),
    ("bad/photo.heic", "picture-unsupported"),
    ("bad/empty.png", "picture-empty"),
    ("bad/cut-off.png", "picture-damaged"),
    ("bad/cut-off.jpg", "picture-damaged"),
    ("bad/cut-off.webp", "picture-damaged"),
    ("bad/header-20000.png", "picture-too-large"),
    ("bad/script.svg", "svg-scripts"),
    ("bad/onload.svg", "svg-scripts"),
    ("bad/external-image.svg", "svg-external"),
    ("bad/billion-laughs.svg", "svg-entities"),
    ("bad/nested-masks.svg", "svg-too-complex"),
    ("bad/full-page-layers.svg", "svg-too-complex"),
    ("bad/use-bomb.svg", "svg-too-complex"),
    ("bad/nested-patterns.svg", "svg-too-complex"),
];

/// Notes in the page when a file comes and when a message about it is shown.
const WATCH: &str = "
    const note = { came: 0, said: 0 };
    window.note = note;
    const came = () => { note.came = performance.now(); note.said = 0 };
    root.addEventListener('change', (e) => e.target.type === 'file' && came(), true);
    root.addEventListener('drop', came, true);
    new MutationObserver((all) => {
      const said = all.some((m) => [...m.addedNodes].some((n) => n.matches?.('[role=alert]')));
      if (said && !note.said) note.said = performance.now();
    }).observe($('.notices'), { childList: true });
";

/// Waits for the refusal, checks what it says and how long it took, closes it.
fn expect_refusal(page: &Page, file: &str, code: &str) {
    let script = "return $('.notice[role=alert]')?.dataset.code";
    let found = page.until(&format!("{file} is refused"), script, &[]);
    page.same(&format!("why {file} is refused"), found, json!(code));
    let took = page.number("return note.said - note.came", &[]);
    if !(0.0..LIMIT_MS).contains(&took) {
        page.fail(&format!("{file} was refused after {took} ms"));
    }
    let name = Path::new(file).file_name().unwrap().to_str().unwrap();
    page.holds(
        &format!("the message names {file} or says what to do"),
        "const words = $('.notice').innerText; return words.includes(args[0]) || $('.notice span')?.innerText.length > 10",
        &[json!(name)],
    );
    page.click_button("Close message");
    page.until("the message is closed", "return !$('.notice')", &[]);
}

#[test]
fn hostile_files_are_refused_and_the_work_stays() {
    let page = Page::open();
    page.rewrite("authority", "Work");
    page.done();
    page.choose_file(&picture("good/plain.png"));
    page.until("a sound picture is in", "return $('[data-node=background] image')?.href.baseVal && $('#l-background').parentElement.innerText.includes('plain.png')", &[]);
    let (kept, drawn) = (about(&page), page.drawn("background"));
    page.js(WATCH, &[]);
    let mut words = "Work".to_owned();
    for (file, code) in REFUSED {
        page.choose_file(&picture(file));
        expect_refusal(&page, file, code);
        page.same("the background", about(&page), kept.as_str());
        page.edit("authority");
        page.press("Control+End");
        page.type_keys("s");
        words.push('s');
        page.same("typing goes on", page.words("authority"), words.as_str());
    }
    page.same("the background that is drawn", page.drawn("background"), drawn);
    page.until_saved();
    page.reload();
    page.same("the words after a reload", page.words("authority"), words);
    page.same("the background after a reload", about(&page), kept);
}

#[test]
fn a_file_of_more_than_25_mb_is_not_even_read() {
    let page = Page::open();
    let file = page.driver.folder().join("large.png");
    std::fs::File::create(&file).unwrap().set_len(26 * 1024 * 1024).unwrap();
    page.js(WATCH, &[]);
    page.choose_file(&file);
    expect_refusal(&page, "large.png", "file-too-large");
}

#[test]
fn a_dropped_bomb_is_refused_and_the_page_answers_meanwhile() {
    let page = Page::open();
    page.js(WATCH, &[]);
    let bytes = std::fs::read(picture("bad/nested-masks.svg")).unwrap();
    page.edit("authority");
    page.press("Control+a");
    page.drop_file("bomb.svg", "image/svg+xml", &BASE64_STANDARD.encode(bytes));
    page.type_keys("Alive");
    page.same("the words", page.words("authority"), "Alive");
    expect_refusal(&page, "bomb.svg", "svg-too-complex");
}

#[test]
fn after_a_refusal_a_sound_picture_comes_in() {
    let page = Page::open();
    page.js(WATCH, &[]);
    page.choose_file(&picture("bad/script.svg"));
    expect_refusal(&page, "bad/script.svg", "svg-scripts");
    page.choose_file(&picture("good/shapes.svg"));
    page.until(
        "the sound picture is in",
        "return $('#l-background').parentElement.innerText.includes('shapes.svg')",
        &[],
    );
    page.holds("no script ran", "return !$('[data-node=background] script')", &[]);
}
