//! Templates of [pdfme](https://pdfme.com) as a start for a design of ours.
//!
//! [`read`] takes the JSON that pdfme's designer saves: `basePdf`, and `schemas` with a
//! list of elements a page (since version 5) or an object of them by name (before).
//! Places and sizes are kept; an editable text becomes a field with a placeholder. What has no
//! counterpart here is listed, each with its place and what was done instead.
//!
//! Untrusted: everything is bounded, and pictures pass the gate ([`super::picture`]).
//!
//! | Code | What was not carried over |
//! |---|---|
//! | `pdfme-base-pdf` | the PDF below the template |
//! | `pdfme-page` | pages after the first |
//! | `pdfme-left-out` | an element of a kind that isn't here, or that could not be read |
//! | `pdfme-barcode` | a bar code: a QR code of the same text stands there |
//! | `pdfme-picture` | a picture that the gate refused: an empty slot stands there |
//! | `pdfme-picture-field` | that a picture could differ from certificate to certificate |
//! | `pdfme-font` | a font: another one stands in |
//! | `pdfme-style` | underlines, strikethrough, marks within a text |
//! | `pdfme-expression` | computed words: they stand there as they were typed |
//! | `pdfme-choice` | a list of choices: any words can be filled in |
//! | `pdfme-date` | the way a date is written |
//! | `pdfme-value` | a number or a colour that can't be one |
//! | `pdfme-renamed` | a name that can't be a field's (a note) |
//! | `pdfme-more` | more was found than is listed |

mod element;
mod page;
mod text;
mod value;

use super::Imported;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::{MAX_ELEMENTS, Template, validate};
use serde_json::{Map, Value};

/// The longest file in bytes.
pub const MAX_BYTES: usize = 24 * 1024 * 1024;
/// The most pictures: each takes time to check.
pub const MAX_PICTURES: usize = 24;
/// The most findings that are listed.
pub const MAX_FINDINGS: usize = 100;

/// A design to start from.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The design.
    pub template: Template,
    /// Its pictures, checked and rewritten: to be kept under their ids.
    pub pictures: Vec<Imported>,
    /// What could not be carried over.
    pub findings: Diagnostics,
}

/// Whether a JSON value looks like a template of pdfme.
pub fn is_pdfme(value: &Value) -> bool {
    value.get("schemas").is_some_and(Value::is_array)
        && value.get("basePdf").is_some_and(|base| base.is_object() || base.is_string())
}

/// Reads a template's JSON text. `file_name` gives the design its name.
///
/// # Errors
/// `file-too-large`, `not-json`, `not-pdfme`, or `pdfme-page-size`.
pub fn read(text: &str, file_name: &str) -> Result<Start, Diagnostics> {
    if text.len() > MAX_BYTES {
        let message =
            format!("This file is larger than the {} MB that are read.", MAX_BYTES / 1024 / 1024);
        return Err(vec![
            Diagnostic::error("file-too-large", "", message)
                .repair("Take large pictures out of the template, and bring them here one by one."),
        ]);
    }
    let value: Value = serde_json::from_str(text).map_err(|why| {
        vec![
            Diagnostic::error("not-json", "", format!("This is not JSON: {why}."))
                .repair("Choose a file that pdfme's designer has saved."),
        ]
    })?;
    if !is_pdfme(&value) {
        return Err(vec![
            Diagnostic::error(
                "not-pdfme",
                "",
                "This is not a template of pdfme: it lacks `schemas` or `basePdf`.",
            )
            .repair("Choose a file that pdfme's designer has saved."),
        ]);
    }
    let mut findings = Findings::default();
    let page = page::page(value.get("basePdf").unwrap_or(&Value::Null), &mut findings)
        .map_err(|fault| vec![fault])?;
    let template = Template::blank(name_of(file_name), page);
    let mut reader = element::Reader::new(template, &value, findings);
    // What stands on every page lies below what is this one's.
    if let Some(fixed) = value.get("basePdf").and_then(|base| base.get("staticSchema")) {
        for (at, map) in elements(fixed).into_iter().enumerate().take(MAX_ELEMENTS) {
            reader.add(map.0, map.1, &format!("basePdf.staticSchema.{at}"), true);
        }
    }
    let pages =
        value.get("schemas").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (number, page) in pages.iter().enumerate() {
        let all = elements(page);
        if number == 0 {
            for (at, (name, map)) in all.into_iter().enumerate() {
                reader.add(name, map, &format!("schemas.0.{at}"), false);
            }
        } else if !all.is_empty() || number < 20 {
            reader.findings.push(
                Diagnostic::warning(
                    "pdfme-page",
                    format!("schemas.{number}"),
                    format!("Page {} with {} elements was left out.", number + 1, all.len()),
                )
                .repair("A certificate has one page: put what is needed on it."),
            );
        }
    }
    let (template, pictures, mut findings) = reader.done();
    let wrong: Diagnostics = validate(&template).into_iter().filter(Diagnostic::is_error).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Start { template, pictures, findings: findings.take() })
}

/// The elements of a page with their names: a list, or an object by name.
fn elements(page: &Value) -> Vec<(Option<&str>, &Map<String, Value>)> {
    match page {
        Value::Array(list) => list.iter().filter_map(|e| Some((None, e.as_object()?))).collect(),
        Value::Object(map) => {
            map.iter().filter_map(|(name, e)| Some((Some(name.as_str()), e.as_object()?))).collect()
        }
        _ => Vec::new(),
    }
}

fn name_of(file: &str) -> String {
    let last = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.strip_suffix(".json").unwrap_or(last).trim();
    let name: String = stem.chars().filter(|c| !c.is_control()).take(200).collect();
    if name.is_empty() { "From pdfme".to_owned() } else { name }
}

/// What could not be carried over: so much of it that somebody can read it.
#[derive(Default)]
struct Findings {
    list: Diagnostics,
    more: usize,
}

impl Findings {
    fn push(&mut self, finding: Diagnostic) {
        if self.list.len() < MAX_FINDINGS {
            self.list.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// Says something about the whole template once.
    fn once(&mut self, finding: Diagnostic) {
        if !self.list.iter().any(|f| f.code == finding.code && f.message == finding.message) {
            self.push(finding);
        }
    }

    fn take(&mut self) -> Diagnostics {
        let mut all = std::mem::take(&mut self.list);
        if self.more > 0 {
            let message = format!("{} more things could not be carried over.", self.more);
            all.push(
                Diagnostic::warning("pdfme-more", "", message)
                    .repair("Compare the design with the one in pdfme."),
            );
        }
        all
    }
}

#[cfg(test)]
mod tests;
