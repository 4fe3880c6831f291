//! A `.laureate` file made: the same bytes for the same content.

use super::directory;
use super::limits;
use super::manifest::{self, Entry, Manifest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::{AssetId, AssetInfo, Mime, parse, write};
use crate::text::Fonts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What goes into it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    /// What the file is called.
    pub name: String,
    /// The version of the program.
    pub program: String,
    /// The rehearsal project's JSON text.
    pub project: Option<String>,
    /// Its name.
    pub project_name: String,
    /// Designs: id, when they were changed, and their JSON text.
    pub designs: Vec<(String, Option<u64>, String)>,
    /// Pictures: what is known of them, and their bytes.
    #[serde(skip)]
    pub pictures: Vec<(AssetInfo, Vec<u8>)>,
    /// Fonts: the name of the file, and its bytes.
    #[serde(skip)]
    pub fonts: Vec<(String, Vec<u8>)>,
}

/// The ending of a picture's file.
pub(super) fn ending(mime: Mime) -> &'static str {
    match mime {
        Mime::Png => "png",
        Mime::Jpeg => "jpg",
        Mime::WebP => "webp",
        Mime::Svg => "svg",
    }
}

/// Makes the file. What cannot go into it is told beside it.
///
/// # Errors
/// `bundle-too-large`, or a design that cannot be read.
pub fn pack(parts: Parts) -> Result<(Vec<u8>, Diagnostics), Diagnostics> {
    let mut warnings = Diagnostics::new();
    // By path: sorted, and whatever is there twice is there once.
    let mut files: BTreeMap<String, (Entry, Vec<u8>)> = BTreeMap::new();
    let mut put = |path: String, mut entry: Entry, bytes: Vec<u8>| {
        entry.size = bytes.len() as u64;
        entry.sha256 = AssetId::of(&bytes).0;
        entry.path.clone_from(&path);
        files.insert(path, (entry, bytes));
    };
    if let Some(text) = parts.project {
        let entry =
            Entry { kind: "project".into(), name: Some(parts.project_name), ..Entry::default() };
        put("project.json".into(), entry, text.into_bytes());
    }
    for (number, (id, modified, text)) in parts.designs.into_iter().enumerate() {
        let template = parse(&text).map_err(|faults| {
            faults.into_iter().map(|f| f.within(&format!("designs.{id}"))).collect::<Vec<_>>()
        })?;
        let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
        let stem = match id.as_str() {
            "" => "first".to_owned(),
            id if plain => id.to_owned(),
            _ => format!("design-{number}"),
        };
        let entry = Entry {
            kind: "design".into(),
            id: Some(id),
            name: Some(template.name.clone()),
            modified,
            ..Entry::default()
        };
        put(format!("designs/{stem}.json"), entry, write(&template).to_string().into_bytes());
    }
    for (info, bytes) in parts.pictures {
        let path = format!("pictures/{}.{}", AssetId::of(&bytes), ending(info.mime));
        put(path, Entry { kind: "picture".into(), info: Some(info), ..Entry::default() }, bytes);
    }
    for (name, bytes) in parts.fonts {
        match Fonts::new().add_custom(&name, bytes.clone()) {
            Ok(families) => {
                let path = format!("fonts/{}.ttf", AssetId::of(&bytes));
                let entry =
                    Entry { kind: "font".into(), name: Some(name), families, ..Entry::default() };
                put(path, entry, bytes);
            }
            Err(fault) => warnings
                .push(Diagnostic { severity: crate::diagnostic::Severity::Warning, ..fault }),
        }
    }
    let manifest = Manifest {
        format: manifest::FORMAT.into(),
        version: manifest::VERSION,
        program: parts.program,
        name: parts.name,
        entries: files.values().map(|(entry, _)| entry.clone()).collect(),
        extra: crate::template::Extra::new(),
    };
    let total: usize = files.values().map(|(_, bytes)| bytes.len()).sum();
    if total > limits::TOTAL || files.len() >= limits::ENTRIES {
        return Err(vec![too_large()]);
    }
    let archive = archive(&manifest, &files).map_err(|why| {
        vec![
            Diagnostic::error("not-zipped", "", format!("The file could not be made: {why}."))
                .repair("Try again; if it fails again, reload the page. Your work is saved."),
        ]
    })?;
    // What could not be read again is no backup.
    if archive.len() > limits::FILE {
        return Err(vec![too_large()]);
    }
    directory::read(&archive).map_err(|fault| vec![fault])?;
    Ok((archive, warnings))
}

fn too_large() -> Diagnostic {
    let message = format!(
        "Everything together is larger than {} MB, which is more than one file may hold.",
        limits::TOTAL / 1024 / 1024
    );
    Diagnostic::error("bundle-too-large", "", message)
        .repair("Download the designs one by one, and save the project as a file of its own.")
}

fn archive(
    manifest: &Manifest,
    files: &BTreeMap<String, (Entry, Vec<u8>)>,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: the archive's own dates are all its earliest, 1980.
    let options = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let packed = options.compression_method(CompressionMethod::Deflated).compression_level(Some(6));
    let stored = options.compression_method(CompressionMethod::Stored);
    let mut text = serde_json::to_vec_pretty(manifest)?;
    text.push(b'\n');
    zip.start_file(manifest::PATH, packed)?;
    zip.write_all(&text)?;
    for (path, (entry, bytes)) in files {
        // Pictures but drawings are packed already.
        let raw = entry.info.as_ref().is_some_and(|info| info.mime != Mime::Svg);
        // What packs better than the reader allows is stored.
        zip.start_file(path, if raw { stored } else { packed })?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
