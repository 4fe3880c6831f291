//! The certificate that people know: what the first screen shows.

use super::{
    Align, AssetId, AssetInfo, Background, Case, Color, Element, ElementKind, Extra, Field,
    FieldType, Fit, Frame, Horizontal, Mime, Orientation, Overflow, Preset, Template, TextBox,
    TextRole, TextStyle, Validity, Vertical,
};

/// The background of the classic certificate: our own drawing, made by
/// `scripts/art/classic.py`.
pub const CLASSIC_BACKGROUND_SVG: &str = include_str!("art/classic.svg");

const INK: Color = Color::rgb(0x24, 0x2b, 0x28);
const SOFT: Color = Color::rgb(0x4c, 0x57, 0x52);
const GREEN: Color = Color::rgb(0x1f, 0x4d, 0x3a);

struct Words {
    id: &'static str,
    name: &'static str,
    frame: Frame,
    content: &'static str,
    font: &'static str,
    size: f32,
    min: f32,
    weight: u16,
    color: Color,
    spacing: f32,
    case: Case,
    horizontal: Horizontal,
    overflow: Overflow,
    lines: u16,
    role: TextRole,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            id: "",
            name: "",
            frame: Frame::new(0.0, 0.0, 0.0, 0.0),
            content: "",
            font: "EB Garamond",
            size: 26.0,
            min: 16.0,
            weight: 400,
            color: INK,
            spacing: 0.0,
            case: Case::AsTyped,
            horizontal: Horizontal::Center,
            overflow: Overflow::ShrinkThenWrap,
            lines: 1,
            role: TextRole::Paragraph,
        }
    }
}

impl Words {
    fn element(self) -> Element {
        Element {
            id: self.id.into(),
            name: self.name.into(),
            frame: self.frame,
            opacity: 1.0,
            locked: false,
            hidden: false,
            group: None,
            kind: ElementKind::Text(TextBox {
                content: self.content.into(),
                style: TextStyle {
                    font: self.font.into(),
                    size: self.size,
                    weight: self.weight,
                    color: self.color,
                    letter_spacing: self.spacing,
                    case: self.case,
                    ..TextStyle::default()
                },
                align: Align { horizontal: self.horizontal, vertical: Vertical::Middle },
                fit: Fit {
                    overflow: self.overflow,
                    min_size: Some(self.min),
                    max_lines: Some(self.lines),
                },
                role: self.role,
                extra: Extra::new(),
            }),
            extra: Extra::new(),
        }
    }
}

/// The classic certificate over its guilloche background, 1500×1050 px.
pub fn classic() -> Template {
    let page = Preset::Classic.page(Orientation::Landscape);
    let background = AssetId::of(CLASSIC_BACKGROUND_SVG.as_bytes());
    let mut template = Template::blank("Certificate of completion", page.clone());
    template.assets.insert(
        background.clone(),
        AssetInfo {
            mime: Mime::Svg,
            width: page.width,
            height: page.height,
            name: "Classic guilloche".into(),
        },
    );
    template.background = Background { picture: Some(background), ..Background::default() };
    template.elements = elements();
    template.fields = fields();
    template.validity = Validity::Months { months: 24, from: "completed_at".into() };
    template
}

fn elements() -> Vec<Element> {
    let row = 921.0;
    [
        Words {
            id: "name",
            name: "Certificate name",
            frame: Frame::new(250.0, 185.0, 1000.0, 110.0),
            content: "Certificate",
            font: "Playfair Display",
            size: 88.0,
            min: 40.0,
            weight: 700,
            color: GREEN,
            role: TextRole::Title,
            ..Words::default()
        },
        Words {
            id: "title",
            name: "Title",
            frame: Frame::new(250.0, 300.0, 1000.0, 56.0),
            content: "Work Safety Essentials",
            size: 34.0,
            min: 20.0,
            color: INK,
            spacing: 160.0,
            case: Case::Upper,
            lines: 2,
            role: TextRole::Heading,
            ..Words::default()
        },
        Words {
            id: "recipient",
            name: "Recipient",
            frame: Frame::new(200.0, 395.0, 1100.0, 150.0),
            content: "{{recipient_name}}",
            font: "Alex Brush",
            size: 108.0,
            min: 44.0,
            color: GREEN,
            lines: 2,
            role: TextRole::Heading,
            ..Words::default()
        },
        Words {
            id: "description",
            name: "Description",
            frame: Frame::new(300.0, 562.0, 900.0, 128.0),
            content: "has completed the course and shown, in theory and in practice, \
                      the knowledge needed to keep themselves and their colleagues safe at work.",
            size: 31.0,
            min: 18.0,
            overflow: Overflow::Wrap,
            lines: 4,
            ..Words::default()
        },
        Words {
            id: "completed",
            name: "Completion date",
            frame: Frame::new(170.0, 726.0, 430.0, 40.0),
            content: "Completed on {{completed_at | date: long}}",
            color: SOFT,
            size: 25.0,
            ..Words::default()
        },
        Words {
            id: "validity",
            name: "Validity period",
            frame: Frame::new(900.0, 726.0, 430.0, 40.0),
            content: "Valid until {{valid_until | date: long}}",
            color: SOFT,
            size: 25.0,
            ..Words::default()
        },
        Words {
            id: "authority",
            name: "Certification authority",
            frame: Frame::new(170.0, 800.0, 430.0, 84.0),
            content: "Institute for Safe Working",
            font: "Playfair Display",
            weight: 700,
            size: 30.0,
            color: INK,
            lines: 2,
            ..Words::default()
        },
        Words {
            id: "contact",
            name: "Contact",
            frame: Frame::new(900.0, 800.0, 430.0, 84.0),
            content: "training@institute.example\n+44 20 7946 0018",
            size: 25.0,
            color: INK,
            overflow: Overflow::Wrap,
            lines: 3,
            ..Words::default()
        },
        Words {
            id: "number",
            name: "Certificate number",
            frame: Frame::new(500.0, row, 500.0, 34.0),
            content: "No. {{certificate_number}}",
            size: 21.0,
            min: 14.0,
            color: SOFT,
            spacing: 60.0,
            ..Words::default()
        },
    ]
    .into_iter()
    .map(Words::element)
    .collect()
}

fn fields() -> Vec<Field> {
    let field = |name: &str, label: &str, kind, required, sample: &str| Field {
        name: name.into(),
        label: label.into(),
        kind,
        required,
        sample: sample.into(),
        format: (kind == FieldType::Date).then(|| "date: long".into()),
        extra: Extra::new(),
    };
    vec![
        field("recipient_name", "Recipient name", FieldType::Text, true, "Ada Lovelace"),
        field("completed_at", "Completion date", FieldType::Date, true, "2026-03-15"),
        field("certificate_number", "Certificate number", FieldType::Text, true, "ISW-2026-00042"),
    ]
}
