//! Texts: their style, and what of them is filled in.

use super::element::{Reader, Source};
use super::value::{flag, literal, number, plain, pt, within, words};
use crate::diagnostic::Diagnostic;
use crate::template::{
    Align, Case, Color, ElementKind, Extra, FieldType, Fit, Frame, Horizontal, MAX_TEXT_CHARS,
    Overflow, TextBox, TextRole, TextStyle, Vertical,
};
use serde_json::{Map, Value};

/// What stands in for a font: a word in its name, and our family.
const FAMILIES: [(&str, &str); 18] = [
    ("playfair", "Playfair Display"),
    ("cormorant", "Cormorant Garamond"),
    ("garamond", "EB Garamond"),
    ("greatvibes", "Great Vibes"),
    ("alexbrush", "Alex Brush"),
    ("inter", "Inter"),
    ("naskh", "Noto Naskh Arabic"),
    ("hebrew", "Noto Serif Hebrew"),
    ("devanagari", "Noto Serif Devanagari"),
    ("thai", "Noto Sans Thai"),
    ("jp", "Noto Sans JP"),
    ("sc", "Noto Sans SC"),
    ("kr", "Noto Sans KR"),
    ("pinyonscript", "Great Vibes"),
    ("script", "Alex Brush"),
    ("serif", "EB Garamond"),
    ("times", "EB Garamond"),
    ("roboto", "Inter"),
];
/// The families that are meant when they are named, and no stand-ins.
const SAME: usize = 10;

/// `text`, and the fields that give a text: a choice, a date, a time.
pub(super) fn add(reader: &mut Reader, source: &Source, kind: &str, frame: Frame) {
    let content = if source.fixed {
        fixed(reader, source)
    } else {
        match kind {
            "date" | "dateTime" => {
                let sample =
                    day(source.content).unwrap_or_else(|| FieldType::Date.typical().to_owned());
                let name = reader.field(source, source.name, FieldType::Date, &sample);
                format!("{{{{{name} | {}}}}}", date_format(reader, source, kind))
            }
            _ => {
                if kind == "select" {
                    let message = format!(
                        "“{}” offered a list of choices; here any words can be filled in.",
                        source.called()
                    );
                    reader.findings.push(source.warn(
                        "pdfme-choice",
                        message,
                        "Check the values where they come from.",
                    ));
                }
                let name = reader.field(source, source.name, FieldType::Text, source.content);
                format!("{{{{{name}}}}}")
            }
        }
    };
    place(reader, source, frame, content);
}

/// A text with `{variables}` among its words.
pub(super) fn add_with_variables(reader: &mut Reader, source: &Source, frame: Frame) {
    let text = words(source.map, "text").filter(|t| !t.is_empty()).unwrap_or_default();
    let samples: Value = serde_json::from_str(source.content).unwrap_or(Value::Null);
    let variables: Vec<&str> = match source.map.get("variables").and_then(Value::as_array) {
        Some(list) => list.iter().filter_map(Value::as_str).take(200).collect(),
        None => Vec::new(),
    };
    let mut out = String::new();
    let mut rest = text;
    // Each piece up to a variable is words; the variable's place comes after it.
    while let Some((before, name, after)) = next_variable(rest, &variables) {
        out.push_str(&literal(before));
        if out.ends_with('{') {
            // Three braces in a row would open no placeholder.
            out.push(' ');
        }
        let sample = samples.get(name).and_then(Value::as_str).unwrap_or_default();
        if source.fixed {
            out.push_str(&literal(sample));
        } else {
            let field = reader.field(source, name, FieldType::Text, sample);
            out.push_str(&format!("{{{{{field}}}}}"));
        }
        rest = after;
    }
    out.push_str(&literal(rest));
    place(reader, source, frame, out);
}

/// The words up to the next variable, its name, and what comes after it.
fn next_variable<'t>(text: &'t str, variables: &[&str]) -> Option<(&'t str, &'t str, &'t str)> {
    let mut from = 0;
    loop {
        let open = from + text.get(from..)?.find('{')?;
        let body = text.get(open + 1..)?;
        let close = body.find('}')?;
        let name = body.get(..close)?;
        if variables.contains(&name) {
            return Some((text.get(..open)?, name, body.get(close + 1..)?));
        }
        from = open + 1;
    }
}

/// Words that are the same on every certificate. Some are computed in pdfme: `{currentPage}`.
fn fixed(reader: &mut Reader, source: &Source) -> String {
    let computed = source
        .content
        .split('{')
        .skip(1)
        .any(|part| part.split_once('}').is_some_and(|(inside, _)| !inside.trim().is_empty()));
    if computed {
        let message = format!(
            "“{}” has computed words in braces; they stand there as they were typed.",
            source.called()
        );
        reader.findings.push(source.warn(
            "pdfme-expression",
            message,
            "Type {{ there and choose a field.",
        ));
    }
    literal(source.content)
}

fn place(reader: &mut Reader, source: &Source, frame: Frame, content: String) {
    reader.ground(source, frame);
    let style = style(reader, source);
    let lost = [("underline", "underlined"), ("strikethrough", "struck through")];
    let lost = lost.into_iter().find(|(key, _)| flag(source.map, key)).map(|(_, words)| words);
    let marked = words(source.map, "textFormat").is_some_and(|format| format != "plain");
    if let Some(words) = lost.or(marked.then_some("set in more than one style")) {
        let message = format!("“{}” was {words}; it is plain here.", source.called());
        reader.findings.push(source.warn(
            "pdfme-style",
            message,
            "Draw a line below it, or split it into several texts.",
        ));
    }
    let fit = fit(source.map, &style);
    let horizontal = match words(source.map, "alignment") {
        Some("center") => Horizontal::Center,
        Some("right") => Horizontal::Right,
        Some("justify") => Horizontal::Justify,
        _ => Horizontal::Left,
    };
    let vertical = match words(source.map, "verticalAlignment") {
        Some("middle") => Vertical::Middle,
        Some("bottom") => Vertical::Bottom,
        _ => Vertical::Top,
    };
    let content: String = content.chars().take(MAX_TEXT_CHARS).collect();
    let align = Align { horizontal, vertical };
    let text =
        TextBox { content, style, align, fit, role: TextRole::Paragraph, extra: Extra::new() };
    reader.push(source, frame, ElementKind::Text(text));
}

fn style(reader: &mut Reader, source: &Source) -> TextStyle {
    let map = source.map;
    let size = match map.get("dynamicFontSize").and_then(Value::as_object) {
        // It is as large as fits there, up to this.
        Some(range) => number(range, "max").unwrap_or(72.0),
        None => number(map, "fontSize").unwrap_or(13.0),
    };
    let size = pt(size.clamp(0.5, 900.0)).clamp(1.0, 1875.0);
    let spacing =
        f64::from(pt(number(map, "characterSpacing").unwrap_or(0.0).clamp(-900.0, 900.0)));
    let wanted = words(map, "fontName").unwrap_or("Roboto");
    let (font, known) = family(wanted);
    let lower = wanted.to_lowercase();
    if !known {
        let message = format!(
            "The font “{}” is not here; {font} stands in.",
            wanted.chars().take(60).collect::<String>()
        );
        let finding = Diagnostic::warning("pdfme-font", source.path, message)
            .repair("Choose another one, or bring the font's own file.");
        reader.findings.once(finding);
    }
    TextStyle {
        font: font.to_owned(),
        size,
        weight: if lower.contains("bold") || lower.contains("black") { 700 } else { 400 },
        italic: lower.contains("italic") || lower.contains("oblique"),
        color: reader.color(source, "fontColor", Some(Color::BLACK)).unwrap_or(Color::BLACK),
        letter_spacing: within(spacing / f64::from(size) * 1000.0, -500.0, 5000.0).round(),
        line_height: within(number(map, "lineHeight").unwrap_or(1.0), 0.5, 5.0),
        case: Case::AsTyped,
        extra: Extra::new(),
    }
}

/// Our family for a font's name, and whether it is the one that was meant.
fn family(wanted: &str) -> (&'static str, bool) {
    let name: String = wanted.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let sans = ("Inter", false);
    FAMILIES
        .iter()
        .enumerate()
        .find(|(_, (part, _))| name.contains(part))
        .map_or(sans, |(at, (_, family))| (*family, at < SAME))
}

fn fit(map: &Map<String, Value>, style: &TextStyle) -> Fit {
    let Some(range) = map.get("dynamicFontSize").and_then(Value::as_object) else {
        return Fit::default();
    };
    let least = pt(number(range, "min").unwrap_or(4.0).clamp(0.5, 900.0)).clamp(1.0, style.size);
    let along = words(range, "fit") == Some("horizontal");
    let overflow = if along { Overflow::ShrinkThenWrap } else { Overflow::Wrap };
    Fit { overflow, min_size: Some(least), max_lines: None }
}

/// `2024-01-15` of a date as pdfme keeps it, with `-` or `/`.
fn day(text: &str) -> Option<String> {
    let mut parts = text.trim().get(..10)?.split(['-', '/']);
    let mut part = |digits: usize| {
        parts.next().filter(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()))
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let text = format!("{year}-{month}-{day}");
    text.parse::<jiff::civil::Date>().ok().map(|_| text)
}

/// The date's format in ours: numbers in the same order, else the long form.
fn date_format(reader: &mut Reader, source: &Source, kind: &str) -> String {
    let wanted = words(source.map, "format").unwrap_or_default();
    let mut out = String::new();
    let mut rest = wanted;
    let known = [("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"), ("M", "%-m"), ("d", "%-d")];
    while let Some(first) = rest.chars().next() {
        let part = known.iter().find(|(token, _)| rest.starts_with(token));
        let (skip, put) = match part {
            Some((token, ours)) => (token.len(), (*ours).to_owned()),
            None if matches!(first, '/' | '.' | '-' | ' ' | '年' | '月' | '日') => {
                (first.len_utf8(), first.to_string())
            }
            None => break,
        };
        out.push_str(&put);
        rest = rest.get(skip..).unwrap_or_default();
    }
    let numbers =
        rest.is_empty() && out.contains('%') && !wanted.contains("MMM") && out.chars().count() < 60;
    if numbers && kind == "date" && can_stand_in_a_placeholder(&out) {
        return format!("date: {out}");
    }
    let message = format!(
        "The date “{}” is written in full here, not as {}.",
        plain(source.name),
        if wanted.is_empty() { "it was" } else { "its pattern says" }
    );
    reader.findings.push(source.warn(
        "pdfme-date",
        message,
        "Choose how it is written in “Fields”.",
    ));
    "date: long".to_owned()
}

/// A pattern that begins or ends with a space would not be read back.
fn can_stand_in_a_placeholder(pattern: &str) -> bool {
    pattern.trim() == pattern && !pattern.contains(['{', '}', '|'])
}
