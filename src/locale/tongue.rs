//! In which language a room speaks that knows no page.

use super::Catalogue;
use super::catalogue::{fill, number};
use std::fmt;

/// The language in which a sentence is formed, handed to whoever forms it: pure
/// rooms have nothing global. Texts are written with `say!` and `say_n!`.
#[derive(Clone, Copy, Default)]
pub struct Tongue<'a>(Option<&'a Catalogue>);

impl Tongue<'static> {
    /// The keys themselves.
    pub const ENGLISH: Self = Self(None);
}

impl<'a> Tongue<'a> {
    /// That of a catalogue; English where there is none.
    #[must_use]
    pub fn new(catalogue: Option<&'a Catalogue>) -> Self {
        Self(catalogue)
    }

    /// A text with its places filled by name.
    #[must_use]
    pub fn filled(self, key: &str, words: &[(&str, &str)]) -> String {
        let text = self.0.and_then(|spoken| spoken.text(key)).unwrap_or(key);
        fill(self.0, text, words)
    }

    /// A text about a count, which is `words`' `count`: see [`Catalogue::counted`].
    #[must_use]
    pub fn counted(self, one: &str, other: &str, words: &[(&str, &str)]) -> String {
        let count = words.iter().find(|(name, _)| *name == "count");
        let n = count.and_then(|(_, words)| number(words)).unwrap_or_default();
        match self.0 {
            Some(spoken) => spoken.counted(n, one, other, words),
            None if (n - 1.0).abs() < f64::EPSILON => fill(None, one, words),
            None => fill(None, other, words),
        }
    }

    /// A text that was formed in English elsewhere: see [`Catalogue::said`].
    #[must_use]
    pub fn said(self, text: &str) -> String {
        self.0.map_or_else(|| text.to_owned(), |spoken| spoken.said(text))
    }

    /// Words in quotation marks.
    #[must_use]
    pub fn quoted(self, title: &str) -> String {
        say!(self, "“{title}”", title = title)
    }

    /// `a, b and c`.
    #[must_use]
    pub fn and(self, parts: &[String]) -> String {
        self.list(parts, |a, b| say!(self, "{a} and {b}", a = a, b = b))
    }

    /// `a, b or c`.
    #[must_use]
    pub fn or(self, parts: &[String]) -> String {
        self.list(parts, |a, b| say!(self, "{a} or {b}", a = a, b = b))
    }

    fn list(self, parts: &[String], join: impl Fn(&str, &str) -> String) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., end] => {
                let listed = first.iter().cloned().reduce(|list, last| {
                    format!(
                        "{}{}",
                        self.mark(),
                        say!(self, "{list}, {last}", list = list, last = last)
                    )
                });
                join(&listed.unwrap_or_default(), end)
            }
        }
    }

    /// Before a list of foreign words, which has no word of the language itself
    /// that would say in which direction it runs (U+200F: right-to-left mark).
    fn mark(self) -> &'static str {
        if self.0.is_some_and(Catalogue::right_to_left) { "\u{200f}" } else { "" }
    }
}

impl fmt::Debug for Tongue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tongue").field(&self.0.map_or("en", Catalogue::language)).finish()
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    fn list(tongue: Tongue<'_>, n: usize) -> String {
        let all = ["a", "b", "c", "d"].map(str::to_owned);
        tongue.or(&all[..n])
    }

    #[test]
    fn english_is_what_is_written_down() {
        let en = Tongue::ENGLISH;
        assert_eq!(say!(en, "{{x}} {x}{y}", x = 1.5, y = "{x}"), "{x} 1.5{x}");
        let said = |n: u32| say_n!(en, n, "{count} day of {all}", "{count} days of {all}", all = 9);
        assert_eq!((said(1), said(1000)), ("1 day of 9".into(), "1000 days of 9".into()));
        let lists: Vec<String> = (0..=4).map(|n| list(en, n)).collect();
        assert_eq!(lists, ["", "a", "a or b", "a, b or c", "a, b, c or d"]);
    }

    #[test]
    fn a_catalogue_is_spoken() {
        let texts = r#"{ "language": "de", "texts": {
            "“{title}”": "„{title}“", "{a} or {b}": "{a} oder {b}",
            "{count} days": { "one": "ein Tag", "other": "{count} Tage" } } }"#;
        let plurals = |n: f64| if n < 1.5 { "one".to_owned() } else { "other".to_owned() };
        let catalogue = Catalogue::read(texts, Box::new(plurals)).unwrap();
        let de = Tongue::new(Some(&catalogue));
        assert_eq!(de.quoted("x"), "„x“");
        assert_eq!(list(de, 3), "a, b oder c");
        let said = |n: u32| say_n!(de, n, "{count} day", "{count} days");
        assert_eq!((said(1), said(30)), ("ein Tag".into(), "30 Tage".into()));
        assert_eq!(say!(de, "not there {x}", x = 1), "not there 1");
        assert_eq!(format!("{de:?}"), r#"Tongue("de")"#);
    }
}
