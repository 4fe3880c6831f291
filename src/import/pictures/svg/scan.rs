//! The first look at an SVG's text, in one pass and without building anything.
//!
//! The XML reader compares a tag's attributes pairwise and expands shorthands,
//! so what it may be given is bounded here first.

use super::super::limits::{
    MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_ENTITIES, MAX_ENTITY_CHARS, MAX_ENTITY_USES,
    MAX_NAMESPACES, MAX_SVG_MARKUP,
};
use super::super::{file_too_large, refuse};
use super::{damaged, too_complex};
use crate::diagnostic::Diagnostic;

#[derive(Default)]
struct Scan {
    elements: usize,
    depth: usize,
    namespaces: usize,
    entity_uses: usize,
    /// Bytes within embedded pictures.
    embedded: usize,
    doctype: bool,
}

/// Bounds the counts of an SVG's text.
///
/// # Errors
/// `file-too-large`, `svg-entities`, `svg-too-complex` or `svg-damaged`.
pub(super) fn check(text: &str) -> Result<(), Diagnostic> {
    let mut scan = Scan::default();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at_checked(open).ok_or_else(damaged)?;
        scan.count_entities(before);
        rest = scan.markup(tag)?;
    }
    if scan.entity_uses > MAX_ENTITY_USES {
        return Err(entities());
    }
    let markup = text.len().saturating_sub(scan.embedded);
    if markup > MAX_SVG_MARKUP {
        return Err(file_too_large(
            markup,
            MAX_SVG_MARKUP,
            "Simplify the drawing, save it without your program's own editing data, or export it as PNG.",
        ));
    }
    Ok(())
}

impl Scan {
    /// One piece of markup; gives what follows it.
    fn markup<'a>(&mut self, tag: &'a str) -> Result<&'a str, Diagnostic> {
        let after = |start: &str, end: &str| {
            tag.strip_prefix(start).map(|t| t.split_once(end).map(|t| t.1).ok_or_else(damaged))
        };
        if let Some(rest) =
            after("<!--", "-->").or_else(|| after("<![CDATA[", "]]>")).or_else(|| after("<?", "?>"))
        {
            return rest;
        }
        if let Some(rest) = tag.strip_prefix("<!DOCTYPE") {
            if std::mem::replace(&mut self.doctype, true) {
                return Err(damaged());
            }
            return doctype(rest);
        }
        if let Some(rest) = tag.strip_prefix("</") {
            self.depth = self.depth.saturating_sub(1);
            return rest.split_once('>').map(|t| t.1).ok_or_else(damaged);
        }
        self.start_tag(tag)
    }

    fn start_tag<'a>(&mut self, tag: &'a str) -> Result<&'a str, Diagnostic> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(too_complex(&format!("has more than {MAX_ELEMENTS} parts")));
        }
        let mut attributes = 0;
        let mut rest = tag;
        loop {
            let at = rest.find(['>', '"', '\'']).ok_or_else(damaged)?;
            let (name, tail) = rest.split_at_checked(at).ok_or_else(damaged)?;
            let mut chars = tail.chars();
            let quote = chars.next().ok_or_else(damaged)?;
            let tail = chars.as_str();
            if quote == '>' {
                if !name.ends_with('/') {
                    self.depth += 1;
                }
                if self.depth > MAX_DEPTH {
                    return Err(too_complex(&format!("nests groups more than {MAX_DEPTH} deep")));
                }
                return Ok(tail);
            }
            let (value, tail) = tail.split_once(quote).ok_or_else(damaged)?;
            attributes += 1;
            self.namespaces += usize::from(name.contains("xmlns"));
            if attributes > MAX_ATTRIBUTES || self.namespaces > MAX_NAMESPACES {
                return Err(too_complex("has too many attributes"));
            }
            if value.trim_start().starts_with("data:") {
                self.embedded += value.len();
            }
            self.count_entities(value);
            rest = tail;
        }
    }

    /// Counts uses of shorthands other than the five that XML itself defines.
    fn count_entities(&mut self, text: &str) {
        const OWN: [&str; 6] = ["#", "amp;", "lt;", "gt;", "quot;", "apos;"];
        self.entity_uses += text
            .split('&')
            .skip(1)
            .filter(|use_| !OWN.iter().any(|own| use_.starts_with(own)))
            .count();
    }
}

/// The document type: names of the standard, and at most short plain shorthands,
/// such as Illustrator writes for its namespaces. Anything else could grow.
fn doctype(text: &str) -> Result<&str, Diagnostic> {
    let close = text.find('>').ok_or_else(damaged)?;
    let open = match text.find('[') {
        Some(open) if open < close => open,
        _ => return text.get(close + 1..).ok_or_else(damaged),
    };
    let mut rest = text.get(open + 1..).ok_or_else(damaged)?.trim_start();
    let mut declared = 0;
    loop {
        if let Some(end) = rest.strip_prefix(']') {
            return end.trim_start().strip_prefix('>').ok_or_else(damaged);
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").ok_or_else(damaged)?.1.trim_start();
            continue;
        }
        let body = rest.strip_prefix("<!ENTITY").ok_or_else(entities)?;
        let at = body.find(['"', '\'', '>']).ok_or_else(entities)?;
        let (name, body) = body.split_at_checked(at).ok_or_else(entities)?;
        let quote = body.chars().next().filter(|c| *c != '>').ok_or_else(entities)?;
        let body = body.strip_prefix(quote).ok_or_else(entities)?;
        let (value, tail) = body.split_once(quote).ok_or_else(entities)?;
        // More than a name means an entity of another file (SYSTEM, PUBLIC) or a
        // parameter entity (%).
        let plain = name.split_whitespace().count() == 1 && !name.contains('%');
        let short = value.len() <= MAX_ENTITY_CHARS && !value.contains(['&', '%', '<']);
        declared += 1;
        if !plain || !short || declared > MAX_ENTITIES {
            return Err(entities());
        }
        rest = tail.trim_start().strip_prefix('>').ok_or_else(entities)?.trim_start();
    }
}

fn entities() -> Diagnostic {
    refuse(
        "svg-entities",
        "This drawing defines text shorthands (entities) that could grow without limit.",
        "Save it from your drawing program as plain or optimised SVG.",
    )
}
