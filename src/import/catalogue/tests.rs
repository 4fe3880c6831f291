//! Tables as people paste them.

use super::*;
use crate::catalogue::Mode;

fn titles(read: &Read) -> Vec<&str> {
    read.rows.iter().map(|(_, a)| a.title.as_str()).collect()
}

fn used(read: &Read) -> Vec<Option<Column>> {
    read.columns.iter().map(|(_, column)| *column).collect()
}

#[test]
fn cells_with_headings() {
    let text = "Course name\tType\tMode\tPass mark (%)\tHidden\tOwner\n\
                Fire Safety\tcourse\texam\t80 %\tyes\tAna\n\
                Attire\tQuiz\t\t\t\tBo\n";
    let read = read(text, &Project::default());
    assert!(read.has_header && read.bad.is_empty());
    assert_eq!(read.columns[3], ("Pass mark (%)".to_owned(), Some(Column::MinimumScore)));
    assert_eq!(read.columns[5], ("Owner".to_owned(), None));
    let (line, fire) = &read.rows[0];
    assert_eq!(
        (*line, fire.id.as_str(), fire.mode, fire.hidden),
        (2, "fire-safety", Mode::Exam, true)
    );
    assert_eq!(read.rows[1].1.kind, "quiz");

    let percent = "Title;Minimum score;Mode\nFire;80,5;training\n";
    let read = super::read(percent, &Project::default());
    assert_eq!(read.rows[0].1.minimum_score, Some(80.5));
    assert_eq!(read.rows[0].1.mode, Mode::Training);
}

#[test]
fn a_list_of_titles_with_commas_is_one_column() {
    let read =
        read("Health, Safety and Environment\nAttire\n\n  \nTools, small\n", &Project::default());
    assert_eq!(titles(&read), ["Health, Safety and Environment", "Attire", "Tools, small"]);
    assert_eq!(used(&read), [Some(Column::Title)]);
    assert!(!read.has_header);
    let headed = super::read("Title\nHealth, Safety", &Project::default());
    assert_eq!(titles(&headed), ["Health, Safety"]);
}

#[test]
fn columns_without_headings_are_known_by_their_cells() {
    let text = "Fire,quiz,,no\nAttire,course,80,yes\n\"Tools, small\",webinar,90.5,no\n";
    let read = read(text, &Project::default());
    let expected = [Column::Title, Column::Kind, Column::MinimumScore, Column::Hidden];
    assert_eq!(used(&read), expected.map(Some));
    assert_eq!(titles(&read), ["Fire", "Attire", "Tools, small"]);
    assert!(read.rows[1].1.hidden);
}

#[test]
fn bad_rows_are_kept_out_and_say_why() {
    let mut project = Project::default();
    project.activities.push(Activity {
        id: "fire".into(),
        title: "Fire".into(),
        ..Activity::default()
    });
    let text = "title,mode,minimum score,hidden\n\
                fire,exam,80,no\n\
                One,sleeping,80,no\n\
                Two,exam,120,no\n\
                Three,exam,80,perhaps\n\
                ,exam,80,no\n\
                Four, five,exam,80,no\n\
                \"Six,exam,80,no\n\
                Seven,exam,,\n\
                seven ,exam,,\n\
                Eight\n";
    let read = read(text, &project);
    assert_eq!(titles(&read), ["Seven", "Eight"]);
    let lines: Vec<u32> = read.bad.iter().map(|b| b.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 10]);
    let why = |n: usize| read.bad[n].why.as_str();
    assert!(why(0).contains("already") && why(1).contains("no mode"));
    assert!(why(2).contains("120") && why(3).contains("hidden"));
    assert!(
        why(4).contains("no title")
            && why(5).contains("5 cells")
            && why(6).contains("never closes")
    );
}

#[test]
fn ids_of_the_platform_stay_and_are_taken_once() {
    let read = read("id,title\nC-1,Fire\nC-1,Water\nevent,Earth\n,Air\n", &Project::default());
    let ids: Vec<&str> = read.rows.iter().map(|(_, a)| a.id.as_str()).collect();
    assert_eq!(ids, ["C-1", "air"]);
    assert_eq!(read.bad.len(), 2);
}

#[test]
fn awkward_input_gives_no_rows_and_no_panic() {
    for text in
        ["", "\n\n", "\u{feff}", ",,,\n;;;", "\t\t\n\t", "\"", "sep=;\n", "title", "a\u{0}b,,\r\r"]
    {
        let read = read(text, &Project::default());
        assert!(read.rows.len() <= 1, "{text:?}");
    }
    assert_eq!(read("\u{feff}title\nÉcole\r\n", &Project::default()).rows[0].1.id, "école");
    let long = "x".repeat(MAX_BYTES + 1);
    assert_eq!(read(&long, &Project::default()).bad.len(), 1);
    let many: String = (0..MAX_ROWS + 5).map(|n| format!("A {n}\n")).collect();
    let read = read(&many, &Project::default());
    assert_eq!((read.rows.len(), read.bad.len()), (MAX_ROWS, 1));
}

#[test]
fn kinds_are_kept_in_small_letters() {
    assert_eq!(
        [kind(" Quiz "), kind(""), kind("Module"), kind("Site visit")],
        ["quiz", "course", "course", "site visit"]
    );
}
