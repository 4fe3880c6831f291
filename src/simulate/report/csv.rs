//! CSV that a spreadsheet opens without running anything in it.

/// Writes rows as CSV (RFC 4180, UTF-8, CRLF). A cell that a spreadsheet would
/// take for a formula gets an apostrophe before it; numbers stay numbers.
pub fn write(header: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(header.iter().map(|cell| safe(cell)));
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| safe(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// A cell that a spreadsheet shows as it is.
pub fn safe(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if risky && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_numbers_kept() {
        let rows = vec![vec![
            "=1+1".to_owned(),
            "-5".to_owned(),
            "@SUM(A1)".to_owned(),
            "a\"b,c".to_owned(),
        ]];
        let csv = write(&["+x".to_owned()], rows.into_iter());
        assert_eq!(csv, "'+x\r\n'=1+1,-5,'@SUM(A1),\"a\"\"b,c\"\r\n");
    }
}
