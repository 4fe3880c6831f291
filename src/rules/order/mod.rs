//! The order check: a rule over several items, played in every order of their
//! completions, and with one of them completed twice.
//!
//! What a completion does depends on the set of items completed before it, not on
//! their order. So the orders need not be played one by one: 2ⁿ sets with n
//! completions each stand for all n! of them (up to [`MAX_EXHAUSTIVE`] items).
//! Beyond that a sample is played: for each item the orders that have it last
//! and first, the rotations and their reversals, and the swaps of neighbours.
//!
//! What is taken for granted:
//! - Conditions on the state other than the items' completions hold, a `not` of a
//!   condition on the state too.
//! - A journey or programme is not completed before what it consists of. When all
//!   of that is among the items it follows from the last of them; else, in a rule
//!   on "activity completed", it is completed by some activity that the rule does
//!   not name.
//! - Completions of another kind than the rule's event type don't set it off.

mod all;
mod items;
mod lattice;
mod machine;
mod play;
mod recipe;
mod sample;
mod some;
#[cfg(test)]
mod tests;

pub use items::{ItemKind, RuleItem, rule_items};
pub(crate) use items::{completed_item, event_item};
pub(crate) use recipe::event_group;
pub use recipe::{AnyOrder, any_order, any_order_recipe};

use super::{Automation, Node, Project};
use crate::catalogue::{AttachTo, Id, Once};
use play::Play;
use serde::{Deserialize, Serialize};

/// Up to so many items every order is covered. 2¹² sets take a few milliseconds.
pub const MAX_EXHAUSTIVE: usize = 12;

/// What the order check found. It is well when neither `nothing` nor `twice` is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderCheck {
    /// The items that the rule is about, in the order in which it names them.
    pub items: Vec<Id>,
    /// Whether every order was covered.
    pub exhaustive: bool,
    /// How many orders were covered, each with its repetitions.
    pub orders_played: u64,
    /// How many there are; beyond [`MAX_EXHAUSTIVE`] items n!, at most `f64::MAX`.
    pub orders_total: f64,
    /// An order in which the learner completes everything and the rule does not fire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing: Option<Vec<Id>>,
    /// An order in which the learner is granted the same thing more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twice: Option<Twice>,
    /// Whether the rule fires on the very first completion, whichever it is.
    pub fires_on_first: bool,
}

/// An order in which a learner is granted the same thing more than once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twice {
    /// The completions; one item may be there twice.
    pub counterexample: Vec<Id>,
    /// At which of them, from 0, something is granted.
    pub at: Vec<usize>,
}

impl OrderCheck {
    /// Whether a learner gets it exactly once in every order that was played.
    pub fn is_ok(&self) -> bool {
        self.nothing.is_none() && self.twice.is_none()
    }
}

/// Checks the automation of that id; `None` when there is none, or when
/// [`order_check_of`] has nothing to say about it.
pub fn order_check(project: &Project, automation_id: &str) -> Option<OrderCheck> {
    let automation = project.automations.iter().find(|rule| rule.id == automation_id)?;
    order_check_of(project, automation)
}

/// Checks an automation as it is given, of the project or not. `None` when its
/// event type can't grant, when it is about fewer than two items, or when its
/// groups nest too deep. A rule that grants nothing is only checked for orders in
/// which it does not fire.
pub fn order_check_of(project: &Project, automation: &Automation) -> Option<OrderCheck> {
    if !automation.event.can_grant() {
        return None;
    }
    let items = rule_items(project, automation.conditions.as_ref());
    if items.len() < 2 {
        return None;
    }
    Some(Play::new(project, automation, items).check())
}

/// How often grants of a rule may be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    /// Some grant is given once for each item that an event is about.
    per_item: bool,
    /// Some grant is given with every event.
    every_event: bool,
}

impl Counts {
    fn of(project: &Project, automation: &Automation) -> Self {
        let mut counts = Self::default();
        for (_, grant) in automation.grants() {
            counts.per_item |= grant.attach_to == AttachTo::Event;
            counts.every_event |= grant.once.unwrap_or(project.options.once) == Once::EveryEvent;
        }
        counts
    }
}

/// Whether a rule asks nothing of the state but what is taken for granted: then
/// each of its items sets it off, whatever was completed before.
pub(crate) fn reads_no_completion(tree: &Node) -> bool {
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        if completed_item(node).is_some() {
            return false;
        }
        if node.is_group() {
            open.extend(node.children());
        }
    }
    true
}
