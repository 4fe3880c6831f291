//! The little of style sheets that the gate must understand: addresses, and
//! which elements a rule may give a reference to.

use super::content::external;
use crate::diagnostic::Diagnostic;
use resvg::usvg::roxmltree::Node;

/// Refuses addresses outside the drawing in a style sheet or a style value.
///
/// # Errors
/// `svg-external`.
pub(super) fn check_addresses(text: &str, sheet: bool) -> Result<(), Diagnostic> {
    let lower = text.to_ascii_lowercase();
    if sheet && let Some(at) = lower.find("@import") {
        return Err(external(
            text.get(at..).unwrap_or_default().lines().next().unwrap_or_default(),
        ));
    }
    for inside in lower.split("url(").skip(1) {
        let address = inside.trim_start().trim_start_matches(['"', '\'']).trim_start();
        // Fonts embedded in a sheet are not used, so they need not be looked at.
        if !(address.starts_with('#') || (sheet && address.starts_with("data:"))) {
            return Err(external(address.split([')', '"', '\'']).next().unwrap_or_default()));
        }
    }
    Ok(())
}

/// The ids that a value refers to by `url(#id)`.
pub(super) fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|inside| {
        let inside = inside.trim_start().trim_start_matches(['"', '\'']).trim_start();
        let id = inside.strip_prefix('#')?;
        let end = id.find([')', '"', '\''])?;
        id.get(..end).map(str::trim)
    })
}

/// A rule with references, and whom it may apply to.
pub(super) struct Rule<'a> {
    /// Last parts of its selectors: `.class`, `#id`, a name, or `*`.
    selectors: Vec<&'a str>,
    /// The ids it refers to, with the property's name.
    pub references: Vec<(&'a str, &'a str)>,
}

/// The rules of a style sheet that refer to anything, read generously: what isn't
/// understood is taken to apply. They serve to bound work, not to style.
pub(super) fn rules(text: &str) -> Vec<Rule<'_>> {
    let mut out = Vec::new();
    for block in text.split('}') {
        let Some((head, body)) = block.rsplit_once('{') else { continue };
        let references: Vec<_> = declarations(body).collect();
        if references.is_empty() {
            continue;
        }
        let head = head.rsplit(['{', ';']).next().unwrap_or(head);
        let head = head.rsplit("*/").next().unwrap_or(head);
        let selectors = head
            .split(',')
            .map(|s| s.rsplit([' ', '>', '+', '~', '\n', '\t']).find(|s| !s.is_empty()))
            .map(|s| s.unwrap_or("*").trim())
            .collect();
        out.push(Rule { selectors, references });
    }
    out
}

/// References in `property: value; …`, as property and id.
pub(super) fn declarations(body: &str) -> impl Iterator<Item = (&str, &str)> {
    body.split(';').filter_map(|d| d.split_once(':')).flat_map(|(property, value)| {
        let property = property.rsplit("*/").next().unwrap_or(property).trim();
        references(value).map(move |id| (property, id))
    })
}

impl Rule<'_> {
    /// Whether the rule may apply to this element.
    pub(super) fn may_match(&self, node: Node<'_, '_>) -> bool {
        let classes = node.attribute("class").unwrap_or_default();
        self.selectors.iter().any(|selector| {
            if let Some(class) = selector.strip_prefix('.')
                && is_name(class)
            {
                return classes.split_whitespace().any(|c| c == class);
            }
            if let Some(id) = selector.strip_prefix('#')
                && is_name(id)
            {
                return node.attribute("id") == Some(id);
            }
            !is_name(selector) || *selector == node.tag_name().name()
        })
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}
