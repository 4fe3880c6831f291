//! Every id that a project uses: its place, and what it should name.

use super::{Action, Anchor, Assignment, Automation, Milestone, Node, Project, Trigger};
use crate::catalogue::{AttachTo, Block, Certification, EventKind, Grant, Group, Id, Journey};
use crate::catalogue::{Programme, Session};
use crate::locale::mark;
use serde::{Deserialize, Serialize};

/// The lists of a project, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    /// The options.
    Options,
    /// Activities.
    Activities,
    /// Journeys (sections).
    Journeys,
    /// Programmes.
    Programmes,
    /// Runs of programmes.
    Sessions,
    /// Groups.
    Groups,
    /// Learners.
    Learners,
    /// Certificates' field contracts.
    Certificates,
    /// Certifications.
    Certifications,
    /// Automations.
    Automations,
    /// Triggers.
    Triggers,
    /// What happened.
    Events,
}

impl List {
    /// Its key in the project file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Options => "options",
            Self::Activities => "activities",
            Self::Journeys => "journeys",
            Self::Programmes => "programmes",
            Self::Sessions => "sessions",
            Self::Groups => "groups",
            Self::Learners => "learners",
            Self::Certificates => "certificates",
            Self::Certifications => "certifications",
            Self::Automations => "automations",
            Self::Triggers => "triggers",
            Self::Events => "events",
        }
    }
}

/// What an id should name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// An activity.
    Activity,
    /// A journey.
    Journey,
    /// A programme.
    Programme,
    /// An activity or a journey.
    Course,
    /// An activity, a journey or a programme.
    Item,
    /// A group.
    Group,
    /// A learner.
    Learner,
    /// A certificate template.
    Certificate,
    /// A certification.
    Certification,
    /// A session.
    Session,
}

impl Wanted {
    /// As a sentence says it, with its article.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Activity => mark!("an activity"),
            Self::Journey => mark!("a journey"),
            Self::Programme => mark!("a programme"),
            Self::Course => mark!("an activity or a journey"),
            Self::Item => mark!("an activity, a journey or a programme"),
            Self::Group => mark!("a group"),
            Self::Learner => mark!("a learner"),
            Self::Certificate => mark!("a certificate"),
            Self::Certification => mark!("a certification"),
            Self::Session => mark!("a session"),
        }
    }
}

/// What the item of an event should be; `None` for kinds that speak about none.
pub(super) fn item_of_event(kind: EventKind) -> Option<Wanted> {
    use EventKind as K;
    match kind {
        K::ActivityCompleted
        | K::ActivityReadyForGrading
        | K::ActivityGraded
        | K::ActivityStarted => Some(Wanted::Activity),
        K::JourneyCompleted => Some(Wanted::Journey),
        K::ProgrammeCompleted => Some(Wanted::Programme),
        K::LearnerAddedToGroup | K::LearnerRemovedFromGroup => Some(Wanted::Group),
        K::CertificationAssigned
        | K::CertificationRevoked
        | K::CertificationEarned
        | K::RenewalOpened
        | K::CertificationExpired => Some(Wanted::Certification),
        K::CourseAssigned => Some(Wanted::Course),
        K::LearnerRegistered
        | K::LearnerUpdated
        | K::LearnerDeleted
        | K::PeriodicCheck
        | K::FirstLogin
        | K::SessionStarted
        | K::SessionEnded => None,
    }
}

/// Where an id stands.
pub(super) struct Place<'p> {
    /// The list of the entry that uses it.
    pub list: List,
    /// The entry's place in that list.
    pub index: usize,
    /// What it should name.
    pub wanted: Wanted,
    /// Whether the entry needs the thing to be alive: a retired one is worth a warning.
    pub used: bool,
    /// The path of the id; made only when asked for, as most ids are in order.
    pub path: &'p dyn Fn() -> String,
}

/// The same walk twice: over ids to read, and over ids to change. Events are
/// left to [`super::check`], which groups them. Trees deeper than
/// [`Node::MAX_DEPTH`] are left where they get too deep.
macro_rules! walks {
    ($doc:literal, $walk:ident, $tree:ident, $grant:ident, $blocks:ident, $iter:ident, $($m:tt)?) => {
        #[doc = $doc]
        pub(super) fn $walk<'a>(
            project: &'a $($m)? Project,
            visit: &mut dyn FnMut(Place<'_>, &'a $($m)? Id),
        ) {
            for (index, journey) in project.journeys.$iter().enumerate() {
                let Journey { id: own, activities, .. } = journey;
                for (i, step) in activities.$iter().enumerate() {
                    let path = || format!("journeys.{own}.activities[{i}]");
                    let (list, wanted) = (List::Journeys, Wanted::Activity);
                    visit(Place { list, index, wanted, used: true, path: &path }, & $($m)? step.activity);
                }
            }
            for (index, programme) in project.programmes.$iter().enumerate() {
                let Programme { id: own, blocks, .. } = programme;
                $blocks(blocks, List::Programmes, index, &format!("programmes.{own}"), visit);
            }
            for (index, session) in project.sessions.$iter().enumerate() {
                let Session { id: own, programme, participants, blocks, .. } = session;
                let list = List::Sessions;
                let path = || format!("sessions.{own}.programme");
                visit(Place { list, index, wanted: Wanted::Programme, used: true, path: &path }, programme);
                for (i, learner) in participants.$iter().enumerate() {
                    let path = || format!("sessions.{own}.participants[{i}]");
                    visit(Place { list, index, wanted: Wanted::Learner, used: true, path: &path }, learner);
                }
                if let Some(blocks) = blocks {
                    $blocks(blocks, list, index, &format!("sessions.{own}"), visit);
                }
            }
            for (index, group) in project.groups.$iter().enumerate() {
                let Group { id: own, members, courses, .. } = group;
                let list = List::Groups;
                for (i, learner) in members.$iter().enumerate() {
                    let path = || format!("groups.{own}.members[{i}]");
                    visit(Place { list, index, wanted: Wanted::Learner, used: true, path: &path }, learner);
                }
                for (i, course) in courses.$iter().enumerate() {
                    let path = || format!("groups.{own}.courses[{i}]");
                    visit(Place { list, index, wanted: Wanted::Course, used: false, path: &path }, course);
                }
            }
            for (index, certification) in project.certifications.$iter().enumerate() {
                let Certification { id: own, courses, .. } = certification;
                for (i, course) in courses.$iter().enumerate() {
                    let path = || format!("certifications.{own}.courses[{i}]");
                    let (list, wanted) = (List::Certifications, Wanted::Activity);
                    visit(Place { list, index, wanted, used: true, path: &path }, & $($m)? course.activity);
                }
            }
            for (index, automation) in project.automations.$iter().enumerate() {
                let Automation { id: own, conditions, actions, .. } = automation;
                let list = List::Automations;
                if let Some(tree) = conditions {
                    $tree(tree, index, format!("automations.{own}.conditions"), 1, visit);
                }
                for (i, action) in actions.$iter().enumerate() {
                    let path = || format!("automations.{own}.actions[{i}]");
                    let (wanted, used, id) = match action {
                        Action::GrantCertificate(grant) => {
                            $grant(grant, list, index, &path(), visit);
                            continue;
                        }
                        Action::AssignCourse(id) => (Wanted::Course, true, id),
                        Action::AssignCertification(id) => (Wanted::Certification, true, id),
                        Action::Unlock(id) => (Wanted::Item, true, id),
                        Action::Lock(id) => (Wanted::Item, false, id),
                        Action::CompleteActivity(id) => (Wanted::Activity, true, id),
                        Action::ExpireActivity(id) | Action::ResetActivity(id) => {
                            (Wanted::Activity, false, id)
                        }
                        Action::AddToGroup(id) | Action::RemoveFromGroup(id) => {
                            (Wanted::Group, true, id)
                        }
                        Action::Notify(_) => continue,
                    };
                    visit(Place { list, index, wanted, used, path: &path }, id);
                }
            }
            for (index, trigger) in project.triggers.$iter().enumerate() {
                let Trigger { id: own, milestone, eligible, assigns, .. } = trigger;
                let list = List::Triggers;
                let path = || format!("triggers.{own}.milestone");
                match milestone {
                    Milestone::Completes(courses) => {
                        for (i, course) in courses.$iter().enumerate() {
                            let path = || format!("triggers.{own}.milestone[{i}]");
                            visit(Place { list, index, wanted: Wanted::Course, used: true, path: &path }, course);
                        }
                    }
                    Milestone::Joins => {}
                    Milestone::AddedToGroup(group) => {
                        visit(Place { list, index, wanted: Wanted::Group, used: true, path: &path }, group);
                    }
                    Milestone::CompletesCertification(id) => {
                        visit(Place { list, index, wanted: Wanted::Certification, used: true, path: &path }, id);
                    }
                }
                for (i, group) in eligible.$iter().enumerate() {
                    let path = || format!("triggers.{own}.eligible[{i}]");
                    visit(Place { list, index, wanted: Wanted::Group, used: true, path: &path }, group);
                }
                for (i, assignment) in assigns.$iter().enumerate() {
                    let path = || format!("triggers.{own}.assigns[{i}]");
                    let (wanted, id) = match assignment {
                        Assignment::Course(id) => (Wanted::Course, id),
                        Assignment::Certification(id) => (Wanted::Certification, id),
                    };
                    visit(Place { list, index, wanted, used: true, path: &path }, id);
                }
            }
        }

        fn $blocks<'a>(
            blocks: &'a $($m)? [Block],
            list: List,
            index: usize,
            base: &str,
            visit: &mut dyn FnMut(Place<'_>, &'a $($m)? Id),
        ) {
            // A session runs what its programme was; retiring is the programme's matter.
            let used = list == List::Programmes;
            for (i, block) in blocks.$iter().enumerate() {
                let path = || format!("{base}.blocks[{i}]");
                let (wanted, id) = match block {
                    Block::Activity(id) => (Wanted::Activity, id),
                    Block::Journey(id) => (Wanted::Journey, id),
                    Block::Note(_) => continue,
                    Block::Certificate(grant) => {
                        $grant(grant, list, index, &path(), visit);
                        continue;
                    }
                };
                visit(Place { list, index, wanted, used, path: &path }, id);
            }
        }

        fn $grant<'a>(
            grant: &'a $($m)? Grant,
            list: List,
            index: usize,
            base: &str,
            visit: &mut dyn FnMut(Place<'_>, &'a $($m)? Id),
        ) {
            let Grant { certificate, attach_to, activity_source, .. } = grant;
            let path = || format!("{base}.certificate");
            visit(Place { list, index, wanted: Wanted::Certificate, used: true, path: &path }, certificate);
            if let AttachTo::Item(id) = attach_to {
                let path = || format!("{base}.attach_to");
                visit(Place { list, index, wanted: Wanted::Item, used: false, path: &path }, id);
            }
            if let Some(id) = activity_source {
                let path = || format!("{base}.activity_source");
                visit(Place { list, index, wanted: Wanted::Activity, used: false, path: &path }, id);
            }
        }

        fn $tree<'a>(
            node: &'a $($m)? Node,
            index: usize,
            at: String,
            depth: usize,
            visit: &mut dyn FnMut(Place<'_>, &'a $($m)? Id),
        ) {
            if depth > Node::MAX_DEPTH {
                return;
            }
            let key = node.key();
            let (wanted, id) = match node {
                Node::And(nodes) | Node::Or(nodes) => {
                    for (i, child) in nodes.$iter().enumerate() {
                        $tree(child, index, format!("{at}.{key}[{i}]"), depth + 1, visit);
                    }
                    return;
                }
                Node::Not(child) => {
                    return $tree(child, index, format!("{at}.not"), depth + 1, visit);
                }
                Node::ActivityInEvent(condition) => {
                    (Wanted::Activity, & $($m)? condition.activity)
                }
                Node::JourneyInEvent(id) | Node::JourneyCompleted(id) => (Wanted::Journey, id),
                Node::ProgrammeInEvent(id) | Node::ProgrammeCompleted(id) => {
                    (Wanted::Programme, id)
                }
                Node::ActivityCompleted(id) => (Wanted::Activity, id),
                Node::LearnerInGroup(id) => (Wanted::Group, id),
                Node::Score(range) => (Wanted::Activity, & $($m)? range.activity),
                Node::TimeSince(time) => match & $($m)? time.since {
                    Anchor::Completion(id) => (Wanted::Item, id),
                    Anchor::Registration | Anchor::FirstLogin => return,
                },
                Node::HasCertificate(id) => (Wanted::Certificate, id),
                Node::HasCertification(id) => (Wanted::Certification, id),
            };
            let path = || at.clone();
            visit(Place { list: List::Automations, index, wanted, used: true, path: &path }, id);
        }
    };
}

walks!("Visits every id to read it.", walk, tree, grant, blocks, iter,);
walks!("Visits every id to change it.", walk_mut, tree_mut, grant_mut, blocks_mut, iter_mut, mut);
