//! Glyph runs and the words they stand for.

use super::write::{attribute, decimals, escape, num, path_data};
use super::{Drawing, fill};
use crate::render::scene::{GlyphRun, TextLine};
use kurbo::{Affine, BezPath};
use std::collections::BTreeMap;

/// How outlines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GlyphStyle {
    /// Each glyph once in `<defs>`, and a `<use>` where it stands.
    Shared,
    /// One path a run.
    Merged,
}

/// The glyphs in `<defs>`, numbered in the order of their first use.
#[derive(Default)]
pub(super) struct Symbols {
    pub(super) defs: String,
    known: BTreeMap<(u64, u32, u32), usize>,
}

impl Drawing<'_> {
    pub(super) fn glyphs(&mut self, run: &GlyphRun) {
        match self.style {
            GlyphStyle::Shared => self.shared(run),
            GlyphStyle::Merged => self.merged(run),
        }
    }

    fn merged(&mut self, run: &GlyphRun) {
        let scale = self.outlines.scale(run);
        let mut path = BezPath::new();
        for glyph in &run.glyphs {
            let outline = self.outlines.glyph(&run.font, glyph.id);
            let place = Affine::translate((f64::from(glyph.x), f64::from(glyph.y)))
                * Affine::scale_non_uniform(scale, -scale);
            path.extend(outline.iter().map(|element| place * element));
        }
        if !path.is_empty() {
            self.out.push_str(&format!("<path{} d=\"{}\"/>", fill(run.color), path_data(&path, 2)));
        }
    }

    fn shared(&mut self, run: &GlyphRun) {
        let scale = self.outlines.scale(run);
        let Some(first) = run.glyphs.first() else { return };
        let mut uses = String::new();
        for glyph in &run.glyphs {
            let Some(symbol) = self.symbol(run, glyph.id) else { continue };
            uses.push_str(&format!("<use xlink:href=\"#g{symbol}\""));
            let place = |v: f32| decimals(f64::from(v) / scale, 1);
            for (name, value) in [("x", place(glyph.x - first.x)), ("y", place(first.y - glyph.y))]
            {
                if value != "0" {
                    attribute(&mut uses, name, &value);
                }
            }
            uses.push_str("/>");
        }
        if !uses.is_empty() {
            let fine = decimals(scale, 6);
            self.out.push_str(&format!(
                "<g{} transform=\"matrix({fine} 0 0 -{fine} {} {})\">{uses}</g>",
                fill(run.color),
                num(first.x.into()),
                num(first.y.into())
            ));
        }
    }

    /// The number of a glyph in `<defs>`; `None` for one without an outline.
    fn symbol(&mut self, run: &GlyphRun, glyph: u32) -> Option<usize> {
        let key = (run.font.data.id(), run.font.index, glyph);
        if let Some(number) = self.symbols.known.get(&key) {
            return Some(*number);
        }
        let outline = self.outlines.glyph(&run.font, glyph);
        if outline.is_empty() {
            return None;
        }
        let number = self.symbols.known.len();
        self.symbols.known.insert(key, number);
        let data = path_data(&outline, 1);
        self.symbols.defs.push_str(&format!("<path id=\"g{number}\" d=\"{data}\"/>"));
        Some(number)
    }

    /// A line of invisible text over its outlines, as long as they are, so that
    /// a selection covers what it says.
    pub(super) fn line(&mut self, line: &TextLine) {
        let words = line.text.trim();
        if words.is_empty() || line.width <= 0.0 {
            return;
        }
        let out = &mut self.out;
        let start = if line.rtl { line.x + line.width } else { line.x };
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" textLength=\"{}\" \
             lengthAdjust=\"spacingAndGlyphs\" fill-opacity=\"0\"",
            num(start.into()),
            num(line.baseline.into()),
            num(line.size.into()),
            num(line.width.into())
        ));
        if line.rtl {
            out.push_str(" direction=\"rtl\"");
        }
        out.push('>');
        escape(out, words);
        out.push_str("</text>");
    }
}
