//! The validity period: words of one's own, or months with a computed date.

use super::page::Page;
use serde_json::json;

/// Presses one of the two choices.
fn choose(page: &Page, label: &str) {
    let script = "return $$('.segments label').find((l) => l.innerText.trim() === args[0])";
    page.click_found(&format!("the choice “{label}”"), script, &[json!(label)]);
}

/// Sets the months as a person does, and leaves the field.
fn set_months(page: &Page, months: &str) {
    page.click("#l-months");
    page.press("Control+a");
    page.type_keys(months);
    page.press("Tab");
}

/// What the field for the months shows.
fn months(page: &Page) -> String {
    page.text("return $('#l-months').value", &[])
}

#[test]
fn fewer_months_give_an_earlier_date() {
    let page = Page::open();
    page.same("the months at first", months(&page), "24");
    let two_years = page.drawn("validity");
    set_months(&page, "12");
    page.until(
        "the certificate changes",
        "return $('[data-node=validity]').innerHTML !== args[0]",
        &[json!(two_years)],
    );
    let one_year = page.drawn("validity");
    // The same date written by hand looks the same: so that is what it says.
    choose(&page, "Text");
    page.same("words without a date", page.words("validity"), "Valid without limit");
    let script = "return $('[data-node=validity]').innerHTML !== args[0]";
    page.until("the certificate changes", script, &[json!(one_year)]);
    page.rewrite("validity", "Valid until 15 March 2027");
    page.done();
    let script = "return $('[data-node=validity]').innerHTML === args[0]";
    page.until("the computed date was 15 March 2027", script, &[json!(one_year)]);
}

#[test]
fn a_new_completion_date_moves_the_end() {
    let page = Page::open();
    let before = page.drawn("validity");
    page.js(
        "const input = $('#l-value-completed_at'); input.value = '2024-02-29';
         input.dispatchEvent(new Event('input', { bubbles: true }))",
        &[],
    );
    let script = "return $('[data-node=validity]').innerHTML !== args[0]";
    page.until("the end of the validity moves", script, &[json!(before)]);
    let computed = page.drawn("validity");
    page.rewrite("validity", "Valid until 28 February 2026");
    page.done();
    let script = "return $('[data-node=validity]').innerHTML === args[0]";
    page.until("two years after a leap day end on 28 February", script, &[json!(computed)]);
}

#[test]
fn months_out_of_range_become_the_nearest_that_are_allowed() {
    let page = Page::open();
    for (typed, taken) in [("0", "1"), ("5000", "1200"), ("-3", "1"), ("6.4", "6")] {
        set_months(&page, typed);
        page.same(&format!("{typed} months"), months(&page), taken);
    }
    page.click("#l-months");
    page.press("Control+a");
    page.press("Delete");
    page.press("Tab");
    page.same("nothing typed leaves what was", months(&page), "6");
    page.until_status("Everything fits");
    page.same("the console", page.console(), Vec::<String>::new());
}

#[test]
fn own_words_stay_when_the_kind_changes() {
    let page = Page::open();
    page.rewrite("validity", "For life");
    page.done();
    choose(&page, "Text");
    page.same("own words", page.words("validity"), "For life");
    page.until("the months are gone", "return !$('#l-months')", &[]);
    choose(&page, "Months");
    page.same("own words", page.words("validity"), "For life");
    page.until("the months are back", "return $('#l-months')", &[]);
}

#[test]
fn the_kind_is_chosen_by_keyboard_and_undone() {
    let page = Page::open();
    page.tab_to("[name=l-validity]");
    page.holds("Months is chosen", "return active.nextElementSibling.innerText === 'Months'", &[]);
    page.press("ArrowLeft");
    page.same("the arrow chooses Text", page.words("validity"), "Valid without limit");
    page.press("Control+z");
    page.same("undo", page.words("validity"), "Valid until {{valid_until | date: long}}");
    page.holds("Months is chosen again", "return $$('[name=l-validity]')[1].checked", &[]);
}
