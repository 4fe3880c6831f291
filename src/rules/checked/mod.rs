//! The checked form of a project: every id resolved to a number, every moment
//! to an instant, sessions and triggers written as rules.
//!
//! Nothing here fails: an id that names nothing becomes a reference that never
//! holds and that outcomes name ([`Leaf::Missing`](super::tree::Leaf)), so that one bad rule does not
//! sink the rest. What is wrong is told by [`super::check`] before any run.

mod names;
mod rule;
mod session;

pub use names::{Ix, NONE, Names};
pub use rule::{CheckedAction, CheckedGrant, Reference, Rule, RuleKind};
pub use session::{CheckedBlock, CheckedSession};

use super::project::Project;
use crate::catalogue::{
    Calendar, Event, EventKind, Instant, IntervalFrom, LateEvents, MappingFailure, Mode, MonthEnd,
    NonModuleBlock, Once, Period, Renewal, Retired, Zone,
};

/// A project whose references are resolved.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The site's time zone; UTC when the project names one that does not exist.
    pub zone: Zone,
    /// The project's options, resolved.
    pub settings: Settings,
    /// Activities, then journeys, then programmes.
    pub items: Names,
    /// How many of the items are activities: they come first.
    pub activity_count: Ix,
    /// How many are journeys: they come behind the activities.
    pub journey_count: Ix,
    /// Groups.
    pub groups: Names,
    /// Certificate templates.
    pub certificates: Names,
    /// Certifications.
    pub certifications: Names,
    /// Learners.
    pub learners: Names,
    /// Sessions.
    pub session_names: Names,
    /// What is known of each activity.
    pub activities: Vec<CheckedActivity>,
    /// The required activities of each journey.
    pub journeys: Vec<Vec<Ix>>,
    /// For each activity, the journeys that require it.
    pub journeys_of: Vec<Vec<Ix>>,
    /// Each certification.
    pub certification_rules: Vec<CheckedCertification>,
    /// For each activity, the certifications that require it.
    pub certifications_of: Vec<Vec<Ix>>,
    /// For each group, its linked courses.
    pub group_courses: Vec<Vec<Ix>>,
    /// Each learner.
    pub people: Vec<CheckedLearner>,
    /// Each session.
    pub sessions: Vec<CheckedSession>,
    /// Every rule: automations, then triggers, then the certificate blocks of
    /// sessions. The position is the rule order.
    pub rules: Vec<Rule>,
}

/// Options, resolved.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Until when the clock runs; [`Instant::MIN`] when not said.
    pub until: Instant,
    /// How often a grant may be given.
    pub once: Once,
    /// What an unfit value does.
    pub mapping_failure: MappingFailure,
    /// The place of late events.
    pub late_events: LateEvents,
    /// Adding months.
    pub month_end: MonthEnd,
    /// Whether an empty group is false rather than ignored.
    pub empty_groups_are_false: bool,
    /// Certificate blocks behind what is not a module.
    pub non_module_block: NonModuleBlock,
    /// How deep a chain may be.
    pub chain_limit: u32,
}

/// An activity, resolved.
#[derive(Clone, Copy, Debug)]
pub struct CheckedActivity {
    /// Whether it is a module, and its mode.
    pub module: Option<Mode>,
    /// The score from which it is passed.
    pub minimum: Option<f64>,
    /// Whether it is hidden until assigned.
    pub hidden: bool,
    /// From when it is retired; [`Instant::MAX`] when it isn't.
    pub retired: Instant,
}

/// A learner, resolved.
#[derive(Clone, Debug, Default)]
pub struct CheckedLearner {
    /// When registered, if known from the profile.
    pub registered: Option<Instant>,
    /// When first logged in, if known from the profile.
    pub first_login: Option<Instant>,
    /// Groups from the beginning, in the project's order.
    pub groups: Vec<Ix>,
    /// Sessions that the learner takes part in.
    pub sessions: Vec<Ix>,
}

/// A certification, resolved.
#[derive(Clone, Debug)]
pub struct CheckedCertification {
    /// Required activities with their minimum grades. An unknown activity is
    /// [`NONE`]: the certification can't be earned.
    pub courses: Vec<(Ix, f64)>,
    /// Renewal, resolved.
    pub renewal: CheckedRenewal,
    /// How long before the expiry renewing counts.
    pub window: Period,
    /// How long before the first period grades count for it.
    pub look_back: Period,
    /// How long after the expiry the old one counts.
    pub grace: Period,
}

/// Renewal, resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CheckedRenewal {
    /// Never.
    None,
    /// Calendar periods of so many months from an instant.
    Calendar {
        /// Length in months.
        months: i32,
        /// Start of the first one.
        effective: Instant,
    },
    /// So many months from completion.
    FromCompletion(i32),
    /// So many months from the last expiry.
    FromExpiry(i32),
    /// On dates every so many months.
    Fixed {
        /// Between the dates.
        months: i32,
        /// One of the dates.
        date: Instant,
    },
}

impl Checked {
    /// Resolves a project.
    pub fn new(project: &Project) -> Self {
        let zone = Zone::named(&project.options.time_zone).unwrap_or_default();
        let items = Names::of(
            (project.activities.iter().map(|a| &a.id))
                .chain(project.journeys.iter().map(|j| &j.id))
                .chain(project.programmes.iter().map(|p| &p.id)),
        );
        let count = |n: usize| Ix::try_from(n).unwrap_or(NONE);
        let options = &project.options;
        let mut checked = Self {
            settings: Settings {
                until: options.until.map_or(Instant::MIN, |m| zone.instant(m)),
                once: options.once,
                mapping_failure: options.mapping_failure,
                late_events: options.late_events,
                month_end: options.month_end,
                empty_groups_are_false: options.empty_groups_are_false,
                non_module_block: options.non_module_block,
                chain_limit: options.chain_limit.clamp(1, 1000),
            },
            activity_count: count(project.activities.len()),
            journey_count: count(project.journeys.len()),
            groups: Names::of(project.groups.iter().map(|g| &g.id)),
            certificates: Names::of(project.certificates.iter().map(|c| &c.id)),
            certifications: Names::of(project.certifications.iter().map(|c| &c.id)),
            learners: Names::of(project.learners.iter().map(|l| &l.id)),
            session_names: Names::of(project.sessions.iter().map(|s| &s.id)),
            activities: Vec::new(),
            journeys: Vec::new(),
            journeys_of: vec![Vec::new(); project.activities.len()],
            certification_rules: Vec::new(),
            certifications_of: vec![Vec::new(); project.activities.len()],
            group_courses: Vec::new(),
            people: Vec::new(),
            sessions: Vec::new(),
            rules: Vec::new(),
            items,
            zone,
        };
        checked.read_items(project);
        checked.read_people(project);
        checked.read_certifications(project);
        checked.sessions = session::sessions(project, &checked);
        for (index, session) in project.sessions.iter().enumerate() {
            for id in &session.participants {
                let learner = checked.learners.get(id) as usize;
                if let Some(person) = checked.people.get_mut(learner)
                    && person.sessions.last() != Some(&count(index))
                {
                    person.sessions.push(count(index));
                }
            }
        }
        checked.rules = rule::rules(project, &checked);
        rule::number_blocks(&mut checked);
        checked
    }

    fn read_items(&mut self, project: &Project) {
        for activity in &project.activities {
            let retired = match activity.retired {
                None | Some(Retired::Always(false)) => Instant::MAX,
                Some(Retired::Always(true)) => Instant::MIN,
                Some(Retired::From(moment)) => self.zone.instant(moment),
            };
            self.activities.push(CheckedActivity {
                module: activity.is_module().then_some(activity.mode),
                minimum: activity.minimum_score.filter(|s| s.is_finite()),
                hidden: activity.hidden,
                retired,
            });
        }
        for (index, journey) in project.journeys.iter().enumerate() {
            let mut required: Vec<Ix> = Vec::new();
            for step in journey.activities.iter().filter(|step| step.required) {
                let activity = self.activity(&step.activity);
                if !required.contains(&activity) {
                    required.push(activity);
                }
            }
            for activity in &required {
                if let Some(of) = self.journeys_of.get_mut(*activity as usize) {
                    of.push(self.activity_count + Ix::try_from(index).unwrap_or(NONE));
                }
            }
            self.journeys.push(required);
        }
        for group in &project.groups {
            self.group_courses.push(group.courses.iter().map(|id| self.items.get(id)).collect());
        }
    }

    fn read_people(&mut self, project: &Project) {
        for learner in &project.learners {
            self.people.push(CheckedLearner {
                registered: learner.registered.map(|m| self.zone.instant(m)),
                first_login: learner.first_login.map(|m| self.zone.instant(m)),
                ..CheckedLearner::default()
            });
        }
        for (group, index) in project.groups.iter().zip(0..) {
            for id in &group.members {
                let learner = self.learners.get(id) as usize;
                if let Some(person) = self.people.get_mut(learner)
                    && person.groups.last() != Some(&index)
                {
                    person.groups.push(index);
                }
            }
        }
    }

    fn read_certifications(&mut self, project: &Project) {
        let days = |n: u32| Period::days(i32::try_from(n).unwrap_or(i32::MAX).min(36_500));
        for (index, certification) in project.certifications.iter().enumerate() {
            let months = |n: u32| i32::try_from(n.clamp(1, 1200)).unwrap_or(1200);
            let renewal = match certification.renewal {
                Renewal::None => CheckedRenewal::None,
                Renewal::Calendar { every, effective } => CheckedRenewal::Calendar {
                    months: months(Calendar::months(every)),
                    effective: self.zone.instant(effective),
                },
                Renewal::Interval { months: n, from: IntervalFrom::Completion } => {
                    CheckedRenewal::FromCompletion(months(n))
                }
                Renewal::Interval { months: n, from: IntervalFrom::Expiry } => {
                    CheckedRenewal::FromExpiry(months(n))
                }
                Renewal::Interval { months: n, from: IntervalFrom::Fixed { date } } => {
                    CheckedRenewal::Fixed { months: months(n), date: self.zone.instant(date) }
                }
            };
            let courses: Vec<_> = (certification.courses.iter())
                .map(|course| (self.activity(&course.activity), course.minimum_grade))
                .collect();
            for (activity, _) in &courses {
                if let Some(of) = self.certifications_of.get_mut(*activity as usize) {
                    of.push(Ix::try_from(index).unwrap_or(NONE));
                }
            }
            self.certification_rules.push(CheckedCertification {
                courses,
                renewal,
                window: days(certification.window_days),
                look_back: days(certification.look_back_days),
                grace: days(certification.grace_days),
            });
        }
    }

    /// The number of an activity.
    pub fn activity(&self, id: &str) -> Ix {
        let item = self.items.get(id);
        if item < self.activity_count { item } else { NONE }
    }

    /// The number of a journey, among the items.
    pub fn journey(&self, id: &str) -> Ix {
        let item = self.items.get(id);
        let journeys = self.activity_count..self.activity_count + self.journey_count;
        if journeys.contains(&item) { item } else { NONE }
    }

    /// The number of a programme, among the items.
    pub fn programme(&self, id: &str) -> Ix {
        let item = self.items.get(id);
        if item != NONE && item >= self.activity_count + self.journey_count { item } else { NONE }
    }

    /// The required activities of a journey, given by its item's number.
    pub fn required(&self, journey: Ix) -> &[Ix] {
        let index = journey.checked_sub(self.activity_count).unwrap_or(NONE);
        self.journeys.get(index as usize).map_or(&[], Vec::as_slice)
    }

    /// How many words of 64 bits a learner's state has.
    pub fn words(&self) -> usize {
        (self.bit_count() as usize).div_ceil(64)
    }

    fn bit_count(&self) -> Ix {
        self.items.len() + self.groups.len() + self.certificates.len() + self.certifications.len()
    }

    /// The bit for "is in the group".
    pub fn group_bit(&self, group: Ix) -> Ix {
        self.items.len() + group
    }

    /// The bit for "has a certificate of the template".
    pub fn certificate_bit(&self, certificate: Ix) -> Ix {
        self.items.len() + self.groups.len() + certificate
    }

    /// The bit for "has the certification".
    pub fn certification_bit(&self, certification: Ix) -> Ix {
        self.items.len() + self.groups.len() + self.certificates.len() + certification
    }

    /// The number of what an event speaks about, in the namespace of its kind.
    pub fn target(&self, kind: EventKind, id: &str) -> Ix {
        match kind {
            EventKind::ActivityCompleted
            | EventKind::ActivityStarted
            | EventKind::ActivityReadyForGrading
            | EventKind::ActivityGraded => self.activity(id),
            EventKind::CourseAssigned => self.items.get(id),
            EventKind::JourneyCompleted => self.journey(id),
            EventKind::ProgrammeCompleted => self.programme(id),
            EventKind::LearnerAddedToGroup | EventKind::LearnerRemovedFromGroup => {
                self.groups.get(id)
            }
            EventKind::CertificationAssigned
            | EventKind::CertificationRevoked
            | EventKind::CertificationEarned
            | EventKind::RenewalOpened
            | EventKind::CertificationExpired => self.certifications.get(id),
            EventKind::SessionStarted | EventKind::SessionEnded => self.session_names.get(id),
            EventKind::LearnerRegistered
            | EventKind::LearnerUpdated
            | EventKind::LearnerDeleted
            | EventKind::PeriodicCheck
            | EventKind::FirstLogin => NONE,
        }
    }

    /// The id of what an event speaks about: the reverse of [`Checked::target`].
    pub fn target_id(&self, kind: EventKind, target: Ix) -> crate::catalogue::Id {
        match kind {
            EventKind::LearnerAddedToGroup | EventKind::LearnerRemovedFromGroup => {
                self.groups.id(target)
            }
            EventKind::CertificationAssigned
            | EventKind::CertificationRevoked
            | EventKind::CertificationEarned
            | EventKind::RenewalOpened
            | EventKind::CertificationExpired => self.certifications.id(target),
            EventKind::SessionStarted | EventKind::SessionEnded => self.session_names.id(target),
            _ => self.items.id(target),
        }
    }

    /// Whether an event can be played: its learner exists, its kind may be in a
    /// history, its score is a number from 0 to 100.
    pub fn is_playable(&self, event: &Event) -> bool {
        event.kind.can_be_recorded()
            && event.score.is_none_or(|s| (0.0..=100.0).contains(&s))
            && self.learners.get(&event.learner) != NONE
    }
}
