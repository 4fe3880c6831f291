//! Every folder of `tests/golden` is a case: a template and its values, and
//! what they came out as when somebody last looked. See `tests/README.md`.
#![cfg(feature = "export")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod common;

use common::pixels::{Pixels, difference, largest_difference, side_by_side};
use common::{add_fonts, pdf, root};
use laureate::api::{Engine, PdfRequest, PngRequest};
use laureate::diagnostic::Diagnostics;
use laureate::field::{Values, samples};
use laureate::template::gallery::ENTRIES;
use laureate::template::{AssetId, Template, parse};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How far a channel of the PNG may be off: mathematics differ in the last bit.
const THRESHOLD: u8 = 1;
/// Pages wider or higher than this many px are drawn at a quarter of
/// their resolution, so that the reference stays small.
const LARGE: f32 = 800.0;
/// The largest reference PNG in bytes.
const MAX_PNG: usize = 60_000;

#[test]
fn every_case_comes_out_as_it_did() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let only = std::env::var("GOLDEN").unwrap_or_default();
    let mut wrong = Vec::new();
    for case in cases().into_iter().filter(|c| c.name.contains(&only)) {
        for (file, fault) in case.check(update) {
            wrong.push(format!("{}/{file}: {fault}", case.name));
        }
    }
    let advice = if update {
        "were rewritten; look at each of them, then run again without UPDATE_GOLDEN"
    } else {
        "are not as expected; see actual.* and difference.* in each folder"
    };
    assert!(wrong.is_empty(), "{} files {advice}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_cases() {
    assert!(cases().len() >= 10);
    for entry in ENTRIES.iter().filter(|e| e.key != "classic") {
        let name = format!("gallery-{}", entry.key);
        assert!(cases().iter().any(|c| c.name == name), "{name} is missing");
    }
}

struct Case {
    name: String,
    folder: PathBuf,
}

fn cases() -> Vec<Case> {
    let entries = std::fs::read_dir(root().join("tests/golden")).unwrap();
    let folders = entries.map(|e| e.unwrap().path()).filter(|p| p.is_dir());
    let mut cases: Vec<Case> = folders
        .map(|folder| Case { name: folder.file_name().unwrap().to_str().unwrap().into(), folder })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// What a case comes out as.
struct Made {
    svg: String,
    png: Vec<u8>,
    pdf: Vec<u8>,
    diagnostics: String,
}

impl Case {
    fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// `template.json`, or the gallery's own for a folder `gallery-<key>`.
    fn template(&self) -> Template {
        if let Some(key) = self.name.strip_prefix("gallery-") {
            let entry = ENTRIES.iter().find(|e| e.key == key);
            let entry = entry.unwrap_or_else(|| panic!("the gallery has no {key}"));
            return entry.template().unwrap();
        }
        let text = std::fs::read_to_string(self.path("template.json"))
            .unwrap_or_else(|e| panic!("{}/template.json: {e}", self.name));
        parse(&text).unwrap_or_else(|e| panic!("{}/template.json: {e:#?}", self.name))
    }

    /// `values.json`, or the samples of the fields where there is none.
    fn values(&self, template: &Template) -> Values {
        let Ok(text) = std::fs::read_to_string(self.path("values.json")) else {
            return samples(template);
        };
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}/values.json: {e}", self.name))
    }

    /// Pictures lie in the case's folder, each named by its id.
    fn add_pictures(&self, engine: &mut Engine) {
        for entry in std::fs::read_dir(&self.folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
            let id = AssetId(stem.to_owned());
            if !id.is_well_formed() {
                continue;
            }
            let kept = laureate::import::picture(&std::fs::read(&path).unwrap(), stem);
            let kept = kept.unwrap_or_else(|e| panic!("{}: {e:#?}", path.display()));
            assert_eq!(kept.id, id, "{}: the name is not the picture's id", self.name);
            engine.add_picture(id, kept.asset);
        }
    }

    /// # Errors
    /// The format that was refused, and why.
    fn make(&self) -> Result<Made, (&'static str, String)> {
        let template = self.template();
        let values = self.values(&template);
        let mut found = laureate::api::check_template(&template);
        let mut engine = Engine::new();
        self.add_pictures(&mut engine);
        add_fonts(&mut engine, &template, &values);
        let refused = |file| move |e: Diagnostics| (file, format!("refused: {e:#?}"));
        let svg = engine.svg(&template, &values).map_err(refused("expected.svg"))?;
        let large = template.page.width.max(template.page.height) > LARGE;
        let dpi = if large { template.page.dpi / 4.0 } else { template.page.dpi };
        let png = engine
            .png(&template, &values, PngRequest { dpi: Some(dpi) })
            .map_err(refused("expected.png"))?;
        let request = PdfRequest { created: Some("2026-03-15T10:30:00Z".into()), id: None };
        let pdf = engine
            .pdf(&template, std::slice::from_ref(&values), &request)
            .map_err(refused("expected.pdf.txt"))?;
        assert_eq!(svg.warnings, png.warnings, "{}: PNG warns of something else", self.name);
        assert_eq!(svg.warnings, pdf.warnings, "{}: PDF warns of something else", self.name);
        found.extend(svg.warnings);
        let mut seen = BTreeSet::new();
        found.retain(|d| seen.insert(d.to_string()));
        let diagnostics = found.iter().map(|d| format!("{d}\n")).collect();
        Ok(Made { svg: svg.value, png: png.value, pdf: pdf.value, diagnostics })
    }

    /// The files that are not as expected, and why.
    fn check(&self, update: bool) -> Vec<(&'static str, String)> {
        self.sweep();
        let made = match self.make() {
            Ok(made) => made,
            Err(refused) => return vec![refused],
        };
        pdf::check(&made.pdf);
        let mut wrong = Vec::new();
        let texts = [
            ("expected.svg", "actual.svg", &made.svg),
            ("expected.pdf.txt", "actual.pdf.txt", &pdf::described(&made.pdf)),
            ("expected.diagnostics.txt", "actual.diagnostics.txt", &made.diagnostics),
        ];
        for (expected, actual, text) in texts {
            let fault = self.check_text(expected, actual, text, update);
            wrong.extend(fault.map(|fault| (expected, fault)));
        }
        wrong.extend(self.check_png(&made.png, update).map(|fault| ("expected.png", fault)));
        wrong
    }

    /// Takes away what a run that failed left.
    fn sweep(&self) {
        for entry in std::fs::read_dir(&self.folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            if name.starts_with("actual.") || name.starts_with("difference.") {
                std::fs::remove_file(&path).unwrap();
            }
        }
    }

    /// A file that isn't there is an empty one.
    fn check_text(&self, expected: &str, actual: &str, text: &str, update: bool) -> Option<String> {
        let known = std::fs::read_to_string(self.path(expected)).unwrap_or_default();
        if known == text {
            return None;
        }
        if update {
            write_or_remove(&self.path(expected), text.as_bytes());
        } else {
            std::fs::write(self.path(actual), text).unwrap();
        }
        Some(first_difference(&known, text))
    }

    fn check_png(&self, png: &[u8], update: bool) -> Option<String> {
        let actual = Pixels::read_png(png);
        let Ok(known) = std::fs::read(self.path("expected.png")) else {
            let file = if update { "expected.png" } else { "actual.png" };
            std::fs::write(self.path(file), actual.write_png()).unwrap();
            return Some("there was none".into());
        };
        let expected = Pixels::read_png(&known);
        let apart = largest_difference(&expected, &actual);
        if apart <= THRESHOLD && known.len() <= MAX_PNG {
            return None;
        }
        if apart <= THRESHOLD {
            return Some(format!("{} bytes; {MAX_PNG} is the most", known.len()));
        }
        if update {
            std::fs::write(self.path("expected.png"), actual.write_png()).unwrap();
        } else {
            let difference = difference(&expected, &actual, THRESHOLD);
            let triptych = side_by_side(&[&expected, &difference, &actual]);
            let write = |file: &str, p: &Pixels| std::fs::write(self.path(file), p.write_png());
            write("actual.png", &actual).unwrap();
            write("difference.png", &difference).unwrap();
            write("difference.triptych.png", &triptych).unwrap();
        }
        Some(format!("channels differ by up to {apart}; {THRESHOLD} is allowed"))
    }
}

fn write_or_remove(path: &Path, bytes: &[u8]) {
    if bytes.is_empty() {
        std::fs::remove_file(path).unwrap();
    } else {
        std::fs::write(path, bytes).unwrap();
    }
}

/// The first line that differs, cut short where it is long.
fn first_difference(expected: &str, actual: &str) -> String {
    if expected.is_empty() {
        return "there was none".into();
    }
    let (mut e, mut a) = (expected.lines(), actual.lines());
    let mut line = 1;
    loop {
        match (e.next(), a.next()) {
            (None, None) => return "line ends differ".into(),
            (e, a) if e != a => {
                let short = |l: Option<&str>| {
                    l.map_or("nothing".into(), |l| {
                        format!("“{}”", l.chars().take(100).collect::<String>())
                    })
                };
                return format!("line {line}: expected {}, found {}", short(e), short(a));
            }
            _ => line += 1,
        }
    }
}
