//! One property of an element, as a value of its own: what the inspector sets
//! on one element or on several at once, leaving the others as they are.

use crate::template::{
    AssetId, Case, Color, Crop, Element, ElementKind, Horizontal, MAX_GROUP_DEPTH, MAX_PAGE_PX,
    OrnamentForm, Overflow, PictureFit, QrLevel, ShapeForm, Stroke, TextRole, Vertical,
};
use serde::{Deserialize, Serialize};
use std::mem::swap;

/// A property and its value. Names, units and ranges are those of
/// [`crate::template`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the template's key of that name")]
pub enum Property {
    // Any element.
    Name(String),
    Opacity(f32),
    Locked(bool),
    Hidden(bool),
    Group(Option<String>),
    // Texts.
    Font(String),
    Size(f32),
    Weight(u16),
    Italic(bool),
    LetterSpacing(f32),
    LineHeight(f32),
    Case(Case),
    Horizontal(Horizontal),
    Vertical(Vertical),
    Overflow(Overflow),
    MinSize(Option<f32>),
    MaxLines(Option<u16>),
    Role(TextRole),
    // Texts and QR codes.
    Content(String),
    // Texts, QR codes and ornaments.
    Color(Color),
    // QR codes.
    Level(QrLevel),
    QuietZone(u8),
    QrBackground(Option<Color>),
    // Pictures.
    Asset(Option<AssetId>),
    PictureFit(PictureFit),
    Crop(Option<Crop>),
    // Pictures and shapes.
    Radius(f32),
    // Pictures, shapes and ornaments.
    Alt(String),
    // Shapes.
    Form(ShapeForm),
    Fill(Option<Color>),
    Stroke(Option<Stroke>),
    // Ornaments.
    OrnamentForm(OrnamentForm),
    Second(Option<Color>),
    LineWeight(f32),
}

impl Property {
    /// Exchanges the value for the element's own. `false`, and nothing has
    /// changed, where the element has no such property.
    pub(super) fn exchange(&mut self, element: &mut Element) -> bool {
        use ElementKind::{Image, Ornament, Qr, Shape, Text};
        match (self, &mut element.kind) {
            (Self::Name(v), _) => swap(v, &mut element.name),
            (Self::Opacity(v), _) => swap(v, &mut element.opacity),
            (Self::Locked(v), _) => swap(v, &mut element.locked),
            (Self::Hidden(v), _) => swap(v, &mut element.hidden),
            (Self::Group(v), _) => swap(v, &mut element.group),
            (Self::Font(v), Text(t)) => swap(v, &mut t.style.font),
            (Self::Size(v), Text(t)) => swap(v, &mut t.style.size),
            (Self::Weight(v), Text(t)) => swap(v, &mut t.style.weight),
            (Self::Italic(v), Text(t)) => swap(v, &mut t.style.italic),
            (Self::LetterSpacing(v), Text(t)) => swap(v, &mut t.style.letter_spacing),
            (Self::LineHeight(v), Text(t)) => swap(v, &mut t.style.line_height),
            (Self::Case(v), Text(t)) => swap(v, &mut t.style.case),
            (Self::Horizontal(v), Text(t)) => swap(v, &mut t.align.horizontal),
            (Self::Vertical(v), Text(t)) => swap(v, &mut t.align.vertical),
            (Self::Overflow(v), Text(t)) => swap(v, &mut t.fit.overflow),
            (Self::MinSize(v), Text(t)) => swap(v, &mut t.fit.min_size),
            (Self::MaxLines(v), Text(t)) => swap(v, &mut t.fit.max_lines),
            (Self::Role(v), Text(t)) => swap(v, &mut t.role),
            (Self::Content(v), Text(t)) => swap(v, &mut t.content),
            (Self::Content(v), Qr(q)) => swap(v, &mut q.content),
            (Self::Color(v), Text(t)) => swap(v, &mut t.style.color),
            (Self::Color(v), Qr(q)) => swap(v, &mut q.color),
            (Self::Level(v), Qr(q)) => swap(v, &mut q.level),
            (Self::QuietZone(v), Qr(q)) => swap(v, &mut q.quiet_zone),
            (Self::QrBackground(v), Qr(q)) => swap(v, &mut q.background),
            (Self::Asset(v), Image(i)) => swap(v, &mut i.asset),
            (Self::PictureFit(v), Image(i)) => swap(v, &mut i.fit),
            (Self::Crop(v), Image(i)) => swap(v, &mut i.crop),
            (Self::Radius(v), Image(i)) => swap(v, &mut i.radius),
            (Self::Radius(v), Shape(s)) => swap(v, &mut s.radius),
            (Self::Alt(v), Image(i)) => swap(v, &mut i.alt),
            (Self::Alt(v), Shape(s)) => swap(v, &mut s.alt),
            (Self::Alt(v), Ornament(o)) => swap(v, &mut o.alt),
            (Self::Color(v), Ornament(o)) => swap(v, &mut o.color),
            (Self::OrnamentForm(v), Ornament(o)) => swap(v, &mut o.form),
            (Self::Second(v), Ornament(o)) => swap(v, &mut o.second),
            (Self::LineWeight(v), Ornament(o)) => swap(v, &mut o.weight),
            (Self::Form(v), Shape(s)) => swap(v, &mut s.form),
            (Self::Fill(v), Shape(s)) => swap(v, &mut s.fill),
            (Self::Stroke(v), Shape(s)) => swap(v, &mut s.stroke),
            _ => return false,
        }
        true
    }

    /// Whether elements of that kind have the property.
    pub fn applies_to(&self, kind: &ElementKind) -> bool {
        use ElementKind::{Image, Ornament, Qr, Shape, Text};
        match self {
            Self::Name(_)
            | Self::Opacity(_)
            | Self::Locked(_)
            | Self::Hidden(_)
            | Self::Group(_) => true,
            Self::Font(_)
            | Self::Size(_)
            | Self::Weight(_)
            | Self::Italic(_)
            | Self::LetterSpacing(_)
            | Self::LineHeight(_)
            | Self::Case(_)
            | Self::Horizontal(_)
            | Self::Vertical(_)
            | Self::Overflow(_)
            | Self::MinSize(_)
            | Self::MaxLines(_)
            | Self::Role(_) => matches!(kind, Text(_)),
            Self::Content(_) => matches!(kind, Text(_) | Qr(_)),
            Self::Color(_) => matches!(kind, Text(_) | Qr(_) | Ornament(_)),
            Self::Level(_) | Self::QuietZone(_) | Self::QrBackground(_) => matches!(kind, Qr(_)),
            Self::Asset(_) | Self::PictureFit(_) | Self::Crop(_) => matches!(kind, Image(_)),
            Self::Radius(_) => matches!(kind, Image(_) | Shape(_)),
            Self::Alt(_) => matches!(kind, Image(_) | Shape(_) | Ornament(_)),
            Self::OrnamentForm(_) | Self::Second(_) | Self::LineWeight(_) => {
                matches!(kind, Ornament(_))
            }
            Self::Form(_) | Self::Fill(_) | Self::Stroke(_) => matches!(kind, Shape(_)),
        }
    }

    /// Its key, the same whatever its value: as in the JSON form.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Name(_) => "name",
            Self::Opacity(_) => "opacity",
            Self::Locked(_) => "locked",
            Self::Hidden(_) => "hidden",
            Self::Group(_) => "group",
            Self::Font(_) => "font",
            Self::Size(_) => "size",
            Self::Weight(_) => "weight",
            Self::Italic(_) => "italic",
            Self::LetterSpacing(_) => "letter-spacing",
            Self::LineHeight(_) => "line-height",
            Self::Case(_) => "case",
            Self::Horizontal(_) => "horizontal",
            Self::Vertical(_) => "vertical",
            Self::Overflow(_) => "overflow",
            Self::MinSize(_) => "min-size",
            Self::MaxLines(_) => "max-lines",
            Self::Role(_) => "role",
            Self::Content(_) => "content",
            Self::Color(_) => "color",
            Self::Level(_) => "level",
            Self::QuietZone(_) => "quiet-zone",
            Self::QrBackground(_) => "qr-background",
            Self::Asset(_) => "asset",
            Self::PictureFit(_) => "picture-fit",
            Self::Radius(_) => "radius",
            Self::Alt(_) => "alt",
            Self::Form(_) => "form",
            Self::Fill(_) => "fill",
            Self::Stroke(_) => "stroke",
            Self::Crop(_) => "crop",
            Self::OrnamentForm(_) => "ornament-form",
            Self::Second(_) => "second",
            Self::LineWeight(_) => "line-weight",
        }
    }

    /// The least and the most it may be, and whether it is within.
    pub(super) fn range(&self) -> Option<(f32, f32, f32)> {
        match self {
            Self::Opacity(v) => Some((*v, 0.0, 1.0)),
            Self::Size(v) | Self::MinSize(Some(v)) => Some((*v, 1.0, 2000.0)),
            Self::Weight(v) => Some((f32::from(*v), 1.0, 1000.0)),
            Self::LetterSpacing(v) => Some((*v, -500.0, 5000.0)),
            Self::LineHeight(v) => Some((*v, 0.5, 5.0)),
            Self::MaxLines(Some(v)) => Some((f32::from(*v), 1.0, f32::from(u16::MAX))),
            Self::Radius(v) | Self::LineWeight(v) => Some((*v, 0.0, MAX_PAGE_PX)),
            Self::Stroke(Some(s)) => Some((s.width, 0.0, MAX_PAGE_PX)),
            _ => None,
        }
    }

    /// The same property with the nearest value that is allowed; what is no
    /// number becomes the least.
    #[must_use]
    pub fn clamped(self) -> Self {
        if let Self::Crop(crop) = self {
            return Self::Crop(crop.map(Crop::clamped).filter(|c| *c != Crop::default()));
        }
        let Some((value, least, most)) = self.range() else { return self };
        let near = if value.is_nan() { least } else { value.clamp(least, most) };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        let whole = near as u16;
        match self {
            Self::Opacity(_) => Self::Opacity(near),
            Self::Size(_) => Self::Size(near),
            Self::MinSize(_) => Self::MinSize(Some(near)),
            Self::Weight(_) => Self::Weight(whole),
            Self::LetterSpacing(_) => Self::LetterSpacing(near),
            Self::LineHeight(_) => Self::LineHeight(near),
            Self::MaxLines(_) => Self::MaxLines(Some(whole)),
            Self::Radius(_) => Self::Radius(near),
            Self::LineWeight(_) => Self::LineWeight(near),
            Self::Stroke(Some(stroke)) => Self::Stroke(Some(Stroke { width: near, ..stroke })),
            other => other,
        }
    }

    /// Whether a path of groups has the form that it should.
    pub(super) fn is_group_path(path: &str) -> bool {
        path.split('/').count() <= MAX_GROUP_DEPTH
            && path.split('/').all(|name| !name.trim().is_empty())
    }
}

/// What "copy style" takes from an element: its looks, and nothing of what it
/// says or where it stands.
pub fn style_of(element: &Element) -> Vec<Property> {
    let mut out = vec![Property::Opacity(element.opacity)];
    match &element.kind {
        ElementKind::Text(text) => {
            let style = &text.style;
            out.extend([
                Property::Font(style.font.clone()),
                Property::Size(style.size),
                Property::Weight(style.weight),
                Property::Italic(style.italic),
                Property::Color(style.color),
                Property::LetterSpacing(style.letter_spacing),
                Property::LineHeight(style.line_height),
                Property::Case(style.case),
                Property::Horizontal(text.align.horizontal),
                Property::Vertical(text.align.vertical),
            ]);
        }
        ElementKind::Image(image) => {
            out.extend([Property::PictureFit(image.fit), Property::Radius(image.radius)]);
        }
        ElementKind::Qr(qr) => {
            out.extend([Property::Color(qr.color), Property::QrBackground(qr.background)]);
        }
        ElementKind::Shape(shape) => out.extend([
            Property::Fill(shape.fill),
            Property::Stroke(shape.stroke.clone()),
            Property::Radius(shape.radius),
        ]),
        ElementKind::Ornament(ornament) => out.extend([
            Property::Color(ornament.color),
            Property::Second(ornament.second),
            Property::LineWeight(ornament.weight),
        ]),
    }
    out
}
