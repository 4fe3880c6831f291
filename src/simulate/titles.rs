//! What people call the things that numbers stand for.

use crate::rules::Project;
use crate::rules::checked::{Checked, CheckedGrant, Ix};

/// The title of an item, its id when it has none; `None` when there is no such item.
pub fn item(project: &Project, checked: &Checked, item: Ix) -> Option<String> {
    let index = item as usize;
    let (activities, journeys) = (project.activities.len(), project.journeys.len());
    let title = if index < activities {
        &project.activities.get(index)?.title
    } else if index < activities + journeys {
        &project.journeys.get(index - activities)?.title
    } else {
        &project.programmes.get(index - activities - journeys)?.title
    };
    Some(if title.is_empty() { checked.items.id(item).to_string() } else { title.clone() })
}

/// A certificate's title as the learner sees it: the grant's, else the
/// template's, else its id.
pub fn certificate(project: &Project, grant: &CheckedGrant) -> Option<String> {
    let template = project.certificates.get(grant.certificate.number as usize)?;
    let title = [&grant.grant.title, &template.title].into_iter().find(|t| !t.is_empty());
    Some(title.map_or_else(|| template.id.to_string(), String::clone))
}
