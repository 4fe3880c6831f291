//! Reports over a run, as data and as CSV.
//!
//! | Report | What it lists |
//! |---|---|
//! | [`grants()`] | who got what and when, with the mapped values |
//! | [`gaps()`] | who meets the conditions and got nothing, and why; near misses |
//! | [`coverage()`] | which rules and branches never fired |
//! | [`difference()`] | what changed between two versions of the rules |

pub mod coverage;
pub mod csv;
pub mod difference;
pub mod gaps;
pub mod grants;

pub use coverage::{Branch, Coverage, coverage};
pub use difference::{Changed, Difference, NewValues, difference};
pub use gaps::{Gap, GapReport, NearMiss, gaps, gaps_of};
pub use grants::{GrantReport, grants};
