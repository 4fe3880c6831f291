//! Ids and names that are new and can be read.

use crate::locale::mark;
use crate::template::{Element, ElementKind, OrnamentForm, ShapeForm};
use std::collections::BTreeSet;

/// Letters and digits of the words in lower case, joined by `mark`.
pub(super) fn slug(words: &str, mark: char) -> String {
    let mut out = String::new();
    for c in words.chars().flat_map(char::to_lowercase).take(60) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(mark) {
            out.push(mark);
        }
    }
    out.trim_end_matches(mark).to_owned()
}

/// `base`, or `base-2`, `base-3`, … whichever is not taken; the number that
/// `base` may end in counts on.
pub(super) fn unique(base: &str, mark: char, taken: &BTreeSet<String>) -> String {
    if !base.is_empty() && !taken.contains(base) {
        return base.to_owned();
    }
    let counted = base.rsplit_once(mark).and_then(|(stem, n)| Some((stem, n.parse::<u32>().ok()?)));
    let (stem, from) = counted.map_or((base, 2), |(stem, n)| (stem, n.saturating_add(1)));
    let free = (from..u32::MAX).map(|n| format!("{stem}{mark}{n}")).find(|id| !taken.contains(id));
    free.unwrap_or_default()
}

/// What people call elements of that kind.
pub fn kind_name(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::Text(_) => mark!("Text"),
        ElementKind::Image(_) => mark!("Picture"),
        ElementKind::Qr(_) => mark!("QR code"),
        ElementKind::Shape(shape) => match shape.form {
            ShapeForm::Rectangle => mark!("Rectangle"),
            ShapeForm::Ellipse => mark!("Ellipse"),
            ShapeForm::Line => mark!("Line"),
        },
        ElementKind::Ornament(ornament) => match ornament.form {
            OrnamentForm::BorderLines
            | OrnamentForm::BorderCorners
            | OrnamentForm::BorderGuilloche => mark!("Border"),
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

/// What to show for an element's name: its own, or for a text that nobody named
/// the beginning of its words.
pub fn shown_name(element: &Element) -> String {
    const MOST: usize = 32;
    let name = element.name.trim();
    let numbered = name.strip_prefix("Text").map(str::trim_start);
    let unnamed =
        name.is_empty() || numbered.is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
    match &element.kind {
        ElementKind::Text(text) if unnamed && !text.content.trim().is_empty() => {
            let words = text.content.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.chars().count() > MOST {
                let start: String = words.chars().take(MOST).collect();
                format!("{}…", start.trim_end())
            } else {
                words
            }
        }
        kind if name.is_empty() => kind_name(kind).to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_new() {
        let mut taken = BTreeSet::new();
        for want in ["qr-code", "qr-code-2", "qr-code-3"] {
            let id = unique(&slug(" QR  code! ", '-'), '-', &taken);
            assert_eq!(id, want);
            taken.insert(id);
        }
        assert_eq!(unique("qr-code-2", '-', &taken), "qr-code-4");
        assert_eq!(slug("Überschrift № 1", '_'), "überschrift_1");
        assert_eq!(slug("***", '-'), "");
    }
}
