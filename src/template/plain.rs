//! A plain design for any field contract: what a certificate looks like until
//! somebody has designed it.

use super::{Field, FieldType, Template, parse};
use crate::diagnostic::Diagnostics;
use serde_json::{Value, json};

/// What is laid out for 1500 × 1050 px stands in the middle of A4.
const LEFT: f32 = 127.0;
const TOP: f32 = 95.0;

/// The field that is most likely the person's name.
fn name_field(fields: &[Field]) -> Option<&Field> {
    let named = |part: &str| {
        fields.iter().find(|f| f.kind == FieldType::Text && f.name.to_lowercase().contains(part))
    };
    named("recipient").or_else(|| named("learner")).or_else(|| named("name"))
}

/// A design with a title, the person's name in large letters, and every other
/// field with its label.
///
/// # Errors
/// What [`parse`] reports of the fields: names that are none.
pub fn plain(title: &str, fields: &[Field]) -> Result<Template, Diagnostics> {
    let name = name_field(fields);
    let text = |id: &str, frame: [f32; 4], content: &str, size: f32, bold: bool, colour: &str| {
        let [x, y, width, height] = frame;
        json!({
            "id": id, "name": id,
            "frame": { "x": x + LEFT, "y": y + TOP, "width": width, "height": height },
            "text": {
                "content": content,
                "style": {
                    "font": if bold { "Playfair Display" } else { "EB Garamond" },
                    "size": size, "weight": if bold { 700 } else { 400 },
                    "color": colour, "line_height": 1.2,
                },
                "align": { "horizontal": "center", "vertical": "middle" },
                "fit": { "overflow": "shrink-then-wrap", "min_size": 12, "max_lines": 2 },
            },
        })
    };
    // What there is stands in the middle of the page.
    let others = fields.iter().filter(|f| name.is_none_or(|name| name.name != f.name)).count();
    let columns = others.clamp(1, 3);
    #[expect(clippy::cast_precision_loss, reason = "at most four rows")]
    let top = 60.0 * (4 - others.min(12).div_ceil(columns)) as f32
        + if name.is_some() { 0.0 } else { 90.0 };
    let (ink, soft, accent) = ("#1a211e", "#47524d", "#1f5a41");
    // Braces in a title are words, not placeholders.
    let words = title.replace("{{", "{ {");
    let mut elements: Vec<Value> = vec![
        json!({
            "id": "frame", "name": "Frame",
            "frame": { "x": 60, "y": 60, "width": 1634, "height": 1120 },
            "shape": { "form": "rectangle", "stroke": { "color": accent, "width": 4 } },
        }),
        text("heading", [150.0, top + 70.0, 1200.0, 60.0], "Certificate", 40.0, false, soft),
        text("title", [150.0, top + 135.0, 1200.0, 130.0], &words, 72.0, true, accent),
    ];
    if let Some(name) = name {
        let content = format!("{{{{{}}}}}", name.name);
        elements.push(text(
            "awarded",
            [150.0, top + 295.0, 1200.0, 44.0],
            "awarded to",
            32.0,
            false,
            soft,
        ));
        elements.push(text(
            "recipient",
            [150.0, top + 345.0, 1200.0, 130.0],
            &content,
            80.0,
            true,
            ink,
        ));
    }
    let others: Vec<&Field> =
        fields.iter().filter(|f| name.is_none_or(|name| name.name != f.name)).take(12).collect();
    let below = if name.is_some() { top + 530.0 } else { top + 310.0 };
    #[expect(clippy::cast_precision_loss, reason = "at most twelve")]
    for (at, field) in others.iter().enumerate() {
        let width = 1240.0 / columns as f32;
        let x = 130.0 + width * (at % columns) as f32;
        let y = below + 120.0 * (at / columns) as f32;
        let label = if field.label.is_empty() { &field.name } else { &field.label };
        let label = label.replace("{{", "{ {");
        let value = match (field.kind, &field.format) {
            (FieldType::Date, None) => format!("{{{{{} | date: long}}}}", field.name),
            _ => format!("{{{{{}}}}}", field.name),
        };
        let frame = [x + 10.0, y, width - 20.0, 40.0];
        elements.push(text(&format!("label-{at}"), frame, &label, 28.0, false, soft));
        let frame = [x + 10.0, y + 40.0, width - 20.0, 54.0];
        elements.push(text(&format!("value-{at}"), frame, &value, 36.0, false, ink));
    }
    let design = json!({
        "format": "laureate-template", "version": 1, "name": title, "language": "en",
        "page": { "width": 1754, "height": 1240, "dpi": 150 },
        "background": { "color": "#ffffff" },
        "elements": elements,
        "fields": fields,
        "validity": { "kind": "text" },
    });
    parse(&design.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_shown_once() {
        let field = |name: &str, kind: FieldType| Field {
            name: name.into(),
            label: String::new(),
            kind,
            required: true,
            sample: String::new(),
            format: None,
            extra: Default::default(),
        };
        let fields = [
            field("score", FieldType::Number),
            field("recipient_name", FieldType::Text),
            field("completed_at", FieldType::Date),
        ];
        let text = super::super::write(&plain("A {{title}}", &fields).unwrap()).to_string();
        for name in ["{{score}}", "{{recipient_name}}", "{{completed_at | date: long}}"] {
            assert_eq!(text.matches(name).count(), 1, "{name}");
        }
        assert!(plain("Nothing", &[]).is_ok());
    }
}
