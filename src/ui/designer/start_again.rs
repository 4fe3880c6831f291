//! "Start again": asks first, and can be undone.

use crate::edit::Command;
use crate::locale::mark;
use crate::storage::versions::Kind;
use crate::template::classic;
use crate::ui::state::Designer;
use leptos::html::Dialog;
use leptos::prelude::*;

pub(super) fn dialog(designer: Designer, confirm: NodeRef<Dialog>) -> impl IntoView {
    let close = move || {
        if let Some(dialog) = confirm.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog node_ref=confirm class="dialog" aria-labelledby="l-again">
            <h2 id="l-again">{t!("Start again?")}</h2>
            <p>{t!("The classic certificate replaces everything on this page. You can undo it.")}</p>
            <div class="row end">
                <button type="button" autofocus=true on:click=move |_| close()>{t!("Keep my work")}</button>
                <button
                    type="button"
                    class="primary"
                    on:click=move |_| {
                        close();
                        designer.keep_before(Kind::BeforeImport);
                        let template = Box::new(classic());
                        designer.dispatch(Command::Replace { template }, mark!("Start again"), None);
                        designer.pictures_changed();
                        designer.say(t!("Started again. Undo brings your work back.").into());
                    }
                >
                    {t!("Start again")}
                </button>
            </div>
        </dialog>
    }
}
