//! Caret and selection stand where the letters are.

use super::page::Page;
use serde_json::json;

/// The middle of the caret that is drawn, in the window: its x and y.
fn caret(page: &Page) -> (f64, f64) {
    let place = page.until(
        "a caret is drawn",
        "const box = $('.caret .bar')?.getBoundingClientRect();
         return box && [box.x + box.width / 2, box.y + box.height / 2]",
        &[],
    );
    (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
}

/// Puts the caret before a letter of the text being edited; where it is drawn.
fn caret_before(page: &Page, letter: usize) -> (f64, f64) {
    page.press("Control+Home");
    page.press_times("ArrowRight", letter);
    let units = letter as u64;
    page.same("arrow keys put the caret", page.selection(), (units, units));
    settle(page);
    caret(page)
}

/// Lets the page draw: the caret follows a key a frame later.
fn settle(page: &Page) {
    page.js("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))", &[]);
}

#[test]
fn a_click_between_two_letters_puts_the_caret_there() {
    let page = Page::open();
    for (id, letter) in
        [("title", 6), ("title", 14), ("name", 5), ("description", 70), ("contact", 30)]
    {
        page.edit(id);
        let (x, y) = caret_before(&page, letter);
        page.press("Escape");
        page.click_at(x, y, 1);
        let units = letter as u64;
        page.same(&format!("a click in {id}"), page.selection(), (units, units));
        let (back_x, back_y) = caret(&page);
        assert!(
            (back_x - x).abs() < 1.0 && (back_y - y).abs() < 1.0,
            "{id}: the caret is drawn elsewhere"
        );
        page.press("Escape");
    }
    page.edit("title");
    let (x, y) = caret_before(&page, 5);
    page.click_at(x, y, 1);
    page.type_keys("Z");
    page.same("the letter typed", page.words("title"), "Work ZSafety Essentials");
}

#[test]
fn a_click_takes_the_nearer_side_of_a_letter() {
    let page = Page::open();
    page.edit("name");
    let (left, y) = caret_before(&page, 3);
    let (right, _) = caret_before(&page, 4);
    assert!(right - left > 5.0, "the letter is {} px wide", right - left);
    page.click_at(left + (right - left) * 0.25, y, 1);
    page.same("near the left side", page.selection(), (3, 3));
    page.click_at(left + (right - left) * 0.75, y, 1);
    page.same("near the right side", page.selection(), (4, 4));
}

#[test]
fn two_clicks_take_a_word_and_three_the_text() {
    let page = Page::open();
    page.edit("title");
    let (x, y) = caret_before(&page, 8);
    page.press("Escape");
    page.click_at(x, y, 2);
    page.same("two clicks", page.selection(), (5, 11));
    page.until("the word is marked", "return $$('.caret .selected').length === 1", &[]);
    page.type_keys("Fire");
    page.same("typing replaces the word", page.words("title"), "Work Fire Essentials");
    page.press("Escape");
    page.click_at(x, y, 3);
    page.same("three clicks", page.selection(), (0, 20));
}

#[test]
fn drawing_the_pointer_selects() {
    let page = Page::open();
    page.edit("title");
    let from = caret_before(&page, 5);
    let to = caret_before(&page, 11);
    page.drag(from, to);
    page.same("from left to right", page.selection(), (5, 11));
    page.drag(to, from);
    page.same("from right to left", page.selection(), (5, 11));
    page.press("Delete");
    page.same("Delete takes it away", page.words("title"), "Work  Essentials");
}

#[test]
fn keys_move_the_caret_by_the_lines_that_are_seen() {
    let page = Page::open();
    page.edit("description");
    let (top_x, top_y) = caret_before(&page, 20);
    page.press("ArrowDown");
    settle(&page);
    let (x, y) = caret(&page);
    let (start, end) = page.selection();
    page.same("one place", start, end);
    assert!(start > 40 && y > top_y + 10.0 && (x - top_x).abs() < 15.0, "down: {start}, {x}, {y}");
    page.press("ArrowUp");
    page.same("up again", page.selection(), (20, 20));
    page.press("ArrowDown");
    page.press("Home");
    settle(&page);
    let (line_start, _) = page.selection();
    let home = caret(&page);
    assert!(line_start > 20 && line_start < start && home.1 > top_y + 10.0, "Home: {line_start}");
    page.press("End");
    settle(&page);
    let line_end = caret(&page);
    assert!(
        (line_end.1 - home.1).abs() < 1.0 && line_end.0 > home.0 + 200.0,
        "End stays in the line"
    );
    page.press("Shift+Home");
    page.same("Shift+Home marks the line", page.selection().0, line_start);
    page.until(
        "it is marked",
        "return $$('.caret .selected').length === 1 && !$('.caret .bar')",
        &[],
    );
    page.press("ArrowLeft");
    page.same("an arrow ends the selection", page.selection(), (line_start, line_start));
    page.press("Shift+ArrowDown");
    let (from, to) = page.selection();
    assert!(from == line_start && to > from, "Shift+ArrowDown: {from} to {to}");
}

#[test]
fn the_caret_follows_what_is_typed() {
    let page = Page::open();
    page.rewrite("name", "AB");
    settle(&page);
    let (before, _) = caret(&page);
    page.type_keys("W");
    settle(&page);
    let (after, _) = caret(&page);
    assert!(after > before + 5.0, "from {before} to {after}");
    // The outlines end where the caret stands: the text is centred, and grows both ways.
    let end = page.number(
        "const box = $('[data-node=name] path').getBoundingClientRect(); return box.right",
        &[],
    );
    assert!((after - end).abs() < 8.0, "the caret is at {after}, the letters end at {end}");
    page.press("Backspace");
    page.press("Backspace");
    page.press("Backspace");
    page.same("all is deleted", page.words("name"), "");
    settle(&page);
    page.until(
        "an empty text has a caret",
        "return $('.caret .bar')?.getBoundingClientRect().height > 10",
        &[json!(0)],
    );
}

#[test]
fn the_caret_stands_right_in_right_to_left_text_and_beside_emoji() {
    let page = Page::open();
    page.edit("name");
    page.press("Control+a");
    page.insert("שלום עולם");
    super::names::until_loaded(&page, "noto-serif-hebrew");
    page.until_status("Everything fits");
    page.press("Home");
    settle(&page);
    let (start, y) = caret(&page);
    page.press("End");
    settle(&page);
    let (end, _) = caret(&page);
    assert!(start > end + 50.0, "it starts at {start} and ends at {end}, so not at the right");
    page.press("Escape");
    page.click_at(start + 3.0, y, 1);
    page.same("a click at the right end", page.selection(), (0, 0));
    page.click_at(end - 3.0, y, 1);
    page.same("a click at the left end", page.selection(), (9, 9));

    page.press("Control+a");
    page.insert("A🎓B");
    page.press("Home");
    page.press("ArrowRight");
    page.press("ArrowRight");
    page.same("one step over an emoji", page.selection(), (3, 3));
    settle(&page);
    let (x, y) = caret(&page);
    page.press("Escape");
    page.click_at(x, y, 1);
    page.same("a click behind the emoji", page.selection(), (3, 3));
    page.press("Backspace");
    page.same("Backspace takes the emoji", page.words("name"), "AB");
}

#[test]
fn an_input_method_composes_on_the_certificate() {
    let page = Page::open();
    page.edit("name");
    page.press("Control+a");
    for composed in ["に", "にほ", "にほん"] {
        let end = composed.chars().count();
        let state = json!({ "text": composed, "selectionStart": end, "selectionEnd": end });
        page.driver.devtools("Input.imeSetComposition", &state);
        page.same("while composing", page.words("name"), composed);
    }
    page.insert("日本");
    page.same("when chosen", page.words("name"), "日本");
    page.type_keys("!");
    page.same("and typing goes on", page.words("name"), "日本!");
    page.until_status("Everything fits");
    page.press("Control+z");
    page.same("undo takes it all back", page.words("name"), "Certificate");
}
