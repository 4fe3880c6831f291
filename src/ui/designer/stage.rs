//! The certificate on its neutral surround: what is drawn, and over it the
//! text fields, the caret, and the way to another background.

use super::text_overlay::{caret, overlays};
use crate::diagnostic::Diagnostic;
use crate::ui::shared::icon;
use crate::ui::state::{Designer, transform};
use icondata_lu as lu;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlInputElement};

/// The formats that the file chooser offers; the gate decides by content.
const ACCEPTED: &str = "image/png,image/jpeg,image/webp,image/svg+xml";

pub(super) fn stage(designer: Designer) -> impl IntoView {
    let size = Memo::new(move |_| designer.track(|t| (t.page.width, t.page.height)));
    let paper = Memo::new(move |_| designer.track(|t| t.background.color.to_string()));
    let ratio = move || size.get().0 / size.get().1.max(1.0);
    let hovered = RwSignal::new(0_u32);
    let over = move |event: DragEvent| {
        event.prevent_default();
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        hovered.set(0);
        let file = event.data_transfer().and_then(|d| d.files()).and_then(|f| f.get(0));
        match file {
            Some(file) => designer.set_background_file(file),
            None => designer.notify(
                Diagnostic::warning("no-file", "picture", "What was dropped is not a file.")
                    .repair("Save the picture first, and drop the file."),
            ),
        }
    };
    let keys = Memo::new(move |_| {
        designer.drawn.with(|drawn| {
            let keys = drawn.iter().map(|d| d.key.clone());
            keys.filter(|key| key != "background").collect::<Vec<_>>()
        })
    });
    let page = move || format!("0 0 {} {}", size.get().0, size.get().1);
    // While editing, the text fields say the words; in the preview the picture does.
    let label = move || {
        let name = designer.track(|t| t.name.clone());
        if !designer.preview.get() {
            return name;
        }
        let words = designer.drawn.with(|drawn| {
            let said = drawn.iter().map(|d| d.words.as_str()).filter(|w| !w.is_empty());
            said.collect::<Vec<_>>().join(". ")
        });
        format!("{name}. {words}")
    };
    view! {
        <main class="stage" aria-label="Certificate">
            <div class="room">
                <div
                    class="sheet"
                    class:is-target=move || { hovered.get() > 0 }
                    style:--ratio=move || ratio().to_string()
                    style:background-color=move || paper.get()
                    on:dragenter=move |event: DragEvent| {
                        event.prevent_default();
                        hovered.update(|n| *n += 1);
                    }
                    on:dragleave=move |_| hovered.update(|n| *n = n.saturating_sub(1))
                    on:dragover=over
                    on:drop=dropped
                >
                    // The background in a layer of its own: a detailed drawing is
                    // then not painted again with each letter typed.
                    <svg class="backdrop" viewBox=page aria-hidden="true">
                        {node(designer, "background".into())}
                    </svg>
                    <svg class="drawing" viewBox=page role="img" aria-label=label>
                        <For each=move || keys.get() key=|key| key.clone() let:key>
                            {node(designer, key)}
                        </For>
                    </svg>
                    <Show when=move || !designer.preview.get()>
                        {pointed(designer)}
                        {overlays(designer)}
                        {caret(designer)}
                        <div class="drop" aria-hidden="true">
                            "Drop a picture to make it the background"
                        </div>
                        {background_button(designer)}
                    </Show>
                </div>
            </div>
        </main>
    }
}

/// One node; drawn again only when it changed.
fn node(designer: Designer, key: String) -> impl IntoView {
    let name = key.clone();
    let svg = Memo::new(move |_| {
        designer.drawn.with(|drawn| drawn.iter().find(|d| d.key == name).map(|d| d.svg.clone()))
    });
    view! { <g data-node=key inner_html=move || svg.get().unwrap_or_default().to_string()></g> }
}

/// The outline of the text that the inspector edits.
fn pointed(designer: Designer) -> impl IntoView {
    let frame = move || {
        let id = designer.pointed.get()?;
        designer.track(|t| t.element(&id).map(|e| e.frame))
    };
    let page = move || designer.track(|t| format!("0 0 {} {}", t.page.width, t.page.height));
    view! {
        <svg class="pointed" viewBox=page aria-hidden="true">
            {move || frame().map(|f| view! {
                <rect transform=transform(&f) width=f.width height=f.height></rect>
            })}
        </svg>
    }
}

/// The way to another background: seen on hover and focus.
fn background_button(designer: Designer) -> impl IntoView {
    view! {
        <div class="background-button">
            {file_button(designer, "Replace background", true)}
            <span>"recommended 1500×1050"</span>
        </div>
    }
}

/// A button that opens the file chooser.
pub(super) fn file_button(
    designer: Designer,
    label: &'static str,
    floating: bool,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let chosen = move |event: web_sys::Event| {
        let Some(input) =
            event.current_target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            designer.set_background_file(file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    view! {
        <button
            type="button"
            class:floating=floating
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            {icon(lu::LuImageUp)}
            <span>{label}</span>
        </button>
        <input node_ref=input type="file" accept=ACCEPTED class="file" tabindex="-1" aria-hidden="true" on:change=chosen />
    }
}
