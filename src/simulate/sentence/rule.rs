//! What a rule does, in one sentence.

use super::{Titles, condition, list};
use crate::catalogue::{EventKind, Id, Moment, Once, Zone};
use crate::rules::{Action, Anchor, Automation, Node, WantedStatus};
use crate::simulate::{Condition, Since};

/// The rule as a sentence, such as “When an activity is completed, and it is “A”
/// or “B”, and both are completed, then grant “C”, once per cycle, from 1 Feb 2026
/// on.” `once` is the project's option.
pub fn rule(rule: &Automation, once: Once, zone: &Zone, titles: &Titles) -> String {
    let mut out = when(rule.event).to_owned();
    match &rule.conditions {
        Some(Node::And(nodes)) if !nodes.is_empty() => {
            let mut about = Vec::new();
            for node in nodes {
                out.push_str(", and ");
                out.push_str(&part(node, &about, titles));
                if let Some(items) = items(node, &in_event) {
                    about = items;
                }
            }
        }
        tree if tree.as_ref().is_none_or(|t| t.is_group() && t.children().is_empty()) => {
            out.push_str(if rule.event.has_item() { ", whichever it is" } else { "" });
        }
        Some(node) => {
            out.push_str(", and ");
            out.push_str(&part(node, &[], titles));
        }
        None => {}
    }
    let actions: Vec<String> = rule.actions.iter().map(|a| action(a, titles)).collect();
    match actions.as_slice() {
        [] => out.push_str(", then nothing is done yet"),
        actions => out.push_str(&format!(", then {}", list(actions, "and"))),
    }
    let often: Vec<Once> = rule.grants().map(|(_, grant)| grant.once.unwrap_or(once)).collect();
    if let Some(first) = often.first().filter(|first| often.iter().all(|o| o == *first)) {
        out.push_str(match first {
            Once::Ever => ", once and never again",
            Once::PerCycle => ", once per cycle",
            Once::EveryEvent => ", every time",
        });
    }
    if let Some(from) = rule.active_from {
        out.push_str(&format!(", from {} on", moment(from, zone)));
    }
    out.push('.');
    out
}

/// The event as the beginning of the sentence.
fn when(event: EventKind) -> &'static str {
    match event {
        EventKind::ActivityCompleted => "When an activity is completed",
        EventKind::JourneyCompleted => "When a journey is completed",
        EventKind::ProgrammeCompleted => "When a programme is completed",
        EventKind::ActivityReadyForGrading => "When an activity is handed in for grading",
        EventKind::ActivityGraded => "When an activity is graded",
        EventKind::LearnerRegistered => "When a learner registers",
        EventKind::LearnerUpdated => "When a learner's profile changes",
        EventKind::LearnerDeleted => "When a learner is deleted",
        EventKind::LearnerAddedToGroup => "When a learner is added to a group",
        EventKind::PeriodicCheck => "Every full hour",
        _ => "When something happens that no rule listens to",
    }
}

type Which = dyn Fn(&Node) -> Option<Id>;

fn in_event(node: &Node) -> Option<Id> {
    match node {
        Node::ActivityInEvent(about) if about.status == WantedStatus::Completed => {
            Some(about.activity.clone())
        }
        Node::JourneyInEvent(id) | Node::ProgrammeInEvent(id) => Some(id.clone()),
        _ => None,
    }
}

fn completed(node: &Node) -> Option<Id> {
    match node {
        Node::ActivityCompleted(id) | Node::JourneyCompleted(id) | Node::ProgrammeCompleted(id) => {
            Some(id.clone())
        }
        _ => None,
    }
}

/// The items of a group all of whose parts are of one sort, or of one such part.
fn items(node: &Node, which: &Which) -> Option<Vec<Id>> {
    match node {
        Node::And(nodes) | Node::Or(nodes) if !nodes.is_empty() => {
            nodes.iter().map(which).collect()
        }
        leaf => which(leaf).map(|id| vec![id]),
    }
}

fn named(ids: &[Id], last: &str, titles: &Titles) -> String {
    let names: Vec<String> = ids.iter().map(|id| titles.item(id)).collect();
    list(&names, last)
}

/// A node in words. `about` is what the event was said to be about just before.
fn part(node: &Node, about: &[Id], titles: &Titles) -> String {
    match node {
        Node::And(nodes) | Node::Or(nodes) => {
            let or = matches!(node, Node::Or(_));
            let last = if or { "or" } else { "and" };
            match nodes.as_slice() {
                [] => return "an empty group holds".to_owned(),
                [one] => return part(one, about, titles),
                _ => {}
            }
            if let Some(ids) = items(node, &in_event) {
                return format!("it is {}", named(&ids, last, titles));
            }
            if let Some(ids) = items(node, &completed) {
                let same = ids.len() == about.len() && ids.iter().all(|id| about.contains(id));
                return match (or, same) {
                    (false, true) => format!("{} completed", all(ids.len())),
                    (false, false) => format!("{} are completed", named(&ids, last, titles)),
                    (true, _) => format!("{} is completed", named(&ids, last, titles)),
                };
            }
            let parts: Vec<String> = nodes.iter().map(|n| part(n, about, titles)).collect();
            format!("({})", parts.join(&format!(" {last} ")))
        }
        Node::Not(inner) => match leaf(inner) {
            Some(asked) => condition(&asked, true, titles),
            None => format!("it is not so that {}", part(inner, about, titles)),
        },
        Node::ActivityInEvent(_) | Node::JourneyInEvent(_) | Node::ProgrammeInEvent(_) => {
            let said = leaf(node).map(|asked| condition(&asked, false, titles)).unwrap_or_default();
            said.replacen("the event is about", "it is", 1)
        }
        other => leaf(other).map(|asked| condition(&asked, false, titles)).unwrap_or_default(),
    }
}

fn all(count: usize) -> String {
    let word = match count {
        1 => return "it is".to_owned(),
        2 => return "both are".to_owned(),
        3 => "three",
        4 => "four",
        5 => "five",
        6 => "six",
        7 => "seven",
        8 => "eight",
        9 => "nine",
        many => return format!("all {many} are"),
    };
    format!("all {word} are")
}

/// A condition as evidence names it; `None` for groups and `not`.
fn leaf(node: &Node) -> Option<Condition> {
    let about = |event, item: &Id, status| Condition::InEvent { event, item: item.clone(), status };
    Some(match node {
        Node::And(_) | Node::Or(_) | Node::Not(_) => return None,
        Node::ActivityInEvent(asked) => {
            about(EventKind::ActivityCompleted, &asked.activity, asked.status)
        }
        Node::JourneyInEvent(id) => about(EventKind::JourneyCompleted, id, WantedStatus::Any),
        Node::ProgrammeInEvent(id) => about(EventKind::ProgrammeCompleted, id, WantedStatus::Any),
        Node::ActivityCompleted(id) | Node::JourneyCompleted(id) | Node::ProgrammeCompleted(id) => {
            Condition::Completed(id.clone())
        }
        Node::LearnerInGroup(id) => Condition::InGroup(id.clone()),
        Node::Score(range) => Condition::Score {
            activity: range.activity.clone(),
            minimum: range.minimum,
            below: range.below,
        },
        Node::TimeSince(time) => Condition::TimeSince {
            since: match &time.since {
                Anchor::Registration => Since::Registration,
                Anchor::FirstLogin => Since::FirstLogin,
                Anchor::Completion(id) => Since::Completion(id.clone()),
            },
            from: time.from,
            to: time.to,
        },
        Node::HasCertificate(id) => Condition::HasCertificate(id.clone()),
        Node::HasCertification(id) => Condition::HasCertification(id.clone()),
    })
}

fn action(action: &Action, titles: &Titles) -> String {
    match action {
        Action::GrantCertificate(grant) if !grant.title.is_empty() => {
            format!("grant “{}”", grant.title)
        }
        Action::GrantCertificate(grant) => {
            format!("grant {}", titles.certificate(&grant.certificate))
        }
        Action::AssignCourse(id) => format!("assign {}", titles.item(id)),
        Action::AssignCertification(id) => {
            format!("assign the certification {}", titles.certification(id))
        }
        Action::Unlock(id) => format!("unlock {}", titles.item(id)),
        Action::Lock(id) => format!("lock {}", titles.item(id)),
        Action::CompleteActivity(id) => format!("complete {}", titles.item(id)),
        Action::ExpireActivity(id) => format!("expire {}", titles.item(id)),
        Action::ResetActivity(id) => format!("reset {}", titles.item(id)),
        Action::AddToGroup(id) => format!("add the learner to {}", titles.group(id)),
        Action::RemoveFromGroup(id) => format!("remove the learner from {}", titles.group(id)),
        Action::Notify(text) if text.trim().is_empty() => "send a message".to_owned(),
        Action::Notify(text) => format!("send the message “{}”", text.trim()),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment on the site's clocks: `1 Feb 2026`, or `1 Feb 2026, 10:00`.
fn moment(moment: Moment, zone: &Zone) -> String {
    let Some(at) = zone.civil(zone.instant(moment)) else { return moment.to_string() };
    let month = usize::try_from(at.month() - 1).ok().and_then(|m| MONTHS.get(m)).unwrap_or(&"");
    let day = format!("{} {month} {}", at.day(), at.year());
    match (at.hour(), at.minute()) {
        (0, 0) => day,
        (hour, minute) => format!("{day}, {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::parse;

    fn said(rules: &str) -> Vec<String> {
        let text = format!(
            r#"{{"format":"laureate-project","version":1,"options":{{"time_zone":"Europe/Berlin"}},
            "activities":[{{"id":"a","title":"Attire"}},{{"id":"s","title":"Safety"}},{{"id":"t","title":"Tools"}}],
            "journeys":[{{"id":"w","title":"Welcome"}}],"groups":[{{"id":"g","title":"Crew"}}],
            "certificates":[{{"id":"c","title":"Ready for the Site"}}],"automations":[{rules}]}}"#
        );
        let (project, faults) = parse(&text).unwrap();
        assert_eq!(faults, []);
        let titles = Titles::new(&project);
        let zone = Zone::named("Europe/Berlin").unwrap();
        project.automations.iter().map(|r| rule(r, project.options.once, &zone, &titles)).collect()
    }

    const GRANT: &str = r#"[{"grant-certificate":{"certificate":"c"}}]"#;

    #[test]
    fn the_recipe_is_one_sentence() {
        let rules = format!(
            r#"{{"id":"x","event":"activity-completed","active_from":"2026-02-01","conditions":{{"and":[
            {{"or":[{{"activity-in-event":"a"}},{{"activity-in-event":"s"}},{{"activity-in-event":"t"}}]}},
            {{"and":[{{"activity-completed":"a"}},{{"activity-completed":"s"}},{{"activity-completed":"t"}}]}}
            ]}},"actions":{GRANT}}}"#
        );
        assert_eq!(
            said(&rules),
            [
                "When an activity is completed, and it is “Attire”, “Safety” or “Tools”, and all three are completed, then grant “Ready for the Site”, once per cycle, from 1 Feb 2026 on."
            ]
        );
    }

    #[test]
    fn other_forms_read_as_well() {
        let rule = |event: &str, conditions: &str, rest: &str| {
            format!(
                r#"{{"id":"{}","event":"{event}","conditions":{conditions}{rest}}}"#,
                conditions.len()
            )
        };
        let rules = [
            format!(r#"{{"id":"x","event":"activity-completed","actions":{GRANT}}}"#),
            rule(
                "activity-completed",
                r#"{"activity-in-event":{"activity":"a","status":"failed"}}"#,
                r#","actions":[{"add-to-group":"g"},{"notify":" Again "}],"active_from":"2026-02-01 10:30""#,
            ),
            rule(
                "journey-completed",
                r#"{"or":[{"journey-in-event":"w"},{"and":[{"not":{"learner-in-group":"g"}},{"score":{"activity":"s","minimum":80}}]}]}"#,
                r#","actions":[{"grant-certificate":{"certificate":"c","title":"Well done","once":"ever"}}]"#,
            ),
            rule(
                "periodic-check",
                r#"{"and":[{"time-since":{"since":"registration","from":"30 days"}},{"and":[{"activity-completed":"a"},{"activity-completed":"s"}]}]}"#,
                "",
            ),
        ];
        assert_eq!(
            said(&rules.join(",")),
            [
                "When an activity is completed, whichever it is, then grant “Ready for the Site”, once per cycle.",
                "When an activity is completed, and it is “Attire”, failed, then add the learner to “Crew” and send the message “Again”, from 1 Feb 2026, 10:30 on.",
                "When a journey is completed, and (it is “Welcome” or (the learner is not in “Crew” and the score in “Safety” is at least 80)), then grant “Well done”, once and never again.",
                "Every full hour, and it is at least 30 days after registration, and “Attire” and “Safety” are completed, then nothing is done yet.",
            ]
        );
    }
}
