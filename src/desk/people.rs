//! Learners that are added by hand or by a pasted list, and taken out with all
//! that is recorded of them.

use super::Desk;
use super::edit::Edit;
use crate::catalogue::{Attributes, Event, Id, Learner};
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::BTreeSet;

/// One learner a line: a name, an address, or both, parted by a comma, a
/// semicolon or a tab, or as `Ada Lovelace <ada@example.org>`. Blank lines are
/// left out.
pub fn people(text: &str) -> Vec<(String, String)> {
    text.lines().filter_map(person).collect()
}

/// Custom attributes as people write them, one a line: `Name: value`.
pub fn attributes_of(text: &str) -> Attributes {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    let trimmed = lines.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
    trimmed.filter(|(name, _)| !name.is_empty()).collect()
}

/// Custom attributes, one a line.
pub fn attributes_text(attributes: &Attributes) -> String {
    let lines = attributes.iter().map(|(name, value)| format!("{name}: {value}"));
    lines.collect::<Vec<_>>().join("\n")
}

fn person(line: &str) -> Option<(String, String)> {
    let clean = |part: &str| part.trim().trim_matches(['"', '<', '>']).trim().to_owned();
    let parts: Vec<String> = match line.split_once('<') {
        Some((name, address)) => vec![clean(name), clean(address)],
        None => line.split(['\t', ';', ',']).map(clean).collect(),
    };
    let email = parts.iter().find(|part| part.contains('@')).cloned().unwrap_or_default();
    let names: Vec<&str> = parts
        .iter()
        .filter(|part| !part.is_empty() && !part.contains('@'))
        .map(String::as_str)
        .collect();
    let name = names.join(" ");
    (!name.is_empty() || !email.is_empty()).then_some((name, email))
}

/// An id that is not taken, made of an address or a name.
fn id_of(name: &str, email: &str, taken: &BTreeSet<Id>) -> Id {
    let source = match email.split_once('@') {
        Some((local, _)) if !local.is_empty() => local,
        _ => name,
    };
    let mut base = String::new();
    for c in source.to_lowercase().chars() {
        if c.is_alphanumeric() || "._".contains(c) {
            base.push(c);
        } else if !base.is_empty() && !base.ends_with('-') {
            base.push('-');
        }
    }
    let base = match base.trim_end_matches('-') {
        "" => "learner",
        base => base,
    };
    let free = |id: &String| !taken.contains(id.as_str());
    let mut tries = std::iter::once(base.to_owned()).chain((2..).map(|n| format!("{base}-{n}")));
    tries.find(free).unwrap_or_default().into()
}

impl Desk {
    /// Adds the learners of a list, as one step.
    pub(super) fn add_people(&mut self, text: &str, now: f64) -> Result<(), Diagnostics> {
        let found = people(text);
        if found.is_empty() {
            let message = "No name was found.";
            return Err(vec![Diagnostic::error("no-learner", "", message).repair(
                "Write one learner a line: a name, and the e-mail address if there is one.",
            )]);
        }
        let mut taken: BTreeSet<Id> =
            self.project().learners.iter().map(|l| l.id.clone()).collect();
        let mut learners = Vec::with_capacity(found.len());
        for (name, email) in found {
            let id = id_of(&name, &email, &taken);
            taken.insert(id.clone());
            let (first, last) = match name.rsplit_once(' ') {
                Some((first, last)) => (first.trim().to_owned(), last.to_owned()),
                None => (name, String::new()),
            };
            learners.push(Learner {
                id,
                first_name: first,
                last_name: last,
                email,
                ..Learner::default()
            });
        }
        let label = match learners.as_slice() {
            [one] => format!("Add {}", super::rows::name(one)),
            all => format!("Add {} learners", all.len()),
        };
        self.edit(vec![Edit::insert(usize::MAX, learners)], &label, None, now);
        Ok(())
    }

    /// Takes a learner out, with all events and places in groups and sessions, as
    /// one step.
    pub(super) fn remove_learner(&mut self, learner: &str, now: f64) {
        let project = self.project();
        let Some(at) = project.learners.iter().position(|l| l.id == learner) else { return };
        let label = project.learners.get(at).map(|l| format!("Remove {}", super::rows::name(l)));
        let mut edits = vec![Edit::remove::<Learner>(at, 1)];
        // From the end, so that the places before stay what they are; neighbours
        // go in one.
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let own = project.events.iter().enumerate().filter(|(_, e)| e.learner == learner);
        for (seq, _) in own {
            match runs.last_mut() {
                Some((first, count)) if *first + *count == seq => *count += 1,
                _ => runs.push((seq, 1)),
            }
        }
        edits.extend(runs.iter().rev().map(|(at, count)| Edit::remove::<Event>(*at, *count)));
        for (at, group) in project.groups.iter().enumerate() {
            if group.members.iter().any(|m| m == learner) {
                let mut group = group.clone();
                group.members.retain(|m| m != learner);
                edits.push(Edit::set(at, group));
            }
        }
        for (at, session) in project.sessions.iter().enumerate() {
            if session.participants.iter().any(|p| p == learner) {
                let mut session = session.clone();
                session.participants.retain(|p| p != learner);
                edits.push(Edit::set(at, session));
            }
        }
        self.edit(edits, &label.unwrap_or_default(), None, now);
    }

    /// The instant of the recorded event that comes next after an instant, or
    /// last before it: of one learner, or of all.
    pub(super) fn near(&mut self, learner: Option<&str>, at: i64, later: bool) -> Option<i64> {
        let rehearsal = &self.compiled().rehearsal;
        let numbers = match learner {
            Some(id) => {
                let number = rehearsal.checked.learners.get(id);
                number..number.saturating_add(1)
            }
            None => 0..rehearsal.checked.learners.len(),
        };
        let times = numbers.flat_map(|n| rehearsal.history.of(n)).map(|event| event.at.0);
        match later {
            true => times.filter(|t| *t > at).min(),
            false => times.filter(|t| *t < at).max(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::stories;

    #[test]
    fn a_list_is_read_as_people_paste_it() {
        let text = "Ada Lovelace, ada@example.org\n\nGrace Hopper\ngrace@example.org;Grace;Hopper\r\nZoë <zoe@example.org>\n\"Li\"\tŌe\n , \n";
        let found = people(text);
        let of = |n: usize| (found[n].0.as_str(), found[n].1.as_str());
        assert_eq!(found.len(), 5);
        assert_eq!(of(0), ("Ada Lovelace", "ada@example.org"));
        assert_eq!(of(1), ("Grace Hopper", ""));
        assert_eq!(of(2), ("Grace Hopper", "grace@example.org"));
        assert_eq!(of(3), ("Zoë", "zoe@example.org"));
        assert_eq!(of(4), ("Li Ōe", ""));
    }

    #[test]
    fn attributes_are_lines() {
        let read = attributes_of("Contract start: 2026-01-05\nno value\n: x\nShift:night: late ");
        assert_eq!(attributes_text(&read), "Contract start: 2026-01-05\nShift: night: late");
        assert_eq!(attributes_of(&attributes_text(&read)), read);
    }

    #[test]
    fn those_of_one_name_get_ids_of_their_own() {
        let mut desk = Desk::new();
        desk.add_people("Ada\nAda\nada@example.org\n太郎 山田\n!!!", 0.0).unwrap();
        let ids: Vec<_> = desk.project().learners.iter().map(|l| l.id.as_str()).collect();
        assert_eq!(ids, ["ada", "ada-2", "ada-3", "太郎-山田", "learner"]);
        desk.undo();
        assert!(desk.project().learners.is_empty());
        assert!(desk.add_people(" \n", 0.0).is_err());
    }

    #[test]
    fn who_is_removed_leaves_nothing_behind_and_can_come_back() {
        for story in stories::STORIES {
            let project = story.project().unwrap();
            let mut desk = Desk::with(project.clone());
            for learner in &project.learners {
                desk.remove_learner(&learner.id, 0.0);
                let text = crate::rules::write(&head_and_history(&desk)).to_string();
                assert!(!text.contains(&format!("\"{}\"", learner.id)), "{}", learner.id);
                desk.undo();
                assert_eq!(desk.project(), &project);
            }
        }
    }

    /// Without the kept cases, which are texts of their own.
    fn head_and_history(desk: &Desk) -> crate::rules::Project {
        let mut project = desk.project().clone();
        project.scenarios.clear();
        project
    }

    #[test]
    fn the_events_before_and_after_are_found() {
        let mut desk = Desk::with(stories::STORIES[0].project().unwrap());
        let mut at = desk.near(None, i64::MIN, true).unwrap();
        let mut seen = 1;
        while let Some(next) = desk.near(None, at, true) {
            assert_eq!(desk.near(None, next, false), Some(at));
            at = next;
            seen += 1;
        }
        assert!(seen > 5);
        assert!(desk.near(Some("nobody"), 0, true).is_none());
    }
}
