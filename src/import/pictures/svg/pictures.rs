//! Raster pictures embedded in an SVG.

use super::super::limits::MAX_PIXELS;
use super::super::sniff::{self, Kind};
use super::super::{Kept, jpeg, png, refuse, webp};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::template::{AssetId, Mime};
use resvg::usvg::{ImageHrefResolver, ImageKind, Options};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Resolves what `<image>` elements point to, and remembers why it refused.
pub(super) struct Pictures {
    /// Whether the pictures passed the gate before.
    trusted: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    done: BTreeMap<AssetId, ImageKind>,
    pixels: u64,
    refusal: Option<Diagnostic>,
}

impl Pictures {
    /// Each picture passes the raster gate, and is replaced by what that keeps.
    pub(super) fn gate() -> Self {
        Self { trusted: false, state: Mutex::default() }
    }

    /// The pictures are as the gate has written them.
    pub(super) fn trusted() -> Self {
        Self { trusted: true, state: Mutex::default() }
    }

    /// Why a picture was refused, if one was.
    pub(super) fn refusal(&self) -> Option<Diagnostic> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).refusal.clone()
    }

    /// Reading options that resolve nothing else: no files, no addresses.
    pub(super) fn options(&self) -> Options<'_> {
        Options {
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, data, _| self.resolve(data)),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        }
    }

    fn resolve(&self, data: Arc<Vec<u8>>) -> Option<ImageKind> {
        if self.trusted {
            return match sniff::kind(&data).ok()? {
                Kind::Png => Some(ImageKind::PNG(data)),
                Kind::Jpeg => Some(ImageKind::JPEG(data)),
                Kind::WebP => Some(ImageKind::WEBP(data)),
                Kind::Svg => None,
            };
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.refusal.is_some() {
            return None;
        }
        let id = AssetId::of(&data);
        if let Some(kind) = state.done.get(&id) {
            return Some(kind.clone());
        }
        match keep(&data, &mut state.pixels) {
            Ok(kind) => {
                state.done.insert(id, kind.clone());
                Some(kind)
            }
            Err(refusal) => {
                state.refusal = Some(refusal);
                None
            }
        }
    }
}

fn keep(data: &[u8], pixels: &mut u64) -> Result<ImageKind, Diagnostic> {
    // What is left out of the pictures within is not worth a note of its own.
    let mut notes = Diagnostics::new();
    let kept = match sniff::kind(data) {
        Ok(Kind::Png) => png::gate(data, &mut notes),
        Ok(Kind::Jpeg) => jpeg::gate(data, &mut notes),
        Ok(Kind::WebP) => webp::gate(data, &mut notes),
        Ok(Kind::Svg) => Err(embedded("is a drawing of its own")),
        Err(refusal) => Err(refusal),
    };
    let Kept { mime, width, height, bytes } = kept.map_err(|refusal| inside(&refusal))?;
    let area = (f64::from(width) * f64::from(height)) as u64;
    *pixels = pixels.saturating_add(area);
    if *pixels > MAX_PIXELS {
        return Err(embedded("makes them too large together"));
    }
    let bytes = Arc::new(bytes);
    match mime {
        Mime::Png => Ok(ImageKind::PNG(bytes)),
        Mime::Jpeg => Ok(ImageKind::JPEG(bytes)),
        Mime::WebP => Ok(ImageKind::WEBP(bytes)),
        Mime::Svg => Err(embedded("is a drawing of its own")),
    }
}

/// The refusal of a picture, told for the drawing that it is in.
fn inside(refusal: &Diagnostic) -> Diagnostic {
    refuse(
        "svg-embedded-picture",
        format!("A picture inside this drawing can't be used: {}", refusal.message),
        "Replace it in your drawing program by a sound PNG, JPEG or WebP of at most 1500×1050 pixels.",
    )
}

fn embedded(what: &str) -> Diagnostic {
    refuse(
        "svg-embedded-picture",
        format!("One of the pictures inside this drawing {what}."),
        "Embed only PNG, JPEG or WebP pictures, each no larger than it is shown.",
    )
}
