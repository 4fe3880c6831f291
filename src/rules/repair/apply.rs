//! Applying a repair.

use super::deep::{copy, is_deep, take_apart};
use super::{GrantPlace, MomentPlace, Repair};
use crate::catalogue::{Block, Grant, Id, Moment, Programme, Renewal};
use crate::rules::order::AnyOrder;
use crate::rules::references::{item_of_event, walk, walk_mut};
use crate::rules::{Action, Automation, List, Project, Wanted};

/// The project after a repair. Where the repair no longer fits (its rule is
/// gone, its index is past the end), the project is as it was. Of several entries
/// of one id the first is meant, as everywhere.
///
/// A repair whose conditions nest deeper than
/// [`Node::MAX_DEPTH`](crate::rules::Node::MAX_DEPTH) changes nothing
/// either. Such conditions that the project has already are copied without
/// recursion; to drop them takes as much stack as ever.
pub fn apply(project: &Project, repair: &Repair) -> Project {
    let mut out = copy(project);
    let conditions = match repair {
        Repair::SetConditions { conditions, .. } => conditions.as_ref(),
        Repair::AnyOrder { conditions, .. } => Some(conditions),
        _ => None,
    };
    if is_deep(conditions) {
        return out;
    }
    // A repair that does not fit changes nothing, which is what is promised.
    let _ = change(&mut out, repair);
    out
}

fn change(project: &mut Project, repair: &Repair) -> Option<()> {
    match repair {
        Repair::SetEvent { rule, event } => automation(project, rule)?.event = *event,
        Repair::SetConditions { rule, conditions, .. } => {
            let rule = automation(project, rule)?;
            take_apart(std::mem::replace(&mut rule.conditions, conditions.clone()));
        }
        Repair::AnyOrder { rule, event, conditions, attach_to, once } => {
            let default = project.options.once;
            let change = AnyOrder {
                event: *event,
                conditions: conditions.clone(),
                attach_to: attach_to.clone(),
                once: *once,
            };
            let rule = automation(project, rule)?;
            take_apart(rule.conditions.take());
            change.apply(rule, default);
        }
        Repair::RemoveRule { rule } => {
            let at = project.automations.iter().position(|r| r.id == *rule)?;
            take_apart(project.automations.remove(at).conditions);
        }
        Repair::DisableRule { rule } => automation(project, rule)?.enabled = false,
        Repair::MapField { grant: place, row } => {
            let mapping = &mut grant(project, place)?.mapping;
            match mapping.iter_mut().find(|r| r.field == row.field) {
                Some(old) => *old = row.clone(),
                None => mapping.push(row.clone()),
            }
        }
        Repair::RenameField { grant: place, from, to } => {
            let mapping = &mut grant(project, place)?.mapping;
            mapping.iter_mut().find(|row| row.field == *from)?.field.clone_from(to);
        }
        Repair::RemoveField { grant: place, field } => {
            grant(project, place)?.mapping.retain(|row| row.field != *field);
        }
        Repair::KeepFirstRow { grant: place, field } => {
            let mut kept = false;
            grant(project, place)?
                .mapping
                .retain(|row| row.field != *field || !std::mem::replace(&mut kept, true));
        }
        Repair::SetUserSource { grant: place } => {
            Grant::USER_SOURCE.clone_into(&mut grant(project, place)?.user_source);
        }
        Repair::ReplaceId { path, from, to } => replace(project, path, from, to),
        Repair::ReplaceInEvents { wanted, from, to } => {
            replace_in_events(project, *wanted, from, to);
        }
        Repair::RenameEntry { list, index, from, to } => {
            let id = entry(project, *list, *index)?;
            if id == from {
                id.clone_from(to);
            }
        }
        Repair::UnlinkCourse { group, course } => {
            let group = project.groups.iter_mut().find(|g| g.id == *group)?;
            group.courses.retain(|linked| linked != course);
        }
        Repair::MoveBlock { programme, from, to } => {
            let blocks = &mut programme_of(project, programme)?.blocks;
            if *from < blocks.len() && *to < blocks.len() {
                let block = blocks.remove(*from);
                blocks.insert(*to, block);
            }
        }
        Repair::SetWindow { certification, days } => {
            certification_of(project, certification)?.window_days = *days;
        }
        Repair::SetGrace { certification, days } => {
            certification_of(project, certification)?.grace_days = *days;
        }
        Repair::SetMonths { certification, months } => {
            if let Renewal::Interval { months: m, .. } =
                &mut certification_of(project, certification)?.renewal
            {
                *m = *months;
            }
        }
        Repair::SetMinimumScore { activity, minimum } => {
            let activity = project.activities.iter_mut().find(|a| a.id == *activity)?;
            activity.minimum_score = Some(*minimum);
        }
        Repair::SetMinimumGrade { certification, course, minimum } => {
            let courses = &mut certification_of(project, certification)?.courses;
            courses.get_mut(*course)?.minimum_grade = *minimum;
        }
        Repair::SwapDates { session } => {
            let session = project.sessions.iter_mut().find(|s| s.id == *session)?;
            std::mem::swap(&mut session.start, &mut session.end);
        }
        Repair::SetTimeZone { name } => project.options.time_zone.clone_from(name),
        Repair::SetChainLimit { limit } => project.options.chain_limit = *limit,
        Repair::SetMoment { place, to } => *moment(project, place)? = Some(*to),
        Repair::RemoveEvents { kind } => project.events.retain(|event| event.kind != *kind),
    }
    Some(())
}

fn automation<'a>(project: &'a mut Project, id: &Id) -> Option<&'a mut Automation> {
    project.automations.iter_mut().find(|rule| rule.id == *id)
}

fn programme_of<'a>(project: &'a mut Project, id: &Id) -> Option<&'a mut Programme> {
    project.programmes.iter_mut().find(|programme| programme.id == *id)
}

fn certification_of<'a>(
    project: &'a mut Project,
    id: &Id,
) -> Option<&'a mut crate::catalogue::Certification> {
    project.certifications.iter_mut().find(|certification| certification.id == *id)
}

fn grant<'a>(project: &'a mut Project, place: &GrantPlace) -> Option<&'a mut Grant> {
    let block = match place {
        GrantPlace::Automation { id, action } => {
            return match automation(project, id)?.actions.get_mut(*action)? {
                Action::GrantCertificate(grant) => Some(grant),
                _ => None,
            };
        }
        GrantPlace::Programme { id, block } => programme_of(project, id)?.blocks.get_mut(*block)?,
        GrantPlace::Session { id, block } => {
            let session = project.sessions.iter_mut().find(|session| session.id == *id)?;
            session.blocks.as_mut()?.get_mut(*block)?
        }
    };
    match block {
        Block::Certificate(grant) => Some(grant),
        _ => None,
    }
}

fn moment<'a>(project: &'a mut Project, place: &MomentPlace) -> Option<&'a mut Option<Moment>> {
    Some(match place {
        MomentPlace::Automation { id } => &mut automation(project, id)?.active_from,
        MomentPlace::Trigger { id } => {
            &mut project.triggers.iter_mut().find(|trigger| trigger.id == *id)?.active_from
        }
        MomentPlace::SessionStart { id } => {
            &mut project.sessions.iter_mut().find(|session| session.id == *id)?.start
        }
        MomentPlace::SessionEnd { id } => {
            &mut project.sessions.iter_mut().find(|session| session.id == *id)?.end
        }
    })
}

fn entry(project: &mut Project, list: List, index: usize) -> Option<&mut Id> {
    Some(match list {
        List::Options | List::Events => return None,
        List::Activities => &mut project.activities.get_mut(index)?.id,
        List::Journeys => &mut project.journeys.get_mut(index)?.id,
        List::Programmes => &mut project.programmes.get_mut(index)?.id,
        List::Sessions => &mut project.sessions.get_mut(index)?.id,
        List::Groups => &mut project.groups.get_mut(index)?.id,
        List::Learners => &mut project.learners.get_mut(index)?.id,
        List::Certificates => &mut project.certificates.get_mut(index)?.id,
        List::Certifications => &mut project.certifications.get_mut(index)?.id,
        List::Automations => &mut project.automations.get_mut(index)?.id,
        List::Triggers => &mut project.triggers.get_mut(index)?.id,
    })
}

fn replace(project: &mut Project, path: &str, from: &Id, to: &Id) {
    let mut entry = None;
    walk(project, &mut |place, id| {
        if entry.is_none() && id == from && (place.path)() == path {
            entry = Some((place.list, place.index, place.wanted));
        }
    });
    walk_mut(project, &mut |place, id| {
        if id == from && entry == Some((place.list, place.index, place.wanted)) {
            id.clone_from(to);
        }
    });
}

fn replace_in_events(project: &mut Project, wanted: Wanted, from: &Id, to: &Id) {
    for event in &mut project.events {
        let id = match wanted {
            Wanted::Learner => &mut event.learner,
            Wanted::Session => match &mut event.session {
                Some(session) => session.as_mut(),
                None => continue,
            },
            _ if item_of_event(event.kind) == Some(wanted) => &mut event.item,
            _ => continue,
        };
        if id == from {
            id.clone_from(to);
        }
    }
}
