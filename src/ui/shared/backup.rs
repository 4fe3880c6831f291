//! The reminder to keep a copy of the work, where the browser may clear what it stores.
//! When it is due is decided in `www/persist.js`.

use crate::diagnostic::Diagnostic;
use crate::ui::host::Host;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// The code of the reminder. It stays until it is closed.
pub(in crate::ui) const KEEP_A_COPY: &str = "keep-a-copy";

fn reminder() -> Diagnostic {
    let message =
        t!("Your work is kept in this browser only, which may clear it when space runs low.");
    Diagnostic::info(KEEP_A_COPY, "", message)
        .repair(t!("Download a copy now and then. This is said only once."))
}

/// Notes that work was saved, and reminds when that is due.
pub(in crate::ui) fn remind(host: &Host, tell: impl FnOnce(Diagnostic) + 'static) {
    let answer = JsFuture::from(host.worked());
    spawn_local(async move {
        if answer.await.is_ok_and(|due| due.is_truthy()) {
            tell(reminder());
        }
    });
}

/// The reminder's button.
pub(in crate::ui) fn backup_button(host: Host, close: impl Fn() + 'static) -> impl IntoView {
    let save = move |_| {
        host.backup();
        close();
    };
    view! {
        <button type="button" on:click=save>
            {t!("Download a copy")}
        </button>
    }
}

#[cfg(feature = "ui")]
impl crate::ui::state::Designer {
    /// Something that the person did was saved.
    pub(in crate::ui) fn worked(self) {
        remind(&self.host(), move |finding| self.notify(finding));
    }
}
