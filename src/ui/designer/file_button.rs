//! A button that opens the file chooser for a picture.

use super::target;
use crate::ui::effects::Destination;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// The formats that the file chooser offers; the gate decides by content.
const ACCEPTED: &str = "image/png,image/jpeg,image/webp,image/svg+xml";

/// `class` tells the button's looks and names its input for tests.
pub(super) fn file_button(
    designer: Designer,
    label: &'static str,
    class: &'static str,
    to: impl Fn() -> Destination + 'static,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let chosen = move |event: web_sys::Event| {
        let Some(input) = target::<HtmlInputElement>(&event) else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            designer.bring_picture(file, to());
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    view! {
        <button
            type="button"
            class=class
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            {icon(lu::LuImageUp)}
            <span>{label}</span>
        </button>
        <input node_ref=input type="file" accept=ACCEPTED class=format!("file {class}") tabindex="-1" aria-hidden="true" on:change=chosen />
    }
}
