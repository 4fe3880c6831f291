//! Orders of many things: too many to play them all, always the same ones.

use std::collections::BTreeSet;

/// How many steps all sampled orders together may have. Bounds the time that
/// one rule takes to about a tenth of a second.
const MAX_STEPS: usize = 1_000_000;

/// For each step in turn: the order that has it last, the one that has it first,
/// the rotation that starts with it, that rotation's reversal, and the one in
/// which it changes places with the next; each order once. Steps come behind those
/// that they have to come after (`after`). So many that they have a million steps
/// at most.
pub(super) fn orders(n: usize, after: &[Vec<usize>]) -> impl Iterator<Item = Vec<usize>> {
    let free = after.iter().all(Vec::is_empty);
    let most = (MAX_STEPS / n.max(1)).max(1);
    let mut seen = BTreeSet::new();
    (0..n)
        .flat_map(move |k| (0..5).map(move |form| order(n, k, form)))
        .take(most)
        .map(move |order| if free { order } else { legal(order, after) })
        .filter(move |order| seen.insert(order.clone()))
}

fn order(n: usize, k: usize, form: u8) -> Vec<usize> {
    let others = (0..n).filter(move |s| *s != k);
    match form {
        0 => others.chain([k]).collect(),
        1 => [k].into_iter().chain(others).collect(),
        2 => (k..n).chain(0..k).collect(),
        3 => (0..k).rev().chain((k..n).rev()).collect(),
        _ => {
            let mut order: Vec<usize> = (0..n).collect();
            if k + 1 < n {
                order.swap(k, k + 1);
            }
            order
        }
    }
}

/// The same order, with whatever comes too early put just behind what it waits for.
fn legal(order: Vec<usize>, after: &[Vec<usize>]) -> Vec<usize> {
    let n = order.len();
    let mut done = vec![false; n];
    let mut out = Vec::with_capacity(n);
    let mut waiting: Vec<usize> = Vec::new();
    let ready = |s: usize, done: &[bool]| {
        let before = after.get(s).into_iter().flatten();
        before.copied().all(|b| done.get(b).copied().unwrap_or(true))
    };
    for s in order {
        waiting.push(s);
        // What came before may let several of the waiting go, one after another.
        while let Some(i) = waiting.iter().position(|s| ready(*s, &done)) {
            let s = waiting.remove(i);
            if let Some(done) = done.get_mut(s) {
                *done = true;
            }
            out.push(s);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_has_everything_once_and_nothing_too_early() {
        let mut after = vec![Vec::new(); 20];
        after[0] = vec![7, 19];
        after[7] = vec![8];
        let mut lasts = BTreeSet::new();
        for order in orders(20, &after) {
            assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), 20);
            let place = |s: usize| order.iter().position(|t| *t == s).unwrap();
            assert!(place(0) > place(7) && place(0) > place(19) && place(7) > place(8));
            lasts.insert(*order.last().unwrap());
        }
        // 7, 8 and 19 are never last: something waits for them.
        assert_eq!(lasts.len(), 17);
    }

    #[test]
    fn a_thousand_things_are_not_played_forever() {
        let steps: usize = orders(1000, &vec![Vec::new(); 1000]).map(|o| o.len()).sum();
        assert!(steps <= MAX_STEPS);
        assert_eq!(orders(2_000_000, &[]).count(), 1);
    }
}
