//! One language.

use super::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Says which form a count takes in a language: `zero`, `one`, `two`, `few`,
/// `many` or `other` (CLDR). In a browser that is `Intl.PluralRules`.
pub type Plurals = Box<dyn Fn(f64) -> String>;

/// A translation: one text, or one for each form of a count.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Forms(BTreeMap<String, String>),
}

#[derive(Deserialize)]
struct File {
    language: String,
    #[serde(default)]
    direction: Option<String>,
    texts: BTreeMap<String, Entry>,
}

/// The texts of one language.
pub struct Catalogue {
    language: String,
    right_to_left: bool,
    texts: BTreeMap<String, Entry>,
    /// The keys with places, those with most letters first.
    shapes: Vec<(Pattern, String)>,
    plurals: Plurals,
}

/// Around words of unknown direction in a right-to-left text, so that neither
/// turns the other around (Unicode Standard Annex 9: FSI, PDI).
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

impl Catalogue {
    /// Reads a catalogue: `{ language, direction?: "rtl", texts: { key: text | { one, other, … } } }`.
    ///
    /// # Errors
    /// What of the JSON is not as it should be, in words.
    pub fn read(json: &str, plurals: Plurals) -> Result<Self, String> {
        let file: File = serde_json::from_str(json).map_err(|why| why.to_string())?;
        let mut shapes: Vec<(Pattern, String)> = file
            .texts
            .keys()
            .map(|key| (Pattern::new(key), key.clone()))
            .filter(|(shape, _)| shape.is_telling())
            .collect();
        shapes.sort_by_key(|(shape, _)| std::cmp::Reverse(shape.letters()));
        Ok(Self {
            language: file.language,
            right_to_left: file.direction.as_deref() == Some("rtl"),
            texts: file.texts,
            shapes,
            plurals,
        })
    }

    /// The language's tag (BCP 47).
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether the language is written from right to left.
    #[must_use]
    pub fn right_to_left(&self) -> bool {
        self.right_to_left
    }

    /// A text without places.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.texts.get(key)? {
            Entry::Text(text) => Some(text),
            Entry::Forms(forms) => forms.get("other").map(String::as_str),
        }
    }

    /// A text with its places filled by name.
    #[must_use]
    pub fn filled(&self, key: &str, words: &[(&str, &str)]) -> String {
        let text = self.text(key).unwrap_or(key);
        self.fill(text, words)
    }

    /// A text about a count; `one` and `other` are the English forms, and `other`
    /// is the key. The count itself goes into `{count}`, written as `words` says.
    #[must_use]
    pub fn counted(&self, n: f64, one: &str, other: &str, words: &[(&str, &str)]) -> String {
        let english = || if (n - 1.0).abs() < f64::EPSILON { one } else { other };
        let text = match self.texts.get(other) {
            Some(Entry::Forms(forms)) => self.form(forms, n).unwrap_or_else(english),
            Some(Entry::Text(text)) => text,
            None => english(),
        };
        self.fill(text, words)
    }

    /// A text that was formed in English elsewhere: found as it is, or by its
    /// shape. What has no translation stays as it is.
    #[must_use]
    pub fn said(&self, text: &str) -> String {
        if let Some(found) = self.text(text) {
            return found.to_owned();
        }
        for (shape, key) in &self.shapes {
            let Some(words) = shape.matched(text) else { continue };
            let counted = words.iter().find_map(|(_, words)| number(words));
            let text = match self.texts.get(key) {
                Some(Entry::Text(text)) => text.as_str(),
                Some(Entry::Forms(forms)) => match self.form(forms, counted.unwrap_or(0.0)) {
                    Some(text) => text,
                    None => continue,
                },
                None => continue,
            };
            return self.fill(text, &words);
        }
        text.to_owned()
    }

    fn form<'a>(&self, forms: &'a BTreeMap<String, String>, n: f64) -> Option<&'a str> {
        let form = forms.get(&(self.plurals)(n)).or_else(|| forms.get("other"));
        form.map(String::as_str)
    }

    fn fill(&self, text: &str, words: &[(&str, &str)]) -> String {
        fill(Some(self), text, words)
    }
}

/// Fills the places of a text that is in the language of the catalogue, or in
/// English without one.
pub(super) fn fill(spoken: Option<&Catalogue>, text: &str, words: &[(&str, &str)]) -> String {
    Pattern::new(text).filled(|name, nameless, is_text| {
        let word = match name {
            "" => words.iter().filter(|(name, _)| name.is_empty()).nth(nameless)?.1,
            _ => words.iter().find(|(known, _)| *known == name)?.1,
        };
        let word = match spoken {
            Some(spoken) if is_text => spoken.said(word),
            _ => word.to_owned(),
        };
        let plain = number(&word).is_some() || word.is_empty();
        Some(match (spoken.is_some_and(Catalogue::right_to_left), plain) {
            (true, false) => format!("{}{word}{}", ISOLATE.0, ISOLATE.1),
            _ => word,
        })
    })
}

/// A count as it is written: digits, perhaps with thin spaces between thousands.
pub(super) fn number(words: &str) -> Option<f64> {
    let digits: String = words.chars().filter(|c| *c != '\u{202f}').collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {

    use super::*;

    fn catalogue(texts: &str) -> Catalogue {
        let json = format!(r#"{{ "language": "ar", "direction": "rtl", "texts": {texts} }}"#);
        // As in Russian for small counts.
        let plurals = |n: f64| match n {
            1.0 => "one".to_owned(),
            2.0..5.0 => "few".to_owned(),
            _ => "many".to_owned(),
        };
        Catalogue::read(&json, Box::new(plurals)).unwrap()
    }

    #[test]
    fn what_has_no_translation_is_english() {
        let texts = catalogue("{}");
        assert_eq!(texts.text("Save"), None);
        assert_eq!(texts.said("Save"), "Save");
        assert_eq!(texts.filled("Undone: {step}", &[("step", "2")]), "Undone: 2");
        let said =
            |n: f64| texts.counted(n, "{count} gap", "{count} gaps", &[("count", &n.to_string())]);
        assert_eq!((said(1.0), said(2.0)), ("1 gap".into(), "2 gaps".into()));
    }

    #[test]
    fn counts_take_the_forms_of_the_language() {
        let texts = catalogue(
            r#"{ "{count} gaps": { "one": "1 дыра", "few": "{count} дыры", "many": "{count} дыр" } }"#,
        );
        let said =
            |n: f64| texts.counted(n, "{count} gap", "{count} gaps", &[("count", &n.to_string())]);
        assert_eq!(said(1.0), "1 дыра");
        assert_eq!(said(3.0), "3 дыры");
        assert_eq!(said(7.0), "7 дыр");
        // The same of a text that was formed elsewhere.
        assert_eq!(texts.said("3 gaps"), "3 дыры");
    }

    #[test]
    fn texts_formed_elsewhere_are_found_by_their_shape() {
        let texts = catalogue(
            r#"{
                "The font {name} could not be loaded ({why}).": "({why}) {name}!",
                "The font {name}": "wrong",
                "Undo: {step}": "U {step!}",
                "Move": "M",
                "{n} {unit}{s} ago": "never",
                "{a} and {b}": "never",
                "{{count}} is {0}": "{0} = {{count}}"
            }"#,
        );
        let said = texts.said("The font Inter could not be loaded (HTTP 404).");
        assert_eq!(said, "(\u{2068}HTTP 404\u{2069}) \u{2068}Inter\u{2069}!");
        assert_eq!(texts.said("Undo: Move"), "U \u{2068}M\u{2069}");
        assert_eq!(texts.said("Undo: Else"), "U \u{2068}Else\u{2069}");
        assert_eq!(texts.said("{count} is 3"), "3 = {count}");
        assert_eq!(texts.said("5 minutes ago"), "5 minutes ago");
        assert_eq!(texts.said("Health and Safety"), "Health and Safety");
        assert_eq!(texts.said("Something else"), "Something else");
    }

    #[test]
    fn a_slip_of_a_translation_is_seen() {
        let texts = catalogue(r#"{ "Undone: {step}": "{stap} {" }"#);
        assert_eq!(texts.filled("Undone: {step}", &[("step", "x")]), "{stap} {");
    }
}
