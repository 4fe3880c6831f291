//! The rehearsal room: results, why, what a learner sees, cases, and many learners.

use super::axe;
use super::downloads::{downloaded, pdf_words};
use super::page::Page;
use serde_json::json;
use std::fmt::Write as _;

/// Goes to a part of the room.
pub(crate) fn part(page: &Page, name: &str) {
    page.click(&format!("[data-part={name}]"));
}

/// Waits until the status line counts so.
pub(crate) fn until_counts(page: &Page, grants: &str, gaps: &str) {
    page.until(
        &format!("the run comes to {grants}, {gaps}"),
        "return !$('.room-status .working') && $('[data-count=grants]').innerText === args[0] && $('[data-count=gaps]').innerText === args[1]",
        &[json!(grants), json!(gaps)],
    );
}

/// Opens a worked example.
pub(crate) fn story(page: &Page, key: &str) {
    page.click_found("the project menu", "return $('.topbar .menu > button')", &[]);
    page.click(&format!("[data-story={key}]"));
}

#[test]
fn opens_on_an_example_and_says_who_got_nothing_and_why() {
    let page = Page::rehearse();
    until_counts(&page, "8 certificates", "1 gap");
    part(&page, "Results");
    page.until("four learners", "return $$('.grid [data-learner]').length === 4", &[]);
    page.click("[data-learner='mateo.garcia'] [data-standing=Gap]");
    page.until(
        "it is a gap",
        "return $('[data-gap]')?.innerText.includes('before the rule was active')",
        &[],
    );
    page.holds(
        "the heading asks why",
        "return $('[data-why]').innerText === 'Why does Mateo García Ruiz not have “Ready for the Site”?'",
        &[],
    );
    page.until(
        "the tree is shown",
        "return $$('[data-evidence] [data-holds=true]').length >= 3",
        &[],
    );
    // The smallest repair: the rule looks back, and she has it.
    page.click("[data-rule-change]");
    until_counts(&page, "9 certificates", "0 gaps");
    page.until(
        "the edit is told",
        "return $('.difference')?.innerText.startsWith('Last edit: +1')",
        &[],
    );
    page.until("the page says why she has it", "return $('[data-granted]')", &[]);
    page.press("Control+z");
    until_counts(&page, "8 certificates", "1 gap");
}

#[test]
fn the_list_to_grant_by_hand_is_a_file() {
    let page = Page::rehearse();
    page.click("[data-count=gaps]");
    page.until("the gap is listed", "return $('[data-gap]')", &[]);
    page.click_button("List to grant by hand, CSV");
    let text = std::fs::read_to_string(downloaded(&page, "gaps.csv")).unwrap();
    assert!(text.contains("mateo.garcia") && text.contains("2025-12-15"), "{text}");
}

#[test]
fn a_learner_sees_her_certificates_and_takes_one_away() {
    let page = Page::rehearse();
    part(&page, "Results");
    page.until("rows", "return $('[data-learner]')", &[]);
    page.click("[data-learner='aylin.demir'] .link");
    page.until(
        "three certificates are drawn",
        "return $$('.picture img').filter((i) => i.naturalWidth > 0).length === 3",
        &[],
    );
    page.holds("her library", "return $$('[data-library] [data-course]').length >= 6", &[]);
    page.click("[data-certificate='ready-certificate'] .row button");
    let file = downloaded(&page, "Ready for the Site - Aylin Demir.pdf");
    let words = pdf_words(&file);
    for part in ["Ready for the Site", "Aylin Demir", "22 January 2026"] {
        assert!(words.contains(part), "“{part}” is not in {words}");
    }
    page.click("[data-certificate='ready-certificate'] summary");
    let link = page.text("return $('[data-certificate=ready-certificate] a.button').href", &[]);
    assert!(
        link.contains("name=Ready%20for%20the%20Site&") && link.contains("issueMonth=1"),
        "{link}"
    );
    // Before the first completion there is nothing.
    page.js(
        "const range = $('.when input[type=range]'); range.value = range.min; \
         range.dispatchEvent(new Event('input', { bubbles: true, composed: true }))",
        &[],
    );
    page.until("no certificate then", "return $$('.certificate').length === 0", &[]);
}

#[test]
fn all_certificates_come_as_one_pdf_and_as_an_archive() {
    let page = Page::rehearse();
    part(&page, "Results");
    page.click_button("Make the certificates…");
    page.click("dialog[open] .primary");
    let words = pdf_words(&downloaded(&page, "Construction Site Attire.pdf"));
    for name in ["Aylin Demir", "Jonas Brandt", "Mateo García Ruiz"] {
        assert!(words.contains(name), "{words}");
    }
    page.until("it is done", "return !$('.room-status .working')", &[]);
    page.click_button("Make the certificates…");
    page.click_found("ZIP of PDFs", "return $$('dialog[open] [type=radio]')[1]", &[]);
    page.click("dialog[open] .primary");
    let archive = std::fs::read(downloaded(&page, "certificates.zip")).unwrap();
    assert!(archive.starts_with(b"PK\x03\x04"));
    let names = String::from_utf8_lossy(&archive).into_owned();
    assert!(names.contains("Ready for the Site/Jonas Brandt.pdf"));
}

#[test]
fn a_case_shows_what_an_edit_breaks() {
    let page = Page::rehearse();
    part(&page, "Cases");
    page.until("the story passes", "return $('[data-case=\"0\"]')?.dataset.passed === 'true'", &[]);
    page.click(".view form input");
    page.type_keys("As it is");
    page.press("Enter");
    page.until(
        "it is kept and passes",
        "return $('[data-case=\"1\"]')?.dataset.passed === 'true'",
        &[],
    );
    part(&page, "Results");
    page.until("rows", "return $('[data-standing=Gap]')", &[]);
    page.click("[data-standing=Gap]");
    page.until("the repair", "return $('[data-rule-change]')", &[]);
    page.click("[data-rule-change]");
    until_counts(&page, "9 certificates", "0 gaps");
    part(&page, "Cases");
    page.until("it is broken", "return $('[data-case=\"1\"]')?.dataset.passed === 'false'", &[]);
    page.press("Control+z");
    page.until("it passes again", "return $('[data-case=\"1\"]')?.dataset.passed === 'true'", &[]);
}

#[test]
fn the_project_is_there_after_a_reload_and_examples_can_be_undone() {
    let page = Page::rehearse();
    story(&page, "triggers-and-a-certification");
    page.until("it is open", "return $('input.name').value === 'Nordbau: crew and canteen'", &[]);
    page.until("it is saved", "return $('.saved').dataset.state === 'Yes'", &[]);
    page.reload_room();
    page.until("it is there", "return $('input.name').value === 'Nordbau: crew and canteen'", &[]);
    story(&page, "new");
    page.until("it is empty", "return $('input.name').value === 'My project'", &[]);
    page.press("Control+z");
    page.until("it is back", "return $('input.name').value === 'Nordbau: crew and canteen'", &[]);
}

#[test]
fn a_file_that_is_no_project_is_refused_and_nothing_is_lost() {
    let page = Page::rehearse();
    let file = page.driver.folder().join("wrong.json");
    std::fs::write(&file, "{\"format\": 7").unwrap();
    page.click_found("the project menu", "return $('.topbar .menu > button')", &[]);
    page.choose_file_in(".open-file input", &file);
    page.until("it is refused", "return $('.notice.is-error')?.dataset.code === 'not-json'", &[]);
    until_counts(&page, "8 certificates", "1 gap");
}

#[test]
fn a_hundred_thousand_learners_are_opened_run_and_browsed() {
    const LEARNERS: usize = 100_000;
    let mut text = String::from(
        r#"{"format":"laureate-project","version":1,"name":"Many","activities":["a","b","c"],
        "certificates":[{"id":"done","title":"Done"}],"automations":[{"id":"r","event":"activity-completed",
        "conditions":{"and":[{"or":[{"activity-in-event":"a"},{"activity-in-event":"b"},{"activity-in-event":"c"}]},
        {"activity-completed":"a"},{"activity-completed":"b"},{"activity-completed":"c"}]},
        "actions":[{"grant-certificate":{"certificate":"done","attach_to":"c"}}]}],"learners":["#,
    );
    for n in 0..LEARNERS {
        let comma = if n > 0 { "," } else { "" };
        write!(text, r#"{comma}{{"id":"l{n}","full_name":"Learner {n}"}}"#).unwrap();
    }
    text.push_str(r#"],"events":["#);
    for n in 0..LEARNERS {
        for (i, item) in ["b", "c", "a"].into_iter().enumerate() {
            let comma = if n + i > 0 { "," } else { "" };
            let day = 1 + (n + i) % 28;
            write!(text, r#"{comma}{{"at":"2026-03-{day:02}T10:0{i}:00Z","learner":"l{n}","event":"activity-completed","item":"{item}"}}"#).unwrap();
        }
    }
    text.push_str("]}");
    let page = Page::rehearse();
    let file = page.driver.folder().join("many.json");
    std::fs::write(&file, text).unwrap();
    page.click_found("the project menu", "return $('.topbar .menu > button')", &[]);
    page.choose_file_in(".open-file input", &file);
    let start = std::time::Instant::now();
    while page.text("return $('[data-count=grants]').innerText", &[])
        != "100\u{202f}000 certificates"
    {
        assert!(
            start.elapsed().as_secs() < 180,
            "{}",
            page.text("return $('.room-status').innerText", &[])
        );
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    page.until_played();
    part(&page, "Results");
    page.until("rows", "return $('[data-learner=l0]')", &[]);
    // Only those in sight are there.
    assert!(page.number("return $$('[data-learner]').length", &[]) < 200.0);
    page.js("$('.grid').scrollTop = $('.grid').scrollHeight", &[]);
    page.until("the last row", "return $('[data-learner=l99999] [data-standing=Granted]')", &[]);
    page.click("input[type=search]");
    page.type_keys("learner 54321");
    page.until(
        "one is found",
        "return $$('[data-learner]').length === 1 && $('[data-learner=l54321]')",
        &[],
    );
}

#[test]
fn every_report_and_page_is_without_violation() {
    let page = Page::blank();
    page.driver.post("timeouts", &json!({ "script": 60_000 })).unwrap();
    for scheme in ["light", "dark"] {
        let wanted = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        page.driver.devtools("Emulation.setEmulatedMedia", &wanted);
        page.load_room();
        axe::prepare(&page);
        part(&page, "Results");
        for report in ["Everyone", "Gaps", "One step away", "Coverage", "Order check", "Last edit"]
        {
            page.click(&format!("[data-report='{report}']"));
            page.until("it is there", "return !$('.view .waiting')", &[]);
            axe::check(&page, &format!("{report}, {scheme}"));
        }
        page.click("[data-report=Everyone]");
        page.until("rows", "return $('[data-standing=Gap]')", &[]);
        page.click("[data-standing=Gap]");
        page.until("why", "return $('[data-gap]')", &[]);
        page.click(".everything summary");
        axe::check(&page, &format!("why not, {scheme}"));
        page.click_button("What she sees");
        page.until("the certificate", "return $('.certificate img')", &[]);
        page.click(".share summary");
        axe::check(&page, &format!("what she sees, {scheme}"));
        for name in ["Cases", "History"] {
            part(&page, name);
            page.until("it is there", "return !$('.view .waiting')", &[]);
            axe::check(&page, &format!("{name}, {scheme}"));
        }
    }
}
