//! When a certificate block grants (domain.md section 3), in a sentence.

use super::Titles;
use crate::catalogue::{Block, Mode, NonModuleBlock};
use crate::rules::Project;

/// When the certificate block at `at` grants: it looks only at the item just
/// before it. Empty when there is no certificate block.
pub fn block(project: &Project, blocks: &[Block], at: usize) -> String {
    let Some(Block::Certificate(_)) = blocks.get(at) else { return String::new() };
    let titles = Titles::new(project);
    let before: Vec<&Block> = blocks.iter().take(at).collect();
    // Of two certificates in a row both look at the same item.
    let just = before.iter().rev().find(|block| !matches!(block, Block::Certificate(_)));
    let Some(just) = just else {
        return "Nothing comes before it: everybody in the session gets it when the session starts.".to_owned();
    };
    match just {
        Block::Activity(id) => {
            let thing = titles.item(id);
            let Some(activity) = project.activities.iter().find(|a| a.id == *id) else {
                return format!("It never grants: {thing} does not exist.");
            };
            if !activity.is_module() {
                return reached(project, &format!("finished {thing}"));
            }
            match (activity.mode, activity.minimum_score) {
                (Mode::Exam, Some(minimum)) => format!(
                    "Granted when the one attempt at {thing} reaches {minimum}. Whoever fails it or leaves early needs a new session."
                ),
                (Mode::Exam, None) => format!(
                    "Granted when {thing} is completed or left early: it is an exam without a minimum score. Not granted when it is still unfinished as the session ends."
                ),
                (_, Some(minimum)) => format!(
                    "Granted as soon as the best attempt at {thing} reaches {minimum}. It may be taken again until the session ends; below {minimum} by then, there is none."
                ),
                (_, None) => format!(
                    "Granted when {thing} is completed; or at the end of the session, when it was at least started."
                ),
            }
        }
        Block::Journey(id) => {
            reached(project, &format!("completed the required activities of {}", titles.item(id)))
        }
        Block::Note(_) => {
            // A note is passed with the item before it.
            let item = before.iter().rev().find_map(|block| match block {
                Block::Activity(id) | Block::Journey(id) => Some(id),
                _ => None,
            });
            match item {
                Some(id) => reached(
                    project,
                    &format!("finished {} and so passed the note", titles.item(id)),
                ),
                None => reached(project, "started the session: only a note comes before it"),
            }
        }
        Block::Certificate(_) => String::new(),
    }
}

fn reached(project: &Project, done: &str) -> String {
    match project.options.non_module_block {
        NonModuleBlock::Reached => format!("Granted as soon as the learner has {done}."),
        NonModuleBlock::SessionEnd => {
            format!("Granted at the end of the session to learners who have {done}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Activity, FromId};

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
        block(&project, &blocks, blocks.len() - 1)
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
