//! Tables of many hands.

use super::super::csv::read;
use super::*;

fn import(bytes: &[u8], settings: Settings) -> Imported {
    let project = project();
    read(bytes, None, &Known::new(&project), settings)
}

#[test]
fn a_table_of_our_own_names() {
    let imported = import(fixture!("platform.csv"), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "2 2026-01-05T08:00:00Z ada learner-registered",
            "3 2026-01-05T08:00:01Z ada learner-added-to-group foresters",
            "4 2026-02-01T08:00:00Z ada activity-started fire in spring",
            "5 2026-02-01T09:00:00Z ada activity-completed fire passed 85.5 in spring",
            "6 2026-02-02T11:00:00 ben activity-ready-for-grading essay",
            "7 2026-02-03T12:00:00 ben activity-graded essay 64",
            "8 2026-02-04 ben journey-completed onboarding",
            "9 2026-02-05 ben certification-assigned first-aider",
        ]
    );
    assert_eq!(faults(&imported), [""; 0]);
    assert_eq!((imported.read, imported.kept, imported.faulty), (8, 8, 0));
}

#[test]
fn a_german_spreadsheet() {
    let imported = import(fixture!("excel-de.csv"), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "2 2026-03-15T10:30:00 ada activity-completed brand passed 85.5",
            "3 2026-03-16T09:05:00 ben activity-completed hilfe 100",
            "5 2026-03-17 cleo activity-completed brand failed 30",
        ]
    );
    assert_eq!(faults(&imported), ["6 i not-begun", "7 i not-begun"]);
    let columns = imported.columns.unwrap();
    assert_eq!((columns.delimiter, columns.learner, columns.email), (b';', Some(0), Some(1)));
    assert_eq!((columns.item, columns.instant), (Some(2), Some(3)));
    assert_eq!((columns.score, columns.status, columns.session), (Some(4), Some(5), None));
}

#[test]
fn an_american_report() {
    let imported = import(fixture!("us.tsv"), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "2 2026-03-04T09:05:00 ada activity-completed fire 85",
            "3 2026-03-14T13:15:00 ben activity-completed aid 100",
            "4 2025-12-01 ben activity-completed fire",
        ]
    );
    let columns = imported.columns.unwrap();
    assert_eq!(columns.date_order, DateOrder::MonthFirst);
    assert_eq!(columns.score_scale, ScoreScale::Unit);
}

#[test]
fn a_table_without_names() {
    let imported = import(fixture!("no-header.csv"), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "1 2026-03-01T10:00:00 ada activity-completed fire",
            "2 2026-03-02T10:00:00 ben activity-completed aid failed",
        ]
    );
    assert!(!imported.columns.unwrap().has_header);
}

#[test]
fn a_french_table_in_an_old_encoding() {
    let imported = import(fixture!("windows-fr.csv"), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "2 2026-03-15T10:30:00 ada activity-completed securite passed",
            "3 2026-03-04 ben activity-completed securite failed",
        ]
    );
    assert_eq!(faults(&imported), ["0 ~not-utf8"]);
}

#[test]
fn each_fault_costs_its_row_and_says_why() {
    let imported = import(fixture!("faults.csv"), NO_NEW);
    assert_eq!(imported.lines, [2, 4, 17, 18, 19]);
    assert_eq!(
        faults(&imported),
        [
            "3 broken-quote",
            "5 wrong-cell-count",
            "6 unknown-learner",
            "7 unknown-item",
            "8 wrong-item",
            "9 no-item",
            "10 no-learner",
            "11 ambiguous-learner",
            "12 bad-time",
            "13 no-time",
            "14 bad-score",
            "15 bad-score",
            "16 unknown-status",
            "17 ~skipped-hour",
            "18 ~repeated-hour",
        ]
    );
    assert_eq!((imported.read, imported.kept, imported.faulty), (18, 5, 13));
    let typo = &imported.faults[3];
    assert_eq!(typo.message, "The project has no “fyre”.");
    assert_eq!(typo.repair, "Did you mean “fire”? Correct it, or add it to the project.");
    assert_eq!(typo.text, "ada,,fyre,2026-03-01 10:00,80,");
    let skipped = &imported.faults[13];
    assert_eq!(
        skipped.message,
        "The clocks of Europe/Berlin skip 2026-03-29T02:30:00; it was taken as 2026-03-29T03:30:00+02:00."
    );
    // All but the notes say what to do.
    assert!(imported.faults.iter().all(|f| !f.repair.is_empty()));
}

#[test]
fn dates_that_can_be_read_both_ways_are_told() {
    let table = |second: &str| format!("learner,item,date\nada,fire,3/4/2026\nben,fire,{second}\n");
    let imported = import(table("5/6/2026").as_bytes(), NO_NEW);
    assert_eq!(faults(&imported), ["0 ~ambiguous-dates"]);
    assert_eq!(told(&imported)[0], "2 2026-04-03 ada activity-completed fire");
    let imported = import(table("5/16/2026").as_bytes(), NO_NEW);
    assert_eq!(faults(&imported), [""; 0]);
    assert_eq!(told(&imported)[0], "2 2026-03-04 ada activity-completed fire");
}

#[test]
fn all_rows_decide_how_dates_and_scores_are_read() {
    let mut table = "learner,item,date,score\n".to_owned();
    for _ in 0..500 {
        table += "ada,fire,3/4/2026,1\n";
    }
    table += "ada,fire,12/31/2026,85\n";
    let columns = import(table.as_bytes(), NO_NEW).columns.unwrap();
    assert_eq!(columns.date_order, DateOrder::MonthFirst);
    assert_eq!(columns.score_scale, ScoreScale::Percent);
}

#[test]
fn columns_can_be_changed_by_hand() {
    let table = b"who,first,second\nada,2026-03-01,2026-04-01\n";
    let project = project();
    let known = Known::new(&project);
    let columns = Columns {
        learner: Some(0),
        event: None,
        item: Some(9),
        instant: Some(2),
        delimiter: b',',
        has_header: true,
        ..Columns::default()
    };
    let imported = read(table, Some(&columns), &known, NO_NEW);
    assert_eq!(faults(&imported), ["2 no-item"]);
    assert_eq!(imported.columns, Some(columns.clone()));
    let none = read(table, Some(&Columns { learner: None, ..columns.clone() }), &known, NO_NEW);
    assert_eq!((faults(&none), none.read), (vec!["0 no-column".to_owned()], 0));
    let odd = read(table, Some(&Columns { delimiter: 0xC3, ..columns }), &known, NO_NEW);
    assert_eq!(odd.columns.unwrap().delimiter, b',');
}

#[test]
fn columns_go_through_json() {
    let columns = import(fixture!("us.tsv"), NO_NEW).columns.unwrap();
    let json = serde_json::to_string(&columns).unwrap();
    assert_eq!(serde_json::from_str::<Columns>(&json).unwrap(), columns);
}

#[test]
fn learners_are_made_when_asked_for() {
    let table = "user id,email,course,date\n\
        zoe,zoe@example.org,fire,2026-03-01\n\
        ,ZOE@example.org,aid,2026-03-02\n\
        ,new@example.org,fire,2026-03-03\n\
        zoe,other@example.org,fire,2026-03-04\n\
        gone,,nowhere,2026-03-05\n";
    let imported = import(table.as_bytes(), NEW);
    assert_eq!(
        told(&imported),
        [
            "2 2026-03-01 zoe activity-completed fire",
            "3 2026-03-02 zoe activity-completed aid",
            "4 2026-03-03 new@example.org activity-completed fire",
        ]
    );
    assert_eq!(faults(&imported), ["5 ambiguous-learner", "6 unknown-item"]);
    let made: Vec<_> =
        imported.new_learners.iter().map(|l| (l.id.as_str(), l.email.as_str())).collect();
    assert_eq!(made, [("zoe", "zoe@example.org"), ("new@example.org", "new@example.org")]);
    assert_eq!(imported.without(&[4]).new_learners.len(), 1);
}

#[test]
fn words_and_items_agree_on_the_kind() {
    let table = "learner;event;item;date;status\n\
        ada;completed;Onboarding;2026-03-01;\n\
        ada;completed;year-one;2026-03-02;passed\n\
        ada;assigned;First-Aider;2026-03-03;\n\
        ada;enrolled;fire;2026-03-04;\n\
        ada;failed;onboarding;2026-03-05;\n\
        ada;certification-earned;first-aider;2026-03-06;\n\
        ada;passed;fire;2026-03-07;failed\n\
        ada;journey-completed;onboarding;2026-03-08;failed\n\
        ada;graded;fire;2026-03-09;\n\
        ada;sneezed;fire;2026-03-10;\n\
        ada;;fire;2026-03-11;\n\
        ada;joined group;Foresters;2026-03-12;\n";
    let imported = import(table.as_bytes(), NO_NEW);
    assert_eq!(
        told(&imported),
        [
            "2 2026-03-01 ada journey-completed onboarding",
            "3 2026-03-02 ada programme-completed year-one",
            "4 2026-03-03 ada certification-assigned first-aider",
            "5 2026-03-04 ada course-assigned fire",
            "13 2026-03-12 ada learner-added-to-group foresters",
        ]
    );
    assert_eq!(
        faults(&imported),
        [
            "6 wrong-item",
            "7 follows-by-itself",
            "8 unknown-status",
            "9 unknown-status",
            "10 no-score",
            "11 unknown-event",
            "12 unknown-event",
        ]
    );
}

#[test]
fn an_open_quote_hides_no_row() {
    let good = "ada,fire,2026-03-01,note\n";
    // The quote closes much later, in a row whose count of cells fits.
    let table = format!(
        "learner,item,date,remark\nada,fire,2026-03-01,\"open\n{good}{good}a,b,c,d\"\n{good}"
    );
    let imported = import(table.as_bytes(), NO_NEW);
    assert_eq!(imported.lines, [3, 4, 6]);
    assert_eq!(faults(&imported)[0], "2 broken-quote");
}

#[test]
fn cells_may_lack_at_the_end_when_nothing_is_read_there() {
    let table = "learner,item,date,score,remark,\nada,fire,2026-03-01,80\nada,fire,2026-03-02\n\
        ada,fire,2026-03-03,80,x,,\nada,fire,2026-03-04,80,x,y\n";
    let imported = import(table.as_bytes(), NO_NEW);
    assert_eq!(imported.lines, [2, 4]);
    assert_eq!(faults(&imported), ["3 wrong-cell-count", "5 wrong-cell-count"]);
    // Old Mac files end their lines otherwise; an open quote hides no row there either.
    let mac = "learner,item,date,remark\rada,fire,2026-03-01,\"x\rada,fire,2026-03-02,\ra,b,c,\"\r";
    assert_eq!(import(mac.as_bytes(), NO_NEW).lines, [3]);
    // A header that can't be read does not cost the rows.
    let broken = "learner,item,\"date\nada,fire,2026-03-01\nada,fire,2026-03-02\n";
    let columns = Columns {
        learner: Some(0),
        item: Some(1),
        instant: Some(2),
        delimiter: b',',
        has_header: true,
        ..Columns::default()
    };
    let project = project();
    let imported = read(broken.as_bytes(), Some(&columns), &Known::new(&project), NO_NEW);
    assert_eq!(imported.lines, [2, 3]);
}

#[test]
fn damage_is_told_and_stays_where_it_is() {
    let table = b"learner,item,date\nada,fi\0re,2026-03-01\nada,fire,2026-03-02\n";
    let imported = import(table, NO_NEW);
    assert_eq!(imported.lines, [3]);
    assert_eq!(faults(&imported), ["2 damaged-text"]);
    for nothing in ["", "\n\n", "learner,item,date\n", "\u{FEFF}", "\0\0\0", "sep=;\n"] {
        assert_eq!(import(nothing.as_bytes(), NEW).kept, 0, "{nothing:?}");
    }
}
