//! The recipients with awkward names: made-up people in 12 scripts.

use super::root;
use laureate::field::Values;

/// The rows of `../shared/data/recipients.csv`, or of our copy of it.
pub fn rows() -> Vec<Values> {
    let shared = root().join("../shared/data/recipients.csv");
    let text = std::fs::read_to_string(shared)
        .or_else(|_| std::fs::read_to_string(root().join("tests/fixtures/recipients.csv")))
        .unwrap();
    let mut rows = csv(&text).into_iter();
    let keys = rows.next().unwrap();
    rows.map(|row| keys.iter().cloned().zip(row).collect()).collect()
}

/// First and last name, whichever there are, without outer blanks.
pub fn name(row: &Values) -> String {
    let full = format!("{} {}", row["first_name"], row["last_name"]);
    full.trim().to_owned()
}

/// Comma separated values as in RFC 4180.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}
