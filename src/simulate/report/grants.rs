//! Who got what and when.

use super::csv;
use crate::catalogue::Id;
use crate::simulate::explain::Filled;
use crate::simulate::{GrantRow, Rehearsal, titles};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A granted certificate, with its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantReport {
    /// Who has it.
    pub learner: Id,
    /// The learner's name as it is printed.
    pub name: String,
    /// The learner's e-mail address.
    pub email: String,
    /// The template.
    pub certificate: Id,
    /// The certificate's title as the learner sees it.
    #[serde(default)]
    pub title: String,
    /// When it was granted.
    pub granted: String,
    /// The rule.
    pub by: Id,
    /// Which edit of the rule.
    pub version: u32,
    /// The item it hangs on.
    pub attached_to: Id,
    /// The cycle of the item.
    pub cycle: u32,
    /// The values of the template's fields.
    pub values: BTreeMap<String, String>,
    /// How many fields got no fitting value.
    pub unfit: u32,
    /// Their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unfit_fields: Vec<String>,
}

/// The report for some of a run's grants, in their order.
pub fn grants(rehearsal: &Rehearsal, rows: &[GrantRow]) -> Vec<GrantReport> {
    let checked = &rehearsal.checked;
    let filled = rehearsal.filled(rows);
    let one = |(row, filled): (&GrantRow, Filled)| {
        let rule = checked.rules.get(row.rule as usize);
        let person = rehearsal.project.learners.get(row.learner as usize);
        GrantReport {
            learner: checked.learners.id(row.learner),
            name: person.map(|p| p.printed_name()).unwrap_or_default(),
            email: person.map(|p| p.email.clone()).unwrap_or_default(),
            certificate: checked.certificates.id(row.certificate),
            title: rule
                .and_then(|rule| rule.grants().find(|(at, _)| *at == row.action as usize))
                .and_then(|(_, grant)| titles::certificate(&rehearsal.project, grant))
                .unwrap_or_default(),
            granted: checked.zone.stamp(row.at),
            by: rule.map(|r| r.id.clone()).unwrap_or_default(),
            version: rule.map_or(1, |r| r.version),
            attached_to: checked.items.id(row.item),
            cycle: row.cycle,
            values: filled.values,
            unfit: row.unfit,
            unfit_fields: filled.unfit,
        }
    };
    rows.iter().zip(filled).map(one).collect()
}

/// The report as CSV: a column for each field that any of them has. `unfit` names
/// the fields that got no fitting value.
pub fn to_csv(report: &[GrantReport]) -> String {
    let mut fields: Vec<&String> = report.iter().flat_map(|r| r.values.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    let fixed = [
        "learner",
        "name",
        "email",
        "certificate",
        "granted",
        "by",
        "version",
        "attached_to",
        "cycle",
        "unfit",
    ];
    let header: Vec<String> = fixed
        .iter()
        .map(|s| (*s).to_owned())
        .chain(fields.iter().map(|field| (*field).clone()))
        .collect();
    let rows = report.iter().map(|r| {
        let mut row = vec![
            r.learner.to_string(),
            r.name.clone(),
            r.email.clone(),
            r.certificate.to_string(),
            r.granted.clone(),
            r.by.to_string(),
            r.version.to_string(),
            r.attached_to.to_string(),
            r.cycle.to_string(),
            r.unfit_fields.join(";"),
        ];
        row.extend(fields.iter().map(|f| r.values.get(*f).cloned().unwrap_or_default()));
        row
    });
    csv::write(&header, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_csv_names_the_version_and_the_fields_without_a_value() {
        let text = r#"{"format":"laureate-project","version":1,"activities":["a"],"learners":["ada"],
            "certificates":[{"id":"c","fields":[{"name":"n","required":true},{"name":"k"},
              {"name":"d","type":"date","required":true}]}],
            "automations":[{"id":"r","version":3,"event":"activity-completed",
              "actions":[{"grant-certificate":{"certificate":"c","mapping":[
                {"field":"d","constant":"soon"}]}}]}],
            "events":[{"at":"2026-01-01","learner":"ada","event":"activity-completed","item":"a"}]}"#;
        let (project, faults) = crate::rules::parse(text).unwrap();
        assert_eq!(faults, []);
        let rehearsal = Rehearsal::new(project);
        let report = grants(&rehearsal, &rehearsal.run(|_, _| true).grants);
        assert_eq!(
            (report[0].unfit, &report[0].unfit_fields[..]),
            (2, &["n".to_owned(), "d".to_owned()][..])
        );
        let csv = to_csv(&report);
        assert!(csv.contains(",r,3,a,0,n;d,"), "{csv}");
    }
}
