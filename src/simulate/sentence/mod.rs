//! Sentences for people, made from outcomes: the one place where text is made.

pub mod assign;
mod because;
mod block;
mod condition;
mod rule;

pub use because::{Explained, because, explained};
pub use block::block as certificate_block;
pub use condition::{condition, found};
pub use rule::rule;

use super::steps::Step;
use crate::catalogue::{Id, Status};
use crate::locale::{Tongue, say};
use crate::rules::Project;
use std::collections::HashMap;

/// What people call the things of a project, by id, and the language in which
/// sentences are formed of them.
#[derive(Clone, Debug, Default)]
pub struct Titles<'a> {
    tongue: Tongue<'a>,
    items: HashMap<Id, String>,
    groups: HashMap<Id, String>,
    certificates: HashMap<Id, String>,
    certifications: HashMap<Id, String>,
    rules: HashMap<Id, String>,
}

impl Titles<'static> {
    /// Those of a project, for sentences in English.
    pub fn new(project: &Project) -> Self {
        Self::spoken(project, Tongue::ENGLISH)
    }
}

impl<'a> Titles<'a> {
    /// Those of a project, for sentences in a language.
    pub fn spoken(project: &Project, tongue: Tongue<'a>) -> Self {
        let mut titles = Self { tongue, ..Self::default() };
        let pick = |title: &String, id: &Id| match title.is_empty() {
            true => (id.clone(), id.to_string()),
            false => (id.clone(), title.clone()),
        };
        titles.items.extend(project.activities.iter().map(|a| pick(&a.title, &a.id)));
        titles.items.extend(project.journeys.iter().map(|j| pick(&j.title, &j.id)));
        titles.items.extend(project.programmes.iter().map(|p| pick(&p.title, &p.id)));
        titles.groups.extend(project.groups.iter().map(|g| pick(&g.title, &g.id)));
        titles.certificates.extend(project.certificates.iter().map(|c| pick(&c.title, &c.id)));
        titles.certifications.extend(project.certifications.iter().map(|c| pick(&c.title, &c.id)));
        titles.rules.extend(project.automations.iter().map(|a| pick(&a.name, &a.id)));
        titles.rules.extend(project.triggers.iter().map(|t| pick(&t.name, &t.id)));
        titles
    }

    fn quoted(&self, map: &HashMap<Id, String>, id: &Id) -> String {
        self.tongue.quoted(map.get(id).map_or(id.as_str(), String::as_str))
    }

    /// An item's title in quotation marks.
    pub fn item(&self, id: &Id) -> String {
        self.quoted(&self.items, id)
    }

    /// A group's title in quotation marks.
    pub fn group(&self, id: &Id) -> String {
        self.quoted(&self.groups, id)
    }

    /// A certificate's title in quotation marks.
    pub fn certificate(&self, id: &Id) -> String {
        self.quoted(&self.certificates, id)
    }

    /// A certification's title in quotation marks.
    pub fn certification(&self, id: &Id) -> String {
        self.quoted(&self.certifications, id)
    }

    /// A rule's name in quotation marks.
    pub fn rule(&self, id: &Id) -> String {
        self.quoted(&self.rules, id)
    }
}

/// `2026-03-15T10:30:00+01:00` as `2026-03-15 10:30`.
fn when(stamp: &str) -> String {
    match (stamp.get(..10), stamp.get(11..16)) {
        (Some(day), Some(time)) if stamp.get(10..11) == Some("T") => match time {
            "00:00" => day.to_owned(),
            time => format!("{day} {time}"),
        },
        _ => stamp.to_owned(),
    }
}

/// What would have to happen, e.g. `complete “Safety” with at least 80`.
pub fn step(step: &Step, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    match step {
        Step::Complete { item, score, status, session } => {
            let thing = titles.item(item);
            let mut out = match status {
                Status::Completed => say!(tongue, "complete {item}", item = thing),
                Status::Passed => say!(tongue, "pass {item}", item = thing),
                Status::Failed => say!(tongue, "fail {item}", item = thing),
                Status::Abandoned => say!(tongue, "leave early {item}", item = thing),
            };
            if let Some(score) = score {
                out = say!(tongue, "{step} with at least {score}", step = out, score = score);
            }
            if let Some(session) = session {
                let session = tongue.quoted(session);
                out =
                    say!(tongue, "{step} within session {session}", step = out, session = session);
            }
            out
        }
        Step::JoinGroup(id) => say!(tongue, "be added to {group}", group = titles.group(id)),
        Step::LeaveGroup(id) => say!(tongue, "be removed from {group}", group = titles.group(id)),
        Step::ReceiveCertificate(id) => {
            say!(tongue, "receive {certificate}", certificate = titles.certificate(id))
        }
        Step::EarnCertification(id) => {
            say!(tongue, "earn {certification}", certification = titles.certification(id))
        }
        Step::Lose(id) => say!(tongue, "no longer have {what}", what = tongue.quoted(id)),
        Step::WaitUntil(at) => say!(tongue, "wait until {when}", when = when(at)),
        Step::NewSession(id) => {
            say!(tongue, "take part in a new session of {programme}", programme = titles.item(id))
        }
    }
}
