//! What holds for any rules and any history.

use super::report;
use super::*;
use crate::catalogue::*;
use crate::rules::*;
use proptest::prelude::*;
use proptest::sample::select;

const ACTIVITIES: [&str; 4] = ["a", "b", "c", "exam"];
const ITEMS: [&str; 6] = ["a", "b", "c", "exam", "j", "p"];
const GROUPS: [&str; 2] = ["g", "h"];

fn id() -> impl Strategy<Value = Id> {
    // Now and then one that names nothing.
    prop_oneof![12 => select(&ACTIVITIES[..]), 1 => Just("nowhere")].prop_map(Id::from)
}

fn group() -> impl Strategy<Value = Id> {
    select(&GROUPS[..]).prop_map(Id::from)
}

fn period() -> impl Strategy<Value = Period> {
    (0..40_i32, 0..3_i32).prop_map(|(days, months)| Period { months, days, ms: 0 })
}

fn leaf() -> impl Strategy<Value = Node> {
    let status = select(vec![
        WantedStatus::Completed,
        WantedStatus::Completed,
        WantedStatus::Failed,
        WantedStatus::Passed,
        WantedStatus::Any,
    ]);
    let state = prop_oneof![
        4 => id().prop_map(Node::ActivityCompleted),
        1 => Just(Node::JourneyCompleted("j".into())),
        1 => Just(Node::ProgrammeCompleted("p".into())),
        2 => group().prop_map(Node::LearnerInGroup),
        1 => (id(), 0..100_u8, 0..100_u8).prop_map(|(activity, min, below)| {
            let range = (f64::from(min.min(below)), f64::from(min.max(below)));
            Node::Score(ScoreRange { activity, minimum: Some(range.0), below: Some(range.1) })
        }),
        1 => (id(), period(), proptest::option::of(period())).prop_map(|(item, from, to)| {
            Node::TimeSince(TimeSince { since: Anchor::Completion(item), from, to })
        }),
        1 => period().prop_map(|from| {
            Node::TimeSince(TimeSince { since: Anchor::Registration, from, to: None })
        }),
        1 => Just(Node::HasCertificate("y".into())),
        1 => Just(Node::HasCertification("f".into())),
    ]
    .boxed();
    prop_oneof![
        4 => (id(), status).prop_map(|(activity, status)| {
            Node::ActivityInEvent(ActivityInEvent { activity, status })
        }),
        1 => Just(Node::JourneyInEvent("j".into())),
        4 => state.clone(),
        1 => state.prop_map(|inner| Node::Not(Box::new(inner))),
    ]
}

fn tree() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Node::And),
            proptest::collection::vec(inner, 0..4).prop_map(Node::Or),
        ]
    })
}

fn grant() -> impl Strategy<Value = Grant> {
    (
        select(vec!["x", "y", "nothing"]),
        prop_oneof![
            Just(AttachTo::Event),
            select(&ITEMS[..]).prop_map(|i| AttachTo::Item(i.into()))
        ],
        proptest::option::of(select(vec![Once::Ever, Once::PerCycle, Once::EveryEvent])),
    )
        .prop_map(|(certificate, attach_to, once)| Grant {
            certificate: certificate.into(),
            attach_to,
            once,
            user_source: Grant::USER_SOURCE.to_owned(),
            ..Grant::default()
        })
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        6 => grant().prop_map(|g| Action::GrantCertificate(Box::new(g))),
        1 => id().prop_map(Action::AssignCourse),
        1 => Just(Action::AssignCertification("f".into())),
        1 => id().prop_map(Action::Unlock),
        1 => id().prop_map(Action::Lock),
        2 => id().prop_map(Action::CompleteActivity),
        2 => id().prop_map(Action::ExpireActivity),
        2 => id().prop_map(Action::ResetActivity),
        2 => group().prop_map(Action::AddToGroup),
        2 => group().prop_map(Action::RemoveFromGroup),
    ]
}

fn moment() -> impl Strategy<Value = Moment> {
    // Three months with a change of the clocks, to the half hour: ties are wanted.
    (0..4500_i64).prop_map(|half_hours| {
        let start = Moment::parse("2026-02-01").unwrap();
        let Moment::Local(ms) = start else { unreachable!() };
        Moment::Local(ms + half_hours * 1_800_000)
    })
}

fn automation() -> impl Strategy<Value = Automation> {
    let kinds = &EventKind::ALL[..10];
    (
        prop_oneof![5 => Just(EventKind::ActivityCompleted), 2 => select(kinds)],
        proptest::option::of(moment()),
        proptest::option::of(tree()),
        proptest::collection::vec(action(), 0..3),
        proptest::bool::weighted(0.9),
    )
        .prop_map(|(event, active_from, conditions, actions, enabled)| Automation {
            id: Id::default(),
            name: String::new(),
            version: 1,
            enabled,
            active_from,
            event,
            conditions,
            actions,
            extra: Extra::default(),
        })
}

fn event() -> impl Strategy<Value = Event> {
    let kinds: Vec<EventKind> =
        EventKind::ALL.into_iter().filter(|kind| kind.can_be_recorded()).collect();
    (
        moment(),
        select(vec!["ada", "bo"]),
        prop_oneof![6 => Just(EventKind::ActivityCompleted), 3 => select(kinds)],
        id(),
        group(),
        select(vec![
            Status::Completed,
            Status::Completed,
            Status::Passed,
            Status::Failed,
            Status::Abandoned,
        ]),
        proptest::option::of(0..=100_u8),
    )
        .prop_map(|(at, learner, kind, activity, group, status, score)| {
            let item = match kind {
                EventKind::JourneyCompleted => "j".into(),
                EventKind::ProgrammeCompleted => "p".into(),
                EventKind::LearnerAddedToGroup | EventKind::LearnerRemovedFromGroup => group,
                EventKind::CertificationAssigned | EventKind::CertificationRevoked => "f".into(),
                EventKind::ActivityCompleted
                | EventKind::ActivityStarted
                | EventKind::ActivityGraded
                | EventKind::ActivityReadyForGrading
                | EventKind::CourseAssigned => activity,
                _ => Id::default(),
            };
            let score = score.map(f64::from);
            let (session, attributes) = (None, None);
            Event { at, learner: learner.into(), kind, item, status, score, session, attributes }
        })
}

fn certification() -> impl Strategy<Value = Certification> {
    let effective = Moment::parse("2026-01-31").unwrap();
    let renewal = select(vec![
        Renewal::None,
        Renewal::Calendar { every: Calendar::Monthly, effective },
        Renewal::Interval { months: 1, from: IntervalFrom::Completion },
        Renewal::Interval { months: 1, from: IntervalFrom::Expiry },
        Renewal::Interval { months: 1, from: IntervalFrom::Fixed { date: effective } },
    ]);
    (renewal, 0..40_u32, 0..20_u32, 0..20_u32, 0..100_u8).prop_map(
        |(renewal, window_days, look_back_days, grace_days, grade)| Certification {
            id: "f".into(),
            courses: vec![
                RequiredCourse { activity: "a".into(), minimum_grade: f64::from(grade) },
                RequiredCourse { activity: "b".into(), minimum_grade: 0.0 },
            ],
            renewal,
            window_days,
            look_back_days,
            grace_days,
            ..Certification::default()
        },
    )
}

fn options() -> impl Strategy<Value = Options> {
    (any::<[bool; 5]>(), select(vec![Once::Ever, Once::PerCycle, Once::EveryEvent]), 1..20_u32)
        .prop_map(|([late, overflow, empty, fail, at_end], once, chain_limit)| Options {
            time_zone: "Europe/Berlin".to_owned(),
            until: Some(Moment::parse("2026-07-01").unwrap()),
            once,
            mapping_failure: if fail { MappingFailure::Fail } else { MappingFailure::EmptyField },
            late_events: if late { LateEvents::ByArrival } else { LateEvents::ByTimestamp },
            month_end: if overflow { MonthEnd::Overflow } else { MonthEnd::Clamp },
            empty_groups_are_false: empty,
            non_module_block: if at_end {
                NonModuleBlock::SessionEnd
            } else {
                NonModuleBlock::Reached
            },
            chain_limit,
            extra: Extra::default(),
        })
}

prop_compose! {
    /// A small project with everything in it.
    fn project()(
        options in options(),
        mut automations in proptest::collection::vec(automation(), 0..7),
        events in proptest::collection::vec(event(), 0..25),
        certification in certification(),
        grants in proptest::collection::vec(grant(), 3),
        exam in (select(vec![Mode::Exam, Mode::Learning]), proptest::option::of(select(vec![50.0, 80.0]))),
    ) -> Project {
        for (automation, index) in automations.iter_mut().zip(1..) {
            automation.id = format!("r{index}").into();
        }
        let mut activities: Vec<Activity> = ACTIVITIES.iter().map(|id| Activity::from_id(id)).collect();
        (activities[3].mode, activities[3].minimum_score) = exam;
        activities[2].kind = "webinar".to_owned();
        activities[0].hidden = true;
        let block = |index: usize| Block::Certificate(Box::new(grants[index].clone()));
        let blocks = vec![
            block(0), Block::Activity("exam".into()), block(1), Block::Activity("c".into()),
            Block::Note("Well done".to_owned()), block(2),
        ];
        let required = |id: &str| JourneyStep { activity: id.into(), required: true };
        Project {
            options,
            activities,
            journeys: vec![Journey { id: "j".into(), activities: vec![required("a"), required("b")], ..Journey::default() }],
            programmes: vec![Programme { id: "p".into(), blocks, ..Programme::default() }],
            sessions: vec![Session {
                id: "s".into(), programme: "p".into(),
                start: Some(Moment::parse("2026-02-10").unwrap()), end: Some(Moment::parse("2026-04-10").unwrap()),
                participants: vec!["ada".into()], ..Session::default()
            }],
            groups: vec![
                Group { id: "g".into(), members: vec!["bo".into()], courses: vec!["a".into()], ..Group::default() },
                Group::from_id("h"),
            ],
            learners: vec![Learner::from_id("ada"), Learner { registered: Some(Moment::parse("2026-01-15").unwrap()), ..Learner::from_id("bo") }],
            certificates: vec![CertificateTemplate::from_id("x"), CertificateTemplate::from_id("y")],
            certifications: vec![certification],
            automations,
            triggers: vec![
                Trigger {
                    id: "t1".into(), name: String::new(), enabled: true, active_from: None,
                    milestone: Milestone::Completes(vec!["a".into(), "j".into()]), eligible: vec!["g".into()],
                    assigns: vec![Assignment::Certification("f".into())], extra: Extra::default(),
                },
                Trigger {
                    id: "t2".into(), name: String::new(), enabled: true, active_from: None,
                    milestone: Milestone::CompletesCertification("f".into()), eligible: vec![],
                    assigns: vec![Assignment::Course("c".into())], extra: Extra::default(),
                },
            ],
            events,
            ..Project::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_index_and_plain_evaluation_agree_outcomes_and_evidence_alike(project in project()) {
        let quick = Rehearsal::new(project.clone());
        let mut plain = Rehearsal::new(project);
        plain.plain = true;
        let tally = quick.run(|_, _| true);
        prop_assert_eq!(&tally.grants, &plain.run(|_, _| true).grants);
        let mut counts = vec![[0_u64; Reason::ALL.len()]; quick.checked.rules.len()];
        let mut rows = Vec::new();
        for learner in 0..2 {
            let one = quick.trace(learner, Filter::default());
            let other = plain.trace(learner, Filter::default());
            prop_assert_eq!(&one.outcomes, &other.outcomes);
            prop_assert_eq!(&one.view, &other.view);
            for outcome in &one.outcomes {
                let rule = quick.checked.rules.iter().position(|r| r.id == outcome.rule).unwrap();
                counts[rule][outcome.reason as usize] += 1;
                if outcome.outcome != Verdict::Skipped {
                    rows.push((outcome.event.at.clone(), outcome.learner.clone(), outcome.rule.clone(), outcome.reason));
                }
            }
        }
        // What the run counted without evidence is what the evidence shows.
        for (rule, expected) in counts.iter().enumerate() {
            let counted = tally.counts(u32::try_from(rule).unwrap(), &quick.checked);
            prop_assert_eq!(&counted[..], &expected[..], "rule {}", &quick.checked.rules[rule].id);
        }
        let mut found: Vec<_> = tally.outcomes.iter().map(|row| (
            quick.checked.zone.stamp(row.at), quick.checked.learners.id(row.learner),
            quick.checked.rules[row.rule as usize].id.clone(), row.reason,
        )).collect();
        found.sort();
        rows.sort();
        prop_assert_eq!(found, rows);
    }

    #[test]
    fn the_same_input_gives_the_same_output_and_learners_do_not_mix(project in project()) {
        let first = Rehearsal::new(project.clone());
        let trace = first.trace(0, Filter::default());
        let mut turned = project;
        turned.learners.reverse();
        let second = Rehearsal::new(turned);
        prop_assert_eq!(trace.outcomes, second.trace(1, Filter::default()).outcomes);
        prop_assert_eq!(first.run(|_, _| true).events, second.run(|_, _| true).events);
    }

    #[test]
    fn steps_that_were_played_lead_there_and_reports_come_without_a_fault(project in project()) {
        let rehearsal = Rehearsal::new(project);
        let tally = rehearsal.run(|_, _| true);
        let titles = sentence::Titles::new(&rehearsal.project);
        let meddles = rehearsal.project.automations.iter().flat_map(|a| &a.actions).any(|action| {
            matches!(action, Action::ExpireActivity(_) | Action::ResetActivity(_)
                | Action::RemoveFromGroup(_) | Action::AddToGroup(_) | Action::CompleteActivity(_))
        });
        for learner in ["ada", "bo"] {
            for certificate in ["x", "y"] {
                let explained = rehearsal.explain(learner, certificate).unwrap();
                for route in &explained.routes {
                    // Unless a rule undoes on the way what the steps do.
                    prop_assert!(meddles || route.verified != Some(false), "{learner} {route:?}");
                    prop_assert!(route.blocked.is_some() || !route.steps.is_empty());
                    prop_assert!(route.blocked.is_none() || route.steps.is_empty());
                }
                let number = rehearsal.checked.learners.get(learner);
                for outcome in rehearsal.trace(number, Filter::default()).outcomes {
                    prop_assert!(!sentence::because(&outcome, &titles).is_empty(), "{outcome:?}");
                }
            }
        }
        let grants = report::grants(&rehearsal, &tally.grants);
        prop_assert_eq!(grants.len(), tally.grants.len());
        prop_assert!(grants.iter().all(|grant| grant.values.is_empty()));
        let gaps = report::gaps(&rehearsal, None, |_, _| true);
        report::gaps::to_csv(&rehearsal, &gaps.gaps);
        report::coverage(&rehearsal, &tally, |_, _| true);
        let difference = report::difference((&rehearsal, &tally), (&rehearsal, &tally));
        prop_assert_eq!((difference.gained.len(), difference.lost.len(), difference.moved.len()), (0, 0, 0));
        prop_assert_eq!(difference.same, tally.grants.len());
    }
}
