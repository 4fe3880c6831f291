//! Onto the clipboard, or where the browser refuses, into a box to copy from.

use crate::diagnostic::Diagnostic;
use crate::ui::state::Designer;
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// The copying of one panel; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Copier {
    designer: Designer,
    /// What could not be copied.
    refused: RwSignal<Option<String>>,
    /// The button that asked for it.
    asked: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Copier {
    pub(super) fn new(designer: Designer) -> Self {
        Self { designer, refused: RwSignal::new(None), asked: StoredValue::new_local(None) }
    }

    /// Copies a text. `what` it is, for people.
    pub(super) fn copy(self, text: String, what: String, asked: Option<HtmlElement>) {
        self.asked.set_value(asked);
        let host = self.designer.host();
        spawn_local(async move {
            let answer = JsFuture::from(host.copy_text(&text)).await;
            if self.designer.gone() {
                return;
            }
            if answer.ok().and_then(|done| done.as_bool()) == Some(true) {
                let _ = self.refused.try_set(None);
                let words = t!("{what} copied.", what = what);
                self.designer.say(words.clone());
                self.designer.notify(Diagnostic::info("copied", "", words));
            } else {
                // The panel may have been closed meanwhile.
                let _ = self.refused.try_set(Some(text));
            }
        });
    }

    /// The text that could not be copied, selected.
    pub(super) fn refused(self) -> impl IntoView {
        let area = NodeRef::<Textarea>::new();
        Effect::new(move |_| {
            if let Some(area) = area.get() {
                // Once it holds its text: setting that ends a selection.
                request_animation_frame(move || {
                    let _ = area.focus();
                    area.select();
                });
            }
        });
        let done = move || {
            self.refused.set(None);
            if let Some(Some(button)) = self.asked.try_update_value(Option::take) {
                let _ = button.focus();
            }
        };
        view! {
            <Show when=move || self.refused.with(Option::is_some)>
                <div class="field refused">
                    <label for="l-refused">
                        {t!("The browser kept the clipboard to itself. Copy it from here, with Ctrl+C or ⌘C:")}
                    </label>
                    <textarea
                        id="l-refused"
                        class="code"
                        readonly=true
                        rows="5"
                        node_ref=area
                        prop:value=move || self.refused.get().unwrap_or_default()
                    ></textarea>
                    <button type="button" on:click=move |_| done()>{t!("Done")}</button>
                </div>
            </Show>
        }
    }
}
