//! "Three ways to a certificate", from nothing: after an activity, after a
//! journey, and after three activities in any order.

use super::build::{
    activities, begin, certificate, choose, entry, event, learners, paste_events, quiet, rule,
    shelf, shown, tick, until_why, why, write, write_moment,
};
use super::downloads::downloaded;
use super::page::Page;
use super::rehearse::until_counts;
use serde_json::json;

const REST: &str = "\
learner,activity,date,score
aylin.demir@example.com,House Rules,2026-01-07 09:00,
aylin.demir@example.com,Site Tour,2026-01-07 13:30,
jonas.brandt@example.com,Site Tour,2026-01-07 13:30,
aylin.demir@example.com,Construction Site Attire,2026-01-08 10:00,
jonas.brandt@example.com,House Rules,2026-01-09 08:45,
jonas.brandt@example.com,Power Tools,2026-01-12 15:00,
aylin.demir@example.com,Work Safety,2026-01-15 10:00,88
jonas.brandt@example.com,Work Safety,2026-01-15 10:00,72
jonas.brandt@example.com,Construction Site Attire,2026-01-20 16:00,
aylin.demir@example.com,Power Tools,2026-01-22 10:00,
jonas.brandt@example.com,Work Safety,2026-01-29 10:00,80
zofia.wojcik@example.com,A Day on the Site,2026-02-03 09:00,
zofia.wojcik@example.com,House Rules,2026-02-03 09:30,
zofia.wojcik@example.com,Work Safety,2026-02-04 10:00,95
zofia.wojcik@example.com,Construction Site Attire,2026-02-11 10:00,
jonas.brandt@example.com,Construction Site Attire,2026-03-02 10:00,
";

fn sentence(page: &Page) -> String {
    page.text("return $('.rule-editor [data-sentence]').innerText", &[])
}

fn catalogue(page: &Page) {
    activities(
        page,
        &[
            "Construction Site Attire",
            "Work Safety",
            "Power Tools",
            "House Rules",
            "Site Tour",
            "A Day on the Site",
        ],
    );
    choose(page, "[data-activity]", "Mode of Work Safety", "Training");
    write(page, "[data-activity]", "Minimum score of Work Safety", "80");
    write(page, "[data-activity]", "Kind of Site Tour", "class");
    write(page, "[data-activity]", "Kind of A Day on the Site", "video");

    shelf(page, "Journeys");
    entry(page, "journey", "Welcome to the Site");
    for title in ["House Rules", "Site Tour", "A Day on the Site"] {
        choose(page, ".open-entry", "Add an activity to the journey", title);
    }
    tick(page, "[data-step='2']", "Required");

    shelf(page, "Certificates");
    for title in ["Construction Site Attire", "Welcome to the Site", "Ready for the Site"] {
        certificate(page, title);
    }
}

fn rules(page: &Page) {
    rule(page, "activity");
    page.same(
        "the first rule",
        shown(page, ".rule-editor", "Internal name"),
        "Certificate after Construction Site Attire",
    );
    page.same(
        "its certificate",
        shown(page, "[data-action='0']", "Certificate"),
        "Construction Site Attire",
    );
    rule(page, "journey");
    page.same(
        "its certificate",
        shown(page, "[data-action='0']", "Certificate"),
        "Welcome to the Site",
    );
    rule(page, "any-order");
    write(page, ".rule-editor", "Internal name", "Ready for the Site, in any order");
    choose(page, "[data-action='0']", "Certificate", "Ready for the Site");
    choose(page, "[data-action='0']", "Attach to", "Work Safety");
    write_moment(page, ".rule-editor", "Active from (empty: always)", "2026-01-01 00:00");
    let words = sentence(page);
    for part in ["Construction Site Attire", "Work Safety", "Power Tools", "Ready for the Site"] {
        assert!(words.contains(part), "“{part}” is not in “{words}”");
    }
    page.same(
        "all three fields are mapped",
        page.number("return $$('.mapping [data-field] .path').length", &[]),
        3.0,
    );
}

#[test]
fn three_ways_to_a_certificate_are_built_from_nothing() {
    let page = Page::rehearse();
    begin(&page, "Nordbau: certificates for the site");
    catalogue(&page);
    rules(&page);
    learners(
        &page,
        &[
            ("Aylin Demir", "aylin.demir@example.com"),
            ("Jonas Brandt", "jonas.brandt@example.com"),
            ("Zofia Wójcik", "zofia.wojcik@example.com"),
            ("Mateo García Ruiz", "mateo.garcia@example.com"),
        ],
    );
    let mateo = "Mateo García Ruiz";
    event(&page, mateo, "Construction Site Attire", "2025-12-01 10:15", ("Completed", ""));
    event(&page, mateo, "Power Tools", "2025-12-08 14:00", ("Completed", ""));
    event(&page, mateo, "Work Safety", "2025-12-15 11:30", ("Passed", "91"));
    paste_events(&page, REST, 16);
    until_counts(&page, "8 certificates", "1 gap");

    // Who finished before the rule existed gets nothing, and the page says why.
    why(&page, "mateo.garcia", "Ready for the Site");
    until_why(&page, "Why does Mateo García Ruiz not have “Ready for the Site”?");
    until_why(&page, "15 Dec 2025, 11:30, before the rule was active (1 Jan 2026, 00:00)");
    // One of three is in the event, and all three are completed.
    page.holds(
        "all that matters holds",
        "return $$('[data-evidence] [data-holds=true]').length === 4 && $$('[data-evidence] [data-holds=false]').length === 2",
        &[],
    );
    page.holds("the rule could look back", "return $('[data-rule-change]')", &[]);
    // One step is missing.
    why(&page, "zofia.wojcik", "Ready for the Site");
    page.until(
        "Power Tools is what is missing",
        "return $$('[data-missing] li').length === 1 && $('[data-missing]').innerText.includes('Power Tools')",
        &[],
    );
    until_why(&page, "Played: this grants it");
    // Any order: his last one was the exam that he had to repeat.
    why(&page, "jonas.brandt", "Ready for the Site");
    until_why(&page, "Granted on 29 Jan 2026, 10:00");
    // A repeated completion grants nothing more.
    why(&page, "jonas.brandt", "Construction Site Attire");
    until_why(&page, "Suppressed");
    until_why(&page, "has granted it already");
    why(&page, "aylin.demir", "Welcome to the Site");
    until_why(&page, "Granted on 7 Jan 2026, 13:30");

    page.click("[data-count=gaps]");
    page.until("the gap is listed", "return $('[data-gap=\"mateo.garcia\"]')", &[]);
    page.click_button("List to grant by hand, CSV");
    let file = std::fs::read_to_string(downloaded(&page, "gaps.csv")).unwrap();
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines.len(), 2, "{file}");
    for part in ["mateo.garcia", "Mateo García Ruiz", "2025-12-15"] {
        assert!(lines[1].contains(part), "“{part}” is not in {file}");
    }

    // All of it can be taken back, step by step, and is there again after a reload.
    page.until("it is saved", "return $('.saved').dataset.state === 'Yes'", &[]);
    page.reload_room();
    until_counts(&page, "8 certificates", "1 gap");
    page.holds(
        "under its name",
        "return $('input.name').value === args[0]",
        &[json!("Nordbau: certificates for the site")],
    );
    quiet(&page);
}
