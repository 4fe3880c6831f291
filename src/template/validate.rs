//! Faults that the types let through: ranges, references, sizes.

use super::{Element, ElementKind, FieldType, Frame, Template, TextBox, Validity};
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::{BTreeMap, BTreeSet};

/// The longest side of a page in px. 8192 px at 300 dpi is 69 cm; a picture of
/// that size is 256 MiB in memory, near what a browser tab bears.
pub const MAX_PAGE_PX: f32 = 8192.0;
/// How far from the page's corner, and how large, a frame may be in px.
pub const MAX_FRAME_PX: f32 = MAX_PAGE_PX * 4.0;
/// The most guides in one direction.
pub const MAX_GUIDES: usize = 200;
/// The most groups within one another.
pub const MAX_GROUP_DEPTH: usize = 8;
/// The most elements on a page.
pub const MAX_ELEMENTS: usize = 2000;
/// The longest text of an element in characters.
pub const MAX_TEXT_CHARS: usize = 20_000;

/// What the page calls the background, so that no element may be called it.
const RESERVED_ID: &str = "background";

/// Whether the words can be an id or a field's name: letters, digits, `_`, `-`
/// and `.`, at least one.
pub fn is_plain_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    !name.is_empty() && name.chars().all(plain)
}

/// Every fault of a template, errors and warnings. Placeholders are checked by
/// [`crate::field::check`].
pub fn validate(template: &Template) -> Diagnostics {
    let mut out = Out(Vec::new());
    out.range("page.width", template.page.width, 1.0, MAX_PAGE_PX, "px");
    out.range("page.height", template.page.height, 1.0, MAX_PAGE_PX, "px");
    out.range("page.dpi", template.page.dpi, 18.0, 2400.0, "dpi");
    if template.elements.len() > MAX_ELEMENTS {
        let n = template.elements.len();
        out.0.push(
            Diagnostic::error(
                "too-many-elements",
                "elements",
                format!("The page has {n} elements; {MAX_ELEMENTS} is the most."),
            )
            .repair("Delete elements, or merge drawings into one SVG picture."),
        );
    }
    if let Some(picture) = &template.background.picture {
        out.asset(template, "background.picture", picture);
    }
    let mut ids = BTreeSet::new();
    for element in &template.elements {
        let place = format!("elements.{}", element.id);
        if element.id.is_empty() || !ids.insert(element.id.as_str()) {
            out.0.push(
                Diagnostic::error(
                    "duplicate-id",
                    &place,
                    format!("More than one element has the id `{}`.", element.id),
                )
                .repair("Give each element an id of its own."),
            );
        }
        let plain = element.id.is_empty() || is_plain_name(&element.id);
        if !plain || element.id == RESERVED_ID {
            out.0.push(
                Diagnostic::error(
                    "bad-id",
                    &place,
                    format!("`{}` cannot be an element's id.", element.id),
                )
                .repair("Use letters, digits, `_`, `-` and `.`, and not `background`."),
            );
        }
        check_element(&mut out, template, element, &place);
    }
    check_guides(&mut out, template);
    check_groups(&mut out, template);
    check_fields(&mut out, template);
    out.0
}

fn check_guides(out: &mut Out, template: &Template) {
    let page = &template.page;
    for (name, lines) in
        [("horizontal", &page.guides.horizontal), ("vertical", &page.guides.vertical)]
    {
        let place = format!("page.guides.{name}");
        if lines.len() > MAX_GUIDES {
            let n = lines.len();
            out.0.push(
                Diagnostic::error(
                    "too-many-guides",
                    &place,
                    format!("The page has {n} {name} guides; {MAX_GUIDES} is the most."),
                )
                .repair("Delete guides."),
            );
        }
        for line in lines {
            out.range(&place, *line, -MAX_FRAME_PX, MAX_FRAME_PX, "px");
        }
    }
    if let Some(m) = &page.margins {
        for (name, margin) in
            [("top", m.top), ("right", m.right), ("bottom", m.bottom), ("left", m.left)]
        {
            out.range(&format!("page.margins.{name}"), margin, 0.0, MAX_PAGE_PX, "px");
        }
    }
}

fn check_groups(out: &mut Out, template: &Template) {
    let mut members: BTreeMap<&str, usize> = BTreeMap::new();
    for element in &template.elements {
        let Some(path) = &element.group else { continue };
        let depth = path.split('/').count();
        if depth > MAX_GROUP_DEPTH || path.split('/').any(|name| name.trim().is_empty()) {
            out.0.push(
                Diagnostic::error(
                    "bad-group",
                    format!("elements.{}.group", element.id),
                    format!("`{path}` is not a path of at most {MAX_GROUP_DEPTH} groups."),
                )
                .repair("Write the groups' names from the outermost in, parted by `/`."),
            );
        }
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for group in ends.take(MAX_GROUP_DEPTH).filter_map(|end| path.get(..end)) {
            *members.entry(group).or_default() += 1;
        }
    }
    for (group, count) in members {
        if count == 1 {
            out.0.push(
                Diagnostic::info(
                    "lonely-group",
                    format!("groups.{group}"),
                    format!("The group `{group}` has only one element."),
                )
                .repair("Ungroup it, or add elements to it."),
            );
        }
    }
}

fn check_element(out: &mut Out, template: &Template, element: &Element, place: &str) {
    check_frame(out, template, &element.frame, place);
    out.range(&format!("{place}.opacity"), element.opacity, 0.0, 1.0, "");
    match &element.kind {
        ElementKind::Text(text) => check_text(out, text, &format!("{place}.text")),
        ElementKind::Image(image) => {
            if let Some(asset) = &image.asset {
                out.asset(template, &format!("{place}.image.asset"), asset);
            }
            out.range(&format!("{place}.image.radius"), image.radius, 0.0, MAX_PAGE_PX, "px");
            if let Some(crop) = image.crop.filter(|crop| crop.clamped() != *crop) {
                let place = format!("{place}.image.crop");
                let part = format!("{} {} {} {}", crop.x, crop.y, crop.width, crop.height);
                out.0.push(
                    Diagnostic::warning(
                        "bad-crop",
                        place,
                        format!("{part} is no part of a picture."),
                    )
                    .repair("Give x, y, width and height in shares from 0 to 1."),
                );
            }
        }
        ElementKind::Qr(qr) => {
            if qr.content.trim().is_empty() {
                out.0.push(
                    Diagnostic::warning(
                        "empty-qr",
                        format!("{place}.qr.content"),
                        "The QR code says nothing.",
                    )
                    .repair("Type the address or text that scanning should give."),
                );
            }
            if qr.quiet_zone < 4 {
                out.0.push(
                    Diagnostic::warning(
                        "narrow-quiet-zone",
                        format!("{place}.qr.quiet_zone"),
                        format!("The margin is {} modules; some scanners need 4.", qr.quiet_zone),
                    )
                    .repair("Set the quiet zone to 4 modules."),
                );
            }
        }
        ElementKind::Shape(shape) => {
            out.range(&format!("{place}.shape.radius"), shape.radius, 0.0, MAX_PAGE_PX, "px");
            if let Some(stroke) = &shape.stroke {
                let at = format!("{place}.shape.stroke.width");
                out.range(&at, stroke.width, 0.0, MAX_PAGE_PX, "px");
            }
        }
        ElementKind::Ornament(ornament) => {
            let at = format!("{place}.ornament.weight");
            out.range(&at, ornament.weight, 0.0, MAX_PAGE_PX, "px");
        }
    }
}

fn check_frame(out: &mut Out, template: &Template, frame: &Frame, place: &str) {
    let far = MAX_FRAME_PX;
    out.range(&format!("{place}.frame.x"), frame.x, -far, far, "px");
    out.range(&format!("{place}.frame.y"), frame.y, -far, far, "px");
    out.range(&format!("{place}.frame.width"), frame.width, 0.0, far, "px");
    out.range(&format!("{place}.frame.height"), frame.height, 0.0, far, "px");
    out.range(&format!("{place}.frame.rotation"), frame.rotation, -3600.0, 3600.0, "degrees");
    let page = &template.page;
    let half_diagonal = frame.width.hypot(frame.height) / 2.0;
    let (cx, cy) = (frame.x + frame.width / 2.0, frame.y + frame.height / 2.0);
    if cx + half_diagonal < 0.0
        || cy + half_diagonal < 0.0
        || cx - half_diagonal > page.width
        || cy - half_diagonal > page.height
    {
        out.0.push(
            Diagnostic::warning(
                "off-page",
                format!("{place}.frame"),
                "The element lies outside the page and is in no output.",
            )
            .repair("Move it onto the page, or delete it."),
        );
    }
}

fn check_text(out: &mut Out, text: &TextBox, place: &str) {
    let chars = text.content.chars().count();
    if chars > MAX_TEXT_CHARS {
        out.0.push(
            Diagnostic::error(
                "text-too-long",
                format!("{place}.content"),
                format!("The text has {chars} characters; {MAX_TEXT_CHARS} is the most."),
            )
            .repair("Shorten the text."),
        );
    }
    let style = &text.style;
    out.range(&format!("{place}.style.size"), style.size, 1.0, 2000.0, "px");
    out.range(&format!("{place}.style.weight"), f32::from(style.weight), 1.0, 1000.0, "");
    out.range(&format!("{place}.style.line_height"), style.line_height, 0.5, 5.0, "");
    out.range(&format!("{place}.style.letter_spacing"), style.letter_spacing, -500.0, 5000.0, "‰");
    if let Some(min) = text.fit.min_size {
        out.range(&format!("{place}.fit.min_size"), min, 1.0, style.size.max(1.0), "px");
    }
    if text.fit.max_lines == Some(0) {
        out.0.push(
            Diagnostic::error(
                "out-of-range",
                format!("{place}.fit.max_lines"),
                "A text needs at least one line.",
            )
            .repair("Set the maximum to 1 or more."),
        );
    }
}

fn check_fields(out: &mut Out, template: &Template) {
    let mut names = BTreeSet::new();
    for field in &template.fields {
        let place = format!("fields.{}", field.name);
        if !is_plain_name(&field.name) {
            out.0.push(
                Diagnostic::error(
                    "bad-field-name",
                    &place,
                    format!("`{}` cannot be a field's name.", field.name),
                )
                .repair("Use letters, digits, `_`, `-` and `.` only."),
            );
        }
        if !names.insert(field.name.as_str()) {
            out.0.push(
                Diagnostic::error(
                    "duplicate-field",
                    &place,
                    format!("More than one field is called `{}`.", field.name),
                )
                .repair("Rename one of them."),
            );
        }
    }
    if let Validity::Months { months, from } = &template.validity {
        #[expect(clippy::cast_precision_loss, reason = "only its range matters")]
        out.range("validity.months", *months as f32, 1.0, 1200.0, "months");
        let kind = template.field(from).map(|f| f.kind);
        if kind != Some(FieldType::Date) {
            out.0.push(
                Diagnostic::error(
                    "validity-start",
                    "validity.from",
                    format!("The validity period starts from `{from}`, which is not a date field."),
                )
                .repair("Choose a date field, or add one."),
            );
        }
    }
}

struct Out(Diagnostics);

impl Out {
    fn range(&mut self, place: &str, value: f32, min: f32, max: f32, unit: &str) {
        // Written so that NaN fails as well.
        if value >= min && value <= max {
            return;
        }
        let space = if unit.is_empty() { "" } else { " " };
        self.0.push(
            Diagnostic::error(
                "out-of-range",
                place,
                format!("{value}{space}{unit} is outside {min} to {max}{space}{unit}."),
            )
            .repair(format!("Use a value from {min} to {max}.")),
        );
    }

    fn asset(&mut self, template: &Template, place: &str, id: &super::AssetId) {
        if template.assets.contains_key(id) && id.is_well_formed() {
            return;
        }
        self.0.push(
            Diagnostic::error(
                "unknown-picture",
                place,
                "The template names a picture that it does not describe.",
            )
            .repair("Choose the picture again."),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Fit, classic};

    #[test]
    fn the_classic_certificate_has_no_fault() {
        assert_eq!(validate(&classic()), vec![]);
    }

    #[test]
    fn groups_guides_and_margins_are_checked() {
        let mut t = classic();
        t.elements[0].group = Some("Top/Inner".into());
        t.elements[1].group = Some("Top".into());
        t.elements[2].group = Some("a//b".into());
        t.page.guides.vertical = vec![f32::INFINITY];
        t.page.margins = Some(crate::template::Margins { left: -1.0, ..Default::default() });
        let found = validate(&t);
        let at = |code: &'static str| {
            found.iter().filter(move |d| d.code == code).map(|d| d.path.as_str())
        };
        assert_eq!(at("bad-group").collect::<Vec<_>>(), ["elements.recipient.group"]);
        assert!(at("lonely-group").any(|p| p == "groups.Top/Inner"));
        assert!(at("lonely-group").all(|p| p != "groups.Top"));
        let out: Vec<_> = at("out-of-range").collect();
        assert_eq!(out, ["page.guides.vertical", "page.margins.left"]);
    }

    #[test]
    fn every_fault_has_code_place_and_repair() {
        let mut t = classic();
        t.page.width = f32::NAN;
        t.page.dpi = 0.0;
        t.background.picture = Some(crate::template::AssetId("nope".into()));
        let copy = t.elements[0].clone();
        t.elements.push(copy);
        t.elements[1].frame.x = -30_000.0;
        t.elements[1].opacity = 2.0;
        if let ElementKind::Text(text) = &mut t.elements[2].kind {
            text.content = "x".repeat(MAX_TEXT_CHARS + 1);
            text.style.size = -3.0;
            text.fit = Fit { max_lines: Some(0), ..text.fit };
        }
        t.elements[3].id = "a\"><b".into();
        t.fields[0].name = "a b".into();
        t.validity = Validity::Months { months: 0, from: "nowhere".into() };
        let found = validate(&t);
        let codes: BTreeSet<_> = found.iter().map(|d| d.code.to_string()).collect();
        for code in [
            "out-of-range",
            "unknown-picture",
            "duplicate-id",
            "bad-id",
            "off-page",
            "text-too-long",
            "bad-field-name",
            "validity-start",
        ] {
            assert!(codes.contains(code), "{code} in {codes:?}");
        }
        assert!(found.iter().all(|d| d.repair.is_some() && !d.path.is_empty()));
    }
}
