//! Lengths as people type them: px, mm, cm, in and pt, with a little arithmetic.

use crate::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};

/// The most characters of a typed length.
const MAX_CHARS: usize = 100;

/// A unit of length. What a px is on paper, the page's dpi says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Pixels of the page.
    #[default]
    Px,
    /// Millimetres.
    Mm,
    /// Inches.
    In,
}

impl Unit {
    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Px => "px",
            Self::Mm => "mm",
            Self::In => "in",
        }
    }

    /// So many px are one of it.
    fn px(self, dpi: f64) -> f64 {
        match self {
            Self::Px => 1.0,
            Self::Mm => dpi / 25.4,
            Self::In => dpi,
        }
    }
}

/// A length in px.
pub fn to_px(value: f64, unit: Unit, dpi: f64) -> f64 {
    value * unit.px(dpi)
}

/// A length of px in another unit.
pub fn from_px(px: f64, unit: Unit, dpi: f64) -> f64 {
    px / unit.px(dpi)
}

/// A length for a number box: 2 decimals at most (3 of inches), none that say
/// nothing, without the unit's sign.
pub fn format_length(px: f64, unit: Unit, dpi: f64) -> String {
    let decimals = if unit == Unit::In { 3 } else { 2 };
    let text = format!("{:.decimals$}", from_px(px, unit, dpi));
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Reads a typed length as px: `12 mm`, `0.5in`, `10,5`, `100+20`, `210mm/2`,
/// `(1 in + 5 mm) * 2`. A number without a unit is in `unit`. The last comma or
/// point of a number is its decimal mark.
///
/// # Errors
/// `not-a-length`, saying what is not understood.
pub fn parse_length(text: &str, unit: Unit, dpi: f64) -> Result<f64, Diagnostic> {
    let fault = |why: String| {
        Diagnostic::error("not-a-length", "", why)
            .repair("Type a number such as 120, 12 mm, 0.5 in or 100+20.")
    };
    if text.chars().count() > MAX_CHARS {
        return Err(fault("This is too long for a length.".to_owned()));
    }
    if text.trim().is_empty() {
        return Err(fault("There is no number.".to_owned()));
    }
    let mut reader = Reader { rest: text.trim(), dpi, unit };
    let value = reader.sum().map_err(fault)?;
    if !reader.rest.is_empty() {
        return Err(fault(format!("`{}` is not understood.", reader.rest)));
    }
    let px = reader.length(value);
    if px.is_finite() { Ok(px) } else { Err(fault("This is no number.".to_owned())) }
}

/// The nearest value within the limits, and a warning where that is another.
pub fn clamp_length(
    px: f64,
    least: f64,
    most: f64,
    unit: Unit,
    dpi: f64,
    path: &str,
) -> (f64, Option<Diagnostic>) {
    if px >= least && px <= most {
        return (px, None);
    }
    let near = if px > most { most } else { least };
    let say = |px: f64| format!("{} {}", format_length(px, unit, dpi), unit.sign());
    let why = if px > most { "more than fits" } else { "less than fits" };
    let message = format!("{} is {why}; {} was taken instead.", say(px), say(near));
    let warning = Diagnostic::warning("clamped", path, message).repair(format!(
        "Use {} to {}.",
        say(least),
        say(most)
    ));
    (near, Some(warning))
}

/// A number, or a length in px.
#[derive(Clone, Copy)]
enum Value {
    Number(f64),
    Length(f64),
}

struct Reader<'a> {
    rest: &'a str,
    dpi: f64,
    unit: Unit,
}

impl Reader<'_> {
    fn length(&self, value: Value) -> f64 {
        match value {
            Value::Number(n) => to_px(n, self.unit, self.dpi),
            Value::Length(px) => px,
        }
    }

    /// Whether that sign comes next; it is passed over then.
    fn take(&mut self, signs: &[char]) -> bool {
        match self.rest.strip_prefix(signs) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Result<Value, String> {
        let mut left = self.product()?;
        loop {
            let sign = match () {
                () if self.take(&['+']) => 1.0,
                () if self.take(&['-', '−']) => -1.0,
                () => return Ok(left),
            };
            let right = self.product()?;
            left = match (left, right) {
                (Value::Number(a), Value::Number(b)) => Value::Number(a + sign * b),
                _ => Value::Length(self.length(left) + sign * self.length(right)),
            };
        }
    }

    fn product(&mut self) -> Result<Value, String> {
        let mut left = self.factor()?;
        loop {
            if self.take(&['*', '×']) {
                left = match (left, self.factor()?) {
                    (Value::Number(a), Value::Number(b)) => Value::Number(a * b),
                    (Value::Number(a), Value::Length(b)) | (Value::Length(a), Value::Number(b)) => {
                        Value::Length(a * b)
                    }
                    _ => return Err("A length times a length is no length.".to_owned()),
                };
            } else if self.take(&['/', '÷']) {
                left = match (left, self.factor()?) {
                    (Value::Number(a), Value::Number(b)) => Value::Number(a / b),
                    (Value::Length(a), Value::Number(b)) => Value::Length(a / b),
                    (Value::Length(a), Value::Length(b)) => Value::Number(a / b),
                    _ => return Err("A number divided by a length is no length.".to_owned()),
                };
            } else {
                return Ok(left);
            }
        }
    }

    fn factor(&mut self) -> Result<Value, String> {
        if self.take(&['-', '−']) {
            return Ok(match self.factor()? {
                Value::Number(n) => Value::Number(-n),
                Value::Length(px) => Value::Length(-px),
            });
        }
        if self.take(&['+']) {
            return self.factor();
        }
        if self.take(&['(']) {
            let inside = self.sum()?;
            return if self.take(&[')']) {
                Ok(inside)
            } else {
                Err("A `)` is missing.".to_owned())
            };
        }
        let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let (digits, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let number = decimal(digits).ok_or_else(|| match self.rest.chars().next() {
            Some(_) => {
                format!("“{}” is no number.", self.rest.chars().take(20).collect::<String>())
            }
            None => "A number is missing at the end.".to_owned(),
        })?;
        self.rest = rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_alphabetic() && c != '"' && c != '″');
        let (sign, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let px = match sign.to_lowercase().as_str() {
            "" => return Ok(Value::Number(number)),
            "px" => 1.0,
            "mm" => Unit::Mm.px(self.dpi),
            "cm" => 10.0 * Unit::Mm.px(self.dpi),
            "in" | "inch" | "inches" | "\"" | "″" => self.dpi,
            "pt" => self.dpi / 72.0,
            _ => return Err(format!("`{sign}` is not a unit: use px, mm, cm, in or pt.")),
        };
        self.rest = rest.trim_start();
        Ok(Value::Length(number * px))
    }
}

/// `10`, `10.5`, `10,5`, `1,000.5`, `1.000,5`: the last mark is the decimal one.
fn decimal(text: &str) -> Option<f64> {
    let mark = text.rfind(['.', ',']);
    let (whole, part) = match mark {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    format!("0{whole}.{part}0").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_as_people_type_them() {
        let px = |text: &str| parse_length(text, Unit::Px, 254.0).unwrap();
        for (text, want) in [
            ("120", 120.0),
            (" 12 mm ", 120.0),
            ("0.5in", 127.0),
            (".5 in", 127.0),
            ("10,5", 10.5),
            ("1,000.5", 1000.5),
            ("1.000,5 px", 1000.5),
            ("100+20", 120.0),
            ("100 - 20*2", 60.0),
            ("21 cm / 2", 1050.0),
            ("(1in+46mm)*2", 1428.0),
            ("-3", -3.0),
            ("−3 + 5", 2.0),
            ("10mm/1mm", 10.0),
            ("72pt", 254.0),
            ("1\"", 254.0),
        ] {
            assert!((px(text) - want).abs() < 1e-9, "{text}: {}", px(text));
        }
        assert_eq!(parse_length("10 + 1in", Unit::Mm, 25.4).unwrap(), 35.4);
    }

    #[test]
    fn what_is_no_length_says_why() {
        for text in [
            "",
            "wide",
            "12 furlongs",
            "3mm*2mm",
            "2/1mm",
            "1/0",
            "(1",
            "1)",
            "1 2",
            "5+",
            ",",
            "NaN",
        ] {
            let fault = parse_length(text, Unit::Px, 150.0).unwrap_err();
            assert_eq!(fault.code, "not-a-length", "{text}");
            assert!(fault.repair.is_some());
        }
        assert!(parse_length(&"(".repeat(1_000_000), Unit::Px, 150.0).is_err());
    }

    #[test]
    fn out_of_range_is_clamped_and_said() {
        assert_eq!(clamp_length(5.0, 1.0, 10.0, Unit::Px, 150.0, "w"), (5.0, None));
        let (px, said) = clamp_length(-30.0, 15.0, 1500.0, Unit::In, 150.0, "elements.a.frame");
        assert_eq!(px, 15.0);
        let said = said.unwrap();
        assert_eq!(said.message, "-0.2 in is less than fits; 0.1 in was taken instead.");
        assert_eq!(clamp_length(f64::NAN, 1.0, 2.0, Unit::Px, 150.0, "").0, 1.0);
    }

    proptest! {
        #[test]
        fn written_and_read_again(px in -20_000.0..20_000.0f64, dpi in 18.0..2400.0f64) {
            for unit in [Unit::Px, Unit::Mm, Unit::In] {
                let text = format_length(px, unit, dpi);
                let near = parse_length(&text, unit, dpi).unwrap();
                let step = to_px(if unit == Unit::In { 0.0006 } else { 0.006 }, unit, dpi);
                prop_assert!((near - px).abs() <= step, "{px} {text} {near}");
            }
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9.,+*/() −a-z\"-]{0,30}") {
            if let Ok(px) = parse_length(&text, Unit::Mm, 150.0) {
                prop_assert!(px.is_finite());
            }
        }
    }
}
