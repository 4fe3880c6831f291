//! Where a row goes that is let go over the tree.

use super::{Node, Row};
use crate::edit::group::{is_in, prefixes};

/// Where dragged rows go.
#[derive(Clone, Debug, PartialEq)]
pub struct Drop {
    /// The group, or the page.
    pub into: Option<String>,
    /// How many of the siblings that stay will lie below.
    pub index: usize,
    /// How it is shown: so many rows from the top.
    pub row: usize,
    /// Whether that row, a group, takes them in; else a line above it is meant.
    pub whole: bool,
    /// The level at which they will be.
    pub level: usize,
}

/// Where `dragged` goes when it is let go `at` so many rows from the top.
/// `level` is the level that the pointer is at, from 1: at the end of a group
/// it tells whether what is dragged comes to lie in the group or beside it.
/// `None` where it cannot go.
pub fn drop_at(rows: &[Row], dragged: &[Node], at: f64, level: usize) -> Option<Drop> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row of few")]
    let (over, gap) = (at.max(0.0) as usize, at.round().max(0.0) as usize);
    let inner = at - at.floor();
    // The middle of a group is the group itself, and so is the end of a closed one.
    if let Some(Row { node: Node::Group(path), open, level, .. }) = rows.get(over)
        && at >= 0.0
        && (0.3..0.7).contains(&inner)
        && allowed(dragged, Some(path))
        && !(*open == Some(true) && holds_all(rows, dragged, path))
    {
        let into = Some(path.clone());
        let level = level + 1;
        return Some(Drop { into, index: usize::MAX, row: over, whole: true, level });
    }
    let gap = gap.min(rows.len());
    let below = rows.get(gap);
    let Some(above) = gap.checked_sub(1).and_then(|i| rows.get(i)) else {
        // Over everything.
        let place = Drop { into: None, index: usize::MAX, row: 0, whole: false, level: 1 };
        return Some(place);
    };
    if let (Node::Group(path), Some(true)) = (&above.node, above.open) {
        let level = above.level + 1;
        let into = Some(path.clone());
        let place = Drop { into, index: usize::MAX, row: gap, whole: false, level };
        return allowed(dragged, Some(path)).then_some(place);
    }
    let least = below.map_or(1, |row| row.level);
    let level = level.clamp(least.min(above.level), above.level);
    let into = above.outer.as_deref().and_then(|path| prefixes(path).take(level - 1).last());
    // The sibling over which it would lie is the row above, or a group around that.
    let sibling = if level == above.level {
        above.node.clone()
    } else {
        let around = above.outer.as_deref().and_then(|path| prefixes(path).take(level).last());
        Node::Group(around?.to_owned())
    };
    let sibling = rows.iter().find(|row| row.node == sibling)?;
    let lower = rows.iter().filter(|row| {
        row.outer.as_deref() == into && row.position > sibling.position && moves(dragged, row)
    });
    let index = (sibling.of - sibling.position).saturating_sub(lower.count());
    let place = Drop { into: into.map(str::to_owned), index, row: gap, whole: false, level };
    allowed(dragged, into).then_some(place)
}

fn moves(dragged: &[Node], row: &Row) -> bool {
    dragged.contains(&row.node)
}

/// A group cannot be put into itself.
fn allowed(dragged: &[Node], into: Option<&str>) -> bool {
    !dragged.iter().any(|node| matches!(node, Node::Group(group) if is_in(into, group)))
}

/// Whether all that is dragged is directly in the group already: its open row
/// is only passed over then.
fn holds_all(rows: &[Row], dragged: &[Node], path: &str) -> bool {
    dragged
        .iter()
        .all(|node| rows.iter().any(|row| row.node == *node && row.outer.as_deref() == Some(path)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::super::{move_to, rows};
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn place(dragged: &str, at: f64, level: usize) -> Option<(String, usize)> {
        let dragged = match dragged.strip_prefix('+') {
            Some(path) => Node::Group(path.to_owned()),
            None => Node::Element(dragged.to_owned()),
        };
        // e, [G], -[G/H], --d, --c, -b, a
        let all = rows(&sample(), &BTreeSet::new());
        let drop = drop_at(&all, &[dragged], at, level)?;
        Some((drop.into.unwrap_or_default(), drop.index))
    }

    #[test]
    fn a_row_goes_between_rows_or_into_a_group() {
        let top = usize::MAX;
        let at = |into: &str, index| Some((into.to_owned(), index));
        assert_eq!(place("a", -1.0, 1), at("", top));
        assert_eq!(place("a", 1.1, 1), at("", 1), "under e, over G; itself not counted");
        assert_eq!(place("e", 1.1, 1), at("", 2));
        assert_eq!(place("a", 1.5, 1), at("G", top));
        assert_eq!(place("b", 1.6, 1), at("G", top), "G is open: as its first row");
        assert_eq!(place("a", 2.5, 9), at("G/H", top));
        assert_eq!(place("a", 3.1, 1), at("G/H", top));
        assert_eq!(place("a", 4.0, 1), at("G/H", 1));
        // Under c: in H, or beside H over b.
        assert_eq!(place("a", 5.0, 3), at("G/H", 0));
        assert_eq!(place("a", 5.0, 1), at("G", 1));
        assert_eq!(place("a", 6.0, 2), at("G", 0));
        assert_eq!(place("a", 6.0, 1), at("", 0));
        assert_eq!(place("e", 99.0, 4), at("", 0));
        assert_eq!(place("+G", 4.0, 1), None, "not into itself");
        assert_eq!(place("+G", 2.5, 1), None);
    }

    proptest! {
        #[test]
        fn what_is_let_go_comes_to_lie_there(pick in 0..7usize, at in -1.0..9.0f64, level in 1..5usize) {
            let t = sample();
            let all = rows(&t, &BTreeSet::new());
            let dragged = [all[pick].node.clone()];
            if let Some(drop) = drop_at(&all, &dragged, at, level) {
                prop_assert!(drop.row <= all.len());
                prop_assert!(move_to(&t, &dragged, drop.into.as_deref(), drop.index).is_ok());
            }
        }
    }
}
