//! A file that a person brings, read: a `.laureate` archive, a design's JSON or
//! a project's. Untrusted bytes within bounds of time and memory.
//!
//! | Code | What was refused |
//! |---|---|
//! | `not-a-bundle` | neither such an archive nor JSON of ours |
//! | `bundle-damaged` | cut off, torn, or with a table that lies |
//! | `bundle-unsafe` | names that lead outside, links, one name twice |
//! | `bundle-unsupported` | encrypted, zip64, several parts, other packing |
//! | `bundle-too-large` | more bytes or entries than [`limits`] allow |
//! | `newer-version` | written by a newer program |
//!
//! One entry alone is refused, and the rest opens, for `entry-missing`,
//! `entry-damaged` (its digest is another), `entry-too-large`, `entry-unknown`,
//! and for what the reader of designs, projects or fonts says. Pictures have
//! still to pass the gate for pictures.

use super::contents::{Contents, DesignIn, FontIn, PictureIn, ProjectIn, Source};
use super::counting::ProjectHead;
use super::design;
use super::directory::{self, Packed};
use super::limits;
use super::manifest::{self, Entry};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::{AssetId, parse, write};
use crate::text::Fonts;
use flate2::read::DeflateDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// What a project's `format` says; `rules` is not part of the exporter.
const PROJECT_FORMAT: &str = "laureate-project";

/// The bytes of a picture or font.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Their SHA-256.
    pub id: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What was found, and the bytes that go with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unpacked {
    /// Everything but bytes.
    pub contents: Contents,
    /// The bytes of pictures and fonts.
    pub files: Vec<File>,
}

/// Reads a file of any of the three kinds. `name` is only for people.
///
/// # Errors
/// See the table above.
pub fn unpack(bytes: &[u8], name: &str) -> Result<Unpacked, Diagnostics> {
    if bytes.len() > limits::FILE {
        let message = format!(
            "This file has {} MB; up to {} are read.",
            bytes.len() / 1024 / 1024,
            limits::FILE / 1024 / 1024
        );
        return Err(vec![
            Diagnostic::error("bundle-too-large", "", message)
                .repair("Save it again in parts: designs one by one, the project as a file."),
        ]);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    if bytes.starts_with(b"PK") {
        archive(bytes).map_err(|fault| vec![fault])
    } else if first == Some(&b'{') {
        json(text, name)
    } else {
        let message = "This is not a file that Laureate can open.";
        Err(vec![Diagnostic::error("not-a-bundle", "", message).repair(
            "Choose a .laureate file, or the JSON file of a design or of a rehearsal project.",
        )])
    }
}

fn json(text: &[u8], name: &str) -> Result<Unpacked, Diagnostics> {
    let not = |why: &str| {
        vec![Diagnostic::error("not-a-bundle", "", format!("This file cannot be opened: {why}."))
            .repair("Choose a .laureate file, or the JSON file of a design or of a rehearsal project.")]
    };
    let text = std::str::from_utf8(text).map_err(|_| not("it is not UTF-8 text"))?;
    let head: ProjectHead =
        serde_json::from_str(text).map_err(|e| not(&format!("it is not JSON of ours ({e})")))?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    match head.format.as_deref() {
        Some(crate::template::FORMAT) => {
            let mut out = design::read_with_files(text)?;
            out.contents.source = Source::Design;
            out.contents.name = stem;
            Ok(out)
        }
        Some(PROJECT_FORMAT) => {
            let project = project(text.to_owned()).map_err(|fault| vec![fault])?;
            let contents = Contents {
                source: Source::Project,
                name: stem,
                project: Some(project),
                ..Contents::default()
            };
            Ok(Unpacked { contents, files: Vec::new() })
        }
        _ if text.contains("\"basePdf\"") && text.contains("\"schemas\"") => {
            let message = "This is a template of pdfme.";
            Err(vec![Diagnostic::error("not-a-bundle", "", message).repair(
                "In the designer, choose Templates, “From elsewhere”, “Bring a pdfme template”.",
            )])
        }
        _ => Err(not("it is neither a design nor a rehearsal project")),
    }
}

/// A project as far as it is read here: its form and its counts. Entries that
/// cannot be read are named when it is opened.
fn project(text: String) -> Result<ProjectIn, Diagnostic> {
    let wrong = |why: String| {
        Diagnostic::error(
            "not-a-project",
            "project.json",
            format!("The rehearsal project cannot be read: {why}."),
        )
        .repair("Save it again from the rehearsal room.")
    };
    let head: ProjectHead =
        serde_json::from_str(&text).map_err(|e| wrong(format!("it is not JSON ({e})")))?;
    if head.format.as_deref() != Some(PROJECT_FORMAT) {
        return Err(wrong(format!("its `format` is not “{PROJECT_FORMAT}”")));
    }
    match head.version {
        Some(1) => Ok(ProjectIn { counts: head.counts(), text }),
        Some(newer) if newer > 1 => {
            let message =
                format!("The rehearsal project was saved by a newer Laureate (version {newer}).");
            Err(Diagnostic::error("newer-version", "project.json", message)
                .repair("Reload the page to get the newest Laureate. The file is unchanged."))
        }
        _ => Err(wrong("its `version` is not a whole number from 1".into())),
    }
}

/// Unpacks entries and counts what it comes to.
struct Budget {
    left: usize,
}

impl Budget {
    fn inflate(&mut self, packed: &Packed<'_>, most: usize) -> Result<Vec<u8>, Diagnostic> {
        let name = packed.name;
        let large = |why: &str| {
            Diagnostic::error("entry-too-large", name, format!("“{name}” was left out: {why}."))
                .repair("Laureate never writes so much into one entry.")
        };
        let ratio = packed.bytes.len().saturating_mul(limits::RATIO).max(limits::SMALL);
        let cap = most.min(self.left).min(ratio);
        if packed.size > cap {
            return Err(self.over(packed, most).unwrap_or_else(|| large("it unpacks to too much")));
        }
        // One more than allowed is read, to see whether there is more.
        let mut out = Vec::with_capacity(packed.size.min(cap) + 1);
        let limit = cap as u64 + 1;
        let read = if packed.deflated {
            DeflateDecoder::new(packed.bytes).take(limit).read_to_end(&mut out)
        } else {
            packed.bytes.take(limit).read_to_end(&mut out)
        };
        if read.is_err() {
            return Err(damaged_entry(name, "it cannot be unpacked"));
        }
        self.left = self.left.saturating_sub(out.len());
        if out.len() > cap {
            return Err(large("it unpacks to far more than it says"));
        }
        Ok(out)
    }

    /// Whether all together is what is too much.
    fn over(&self, packed: &Packed<'_>, most: usize) -> Option<Diagnostic> {
        (packed.size <= most && packed.size > self.left).then(|| {
            let message = format!(
                "“{}” was left out: this file unpacks to more than {} MB.",
                packed.name,
                limits::TOTAL / 1024 / 1024
            );
            Diagnostic::error("bundle-too-large", packed.name, message)
                .repair("Laureate never writes so much. Ask for several smaller files.")
        })
    }
}

fn damaged_entry(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error("entry-damaged", name, format!("“{name}” was left out: {why}."))
        .repair("The rest can be imported. Get this from another copy of the file.")
}

fn archive(file: &[u8]) -> Result<Unpacked, Diagnostic> {
    let packed = directory::read(file)?;
    let mut by_name: BTreeMap<&str, &Packed<'_>> = packed.iter().map(|p| (p.name, p)).collect();
    let mut budget = Budget { left: limits::TOTAL };
    let head = by_name.remove(manifest::PATH).ok_or_else(|| {
        Diagnostic::error(
            "not-a-bundle",
            "",
            "This archive is not a Laureate file: it has no manifest.",
        )
        .repair("Choose a file that was saved with “Save everything as a file”.")
    })?;
    let head = budget.inflate(head, limits::MANIFEST).map_err(|fault| {
        // Without it there is nothing to leave the rest of.
        let (code, why) = match fault.code.as_ref() {
            "entry-damaged" => ("bundle-damaged", "cannot be unpacked"),
            _ => ("bundle-too-large", "unpacks to far too much"),
        };
        Diagnostic::error(
            code,
            manifest::PATH,
            format!("This file was refused: its manifest {why}."),
        )
        .repair("Nothing was changed. Ask whoever gave it to you to save it again.")
    })?;
    let manifest = manifest::read(&head)?;
    let mut out = Unpacked::default();
    out.contents.name = manifest.name;
    out.contents.program = manifest.program;
    let mut reader = Reader { out, fonts: Fonts::new(), ids: BTreeSet::new(), more: 0 };
    for key in manifest.extra.keys() {
        reader.refuse(unknown(key, &format!("the manifest says something of “{key}”")));
    }
    for entry in manifest.entries {
        let path = entry.path.clone();
        let Some(packed) = by_name.remove(path.as_str()) else {
            let message = format!("“{path}” is named in the file but is not in it.");
            reader.refuse(
                Diagnostic::error("entry-missing", path, message)
                    .repair("The rest can be imported. Get this from another copy of the file."),
            );
            continue;
        };
        if let Err(fault) = reader.entry(entry, packed, &mut budget) {
            reader.refuse(fault);
        }
    }
    for name in by_name.into_keys() {
        reader.refuse(unknown(name, &format!("“{name}” is not named in its manifest")));
    }
    Ok(reader.finish())
}

fn unknown(path: &str, what: &str) -> Diagnostic {
    Diagnostic::warning("entry-unknown", path, format!("Left out: {what}."))
        .repair("A newer Laureate may know it; it stays in the file.")
}

struct Reader {
    out: Unpacked,
    fonts: Fonts,
    ids: BTreeSet<String>,
    more: usize,
}

impl Reader {
    fn refuse(&mut self, fault: Diagnostic) {
        let list = &mut self.out.contents.refused;
        if list.len() < limits::FINDINGS { list.push(fault) } else { self.more += 1 }
    }

    fn entry(
        &mut self,
        entry: Entry,
        packed: &Packed<'_>,
        budget: &mut Budget,
    ) -> Result<(), Diagnostic> {
        let most = match entry.kind.as_str() {
            "project" => limits::PROJECT,
            "design" => limits::DESIGN,
            "picture" => limits::PICTURE,
            "font" => limits::FONT,
            kind => {
                return Err(unknown(
                    &entry.path,
                    &format!(
                        "“{}”, of a kind “{kind}” that this version does not know",
                        entry.path
                    ),
                ));
            }
        };
        for key in entry.extra.keys() {
            self.refuse(unknown(
                &entry.path,
                &format!("the manifest says “{key}” of “{}”", entry.path),
            ));
        }
        let bytes = budget.inflate(packed, most)?;
        let id = AssetId::of(&bytes);
        if id.0 != entry.sha256 || bytes.len() as u64 != entry.size {
            return Err(damaged_entry(
                &entry.path,
                "it is not what was saved (its digest is another)",
            ));
        }
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).map_err(|_| damaged_entry(&entry.path, "it is not UTF-8 text"))
        };
        let contents = &mut self.out.contents;
        match entry.kind.as_str() {
            "project" if contents.project.is_some() => {
                return Err(damaged_entry(&entry.path, "there is a project already"));
            }
            "project" => contents.project = Some(project(text(bytes)?)?),
            "design" => {
                let template = parse(&text(bytes)?).map_err(|mut faults| {
                    let first = faults.swap_remove(0).within(&entry.path);
                    let name = entry.name.as_deref().unwrap_or(&entry.path);
                    let message = format!("The design “{name}” was left out. {}", first.message);
                    Diagnostic { message, ..first }
                })?;
                // One that the library could not have written gets a new id.
                let id = entry.id.filter(|id| self.ids.insert(id.clone()));
                contents.designs.push(DesignIn {
                    id,
                    name: template.name.clone(),
                    modified: entry.modified,
                    text: write(&template).to_string(),
                });
            }
            "picture" => {
                let info = entry
                    .info
                    .ok_or_else(|| damaged_entry(&entry.path, "nothing is said of the picture"))?;
                contents.pictures.push(PictureIn { id: id.clone(), info, size: bytes.len() });
                self.out.files.push(File { id: id.0, bytes });
            }
            _ => {
                let name = entry.name.unwrap_or_else(|| entry.path.clone());
                let families =
                    self.fonts.add_custom(&name, bytes.clone()).map_err(|f| Diagnostic {
                        message: format!("The font “{name}” was left out. {}", f.message),
                        ..f
                    })?;
                contents.fonts.push(FontIn { id: id.0.clone(), name, families, size: bytes.len() });
                self.out.files.push(File { id: id.0, bytes });
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Unpacked {
        if self.more > 0 {
            let message = format!("{} more entries were left out.", self.more);
            self.out.contents.refused.push(Diagnostic::error("more-faults", "", message));
        }
        self.out
    }
}
