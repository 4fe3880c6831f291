//! Messages that say what happened and what to do.

use super::{KEEP_A_COPY, backup_button, icon};
use crate::diagnostic::Severity;
use crate::ui::locale::said;
use crate::ui::state::{Designer, Notice};
use icondata_lu as lu;
use leptos::prelude::*;

/// The messages, newest last, each until it is closed.
pub(in crate::ui) fn notices(designer: Designer) -> impl IntoView {
    let close = move |id| designer.notices.update(|notices| notices.retain(|n| n.id != id));
    view! {
        <div class="notices" role="region" aria-label=t!("Messages")>
            <For each=move || designer.notices.get() key=|n| n.id let:notice>
                {one(designer, notice, close)}
            </For>
        </div>
    }
}

fn one(
    designer: Designer,
    notice: Notice,
    close: impl Fn(u64) + Copy + Send + 'static,
) -> impl IntoView {
    let Notice { id, finding, undo } = notice;
    let (class, role, sign) = match finding.severity {
        Severity::Error => ("notice is-error", "alert", lu::LuTriangleAlert),
        Severity::Warning => ("notice is-warning", "status", lu::LuTriangleAlert),
        Severity::Info => ("notice", "status", lu::LuInfo),
    };
    view! {
        <div class=class role=role data-code=finding.code.to_string()>
            {icon(sign)}
            <p>
                <strong>{said(&finding.message)}</strong>
                {finding.repair.map(|repair| view! { <span>{said(&repair)}</span> })}
            </p>
            {(finding.code == KEEP_A_COPY).then(|| backup_button(designer.host(), move || close(id)))}
            {undo.map(|what| view! {
                <button
                    type="button"
                    on:click=move |_| {
                        close(id);
                        designer.take_back(what.clone());
                    }
                >
                    {t!("Undo")}
                </button>
            })}
            <button type="button" class="quiet" aria-label=t!("Close message") on:click=move |_| close(id)>
                {icon(lu::LuX)}
            </button>
        </div>
    }
}

/// What screen readers say without being asked, politely.
pub(in crate::ui) fn live_region(designer: Designer) -> impl IntoView {
    view! {
        <div class="sr-only" role="status" aria-live="polite">
            {move || designer.spoken.get()}
        </div>
    }
}
