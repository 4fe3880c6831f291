//! Truth tables: whether one tree implies another.
//!
//! A row says of each condition whether it holds; 64 rows are worked on at once,
//! as the bits of a word. Rows that no event and no state can bring about are
//! left out: an event is about one item that ended one way, and who completes an
//! item in the event has completed it.

use crate::catalogue::EventKind;
use crate::rules::order::{ItemKind, completed_item, event_item};
use crate::rules::{Automation, Node, WantedStatus};

/// More different conditions than this are not looked into: 2¹⁴ rows.
pub(super) const MAX_ATOMS: usize = 14;

/// A tree with its conditions, for use with others of the same event type.
pub(super) struct Table<'a> {
    tree: Option<&'a Node>,
    atoms: Vec<&'a Node>,
}

impl<'a> Table<'a> {
    /// `None` when the tree has too many different conditions.
    pub fn new(tree: Option<&'a Node>) -> Option<Self> {
        let mut atoms: Vec<&Node> = Vec::new();
        let mut open: Vec<&Node> = tree.into_iter().collect();
        while let Some(node) = open.pop() {
            if node.is_group() || matches!(node, Node::Not(_)) {
                open.extend(node.children());
            } else if !atoms.contains(&node) {
                atoms.push(node);
                if atoms.len() > MAX_ATOMS {
                    return None;
                }
            }
        }
        Some(Self { tree, atoms })
    }

    /// Whether some state lets it hold at some event of that type.
    fn ever(&self, event: EventKind, empty_is_false: bool) -> bool {
        let Some(tree) = self.tree else { return true };
        let atoms = self.atoms.clone();
        let rows = Rows { words: (1_usize << atoms.len()).div_ceil(64), atoms, empty_is_false };
        let Some(mut holds) = rows.holds(tree) else { return true };
        for (holds, possible) in holds.iter_mut().zip(rows.possible()) {
            *holds &= possible;
        }
        let own = ItemKind::in_event(event);
        for (at, atom) in rows.atoms.iter().enumerate() {
            if event_item(atom).is_some_and(|(kind, _)| Some(kind) != own) {
                for (holds, column) in holds.iter_mut().zip(rows.column(at)) {
                    *holds &= !column;
                }
            }
        }
        holds.iter().any(|word| *word != 0)
    }

    /// Whether `other` holds whenever this does; `None` when both together have
    /// too many conditions, or when this never holds.
    pub fn implies(&self, other: &Table<'_>, empty_is_false: bool) -> Option<bool> {
        let mut atoms = self.atoms.clone();
        atoms.extend(other.atoms.iter().filter(|atom| !self.atoms.contains(atom)));
        if atoms.len() > MAX_ATOMS {
            return None;
        }
        let rows = Rows { words: (1_usize << atoms.len()).div_ceil(64), atoms, empty_is_false };
        let possible = rows.possible();
        let all = vec![u64::MAX; rows.words];
        let own = self.tree.and_then(|tree| rows.holds(tree)).unwrap_or_else(|| all.clone());
        let its = other.tree.and_then(|tree| rows.holds(tree)).unwrap_or(all);
        let holds: Vec<u64> = possible.iter().zip(&own).map(|(row, own)| row & own).collect();
        let ever = holds.iter().any(|word| *word != 0);
        ever.then(|| holds.iter().zip(&its).all(|(own, its)| own & !its == 0))
    }
}

/// Whether a rule's conditions exclude each other; `false` where there are too
/// many different ones to say.
pub(super) fn exclude_each_other(rule: &Automation, empty_is_false: bool) -> bool {
    Table::new(rule.conditions.as_ref())
        .is_some_and(|table| !table.ever(rule.event, empty_is_false))
}

struct Rows<'a> {
    words: usize,
    atoms: Vec<&'a Node>,
    empty_is_false: bool,
}

impl Rows<'_> {
    /// The rows in which an atom holds: bit `a` of a row's number says so.
    fn column(&self, atom: usize) -> Vec<u64> {
        const WITHIN: [u64; 6] = [
            0xAAAA_AAAA_AAAA_AAAA,
            0xCCCC_CCCC_CCCC_CCCC,
            0xF0F0_F0F0_F0F0_F0F0,
            0xFF00_FF00_FF00_FF00,
            0xFFFF_0000_FFFF_0000,
            0xFFFF_FFFF_0000_0000,
        ];
        (0..self.words)
            .map(|word| match WITHIN.get(atom) {
                Some(pattern) => *pattern,
                None if word & (1 << (atom - 6)) != 0 => u64::MAX,
                None => 0,
            })
            .collect()
    }

    /// The rows in which a tree holds; `None` for ignored groups.
    fn holds(&self, node: &Node) -> Option<Vec<u64>> {
        match node {
            Node::And(nodes) | Node::Or(nodes) => {
                let all = matches!(node, Node::And(_));
                let join = |a: Vec<u64>, b: Vec<u64>| -> Vec<u64> {
                    a.iter().zip(&b).map(|(a, b)| if all { a & b } else { a | b }).collect()
                };
                let joined = nodes.iter().filter_map(|node| self.holds(node)).reduce(join);
                joined.or_else(|| self.empty_is_false.then(|| vec![0; self.words]))
            }
            Node::Not(inner) => {
                self.holds(inner).map(|rows| rows.into_iter().map(|word| !word).collect())
            }
            // NaN is not equal to itself; such a condition never holds.
            atom => Some(match self.atoms.iter().position(|other| *other == atom) {
                Some(index) => self.column(index),
                None => vec![0; self.words],
            }),
        }
    }

    /// The rows that can come about.
    fn possible(&self) -> Vec<u64> {
        let mut possible = vec![u64::MAX; self.words];
        let mut forbid = |a: &[u64], b: &[u64]| {
            for ((possible, a), b) in possible.iter_mut().zip(a).zip(b) {
                *possible &= !(a & b);
            }
        };
        for (i, a) in self.atoms.iter().enumerate() {
            let Some(about) = event_item(a) else { continue };
            let column = self.column(i);
            for (j, b) in self.atoms.iter().enumerate().filter(|(j, _)| i != *j) {
                let other = self.column(j);
                let fails: Vec<u64> = other.iter().map(|word| !word).collect();
                match event_item(b) {
                    Some(item) if item != about || apart(a, b) => forbid(&column, &other),
                    Some(_) if within(a, b) => forbid(&column, &fails),
                    _ if completes(a) && completed_item(b) == Some(about) => {
                        forbid(&column, &fails);
                    }
                    _ => {}
                }
            }
        }
        possible
    }
}

fn status(node: &Node) -> WantedStatus {
    match node {
        Node::ActivityInEvent(condition) => condition.status,
        _ => WantedStatus::Completed,
    }
}

/// Whether the event completes the item.
fn completes(node: &Node) -> bool {
    matches!(status(node), WantedStatus::Completed | WantedStatus::Passed)
}

/// Whether no attempt ends both ways.
fn apart(a: &Node, b: &Node) -> bool {
    use WantedStatus as W;
    match (status(a), status(b)) {
        (W::Any, _) | (_, W::Any) => false,
        (W::Completed | W::Passed, W::Completed | W::Passed) => false,
        (a, b) => a != b,
    }
}

/// Whether every attempt that ends the one way ends the other.
fn within(a: &Node, b: &Node) -> bool {
    use WantedStatus as W;
    matches!((status(a), status(b)), (_, W::Any) | (W::Passed, W::Completed))
        || status(a) == status(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn implies(a: &str, b: &str) -> Option<bool> {
        let read = |json: &str| serde_json::from_str::<Node>(json).unwrap();
        let (a, b) = (read(a), read(b));
        Table::new(Some(&a))?.implies(&Table::new(Some(&b))?, false)
    }

    #[test]
    fn more_conditions_imply_fewer() {
        let a = r#"{"activity-in-event":"a"}"#;
        let done = r#"{"activity-completed":"a"}"#;
        for (one, two, both) in [
            (r#"{"and":[{"activity-in-event":"a"},{"learner-in-group":"g"}]}"#, a, (true, false)),
            (a, r#"{"or":[{"activity-in-event":"a"},{"activity-in-event":"b"}]}"#, (true, false)),
            // State first: who completes it in the event has completed it.
            (a, done, (true, false)),
            (r#"{"activity-in-event":{"activity":"a","status":"passed"}}"#, a, (true, false)),
            (r#"{"activity-in-event":{"activity":"a","status":"failed"}}"#, done, (false, false)),
            (r#"{"not":{"learner-in-group":"g"}}"#, r#"{"learner-in-group":"g"}"#, (false, false)),
            (r#"{"and":[]}"#, a, (false, true)),
        ] {
            let found = (implies(one, two).unwrap(), implies(two, one).unwrap());
            assert_eq!(found, both, "{one} and {two}");
        }
    }

    #[test]
    fn what_never_holds_implies_nothing() {
        let never = r#"{"and":[{"activity-in-event":"a"},{"activity-in-event":"b"}]}"#;
        assert_eq!(implies(never, r#"{"activity-completed":"a"}"#), None);
    }

    #[test]
    fn columns_count_in_binary() {
        let atoms: Vec<Node> =
            (0..8).map(|i| Node::LearnerInGroup(i.to_string().as_str().into())).collect();
        let rows = Rows { words: 4, atoms: atoms.iter().collect(), empty_is_false: false };
        for atom in 0..8 {
            let column = rows.column(atom);
            for row in 0..256_usize {
                assert_eq!(column[row / 64] >> (row % 64) & 1 == 1, row >> atom & 1 == 1);
            }
        }
    }

    #[test]
    fn too_many_conditions_are_left_alone() {
        let many = |from: usize| {
            let nodes =
                (from..from + 10).map(|i| Node::LearnerInGroup(i.to_string().as_str().into()));
            Node::And(nodes.collect())
        };
        let (a, b) = (many(0), many(10));
        let (a, b) = (Table::new(Some(&a)).unwrap(), Table::new(Some(&b)).unwrap());
        assert_eq!(a.implies(&b, false), None);
        assert_eq!(a.implies(&a, false), Some(true));
    }
}
