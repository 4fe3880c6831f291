//! The designer's page: bar, stage, inspector, status line.

mod inspector;
mod stage;
mod start_again;
mod status;
mod text_overlay;
mod topbar;

use super::shared::{live_region, notices};
use super::state::Designer;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The whole designer.
pub(super) fn shell(designer: Designer) -> impl IntoView {
    let confirm = NodeRef::<leptos::html::Dialog>::new();
    view! {
        <div
            class="shell"
            // A click beside the controls gives the focus to the shell, so that
            // its shortcuts work without listeners beyond our root.
            tabindex="-1"
            role="group"
            aria-label="Certificate designer"
            class:is-preview=move || designer.preview.get()
            on:keydown=move |event| shortcut(designer, &event)
        >
            {topbar::topbar(designer, confirm)}
            {stage::stage(designer)}
            <Show when=move || !designer.preview.get()>
                {inspector::inspector(designer, confirm)}
                {status::status(designer)}
            </Show>
            {notices(designer)}
            {live_region(designer)}
            {start_again::dialog(designer, confirm)}
        </div>
    }
}

/// Undo, redo and leaving the preview; the platform's own keys stay alone.
fn shortcut(designer: Designer, event: &ev::KeyboardEvent) {
    let command = event.ctrl_key() || event.meta_key();
    match event.key().to_lowercase().as_str() {
        "z" if command && event.shift_key() => designer.redo_all(),
        "z" if command => designer.undo_all(),
        "y" if command => designer.redo_all(),
        "escape" if designer.preview.get_untracked() => designer.preview.set(false),
        _ => return,
    }
    event.prevent_default();
}

impl Designer {
    /// Undo, and whatever pictures it brings back.
    pub(super) fn undo_all(self) {
        self.undo();
        self.pictures_changed();
    }

    /// Redo, and whatever pictures it brings back.
    pub(super) fn redo_all(self) {
        self.redo();
        self.pictures_changed();
    }
}

/// The element an event is handled by, as a type.
fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.current_target().and_then(|target| target.dyn_into().ok())
}
