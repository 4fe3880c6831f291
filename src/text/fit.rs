//! Shrinking, wrapping and cutting a text until it fits its frame.

use super::layout::Setter;
use crate::template::Overflow;
use parley::Layout;
use serde::Serialize;

/// Sizes are tried in steps of a quarter px: finer ones cannot be seen, and
/// whole steps keep the outcome the same on every machine.
const STEP: f32 = 0.25;
/// Rounding in the shaper must not make a line that fits look too long.
const SLACK: f32 = 0.02;
const ELLIPSIS: char = '…';

/// What fitting did to a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct FitReport {
    /// The size in px that it was set at.
    pub size: f32,
    /// How many lines it takes.
    pub lines: usize,
    /// Whether the size is smaller than asked for.
    pub shrunk: bool,
    /// Whether its end was cut off.
    pub cut: bool,
    /// Whether it reaches out of its frame all the same.
    pub overflows: bool,
}

pub(super) struct Fitted {
    pub(super) layout: Layout<()>,
    pub(super) text: String,
    pub(super) report: FitReport,
}

pub(super) fn fit(setter: &mut Setter<'_>, text: String) -> Fitted {
    let style_size = setter.request.style.size.max(1.0);
    let min = setter.request.fit.min_size.unwrap_or(style_size).clamp(1.0, style_size);
    let wraps = setter.request.fit.overflow == Overflow::Wrap;
    let mut fitter = Fitter { setter, text };
    if wraps {
        let best = fitter.largest(min, style_size);
        return fitter.finish(best, min, style_size);
    }
    // One line first: its length grows with the size, so one measure is enough.
    let line = fitter.setter.set(&fitter.text, style_size, false);
    let single = line.len();
    let room = fitter.setter.request.width;
    let mut size = style_size;
    if line.width() > room + SLACK {
        size = round_down(style_size * room / line.width());
    }
    size = size.min(round_down(fitter.height_limit(single, style_size)));
    while size >= min {
        let layout = fitter.setter.set(&fitter.text, size, true);
        if layout.len() <= single && fitter.fits(&layout, size) {
            return fitter.done(layout, size, style_size);
        }
        size -= STEP;
    }
    if fitter.setter.request.fit.overflow == Overflow::ShrinkThenWrap {
        let best = fitter.largest(min, style_size);
        return fitter.finish(best, min, style_size);
    }
    fitter.finish(None, min, style_size)
}

struct Fitter<'a, 'b> {
    setter: &'a mut Setter<'b>,
    text: String,
}

impl Fitter<'_, '_> {
    /// The most lines that the frame and the template allow at a size.
    fn max_lines(&self, size: f32) -> usize {
        let request = self.setter.request;
        let pitch = size * request.style.line_height;
        // The last line needs its letters' height only, not the space below.
        let room = ((request.height - size + SLACK) / pitch).floor().max(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small and positive"
        )]
        let by_height = room as usize + 1;
        let by_template = request.fit.max_lines.map_or(usize::MAX, usize::from);
        by_height.min(by_template).max(1)
    }

    /// The largest size at which so many lines fit the frame's height.
    fn height_limit(&self, lines: usize, size: f32) -> f32 {
        let request = self.setter.request;
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let needed = (lines.max(1) - 1) as f32 * request.style.line_height + 1.0;
        size.min(request.height / needed)
    }

    fn fits(&self, layout: &Layout<()>, size: f32) -> bool {
        let request = self.setter.request;
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let height = (layout.len().max(1) - 1) as f32 * size * request.style.line_height + size;
        layout.width() <= request.width + SLACK
            && layout.len() <= self.max_lines(size)
            && height <= request.height + SLACK
    }

    /// The largest size, from `min` to `max`, at which the wrapped text fits.
    fn largest(&mut self, min: f32, max: f32) -> Option<(Layout<()>, f32)> {
        let layout = self.setter.set(&self.text, max, true);
        if self.fits(&layout, max) {
            return Some((layout, max));
        }
        let mut best = None;
        #[expect(clippy::cast_possible_truncation, reason = "at most 8000 steps")]
        let (mut low, mut high) = (0_i32, ((max - min) / STEP).ceil() as i32);
        while low <= high {
            let middle = (low + high) / 2;
            #[expect(clippy::cast_precision_loss, reason = "at most 8000 steps")]
            let size = (min + middle as f32 * STEP).min(max);
            let layout = self.setter.set(&self.text, size, true);
            if self.fits(&layout, size) {
                best = Some((layout, size));
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        best
    }

    fn finish(mut self, best: Option<(Layout<()>, f32)>, min: f32, asked: f32) -> Fitted {
        match best {
            Some((layout, size)) => self.done(layout, size, asked),
            None => {
                let whole = self.text.clone();
                self.cut(min);
                let layout = self.setter.set(&self.text, min, true);
                let overflows = !self.fits(&layout, min);
                let mut fitted = self.done(layout, min, asked);
                fitted.report.cut = fitted.text != whole;
                fitted.report.overflows = overflows;
                fitted
            }
        }
    }

    fn done(self, layout: Layout<()>, size: f32, asked: f32) -> Fitted {
        let layout = self.setter.align(&self.text, size, layout);
        let report =
            FitReport { size, lines: layout.len(), shrunk: size < asked, ..FitReport::default() };
        Fitted { layout, text: self.text, report }
    }

    /// Cuts the text so that it fits at a size, an ellipsis for its end.
    fn cut(&mut self, size: f32) {
        let one_line = self.setter.request.fit.overflow == Overflow::ShrinkThenEllipsis;
        let allowed = if one_line { 1 } else { self.max_lines(size) };
        let layout = self.setter.set(&self.text, size, true);
        if layout.len() <= allowed {
            // Too wide or too high whatever is cut: the frame is smaller than a letter.
            return;
        }
        let end = layout.get(allowed - 1).map_or(0, |line| line.text_range().end);
        let mut ends: Vec<usize> = layout
            .lines()
            .flat_map(|line| line.runs())
            .flat_map(|run| run.clusters())
            .map(|cluster| cluster.text_range().end)
            .filter(|at| *at <= end)
            .collect();
        ends.sort_unstable();
        let mut kept = 0;
        let (mut low, mut high) = (0, ends.len());
        while low < high {
            let middle = (low + high) / 2;
            let at = ends.get(middle).copied().unwrap_or_default();
            let layout = self.setter.set(&self.shortened(at), size, true);
            if layout.len() <= allowed {
                kept = at;
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.text = self.shortened(kept);
    }

    fn shortened(&self, at: usize) -> String {
        let kept = self.text.get(..at).unwrap_or_default().trim_end();
        format!("{kept}{ELLIPSIS}")
    }
}

fn round_down(size: f32) -> f32 {
    (size / STEP).floor() * STEP
}
