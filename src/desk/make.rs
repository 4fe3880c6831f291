//! New rules, conditions and actions to begin with, filled with what the project has.

use crate::catalogue::{
    AttachTo, CertificateTemplate, EventKind, Grant, Id, MappingRow, MappingValue, Period, Source,
};
use crate::locale::mark;
use crate::rules::check::guess;
use crate::rules::{
    Action, ActivityInEvent, Anchor, Automation, Node, Project, ScoreRange, TimeSince, WantedStatus,
};
use crate::template::Field;

/// What a new rule starts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starter {
    /// Nothing but the event.
    Empty,
    /// A certificate after one activity.
    Activity,
    /// A certificate after a journey.
    Journey,
    /// A certificate after several activities in any order.
    AnyOrder,
    /// A certificate after a programme.
    Programme,
}

impl Starter {
    /// All of them, the most wanted first.
    pub const ALL: [Self; 5] =
        [Self::Activity, Self::Journey, Self::AnyOrder, Self::Programme, Self::Empty];

    /// Names it for hooks.
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Activity => "activity",
            Self::Journey => "journey",
            Self::AnyOrder => "any-order",
            Self::Programme => "programme",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Empty => mark!("Empty rule"),
            Self::Activity => mark!("Certificate after one activity"),
            Self::Journey => mark!("Certificate after a journey"),
            Self::AnyOrder => mark!("Certificate after several activities in any order"),
            Self::Programme => mark!("Certificate after a programme"),
        }
    }
}

/// A node that asks for an activity to be the event's.
fn in_event(activity: Id) -> Node {
    Node::ActivityInEvent(ActivityInEvent { activity, status: WantedStatus::Completed })
}

/// A rule to start with, about the first things that the project has, or about
/// none (an empty id) where it has none.
pub fn automation(project: &Project, starter: Starter, id: Id) -> Automation {
    let activities: Vec<Id> = project.activities.iter().map(|a| a.id.clone()).collect();
    let activity = activities.first().cloned().unwrap_or_default();
    let journey = project.journeys.first().map(|j| j.id.clone()).unwrap_or_default();
    let programme = project.programmes.first().map(|p| p.id.clone()).unwrap_or_default();
    let (event, conditions, attach) = match starter {
        Starter::Empty => (EventKind::ActivityCompleted, None, None),
        Starter::Activity => {
            (EventKind::ActivityCompleted, Some(in_event(activity)), Some(AttachTo::Event))
        }
        Starter::Journey => (
            EventKind::JourneyCompleted,
            Some(Node::JourneyInEvent(journey)),
            Some(AttachTo::Event),
        ),
        Starter::Programme => (
            EventKind::ProgrammeCompleted,
            Some(Node::ProgrammeInEvent(programme)),
            Some(AttachTo::Event),
        ),
        Starter::AnyOrder => {
            let mut items: Vec<Id> = activities.into_iter().take(3).collect();
            items.resize(items.len().max(2), Id::default());
            let last = items.last().cloned().unwrap_or_default();
            let about = items.iter().cloned().map(in_event).collect();
            let all = items.into_iter().map(Node::ActivityCompleted).collect();
            let tree = Node::And(vec![Node::Or(about), Node::And(all)]);
            // Attached to the event's item, a repeated completion would grant another.
            (EventKind::ActivityCompleted, Some(tree), Some(AttachTo::Item(last)))
        }
    };
    let wanted = match starter {
        Starter::Activity => project.activities.first().map(|a| a.title.as_str()),
        Starter::Journey => project.journeys.first().map(|j| j.title.as_str()),
        Starter::Programme => project.programmes.first().map(|p| p.title.as_str()),
        Starter::Empty | Starter::AnyOrder => None,
    };
    let all = &project.certificates;
    let certificate =
        all.iter().find(|c| wanted.is_some_and(|title| c.title == title)).or(all.first());
    let grants = attach.map(|to| Action::GrantCertificate(Box::new(grant(certificate, to))));
    let name = match (starter, wanted) {
        (Starter::Empty, _) => "New rule".to_owned(),
        (_, Some(title)) if !title.is_empty() => format!("Certificate after {title}"),
        _ => starter.label().to_owned(),
    };
    Automation {
        id,
        name,
        version: 1,
        enabled: true,
        active_from: None,
        event,
        conditions,
        actions: grants.into_iter().collect(),
        extra: crate::catalogue::Extra::default(),
    }
}

/// A grant of a certificate, with a mapping of what is obvious.
pub fn grant(certificate: Option<&CertificateTemplate>, attach_to: AttachTo) -> Grant {
    Grant {
        certificate: certificate.map(|c| c.id.clone()).unwrap_or_default(),
        attach_to,
        user_source: Grant::USER_SOURCE.to_owned(),
        mapping: certificate.map(|c| map_all(&c.fields, &[])).unwrap_or_default(),
        ..Grant::default()
    }
}

/// A mapping with rows for all fields whose names say where their values come
/// from. Rows that are there stay.
pub fn map_all(fields: &[Field], mapping: &[MappingRow]) -> Vec<MappingRow> {
    let mut out = mapping.to_vec();
    for field in fields {
        if out.iter().any(|row| row.field == field.name) {
            continue;
        }
        if let Some(kind) = guess(field) {
            let value = MappingValue::Source(Source::Known(kind));
            out.push(MappingRow { field: field.name.clone(), value });
        }
    }
    out
}

/// A condition of the kind `key` ([`Node::key`]). What `old` speaks of is kept
/// where it fits; else it is the first such thing of the project.
pub fn condition(project: &Project, key: &str, old: Option<&Node>) -> Option<Node> {
    let spoken = old.and_then(subject);
    let pick = |ids: &mut dyn Iterator<Item = &Id>| {
        let ids: Vec<&Id> = ids.collect();
        let kept = spoken.filter(|id| ids.contains(id));
        kept.or(ids.first().copied()).cloned().unwrap_or_default()
    };
    let activity = || pick(&mut project.activities.iter().map(|a| &a.id));
    let journey = || pick(&mut project.journeys.iter().map(|j| &j.id));
    let programme = || pick(&mut project.programmes.iter().map(|p| &p.id));
    Some(match key {
        "activity-in-event" => in_event(activity()),
        "journey-in-event" => Node::JourneyInEvent(journey()),
        "programme-in-event" => Node::ProgrammeInEvent(programme()),
        "activity-completed" => Node::ActivityCompleted(activity()),
        "journey-completed" => Node::JourneyCompleted(journey()),
        "programme-completed" => Node::ProgrammeCompleted(programme()),
        "learner-in-group" => Node::LearnerInGroup(pick(&mut project.groups.iter().map(|g| &g.id))),
        "score" => {
            let activity = activity();
            let known = project.activities.iter().find(|a| a.id == activity);
            let minimum = Some(known.and_then(|a| a.minimum_score).unwrap_or(80.0));
            Node::Score(ScoreRange { activity, minimum, below: None })
        }
        "time-since" => Node::TimeSince(TimeSince {
            since: Anchor::Registration,
            from: Period::days(30),
            to: None,
        }),
        "has-certificate" => {
            Node::HasCertificate(pick(&mut project.certificates.iter().map(|c| &c.id)))
        }
        "has-certification" => {
            Node::HasCertification(pick(&mut project.certifications.iter().map(|c| &c.id)))
        }
        _ => return None,
    })
}

/// The thing that a condition speaks of.
pub fn subject(node: &Node) -> Option<&Id> {
    match node {
        Node::And(_) | Node::Or(_) => None,
        Node::Not(inner) => (!matches!(**inner, Node::Not(_))).then(|| subject(inner)).flatten(),
        Node::ActivityInEvent(about) => Some(&about.activity),
        Node::JourneyInEvent(id)
        | Node::ProgrammeInEvent(id)
        | Node::ActivityCompleted(id)
        | Node::JourneyCompleted(id)
        | Node::ProgrammeCompleted(id)
        | Node::LearnerInGroup(id)
        | Node::HasCertificate(id)
        | Node::HasCertification(id) => Some(id),
        Node::Score(range) => Some(&range.activity),
        Node::TimeSince(time) => match &time.since {
            Anchor::Completion(id) => Some(id),
            Anchor::Registration | Anchor::FirstLogin => None,
        },
    }
}

/// Makes a condition speak of another thing.
pub fn set_subject(node: &mut Node, to: Id) {
    match node {
        Node::And(_) | Node::Or(_) => {}
        Node::Not(inner) => set_subject(inner, to),
        Node::ActivityInEvent(about) => about.activity = to,
        Node::JourneyInEvent(id)
        | Node::ProgrammeInEvent(id)
        | Node::ActivityCompleted(id)
        | Node::JourneyCompleted(id)
        | Node::ProgrammeCompleted(id)
        | Node::LearnerInGroup(id)
        | Node::HasCertificate(id)
        | Node::HasCertification(id) => *id = to,
        Node::Score(range) => range.activity = to,
        Node::TimeSince(time) => time.since = Anchor::Completion(to),
    }
}

/// The condition that is added next: about the event while nothing says what it
/// has to be about, else about the learner.
pub fn next_condition(project: &Project, event: EventKind, tree: Option<&Node>) -> Option<Node> {
    let mut asked = false;
    let mut open: Vec<&Node> = tree.into_iter().collect();
    while let Some(node) = open.pop() {
        asked |= node.is_in_event();
        open.extend(node.children());
    }
    let key = match (event, asked) {
        (EventKind::JourneyCompleted, false) => "journey-in-event",
        (EventKind::ProgrammeCompleted, false) => "programme-in-event",
        (
            EventKind::ActivityCompleted
            | EventKind::ActivityGraded
            | EventKind::ActivityReadyForGrading,
            false,
        ) => "activity-in-event",
        (EventKind::LearnerAddedToGroup, _) => "learner-in-group",
        _ => "activity-completed",
    };
    condition(project, key, None)
}

/// An action of the kind `key` ([`Action::key`]). What `old` is about is kept
/// where it fits.
pub fn action(project: &Project, key: &str, old: Option<&Action>) -> Option<Action> {
    let spoken = old.and_then(target);
    let pick = |ids: &mut dyn Iterator<Item = &Id>| {
        let ids: Vec<&Id> = ids.collect();
        let kept = spoken.filter(|id| ids.contains(id));
        kept.or(ids.first().copied()).cloned().unwrap_or_default()
    };
    let activities = || project.activities.iter().map(|a| &a.id);
    let courses = || activities().chain(project.journeys.iter().map(|j| &j.id));
    let items = || courses().chain(project.programmes.iter().map(|p| &p.id));
    let groups = || project.groups.iter().map(|g| &g.id);
    Some(match key {
        "grant-certificate" => {
            Action::GrantCertificate(Box::new(grant(project.certificates.first(), AttachTo::Event)))
        }
        "assign-course" => Action::AssignCourse(pick(&mut courses())),
        "assign-certification" => {
            Action::AssignCertification(pick(&mut project.certifications.iter().map(|c| &c.id)))
        }
        "unlock" => Action::Unlock(pick(&mut items())),
        "lock" => Action::Lock(pick(&mut items())),
        "complete-activity" => Action::CompleteActivity(pick(&mut activities())),
        "expire-activity" => Action::ExpireActivity(pick(&mut activities())),
        "reset-activity" => Action::ResetActivity(pick(&mut activities())),
        "add-to-group" => Action::AddToGroup(pick(&mut groups())),
        "remove-from-group" => Action::RemoveFromGroup(pick(&mut groups())),
        "notify" => Action::Notify(String::new()),
        _ => return None,
    })
}

/// What an action is about, unless it is a grant or a message.
pub fn target(action: &Action) -> Option<&Id> {
    match action {
        Action::GrantCertificate(_) | Action::Notify(_) => None,
        Action::AssignCourse(id)
        | Action::AssignCertification(id)
        | Action::Unlock(id)
        | Action::Lock(id)
        | Action::CompleteActivity(id)
        | Action::ExpireActivity(id)
        | Action::ResetActivity(id)
        | Action::AddToGroup(id)
        | Action::RemoveFromGroup(id) => Some(id),
    }
}

/// Makes an action be about another thing.
pub fn set_target(action: &mut Action, to: Id) {
    match action {
        Action::GrantCertificate(_) | Action::Notify(_) => {}
        Action::AssignCourse(id)
        | Action::AssignCertification(id)
        | Action::Unlock(id)
        | Action::Lock(id)
        | Action::CompleteActivity(id)
        | Action::ExpireActivity(id)
        | Action::ResetActivity(id)
        | Action::AddToGroup(id)
        | Action::RemoveFromGroup(id) => *id = to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::stories;
    use crate::diagnostic::Severity;
    use crate::rules::check::check;
    use crate::rules::order::order_check_of;

    fn story() -> Project {
        stories::find("three-ways-to-a-certificate").unwrap().project().unwrap()
    }

    #[test]
    fn starters_make_rules_without_faults() {
        for starter in [Starter::Activity, Starter::Journey, Starter::AnyOrder] {
            let mut project = story();
            project.automations = vec![automation(&project, starter, "new".into())];
            let found = check(&project);
            let errors: Vec<_> =
                found.iter().filter(|c| c.diagnostic.severity != Severity::Info).collect();
            assert!(errors.is_empty(), "{starter:?}: {errors:?}");
            if starter == Starter::AnyOrder {
                assert!(order_check_of(&project, &project.automations[0]).unwrap().is_ok());
            }
        }
    }

    #[test]
    fn starters_of_an_empty_project_have_empty_choices() {
        for starter in Starter::ALL {
            let rule = automation(&Project::default(), starter, "new".into());
            assert!(!rule.name.is_empty());
            assert_eq!(rule.grants().count(), usize::from(starter != Starter::Empty));
        }
    }

    #[test]
    fn another_kind_keeps_what_it_is_about_where_it_fits() {
        let project = story();
        let old = Node::ActivityCompleted("tools".into());
        let new = condition(&project, "activity-in-event", Some(&old)).unwrap();
        assert_eq!(subject(&new), Some(&Id::from("tools")));
        let new = condition(&project, "journey-completed", Some(&old)).unwrap();
        assert_eq!(new, Node::JourneyCompleted("welcome".into()));
        assert_eq!(condition(&project, "and", None), None);
        let old = Action::Unlock("tools".into());
        let new = action(&project, "reset-activity", Some(&old)).unwrap();
        assert_eq!(new, Action::ResetActivity("tools".into()));
        assert_eq!(action(&project, "dance", None), None);
    }

    #[test]
    fn the_first_condition_is_about_the_event() {
        let project = story();
        let first = next_condition(&project, EventKind::JourneyCompleted, None).unwrap();
        assert_eq!(first.key(), "journey-in-event");
        let next = next_condition(&project, EventKind::JourneyCompleted, Some(&first)).unwrap();
        assert_eq!(next.key(), "activity-completed");
    }

    #[test]
    fn mapping_all_keeps_what_is_there() {
        let project = story();
        let fields = &project.certificates[0].fields;
        let kept = MappingRow {
            field: "recipient_name".to_owned(),
            value: MappingValue::Constant("Me".to_owned()),
        };
        let rows = map_all(fields, std::slice::from_ref(&kept));
        assert_eq!((rows.len(), &rows[0]), (fields.len(), &kept));
    }
}
