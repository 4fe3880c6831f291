//! Automations, triggers and certificate blocks as one kind of rule.

use super::{Checked, CheckedBlock, Ix, NONE};
use crate::catalogue::{AttachTo, Block, EventKind, Grant, Id, Instant, Once};
use crate::rules::automation::Action;
use crate::rules::condition::{ActivityInEvent, Node};
use crate::rules::project::Project;
use crate::rules::tree::Tree;
use crate::rules::trigger::{Assignment, Milestone, Trigger};
use crate::template::Field;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a rule was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// An automation.
    Automation,
    /// A trigger.
    Trigger,
    /// A certificate block of one session.
    CertificateBlock,
}

/// A rule, resolved.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id. That of a certificate block is `<session>/<block's position from 1>`.
    pub id: Id,
    /// What it was written as.
    pub kind: RuleKind,
    /// Its place in the list that it was written in; for a certificate block,
    /// the block's place in the session.
    pub position: usize,
    /// The session of a certificate block.
    pub session: Ix,
    /// The rule that grants are counted for: itself; for a certificate block the
    /// first one at the same place of the same programme, so that "once ever"
    /// holds over all sessions.
    pub counts_as: Ix,
    /// Which edit of it this is.
    pub version: u32,
    /// Whether it runs: it is enabled, and its tree can be evaluated.
    pub runs: bool,
    /// Events before this are not evaluated.
    pub active_from: Instant,
    /// The kinds of events that it is evaluated for.
    pub listens: Vec<EventKind>,
    /// Its conditions.
    pub tree: Tree,
    /// Groups that the learner must be in, all of them (triggers).
    pub eligible: Vec<Reference>,
    /// What it does.
    pub actions: Vec<CheckedAction>,
}

impl Rule {
    /// Whether it is evaluated for this kind of event.
    pub fn listens_to(&self, kind: EventKind) -> bool {
        self.listens.contains(&kind)
    }

    /// Its grants, each with its place among the actions.
    pub fn grants(&self) -> impl Iterator<Item = (usize, &CheckedGrant)> {
        self.actions.iter().enumerate().filter_map(|(index, action)| match action {
            CheckedAction::Grant(grant) => Some((index, &**grant)),
            _ => None,
        })
    }
}

/// A reference that may name nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Its number, or [`NONE`].
    pub number: Ix,
    /// As it was written.
    pub id: Id,
}

/// An action, resolved.
#[derive(Clone, Debug)]
pub enum CheckedAction {
    /// Grants a certificate.
    Grant(Box<CheckedGrant>),
    /// Assigns an item.
    AssignCourse(Reference),
    /// Assigns a certification.
    AssignCertification(Reference),
    /// Unlocks an item.
    Unlock(Reference),
    /// Locks an item.
    Lock(Reference),
    /// Completes an activity.
    CompleteActivity(Reference),
    /// Expires an activity.
    ExpireActivity(Reference),
    /// Resets an activity.
    ResetActivity(Reference),
    /// Adds the learner to a group.
    AddToGroup(Reference),
    /// Removes the learner from a group.
    RemoveFromGroup(Reference),
    /// Recorded.
    Notify,
}

/// A grant, resolved.
#[derive(Clone, Debug)]
pub struct CheckedGrant {
    /// As it was written.
    pub grant: Grant,
    /// The template.
    pub certificate: Reference,
    /// The item it hangs on; `None` for the event's.
    pub attach_to: Option<Reference>,
    /// The activity source; `None` for the event's.
    pub activity_source: Option<Reference>,
    /// How often.
    pub once: Once,
    /// For each field of the template, the row that is mapped to it: the first
    /// of several.
    pub rows: Vec<Option<usize>>,
}

impl CheckedGrant {
    fn new(grant: &Grant, project: &Project, checked: &Checked) -> Self {
        let item = |id: &Id| Reference { number: checked.items.get(id), id: id.clone() };
        let attach_to = match &grant.attach_to {
            AttachTo::Event => None,
            // A certification can carry a certificate too, but has no number
            // among the items; its courses do.
            AttachTo::Item(id) => Some(item(id)),
        };
        let number = checked.certificates.get(&grant.certificate);
        let fields = project.certificates.get(number as usize).map_or(&[][..], |c| &c.fields);
        let row = |field: &Field| grant.mapping.iter().position(|row| row.field == field.name);
        Self {
            rows: fields.iter().map(row).collect(),
            certificate: Reference { number, id: grant.certificate.clone() },
            attach_to,
            activity_source: grant.activity_source.as_ref().map(item),
            once: grant.once.unwrap_or(checked.settings.once),
            grant: grant.clone(),
        }
    }
}

fn action(action: &Action, project: &Project, checked: &Checked) -> CheckedAction {
    let item = |id: &Id| Reference { number: checked.items.get(id), id: id.clone() };
    let activity = |id: &Id| Reference { number: checked.activity(id), id: id.clone() };
    let group = |id: &Id| Reference { number: checked.groups.get(id), id: id.clone() };
    match action {
        Action::GrantCertificate(grant) => {
            CheckedAction::Grant(Box::new(CheckedGrant::new(grant, project, checked)))
        }
        Action::AssignCourse(id) => CheckedAction::AssignCourse(item(id)),
        Action::AssignCertification(id) => CheckedAction::AssignCertification(Reference {
            number: checked.certifications.get(id),
            id: id.clone(),
        }),
        Action::Unlock(id) => CheckedAction::Unlock(item(id)),
        Action::Lock(id) => CheckedAction::Lock(item(id)),
        Action::CompleteActivity(id) => CheckedAction::CompleteActivity(activity(id)),
        Action::ExpireActivity(id) => CheckedAction::ExpireActivity(activity(id)),
        Action::ResetActivity(id) => CheckedAction::ResetActivity(activity(id)),
        Action::AddToGroup(id) => CheckedAction::AddToGroup(group(id)),
        Action::RemoveFromGroup(id) => CheckedAction::RemoveFromGroup(group(id)),
        Action::Notify(_) => CheckedAction::Notify,
    }
}

pub(super) fn rules(project: &Project, checked: &Checked) -> Vec<Rule> {
    let since = |m: Option<_>| m.map_or(Instant::MIN, |m| checked.zone.instant(m));
    let mut out = Vec::new();
    for (position, automation) in project.automations.iter().enumerate() {
        let tree = Tree::new(automation.conditions.as_ref(), automation.event, checked);
        out.push(Rule {
            id: automation.id.clone(),
            kind: RuleKind::Automation,
            position,
            session: NONE,
            counts_as: Ix::try_from(out.len()).unwrap_or(NONE),
            version: automation.version,
            runs: automation.enabled && tree.is_sound(),
            active_from: since(automation.active_from),
            listens: vec![automation.event],
            tree,
            eligible: Vec::new(),
            actions: automation.actions.iter().map(|a| action(a, project, checked)).collect(),
        });
    }
    for (position, trigger) in project.triggers.iter().enumerate() {
        let (listens, tree) = milestone(trigger, checked);
        out.push(Rule {
            id: trigger.id.clone(),
            kind: RuleKind::Trigger,
            position,
            session: NONE,
            counts_as: Ix::try_from(out.len()).unwrap_or(NONE),
            version: 1,
            runs: trigger.enabled,
            active_from: since(trigger.active_from),
            listens,
            tree,
            eligible: (trigger.eligible.iter())
                .map(|id| Reference { number: checked.groups.get(id), id: id.clone() })
                .collect(),
            actions: trigger.assigns.iter().map(|a| assignment(a, project, checked)).collect(),
        });
    }
    let mut places: HashMap<(Ix, usize), Ix> = HashMap::new();
    for (session, index) in project.sessions.iter().zip(0..) {
        for (position, block) in session.blocks.iter().flatten().enumerate() {
            let Block::Certificate(grant) = block else { continue };
            let here = (checked.programme(&session.programme), position);
            let own = Ix::try_from(out.len()).unwrap_or(NONE);
            let counts_as = *places.entry(here).or_insert(own);
            let mut grant = CheckedGrant::new(grant, project, checked);
            if grant.attach_to.is_none() {
                let id = session.programme.clone();
                grant.attach_to = Some(Reference { number: checked.programme(&id), id });
            }
            out.push(Rule {
                id: format!("{}/{}", session.id, position + 1).into(),
                kind: RuleKind::CertificateBlock,
                position,
                session: index,
                counts_as,
                version: 1,
                runs: true,
                active_from: Instant::MIN,
                // Blocks are looked at by the session, not by the index.
                listens: Vec::new(),
                tree: Tree::default(),
                eligible: Vec::new(),
                actions: vec![CheckedAction::Grant(Box::new(grant))],
            });
        }
    }
    out
}

/// Tells each certificate block which rule stands for it.
pub(super) fn number_blocks(checked: &mut Checked) {
    for (rule, number) in checked.rules.iter().zip(0..) {
        let session = checked.sessions.get_mut(rule.session as usize);
        let block = session.and_then(|s| s.blocks.get_mut(rule.position));
        if let Some(CheckedBlock::Certificate { rule, .. }) = block {
            *rule = number;
        }
    }
}

fn assignment(assignment: &Assignment, project: &Project, checked: &Checked) -> CheckedAction {
    match assignment {
        Assignment::Course(id) => action(&Action::AssignCourse(id.clone()), project, checked),
        Assignment::Certification(id) => {
            action(&Action::AssignCertification(id.clone()), project, checked)
        }
    }
}

/// A milestone, as the events and conditions that it stands for.
fn milestone(trigger: &Trigger, checked: &Checked) -> (Vec<EventKind>, Tree) {
    match &trigger.milestone {
        Milestone::Joins => (vec![EventKind::LearnerRegistered], Tree::default()),
        Milestone::AddedToGroup(id) => (
            vec![EventKind::LearnerAddedToGroup],
            Tree::in_event(EventKind::LearnerAddedToGroup, id, checked),
        ),
        Milestone::CompletesCertification(id) => (
            vec![EventKind::CertificationEarned],
            Tree::in_event(EventKind::CertificationEarned, id, checked),
        ),
        Milestone::Completes(ids) => {
            // The any-order recipe.
            let is_journey = |id: &Id| checked.journey(id) != NONE;
            let in_event = |id: &Id| match is_journey(id) {
                true => Node::JourneyInEvent(id.clone()),
                false => Node::ActivityInEvent(ActivityInEvent {
                    activity: id.clone(),
                    status: Default::default(),
                }),
            };
            let completed = |id: &Id| match is_journey(id) {
                true => Node::JourneyCompleted(id.clone()),
                false => Node::ActivityCompleted(id.clone()),
            };
            let mut listens = Vec::new();
            for id in ids {
                let kind = match is_journey(id) {
                    true => EventKind::JourneyCompleted,
                    false => EventKind::ActivityCompleted,
                };
                if !listens.contains(&kind) {
                    listens.push(kind);
                }
            }
            let recipe = Node::And(vec![
                Node::Or(ids.iter().map(in_event).collect()),
                Node::And(ids.iter().map(completed).collect()),
            ]);
            (listens, Tree::new(Some(&recipe), EventKind::ActivityCompleted, checked))
        }
    }
}
