//! The browser is asked to keep the work, and where it won't, a copy is called for: once.

use super::page::Page;
use serde_json::json;

/// Lets the browser answer so, and counts how often it is asked.
fn answer(page: &Page, kept: bool) {
    let script = format!(
        "window.asked = 0; navigator.storage.persisted = async () => false;
         navigator.storage.persist = async () => {{ window.asked++; return {kept} }};"
    );
    page.driver.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
}

/// As though all that work was an hour ago.
fn worked_for_an_hour(page: &Page) {
    page.until("it was noted", "return localStorage.getItem('laureate:keeping')", &[]);
    page.js(
        "const known = JSON.parse(localStorage.getItem('laureate:keeping'));
         localStorage.setItem('laureate:keeping',
           JSON.stringify({ ...known, saves: 40, first: known.first - 3600000 }))",
        &[],
    );
}

const REMINDED: &str = "return $('.notice[data-code=keep-a-copy]')";

#[test]
fn where_the_browser_refuses_a_copy_is_called_for_once() {
    let page = Page::blank();
    answer(&page, false);
    page.load();
    page.same("what was asked before any work", page.number("return window.asked", &[]), 0.0);
    page.rewrite("authority", "School of Weaving");
    page.until("it is asked", "return window.asked === 1", &[]);
    page.until_saved();
    page.rewrite("authority", "Guild of Weavers");
    page.until_saved();
    page.same("how often it is asked", page.number("return window.asked", &[]), 1.0);
    page.holds("nothing is said at once", &format!("return !(() => {{ {REMINDED} }})()"), &[]);

    worked_for_an_hour(&page);
    page.reload();
    page.rewrite("authority", "House of Weavers");
    page.until("a copy is called for", REMINDED, &[]);
    page.same("asked again so soon", page.number("return window.asked", &[]), 0.0);
    page.js(
        "window.wanted = 0; document.querySelector('laureate-designer')
           .addEventListener('laureate-backup', () => window.wanted++)",
        &[],
    );
    page.click(".notice[data-code=keep-a-copy] button");
    page.until("a copy is wanted", "return window.wanted === 1", &[]);
    page.until("the reminder is gone", &format!("return !(() => {{ {REMINDED} }})()"), &[]);

    // Never again.
    page.reload();
    page.rewrite("authority", "House of Looms");
    page.until_saved();
    page.holds("it is not said again", &format!("return !(() => {{ {REMINDED} }})()"), &[]);
}

#[test]
fn where_the_browser_agrees_nothing_is_said() {
    let page = Page::blank();
    answer(&page, true);
    page.load();
    page.rewrite("authority", "School of Weaving");
    page.until("it is asked", "return window.asked === 1", &[]);
    worked_for_an_hour(&page);
    page.rewrite("authority", "Guild of Weavers");
    page.until_saved();
    std::thread::sleep(std::time::Duration::from_millis(500));
    page.holds("nothing is said", &format!("return !(() => {{ {REMINDED} }})()"), &[]);
}
