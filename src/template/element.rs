//! What stands on the page: text, pictures, QR codes, shapes and ornaments.

use super::{AssetId, Color, Extra, Ornament, PictureFit};
use serde::{Deserialize, Serialize};

/// One thing on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Stable and unique in the template.
    pub id: String,
    /// What people call it; also what a screen reader says.
    #[serde(default)]
    pub name: String,
    /// Where it stands.
    pub frame: Frame,
    /// 0 (invisible) to 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub opacity: f32,
    /// Cannot be moved or changed by hand.
    #[serde(default, skip_serializing_if = "is_false")]
    pub locked: bool,
    /// Is in no output.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// The groups it is in, outermost first, parted by `/`: `Signatures` or
    /// `Footer/Signatures`. The names of groups are theirs among their siblings;
    /// a group is its members, so there is nothing else to keep in step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What it is, under a key of that name: `text`, `image`, `qr` or `shape`.
    #[serde(flatten)]
    pub kind: ElementKind,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn one() -> f32 {
    1.0
}
fn is_one(x: &f32) -> bool {
    *x == 1.0
}
fn is_false(x: &bool) -> bool {
    !*x
}
fn is_zero(x: &f32) -> bool {
    *x == 0.0
}

/// A rectangle on the page, turned about its centre.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Left edge in px before turning.
    pub x: f32,
    /// Top edge in px before turning.
    pub y: f32,
    /// Width in px.
    pub width: f32,
    /// Height in px.
    pub height: f32,
    /// Degrees, clockwise, about the centre.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rotation: f32,
}

impl Frame {
    /// A frame that is not turned.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height, rotation: 0.0 }
    }
}

/// The kinds of element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ElementKind {
    /// Words.
    Text(TextBox),
    /// A picture.
    Image(Image),
    /// A QR code.
    Qr(Qr),
    /// A rectangle, ellipse or line.
    Shape(Shape),
    /// One of our own drawings.
    Ornament(Ornament),
}

/// Words with placeholders, set in one style.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextBox {
    /// Text with `{{field}}` and `{{field | format}}`; a newline ends a paragraph.
    pub content: String,
    /// Typeface, size and colour.
    #[serde(default)]
    pub style: TextStyle,
    /// Where the text stands in its frame.
    #[serde(default)]
    pub align: Align,
    /// What happens when the text is longer than the frame.
    #[serde(default)]
    pub fit: Fit,
    /// What the text is to a reader of a tagged PDF or SVG.
    #[serde(default)]
    pub role: TextRole,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Typeface, size, colour and spacing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextStyle {
    /// Family name, e.g. `EB Garamond`.
    pub font: String,
    /// Size in px.
    pub size: f32,
    /// 1–1000; 400 is regular, 700 bold.
    pub weight: u16,
    /// The family's italic where it has one.
    pub italic: bool,
    /// Ink.
    pub color: Color,
    /// Extra space between letters, in thousandths of the size (as designers'
    /// tracking). Not applied where it would tear joined letters apart.
    pub letter_spacing: f32,
    /// Distance of baselines as a multiple of the size.
    pub line_height: f32,
    /// How the letters are cased.
    pub case: Case,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            font: "EB Garamond".to_owned(),
            size: 32.0,
            weight: 400,
            italic: false,
            color: Color::BLACK,
            letter_spacing: 0.0,
            line_height: 1.25,
            case: Case::AsTyped,
            extra: Extra::new(),
        }
    }
}

/// How letters are cased when laid out; the content keeps what was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// As typed.
    #[default]
    AsTyped,
    /// UPPER CASE.
    Upper,
    /// lower case.
    Lower,
    /// First Letter Of Each Word.
    Title,
}

/// Where text stands in its frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Align {
    /// Along the line.
    pub horizontal: Horizontal,
    /// Down the page.
    pub vertical: Vertical,
}

/// Along the line. `Start` and `End` follow the writing direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Horizontal {
    /// Left in left-to-right text, right in right-to-left text.
    Start,
    /// In the middle.
    #[default]
    Center,
    /// Right in left-to-right text, left in right-to-left text.
    End,
    /// Left in any direction.
    Left,
    /// Right in any direction.
    Right,
    /// Both edges flush, but for a paragraph's last line.
    Justify,
}

/// Down the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vertical {
    /// At the top.
    Top,
    /// In the middle.
    #[default]
    Middle,
    /// At the bottom.
    Bottom,
}

/// What happens when text is longer than its frame.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fit {
    /// What is tried, in order.
    pub overflow: Overflow,
    /// The size in px below which text is not shrunk; its own size when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_size: Option<f32>,
    /// The most lines; as many as the frame holds when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_lines: Option<u16>,
}

impl Default for Fit {
    fn default() -> Self {
        Self { overflow: Overflow::Wrap, min_size: None, max_lines: None }
    }
}

/// The order in which shrinking, wrapping and cutting are tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overflow {
    /// Wraps at its own size, then shrinks, then ends in an ellipsis: paragraphs.
    #[default]
    Wrap,
    /// Shrinks on one line, then wraps at the smallest size, then ends in an
    /// ellipsis: names and titles.
    ShrinkThenWrap,
    /// Shrinks on one line, then ends in an ellipsis: labels.
    ShrinkThenEllipsis,
}

/// What a text is to somebody who reads the structure and not the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextRole {
    /// The title of the certificate.
    Title,
    /// A second heading.
    Heading,
    /// Any other text.
    #[default]
    Paragraph,
}

/// A picture in a frame.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// The picture; an empty slot when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<AssetId>,
    /// How it fills the frame.
    #[serde(default)]
    pub fit: PictureFit,
    /// The part of the picture that is used; all of it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crop: Option<Crop>,
    /// Radius of the corners in px.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub radius: f32,
    /// What the picture shows, for those who don't see it; decoration when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A part of a picture, in shares of its width and height (0 to 1).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Crop {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width, above 0.
    pub width: f32,
    /// Height, above 0.
    pub height: f32,
}

impl Default for Crop {
    fn default() -> Self {
        Self { x: 0.0, y: 0.0, width: 1.0, height: 1.0 }
    }
}

impl Crop {
    /// The smallest share of a picture that can be used.
    pub const LEAST: f32 = 0.01;

    /// The nearest part that lies within the picture.
    #[must_use]
    pub fn clamped(self) -> Self {
        let near = |v: f32, least: f32, most: f32, other: f32| {
            if v.is_finite() { v.clamp(least, most) } else { other }
        };
        let width = near(self.width, Self::LEAST, 1.0, 1.0);
        let height = near(self.height, Self::LEAST, 1.0, 1.0);
        let x = near(self.x, 0.0, 1.0 - width, 0.0);
        let y = near(self.y, 0.0, 1.0 - height, 0.0);
        Self { x, y, width, height }
    }
}

/// A QR code (ISO/IEC 18004) of a text with placeholders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Qr {
    /// What the code says, with placeholders.
    pub content: String,
    /// How much damage it survives.
    #[serde(default)]
    pub level: QrLevel,
    /// Width of the light margin in modules; the standard asks for 4.
    #[serde(default = "standard_quiet_zone")]
    pub quiet_zone: u8,
    /// Dark modules.
    #[serde(default = "black")]
    pub color: Color,
    /// Light modules and margin; transparent when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background: Option<Color>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn standard_quiet_zone() -> u8 {
    4
}
fn black() -> Color {
    Color::BLACK
}

/// Error correction of ISO/IEC 18004: how much of the code may be unreadable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QrLevel {
    /// About 7 %.
    Low,
    /// About 15 %.
    #[default]
    Medium,
    /// About 25 %.
    Quartile,
    /// About 30 %.
    High,
}

/// A rectangle, ellipse or line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// Which one.
    pub form: ShapeForm,
    /// The inside; none when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<Color>,
    /// The outline; none when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stroke: Option<Stroke>,
    /// Radius of a rectangle's corners in px.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub radius: f32,
    /// What it means to those who don't see it; decoration when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The forms a shape can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShapeForm {
    /// Fills its frame, corners rounded by the radius.
    Rectangle,
    /// The ellipse that touches its frame.
    Ellipse,
    /// From the middle of the frame's left edge to the middle of its right edge.
    Line,
}

/// An outline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// Ink.
    pub color: Color,
    /// Width in px.
    pub width: f32,
    /// Lengths of dashes and gaps in px; solid when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dash: Vec<f32>,
}
