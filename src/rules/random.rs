//! Small random projects, for tests. Ids come from a few names, so that things
//! meet: some are taken twice, some name nothing, some nearly name something.

use super::{
    Action, ActivityInEvent, Anchor, Assignment, Automation, Milestone, Node, Project, ScoreRange,
    TimeSince, Trigger, WantedStatus,
};
use crate::catalogue::{
    Activity, AttachTo, Block, Calendar, CertificateTemplate, Certification, Event, EventKind,
    FromId, Grant, Group, Id, IntervalFrom, Journey, JourneyStep, Learner, MappingRow,
    MappingValue, Mode, Moment, Once, Options, Period, Programme, Renewal, RequiredCourse, Retired,
    Session, Source, Status,
};
use crate::template::{Field, FieldType};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn one(ids: &'static [&'static str]) -> BoxedStrategy<Id> {
    select(ids).prop_map(Id::from).boxed()
}

fn activity_id() -> BoxedStrategy<Id> {
    one(&["alpha", "bravo", "charlie", "delta", "bravoo", "nothing"])
}

fn journey_id() -> BoxedStrategy<Id> {
    one(&["juliet", "kilo", "kiloo", "alpha"])
}

fn programme_id() -> BoxedStrategy<Id> {
    one(&["papa", "papaa"])
}

fn item_id() -> BoxedStrategy<Id> {
    prop_oneof![activity_id(), journey_id(), programme_id()].boxed()
}

fn group_id() -> BoxedStrategy<Id> {
    one(&["golf", "hotel", "hotell"])
}

fn learner_id() -> BoxedStrategy<Id> {
    one(&["ada-lovelace", "grace-hopper", "grace-hoper", "x"])
}

fn certificate_id() -> BoxedStrategy<Id> {
    one(&["certificate", "diploma", "diplomas"])
}

fn certification_id() -> BoxedStrategy<Id> {
    one(&["forestry", "forestri"])
}

fn rule_id() -> BoxedStrategy<Id> {
    one(&["one", "two", "three", "four"])
}

fn score() -> BoxedStrategy<f64> {
    select(vec![0.0, 50.0, 80.0, 100.0, -1.0, 250.0, f64::NAN, f64::INFINITY]).boxed()
}

fn moment() -> BoxedStrategy<Moment> {
    let texts = ["2026-03-01", "2026-03-29 02:30", "2026-10-25 02:30", "2026-05-01T10:00:00Z"];
    select(texts.to_vec()).prop_map(|text| Moment::parse(text).unwrap()).boxed()
}

fn kind() -> BoxedStrategy<EventKind> {
    prop_oneof![
        4 => Just(EventKind::ActivityCompleted),
        1 => Just(EventKind::JourneyCompleted),
        1 => Just(EventKind::ProgrammeCompleted),
        1 => select(EventKind::ALL.into_iter().filter(|k| k.is_automation_type()).collect::<Vec<_>>()),
    ]
    .boxed()
}

fn leaf() -> BoxedStrategy<Node> {
    let status = select(vec![
        WantedStatus::Completed,
        WantedStatus::Completed,
        WantedStatus::Completed,
        WantedStatus::Passed,
        WantedStatus::Failed,
        WantedStatus::Any,
    ]);
    let period = select(vec!["0", "30 days", "1 month", "2 days"])
        .prop_map(|text| Period::parse(text).unwrap());
    prop_oneof![
        6 => (activity_id(), status).prop_map(|(activity, status)| {
            Node::ActivityInEvent(ActivityInEvent { activity, status })
        }),
        1 => journey_id().prop_map(Node::JourneyInEvent),
        1 => programme_id().prop_map(Node::ProgrammeInEvent),
        6 => activity_id().prop_map(Node::ActivityCompleted),
        1 => journey_id().prop_map(Node::JourneyCompleted),
        1 => programme_id().prop_map(Node::ProgrammeCompleted),
        2 => group_id().prop_map(Node::LearnerInGroup),
        1 => (activity_id(), of(score()), of(score())).prop_map(|(activity, minimum, below)| {
            Node::Score(ScoreRange { activity, minimum, below })
        }),
        1 => (item_id(), period.clone(), of(period)).prop_map(|(item, from, to)| {
            Node::TimeSince(TimeSince { since: Anchor::Completion(item), from, to })
        }),
        1 => certificate_id().prop_map(Node::HasCertificate),
        1 => certification_id().prop_map(Node::HasCertification),
    ]
    .boxed()
}

/// A tree of groups and conditions, some of them in places where they don't belong.
pub(crate) fn node() -> BoxedStrategy<Node> {
    leaf()
        .prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                3 => vec(inner.clone(), 1..4).prop_map(Node::And),
                3 => vec(inner.clone(), 1..4).prop_map(Node::Or),
                1 => vec(inner.clone(), 0..2).prop_map(Node::And),
                1 => leaf().prop_map(|node| Node::Not(Box::new(node))),
                1 => inner.prop_map(|node| Node::Not(Box::new(node))),
            ]
        })
        .boxed()
}

fn once() -> BoxedStrategy<Once> {
    select(vec![Once::Ever, Once::PerCycle, Once::EveryEvent]).boxed()
}

fn field_name() -> BoxedStrategy<String> {
    let names = ["recipient_name", "recipient", "completed_at", "score", "code", "cod"];
    select(names.to_vec()).prop_map(str::to_owned).boxed()
}

fn row() -> BoxedStrategy<MappingRow> {
    let value = prop_oneof![
        select(vec![
            "Event > Invite > User > Full name",
            "Event > Invite > Completed at",
            "Event > Invite > Score",
            "Event > Invite > Scor",
            "Event > Weather",
            "Event > Invite > User > Attribute > Badge",
        ])
        .prop_map(|path| MappingValue::Source(Source::parse(path))),
        select(vec!["", "2026-01-01", "12", "words"])
            .prop_map(|text| MappingValue::Constant(text.to_owned())),
        select(vec!["Completed at + 2 years", "Event > Invite > Score + 1 day", "Nowhere + 1 day"])
            .prop_map(|text| MappingValue::Date(crate::catalogue::DateRule::parse(text).unwrap())),
    ];
    (field_name(), value).prop_map(|(field, value)| MappingRow { field, value }).boxed()
}

fn grant() -> BoxedStrategy<Grant> {
    let user = select(vec![Grant::USER_SOURCE, Grant::USER_SOURCE, "Somebody"]);
    (certificate_id(), of(item_id()), of(activity_id()), user, vec(row(), 0..3), of(once()))
        .prop_map(|(certificate, attach, activity_source, user, mapping, once)| Grant {
            certificate,
            attach_to: attach.map_or(AttachTo::Event, AttachTo::Item),
            activity_source,
            user_source: user.to_owned(),
            mapping,
            once,
            ..Grant::default()
        })
        .boxed()
}

fn action() -> BoxedStrategy<Action> {
    prop_oneof![
        4 => grant().prop_map(|grant| Action::GrantCertificate(Box::new(grant))),
        2 => activity_id().prop_map(Action::CompleteActivity),
        1 => group_id().prop_map(Action::AddToGroup),
        1 => item_id().prop_map(Action::Unlock),
        1 => item_id().prop_map(Action::AssignCourse),
        1 => certification_id().prop_map(Action::AssignCertification),
        1 => Just(Action::Notify("Hello".to_owned())),
    ]
    .boxed()
}

/// An automation; most of them grant.
pub(crate) fn automation() -> BoxedStrategy<Automation> {
    let active = prop_oneof![3 => Just(None), 1 => moment().prop_map(Some)];
    (rule_id(), prop::bool::weighted(0.9), active, kind(), of(node()), vec(action(), 0..3))
        .prop_map(|(id, enabled, active_from, event, conditions, actions)| Automation {
            id,
            name: String::new(),
            version: 1,
            enabled,
            active_from,
            event,
            conditions,
            actions,
            extra: Default::default(),
        })
        .boxed()
}

fn activity() -> BoxedStrategy<Activity> {
    let mode = select(vec![Mode::Learning, Mode::Exam]);
    let minimum = prop_oneof![2 => Just(None), 1 => Just(Some(80.0)), 1 => score().prop_map(Some)];
    let retired = prop_oneof![
        5 => Just(None),
        1 => Just(Some(Retired::Always(true))),
        1 => moment().prop_map(|at| Some(Retired::From(at))),
    ];
    (activity_id(), mode, minimum, any::<bool>(), retired)
        .prop_map(|(id, mode, minimum_score, hidden, retired)| Activity {
            mode,
            minimum_score,
            hidden,
            retired,
            ..Activity::from_id(&id)
        })
        .boxed()
}

fn blocks() -> BoxedStrategy<Vec<Block>> {
    let block = prop_oneof![
        3 => activity_id().prop_map(Block::Activity),
        1 => journey_id().prop_map(Block::Journey),
        1 => Just(Block::Note("Welcome".to_owned())),
        2 => grant().prop_map(|grant| Block::Certificate(Box::new(grant))),
    ];
    vec(block, 0..5).boxed()
}

fn catalogue() -> BoxedStrategy<Project> {
    let steps = vec((activity_id(), prop::bool::weighted(0.8)), 0..4).prop_map(|steps| {
        let step = |(activity, required)| JourneyStep { activity, required };
        steps.into_iter().map(step).collect::<Vec<_>>()
    });
    let journey = (journey_id(), steps)
        .prop_map(|(id, activities)| Journey { activities, ..Journey::from_id(&id) });
    let programme = (programme_id(), blocks())
        .prop_map(|(id, blocks)| Programme { blocks, ..Programme::from_id(&id) });
    let session = (one(&["s1", "s2"]), programme_id(), of(moment()), of(moment()), blocks())
        .prop_map(|(id, programme, start, end, blocks)| Session {
            id,
            programme,
            start,
            end,
            blocks: Some(blocks),
            ..Session::default()
        });
    let group = (group_id(), vec(learner_id(), 0..3), vec(item_id(), 0..3))
        .prop_map(|(id, members, courses)| Group { members, courses, ..Group::from_id(&id) });
    let learner = learner_id().prop_map(|id| Learner::from_id(&id));
    let types = select(vec![FieldType::Text, FieldType::Date, FieldType::Number, FieldType::Url]);
    let field = (field_name(), types, any::<bool>()).prop_map(|(name, kind, required)| Field {
        name,
        label: String::new(),
        kind,
        required,
        sample: String::new(),
        format: None,
        extra: Default::default(),
    });
    let certificate = (certificate_id(), vec(field, 0..4)).prop_map(|(id, fields)| {
        CertificateTemplate { fields, ..CertificateTemplate::from_id(&id) }
    });
    let lists = (
        vec(activity(), 0..6),
        vec(journey, 0..3),
        vec(programme, 0..3),
        vec(session, 0..3),
        vec(group, 0..3),
        vec(learner, 0..3),
        vec(certificate, 0..3),
    );
    lists
        .prop_map(|(activities, journeys, programmes, sessions, groups, learners, certificates)| {
            Project {
                activities,
                journeys,
                programmes,
                sessions,
                groups,
                learners,
                certificates,
                ..Project::default()
            }
        })
        .boxed()
}

fn certification() -> BoxedStrategy<Certification> {
    let course = (activity_id(), score())
        .prop_map(|(activity, minimum_grade)| RequiredCourse { activity, minimum_grade });
    let renewal = prop_oneof![
        Just(Renewal::None),
        moment().prop_map(|effective| Renewal::Calendar { every: Calendar::Monthly, effective }),
        select(vec![0, 1, 12, 5000])
            .prop_map(|months| Renewal::Interval { months, from: IntervalFrom::Expiry }),
    ];
    let days = || select(vec![0_u32, 30, 400]);
    (certification_id(), vec(course, 0..3), renewal, days(), days())
        .prop_map(|(id, courses, renewal, window_days, grace_days)| Certification {
            id,
            courses,
            renewal,
            window_days,
            grace_days,
            ..Certification::default()
        })
        .boxed()
}

fn trigger() -> BoxedStrategy<Trigger> {
    let milestone = prop_oneof![
        vec(item_id(), 0..3).prop_map(Milestone::Completes),
        Just(Milestone::Joins),
        group_id().prop_map(Milestone::AddedToGroup),
        certification_id().prop_map(Milestone::CompletesCertification),
    ];
    let assigns = vec(item_id().prop_map(Assignment::Course), 0..2);
    (rule_id(), of(moment()), milestone, vec(group_id(), 0..3), assigns)
        .prop_map(|(id, active_from, milestone, eligible, assigns)| Trigger {
            id,
            name: String::new(),
            enabled: true,
            active_from,
            milestone,
            eligible,
            assigns,
            extra: Default::default(),
        })
        .boxed()
}

fn event() -> BoxedStrategy<Event> {
    let kinds = select(EventKind::ALL.to_vec());
    let session = of(one(&["s1", "s3"]));
    (moment(), learner_id(), kinds, item_id(), of(score()), session)
        .prop_map(|(at, learner, kind, item, score, session)| Event {
            at,
            learner,
            kind,
            item,
            status: Status::Completed,
            score,
            session: session.map(Box::new),
            attributes: None,
        })
        .boxed()
}

/// A project of a few of everything, much of it wrong.
pub(crate) fn project() -> BoxedStrategy<Project> {
    let zones = select(vec!["UTC", "Europe/Berlin", "Europe/Berlni", "Mars"]);
    let options = (zones, once(), any::<bool>(), select(vec![0_u32, 16, 5000])).prop_map(
        |(zone, once, empty_groups_are_false, chain_limit)| Options {
            time_zone: zone.to_owned(),
            once,
            empty_groups_are_false,
            chain_limit,
            ..Options::default()
        },
    );
    let rules = (vec(automation(), 0..5), vec(trigger(), 0..3), vec(certification(), 0..3));
    (options, catalogue(), rules, vec(event(), 0..6))
        .prop_map(|(options, catalogue, (automations, triggers, certifications), events)| Project {
            options,
            automations,
            triggers,
            certifications,
            events,
            ..catalogue
        })
        .boxed()
}
