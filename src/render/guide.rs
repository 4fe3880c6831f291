//! The safe-zone guide: a drawing of the page's size on which the areas that
//! text covers are marked, for whoever paints a background.

use super::compose::Composed;
use super::scene::{Mark, Node, PathStroke, Scene, Tag};
use crate::template::{Color, ElementKind, Template};
use kurbo::{Affine, BezPath, Rect, Shape};
use std::sync::Arc;

const AREA: Color = Color { r: 0x1f, g: 0x4d, b: 0x3a, a: 0x2b };
const EDGE: Color = Color::rgb(0x1f, 0x4d, 0x3a);
const MARGIN: Color = Color::rgb(0xb0, 0x8d, 0x3e);
/// Printers cut within 5 mm of the edge: nothing important should lie there.
const MARGIN_MM: f32 = 5.0;

/// Marks where the texts of a laid-out template stand: their frames dashed, the
/// lines themselves shaded, the outer 5 mm outlined.
pub fn guide(template: &Template, composed: &Composed) -> Scene {
    let page = &template.page;
    let margin = f64::from(MARGIN_MM / 25.4 * page.dpi);
    let sheet = Rect::new(0.0, 0.0, page.width.into(), page.height.into());
    let mut nodes = vec![outline("Safe margin", Affine::IDENTITY, sheet.inset(-margin), MARGIN)];
    for node in &composed.scene.nodes {
        let element = node.element.as_deref().and_then(|id| template.element(id));
        let Some(element) = element else { continue };
        if !matches!(element.kind, ElementKind::Text(_) | ElementKind::Qr(_)) {
            continue;
        }
        let frame = Rect::new(0.0, 0.0, node.width.into(), node.height.into());
        let mut marked = outline(&element.name, node.transform, frame, EDGE);
        marked.marks.extend(areas(node).into_iter().map(|area| Mark::Path {
            path: area.to_path(0.1),
            fill: Some(AREA),
            stroke: None,
        }));
        nodes.push(marked);
    }
    Scene {
        width: page.width,
        height: page.height,
        dpi: page.dpi,
        title: format!("Safe zones of {}", template.name),
        language: template.language.clone(),
        paper: Some(Color::WHITE),
        nodes: nodes.into_iter().map(Arc::new).collect(),
    }
}

/// What a node covers: its lines of text, or all of it.
fn areas(node: &Node) -> Vec<Rect> {
    if node.lines.is_empty() {
        return vec![Rect::new(0.0, 0.0, node.width.into(), node.height.into())];
    }
    let line = |l: &super::scene::TextLine| {
        let (x, y, size) = (f64::from(l.x), f64::from(l.baseline), f64::from(l.size));
        Rect::new(x, y - size * 0.95, x + f64::from(l.width), y + size * 0.3)
    };
    node.lines.iter().map(line).collect()
}

fn outline(name: &str, transform: Affine, rect: Rect, color: Color) -> Node {
    let path: BezPath = rect.to_path(0.1);
    let stroke = PathStroke { color, width: 2.0, dash: vec![10.0, 6.0] };
    #[expect(clippy::cast_possible_truncation, reason = "px on a page")]
    Node {
        element: None,
        name: name.to_owned(),
        transform,
        width: rect.width() as f32,
        height: rect.height() as f32,
        opacity: 1.0,
        tag: Tag::Figure(name.to_owned()),
        dynamic: false,
        link: None,
        marks: vec![Mark::Path { path, fill: None, stroke: Some(stroke) }],
        lines: Vec::new(),
    }
}
