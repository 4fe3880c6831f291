//! Equal gaps: the distances between boxes that stand in one row or column
//! with a box that is moved.

use super::place::Axis;
use super::snap::{other, span};
use kurbo::Rect;

/// Distances that differ by less than this many px are drawn as equal.
const EQUAL_PX: f64 = 0.02;

/// A gap that is as wide as another, to be drawn as a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapMark {
    /// Along which axis it is measured.
    pub axis: Axis,
    /// Where it begins on that axis, in px.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Where on the other axis to draw it.
    pub across: f64,
}

/// What stands in the way of a box along an axis.
pub(super) struct Gaps {
    /// Start and end of each box, by start.
    spans: Vec<(f64, f64)>,
    /// Pairs of neighbours with a gap: the end of one, the start of the next.
    between: Vec<(f64, f64)>,
    /// The middle of the moved box on the other axis.
    across: f64,
}

impl Gaps {
    /// Of the boxes that share the row (or column) of the moved one.
    pub(super) fn around(boxes: &[Rect], own: Rect, axis: Axis) -> Self {
        let (from, to) = span(own, other(axis));
        let beside = boxes.iter().filter(|b| {
            let (start, end) = span(**b, other(axis));
            start < to && end > from
        });
        let mut spans: Vec<(f64, f64)> = beside.map(|b| span(*b, axis)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut between: Vec<(f64, f64)> = Vec::new();
        for (_, end) in &spans {
            let next = spans.partition_point(|(start, _)| start <= end);
            if let Some((start, _)) = spans.get(next) {
                between.push((*end, *start));
            }
        }
        between.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        between.dedup();
        Self { spans, between, across: f64::midpoint(from, to) }
    }

    /// The nearest box that ends before, and the nearest that starts after.
    fn neighbours(&self, start: f64, end: f64) -> (Option<f64>, Option<f64>) {
        let ends = self.spans.iter().map(|s| s.1).filter(|e| *e <= start + EQUAL_PX);
        let starts = self.spans.iter().map(|s| s.0).filter(|s| *s >= end - EQUAL_PX);
        (ends.max_by(f64::total_cmp), starts.min_by(f64::total_cmp))
    }

    /// The gaps that are equal now that the box is there.
    pub(super) fn marks(&self, start: f64, end: f64, axis: Axis) -> Vec<GapMark> {
        let (before, after) = self.neighbours(start, end);
        let own = [before.map(|b| (b, start)), after.map(|a| (end, a))];
        let mut found: Vec<(f64, f64)> = Vec::new();
        let equal = |a: (f64, f64), b: (f64, f64)| ((a.1 - a.0) - (b.1 - b.0)).abs() < EQUAL_PX;
        let wide = |gap: &(f64, f64)| gap.1 - gap.0 > EQUAL_PX;
        if let [Some(a), Some(b)] = own
            && wide(&a)
            && equal(a, b)
        {
            found.extend([a, b]);
        }
        for gap in own.into_iter().flatten().filter(wide) {
            // Not the gap that the box itself stands in.
            let outside = |g: &&(f64, f64)| g.1 <= start + EQUAL_PX || g.0 >= end - EQUAL_PX;
            let same: Vec<_> =
                self.between.iter().filter(outside).filter(|g| equal(**g, gap)).collect();
            if !same.is_empty() {
                found.push(gap);
                found.extend(same);
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        found.dedup();
        let mark = |(from, to)| GapMark { axis, from, to, across: self.across };
        found.into_iter().map(mark).collect()
    }
}

/// How far a box from `start` to `end` would have to go for its gap on one side
/// to be as wide as another, or to stand in the middle between two.
pub(super) fn gap_offsets(gaps: &Gaps, start: f64, end: f64) -> Vec<f64> {
    let size = end - start;
    let mut out = Vec::new();
    for (from, to) in &gaps.between {
        let gap = to - from;
        if gap >= size {
            // Between the two.
            out.push(f64::midpoint(*from, *to) - f64::midpoint(start, end));
        }
        for (other_start, other_end) in &gaps.spans {
            // As far after a box, or before it, as those two are apart; not so
            // that it would lie over the boxes of that gap.
            if *other_end >= *to {
                out.push(other_end + gap - start);
            }
            if *other_start <= *from {
                out.push(other_start - gap - end);
            }
        }
    }
    out
}
