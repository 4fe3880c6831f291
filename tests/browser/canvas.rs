//! Things taken in hand on the page: by pointer.

use super::page::Page;
use serde_json::{Value, json};

/// The middle of what a selector finds, in the window.
pub(crate) fn middle(page: &Page, selector: &str) -> (f64, f64) {
    let place = page.until(
        &format!("{selector} is there"),
        "const box = $(args[0])?.getBoundingClientRect();
         return box && box.width + box.height > 0 && [box.x + box.width / 2, box.y + box.height / 2]",
        &[json!(selector)],
    );
    (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
}

/// Where an element is drawn.
pub(crate) fn at(page: &Page, id: &str) -> (f64, f64) {
    middle(page, &format!("[data-node=\"{id}\"]"))
}

/// A number of an element's frame.
pub(crate) fn frame(page: &Page, id: &str, part: &str) -> f64 {
    page.element(id)["frame"][part].as_f64().unwrap_or(0.0)
}

/// Px of the window for a px of the page.
pub(crate) fn scale(page: &Page) -> f64 {
    page.number(
        "return $('.sheet').getBoundingClientRect().width
           / document.querySelector('laureate-designer').template.page.width",
        &[],
    )
}

/// Drags with keys held.
fn drag_with(page: &Page, keys: &[&str], from: (f64, f64), to: (f64, f64)) {
    for key in keys {
        page.hold(key, true);
    }
    page.drag(from, to);
    for key in keys {
        page.hold(key, false);
    }
}

fn count(page: &Page) -> f64 {
    page.number("return document.querySelector('laureate-designer').template.elements.length", &[])
}

#[test]
fn a_drag_moves_and_is_one_step() {
    let page = Page::open();
    let start = at(&page, "title");
    let (x, y) = (frame(&page, "title", "x"), frame(&page, "title", "y"));
    let scale = scale(&page);
    drag_with(&page, &["Control"], start, (start.0 + 60.0, start.1 + 90.0));
    let (dx, dy) = (frame(&page, "title", "x") - x, frame(&page, "title", "y") - y);
    assert!((dx - 60.0 / scale).abs() < 1.6 && (dy - 90.0 / scale).abs() < 1.6, "{dx} {dy}");
    page.same("it is selected", page.selected(), "title");
    page.press("Control+z");
    page.same("one undo takes it all back", frame(&page, "title", "x"), x);
    page.holds(
        "there is no more to undo",
        "return $$('button').find((b) => b.ariaLabel?.startsWith('Undo')).ariaDisabled === 'true'",
        &[],
    );
    page.press("Control+Shift+z");
    page.same("and redo does it again", frame(&page, "title", "y") - y, dy);
}

#[test]
fn a_drag_snaps_to_the_middle_of_the_page_and_shows_the_line() {
    let page = Page::open();
    page.select("authority");
    let start = at(&page, "authority");
    let sheet = middle(&page, ".sheet");
    // Its frame's middle, not the words', comes to lie on the page's.
    let offset = {
        let centre = frame(&page, "authority", "x") + frame(&page, "authority", "width") / 2.0;
        750.0 - centre
    };
    let to = (start.0 + offset * scale(&page) + 3.0, start.1 - 60.0);
    page.pointer_down(start);
    page.pointer_move((to.0 - 40.0, to.1));
    page.pointer_move(to);
    page.until("the line is shown", "return $('.marks .snapped')", &[]);
    page.until("the numbers are shown", "return $('.numbers')", &[]);
    page.pointer_up();
    let centre = frame(&page, "authority", "x") + frame(&page, "authority", "width") / 2.0;
    page.same("the middle of the page", centre, 750.0);
    page.until("the line is gone", "return !$('.marks .snapped')", &[]);
    let _ = sheet;
}

#[test]
fn escape_ends_a_drag_as_if_it_had_not_begun() {
    let page = Page::open();
    let x = frame(&page, "title", "x");
    let start = at(&page, "title");
    page.pointer_down(start);
    page.pointer_move((start.0 + 80.0, start.1));
    page.pointer_move((start.0 + 90.0, start.1));
    page.until("it moves", "return $('.numbers')", &[]);
    page.press("Escape");
    page.same("where it was", frame(&page, "title", "x"), x);
    page.pointer_up();
    page.same("and it stays there", frame(&page, "title", "x"), x);
}

#[test]
fn handles_resize_and_the_opposite_corner_stays() {
    let page = Page::open();
    page.select("description");
    let (x, y) = (frame(&page, "description", "x"), frame(&page, "description", "y"));
    let (w, h) = (frame(&page, "description", "width"), frame(&page, "description", "height"));
    let handle = middle(&page, "[data-handle=se]");
    drag_with(&page, &["Control"], handle, (handle.0 - 52.0, handle.1 + 39.0));
    page.same("left", frame(&page, "description", "x"), x);
    page.same("top", frame(&page, "description", "y"), y);
    let scale = scale(&page);
    let (dw, dh) =
        (frame(&page, "description", "width") - w, frame(&page, "description", "height") - h);
    assert!((dw + 52.0 / scale).abs() < 2.0 && (dh - 39.0 / scale).abs() < 2.0, "{dw} {dh}");
    let handle = middle(&page, "[data-handle=w]");
    drag_with(&page, &["Control"], handle, (handle.0 + 30.0, handle.1 + 70.0));
    assert!(frame(&page, "description", "x") > x + 20.0, "the west side moved");
    page.same("a side moves along itself only", frame(&page, "description", "y"), y);
    page.press("Control+z");
    page.press("Control+z");
    page.same("undone", frame(&page, "description", "width"), w);
}

#[test]
fn the_turning_handle_snaps_to_fifteen_degrees() {
    let page = Page::open();
    page.select("number");
    let handle = middle(&page, "[data-handle=turn]");
    let centre = at(&page, "number");
    let away = centre.1 - handle.1;
    // About 31°, and with Shift the nearest step.
    let to = (centre.0 + away * 0.515, centre.1 - away * 0.857);
    drag_with(&page, &["Shift"], handle, to);
    page.same("the angle", frame(&page, "number", "rotation"), 30.0);
    page.press("Control+z");
    page.same("undone", frame(&page, "number", "rotation"), 0.0);
}

#[test]
fn alt_drags_a_copy() {
    let page = Page::open();
    let before = count(&page);
    let (x, start) = (frame(&page, "name", "x"), at(&page, "name"));
    drag_with(&page, &["Alt"], start, (start.0, start.1 + 200.0));
    page.same("one more", count(&page), before + 1.0);
    page.same("the first stayed", frame(&page, "name", "x"), x);
    page.same("the copy is selected", page.selected(), "name-2");
    page.press("Control+z");
    page.same("one step", count(&page), before);
}

#[test]
fn a_box_selects_and_shift_adds_and_takes_away() {
    let page = Page::open();
    let (left, top) = (at(&page, "completed"), at(&page, "authority"));
    page.drag((left.0 - 160.0, left.1 - 20.0), (left.0 + 100.0, top.1 + 20.0));
    page.same("what it touched", page.selected(), "completed authority");
    page.hold("Shift", true);
    let contact = at(&page, "contact");
    page.click_at(contact.0, contact.1, 1);
    page.click_at(left.0, left.1, 1);
    page.hold("Shift", false);
    page.same("with Shift", page.selected(), "authority contact");
}

#[test]
fn several_are_aligned_grouped_and_moved_as_one() {
    let page = Page::open();
    let (left, top) = (at(&page, "completed"), at(&page, "authority"));
    page.drag((left.0 - 160.0, left.1 - 20.0), (left.0 + 100.0, top.1 + 20.0));
    page.click_button("Align left");
    page.same("left edges", frame(&page, "completed", "x"), frame(&page, "authority", "x"));
    page.click_button("Group");
    page.same("a group", page.element("completed")["group"].clone(), json!("Group 1"));
    page.done();
    page.select("authority");
    page.same("a click takes the group", page.selected(), "completed authority");
    let y = frame(&page, "completed", "y");
    let start = at(&page, "authority");
    drag_with(&page, &["Control"], start, (start.0 + 20.0, start.1 - 30.0));
    assert!(frame(&page, "completed", "y") < y - 20.0, "the group moved");
    let again = at(&page, "authority");
    page.click_at(again.0, again.1, 1);
    page.same("a second click goes in", page.selected(), "authority");
    page.press("Escape");
    page.same("Escape goes out", page.selected(), "completed authority");
    page.click_button("Ungroup");
    page.same("no group", page.element("completed")["group"].clone(), Value::Null);
}

#[test]
fn nothing_is_dragged_out_of_reach() {
    let page = Page::open();
    let start = at(&page, "title");
    // Far off the window's edge, as often as one likes.
    for _ in 0..3 {
        let from = at(&page, "title");
        page.drag((from.0.max(110.0), from.1), (100.0, from.1));
    }
    let right = frame(&page, "title", "x") + frame(&page, "title", "width");
    assert!(right >= 8.0, "{right} px of it are left on the page");
    let _ = start;
}

#[test]
fn guides_are_drawn_out_of_the_rulers_and_pushed_back() {
    let page = Page::open();
    let ruler = middle(&page, ".ruler.is-left");
    let sheet = middle(&page, ".sheet");
    page.drag(ruler, (sheet.0 + 33.0, sheet.1));
    let guides =
        "return document.querySelector('laureate-designer').template.page.guides?.vertical ?? []";
    let drawn = page.js(guides, &[]);
    let x = drawn[0].as_f64().unwrap_or_default();
    assert!((x - (750.0 + 33.0 / scale(&page))).abs() < 2.0, "{drawn}");
    page.until("it is seen", "return $('.marks .guide')", &[]);
    let line = middle(&page, ".marks .guide");
    page.drag((line.0, line.1 + 40.0), (ruler.0 - 8.0, line.1 + 40.0));
    page.same("pushed off the page it is gone", page.js(guides, &[]), json!([]));
    page.press("Control+z");
    page.same("and back", page.js(guides, &[]), drawn);
}

#[test]
fn the_wheel_pans_and_with_ctrl_zooms_where_the_pointer_is() {
    let page = Page::open();
    let before = scale(&page);
    let (x, y) = at(&page, "recipient");
    let wheel = |dy: f64, ctrl: u32| {
        page.driver.devtools(
            "Input.dispatchMouseEvent",
            &json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": dy, "modifiers": ctrl * 2 }),
        );
    };
    wheel(-240.0, 1);
    page.until(
        "it is closer",
        "return $('.sheet').getBoundingClientRect().width > args[0] * 1500 * 1.2",
        &[json!(before)],
    );
    let after = at(&page, "recipient");
    assert!((after.0 - x).abs() < 6.0 && (after.1 - y).abs() < 6.0, "{after:?} was {x} {y}");
    wheel(100.0, 0);
    page.until(
        "it went up",
        "return $('[data-node=recipient]').getBoundingClientRect().top < args[0] - 60",
        &[json!(y)],
    );
    page.js("$('.room').focus()", &[]);
    page.press("0");
    page.until(
        "fitted again",
        "return Math.abs($('.sheet').getBoundingClientRect().width - args[0] * 1500) < 2",
        &[json!(before)],
    );
}

#[test]
fn things_are_added_by_a_click_and_are_typed_in_at_once() {
    let page = Page::open();
    let before = count(&page);
    page.click("[data-panel=Add]");
    for (item, id) in [
        ("Heading", "text"),
        ("Qr", "qr-code"),
        ("Rectangle", "rectangle"),
        ("Signature", "signature-1-picture"),
    ] {
        page.click(&format!("[data-item=\"{item}\"]"));
        page.until(&format!("{item} is there"), "return document.querySelector('laureate-designer').template.elements.some((e) => e.id === args[0])", &[json!(id)]);
    }
    page.click("[data-item=\"Ornament(Seal)\"]");
    page.same("the seal is selected", page.selected(), "seal");
    page.same("all are there", count(&page), before + 8.0);
    page.until_status("Everything fits");
}

#[test]
fn two_fingers_zoom_and_one_moves_an_element() {
    let page = Page::blank();
    super::small_screens::narrow(&page, 768);
    page.load();
    let before = scale(&page);
    let (x, y) = at(&page, "recipient");
    let touch = |kind: &str, points: Value| {
        page.driver
            .devtools("Input.dispatchTouchEvent", &json!({ "type": kind, "touchPoints": points }));
    };
    let two = |apart: f64| json!([{ "x": x - apart, "y": y, "id": 1 }, { "x": x + apart, "y": y, "id": 2 }]);
    touch("touchStart", json!([{ "x": x - 40.0, "y": y, "id": 1 }]));
    touch("touchStart", two(40.0));
    for apart in [50.0, 60.0, 70.0, 80.0] {
        touch("touchMove", two(apart));
    }
    touch("touchEnd", json!([]));
    page.until(
        "twice as close",
        "return $('.sheet').getBoundingClientRect().width > args[0] * 1500 * 1.7",
        &[json!(before)],
    );
    page.press("0");
    page.done();
    let left = frame(&page, "name", "y");
    let (x, y) = at(&page, "name");
    touch("touchStart", json!([{ "x": x, "y": y, "id": 1 }]));
    for step in 1..=5 {
        touch("touchMove", json!([{ "x": x, "y": y + 12.0 * f64::from(step), "id": 1 }]));
    }
    touch("touchEnd", json!([]));
    assert!(frame(&page, "name", "y") > left + 30.0, "one finger moves it");
}
