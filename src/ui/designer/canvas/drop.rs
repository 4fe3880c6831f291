//! Files dropped on the page: pictures beside the others, or as the background.

use super::{Canvas, target};
use crate::diagnostic::Diagnostic;
use crate::edit::hit_test;
use crate::template::ElementKind;
use crate::ui::designer::panels::{DRAGGED, Item};
use crate::ui::effects::Destination;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element};

pub(super) fn over(event: &DragEvent) {
    event.prevent_default();
}

/// Shown while a file is dragged over the page.
pub(super) fn zones(canvas: Canvas) -> impl IntoView {
    let _ = canvas;
    view! {
        <div class="drop-zones" aria-hidden="true">
            <span class="drop-element">{t!("Drop the picture on the page, or on a picture to replace it")}</span>
            <span class="drop-background">{t!("Drop here to make it the background")}</span>
        </div>
    }
}

impl Canvas {
    pub(super) fn dragged_over(self, event: &DragEvent) {
        event.prevent_default();
        // What comes from our own panel needs no zones.
        let types = event.data_transfer().map(|d| d.types());
        let ours = types.is_some_and(|types| types.includes(&DRAGGED.into(), 0));
        if let Some(room) = target::<Element>(event).filter(|_| !ours) {
            let _ = room.class_list().add_1("is-target");
        }
    }

    pub(super) fn dragged_out(self, event: &DragEvent) {
        // Between parts of the room is not out of it.
        let to = event.related_target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        if let Some(room) = target::<Element>(event)
            && !room.contains(to.as_ref())
        {
            let _ = room.class_list().remove_1("is-target");
        }
    }

    pub(super) fn dropped(self, event: &DragEvent) {
        event.prevent_default();
        if let Some(room) = target::<Element>(event) {
            let _ = room.class_list().remove_1("is-target");
        }
        let designer = self.designer;
        let dragged = event.data_transfer().and_then(|d| d.get_data(DRAGGED).ok());
        if let Some(item) = dragged.as_deref().and_then(Item::by_key) {
            let at = self.on_page(event);
            #[expect(clippy::cast_possible_truncation, reason = "px on a page")]
            designer.add_item(item, Some((at.x as f32, at.y as f32)));
            return;
        }
        let file = event.data_transfer().and_then(|d| d.files()).and_then(|f| f.get(0));
        let Some(file) = file else {
            designer.notify(
                Diagnostic::warning("no-file", "picture", t!("What was dropped is not a file."))
                    .repair(t!("Save the picture first, and drop the file.")),
            );
            return;
        };
        if crate::ui::files::is_ours(&file) {
            // The page around the canvas opens it.
            return;
        }
        let on = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let background =
            on.is_some_and(|on| on.closest(".drop-background").ok().flatten().is_some());
        let page = self.on_page(event);
        let slot = designer.with_template(|t| {
            let id = hit_test(t, page, 0.0)?;
            matches!(&t.element(id)?.kind, ElementKind::Image(_)).then(|| id.to_owned())
        });
        let to = match (background, slot) {
            (true, _) => Destination::Background,
            (_, Some(id)) => Destination::Element(id),
            _ => Destination::Page(Some(page)),
        };
        designer.bring_picture(file, to);
    }
}
