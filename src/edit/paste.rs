//! Text that comes from other programs, made plain.

use crate::diagnostic::Diagnostic;

/// The most bytes of UTF-8 that one paste brings.
pub const MAX_PASTE_BYTES: usize = 100_000;

/// Plain text: line ends become `\n`, tabs and odd spaces a space, other control
/// characters go. What is over [`MAX_PASTE_BYTES`], or over the `room` in
/// characters that the element has left, is cut off between characters, with a
/// warning (`paste-cut`). Joiners and direction marks stay: scripts need them.
pub fn clean_text(text: &str, room: usize) -> (String, Option<Diagnostic>) {
    let mut out = String::new();
    let mut count = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    continue;
                }
                '\n'
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            // Byte order mark, object replacement, non-characters.
            '\u{feff}' | '\u{fffc}' | '\u{fffe}' | '\u{ffff}' => continue,
            c if c.is_control() => continue,
            c => c,
        };
        if count == room || out.len() + c.len_utf8() > MAX_PASTE_BYTES {
            let message =
                format!("The pasted text is too long; its first {count} characters were taken.");
            let cut = Diagnostic::warning("paste-cut", "", message)
                .repair("Paste less at a time, or spread the text over several elements.");
            return (out, Some(cut));
        }
        out.push(c);
        count += 1;
    }
    (out, None)
}

/// The words of an HTML fragment, for a clipboard that has no plain text:
/// elements that stand on their own line end one, scripts and styles go, the
/// usual entities are read. Goes through [`clean_text`] as well.
pub fn clean_html(html: &str, room: usize) -> (String, Option<Diagnostic>) {
    const BLOCKS: &[&str] =
        &["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"];
    // Mark-up can be many times its words, but not endlessly.
    let mut end = html.len().min(MAX_PASTE_BYTES * 20);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let mut rest = html.get(..end).unwrap_or_default();
    let mut out = String::new();
    while let Some(open) = rest.find('<') {
        push_words(&mut out, rest.get(..open).unwrap_or_default());
        rest = rest.get(open..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").and_then(|at| comment.get(at + 3..)).unwrap_or_default();
            continue;
        }
        let Some(close) = rest.find('>') else {
            rest = "";
            break;
        };
        let tag = rest.get(1..close).unwrap_or_default();
        rest = rest.get(close + 1..).unwrap_or_default();
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if matches!(name.as_str(), "script" | "style" | "head" | "title") && !tag.starts_with('/') {
            // Up to its own end tag; without one, to the end.
            let is_end = |at: &usize| {
                let found = rest.get(at + 2..at + 2 + name.len());
                found.is_some_and(|found| found.eq_ignore_ascii_case(&name))
            };
            let end = rest.match_indices("</").map(|(at, _)| at).find(is_end);
            rest = end.and_then(|at| rest.get(at..)).unwrap_or_default();
        } else if BLOCKS.contains(&name.as_str())
            && (name == "br" || !out.ends_with('\n'))
            && !out.is_empty()
        {
            out.push('\n');
        }
    }
    push_words(&mut out, rest);
    clean_text(out.trim(), room)
}

/// Adds text between tags: runs of white space are one space.
fn push_words(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut used = c.len_utf8();
        match c {
            '&' => {
                let name = rest.get(1..).and_then(|r| r.split_once(';')).map(|(name, _)| name);
                match name.filter(|n| n.len() < 12).and_then(|n| Some((n, entity(n)?))) {
                    Some((name, c)) => {
                        out.push(c);
                        used = name.len() + 2;
                    }
                    None => out.push('&'),
                }
            }
            c if c.is_ascii_whitespace() => {
                if !out.is_empty() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
        rest = rest.get(used..).unwrap_or_default();
    }
}

fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    if let Some(digits) = number {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_becomes_plain() {
        let (text, cut) = clean_text("\u{feff}a\r\nb\rc\u{2028}d\te\u{0}\u{7}f\u{200d}g", 99);
        assert_eq!((text.as_str(), cut), ("a\nb\nc\nd e\u{66}\u{200d}g", None));
        let (text, cut) = clean_text(&"é".repeat(600_000), usize::MAX);
        assert_eq!((text.len(), cut.unwrap().code.as_ref()), (100_000, "paste-cut"));
        assert_eq!(clean_text("abc", 2).0, "ab");
        assert!(clean_text("ab", 2).1.is_none());
    }

    #[test]
    fn rich_text_becomes_plain() {
        let html = "<html><head><style>p{color:red}</style></head><body><!-- x > y -->\
            <p>Ada&nbsp;<b>Love\n  lace</b> &amp; co</p><p>1 &lt; 2<br>&#x41;&#66;&bogus;</p>\
            <script>alert('<p>no</p>')</script></body>";
        assert_eq!(clean_html(html, 999).0, "Ada\u{a0}Love lace & co\n1 < 2\nAB&bogus;");
        assert_eq!(clean_html("a < b <", 999).0, "a");
    }

    proptest! {
        #[test]
        fn no_paste_breaks_it(html in "[<>/&;#a-z!\\- \n\u{e9}\u{0}]{0,60}", room in 0..50usize) {
            let (text, _) = clean_html(&html, room);
            prop_assert!(text.chars().count() <= room);
            prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
