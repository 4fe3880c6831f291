//! The order in which runs are read.
//!
//! A scene's runs of a line may stand in the order of the eye, from left to
//! right. Readers follow the order of drawing, so it has to be that of the
//! text. On paper it makes no difference: runs of a line don't overlap.

use crate::render::{GlyphRun, Mark, Node};

/// The node's marks in the order in which they are read.
pub(super) fn reading(node: &Node) -> Vec<&Mark> {
    let mut marks: Vec<&Mark> = node.marks.iter().collect();
    if !node.marks.iter().any(is_rtl) {
        return marks;
    }
    // Runs that follow each other on the same line.
    for runs in marks.chunk_by_mut(|a, b| match (line(node, a), line(node, b)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }) {
        runs.sort_by(|a, b| left(a).total_cmp(&left(b)));
        let rtl_line = runs
            .first()
            .and_then(|mark| line(node, mark))
            .and_then(|index| node.lines.get(index))
            .is_some_and(|line| line.rtl);
        if rtl_line {
            runs.reverse();
        }
        // What runs against the line stands in it the other way round.
        for against in runs.chunk_by_mut(|a, b| is_rtl(a) == is_rtl(b)) {
            if against.first().is_some_and(|mark| is_rtl(mark) != rtl_line) {
                against.reverse();
            }
        }
    }
    marks
}

/// Whether the mark is text written from right to left.
pub(super) fn is_rtl(mark: &Mark) -> bool {
    matches!(mark, Mark::Glyphs(run) if run.rtl)
}

fn run(mark: &Mark) -> Option<&GlyphRun> {
    match mark {
        Mark::Glyphs(run) => Some(run),
        _ => None,
    }
}

fn left(mark: &Mark) -> f32 {
    run(mark).and_then(|run| run.glyphs.first()).map_or(0.0, |glyph| glyph.x)
}

/// The number of the line that the run stands on: that with the nearest
/// baseline, measured at a glyph that is no accent.
fn line(node: &Node, mark: &Mark) -> Option<usize> {
    let glyphs = &run(mark)?.glyphs;
    let y = glyphs.iter().find(|g| g.advance > 0.0).or(glyphs.first())?.y;
    let far = |baseline: f32| (baseline - y).abs();
    let lines = node.lines.iter().enumerate();
    lines.min_by(|(_, a), (_, b)| far(a.baseline).total_cmp(&far(b.baseline))).map(|(i, _)| i)
}
