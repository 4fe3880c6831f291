//! The any-order recipe: a rule over several items rewritten so that it fires
//! once, on the last of their completions, whichever that is.

use super::items::{ItemKind, RuleItem, completed_item, event_item, is_completion, rule_items};
use super::order_check_of;
use crate::catalogue::{AttachTo, EventKind, Id, Once};
use crate::rules::{Action, ActivityInEvent, Automation, Node, Project, WantedStatus};
use std::collections::BTreeSet;

/// `and(or(A in event, B in event), and(A is completed, B is completed), others)`
/// for a rule on `event`, where `others` is what remains of `conditions` when all
/// that they say of the event and of the items' completions is granted.
///
/// Items of another kind than the event's appear among the completed ones only;
/// but on "activity completed" the activities that a journey or programme
/// consists of stand for it in the first group, as the last of them completes it.
/// Without these (`parts` empty) such a rule misses an order.
pub fn any_order_recipe(event: EventKind, conditions: Option<&Node>, items: &[RuleItem]) -> Node {
    let mut groups = Vec::new();
    let about = event_group(event, items);
    if !about.is_empty() {
        groups.push(Node::Or(about));
    }
    groups.push(Node::And(items.iter().map(RuleItem::completed).collect()));
    let others = conditions.filter(|tree| tree.depth() <= Node::MAX_DEPTH);
    match others.and_then(|tree| others_in(tree, items)) {
        Some(Node::And(nodes)) => groups.extend(nodes),
        Some(node) => groups.push(node),
        None => {}
    }
    Node::And(groups)
}

/// The "in event" conditions of which one has to hold.
pub(crate) fn event_group(event: EventKind, items: &[RuleItem]) -> Vec<Node> {
    let kind = ItemKind::in_event(event);
    let mut seen: BTreeSet<&Id> = BTreeSet::new();
    let mut about = Vec::new();
    for item in items.iter().filter(|item| Some(item.kind) == kind) {
        if seen.insert(&item.id) {
            about.push(item.in_event());
        }
    }
    if kind == Some(ItemKind::Activity) {
        for part in items.iter().flat_map(|item| &item.parts) {
            if seen.insert(part) {
                let status = WantedStatus::Completed;
                about.push(Node::ActivityInEvent(ActivityInEvent {
                    activity: part.clone(),
                    status,
                }));
            }
        }
    }
    about
}

/// What a tree still asks when the event and the items are as it wants them;
/// `None` for nothing. Empty groups are left out.
fn others_in(node: &Node, items: &[RuleItem]) -> Option<Node> {
    match node {
        Node::And(nodes) => {
            let mut rest: Vec<Node> = nodes.iter().filter_map(|n| others_in(n, items)).collect();
            if rest.len() > 1 { Some(Node::And(rest)) } else { rest.pop() }
        }
        Node::Or(nodes) => {
            let rest: Option<Vec<Node>> = nodes.iter().map(|n| others_in(n, items)).collect();
            let mut rest = rest?;
            if rest.len() > 1 { Some(Node::Or(rest)) } else { rest.pop() }
        }
        Node::Not(inner) => (!speaks_of_event(inner)).then(|| node.clone()),
        leaf if leaf.is_in_event() => None,
        leaf => {
            let item = completed_item(leaf);
            let granted = item.is_some_and(|(kind, id)| {
                items.iter().any(|item| item.kind == kind && item.id == *id)
            });
            (!granted).then(|| leaf.clone())
        }
    }
}

fn speaks_of_event(node: &Node) -> bool {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if node.is_in_event() || (node.is_group() && node.children().is_empty()) {
            return true;
        }
        open.extend(node.children());
    }
    false
}

/// What the recipe changes in a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyOrder {
    /// The event type that the rule has to have.
    pub event: EventKind,
    /// Its conditions.
    pub conditions: Node,
    /// Grants attached to the event's item have to be attached to this one, or a
    /// repeated completion grants another.
    pub attach_to: Option<Id>,
    /// Grants given with every event have to be given once a cycle.
    pub once: bool,
}

impl AnyOrder {
    /// Makes the change.
    pub fn apply(&self, automation: &mut Automation, default: Once) {
        automation.event = self.event;
        automation.conditions = Some(self.conditions.clone());
        for action in &mut automation.actions {
            let Action::GrantCertificate(grant) = action else { continue };
            if let (Some(item), AttachTo::Event) = (&self.attach_to, &grant.attach_to) {
                grant.attach_to = AttachTo::Item(item.clone());
            }
            if self.once && grant.once.unwrap_or(default) == Once::EveryEvent {
                grant.once = Some(Once::PerCycle);
            }
        }
    }
}

/// The recipe for a rule, when there is one that passes the order check: not for
/// rules that want a failure, nor where it isn't known what a journey or
/// programme consists of.
pub fn any_order(project: &Project, automation: &Automation) -> Option<AnyOrder> {
    let tree = automation.conditions.as_ref()?;
    if !automation.event.can_grant() || wants_a_failure(tree) {
        return None;
    }
    let items = rule_items(project, Some(tree));
    let last = items.last().filter(|_| items.len() > 1)?;
    let event = event_for(automation.event, &items)?;
    let conditions = any_order_recipe(event, Some(tree), &items);
    if conditions.depth() > Node::MAX_DEPTH {
        return None;
    }
    let mut change = AnyOrder { event, conditions, attach_to: None, once: false };
    let default = project.options.once;
    let mut rewritten = automation.clone();
    change.apply(&mut rewritten, default);
    if !order_check_of(project, &rewritten)?.is_ok() {
        // What sets it off now, if anything does: the certificate hangs on that.
        let in_event = |item: &&RuleItem| names_in_event(tree, item);
        let last = items.iter().rev().find(in_event).unwrap_or(last);
        let hangs_on_event = automation.grants().any(|(_, g)| g.attach_to == AttachTo::Event);
        change.attach_to = hangs_on_event.then(|| last.id.clone());
        let every = |once: Option<Once>| once.unwrap_or(default) == Once::EveryEvent;
        change.once = automation.grants().any(|(_, grant)| every(grant.once));
        change.apply(&mut rewritten, default);
    }
    order_check_of(project, &rewritten)?.is_ok().then_some(change)
}

/// The event type at which the last of the completions can be seen: the rule's
/// own if it is one.
fn event_for(event: EventKind, items: &[RuleItem]) -> Option<EventKind> {
    let kinds: BTreeSet<ItemKind> = items.iter().map(|item| item.kind).collect();
    let one = kinds.first().filter(|_| kinds.len() == 1).map(|kind| kind.completion());
    let parts_known =
        items.iter().all(|item| item.kind == ItemKind::Activity || !item.parts.is_empty());
    let activity = EventKind::ActivityCompleted;
    if one == Some(event) || (event == activity && parts_known) {
        return Some(event);
    }
    one.or(parts_known.then_some(activity))
}

fn names_in_event(tree: &Node, item: &RuleItem) -> bool {
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        if event_item(node) == Some((item.kind, &item.id)) {
            return true;
        }
        if node.is_group() {
            open.extend(node.children());
        }
    }
    false
}

fn wants_a_failure(tree: &Node) -> bool {
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        if matches!(node, Node::ActivityInEvent(condition) if !is_completion(condition.status)) {
            return true;
        }
        open.extend(node.children());
    }
    false
}
