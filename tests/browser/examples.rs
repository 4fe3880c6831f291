//! The pages of `www/examples`: each as it is, from a plain server.

use super::driver::{Browser, in_both};
use super::page::Page;
use super::site;
use serde_json::json;

in_both!(
    a_plain_page_keeps_what_the_designer_saves,
    a_frame_and_its_page_speak_with_each_other,
    a_form_posts_the_design,
);

/// Opens an example and waits until everything of ours in it is ready.
fn open(browser: Browser, name: &str) -> Page {
    let page = Page::start(&browser.into());
    page.visit(&format!("{}examples/{name}.html", site::address()));
    page.until(
        &format!("{name} is ready"),
        "const ours = [...document.querySelectorAll('laureate-designer, laureate-simulator, laureate-certificate')];
         return ours.length > 0 && ours.every((e) => e.handle)",
        &[],
    );
    page
}

/// Waits until the page around says something.
fn until_said(page: &Page, words: &str) {
    let script = "return document.querySelector('output').textContent.includes(args[0])";
    page.until(&format!("the page says “{words}”"), script, &[json!(words)]);
}

fn a_plain_page_keeps_what_the_designer_saves(browser: Browser) {
    let page = open(browser, "plain");
    let fields = "return document.querySelector('laureate-designer').template.fields.map((f) => f.name).join(' ')";
    let fields = page.text(fields, &[]);
    assert!(fields.contains("employee_number"), "{fields}");
    let shown = page.drawn("recipient");
    page.js("document.querySelector('laureate-designer').values = null", &[]);
    page.until(
        "the sample stands where the page's own value was",
        "const now = $('[data-node=recipient]')?.innerHTML; return now && now !== args[0]",
        &[json!(shown)],
    );
    page.js("const name = $('input.name'); name.value = 'Forklift'; name.dispatchEvent(new InputEvent('input', { bubbles: true }))", &[]);
    page.until(
        "it is said that nothing keeps it yet",
        "return $('.saved').innerText === 'Not saved yet'",
        &[],
    );
    page.js("$('button.save').click()", &[]);
    until_said(&page, "Saved: “Forklift”");
    page.until("the bar says so", "return $('.saved').innerText === 'Saved'", &[]);
}

fn a_frame_and_its_page_speak_with_each_other(browser: Browser) {
    let page = Page::start(&browser.into());
    page.visit(&format!("{}examples/frame.html", site::address()));
    until_said(&page, "The frame is ready.");
    page.js("document.querySelector('#ask').click()", &[]);
    until_said(&page, "The frame answered: “Work safety”.");
    // What is saved inside is the page's to keep.
    let saved = "const inside = document.querySelector('iframe').contentDocument.querySelector('laureate-designer');
        inside.save()";
    page.js(saved, &[]);
    until_said(&page, "Saved by the page: “Work safety”.");
}

fn a_form_posts_the_design(browser: Browser) {
    let page = open(browser, "form");
    page.js("const name = $('input.name'); name.value = 'Posted'; name.dispatchEvent(new InputEvent('input', { bubbles: true }))", &[]);
    // At once: what was typed a moment ago is sent as well.
    page.js("document.querySelector('form button').click()", &[]);
    until_said(&page, "the design “Posted”");
    until_said(&page, "The server took it");
    let whole = |body: &String| {
        ["name=\"design\"", "laureate-template", "Posted"].iter().all(|part| body.contains(part))
    };
    assert!(site::posted().iter().any(whole), "the design was not posted");
    page.js("document.querySelector('[type=reset]').click()", &[]);
    page.until(
        "the form is as it was",
        "return document.querySelector('laureate-designer').template.name === 'Work safety'",
        &[],
    );
}

#[test]
fn hostile_styles_of_a_page_change_nothing_inside() {
    let page = open(Browser::Chromium, "bootstrap");
    // What the same elements look like in a page without any styles.
    let look = "const look = (e) => { const s = getComputedStyle(e); return [s.letterSpacing, s.wordSpacing, s.textTransform, s.textIndent, s.fontStyle, s.lineHeight, s.fontSize, s.color, s.fontFamily, s.cursor, s.textAlign, s.display, s.padding].join('|') };
        return ['.topbar', '.topbar .name', '.rail button', '#l-inspector h2', '#l-inspector textarea', '.status', '.save', '.primary'].map((s) => `${s} ${look($(s))}`).join('\\n')";
    let hostile = page.text(look, &[]);
    // One browser at a time.
    drop(page);
    let plain = open(Browser::Chromium, "form");
    plain.js("document.querySelector('laureate-designer').setAttribute('saving', 'button')", &[]);
    plain.until("there is a button again", "return $('.save')", &[]);
    let peaceful = plain.text(look, &[]);
    for (hostile, peaceful) in hostile.lines().zip(peaceful.lines()) {
        plain.same("a part under hostile styles", hostile, peaceful);
    }
}

#[test]
fn nothing_of_ours_reaches_the_page_around() {
    let page = open(Browser::Chromium, "bootstrap");
    let sheets =
        page.number("return document.styleSheets.length + document.adoptedStyleSheets.length", &[]);
    page.same("stylesheets of the page", sheets, 2.0);
    let button = page.text("return getComputedStyle(document.querySelector('.btn')).color", &[]);
    page.same("the page's own button", button, "rgb(179, 0, 94)".to_owned());
}

#[test]
fn requirejs_keeps_its_define() {
    let page = open(Browser::Chromium, "moodle");
    until_said(&page, "define.amd is still RequireJS's: true");
}

#[test]
fn a_page_from_right_to_left_has_a_designer_from_right_to_left() {
    let page = open(Browser::Chromium, "rtl");
    let inside = "return [$('.laureate').dir, $('.laureate').lang, getComputedStyle($('.shell')).direction].join(' ')";
    page.same("the direction inside", page.text(inside, &[]), "rtl ar rtl".to_owned());
    page.holds(
        "the rail is on the right, the inspector on the left",
        "return $('.rail').getBoundingClientRect().left > $('#l-inspector').getBoundingClientRect().right",
        &[],
    );
    page.holds("it speaks Arabic", "return /[\\u0600-\\u06ff]/.test($('.rail').innerText)", &[]);
}

#[test]
fn nothing_is_violated_under_a_strict_policy_with_trusted_types() {
    let page = open(Browser::Chromium, "strict");
    // Something of everything: panels, a download of each kind, the rules engine.
    page.until("the gallery is drawn", "$('[data-panel=Templates]').click(); return $$('.panel svg, .templates svg').length > 3 || $$('[data-template] svg').length > 3 || $$('#l-panel svg').length > 3", &[]);
    let make = "const done = args.at(-1);
        (async () => {
            const certificate = document.querySelector('laureate-certificate').handle;
            const answers = [];
            for (const format of ['svg', 'png', 'pdf']) answers.push((await certificate.render(format)).ok);
            const project = await document.querySelector('laureate-simulator').handle.project();
            done([...answers, typeof project]);
        })()";
    let made = page
        .driver
        .post(
            "execute/async",
            &json!({ "script": format!("const args = [...arguments];{make}"), "args": [] }),
        )
        .unwrap();
    page.same("what was made", made, json!([true, true, true, "object"]));
    let said = page.text("return document.querySelector('output').textContent", &[]);
    page.same("violations", said, "No violation so far.".to_owned());
    let console = page.console().join("\n");
    assert!(!console.contains("Content Security") && !console.contains("TrustedHTML"), "{console}");
}

#[test]
fn the_room_tells_the_page_of_changes() {
    let page = open(Browser::Chromium, "rehearse");
    page.until_played();
    page.js("const name = $('input.name'); name.value = 'Ours'; name.dispatchEvent(new InputEvent('input', { bubbles: true }))", &[]);
    until_said(&page, "Ours was changed");
}
