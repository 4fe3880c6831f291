//! Surgery on trees of conditions. A place in a tree is a [`Spot`]: which child
//! to take at each step, from the top. What stands inside a `not` is its child 0.
//!
//! Each operation gives the spot of what it was about, as it is afterwards, or
//! `None` when it does not fit; then the tree is as it was. None makes groups nest
//! deeper than [`Node::MAX_DEPTH`].

use crate::rules::Node;

/// A place in a tree.
pub type Spot = Vec<usize>;

/// What stands at a spot.
pub fn at<'a>(tree: Option<&'a Node>, spot: &[usize]) -> Option<&'a Node> {
    let mut node = tree?;
    for step in spot {
        node = node.children().get(*step)?;
    }
    Some(node)
}

fn at_mut<'a>(tree: &'a mut Node, spot: &[usize]) -> Option<&'a mut Node> {
    let mut node = tree;
    for step in spot {
        node = match node {
            Node::And(nodes) | Node::Or(nodes) => nodes.get_mut(*step)?,
            Node::Not(inner) if *step == 0 => inner,
            _ => return None,
        };
    }
    Some(node)
}

fn parts(node: &mut Node) -> Option<&mut Vec<Node>> {
    match node {
        Node::And(nodes) | Node::Or(nodes) => Some(nodes),
        _ => None,
    }
}

/// The spot that a path such as `and[1].or[0]` names.
pub fn spot(path: &str) -> Option<Spot> {
    let mut out = Spot::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        if part == "not" {
            out.push(0);
            continue;
        }
        let (key, rest) = part.split_once('[')?;
        if key != "and" && key != "or" {
            return None;
        }
        out.push(rest.strip_suffix(']')?.parse().ok()?);
    }
    Some(out)
}

/// The path of a spot, as findings write it: `and[1].or[0]`.
pub fn path(tree: Option<&Node>, spot: &[usize]) -> String {
    let mut out = String::new();
    let mut node = tree;
    for step in spot {
        let Some(here) = node else { break };
        if !out.is_empty() {
            out.push('.');
        }
        match here {
            Node::Not(_) => out.push_str("not"),
            group => out.push_str(&format!("{}[{step}]", group.key())),
        }
        node = here.children().get(*step);
    }
    out
}

/// A condition without the `not` around it, and whether there is one. `None` for
/// groups, and for a `not` around something else.
pub fn condition(node: &Node) -> Option<(bool, &Node)> {
    match node {
        Node::Not(inner) if inner.children().is_empty() && !inner.is_group() => Some((true, inner)),
        Node::Not(_) => None,
        node if node.is_group() => None,
        leaf => Some((false, leaf)),
    }
}

/// Does something to a copy, and keeps that when it worked and nests no deeper
/// than it may.
fn tried(
    tree: &mut Option<Node>,
    work: impl FnOnce(&mut Option<Node>) -> Option<Spot>,
) -> Option<Spot> {
    let mut copy = tree.clone();
    let spot = work(&mut copy)?;
    if copy.as_ref().is_some_and(|tree| tree.depth() > Node::MAX_DEPTH) {
        return None;
    }
    *tree = copy;
    Some(spot)
}

/// Puts a node at the end of the group at `group`. Where there is no group but a
/// condition, both come into an `and` group; an empty tree becomes the node.
pub fn add(tree: &mut Option<Node>, group: &[usize], node: Node) -> Option<Spot> {
    tried(tree, |tree| {
        let Some(root) = tree else {
            *tree = Some(node);
            return Some(Spot::new());
        };
        let here = at_mut(root, group)?;
        let last = match parts(here) {
            Some(nodes) => {
                nodes.push(node);
                nodes.len() - 1
            }
            None => {
                let old = std::mem::replace(here, Node::And(Vec::new()));
                *here = Node::And(vec![old, node]);
                1
            }
        };
        Some([group, &[last]].concat())
    })
}

/// Puts another node in the place of one.
pub fn set(tree: &mut Option<Node>, spot: &[usize], node: Node) -> Option<Spot> {
    tried(tree, |tree| {
        *at_mut(tree.as_mut()?, spot)? = node;
        Some(spot.to_vec())
    })
}

/// Takes a node out. What stood around a `not` goes with it; groups stay, empty if
/// need be. The spot is that of what stands there now, or of the one before, or of
/// the group.
pub fn remove(tree: &mut Option<Node>, spot: &[usize]) -> Option<Spot> {
    let Some((last, around)) = spot.split_last() else {
        return tree.take().map(|_| Spot::new());
    };
    let parent = at_mut(tree.as_mut()?, around)?;
    if matches!(parent, Node::Not(_)) {
        return remove(tree, around);
    }
    let nodes = parts(parent)?;
    if *last >= nodes.len() {
        return None;
    }
    nodes.remove(*last);
    Some(match nodes.len() {
        0 => around.to_vec(),
        left => [around, &[(*last).min(left - 1)]].concat(),
    })
}

/// Puts a copy behind a node.
pub fn duplicate(tree: &mut Option<Node>, spot: &[usize]) -> Option<Spot> {
    let copy = at(tree.as_ref(), spot)?.clone();
    tried(tree, |tree| {
        let Some((last, around)) = spot.split_last() else {
            let root = tree.as_mut()?;
            let old = std::mem::replace(root, Node::And(Vec::new()));
            *root = Node::And(vec![old, copy]);
            return Some(vec![1]);
        };
        parts(at_mut(tree.as_mut()?, around)?)?.insert(last + 1, copy);
        Some([around, &[last + 1]].concat())
    })
}

/// Puts a node into a group of its own.
pub fn wrap(tree: &mut Option<Node>, spot: &[usize], or: bool) -> Option<Spot> {
    tried(tree, |tree| {
        let here = at_mut(tree.as_mut()?, spot)?;
        let old = std::mem::replace(here, Node::And(Vec::new()));
        *here = if or { Node::Or(vec![old]) } else { Node::And(vec![old]) };
        Some(spot.to_vec())
    })
}

/// Takes a group apart: its parts come into its place. At the top, or in a `not`,
/// only a group of one.
pub fn unwrap(tree: &mut Option<Node>, spot: &[usize]) -> Option<Spot> {
    tried(tree, |tree| {
        let root = tree.as_mut()?;
        let inner = std::mem::take(parts(at_mut(root, spot)?)?);
        if let [one] = inner.as_slice() {
            *at_mut(root, spot)? = one.clone();
            return Some(spot.to_vec());
        }
        let (last, around) = spot.split_last()?;
        parts(at_mut(root, around)?)?.splice(*last..=*last, inner);
        Some(spot.to_vec())
    })
}

/// Moves a node up (`-1`) or down (`1`) within its group.
pub fn step(tree: &mut Option<Node>, spot: &[usize], by: isize) -> Option<Spot> {
    let (last, around) = spot.split_last()?;
    let nodes = parts(at_mut(tree.as_mut()?, around)?)?;
    let to = last.checked_add_signed(by)?;
    if *last >= nodes.len() || to >= nodes.len() {
        return None;
    }
    nodes.swap(*last, to);
    Some([around, &[to]].concat())
}

/// Moves a node out of its group, to behind that. A group that is left empty goes.
pub fn move_out(tree: &mut Option<Node>, spot: &[usize]) -> Option<Spot> {
    tried(tree, |tree| {
        let (last, around) = spot.split_last()?;
        let (place, outer) = around.split_last()?;
        let root = tree.as_mut()?;
        parts(at_mut(root, outer)?)?;
        let nodes = parts(at_mut(root, around)?)?;
        if *last >= nodes.len() {
            return None;
        }
        let node = nodes.remove(*last);
        let empty = nodes.is_empty();
        let outside = parts(at_mut(root, outer)?)?;
        if empty {
            *outside.get_mut(*place)? = node;
            return Some(around.to_vec());
        }
        outside.insert(place + 1, node);
        Some([outer, &[place + 1]].concat())
    })
}

/// Moves a node into the group just before it (as its last part) or just after it
/// (as its first).
pub fn move_into(tree: &mut Option<Node>, spot: &[usize], after: bool) -> Option<Spot> {
    tried(tree, |tree| {
        let (last, around) = spot.split_last()?;
        let nodes = parts(at_mut(tree.as_mut()?, around)?)?;
        let group = if after { last + 1 } else { last.checked_sub(1)? };
        if *last >= nodes.len() || !nodes.get(group)?.is_group() {
            return None;
        }
        let node = nodes.remove(*last);
        let group = if after { *last } else { group };
        let inner = parts(nodes.get_mut(group)?)?;
        let place = if after { 0 } else { inner.len() };
        inner.insert(place, node);
        Some([around, &[group, place]].concat())
    })
}

/// Makes a group ask for all of its parts, or for one of them.
pub fn join(tree: &mut Option<Node>, spot: &[usize], or: bool) -> Option<Spot> {
    let group = at_mut(tree.as_mut()?, spot)?;
    let inner = std::mem::take(parts(group)?);
    *group = if or { Node::Or(inner) } else { Node::And(inner) };
    Some(spot.to_vec())
}

/// Puts a `not` around a node, or takes it away.
pub fn negate(tree: &mut Option<Node>, spot: &[usize]) -> Option<Spot> {
    tried(tree, |tree| {
        let here = at_mut(tree.as_mut()?, spot)?;
        let old = std::mem::replace(here, Node::And(Vec::new()));
        *here = match old {
            Node::Not(inner) => *inner,
            other => Node::Not(Box::new(other)),
        };
        Some(spot.to_vec())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;

    fn tree(json: &str) -> Option<Node> {
        Some(serde_json::from_str(json).unwrap())
    }

    fn a(id: &str) -> Node {
        Node::ActivityCompleted(id.into())
    }

    const NESTED: &str = r#"{"and":[{"or":[{"activity-completed":"a"},{"activity-completed":"b"}]},
        {"not":{"activity-completed":"c"}},{"activity-completed":"d"}]}"#;

    #[test]
    fn spots_and_paths_are_the_same_places() {
        let tree = tree(NESTED);
        for (text, places) in
            [("", vec![]), ("and[0].or[1]", vec![0, 1]), ("and[1].not", vec![1, 0])]
        {
            assert_eq!(spot(text), Some(places.clone()));
            assert_eq!(path(tree.as_ref(), &places), text);
        }
        assert_eq!(spot(".and[2]"), Some(vec![2]));
        assert_eq!((spot("xor[1]"), spot("and[x]"), spot("and")), (None, None, None));
        assert_eq!(at(tree.as_ref(), &[0, 1]), Some(&a("b")));
        assert_eq!(at(tree.as_ref(), &[0, 2]), None);
    }

    #[test]
    fn adding_makes_groups_where_they_are_needed() {
        let mut t = None;
        assert_eq!(add(&mut t, &[], a("a")), Some(vec![]));
        assert_eq!(add(&mut t, &[], a("b")), Some(vec![1]));
        assert_eq!(t, Some(Node::And(vec![a("a"), a("b")])));
        assert_eq!(add(&mut t, &[], a("c")), Some(vec![2]));
        assert_eq!(add(&mut t, &[7], a("d")), None);
    }

    #[test]
    fn removing_leaves_the_group_and_takes_the_not() {
        let mut t = tree(NESTED);
        assert_eq!(remove(&mut t, &[1, 0]), Some(vec![1]));
        assert_eq!(remove(&mut t, &[0, 0]), Some(vec![0, 0]));
        assert_eq!(remove(&mut t, &[0, 0]), Some(vec![0]));
        assert_eq!(t, Some(Node::And(vec![Node::Or(vec![]), a("d")])));
        assert_eq!(remove(&mut t, &[5]), None);
        assert_eq!(remove(&mut t, &[]), Some(vec![]));
        assert_eq!((remove(&mut t, &[]), t), (None, None));
    }

    #[test]
    fn nodes_move_into_and_out_of_groups() {
        let mut t = tree(NESTED);
        assert_eq!(step(&mut t, &[2], -1), Some(vec![1]));
        assert_eq!(step(&mut t, &[2], 1), None);
        assert_eq!(step(&mut t, &[0], -1), None);
        assert_eq!(move_into(&mut t, &[1], false), Some(vec![0, 2]));
        assert_eq!(at(t.as_ref(), &[0, 2]), Some(&a("d")));
        assert_eq!(move_into(&mut t, &[1], true), None);
        assert_eq!(move_out(&mut t, &[0, 0]), Some(vec![1]));
        assert_eq!(at(t.as_ref(), &[1]), Some(&a("a")));
        assert_eq!(move_out(&mut t, &[1]), None);
        // The last one takes the place of its group.
        let mut t = Some(Node::And(vec![Node::Or(vec![a("a")])]));
        assert_eq!(move_out(&mut t, &[0, 0]), Some(vec![0]));
        assert_eq!(t, Some(Node::And(vec![a("a")])));
    }

    #[test]
    fn groups_are_made_and_taken_apart() {
        let mut t = Some(a("a"));
        assert_eq!(wrap(&mut t, &[], true), Some(vec![]));
        assert_eq!(unwrap(&mut t, &[]), Some(vec![]));
        assert_eq!(t, Some(a("a")));
        let mut t = tree(NESTED);
        assert_eq!(unwrap(&mut t, &[]), None);
        assert_eq!(unwrap(&mut t, &[0]), Some(vec![0]));
        assert_eq!(at(t.as_ref(), &[1]), Some(&a("b")));
        join(&mut t, &[], true);
        assert!(matches!(t, Some(Node::Or(_))));
    }

    #[test]
    fn nothing_nests_too_deep() {
        let mut t = Some(a("a"));
        let mut times = 0;
        while wrap(&mut t, &[], false).is_some() {
            times += 1;
        }
        assert_eq!((times, t.unwrap().depth()), (Node::MAX_DEPTH - 1, Node::MAX_DEPTH));
    }

    fn any_tree() -> BoxedStrategy<Node> {
        let leaf = "[a-e]".prop_map(|id| a(&id)).boxed();
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Node::And),
                vec(inner.clone(), 0..4).prop_map(Node::Or),
                inner.prop_map(|n| Node::Not(Box::new(n))),
            ]
        })
        .boxed()
    }

    /// Every spot of a tree.
    fn spots(tree: &Node) -> Vec<Spot> {
        let mut out = vec![Spot::new()];
        let mut next = 0;
        while let Some(spot) = out.get(next).cloned() {
            let count = at(Some(tree), &spot).map_or(0, |n| n.children().len());
            out.extend((0..count).map(|i| [&spot[..], &[i]].concat()));
            next += 1;
        }
        out
    }

    fn leaves(tree: Option<&Node>) -> Vec<String> {
        let Some(tree) = tree else { return Vec::new() };
        let all = spots(tree);
        let nodes = all.iter().filter_map(|spot| at(Some(tree), spot));
        let mut out: Vec<String> = nodes
            .filter(|n| !n.is_group() && !matches!(n, Node::Not(_)))
            .map(|n| format!("{n:?}"))
            .collect();
        out.sort();
        out
    }

    proptest! {
        #[test]
        fn paths_lead_back_to_their_spots(tree in any_tree()) {
            for place in spots(&tree) {
                prop_assert_eq!(spot(&path(Some(&tree), &place)), Some(place));
            }
        }

        #[test]
        fn moving_keeps_every_condition_and_says_where_it_went(
            tree in any_tree(), which in any::<Index>(), how in 0..8_usize,
        ) {
            let all = spots(&tree);
            let place = which.get(&all);
            let before = leaves(Some(&tree));
            let node = at(Some(&tree), place).cloned();
            let mut t = Some(tree.clone());
            let moved = match how {
                0 => step(&mut t, place, -1),
                1 => step(&mut t, place, 1),
                2 => move_out(&mut t, place),
                3 => move_into(&mut t, place, false),
                4 => move_into(&mut t, place, true),
                5 => wrap(&mut t, place, true),
                6 => unwrap(&mut t, place),
                _ => negate(&mut t, place),
            };
            prop_assert_eq!(leaves(t.as_ref()), before);
            match moved {
                None => prop_assert_eq!(t, Some(tree)),
                Some(to) if how < 5 => prop_assert_eq!(at(t.as_ref(), &to), node.as_ref()),
                Some(_) => {}
            }
        }

        #[test]
        fn a_copy_can_be_taken_out_again(tree in any_tree(), which in any::<Index>()) {
            let all = spots(&tree);
            let place = which.get(&all).clone();
            let mut t = Some(tree.clone());
            if let Some(copy) = duplicate(&mut t, &place) {
                prop_assert_eq!(at(t.as_ref(), &copy), at(Some(&tree), &place));
                remove(&mut t, &copy);
                if !place.is_empty() {
                    prop_assert_eq!(t, Some(tree));
                }
            }
        }
    }
}
