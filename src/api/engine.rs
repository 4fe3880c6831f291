//! Everything that turns a template and values into a file.

use crate::diagnostic::{Diagnostic, Diagnostics, has_errors};
use crate::field::{self, Values};
use crate::render::compose::Composer;
use crate::render::guide::guide;
use crate::render::outline::Outlines;
use crate::render::{Asset, Assets, Composed, assets, svg};
#[cfg(feature = "export")]
use crate::render::{
    Scene,
    pdf::{PdfCache, PdfOptions, PdfWriter},
    png::{self, PngBatch, PngOptions},
};
use crate::template::{AssetId, Template, read, validate};
use crate::text::Fonts;
use serde_json::Value;

/// A result, with the warnings that travel beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Output<T> {
    /// What was asked for.
    pub value: T,
    /// What there is to say about it.
    pub warnings: Diagnostics,
}

/// How a PNG is made.
#[cfg(feature = "export")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PngRequest {
    /// Px an inch; the page's own when absent.
    pub dpi: Option<f32>,
}

/// How a PDF is made.
#[cfg(feature = "export")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PdfRequest {
    /// When it was made, RFC 3339; no date is written when absent.
    pub created: Option<String>,
    /// Identifies the document; made from its content when absent.
    pub id: Option<String>,
}

/// Fonts, pictures and what was laid out already.
pub struct Engine {
    fonts: Fonts,
    composer: Composer,
    outlines: Outlines,
    assets: Assets,
    /// The last template's page with what does not change drawn and compressed.
    #[cfg(feature = "export")]
    png: Option<(f32, PngBatch)>,
    /// Fonts and pictures as they stand in PDF.
    #[cfg(feature = "export")]
    pdf: PdfCache,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads a template and validates it.
///
/// # Errors
/// All faults, when there is an error among them.
pub fn read_template(value: Value) -> Result<Output<Template>, Diagnostics> {
    let template = read(value)?;
    let found = check_template(&template);
    if has_errors(&found) { Err(found) } else { Ok(Output { value: template, warnings: found }) }
}

/// Every finding about a template that can be had without laying it out.
pub fn check_template(template: &Template) -> Diagnostics {
    let mut found = validate(template);
    found.extend(field::check(template));
    found
}

impl Engine {
    /// Without fonts, with the pictures that come with the program.
    pub fn new() -> Self {
        Self {
            fonts: Fonts::new(),
            composer: Composer::default(),
            outlines: Outlines::new(),
            assets: assets::builtin(),
            #[cfg(feature = "export")]
            png: None,
            #[cfg(feature = "export")]
            pdf: PdfCache::default(),
        }
    }

    /// The fonts, to add some.
    pub fn fonts(&mut self) -> &mut Fonts {
        &mut self.fonts
    }

    /// The pictures.
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// Adds a picture that passed the import gate.
    pub fn add_picture(&mut self, id: AssetId, asset: Asset) {
        self.assets.insert(id, asset);
    }

    /// Lays a template out.
    pub fn compose(&mut self, template: &Template, values: &Values) -> Composed {
        self.composer.compose(template, values, &mut self.fonts)
    }

    /// The font files to add before anything is rendered. Ask again after
    /// adding them: whether a fallback is needed shows once a font is there.
    pub fn wanted(&mut self, template: &Template, values: &Values) -> Vec<&'static str> {
        self.compose(template, values).wanted.into_iter().collect()
    }

    /// The certificate as SVG.
    ///
    /// # Errors
    /// What [`svg::render`] reports.
    pub fn svg(
        &mut self,
        template: &Template,
        values: &Values,
    ) -> Result<Output<String>, Diagnostics> {
        let composed = self.compose(template, values);
        let value = svg::render(&composed.scene, &self.assets, &mut self.outlines)
            .map_err(|fault| vec![fault])?;
        Ok(Output { value, warnings: composed.diagnostics })
    }

    /// The safe-zone guide as SVG.
    ///
    /// # Errors
    /// What [`svg::render`] reports.
    pub fn guide_svg(
        &mut self,
        template: &Template,
        values: &Values,
    ) -> Result<String, Diagnostic> {
        let composed = self.compose(template, values);
        svg::render(&guide(template, &composed), &self.assets, &mut self.outlines)
    }
}

#[cfg(feature = "export")]
impl Engine {
    /// The certificate as PNG.
    ///
    /// # Errors
    /// What [`crate::render::png::render`] reports.
    pub fn png(
        &mut self,
        template: &Template,
        values: &Values,
        request: PngRequest,
    ) -> Result<Output<Vec<u8>>, Diagnostics> {
        let composed = self.compose(template, values);
        let dpi = request.dpi.unwrap_or(template.page.dpi);
        let value = self.draw(&composed.scene, dpi).map_err(|fault| vec![fault])?;
        Ok(Output { value, warnings: composed.diagnostics })
    }

    /// Draws a scene, reusing what the last one has in common with it.
    fn draw(&mut self, scene: &Scene, dpi: f32) -> Result<Vec<u8>, Diagnostic> {
        let (assets, outlines) = (&self.assets, &mut self.outlines);
        let mut batch = match self.png.take() {
            Some((same, batch)) if same == dpi => batch,
            _ => PngBatch::new(scene, assets, outlines, &PngOptions { dpi })?,
        };
        let drawn = batch.render(scene, assets, outlines)?;
        self.png = Some((dpi, batch));
        Ok(drawn)
    }

    /// The safe-zone guide as PNG.
    ///
    /// # Errors
    /// What [`crate::render::png::render`] reports.
    pub fn guide_png(
        &mut self,
        template: &Template,
        values: &Values,
    ) -> Result<Vec<u8>, Diagnostic> {
        let composed = self.compose(template, values);
        let options = PngOptions { dpi: template.page.dpi };
        let scene = guide(template, &composed);
        png::render(&scene, &self.assets, &mut self.outlines, &options)
    }

    /// One PDF with a page for each set of values.
    ///
    /// # Errors
    /// `bad-date` for a creation date that is none, and what
    /// [`crate::render::pdf::PdfWriter`] reports.
    pub fn pdf(
        &mut self,
        template: &Template,
        records: &[Values],
        request: &PdfRequest,
    ) -> Result<Output<Vec<u8>>, Diagnostics> {
        let created = match &request.created {
            None => None,
            Some(text) => Some(instant(text).map_err(|fault| vec![fault])?),
        };
        let options = PdfOptions { created, id: request.id.clone(), ..PdfOptions::default() };
        let mut writer = PdfWriter::with_cache(options, std::mem::take(&mut self.pdf));
        let mut warnings = Vec::new();
        for values in records {
            let composed = self.compose(template, values);
            writer.page(&composed.scene, &self.assets).map_err(|fault| vec![fault])?;
            warnings.extend(composed.diagnostics);
        }
        let (made, cache) = writer.finish_and_keep();
        self.pdf = cache;
        let value = made.map_err(|fault| vec![fault])?;
        Ok(Output { value, warnings })
    }
}

#[cfg(feature = "export")]
fn instant(text: &str) -> Result<jiff::civil::DateTime, Diagnostic> {
    text.parse::<jiff::Timestamp>().map(|t| jiff::tz::Offset::UTC.to_datetime(t)).map_err(|_| {
        Diagnostic::error("bad-date", "created", format!("“{text}” is not an instant."))
            .repair("Write it as 2026-03-15T10:30:00Z.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::gallery::ENTRIES;

    #[test]
    fn there_is_nothing_to_say_about_the_gallery() {
        for entry in ENTRIES {
            let template = entry.template().unwrap();
            assert_eq!(check_template(&template), [], "{}", entry.key);
            let words = crate::template::write(&template)["elements"].to_string();
            for field in &template.fields {
                let used = words.contains(&format!("{{{{{}", field.name));
                assert!(used, "{}: {} is in no text", entry.key, field.name);
            }
        }
    }
}
