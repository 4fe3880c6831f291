//! Outlines of glyphs, taken from a font file once and shared after that.

use super::GlyphRun;
use kurbo::BezPath;
use parley::FontData;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::HashMap;
use std::sync::Arc;

/// What a face without a readable header is taken to measure.
const FALLBACK_UNITS_PER_EM: f64 = 1000.0;

/// Outlines by face and glyph, in font units with y growing upwards.
///
/// A face is known by the id of its file's bytes (`font.data.id()`) and its
/// index in the file; ids are never used twice in a run of the program, so an
/// entry can't come to stand for another font.
#[derive(Debug, Default)]
pub struct Outlines {
    faces: HashMap<(u64, u32), Face>,
}

#[derive(Debug)]
struct Face {
    units_per_em: f64,
    glyphs: HashMap<u32, Arc<BezPath>>,
}

impl Outlines {
    /// Nothing taken yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Font units in one em of this face; 1000 where the file can't be read.
    pub fn units_per_em(&mut self, font: &FontData) -> f64 {
        self.face(font).units_per_em
    }

    /// Px in one font unit at the run's size.
    pub fn scale(&mut self, run: &GlyphRun) -> f64 {
        f64::from(run.size) / self.units_per_em(&run.font)
    }

    /// The glyph's outline in font units, y upwards, non-zero winding. Empty
    /// for a blank, for a glyph without an outline and for an unreadable font.
    pub fn glyph(&mut self, font: &FontData, glyph: u32) -> Arc<BezPath> {
        let face = self.face(font);
        let outline = face.glyphs.entry(glyph).or_insert_with(|| Arc::new(read(font, glyph)));
        Arc::clone(outline)
    }

    fn face(&mut self, font: &FontData) -> &mut Face {
        self.faces.entry((font.data.id(), font.index)).or_insert_with(|| {
            let units = FontRef::from_index(font.data.data(), font.index)
                .map(|f| {
                    f64::from(f.metrics(Size::unscaled(), LocationRef::default()).units_per_em)
                })
                .ok()
                .filter(|units| *units > 0.0);
            Face { units_per_em: units.unwrap_or(FALLBACK_UNITS_PER_EM), glyphs: HashMap::new() }
        })
    }
}

fn read(font: &FontData, glyph: u32) -> BezPath {
    let mut pen = PathPen::default();
    let drawn = FontRef::from_index(font.data.data(), font.index).ok().and_then(|face| {
        let outline = face.outline_glyphs().get(GlyphId::new(glyph))?;
        outline
            .draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen)
            .ok()
    });
    // Half a glyph would be worse than none: the missing one is seen and reported.
    if drawn.is_some() { pen.path } else { BezPath::new() }
}

/// Draws into a path.
#[derive(Default)]
struct PathPen {
    path: BezPath,
}

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to((x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to((x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.path.quad_to((cx0, cy0), (x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.path.curve_to((cx0, cy0), (cx1, cy1), (x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parley::fontique::Blob;

    #[test]
    fn an_unreadable_font_gives_blanks_and_is_remembered() {
        let font = FontData::new(Blob::from(b"no font".to_vec()), 0);
        let mut outlines = Outlines::new();
        assert_eq!(outlines.units_per_em(&font), 1000.0);
        let first = outlines.glyph(&font, 3);
        assert!(first.is_empty());
        assert!(Arc::ptr_eq(&first, &outlines.glyph(&font, 3)));
    }
}
