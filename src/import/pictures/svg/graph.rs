//! How much a drawing grows when everything used by reference is written out.
//!
//! Reading and drawing an SVG repeat a mask, pattern, marker or `use` target at
//! every place that refers to it, and those may refer to others in turn. This
//! computes the total beforehand, in time proportional to the file.

use super::super::limits::{
    MAX_EFFECT_NESTING, MAX_EXPANDED, MAX_REFERENCE_NESTING, MAX_STYLE_BYTES, MAX_STYLE_TRIALS,
    MAX_SVG_BYTES,
};
use super::{css, too_complex};
use crate::diagnostic::Diagnostic;
use resvg::usvg::roxmltree::{Document, Node};
use std::collections::HashMap;

/// How deep elements and references together may reach; bounds recursion here
/// and in the SVG reader.
const MAX_TOTAL_DEPTH: u32 = 160;

/// What an element amounts to with all that it refers to.
#[derive(Clone, Copy, Default)]
struct Cost {
    elements: u64,
    bytes: u64,
    effects: u32,
    references: u32,
    depth: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Use,
    Effect,
    /// Inherited: one for each element within.
    Paint,
    /// Inherited: one for each point of each shape within.
    Marker,
}

struct Graph<'a, 'i> {
    ids: HashMap<&'a str, Node<'a, 'i>>,
    rules: Vec<css::Rule<'a>>,
    /// By node: `None` while its cost is being computed, which shows cycles.
    costs: HashMap<usize, Option<Cost>>,
}

/// Bounds the drawing written out in full.
///
/// # Errors
/// `svg-too-complex`.
pub(super) fn check(doc: &Document<'_>) -> Result<(), Diagnostic> {
    let styles: Vec<&str> = doc
        .descendants()
        .filter(|n| n.is_element() && n.tag_name().name() == "style")
        .flat_map(|n| n.children().filter_map(|t| t.text()))
        .collect();
    let style_bytes: usize = styles.iter().map(|s| s.len()).sum();
    let rules: usize = styles.iter().map(|s| s.matches('{').count()).sum();
    let mut ids = HashMap::new();
    for node in doc.descendants().filter(Node::is_element) {
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_insert(node);
        }
    }
    let mut graph = Graph {
        ids,
        rules: styles.iter().flat_map(|s| css::rules(s)).collect(),
        costs: HashMap::new(),
    };
    // Our own look at the rules tries them on every element once.
    let elements = doc.descendants().filter(Node::is_element).count();
    if style_bytes > MAX_STYLE_BYTES || rules.saturating_mul(elements) > MAX_STYLE_TRIALS {
        return Err(too_complex("has a very long style sheet"));
    }
    let total = graph.cost(doc.root_element(), 0)?;
    // The style sheet is tried on each copy again.
    let trials = u64::try_from(rules).unwrap_or(u64::MAX).saturating_mul(total.elements);
    if trials > MAX_STYLE_TRIALS as u64 {
        return Err(too_complex("has a very long style sheet"));
    }
    Ok(())
}

impl<'a, 'i> Graph<'a, 'i> {
    fn cost(&mut self, node: Node<'a, 'i>, depth: u32) -> Result<Cost, Diagnostic> {
        let key = node.id().get_usize();
        match self.costs.get(&key) {
            Some(Some(cost)) => return bounded(*cost, depth),
            Some(None) => return Err(too_complex("refers to itself")),
            None => {}
        }
        bounded(Cost { depth: 1, ..Cost::default() }, depth)?;
        self.costs.insert(key, None);
        let bytes: usize = node.attributes().map(|a| a.name().len() + a.value().len()).sum();
        let mut sum = Cost { elements: 1, bytes: bytes as u64, depth: 1, ..Cost::default() };
        for child in node.children().filter(Node::is_element) {
            let child = self.cost(child, depth + 1)?;
            sum = bounded(sum.with(child, 1), depth)?;
        }
        let edges = self.edges(node);
        let heirs = if edges.is_empty() { Heirs::default() } else { heirs(node) };
        for (edge, id) in edges {
            let Some(target) = self.ids.get(id).copied() else { continue };
            if is_gradient(target) {
                continue;
            }
            let mut target = self.cost(target, depth + 1)?;
            target.references += 1;
            target.effects += u32::from(edge != Edge::Use);
            let times = match edge {
                Edge::Use | Edge::Effect => 1,
                Edge::Paint => heirs.elements,
                Edge::Marker => heirs.vertices,
            };
            sum = bounded(sum.with(target, times), depth)?;
        }
        self.costs.insert(key, Some(sum));
        Ok(sum)
    }

    /// What this element refers to, by attribute, style and style sheet.
    fn edges(&self, node: Node<'a, 'i>) -> Vec<(Edge, &'a str)> {
        let mut out = Vec::new();
        for attribute in node.attributes() {
            match attribute.name() {
                "href" => {
                    let edge = match node.tag_name().name() {
                        "linearGradient" | "radialGradient" | "a" | "textPath" | "tref" => continue,
                        "use" => Edge::Use,
                        _ => Edge::Effect,
                    };
                    out.extend(attribute.value().trim().strip_prefix('#').map(|id| (edge, id)));
                }
                "style" => {
                    // Attributes outlive this call, as do the ids in them.
                    let found = css::declarations(attribute_value(node, "style"));
                    out.extend(found.map(|(property, id)| (edge(property), id)));
                }
                name => {
                    let found = css::references(attribute_value(node, name));
                    out.extend(found.map(|id| (edge(name), id)));
                }
            }
        }
        for rule in self.rules.iter().filter(|r| r.may_match(node)) {
            out.extend(rule.references.iter().map(|(property, id)| (edge(property), *id)));
        }
        out
    }
}

/// Upper bounds of what inherits a property set on an element.
#[derive(Default)]
struct Heirs {
    elements: u64,
    vertices: u64,
}

fn heirs(node: Node<'_, '_>) -> Heirs {
    // A copy inherits too, and may be of anything: then the whole document counts.
    let copies = node.descendants().any(|n| n.tag_name().name() == "use");
    let root = if copies { node.document().root() } else { node };
    let mut out = Heirs { elements: 0, vertices: 4 };
    for n in root.descendants().filter(Node::is_element) {
        out.elements += 1;
        let points = n.attribute("d").or_else(|| n.attribute("points"));
        let numbers = points.map_or(4, |v| v.bytes().filter(|b| !b.is_ascii_digit()).count() + 2);
        out.vertices = out.vertices.saturating_add(numbers as u64);
    }
    out
}

fn attribute_value<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.attributes().find(|a| a.name() == name).map_or("", |a| a.value())
}

fn edge(property: &str) -> Edge {
    match property {
        "fill" | "stroke" => Edge::Paint,
        _ if property.starts_with("marker") => Edge::Marker,
        _ => Edge::Effect,
    }
}

fn is_gradient(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "linearGradient" | "radialGradient")
}

impl Cost {
    fn with(self, other: Self, times: u64) -> Self {
        Self {
            elements: self.elements.saturating_add(other.elements.saturating_mul(times)),
            bytes: self.bytes.saturating_add(other.bytes.saturating_mul(times)),
            effects: self.effects.max(other.effects),
            references: self.references.max(other.references),
            depth: self.depth.max(other.depth.saturating_add(1)),
        }
    }
}

/// The cost, if it is within the limits at this depth.
fn bounded(cost: Cost, depth: u32) -> Result<Cost, Diagnostic> {
    if cost.elements > MAX_EXPANDED || cost.bytes > MAX_SVG_BYTES as u64 {
        return Err(too_complex("repeats its parts too many times"));
    }
    if cost.effects > MAX_EFFECT_NESTING || cost.references > MAX_REFERENCE_NESTING {
        return Err(too_complex("nests masks, patterns or copies too deeply"));
    }
    if depth.saturating_add(cost.depth) > MAX_TOTAL_DEPTH {
        return Err(too_complex("nests masks, patterns or copies too deeply"));
    }
    Ok(cost)
}
