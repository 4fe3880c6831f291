//! What a drawing must not contain, and what is left out of it with a note.

use super::super::limits::{MAX_EMBEDDED, MAX_KERNEL, MAX_NUMBER};
use super::super::refuse;
use super::{css, too_complex};
use crate::diagnostic::{Diagnostic, Diagnostics};
use resvg::usvg::roxmltree::{Document, Node};

const XHTML: &str = "http://www.w3.org/1999/xhtml";
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";

/// Looks at every element and attribute.
///
/// # Errors
/// `svg-scripts`, `svg-foreign-content`, `svg-external`, `svg-embedded-picture`
/// or `svg-too-complex`.
pub(super) fn check(doc: &Document<'_>, notes: &mut Diagnostics) -> Result<(), Diagnostic> {
    let mut found = Found::default();
    for node in doc.descendants().filter(Node::is_element) {
        element(node, &mut found)?;
        for attribute in node.attributes() {
            check_attribute(
                node,
                attribute.name(),
                attribute.namespace(),
                attribute.value(),
                &mut found,
            )?;
        }
    }
    if found.embedded > MAX_EMBEDDED {
        return Err(too_complex(&format!("has more than {MAX_EMBEDDED} pictures inside")));
    }
    found.notes(notes);
    Ok(())
}

#[derive(Default)]
struct Found {
    text: bool,
    animation: bool,
    links: bool,
    embedded: usize,
}

impl Found {
    fn notes(&self, notes: &mut Diagnostics) {
        let mut warn = |found, code, message, repair| {
            if found {
                notes.push(Diagnostic::warning(code, "picture", message).repair(repair));
            }
        };
        warn(
            self.text,
            "svg-text-dropped",
            "This drawing has text that isn't turned into outlines; it isn't shown.",
            "Convert text to outlines in your drawing program, or add the text in the designer.",
        );
        warn(
            self.animation,
            "animation-dropped",
            "This drawing is animated; it is shown as it stands at the start.",
            "Save a still version if another moment should be shown.",
        );
        if self.links {
            notes.push(Diagnostic::info(
                "svg-links-dropped",
                "picture",
                "Links inside the drawing were left out.",
            ));
        }
    }
}

fn element(node: Node<'_, '_>, found: &mut Found) -> Result<(), Diagnostic> {
    let name = node.tag_name();
    let local = name.name();
    if local.eq_ignore_ascii_case("script") {
        return Err(scripts("a script"));
    }
    if name.namespace() == Some(XHTML) || (is_svg(node) && is_web_content(local)) {
        return Err(refuse(
            "svg-foreign-content",
            format!("This drawing contains web page content (<{local}>)."),
            "Save it from your drawing program as plain SVG, with text as outlines.",
        ));
    }
    // Illustrator leaves a <foreignObject> that holds nothing a browser would show.
    if local == "foreignObject"
        && node.descendants().any(|n| n.is_text() && !blank(n) || (n != node && is_svg(n)))
    {
        return Err(refuse(
            "svg-foreign-content",
            "This drawing contains web page content (<foreignObject>).",
            "Save it from your drawing program as plain SVG, with text as outlines.",
        ));
    }
    match local {
        "text" if is_svg(node) => {
            found.text |= node.descendants().any(|n| n.is_text() && !blank(n));
        }
        "animate" | "animateTransform" | "animateMotion" | "animateColor" | "set"
            if is_svg(node) =>
        {
            found.animation = true;
        }
        // The reader multiplies the two before anyone could look at them.
        "feConvolveMatrix" if is_svg(node) => {
            let order = node.attribute("order").unwrap_or_default();
            let sides = order.split([' ', ',', '\t', '\n']).filter_map(|n| n.parse::<f64>().ok());
            if sides.into_iter().any(|n| n > f64::from(MAX_KERNEL)) {
                return Err(too_complex(&format!(
                    "has a convolution larger than {MAX_KERNEL}×{MAX_KERNEL}"
                )));
            }
        }
        "style" => {
            for text in node.children().filter_map(|n| n.text()) {
                css::check_addresses(text, true)?;
                check_numbers(text, false)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn check_attribute(
    node: Node<'_, '_>,
    name: &str,
    namespace: Option<&str>,
    value: &str,
    found: &mut Found,
) -> Result<(), Diagnostic> {
    let lower = name.to_ascii_lowercase();
    if namespace.is_none() && lower.len() > 2 && lower.starts_with("on") {
        return Err(scripts(&format!("a script that runs by itself ({name})")));
    }
    let start: String =
        value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect();
    if start.eq_ignore_ascii_case("javascript:") {
        return Err(scripts("a link that runs a script"));
    }
    // Editors note addresses of their own in their own elements; those are dropped.
    if !is_svg(node) {
        return Ok(());
    }
    if lower == "href" || lower == "src" {
        return address(node, value.trim(), found);
    }
    css::check_addresses(value, false)?;
    let own = namespace.is_some() || matches!(lower.as_str(), "id" | "class" | "lang");
    if !own && !lower.starts_with("data-") && !lower.starts_with("aria-") {
        check_numbers(value, matches!(lower.as_str(), "d" | "points"))?;
    }
    Ok(())
}

/// Where an element points to: only within the drawing, or to a picture inside it.
fn address(node: Node<'_, '_>, value: &str, found: &mut Found) -> Result<(), Diagnostic> {
    let local = node.tag_name().name();
    if value.is_empty() || value.starts_with('#') {
        return Ok(());
    }
    if local == "a" {
        found.links = true;
        return Ok(());
    }
    let pictures = matches!(local, "image" | "feImage");
    let Some(data) = value.get(..5).filter(|s| s.eq_ignore_ascii_case("data:")).and(value.get(5..))
    else {
        return Err(external(value));
    };
    let mime = data.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    if pictures && matches!(mime.as_str(), "image/png" | "image/jpeg" | "image/jpg" | "image/webp")
    {
        found.embedded += 1;
        return Ok(());
    }
    Err(refuse(
        "svg-embedded-picture",
        format!("This drawing contains something of the type “{}” inside.", short(&mime)),
        "Embed only PNG, JPEG or WebP pictures, or draw the parts as shapes.",
    ))
}

/// Numbers so large that arithmetic on them overflows. In path data every letter
/// is a command; elsewhere names and colours may hold digits that are no numbers.
fn check_numbers(value: &str, path: bool) -> Result<(), Diagnostic> {
    let bytes = value.as_bytes();
    let byte = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let mut at = 0;
    while at < bytes.len() {
        if !byte(at).is_ascii_digit() {
            let word = byte(at).is_ascii_alphabetic() || matches!(byte(at), b'#' | b'_');
            at += 1;
            while word && !path && (byte(at).is_ascii_alphanumeric() || byte(at) == b'_') {
                at += 1;
            }
            continue;
        }
        let start = at;
        while byte(at).is_ascii_digit() || byte(at) == b'.' {
            at += 1;
        }
        if matches!(byte(at), b'e' | b'E') {
            let sign = usize::from(matches!(byte(at + 1), b'+' | b'-'));
            if byte(at + 1 + sign).is_ascii_digit() {
                at += 1 + sign;
                while byte(at).is_ascii_digit() {
                    at += 1;
                }
            }
        }
        let number = value.get(start..at).unwrap_or_default();
        // "1.2.3e9" is two numbers in a path; the last one is what may be large.
        let parsed = number.parse::<f64>().or_else(|_| {
            let cut = number.rfind('.').unwrap_or_default();
            let whole = number.split('.').next().unwrap_or_default();
            let last = number.get(cut..).unwrap_or_default().parse::<f64>()?;
            whole.parse::<f64>().map(|first| first.max(last))
        });
        if parsed.is_ok_and(|n| n > MAX_NUMBER) {
            return Err(too_complex(&format!(
                "uses the number {}, far beyond any page",
                short(number)
            )));
        }
    }
    Ok(())
}

pub(super) fn is_svg(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().namespace(), None | Some(SVG))
}

fn is_web_content(local: &str) -> bool {
    const NAMES: [&str; 6] = ["iframe", "object", "embed", "audio", "video", "canvas"];
    NAMES.iter().any(|name| local.eq_ignore_ascii_case(name))
}

fn blank(node: Node<'_, '_>) -> bool {
    node.text().unwrap_or_default().trim().is_empty()
}

fn scripts(what: &str) -> Diagnostic {
    refuse(
        "svg-scripts",
        format!("This drawing contains {what}."),
        "Save it from your drawing program as plain SVG, or export it as PNG.",
    )
}

/// The refusal of a reference to another file, quoting it.
pub(super) fn external(address: &str) -> Diagnostic {
    refuse(
        "svg-external",
        format!("This drawing needs another file: “{}”.", short(address)),
        "Embed linked pictures in your drawing program, and convert text to outlines so that no web font is needed.",
    )
}

/// At most 60 characters of a quotation.
fn short(text: &str) -> String {
    let mut quoted: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if text.chars().nth(60).is_some() {
        quoted.push('…');
    }
    quoted
}
