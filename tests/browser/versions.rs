//! Versions: kept by hand and by themselves, looked at, brought back as a step.

use super::page::Page;
use super::rehearse::{part, story};
use serde_json::json;

/// Sets the page's clock forward by so many minutes, from then on.
fn later(page: &Page, minutes: u32) {
    page.js(
        "window.ahead = (window.ahead ?? 0) + args[0] * 60_000;
         window.really ??= Date.now.bind(Date);
         Date.now = () => window.really() + window.ahead",
        &[json!(minutes)],
    );
}

fn panel(page: &Page) {
    if page.js("return !!$('.versions')", &[]) != json!(true) {
        page.click("[data-panel=History]");
    }
    until_read(page);
}

fn until_read(page: &Page) {
    page.until(
        "the versions were read",
        "return $('.versions ol') && !$('.versions .waiting')",
        &[],
    );
}

fn keep(page: &Page, name: &str) {
    page.click(".versions .keep input");
    page.type_keys(name);
    page.press("Enter");
    until_listed(page, name);
}

/// What the list calls its versions, newest first.
fn called(page: &Page) -> String {
    page.text("return $$('.version strong').map((s) => s.innerText).join(' | ')", &[])
}

fn until_listed(page: &Page, name: &str) {
    page.until(
        &format!("“{name}” is listed"),
        "return $$('.version strong').some((s) => s.innerText === args[0])",
        &[json!(name)],
    );
}

/// Presses a button of the version of that name.
fn act(page: &Page, name: &str, what: &str) {
    page.click_found(
        &format!("{what} of “{name}”"),
        "return $$('.version').find((v) => v.querySelector('strong')?.innerText === args[0])
           ?.querySelector(`[data-act='${args[1]}']`)",
        &[json!(name), json!(what)],
    );
}

#[test]
fn a_named_version_comes_back_as_a_step_and_is_there_after_a_reload() {
    let page = Page::open();
    page.rewrite("authority", "First house");
    page.until_saved();
    page.press("Escape");
    panel(&page);
    page.same("none at first", called(&page), "");
    keep(&page, "For the board");
    page.until("it is drawn", "return $('.version .thumb svg path')", &[]);

    page.rewrite("authority", "Second house");
    page.until_saved();
    page.press("Escape");
    act(&page, "For the board", "Restore");
    page.until("it is told", "return $('.notice')?.innerText.includes('is back')", &[]);
    page.same("it is back", page.words("authority"), "First house");
    page.same(
        "what was there is kept first",
        called(&page),
        "Before a version came back | For the board",
    );
    page.press("Control+z");
    page.same("undo works across it", page.words("authority"), "Second house");
    page.press("Control+Shift+z");
    page.same("redo brings it back again", page.words("authority"), "First house");
    page.until_saved();

    page.reload();
    panel(&page);
    until_listed(&page, "For the board");
    act(&page, "Before a version came back", "Restore");
    page.until(
        "the other one is back",
        "return document.querySelector('laureate-designer').template.elements
           .find((e) => e.id === 'authority').text.content === 'Second house'",
        &[],
    );
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn versions_are_named_deleted_looked_at_and_opened_as_copies() {
    let page = Page::open();
    page.rewrite("authority", "House of copies");
    page.until_saved();
    page.press("Escape");
    panel(&page);
    keep(&page, "One");
    act(&page, "One", "Rename");
    page.until("the name has the focus", "return active?.classList.contains('rename')", &[]);
    page.type_keys("Uno");
    page.press("Enter");
    until_listed(&page, "Uno");
    act(&page, "Uno", "Delete");
    page.until("it is gone", "return $('.version') === null && $('.told.gone')", &[]);
    page.click(".told.gone button");
    until_listed(&page, "Uno");
    page.until("the focus is back on it", "return active?.closest('.version')", &[]);

    page.rewrite("authority", "House of changes");
    page.until_saved();
    page.press("Escape");
    page.click(".version .thumb");
    page.until("it is shown in large", "return $('dialog.look').open && $('.look svg path')", &[]);
    page.press("Escape");
    page.until("Escape closes it", "return !$('dialog.look').open", &[]);
    act(&page, "Uno", "Open as a copy");
    page.until(
        "the copy is open",
        "return document.querySelector('laureate-designer').template.elements
           .find((e) => e.id === 'authority').text.content === 'House of copies'",
        &[],
    );
    until_read(&page);
    page.same("a new document has no versions", called(&page), "");
    page.reload();
    panel(&page);
    page.same("nor after a reload", called(&page), "");
}

#[test]
fn versions_are_kept_by_themselves_after_a_rest() {
    let page = Page::open();
    page.rewrite("authority", "Before the rest");
    page.until_saved();
    page.press("Escape");
    later(&page, 11);
    page.rewrite("authority", "After the rest");
    page.until_saved();
    page.press("Escape");
    panel(&page);
    until_listed(&page, "Kept by itself");
    page.same("one", called(&page), "Kept by itself");
    act(&page, "Kept by itself", "Restore");
    page.until(
        "it is what was there before the change",
        "return document.querySelector('laureate-designer').template.elements
           .find((e) => e.id === 'authority').text.content === 'Before the rest'",
        &[],
    );
}

#[test]
fn a_project_has_versions_that_say_what_differs() {
    let page = Page::rehearse();
    part(&page, "History");
    until_read(&page);
    keep(&page, "As in the guide");
    page.until(
        "it says what is in it",
        "return $('.version .about')?.innerText.includes('4 learners')",
        &[],
    );
    let name = page.text("return $('input.name').value", &[]);
    story(&page, "new");
    part(&page, "History");
    page.until(
        "it says what is other",
        "return $$('.version .about').some((a) => a.innerText.includes('4 learners (4 more than now)'))",
        &[],
    );
    act(&page, "As in the guide", "Restore");
    page.until("it is back", "return $('input.name').value === args[0]", &[json!(name)]);
    page.press("Control+z");
    page.until("undone", "return $('input.name').value === 'My project'", &[]);
    page.until("it is saved", "return $('.saved').dataset.state === 'Yes'", &[]);
    page.reload_room();
    part(&page, "History");
    until_listed(&page, "As in the guide");
}

#[test]
fn without_storage_versions_last_until_the_page_is_closed_and_it_says_so() {
    let page = Page::open();
    page.js(
        "const old = document.querySelector('laureate-designer'); const fresh = document.createElement('laureate-designer');
         old.remove(); document.body.append(fresh)",
        &[],
    );
    page.until_ready();
    panel(&page);
    keep(&page, "For now");
    page.until(
        "it is said",
        "return $('.told')?.innerText.includes('until this page is closed')",
        &[],
    );
    page.rewrite("authority", "Other words");
    page.press("Escape");
    act(&page, "For now", "Restore");
    page.until(
        "it is back",
        "return document.querySelector('laureate-designer').template.elements
           .find((e) => e.id === 'authority').text.content === 'Institute for Safe Working'",
        &[],
    );
}

#[test]
fn the_lists_are_without_violation() {
    let page = Page::blank();
    page.driver.post("timeouts", &json!({ "script": 60_000 })).unwrap();
    for scheme in ["light", "dark"] {
        let wanted = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        page.driver.devtools("Emulation.setEmulatedMedia", &wanted);
        page.load();
        super::axe::prepare(&page);
        panel(&page);
        keep(&page, scheme);
        page.until("it is drawn", "return $('.version .thumb svg path')", &[]);
        super::axe::check(&page, &format!("versions, {scheme}"));
        page.click(".version .thumb");
        page.until("large", "return $('dialog.look').open", &[]);
        super::axe::check(&page, &format!("a version in large, {scheme}"));
    }
}
