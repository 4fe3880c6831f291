//! Every view in which one builds, under axe-core, light and dark.

use super::axe::{check, prepare};
use super::build::{hush, shelf};
use super::page::Page;
use super::rehearse::{part, story, until_counts};
use serde_json::json;

/// Opens an example in light and in dark, and looks at it each time.
fn in_both(key: &str, look: impl Fn(&Page, &str)) {
    let page = Page::blank();
    page.driver.post("timeouts", &json!({ "script": 60_000 })).unwrap();
    for scheme in ["light", "dark"] {
        let wanted = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        page.driver.devtools("Emulation.setEmulatedMedia", &wanted);
        page.load_room();
        prepare(&page);
        story(&page, key);
        page.until("it is open", "return $('.notice')?.innerText.includes('Opened')", &[]);
        page.until_played();
        hush(&page);
        look(&page, scheme);
    }
}

fn shelves(page: &Page, names: &[&str], scheme: &str) {
    for name in names {
        shelf(page, name);
        if !["Activities", "Options"].contains(name) {
            page.click(".shelf [data-entry]");
            page.until("an entry is open", "return $('.open-entry')", &[]);
        }
        page.until("all is drawn", "return !$('.view .waiting, .view .late')", &[]);
        check(page, &format!("{name}, {scheme}"));
    }
}

#[test]
fn the_catalogue_is_without_violation() {
    in_both("three-ways-to-a-certificate", |page, scheme| {
        shelves(page, &["Activities", "Journeys", "Certificates", "Options"], scheme);
        shelf(page, "Activities");
        page.click_button("Paste from a spreadsheet…");
        page.until("the dialog is open", "return active?.matches('#paste-area')", &[]);
        page.insert("Title\tKind\tMinimum score\nScaffolds\tcourse\t80\nLadders\tcourse\tlots\n");
        check(page, &format!("pasting activities, {scheme}"));
        page.press("Escape");
    });
}

#[test]
fn programmes_and_sessions_are_without_violation() {
    in_both("a-programme-with-an-exam", |page, scheme| {
        shelves(page, &["Programmes", "Sessions"], scheme);
        page.click(".findings-button");
        check(page, &format!("the list of findings, {scheme}"));
    });
}

#[test]
fn groups_certifications_and_triggers_are_without_violation() {
    in_both("triggers-and-a-certification", |page, scheme| {
        shelves(page, &["Groups", "Certifications"], scheme);
        part(page, "Rules");
        page.click("[data-rule=sharp-tools]");
        page.until("the trigger is open", "return $('[data-trigger=sharp-tools]')", &[]);
        check(page, &format!("a trigger, {scheme}"));
        page.click("[data-rule=canteen-staff]");
        page.until("the trigger is open", "return $('[data-trigger=canteen-staff]')", &[]);
        check(page, &format!("a trigger for a group, {scheme}"));
    });
}

#[test]
fn the_rule_editor_is_without_violation() {
    in_both("three-ways-to-a-certificate", |page, scheme| {
        part(page, "Rules");
        page.click("[data-rule=ready-for-the-site]");
        page.until(
            "the nested groups and the preview are there",
            "return $$('.tree .group').length === 3 && $('.rules img')?.naturalWidth > 0",
            &[],
        );
        check(page, &format!("a rule with nested groups, {scheme}"));
        page.click("[data-focus=add-rule]");
        check(page, &format!("the rules to start with, {scheme}"));
        page.press("Escape");
        page.click("[data-spot='0'] > .group-head [data-focus='0']");
        page.until("what can be done with a group", "return $('.deeds')", &[]);
        check(page, &format!("what can be done with a group, {scheme}"));
        page.press("Escape");
        page.click(".mapping [data-field=recipient_name] .path");
        page.until("the tree of sources", "return $('[role=tree]')", &[]);
        check(page, &format!("the tree of sources, {scheme}"));
        page.press("Escape");
        page.click_button("Check every order");
        page.until("it works", "return $('[data-order-result=ok]')", &[]);
        check(page, &format!("the order check, {scheme}"));
    });
}

#[test]
fn a_rule_with_findings_is_without_violation() {
    in_both("the-naive-rule", |page, scheme| {
        part(page, "Rules");
        page.until("the finding", "return $('.finding .repair')", &[]);
        page.click_button("Check every order");
        page.until("it fails", "return $('[data-order-result=fails]')", &[]);
        check(page, &format!("a rule with findings, {scheme}"));
    });
}

#[test]
fn the_timeline_and_its_dialogs_are_without_violation() {
    in_both("three-ways-to-a-certificate", |page, scheme| {
        until_counts(page, "8 certificates", "1 gap");
        part(page, "Learners");
        page.click("[data-tab=Timeline]");
        page.until("the marks", "return $$('.mark').length > 5", &[]);
        check(page, &format!("the timeline, {scheme}"));
        page.click(".lane[data-learner='jonas.brandt'] .who");
        page.until("his state", "return $$('.person [data-state] li').length > 3", &[]);
        check(page, &format!("the timeline with a learner, {scheme}"));
        page.click_found("“Add event”", "return $('.learners > .head button')", &[]);
        page.until("the form", "return $('.event-form')", &[]);
        check(page, &format!("the form of an event, {scheme}"));
        page.click("[aria-label='Close details']");
        for (button, ready) in [
            ("Add learners", "return $('dialog[open] textarea')"),
            ("Generate", "return $('dialog[open] [data-do=generate]')"),
            ("Import", "return $('dialog[open] [data-do=add-imported]')"),
        ] {
            page.click_button(button);
            page.until("the dialog", ready, &[]);
            check(page, &format!("the dialog “{button}”, {scheme}"));
            if button == "Import" {
                page.click("dialog[open] summary");
                page.click("dialog[open] textarea");
                page.insert("learner,activity,date\nzofia.wojcik,Power Tools,2026-03-10\nzofia.wojcik,Ballet,2026-03-10\n");
                page.click("[data-do=read-pasted]");
                page.until("it was read", "return $('[data-import=faults]')", &[]);
                check(page, &format!("the report of an import, {scheme}"));
            }
            page.press("Escape");
            page.until("it is closed", "return !$('dialog[open]')", &[]);
        }
        page.click("[data-tab='All events']");
        page.until("the table", "return $$('.event-row').length > 10", &[]);
        check(page, &format!("all events, {scheme}"));
    });
}
