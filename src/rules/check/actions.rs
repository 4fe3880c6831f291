//! What a rule does: whether it can grant, and whether it does anything.

use super::out::Out;
use super::table::exclude_each_other;
use super::tree::{can_fire, nodes};
use crate::catalogue::EventKind;
use crate::diagnostic::Diagnostic;
use crate::rules::order::{ItemKind, completed_item, event_item};
use crate::rules::repair::{Repair, event_words};
use crate::rules::{Automation, List, Node};

/// `event-type-cannot-grant`, `no-grant`, `no-action`.
pub(super) fn check(out: &mut Out<'_>) {
    let empty = out.known.project.options.empty_groups_are_false;
    for (index, rule) in out.known.automations() {
        let base = format!("automations.{}.actions", rule.id);
        if rule.actions.is_empty() {
            let finding = Diagnostic::warning("no-action", &base, "The rule does nothing.")
                .repair("Add an action, or remove the rule.");
            out.add(List::Automations, index, finding, None);
            continue;
        }
        let mut grants = false;
        for (action, _) in rule.grants() {
            grants = true;
            if rule.event.can_grant() {
                continue;
            }
            let message = format!(
                "“{}” events grant no certificates; only completed activities, journeys and programmes do.",
                event_words(rule.event)
            );
            let finding =
                Diagnostic::error("event-type-cannot-grant", format!("{base}[{action}]"), message);
            let event = granting_event(rule, empty);
            let repair = Repair::SetEvent { rule: rule.id.clone(), event };
            out.add(List::Automations, index, finding, Some(repair));
        }
        let asks = |tree: &Node| nodes(tree).iter().any(|at| at.node.is_in_event());
        if !grants
            && rule.conditions.as_ref().is_some_and(asks)
            && can_fire(rule, rule.event, empty)
            && !exclude_each_other(rule, empty)
        {
            let finding = Diagnostic::info(
                "no-grant",
                &base,
                "The rule waits for something to be completed, and grants no certificate for it.",
            )
            .repair("Add the action that grants one, if one is due.");
            out.add(List::Automations, index, finding, None);
        }
    }
}

/// The event type that the conditions speak of, best one at which the rule can
/// fire; "activity completed" when they speak of none.
fn granting_event(rule: &Automation, empty_is_false: bool) -> EventKind {
    let nodes = rule.conditions.as_ref().map(nodes).unwrap_or_default();
    let in_event = nodes.iter().filter_map(|at| event_item(at.node));
    let completed = nodes.iter().filter_map(|at| completed_item(at.node));
    let spoken: Vec<EventKind> =
        in_event.chain(completed).map(|(kind, _)| kind.completion()).collect();
    let all = ItemKind::ALL.map(ItemKind::completion);
    spoken
        .iter()
        .chain(&all)
        .copied()
        .find(|event| can_fire(rule, *event, empty_is_false))
        .or(spoken.first().copied())
        .unwrap_or(EventKind::ActivityCompleted)
}
