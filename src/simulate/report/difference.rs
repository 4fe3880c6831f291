//! What changed between two versions of the rules over one history.

use super::csv;
use crate::catalogue::{Id, Instant};
use crate::simulate::{GrantRow, Rehearsal, Tally};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What changed: "+37 −4".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Certificates that the new rules grant and the old ones did not.
    pub gained: Vec<Changed>,
    /// Certificates that the old rules granted and the new ones do not.
    pub lost: Vec<Changed>,
    /// Certificates that both grant, at another time or by another rule.
    pub moved: Vec<(Changed, Changed)>,
    /// How many both grant alike.
    pub same: usize,
}

/// One certificate of a difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// Who.
    pub learner: Id,
    /// The template.
    pub certificate: Id,
    /// The item it hangs on.
    pub attached_to: Id,
    /// The cycle of the item.
    pub cycle: u32,
    /// The rule.
    pub by: Id,
    /// When.
    pub granted: String,
}

type Key = (Id, Id, Id, u32);

/// Compares two runs. Certificates are the same when learner, template, item and
/// cycle are; of several alike, the first is compared with the first.
pub fn difference(before: (&Rehearsal, &Tally), after: (&Rehearsal, &Tally)) -> Difference {
    let mut old = by_key(before);
    let mut out = Difference::default();
    for (key, rows) in by_key(after) {
        let mut previous = old.remove(&key).unwrap_or_default().into_iter();
        for row in rows {
            match previous.next() {
                None => out.gained.push(row.1),
                Some(was) if was.0 == row.0 && was.1.by == row.1.by => out.same += 1,
                Some(was) => out.moved.push((was.1, row.1)),
            }
        }
        out.lost.extend(previous.map(|row| row.1));
    }
    out.lost.extend(old.into_values().flatten().map(|row| row.1));
    out.lost.sort_by(|a, b| key(a).cmp(&key(b)));
    out
}

fn key(row: &Changed) -> (&Id, &Id, &Id, u32) {
    (&row.learner, &row.certificate, &row.attached_to, row.cycle)
}

fn by_key((rehearsal, tally): (&Rehearsal, &Tally)) -> BTreeMap<Key, Vec<(Instant, Changed)>> {
    let checked = &rehearsal.checked;
    let mut out: BTreeMap<Key, Vec<(Instant, Changed)>> = BTreeMap::new();
    let changed = |row: &GrantRow| Changed {
        learner: checked.learners.id(row.learner),
        certificate: checked.certificates.id(row.certificate),
        attached_to: checked.items.id(row.item),
        cycle: row.cycle,
        by: checked.rules.get(row.rule as usize).map(|r| r.id.clone()).unwrap_or_default(),
        granted: checked.zone.stamp(row.at),
    };
    for row in &tally.grants {
        let row = (row.at, changed(row));
        let key = (
            row.1.learner.clone(),
            row.1.certificate.clone(),
            row.1.attached_to.clone(),
            row.1.cycle,
        );
        out.entry(key).or_default().push(row);
    }
    out
}

/// The difference as CSV.
pub fn to_csv(difference: &Difference) -> String {
    let header =
        ["change", "learner", "certificate", "attached_to", "cycle", "by", "granted", "before"];
    let row = |change: &str, row: &Changed, before: &str| {
        vec![
            change.to_owned(),
            row.learner.to_string(),
            row.certificate.to_string(),
            row.attached_to.to_string(),
            row.cycle.to_string(),
            row.by.to_string(),
            row.granted.clone(),
            before.to_owned(),
        ]
    };
    let gained = difference.gained.iter().map(|r| row("gained", r, ""));
    let lost = difference.lost.iter().map(|r| row("lost", r, ""));
    let moved = difference.moved.iter().map(|(was, now)| row("moved", now, &was.granted));
    csv::write(&header.map(str::to_owned), gained.chain(lost).chain(moved))
}
