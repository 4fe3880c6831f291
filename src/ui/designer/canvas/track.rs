//! What a drag does while the pointer moves.

use super::gesture::{Gesture, Step};
use super::{Canvas, Marks};
use crate::edit::geometry::union;
use crate::edit::place::{self, Axis, frames_of};
use crate::edit::resize::{ResizeOptions, resize, resize_all};
use crate::edit::snap::{Snapped, Targets};
use crate::edit::units::format_length;
use crate::edit::{self, Command, Property, Selection, guides, rotate};
use crate::locale::mark;
use crate::template::{Crop, Element, Frame, Image, PictureFit, Template};
use crate::ui::locale::said;
use kurbo::{Point, Rect, Vec2};
use leptos::prelude::*;
use std::collections::BTreeMap;
use web_sys::PointerEvent;

/// How near a line is snapped to, px of the screen.
const NEAR: f64 = 6.0;
/// How near a multiple of 15° is snapped to, degrees.
const NEAR_ANGLE: f64 = 3.0;

impl Canvas {
    /// Goes on with a drag.
    pub(super) fn drag(self, gesture: Gesture, event: &PointerEvent, at: Point) -> Gesture {
        let designer = self.designer;
        let page = self.on_page(event);
        match gesture {
            Gesture::Pan { last } => {
                designer.pan(at - last);
                Gesture::Pan { last: at }
            }
            Gesture::Pinch { middle, apart } => self.pinch(middle, apart),
            Gesture::Marquee { start, add, before } => {
                let rect = Rect::from_points(start, page);
                let mut selection = before.clone();
                designer.with_template(|t| selection.marquee(t, rect, add));
                crate::ui::state::set_if_new(designer.selection, selection);
                self.marks.set(Marks { marquee: Some(rect), ..Marks::default() });
                Gesture::Marquee { start, add, before }
            }
            guide @ Gesture::Guide { .. } => self.draw_guide(guide, page),
            Gesture::Move { .. } => self.drag_move(gesture, event, page),
            Gesture::Resize { .. } => self.drag_resize(gesture, event, page),
            Gesture::Rotate { .. } => self.drag_turn(gesture, event, page),
            Gesture::Crop { step, start, id, crop, share } => {
                let by = page - start;
                #[expect(clippy::cast_possible_truncation, reason = "shares of a picture")]
                let moved = Crop {
                    x: crop.x - (by.x * share.x) as f32,
                    y: crop.y - (by.y * share.y) as f32,
                    ..crop
                };
                let set = Property::Crop(Some(moved)).clamped();
                let selection = designer.with_template(|t| Selection::of(t, [id.as_str()]));
                let command = designer.with_template(|t| edit::set(t, &selection, &[set]));
                let step = self.carry_out(step, command);
                Gesture::Crop { step, start, id, crop, share }
            }
            still @ (Gesture::None | Gesture::Press { .. }) => still,
        }
    }

    /// Does a part of a drag.
    fn carry_out(self, step: Step, command: Command) -> Step {
        let done = self.designer.dispatch_at(command, &step.label, Some(&step.key), step.began);
        Step { changed: step.changed || done, ..step }
    }

    /// How near a line counts, px of the page; nothing does while Ctrl or ⌘ is held.
    fn tolerance(self, event: &PointerEvent) -> f64 {
        let free = event.ctrl_key() || event.meta_key();
        if free { 0.0 } else { NEAR / self.designer.view_now().scale }
    }

    fn drag_move(self, gesture: Gesture, event: &PointerEvent, page: Point) -> Gesture {
        let Gesture::Move { mut step, start, mut from, around, targets, mut copies } = gesture
        else {
            return gesture;
        };
        let designer = self.designer;
        if event.alt_key() != copies {
            copies = event.alt_key();
            (step, from) = self.turn_to_copies(step, copies);
        }
        let mut by = page - start;
        if event.shift_key() {
            // Along one axis only: the one that it went further.
            by = if by.x.abs() >= by.y.abs() { Vec2::new(by.x, 0.0) } else { Vec2::new(0.0, by.y) };
        }
        let tolerance = self.tolerance(event);
        let mut snapped = targets.snap_move(around, by, tolerance);
        if event.shift_key() {
            // A line beside must not pull it off its way.
            let keep = |own: f64, to: f64| if own == 0.0 { 0.0 } else { to };
            let kept = Vec2::new(keep(by.x, snapped.delta.x), keep(by.y, snapped.delta.y));
            snapped = Snapped { delta: kept, ..snapped };
        }
        if tolerance == 0.0 {
            snapped = Snapped { delta: by, ..Snapped::default() };
        }
        let delta = whole(around, snapped.delta, &snapped);
        let command = designer.with_template(|t| place::shift(t, &from, delta));
        step = self.carry_out(step, command);
        let to = around + delta;
        let label = self.lengths(&[to.x0, to.y0], ", ");
        let Snapped { guides, gaps, .. } = snapped;
        self.marks.set(Marks { guides, gaps, marquee: None, label: Some(label) });
        Gesture::Move { step, start, from, around, targets, copies }
    }

    /// Alt was pressed or let go: copies are moved, or the elements themselves.
    fn turn_to_copies(self, mut step: Step, copies: bool) -> (Step, BTreeMap<String, Frame>) {
        let designer = self.designer;
        if step.changed {
            designer.cancel_step();
            step.changed = false;
        }
        designer.selection.set(step.before.clone());
        if copies {
            let made = designer.with_template(|t| edit::duplicate(t, &step.before, (0.0, 0.0)));
            if let Some((command, ids)) = made {
                step.label = step.label.replacen("Move", "Duplicate", 1);
                step = self.carry_out(step, command);
                designer.select_ids(&ids);
            }
        } else {
            step.label = step.label.replacen("Duplicate", "Move", 1);
        }
        let selection = designer.selected();
        (step, designer.with_template(|t| frames_of(t, &selection)))
    }

    fn drag_resize(self, gesture: Gesture, event: &PointerEvent, page: Point) -> Gesture {
        let Gesture::Resize { step, start, handle, ids, frames, targets, keeps_ratio } = gesture
        else {
            return gesture;
        };
        let options = ResizeOptions {
            keep_ratio: keeps_ratio != event.shift_key(),
            from_centre: event.alt_key(),
        };
        let by = page - start;
        let tolerance = self.tolerance(event);
        let (new, snapped) = match frames.as_slice() {
            [frame] => {
                let snapped = if tolerance == 0.0 {
                    Snapped { delta: by, ..Snapped::default() }
                } else {
                    targets.snap_resize(frame, handle, by, options, tolerance)
                };
                (vec![tidy(resize(frame, handle, snapped.delta, options), &snapped)], snapped)
            }
            several => {
                let snapped = self.snap_box(several, handle, by, options, &targets, tolerance);
                (resize_all(several, handle, snapped.delta, options), snapped)
            }
        };
        let size = union(&new).map(|b| [b.width(), b.height()]);
        let label = match new.as_slice() {
            [one] => self.lengths(&[f64::from(one.width), f64::from(one.height)], " × "),
            _ => size.map(|size| self.lengths(&size, " × ")).unwrap_or_default(),
        };
        let frames_now = ids.iter().cloned().zip(new).collect();
        let step = self.carry_out(step, Command::SetFrames { frames: frames_now });
        let Snapped { guides, .. } = snapped;
        self.marks.set(Marks { guides, label: Some(label), ..Marks::default() });
        Gesture::Resize { step, start, handle, ids, frames, targets, keeps_ratio }
    }

    /// Several are snapped by the box around them.
    fn snap_box(
        self,
        frames: &[Frame],
        handle: crate::edit::resize::Handle,
        by: Vec2,
        options: ResizeOptions,
        targets: &Targets,
        tolerance: f64,
    ) -> Snapped {
        let free = Snapped { delta: by, ..Snapped::default() };
        let Some(around) = union(frames).filter(|_| tolerance > 0.0) else { return free };
        #[expect(clippy::cast_possible_truncation, reason = "px on a page")]
        let frame = Frame::new(
            around.x0 as f32,
            around.y0 as f32,
            around.width() as f32,
            around.height() as f32,
        );
        targets.snap_resize(&frame, handle, by, options, tolerance)
    }

    fn drag_turn(self, gesture: Gesture, event: &PointerEvent, page: Point) -> Gesture {
        let Gesture::Rotate { step, start, pivot, ids, frames } = gesture else { return gesture };
        let mut degrees = rotate::angle_between(pivot, start, page);
        let free = event.ctrl_key() || event.meta_key();
        if !event.shift_key() && !free {
            let own = match frames.as_slice() {
                [one] => f64::from(one.rotation),
                _ => 0.0,
            };
            let angle = own + degrees;
            let near = (angle / rotate::SNAP_DEGREES).round() * rotate::SNAP_DEGREES;
            if (angle - near).abs() < NEAR_ANGLE {
                degrees = near - own;
            } else {
                degrees = angle.round() - own;
            }
        }
        let new = rotate::rotate(&frames, degrees, event.shift_key());
        let label = match new.as_slice() {
            [one] => format!("{:.0}°", one.rotation),
            _ => format!("{degrees:.0}°"),
        };
        let frames_now = ids.iter().cloned().zip(new).collect();
        let step = self.carry_out(step, Command::SetFrames { frames: frames_now });
        self.marks.set(Marks { label: Some(label), ..Marks::default() });
        Gesture::Rotate { step, start, pivot, ids, frames }
    }

    /// A guide follows the pointer; off the page it is gone.
    pub(super) fn draw_guide(self, gesture: Gesture, page: Point) -> Gesture {
        let Gesture::Guide { mut step, axis, index } = gesture else { return gesture };
        let designer = self.designer;
        let (at, size) = designer.with_template(|t| match axis {
            Axis::Horizontal => (page.x, f64::from(t.page.width)),
            Axis::Vertical => (page.y, f64::from(t.page.height)),
        });
        // Every part of the drag starts from what was there before.
        if step.changed {
            designer.cancel_step();
            step.changed = false;
        }
        let inside = (0.0..=size).contains(&at);
        let command = match (index, inside) {
            (None, false) => None,
            (None, true) => match designer.with_template(|t| guides::add_guide(t, axis, at)) {
                Ok(command) => Some(command),
                Err(fault) => {
                    designer.notify(fault);
                    return Gesture::None;
                }
            },
            (Some(index), inside) => {
                step.label =
                    if inside { mark!("Move guide") } else { mark!("Delete guide") }.to_owned();
                designer.with_template(|t| guides::move_guide(t, axis, index, inside.then_some(at)))
            }
        };
        if let Some(command) = command {
            step = self.carry_out(step, command);
        }
        let label = inside.then(|| self.lengths(&[at.round()], ""));
        self.marks.set(Marks { label, ..Marks::default() });
        Gesture::Guide { step, axis, index }
    }

    /// What there is to say when a drag ends.
    pub(super) fn finish(self, gesture: &Gesture) {
        let told = match gesture {
            Gesture::Marquee { .. } => match self.designer.selected().len() {
                0 => t!("Nothing selected").to_owned(),
                n => tn!(n, "{count} element selected", "{count} elements selected"),
            },
            other => match other.step() {
                Some(step) if step.changed => said(&step.label),
                _ => return,
            },
        };
        self.designer.say(told);
    }

    /// Lengths of the page in the unit that is in use.
    fn lengths(self, px: &[f64], between: &str) -> String {
        let unit = self.designer.unit.get_untracked();
        let dpi = self.designer.with_template(|t| f64::from(t.page.dpi));
        let parts: Vec<String> = px.iter().map(|px| format_length(*px, unit, dpi)).collect();
        format!("{} {}", parts.join(between), unit.sign())
    }
}

/// Moves to whole px where nothing was snapped to: numbers that can be read.
fn whole(around: Rect, by: Vec2, snapped: &Snapped) -> Vec2 {
    let on = |axis: Axis| {
        snapped.guides.iter().any(|g| g.axis == axis) || snapped.gaps.iter().any(|g| g.axis == axis)
    };
    let round = |from: f64, by: f64, on: bool| if on { by } else { (from + by).round() - from };
    Vec2::new(
        if by.x == 0.0 { 0.0 } else { round(around.x0, by.x, on(Axis::Horizontal)) },
        if by.y == 0.0 { 0.0 } else { round(around.y0, by.y, on(Axis::Vertical)) },
    )
}

/// The same for a size that was pulled, unless it is turned askew.
fn tidy(frame: Frame, snapped: &Snapped) -> Frame {
    if frame.rotation != 0.0 || !snapped.guides.is_empty() {
        return frame;
    }
    let (right, bottom) = ((frame.x + frame.width).round(), (frame.y + frame.height).round());
    let (x, y) = (frame.x.round(), frame.y.round());
    Frame { x, y, width: (right - x).max(1.0), height: (bottom - y).max(1.0), ..frame }
}

/// The part of a picture that its frame shows when nothing is cropped yet.
pub(super) fn seen(template: &Template, element: &Element, image: &Image) -> Option<Crop> {
    let info = template.assets.get(image.asset.as_ref()?)?;
    if image.fit != PictureFit::Cover {
        return Some(Crop::default());
    }
    let frame = &element.frame;
    let scale = (frame.width / info.width).max(frame.height / info.height);
    let (width, height) = (frame.width / scale / info.width, frame.height / scale / info.height);
    let part = Crop { x: (1.0 - width) / 2.0, y: (1.0 - height) / 2.0, width, height };
    Some(part.clamped())
}

/// The share of the picture that a px of the page is, along both axes.
pub(super) fn share_of_a_px(template: &Template, element: &Element, image: &Image) -> Option<Vec2> {
    let part = image.crop.or_else(|| seen(template, element, image))?;
    let share = |part: f32, size: f32| f64::from(part / size.max(1.0));
    Some(Vec2::new(
        share(part.width, element.frame.width),
        share(part.height, element.frame.height),
    ))
}
