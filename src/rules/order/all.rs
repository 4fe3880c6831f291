//! All orders, by way of the sets of what is completed.

use super::lattice::Lattice;
use super::play::Play;
use super::{Counts, OrderCheck};
use std::collections::BTreeSet;

impl Play {
    pub fn check_all(&mut self) -> OrderCheck {
        let n = self.steps.len();
        let table = self.table(n);
        // The table leaves the machine with everything completed.
        let again: Vec<usize> = (0..n).filter(|s| self.fires_again(*s)).collect();
        let at = |mask: usize, s: usize| table.get(mask * n + s).copied().unwrap_or(0);
        let lattice = Lattice {
            n,
            after: self
                .steps
                .iter()
                .map(|step| step.after.iter().fold(0, |mask, s| mask | (1 << s)))
                .collect(),
        };
        let mut out = self.report();
        let ways = lattice.ways();
        out.exhaustive = true;
        out.orders_total = ways as f64;
        out.orders_played = ways;
        out.fires_on_first = (0..n).filter(|s| lattice.may(0, *s)).all(|s| at(1 << s, s) != 0);

        let all = |mask: usize, s: usize| at(mask | (1 << s), s).count_ones();
        if let Some(order) = lattice.fewest(&all, 0) {
            out.nothing = Some(self.ids(&order));
        }
        let Counts { per_item, every_event } = self.counts;
        if !per_item && !every_event {
            return out;
        }
        let own = |s: usize| self.steps.get(s).map_or(0, |step| 1_u64 << step.item);
        let plain = || lattice.most(&all, 2).map(|order| (order, None));
        // One more at the end: another item's event, or any where each counts.
        let at_the_end = || {
            again.iter().find_map(|&s| {
                let counted = if every_event { u64::MAX } else { !own(s) };
                let fired = |mask: usize, t: usize| (at(mask | (1 << t), t) & counted).count_ones();
                lattice.most(&fired, 1).map(|order| (order, Some((n, s))))
            })
        };
        // One more at once: whatever fired fires again.
        let at_once = || {
            (0..n).filter(|_| every_event).find_map(|s| {
                let fired = |mask: usize, t: usize| match t == s {
                    true => (at(mask | (1 << t), t) & own(s)).count_ones(),
                    false => 0,
                };
                let order = lattice.most(&fired, 1)?;
                let place = order.iter().position(|t| *t == s).map_or(n, |i| i + 1);
                Some((order, Some((place, s))))
            })
        };
        let twice = plain().or_else(at_the_end).or_else(at_once);
        if let Some((mut order, repeat)) = twice {
            if let Some((place, s)) = repeat {
                order.insert(place, s);
            }
            let fired = self.play(&order);
            out.twice = Some(self.twice(&order, &fired));
        }
        out
    }

    /// For each set of completed steps, and each last step of it, the items whose
    /// events fire, as bits. Leaves the machine with everything completed.
    fn table(&mut self, n: usize) -> Vec<u64> {
        let sets = 1_usize << n;
        let mut table = vec![0; sets * n];
        let from: Vec<usize> = self.derived.iter().map(|d| self.mask(&d.from)).collect();
        let mut before = 0_usize;
        for mask in 0..sets {
            for s in 0..n {
                if (mask ^ before) & (1 << s) != 0
                    && let Some(step) = self.steps.get(s)
                {
                    self.machine.complete(step.item, mask & (1 << s) != 0);
                }
            }
            for (derived, from) in self.derived.iter().zip(&from) {
                let (was, is) = (before & from == *from, mask & from == *from);
                if was != is {
                    self.machine.complete(derived.item, is);
                }
            }
            before = mask;
            for s in (0..n).filter(|s| mask & (1 << s) != 0) {
                let follows: Vec<usize> = (0..from.len())
                    .filter(|d| from.get(*d).is_some_and(|f| mask & f == *f && f & (1 << s) != 0))
                    .collect();
                let bits = self.fired(s, &follows).into_iter().fold(0, |bits, i| bits | (1 << i));
                if let Some(cell) = table.get_mut(mask * n + s) {
                    *cell = bits;
                }
            }
        }
        table
    }

    /// Items as a set of steps.
    fn mask(&self, items: &BTreeSet<usize>) -> usize {
        let among = self.steps.iter().enumerate().filter(|(_, step)| items.contains(&step.item));
        among.fold(0, |mask, (s, _)| mask | (1 << s))
    }
}
