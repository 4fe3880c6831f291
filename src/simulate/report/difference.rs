//! What changed between two versions of the rules over one history.

use super::csv;
use crate::catalogue::{Id, Instant};
use crate::simulate::{GrantRow, Rehearsal, Tally};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Of how many certificates that both grant alike the values are compared.
pub const MAX_COMPARED: usize = 100_000;

/// What changed: "+37 −4".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Certificates that the new rules grant and the old ones did not.
    pub gained: Vec<Changed>,
    /// Certificates that the old rules granted and the new ones do not.
    pub lost: Vec<Changed>,
    /// Certificates that both grant, at another time or by another rule.
    pub moved: Vec<(Changed, Changed)>,
    /// Certificates that both grant at the same time by the same rule, with other
    /// values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<NewValues>,
    /// How many both grant alike.
    pub same: usize,
    /// Of how many of these the values were not compared: they are beyond the
    /// first [`MAX_COMPARED`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub values_not_compared: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A certificate whose values changed: those fields that did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewValues {
    /// The certificate.
    #[serde(flatten)]
    pub certificate: Changed,
    /// The old values; a field that there was not is absent.
    pub before: BTreeMap<String, String>,
    /// The new values; a field that there no longer is is absent.
    pub after: BTreeMap<String, String>,
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
/// cycle are. Of several alike, those that were granted at the same time by the
/// same rule are compared with one another, then the rest in their order.
pub fn difference(before: (&Rehearsal, &Tally), after: (&Rehearsal, &Tally)) -> Difference {
    let mut old = by_key(before);
    let mut out = Difference::default();
    let mut alike: Vec<(GrantRow, GrantRow)> = Vec::new();
    let describe = |of: (&Rehearsal, &Tally), row: &GrantRow| changed(of.0, row);
    for (key, rows) in by_key(after) {
        let mut previous = old.remove(&key).unwrap_or_default();
        let mut rest = Vec::new();
        let mut used = vec![false; previous.len()];
        let mut places: BTreeMap<(Instant, Id), VecDeque<usize>> = BTreeMap::new();
        for (index, was) in previous.iter().enumerate() {
            places.entry((was.at, rule(before.0, was))).or_default().push_back(index);
        }
        for row in rows {
            let place = places.get_mut(&(row.at, rule(after.0, row)));
            match place.and_then(VecDeque::pop_front) {
                None => rest.push(row),
                Some(index) => {
                    if let (Some(was), Some(used)) = (previous.get(index), used.get_mut(index)) {
                        *used = true;
                        alike.push(((*was).clone(), row.clone()));
                    }
                }
            }
        }
        let mut used = used.into_iter();
        previous.retain(|_| !used.next().unwrap_or_default());
        let mut previous = previous.into_iter();
        for row in rest {
            let now = describe(after, row);
            match previous.next() {
                None => out.gained.push(now),
                Some(was) => out.moved.push((describe(before, was), now)),
            }
        }
        out.lost.extend(previous.map(|row| describe(before, row)));
    }
    out.lost.extend(old.into_values().flatten().map(|row| describe(before, row)));
    out.lost.sort_by(|a, b| key(a).cmp(&key(b)));
    out.same = alike.len();
    out.values_not_compared = alike.len().saturating_sub(MAX_COMPARED);
    alike.truncate(MAX_COMPARED);
    let (was, is): (Vec<GrantRow>, Vec<GrantRow>) = alike.into_iter().unzip();
    let values = before.0.values(&was).into_iter().zip(after.0.values(&is));
    for ((mut was, mut now), row) in values.zip(&is).filter(|((was, now), _)| was != now) {
        let same: Vec<String> =
            was.iter().filter(|(k, v)| now.get(*k) == Some(v)).map(|(k, _)| k.clone()).collect();
        for field in same {
            was.remove(&field);
            now.remove(&field);
        }
        out.same -= 1;
        out.changed.push(NewValues { certificate: describe(after, row), before: was, after: now });
    }
    out
}

fn key(row: &Changed) -> (&Id, &Id, &Id, u32) {
    (&row.learner, &row.certificate, &row.attached_to, row.cycle)
}

fn rule(rehearsal: &Rehearsal, row: &GrantRow) -> Id {
    rehearsal.checked.rules.get(row.rule as usize).map(|r| r.id.clone()).unwrap_or_default()
}

fn changed(rehearsal: &Rehearsal, row: &GrantRow) -> Changed {
    let checked = &rehearsal.checked;
    Changed {
        learner: checked.learners.id(row.learner),
        certificate: checked.certificates.id(row.certificate),
        attached_to: checked.items.id(row.item),
        cycle: row.cycle,
        by: rule(rehearsal, row),
        granted: checked.zone.stamp(row.at),
    }
}

fn by_key<'a>((rehearsal, tally): (&'a Rehearsal, &'a Tally)) -> BTreeMap<Key, Vec<&'a GrantRow>> {
    let checked = &rehearsal.checked;
    let mut out: BTreeMap<Key, Vec<&GrantRow>> = BTreeMap::new();
    for row in &tally.grants {
        let key = (
            checked.learners.id(row.learner),
            checked.certificates.id(row.certificate),
            checked.items.id(row.item),
            row.cycle,
        );
        out.entry(key).or_default().push(row);
    }
    out
}

/// The difference as CSV: a row for each certificate, and of those whose values
/// changed one for each field.
pub fn to_csv(difference: &Difference) -> String {
    let header = [
        "change",
        "learner",
        "certificate",
        "attached_to",
        "cycle",
        "by",
        "granted",
        "before",
        "field",
        "value_before",
        "value",
    ];
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
            String::new(),
            String::new(),
            String::new(),
        ]
    };
    let values = difference.changed.iter().flat_map(|new| {
        let mut fields: Vec<&String> = new.before.keys().chain(new.after.keys()).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.into_iter().map(move |field| {
            let of =
                |values: &BTreeMap<String, String>| values.get(field).cloned().unwrap_or_default();
            let mut row = row("changed", &new.certificate, &new.certificate.granted);
            row.truncate(8);
            row.extend([field.clone(), of(&new.before), of(&new.after)]);
            row
        })
    });
    let gained = difference.gained.iter().map(|r| row("gained", r, ""));
    let lost = difference.lost.iter().map(|r| row("lost", r, ""));
    let moved = difference.moved.iter().map(|(was, now)| row("moved", now, &was.granted));
    csv::write(&header.map(str::to_owned), gained.chain(lost).chain(moved).chain(values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::parse;

    fn rehearsal(active_from: &str, value: &str) -> Rehearsal {
        let events: Vec<String> = (1..4)
            .map(|day| {
                format!(
                    r#"{{"at":"2026-01-0{day}","learner":"ada","event":"activity-completed","item":"a"}}"#
                )
            })
            .collect();
        let text = format!(
            r#"{{"format":"laureate-project","version":1,"activities":["a"],"learners":["ada"],
            "certificates":[{{"id":"c","fields":[{{"name":"n"}},{{"name":"m"}}]}}],
            "automations":[{{"id":"r","event":"activity-completed","active_from":"{active_from}",
              "actions":[{{"grant-certificate":{{"certificate":"c","once":"every-event","mapping":[
                {{"field":"n","constant":"{value}"}},{{"field":"m","constant":"m"}}]}}}}]}}],
            "events":[{}]}}"#,
            events.join(",")
        );
        let (project, faults) = parse(&text).unwrap();
        assert_eq!(faults, []);
        Rehearsal::new(project)
    }

    fn compare(before: &Rehearsal, after: &Rehearsal) -> Difference {
        let (old, new) = (before.run(|_, _| true), after.run(|_, _| true));
        difference((before, &old), (after, &new))
    }

    #[test]
    fn equal_ones_are_paired_before_the_rest() {
        let (late, early) = (rehearsal("2026-01-02", "x"), rehearsal("2026-01-01", "x"));
        let found = compare(&late, &early);
        let gained: Vec<&str> = found.gained.iter().map(|g| g.granted.as_str()).collect();
        assert_eq!(gained, ["2026-01-01T00:00:00+00:00"]);
        assert_eq!((found.moved.len(), found.same), (0, 2));
        let back = compare(&early, &late);
        assert_eq!((back.lost.len(), back.moved.len(), back.same), (1, 0, 2));
        assert_eq!(back.lost[0].granted, "2026-01-01T00:00:00+00:00");
    }

    #[test]
    fn new_values_are_told_with_the_old_ones() {
        let (before, after) = (rehearsal("2026-01-01", "x"), rehearsal("2026-01-01", "y"));
        let found = compare(&before, &after);
        assert_eq!((found.same, found.changed.len(), found.values_not_compared), (0, 3, 0));
        let only = |value: &str| BTreeMap::from([("n".to_owned(), value.to_owned())]);
        assert_eq!((&found.changed[0].before, &found.changed[0].after), (&only("x"), &only("y")));
        let csv = to_csv(&found);
        let stamp = "2026-01-01T00:00:00+00:00";
        assert!(csv.contains(&format!("changed,ada,c,a,0,r,{stamp},{stamp},n,x,y\r\n")), "{csv}");
    }
}
