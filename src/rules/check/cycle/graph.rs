//! Who sets off whom: the sets of rules that reach one another, and rings
//! through them. Nothing here recurses, so that a ring of all rules needs no stack.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// One shortest ring through the first node of every set of nodes that reach one
/// another (Tarjan's components, found without recursion).
pub(super) fn rings<V>(edges: &[BTreeMap<usize, V>]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = components(edges)
        .into_iter()
        .filter_map(|set| ring(edges, &set.into_iter().collect()))
        .collect();
    out.sort();
    out
}

pub(super) fn components<V>(edges: &[BTreeMap<usize, V>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let n = edges.len();
    let (mut order, mut low) = (vec![NEW; n], vec![NEW; n]);
    let mut on_stack = vec![false; n];
    let (mut stack, mut out, mut counter) = (Vec::new(), Vec::new(), 0);
    let get = |list: &[usize], i: usize| list.get(i).copied().unwrap_or(NEW);
    let put = |list: &mut [usize], i: usize, value: usize| {
        if let Some(cell) = list.get_mut(i) {
            *cell = value;
        }
    };
    for root in 0..n {
        if get(&order, root) != NEW {
            continue;
        }
        let next = |node: usize| -> Vec<usize> {
            edges.get(node).into_iter().flat_map(|next| next.keys().rev().copied()).collect()
        };
        let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut enter = Some(root);
        loop {
            if let Some(node) = enter.take() {
                put(&mut order, node, counter);
                put(&mut low, node, counter);
                counter += 1;
                stack.push(node);
                if let Some(flag) = on_stack.get_mut(node) {
                    *flag = true;
                }
                open.push((node, next(node)));
            }
            let Some((node, rest)) = open.last_mut() else { break };
            let node = *node;
            if let Some(target) = rest.pop() {
                if get(&order, target) == NEW {
                    enter = Some(target);
                } else if on_stack.get(target).copied().unwrap_or(false) {
                    let least = get(&low, node).min(get(&order, target));
                    put(&mut low, node, least);
                }
                continue;
            }
            open.pop();
            if let Some((parent, _)) = open.last() {
                let least = get(&low, *parent).min(get(&low, node));
                put(&mut low, *parent, least);
            }
            if get(&low, node) == get(&order, node) {
                let mut set = Vec::new();
                while let Some(member) = stack.pop() {
                    if let Some(flag) = on_stack.get_mut(member) {
                        *flag = false;
                    }
                    set.push(member);
                    if member == node {
                        break;
                    }
                }
                out.push(set);
            }
        }
    }
    out
}

/// The nodes of a set and all that they reach, in order.
pub(super) fn reach<V>(
    edges: &[BTreeMap<usize, V>],
    set: impl IntoIterator<Item = usize>,
) -> BTreeSet<usize> {
    let mut open: Vec<usize> = set.into_iter().collect();
    let mut seen: BTreeSet<usize> = open.iter().copied().collect();
    while let Some(node) = open.pop() {
        let next = edges.get(node).into_iter().flat_map(BTreeMap::keys);
        open.extend(next.copied().filter(|target| seen.insert(*target)));
    }
    seen
}

/// The shortest way within the set from its first node back to it.
pub(super) fn ring<V>(edges: &[BTreeMap<usize, V>], set: &BTreeSet<usize>) -> Option<Vec<usize>> {
    let start = *set.first()?;
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        for target in edges.get(node)?.keys().copied().filter(|target| set.contains(target)) {
            if target == start {
                let mut way = vec![node];
                while let Some(before) = way.last().and_then(|last| from.get(last)) {
                    way.push(*before);
                }
                way.reverse();
                return Some(way);
            }
            if target != start && !from.contains_key(&target) {
                from.insert(target, node);
                open.push_back(target);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(edges: &[&[usize]]) -> Vec<Vec<usize>> {
        let edges: Vec<BTreeMap<usize, usize>> =
            edges.iter().map(|next| next.iter().map(|t| (*t, 0)).collect()).collect();
        rings(&edges)
    }

    #[test]
    fn each_ring_is_found_once() {
        assert_eq!(found(&[&[1], &[2], &[]]), Vec::<Vec<usize>>::new());
        assert_eq!(found(&[&[0]]), [[0]]);
        assert_eq!(found(&[&[1], &[2], &[0]]), [[0, 1, 2]]);
        assert_eq!(
            found(&[&[1, 3], &[0], &[3], &[2], &[4]]),
            vec![vec![0, 1], vec![2, 3], vec![4]]
        );
        // The shorter way round.
        assert_eq!(found(&[&[1, 2], &[2], &[0]]), [[0, 2]]);
    }

    #[test]
    fn ten_thousand_rules_in_a_ring_need_no_stack() {
        let edges: Vec<BTreeMap<usize, usize>> =
            (0..10_000).map(|i| BTreeMap::from([((i + 1) % 10_000, 0)])).collect();
        assert_eq!(rings(&edges)[0].len(), 10_000);
    }
}
