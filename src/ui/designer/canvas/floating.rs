//! The few things done most often with what is selected, in a bar at the lower
//! edge: beside the element it would cover its neighbours.

use super::Canvas;
use crate::edit::geometry::union;
use crate::template::{ElementKind, Frame};
use crate::ui::designer::file_button::file_button;
use crate::ui::effects::Destination;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn floating(canvas: Canvas) -> impl IntoView {
    let designer = canvas.designer;
    // What is selected, and the box around it.
    let selected = Memo::new(move |_| {
        let selection = designer.selection.get();
        designer.track(|t| {
            let chosen: Vec<_> = t.elements.iter().filter(|e| selection.contains(&e.id)).collect();
            let frames: Vec<Frame> = chosen.iter().map(|e| e.frame).collect();
            let kind = match chosen.as_slice() {
                [one] => Some((
                    matches!(one.kind, ElementKind::Text(_)),
                    matches!(&one.kind, ElementKind::Image(i) if i.asset.is_some()),
                    matches!(&one.kind, ElementKind::Image(_)),
                )),
                _ => None,
            };
            let locked = !chosen.is_empty() && chosen.iter().all(|e| e.locked);
            (union(&frames), kind, locked)
        })
    });
    let shown = move || {
        !canvas.busy.get()
            && designer.editing.get().is_none()
            && selected.with(|(around, ..)| around.is_some())
    };
    let kind = Memo::new(move |_| selected.with(|s| s.1));
    let locked = Memo::new(move |_| selected.with(|s| s.2));
    let layout = move || !designer.around.words_only();
    let button = move |name: &'static str, sign, act: fn(crate::ui::state::Designer)| {
        view! {
            <button type="button" class="quiet" aria-label=name title=name on:click=move |_| act(designer)>
                {icon(sign)}
            </button>
        }
    };
    view! {
        <Show when=shown>
            <div
                class="floating"
                role="toolbar"
                aria-label=t!("Selected element")
            >
                <Show when=move || designer.cropping.get().is_some()>
                    <span class="tip">{t!("Drag the picture in its frame")}</span>
                    <button type="button" class="primary" on:click=move |_| designer.cropping.set(None)>{t!("Done")}</button>
                </Show>
                <Show when=move || !locked.get() && kind.get().is_some_and(|k| k.0)>
                    {button(t!("Edit text"), lu::LuPencil, |d| d.open_selected())}
                </Show>
                <Show when=move || layout() && !locked.get() && kind.get().is_some_and(|k| k.1)>
                    {button(t!("Crop"), lu::LuCrop, |d| d.open_selected())}
                </Show>
                <Show when=move || layout() && !locked.get() && kind.get().is_some_and(|k| k.2)>
                    {file_button(designer, t!("Choose picture"), "quiet slot-file", move || {
                        match designer.only() {
                            Some(element) => Destination::Element(element.id),
                            None => Destination::Page(None),
                        }
                    })}
                </Show>
                <Show when=move || layout() && !locked.get()>
                    {button(t!("Duplicate"), lu::LuCopy, |d| d.duplicate())}
                    {button(t!("Delete"), lu::LuTrash2, |d| d.delete())}
                </Show>
                <Show when=layout>
                <button
                    type="button"
                    class="quiet"
                    aria-label=move || if locked.get() { t!("Unlock") } else { t!("Lock") }
                    title=move || if locked.get() { t!("Unlock") } else { t!("Lock") }
                    on:click=move |_| designer.toggle_lock()
                >
                    {move || icon(if locked.get() { lu::LuLock } else { lu::LuLockOpen })}
                </button>
                </Show>
            </div>
        </Show>
        // The numbers of a drag, below what is dragged.
        {move || {
            let label = canvas.marks.with(|m| m.label.clone())?;
            let view = designer.view();
            let around = view.rect(selected.with(|s| s.0)?);
            let (left, top) = (around.center().x, around.y1 + 12.0);
            Some(view! {
                <span class="numbers" style:left=format!("{left}px") style:top=format!("{top}px") aria-hidden="true">{label}</span>
            })
        }}
    }
}
