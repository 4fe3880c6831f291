//! What a rule does, in one sentence.

use super::condition::it_is;
use super::{Titles, condition};
use crate::catalogue::{EventKind, Id, Moment, Once, Zone};
use crate::locale::{Tongue, say, say_n};
use crate::rules::{Action, Anchor, Automation, Node, WantedStatus};
use crate::simulate::{Condition, Since};

/// The rule as a sentence, such as “When an activity is completed, and it is “A”
/// or “B”, and both are completed, then grant “C”, once per cycle, from 1 Feb 2026
/// on.” `once` is the project's option.
pub fn rule(rule: &Automation, once: Once, zone: &Zone, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let out = asked(rule, titles);
    let actions: Vec<String> = rule.actions.iter().map(|a| action(a, titles)).collect();
    let mut out = match actions.as_slice() {
        [] => say!(tongue, "{sentence}, then nothing is done yet", sentence = out),
        actions => {
            let actions = tongue.and(actions);
            say!(tongue, "{sentence}, then {actions}", sentence = out, actions = actions)
        }
    };
    let often: Vec<Once> = rule.grants().map(|(_, grant)| grant.once.unwrap_or(once)).collect();
    if let Some(first) = often.first().filter(|first| often.iter().all(|o| o == *first)) {
        out = match first {
            Once::Ever => say!(tongue, "{sentence}, once and never again", sentence = out),
            Once::PerCycle => say!(tongue, "{sentence}, once per cycle", sentence = out),
            Once::EveryEvent => say!(tongue, "{sentence}, every time", sentence = out),
        };
    }
    if let Some(from) = rule.active_from {
        let from = moment(from, zone, tongue);
        out = say!(tongue, "{sentence}, from {when} on", sentence = out, when = from);
    }
    say!(tongue, "{sentence}.", sentence = out)
}

/// The event and the conditions.
fn asked(rule: &Automation, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let and = |sentence: String, condition: String| {
        say!(tongue, "{sentence}, and {condition}", sentence = sentence, condition = condition)
    };
    let mut out = when(rule.event, tongue);
    match &rule.conditions {
        Some(Node::And(nodes)) if !nodes.is_empty() => {
            let mut about = Vec::new();
            for node in nodes {
                out = and(out, part(node, &about, titles));
                if let Some(items) = items(node, &in_event) {
                    about = items;
                }
            }
            out
        }
        Some(node) if !node.is_group() || !node.children().is_empty() => {
            and(out, part(node, &[], titles))
        }
        _ if rule.event.has_item() => {
            say!(tongue, "{sentence}, whichever it is", sentence = out)
        }
        _ => out,
    }
}

/// The event as the beginning of the sentence.
fn when(event: EventKind, tongue: Tongue<'_>) -> String {
    match event {
        EventKind::ActivityCompleted => say!(tongue, "When an activity is completed"),
        EventKind::JourneyCompleted => say!(tongue, "When a journey is completed"),
        EventKind::ProgrammeCompleted => say!(tongue, "When a programme is completed"),
        EventKind::ActivityReadyForGrading => {
            say!(tongue, "When an activity is handed in for grading")
        }
        EventKind::ActivityGraded => say!(tongue, "When an activity is graded"),
        EventKind::LearnerRegistered => say!(tongue, "When a learner registers"),
        EventKind::LearnerUpdated => say!(tongue, "When a learner's profile changes"),
        EventKind::LearnerDeleted => say!(tongue, "When a learner is deleted"),
        EventKind::LearnerAddedToGroup => say!(tongue, "When a learner is added to a group"),
        EventKind::PeriodicCheck => say!(tongue, "Every full hour"),
        _ => say!(tongue, "When something happens that no rule listens to"),
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

/// A node in words. `about` is what the event was said to be about just before.
fn part(node: &Node, about: &[Id], titles: &Titles<'_>) -> String {
    match node {
        Node::And(nodes) => group(nodes, false, about, titles),
        Node::Or(nodes) => group(nodes, true, about, titles),
        Node::Not(inner) => match leaf(inner) {
            Some(asked) => condition(&asked, true, titles),
            None => {
                let inner = part(inner, about, titles);
                say!(titles.tongue, "it is not so that {condition}", condition = inner)
            }
        },
        other => match leaf(other) {
            Some(Condition::InEvent { event, item, status }) => it_is(event, &item, status, titles),
            Some(asked) => condition(&asked, false, titles),
            None => String::new(),
        },
    }
}

/// A group of conditions of which all have to hold, or one of them.
fn group(nodes: &[Node], or: bool, about: &[Id], titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    match nodes {
        [] => return say!(tongue, "an empty group holds"),
        [one] => return part(one, about, titles),
        _ => {}
    }
    let named = |ids: &[Id]| {
        let names: Vec<String> = ids.iter().map(|id| titles.item(id)).collect();
        if or { tongue.or(&names) } else { tongue.and(&names) }
    };
    let join = |a: String, b: String| match or {
        true => say!(tongue, "{a} or {b}", a = a, b = b),
        false => say!(tongue, "{a} and {b}", a = a, b = b),
    };
    let all = |which: &Which| nodes.iter().map(which).collect::<Option<Vec<Id>>>();
    if let Some(ids) = all(&in_event) {
        return say!(tongue, "it is {item}", item = named(&ids));
    }
    if let Some(ids) = all(&completed) {
        let same = ids.len() == about.len() && ids.iter().all(|id| about.contains(id));
        return match (or, same) {
            (false, true) => all_completed(ids.len(), tongue),
            (false, false) => say!(tongue, "{items} are completed", items = named(&ids)),
            (true, _) => say!(tongue, "{items} is completed", items = named(&ids)),
        };
    }
    let parts = nodes.iter().map(|n| part(n, about, titles)).reduce(join);
    format!("({})", parts.unwrap_or_default())
}

/// “All three are completed”, of the items that were named just before.
fn all_completed(count: usize, tongue: Tongue<'_>) -> String {
    match count {
        1 => say!(tongue, "it is completed"),
        2 => say!(tongue, "both are completed"),
        3 => say!(tongue, "all three are completed"),
        4 => say!(tongue, "all four are completed"),
        5 => say!(tongue, "all five are completed"),
        6 => say!(tongue, "all six are completed"),
        7 => say!(tongue, "all seven are completed"),
        8 => say!(tongue, "all eight are completed"),
        9 => say!(tongue, "all nine are completed"),
        n => say_n!(tongue, n, "all {count} are completed", "all {count} are completed"),
    }
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

fn action(action: &Action, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    match action {
        Action::GrantCertificate(grant) => {
            let title = match grant.title.as_str() {
                "" => titles.certificate(&grant.certificate),
                title => tongue.quoted(title),
            };
            say!(tongue, "grant {certificate}", certificate = title)
        }
        Action::AssignCourse(id) => say!(tongue, "assign {item}", item = titles.item(id)),
        Action::AssignCertification(id) => say!(
            tongue,
            "assign the certification {certification}",
            certification = titles.certification(id),
        ),
        Action::Unlock(id) => say!(tongue, "unlock {item}", item = titles.item(id)),
        Action::Lock(id) => say!(tongue, "lock {item}", item = titles.item(id)),
        Action::CompleteActivity(id) => {
            say!(tongue, "complete {item}", item = titles.item(id))
        }
        Action::ExpireActivity(id) => say!(tongue, "expire {item}", item = titles.item(id)),
        Action::ResetActivity(id) => say!(tongue, "reset {item}", item = titles.item(id)),
        Action::AddToGroup(id) => {
            say!(tongue, "add the learner to {group}", group = titles.group(id))
        }
        Action::RemoveFromGroup(id) => {
            say!(tongue, "remove the learner from {group}", group = titles.group(id))
        }
        Action::Notify(text) if text.trim().is_empty() => say!(tongue, "send a message"),
        Action::Notify(text) => {
            say!(tongue, "send the message {message}", message = tongue.quoted(text.trim()))
        }
    }
}

/// A moment on the site's clocks: `1 Feb 2026`, or `1 Feb 2026, 10:00`.
fn moment(moment: Moment, zone: &Zone, tongue: Tongue<'_>) -> String {
    let Some(at) = zone.civil(zone.instant(moment)) else { return moment.to_string() };
    let day = say!(
        tongue,
        "{day} {month} {year}",
        day = at.day(),
        month = month(at.month(), tongue),
        year = at.year(),
    );
    match (at.hour(), at.minute()) {
        (0, 0) => day,
        (hour, minute) => {
            let time = format!("{hour:02}:{minute:02}");
            say!(tongue, "{date}, {time}", date = day, time = time)
        }
    }
}

fn month(month: i8, tongue: Tongue<'_>) -> String {
    match month {
        1 => say!(tongue, "Jan"),
        2 => say!(tongue, "Feb"),
        3 => say!(tongue, "Mar"),
        4 => say!(tongue, "Apr"),
        5 => say!(tongue, "May"),
        6 => say!(tongue, "Jun"),
        7 => say!(tongue, "Jul"),
        8 => say!(tongue, "Aug"),
        9 => say!(tongue, "Sep"),
        10 => say!(tongue, "Oct"),
        11 => say!(tongue, "Nov"),
        _ => say!(tongue, "Dec"),
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
    #[test]
    fn other_languages_put_the_parts_where_they_belong() {
        let texts = r#"{ "language": "de", "texts": {
            "When an activity is completed": "Sobald eine Aktivität abgeschlossen ist",
            "{sentence}, and {condition}": "{sentence} und {condition}",
            "{sentence}, then {actions}": "{sentence}: {actions}",
            "it is {item}": "es {item} ist",
            "{a} or {b}": "{a} oder {b}",
            "grant {certificate}": "{certificate} vergeben",
            "{sentence}, once per cycle": "{sentence} (einmal je Zyklus)",
            "“{title}”": "„{title}“"
        } }"#;
        let plurals = |_: f64| "other".to_owned();
        let catalogue = crate::locale::Catalogue::read(texts, Box::new(plurals)).unwrap();
        let project = format!(
            r#"{{"format":"laureate-project","version":1,"automations":[{{"id":"x","event":"activity-completed",
            "conditions":{{"or":[{{"activity-in-event":"a"}},{{"activity-in-event":"b"}},{{"activity-in-event":"c"}}]}},
            "actions":{GRANT}}}]}}"#
        );
        let (project, _) = parse(&project).unwrap();
        let titles = Titles::spoken(&project, Tongue::new(Some(&catalogue)));
        let zone = Zone::named("Europe/Berlin").unwrap();
        let one = project.automations.first().unwrap();
        assert_eq!(
            rule(one, project.options.once, &zone, &titles),
            "Sobald eine Aktivität abgeschlossen ist und es „a“, „b“ oder „c“ ist: „c“ vergeben (einmal je Zyklus)."
        );
    }
}
