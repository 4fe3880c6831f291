//! By keyboard alone, with names that can be said; the preview.

use super::page::Page;
use serde_json::{Value, json};

/// What tells one control from another.
const WHICH: &str =
    "const which = (e) => e.id || e.dataset.text || e.ariaLabel || e.innerText.trim();";

/// The controls that Tab leads through, from the start until it leaves the page.
fn tab_order(page: &Page) -> Vec<Value> {
    let script = format!(
        "{WHICH} if (!active) return null;
         const shown = active.matches('[type=radio]') ? active.nextElementSibling : active;
         const style = getComputedStyle(shown);
         return {{ which: which(active),
           ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 }}"
    );
    let mut order = Vec::new();
    for _ in 0..80 {
        page.press("Tab");
        let stop = page.js(&script, &[]);
        if stop.is_null() {
            return order;
        }
        if stop["which"].as_str().is_some_and(|name| name.starts_with("Page.")) {
            // Else Tab goes from element to element.
            page.press("Escape");
        }
        order.push(stop);
    }
    page.fail("Tab goes round without an end");
}

#[test]
fn tab_reaches_every_control_and_shows_where_it_is() {
    let page = Page::open();
    let order = tab_order(&page);
    let reached: Vec<&str> = order.iter().filter_map(|stop| stop["which"].as_str()).collect();
    let script = format!(
        "{WHICH} return $$('button, input, select, textarea, a[href], [tabindex]')
           .filter((e) => e.tabIndex >= 0 && e.checkVisibility() && !(e.type === 'radio' && !e.checked)).map(which)"
    );
    for control in page.js(&script, &[]).as_array().expect("controls") {
        let name = control.as_str().unwrap_or("");
        if !reached.contains(&name) {
            page.fail(&format!("Tab never comes to “{name}”, only to {reached:?}"));
        }
    }
    // A date has several stops: those inside are the browser's.
    for name in &reached {
        let ring = order.iter().any(|stop| stop["which"] == *name && stop["ring"] == true);
        assert!(ring, "no ring is seen around “{name}”");
    }
    // From the top bar to the certificate to the inspector.
    let at = |name: &str| {
        reached
            .iter()
            .position(|r| r.starts_with(name))
            .unwrap_or_else(|| panic!("{name}: {reached:?}"))
    };
    assert!(at("Preview") < at("Templates") && at("Layers") < at("Page."));
    assert!(at("Page.") < at("l-text-name") && at("l-text-name") < at("l-months"));
}

/// The names of everything that takes the focus, as screen readers get them.
fn names(page: &Page) -> Vec<String> {
    let tree = page.driver.devtools("Accessibility.getFullAXTree", &json!({}));
    let mut names = Vec::new();
    for node in tree["nodes"].as_array().expect("a tree") {
        let focusable = node["properties"].as_array().is_some_and(|all| {
            all.iter().any(|p| p["name"] == "focusable" && p["value"]["value"] == true)
        });
        let role = node["role"]["value"].as_str().unwrap_or("");
        if focusable && node["ignored"] != true && role != "RootWebArea" {
            let name = node["name"]["value"].as_str().unwrap_or("").trim();
            assert!(!name.is_empty(), "a {role} has no name: {node}");
            names.push(name.to_owned());
        }
    }
    names
}

#[test]
fn everything_that_takes_the_focus_has_a_name() {
    let page = Page::open();
    page.click("[aria-haspopup=menu]");
    let names = names(&page);
    for name in [
        "Certificate name",
        "Recipient",
        "Preview",
        "Start again…",
        "Undo",
        "Recipient name",
        "Paper colour",
    ] {
        assert!(names.iter().any(|n| n == name), "“{name}” is not in {names:?}");
    }
    assert!(names.len() > 40, "{names:?}");
}

#[test]
fn names_stay_where_narrow_screens_show_signs_only() {
    let page = Page::blank();
    super::small_screens::narrow(&page, 360);
    page.load();
    let names = names(&page);
    for name in ["Download", "Preview", "Undo", "Redo"] {
        assert!(names.iter().any(|n| n == name), "“{name}” is not in {names:?}");
    }
}

#[test]
fn the_preview_shows_nothing_but_the_certificate_and_escape_returns() {
    let page = Page::open();
    let before = page.number("return $('.sheet').getBoundingClientRect().width", &[]);
    page.tab_to("[aria-label=Preview]");
    page.press("Enter");
    page.until(
        "the panels are gone",
        "return !$('.inspector') && !$('.status') && !$('.marks') && !$('.rail')",
        &[],
    );
    page.holds("it is pressed", "return $('[aria-label=Preview]').ariaPressed === 'true'", &[]);
    let larger = "return $('.sheet').getBoundingClientRect().width > args[0]";
    page.until("the certificate is larger", larger, &[json!(before)]);
    page.press("Escape");
    page.until(
        "all is back",
        "return $('.inspector') && $('.status') && $('.marks') && $('.rail')",
        &[],
    );
    page.holds("the focus stays", "return active?.ariaLabel === 'Preview'", &[]);
}

#[test]
fn escape_leaves_the_preview_after_a_click_on_the_certificate() {
    let page = Page::open();
    page.click_button("Preview");
    page.until("the panels are gone", "return !$('.inspector')", &[]);
    page.click(".drawing");
    page.press("Escape");
    page.until("all is back", "return $('.inspector')", &[]);
}

#[test]
fn undo_works_after_a_text_was_left_with_escape() {
    let page = Page::open();
    page.rewrite("authority", "Other words");
    page.press("Escape");
    page.press("Control+z");
    page.same("the words", page.words("authority"), "Institute for Safe Working");
}

#[test]
fn a_certificate_is_made_by_keyboard_alone() {
    let page = Page::open();
    page.tab_to(".room");
    page.press("Tab");
    page.same("Tab selects the first", page.selected(), "name");
    page.press("Enter");
    page.until("it is typed in", "return active?.dataset.text === 'name'", &[]);
    page.type_keys("Diploma");
    page.done();
    page.js("$('.inspector').querySelector('textarea').focus()", &[]);
    page.tab_to("#l-value-recipient_name");
    page.press("Control+a");
    page.type_keys("Grace Hopper");
    page.tab_to("#l-months");
    page.press("Control+a");
    page.type_keys("36");
    page.press("Shift+Tab");
    for _ in 0..60 {
        page.press("Shift+Tab");
        if page.js("return active?.ariaHasPopup === 'menu'", &[]) == json!(true) {
            break;
        }
    }
    page.press("Enter");
    page.press("ArrowDown");
    page.press("Enter");
    page.until(
        "the PDF is said to be downloaded",
        "return $('[aria-live]').innerText.includes('pdf was downloaded')",
        &[],
    );
    page.same("the name", page.words("name"), "Diploma");
    page.until_status("Everything fits");
}
