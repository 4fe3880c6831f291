//! A placeholder while it is being typed: finding the one that is open before
//! the caret, what may be meant by it, and putting the field's name in.

use crate::locale::mark;
use crate::template::{COMPUTED, FieldType, Template};
use std::ops::Range;

/// More than this is no name that somebody is looking for, but a text in which
/// two braces were forgotten.
const MAX_TYPED: usize = 40;

/// A placeholder that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Bytes from the braces to the caret.
    pub range: Range<usize>,
    /// What was typed of the name, or of the label.
    pub typed: String,
}

/// A field that can be put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What its values are.
    pub kind: FieldType,
}

/// What is offered for what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The fields that fit, best first.
    pub fields: Vec<Choice>,
    /// The label of a field that is not there yet and could be added.
    pub add: Option<String>,
}

/// What the two computed fields are called.
pub fn computed_label(name: &str) -> &'static str {
    match name {
        "valid_until" => mark!("Valid until"),
        "validity" => mark!("Validity period"),
        _ => "",
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// The placeholder that is open before the caret: two braces, then at most a
/// few letters of a name. Single blanks are let in, since labels have them.
pub fn open_before(text: &str, caret: usize) -> Option<Open> {
    let before = text.get(..caret)?;
    let braces = before.rfind("{{")?;
    let inside = before.get(braces + 2..)?;
    let typed = inside.trim_start_matches(' ');
    let plain = typed.chars().all(|c| is_name(c) || c == ' ');
    if !plain || typed.contains("  ") || inside.chars().count() > MAX_TYPED {
        return None;
    }
    // A third brace belongs to them: a placeholder is not found behind it.
    let start = before.get(..braces)?.trim_end_matches('{').len();
    Some(Open { range: start..caret, typed: typed.trim_end().to_owned() })
}

/// The text with the field's placeholder for what was typed, and the caret
/// behind it. What stands there of an older placeholder is taken along; its
/// format stays.
pub fn take(text: &str, open: &Open, name: &str) -> (String, usize) {
    let before = text.get(..open.range.start).unwrap_or_default();
    let after = text.get(open.range.end..).unwrap_or_default();
    let rest = after.trim_start_matches(is_name).trim_start_matches(' ');
    let mut out = format!("{before}{{{{{name}");
    let tail = match (rest.strip_prefix("}}"), rest.strip_prefix('|')) {
        (Some(tail), _) => {
            out.push_str("}}");
            tail
        }
        (None, Some(format)) if closes(format) => {
            let (format, tail) = format.split_once("}}").unwrap_or((format, ""));
            out.push_str(" |");
            out.push_str(format);
            out.push_str("}}");
            tail
        }
        _ => {
            out.push_str("}}");
            after
        }
    };
    let caret = out.len();
    out.push_str(tail);
    (out, caret)
}

/// Whether the placeholder is closed before another one opens.
fn closes(format: &str) -> bool {
    format.find("}}").is_some_and(|close| !format.get(..close).unwrap_or_default().contains('{'))
}

/// What may be meant by what was typed. Nothing typed means everything.
pub fn offer(template: &Template, typed: &str) -> Offer {
    let own = template.fields.iter().map(|f| Choice {
        name: f.name.clone(),
        label: if f.label.is_empty() { f.name.clone() } else { f.label.clone() },
        kind: f.kind,
    });
    let computed = COMPUTED.iter().map(|name| Choice {
        name: (*name).to_owned(),
        label: computed_label(name).to_owned(),
        kind: if *name == "valid_until" { FieldType::Date } else { FieldType::Text },
    });
    let wanted = plain(typed);
    let mut fits: Vec<(u8, Choice)> =
        own.chain(computed).filter_map(|choice| Some((fit(&wanted, &choice)?, choice))).collect();
    // Stable: those that fit alike stay in the template's order.
    fits.sort_by_key(|(rank, _)| *rank);
    let there = fits.first().is_some_and(|(rank, _)| *rank == 0);
    let add = (!there && typed.chars().any(char::is_alphanumeric)).then(|| typed.to_owned());
    Offer { fields: fits.into_iter().map(|(_, choice)| choice).collect(), add }
}

/// Lower case, and one blank for all that parts words.
fn plain(words: &str) -> String {
    let spaced: String =
        words.chars().map(|c| if is_name(c) && c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// How well a field fits, 0 being best; `None` if it does not.
fn fit(wanted: &str, choice: &Choice) -> Option<u8> {
    if wanted.is_empty() {
        return Some(1);
    }
    let (name, label) = (plain(&choice.name), plain(&choice.label));
    let either = |test: fn(&str, &str) -> bool| test(&name, wanted) || test(&label, wanted);
    let ranks: [fn(&str, &str) -> bool; 5] = [
        |a, b| a == b,
        |a, b| a.starts_with(b),
        |a, b| a.match_indices(b).any(|(at, _)| a.get(..at).is_some_and(|x| x.ends_with(' '))),
        |a, b| a.contains(b),
        |a, b| b.chars().count() > 1 && in_order(a, b),
    ];
    (0..).zip(ranks).find(|(_, test)| either(*test)).map(|(rank, _)| rank)
}

/// Whether the letters come in that order, others between them or not.
fn in_order(text: &str, letters: &str) -> bool {
    let mut rest = text.chars();
    letters.chars().filter(|c| *c != ' ').all(|letter| rest.any(|c| c == letter))
}

/// The content of a text with a placeholder at its end, parted from the words
/// before it.
pub fn appended(content: &str, placeholder: &str) -> String {
    let joined = content.chars().next_back().is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '/' | '“' | '"' | '#' | '-' | '–' | '—')
    });
    // Scripts without spaces put none here either.
    let east_asian = content.chars().next_back().is_some_and(|c| c >= '\u{2e80}');
    let blank = if joined || east_asian { "" } else { " " };
    format!("{content}{blank}{placeholder}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::classic;
    use proptest::prelude::*;

    fn typed(text: &str) -> Option<String> {
        open_before(text, text.len()).map(|open| open.typed)
    }

    #[test]
    fn only_an_open_placeholder_is_found() {
        for (text, want) in [
            ("{{", Some("")),
            ("To {{ ", Some("")),
            ("{{rec", Some("rec")),
            ("{{ rec", Some("rec")),
            ("{{Course ti", Some("Course ti")),
            ("{{{rec", Some("rec")),
            ("{{a}} {{b", Some("b")),
            ("{rec", None),
            ("{{rec}}", None),
            ("{{rec}} and", None),
            ("{{rec | date", None),
            ("{{one\ntwo", None),
            ("{{two  blanks", None),
            ("", None),
        ] {
            assert_eq!(typed(text).as_deref(), want, "{text}");
        }
        assert_eq!(typed(&format!("{{{{{}", "x".repeat(50))), None);
        // Inside a letter of several bytes there is nothing.
        assert_eq!(open_before("{{é", 3), None);
    }

    #[test]
    fn taking_writes_a_whole_placeholder() {
        for (text, want) in [
            ("To {{re¦", "To {{name}}¦"),
            ("To {{re¦, well done", "To {{name}}¦, well done"),
            ("{{re¦cipient}} x", "{{name}}¦ x"),
            ("{{ re¦cipient | date: long}} x", "{{name | date: long}}¦ x"),
            ("{{re¦ | {{other}}", "{{name}}¦ | {{other}}"),
            ("{{¦ Hello", "{{name}}¦ Hello"),
            ("{{re¦Hello", "{{name}}¦Hello"),
            ("{{{re¦", "{{name}}¦"),
        ] {
            let caret = text.find('¦').unwrap();
            let text = text.replace('¦', "");
            let open = open_before(&text, caret).unwrap();
            let (out, at) = take(&text, &open, "name");
            assert_eq!(format!("{}¦{}", &out[..at], &out[at..]), want);
        }
    }

    #[test]
    fn names_and_labels_are_found_by_their_parts() {
        let t = classic();
        let names =
            |typed: &str| offer(&t, typed).fields.into_iter().map(|c| c.name).collect::<Vec<_>>();
        assert_eq!(
            names(""),
            ["recipient_name", "completed_at", "certificate_number", "valid_until", "validity"]
        );
        assert_eq!(names("rec")[0], "recipient_name");
        assert_eq!(names("Recipient n")[0], "recipient_name");
        assert_eq!(names("number")[0], "certificate_number");
        assert_eq!(names("cnum"), ["certificate_number"]);
        assert_eq!(names("zzz"), [""; 0]);
        assert_eq!(names("validity")[0], "validity");
    }

    #[test]
    fn a_field_is_offered_to_be_added_unless_it_is_there() {
        let t = classic();
        assert_eq!(offer(&t, "score").add.as_deref(), Some("score"));
        assert_eq!(offer(&t, "recipient_name").add, None);
        assert_eq!(offer(&t, "recipient name").add, None);
        assert_eq!(offer(&t, "rec").add.as_deref(), Some("rec"));
        assert_eq!(offer(&t, "").add, None);
        assert_eq!(offer(&t, "-").add, None);
    }

    #[test]
    fn words_and_placeholder_are_parted() {
        assert_eq!(appended("", "{{a}}"), "{{a}}");
        assert_eq!(appended("Awarded to", "{{a}}"), "Awarded to {{a}}");
        assert_eq!(appended("No. ", "{{a}}"), "No. {{a}}");
        assert_eq!(appended("https://x.org/", "{{a}}"), "https://x.org/{{a}}");
        assert_eq!(appended("氏名", "{{a}}"), "氏名{{a}}");
    }

    proptest! {
        #[test]
        fn what_was_taken_is_a_placeholder(before in "[a-z {}|é]{0,12}", after in "[a-z {}|é]{0,12}") {
            let text = format!("{before}{after}");
            if let Some(open) = open_before(&text, before.len()) {
                let (out, at) = take(&text, &open, "name");
                prop_assert!(out.is_char_boundary(at));
                prop_assert!(out[open.range.start..at].starts_with("{{name"));
                prop_assert!(out[..at].ends_with("}}"));
                prop_assert_eq!(&out[..open.range.start], &text[..open.range.start]);
            }
        }
    }
}
