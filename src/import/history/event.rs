//! From what a row says to an event of the catalogue: who, what with, and what
//! kind. Shared by both formats.

use super::imported::{Fault, excerpt};
use super::known::{Class, Item, Known, Missing, fold};
use super::words::{Ended, Happened};
use super::{Imported, Settings};
use crate::catalogue::{EventKind, Id, Irregular, Learner, Moment, Status};
use std::collections::HashMap;

/// For how many different names a suggestion is looked for; each costs a walk
/// over the project.
const SUGGESTIONS: usize = 100;

/// Looks up what rows name, and remembers the learners that it makes.
pub(super) struct Resolver<'k, 'a> {
    pub known: &'k Known<'a>,
    settings: Settings,
    new_learners: Vec<Learner>,
    /// Ids and addresses of the new learners, folded.
    new_names: HashMap<String, usize>,
    suggestions: HashMap<String, Option<&'a str>>,
}

/// What an event is about and what it says of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct What {
    pub kind: EventKind,
    pub item: Id,
    pub status: Status,
}

impl<'k, 'a> Resolver<'k, 'a> {
    pub fn new(known: &'k Known<'a>, settings: Settings) -> Self {
        Self {
            known,
            settings,
            new_learners: Vec::new(),
            new_names: HashMap::new(),
            suggestions: HashMap::new(),
        }
    }

    /// The learner with this id or else this address; either may be empty.
    /// `full_name` is only for a learner that is made.
    pub fn learner(&mut self, id: &str, email: &str, full_name: &str) -> Result<Id, Fault> {
        let (id, email) = (id.trim(), email.trim());
        if id.is_empty() && email.is_empty() {
            return Err(Fault::error(
                "no-learner",
                "This row does not say whom it is about.",
                "Fill in the learner's id or e-mail address.",
            ));
        }
        let look_up = |name: &str| match name.is_empty() {
            true => Err(Missing::Unknown),
            false => self.known.learner(name),
        };
        match (look_up(id), look_up(email)) {
            (Ok(by_id), Ok(by_email)) if by_id != by_email => Err(Fault::error(
                "ambiguous-learner",
                format!(
                    "“{}” is the learner {by_id}, but {} is the address of {by_email}.",
                    excerpt(id),
                    excerpt(email)
                ),
                "Correct one of the two, or leave one column out.",
            )),
            (Ok(found), _) | (_, Ok(found)) => Ok(found.clone()),
            (Err(Missing::Ambiguous), _) | (_, Err(Missing::Ambiguous)) => Err(Fault::error(
                "ambiguous-learner",
                format!(
                    "Several learners have the address {}.",
                    excerpt(if email.is_empty() { id } else { email })
                ),
                "Name the learner by id.",
            )),
            (Err(Missing::Unknown), Err(Missing::Unknown)) => {
                self.make_learner(id, email, full_name)
            }
        }
    }

    fn make_learner(&mut self, id: &str, email: &str, full_name: &str) -> Result<Id, Fault> {
        let shown = if id.is_empty() { email } else { id };
        if !self.settings.create_learners {
            return Err(Fault::error(
                "unknown-learner",
                format!("The project has no learner “{}”.", excerpt(shown)),
                "Add the learner to the project, or choose to create unknown learners.",
            ));
        }
        let keys = [fold(id), fold(email)];
        let existing = keys.iter().find_map(|key| self.new_names.get(key.as_ref()).copied());
        let before = existing.and_then(|index| self.new_learners.get(index));
        if let Some(before) = before.filter(|b| !b.email.is_empty() && !email.is_empty())
            && fold(&before.email) != fold(email)
        {
            return Err(Fault::error(
                "ambiguous-learner",
                format!(
                    "“{}” has the address {} here, and {} in a row before.",
                    excerpt(shown),
                    excerpt(email),
                    excerpt(&before.email)
                ),
                "Correct one of the two, or leave one column out.",
            ));
        }
        let index = existing.unwrap_or(self.new_learners.len());
        if existing.is_none() {
            let email = if email.is_empty() && id.contains('@') { id } else { email };
            self.new_learners.push(Learner {
                id: shown.into(),
                email: email.to_owned(),
                full_name: full_name.trim().to_owned(),
                ..Learner::default()
            });
        }
        for key in keys {
            if !key.is_empty() {
                self.new_names.entry(key.into_owned()).or_insert(index);
            }
        }
        Ok(self.new_learners.get(index).map(|l| l.id.clone()).unwrap_or_default())
    }

    /// What happened, with the item that `find` leads to among the classes that
    /// it is given; `name` is the item as the row shows it.
    pub fn what(
        &mut self,
        happened: Happened,
        name: &str,
        find: impl Fn(&Known<'a>, &[Class]) -> Result<Item<'a>, Missing>,
    ) -> Result<What, Fault> {
        if let Happened::Kind(kind) = happened
            && !kind.can_be_recorded()
        {
            return Err(Fault::error(
                "follows-by-itself",
                format!(
                    "“{}” can't be imported: it follows from other events by itself.",
                    kind.as_str()
                ),
                "Leave the row out; import what it follows from.",
            ));
        }
        let classes = classes(happened);
        if classes.is_empty() {
            let Happened::Kind(kind) = happened else { return Err(no_item()) };
            return Ok(What { kind, item: Id::default(), status: Status::Completed });
        }
        if name.trim().is_empty() {
            return Err(no_item());
        }
        match find(self.known, classes) {
            Ok(item) => what(happened, item),
            Err(missing) => {
                let elsewhere = find(self.known, &Class::ALL).ok().map(|item| item.class);
                Err(self.missing_item(missing, elsewhere, name, classes))
            }
        }
    }

    fn missing_item(
        &mut self,
        missing: Missing,
        elsewhere: Option<Class>,
        name: &str,
        classes: &[Class],
    ) -> Fault {
        let shown = excerpt(name);
        if missing == Missing::Ambiguous {
            return Fault::error(
                "ambiguous-item",
                format!("Several things in the project are called “{shown}”."),
                "Write its id instead.",
            );
        }
        if let Some(class) = elsewhere {
            let wanted: Vec<&str> = classes.iter().map(|class| class.phrase()).collect();
            return Fault::error(
                "wrong-item",
                format!(
                    "“{shown}” is {}; this event needs {}.",
                    class.phrase(),
                    wanted.join(" or ")
                ),
                "Correct the event or the item.",
            );
        }
        let repair = match self.suggestion(name, classes) {
            Some(title) => format!("Did you mean “{title}”? Correct it, or add it to the project."),
            None => "Add it to the project, or correct the name.".to_owned(),
        };
        Fault::error("unknown-item", format!("The project has no “{shown}”."), repair)
    }

    fn suggestion(&mut self, name: &str, classes: &[Class]) -> Option<&'a str> {
        let key = fold(name);
        if let Some(known) = self.suggestions.get(key.as_ref()) {
            return *known;
        }
        if self.suggestions.len() >= SUGGESTIONS {
            return None;
        }
        let found = self.known.nearest(name, classes);
        self.suggestions.insert(key.into_owned(), found);
        found
    }

    /// A warning when the site's clocks skip or repeat a moment.
    pub fn clock_fault(&self, at: Moment) -> Option<Fault> {
        let zone = self.known.zone();
        match zone.resolve(at) {
            (_, None) => None,
            (taken, Some(Irregular::Gap)) => Some(Fault::warning(
                "skipped-hour",
                format!(
                    "The clocks of {} skip {at}; it was taken as {}.",
                    zone.name(),
                    zone.stamp(taken)
                ),
                "Correct the time, or write it with an offset such as +01:00.",
            )),
            (taken, Some(Irregular::Fold)) => Some(Fault::warning(
                "repeated-hour",
                format!(
                    "The clocks of {} show {at} twice; the first, {}, was taken.",
                    zone.name(),
                    zone.stamp(taken)
                ),
                "Write the time with an offset such as +01:00 when the second is meant.",
            )),
        }
    }

    /// Puts the learners that events speak of into what is given back.
    pub fn into(self, imported: &mut Imported) {
        let used: std::collections::HashSet<&Id> =
            imported.events.iter().map(|event| &event.learner).collect();
        imported.new_learners =
            self.new_learners.into_iter().filter(|l| used.contains(&l.id)).collect();
    }
}

fn no_item() -> Fault {
    Fault::error(
        "no-item",
        "This row does not say what it is about.",
        "Fill in the activity, journey, programme, group or certification.",
    )
}

/// Among what the item of such an event is looked for; empty when it has none.
fn classes(happened: Happened) -> &'static [Class] {
    match happened {
        Happened::Ended(_) => &[Class::Activity, Class::Journey, Class::Programme],
        Happened::Assigned => &[Class::Activity, Class::Journey, Class::Certification],
        Happened::Kind(kind) => match kind {
            EventKind::ActivityCompleted
            | EventKind::ActivityReadyForGrading
            | EventKind::ActivityGraded
            | EventKind::ActivityStarted => &[Class::Activity],
            EventKind::JourneyCompleted => &[Class::Journey],
            EventKind::ProgrammeCompleted | EventKind::SessionStarted | EventKind::SessionEnded => {
                &[Class::Programme]
            }
            EventKind::LearnerAddedToGroup | EventKind::LearnerRemovedFromGroup => &[Class::Group],
            EventKind::CourseAssigned => &[Class::Activity, Class::Journey],
            EventKind::CertificationAssigned
            | EventKind::CertificationRevoked
            | EventKind::CertificationEarned
            | EventKind::RenewalOpened
            | EventKind::CertificationExpired => &[Class::Certification],
            EventKind::LearnerRegistered
            | EventKind::LearnerUpdated
            | EventKind::LearnerDeleted
            | EventKind::FirstLogin
            | EventKind::PeriodicCheck => &[],
        },
    }
}

fn what(happened: Happened, item: Item<'_>) -> Result<What, Fault> {
    let mut status = Status::Completed;
    let kind = match (happened, item.class) {
        (Happened::Kind(kind), _) => kind,
        (Happened::Assigned, Class::Certification) => EventKind::CertificationAssigned,
        (Happened::Assigned, _) => EventKind::CourseAssigned,
        (Happened::Ended(ended), Class::Activity) => {
            status = ended;
            EventKind::ActivityCompleted
        }
        (Happened::Ended(ended @ (Status::Failed | Status::Abandoned)), class) => {
            return Err(Fault::error(
                "wrong-item",
                format!(
                    "“{}” is {}, which can't end as “{}”.",
                    item.id,
                    class.phrase(),
                    ended.as_str()
                ),
                "Leave the row out: only activities fail or are left early.",
            ));
        }
        (Happened::Ended(_), Class::Journey) => EventKind::JourneyCompleted,
        (Happened::Ended(_), _) => EventKind::ProgrammeCompleted,
    };
    Ok(What { kind, item: item.id.clone(), status })
}

/// What the event column and the status column say together. A note when it is
/// nothing that rules need.
pub(super) fn combine(happened: Happened, ended: Option<Ended>) -> Result<Happened, Fault> {
    let (said, happened) = match happened {
        Happened::Ended(status) => (status, happened),
        // Many platforms call journeys and programmes activities, too.
        Happened::Kind(EventKind::ActivityCompleted) => {
            (Status::Completed, Happened::Ended(Status::Completed))
        }
        Happened::Kind(kind) if kind.can_grant() => {
            return match ended {
                Some(Ended::NotBegun | Ended::NotYet) => Err(not_begun()),
                Some(Ended::So(status @ (Status::Failed | Status::Abandoned))) => {
                    Err(contradiction(kind.as_str(), status))
                }
                _ => Ok(happened),
            };
        }
        _ => return Ok(happened),
    };
    match ended {
        None => Ok(happened),
        Some(Ended::NotBegun) => Err(not_begun()),
        Some(Ended::NotYet) => Ok(Happened::Kind(EventKind::ActivityStarted)),
        Some(Ended::So(status)) if said == Status::Completed || said == status => {
            Ok(Happened::Ended(status))
        }
        Some(Ended::So(Status::Completed)) => Ok(happened),
        Some(Ended::So(status)) => Err(contradiction(said.as_str(), status)),
    }
}

fn contradiction(event: &str, status: Status) -> Fault {
    Fault::error(
        "unknown-status",
        format!("The event says “{event}”, the status says “{}”.", status.as_str()),
        "Correct one of the two.",
    )
}

pub(super) fn not_begun() -> Fault {
    Fault::note(
        "not-begun",
        "This says that nothing was completed yet, so there is nothing to import.",
    )
}

/// Whether events of a kind carry a score.
pub(super) fn has_score(kind: EventKind) -> bool {
    matches!(kind, EventKind::ActivityGraded) || kind.can_grant()
}

/// A grade without a score is none.
pub(super) fn check_score(kind: EventKind, score: Option<f64>) -> Result<(), Fault> {
    if kind == EventKind::ActivityGraded && score.is_none() {
        return Err(Fault::error(
            "no-score",
            "This says that a grade was given, but not which.",
            "Fill in the score, from 0 to 100.",
        ));
    }
    Ok(())
}
