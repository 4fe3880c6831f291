//! The sets of what is completed, and the ways through them from none to all.

/// The sets of completed steps. A set is a number, one bit a step.
pub(super) struct Lattice {
    /// How many steps there are.
    pub n: usize,
    /// For each step the steps that have to come before, as bits.
    pub after: Vec<usize>,
}

impl Lattice {
    /// Whether the step can be next.
    pub fn may(&self, mask: usize, s: usize) -> bool {
        mask & (1 << s) == 0 && self.after.get(s).is_some_and(|after| mask & after == *after)
    }

    fn next(&self, mask: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.n).filter(move |s| self.may(mask, *s))
    }

    /// For each set what the ways from it to the full one add up to, best first.
    fn sums(&self, weight: &dyn Fn(usize, usize) -> u32, better: fn(u32, u32) -> u32) -> Vec<u32> {
        let sets = 1_usize << self.n;
        let mut sums = vec![0; sets];
        for mask in (0..sets - 1).rev() {
            let sum = |s| weight(mask, s) + sums.get(mask | (1 << s)).copied().unwrap_or(0);
            let best = self.next(mask).map(sum).reduce(better).unwrap_or(0);
            if let Some(cell) = sums.get_mut(mask) {
                *cell = best;
            }
        }
        sums
    }

    /// The first way, in the order of the steps, that adds up to `most` or less.
    pub fn fewest(&self, weight: &dyn Fn(usize, usize) -> u32, most: u32) -> Option<Vec<usize>> {
        self.way(weight, &self.sums(weight, u32::min), &|sum| sum <= most)
    }

    /// The first way that adds up to `least` or more.
    pub fn most(&self, weight: &dyn Fn(usize, usize) -> u32, least: u32) -> Option<Vec<usize>> {
        self.way(weight, &self.sums(weight, u32::max), &|sum| sum >= least)
    }

    fn way(
        &self,
        weight: &dyn Fn(usize, usize) -> u32,
        sums: &[u32],
        wanted: &dyn Fn(u32) -> bool,
    ) -> Option<Vec<usize>> {
        let (mut mask, mut so_far, mut way) = (0, 0, Vec::with_capacity(self.n));
        while way.len() < self.n {
            let reaches = |s: &usize| {
                let rest = sums.get(mask | (1 << s)).copied().unwrap_or(0);
                wanted(so_far + weight(mask, *s) + rest)
            };
            let s = self.next(mask).find(reaches)?;
            so_far += weight(mask, s);
            mask |= 1 << s;
            way.push(s);
        }
        Some(way)
    }

    /// How many ways there are.
    pub fn ways(&self) -> u64 {
        let sets = 1_usize << self.n;
        let mut ways = vec![0_u64; sets];
        for mask in (0..sets).rev() {
            let count = if mask == sets - 1 {
                1
            } else {
                self.next(mask).filter_map(|s| ways.get(mask | (1 << s))).sum()
            };
            if let Some(cell) = ways.get_mut(mask) {
                *cell = count;
            }
        }
        ways.first().copied().unwrap_or(0)
    }
}
