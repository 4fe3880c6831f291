//! The same things by keyboard alone, and keys that must not fire.

use super::canvas::frame;
use super::page::Page;
use serde_json::json;

/// From the page's own stop of Tab to an element.
fn tab_to_element(page: &Page, id: &str) {
    page.tab_to(".room");
    for _ in 0..20 {
        if page.selected() == id {
            return;
        }
        page.press("Tab");
    }
    page.fail(&format!("Tab never comes to {id}"));
}

/// Types a number into a box of the inspector, as a person does.
fn number(page: &Page, selector: &str, typed: &str) {
    page.js("$(args[0]).focus(); $(args[0]).select()", &[json!(selector)]);
    page.type_keys(typed);
    page.press("Enter");
}

fn order(page: &Page) -> String {
    page.text(
        "return document.querySelector('laureate-designer').template.elements.map((e) => e.id).join(' ')",
        &[],
    )
}

#[test]
fn arrows_move_by_one_and_with_shift_by_ten() {
    let page = Page::open();
    let (x, y) = (frame(&page, "title", "x"), frame(&page, "title", "y"));
    tab_to_element(&page, "title");
    page.press("ArrowRight");
    page.press("Shift+ArrowDown");
    page.same("across", frame(&page, "title", "x"), x + 1.0);
    page.same("down", frame(&page, "title", "y"), y + 10.0);
    page.press("Control+z");
    page.same("one run of keys is one step", frame(&page, "title", "y"), y);
}

#[test]
fn place_size_and_angle_are_typed_in_any_unit() {
    let page = Page::open();
    tab_to_element(&page, "title");
    number(&page, "#l-x", "300");
    page.same("px", frame(&page, "title", "x"), 300.0);
    number(&page, "#l-w", "100 mm");
    assert!((frame(&page, "title", "width") - 590.55).abs() < 0.1);
    number(&page, "#l-h", "0.5 in + 5");
    page.same("inches and a sum", frame(&page, "title", "height"), 80.0);
    number(&page, "#l-angle", "-15");
    page.same("the angle", frame(&page, "title", "rotation"), -15.0);
    page.js(
        "const unit = $('#l-unit'); unit.value = '1'; unit.dispatchEvent(new Event('change'))",
        &[],
    );
    page.until("shown in mm", "return $('#l-w').value === '100'", &[]);
    page.press("Control+z");
    page.same("undone", frame(&page, "title", "rotation"), 0.0);
}

#[test]
fn a_bad_number_is_said_and_changes_nothing() {
    let page = Page::open();
    tab_to_element(&page, "title");
    let before = page.element("title");
    number(&page, "#l-x", "wide");
    page.until("it says why", "return $('[data-code=not-a-length]')", &[]);
    page.same("nothing changed", page.element("title"), before.clone());
    page.until("the box shows what holds", "return $('#l-x').value === '250'", &[]);
    number(&page, "#l-w", "-40");
    page.until("it says what was taken", "return $('[data-code=clamped]')", &[]);
    page.same("the least there is", frame(&page, "title", "width"), 1.0);
    number(&page, "#l-h", "999999999");
    assert!(frame(&page, "title", "height") <= 100_000.0);
    number(&page, "#l-x", "99999");
    page.until("it is kept", "return $('[data-code=kept-on-page]')", &[]);
    assert!(frame(&page, "title", "x") < 1500.0, "some of it stays on the page");
    page.press_times("Control+z", 3);
    page.same("all undone", page.element("title"), before);
}

#[test]
fn keys_copy_cut_paste_duplicate_and_delete() {
    let page = Page::open();
    let start = order(&page);
    tab_to_element(&page, "authority");
    page.press("Control+c");
    page.press("Control+v");
    page.same("pasted above all", order(&page), format!("{start} authority-2"));
    page.same("it is selected", page.selected(), "authority-2");
    page.press("Control+d");
    page.same("duplicated", order(&page), format!("{start} authority-2 authority-3"));
    page.press("Delete");
    page.press("Escape");
    page.same("deleted", order(&page), format!("{start} authority-2"));
    page.click_button("Undo");
    page.same(
        "the message takes it back",
        order(&page),
        format!("{start} authority-2 authority-3"),
    );
    page.js("$('.room').focus()", &[]);
    page.press("Control+a");
    page.press("Control+x");
    page.same("all cut", order(&page), "");
    page.press("Control+v");
    page.same("all pasted", order(&page).split(' ').count(), 11);
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn brackets_reorder_and_letters_lock_and_hide() {
    let page = Page::open();
    tab_to_element(&page, "title");
    page.press("]");
    page.same(
        "forward",
        order(&page).split(' ').take(3).collect::<Vec<_>>(),
        ["name", "recipient", "title"],
    );
    page.press("Shift+{");
    page.same("to the back", order(&page).split(' ').next(), Some("title"));
    page.press("Control+Shift+l");
    page.same("locked", page.element("title")["locked"].clone(), json!(true));
    page.press("Delete");
    page.until("it says so", "return $('[data-code=locked]')", &[]);
    page.press("Control+Shift+l");
    page.press("Control+Shift+h");
    page.same("hidden", page.element("title")["hidden"].clone(), json!(true));
    page.until("and not drawn", "return !$('[data-node=title]')", &[]);
}

#[test]
fn keys_do_nothing_but_type_while_somebody_types() {
    let page = Page::open();
    let start = order(&page);
    page.edit("name");
    page.press("End");
    page.type_keys("?[]+-01{}");
    page.same("all of it is typed", page.words("name"), "Certificate?[]+-01{}");
    page.press("Backspace");
    page.press("Delete");
    page.press("Control+a");
    page.press("Control+d");
    page.press("Control+g");
    page.same("no element came or went", order(&page), start.clone());
    page.done();
    page.fill("[data-field=authority]", "x");
    page.press("Control+a");
    page.press("Delete");
    page.same("nor from a form field", order(&page), start);
    page.holds("no sheet opened", "return !$('dialog[open]')", &[]);
}

#[test]
fn the_sheet_of_keys_opens_and_closes() {
    let page = Page::open();
    page.tab_to(".room");
    page.press("Shift+?");
    page.until("it is open", "return $('.shortcuts').open", &[]);
    page.holds("undo is in it", "return $('.shortcuts').innerText.includes('Undo')", &[]);
    page.press("Escape");
    page.until("it is closed", "return !$('.shortcuts').open", &[]);
}

#[test]
fn a_style_is_copied_to_another_text() {
    let page = Page::open();
    tab_to_element(&page, "name");
    page.press("Control+Alt+c");
    tab_to_element(&page, "authority");
    page.press("Control+Alt+v");
    let style = |id: &str| page.element(id)["text"]["style"].clone();
    page.same("its style", style("authority"), style("name"));
    page.same("not its words", page.words("authority"), "Institute for Safe Working");
    page.press("Control+z");
    assert_ne!(style("authority"), style("name"));
}

/// Pastes on the page what another program put on the clipboard.
fn paste(page: &Page, kind: &str, text: &str) {
    page.js(
        "const data = new DataTransfer(); data.setData(args[0], args[1]);
         $('.room').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }))",
        &[json!(kind), json!(text)],
    );
}

#[test]
fn what_comes_from_elsewhere_is_pasted_plain_and_in_bounds() {
    let page = Page::open();
    page.js("$('.room').focus()", &[]);
    paste(&page, "text/html", "<h1>Hello <b>you</b></h1><script>bad()</script><p>there</p>");
    page.same("rich text becomes plain", page.words("text"), "Hello you\nthere");
    page.press("Control+z");
    paste(&page, "text/plain", &"word ".repeat(200_000));
    page.until("a megabyte is cut, and said", "return $('[data-code=paste-cut]')", &[]);
    let length = page.words("text").len();
    assert!((1_000..=100_000).contains(&length), "{length}");
    page.js("$('.room').focus()", &[]);
    page.press("Control+z");
    page.same("undo takes it away", page.element("text"), json!(null));
    paste(
        &page,
        "text/plain",
        "{\"format\":\"laureate-elements\",\"version\":1,\"elements\":[{\"id\":1}]}",
    );
    page.until("damaged elements are refused", "return $('[data-code=not-elements]')", &[]);
    paste(&page, "text/plain", "   ");
    page.until("and nothing is nothing", "return $('[data-code=nothing-to-paste]')", &[]);
    page.same("the console", page.console(), Vec::<String>::new());
}
