//! Prefix codes of limited length, in the canonical order of RFC 1951.

/// The codes of an alphabet, ready to be written.
pub(super) struct Codes {
    /// Code with its bits reversed, and its length; 512 so that the index of
    /// a byte is seen to be within.
    table: [(u16, u8); 512],
    symbols: usize,
}

impl Codes {
    /// Canonical codes of these lengths: shorter ones first, then by symbol.
    pub(super) fn new(lengths: &[u8]) -> Self {
        let mut table = [(0, 0); 512];
        let mut code = 0u32;
        for length in 1..=15u8 {
            code <<= 1;
            for (slot, _) in table.iter_mut().zip(lengths).filter(|(_, l)| **l == length) {
                // Deflate writes codes from their highest bit on.
                *slot = ((code.reverse_bits() >> (32 - u32::from(length))) as u16, length);
                code += 1;
            }
        }
        Self { table, symbols: lengths.len() }
    }

    /// Bits and their number.
    #[inline]
    pub(super) fn get(&self, symbol: usize) -> (u32, u32) {
        self.table
            .get(symbol)
            .map_or((0, 0), |(code, length)| (u32::from(*code), u32::from(*length)))
    }

    /// Length of a symbol's code in bits; 0 if it has none.
    pub(super) fn length(&self, symbol: usize) -> u32 {
        self.get(symbol).1
    }

    /// Lengths of all codes in bits.
    pub(super) fn lengths(&self) -> impl Iterator<Item = u8> {
        self.table.iter().take(self.symbols).map(|(_, length)| *length)
    }
}

/// Lengths of a prefix code for symbols that occur so often, none longer than
/// `limit` bits. Symbols that don't occur get none; a lone one gets one bit.
pub(super) fn code_lengths(counts: &[u32], limit: u8) -> Vec<u8> {
    let mut leaves: Vec<(u32, usize)> =
        counts.iter().copied().zip(0..).filter(|(count, _)| *count > 0).collect();
    leaves.sort_unstable();
    let mut per_length = lengths_histogram(&leaves, limit);
    limit_lengths(&mut per_length, limit);

    let mut lengths = vec![0; counts.len()];
    // The rarest symbols come first and take the longest codes.
    let mut rarest = leaves.iter();
    for (count, length) in per_length.iter().zip(0..=limit).rev() {
        for (_, symbol) in rarest.by_ref().take(*count as usize) {
            if let Some(slot) = lengths.get_mut(*symbol) {
                *slot = length;
            }
        }
    }
    lengths
}

/// How many codes Huffman's tree has of each length; those beyond `limit` are
/// counted at it.
fn lengths_histogram(leaves: &[(u32, usize)], limit: u8) -> Vec<u32> {
    let mut per_length = vec![0u32; usize::from(limit) + 1];
    // Nodes are made in the order of their weight, so two queues are enough.
    // A node names its parent by the order in which parents are made.
    let inner = leaves.len().saturating_sub(1);
    let mut weights: Vec<u32> = Vec::with_capacity(inner);
    let mut leaf_parent = Vec::with_capacity(leaves.len());
    let mut inner_parent = vec![0; inner];
    let (mut next_leaf, mut next_inner) = (0, 0);
    for parent in 0..inner {
        let mut weight = 0u32;
        for _ in 0..2 {
            let leaf = leaves.get(next_leaf).map(|(count, _)| *count);
            let node = weights.get(next_inner).copied();
            match (leaf, node) {
                (Some(leaf), node) if node.is_none_or(|n| leaf <= n) => {
                    weight = weight.saturating_add(leaf);
                    leaf_parent.push(parent);
                    next_leaf += 1;
                }
                (_, Some(node)) => {
                    weight = weight.saturating_add(node);
                    if let Some(slot) = inner_parent.get_mut(next_inner) {
                        *slot = parent;
                    }
                    next_inner += 1;
                }
                _ => {}
            }
        }
        weights.push(weight);
    }
    // From the root, made last, down: a node is one deeper than its parent.
    let mut depths = vec![0usize; inner];
    for node in (0..inner.saturating_sub(1)).rev() {
        let above = inner_parent.get(node).and_then(|p| depths.get(*p)).copied().unwrap_or(0);
        if let Some(slot) = depths.get_mut(node) {
            *slot = above + 1;
        }
    }
    let depth = |parent: &usize| depths.get(*parent).map_or(1, |d| d + 1);
    let of_leaves: Vec<usize> = match leaves.len() {
        1 => vec![1],
        _ => leaf_parent.iter().map(depth).collect(),
    };
    for length in of_leaves {
        if let Some(n) = per_length.get_mut(length.min(usize::from(limit))) {
            *n += 1;
        }
    }
    per_length
}

/// Lengthens codes until those cut off at the limit fit: the sum of 2^-length
/// must not exceed 1.
fn limit_lengths(per_length: &mut [u32], limit: u8) {
    let limit = usize::from(limit);
    let mut total: u32 = per_length.iter().enumerate().skip(1).map(|(l, n)| n << (limit - l)).sum();
    while total > 1 << limit {
        // One code at the limit moves up beside one that is made longer.
        let Some(short) = (1..limit).rev().find(|l| per_length.get(*l).is_some_and(|n| *n > 0))
        else {
            return;
        };
        for (at, by) in [(limit, -1), (short, -1), (short + 1, 2)] {
            if let Some(n) = per_length.get_mut(at) {
                *n = n.saturating_add_signed(by);
            }
        }
        total -= 1;
    }
}
