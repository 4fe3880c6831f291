//! What can be said of a condition tree without any learner. Every function
//! here wants a tree no deeper than [`Node::MAX_DEPTH`].

use crate::catalogue::EventKind;
use crate::rules::order::{ItemKind, event_item};
use crate::rules::{Automation, Node, WantedStatus};
use std::collections::BTreeSet;

/// How an attempt ended, as conditions tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// Completed, where there is nothing to pass.
    Completed,
    Passed,
    Failed,
    Abandoned,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Completed, Self::Passed, Self::Failed, Self::Abandoned];

    /// Whether a condition wants it.
    pub fn fits(self, wanted: WantedStatus) -> bool {
        match wanted {
            WantedStatus::Completed => matches!(self, Self::Completed | Self::Passed),
            WantedStatus::Passed => self == Self::Passed,
            WantedStatus::Failed => self == Self::Failed,
            WantedStatus::Abandoned => self == Self::Abandoned,
            WantedStatus::Any => true,
        }
    }
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About<'a> {
    /// This item, ended so.
    Item(ItemKind, &'a str, Outcome),
    /// Something that the tree does not name.
    Other,
}

impl About<'_> {
    /// Whether an "in event" condition holds.
    fn fits(self, condition: &Node) -> bool {
        let (Self::Item(kind, id, outcome), Some((wanted, item))) = (self, event_item(condition))
        else {
            return false;
        };
        let status = match condition {
            Node::ActivityInEvent(condition) => condition.status,
            _ => WantedStatus::Any,
        };
        kind == wanted && id == item.as_str() && outcome.fits(status)
    }
}

/// Whether something can hold, and whether it can fail to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Can {
    pub hold: bool,
    pub fail: bool,
}

impl Can {
    /// Either.
    pub const BOTH: Self = Self { hold: true, fail: true };

    /// This and nothing else.
    pub fn only(truth: bool) -> Self {
        Self { hold: truth, fail: !truth }
    }
}

/// Whether a tree can hold, given what each of its leaves can; `None` when
/// nothing is left of it but empty groups, which are ignored. Leaves are taken to
/// be independent of one another.
pub(super) fn can(node: &Node, empty_is_false: bool, leaf: &dyn Fn(&Node) -> Can) -> Option<Can> {
    let parts = |nodes: &[Node]| -> Vec<Can> {
        nodes.iter().filter_map(|node| can(node, empty_is_false, leaf)).collect()
    };
    match node {
        Node::And(nodes) | Node::Or(nodes) => {
            let parts = parts(nodes);
            if parts.is_empty() {
                return empty_is_false.then(|| Can::only(false));
            }
            Some(match node {
                Node::And(_) => Can {
                    hold: parts.iter().all(|part| part.hold),
                    fail: parts.iter().any(|part| part.fail),
                },
                _ => Can {
                    hold: parts.iter().any(|part| part.hold),
                    fail: parts.iter().all(|part| part.fail),
                },
            })
        }
        Node::Not(inner) => {
            let Can { hold, fail } = can(inner, empty_is_false, leaf)?;
            Some(Can { hold: fail, fail: hold })
        }
        condition => Some(leaf(condition)),
    }
}

/// Whether the tree can hold at such an event; `state` says what each condition
/// on the learner's state can.
pub(super) fn can_hold_at(
    tree: Option<&Node>,
    empty_is_false: bool,
    about: About<'_>,
    state: &dyn Fn(&Node) -> Can,
) -> bool {
    let leaf = |node: &Node| match node.is_in_event() {
        true => Can::only(about.fits(node)),
        false => state(node),
    };
    tree.is_none_or(|tree| can(tree, empty_is_false, &leaf).is_none_or(|can| can.hold))
}

/// Every event about items of that kind that the tree tells apart, and one about
/// anything else.
pub(super) fn events<'a>(tree: &'a Node, kind: Option<ItemKind>) -> Vec<About<'a>> {
    let mut out = BTreeSet::from([About::Other]);
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        open.extend(node.children());
        let Some((own, id)) = event_item(node).filter(|(own, _)| Some(*own) == kind) else {
            continue;
        };
        match own {
            ItemKind::Activity => {
                out.extend(Outcome::ALL.map(|outcome| About::Item(own, id.as_str(), outcome)));
            }
            _ => {
                out.insert(About::Item(own, id.as_str(), Outcome::Completed));
            }
        }
    }
    out.into_iter().collect()
}

/// Whether the rule can fire at some event of its type, whatever the state.
pub(super) fn can_fire(rule: &Automation, event: EventKind, empty_is_false: bool) -> bool {
    let Some(tree) = &rule.conditions else { return true };
    events(tree, ItemKind::in_event(event))
        .into_iter()
        .any(|about| can_hold_at(Some(tree), empty_is_false, about, &|_| Can::BOTH))
}

/// A node of the tree and its path below `conditions`.
pub(super) struct At<'a> {
    pub node: &'a Node,
    /// E.g. `.and[0].or[1]`; empty for the root.
    pub path: String,
    pub parent: Option<&'a Node>,
}

/// Every node, parents first, in order.
pub(super) fn nodes(tree: &Node) -> Vec<At<'_>> {
    let mut out = Vec::new();
    let mut open = vec![At { node: tree, path: String::new(), parent: None }];
    while let Some(at) = open.pop() {
        let (node, key) = (at.node, at.node.key());
        for (i, child) in node.children().iter().enumerate().rev() {
            let path = match node {
                Node::Not(_) => format!("{}.not", at.path),
                _ => format!("{}.{key}[{i}]", at.path),
            };
            open.push(At { node: child, path, parent: Some(node) });
        }
        out.push(at);
    }
    out
}

/// The tree with each node replaced by what `change` makes of it, from the
/// leaves up; nodes that it makes `None` of are left out, and groups that lose
/// their last part so.
pub(super) fn rebuild(node: &Node, change: &dyn Fn(&Node) -> Option<Node>) -> Option<Node> {
    let parts = |nodes: &[Node]| -> Vec<Node> {
        nodes.iter().filter_map(|node| rebuild(node, change)).collect()
    };
    match node {
        Node::And(nodes) | Node::Or(nodes) => {
            let left = parts(nodes);
            if left.is_empty() && !nodes.is_empty() {
                return None;
            }
            change(&match node {
                Node::And(_) => Node::And(left),
                _ => Node::Or(left),
            })
        }
        Node::Not(inner) => change(&Node::Not(Box::new(rebuild(inner, change)?))),
        leaf => change(leaf),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(json: &str) -> Node {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn paths_are_those_of_the_file() {
        let tree = tree(
            r#"{"and":[{"or":[{"not":{"learner-in-group":"g"}}]},{"score":{"activity":"a"}}]}"#,
        );
        let paths: Vec<String> = nodes(&tree).into_iter().map(|at| at.path).collect();
        assert_eq!(paths, ["", ".and[0]", ".and[0].or[0]", ".and[0].or[0].not", ".and[1]"]);
    }

    #[test]
    fn one_event_is_about_one_thing_that_ended_one_way() {
        for (json, fires) in [
            (r#"{"and":[{"activity-in-event":"a"},{"activity-in-event":"b"}]}"#, false),
            (r#"{"or":[{"activity-in-event":"a"},{"activity-in-event":"b"}]}"#, true),
            (
                r#"{"and":[{"activity-in-event":"a"},{"activity-in-event":{"activity":"a","status":"passed"}}]}"#,
                true,
            ),
            (
                r#"{"and":[{"activity-in-event":"a"},{"activity-in-event":{"activity":"a","status":"failed"}}]}"#,
                false,
            ),
            (r#"{"and":[{"activity-in-event":"a"},{"not":{"activity-in-event":"b"}}]}"#, true),
            (r#"{"and":[{"activity-in-event":"a"},{"not":{"activity-in-event":"a"}}]}"#, false),
            (r#"{"journey-in-event":"j"}"#, false),
            (
                r#"{"and":[{"or":[{"activity-in-event":"a"},{"activity-in-event":"b"}]},
                {"or":[{"activity-in-event":"b"},{"activity-in-event":"c"}]}]}"#,
                true,
            ),
            (
                r#"{"and":[{"or":[{"activity-in-event":"a"},{"activity-in-event":"b"}]},
                {"or":[{"activity-in-event":"d"},{"activity-in-event":"c"}]}]}"#,
                false,
            ),
        ] {
            let tree = tree(json);
            let can = events(&tree, Some(ItemKind::Activity))
                .into_iter()
                .any(|about| can_hold_at(Some(&tree), false, about, &|_| Can::BOTH));
            assert_eq!(can, fires, "{json}");
        }
    }
}
