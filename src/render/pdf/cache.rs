//! Fonts and pictures read once, for all pages and for the next document too.

use crate::diagnostic::Diagnostic;
use crate::render::Assets;
use crate::template::{AssetId, Mime};
use krilla::Data;
use krilla::image::Image;
use krilla::text::Font;
use krilla_svg::SvgSettings;
use parley::FontData;
use resvg::usvg;
use std::collections::HashMap;
use std::sync::Arc;

/// Fonts and pictures in the form that the writer needs. A PNG costs hundreds
/// of milliseconds to compress for PDF; kept here, it costs that once.
#[derive(Clone, Default)]
pub struct PdfCache {
    /// By the id of the font's bytes, and the face's index.
    fonts: HashMap<(u64, u32), Font>,
    pictures: HashMap<AssetId, Picture>,
}

/// A picture that has been read.
#[derive(Clone)]
pub(super) enum Picture {
    /// Pixels.
    Raster(Image),
    /// Vectors.
    Art(Arc<usvg::Tree>),
}

/// How vector pictures are drawn. Filters become pixels; twice the page's dpi
/// (150) is print quality, krilla's own default would be four times.
pub(super) const ART: SvgSettings = SvgSettings { embed_text: false, filter_scale: 2.0 };

impl PdfCache {
    /// Drops the pictures that are not among these.
    pub fn keep_only(&mut self, assets: &Assets) {
        self.pictures.retain(|id, _| assets.contains_key(id));
    }

    /// The face that these bytes hold.
    ///
    /// # Errors
    /// `font-unreadable`, with an empty path.
    pub(super) fn font(&mut self, font: &FontData) -> Result<Font, Diagnostic> {
        let key = (font.data.id(), font.index);
        if let Some(known) = self.fonts.get(&key) {
            return Ok(known.clone());
        }
        let face = Font::new(data(font.data.clone()), font.index).ok_or_else(|| {
            Diagnostic::error("font-unreadable", "", "The font of this text cannot be read.")
                .repair("Choose another font.")
        })?;
        self.fonts.insert(key, face.clone());
        Ok(face)
    }

    /// The picture with this id.
    ///
    /// # Errors
    /// `picture-missing` and `picture-unreadable`, with an empty path.
    pub(super) fn picture(&mut self, id: &AssetId, assets: &Assets) -> Result<Picture, Diagnostic> {
        // Known or not: what comes out must not depend on earlier documents.
        let asset = assets.get(id).ok_or_else(|| {
            Diagnostic::error("picture-missing", "", format!("The picture {id} is not at hand."))
                .repair("Choose the picture again.")
        })?;
        if let Some(known) = self.pictures.get(id) {
            return Ok(known.clone());
        }
        let bytes = || data(asset.bytes.clone());
        // Smoothed when enlarged, as in the preview and in PNG.
        let read = match asset.mime {
            Mime::Png => Image::from_png(bytes(), true).map(Picture::Raster),
            Mime::Jpeg => Image::from_jpeg(bytes(), true).map(Picture::Raster),
            Mime::WebP => Image::from_webp(bytes(), true).map(Picture::Raster),
            Mime::Svg => read_svg(&asset.bytes).map(|tree| Picture::Art(Arc::new(tree))),
        };
        let picture = read.map_err(|reason| unreadable(&reason))?;
        self.pictures.insert(id.clone(), picture.clone());
        Ok(picture)
    }
}

/// What is said of a picture that cannot be read, with an empty path.
pub(super) fn unreadable(reason: &str) -> Diagnostic {
    let reason = reason.trim_end_matches('.');
    let message = format!("The picture cannot be read: {reason}.");
    Diagnostic::error("picture-unreadable", "", message).repair("Choose another picture.")
}

/// Shared bytes, not copied.
fn data(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Data {
    let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(bytes);
    Data::from(shared)
}

/// Reads a picture that the import gate has rewritten. References are refused
/// once more (usvg's own default reads local files), and there are no fonts.
fn read_svg(bytes: &[u8]) -> Result<usvg::Tree, String> {
    let options = usvg::Options {
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_string: Box::new(|_, _| None),
            ..usvg::ImageHrefResolver::default()
        },
        ..usvg::Options::default()
    };
    usvg::Tree::from_data(bytes, &options).map_err(|e| e.to_string())
}
