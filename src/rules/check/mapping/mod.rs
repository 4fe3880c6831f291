//! The field mapping of grants against the template's field contract.

mod attributes;
mod guess;
mod types;

pub use guess::guess;
pub use types::fits;

use super::out::Out;
use crate::catalogue::{Grant, MappingRow, MappingValue, Source, SourceKind};
use crate::diagnostic::Diagnostic;
use crate::rules::repair::{GrantPlace, Repair};
use crate::rules::similar::{closest, distance};
use crate::rules::{List, Wanted};
use crate::template::Field;
use std::collections::{BTreeMap, BTreeSet};
use types::misfit;

/// `unmapped-field`, `orphaned-field`, `renamed-field`, `wrong-field-type`,
/// `unknown-source`, `unknown-attribute`, `duplicate-mapping`.
pub(super) fn check(out: &mut Out<'_>) {
    attributes::check(out);
    for (list, index, place, grant) in out.known.grants() {
        let at = At { list, index, base: place.path(), place, grant };
        at.user(out);
        at.sources(out);
        at.duplicates(out);
        let Some(template) = out.known.certificate(&grant.certificate) else { continue };
        at.contract(out, &template.fields);
        at.types(out, &template.fields);
    }
}

/// A grant and where it is.
struct At<'a> {
    list: List,
    index: usize,
    base: String,
    place: GrantPlace,
    grant: &'a Grant,
}

impl At<'_> {
    fn path(&self, field: &str) -> String {
        format!("{}.mapping.{field}", self.base)
    }

    fn add(&self, out: &mut Out<'_>, finding: Diagnostic, repair: Option<Repair>) {
        out.add(self.list, self.index, finding, repair);
    }

    fn map(&self, field: &str, value: MappingValue) -> Repair {
        let row = MappingRow { field: field.to_owned(), value };
        Repair::MapField { grant: self.place.clone(), row }
    }

    /// The first row of each field, which is the one that counts.
    fn rows(&self) -> Vec<&MappingRow> {
        let mut seen = BTreeSet::new();
        self.grant.mapping.iter().filter(|row| seen.insert(row.field.as_str())).collect()
    }

    fn user(&self, out: &mut Out<'_>) {
        let user = &self.grant.user_source;
        if user != Grant::USER_SOURCE {
            let message = format!(
                "Certificates are granted to {}; there is no “{user}”.",
                Grant::USER_SOURCE
            );
            let path = format!("{}.user_source", self.base);
            let finding = Diagnostic::error("unknown-source", path, message);
            self.add(out, finding, Some(Repair::SetUserSource { grant: self.place.clone() }));
        }
    }

    fn sources(&self, out: &mut Out<'_>) {
        let template = out.known.certificate(&self.grant.certificate);
        for row in self.rows() {
            let source = match &row.value {
                MappingValue::Source(source) => source,
                MappingValue::Date(rule) => &rule.from,
                MappingValue::Constant(_) => continue,
            };
            let Source::Unknown(text) = source else { continue };
            let message = format!("“{text}” is no path in the tree of the event.");
            let finding = Diagnostic::error("unknown-source", self.path(&row.field), message)
                .repair("Choose where the value comes from.");
            let field = template.and_then(|t| t.fields.iter().find(|f| f.name == row.field));
            let near = closest(text, SourceKind::ALL.iter().map(|kind| kind.path()))
                .and_then(|path| SourceKind::ALL.iter().find(|kind| kind.path() == path))
                .copied()
                .filter(|kind| field.is_none_or(|f| fits(f.kind, Some(kind.field_type()))))
                .or_else(|| field.and_then(guess));
            let repair = near.map(|kind| {
                let source = Source::Known(kind);
                let value = match &row.value {
                    MappingValue::Date(rule)
                        if fits(crate::template::FieldType::Date, Some(kind.field_type())) =>
                    {
                        let plus = rule.plus;
                        MappingValue::Date(crate::catalogue::DateRule { from: source, plus })
                    }
                    _ => MappingValue::Source(source),
                };
                self.map(&row.field, value)
            });
            self.add(out, finding, repair);
        }
    }

    fn duplicates(&self, out: &mut Out<'_>) {
        let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &self.grant.mapping {
            let count = rows.entry(&row.field).or_insert(0);
            *count += 1;
            if *count != 2 {
                continue;
            }
            let field = row.field.clone();
            let message = format!("“{field}” is mapped more than once; the first row is taken.");
            let finding = Diagnostic::warning("duplicate-mapping", self.path(&field), message);
            let repair = Repair::KeepFirstRow { grant: self.place.clone(), field };
            self.add(out, finding, Some(repair));
        }
    }

    /// Rows that the template has no field for, and fields that have no row.
    fn contract(&self, out: &mut Out<'_>, fields: &[Field]) {
        let rows = self.rows();
        let certificate = out.known.name(Wanted::Certificate, &self.grant.certificate);
        let mut orphans: Vec<&MappingRow> =
            rows.iter().copied().filter(|row| fields.iter().all(|f| f.name != row.field)).collect();
        let mut seen = BTreeSet::new();
        let mut unmapped: Vec<&Field> = fields
            .iter()
            .filter(|field| rows.iter().all(|row| row.field != field.name))
            .filter(|field| seen.insert(field.name.as_str()))
            .collect();
        for (row, field) in renamed(&orphans, &unmapped) {
            orphans.retain(|orphan| orphan.field != row.field);
            unmapped.retain(|other| other.name != field.name);
            let message = format!(
                "“{certificate}” has no field “{}” any more, but a new one, “{}”: it was probably renamed.",
                row.field, field.name
            );
            let finding = Diagnostic::warning("renamed-field", self.path(&row.field), message);
            let (from, to) = (row.field.clone(), field.name.clone());
            let repair = Repair::RenameField { grant: self.place.clone(), from, to };
            self.add(out, finding, Some(repair));
        }
        for row in orphans {
            let message = format!("“{certificate}” has no field “{}”.", row.field);
            let finding = Diagnostic::warning("orphaned-field", self.path(&row.field), message);
            let (grant, field) = (self.place.clone(), row.field.clone());
            self.add(out, finding, Some(Repair::RemoveField { grant, field }));
        }
        for field in unmapped {
            let name = if field.label.is_empty() { &field.name } else { &field.label };
            let path = self.path(&field.name);
            let finding = match field.required {
                true => Diagnostic::error(
                    "unmapped-field",
                    path,
                    format!("“{certificate}” needs “{name}”, and nothing says what it is."),
                ),
                false => Diagnostic::warning(
                    "unmapped-field",
                    path,
                    format!("Nothing says what “{name}” is; it stays empty."),
                ),
            };
            let value = match guess(field) {
                Some(kind) => MappingValue::Source(Source::Known(kind)),
                None => MappingValue::Constant(String::new()),
            };
            let repair = self.map(&field.name, value);
            self.add(out, finding, Some(repair));
        }
    }

    fn types(&self, out: &mut Out<'_>, fields: &[Field]) {
        for row in self.rows() {
            let Some(field) = fields.iter().find(|field| field.name == row.field) else { continue };
            let Some(message) = misfit(field, &row.value) else { continue };
            let finding = Diagnostic::error("wrong-field-type", self.path(&row.field), message)
                .repair("Choose a value of the field's type.");
            let repair = guess(field)
                .map(|kind| self.map(&row.field, MappingValue::Source(Source::Known(kind))));
            self.add(out, finding, repair);
        }
    }
}

/// Rows and fields that are probably the same under another name: names that are
/// close, else the only ones that are left over on both sides, if the value fits.
fn renamed<'a>(
    orphans: &[&'a MappingRow],
    unmapped: &[&'a Field],
) -> Vec<(&'a MappingRow, &'a Field)> {
    let mut pairs: Vec<(usize, &MappingRow, &Field)> = Vec::new();
    for row in orphans {
        for field in unmapped {
            if let Some(distance) = distance(&row.field, &field.name) {
                pairs.push((distance, row, field));
            }
        }
    }
    pairs.sort_by_key(|(distance, ..)| *distance);
    let (mut rows, mut fields) = (BTreeSet::new(), BTreeSet::new());
    let mut out = Vec::new();
    for (_, row, field) in pairs {
        if !rows.contains(row.field.as_str()) && !fields.contains(field.name.as_str()) {
            rows.insert(row.field.as_str());
            fields.insert(field.name.as_str());
            out.push((row, field));
        }
    }
    if let (true, [row], [field]) = (out.is_empty(), orphans, unmapped) {
        // A name that says what it wants is believed before a leftover.
        let agrees =
            guess(field).is_none_or(|kind| row.value == MappingValue::Source(Source::Known(kind)));
        if agrees && misfit(field, &row.value).is_none() {
            out.push((row, field));
        }
    }
    out
}
