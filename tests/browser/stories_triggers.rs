//! "Triggers and a certification", from nothing: a hidden course that is
//! revealed, and a certification that is assigned, earned and expires.

use super::build::{
    activities, begin, certificate, choose, entry, hush, learners, paste_events, quiet, rule,
    shelf, tick, until_why, why, write, write_moment,
};
use super::page::Page;
use super::rehearse::{part, until_counts};
use serde_json::json;

const EVENTS: &str = "\
learner,item,event,date,score
nils.petersen,Work Safety,completed,2026-02-03 09:00,85
fatou.diallo,Construction Site Attire,completed,2026-02-03 09:00,
giulia.ferrari,Construction Site Attire,completed,2026-02-03 09:00,
giulia.ferrari,Work Safety,completed,2026-02-05 09:00,90
fatou.diallo,Work Safety,completed,2026-02-10 09:00,65
nils.petersen,Construction Site Attire,completed,2026-02-10 14:30,
giulia.ferrari,Canteen kitchen,joined group,2026-03-02 08:00,
emre.kaya,Canteen kitchen,joined group,2026-03-02 08:00,
jiwoo.choi,Canteen kitchen,joined group,2026-03-02 08:00,
giulia.ferrari,Kitchen Hygiene,completed,2026-03-09 10:00,88
emre.kaya,Allergens,completed,2026-03-09 10:00,92
jiwoo.choi,Kitchen Hygiene,completed,2026-03-10 11:00,91
giulia.ferrari,Allergens,completed,2026-03-16 10:00,80
jiwoo.choi,Allergens,completed,2026-03-17 11:00,74
emre.kaya,Kitchen Hygiene,completed,2026-03-20 15:00,70
giulia.ferrari,Kitchen Hygiene,completed,2027-03-01 10:00,93
giulia.ferrari,Allergens,completed,2027-03-08 10:00,87
emre.kaya,Kitchen Hygiene,completed,2027-03-22 10:00,95
";

fn catalogue(page: &Page) {
    shelf(page, "Options");
    write_moment(page, ".options", "Play until", "2027-05-31 18:00");
    let hidden = ["How to Use a Chainsaw", "Kitchen Hygiene", "Allergens"];
    let all = ["Construction Site Attire", "Work Safety", hidden[0], hidden[1], hidden[2]];
    activities(page, &all);
    choose(page, "[data-activity]", "Mode of Work Safety", "Training");
    write(page, "[data-activity]", "Minimum score of Work Safety", "80");
    for title in hidden {
        tick(page, "[data-activity]", &format!("{title} is hidden"));
    }

    shelf(page, "Groups");
    entry(page, "group", "Outdoor crew");
    for id in ["nils.petersen", "fatou.diallo"] {
        write(page, ".people", "Find a learner to add", id);
        page.click(&format!("[data-add-learner='{id}']"));
    }
    page.until("two are in it", "return $$('.people .chip[data-learner]').length === 2", &[]);
    entry(page, "group", "Canteen kitchen");

    shelf(page, "Certificates");
    certificate(page, "Food Handling");

    shelf(page, "Certifications");
    entry(page, "certification", "Food Handling");
    for (n, title, grade) in [(0, "Kitchen Hygiene", "70"), (1, "Allergens", "80")] {
        choose(page, ".open-entry", "Add a required course", title);
        write(page, &format!("[data-course='{n}']"), &format!("Minimum grade in {title}"), grade);
    }
    choose(page, ".open-entry", "It has to be earned anew", "Some months after it was earned");
    write(page, ".open-entry", "Months", "12");
    write(page, ".open-entry", "Renewal window, in days", "30");
    write(page, ".open-entry", "Grace days", "14");
    let words = page.text("return $('.open-entry [data-sentence]').innerText", &[]);
    for part in ["Kitchen Hygiene", "70", "Allergens", "80", "12 months"] {
        assert!(words.contains(part), "“{part}” is not in “{words}”");
    }
}

fn rules(page: &Page) {
    rule(page, "trigger");
    let trigger = ".trigger";
    write(page, trigger, "Name of the trigger", "Sharp tools for the crew");
    choose(page, trigger, "Courses, all of them", "Work Safety");
    choose(page, trigger, "Eligible groups", "Outdoor crew");
    choose(page, trigger, "Courses to assign", "How to Use a Chainsaw (hidden)");
    let words = page.text("return $('.trigger [data-sentence]').innerText", &[]);
    for part in ["Construction Site Attire", "Work Safety", "Outdoor crew", "Chainsaw"] {
        assert!(words.contains(part), "“{part}” is not in “{words}”");
    }

    rule(page, "trigger");
    page.until("a new trigger is open", "return $$('.trigger .chip').length === 1", &[]);
    write(page, trigger, "Name of the trigger", "Food handling for the canteen");
    choose(page, trigger, "Milestone", "The learner is added to a group");
    choose(page, trigger, "Group", "Canteen kitchen");
    choose(page, trigger, "Certifications to assign", "Food Handling");

    // The certificate goes with the certification: one of both courses, and it is held.
    rule(page, "empty");
    let editor = ".rule-editor";
    page.until("a new rule is open", "return $('.rule-editor[data-automation]')", &[]);
    write(page, editor, "Internal name", "Food Handling certificate, once");
    build_tree(page);
    page.click("[data-focus=add-action]");
    page.click("[data-do=grant-certificate]");
    choose(page, "[data-action='0']", "Certificate", "Food Handling");
    choose(page, "[data-action='0']", "Attach to", "Allergens");
    choose(page, "[data-action='0']", "How often", "once ever");
    let words = page.text("return $('.rule-editor [data-sentence]').innerText", &[]);
    for part in ["Kitchen Hygiene", "Allergens", "Food Handling"] {
        assert!(words.contains(part), "“{part}” is not in “{words}”");
    }
}

/// One of both courses is completed, and the certification is held: a group in a
/// group, made with the buttons that add.
fn build_tree(page: &Page) {
    let add = |spot: &str, words: &str, becomes: &str| {
        hush(page);
        page.click_found(
            &format!("“{words}” in {spot}"),
            "const inside = args[0] ? $(`.group[data-spot='${args[0]}']`) : $('.tree');
             return [...(inside?.querySelectorAll(':scope > .adds button') ?? [])].find((b) => b.innerText.trim() === args[1])",
            &[json!(spot), json!(words)],
        );
        page.until(
            &format!("the tree is {becomes}"),
            "return $$('.tree [data-spot]').map((s) => s.dataset.spot).join(' ') === args[0]",
            &[json!(becomes)],
        );
    };
    add("", "Add group", "top 0");
    choose(page, "[data-spot='0']", "Activity", "Kitchen Hygiene");
    add("top", "Add condition", "top 0 1");
    choose(page, "[data-spot='1']", "Kind of condition", "Activity in event is");
    choose(page, "[data-spot='1']", "Activity", "Allergens");
    page.until("they are joined by “or”", "return $('[data-spot=top]').dataset.join === 'or'", &[]);
    // Both go into a group of their own, beside which the certification stands.
    page.click("[data-spot=top] > .group-head [data-focus=top]");
    page.click("[data-do=wrap-and]");
    page.until(
        "the group is in a group",
        "return $('[data-spot=top]').dataset.join === 'and' && $('[data-spot=\"0.1\"]')",
        &[],
    );
    add("top", "Add condition", "top 0 0.0 0.1 1");
    choose(page, "[data-spot='1']", "Kind of condition", "Has certification");
    choose(page, "[data-spot='1']", "Certification", "Food Handling");
}

/// Opens what a learner sees, at an instant.
fn sees(page: &Page, learner: &str, at: &str) {
    part(page, "Learners");
    page.click(&format!(".lane[data-learner='{learner}'] .sign"));
    page.until("it is open", "return $('.impersonate [data-library]')", &[]);
    write_moment(page, ".when", "Date and time", at);
}

fn until_library(page: &Page, courses: &[&str]) {
    page.until(
        &format!("the library has {courses:?}"),
        "return JSON.stringify($$('[data-course] strong').map((c) => c.innerText)) === JSON.stringify(args[0])",
        &[json!(courses)],
    );
}

fn until_certification(page: &Page, words: &[&str]) {
    page.until(
        &format!("the certification says {words:?}"),
        "return args[0].every((w) => $('[data-certification]')?.innerText.includes(w))",
        &[json!(words)],
    );
}

#[test]
fn triggers_and_a_certification_are_built_from_nothing() {
    let page = Page::rehearse();
    begin(&page, "Nordbau: crew and canteen");
    learners(
        &page,
        &[
            ("Nils Petersen", "nils.petersen@example.com"),
            ("Fatou Diallo", "fatou.diallo@example.com"),
            ("Giulia Ferrari", "giulia.ferrari@example.com"),
            ("Emre Kaya", "emre.kaya@example.com"),
            ("최지우", "jiwoo.choi@example.com"),
        ],
    );
    catalogue(&page);
    rules(&page);
    paste_events(&page, EVENTS, 18);
    until_counts(&page, "2 certificates", "0 gaps");

    let public = ["Construction Site Attire", "Work Safety"];
    // With the second course the hidden one appears.
    sees(&page, "nils.petersen", "2026-02-10 14:29");
    until_library(&page, &public);
    write_moment(&page, ".when", "Date and time", "2026-02-10 14:30");
    until_library(&page, &[public[0], public[1], "How to Use a Chainsaw"]);
    page.holds(
        "it says since when and that it was hidden",
        "const it = $$('[data-course]')[2].innerText; return it.includes('revealed') && it.includes('assigned on 10 Feb 2026, 14:30')",
        &[],
    );
    // She failed one; the other one is in no group.
    sees(&page, "fatou.diallo", "2027-05-31 00:00");
    until_library(&page, &public);
    sees(&page, "giulia.ferrari", "2026-02-28 00:00");
    until_library(&page, &public);

    // Assigned, earned, opened for renewal, renewed.
    write_moment(&page, ".when", "Date and time", "2026-03-02 08:00");
    until_library(&page, &[public[0], public[1], "Kitchen Hygiene", "Allergens"]);
    until_certification(&page, &["pending", "Due: Kitchen Hygiene, Allergens"]);
    for (at, words) in [
        ("2026-03-09 10:00", ["in progress", "Due: Allergens"]),
        ("2026-03-16 10:00", ["certified", "expires 16 Mar 2027, 10:00"]),
        ("2027-02-14 10:00", ["renewal open", "expires 16 Mar 2027, 10:00"]),
        ("2027-03-08 10:00", ["certified", "expires 8 Mar 2028, 10:00"]),
    ] {
        write_moment(&page, ".when", "Date and time", at);
        until_certification(&page, &words);
    }
    sees(&page, "emre.kaya", "2027-03-22 10:00");
    until_certification(&page, &["renewal open", "Due: Allergens"]);
    write_moment(&page, ".when", "Date and time", "2027-04-03 15:00");
    until_certification(&page, &["expired", "expired 20 Mar 2027, 15:00"]);
    sees(&page, "jiwoo.choi", "2027-05-31 00:00");
    until_certification(&page, &["in progress", "Due: Allergens"]);

    why(&page, "jiwoo.choi", "Food Handling");
    until_why(&page, "Why does 최지우 not have “Food Handling”?");
    until_why(&page, "the learner holds “Food Handling” (it is not so)");
    why(&page, "giulia.ferrari", "Food Handling");
    until_why(&page, "Granted on 16 Mar 2026, 10:00");
    until_why(&page, "has granted it already, on 2026-03-16 10:00");
    quiet(&page);
}
