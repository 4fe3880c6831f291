//! Every panel under axe-core: names, roles, focus order, contrast.
//!
//! The set-up fetches axe-core; `LAUREATE_AXE` names the file.

use super::page::Page;
use super::small_screens::narrow;
use serde_json::json;

/// The checks of WCAG 2.2 A and AA, and axe's own best practices. Those about a
/// whole page are the host's business: we are a part of one.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const options = {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    };
    axe.run(document.querySelector('laureate-simulator:not([hidden]), laureate-designer:not([hidden])'), options).then(
      ({ violations, passes }) => done({
        passes: passes.length,
        found: violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.flat().at(-1)}: ${n.html.slice(0, 160)}; ${n.failureSummary}`)),
      }),
      (why) => done({ passes: 0, found: [String(why)] }),
    );
";

/// Brings axe into the page.
pub(crate) fn prepare(page: &Page) {
    let file = std::env::var("LAUREATE_AXE").unwrap_or_else(|_| {
        page.fail("LAUREATE_AXE does not name axe-core: run scripts/setup.sh axe, or `make test`")
    });
    let source = std::fs::read_to_string(&file).unwrap_or_else(|why| panic!("{file}: {why}"));
    let body = json!({ "script": source, "args": [] });
    page.driver.post("execute/sync", &body).expect("axe is loaded");
}

/// Fails where axe finds something.
pub(crate) fn check(page: &Page, where_: &str) {
    // Colours fade in for a moment after a change.
    std::thread::sleep(std::time::Duration::from_millis(250));
    let body = json!({ "script": RUN, "args": [] });
    let result = page.driver.post("execute/async", &body).unwrap_or_else(|why| page.fail(&why));
    assert!(result["passes"].as_u64() > Some(8), "{where_}: axe checked nothing: {result}");
    page.same(&format!("what axe finds {where_}"), result["found"].clone(), json!([]));
}

const PANELS: [&str; 5] = ["Templates", "Add", "Fields", "Layers", "History"];

#[test]
fn every_panel_is_without_violation_in_light_and_dark() {
    let page = Page::blank();
    page.driver.post("timeouts", &json!({ "script": 60_000 })).unwrap();
    for scheme in ["light", "dark"] {
        let wanted = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        page.driver.devtools("Emulation.setEmulatedMedia", &wanted);
        page.load();
        prepare(&page);
        check(&page, &format!("at first, {scheme}"));
        page.select("title");
        check(&page, &format!("with a text selected, {scheme}"));
        page.press("Delete");
        for panel in PANELS {
            page.click(&format!("[data-panel={panel}]"));
            page.until("the panel is open", "return $('.panel-body')", &[]);
            check(&page, &format!("with the panel {panel}, {scheme}"));
        }
        page.js("localStorage.clear(); indexedDB.deleteDatabase('laureate')", &[]);
    }
}

#[test]
fn every_inspector_is_without_violation() {
    let page = Page::open();
    page.driver.post("timeouts", &json!({ "script": 60_000 })).unwrap();
    prepare(&page);
    for (item, id) in [
        ("Heading", "text"),
        ("Logo", "logo"),
        ("Qr", "qr-code"),
        ("Rectangle", "rectangle"),
        ("Ornament(Seal)", "seal"),
    ] {
        page.click("[data-panel=Add]");
        page.click(&format!("[data-item=\"{item}\"]"));
        page.until(
            "it is selected",
            "return $('.marks .outline')?.dataset.of === args[0]",
            &[json!(id)],
        );
        page.click("[data-panel=Add]");
        check(&page, &format!("with {item} selected"));
    }
    page.press("Control+a");
    check(&page, "with all selected");
    page.press("Shift+?");
    page.until("the keys are shown", "return $('.shortcuts').open", &[]);
    check(&page, "with the sheet of keys");
    page.press("Escape");
    page.edit("name");
    page.type_keys("To {{");
    page.until("the list of fields opens", "return $('[role=listbox]')", &[]);
    check(&page, "while a field is chosen");
    page.done();
    page.select("name");
    page.click(".font-button");
    page.until("the faces are listed", "return $('.font-list')", &[]);
    check(&page, "with the list of faces");
    page.press("Escape");
    page.click("[aria-haspopup=menu]");
    check(&page, "with the menu of files");
}

#[test]
fn sheets_on_a_phone_are_without_violation() {
    let page = Page::blank();
    page.driver.post("timeouts", &json!({ "script": 60_000 })).unwrap();
    narrow(&page, 360);
    page.load();
    prepare(&page);
    check(&page, "on a phone");
    for panel in PANELS.into_iter().chain(["Details"]) {
        page.js("$(`[data-panel=${args[0]}]`).click()", &[json!(panel)]);
        page.until("the sheet is open", "return $('.panel-body, .shows-inspector')", &[]);
        check(&page, &format!("with the sheet {panel}"));
    }
}
