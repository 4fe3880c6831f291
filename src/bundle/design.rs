//! A design alone, with its pictures and fonts inside: the template's JSON with
//! one more key, `files`, which holds them in base64.

use super::contents::{Contents, DesignIn, FontIn, PictureIn};
use super::limits;
use super::unpack::{File, Unpacked};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::{AssetId, AssetInfo, ElementKind, Mime, Template, read, write};
use crate::text::Fonts;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The key of a template under which its pictures and fonts stand.
pub const KEY: &str = "files";

/// What stands under [`KEY`].
#[derive(Default, Serialize, Deserialize)]
struct Files {
    /// By the SHA-256 of their bytes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pictures: BTreeMap<String, PictureFile>,
    /// By the SHA-256 of their bytes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    fonts: BTreeMap<String, FontFile>,
}

#[derive(Serialize, Deserialize)]
struct PictureFile {
    mime: Mime,
    data: String,
}

#[derive(Serialize, Deserialize)]
struct FontFile {
    name: String,
    data: String,
}

/// The JSON text of a design with its pictures, and with those of the fonts that
/// it uses. Pictures that it does not use are left out.
pub fn with_files(
    template: &Template,
    pictures: &[(AssetInfo, Vec<u8>)],
    fonts: &[(String, Vec<u8>)],
) -> String {
    let used: BTreeSet<&AssetId> = template.used_assets().collect();
    let families: BTreeSet<&str> = template
        .elements
        .iter()
        .filter_map(|element| match &element.kind {
            ElementKind::Text(text) => Some(text.style.font.as_str()),
            _ => None,
        })
        .collect();
    let mut files = Files::default();
    for (info, bytes) in pictures {
        let id = AssetId::of(bytes);
        if used.contains(&id) {
            let data = BASE64_STANDARD.encode(bytes);
            files.pictures.insert(id.0, PictureFile { mime: info.mime, data });
        }
    }
    for (name, bytes) in fonts {
        let found = Fonts::new().add_custom(name, bytes.clone()).unwrap_or_default();
        if found.iter().any(|family| families.contains(family.as_str())) {
            let data = BASE64_STANDARD.encode(bytes);
            files.fonts.insert(AssetId::of(bytes).0, FontFile { name: name.clone(), data });
        }
    }
    let mut value = write(template);
    if let (Value::Object(map), Ok(files)) = (&mut value, serde_json::to_value(&files))
        && files.as_object().is_some_and(|files| !files.is_empty())
    {
        map.insert(KEY.to_owned(), files);
    }
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads such a text, or that of a template without any.
///
/// # Errors
/// What the reader of templates says.
fn read_text(text: &str) -> Result<(Template, Option<Value>), Diagnostics> {
    let mut value: Value = serde_json::from_str(text).map_err(|e| {
        vec![
            Diagnostic::error("not-json", "", format!("This is not JSON: {e}."))
                .repair("Choose a file that was saved as a Laureate template."),
        ]
    })?;
    let files = value.as_object_mut().and_then(|map| map.remove(KEY));
    Ok((read(value)?, files))
}

/// Reads a design with what is inside; what of that cannot be read is told.
pub(super) fn read_with_files(text: &str) -> Result<Unpacked, Diagnostics> {
    let (template, files) = read_text(text)?;
    let mut contents = Contents::default();
    let mut out = Vec::new();
    let wrong = |at: &str, what: &str, why: &str| {
        Diagnostic::error("entry-damaged", at, format!("{what} was left out: {why}."))
            .repair("The design can be opened all the same. Choose the file again in the designer.")
    };
    let files: Files = match files.map(serde_json::from_value).transpose() {
        Ok(files) => files.unwrap_or_default(),
        Err(why) => {
            contents.refused.push(wrong(KEY, "What is inside of the design", &why.to_string()));
            Files::default()
        }
    };
    for (id, PictureFile { mime, data }) in files.pictures {
        let at = format!("{KEY}.pictures.{id}");
        let known = template.assets.get(&AssetId(id.clone()));
        let name = known.map(|i| i.name.clone()).filter(|n| !n.is_empty());
        let what = format!("The picture “{}”", name.as_deref().unwrap_or("without a name"));
        match bytes(&id, &data, limits::PICTURE) {
            Ok(bytes) => {
                let info = AssetInfo { mime, width: 0.0, height: 0.0, name: String::new() };
                let info = AssetInfo { mime, ..known.cloned().unwrap_or(info) };
                contents.pictures.push(PictureIn {
                    id: AssetId(id.clone()),
                    info,
                    size: bytes.len(),
                });
                out.push(File { id, bytes });
            }
            Err(why) => contents.refused.push(wrong(&at, &what, why)),
        }
    }
    for (id, FontFile { name, data }) in files.fonts {
        let at = format!("{KEY}.fonts.{id}");
        let what = format!("The font “{name}”");
        let read = bytes(&id, &data, limits::FONT).map_err(str::to_owned).and_then(|bytes| {
            let families = Fonts::new().add_custom(&name, bytes.clone()).map_err(|f| f.message)?;
            Ok((bytes, families))
        });
        match read {
            Ok((bytes, families)) => {
                contents.fonts.push(FontIn { id: id.clone(), name, families, size: bytes.len() });
                out.push(File { id, bytes });
            }
            Err(why) => contents.refused.push(wrong(&at, &what, why.trim_end_matches('.'))),
        }
    }
    contents.designs.push(DesignIn {
        id: None,
        name: template.name.clone(),
        modified: None,
        text: write(&template).to_string(),
    });
    Ok(Unpacked { contents, files: out })
}

fn bytes(id: &str, data: &str, most: usize) -> Result<Vec<u8>, &'static str> {
    if data.len() / 4 * 3 > most + 3 {
        return Err("it is too large");
    }
    let bytes = BASE64_STANDARD.decode(data).map_err(|_| "it is not base64")?;
    if AssetId::of(&bytes).0 == id { Ok(bytes) } else { Err("its digest is another") }
}
