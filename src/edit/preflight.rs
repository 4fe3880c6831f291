//! What is wrong with where things stand: off the page, cut by its edge, over a
//! code that must be read.

use super::geometry::{bounds, page_rect};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::{Element, ElementKind, Template};
use kurbo::Rect;

/// So many px may reach over the edge: what rounding and bleed need.
const OVER_PX: f64 = 2.0;
/// A code is covered when more than this share of it is.
const COVERED: f64 = 0.02;

/// Warnings about the places of visible elements, bottom to top.
pub fn preflight(template: &Template) -> Diagnostics {
    let page = page_rect(&template.page);
    let seen: Vec<&Element> =
        template.elements.iter().filter(|e| !e.hidden && e.opacity > 0.0).collect();
    let mut out = Vec::new();
    for (index, element) in seen.iter().enumerate() {
        let own = bounds(&element.frame);
        let place = format!("elements.{}.frame", element.id);
        let on_page = own.intersect(page);
        if on_page.width() <= 0.0 || on_page.height() <= 0.0 {
            out.push(
                Diagnostic::warning(
                    "off-page",
                    place,
                    "It lies off the page, so it is in no file.",
                )
                .repair("Drag it back, or delete it."),
            );
            continue;
        }
        // Shapes and ornaments run over the edge on purpose.
        let must_be_whole = match &element.kind {
            ElementKind::Text(text) => !text.content.trim().is_empty(),
            ElementKind::Qr(qr) => !qr.content.trim().is_empty(),
            ElementKind::Image(_) | ElementKind::Shape(_) | ElementKind::Ornament(_) => false,
        };
        let over = own.union(page);
        if must_be_whole
            && (over.width() > page.width() + OVER_PX || over.height() > page.height() + OVER_PX)
        {
            out.push(
                Diagnostic::warning("cut-by-page", &place, "It reaches over the edge of the page.")
                    .repair("Move it in, or make it smaller."),
            );
        }
        if let ElementKind::Qr(qr) = &element.kind
            && !qr.content.trim().is_empty()
        {
            let over = seen.get(index + 1..).unwrap_or_default();
            let under = seen.get(..index).unwrap_or_default();
            let hides = over.iter().filter(|e| is_opaque(e)).find(|e| covers(own, e));
            // Words under a code with a ground of its own are lost themselves.
            let hidden = under
                .iter()
                .filter(|e| matches!(e.kind, ElementKind::Text(_) | ElementKind::Qr(_)))
                .find(|e| covers(own, e));
            if let Some(other) = hides.or(hidden) {
                let message = format!("The code and “{}” lie over each other.", other.name);
                out.push(
                    Diagnostic::warning("code-covered", place, message)
                        .repair("Move them apart, so that the code can be read."),
                );
            }
        }
    }
    out
}

/// Whether an element hides what lies under all of its frame.
fn is_opaque(element: &Element) -> bool {
    match &element.kind {
        ElementKind::Text(_) | ElementKind::Qr(_) => true,
        ElementKind::Image(image) => image.asset.is_some(),
        ElementKind::Shape(shape) => shape.fill.is_some_and(|fill| fill.a > 127),
        ElementKind::Ornament(_) => false,
    }
}

fn covers(code: Rect, other: &Element) -> bool {
    // A text's frame is mostly empty at its edges: only its middle counts.
    let frame = bounds(&other.frame);
    let frame = match other.kind {
        ElementKind::Text(_) => frame.inset((-frame.width() * 0.2, -frame.height() * 0.2)),
        _ => frame,
    };
    let both = code.intersect(frame);
    both.width() > 0.0
        && both.height() > 0.0
        && both.area() > COVERED * code.area().min(frame.area().max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Frame, classic, gallery};

    #[test]
    fn the_gallery_is_clean() {
        for entry in &gallery::ENTRIES {
            assert_eq!(preflight(&entry.template().unwrap()), vec![], "{}", entry.key);
        }
    }

    #[test]
    fn what_is_off_cut_or_covered_is_said() {
        let mut t = classic();
        let code = |t: &Template| {
            preflight(t).iter().map(|d| d.code.to_string()).collect::<Vec<_>>().join(" ")
        };
        t.elements[0].frame.x = 5000.0;
        assert_eq!(code(&t), "off-page");
        t.elements[0].hidden = true;
        assert_eq!(code(&t), "");
        t.elements[1].frame.x = 700.0;
        assert_eq!(code(&t), "cut-by-page");
        t.elements[1].frame.x = 250.0;
        let qr = serde_json::json!({ "id": "qr", "name": "QR", "frame": { "x": 700, "y": 420, "width": 190, "height": 190 }, "qr": { "content": "x" } });
        t.elements.push(serde_json::from_value(qr).unwrap());
        assert_eq!(code(&t), "code-covered");
        t.elements.last_mut().unwrap().frame = Frame::new(100.0, 100.0, 90.0, 90.0);
        assert_eq!(code(&t), "");
    }
}
