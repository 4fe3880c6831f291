//! Glyph runs: real text in a real font.

use super::prepare::nowhere;
use super::shape::fill;
use crate::diagnostic::Diagnostic;
use crate::render::{Glyph, GlyphRun};
use krilla::geom::Point;
use krilla::paint::Fill;
use krilla::surface::{Location, Surface};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::ops::Range;

/// Differences of places below this many px are rounding: written, they would
/// double the size of a page's text.
const NEGLIGIBLE: f64 = 0.01;

/// Glyphs that are drawn in one go.
pub(super) struct Piece<'a> {
    /// Drawn as outlines and not as text.
    outlined: bool,
    text: &'a str,
    font: Font,
    size: f32,
    fill: Fill,
    start: Point,
    /// How far the pen has moved, in px from the page's left.
    pen: f64,
    glyphs: Vec<KrillaGlyph>,
}

/// A run in pieces.
pub(super) struct Pieces<'a> {
    /// In the order in which they are read.
    pub pieces: Vec<Piece<'a>>,
    /// Whether some glyph stands for no character, or letters stand so far
    /// apart that readers take each for a word: the words must be told in
    /// another way.
    pub unspoken: bool,
}

/// What becomes of a glyph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is text.
    Text,
    /// A dot or accent within a cluster. Only the letter is text, and stands
    /// for all of the cluster: readers measure a cluster from its first glyph
    /// to its last, and take a raised dot for the end of the word.
    Accent,
    /// A missing glyph's box, or one for a character that no PDF may name. As
    /// text it would be found and copied as nothing or as rubbish, and PDF/UA
    /// refuses it.
    Mute,
}

/// The run in pieces that are text, and one of outlines.
///
/// Text that runs from right to left is drawn word by word in the order in
/// which it is read: many readers follow the order of drawing.
///
/// # Errors
/// `pdf-invalid` for coordinates that are not numbers.
pub(super) fn pieces<'a>(
    run: &'a GlyphRun,
    font: &Font,
    location: Location,
) -> Result<Pieces<'a>, Diagnostic> {
    let finite = |g: &Glyph| g.x.is_finite() && g.y.is_finite() && g.advance.is_finite();
    if !(run.size.is_finite() && run.size > 0.0 && run.glyphs.iter().all(finite)) {
        return Err(nowhere());
    }
    let ranges = ranges(run);
    let mut outlines: Option<Piece<'a>> = None;
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let mut unspoken = is_spaced_out(run);
    let mut after_sign = false;
    for ((glyph, range), fate) in run.glyphs.iter().zip(&ranges).zip(fates(run, &ranges)) {
        unspoken |= fate == Fate::Mute;
        let outlined = fate != Fate::Text;
        let words = run.text.get(range.clone()).unwrap_or_default();
        let blank = words.trim().is_empty();
        // A hyphen stands for itself: readers turn round what is on each side
        // of it, but not the order of the two. A blank stays with what is on
        // its right, or readers lose it.
        let sign = !blank && !words.chars().any(char::is_alphanumeric);
        let was_sign = std::mem::replace(&mut after_sign, sign);
        let parts = blank || sign || was_sign;
        let known = match (outlined, run.rtl && parts) {
            (true, _) => outlines.take(),
            (false, true) => None,
            (false, false) => pieces.pop(),
        };
        let piece = known.unwrap_or_else(|| Piece::new(run, font, glyph, outlined)).with(
            glyph,
            range.clone(),
            location,
        );
        if outlined {
            outlines = Some(piece);
        } else {
            pieces.push(piece);
        }
    }
    if run.rtl {
        pieces.reverse();
    }
    pieces.extend(outlines);
    Ok(Pieces { pieces, unspoken })
}

/// Readers take a gap of a tenth of the size for a blank between words. Letters
/// with that much space between them are told as words besides.
fn is_spaced_out(run: &GlyphRun) -> bool {
    const GAP: f32 = 0.08;
    let Ok(font) = FontRef::from_index(run.font.data.as_ref(), run.font.index) else {
        return false;
    };
    let metrics = font.glyph_metrics(Size::new(run.size), LocationRef::default());
    run.glyphs.iter().any(|glyph| {
        let blank = run.text.get(glyph.text.clone()).is_none_or(|t| t.trim().is_empty());
        let own = metrics.advance_width(skrifa::GlyphId::new(glyph.id));
        !blank && own.is_some_and(|own| glyph.advance - own > GAP * run.size)
    })
}

/// What becomes of each glyph.
fn fates(run: &GlyphRun, ranges: &[Range<usize>]) -> Vec<Fate> {
    let mut fates = Vec::with_capacity(ranges.len());
    for cluster in ranges.chunk_by(|a, b| a == b) {
        let from = fates.len();
        let glyphs = || run.glyphs.iter().skip(from).take(cluster.len());
        let spaced = |g: &Glyph| f64::from(g.advance).abs() > NEGLIGIBLE;
        let has_letter = glyphs().any(spaced);
        let speaks = cluster.first().is_some_and(|range| speaks(&run.text, range));
        fates.extend(glyphs().map(|glyph| match () {
            () if glyph.id == 0 || !speaks => Fate::Mute,
            () if has_letter && !spaced(glyph) => Fate::Accent,
            () => Fate::Text,
        }));
    }
    fates
}

impl<'a> Piece<'a> {
    fn new(run: &'a GlyphRun, font: &Font, first: &Glyph, outlined: bool) -> Self {
        Self {
            outlined,
            text: &run.text,
            font: font.clone(),
            size: run.size,
            fill: fill(run.color),
            start: Point::from_xy(first.x, first.y),
            pen: f64::from(first.x),
            glyphs: Vec::new(),
        }
    }

    fn with(mut self, glyph: &Glyph, range: Range<usize>, location: Location) -> Self {
        let exact = |distance: f64| if distance.abs() < NEGLIGIBLE { 0.0 } else { distance };
        let off = exact(f64::from(glyph.x) - self.pen);
        let rise = exact(f64::from(self.start.y) - f64::from(glyph.y));
        self.pen += f64::from(glyph.advance);
        let em = f64::from(self.size);
        self.glyphs.push(KrillaGlyph::new(
            GlyphId::new(glyph.id),
            glyph.advance / self.size,
            (off / em) as f32,
            (rise / em) as f32,
            0.0,
            range,
            Some(location),
        ));
        self
    }

    /// Draws it where the surface stands.
    pub fn draw(&self, surface: &mut Surface<'_>) {
        surface.set_fill(Some(self.fill.clone()));
        surface.set_stroke(None);
        surface.draw_glyphs(
            self.start,
            &self.glyphs,
            self.font.clone(),
            self.text,
            self.size,
            self.outlined,
        );
    }
}

/// Whether these bytes are characters that a PDF may name.
fn speaks(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone())
        .is_some_and(|t| !t.is_empty() && !t.contains(['\0', '\u{feff}', '\u{fffe}']))
}

/// The bytes each glyph stands for. A cluster's further glyphs, which a scene
/// gives nothing, get the cluster's bytes: that is how krilla knows a cluster.
/// Bytes outside the text, or that split a character, become none.
fn ranges(run: &GlyphRun) -> Vec<Range<usize>> {
    let own = |g: &Glyph| {
        let range = g.text.clone();
        run.text.get(range.clone()).is_some_and(|t| !t.is_empty()).then_some(range)
    };
    let owned: Vec<Option<Range<usize>>> = run.glyphs.iter().map(own).collect();
    let mut after: Vec<Option<Range<usize>>> = Vec::with_capacity(owned.len());
    let mut next = None;
    for range in owned.iter().rev() {
        next = range.clone().or(next);
        after.push(next.clone());
    }
    let mut before: Option<Range<usize>> = None;
    let mut out = Vec::with_capacity(owned.len());
    for ((glyph, range), after) in run.glyphs.iter().zip(owned).zip(after.into_iter().rev()) {
        let at = glyph.text.start;
        let range = range.or_else(|| {
            let near = [before.clone(), after];
            let near = || near.iter().flatten();
            near()
                .find(|r| r.start == at)
                .or_else(|| near().find(|r| r.end == at))
                .or_else(|| near().next())
                .cloned()
        });
        before = range.clone().or(before);
        out.push(range.unwrap_or(0..0));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Color;
    use parley::FontData;
    use std::sync::Arc;

    fn run(text: &str, ranges: &[Range<usize>]) -> GlyphRun {
        let glyph =
            |text: &Range<usize>| Glyph { id: 1, x: 0.0, y: 0.0, advance: 1.0, text: text.clone() };
        let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Vec::new());
        GlyphRun {
            font: FontData::new(parley::fontique::Blob::new(bytes), 0),
            size: 10.0,
            color: Color::BLACK,
            glyphs: ranges.iter().map(glyph).collect(),
            text: text.to_owned(),
            rtl: false,
        }
    }

    #[test]
    fn further_glyphs_join_their_cluster_on_either_side() {
        assert_eq!(ranges(&run("ab", &[0..1, 1..2, 1..1])), [0..1, 1..2, 1..2]);
        assert_eq!(ranges(&run("ab", &[1..1, 1..2, 0..1])), [1..2, 1..2, 0..1]);
        assert_eq!(ranges(&run("ab", &[0..2, 2..2])), [0..2, 0..2]);
    }

    #[test]
    fn bytes_outside_the_text_or_within_a_character_are_none() {
        assert_eq!(ranges(&run("ä", &[0..1, 1..2])), [0..0, 0..0]);
        assert_eq!(ranges(&run("a", &[5..9, 0..2])), [0..0, 0..0]);
        assert!(!speaks("a\u{feff}", &(1..4)) && !speaks("", &(0..0)) && speaks("ä", &(0..2)));
    }
}
