//! Said where another tab edits what is looked at here.

use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// A line over the work, with the button that takes over.
pub(in crate::ui) fn follows(
    what: &'static str,
    shown: impl Fn() -> bool + Send + Sync + 'static,
    take: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <Show when=shown>
            <div class="follows" role="status">
                <span class="sign">{icon(lu::LuEye)}</span>
                <span>{t!("This {what} is being edited in another tab. You see each change as it is saved there.", what = what)}</span>
                <button type="button" on:click=move |_| take()>{t!("Edit here")}</button>
            </div>
        </Show>
    }
}
