//! Words for what is shown: names of things, kinds and instants.

use super::state::Room;
use crate::catalogue::{EventKind, Id, Instant, Moment, Status, Zone};
use crate::locale::mark;
use crate::rules::Project;
pub(super) use crate::ui::locale::grouped;
use crate::ui::locale::said;

/// The title, or the id when there is none.
pub(super) fn title_or<'a>(title: &'a str, id: &'a Id) -> &'a str {
    if title.trim().is_empty() { id.as_str() } else { title }
}

/// The title of an activity, journey or programme.
pub(super) fn item_title(project: &Project, id: &str) -> String {
    let activity = project.activities.iter().find(|a| a.id == id).map(|a| &a.title);
    let journey = || project.journeys.iter().find(|j| j.id == id).map(|j| &j.title);
    let programme = || project.programmes.iter().find(|p| p.id == id).map(|p| &p.title);
    let title = activity.or_else(journey).or_else(programme);
    title.filter(|t| !t.trim().is_empty()).cloned().unwrap_or_else(|| id.to_owned())
}

/// The title of whatever an event of that kind is about.
pub(super) fn target_title(project: &Project, kind: EventKind, id: &str) -> String {
    match kind {
        EventKind::LearnerAddedToGroup | EventKind::LearnerRemovedFromGroup => {
            group_title(project, id)
        }
        EventKind::CertificationAssigned
        | EventKind::CertificationRevoked
        | EventKind::CertificationEarned
        | EventKind::RenewalOpened
        | EventKind::CertificationExpired => certification_title(project, id),
        _ => item_title(project, id),
    }
}

pub(super) fn group_title(project: &Project, id: &str) -> String {
    let found = project.groups.iter().find(|g| g.id == id);
    found.map_or_else(|| id.to_owned(), |g| title_or(&g.title, &g.id).to_owned())
}

pub(super) fn certificate_title(project: &Project, id: &str) -> String {
    let found = project.certificates.iter().find(|c| c.id == id);
    found.map_or_else(|| id.to_owned(), |c| title_or(&c.title, &c.id).to_owned())
}

pub(super) fn certification_title(project: &Project, id: &str) -> String {
    let found = project.certifications.iter().find(|c| c.id == id);
    found.map_or_else(|| id.to_owned(), |c| title_or(&c.title, &c.id).to_owned())
}

/// What people call a field of a certificate.
pub(super) fn field_label(project: &Project, certificate: &str, field: &str) -> String {
    let found = project.certificates.iter().find(|c| c.id == certificate);
    let label = found.and_then(|c| c.fields.iter().find(|f| f.name == field)).map(|f| &f.label);
    label.filter(|label| !label.is_empty()).cloned().unwrap_or_else(|| field.to_owned())
}

/// The name of a rule: of an automation, a trigger, or a certificate block
/// (`<session>/<block>`).
pub(super) fn rule_title(project: &Project, id: &str) -> String {
    if let Some(rule) = project.automations.iter().find(|a| a.id == id) {
        return title_or(&rule.name, &rule.id).to_owned();
    }
    if let Some(rule) = project.triggers.iter().find(|t| t.id == id) {
        return title_or(&rule.name, &rule.id).to_owned();
    }
    if let Some((session, block)) = id.rsplit_once('/')
        && let Some(found) = project.sessions.iter().find(|s| s.id == session)
    {
        let session = title_or(&found.title, &found.id);
        return t!("{session}, block {block}", session = session, block = block);
    }
    id.to_owned()
}

/// What happened, in words.
pub(super) fn event_words(kind: EventKind) -> &'static str {
    match kind {
        EventKind::ActivityCompleted => t!("Activity completed"),
        EventKind::JourneyCompleted => t!("Journey completed"),
        EventKind::ProgrammeCompleted => t!("Programme completed"),
        EventKind::ActivityReadyForGrading => t!("Activity ready for grading"),
        EventKind::ActivityGraded => t!("Activity graded"),
        EventKind::LearnerRegistered => t!("Learner registered"),
        EventKind::LearnerUpdated => t!("Learner updated"),
        EventKind::LearnerDeleted => t!("Learner deleted"),
        EventKind::LearnerAddedToGroup => t!("Learner added to group"),
        EventKind::PeriodicCheck => t!("Check periodically (every full hour)"),
        EventKind::ActivityStarted => t!("Activity started"),
        EventKind::LearnerRemovedFromGroup => t!("Learner removed from group"),
        EventKind::FirstLogin => t!("First login"),
        EventKind::CertificationAssigned => t!("Certification assigned"),
        EventKind::CertificationRevoked => t!("Certification revoked"),
        EventKind::CourseAssigned => t!("Course assigned"),
        EventKind::CertificationEarned => t!("Certification earned"),
        EventKind::RenewalOpened => t!("Renewal opened"),
        EventKind::CertificationExpired => t!("Certification expired"),
        EventKind::SessionStarted => t!("Session started"),
        EventKind::SessionEnded => t!("Session ended"),
    }
}

pub(super) fn status_words(status: Status) -> &'static str {
    match status {
        Status::Completed => t!("Completed"),
        Status::Passed => t!("Passed"),
        Status::Failed => t!("Failed"),
        Status::Abandoned => t!("Left early"),
    }
}

/// An instant on the site's clocks: `12 Jan 2026, 10:00`.
pub(super) fn instant(zone: &Zone, ms: i64) -> String {
    match zone.civil(Instant(ms)) {
        Some(at) => {
            let time = format!("{:02}:{:02}", at.hour(), at.minute());
            t!("{date}, {time}", date = day(zone, ms), time = time)
        }
        None => String::new(),
    }
}

/// The day of an instant: `12 Jan 2026`.
pub(super) fn day(zone: &Zone, ms: i64) -> String {
    match zone.civil(Instant(ms)) {
        Some(at) => {
            let month = MONTHS.get(usize::try_from(at.month() - 1).unwrap_or(0)).unwrap_or(&"");
            date(&at.day().to_string(), month, &at.year().to_string())
        }
        None => String::new(),
    }
}

fn date(day: &str, month: &str, year: &str) -> String {
    t!("{day} {month} {year}", day = day, month = said(month), year = year)
}

/// What the time axis calls a stretch of the calendar, in the page's language:
/// `Jan`, `Jan 2026`, `5 Jan`, `5 Jan 2026`. Times and years stay as they are.
pub(super) fn calendar(words: &str) -> String {
    let is_month = |word: &str| MONTHS.contains(&word);
    match words.split(' ').collect::<Vec<_>>().as_slice() {
        [month] if is_month(month) => said(month),
        [month, year] if is_month(month) => {
            t!("{month} {year}", month = said(month), year = year)
        }
        [day, month] if is_month(month) => t!("{day} {month}", day = day, month = said(month)),
        [day, month, year] if is_month(month) => date(day, month, year),
        _ => words.to_owned(),
    }
}

/// A stamp of the engine (RFC 3339) as people read it.
pub(super) fn stamp(zone: &Zone, text: &str) -> String {
    match Moment::parse(text) {
        Ok(moment) => instant(zone, zone.instant(moment).0),
        Err(_) => text.to_owned(),
    }
}

/// The day of a stamp of the engine.
pub(super) fn day_of(zone: &Zone, text: &str) -> String {
    match Moment::parse(text) {
        Ok(moment) => day(zone, zone.instant(moment).0),
        Err(_) => text.to_owned(),
    }
}

const MONTHS: [&str; 12] = [
    mark!("Jan"),
    mark!("Feb"),
    mark!("Mar"),
    mark!("Apr"),
    mark!("May"),
    mark!("Jun"),
    mark!("Jul"),
    mark!("Aug"),
    mark!("Sep"),
    mark!("Oct"),
    mark!("Nov"),
    mark!("Dec"),
];

/// Stands in a sentence for an element that is put there ([`around`]).
pub(super) const ELEMENT: &str = "\u{fffc}";

/// What of a sentence stands before its element, and what behind it.
pub(super) fn around(sentence: &str) -> (String, String) {
    let (before, after) = sentence.split_once(ELEMENT).unwrap_or((sentence, ""));
    (before.to_owned(), after.to_owned())
}

/// A name that any file system takes.
pub(super) fn file_name(name: &str) -> String {
    let fit = |c: char| if c.is_alphanumeric() || "-_. ".contains(c) { c } else { '-' };
    let out: String = name.chars().take(80).map(fit).collect();
    let out = out.trim().trim_matches('.').to_owned();
    if out.is_empty() { "laureate".to_owned() } else { out }
}

impl Room {
    /// An instant of the engine, on the site's clocks.
    pub(super) fn stamp(self, text: &str) -> String {
        stamp(&self.zone(), text)
    }
}
