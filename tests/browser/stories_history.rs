//! A history that is brought in and a rule that is moved: a file with bad rows,
//! the instant from which a rule is active, the rule that depends on the order.

use super::build::{choose, hush, quiet, shown, tick};
use super::page::Page;
use super::rehearse::{part, story, until_counts};
use serde_json::json;

const TABLE: &str = "\
learner,activity,date,score
zofia.wojcik,Power Tools,2026-03-10 09:00,
zofia.wojcik,Power Tools,10th of Marchember,
jonas.brandt,Forklift Ballet,2026-03-10 10:00,
,Power Tools,2026-03-10 11:00,
aylin.demir,House Rules,2026-03-11 09:00,much
aylin.demir,House Rules,2026-03-12 09:00,90
";

fn events(page: &Page) -> String {
    page.text("return $('[data-tab=\"All events\"] .tag').innerText", &[])
}

#[test]
fn a_table_with_bad_rows_brings_the_good_ones_and_says_what_is_wrong() {
    let page = Page::rehearse();
    until_counts(&page, "8 certificates", "1 gap");
    part(&page, "Learners");
    page.until("the events are counted", "return $('[data-tab=\"All events\"] .tag')", &[]);
    let before = events(&page);
    let file = page.driver.folder().join("march.csv");
    std::fs::write(&file, TABLE).unwrap();
    page.click_button("Import");
    page.choose_file_in("dialog[open] input[type=file]", &file);
    page.until(
        "it was read",
        "return $('[data-import=counts]')?.innerText.startsWith('march.csv: 6 rows read')",
        &[],
    );
    // Every bad row with its line, the reason and what to do.
    for (line, code) in [(3, "bad-time"), (4, "unknown-item"), (5, "no-learner")] {
        page.holds(
            &format!("line {line} has “{code}”"),
            "const row = $(`[data-import=faults] tr[data-line='${args[0]}'][data-code='${args[1]}']`);
             return row?.innerText.includes('Not added') && row.querySelector('strong').innerText.length > 10",
            &[json!(line), json!(code)],
        );
    }
    let said = page.text("return $('[data-import=faults]').innerText", &[]);
    for part in ["Marchember", "Forklift Ballet", "6", "much"] {
        assert!(said.contains(part), "“{part}” is not in {said}");
    }
    let good = page.text("return $('[data-do=add-imported]').innerText.trim()", &[]);
    assert!(good == "Add 2 events" || good == "Add 3 events", "{good}");
    page.click("[data-do=add-imported]");
    // The activity that was missing is there now.
    until_counts(&page, "9 certificates", "1 gap");
    page.until("the dialog is closed", "return !$('dialog[open]')", &[]);
    assert_ne!(events(&page), before);
    page.click("[data-tab='All events']");
    page.until(
        "it is in the table",
        "return $$('.event-row').some((r) => r.innerText.includes('10 Mar 2026'))",
        &[],
    );
    // One undo takes all of them out.
    page.click(".topbar [aria-label^=Undo]");
    until_counts(&page, "8 certificates", "1 gap");
    page.until(
        "the events are as before",
        "return $('[data-tab=\"All events\"] .tag').innerText === args[0]",
        &[json!(before)],
    );
    page.press("Control+Shift+z");
    until_counts(&page, "9 certificates", "1 gap");
    quiet(&page);
}

#[test]
fn a_row_can_be_left_out_and_nothing_is_added_before_one_says_so() {
    let page = Page::rehearse();
    until_counts(&page, "8 certificates", "1 gap");
    part(&page, "Learners");
    page.click_button("Import");
    page.click("dialog[open] summary");
    page.click("dialog[open] textarea");
    page.insert("who;what;when\nzofia.wojcik;Power Tools;03/04/2026\nnew.one@example.com;Power Tools;13/04/2026\n");
    page.click("[data-do=read-pasted]");
    page.until(
        "two can be added, one learner is new",
        "const t = $('[data-import=counts]')?.innerText; return t?.includes('2 can be added') && t.includes('1 new learner.')",
        &[],
    );
    page.same("cells", shown(&page, ".matching", "Cells are parted by"), "Semicolon");
    page.same("dates", shown(&page, ".matching", "3/4/2026 is"), "3 April (day first)");
    // Without new learners that row is a fault.
    tick(&page, "dialog[open]", "Make learners that are not here yet");
    page.until(
        "the learner is unknown",
        "return $('[data-import=faults] [data-code=unknown-learner]')",
        &[],
    );
    // Without the column of items nothing can be added.
    choose(&page, ".matching", "Activity or other item", "— none —");
    page.until(
        "nothing can be added",
        "return $('[data-do=add-imported]').ariaDisabled === 'true'",
        &[],
    );
    page.press("Escape");
    page.until("the dialog is closed", "return !$('dialog[open]')", &[]);
    until_counts(&page, "8 certificates", "1 gap");
}

/// The middle of the handle of the any-order rule's line.
fn handle(page: &Page) -> (f64, f64) {
    let place = page.until(
        "the handle is there",
        "const box = $('[data-line=\"rule/ready-for-the-site\"]')?.getBoundingClientRect();
         return box && [box.x + 14, box.y + box.height / 2]",
        &[],
    );
    let part = |n: usize| place[n].as_f64().unwrap();
    (part(0), part(1))
}

fn line_says(page: &Page) -> String {
    page.text("return $('[data-line=\"rule/ready-for-the-site\"]').ariaValueText", &[])
}

#[test]
fn a_line_that_is_dragged_makes_a_gap_and_takes_it_back() {
    let page = Page::rehearse();
    until_counts(&page, "8 certificates", "1 gap");
    part(&page, "Learners");
    page.until("lanes", "return $$('.lane').length === 4", &[]);
    assert!(line_says(&page).starts_with("1 Jan 2026"), "{}", line_says(&page));
    // To the right, behind the last completion of Jonas and of Aylin.
    let from = handle(&page);
    let right = page.number("return $('.track').getBoundingClientRect().right", &[]);
    // In one go: the pointer is let go of between two commands to the browser.
    page.drag(from, (right - 40.0, from.1));
    until_counts(&page, "6 certificates", "3 gaps");
    page.until("the edit is told", "return $('.difference')?.innerText.includes('+0 −2')", &[]);

    let late = line_says(&page);
    assert!(late.contains("Mar 2026"), "{late}");
    // To the left, before everything: nobody is left out.
    let from = handle(&page);
    // It passes the other rules' lines: its handle must stay where it is on the page.
    page.drag(from, (100.0, from.1));
    until_counts(&page, "9 certificates", "0 gaps");
    page.press("Control+z");
    until_counts(&page, "6 certificates", "3 gaps");
    page.press("Control+z");
    until_counts(&page, "8 certificates", "1 gap");
    assert!(line_says(&page).starts_with("1 Jan 2026"), "{}", line_says(&page));
    quiet(&page);
}

#[test]
fn a_line_is_moved_by_keys() {
    let page = Page::rehearse();
    until_counts(&page, "8 certificates", "1 gap");
    part(&page, "Learners");
    page.until("the line", "return $('[data-line=\"rule/ready-for-the-site\"]')", &[]);
    page.tab_to("[data-line='rule/ready-for-the-site']");
    // Delete makes it active always; an arrow goes on from there.
    page.press("Delete");
    until_counts(&page, "9 certificates", "0 gaps");
    page.press("Control+z");
    until_counts(&page, "8 certificates", "1 gap");
    page.holds(
        "the focus is still there",
        "return active?.dataset.line === 'rule/ready-for-the-site'",
        &[],
    );
    for _ in 0..200 {
        if page.js("return $('[data-count=gaps]').innerText === '2 gaps'", &[]) == json!(true) {
            break;
        }
        page.press("Shift+ArrowRight");
        page.until("it is played", "return !$('.room-status .working')", &[]);
    }
    until_counts(&page, "7 certificates", "2 gaps");
    // The first of them is Aylin, who finished on 22 January.
    assert!(line_says(&page).contains("Jan 2026"), "{}", line_says(&page));
    // A run of keys is one step.
    page.press("Control+z");
    until_counts(&page, "8 certificates", "1 gap");
    assert!(line_says(&page).starts_with("1 Jan 2026"), "{}", line_says(&page));
}

#[test]
fn the_naive_rule_is_found_repaired_and_checked() {
    let page = Page::rehearse();
    story(&page, "the-naive-rule");
    page.until("it is open", "return $('input.name').value.startsWith('Nordbau: the rule')", &[]);
    until_counts(&page, "1 certificate", "1 gap");
    part(&page, "Rules");
    page.until(
        "the finding stands in the rule",
        "return $('.rule-editor .finding[data-code=order-sensitive] .repair')",
        &[],
    );
    hush(&page);
    page.click_button("Check every order");
    page.until("it fails", "return $('[data-order-result=fails]')", &[]);
    page.until(
        "with a counterexample",
        "const list = $$('[data-counterexample=nothing] li'); return list.length === 3 && list.at(-1).innerText.includes('nothing is granted')",
        &[],
    );
    // The repair stands where the finding is.
    page.click(".finding[data-code=order-sensitive] .repair");
    page.until(
        "it works",
        "return $('[data-order-result=ok]')?.innerText.includes('Works in any order')",
        &[],
    );
    page.until(
        "the finding is gone, the tree has two groups",
        "return !$('.finding[data-code=order-sensitive]') && $$('.tree [data-join=or]').length === 1 && $$('.tree .cond').length >= 5",
        &[],
    );
    until_counts(&page, "2 certificates", "0 gaps");
    page.press("Control+z");
    page.until(
        "it fails again",
        "return $('[data-order-result=fails]') && $('.finding[data-code=order-sensitive]')",
        &[],
    );
    until_counts(&page, "1 certificate", "1 gap");
    // The counterexample can be looked at on the timeline.
    page.click_button("Play it on the timeline");
    page.until("her lane is there", "return $('.lane[data-learner=order-check]')", &[]);
    until_counts(&page, "1 certificate", "2 gaps");
    quiet(&page);
}
