//! Paths to attributes that no learner has.

use super::super::names::MAX_LISTED;
use super::super::out::Out;
use crate::catalogue::{DateRule, MappingRow, MappingValue, Source};
use crate::diagnostic::Diagnostic;
use crate::rules::List;
use crate::rules::repair::Repair;
use crate::rules::similar::closest;
use std::collections::BTreeSet;

/// How many names are compared with one that nobody has.
const MAX_COMPARED: usize = 1000;

/// `unknown-attribute`.
pub(super) fn check(out: &mut Out<'_>) {
    let project = out.known.project;
    if project.learners.is_empty() {
        return;
    }
    // Read at the first path to an attribute: most projects have none.
    let mut names: Option<BTreeSet<&str>> = None;
    let mut listed = 0;
    let mut last = (List::Automations, 0);
    for (list, index, place, grant) in out.known.grants() {
        let mut seen = BTreeSet::new();
        for row in grant.mapping.iter().filter(|row| seen.insert(row.field.as_str())) {
            let (MappingValue::Source(Source::Attribute(name))
            | MappingValue::Date(DateRule { from: Source::Attribute(name), .. })) = &row.value
            else {
                continue;
            };
            let names = names.get_or_insert_with(|| {
                let own = project.learners.iter().map(|learner| &learner.attributes);
                let updates = project.events.iter().filter_map(|event| event.attributes.as_deref());
                own.chain(updates).flat_map(|all| all.keys()).map(String::as_str).collect()
            });
            if names.contains(name.as_str()) {
                continue;
            }
            listed += 1;
            last = (list, index);
            if listed > MAX_LISTED {
                continue;
            }
            let message = format!(
                "No learner has the attribute “{name}”, so that “{}” stays empty.",
                row.field
            );
            let path = format!("{}.mapping.{}", place.path(), row.field);
            let finding = Diagnostic::info("unknown-attribute", path, message)
                .repair("Choose another attribute, or import it with the learners.");
            let near = closest(name, names.iter().copied().take(MAX_COMPARED));
            let repair = near.map(|near| {
                let source = Source::Attribute(near.to_owned());
                let value = match &row.value {
                    MappingValue::Date(rule) => {
                        MappingValue::Date(DateRule { from: source, ..rule.clone() })
                    }
                    _ => MappingValue::Source(source),
                };
                let row = MappingRow { field: row.field.clone(), value };
                Repair::MapField { grant: place.clone(), row }
            });
            out.add(list, index, finding, repair);
        }
    }
    if listed > MAX_LISTED {
        let message = format!(
            "{} more fields are mapped to attributes that no learner has.",
            listed - MAX_LISTED
        );
        let finding = Diagnostic::info("unknown-attribute", last.0.key(), message)
            .repair("Import the attributes with the learners.");
        out.add(last.0, last.1, finding, None);
    }
}
