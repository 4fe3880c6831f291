//! The project: everything that a rehearsal needs, as people write it.

use super::automation::Automation;
use super::trigger::Trigger;
use crate::catalogue::{
    Activity, CertificateTemplate, Certification, Event, Extra, Group, Id, Journey, Learner,
    Moment, Options, Programme, Session,
};
use serde::Serialize;
use serde_json::Value;

/// The project. The order of its lists is the order of people's eyes, of the
/// rules' actions, and of the events' import.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Project {
    /// What people call it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where platforms differ.
    pub options: Options,
    /// Activities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
    /// Journeys (sections).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub journeys: Vec<Journey>,
    /// Programmes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<Programme>,
    /// Runs of the programmes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<Session>,
    /// Groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Learners.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub learners: Vec<Learner>,
    /// Certificates' field contracts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<CertificateTemplate>,
    /// Certifications.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certifications: Vec<Certification>,
    /// Automations, in rule order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub automations: Vec<Automation>,
    /// Triggers, behind all automations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<Trigger>,
    /// What happened, in the order of import.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// Given/when/then cases, read by [`crate::simulate`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Value>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Project {
    /// Creates a session of a programme: the programme's blocks are copied, and
    /// later edits of it reach new sessions only. `false` when there is no such
    /// programme or the session's id is taken.
    pub fn open_session(
        &mut self,
        id: &str,
        programme: &str,
        start: Moment,
        end: Moment,
        participants: Vec<Id>,
    ) -> bool {
        if self.sessions.iter().any(|session| session.id == id) {
            return false;
        }
        let Some(template) = self.programmes.iter().find(|p| p.id == programme) else {
            return false;
        };
        self.sessions.push(Session {
            id: id.into(),
            programme: programme.into(),
            start: Some(start),
            end: Some(end),
            participants,
            blocks: Some(template.blocks.clone()),
            ..Session::default()
        });
        true
    }

    /// Copies the programme's blocks into sessions that have none of their own,
    /// as a file written by hand leaves them.
    pub fn copy_blocks(&mut self) {
        for session in self.sessions.iter_mut().filter(|session| session.blocks.is_none()) {
            let programme = self.programmes.iter().find(|p| p.id == session.programme);
            session.blocks = programme.map(|p| p.blocks.clone());
        }
    }
}
