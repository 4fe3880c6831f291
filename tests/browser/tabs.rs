//! One document in several tabs: one edits, the others follow and can take over.

use super::driver::{Browser, in_both};
use super::page::Page;
use super::rehearse::until_counts;
use serde_json::json;

in_both!(
    the_second_tab_follows_and_takes_over,
    the_project_is_edited_in_one_tab_and_followed_in_the_other,
    an_edit_of_the_project_is_there_after_a_reload_at_once,
    what_localstorage_lost_is_in_the_second_copy,
);

const FOLLOWS: &str = "return $('.follows')";
const EDITS: &str = "return !$('.follows') && $('.saved').innerText !== 'Edited in another tab'";

/// Opens another tab at the same page, and looks at it.
fn another(page: &Page, hash: &str) -> String {
    let made = page.driver.post("window/new", &json!({ "type": "tab" })).unwrap();
    let handle = made["handle"].as_str().unwrap().to_owned();
    look_at(page, &handle);
    let address = format!("{}{hash}", super::site::address());
    page.driver.post("url", &json!({ "url": address })).unwrap();
    handle
}

fn here(page: &Page) -> String {
    page.driver.get("window").unwrap().as_str().unwrap().to_owned()
}

fn look_at(page: &Page, handle: &str) {
    page.driver.post("window", &json!({ "handle": handle })).unwrap();
}

fn until_words(page: &Page, words: &str) {
    page.until(
        &format!("“{words}” arrives"),
        "return document.querySelector('laureate-designer').template.elements
           .find((e) => e.id === 'authority').text.content === args[0]",
        &[json!(words)],
    );
}

fn the_second_tab_follows_and_takes_over(browser: Browser) {
    let page = Page::open_in(browser);
    page.rewrite("authority", "First tab");
    page.until_saved();
    let first = here(&page);
    let second = another(&page, "");
    page.until_ready();
    page.until("it says that it follows", FOLLOWS, &[]);
    page.same("it shows what is saved", page.words("authority"), "First tab");
    page.edit("authority");
    page.type_keys("lost?");
    page.until("typing is answered", "return $('.notice[data-code=follows]')", &[]);
    page.press("Escape");
    page.same("and nothing is changed", page.words("authority"), "First tab");

    look_at(&page, &first);
    page.holds("the first tab edits", EDITS, &[]);
    page.rewrite("authority", "First tab again");
    page.until_saved();
    look_at(&page, &second);
    until_words(&page, "First tab again");

    // Typed at the very last moment, and not saved yet.
    look_at(&page, &first);
    page.rewrite("authority", "The last words");
    look_at(&page, &second);
    page.click(".follows button");
    page.until("the second tab edits now", EDITS, &[]);
    page.same("with the last words", page.words("authority"), "The last words");
    page.rewrite("authority", "Second tab");
    page.until_saved();
    look_at(&page, &first);
    page.until("the first tab follows", FOLLOWS, &[]);
    until_words(&page, "Second tab");

    look_at(&page, &second);
    page.driver.delete("window").unwrap();
    look_at(&page, &first);
    page.until("it edits again when the other is gone", EDITS, &[]);
    page.rewrite("authority", "Alone again");
    page.until_saved();
    page.reload();
    page.same("and keeps it", page.words("authority"), "Alone again");
}

fn the_project_is_edited_in_one_tab_and_followed_in_the_other(browser: Browser) {
    let page = Page::start(&browser.into());
    page.load_room();
    until_counts(&page, "8 certificates", "1 gap");
    let first = here(&page);
    let second = another(&page, "#rehearse");
    page.until_played();
    page.until("it follows", FOLLOWS, &[]);
    look_at(&page, &first);
    page.fill(".topbar input.name", "Named in the first tab");
    page.until_saved();
    look_at(&page, &second);
    let name = "return $('.topbar input.name').value === args[0]";
    page.until("the name arrives", name, &[json!("Named in the first tab")]);
    look_at(&page, &first);
    page.fill(".topbar input.name", "At the last moment");
    look_at(&page, &second);
    page.click(".follows button");
    page.until("it edits now", EDITS, &[]);
    page.until("the last name is there", name, &[json!("At the last moment")]);
    page.fill(".topbar input.name", "Second tab");
    page.until_saved();
    look_at(&page, &first);
    page.until("the first follows", FOLLOWS, &[]);
    page.until("and shows it", name, &[json!("Second tab")]);
}

fn an_edit_of_the_project_is_there_after_a_reload_at_once(browser: Browser) {
    let page = Page::start(&browser.into());
    page.load_room();
    until_counts(&page, "8 certificates", "1 gap");
    page.fill(".topbar input.name", "Renamed and gone");
    page.reload_room();
    page.until(
        "the name is there",
        "return $('.topbar input.name').value === 'Renamed and gone'",
        &[],
    );
    page.until_saved();
}

fn what_localstorage_lost_is_in_the_second_copy(browser: Browser) {
    let page = Page::open_in(browser);
    page.rewrite("authority", "Flushed to the disk");
    page.until_saved();
    page.press("Escape");
    page.driver
        .post("url", &json!({ "url": format!("{}favicon.svg", super::site::address()) }))
        .unwrap();
    page.js("localStorage.clear()", &[]);
    page.load();
    page.same("it is there", page.words("authority"), "Flushed to the disk");
}
