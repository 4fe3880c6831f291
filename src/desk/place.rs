//! The places of an automation that findings are about.

use super::tree_edit::{Spot, spot};
use crate::catalogue::Id;

/// A place in an automation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The rule as a whole.
    Rule,
    /// From when it is active.
    ActiveFrom,
    /// The conditions as a whole.
    Conditions,
    /// A condition or a group.
    Condition(Spot),
    /// The actions as a whole.
    Actions,
    /// An action.
    Action(usize),
    /// A part of an action, such as `certificate` or `attach_to`.
    Part(usize, String),
    /// A field of a grant's mapping.
    Field(usize, String),
}

impl Place {
    /// The place that a finding's path names in the automation `id`.
    pub fn of(path: &str, id: &Id) -> Self {
        let inside = path
            .strip_prefix("automations.")
            .and_then(|rest| rest.strip_prefix(id.as_str()))
            .map_or("", |rest| rest.trim_start_matches('.'));
        if inside == "active_from" {
            return Self::ActiveFrom;
        }
        if let Some(rest) = inside.strip_prefix("conditions") {
            return match spot(rest) {
                Some(spot) if !spot.is_empty() => Self::Condition(spot),
                _ => Self::Conditions,
            };
        }
        let Some(rest) = inside.strip_prefix("actions") else { return Self::Rule };
        let Some((index, rest)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        else {
            return Self::Actions;
        };
        let Ok(index) = index.parse() else { return Self::Actions };
        match rest.strip_prefix('.') {
            None => Self::Action(index),
            Some(part) => match part.strip_prefix("mapping.") {
                Some(field) => Self::Field(index, field.to_owned()),
                None => Self::Part(index, part.to_owned()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_findings_are_places() {
        let id = Id::from("a.b");
        for (path, place) in [
            ("automations.a.b", Place::Rule),
            ("automations.a.b.active_from", Place::ActiveFrom),
            ("automations.a.b.conditions", Place::Conditions),
            ("automations.a.b.conditions.and[1].or[0]", Place::Condition(vec![1, 0])),
            ("automations.a.b.conditions.and[1].not", Place::Condition(vec![1, 0])),
            ("automations.a.b.actions", Place::Actions),
            ("automations.a.b.actions[2]", Place::Action(2)),
            ("automations.a.b.actions[0].attach_to", Place::Part(0, "attach_to".to_owned())),
            ("automations.a.b.actions[0].mapping.x.y", Place::Field(0, "x.y".to_owned())),
            ("something else", Place::Rule),
        ] {
            assert_eq!(Place::of(path, &id), place, "{path}");
        }
    }
}
