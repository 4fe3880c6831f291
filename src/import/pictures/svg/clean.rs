//! Names within an SVG, and the proof that what was written is clean.

use super::content::{SVG, is_svg};
use super::{css, damaged, document};
use crate::diagnostic::Diagnostic;
use crate::template::AssetId;
use resvg::usvg::roxmltree::{Attribute, Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A piece of the text and what to put in its place.
type Edit = (Range<usize>, String);

/// The document with every id and filter name reduced to plain characters, or
/// `None` if they are already. The SVG writer doesn't escape names, and drawing
/// programs let people name layers "Seal & Signature".
///
/// # Errors
/// `svg-damaged`, if the names can't be told apart in the text.
pub(super) fn plain_names(doc: &Document<'_>) -> Result<Option<String>, Diagnostic> {
    let mut names = BTreeMap::new();
    let mut edits = Vec::new();
    for attribute in elements(doc).flat_map(|n| n.attributes()) {
        if attribute.name() == "id" && !is_plain(attribute.value()) {
            let next = format!("renamed-{}", names.len());
            let name = names.entry(attribute.value()).or_insert(next);
            edits.push((attribute.range(), format!("id=\"{name}\"")));
        }
    }
    for attribute in elements(doc).flat_map(|n| n.attributes()) {
        let value = attribute.value();
        match attribute.name() {
            "result" | "in" | "in2" if !is_plain(value) => {
                let plain: String =
                    value.chars().map(|c| if is_plain_char(c) { c } else { '_' }).collect();
                edits.push((attribute.range(), format!("{}=\"{plain}\"", attribute.name())));
            }
            "href" => {
                if let Some(name) = value.trim().strip_prefix('#').and_then(|id| names.get(id)) {
                    edits.push((attribute.range_value(), format!("#{name}")));
                }
            }
            "id" => {}
            _ => {
                if let [id] = css::references(value).collect::<Vec<_>>().as_slice()
                    && let Some(name) = names.get(id)
                    && attribute.name() != "style"
                {
                    edits.push((attribute.range_value(), format!("url(#{name})")));
                }
            }
        }
    }
    if edits.is_empty() { Ok(None) } else { apply(doc.input_text(), edits).map(Some) }
}

/// Checks what the SVG writer wrote and names everything anew: only what is
/// referred to has an id, counted from 0 behind a prefix from the drawing's own
/// hash, so that several drawings can stand in one page or file.
///
/// # Errors
/// `svg-damaged`, if anything is in it that the writer doesn't write.
pub(super) fn finish(written: &str) -> Result<String, Diagnostic> {
    let doc = document(written)?;
    elements(&doc).try_for_each(check)?;
    // Neutral names first: the hash must not depend on names given before, or a
    // drawing that is imported again would change each time.
    let neutral = renamed(&doc, "")?;
    let hash = AssetId::of(neutral.as_bytes()).0;
    renamed(&doc, &format!("p{}-", hash.get(..8).unwrap_or_default()))
}

fn renamed(doc: &Document<'_>, prefix: &str) -> Result<String, Diagnostic> {
    let mut used = BTreeSet::new();
    for attribute in elements(doc).flat_map(|n| n.attributes()) {
        used.extend(target(&attribute));
        used.extend(css::references(attribute_text(doc, &attribute)));
    }
    let mut names = BTreeMap::new();
    let mut edits = Vec::new();
    // Groups that say nothing are taken out, or importing again would add more.
    let (bare, other): (Vec<_>, Vec<_>) = elements(doc).partition(|n| is_bare(*n, &used));
    edits.extend(bare.into_iter().flat_map(tags).map(|range| (range, String::new())));
    for attribute in other.iter().flat_map(Node::attributes).filter(|a| a.name() == "id") {
        if used.contains(attribute.value()) {
            let next = format!("{prefix}{}", names.len());
            let name = names.entry(attribute.value()).or_insert(next);
            edits.push((attribute.range_value(), name.clone()));
        } else {
            // With the space before it.
            let Range { start, end } = attribute.range();
            edits.push((start.saturating_sub(1)..end, String::new()));
        }
    }
    for attribute in elements(doc).flat_map(|n| n.attributes()) {
        if let Some(id) = target(&attribute) {
            let name = names.get(id).ok_or_else(damaged)?;
            edits.push((attribute.range_value(), format!("#{name}")));
        } else {
            let text = attribute_text(doc, &attribute);
            let references: Option<Vec<String>> = css::references(text)
                .map(|id| names.get(id).map(|name| format!("url(#{name})")))
                .collect();
            match references {
                Some(list) if list.is_empty() => {}
                // The writer writes references alone, several only for filters.
                Some(list) => edits.push((attribute.range_value(), list.join(" "))),
                None => return Err(damaged()),
            }
        }
    }
    apply(doc.input_text(), edits)
}

/// Whether it is a group without any attribute but a name that no one uses.
fn is_bare(node: Node<'_, '_>, used: &BTreeSet<&str>) -> bool {
    node.tag_name().name() == "g"
        && node.attributes().all(|a| a.name() == "id" && !used.contains(a.value()))
}

/// The text of an element's start tag and of its end tag, which is empty where
/// the start tag closes itself.
fn tags(node: Node<'_, '_>) -> [Range<usize>; 2] {
    let Range { start, end } = node.range();
    match (node.first_child(), node.last_child()) {
        (Some(first), Some(last)) => [start..first.range().start, last.range().end..end],
        _ => [start..end, end..end],
    }
}

/// The id that an address points to.
fn target<'a>(attribute: &Attribute<'a, '_>) -> Option<&'a str> {
    if attribute.name() == "href" { attribute.value().strip_prefix('#') } else { None }
}

fn attribute_text<'a>(doc: &'a Document<'_>, attribute: &Attribute<'_, '_>) -> &'a str {
    if attribute.name() == "href" {
        return "";
    }
    doc.input_text().get(attribute.range_value()).unwrap_or_default()
}

/// Only what the writer writes: shapes, paint, effects, embedded rasters.
fn check(node: Node<'_, '_>) -> Result<(), Diagnostic> {
    const NAMES: [&str; 13] = [
        "svg",
        "defs",
        "g",
        "path",
        "image",
        "linearGradient",
        "radialGradient",
        "stop",
        "pattern",
        "clipPath",
        "mask",
        "filter",
        "use",
    ];
    const DATA: [&str; 3] =
        ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,"];
    let name = node.tag_name();
    let known = NAMES.contains(&name.name()) || name.name().starts_with("fe");
    if !known || name.namespace() != Some(SVG) || !is_svg(node) {
        return Err(damaged());
    }
    let clean = node.attributes().all(|a| match a.name() {
        "href" => a.value().starts_with('#') || DATA.iter().any(|d| a.value().starts_with(d)),
        name => !name.to_ascii_lowercase().starts_with("on"),
    });
    clean.then_some(()).ok_or_else(damaged)
}

fn elements<'a, 'i>(doc: &'a Document<'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    doc.descendants().filter(Node::is_element)
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_plain_char)
}

fn is_plain_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

fn apply(text: &str, mut edits: Vec<Edit>) -> Result<String, Diagnostic> {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(text.get(at..range.start).ok_or_else(damaged)?);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(text.get(at..).ok_or_else(damaged)?);
    Ok(out)
}
