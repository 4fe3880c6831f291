//! Splits a table into its rows, and finds its way back after a quote that
//! never closes.
//!
//! Quoting is RFC 4180 with two freedoms: blanks around a quoted cell, and text
//! behind its closing quote on the same line. A quoted cell may run over several
//! lines. When it runs over too many, or when what follows its closing quote
//! shows that this was another cell's opening quote, the row's first line alone
//! is given up and reading resumes in the next.

use std::borrow::Cow;

/// How many lines one row may have.
const MAX_LINES: u32 = 100;

/// How long one row may be, in bytes.
const MAX_ROW: usize = 64 * 1024;

/// How many cells of a row are kept; more are counted only.
const MAX_CELLS: usize = 1000;

/// How many bytes may be read again after broken quotes. When they are spent, a
/// row may have one line only, so that time stays in proportion to the length.
const READ_AGAIN: usize = 64 * 1024 * 1024;

/// The rows of a table.
pub(in crate::import) struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    /// Where the next row begins, and its line from 1.
    at: usize,
    line: u32,
    read_again: usize,
}

/// One row.
#[derive(Debug, Default)]
pub(in crate::import) struct Record<'a> {
    /// Its cells, without the blanks around them; at most [`MAX_CELLS`].
    pub cells: Vec<Cow<'a, str>>,
    /// How many cells there are.
    pub count: usize,
    /// Its first line, from 1.
    pub line: u32,
    /// As it stands in the file, without the end of its last line.
    pub text: &'a str,
    /// How many lines it has.
    pub lines: u32,
    /// Why it could not be split, if it could not.
    pub broken: Option<Broken>,
}

/// Why a row could not be split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Broken {
    /// A quote in it never closes.
    Quote,
    /// It is longer than a row may be.
    TooLong,
}

impl Record<'_> {
    /// How many cells there are up to the last one that is not empty.
    pub fn filled(&self) -> usize {
        if self.count > self.cells.len() {
            return self.count;
        }
        self.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1)
    }
}

impl<'a> Records<'a> {
    /// The rows of a text whose cells are parted by `delimiter`, an ASCII
    /// character other than a quote and the ends of lines.
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        let mut records = Self { text, delimiter, at: 0, line: 1, read_again: 0 };
        // A first line of `sep=;` is for the spreadsheet only.
        let (first, next) = records.line_at(0);
        if let Some(rest) = first.get(..4).filter(|s| s.eq_ignore_ascii_case("sep="))
            && first.len() == rest.len() + 1
        {
            records.at = next;
            records.line = 2;
        }
        records
    }

    /// The next row that is not empty. `false` at the end.
    pub fn next(&mut self, record: &mut Record<'a>) -> bool {
        loop {
            let start = self.at;
            if start >= self.text.len() {
                return false;
            }
            let (line, next) = self.line_at(start);
            if line.trim().is_empty() {
                self.at = next;
                self.line = self.line.saturating_add(1);
                continue;
            }
            record.cells.clear();
            record.count = 0;
            record.line = self.line;
            record.text = line;
            record.lines = 1;
            record.broken = None;
            if line.len() > MAX_ROW {
                record.broken = Some(Broken::TooLong);
            } else if !line.as_bytes().contains(&b'"') {
                for cell in line.split(char::from(self.delimiter)) {
                    push(record, cell.trim().into());
                }
            } else {
                match self.split_quoted(start, record) {
                    Ok(end) => {
                        record.text = self.text.get(start..end).unwrap_or(line);
                        self.line = self.line.saturating_add(record.lines);
                        self.at = end + self.newline(end);
                        return true;
                    }
                    Err(end) => {
                        record.broken = Some(Broken::Quote);
                        record.lines = 1;
                        self.read_again = self.read_again.saturating_add(end.saturating_sub(next));
                    }
                }
            }
            self.at = next;
            self.line = self.line.saturating_add(1);
            return true;
        }
    }

    /// Gives up a row's first line alone: the next row begins in its second line.
    pub fn resume_after_first_line(&mut self, record: &mut Record<'a>) {
        let start = record.text.as_ptr() as usize - self.text.as_ptr() as usize;
        let (line, next) = self.line_at(start);
        self.read_again = self.read_again.saturating_add(self.at.saturating_sub(next));
        self.at = next;
        self.line = record.line.saturating_add(1);
        record.text = line;
        record.lines = 1;
        record.broken = Some(Broken::Quote);
    }

    /// The line that begins at a place, and where the next one does.
    fn line_at(&self, start: usize) -> (&'a str, usize) {
        let rest = self.text.get(start..).unwrap_or("");
        let length = rest.bytes().position(|b| b == b'\n' || b == b'\r').unwrap_or(rest.len());
        (rest.get(..length).unwrap_or(""), start + length + self.newline(start + length))
    }

    /// How long the end of a line is that is at a place; 0 when none is.
    fn newline(&self, at: usize) -> usize {
        match (self.byte(at), self.byte(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\r' | b'\n'), _) => 1,
            _ => 0,
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The place from `at` on of the first byte that `wanted` accepts, or the
    /// end of the text. As an error `limit`, when it is not before that.
    fn find(&self, at: usize, limit: usize, wanted: impl Fn(u8) -> bool) -> Result<usize, usize> {
        let end = limit.min(self.text.len());
        let rest = self.text.as_bytes().get(at..end).unwrap_or(&[]);
        match rest.iter().position(|b| wanted(*b)) {
            Some(found) => Ok(at + found),
            None if end == self.text.len() => Ok(end),
            None => Err(end),
        }
    }

    fn is_blank(&self, byte: u8) -> bool {
        (byte == b' ' || byte == b'\t') && byte != self.delimiter
    }

    /// Splits a row with quotes. Gives where it ends, or as an error how far it
    /// was read before it turned out to be broken.
    fn split_quoted(&self, start: usize, record: &mut Record<'a>) -> Result<usize, usize> {
        let limit = start + MAX_ROW + 1;
        let ends = |b: u8| b == self.delimiter || b == b'\n' || b == b'\r';
        let mut at = start;
        loop {
            let content = self.find(at, limit, |b| !self.is_blank(b))?;
            let end = if self.byte(content) == Some(b'"') {
                let (cell, end) = self.quoted(content + 1, limit, record)?;
                push(record, cell);
                end
            } else {
                let end = self.find(at, limit, ends)?;
                push(record, self.text.get(at..end).unwrap_or("").trim().into());
                end
            };
            if self.byte(end) != Some(self.delimiter) {
                return Ok(end);
            }
            at = end + 1;
        }
    }

    /// The cell whose content begins at `from`, behind its opening quote, and
    /// where it ends.
    fn quoted(
        &self,
        from: usize,
        limit: usize,
        record: &mut Record<'a>,
    ) -> Result<(Cow<'a, str>, usize), usize> {
        let max_lines = if self.read_again > READ_AGAIN { 1 } else { MAX_LINES };
        let lines_before = record.lines;
        let mut written: Option<String> = None;
        let (mut piece, mut at) = (from, from);
        loop {
            at = self.find(at, limit, |b| b == b'"' || b == b'\n' || b == b'\r')?;
            if at >= self.text.len() {
                return Err(at);
            }
            let newline = self.newline(at);
            if newline > 0 {
                record.lines += 1;
                at += newline;
                if record.lines > max_lines {
                    return Err(at);
                }
            } else if self.byte(at + 1) == Some(b'"') {
                // Two quotes stand for one.
                let out = written.get_or_insert_default();
                out.push_str(self.text.get(piece..=at).unwrap_or(""));
                at += 2;
                piece = at;
            } else {
                break;
            }
        }
        let ends = |b: u8| b == self.delimiter || b == b'\n' || b == b'\r';
        let content = self.text.get(piece..at).unwrap_or("");
        let after = self.find(at + 1, limit, |b| !self.is_blank(b))?;
        if self.byte(after).is_none_or(ends) {
            let cell = match written {
                None => Cow::Borrowed(content.trim()),
                Some(out) => Cow::Owned((out + content).trim().to_owned()),
            };
            return Ok((cell, after));
        }
        if record.lines > lines_before {
            // It was the opening quote of another row's cell.
            return Err(after);
        }
        let end = self.find(after, limit, ends)?;
        let tail = self.text.get(at + 1..end).unwrap_or("");
        let cell = written.unwrap_or_default() + content + tail;
        Ok((cell.trim().to_owned().into(), end))
    }
}

fn push<'a>(record: &mut Record<'a>, cell: Cow<'a, str>) {
    record.count += 1;
    if record.cells.len() < MAX_CELLS {
        record.cells.push(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>, bool)> {
        let mut records = Records::new(text, b',');
        let mut record = Record::default();
        let mut out = Vec::new();
        while records.next(&mut record) {
            let cells = record.cells.iter().map(|c| c.to_string()).collect();
            out.push((record.line, cells, record.broken.is_some()));
        }
        out
    }

    fn cells(text: &str) -> Vec<String> {
        rows(text).remove(0).1
    }

    #[test]
    fn cells_with_and_without_quotes() {
        assert_eq!(cells("a, b ,,d"), ["a", "b", "", "d"]);
        assert_eq!(
            cells(r#""a,b", "c" ,"say ""hi""",5" wide"#),
            ["a,b", "c", r#"say "hi""#, "5\" wide"]
        );
        assert_eq!(cells(r#""a"b,c"#), ["ab", "c"]);
        assert_eq!(cells("\"\",\"\"\"\""), ["", "\""]);
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        let found = rows("a\r\n\r\n\"b\r\nb\",c\rd\n\ne");
        let lines: Vec<_> =
            found.iter().map(|(line, cells, _)| (*line, cells[0].as_str())).collect();
        assert_eq!(lines, [(1, "a"), (3, "b\r\nb"), (5, "d"), (7, "e")]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_line() {
        let found = rows("a,\"b\nc,d\n\"e\",f\n");
        let shape: Vec<_> =
            found.iter().map(|(line, cells, broken)| (*line, cells.len(), *broken)).collect();
        assert_eq!(shape[0].0, 1);
        assert!(shape[0].2);
        assert_eq!(&shape[1..], [(2, 2, false), (3, 2, false)]);
        // To the very end of the text, and over too many lines.
        assert_eq!(rows("a,\"b").iter().filter(|r| r.2).count(), 1);
        let long = format!("a,\"b\n{}\"", "c,d\n".repeat(150));
        assert_eq!(rows(&long).iter().filter(|r| r.2).count(), 2);
    }

    #[test]
    fn sep_lines_are_no_rows() {
        assert_eq!(rows("sep=,\na,b")[0].0, 2);
        assert_eq!(rows("sep=ab\na,b").len(), 2);
    }

    #[test]
    fn a_giant_line_is_not_split() {
        let found = rows(&format!("{}\na,b", ",".repeat(1 << 20)));
        assert!(found[0].2 && found[0].1.is_empty());
        assert_eq!(found[1].1, ["a", "b"]);
        assert_eq!(rows(&",".repeat(5000))[0].1.len(), 1000);
    }
}
