//! The fonts that are loaded.

use super::catalogue::catalogue;
use crate::diagnostic::Diagnostic;
use parley::fontique::{
    Blob, Collection, CollectionOptions, FontInfoOverride, FontStyle, FontWeight,
};
use parley::{FontContext, FontData, LayoutContext};
use skrifa::{FontRef, MetadataProvider, raw::TableProvider};
use std::sync::Arc;

/// The largest font file that is accepted, 30 MB: Noto's Chinese faces have 15.
pub const MAX_FONT_BYTES: usize = 30_000_000;

/// The fonts that are loaded, and parley's scratch space.
pub struct Fonts {
    pub(super) context: FontContext,
    pub(super) layout: LayoutContext<()>,
    faces: Vec<Face>,
    /// Counts registrations: what was laid out under another number may look
    /// different now.
    epoch: u64,
}

struct Face {
    family: String,
    weight: u16,
    italic: bool,
    file: Option<&'static str>,
    font: FontData,
}

impl Default for Fonts {
    fn default() -> Self {
        Self::new()
    }
}

impl Fonts {
    /// No font at all; the system's are never used.
    pub fn new() -> Self {
        let options = CollectionOptions { system_fonts: false, ..CollectionOptions::default() };
        let context =
            FontContext { collection: Collection::new(options), ..FontContext::default() };
        Self { context, layout: LayoutContext::new(), faces: Vec::new(), epoch: 0 }
    }

    /// Grows with each font that is added.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Adds a file of the program's set by its name. Adding it twice changes nothing.
    ///
    /// # Errors
    /// `unknown-font-file` for a name that is not in the set, and what
    /// [`Fonts::add_custom`] reports.
    pub fn add_file(&mut self, file: &str, bytes: impl Into<Vec<u8>>) -> Result<(), Diagnostic> {
        if self.is_loaded(file) {
            return Ok(());
        }
        let Some(known) = catalogue().iter().find(|f| f.file == file) else {
            return Err(Diagnostic::error(
                "unknown-font-file",
                file,
                format!("`{file}` is not a font of the program's set."),
            ));
        };
        let bytes = bytes.into();
        check(&bytes, file)?;
        let style = if known.italic { FontStyle::Italic } else { FontStyle::Normal };
        let info = FontInfoOverride {
            family_name: Some(known.family),
            style: Some(style),
            weight: Some(FontWeight::new(f32::from(known.weight))),
            ..FontInfoOverride::default()
        };
        let blob = Blob::new(Arc::new(bytes));
        self.context.collection.register_fonts(blob.clone(), Some(info));
        self.faces.push(Face {
            family: known.family.to_owned(),
            weight: known.weight,
            italic: known.italic,
            file: Some(known.file),
            font: FontData::new(blob, 0),
        });
        self.epoch += 1;
        Ok(())
    }

    /// Adds a person's own TTF or OTF file, and gives the families found in it.
    ///
    /// # Errors
    /// `not-a-font`, `font-too-large`.
    pub fn add_custom(
        &mut self,
        name: &str,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<Vec<String>, Diagnostic> {
        let bytes = bytes.into();
        check(&bytes, name)?;
        let blob = Blob::new(Arc::new(bytes));
        let added = self.context.collection.register_fonts(blob.clone(), None);
        let mut families = Vec::new();
        for (family, infos) in added {
            let Some(family) = self.context.collection.family_name(family).map(str::to_owned)
            else {
                continue;
            };
            for info in infos {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "weights lie between 1 and 1000"
                )]
                let weight = info.weight().value() as u16;
                self.faces.push(Face {
                    family: family.clone(),
                    weight,
                    italic: info.style() != FontStyle::Normal,
                    file: None,
                    font: FontData::new(blob.clone(), info.index()),
                });
            }
            if !families.contains(&family) {
                families.push(family);
            }
        }
        self.epoch += 1;
        if families.is_empty() { Err(not_a_font(name)) } else { Ok(families) }
    }

    /// Whether a file of the program's set has been added.
    pub fn is_loaded(&self, file: &str) -> bool {
        self.faces.iter().any(|f| f.file == Some(file))
    }

    /// Whether any face of that family is loaded.
    pub fn has_family(&self, family: &str) -> bool {
        self.faces.iter().any(|f| f.family == family)
    }

    /// The families that people added themselves.
    pub fn custom_families(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for face in self.faces.iter().filter(|f| f.file.is_none()) {
            if !out.contains(&face.family.as_str()) {
                out.push(&face.family);
            }
        }
        out
    }

    /// The loaded face of a family that comes nearest.
    pub(super) fn face(&self, family: &str, weight: u16, italic: bool) -> Option<&FontData> {
        self.faces
            .iter()
            .filter(|f| f.family == family)
            .min_by_key(|f| (f.italic != italic, f.weight.abs_diff(weight), f.weight))
            .map(|f| &f.font)
    }

    /// Whether a face has a glyph for a character.
    pub(super) fn covers(font: &FontData, c: char) -> bool {
        FontRef::from_index(font.data.as_ref(), font.index)
            .is_ok_and(|f| f.charmap().map(c).is_some_and(|glyph| glyph.to_u32() != 0))
    }
}

fn not_a_font(name: &str) -> Diagnostic {
    Diagnostic::error("not-a-font", name, format!("“{name}” is not a font this program can read."))
        .repair("Choose a TTF or OTF file.")
}

/// Refuses what the shaper could stumble over: a font needs outlines, metrics
/// and a map from characters.
fn check(bytes: &[u8], name: &str) -> Result<(), Diagnostic> {
    if bytes.len() > MAX_FONT_BYTES {
        return Err(Diagnostic::error(
            "font-too-large",
            name,
            format!("“{name}” is larger than {} MB.", MAX_FONT_BYTES / 1_000_000),
        )
        .repair("Choose a smaller font file."));
    }
    let font = FontRef::from_index(bytes, 0).map_err(|_| not_a_font(name))?;
    let complete = font.head().is_ok()
        && font.hhea().is_ok()
        && font.maxp().is_ok()
        && font.cmap().is_ok()
        && font.outline_glyphs().get(skrifa::GlyphId::new(0)).is_some();
    if complete { Ok(()) } else { Err(not_a_font(name)) }
}
