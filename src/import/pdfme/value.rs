//! Numbers, colours and words out of JSON that anybody may have written.

use crate::template::Color;
use serde_json::{Map, Value};

/// Millimetres an inch; points an inch.
const MM: f64 = 25.4;
const PT: f64 = 72.0;
/// What a px is on paper, here as everywhere unless told.
pub(super) const DPI: f32 = 150.0;

/// A finite number of at most a million either way.
pub(super) fn number(map: &Map<String, Value>, key: &str) -> Option<f64> {
    let value = map.get(key)?;
    // Forms give numbers as words now and then.
    let value = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    (value.is_finite() && value.abs() <= 1e6).then_some(value)
}

/// Millimetres as px, to hundredths.
pub(super) fn mm(value: f64) -> f32 {
    px(value / MM)
}

/// Points as px, to hundredths.
pub(super) fn pt(value: f64) -> f32 {
    px(value / PT)
}

fn px(inches: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most a few million, in hundredths")]
    {
        ((inches * f64::from(DPI) * 100.0).round() / 100.0) as f32
    }
}

/// A number as f32, within bounds.
pub(super) fn within(value: f64, least: f32, most: f32) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "bounded")]
    {
        (value.clamp(f64::from(least), f64::from(most))) as f32
    }
}

pub(super) fn words<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    map.get(key)?.as_str()
}

pub(super) fn flag(map: &Map<String, Value>, key: &str) -> bool {
    map.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// A colour; `Ok(None)` where there is none, `Err` where it is none.
pub(super) fn color(map: &Map<String, Value>, key: &str) -> Result<Option<Color>, String> {
    match words(map, key).map(str::trim) {
        None | Some("" | "transparent") => Ok(None),
        Some(text) => Color::parse(text).map(Some).ok_or_else(|| text.chars().take(40).collect()),
    }
}

/// A name that a field or an element can have, as near to the given one as can be.
pub(super) fn plain(name: &str) -> String {
    let plain: String = name
        .trim()
        .chars()
        .take(80)
        .map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' })
        .collect();
    if !plain.chars().any(char::is_alphanumeric) { "field".to_owned() } else { plain }
}

/// Words that are not to be placeholders.
pub(super) fn literal(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n");
    while text.contains("{{") {
        text = text.replace("{{", "{ {");
    }
    text
}

/// The bytes of a `data:` address, or of plain base64; nothing where they are too many.
pub(super) fn data(text: &str, most: usize) -> Option<Vec<u8>> {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    let body = match text.strip_prefix("data:") {
        Some(rest) => rest.split_once(";base64,")?.1,
        None => text,
    };
    let body = body.trim();
    if body.len() / 4 * 3 > most {
        return None;
    }
    BASE64_STANDARD.decode(body).ok()
}
