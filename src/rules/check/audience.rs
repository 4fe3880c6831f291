//! Who a rule reaches: triggers that nobody is eligible for, and group links that
//! let everybody in.

use super::names::MAX_LISTED;
use super::out::Out;
use super::words;
use crate::catalogue::{EventKind, Id};
use crate::diagnostic::Diagnostic;
use crate::rules::repair::Repair;
use crate::rules::{Action, List, Wanted};
use std::collections::{BTreeMap, BTreeSet};

/// `nobody-eligible`, `group-leaks-hidden-course`.
pub(super) fn check(out: &mut Out<'_>) {
    leaks(out);
    eligible(out);
}

fn leaks(out: &mut Out<'_>) {
    let known = out.known;
    let hidden = |id: &Id| known.activity(id).is_some_and(|activity| activity.hidden);
    // Of those in journeys, which may be many for one link.
    let (mut listed, mut last) = (0, 0);
    for (index, group) in known.groups() {
        let mut said = BTreeSet::new();
        let courses: BTreeSet<&Id> = group.courses.iter().collect();
        let journeys = courses.into_iter().filter_map(|id| known.find(Wanted::Journey, id));
        for (_, at) in journeys {
            let Some(journey) = known.project.journeys.get(at) else { continue };
            let shown: BTreeSet<&Id> = journey
                .activities
                .iter()
                .map(|step| &step.activity)
                .filter(|id| hidden(id))
                .collect();
            for activity in shown {
                listed += 1;
                last = index;
                if listed > MAX_LISTED {
                    continue;
                }
                let message = format!(
                    "“{}” is hidden, and the link to “{}”, which it is part of, shows it to every member of “{}” at once, whatever triggers say.",
                    known.name(Wanted::Activity, activity),
                    known.title(List::Journeys, at),
                    known.title(List::Groups, index)
                );
                let path = format!("groups.{}.courses", group.id);
                let finding = Diagnostic::warning("group-leaks-hidden-course", path, message);
                let (group, course) = (group.id.clone(), journey.id.clone());
                let repair = Repair::UnlinkCourse { group, course };
                out.add(List::Groups, index, finding, Some(repair));
            }
        }
        for course in &group.courses {
            if !hidden(course) || !said.insert(course) {
                continue;
            }
            let message = format!(
                "“{}” is hidden, and this link shows it to every member of “{}” at once, whatever triggers say.",
                known.name(Wanted::Activity, course),
                known.title(List::Groups, index)
            );
            let path = format!("groups.{}.courses", group.id);
            let finding = Diagnostic::warning("group-leaks-hidden-course", path, message);
            let (group, course) = (group.id.clone(), course.clone());
            let repair = Repair::UnlinkCourse { group, course };
            out.add(List::Groups, index, finding, Some(repair));
        }
    }
    if listed > MAX_LISTED {
        let message = format!(
            "{} more hidden activities are shown by links to their journeys.",
            listed - MAX_LISTED
        );
        let finding = Diagnostic::warning("group-leaks-hidden-course", "groups", message)
            .repair("Unlink the journeys.");
        out.add(List::Groups, last, finding, None);
    }
}

fn eligible(out: &mut Out<'_>) {
    let known = out.known;
    if known.project.learners.is_empty() || known.triggers().all(|(_, t)| t.eligible.is_empty()) {
        return;
    }
    // Groups that a rule may put anybody into.
    let open: BTreeSet<&str> = known
        .running()
        .flat_map(|(_, rule)| &rule.actions)
        .filter_map(|action| match action {
            Action::AddToGroup(group) => Some(group.as_str()),
            _ => None,
        })
        .collect();
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, group) in known.groups() {
        let own = members.entry(&group.id).or_default();
        own.extend(group.members.iter().map(|id| id.as_str()));
    }
    for event in &known.project.events {
        if event.kind == EventKind::LearnerAddedToGroup {
            members.entry(&event.item).or_default().insert(&event.learner);
        }
    }
    for (index, trigger) in known.triggers() {
        let groups: BTreeSet<&str> = trigger.eligible.iter().map(|id| id.as_str()).collect();
        let unknown = groups.iter().any(|id| known.find(Wanted::Group, id).is_none());
        let none = BTreeSet::new();
        let mut closed = groups
            .iter()
            .filter(|id| !open.contains(*id))
            .map(|id| members.get(id).unwrap_or(&none));
        let Some(first) = closed.next() else { continue };
        let rest: Vec<_> = closed.collect();
        if unknown || first.iter().any(|learner| rest.iter().all(|set| set.contains(learner))) {
            continue;
        }
        let names = groups.iter().map(|id| known.name(Wanted::Group, id));
        let message = match groups.len() {
            1 => format!("Nobody is in the group {}.", words::list(names)),
            _ => format!(
                "A learner has to be in all of the groups {}, and nobody is.",
                words::list(names)
            ),
        };
        let path = format!("triggers.{}.eligible", trigger.id);
        let finding = Diagnostic::warning("nobody-eligible", path, message)
            .repair("Take groups away from the trigger, or put learners into them.");
        out.add(List::Triggers, index, finding, None);
    }
}
