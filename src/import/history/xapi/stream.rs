//! Finds statements in a text one by one, and finds its way back after what
//! is broken.
//!
//! Brackets and commas between statements are skipped, which reads a single
//! statement, a list, a record store's answer and one statement a line alike.
//! Behind something broken, reading resumes at the next thing that is a
//! statement from its first brace to its last, or at the next line that begins
//! like the broken one did.

use super::statement::Statement;
use crate::import::history::imported::Fault;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// How long a statement may be, in bytes.
const MAX_STATEMENT: usize = 1024 * 1024;

/// How many bytes may be read again in search of the next statement. When they
/// are spent, a statement has to be on one line, and reading resumes in the
/// next, so that time stays in proportion to the length.
const READ_AGAIN: usize = 64 * 1024 * 1024;

/// How far back the beginning of a line is looked for.
const INDENTATION: usize = 256;

/// What was found.
pub(super) enum Found<'t> {
    /// A statement; `number` is its line or which one it is, from 1.
    Statement { number: u32, text: &'t str, statement: Box<Statement<'t>> },
    /// Something else.
    Fault { number: u32, text: &'t str, fault: Fault },
}

/// The statements of a text.
pub(super) struct Stream<'t> {
    text: &'t str,
    at: usize,
    /// Whether numbers are lines: not in a list.
    by_line: bool,
    found: u32,
    /// The line (from 1) of a place at or before `at`.
    line: (u32, usize),
    /// Where the line of `at` ends, while `at` is before that.
    line_end: usize,
    read_again: usize,
    more: bool,
}

impl<'t> Stream<'t> {
    pub fn new(text: &'t str) -> Self {
        let by_line = !text.trim_start().starts_with('[');
        Self {
            text,
            at: 0,
            by_line,
            found: 0,
            line: (1, 0),
            line_end: 0,
            read_again: 0,
            more: false,
        }
    }

    /// A warning when the text says that there is more than it holds.
    pub fn unfinished(&self) -> Option<Fault> {
        self.more.then(|| {
            Fault::warning(
                "more-statements",
                "This is one page of a longer answer: the record store has more statements (see “more”).",
                "Fetch the other pages too, and import each.",
            )
        })
    }

    /// The next thing that is a statement or should be one.
    pub fn next(&mut self) -> Option<Found<'t>> {
        loop {
            let rest = self.rest(self.at);
            let skipped = rest.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ',' | '[' | ']' | '}' | '\u{1E}')
            });
            self.at += rest.len() - skipped.len();
            let first = skipped.bytes().next()?;
            if first == b'{' {
                if self.found == 0
                    && let Some(inside) = self.answer()
                {
                    self.at = inside;
                    self.by_line = false;
                    continue;
                }
                if let Some(found) = self.object() {
                    return Some(found);
                }
            } else if let Some(found) = self.other() {
                return Some(found);
            }
        }
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or("")
    }

    /// What may be one statement: as much as one may be long.
    fn window(&mut self, at: usize) -> &'t str {
        let mut end = at.saturating_add(MAX_STATEMENT);
        if self.read_again > READ_AGAIN {
            end = end.min(self.line_end(at));
        }
        let end = self.text.floor_char_boundary(end);
        self.text.get(at..end).unwrap_or("")
    }

    /// Where the line of a place ends.
    fn line_end(&mut self, at: usize) -> usize {
        if at >= self.line_end {
            let rest = self.rest(at);
            self.line_end = at + rest.find('\n').unwrap_or(rest.len());
        }
        self.line_end
    }

    /// The number of what begins at a place.
    fn number(&mut self, at: usize) -> u32 {
        self.found = self.found.saturating_add(1);
        if !self.by_line {
            return self.found;
        }
        let (line, from) = self.line;
        let between = self.text.as_bytes().get(from..at).unwrap_or(&[]);
        let newlines = between.iter().filter(|b| **b == b'\n').count();
        let line = line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
        self.line = (line, at);
        line
    }

    fn fault(&mut self, at: usize, fault: Fault) -> Found<'t> {
        let number = self.number(at);
        let end = self.text.floor_char_boundary(at.saturating_add(INDENTATION * 2));
        Found::Fault { number, text: self.text.get(at..end).unwrap_or(""), fault }
    }

    /// An object: a statement, or why it is none. Nothing when statements are
    /// inside it.
    fn object(&mut self) -> Option<Found<'t>> {
        let start = self.at;
        let window = self.window(start);
        let why = match parse::<Statement<'t>>(window) {
            Ok((statement, length)) if statement.is_one() => {
                self.at = start + length;
                let text = self.text.get(start..self.at).unwrap_or("");
                let number = self.number(start);
                return Some(Found::Statement { number, text, statement: Box::new(statement) });
            }
            Ok(_) => "it has no verb and object".to_owned(),
            Err((error, _)) => sentence(&error),
        };
        match parse::<IgnoredAny>(window) {
            Ok((_, length)) => {
                let end = start + length;
                if let Some(inside) = self.search(start + 1, end, None) {
                    self.at = inside;
                    return None;
                }
                self.at = end;
                let repair = "Leave it out, or export the statements again.";
                let message = format!("This is no xAPI statement: {why}.");
                Some(self.fault(start, Fault::error("not-a-statement", message, repair)))
            }
            Err((error, reached)) => {
                self.read_again = self.read_again.saturating_add(reached);
                let cut = window.len() < self.text.len() - start && error.is_eof();
                let indentation = self.indentation(start);
                self.at = self
                    .search(start + 1, self.text.len(), Some(indentation))
                    .unwrap_or(self.text.len());
                let fault = if cut && window.len() >= MAX_STATEMENT - 4 {
                    too_long()
                } else {
                    broken(&error)
                };
                Some(self.fault(start, fault))
            }
        }
    }

    /// The next statement that begins in a stretch of the text. With `broken`,
    /// the indentation of something broken if it began a line, the next line
    /// that begins like it will do as well.
    fn search(&mut self, from: usize, to: usize, broken: Option<Option<usize>>) -> Option<usize> {
        let mut at = from;
        loop {
            at += self.text.get(at..to)?.find('{')?;
            let spent = self.read_again > READ_AGAIN;
            if spent && broken.is_none() {
                return None;
            }
            if let Some(own) = broken
                && let Some(here) = self.indentation(at)
                && (own.is_some_and(|own| here <= own) || (spent && own.is_none()))
            {
                return Some(at);
            }
            if !spent {
                let reached = match parse::<Statement<'t>>(self.window(at)) {
                    Ok((statement, _)) if statement.is_one() => return Some(at),
                    Ok((_, reached)) | Err((_, reached)) => reached,
                };
                self.read_again = self.read_again.saturating_add(reached);
            }
            at += 1;
        }
    }

    /// How far a place is from the beginning of its line, when only blanks and
    /// the marks of a list are between.
    fn indentation(&self, at: usize) -> Option<usize> {
        let from = at.saturating_sub(INDENTATION);
        let before = self.text.as_bytes().get(from..at)?;
        let blanks =
            before.iter().rev().take_while(|b| matches!(b, b' ' | b'\t' | b',' | b'[')).count();
        let begins = match before.len() - blanks {
            0 => from == 0,
            rest => before.get(rest - 1) == Some(&b'\n'),
        };
        begins.then_some(blanks)
    }

    /// Something that is no object: a value among statements, or no JSON at all.
    fn other(&mut self) -> Option<Found<'t>> {
        let start = self.at;
        let end = self.line_end(start).min(start.saturating_add(MAX_STATEMENT));
        let end = self.text.floor_char_boundary(end);
        let line = self.text.get(start..end).unwrap_or("");
        if !self.by_line
            && let Some(rest) = line.strip_prefix("\"more\"")
        {
            let length = self.read_more(rest);
            self.at = start + line.len() - rest.len() + length;
            return None;
        }
        let fault = match parse::<IgnoredAny>(line) {
            Ok((_, length)) => {
                self.at = start + length;
                let message = "This is no xAPI statement: it is not an object.";
                Fault::error("not-a-statement", message, "Leave it out.")
            }
            Err((error, reached)) => {
                self.read_again = self.read_again.saturating_add(reached);
                self.at = self.search(start + 1, end, None).unwrap_or(end);
                broken(&error)
            }
        };
        Some(self.fault(start, fault))
    }

    /// Reads `: "…"` behind `"more"`, and gives its length.
    fn read_more(&mut self, rest: &str) -> usize {
        let value = rest.trim_start().strip_prefix(':').unwrap_or("");
        match parse::<String>(value) {
            Ok((address, length)) => {
                self.more |= !address.is_empty();
                rest.len() - value.len() + length
            }
            Err(_) => rest.len(),
        }
    }

    /// When the object here is a record store's answer, the place behind the
    /// bracket that opens its list of statements.
    fn answer(&mut self) -> Option<usize> {
        let window = self.window(self.at);
        let mut rest = window.strip_prefix('{')?;
        loop {
            rest = rest.trim_start();
            let (key, length) = parse::<String>(rest).ok()?;
            rest = rest.get(length..)?.trim_start().strip_prefix(':')?.trim_start();
            if key == "statements" {
                let inside = rest.strip_prefix('[')?;
                return Some(self.at + window.len() - inside.len());
            }
            let (_, length) = parse::<IgnoredAny>(rest).ok()?;
            if key == "more" {
                self.more |= length > 2;
            }
            rest = rest.get(length..)?.trim_start().strip_prefix(',')?;
        }
    }
}

/// Reads one value from the beginning of a text, and gives its length; or how
/// far the text was read before it turned out to be none.
fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> Result<(T, usize), (serde_json::Error, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<T>();
    match values.next() {
        Some(Ok(value)) => Ok((value, values.byte_offset())),
        Some(Err(error)) => {
            let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let reached = lines.map(str::len).sum::<usize>() + error.column();
            Err((error, reached))
        }
        // Nothing but blanks: what reading a value from it would say.
        None => Err((serde::de::Error::custom("there is nothing"), text.len())),
    }
}

/// What the reader of JSON says, without the place within the statement.
fn sentence(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).trim_end_matches('.').to_owned()
}

fn broken(error: &serde_json::Error) -> Fault {
    Fault::error(
        "broken-json",
        format!("This is not JSON: {}.", sentence(error)),
        "It may be cut off. Export the statements again, or leave this one out.",
    )
}

fn too_long() -> Fault {
    Fault::error(
        "line-too-long",
        "This statement is longer than 1 MB.",
        "Leave it out, or export it without its extensions.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        r#"{"id":"a","actor":{"mbox":"mailto:a@b.c"},"verb":{"id":"v"},"object":{"id":"o"}}"#;

    /// `+` for a statement, else the fault's code, each with its number.
    fn shape(text: &str) -> Vec<String> {
        let mut stream = Stream::new(text);
        let mut out = Vec::new();
        while let Some(found) = stream.next() {
            out.push(match found {
                Found::Statement { number, .. } => format!("{number}+"),
                Found::Fault { number, fault, .. } => format!("{number} {}", fault.code),
            });
        }
        out
    }

    #[test]
    fn all_four_forms() {
        assert_eq!(shape(GOOD), ["1+"]);
        assert_eq!(shape(&format!("[{GOOD},\n{GOOD}]")), ["1+", "2+"]);
        assert_eq!(shape(&format!("{GOOD}\n\n{GOOD}\r\n")), ["1+", "3+"]);
        let answer = format!(r#"{{"more":"/next","statements":[{GOOD},{GOOD}]}}"#);
        assert_eq!(shape(&answer), ["1+", "2+"]);
        let answer = format!("{{\n\"statements\" : [\n{GOOD}\n],\n \"more\" : \"\"\n}}");
        assert_eq!(shape(&answer), ["1+"]);
        assert!(shape(" []\n").is_empty() && shape("").is_empty());
        assert!(shape(r#"{"statements":[],"more":""}"#).is_empty());
    }

    #[test]
    fn pages_are_told() {
        for (text, more) in [
            (format!(r#"{{"more":"/x","statements":[{GOOD}]}}"#), true),
            (format!(r#"{{"statements":[{GOOD}],"more":"/x"}}"#), true),
            (format!(r#"{{"statements":[{GOOD}],"more":""}}"#), false),
        ] {
            let mut stream = Stream::new(&text);
            while stream.next().is_some() {}
            assert_eq!(stream.unfinished().is_some(), more, "{text}");
        }
    }

    #[test]
    fn what_is_broken_costs_itself_alone() {
        let cases = [
            (format!("[{GOOD},{{\"id\":nope}},{GOOD}]"), vec!["1+", "2 broken-json", "3+"]),
            (format!("[{{\"id\":\"x,\"a\":{{}},{GOOD},{GOOD}]"), vec!["1 broken-json", "2+", "3+"]),
            (
                format!("{{\"a\":\n{GOOD}\n{{\"b\n{GOOD}"),
                vec!["1 broken-json", "2+", "3 broken-json", "4+"],
            ),
            (
                format!("{GOOD}\nhello {GOOD}\n17\n{GOOD}"),
                vec!["1+", "2 broken-json", "2+", "3 not-a-statement", "4+"],
            ),
            (format!("[{GOOD},{}", &GOOD[..40]), vec!["1+", "2 broken-json"]),
            (
                format!("[{{}},{{\"timestamp\":5}},{GOOD}]"),
                vec!["1 not-a-statement", "2 not-a-statement", "3+"],
            ),
            (format!("{{\"statement\":{GOOD}}}\n{{\"statement\":{GOOD}}}"), vec!["1+", "2+"]),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(&text), expected, "{text}");
        }
    }

    #[test]
    fn statements_within_statements_are_not_taken_for_themselves() {
        let inner = GOOD.replacen('{', r#"{"objectType":"SubStatement","#, 1);
        let outer = format!(
            r#"{{"id":"b","actor":{{}},"verb":{{"id":"v"}},"object":{inner},"timestamp":5}}"#
        );
        assert_eq!(shape(&outer), ["1 not-a-statement"]);
    }

    #[test]
    fn giants_are_bounded() {
        let giant = format!("{{\"id\":\"{}\"}}\n{GOOD}", "x".repeat(3 << 20));
        assert_eq!(shape(&giant), ["1 line-too-long", "2+"]);
        let deep = format!("{}\n{GOOD}", "{\"a\":".repeat(100_000));
        assert_eq!(shape(&deep), ["1 broken-json", "2+"]);
        assert_eq!(shape(&"[".repeat(1_000_000)).len(), 0);
    }
}
