//! Versions of the certificate, with pictures; one can be looked at in large.

use super::templates::picture;
use crate::locale::mark;
use crate::storage::versions::Version;
use crate::ui::shared::icon;
use crate::ui::shared::versions::{List, list};
use crate::ui::shelf::Source;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::html::Dialog;
use leptos::prelude::*;

pub(super) fn section(designer: Designer) -> impl IntoView {
    let versions = designer.versions;
    let asked = StoredValue::new(std::collections::BTreeSet::<String>::new());
    // Their texts are read for their pictures, each once.
    Effect::new(move |_| {
        let ids: Vec<String> =
            versions.all.with(|all| all.iter().flatten().map(Version::id).collect());
        for id in ids {
            if asked.try_update_value(|asked| asked.insert(id.clone())) == Some(true) {
                designer.shelve_version(&id);
            }
        }
        designer.fill_shelf();
    });
    let looked = RwSignal::new(None::<String>);
    let dialog = NodeRef::<Dialog>::new();
    let look = Callback::new(move |id: String| {
        looked.set(Some(id));
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    });
    let copies = designer.documents().is_some();
    let copy = Callback::new(move |id: String| designer.copy_version(&id));
    let shown = List {
        versions,
        hint: t!("How it was at earlier times. To bring one back is a step, and can be undone."),
        keep: Callback::new(move |name| designer.keep_version(name)),
        restore: Callback::new(move |id: String| designer.restore_version(&id)),
        picture: Some(Callback::new(move |(id,)| {
            picture(designer, &Source::Version(id)).into_any()
        })),
        look: Some(look),
        more: copies.then_some((mark!("Open as a copy"), lu::LuCopyPlus, copy)),
        about: None,
    };
    view! {
        {list(shown, view! { <h3>{t!("Versions")}</h3> })}
        {large(designer, dialog, looked, copies)}
    }
}

/// A version in large, before it is brought back.
fn large(
    designer: Designer,
    dialog: NodeRef<Dialog>,
    looked: RwSignal<Option<String>>,
    copies: bool,
) -> impl IntoView {
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let with = move |act: fn(Designer, &str)| {
        let id = looked.get_untracked();
        close();
        if let Some(id) = id {
            act(designer, &id);
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="dialog look"
            aria-labelledby="l-look"
            on:close=move |_| looked.set(None)
            on:keydown=move |event| event.stop_propagation()
        >
            <div class="dialog-head">
                <h2 id="l-look">
                    {move || looked.get().map(|id| designer.version_name(&id))}
                </h2>
                <button type="button" class="quiet" aria-label=t!("Close") on:click=move |_| close()>
                    {icon(lu::LuX)}
                </button>
            </div>
            <div class="large">
                {move || looked.get().map(|id| picture(designer, &Source::Version(id)))}
            </div>
            <div class="row end">
                {copies.then(|| view! {
                    <button type="button" on:click=move |_| with(Designer::copy_version)>
                        {t!("Open as a copy")}
                    </button>
                })}
                <button
                    type="button"
                    class="primary"
                    on:click=move |_| with(Designer::restore_version)
                >
                    {t!("Restore this version")}
                </button>
            </div>
        </dialog>
    }
}
