//! What krilla finds wrong, said in terms of elements.

use super::cache::unreadable;
use crate::diagnostic::Diagnostic;
use crate::render::Node;
use krilla::configure::ValidationError;
use krilla::error::KrillaError;
use krilla::image::Image;
use krilla::surface::Location;
use krilla::text::Font;
use std::collections::HashMap;
use std::num::NonZeroU64;

/// Which element a place in the document belongs to.
#[derive(Default)]
pub(super) struct Places {
    /// The path of the element that has this [`Location`], less one.
    paths: Vec<String>,
    by_path: HashMap<String, Location>,
    /// The first element that uses it: krilla names fonts and pictures only.
    fonts: HashMap<Font, Location>,
    images: HashMap<Image, Location>,
}

impl Places {
    /// The place of a node, the same on every page.
    pub fn of(&mut self, node: &Node) -> Location {
        let path = path(node);
        if let Some(known) = self.by_path.get(&path) {
            return *known;
        }
        self.paths.push(path.clone());
        let location = NonZeroU64::new(self.paths.len() as u64).unwrap_or(NonZeroU64::MIN);
        self.by_path.insert(path, location);
        location
    }

    /// Remembers who uses a font.
    pub fn uses_font(&mut self, font: &Font, at: Location) {
        self.fonts.entry(font.clone()).or_insert(at);
    }

    /// Remembers who uses a picture.
    pub fn uses_image(&mut self, image: &Image, at: Location) {
        self.images.entry(image.clone()).or_insert(at);
    }

    fn path(&self, at: Option<Location>) -> String {
        let index = at.and_then(|l| usize::try_from(l.get() - 1).ok());
        index.and_then(|i| self.paths.get(i)).cloned().unwrap_or_default()
    }

    /// The error in words, at its element.
    pub fn diagnostic(&self, error: &KrillaError) -> Diagnostic {
        match error {
            KrillaError::Font(font, reason) => {
                self.font(font, format!("The font of this text cannot be embedded: {reason}."))
            }
            KrillaError::Image(image, at, reason) => {
                let at = self.images.get(image).copied().or(*at);
                unreadable(reason).within(&self.path(at))
            }
            KrillaError::Validation(errors) => errors.first().map_or_else(
                || Diagnostic::error("pdf-invalid", "", error.to_string()),
                |(first, _)| self.broken_rule(first, errors.len()),
            ),
            other => Diagnostic::error("pdf-invalid", "", format!("No PDF can be made: {other}.")),
        }
    }

    fn font(&self, font: &Font, message: String) -> Diagnostic {
        let path = self.path(self.fonts.get(font).copied());
        Diagnostic::error("font-unreadable", path, message).repair("Choose another font.")
    }

    fn broken_rule(&self, error: &ValidationError, count: usize) -> Diagnostic {
        use ValidationError as E;
        let (at, what) = match error {
            E::RestrictedLicense(font) => {
                let message = "The licence of this text's font forbids embedding it.";
                return self.font(font, message.to_owned());
            }
            E::ContainsNotDefGlyph(font, at, text) => (
                at.or_else(|| self.fonts.get(font).copied()),
                format!("the font has no glyph for “{text}”"),
            ),
            E::NoCodepointMapping(font, _, at) | E::InvalidCodepointMapping(font, _, _, at) => (
                at.or_else(|| self.fonts.get(font).copied()),
                "a glyph stands for no character".to_owned(),
            ),
            E::MissingAltText(at) => (*at, "the picture has no description".to_owned()),
            E::MissingAnnotationAltText(at) => (*at, "the link has no description".to_owned()),
            other => (None, format!("{other:?}")),
        };
        let more = if count > 1 { format!(" ({} more)", count - 1) } else { String::new() };
        Diagnostic::error(
            "pdf-invalid",
            self.path(at),
            format!("The document breaks PDF/UA-1: {what}{more}."),
        )
    }
}

/// Where a node stands in the template.
pub(super) fn path(node: &Node) -> String {
    match &node.element {
        Some(id) => format!("elements.{id}"),
        None => "background".to_owned(),
    }
}
