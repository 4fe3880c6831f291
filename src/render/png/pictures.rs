//! Decoded pictures, kept from record to record.

use crate::diagnostic::Diagnostic;
use crate::render::Assets;
use crate::render::raster::{self, Decoded, Raster};
use crate::template::AssetId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pictures decoded once, and their shrunken forms.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    decoded: BTreeMap<AssetId, Decoded>,
    shrunken: BTreeMap<(AssetId, (u32, u32)), Arc<Raster>>,
}

impl Pictures {
    /// The picture with that id.
    ///
    /// # Errors
    /// `picture-missing` if it is not among the assets, and those of decoding.
    pub(super) fn get(&mut self, id: &AssetId, assets: &Assets) -> Result<Decoded, Diagnostic> {
        if let Some(decoded) = self.decoded.get(id) {
            return Ok(decoded.clone());
        }
        let asset = assets.get(id).ok_or_else(|| {
            Diagnostic::error("picture-missing", "", "The picture of this template is not here.")
                .repair("Choose the picture again, or remove it from the template.")
        })?;
        let decoded = raster::decode(asset)?;
        self.decoded.insert(id.clone(), decoded.clone());
        Ok(decoded)
    }

    /// The picture with boxes of so many pixels averaged.
    ///
    /// # Errors
    /// `picture-too-large` if there is no memory for it.
    pub(super) fn shrunken(
        &mut self,
        id: &AssetId,
        whole: Arc<Raster>,
        by: (u32, u32),
    ) -> Result<Arc<Raster>, Diagnostic> {
        if by == (1, 1) {
            return Ok(whole);
        }
        let key = (id.clone(), by);
        if let Some(kept) = self.shrunken.get(&key) {
            return Ok(Arc::clone(kept));
        }
        let small = whole.shrink(by.0, by.1).ok_or_else(|| {
            Diagnostic::error("picture-too-large", "", "There is no memory left for a picture.")
                .repair("Make the picture smaller: 1500×1050 pixels are enough for a page.")
        })?;
        let small = Arc::new(small);
        self.shrunken.insert(key, Arc::clone(&small));
        Ok(small)
    }
}
