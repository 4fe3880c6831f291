//! PDF as poppler and qpdf see it.

use super::Scratch;
use super::pixels::Pixels;
use std::process::Command;

/// What a program prints about the file; `@` among its arguments is the file.
pub fn ask(pdf: &[u8], program: &str, arguments: &[&str]) -> Vec<u8> {
    let file = Scratch::new(".pdf");
    std::fs::write(&file.0, pdf).unwrap();
    let arguments =
        arguments.iter().map(|a| if *a == "@" { file.0.as_os_str() } else { a.as_ref() });
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|e| panic!("{program}: {e}; `make setup` installs it"));
    // Poppler 22 takes `/Suspects false`, which PDF/UA asks for, for an error.
    let known = "Syntax Error: Suspects object is wrong type (boolean)";
    let complaints = String::from_utf8_lossy(&output.stderr).replace(known, "");
    assert!(output.status.success() && complaints.trim().is_empty(), "{program}: {complaints}");
    output.stdout
}

fn told(pdf: &[u8], program: &str, arguments: &[&str]) -> String {
    String::from_utf8(ask(pdf, program, arguments)).unwrap()
}

/// Fails unless qpdf finds nothing to complain about.
pub fn check(pdf: &[u8]) {
    let said = told(pdf, "qpdf", &["--check", "@"]);
    assert!(said.contains("No syntax or stream encoding errors"), "{said}");
}

/// The words in the order in which they are drawn, a line a line, without the
/// marks of direction that poppler puts around right-to-left text.
pub fn words(pdf: &[u8]) -> String {
    let added = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{c}');
    let text = told(pdf, "pdftotext", &["-raw", "@", "-"]).replace(added, "");
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| format!("{l}\n")).collect()
}

/// A font of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PdfFont {
    /// Its name without the six letters that mark a subset.
    pub name: String,
    pub embedded: bool,
    pub subset: bool,
    /// Whether glyphs lead back to characters.
    pub to_unicode: bool,
}

/// The fonts in order of their names.
pub fn fonts(pdf: &[u8]) -> Vec<PdfFont> {
    let table = told(pdf, "pdffonts", &["@"]);
    let mut fonts: Vec<PdfFont> = table.lines().skip(2).map(font).collect();
    fonts.sort();
    fonts
}

/// Reads `ABCDEF+Name CID TrueType Identity-H yes yes yes 12 0`: counted from
/// the end, because types are one word or two.
fn font(row: &str) -> PdfFont {
    let cells: Vec<&str> = row.split_whitespace().collect();
    let name = cells[0].split_once('+').map_or(cells[0], |(_, name)| name);
    let yes = |from_end: usize| cells[cells.len() - from_end] == "yes";
    PdfFont { name: name.into(), embedded: yes(5), subset: yes(4), to_unicode: yes(3) }
}

/// The structure that a screen reader follows, without its words: poppler 22
/// prints headings as UTF-16 in the middle of its UTF-8, and loses the rest of
/// an element where its words are told in another way (`ActualText`).
pub fn structure(pdf: &[u8]) -> String {
    let said = ask(pdf, "pdfinfo", &["-struct", "@"]);
    let said = String::from_utf8_lossy(&said).into_owned();
    let kept = |line: &str| {
        let line = line.trim_end();
        let line = line.split_once(" \"").map_or(line, |(element, _title)| element);
        let object = line.trim_start().starts_with("Object ");
        // What is left of a title with a line end in it starts with no blank.
        let part = line.starts_with(' ') || line.starts_with("Document");
        (!object && part).then(|| format!("{line}\n"))
    };
    said.lines().filter_map(kept).collect()
}

/// One line of what the file says about itself.
pub fn info(pdf: &[u8], key: &str) -> Option<String> {
    let said = told(pdf, "pdfinfo", &["@"]);
    let line = said.lines().find_map(|l| l.strip_prefix(key)?.strip_prefix(':'))?;
    Some(line.trim().to_owned())
}

/// The first page as pixels.
pub fn pixels(pdf: &[u8], dpi: f32) -> Pixels {
    let dpi = dpi.to_string();
    Pixels::read_ppm(&ask(pdf, "pdftoppm", &["-r", &dpi, "-f", "1", "-l", "1", "@"]))
}

/// Everything about a file that people see or hear, as text that stays the
/// same from one version of the tools to the next.
pub fn described(pdf: &[u8]) -> String {
    let mut out = String::new();
    for key in ["Title", "Tagged", "Pages", "Page size"] {
        out += &format!("{key}: {}\n", info(pdf, key).unwrap_or_default());
    }
    out += "\n# Words\n";
    out += &words(pdf);
    out += "\n# Fonts\n";
    for font in fonts(pdf) {
        let say = |what, yes: bool| if yes { what } else { "NOT" };
        let (embedded, subset) = (say("embedded", font.embedded), say("subset", font.subset));
        let unicode = say("searchable", font.to_unicode);
        out += &format!("{}: {embedded}, {subset}, {unicode}\n", font.name);
    }
    out += "\n# Structure\n";
    out += &structure(pdf);
    out
}
