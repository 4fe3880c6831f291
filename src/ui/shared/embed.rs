//! What the page around asks of a room: what may be changed, and that it keeps
//! the work itself, where nothing is kept in this browser.

use crate::diagnostic::Diagnostic;
use crate::ui::host::Host;
use leptos::prelude::*;
use serde::Deserialize;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// With `saving="auto"`, the page is asked so long after the last change.
const SOON: Duration = Duration::from_millis(1500);

/// What may be changed of a design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::ui) enum Mode {
    /// Everything.
    #[default]
    All,
    /// Texts and fields; the layout is locked.
    Fields,
}

/// When the page around is asked to keep the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::ui) enum Saving {
    /// By a button and Ctrl/⌘ S.
    #[default]
    Button,
    /// Also a moment after each change.
    Auto,
    /// Never: the page takes the work when it wants it.
    Off,
}

/// What the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::ui) struct Settings {
    pub(in crate::ui) readonly: bool,
    pub(in crate::ui) mode: Mode,
    pub(in crate::ui) saving: Saving,
}

impl Settings {
    /// What is said in an object; what is not said is as usual.
    pub(in crate::ui) fn read(options: &JsValue) -> Self {
        serde_wasm_bindgen::from_value(options.clone()).unwrap_or_default()
    }
}

/// How far the page is with keeping the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Kept {
    /// Nothing was changed yet.
    Untouched,
    /// There are changes that it does not have.
    Unsaved,
    /// It was asked and has not answered.
    Saving,
    /// It has all.
    Saved,
    /// It said no.
    Refused,
}

/// The page around, as a room sees it; copies are the same.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Around {
    host: StoredValue<Host, LocalStorage>,
    pub(in crate::ui) readonly: RwSignal<bool>,
    pub(in crate::ui) mode: RwSignal<Mode>,
    saving: RwSignal<Saving>,
    pub(in crate::ui) kept: RwSignal<Kept>,
    /// Counts changes.
    changes: StoredValue<u64>,
    /// Whether the work is kept in this browser.
    local: bool,
}

/// The page's answer.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    handled: bool,
    kept: bool,
    why: Option<String>,
}

impl Around {
    pub(in crate::ui) fn new(host: Host, settings: &Settings, local: bool) -> Self {
        Self {
            host: StoredValue::new_local(host),
            readonly: RwSignal::new(settings.readonly),
            mode: RwSignal::new(settings.mode),
            saving: RwSignal::new(settings.saving),
            kept: RwSignal::new(Kept::Untouched),
            changes: StoredValue::new(0),
            local,
        }
    }

    /// Takes over what the page says now.
    pub(in crate::ui) fn configure(self, settings: &Settings) {
        self.readonly.set(settings.readonly);
        self.mode.set(settings.mode);
        self.saving.set(settings.saving);
    }

    /// Whether there is a button that asks the page to keep the work.
    pub(in crate::ui) fn has_button(self) -> bool {
        !self.local && self.saving.get() != Saving::Off && !self.readonly.get()
    }

    /// Whether only words may be changed.
    #[cfg(feature = "ui")]
    pub(in crate::ui) fn words_only(self) -> bool {
        self.mode.get() == Mode::Fields
    }

    /// The same for what a person just does.
    #[cfg(feature = "ui")]
    pub(in crate::ui) fn words_only_now(self) -> bool {
        self.mode.get_untracked() == Mode::Fields
    }

    /// Something was changed: the page is told, and asked to keep it where it wants
    /// to be asked. `save` asks it.
    pub(in crate::ui) fn changed(self, save: impl Fn() + 'static) {
        self.host.with_value(Host::changed);
        let Some(change) = self.changes.try_update_value(|n| {
            *n += 1;
            *n
        }) else {
            return;
        };
        if self.local {
            return;
        }
        if self.kept.get_untracked() != Kept::Saving {
            self.kept.set(Kept::Unsaved);
        }
        if self.saving.get_untracked() == Saving::Auto {
            self.ask_soon(change, save);
        }
    }

    /// Asks once things have been quiet for a moment, and once the page has answered
    /// what it was asked before.
    fn ask_soon(self, change: u64, save: impl Fn() + 'static) {
        set_timeout(
            move || {
                if self.changes.try_get_value() != Some(change) {
                    return;
                }
                if self.kept.try_get_untracked() == Some(Kept::Saving) {
                    self.ask_soon(change, save);
                } else {
                    save();
                }
            },
            SOON,
        );
    }

    /// Another work was opened: the page gave it, so it has it.
    pub(in crate::ui) fn opened(self) {
        self.kept.set(Kept::Untouched);
    }

    /// Asks the page to keep the work; whether it did. Where nobody answers,
    /// `instead` is done.
    pub(in crate::ui) async fn save(
        self,
        tell: impl Fn(Diagnostic),
        instead: impl FnOnce(),
    ) -> bool {
        if self.kept.try_get_untracked().is_none_or(|kept| kept == Kept::Saving) {
            return false;
        }
        let before = self.kept.get_untracked();
        let change = self.changes.get_value();
        self.kept.set(Kept::Saving);
        let asked = self.host.with_value(Host::ask_save);
        let answer = JsFuture::from(asked).await.unwrap_or(JsValue::NULL);
        let answer: Answer = serde_wasm_bindgen::from_value(answer).unwrap_or_default();
        // It may have been taken out of the page meanwhile.
        let Some(now) = self.changes.try_get_value() else { return answer.kept };
        if answer.kept {
            self.kept.set(if now == change { Kept::Saved } else { Kept::Unsaved });
        } else if answer.handled {
            self.kept.set(Kept::Refused);
            let why = answer.why.unwrap_or_default();
            tell(
                Diagnostic::error(
                    "save-refused",
                    "",
                    t!("This page did not save it: {why}.", why = why),
                )
                .repair(t!("Your work is still here. Try again, or download it.")),
            );
        } else {
            self.kept.set(if before == Kept::Untouched { before } else { Kept::Unsaved });
            instead();
        }
        answer.kept
    }

    /// What the bar says of it.
    pub(in crate::ui) fn words(self) -> &'static str {
        match self.kept.get() {
            Kept::Untouched => "",
            Kept::Unsaved => t!("Not saved yet"),
            Kept::Saving => t!("Saving…"),
            Kept::Saved => t!("Saved"),
            Kept::Refused => t!("Not saved"),
        }
    }
}

/// The button that asks the page to keep the work.
pub(in crate::ui) fn save_button(
    around: Around,
    save: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <Show when=move || around.has_button()>
            <button
                type="button"
                class="save"
                aria-disabled=move || (around.kept.get() == Kept::Saving).to_string()
                on:click=move |_| save()
            >
                {move || match around.kept.get() {
                    Kept::Saving => t!("Saving…"),
                    Kept::Refused => t!("Save again"),
                    _ => t!("Save"),
                }}
            </button>
        </Show>
    }
}

/// Said where one may only look.
#[cfg(feature = "room")]
pub(in crate::ui) fn looking_only(around: Around, words: &'static str) -> impl IntoView {
    view! {
        <Show when=move || around.readonly.get()>
            <div class="follows is-readonly" role="status">
                <span class="sign">{super::icon(icondata_lu::LuLock)}</span>
                <span>{words}</span>
            </div>
        </Show>
    }
}
