//! The first screen, and words typed on the certificate itself.

use super::page::Page;
use serde_json::json;

/// The texts of the classic certificate in reading order.
const TEXTS: [&str; 9] = [
    "name",
    "title",
    "recipient",
    "description",
    "completed",
    "validity",
    "authority",
    "contact",
    "number",
];

/// What the inspector's field for a text holds.
fn in_inspector(page: &Page, id: &str) -> String {
    page.text("return $(`[data-field=\"${args[0]}\"]`).value", &[json!(id)])
}

#[test]
fn the_first_screen_is_a_finished_certificate() {
    let page = Page::open();
    page.until_status("Everything fits");
    for id in TEXTS {
        page.holds(
            id,
            "return $(`[data-node=\"${args[0]}\"] path`)?.getBBox().width > 20",
            &[json!(id)],
        );
    }
    let width =
        page.number("return $('[data-node=background]').getBoundingClientRect().width", &[]);
    let sheet = page.number("return $('.sheet').getBoundingClientRect().width", &[]);
    page.holds(
        "the certificate is large",
        "return $('.sheet').getBoundingClientRect().width > 700",
        &[],
    );
    assert!((width - sheet).abs() < 1.0, "the background is {width} px wide, the page {sheet} px");
    page.same("the console", page.console(), Vec::<String>::new());
    page.holds("nothing is stored for just looking", "return localStorage.length === 0", &[]);
    page.holds("no message is shown", "return $$('.notice').length === 0", &[]);
}

#[test]
fn a_clicked_text_takes_what_is_typed() {
    let page = Page::open();
    let before = page.drawn("name");
    page.edit("name");
    page.press("End");
    page.until(
        "a caret is seen",
        "return $('.caret .bar')?.getBoundingClientRect().height > 20",
        &[],
    );
    page.press("End");
    page.type_keys(" of Honour");
    page.same("the words", page.words("name"), "Certificate of Honour");
    page.same("the inspector's words", in_inspector(&page, "name"), "Certificate of Honour");
    page.until(
        "the certificate shows it",
        "return $('[data-node=name]').innerHTML !== args[0]",
        &[json!(before)],
    );
    page.press("Escape");
    page.same("the text being edited", page.edited(), "");
    page.until("the caret is gone", "return !$('.caret .bar')", &[]);
    page.same("the words", page.words("name"), "Certificate of Honour");
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn the_inspector_edits_the_same_texts() {
    let page = Page::open();
    let before = page.drawn("authority");
    page.fill("[data-field=authority]", "Academy of Care");
    page.same("the words", page.words("authority"), "Academy of Care");
    page.holds(
        "it is drawn",
        "return $('[data-node=authority]').innerHTML !== args[0]",
        &[json!(before)],
    );
    page.holds("the text is outlined", "return $('.pointed polygon') !== null", &[]);
}

#[test]
fn tab_and_enter_go_through_the_texts_in_reading_order() {
    let page = Page::open();
    page.edit("name");
    for id in &TEXTS[1..] {
        page.press("Tab");
        page.same("Tab leads to", page.edited(), *id);
        page.until(
            &format!("{id} has a caret or a selection"),
            "return $('.caret .bar, .caret .selected')",
            &[],
        );
    }
    page.press("Shift+Tab");
    page.same("Shift+Tab leads back to", page.edited(), "contact");
    page.edit("name");
    page.press("Enter");
    page.same("Enter ends the typing in a one-line text", page.edited(), "");
    page.same("and adds no line", page.words("name"), "Certificate");
    page.same("it stays selected", page.selected(), "name");
    page.edit("contact");
    page.press("Control+End");
    page.press("Enter");
    page.type_keys("Monday to Friday");
    page.same(
        "Enter makes a line where lines are allowed",
        page.words("contact").lines().count(),
        3,
    );
}

#[test]
fn typing_is_undone_and_redone_as_one_step() {
    let page = Page::open();
    let classic = page.drawn("authority");
    page.rewrite("authority", "Guild of Bakers");
    let typed = page.drawn("authority");
    assert_ne!(classic, typed, "typing changes what is drawn");
    page.press("Control+z");
    page.same("after undo", page.words("authority"), "Institute for Safe Working");
    page.until(
        "it is drawn as before",
        "return $('[data-node=authority]').innerHTML === args[0]",
        &[json!(classic)],
    );
    page.press("Control+Shift+z");
    page.same("after redo", page.words("authority"), "Guild of Bakers");
    page.press("Control+z");
    page.press("Control+y");
    page.same("after redo with Ctrl+Y", page.words("authority"), "Guild of Bakers");
    page.press("Escape");
    page.click_found(
        "the undo button",
        "return $$('button').find((b) => b.ariaLabel?.startsWith('Undo'))",
        &[],
    );
    page.same("after the button", page.words("authority"), "Institute for Safe Working");
    page.holds(
        "there is nothing more to undo",
        "return $$('button').find((b) => b.ariaLabel?.startsWith('Undo')).ariaDisabled === 'true'",
        &[],
    );
}

#[test]
fn placeholders_show_their_names_while_edited_and_values_otherwise() {
    let page = Page::open();
    let value = page.drawn("recipient");
    page.edit("recipient");
    page.until(
        "the placeholder is drawn",
        "return $('[data-node=recipient]').innerHTML !== args[0]",
        &[json!(value)],
    );
    page.same("the words", page.words("recipient"), "{{recipient_name}}");
    page.press("Escape");
    page.until(
        "the value is drawn",
        "return $('[data-node=recipient]').innerHTML === args[0]",
        &[json!(value)],
    );
}

#[test]
fn words_cannot_break_the_page() {
    let page = Page::open();
    let hostile =
        "</g><script>document.title='hacked'</script> & \" ' ]]> <img src=x onerror=alert(1)>";
    page.edit("description");
    page.press("Control+a");
    page.insert(hostile);
    page.same("the words", page.words("description"), hostile);
    page.press("Escape");
    page.until_saved();
    page.reload();
    page.same("the words after a reload", page.words("description"), hostile);
    page.holds(
        "no script ran",
        "return document.title === 'Laureate' && !root.querySelector('img, script')",
        &[],
    );
    page.press("Control+z");
}
