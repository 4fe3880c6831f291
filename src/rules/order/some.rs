//! Some orders, one by one.

use super::play::{Fired, Play};
use super::{Counts, OrderCheck, Twice, sample};

impl Play {
    pub fn check_some(&mut self) -> OrderCheck {
        let n = self.steps.len();
        let mut out = self.report();
        out.orders_total = (1..=n).map(|k| k as f64).product::<f64>().min(f64::MAX);
        let again = self.fire_again_at_the_end();
        let after: Vec<Vec<usize>> = self.steps.iter().map(|step| step.after.clone()).collect();
        for order in sample::orders(n, &after) {
            let fired = self.play(&order);
            out.orders_played += 1;
            out.fires_on_first &= fired.first().is_some_and(|first| !first.is_empty());
            if out.nothing.is_none() && fired.iter().all(Vec::is_empty) {
                out.nothing = Some(self.ids(&order));
            }
            if out.twice.is_none() {
                out.twice = self.twice_in(order, fired, &again);
            }
        }
        out
    }

    /// The steps that fire the rule when everything is completed.
    fn fire_again_at_the_end(&mut self) -> Vec<usize> {
        let items = self.items.len();
        (0..items).for_each(|item| self.machine.complete(item, true));
        let again = (0..self.steps.len()).filter(|s| self.fires_again(*s)).collect();
        (0..items).for_each(|item| self.machine.complete(item, false));
        again
    }

    /// The order, with or without a repetition, if it grants more than once.
    fn twice_in(&mut self, order: Vec<usize>, fired: Fired, again: &[usize]) -> Option<Twice> {
        let Counts { per_item, every_event } = self.counts;
        let total: usize = fired.iter().map(Vec::len).sum();
        if total == 0 || !(per_item || every_event) {
            return None;
        }
        if total > 1 {
            return Some(self.twice(&order, &fired));
        }
        let only = fired.iter().flatten().next().copied();
        let own = |s: &usize| self.steps.get(*s).map(|step| step.item);
        let end = again.iter().copied().find(|s| every_event || own(s) != only);
        let mut order = order;
        match end {
            Some(s) => order.push(s),
            None => {
                let place = order.iter().position(|s| own(s) == only).filter(|_| every_event)?;
                let s = order.get(place).copied()?;
                order.insert(place + 1, s);
            }
        }
        let fired = self.play(&order);
        Some(self.twice(&order, &fired))
    }
}
