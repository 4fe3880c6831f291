//! The page as it is drawn.

use super::super::field_list::FieldList;
use super::super::text_overlay::{caret, overlay};
use crate::ui::state::{BACKGROUND, Designer};
use leptos::prelude::*;

pub(super) fn sheet(designer: Designer, fields: FieldList) -> impl IntoView {
    let size = Memo::new(move |_| designer.track(|t| (t.page.width, t.page.height)));
    let paper = Memo::new(move |_| designer.track(|t| t.background.color.to_string()));
    let view = Memo::new(move |_| designer.view());
    let page = move || format!("0 0 {} {}", size.get().0, size.get().1);
    let px = |value: f64| format!("{value}px");
    // While editing, the layers name the elements; in the preview the picture does.
    let label = move || {
        let name = designer.track(|t| t.name.clone());
        if !designer.preview.get() {
            return name;
        }
        let words = designer.drawn.get().into_iter().filter_map(|key| {
            let node = designer.slices.try_update_value(|slices| slices.node(&key))?;
            let words = node.with(|node| node.words.clone());
            (!words.is_empty()).then_some(words)
        });
        format!("{name}. {}", words.collect::<Vec<_>>().join(". "))
    };
    view! {
        <div
            class="sheet"
            style:transform=move || view.with(|v| format!("translate({}px, {}px)", v.x, v.y))
            style:width=move || px(f64::from(size.get().0) * view.get().scale)
            style:height=move || px(f64::from(size.get().1) * view.get().scale)
            style:background-color=move || paper.get()
        >
            // The background in a layer of its own: a detailed drawing is
            // then not painted again with each letter typed.
            <svg class="backdrop" viewBox=page aria-hidden="true">
                {node(designer, BACKGROUND.into())}
            </svg>
            <svg class="drawing" viewBox=page role="img" aria-label=label>
                <For each=move || designer.drawn.get() key=|key| key.clone() let:key>
                    {node(designer, key)}
                </For>
            </svg>
            <Show when=move || !designer.preview.get()>
                <For each=move || designer.editing.get() key=|id| id.clone() let:id>
                    {overlay(designer, fields, id)}
                </For>
                {caret(designer)}
            </Show>
        </div>
    }
}

/// One node; drawn again only when it changed, and only moved when it moved.
fn node(designer: Designer, key: String) -> impl IntoView {
    let node = designer.slices.try_update_value(|slices| slices.node(&key)).unwrap_or_default();
    let (place, inside) = (node.clone(), node.clone());
    let svg = Memo::new(move |_| inside.with(|node| node.svg.clone()));
    let opacity = {
        let node = node.clone();
        move || node.with(|node| (node.opacity < 1.0).then(|| node.opacity.to_string()))
    };
    view! {
        <g
            data-node=key
            transform=move || place.with(|node| node.transform.clone())
            opacity=opacity
            inner_html=move || svg.get().to_string()
        ></g>
    }
}
