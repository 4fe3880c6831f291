//! What a learner sees at one instant: library, certifications, certificates.

use super::certification::CertificationStatus;
use super::life::Life;
use crate::catalogue::{Id, Instant};
use crate::rules::checked::{CheckedAction, Ix};
use crate::rules::tree::{Fact, Facts};
use serde::{Deserialize, Serialize};

/// What a learner sees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LearnerView {
    /// When.
    pub at: String,
    /// Courses and journeys in the library, in the catalogue's order.
    pub library: Vec<LibraryEntry>,
    /// Completed items, with since when.
    pub completed: Vec<Dated>,
    /// Groups, with since when.
    pub groups: Vec<Dated>,
    /// Certifications that are, or were, assigned.
    pub certifications: Vec<CertificationView>,
    /// Certificate templates of which the learner has one, with since when.
    pub certificates: Vec<Dated>,
    /// Sessions that have started, in the order of their start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<SessionView>,
    /// Whether the learner was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// A session that the learner takes part in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Which.
    pub id: Id,
    /// Whether every item in it was completed.
    pub completed: bool,
    /// Whether it has ended.
    pub ended: bool,
    /// Whether it counts as completed in the statistics: at its end every
    /// participant does.
    pub counts_as_completed: bool,
}

/// Something that holds since an instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dated {
    /// What.
    pub id: Id,
    /// Since when.
    pub since: String,
}

/// A course or journey in the library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LibraryEntry {
    /// Which.
    pub id: Id,
    /// Why it is there.
    pub because: Visibility,
    /// Whether it is locked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// Whether a certification asks for it now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due: bool,
    /// The best score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
}

/// Why something is in the library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// It is not hidden.
    Public,
    /// It was assigned to the learner then.
    Assigned(String),
    /// It is linked to a group of the learner.
    Group(Id),
    /// An action unlocked it.
    Unlocked,
}

/// A certification of the learner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertificationView {
    /// Which.
    pub id: Id,
    /// Where the learner stands.
    pub status: CertificationStatus,
    /// When it was last earned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earned: Option<String>,
    /// When it expires, or expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// Courses that have to be done (again), in the certification's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub due: Vec<Id>,
    /// When something changes by itself next: the window opens, it expires, or a
    /// new period begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl LearnerView {
    /// What the learner of a life sees now.
    pub fn new(life: &Life<'_>) -> Self {
        let checked = life.program.checked;
        let stamp = |at: Instant| checked.zone.stamp(at);
        let dated = |ids: &crate::rules::checked::Names, fact: &dyn Fn(Ix) -> Fact| {
            (0..ids.len())
                .filter_map(|n| {
                    let since = stamp(life.state.since(fact(n))?);
                    Some(Dated { id: ids.id(n), since })
                })
                .collect::<Vec<_>>()
        };
        let certifications: Vec<_> = (0..checked.certifications.len())
            .filter_map(|number| certification(life, number))
            .collect();
        let due: Vec<&Id> = certifications.iter().flat_map(|c| &c.due).collect();
        let items = checked.activity_count + checked.journey_count;
        let library = (0..items)
            .filter_map(|item| {
                let id = checked.items.id(item);
                let best = life.state.best_score(item);
                Some(LibraryEntry {
                    because: visibility(life, item)?,
                    locked: is_locked(life, item),
                    due: due.contains(&&id),
                    score: (!best.is_nan()).then_some(best),
                    id,
                })
            })
            .collect();
        let sessions = (life.state.progress.iter())
            .map(|progress| SessionView {
                id: checked.session_names.id(progress.session),
                completed: progress.completed,
                ended: progress.ended,
                counts_as_completed: progress.completed || progress.ended,
            })
            .collect();
        Self {
            at: stamp(life.program.until),
            sessions,
            library,
            completed: dated(&checked.items, &Fact::Completed),
            groups: dated(&checked.groups, &Fact::InGroup),
            certificates: dated(&checked.certificates, &Fact::HasCertificate),
            certifications,
            deleted: life.state.deleted,
        }
    }
}

fn certification(life: &Life<'_>, number: Ix) -> Option<CertificationView> {
    let checked = life.program.checked;
    let own = life.state.certifications.get(number as usize).filter(|own| own.is_assigned())?;
    let rule = checked.certification_rules.get(number as usize)?;
    let stamp = |at: Instant| (at != Instant::MAX).then(|| checked.zone.stamp(at));
    // By the ids that were written: one may name nothing.
    let written = life.program.project.certifications.get(number as usize);
    let due = match own.is_due() {
        false => Vec::new(),
        true => (rule.courses.iter())
            .zip(written.into_iter().flat_map(|w| w.courses.iter().map(|c| &c.activity)))
            .filter(|((course, minimum), _)| {
                let best = life.state.best_grade(*course, own.counts_from);
                !super::certification::is_enough(best, *minimum)
            })
            .map(|(_, id)| id.clone())
            .collect(),
    };
    Some(CertificationView {
        id: checked.certifications.id(number),
        status: own.status,
        earned: stamp(own.earned),
        expires: stamp(own.expiry),
        due,
        next: stamp(own.next),
    })
}

/// Whether something is in the learner's library, and why: only what is hidden
/// needs a reason.
fn visibility(life: &Life<'_>, item: Ix) -> Option<Visibility> {
    let checked = life.program.checked;
    let hidden = checked.activities.get(item as usize).is_some_and(|activity| activity.hidden);
    if !hidden {
        return Some(Visibility::Public);
    }
    // An assigned or linked journey shows the activities in it.
    let shown = |course: Ix| course == item || is_in_journey(life, item, course);
    let journeys = checked.activity_count..checked.activity_count + checked.journey_count;
    let assigned = std::iter::once(item)
        .chain(journeys)
        .find(|course| life.state.is_assigned(*course) && shown(*course));
    if let Some(course) = assigned {
        let since = life.state.item(course).assigned;
        return Some(Visibility::Assigned(checked.zone.stamp(since)));
    }
    let group = (checked.group_courses.iter().zip(0..)).find(|(courses, group)| {
        courses.iter().any(|course| shown(*course)) && life.state.is_in_group(*group)
    });
    if let Some((_, group)) = group {
        return Some(Visibility::Group(checked.groups.id(group)));
    }
    // Unlocking lets a learner in who may not see it otherwise.
    (lock_state(life, item) == Some(true)).then_some(Visibility::Unlocked)
}

fn is_in_journey(life: &Life<'_>, activity: Ix, journey: Ix) -> bool {
    let checked = life.program.checked;
    let index = journey.checked_sub(checked.activity_count);
    let written = index.and_then(|index| life.program.project.journeys.get(index as usize));
    let id = checked.items.id(activity);
    written.is_some_and(|journey| journey.activities.iter().any(|step| step.activity == id))
}

/// `Some(true)` when unlocked, `Some(false)` when locked: what periodic rules
/// that hold say goes before what events have done; the last rule wins.
fn lock_state(life: &Life<'_>, item: Ix) -> Option<bool> {
    let rules =
        life.state.holding.iter().filter_map(|r| life.program.checked.rules.get(*r as usize));
    let held = rules
        .flat_map(|rule| &rule.actions)
        .filter_map(|action| match action {
            CheckedAction::Unlock(r) if r.number == item => Some(true),
            CheckedAction::Lock(r) if r.number == item => Some(false),
            _ => None,
        })
        .next_back();
    held.or(life.state.item(item).unlocked)
}

fn is_locked(life: &Life<'_>, item: Ix) -> bool {
    lock_state(life, item) == Some(false)
}
