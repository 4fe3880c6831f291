//! Moving, nudging, aligning and distributing what is selected, and keeping
//! it on the page. Groups go as one; locked elements stay.

use super::command::Command;
use super::elements::unlocked;
use super::geometry::{bounds, moved, page_rect, union};
use super::group::unit_of;
use super::select::Selection;
use crate::template::{Element, Frame, Template};
use kurbo::{Rect, Vec2};
use std::collections::BTreeMap;

/// So many px of an element stay on the page, lest it be lost.
pub const KEEP_ON_PAGE_PX: f64 = 8.0;

/// Moves shorter than this many px are none: what is left of rounding.
const STILL_PX: f64 = 0.005;

/// Where to align.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Left edges.
    Left,
    /// Middles, across.
    Centre,
    /// Right edges.
    Right,
    /// Top edges.
    Top,
    /// Middles, down.
    Middle,
    /// Bottom edges.
    Bottom,
}

/// A direction to distribute in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// From left to right.
    Horizontal,
    /// From top to bottom.
    Vertical,
}

/// The frames of the selected elements that are not locked, by id.
pub fn frames_of(template: &Template, selection: &Selection) -> BTreeMap<String, Frame> {
    unlocked(template, selection).map(|e| (e.id.clone(), e.frame)).collect()
}

/// The part of a move that leaves at least [`KEEP_ON_PAGE_PX`] of each frame on
/// the page. A frame that is off the page already is let come nearer.
pub fn clamp_move<'a>(
    template: &Template,
    frames: impl IntoIterator<Item = &'a Frame>,
    by: Vec2,
) -> Vec2 {
    let page = page_rect(&template.page);
    let finite = |v: f64| if v.is_finite() { v } else { 0.0 };
    let mut by = Vec2::new(finite(by.x), finite(by.y));
    let limit = |by: f64, from: f64, to: f64, page: f64| {
        let keep = KEEP_ON_PAGE_PX.min(to - from).min(page);
        // Not moving is always allowed.
        by.clamp((keep - to).min(0.0), (page - keep - from).max(0.0))
    };
    for b in frames.into_iter().map(bounds) {
        by.x = limit(by.x, b.x0, b.x1, page.x1);
        by.y = limit(by.y, b.y0, b.y1, page.y1);
    }
    by
}

/// Moves by so many px from the given frames (those at a drag's beginning),
/// not off the page.
pub fn shift(template: &Template, from: &BTreeMap<String, Frame>, by: Vec2) -> Command {
    let by = clamp_move(template, from.values(), by);
    Command::SetFrames { frames: from.iter().map(|(id, f)| (id.clone(), moved(f, by))).collect() }
}

/// Moves what is selected by an arrow key's px. `None` where nothing can move.
pub fn nudge(template: &Template, selection: &Selection, by: Vec2) -> Option<Command> {
    let from = frames_of(template, selection);
    (!from.is_empty()).then(|| shift(template, &from, by))
}

/// Brings what is selected wholly onto the page, by the shortest way; what is
/// larger than the page is centred. `None` where all is on it.
pub fn bring_back(template: &Template, selection: &Selection) -> Option<Command> {
    let page = page_rect(&template.page);
    let into = |from: f64, to: f64, page: f64| match to - from {
        size if size > page => (page - to - from) / 2.0,
        _ if from < 0.0 => -from,
        _ if to > page => page - to,
        _ => 0.0,
    };
    moves(units(template, selection), |around| {
        Vec2::new(into(around.x0, around.x1, page.x1), into(around.y0, around.y1, page.y1))
    })
}

/// Aligns the selected units with one another, or a single one with the page.
/// `None` where all are aligned.
pub fn align(template: &Template, selection: &Selection, to: Alignment) -> Option<Command> {
    let units = units(template, selection);
    let target = match units.as_slice() {
        [_] => page_rect(&template.page),
        _ => units.iter().map(|unit| unit.around).reduce(|a, b| a.union(b))?,
    };
    moves(units, |own| match to {
        Alignment::Left => Vec2::new(target.x0 - own.x0, 0.0),
        Alignment::Centre => Vec2::new(target.center().x - own.center().x, 0.0),
        Alignment::Right => Vec2::new(target.x1 - own.x1, 0.0),
        Alignment::Top => Vec2::new(0.0, target.y0 - own.y0),
        Alignment::Middle => Vec2::new(0.0, target.center().y - own.center().y),
        Alignment::Bottom => Vec2::new(0.0, target.y1 - own.y1),
    })
}

/// Makes the gaps between the selected units equal; the outermost stay. Where
/// they don't fit side by side, their middles get equal distances. `None` for
/// fewer than three, or where the gaps are equal.
pub fn distribute(template: &Template, selection: &Selection, axis: Axis) -> Option<Command> {
    let span = |r: &Rect| match axis {
        Axis::Horizontal => (r.x0, r.x1),
        Axis::Vertical => (r.y0, r.y1),
    };
    let middle = |r: &Rect| f64::midpoint(span(r).0, span(r).1);
    let mut units = units(template, selection);
    // Stable: units with the same middle stay in their order.
    units.sort_by(|a, b| middle(&a.around).total_cmp(&middle(&b.around)));
    let [first, _, .., last] = units.as_slice() else { return None };
    let size = |unit: &Unit<'_>| span(&unit.around).1 - span(&unit.around).0;
    let sizes: f64 = units.iter().map(size).sum();
    #[expect(clippy::cast_precision_loss, reason = "few")]
    let gaps = (units.len() - 1) as f64;
    let gap = (span(&last.around).1 - span(&first.around).0 - sizes) / gaps;
    let step = (middle(&last.around) - middle(&first.around)) / gaps;
    let (mut start, mut mid) = (span(&first.around).0, middle(&first.around));
    let mut targets = Vec::with_capacity(units.len());
    for unit in &units {
        let to = if gap >= 0.0 { start - span(&unit.around).0 } else { mid - middle(&unit.around) };
        targets.push(to);
        start += size(unit) + gap;
        mid += step;
    }
    let inner = targets.len().saturating_sub(2);
    let units: Vec<_> = units.into_iter().skip(1).take(inner).collect();
    let mut targets = targets.into_iter().skip(1);
    moves(units, |_| match (targets.next().unwrap_or_default(), axis) {
        (by, Axis::Horizontal) => Vec2::new(by, 0.0),
        (by, Axis::Vertical) => Vec2::new(0.0, by),
    })
}

struct Unit<'a> {
    elements: Vec<&'a Element>,
    around: Rect,
}

/// The selected units without what is locked, bottom to top.
fn units<'a>(template: &'a Template, selection: &'a Selection) -> Vec<Unit<'a>> {
    let mut groups: Vec<(Option<&str>, Vec<&Element>)> = Vec::new();
    for element in unlocked(template, selection) {
        let group = unit_of(element, selection.inside());
        match groups.iter_mut().find(|(known, _)| group.is_some() && *known == group) {
            Some((_, members)) => members.push(element),
            None => groups.push((group, vec![element])),
        }
    }
    let unit = |elements: Vec<&'a Element>| {
        let around = union(elements.iter().map(|e| &e.frame))?;
        Some(Unit { elements, around })
    };
    groups.into_iter().filter_map(|(_, elements)| unit(elements)).collect()
}

/// Moves each unit, unless all stand still.
fn moves(units: Vec<Unit<'_>>, mut by: impl FnMut(Rect) -> Vec2) -> Option<Command> {
    let mut frames = BTreeMap::new();
    for unit in units {
        let by = by(unit.around);
        if by.x.abs() >= STILL_PX || by.y.abs() >= STILL_PX {
            frames.extend(unit.elements.iter().map(|e| (e.id.clone(), moved(&e.frame, by))));
        }
    }
    (!frames.is_empty()).then_some(Command::SetFrames { frames })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::edit::tests::shape;
    use crate::template::{Orientation, Preset};
    use proptest::prelude::*;

    fn template(frames: &[Frame]) -> Template {
        let mut t = Template::blank("t", Preset::Classic.page(Orientation::Landscape));
        let shapes = frames.iter().enumerate().map(|(i, f)| shape(&format!("e{i}"), *f));
        t.elements = shapes.collect();
        t
    }

    fn all(t: &Template) -> Selection {
        Selection::default().all(t)
    }

    #[test]
    fn one_aligns_to_the_page_and_groups_go_as_one() {
        let mut t = template(&[Frame::new(10.0, 10.0, 100.0, 50.0)]);
        let command = align(&t, &all(&t), Alignment::Right).unwrap();
        apply(&mut t, command).unwrap();
        assert_eq!(t.elements[0].frame.x, 1400.0);
        let mut t = template(&[
            Frame::new(0.0, 0.0, 10.0, 10.0),
            Frame::new(50.0, 0.0, 10.0, 10.0),
            Frame::new(300.0, 0.0, 10.0, 10.0),
        ]);
        t.elements[0].group = Some("G".into());
        t.elements[1].group = Some("G".into());
        let command = align(&t, &all(&t), Alignment::Right).unwrap();
        apply(&mut t, command).unwrap();
        let x: Vec<f32> = t.elements.iter().map(|e| e.frame.x).collect();
        assert_eq!(x, [250.0, 300.0, 300.0]);
        t.elements[2].locked = true;
        let both = Selection::of(&t, ["e2"]);
        assert!(nudge(&t, &both, Vec2::new(1.0, 0.0)).is_none(), "locked");
    }

    #[test]
    fn gaps_become_equal() {
        let mut t = template(&[
            Frame::new(0.0, 0.0, 10.0, 10.0),
            Frame::new(11.0, 0.0, 30.0, 10.0),
            Frame::new(90.0, 0.0, 10.0, 10.0),
        ]);
        let command = distribute(&t, &all(&t), Axis::Horizontal).unwrap();
        apply(&mut t, command).unwrap();
        assert_eq!(t.elements[1].frame.x, 35.0);
        assert!(distribute(&t, &all(&t), Axis::Horizontal).is_none());
    }

    #[test]
    fn nothing_is_lost_off_the_page() {
        let mut t = template(&[Frame::new(10.0, 10.0, 100.0, 50.0)]);
        let far = Vec2::new(-1e9, f64::INFINITY);
        let command = nudge(&t, &all(&t), far).unwrap();
        apply(&mut t, command).unwrap();
        assert_eq!((t.elements[0].frame.x, t.elements[0].frame.y), (-92.0, 10.0));
        t.elements[0].frame.x = -5000.0;
        let command = nudge(&t, &all(&t), Vec2::new(10.0, 0.0)).unwrap();
        apply(&mut t, command).unwrap();
        assert_eq!(t.elements[0].frame.x, -4990.0, "it may come nearer");
        let command = bring_back(&t, &all(&t)).unwrap();
        apply(&mut t, command).unwrap();
        assert_eq!(t.elements[0].frame.x, 0.0);
        assert!(bring_back(&t, &all(&t)).is_none());
    }

    fn frames() -> impl Strategy<Value = Vec<Frame>> {
        let frame =
            (-200.0..1500.0f32, -200.0..1000.0f32, 1.0..600.0f32, 1.0..600.0f32, -180.0..180.0f32)
                .prop_map(|(x, y, width, height, rotation)| Frame {
                    x,
                    y,
                    width,
                    height,
                    rotation,
                });
        prop::collection::vec(frame, 1..7)
    }

    proptest! {
        #[test]
        fn what_is_aligned_or_distributed_stays(frames in frames()) {
            use Alignment::{Bottom, Centre, Left, Middle, Right, Top};
            for to in [Left, Centre, Right, Top, Middle, Bottom] {
                let mut t = template(&frames);
                if let Some(command) = align(&t, &all(&t), to) {
                    apply(&mut t, command).unwrap();
                }
                prop_assert_eq!(align(&t, &all(&t), to), None);
            }
            for axis in [Axis::Horizontal, Axis::Vertical] {
                let mut t = template(&frames);
                if let Some(command) = distribute(&t, &all(&t), axis) {
                    apply(&mut t, command).unwrap();
                }
                prop_assert_eq!(distribute(&t, &all(&t), axis), None);
            }
        }

        #[test]
        fn eight_px_stay_on_the_page(frames in frames(), by in (-5e3..5e3f64, -5e3..5e3f64)) {
            let by = Vec2::new(by.0, by.1);
            let mut t = template(&frames);
            let start = t.clone();
            let command = nudge(&start, &all(&t), by).unwrap();
            apply(&mut t, command).unwrap();
            let page = page_rect(&t.page);
            let seen = |f: &Frame| {
                let b = bounds(f);
                let keep = |size: f64| KEEP_ON_PAGE_PX.min(size) - 0.01;
                let x = b.x1.min(page.x1) - b.x0.max(0.0) >= keep(b.width());
                let y = b.y1.min(page.y1) - b.y0.max(0.0) >= keep(b.height());
                (x, y)
            };
            for (old, new) in start.elements.iter().zip(&t.elements) {
                let (old, new) = (seen(&old.frame), seen(&new.frame));
                prop_assert!((!old.0 || new.0) && (!old.1 || new.1));
            }
        }
    }
}
