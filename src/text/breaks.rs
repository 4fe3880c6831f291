//! Line breaks in scripts that are written without spaces.
//!
//! Thai, Lao, Khmer and Burmese need a dictionary to find words, 2 MB of it.
//! The browser has one (`Intl.Segmenter`): what it finds is stored in the
//! template ([`Template::word_breaks`](crate::template::Template::word_breaks)) and put into the text as U+200B ZERO
//! WIDTH SPACE when it is laid out, so that every output breaks alike.

use std::collections::BTreeMap;
use unicode_script::{Script, UnicodeScript};

const ZERO_WIDTH_SPACE: char = '\u{200b}';

fn is_spaceless(c: char) -> bool {
    matches!(c.script(), Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar)
}

/// Whether any of a text is in a script without spaces.
pub fn needs_breaks(text: &str) -> bool {
    text.chars().any(is_spaceless)
}

/// The stretches of a text that are in scripts without spaces, with the byte at
/// which each starts.
pub fn runs_without_spaces(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_spaceless(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                out.extend(text.get(from..at).map(|run| (from, run)));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// A text with break opportunities put in, and the bytes (in the new text)
/// at which each was put.
pub(super) fn with_breaks(
    text: &str,
    known: &BTreeMap<String, Vec<u32>>,
) -> Option<(String, Vec<usize>)> {
    if known.is_empty() || !needs_breaks(text) {
        return None;
    }
    let mut at: Vec<usize> = Vec::new();
    for (start, run) in runs_without_spaces(text) {
        for chars in known.get(run).into_iter().flatten() {
            let inside = run.char_indices().nth(*chars as usize).map(|(byte, _)| byte);
            at.extend(inside.filter(|byte| *byte > 0).map(|byte| start + byte));
        }
    }
    at.sort_unstable();
    at.dedup();
    let mut out = String::with_capacity(text.len() + at.len() * 3);
    let mut positions = Vec::with_capacity(at.len());
    let mut from = 0;
    for to in at {
        out.push_str(text.get(from..to)?);
        positions.push(out.len());
        out.push(ZERO_WIDTH_SPACE);
        from = to;
    }
    out.push_str(text.get(from..)?);
    Some((out, positions))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_put_where_the_words_end() {
        let known = BTreeMap::from([("สวัสดีครับ".to_owned(), vec![6])]);
        let (text, at) = with_breaks("A สวัสดีครับ!", &known).unwrap();
        assert_eq!(text, "A สวัสดี\u{200b}ครับ!");
        assert_eq!(at, [2 + 18]);
        assert!(with_breaks("plain", &known).is_none());
    }
}
