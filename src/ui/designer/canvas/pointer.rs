//! Pointers begin and end here: what they take hold of, clicks, two fingers.

use super::gesture::{Gesture, Step, handle};
use super::{Canvas, Marks};
use crate::edit::place::{Axis, frames_of};
use crate::edit::resize::Handle;
use crate::edit::snap::Targets;
use crate::edit::{geometry, hit_locked, hit_test, rotate};
use crate::locale::mark;
use crate::template::{Crop, ElementKind, Frame, OrnamentForm};
use crate::ui::state::set_if_new;
use kurbo::{Point, Vec2};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, PointerEvent};

/// A press that moves less is a click, px of the screen.
const STILL: f64 = 3.0;
const STILL_FINGER: f64 = 8.0;
/// How far beside an element it is still hit, px of the screen.
const SLACK: f64 = 4.0;
const SLACK_FINGER: f64 = 12.0;

impl Canvas {
    pub(super) fn pressed(self, event: &PointerEvent) {
        let Some(on) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        if on
            .closest("button, textarea, input, [role=toolbar], [role=menu]")
            .ok()
            .flatten()
            .is_some()
        {
            return;
        }
        let at = self.in_room(f64::from(event.client_x()), f64::from(event.client_y()));
        let touch = event.pointer_type() == "touch";
        if touch {
            let fingers = self.fingers.try_update_value(|fingers| {
                fingers.insert(event.pointer_id(), at);
                fingers.values().copied().collect::<Vec<_>>()
            });
            if let Some([a, b]) = fingers.as_deref() {
                self.give_up();
                let gesture = Gesture::Pinch { middle: a.midpoint(*b), apart: a.distance(*b) };
                self.gesture.set_value(gesture);
                self.busy.set(true);
            }
            if fingers.is_some_and(|fingers| fingers.len() > 1) {
                return;
            }
        }
        set_if_new(self.by_pointer, true);
        if let Some(room) = self.room.get_untracked() {
            let _ = room.focus();
            let _ = room.set_pointer_capture(event.pointer_id());
        }
        // The browser would select text or drag pictures.
        event.prevent_default();
        let page = self.on_page(event);
        let hand = event.button() == 1 || self.hand.get_untracked();
        if hand {
            self.gesture.set_value(Gesture::Pan { last: at });
            self.busy.set(true);
            return;
        }
        if event.button() != 0 || self.designer.preview.get_untracked() {
            return;
        }
        let gesture = self
            .take_handle(&on, page)
            .or_else(|| self.take_guide(&on, page))
            .or_else(|| self.take_picture(page))
            .unwrap_or_else(|| self.take_element(event, at, page, touch));
        self.gesture.set_value(gesture);
    }

    /// A step of undo that begins now.
    fn begin(self, what: &str, label: String) -> Step {
        let began = js_sys::Date::now();
        let before = self.designer.selected();
        Step { key: format!("{what}:{began}"), began, changed: false, before, label }
    }

    /// Presses on an element, or on nothing.
    fn take_element(self, event: &PointerEvent, at: Point, page: Point, touch: bool) -> Gesture {
        let designer = self.designer;
        let slack = if touch { SLACK_FINGER } else { SLACK } / designer.view_now().scale;
        let hit = designer.with_template(|t| hit_test(t, page, slack).map(str::to_owned));
        let add = event.shift_key();
        let selected = hit.as_ref().is_some_and(|id| designer.selected().contains(id));
        if hit.is_some() && !selected {
            let mut selection = designer.selected();
            designer.with_template(|t| selection.click(t, hit.as_deref(), add));
            designer.select(selection);
        }
        Gesture::Press { at, page, hit, selected, add, touch }
    }

    /// Takes hold of a handle of the selection.
    fn take_handle(self, on: &Element, page: Point) -> Option<Gesture> {
        let name = on.get_attribute("data-handle")?;
        let designer = self.designer;
        let selection = designer.selected();
        let from = designer.with_template(|t| frames_of(t, &selection));
        let (ids, frames): (Vec<String>, Vec<Frame>) = from.into_iter().unzip();
        let called = designer.with_template(|t| crate::ui::actions::called(t, &selection));
        self.busy.set(true);
        if name == "turn" {
            let step = self.begin("turn", format!(mark!("Rotate {name}"), name = called));
            let pivot = rotate::pivot(&frames)?;
            return Some(Gesture::Rotate { step, start: page, pivot, ids, frames });
        }
        let handle = handle(&name)?;
        let step = self.begin("resize", format!(mark!("Resize {name}"), name = called));
        let targets = designer.with_template(|t| Targets::new(t, |id| selection.contains(id)));
        let keeps_ratio = self.keeps_ratio(handle);
        Some(Gesture::Resize { step, start: page, handle, ids, frames, targets, keeps_ratio })
    }

    /// Pictures, codes and round ornaments keep their proportions when a corner
    /// is pulled.
    fn keeps_ratio(self, handle: Handle) -> bool {
        let pull = handle.direction();
        if pull.x == 0.0 || pull.y == 0.0 {
            return false;
        }
        let Some(element) = self.designer.only() else { return true };
        match &element.kind {
            ElementKind::Image(image) => image.asset.is_some(),
            ElementKind::Qr(_) => true,
            ElementKind::Ornament(ornament) => matches!(
                ornament.form,
                OrnamentForm::Seal
                    | OrnamentForm::Award
                    | OrnamentForm::Rosette
                    | OrnamentForm::Laurel
            ),
            ElementKind::Text(_) | ElementKind::Shape(_) => false,
        }
    }

    /// Takes hold of a guide, or draws a new one out of a ruler.
    fn take_guide(self, on: &Element, page: Point) -> Option<Gesture> {
        if self.designer.around.words_only_now() {
            return None;
        }
        let axis = match on.get_attribute("data-axis")?.as_str() {
            // A line from top to bottom snaps along the horizontal.
            "x" => Axis::Horizontal,
            _ => Axis::Vertical,
        };
        let index = on.get_attribute("data-guide").and_then(|n| n.parse::<usize>().ok());
        let label = if index.is_some() { mark!("Move guide") } else { mark!("Add guide") };
        let step = self.begin("guide", label.to_owned());
        self.busy.set(true);
        let gesture = Gesture::Guide { step, axis, index };
        // A new one is seen at once.
        Some(if index.is_none() { self.draw_guide(gesture, page) } else { gesture })
    }

    /// While a picture is cropped, a drag on it moves it within its frame.
    fn take_picture(self, page: Point) -> Option<Gesture> {
        let designer = self.designer;
        let id = designer.cropping.get_untracked()?;
        let element = designer.with_template(|t| t.element(&id).cloned())?;
        let ElementKind::Image(image) = &element.kind else { return None };
        if !geometry::hits(&element, page, 0.0) {
            designer.cropping.set(None);
            return None;
        }
        let share = designer.with_template(|t| super::track::share_of_a_px(t, &element, image))?;
        let step = self.begin("crop", format!(mark!("Crop {name}"), name = element.name));
        let crop = image.crop.unwrap_or_else(|| {
            designer.with_template(|t| super::track::seen(t, &element, image)).unwrap_or_default()
        });
        self.busy.set(true);
        Some(Gesture::Crop { step, start: page, id, crop: Crop::clamped(crop), share })
    }

    pub(super) fn moved(self, event: &PointerEvent) {
        let at = self.in_room(f64::from(event.client_x()), f64::from(event.client_y()));
        if event.pointer_type() == "touch" {
            let _ = self.fingers.try_update_value(|fingers| {
                if let Some(finger) = fingers.get_mut(&event.pointer_id()) {
                    *finger = at;
                }
            });
        }
        let gesture = self.gesture.try_update_value(|g| std::mem::replace(g, Gesture::None));
        let Some(gesture) = gesture else { return };
        let next = match gesture {
            Gesture::None => {
                self.hover(event);
                Gesture::None
            }
            Gesture::Press { at: from, page, hit, selected, add, touch } => {
                let still = if touch { STILL_FINGER } else { STILL };
                if from.distance(at) < still {
                    Gesture::Press { at: from, page, hit, selected, add, touch }
                } else {
                    self.start_drag(event, page, hit, add, touch)
                }
            }
            other => self.drag(other, event, at),
        };
        self.gesture.set_value(next);
    }

    /// A press that moves becomes a move, a box that selects, or a pan.
    fn start_drag(
        self,
        event: &PointerEvent,
        start: Point,
        hit: Option<String>,
        add: bool,
        touch: bool,
    ) -> Gesture {
        let designer = self.designer;
        if hit.is_some() && designer.around.words_only_now() {
            return Gesture::None;
        }
        let at = self.in_room(f64::from(event.client_x()), f64::from(event.client_y()));
        self.busy.set(true);
        if hit.is_none() {
            if touch {
                return Gesture::Pan { last: at };
            }
            let before = designer.selected();
            return self.drag(Gesture::Marquee { start, add, before }, event, at);
        }
        let selection = designer.selected();
        let from = designer.with_template(|t| frames_of(t, &selection));
        let Some(around) = geometry::union(from.values()) else { return Gesture::None };
        let targets = designer.with_template(|t| Targets::new(t, |id| selection.contains(id)));
        let called = designer.with_template(|t| crate::ui::actions::called(t, &selection));
        let step = self.begin("move", format!(mark!("Move {name}"), name = called));
        let gesture = Gesture::Move { step, start, from, around, targets, copies: false };
        self.drag(gesture, event, at)
    }

    fn hover(self, event: &PointerEvent) {
        let designer = self.designer;
        if event.pointer_type() == "touch" || designer.preview.get_untracked() {
            return;
        }
        let slack = SLACK / designer.view_now().scale;
        let page = self.on_page(event);
        let hit = designer.with_template(|t| hit_test(t, page, slack).map(str::to_owned));
        set_if_new(designer.hovered, hit);
    }

    pub(super) fn released(self, event: &PointerEvent) {
        self.lift(event);
        let gesture = self.gesture.try_update_value(|g| std::mem::replace(g, Gesture::None));
        if let Some(Gesture::Press { page, hit, selected, add, touch, .. }) = gesture {
            self.click(event, page, hit, selected, add, touch);
        } else if let Some(gesture) = gesture {
            // Where it was let go counts, whether a move came there or not.
            let at = self.in_room(f64::from(event.client_x()), f64::from(event.client_y()));
            let handle = matches!(gesture, Gesture::Resize { .. } | Gesture::Rotate { .. });
            let still = gesture.step().is_some_and(|step| !step.changed);
            if handle && still {
                self.click_through(event);
            } else {
                let gesture = self.drag(gesture, event, at);
                self.finish(&gesture);
            }
        }
        self.rest();
    }

    /// A click on a handle is one on what lies under it.
    fn click_through(self, event: &PointerEvent) {
        let (designer, page) = (self.designer, self.on_page(event));
        let hit = designer.with_template(|t| hit_test(t, page, 0.0).map(str::to_owned));
        let Some(id) = hit else { return };
        let (add, touch) = (event.shift_key(), event.pointer_type() == "touch");
        if designer.selected().contains(&id) {
            self.click(event, page, Some(id), true, add, touch);
        } else {
            let mut selection = designer.selected();
            designer.with_template(|t| selection.click(t, Some(&id), add));
            designer.select(selection);
        }
    }

    fn lift(self, event: &PointerEvent) {
        let _ = self.fingers.try_update_value(|fingers| fingers.remove(&event.pointer_id()));
    }

    /// Nothing is going on any more.
    fn rest(self) {
        set_if_new(self.marks, Marks::default());
        set_if_new(self.busy, false);
        self.designer.core.update_value(|core| core.editor.seal());
    }

    /// A press that did not move. What was selected before it is gone into:
    /// a group, or a text to type in.
    fn click(
        self,
        event: &PointerEvent,
        page: Point,
        hit: Option<String>,
        selected: bool,
        add: bool,
        touch: bool,
    ) {
        let designer = self.designer;
        let mut selection = designer.selected();
        let was = selection.clone();
        if hit.is_none() || selected {
            designer.with_template(|t| selection.click(t, hit.as_deref(), add));
            designer.select(selection);
        }
        if hit.is_none() && !add {
            // A locked one is selected to be unlocked; it cannot be dragged.
            let slack = SLACK / designer.view_now().scale;
            let locked = designer.with_template(|t| hit_locked(t, page, slack).map(str::to_owned));
            if let Some(id) = locked {
                designer.select_ids(&[id]);
            }
        }
        let alone = was.len() == 1 && hit.as_ref().is_some_and(|id| was.contains(id));
        let slot = alone && self.empty_slot();
        if slot && (selected || touch) {
            return;
        }
        if selected && alone && !add && was == designer.selected() {
            let is_text = designer.only().is_some_and(|e| matches!(e.kind, ElementKind::Text(_)));
            if is_text {
                self.type_at(event, false);
            }
        }
    }

    /// Whether an empty place for a picture is selected.
    fn empty_slot(self) -> bool {
        self.designer
            .only()
            .is_some_and(|e| matches!(&e.kind, ElementKind::Image(image) if image.asset.is_none()))
    }

    /// Begins to type in the selected text where the pointer is.
    fn type_at(self, event: &MouseEvent, word: bool) {
        let designer = self.designer;
        let place = (f64::from(event.client_x()), f64::from(event.client_y()));
        designer.edit_at.set_value(Some(place));
        if let Some(element) = designer.only() {
            designer.edit(Some(element.id));
            if word {
                designer.select_word.update(|n| *n += 1);
            }
        }
    }

    /// Two clicks: types in a text (a word selected), crops a picture, goes into
    /// a group.
    pub(super) fn opened(self, event: &MouseEvent) {
        let designer = self.designer;
        let Some(on) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        if on.closest("button, input, [role=toolbar]").ok().flatten().is_some() {
            return;
        }
        if designer.preview.get_untracked() {
            return;
        }
        match designer.only().map(|e| e.kind) {
            Some(ElementKind::Text(_)) => self.type_at(event, true),
            Some(ElementKind::Image(image)) if image.asset.is_some() => designer.open_selected(),
            Some(ElementKind::Image(_)) => {
                // An empty place asks for its picture.
                let input = self
                    .room
                    .get_untracked()
                    .and_then(|room| room.query_selector("input.slot-file").ok().flatten());
                if let Some(input) = input.and_then(|i| i.dyn_into::<HtmlElement>().ok()) {
                    input.click();
                }
            }
            _ => {}
        }
    }

    pub(super) fn cancelled(self, event: &PointerEvent) {
        self.lift(event);
        self.give_up();
    }

    /// Ends what is going on as if it had not begun: Escape, a second finger.
    pub(super) fn give_up(self) {
        let gesture = self.gesture.try_update_value(|g| std::mem::replace(g, Gesture::None));
        if let Some(step) = gesture.as_ref().and_then(Gesture::step) {
            if step.changed {
                self.designer.cancel_step();
            }
            self.designer.select(step.before.clone());
        } else if let Some(Gesture::Marquee { before, .. }) = gesture {
            self.designer.select(before);
        }
        self.rest();
    }

    /// Two fingers moved.
    pub(super) fn pinch(self, middle: Point, apart: f64) -> Gesture {
        let fingers: Vec<Point> = self.fingers.with_value(|f| f.values().copied().collect());
        let [a, b] = fingers.as_slice() else { return Gesture::Pinch { middle, apart } };
        let (now, wide) = (a.midpoint(*b), a.distance(*b));
        let view = self.designer.view_now();
        let zoomed = view.zoomed_at(middle, view.scale * (wide / apart.max(1.0)));
        let by: Vec2 = now - middle;
        self.designer.look(crate::screen::view::View {
            x: zoomed.x + by.x,
            y: zoomed.y + by.y,
            ..zoomed
        });
        Gesture::Pinch { middle: now, apart: wide }
    }
}
