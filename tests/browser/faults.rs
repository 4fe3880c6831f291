//! Storage that is full, denied, missing or half there: every word is kept, or
//! the person is told before they type more. Faults are put in before the page's
//! own scripts run.

use super::driver::{Browser, Start, in_both};
use super::page::Page;
use super::site;
use super::stored::{PLACES, Place, is_told, kept_or_told, run, settled};
use serde_json::json;

in_both!(
    local_storage_that_is_denied_or_missing_is_told_before_anything_is_typed,
    a_full_local_storage_is_told_and_goes_on_where_there_is_room_again,
    a_database_that_is_missing_or_throws_takes_no_words,
    a_database_held_by_an_old_tab_takes_no_words,
    a_private_window_keeps_what_it_says,
    a_sandboxed_frame_says_that_nothing_is_kept,
    a_picture_missing_from_its_store_is_said,
);

/// A browser whose page runs this first.
fn with(browser: Browser, script: &str) -> Page {
    Page::start(&browser.into()).at(site::with_script(script))
}

const DENIED: &str = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } });";
const MISSING: &str =
    "Object.defineProperty(window, 'localStorage', { get() { return undefined } });";
const NULL: &str = "Object.defineProperty(window, 'localStorage', { get() { return null } });";
const NO_DATABASE: &str =
    "Object.defineProperty(window, 'indexedDB', { get() { return undefined } });";
const DATABASE_DENIED: &str = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError') } });";
const DATABASE_THROWS: &str =
    "IDBFactory.prototype.open = () => { throw new DOMException('broken', 'UnknownError') };";
const DATABASE_FAILS: &str = "const whole = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name) {
        const request = whole.call(this, name, 1);
        request.addEventListener('upgradeneeded', (e) => { e.stopImmediatePropagation(); request.transaction.abort() }, true);
        return request;
    };";
const DATABASE_SILENT: &str = "IDBFactory.prototype.open = () => new EventTarget();";
const TRANSACTIONS_FAIL: &str = "IDBDatabase.prototype.transaction = () => { throw new DOMException('gone', 'InvalidStateError') };";

fn local_storage_that_is_denied_or_missing_is_told_before_anything_is_typed(browser: Browser) {
    for (name, script) in [("denied", DENIED), ("missing", MISSING), ("null", NULL)] {
        for database in ["", DATABASE_DENIED] {
            let page = with(browser, &format!("{script}{database}"));
            for place in PLACES {
                place.load(&page);
                if !database.is_empty() {
                    let first = settled(&page);
                    if !first.starts_with("Not saved") || !is_told(&page) {
                        page.fail(&format!("{place:?}: {name} is not told at once, but “{first}”"));
                    }
                }
                kept_or_told(&page, place, name, "Words without a storage");
            }
        }
    }
}

/// Full as long as `window.full` says so: `local`, or `all`.
const FULL: &str = "window.full = '';
    const refuse = () => { throw new DOMException('full', 'QuotaExceededError') };
    const setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = function (...args) { return full ? refuse() : setItem.apply(this, args) };
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) { return full === 'all' ? refuse() : put.apply(this, args) };";

fn a_full_local_storage_is_told_and_goes_on_where_there_is_room_again(browser: Browser) {
    for what in ["local", "all"] {
        let page = with(browser, FULL);
        for place in PLACES {
            place.load(&page);
            place.write(&page, "First words");
            page.until_saved();
            page.js("window.full = args[0]", &[json!(what)]);
            place.write(&page, "Words for which there is no room");
            let bar = settled(&page);
            if what == "all" {
                page.same("the bar", bar.starts_with("Not saved: storage is full"), true);
            }
            if !bar.starts_with("Saved") && !is_told(&page) {
                page.fail(&format!("{place:?}: a full storage ({what}) is not told"));
            }
            page.js("window.full = ''", &[]);
            place.write(&page, "Words for which there is room again");
            page.until_saved();
            place.reload(&page);
            page.same("the words", place.words(&page), "Words for which there is room again");
        }
    }
}

#[test]
fn an_origin_without_room_is_told() {
    // The browser's own quota, for the database; localStorage has one of its own.
    let page = Page::open();
    page.rewrite("authority", "First words");
    page.until_saved();
    let origin = site::address().trim_end_matches('/');
    page.driver.devtools(
        "Storage.overrideQuotaForOrigin",
        &json!({ "origin": origin, "quotaSize": 1000 }),
    );
    page.done();
    kept_or_told(&page, Place::Designer, "the origin is full", "Words beyond the quota");
}

fn a_database_that_is_missing_or_throws_takes_no_words(browser: Browser) {
    let faults = [
        ("missing", NO_DATABASE),
        ("denied", DATABASE_DENIED),
        ("throws", DATABASE_THROWS),
        ("fails", DATABASE_FAILS),
        ("never answers", DATABASE_SILENT),
        ("no transactions", TRANSACTIONS_FAIL),
    ];
    for (name, script) in faults {
        let page = with(browser, script);
        for place in PLACES {
            place.load(&page);
            kept_or_told(&page, place, &format!("a database that {name}"), "Words in one place");
        }
    }
}

fn a_database_held_by_an_old_tab_takes_no_words(browser: Browser) {
    let page = Page::start(&browser.into());
    page.leave();
    // As the first builds had it, and deaf to those who want to change it.
    let old = "return new Promise((resolve, reject) => {
        const request = indexedDB.open('laureate', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('pictures');
        request.onsuccess = () => { window.held = request.result; resolve(true) };
        request.onerror = () => reject(request.error);
    })";
    page.js(old, &[]);
    let old = page.tab();
    let new = page.new_tab();
    for place in PLACES {
        place.load(&page);
        kept_or_told(&page, place, "a database held by an old tab", "Words beside an old tab");
    }
    // When the old tab lets go, all is kept again.
    page.to_tab(&old);
    page.js("window.held.close()", &[]);
    page.to_tab(&new);
    for place in PLACES {
        place.load(&page);
        place.write(&page, "Words after the old tab");
        page.until_saved();
        place.reload(&page);
        page.same("the words", place.words(&page), "Words after the old tab");
    }
}

fn a_private_window_keeps_what_it_says(browser: Browser) {
    let page = Page::start(&Start { private: true, ..browser.into() });
    for place in PLACES {
        place.load(&page);
        kept_or_told(&page, place, "a private window", "Words in private");
    }
}

fn a_sandboxed_frame_says_that_nothing_is_kept(browser: Browser) {
    let page = Page::start(&browser.into());
    page.visit(&site::sandboxed("#design"));
    page.driver.post("frame", &json!({ "id": 0 })).expect("the frame");
    page.until_ready();
    let first = settled(&page);
    if !first.starts_with("Not saved") || !is_told(&page) {
        page.fail(&format!("a sandboxed frame is not told at once, but “{first}”"));
    }
    Place::Designer.write(&page, "Words in a frame");
    page.same("the bar", settled(&page).starts_with("Not saved"), true);
    page.same("the words", Place::Designer.words(&page), "Words in a frame");
    // The room cannot have its engine there: it must say so and not wait for ever.
    page.driver.post("frame", &json!({ "id": null })).expect("out of the frame");
    page.visit("about:blank");
    page.visit(&site::sandboxed("#rehearse"));
    page.driver.post("frame", &json!({ "id": 0 })).expect("the frame");
    page.until(
        "the room says what is wrong, or works and says that nothing is kept",
        "return $$('.notice').some((n) => n.innerText.trim())",
        &[],
    );
}

fn a_picture_missing_from_its_store_is_said(browser: Browser) {
    let page = Page::open_in(browser);
    page.choose_file(&super::backgrounds::picture("good/plain.png"));
    page.until_saved();
    page.rewrite("authority", "Words beside a picture");
    page.done();
    page.until_saved();
    page.leave();
    run(
        &page,
        "const held = await opened();
         await new Promise((resolve) => {
             const transaction = held.transaction('pictures', 'readwrite');
             transaction.objectStore('pictures').clear();
             transaction.oncomplete = resolve;
         });
         held.close()",
        &[],
    );
    page.load();
    page.same("the words", page.words("authority"), "Words beside a picture");
    page.until(
        "it is said that the picture is missing",
        "return $('.notice[data-code=picture-missing]')",
        &[],
    );
    kept_or_told(&page, Place::Designer, "a picture is missing", "More words");
}
