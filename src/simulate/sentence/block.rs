//! When a certificate block grants (domain.md section 3), in a sentence.

use super::Titles;
use crate::catalogue::{Activity, Block, Mode, NonModuleBlock};
use crate::locale::{Tongue, say};
use crate::rules::Project;

/// When the certificate block at `at` grants: it looks only at the item just
/// before it. Empty when there is no certificate block.
pub fn block(project: &Project, blocks: &[Block], at: usize, tongue: Tongue<'_>) -> String {
    let Some(Block::Certificate(_)) = blocks.get(at) else { return String::new() };
    let titles = Titles::spoken(project, tongue);
    let before: Vec<&Block> = blocks.iter().take(at).collect();
    // Of two certificates in a row both look at the same item.
    let just = before.iter().rev().find(|block| !matches!(block, Block::Certificate(_)));
    let Some(just) = just else {
        return say!(
            tongue,
            "Nothing comes before it: everybody in the session gets it when the session starts."
        );
    };
    let reached = |done| reached(project, done, tongue);
    match just {
        Block::Activity(id) => {
            let item = titles.item(id);
            match project.activities.iter().find(|a| a.id == *id) {
                None => {
                    say!(tongue, "It never grants: {item} does not exist.", item = item)
                }
                Some(activity) if !activity.is_module() => reached(Done::Item(item)),
                Some(activity) => module(activity, &item, tongue),
            }
        }
        Block::Journey(id) => reached(Done::Journey(titles.item(id))),
        Block::Note(_) => {
            // A note is passed with the item before it.
            let item = before.iter().rev().find_map(|block| match block {
                Block::Activity(id) | Block::Journey(id) => Some(id),
                _ => None,
            });
            reached(item.map_or(Done::Start, |id| Done::Note(titles.item(id))))
        }
        Block::Certificate(_) => String::new(),
    }
}

fn module(activity: &Activity, item: &str, tongue: Tongue<'_>) -> String {
    match (activity.mode, activity.minimum_score) {
        (Mode::Exam, Some(minimum)) => say!(
            tongue,
            "Granted when the one attempt at {item} reaches {minimum}. Whoever fails it or leaves early needs a new session.",
            item = item,
            minimum = minimum,
        ),
        (Mode::Exam, None) => say!(
            tongue,
            "Granted when {item} is completed or left early: it is an exam without a minimum score. Not granted when it is still unfinished as the session ends.",
            item = item,
        ),
        (_, Some(minimum)) => say!(
            tongue,
            "Granted as soon as the best attempt at {item} reaches {minimum}. It may be taken again until the session ends; below {minimum} by then, there is none.",
            item = item,
            minimum = minimum,
        ),
        (_, None) => say!(
            tongue,
            "Granted when {item} is completed; or at the end of the session, when it was at least started.",
            item = item,
        ),
    }
}

/// What has to be done before a block that follows no module.
enum Done {
    Item(String),
    Journey(String),
    /// A note behind this item.
    Note(String),
    /// Nothing: only a note comes before.
    Start,
}

fn reached(project: &Project, done: Done, tongue: Tongue<'_>) -> String {
    match (project.options.non_module_block, done) {
        (NonModuleBlock::Reached, Done::Item(item)) => {
            say!(tongue, "Granted as soon as the learner has finished {item}.", item = item)
        }
        (NonModuleBlock::Reached, Done::Journey(item)) => say!(
            tongue,
            "Granted as soon as the learner has completed the required activities of {item}.",
            item = item,
        ),
        (NonModuleBlock::Reached, Done::Note(item)) => say!(
            tongue,
            "Granted as soon as the learner has finished {item} and so passed the note.",
            item = item,
        ),
        (NonModuleBlock::Reached, Done::Start) => say!(
            tongue,
            "Granted as soon as the learner has started the session: only a note comes before it."
        ),
        (NonModuleBlock::SessionEnd, Done::Item(item)) => say!(
            tongue,
            "Granted at the end of the session to learners who have finished {item}.",
            item = item,
        ),
        (NonModuleBlock::SessionEnd, Done::Journey(item)) => say!(
            tongue,
            "Granted at the end of the session to learners who have completed the required activities of {item}.",
            item = item,
        ),
        (NonModuleBlock::SessionEnd, Done::Note(item)) => say!(
            tongue,
            "Granted at the end of the session to learners who have finished {item} and so passed the note.",
            item = item,
        ),
        (NonModuleBlock::SessionEnd, Done::Start) => say!(
            tongue,
            "Granted at the end of the session to learners who have started the session: only a note comes before it."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::FromId;

    fn said(change: impl FnOnce(&mut Activity), blocks: &[&str]) -> String {
        let mut project = Project::default();
        let mut activity = Activity { title: "Fire".into(), ..Activity::from_id("fire") };
        change(&mut activity);
        project.activities.push(activity);
        let blocks: Vec<Block> = blocks
            .iter()
            .map(|block| match *block {
                "certificate" => Block::Certificate(Box::default()),
                "note" => Block::Note("Read this".into()),
                "journey" => Block::Journey("path".into()),
                id => Block::Activity(id.into()),
            })
            .collect();
        block(&project, &blocks, blocks.len() - 1, Tongue::ENGLISH)
    }

    #[test]
    fn each_line_of_the_table_has_its_sentence() {
        let fire = ["fire", "certificate"];
        let exam =
            |minimum| move |a: &mut Activity| (a.mode, a.minimum_score) = (Mode::Exam, minimum);
        assert!(said(|_| {}, &fire).contains("at least started"));
        assert!(
            said(|a| a.minimum_score = Some(80.0), &fire)
                .contains("best attempt at “Fire” reaches 80")
        );
        assert!(said(exam(Some(80.0)), &fire).contains("one attempt at “Fire” reaches 80"));
        assert!(said(exam(None), &fire).contains("left early"));
        assert_eq!(
            said(|a| a.kind = "webinar".into(), &fire),
            "Granted as soon as the learner has finished “Fire”."
        );
        assert!(
            said(|_| {}, &["journey", "certificate"]).contains("required activities of “path”")
        );
        assert!(said(|_| {}, &["certificate"]).contains("when the session starts"));
        assert!(said(|_| {}, &["gone", "certificate"]).contains("does not exist"));
    }

    #[test]
    fn notes_and_other_certificates_are_looked_past() {
        assert!(said(|_| {}, &["fire", "certificate", "certificate"]).contains("at least started"));
        assert!(
            said(|_| {}, &["fire", "note", "certificate"])
                .contains("finished “Fire” and so passed the note")
        );
        assert!(said(|_| {}, &["note", "certificate"]).contains("started the session"));
        assert_eq!(said(|_| {}, &["fire"]), "");
    }
}
