//! Ornaments: our own vector art, in colours of the designer's choice.

use super::{Color, Extra};
use serde::{Deserialize, Serialize};

/// A drawing that fills its frame, whatever the frame's proportions are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ornament {
    /// Which drawing.
    pub form: OrnamentForm,
    /// The main ink.
    #[serde(default = "black")]
    pub color: Color,
    /// The ink of its second parts (rings, folds, every other strand); a lighter
    /// or darker tone of the main ink when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<Color>,
    /// Width of its lines in px.
    #[serde(default = "line")]
    pub weight: f32,
    /// What it means to those who don't see it; decoration when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn black() -> Color {
    Color::BLACK
}

fn line() -> f32 {
    2.0
}

/// The drawings that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrnamentForm {
    /// A thick line around the frame and a thin one within.
    BorderLines,
    /// A thin line around the frame whose corners step inwards.
    BorderCorners,
    /// A band of interlaced waves around the frame.
    BorderGuilloche,
    /// A scalloped disc with rings and a star.
    Seal,
    /// A seal with two ribbon ends below it.
    Award,
    /// Fine closed waves about a centre.
    Rosette,
    /// A banner with folded ends, room for a line of text on it.
    Ribbon,
    /// A wreath of two branches, open at the top.
    Laurel,
    /// A line with a diamond in its middle.
    Divider,
    /// A line that ends in scrolls on both sides of its middle.
    Flourish,
}

impl OrnamentForm {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 10] = [
        Self::BorderLines,
        Self::BorderCorners,
        Self::BorderGuilloche,
        Self::Seal,
        Self::Award,
        Self::Rosette,
        Self::Ribbon,
        Self::Laurel,
        Self::Divider,
        Self::Flourish,
    ];
}
