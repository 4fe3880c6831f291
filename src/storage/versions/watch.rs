//! When a version is taken without being asked for.

use super::{Version, digest};

/// After so many milliseconds without a change a document has come to rest; and
/// while it is being changed, a version is taken that often.
pub const REST: u64 = 10 * 60_000;

/// A state that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Take {
    /// Since when the document was so, milliseconds since 1970.
    pub at: u64,
    /// The document's text.
    pub text: String,
}

/// What is known of the document that is open.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    /// When it was opened.
    opened: u64,
    /// As it was saved last.
    stand: Option<Take>,
    /// Whether it was saved since it was opened.
    changed: bool,
}

impl Watch {
    /// A document was opened: its text, and since when it is so; nothing for one
    /// that is not stored yet.
    pub fn opened(now: u64, stand: Option<Take>) -> Self {
        Self { opened: now, stand, changed: false }
    }

    /// It was saved. What is to be kept: the state before the first change after
    /// a rest; while there is no rest, the present one now and then. `newest` is
    /// the newest version of the document.
    pub fn saved(&mut self, now: u64, text: &str, newest: Option<&Version>) -> Option<Take> {
        if self.stand.as_ref().is_some_and(|stand| stand.text == text) {
            return None;
        }
        self.changed = true;
        let old = self.stand.replace(Take { at: now, text: text.to_owned() });
        let rested = old.filter(|old| now.saturating_sub(old.at) >= REST && fresh(old, newest));
        if rested.is_some() {
            return rested;
        }
        let since = newest.map_or(self.opened, |newest| newest.at.max(self.opened));
        let due = now.saturating_sub(since) >= REST;
        self.stand.clone().filter(|stand| due && fresh(stand, newest))
    }

    /// It is left for another one, or the page ends: its state is to be kept when
    /// it was changed.
    pub fn left(&mut self, newest: Option<&Version>) -> Option<Take> {
        let changed = std::mem::take(&mut self.changed);
        self.stand.clone().filter(|stand| changed && fresh(stand, newest))
    }
}

/// Whether a state is not the newest version already.
fn fresh(take: &Take, newest: Option<&Version>) -> bool {
    newest.is_none_or(|newest| newest.digest != digest(&take.text))
}
