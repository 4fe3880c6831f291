//! Colours as people write them.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// An sRGB colour with alpha, written `#rgb`, `#rrggbb` or `#rrggbbaa`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0–255.
    pub r: u8,
    /// Green, 0–255.
    pub g: u8,
    /// Blue, 0–255.
    pub b: u8,
    /// Opacity, 0–255.
    pub a: u8,
}

impl Color {
    /// Opaque black.
    pub const BLACK: Self = Self::rgb(0, 0, 0);
    /// Opaque white.
    pub const WHITE: Self = Self::rgb(255, 255, 255);

    /// An opaque colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b, a: 255 }
    }

    /// Reads `#rgb`, `#rrggbb` or `#rrggbbaa`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#')?;
        if !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let n = u32::from_str_radix(hex, 16).ok()?;
        let byte = |shift: u32| ((n >> shift) & 0xff) as u8;
        let nibble = |shift: u32| (((n >> shift) & 0xf) * 17) as u8;
        match hex.len() {
            3 => Some(Self::rgb(nibble(8), nibble(4), nibble(0))),
            6 => Some(Self::rgb(byte(16), byte(8), byte(0))),
            8 => Some(Self { r: byte(24), g: byte(16), b: byte(8), a: byte(0) }),
            _ => None,
        }
    }

    /// `#rrggbb`, without the alpha: what SVG and HTML colour inputs take.
    pub fn hex_rgb(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }

    /// Opacity from 0 to 1.
    pub fn alpha(self) -> f32 {
        f32::from(self.a) / 255.0
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hex_rgb())?;
        if self.a != 255 {
            write!(f, "{:02x}", self.a)?;
        }
        Ok(())
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format!("`{text}` is not a colour of the form #rrggbb"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_is_no_colour() {
        for bad in ["", "#", "red", "#12345", "#+12345", "#ggg", "#1234567890"] {
            assert_eq!(Color::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn written_and_read_back(r: u8, g: u8, b: u8, a: u8) {
            let color = Color { r, g, b, a };
            prop_assert_eq!(Color::parse(&color.to_string()), Some(color));
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*") {
            let _ = Color::parse(&text);
        }
    }
}
