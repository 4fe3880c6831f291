//! Which versions stay: many of the last hour, few of last year.

use super::Version;
use std::collections::BTreeSet;

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;
const MONTH: u64 = 30 * DAY;

/// How much of one document's past is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// So many that were not asked for.
    pub automatic: usize,
    /// So many bytes, with those that were.
    pub bytes: u64,
    /// Nothing longer than that is kept at all, in bytes.
    pub longest: usize,
}

impl Budget {
    /// For designs, of some ten kilobytes each.
    pub const DESIGN: Self =
        Self { automatic: 60, bytes: 8 * 1024 * 1024, longest: 2 * 1024 * 1024 };
    /// For rehearsal projects, which can be some megabytes long: fewer.
    pub const PROJECT: Self =
        Self { automatic: 20, bytes: 48 * 1024 * 1024, longest: 8 * 1024 * 1024 };
}

/// What thinning comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thinned {
    /// Ids of those that go.
    pub gone: Vec<String>,
    /// Whether those that stay take more than the budget: they were asked for,
    /// and only the person can say which may go.
    pub over: bool,
}

/// Which versions go at that time: of those that nobody asked for all of the
/// last hour stay, the last of each hour of a day, of each day of a month, of each month
/// before that; then the oldest go until the budget holds. The newest stays.
pub fn thin(all: &[Version], now: u64, budget: Budget) -> Thinned {
    let newest = all.iter().map(Version::id).max();
    let mut slots = BTreeSet::new();
    let mut gone = BTreeSet::new();
    let mut stay = Vec::new();
    let mut order: Vec<(String, &Version)> = all.iter().map(|v| (v.id(), v)).collect();
    order.sort_by(|a, b| b.0.cmp(&a.0));
    for (id, version) in &order {
        // The newest is the first, so its stretch of time is free.
        if !version.is_thinned() || slot(version.at, now).is_none_or(|slot| slots.insert(slot)) {
            stay.push((id, *version));
        } else {
            gone.insert(id.clone());
        }
    }
    let mut bytes: u64 = stay.iter().map(|(_, v)| v.size).fold(0, u64::saturating_add);
    let mut count = stay.iter().filter(|(_, v)| v.is_thinned()).count();
    for (id, version) in stay.iter().rev() {
        let fits = bytes <= budget.bytes && count <= budget.automatic;
        if fits || !version.is_thinned() || Some(*id) == newest.as_ref() {
            continue;
        }
        bytes = bytes.saturating_sub(version.size);
        count -= 1;
        gone.insert((*id).clone());
    }
    let gone = all.iter().map(Version::id).filter(|id| gone.contains(id)).collect();
    Thinned { gone, over: bytes > budget.bytes }
}

/// The stretch of time of which one version stays; none for the last hour.
fn slot(at: u64, now: u64) -> Option<(u8, u64)> {
    match now.saturating_sub(at) {
        ..HOUR => None,
        HOUR..DAY => Some((0, at / HOUR)),
        DAY..MONTH => Some((1, at / DAY)),
        _ => Some((2, at / MONTH)),
    }
}
