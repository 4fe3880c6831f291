//! Snapping: what a box that is moved or resized lays itself against.
//!
//! [`Targets`] are gathered once when a drag begins. Each axis snaps by itself,
//! by the shortest way, and never further than the tolerance; between two ways
//! of one length the one to the left or up is taken, so that the order of the
//! elements decides nothing.

use super::gaps::{Gaps, gap_offsets};
use super::geometry::{bounds, page_rect};
use super::place::Axis;
use super::resize::{Handle, ResizeOptions, resize};
use crate::template::{Frame, Template};
use kurbo::{Rect, Vec2};

pub use super::gaps::GapMark;

/// Offsets and positions nearer than this many px are the same.
pub(super) const SAME_PX: f64 = 1e-3;

/// What a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// An edge of the page.
    Page,
    /// The middle of the page.
    PageCentre,
    /// A safe margin.
    Margin,
    /// A guide that a person drew.
    Guide,
    /// An edge of an element.
    Edge,
    /// The middle of an element.
    Centre,
}

/// A line that something is laid against, to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GuideLine {
    /// The axis along which it snaps: `Horizontal` is a line from top to bottom.
    pub axis: Axis,
    /// Where on that axis, in px.
    pub at: f64,
    /// Where the line begins on the other axis.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What it belongs to.
    pub kind: LineKind,
}

/// How far to move, and what to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapped {
    /// The delta to apply instead of the pointer's.
    pub delta: Vec2,
    /// Lines that the box lies on.
    pub guides: Vec<GuideLine>,
    /// Gaps that are equal.
    pub gaps: Vec<GapMark>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    at: f64,
    kind: LineKind,
    from: f64,
    to: f64,
}

/// Everything that does not move during a drag.
#[derive(Clone, Debug)]
pub struct Targets {
    /// Lines across each axis.
    across: [Vec<Line>; 2],
    /// Bounds of the elements that stand still.
    boxes: Vec<Rect>,
}

impl Targets {
    /// The page, its margins and guides, and all visible elements but those
    /// that move.
    pub fn new(template: &Template, moves: impl Fn(&str) -> bool) -> Self {
        let page = page_rect(&template.page);
        let mut across = [Vec::new(), Vec::new()];
        let [x, y] = &mut across;
        let upright = |at, kind| Line { at, kind, from: page.y0, to: page.y1 };
        let level = |at, kind| Line { at, kind, from: page.x0, to: page.x1 };
        x.extend([page.x0, page.x1].map(|at| upright(at, LineKind::Page)));
        y.extend([page.y0, page.y1].map(|at| level(at, LineKind::Page)));
        x.push(upright(page.center().x, LineKind::PageCentre));
        y.push(level(page.center().y, LineKind::PageCentre));
        if let Some(m) = &template.page.margins {
            let inner = [f64::from(m.left), page.x1 - f64::from(m.right)];
            x.extend(inner.map(|at| upright(at, LineKind::Margin)));
            let inner = [f64::from(m.top), page.y1 - f64::from(m.bottom)];
            y.extend(inner.map(|at| level(at, LineKind::Margin)));
        }
        let guides = &template.page.guides;
        x.extend(guides.vertical.iter().map(|at| upright(f64::from(*at), LineKind::Guide)));
        y.extend(guides.horizontal.iter().map(|at| level(f64::from(*at), LineKind::Guide)));
        let still = template.elements.iter().filter(|e| !e.hidden && !moves(&e.id));
        let mut boxes: Vec<Rect> = still.map(|e| bounds(&e.frame)).collect();
        for b in &boxes {
            let line = |at, kind, from, to| Line { at, kind, from, to };
            x.extend([b.x0, b.x1].map(|at| line(at, LineKind::Edge, b.y0, b.y1)));
            x.push(line(b.center().x, LineKind::Centre, b.y0, b.y1));
            y.extend([b.y0, b.y1].map(|at| line(at, LineKind::Edge, b.x0, b.x1)));
            y.push(line(b.center().y, LineKind::Centre, b.x0, b.x1));
        }
        // The same whatever the order of the elements.
        boxes.sort_by(|a, b| {
            let key = |r: &Rect| [r.x0, r.y0, r.x1, r.y1];
            let pairs = key(a).into_iter().zip(key(b));
            pairs
                .map(|(a, b)| a.total_cmp(&b))
                .find(|o| o.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        Self { across, boxes }
    }

    /// Snaps a box that is moved by `delta`: its edges and middles to lines, and
    /// its gaps to other gaps. `tolerance` is in px of the page: the screen's
    /// divided by the zoom.
    pub fn snap_move(&self, from: Rect, delta: Vec2, tolerance: f64) -> Snapped {
        let mut at = from + delta;
        let mut snapped = Snapped { delta, ..Snapped::default() };
        for axis in [Axis::Horizontal, Axis::Vertical] {
            let (start, end) = span(at, axis);
            let own = [start, f64::midpoint(start, end), end];
            let line = self.nearest(axis, &own, tolerance);
            let gaps = Gaps::around(&self.boxes, at, axis);
            let gap = shortest(gap_offsets(&gaps, start, end), tolerance);
            // Lines before gaps where both are as near.
            let by = match (line, gap) {
                (Some(line), Some(gap)) if gap.abs() < line.abs() - SAME_PX => Some(gap),
                (Some(line), _) => Some(line),
                (None, gap) => gap,
            };
            let by = by.unwrap_or_default();
            at = at + along(axis, by);
            snapped.delta += along(axis, by);
        }
        self.show(&mut snapped, at, [true; 3]);
        for axis in [Axis::Horizontal, Axis::Vertical] {
            let (start, end) = span(at, axis);
            snapped.gaps.extend(Gaps::around(&self.boxes, at, axis).marks(start, end, axis));
        }
        snapped
    }

    /// Snaps the sides that a handle pulls. A frame that is turned askew has no
    /// sides to lay against, and is left alone.
    pub fn snap_resize(
        &self,
        frame: &Frame,
        handle: Handle,
        delta: Vec2,
        options: ResizeOptions,
        tolerance: f64,
    ) -> Snapped {
        let mut snapped = Snapped { delta, ..Snapped::default() };
        if frame.rotation != 0.0 {
            return snapped;
        }
        let to = handle.direction();
        let new = bounds(&resize(frame, handle, delta, options));
        // The sides that are pulled, and how far each may go.
        let side = |axis: Axis| {
            let (start, end) = span(new, axis);
            match component(to, axis) {
                d if d < 0.0 => Some(start),
                d if d > 0.0 => Some(end),
                _ => None,
            }
        };
        let near = |axis| side(axis).and_then(|own| self.nearest(axis, &[own], tolerance));
        let (x, y) = (near(Axis::Horizontal), near(Axis::Vertical));
        if options.keep_ratio {
            let (w, h) = (f64::from(frame.width), f64::from(frame.height));
            let both = if options.from_centre { 2.0 } else { 1.0 };
            let grow = |size: f64, now: f64, dir: f64, by: f64| (now + dir * by * both) / size;
            let mut ways = Vec::new();
            if let Some(by) = x {
                ways.push((by, grow(w, new.width(), to.x, by)));
            }
            if let Some(by) = y {
                ways.push((by, grow(h, new.height(), to.y, by)));
            }
            // The other side moves along: it may not go further either.
            let fits = |scale: f64| {
                let (dw, dh) = (w * scale - new.width(), h * scale - new.height());
                let reach = |d: f64| if d == 0.0 { 0.5 } else { 1.0 / both };
                dw.abs() * reach(to.x) <= tolerance && dh.abs() * reach(to.y) <= tolerance
            };
            ways.retain(|(_, scale)| scale.is_finite() && *scale > 0.0 && fits(*scale));
            ways.sort_by(|a, b| a.0.abs().total_cmp(&b.0.abs()).then(a.0.total_cmp(&b.0)));
            if let Some((_, scale)) = ways.first() {
                let pull = (scale - 1.0) / both;
                snapped.delta = Vec2::new(to.x * w * pull, to.y * h * pull);
            }
        } else {
            snapped.delta += Vec2::new(x.unwrap_or_default(), y.unwrap_or_default());
        }
        let done = bounds(&resize(frame, handle, snapped.delta, options));
        self.show(&mut snapped, done, [true, false, true]);
        // Only what was pulled is shown.
        snapped.guides.retain(|guide| {
            let (start, end) = span(done, guide.axis);
            match component(to, guide.axis) {
                d if d < 0.0 => (guide.at - start).abs() < 0.01,
                d if d > 0.0 => (guide.at - end).abs() < 0.01,
                _ => false,
            }
        });
        snapped
    }

    /// The shortest way from one of the positions to a line.
    fn nearest(&self, axis: Axis, own: &[f64], tolerance: f64) -> Option<f64> {
        let lines = self.lines(axis);
        shortest(lines.iter().flat_map(|l| own.iter().map(|own| l.at - own)), tolerance)
    }

    fn lines(&self, axis: Axis) -> &[Line] {
        let [x, y] = &self.across;
        match axis {
            Axis::Horizontal => x,
            Axis::Vertical => y,
        }
    }

    /// Adds the lines that the box lies on with its start, middle or end.
    fn show(&self, snapped: &mut Snapped, at: Rect, which: [bool; 3]) {
        for axis in [Axis::Horizontal, Axis::Vertical] {
            let (start, end) = span(at, axis);
            let own = [start, f64::midpoint(start, end), end];
            let (from, to) = span(at, other(axis));
            let on = |line: &&Line| {
                own.iter().zip(which).any(|(own, use_it)| use_it && (line.at - own).abs() < 0.01)
            };
            let mut found: Vec<GuideLine> = Vec::new();
            let mut lines: Vec<&Line> = self.lines(axis).iter().filter(on).collect();
            lines.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.kind.cmp(&b.kind)));
            for line in lines {
                // One line for all that lies on it, as long as it needs to be.
                match found.last_mut().filter(|known| (known.at - line.at).abs() < 0.01) {
                    Some(known) => {
                        known.from = known.from.min(line.from);
                        known.to = known.to.max(line.to);
                        known.kind = known.kind.min(line.kind);
                    }
                    None => found.push(GuideLine {
                        axis,
                        at: line.at,
                        from: line.from.min(from),
                        to: line.to.max(to),
                        kind: line.kind,
                    }),
                }
            }
            snapped.guides.extend(found);
        }
    }
}

/// The shortest within the tolerance; of two as long, the smaller.
fn shortest(offsets: impl IntoIterator<Item = f64>, tolerance: f64) -> Option<f64> {
    let near = offsets.into_iter().filter(|by| by.abs() <= tolerance);
    near.min_by(|a, b| a.abs().total_cmp(&b.abs()).then(a.total_cmp(b)))
}

/// Where a box begins and ends along an axis.
pub(super) fn span(r: Rect, axis: Axis) -> (f64, f64) {
    match axis {
        Axis::Horizontal => (r.x0, r.x1),
        Axis::Vertical => (r.y0, r.y1),
    }
}

pub(super) fn other(axis: Axis) -> Axis {
    match axis {
        Axis::Horizontal => Axis::Vertical,
        Axis::Vertical => Axis::Horizontal,
    }
}

fn component(v: Vec2, axis: Axis) -> f64 {
    match axis {
        Axis::Horizontal => v.x,
        Axis::Vertical => v.y,
    }
}

fn along(axis: Axis, by: f64) -> Vec2 {
    match axis {
        Axis::Horizontal => Vec2::new(by, 0.0),
        Axis::Vertical => Vec2::new(0.0, by),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::shape;
    use crate::template::{Margins, Orientation, Preset};
    use proptest::prelude::*;

    fn template(frames: &[Frame]) -> Template {
        let mut t = Template::blank("t", Preset::Classic.page(Orientation::Landscape));
        t.page.guides.vertical = vec![333.0];
        t.page.margins = Some(Margins { top: 60.0, right: 60.0, bottom: 60.0, left: 60.0 });
        t.elements = frames.iter().enumerate().map(|(i, f)| shape(&format!("e{i}"), *f)).collect();
        t
    }

    fn moved(t: &Template, from: Rect, x: f64, y: f64) -> Snapped {
        Targets::new(t, |_| false).snap_move(from, Vec2::new(x, y), 5.0)
    }

    #[test]
    fn a_box_lays_itself_against_page_margin_guide_and_element() {
        let t = template(&[Frame::new(700.0, 500.0, 77.0, 40.0)]);
        let own = Rect::new(200.0, 200.0, 231.0, 217.0);
        let to = |x, y| moved(&t, own, x, y).delta;
        assert_eq!(to(-203.0, -138.0), Vec2::new(-200.0, -140.0), "page's edge, margin");
        assert_eq!(to(129.0, 0.0), Vec2::new(133.0, 0.0), "guide");
        assert_eq!(to(572.0, 285.0), Vec2::new(577.0, 283.0), "right edge, bottom to its bottom");
    }

    #[test]
    fn the_lines_are_drawn_once_and_long_enough() {
        let t = template(&[
            Frame::new(700.0, 500.0, 77.0, 41.0),
            Frame::new(700.0, 800.0, 190.0, 23.0),
        ]);
        let s = moved(&t, Rect::new(200.0, 200.0, 231.0, 217.0), 502.0, -9.0);
        assert_eq!(s.delta, Vec2::new(500.0, -9.0));
        let line = GuideLine {
            axis: Axis::Horizontal,
            at: 700.0,
            from: 191.0,
            to: 823.0,
            kind: LineKind::Edge,
        };
        assert_eq!(s.guides, [line]);
    }

    #[test]
    fn equal_gaps_are_found_between_and_beyond() {
        let t = template(&[
            Frame::new(100.0, 500.0, 50.0, 50.0),
            Frame::new(190.0, 500.0, 50.0, 50.0),
            Frame::new(400.0, 500.0, 50.0, 50.0),
        ]);
        let own = Rect::new(0.0, 511.0, 37.0, 530.0);
        let s = moved(&t, own, 278.0, 0.0);
        assert_eq!(s.delta.x, 280.0, "40 px after the second, as between the first two");
        let gaps: Vec<_> = s.gaps.iter().map(|g| (g.from, g.to)).collect();
        assert_eq!(gaps, [(150.0, 190.0), (240.0, 280.0)]);
        let s = moved(&t, own, 304.0, 0.0);
        assert_eq!(s.delta.x, 301.5, "amid the second and the third");
        assert_eq!(s.gaps.len(), 2);
    }

    #[test]
    fn resized_sides_snap_in_proportion_too() {
        let t = template(&[Frame::new(700.0, 500.0, 77.0, 40.0)]);
        let targets = Targets::new(&t, |_| false);
        let frame = Frame::new(400.0, 100.0, 200.0, 100.0);
        let free = ResizeOptions::default();
        let s = targets.snap_resize(&frame, Handle::East, Vec2::new(97.0, 3.0), free, 5.0);
        assert_eq!(s.delta.x, 100.0);
        assert_eq!(s.guides.len(), 1);
        let kept = ResizeOptions { keep_ratio: true, from_centre: false };
        let s = targets.snap_resize(&frame, Handle::SouthEast, Vec2::new(98.0, 49.0), kept, 5.0);
        assert_eq!(s.delta, Vec2::new(100.0, 50.0));
        let turned = Frame { rotation: 10.0, ..frame };
        let asked = Vec2::new(97.0, 0.0);
        assert_eq!(targets.snap_resize(&turned, Handle::East, asked, free, 5.0).delta, asked);
    }

    fn frame() -> impl Strategy<Value = Frame> {
        (0..300u16, 0..200u16, 1..60u16, 1..60u16).prop_map(|(x, y, w, h)| {
            let px = |v: u16| f32::from(v) * 5.0;
            Frame::new(px(x), px(y), px(w), px(h))
        })
    }

    proptest! {
        #[test]
        fn never_further_than_the_tolerance_and_in_any_order(
            frames in prop::collection::vec(frame(), 1..12),
            by in (-300.0..300.0f64, -300.0..300.0f64),
            tolerance in 0.0..20.0f64,
            handle in prop::sample::select(Handle::ALL.to_vec()),
            keep_ratio: bool, from_centre: bool,
        ) {
            let by = Vec2::new(by.0, by.1);
            let t = template(&frames);
            let mut reversed = t.clone();
            reversed.elements.reverse();
            let moves = |id: &str| id == "e0";
            let (a, b) = (Targets::new(&t, moves), Targets::new(&reversed, moves));
            let own = bounds(&frames[0]);
            let snapped = a.snap_move(own, by, tolerance);
            prop_assert!((snapped.delta - by).x.abs() <= tolerance + 1e-9);
            prop_assert!((snapped.delta - by).y.abs() <= tolerance + 1e-9);
            prop_assert_eq!(&snapped, &b.snap_move(own, by, tolerance));
            // What has snapped stays.
            let again = a.snap_move(own, snapped.delta, tolerance);
            prop_assert!((again.delta - snapped.delta).hypot() <= 2.0 * tolerance + 1e-9);
            let options = ResizeOptions { keep_ratio, from_centre };
            let snapped = a.snap_resize(&frames[0], handle, by, options, tolerance);
            let plain = bounds(&resize(&frames[0], handle, by, options));
            let new = bounds(&resize(&frames[0], handle, snapped.delta, options));
            for (a, b) in [(plain.x0, new.x0), (plain.x1, new.x1), (plain.y0, new.y0), (plain.y1, new.y1)] {
                prop_assert!((a - b).abs() <= tolerance + 0.01, "{plain:?} {new:?}");
            }
            prop_assert_eq!(snapped, b.snap_resize(&frames[0], handle, by, options, tolerance));
        }
    }
}
