//! Both formats seen from outside, on the files of `tests/fixtures/history`.

mod any_bytes;
mod csv;
mod timing;
mod xapi;

use super::*;
use crate::catalogue::{
    Activity, Certification, FromId, Group, Journey, Learner, Programme, Session,
};
use crate::diagnostic::Severity;
use crate::rules::Project;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../../tests/fixtures/history/", $name)).as_slice()
    };
}
use fixture;

const NO_NEW: Settings = Settings { create_learners: false };
const NEW: Settings = Settings { create_learners: true };

fn project() -> Project {
    let activity =
        |id: &str, title: &str| Activity { title: title.to_owned(), ..Activity::from_id(id) };
    let learner = |id: &str| Learner { email: format!("{id}@example.org"), ..Learner::from_id(id) };
    let mut project = Project {
        activities: vec![
            activity("fire", "Fire safety"),
            activity("aid", "First aid"),
            activity("essay", ""),
            activity("brand", "Brandschutz"),
            activity("hilfe", "Erste Hilfe"),
            activity("securite", "Sécurité"),
        ],
        journeys: vec![Journey::from_id("onboarding")],
        programmes: vec![Programme::from_id("year-one")],
        groups: vec![Group::from_id("foresters")],
        learners: vec![learner("ada"), learner("ben"), learner("cleo"), learner("dan")],
        certifications: vec![Certification {
            id: "first-aider".into(),
            ..Certification::default()
        }],
        sessions: vec![Session { id: "spring".into(), ..Session::default() }],
        ..Project::default()
    };
    project.options.time_zone = "Europe/Berlin".to_owned();
    project
}

/// One line an event: line, instant, learner, kind, item, and what else it says.
fn told(imported: &Imported) -> Vec<String> {
    let pairs = imported.events.iter().zip(&imported.lines);
    let lines = pairs.map(|(event, line)| {
        let mut out = format!("{line} {} {} {}", event.at, event.learner, event.kind.as_str());
        if !event.item.is_empty() {
            out += &format!(" {}", event.item);
        }
        if !event.status.is_completed() {
            out += &format!(" {}", event.status.as_str());
        }
        if let Some(score) = event.score {
            out += &format!(" {score}");
        }
        if let Some(session) = &event.session {
            out += &format!(" in {session}");
        }
        out
    });
    lines.collect()
}

/// One line a fault: line, code.
fn faults(imported: &Imported) -> Vec<String> {
    let mark = |severity| match severity {
        Severity::Error => "",
        Severity::Warning => "~",
        Severity::Info => "i ",
    };
    let line = |f: &RowFault| format!("{} {}{}", f.line, mark(f.severity), f.code);
    imported.faults.iter().map(line).collect()
}

#[test]
fn too_many_bytes_are_refused_before_they_are_read() {
    let project = project();
    let known = Known::new(&project);
    // Zeroed memory that is never touched costs nothing.
    let bytes = vec![0u8; MAX_BYTES + 1];
    assert_eq!(faults(&super::csv::read(&bytes, None, &known, NO_NEW)), ["0 too-large"]);
    assert_eq!(faults(&super::xapi::read(&bytes, &known, NO_NEW)), ["0 too-large"]);
}
