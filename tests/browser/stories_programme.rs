//! "A programme with an exam", from nothing: who passes, who fails and passes in
//! a new session, who never starts.

use super::build::{
    activities, begin, certificate, choose, entry, hush, learners, paste_events, quiet, shelf,
    shown, tick, until_why, why, write, write_moment,
};
use super::page::Page;
use super::rehearse::{part, until_counts};
use serde_json::json;

const SPRING: &str = "\
learner,activity,event,date,score
leila.haddad,Crane Theory,started,2026-04-13 09:00,
leila.haddad,Crane Theory,completed,2026-04-14 15:20,94
tomasz.nowak,Crane Theory,completed,2026-04-15 16:00,70
leila.haddad,Practice on the Tower Crane,completed,2026-04-17 12:00,
tomasz.nowak,Practice on the Tower Crane,completed,2026-04-17 12:00,
leila.haddad,Crane Operator Exam,started,2026-04-22 09:00,
tomasz.nowak,Crane Operator Exam,started,2026-04-22 09:00,
leila.haddad,Crane Operator Exam,completed,2026-04-22 10:25,92
tomasz.nowak,Crane Operator Exam,completed,2026-04-22 10:40,68
tomasz.nowak,Crane Operator Exam,completed,2026-04-23 09:30,81
";

const AUTUMN: &str = "\
learner,activity,date,score
tomasz.nowak,Crane Operator Exam,2026-10-21 10:10,84
";

fn programme(page: &Page) {
    activities(page, &["Crane Theory", "Practice on the Tower Crane", "Crane Operator Exam"]);
    write(page, "[data-activity]", "Kind of Practice on the Tower Crane", "class");
    choose(page, "[data-activity]", "Mode of Crane Operator Exam", "Exam");
    write(page, "[data-activity]", "Minimum score of Crane Operator Exam", "75");

    shelf(page, "Certificates");
    certificate(page, "Crane Operator");
    page.click_button("Add field");
    write(page, "[data-field='3']", "Label", "Session");
    write(page, "[data-field='3']", "Name in designs", "session");

    shelf(page, "Programmes");
    entry(page, "programme", "Crane Operator");
    page.click_button("Add a note");
    write(page, "[data-block='0']", "Text of the note", "Bring your site boots.");
    for title in ["Crane Theory", "Practice on the Tower Crane", "Crane Operator Exam"] {
        choose(page, ".adders", "Add an activity", title);
    }
    choose(page, ".adders", "Add a certificate", "Crane Operator");
    let block = "[data-block='4']";
    page.until(
        "the certificate block is the last one",
        "return $(args[0])?.dataset.sort === 'Certificate' && $$('[data-block]').length === 5",
        &[json!(block)],
    );
    let words = page.text("return $(`${args[0]} [data-sentence]`).innerText", &[json!(block)]);
    assert!(words.contains("Crane Operator Exam") && words.contains("75"), "{words}");
    write(page, block, "Title that learners see", "Certified Crane Operator");
    for (field, source) in [
        ("Full name (required)", "Invite > User > Full name"),
        ("Completed on (required)", "Invite > Completed at"),
        ("Certificate number (required)", "Certificate > Number"),
        ("Session", "Invite > Session > Title"),
    ] {
        page.same(field, shown(page, block, field), source);
    }
}

fn session(page: &Page, title: &str, from: &str, to: &str, people: &[&str]) {
    shelf(page, "Sessions");
    entry(page, "session", title);
    page.same("its programme", shown(page, ".open-entry", "Programme"), "Crane Operator");
    write_moment(page, ".open-entry", "Start", from);
    write_moment(page, ".open-entry", "End", to);
    for id in people {
        write(page, ".people", "Find a learner to add", id);
        page.click(&format!("[data-add-learner='{id}']"));
        page.until(
            &format!("{id} is in"),
            "return $(`.people .chip[data-learner='${args[0]}']`)",
            &[json!(id)],
        );
    }
}

fn standing(page: &Page, learner: &str, standing: &str) {
    part(page, "Results");
    page.until(
        &format!("{learner} stands as “{standing}”"),
        "return $(`.grid [data-learner='${args[0]}'] .cell`)?.dataset.standing === args[1]",
        &[json!(learner), json!(standing)],
    );
}

/// Opens everything that the rules made of the learner, also what did not apply.
fn everything(page: &Page) {
    page.click(".everything summary");
    tick(page, ".everything", "Also what did not apply");
}

#[test]
fn a_programme_with_an_exam_is_built_from_nothing() {
    let page = Page::rehearse();
    begin(&page, "Nordbau: crane operators");
    programme(&page);
    learners(
        &page,
        &[
            ("Leila Haddad", "leila.haddad@example.com"),
            ("Tomasz Nowak", "tomasz.nowak@example.com"),
            ("Ingrid Sørensen", "ingrid.soerensen@example.com"),
        ],
    );
    let all = ["leila.haddad", "tomasz.nowak", "ingrid.soerensen"];
    session(&page, "Hamburg, spring 2026", "2026-04-13 08:00", "2026-04-24 17:00", &all);
    paste_events(&page, SPRING, 10);
    until_counts(&page, "1 certificate", "0 gaps");

    // She passes.
    standing(&page, "leila.haddad", "Granted");
    why(&page, "leila.haddad", "Crane Operator");
    until_why(&page, "Granted on 22 Apr 2026, 10:25");
    until_why(&page, "The score in “Crane Operator Exam” is 92; 75 was needed.");
    // He fails the one attempt; another one in the same session counts for nothing.
    why(&page, "tomasz.nowak", "Crane Operator");
    until_why(&page, "The one attempt at “Crane Operator Exam” ended with 68, below 75");
    page.holds("he has none", "return !$('[data-granted]')", &[]);
    // She never starts.
    why(&page, "ingrid.soerensen", "Crane Operator");
    until_why(&page, "“Crane Operator Exam” was never started");
    everything(&page);
    until_why(&page, "The session ended on 2026-04-24 17:00");

    // In a new session he has another attempt.
    hush(&page);
    let him = ["tomasz.nowak"];
    session(&page, "Hamburg, autumn 2026", "2026-10-12 08:00", "2026-10-23 17:00", &him);
    paste_events(&page, AUTUMN, 1);
    until_counts(&page, "2 certificates", "0 gaps");
    standing(&page, "tomasz.nowak", "Granted");
    why(&page, "tomasz.nowak", "Crane Operator");
    until_why(&page, "Granted on 21 Oct 2026, 10:10");
    page.click_button("What she sees");
    page.until(
        "his certificate is drawn",
        "return $('.picture img')?.naturalWidth > 0 && $('.certificates').innerText.includes('Crane Operator')",
        &[],
    );
    page.holds("nothing is found wrong", "return $('.findings-button.is-fine')", &[]);
    quiet(&page);
}
