//! The fonts that come with the program: `www/fonts/fonts.tsv`, the same table
//! that the set-up fetches them by.

use std::sync::OnceLock;
use unicode_script::Script;

/// One font file of the program's set.
#[derive(Clone, Debug, PartialEq)]
pub struct FontFile {
    /// Name of the file beside the program, under `fonts/`.
    pub file: &'static str,
    /// Family name.
    pub family: &'static str,
    /// 100–900.
    pub weight: u16,
    /// Whether it is the family's italic.
    pub italic: bool,
    /// Scripts that it serves as a fallback for.
    pub scripts: Vec<Script>,
}

/// Every font file of the program's set, in the table's order.
pub fn catalogue() -> &'static [FontFile] {
    static FILES: OnceLock<Vec<FontFile>> = OnceLock::new();
    FILES.get_or_init(|| {
        include_str!("../../www/fonts/fonts.tsv").lines().skip(1).filter_map(row).collect()
    })
}

fn row(line: &'static str) -> Option<FontFile> {
    let mut cells = line.split('\t');
    Some(FontFile {
        file: cells.next()?,
        family: cells.next()?,
        weight: cells.next()?.parse().ok()?,
        italic: cells.next()? == "italic",
        scripts: cells.next()?.split(',').filter_map(Script::from_short_name).collect(),
    })
}

/// The families of the program's set, once each, in the table's order.
pub fn families() -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    for file in catalogue() {
        if !out.contains(&file.family) {
            out.push(file.family);
        }
    }
    out
}

/// The file of a family that comes nearest to a weight and slope: the right
/// slope first, then the nearest weight, the lighter of two as near.
pub fn nearest(family: &str, weight: u16, italic: bool) -> Option<&'static FontFile> {
    catalogue()
        .iter()
        .filter(|f| f.family == family)
        .min_by_key(|f| (f.italic != italic, f.weight.abs_diff(weight), f.weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = include_str!("../../www/fonts/fonts.tsv").lines().skip(1).count();
        assert_eq!(catalogue().len(), rows);
        assert!(catalogue().iter().all(|f| !f.scripts.is_empty()));
    }

    #[test]
    fn the_nearest_face_is_found() {
        let file = |family, weight, italic| nearest(family, weight, italic).unwrap().file;
        assert_eq!(file("EB Garamond", 600, false), "eb-garamond-700.ttf");
        assert_eq!(file("EB Garamond", 700, true), "eb-garamond-400-italic.ttf");
        assert_eq!(file("Alex Brush", 700, true), "alex-brush-400.ttf");
        assert!(nearest("Comic Sans", 400, false).is_none());
    }
}
