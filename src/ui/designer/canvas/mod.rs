//! The certificate on its neutral surround, and the hands that change it.
//!
//! What is drawn is `sheet`; over it lie the marks of what is selected
//! (`marks`), the rulers, and the text field of the text that is typed in. All
//! pointers come to `gesture`, which knows what they took hold of.

mod drop;
mod floating;
mod gesture;
mod marks;
mod menu;
mod pointer;
mod rulers;
mod sheet;
mod track;

pub(super) use marks::fit_words;

use super::field_list::{FieldList, popup};
use super::target;
use crate::edit::snap::{GapMark, GuideLine};
use crate::ui::state::{Designer, set_if_new};
use gesture::Gesture;
use kurbo::{Point, Rect, Vec2};
use leptos::html::Div;
use leptos::prelude::*;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, MouseEvent, ResizeObserver, WheelEvent};

/// What is drawn over the page while something is dragged.
#[derive(Clone, Debug, Default, PartialEq)]
struct Marks {
    guides: Vec<GuideLine>,
    gaps: Vec<GapMark>,
    /// The box that selects, px of the page.
    marquee: Option<Rect>,
    /// What it has come to: a size, an angle, a place.
    label: Option<String>,
}

/// The canvas of one designer; copies are the same canvas.
#[derive(Clone, Copy)]
pub(super) struct Canvas {
    designer: Designer,
    room: NodeRef<Div>,
    gesture: StoredValue<Gesture, LocalStorage>,
    /// Where each finger is, px of the room.
    fingers: StoredValue<BTreeMap<i32, Point>>,
    marks: RwSignal<Marks>,
    /// Whether something is being dragged.
    busy: RwSignal<bool>,
    /// Whether the space bar is held: the hand.
    hand: RwSignal<bool>,
    /// Where the menu of the right button is open, px of the room.
    menu: RwSignal<Option<Point>>,
    /// Whether Escape was pressed: Tab goes on in the page then.
    leaving: StoredValue<bool>,
    /// Whether the focus came by a pointer: no ring is shown then.
    by_pointer: RwSignal<bool>,
}

pub(super) fn canvas(designer: Designer) -> impl IntoView {
    let canvas = Canvas {
        designer,
        room: NodeRef::new(),
        gesture: StoredValue::new_local(Gesture::None),
        fingers: StoredValue::new(BTreeMap::new()),
        marks: RwSignal::new(Marks::default()),
        busy: RwSignal::new(false),
        hand: RwSignal::new(false),
        menu: RwSignal::new(None),
        leaving: StoredValue::new(false),
        by_pointer: RwSignal::new(false),
    };
    canvas.watch_size();
    let fields = FieldList::new(designer);
    let editing = move || !designer.preview.get();
    view! {
        <main class="stage" aria-label=t!("Certificate")>
            <div
                class="room"
                node_ref=canvas.room
                // One stop of Tab; from there Tab goes from element to element.
                tabindex="0"
                role="group"
                aria-roledescription=t!("canvas")
                aria-label=t!("Page. Tab goes through the elements, Enter types in a text, arrow keys move. Escape, then Tab goes on.")
                class:is-hand=move || canvas.hand.get()
                class:is-busy=move || canvas.busy.get()
                class:by-pointer=move || canvas.by_pointer.get()
                on:pointerdown=move |event| canvas.pressed(&event)
                on:pointermove=move |event| canvas.moved(&event)
                on:pointerup=move |event| canvas.released(&event)
                on:pointercancel=move |event| canvas.cancelled(&event)
                on:pointerleave=move |_| designer.hovered.set(None)
                on:dblclick=move |event| canvas.opened(&event)
                on:contextmenu=move |event| canvas.asked(&event)
                on:wheel=move |event| canvas.wheeled(&event)
                on:keydown=move |event| canvas.key(&event)
                on:keyup=move |event| {
                    if event.key() == " " {
                        canvas.hand.set(false);
                    }
                }
                on:focus=move |_| canvas.leaving.set_value(false)
                on:blur=move |_| canvas.hand.set(false)
                on:dragenter=move |event| drop::over(&event)
                on:dragover=move |event| canvas.dragged_over(&event)
                on:dragleave=move |event| canvas.dragged_out(&event)
                on:drop=move |event| canvas.dropped(&event)
            >
                {sheet::sheet(designer, fields)}
                <Show when=editing>
                    {marks::marks(canvas)}
                    {rulers::rulers(canvas)}
                    {floating::floating(canvas)}
                    {drop::zones(canvas)}
                    {menu::menu(canvas)}
                    {popup(fields)}
                </Show>
            </div>
        </main>
    }
}

impl Canvas {
    /// Tells the designer how much room there is for the page.
    fn watch_size(self) {
        let watched = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
        Effect::new(move |_| {
            let Some(room) = self.room.get() else { return };
            let element: HtmlElement = room.unchecked_into();
            let of = element.clone();
            let measured = Closure::<dyn FnMut()>::new(move || {
                let size = (f64::from(of.client_width()), f64::from(of.client_height()));
                if self.designer.room.try_get_untracked().is_some_and(|old| old != size) {
                    self.designer.room.set(size);
                }
            });
            if let Ok(observer) = ResizeObserver::new(measured.as_ref().unchecked_ref()) {
                observer.observe(&element);
                watched.set_value(Some((observer, measured)));
            }
        });
        on_cleanup(move || {
            let _ = watched.try_update_value(|watched| {
                if let Some((observer, _)) = watched.take() {
                    observer.disconnect();
                }
            });
        });
    }

    /// A place of the window as a place of the room.
    fn in_room(self, x: f64, y: f64) -> Point {
        let Some(room) = self.room.get_untracked() else { return Point::new(x, y) };
        let rect = room.get_bounding_client_rect();
        Point::new(x - rect.left(), y - rect.top())
    }

    /// Where a pointer is on the page.
    fn on_page(self, event: &MouseEvent) -> Point {
        let at = self.in_room(f64::from(event.client_x()), f64::from(event.client_y()));
        self.designer.view_now().to_page(at)
    }

    /// Wheel: pans; with Ctrl or ⌘ (and a pinch of a trackpad) zooms.
    fn wheeled(self, event: &WheelEvent) {
        if self.designer.preview.get_untracked() {
            return;
        }
        event.prevent_default();
        // Lines and pages as px.
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => 16.0,
            WheelEvent::DOM_DELTA_PAGE => 400.0,
            _ => 1.0,
        };
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        if event.ctrl_key() || event.meta_key() {
            let at = self.in_room(f64::from(event.client_x()), f64::from(event.client_y()));
            let view = self.designer.view_now();
            // A notch of a mouse wheel is 100 px; a pinch sends many small ones.
            let factor = (-dy.clamp(-100.0, 100.0) / 240.0).exp2();
            self.designer.look(view.zoomed_at(at, view.scale * factor));
        } else if event.shift_key() && dx == 0.0 {
            self.designer.pan(Vec2::new(-dy, 0.0));
        } else {
            self.designer.pan(Vec2::new(-dx, -dy));
        }
    }

    /// Keys that mean something on the page only; the rest go on to the shell.
    fn key(self, event: &web_sys::KeyboardEvent) {
        set_if_new(self.by_pointer, false);
        let own = target::<web_sys::Element>(event);
        let at = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if own != at {
            return;
        }
        let designer = self.designer;
        match event.key().as_str() {
            " " => self.hand.set(true),
            "Escape" if self.busy.get_untracked() => self.give_up(),
            "Enter" => designer.open_selected(),
            "Tab" if !self.leaving.get_value() && designer.step(!event.shift_key()) => {}
            "Escape" => {
                self.leaving.set_value(true);
                return;
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
}
