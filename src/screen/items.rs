//! What can be put on the page, with sizes and looks that suit the page.

use crate::edit::element;
use crate::edit::geometry::{bounds, page_rect};
use crate::locale::mark;
use crate::template::{
    Align, Color, Element, ElementKind, Extra, Fit, Frame, Horizontal, Image, Ornament,
    OrnamentForm, Overflow, PictureFit, Qr, QrLevel, Shape, ShapeForm, Stroke, Template, TextBox,
    TextRole, TextStyle, Vertical,
};
use kurbo::{Rect, Vec2};

/// Something to put on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Heading,
    Name,
    Body,
    Logo,
    Signature,
    Qr,
    Rectangle,
    Ellipse,
    Line,
    Frame,
    Ornament(OrnamentForm),
}

/// The ink of new things: a deep green that suits paper.
const INK: Color = Color::rgb(0x1f, 0x4d, 0x3a);
const GOLD: Color = Color::rgb(0xb0, 0x8d, 0x3e);
const SOFT: Color = Color::rgb(0x4c, 0x57, 0x52);

impl Item {
    pub(crate) const TEXTS: [Self; 3] = [Self::Heading, Self::Name, Self::Body];
    pub(crate) const SLOTS: [Self; 3] = [Self::Logo, Self::Signature, Self::Qr];
    pub(crate) const SHAPES: [Self; 4] = [Self::Rectangle, Self::Ellipse, Self::Line, Self::Frame];

    /// What people call it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Heading => mark!("Heading"),
            Self::Name => mark!("Recipient’s name"),
            Self::Body => mark!("Text"),
            Self::Logo => mark!("Logo"),
            Self::Signature => mark!("Signature"),
            Self::Qr => mark!("QR code"),
            Self::Rectangle => mark!("Rectangle"),
            Self::Ellipse => mark!("Ellipse"),
            Self::Line => mark!("Line"),
            Self::Frame => mark!("Frame"),
            Self::Ornament(form) => match form {
                OrnamentForm::BorderLines => mark!("Border, two lines"),
                OrnamentForm::BorderCorners => mark!("Border, stepped corners"),
                OrnamentForm::BorderGuilloche => mark!("Border, guilloche"),
                OrnamentForm::Seal => mark!("Seal"),
                OrnamentForm::Award => mark!("Award"),
                OrnamentForm::Rosette => mark!("Rosette"),
                OrnamentForm::Ribbon => mark!("Ribbon"),
                OrnamentForm::Laurel => mark!("Laurel"),
                OrnamentForm::Divider => mark!("Divider"),
                OrnamentForm::Flourish => mark!("Flourish"),
            },
        }
    }

    /// Its name while it is dragged.
    pub(crate) fn key(self) -> String {
        format!("{self:?}")
    }

    /// The item of that name.
    pub(crate) fn by_key(key: &str) -> Option<Self> {
        let all = Self::TEXTS.into_iter().chain(Self::SLOTS).chain(Self::SHAPES);
        all.chain(OrnamentForm::ALL.map(Self::Ornament)).find(|item| item.key() == key)
    }

    /// The elements that it is, about a point of the page or in its middle.
    pub(crate) fn elements(self, template: &Template, at: Option<(f32, f32)>) -> Vec<Element> {
        let page = &template.page;
        let (w, h) = (page.width, page.height);
        // Sizes for a page of 1500 px, smaller or larger with the page.
        let u = w.min(h * 1.43).max(1.0) / 1500.0;
        let mut out = match self {
            Self::Heading => vec![text(
                HEADING,
                "Playfair Display",
                (80.0 * u, 700),
                frame(w * 0.8, 120.0 * u),
                TextRole::Title,
                INK,
            )],
            Self::Name => {
                // The field comes along where the template has none yet.
                let name = "{{recipient_name}}";
                let mut element = text(
                    name,
                    "EB Garamond",
                    (72.0 * u, 400),
                    frame(w * 0.7, 110.0 * u),
                    TextRole::Heading,
                    INK,
                );
                element.name = "Recipient".into();
                vec![element]
            }
            Self::Body => vec![new_text(template, BODY)],
            Self::Logo => {
                let image = Image { fit: PictureFit::Contain, ..Image::default() };
                let mut element = element(ElementKind::Image(image), frame(260.0 * u, 130.0 * u));
                element.name = "Logo".into();
                vec![element]
            }
            Self::Signature => signature(template, u),
            Self::Qr => {
                let mut content = "https://example.org/verify/".to_owned();
                if template.field("certificate_number").is_some() {
                    content.push_str("{{certificate_number}}");
                }
                let qr = Qr {
                    content,
                    level: QrLevel::Medium,
                    quiet_zone: 4,
                    color: Color::BLACK,
                    background: Some(Color::WHITE),
                    extra: Extra::new(),
                };
                vec![element(ElementKind::Qr(qr), frame(190.0 * u, 190.0 * u))]
            }
            Self::Rectangle => vec![shape(ShapeForm::Rectangle, frame(320.0 * u, 200.0 * u), 0.0)],
            Self::Ellipse => vec![shape(ShapeForm::Ellipse, frame(240.0 * u, 240.0 * u), 0.0)],
            Self::Line => {
                let mut line = shape(ShapeForm::Line, frame(400.0 * u, 20.0 * u), 0.0);
                if let ElementKind::Shape(shape) = &mut line.kind {
                    shape.fill = None;
                    shape.stroke = Some(stroke(3.0 * u));
                }
                vec![line]
            }
            Self::Frame => {
                let around = Frame::new(40.0 * u, 40.0 * u, w - 80.0 * u, h - 80.0 * u);
                let mut frame = shape(ShapeForm::Rectangle, around, 18.0 * u);
                frame.name = "Frame".into();
                if let ElementKind::Shape(shape) = &mut frame.kind {
                    shape.fill = None;
                    shape.stroke = Some(stroke(6.0 * u));
                }
                return vec![frame];
            }
            Self::Ornament(form) => vec![ornament(form, w, h, u)],
        };
        let around = crate::edit::geometry::union(out.iter().map(|e| &e.frame));
        let Some(around) = around else { return out };
        let is_border = matches!(self, Self::Ornament(form) if is_border(form));
        if is_border {
            return out;
        }
        let (x, y) = at.unwrap_or((w / 2.0, h / 2.0));
        #[expect(clippy::cast_possible_truncation, reason = "px on a page")]
        let (mut dx, mut dy) =
            ((f64::from(x) - around.center().x) as f32, (f64::from(y) - around.center().y) as f32);
        if at.is_none() {
            (dx, dy) = free_place(template, around, (dx, dy));
        }
        for element in &mut out {
            element.frame.x = (element.frame.x + dx).round();
            element.frame.y = (element.frame.y + dy).round();
        }
        out
    }
}

/// Where nothing lies yet, as near to the middle as there is; in the middle, a
/// little beside what was put there before, where the page is full.
fn free_place(template: &Template, around: Rect, middle: (f32, f32)) -> (f32, f32) {
    let (w, h) = (template.page.width, template.page.height);
    let whole = f64::from(w) * f64::from(h);
    let taken: Vec<Rect> = template
        .elements
        .iter()
        .filter(|e| !e.hidden)
        .map(|e| bounds(&e.frame))
        // Borders and grounds are there to have things on them.
        .filter(|r| r.area() < whole * 0.6)
        .collect();
    let edge = f64::from(w.min(h)) * 0.06;
    let inside = page_rect(&template.page).inset(-edge);
    let lies = |dx: f32, dy: f32| around + Vec2::new(f64::from(dx), f64::from(dy));
    let free = |at: Rect| {
        inside.contains(at.origin())
            && inside.contains(at.origin() + at.size().to_vec2())
            && !taken.iter().any(|other| {
                let both = other.intersect(at);
                both.width() > 1.0 && both.height() > 1.0
            })
    };
    let mut best: Option<((f32, f32), f32)> = None;
    for row in -20_i16..=20 {
        for column in -10_i16..=10 {
            let (x, y) = (f32::from(column) * w / 24.0, f32::from(row) * h / 44.0);
            // Below rather than beside: certificates are read downwards.
            let far = (x * 1.6).hypot(y) + if y < 0.0 { h * 0.02 } else { 0.0 };
            let (dx, dy) = (middle.0 + x, middle.1 + y);
            if best.is_none_or(|(_, least)| far < least) && free(lies(dx, dy)) {
                best = Some(((dx, dy), far));
            }
        }
    }
    if let Some((place, _)) = best {
        return place;
    }
    let (mut dx, mut dy) = middle;
    let same = |dx: f32, dy: f32| {
        let at = lies(dx, dy);
        taken.iter().any(|r| (r.x0 - at.x0).abs() < 1.0 && (r.y0 - at.y0).abs() < 1.0)
    };
    let step = w / 60.0;
    while same(dx, dy) && dx < w && dy < h {
        (dx, dy) = (dx + step, dy + step);
    }
    (dx, dy)
}

/// Words that new things come with: typed over as a whole.
const STARTERS: [&str; 3] = [BODY, SIGNATORY, ROLE];
const BODY: &str = "Write something here";
const SIGNATORY: &str = "Name of the signatory";
const ROLE: &str = "Role";
const HEADING: &str = "Certificate";

/// Whether a text still says what it came with.
pub(crate) fn is_starter(words: &str) -> bool {
    STARTERS.contains(&words)
}

fn is_border(form: OrnamentForm) -> bool {
    matches!(
        form,
        OrnamentForm::BorderLines | OrnamentForm::BorderCorners | OrnamentForm::BorderGuilloche
    )
}

fn frame(width: f32, height: f32) -> Frame {
    Frame::new(0.0, 0.0, width.round(), height.round())
}

fn stroke(width: f32) -> Stroke {
    Stroke { color: INK, width: width.max(1.0).round(), dash: Vec::new() }
}

fn shape(form: ShapeForm, frame: Frame, radius: f32) -> Element {
    let shape = Shape {
        form,
        fill: Some(Color::rgb(0xdb, 0xe8, 0xe0)),
        stroke: None,
        radius: radius.round(),
        alt: String::new(),
        extra: Extra::new(),
    };
    element(ElementKind::Shape(shape), frame)
}

fn ornament(form: OrnamentForm, w: f32, h: f32, u: f32) -> Element {
    let (width, height) = match form {
        _ if is_border(form) => (w - 80.0 * u, h - 80.0 * u),
        OrnamentForm::Seal | OrnamentForm::Rosette => (200.0 * u, 200.0 * u),
        OrnamentForm::Award => (190.0 * u, 270.0 * u),
        OrnamentForm::Laurel => (280.0 * u, 260.0 * u),
        OrnamentForm::Ribbon => (560.0 * u, 110.0 * u),
        _ => (420.0 * u, 48.0 * u),
    };
    let mut at = frame(width, height);
    if is_border(form) {
        (at.x, at.y) = ((40.0 * u).round(), (40.0 * u).round());
    }
    let color = match form {
        OrnamentForm::Seal | OrnamentForm::Award | OrnamentForm::Laurel => GOLD,
        _ => INK,
    };
    let ornament = Ornament {
        form,
        color,
        second: None,
        weight: (2.0 * u).max(1.0),
        alt: String::new(),
        extra: Extra::new(),
    };
    element(ElementKind::Ornament(ornament), at)
}

fn text(
    content: &str,
    font: &str,
    (size, weight): (f32, u16),
    frame: Frame,
    role: TextRole,
    color: Color,
) -> Element {
    let size = size.round().max(6.0);
    let style = TextStyle { font: font.into(), size, weight, color, ..TextStyle::default() };
    let text = TextBox {
        content: content.into(),
        style,
        align: Align { horizontal: Horizontal::Center, vertical: Vertical::Middle },
        fit: Fit {
            overflow: Overflow::ShrinkThenWrap,
            min_size: Some((size * 0.45).max(6.0).round()),
            max_lines: Some(2),
        },
        role,
        extra: Extra::new(),
    };
    element(ElementKind::Text(text), frame)
}

/// A paragraph with these words in the middle of the page.
pub(crate) fn new_text(template: &Template, words: &str) -> Element {
    let (w, h) = (template.page.width, template.page.height);
    let u = w.min(h * 1.43).max(1.0) / 1500.0;
    #[expect(clippy::cast_precision_loss, reason = "a number of lines")]
    let lines = words.lines().map(|l| l.chars().count() / 60 + 1).sum::<usize>().min(12) as f32;
    let height = (lines * 44.0 + 16.0) * u;
    let mut out = text(
        words,
        "EB Garamond",
        (32.0 * u, 400),
        Frame::new(
            (w * 0.2).round(),
            ((h - height) / 2.0).max(0.0).round(),
            (w * 0.6).round(),
            height.round(),
        ),
        TextRole::Paragraph,
        SOFT,
    );
    if let ElementKind::Text(text) = &mut out.kind {
        text.fit = Fit {
            overflow: Overflow::Wrap,
            min_size: Some((16.0 * u).max(6.0).round()),
            max_lines: None,
        };
    }
    out
}

/// A place for the signature's picture, a line, a name and a role, in one group.
fn signature(template: &Template, u: f32) -> Vec<Element> {
    let taken = |name: &str| {
        template
            .elements
            .iter()
            .any(|e| e.group.as_deref().is_some_and(|g| crate::edit::group::is_in(Some(g), name)))
    };
    let group = (1..100).map(|n| format!("Signature {n}")).find(|name| !taken(name));
    let group = group.unwrap_or_else(|| "Signature".into());
    let width = (340.0 * u).round();
    let image = Image { fit: PictureFit::Contain, ..Image::default() };
    let mut slot =
        element(ElementKind::Image(image), Frame::new(0.0, 0.0, width, (86.0 * u).round()));
    slot.name = format!("{group} picture");
    let mut line =
        shape(ShapeForm::Line, Frame::new(0.0, (86.0 * u).round(), width, (10.0 * u).round()), 0.0);
    if let ElementKind::Shape(shape) = &mut line.kind {
        shape.fill = None;
        shape.stroke = Some(Stroke { color: SOFT, width: (2.0 * u).max(1.0), dash: Vec::new() });
    }
    line.name = format!("{group} line");
    let words = |content: &str, top: f32, size: f32, weight: u16, color: Color| {
        let at = Frame::new(0.0, (top * u).round(), width, (38.0 * u).round());
        let mut out =
            text(content, "EB Garamond", (size * u, weight), at, TextRole::Paragraph, color);
        if let ElementKind::Text(text) = &mut out.kind {
            text.fit.max_lines = Some(1);
        }
        out
    };
    let mut name = words(SIGNATORY, 98.0, 28.0, 700, INK);
    name.name = format!("{group} name");
    let mut role = words(ROLE, 134.0, 24.0, 400, SOFT);
    role.name = format!("{group} role");
    let mut out = vec![slot, line, name, role];
    out.iter_mut().for_each(|e| e.group = Some(group.clone()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Editor, add};
    use crate::template::{Orientation, Preset, validate};

    #[test]
    fn everything_that_can_be_added_is_valid_on_every_page() {
        for preset in Preset::ALL {
            for way in [Orientation::Landscape, Orientation::Portrait] {
                let mut editor = Editor::new(Template::blank("t", preset.page(way)));
                let all = Item::TEXTS.into_iter().chain(Item::SLOTS).chain(Item::SHAPES);
                let all = all.chain(OrnamentForm::ALL.map(Item::Ornament));
                for item in all {
                    assert_eq!(Item::by_key(&item.key()), Some(item));
                    // Twice: the second must not lie on the first.
                    for _ in 0..2 {
                        let elements = item.elements(editor.template(), None);
                        let (command, _) = add(editor.template(), elements, None);
                        editor.dispatch(command, "Add", None, 0.0).unwrap();
                    }
                }
                let found = validate(editor.template());
                assert!(
                    found.iter().all(|f| f.severity < crate::diagnostic::Severity::Error),
                    "{found:?}"
                );
                let seals: Vec<_> = editor
                    .template()
                    .elements
                    .iter()
                    .filter(|e| e.name.starts_with("Seal"))
                    .collect();
                assert_ne!(seals[0].frame, seals[1].frame);
            }
        }
    }
}
