//! Narrow screens with touch, and both colour schemes.

use super::page::Page;
use serde_json::{Value, json};

/// Finds texts whose contrast with what is behind them is below `args[0]`. The
/// certificate itself is not ours to judge, disabled controls are exempt.
const FAINT: &str = "
    // Whatever the notation (rgb, oklch, color-mix): what the browser makes of it.
    const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const parse = (color) => {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
    const light = (color) => {
      const [r, g, b] = color.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      const layers = [];
      for (let e = element; e; e = e.parentElement ?? e.getRootNode().host)
        layers.push(parse(getComputedStyle(e).backgroundColor));
      return layers.reduceRight((under, top) => over(top, under), [255, 255, 255, 1]);
    };
    const faint = [];
    let seen = 0;
    for (const element of $$('*')) {
      if (element.closest('.sheet, .room, [aria-disabled=true], .sr-only, svg')) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const words = element.matches('input:not([type=color], [type=radio], [type=file]), textarea, select') ? element.value
        : [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join('').trim();
      if (!words) continue;
      seen++;
      const ground = behind(element);
      const [a, b] = [light(over(parse(getComputedStyle(element).color), ground)), light(ground)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < args[0]) faint.push(`${contrast.toFixed(2)}: ${words.slice(0, 40)} (${element.className || element.tagName})`);
    }
    return { seen, faint };
";

/// Fails where a text is hard to read.
fn expect_readable(page: &Page, where_: &str) {
    // Colours fade in for a moment after a change.
    std::thread::sleep(std::time::Duration::from_millis(300));
    let found = page.js(FAINT, &[json!(7)]);
    assert!(found["seen"].as_u64() > Some(3), "{where_}: only {} texts were found", found["seen"]);
    page.same(&format!("too faint {where_}"), &found["faint"], &json!([]));
}

/// Makes the browser a phone of this width.
pub(crate) fn narrow(page: &Page, width: u32) {
    let metrics = json!({ "width": width, "height": 740, "deviceScaleFactor": 2, "mobile": true });
    page.driver.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    page.driver.devtools("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
}

/// Touches the middle of what a selector finds, as a finger does.
fn tap(page: &Page, selector: &str) {
    let place = page.js(
        "const e = $(args[0]); e.scrollIntoView({ block: 'center' });
         const box = e.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]",
        &[json!(selector)],
    );
    let touch = |kind: &str, points: Value| {
        page.driver
            .devtools("Input.dispatchTouchEvent", &json!({ "type": kind, "touchPoints": points }));
    };
    touch("touchStart", json!([{ "x": place[0], "y": place[1] }]));
    touch("touchEnd", json!([]));
}

#[test]
fn nothing_sticks_out_at_360_px() {
    let page = Page::blank();
    for width in [360, 320] {
        narrow(&page, width);
        page.load();
        let wide = "return Math.max(...[document.documentElement, document.body, $('.laureate'), $('.shell'), $('.inspector')]
            .map((e) => e.scrollWidth - e.clientWidth))";
        page.same(&format!("px to scroll sideways at {width}"), page.number(wide, &[]), 0.0);
        page.same("the window", page.number("return innerWidth", &[]), f64::from(width));
        let out = page.js(
            "return $$('button, input, select, textarea, h2, p, label, .saved').filter((e) => {
               if (!e.checkVisibility() || e.matches('.file') || e.closest('.sr-only')) return false;
               const box = e.getBoundingClientRect();
               return box.width > 0 && (box.left < -1 || box.right > innerWidth + 1);
             }).map((e) => e.id || e.ariaLabel || e.innerText)",
            &[],
        );
        page.same(&format!("what sticks out at {width}"), out, json!([]));
    }
}

#[test]
fn the_end_of_the_page_is_reached_by_scrolling() {
    let page = Page::blank();
    narrow(&page, 360);
    page.load();
    tap(&page, "[data-panel=Details]");
    page.until("the sheet is open", "return $('.shows-inspector')", &[]);
    let finger = |kind: &str, at: Value| {
        page.driver
            .devtools("Input.dispatchTouchEvent", &json!({ "type": kind, "touchPoints": at }));
    };
    for _ in 0..24 {
        // In the left margin: a field that is swiped would scroll itself.
        finger("touchStart", json!([{ "x": 8, "y": 640 }]));
        for y in (300..=620).rev().step_by(40) {
            finger("touchMove", json!([{ "x": 8, "y": y }]));
        }
        finger("touchEnd", json!([]));
    }
    page.holds(
        "the last button is in the window",
        "const box = $$('.inspector button').at(-1).getBoundingClientRect(); return box.top > 0 && box.bottom <= innerHeight",
        &[],
    );
}

#[test]
fn controls_are_large_enough_for_fingers() {
    let page = Page::blank();
    narrow(&page, 360);
    page.load();
    tap(&page, "[aria-haspopup=menu]");
    page.until("the menu is open", "return $('[role=menu]')", &[]);
    let small = page.js(
        "return $$('button, input, select, .inspector textarea').filter((e) => {
           if (!e.checkVisibility() || e.matches('.file, [type=radio], [type=checkbox]')) return false;
           const box = e.getBoundingClientRect();
           return box.height < 44 || box.width < 32;
         }).map((e) => `${e.id || e.ariaLabel || e.innerText}: ${e.getBoundingClientRect().width}×${e.getBoundingClientRect().height}`)",
        &[],
    );
    page.same("too small for a finger", small, json!([]));
    page.holds(
        "fields do not make phones zoom in",
        "return parseFloat(getComputedStyle($('#l-text-name')).fontSize) >= 16",
        &[],
    );
}

#[test]
fn the_menu_opens_inside_a_narrow_window() {
    let page = Page::blank();
    narrow(&page, 360);
    page.load();
    tap(&page, "[aria-haspopup=menu]");
    page.until("the menu is open", "return $('[role=menu]')", &[]);
    page.holds(
        "the menu is inside the window",
        "const box = $('[role=menu]').getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight",
        &[],
    );
}

#[test]
fn a_finger_can_edit_a_text_and_a_value() {
    let page = Page::blank();
    narrow(&page, 360);
    page.load();
    tap(&page, "[data-node=name]");
    page.until("it is selected", "return $('.floating')", &[]);
    tap(&page, "[data-node=name]");
    page.until(
        "the touched text is edited",
        // Two quick ones take the word.
        "return active?.dataset.text === 'name' && $('.caret .bar, .caret .selected')",
        &[],
    );
    page.press("Control+a");
    page.type_keys("Diploma");
    page.same("the words", page.words("name"), "Diploma");
    page.done();
    tap(&page, "[data-panel=Details]");
    tap(&page, "#l-value-recipient_name");
    page.until(
        "the touched field has the focus",
        "return active?.id === 'l-value-recipient_name'",
        &[],
    );
    page.press("Control+a");
    page.type_keys("Grace Hopper");
    page.until_status("Everything fits");
    tap(&page, "[aria-label=Preview]");
    page.until("the preview is on", "return !$('.inspector')", &[]);
    tap(&page, "[aria-label=Preview]");
    page.until("the preview is off", "return $('.inspector')", &[]);
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn text_is_readable_in_light_and_dark() {
    let page = Page::blank();
    for (scheme, ink) in [("light", "rgb(26, 33, 30)"), ("dark", "rgb(238, 243, 240)")] {
        let wanted = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        page.driver.devtools("Emulation.setEmulatedMedia", &wanted);
        page.load();
        page.holds(
            "the scheme is taken up",
            "return matchMedia(`(prefers-color-scheme: ${args[0]})`).matches \
            && getComputedStyle($('.shell')).color === args[1]",
            &[json!(scheme), json!(ink)],
        );
        expect_readable(&page, &format!("at first, {scheme}"));
        page.choose_file(&super::backgrounds::picture("bad/notes.txt"));
        page.until("a message is shown", "return $('.notice[role=alert]')", &[]);
        page.choose_file(&super::backgrounds::picture("good/orientation-6.png"));
        page.until("a warning or note is shown", "return $('.notice[role=status]')", &[]);
        page.fill("#l-value-recipient_name", "ሰላም");
        page.click(".findings-button");
        page.click("[aria-haspopup=menu]");
        page.until("the menu is open", "return $('[role=menu]')", &[]);
        expect_readable(&page, &format!("with messages, findings and menu, {scheme}"));
        page.press("Escape");
        page.click_button("Start again…");
        page.until("it asks", "return $('dialog').open", &[]);
        expect_readable(&page, &format!("with the dialog, {scheme}"));
        page.press("Escape");
        page.select("name");
        page.until("it is selected", "return $('.floating')", &[]);
        expect_readable(&page, &format!("with a text selected, {scheme}"));
        for panel in ["Templates", "Add", "Fields", "Layers", "History"] {
            page.click(&format!("[data-panel={panel}]"));
            page.until("the panel is open", "return $('.panel-body')", &[]);
            expect_readable(&page, &format!("with the panel {panel}, {scheme}"));
        }
        page.js("localStorage.clear(); indexedDB.deleteDatabase('laureate')", &[]);
    }
}
