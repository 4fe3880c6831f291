//! Rules that say the same, and rules that another one goes along with.

use super::out::{Out, Subject};
use super::table::Table;
use crate::catalogue::{AttachTo, EventKind, Grant, Id, Instant};
use crate::diagnostic::Diagnostic;
use crate::rules::repair::Repair;
use crate::rules::{Action, Automation, List, Node, Wanted};
use std::collections::{BTreeMap, BTreeSet};

/// How many rules that grant the same certificate on the same item are compared
/// with one another.
const MAX_COMPARED: usize = 64;

/// `duplicate-rule`, `shadowed-rule`.
pub(super) fn check(out: &mut Out<'_>) {
    let same = duplicates(out);
    shadows(out, &same);
}

/// The pairs found.
fn duplicates(out: &mut Out<'_>) -> BTreeSet<(usize, usize)> {
    let known = out.known;
    let empty = known.project.options.empty_groups_are_false;
    let mut seen: BTreeMap<(EventKind, String), Vec<(usize, &Automation)>> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for (index, rule) in known.running().filter(|(_, rule)| !rule.actions.is_empty()) {
        let tree = rule.conditions.as_ref().and_then(|tree| normal(tree, empty));
        let text = tree.and_then(|tree| serde_json::to_string(&tree).ok()).unwrap_or_default();
        let alike = seen.entry((rule.event, text)).or_default();
        let first = alike.iter().find(|(_, first)| first.actions == rule.actions).copied();
        let Some((at, first)) = first else {
            alike.push((index, rule));
            continue;
        };
        pairs.insert((at, index));
        let (name, other) =
            (known.title(List::Automations, index), known.title(List::Automations, at));
        let message = format!(
            "“{name}” does the same as “{other}”, at the same events and under the same conditions."
        );
        let path = format!("automations.{}", rule.id);
        let finding = Diagnostic::warning("duplicate-rule", path, message);
        // The one that sees more of the history stays.
        let gone = if active(out, rule) < active(out, first) { &first.id } else { &rule.id };
        let repair = Repair::RemoveRule { rule: gone.clone() };
        let related = vec![Subject::automation(&first.id)];
        out.relate(List::Automations, index, finding, Some(repair), related);
    }
    pairs
}

/// The tree in a form that is the same for trees that differ in order, nesting
/// and repetition only; `None` for one that always holds.
fn normal(node: &Node, empty_is_false: bool) -> Option<Node> {
    match node {
        Node::And(nodes) | Node::Or(nodes) => {
            let all = matches!(node, Node::And(_));
            let mut parts = Vec::new();
            for part in nodes.iter().filter_map(|node| normal(node, empty_is_false)) {
                match part {
                    Node::And(inner) if all && !inner.is_empty() => parts.extend(inner),
                    Node::Or(inner) if !all && !inner.is_empty() => parts.extend(inner),
                    part => parts.push(part),
                }
            }
            let mut keyed: BTreeMap<String, Node> = BTreeMap::new();
            for part in parts {
                keyed.insert(serde_json::to_string(&part).unwrap_or_default(), part);
            }
            let mut parts: Vec<Node> = keyed.into_values().collect();
            match (parts.len(), all) {
                (0, _) => empty_is_false.then(|| Node::Or(Vec::new())),
                (1, _) => parts.pop(),
                (_, true) => Some(Node::And(parts)),
                (_, false) => Some(Node::Or(parts)),
            }
        }
        Node::Not(inner) => match normal(inner, empty_is_false)? {
            Node::Not(inner) => Some(*inner),
            inner => Some(Node::Not(Box::new(inner))),
        },
        leaf => Some(leaf.clone()),
    }
}

/// Rules of one event type that grant one certificate on one item.
type Granting<'a> = BTreeMap<(EventKind, Id, Id), Vec<(usize, &'a Automation)>>;

fn shadows(out: &mut Out<'_>, same: &BTreeSet<(usize, usize)>) {
    let known = out.known;
    let empty = known.project.options.empty_groups_are_false;
    let mut granting: Granting<'_> = BTreeMap::new();
    for (index, rule) in known.running().filter(|(_, rule)| rule.event.can_grant()) {
        for (_, grant) in rule.grants() {
            let (certificate, item) = key(grant);
            let rules = granting.entry((rule.event, certificate, item)).or_default();
            if rules.len() < MAX_COMPARED && rules.last().is_none_or(|(last, _)| *last != index) {
                rules.push((index, rule));
            }
        }
    }
    // The first rule that shadows it, for each that is shadowed.
    let mut shadowed: BTreeMap<usize, (usize, Id)> = BTreeMap::new();
    for ((_, certificate, _), rules) in &granting {
        let tables: Vec<_> = rules
            .iter()
            .filter_map(|(index, rule)| Some((*index, Table::new(rule.conditions.as_ref())?)))
            .collect();
        for (i, (first, one)) in tables.iter().enumerate() {
            for (second, two) in tables.iter().skip(i + 1) {
                if same.contains(&(*first, *second)) {
                    continue;
                }
                let (idle, by) = if two.implies(one, empty) == Some(true) {
                    (*second, *first)
                } else if one.implies(two, empty) == Some(true) {
                    (*first, *second)
                } else {
                    continue;
                };
                shadowed.entry(idle).or_insert((by, certificate.clone()));
            }
        }
    }
    for (index, (by, certificate)) in shadowed {
        let rules = &known.project.automations;
        let (Some(rule), Some(other)) = (rules.get(index), rules.get(by)) else { continue };
        let (name, other_name) =
            (known.title(List::Automations, index), known.title(List::Automations, by));
        let message = format!(
            "Whenever “{name}” grants “{}”, “{other_name}” grants it too, on the same item: the learner gets two.",
            known.name(Wanted::Certificate, &certificate)
        );
        let path = format!("automations.{}", rule.id);
        let finding = Diagnostic::warning("shadowed-rule", path, message)
            .repair("Take the certificate out of one of the two rules.");
        // Switching it off loses nothing when all that it does is granted anyway.
        let covered = |action: &Action| match action {
            Action::GrantCertificate(grant) => other.grants().any(|(_, g)| key(g) == key(grant)),
            _ => false,
        };
        let loses_nothing =
            active(out, other) <= active(out, rule) && rule.actions.iter().all(covered);
        let repair = loses_nothing.then(|| Repair::DisableRule { rule: rule.id.clone() });
        let related = vec![Subject::automation(&other.id)];
        out.relate(List::Automations, index, finding, repair, related);
    }
}

/// Since when a rule sees events.
fn active(out: &Out<'_>, rule: &Automation) -> Instant {
    let zone = out.known.zone.clone().unwrap_or_default();
    rule.active_from.map_or(Instant::MIN, |at| zone.instant(at))
}

/// What is granted, and on what.
fn key(grant: &Grant) -> (Id, Id) {
    let item = match &grant.attach_to {
        AttachTo::Event => Id::default(),
        AttachTo::Item(id) => id.clone(),
    };
    (grant.certificate.clone(), item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_nesting_and_repetition_make_no_difference() {
        let read = |json: &str| serde_json::from_str::<Node>(json).unwrap();
        let a =
            r#"{"and":[{"learner-in-group":"g"},{"and":[{"activity-completed":"a"},{"or":[]}]}]}"#;
        let b = r#"{"and":[{"activity-completed":"a"},{"or":[{"learner-in-group":"g"}]},{"activity-completed":"a"}]}"#;
        assert_eq!(normal(&read(a), false), normal(&read(b), false));
        assert_ne!(normal(&read(a), true), normal(&read(b), true));
        let c = r#"{"or":[{"activity-completed":"a"},{"learner-in-group":"g"}]}"#;
        assert_ne!(normal(&read(a), false), normal(&read(c), false));
    }
}
