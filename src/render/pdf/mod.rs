//! PDF: real text in embedded subset fonts, tagged, one page a certificate.
//!
//! The writer draws a [`Scene`] and lays out nothing. It reads no clock and no
//! random numbers, so the same scenes with the same [`PdfOptions`] give the
//! same bytes. Everything that can fail is done by `prepare`
//! before the page is begun: krilla panics when a page is left half drawn.
//!
//! One file for each kind of thing drawn: `text`, `image`, `shape` and
//! `modules`; `tags` and `link` make the structure that readers hear.

mod cache;
mod fault;
mod image;
mod link;
mod modules;
mod order;
mod prepare;
mod shape;
mod tags;
#[cfg(test)]
mod tests;
mod text;

pub use cache::PdfCache;

use crate::diagnostic::Diagnostic;
use crate::render::{Assets, Scene};
use crate::template::AssetId;
use fault::Places;
use jiff::civil;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::geom::{Point, Transform};
use krilla::graphic::Graphic;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};
use std::collections::HashMap;
use tags::{Structure, Tagger};

/// Points an inch: the unit of a page's size in PDF.
const POINTS: f32 = 72.0;

/// What the file says about itself, and the rules it is held to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfOptions {
    /// When the document was made, in UTC. Absent: the file says nothing.
    pub created: Option<civil::DateTime>,
    /// Identity of the document, the same for each of its versions. Only a
    /// digest of it is written. Absent: a digest of the contents.
    pub id: Option<String>,
    /// Rules that the file is held to.
    pub standard: PdfStandard,
}

/// Rules that a file is held to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfStandard {
    /// PDF 1.7 that follows PDF/UA-1 (ISO 14289-1): readable by everybody.
    #[default]
    Ua1,
    /// Tagged PDF 1.7 with nothing checked.
    Plain,
}

/// Writes a document page by page.
pub struct PdfWriter {
    document: Document,
    options: PdfOptions,
    cache: PdfCache,
    places: Places,
    structure: Structure,
    outline: Vec<String>,
    /// Vector pictures already in this document: drawn once, shown on each page.
    artwork: HashMap<AssetId, Graphic>,
    language: String,
    title: String,
}

impl PdfWriter {
    /// Begins a document.
    pub fn new(options: PdfOptions) -> Self {
        Self::with_cache(options, PdfCache::default())
    }

    /// Begins a document with the fonts and pictures that earlier documents
    /// have read; get them back with [`PdfWriter::finish_and_keep`].
    pub fn with_cache(options: PdfOptions, cache: PdfCache) -> Self {
        let mut settings = SerializeSettings::default();
        if options.standard == PdfStandard::Ua1 {
            let ua = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
            // One validator alone always finds a version that suits it.
            settings.configuration = ua.finish().unwrap_or_default();
        }
        Self {
            document: Document::new_with(settings),
            options,
            cache,
            places: Places::default(),
            structure: Structure::default(),
            outline: Vec::new(),
            artwork: HashMap::new(),
            language: String::new(),
            title: String::new(),
        }
    }

    /// Adds a page. After an error the document is as it was before.
    ///
    /// # Errors
    /// `picture-missing`, `picture-unreadable`, `font-unreadable`, or
    /// `pdf-invalid` for a size or a place that is no number.
    pub fn page(&mut self, scene: &Scene, assets: &Assets) -> Result<(), Diagnostic> {
        let scale = POINTS / scene.dpi;
        let settings = PageSettings::from_wh(scene.width * scale, scene.height * scale)
            .filter(|_| scale.is_finite() && scale > 0.0)
            .ok_or_else(|| {
                let size = format!("{} × {} px at {} dpi", scene.width, scene.height, scene.dpi);
                Diagnostic::error("pdf-invalid", "page", format!("A page cannot be {size}."))
                    .repair("Give the page a width, a height and a resolution above zero.")
            })?;
        let drawings = prepare::scene(scene, assets, &mut self.cache, &mut self.places)?;

        let number = self.outline.len();
        let scaling = Transform::from_scale(scale, scale);
        let mut page = self.document.start_page_with(settings);
        // Before the surface, which borrows the page.
        let links: Vec<_> =
            drawings.iter().map(|d| link::annotate(&mut page, d, f64::from(scale))).collect();
        let mut surface = page.surface();
        surface.push_transform(&scaling);
        shape::paper(&mut surface, scene);
        let mut tagger = Tagger::new(number, f64::from(scale));
        for (drawing, link) in drawings.iter().zip(links) {
            surface.set_location(drawing.location);
            let content = drawing.draw(&mut surface, &mut self.artwork, &tagger);
            tagger.push(drawing, content, link);
        }
        surface.reset_location();
        surface.pop();
        surface.finish();
        page.finish();
        self.structure.push(&scene.language, tagger);

        let title = page_title(scene);
        if number == 0 {
            self.language.clone_from(&scene.language);
            self.title.clone_from(&title);
        }
        self.outline.push(title);
        Ok(())
    }

    /// Ends the document and gives the file's bytes.
    ///
    /// # Errors
    /// `pdf-invalid` for a document without pages or one that breaks its
    /// standard; `font-unreadable` and `picture-unreadable` for bytes whose
    /// damage shows only now.
    pub fn finish(self) -> Result<Vec<u8>, Diagnostic> {
        self.finish_and_keep().0
    }

    /// Like [`PdfWriter::finish`], and gives back the fonts and pictures, so
    /// that the next document need not read and compress them again.
    pub fn finish_and_keep(mut self) -> (Result<Vec<u8>, Diagnostic>, PdfCache) {
        if self.outline.is_empty() {
            let fault = Diagnostic::error("pdf-invalid", "", "The document has no pages.")
                .repair("Add at least one certificate.");
            return (Err(fault), self.cache);
        }
        // PDF/UA asks for an outline; for a single page it is no use otherwise.
        if self.options.standard == PdfStandard::Ua1 || self.outline.len() > 1 {
            let mut outline = Outline::new();
            for (number, title) in self.outline.drain(..).enumerate() {
                let top = Point::from_xy(0.0, 0.0);
                let target = krilla::destination::XyzDestination::new(number, top);
                outline.push_child(OutlineNode::new(title, target));
            }
            self.document.set_outline(outline);
        }
        let mut metadata = Metadata::new().title(self.title).producer("Laureate".to_owned());
        if !self.language.is_empty() {
            metadata = metadata.language(self.language.clone());
        }
        if let Some(id) = self.options.id {
            metadata = metadata.document_id(id);
        }
        if let Some(created) = self.options.created {
            metadata = metadata.creation_date(date(created));
        }
        self.document.set_metadata(metadata);
        self.document.set_tag_tree(self.structure.tree(&self.language));
        let file = self.document.finish();
        (file.map_err(|error| self.places.diagnostic(&error)), self.cache)
    }
}

/// Writes a document of these pages.
///
/// # Errors
/// As [`PdfWriter::page`] and [`PdfWriter::finish`].
pub fn render(
    scenes: &[Scene],
    assets: &Assets,
    options: &PdfOptions,
) -> Result<Vec<u8>, Diagnostic> {
    let mut writer = PdfWriter::new(options.clone());
    for scene in scenes {
        writer.page(scene, assets)?;
    }
    writer.finish()
}

/// What a page is called. PDF/UA forbids a document without a title.
fn page_title(scene: &Scene) -> String {
    use crate::render::Tag;
    let title = scene.title.trim();
    if !title.is_empty() {
        return title.to_owned();
    }
    let words = scene.nodes.iter().find(|n| n.tag == Tag::Title).map(|n| n.words());
    words.filter(|w| !w.is_empty()).unwrap_or_else(|| "Certificate".to_owned())
}

fn date(at: civil::DateTime) -> DateTime {
    let small = |n: i8| u8::try_from(n).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
