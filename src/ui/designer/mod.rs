//! The designer's page: bar, rail with its panels, canvas, inspector, status line.

mod canvas;
mod clipboard;
mod field_list;
mod file_button;
mod inspector;
mod keys;
mod panels;
mod rail;
mod shortcuts;
mod start_again;
mod status;
mod text_overlay;
mod topbar;
mod tries;

use super::files::{Files, dropped, dropped_over};
use super::shared::{follows, live_region, notices, storage};
use super::state::{Designer, Panel};
use super::tabs::Tab;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The whole designer.
pub(super) fn shell(designer: Designer) -> impl IntoView {
    let confirm = NodeRef::<leptos::html::Dialog>::new();
    let files = Files::new(designer);
    provide_context(files);
    crate::ui::files::begin(files);
    let tried = designer.tried;
    Effect::new(move |before: Option<()>| {
        tried.track();
        if before.is_some() {
            designer.changed_values();
        }
    });
    view! {
        <div
            class="shell"
            // A click beside the controls gives the focus to the shell, so that
            // its shortcuts work without listeners beyond our root.
            tabindex="-1"
            role="group"
            aria-label=t!("Certificate designer")
            class:is-preview=move || designer.preview.get()
            class:has-panel=move || designer.panel.get().is_some()
            class:shows-inspector=move || designer.panel.get() == Some(Panel::Inspector)
            on:keydown=move |event| keys::pressed(designer, &event)
            on:copy=move |event| clipboard::copied(designer, &event, false)
            on:cut=move |event| clipboard::copied(designer, &event, true)
            on:dragover=|event| dropped_over(&event)
            on:drop=move |event| {
                if let Some(file) = dropped(&event) {
                    event.prevent_default();
                    files.open(file);
                }
            }
            on:paste=move |event| clipboard::pasted(designer, &event)
        >
            {topbar::topbar(designer, files)}
            <Show when=move || !designer.preview.get()>
                {rail::rail(designer)}
                {panels::panel(designer)}
            </Show>
            {canvas::canvas(designer)}
            {follows(
                "certificate",
                move || designer.tab.get() == Tab::Follows,
                move || designer.take_over(),
            )}
            <Show when=move || !designer.preview.get()>
                {inspector::inspector(designer, confirm)}
                {status::status(designer)}
            </Show>
            {notices(designer)}
            {live_region(designer)}
            {start_again::dialog(designer, confirm)}
            {shortcuts::sheet(designer)}
            {storage(designer.storage, move || designer.host(), move || designer.library_key())}
            {crate::ui::files::dialog(files)}
        </div>
    }
}

impl Designer {
    /// Undo, and whatever pictures it brings back.
    pub(in crate::ui) fn undo_all(self) {
        self.undo();
        self.pictures_changed();
    }

    /// Redo, and whatever pictures it brings back.
    pub(in crate::ui) fn redo_all(self) {
        self.redo();
        self.pictures_changed();
    }
}

/// The element an event is handled by, as a type.
fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.current_target().and_then(|target| target.dyn_into().ok())
}
