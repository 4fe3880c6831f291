//! Messages that say what happened and what to do.

use super::state::{Notice, Room};
use crate::diagnostic::Severity;
use crate::ui::locale::said;
use crate::ui::shared::{KEEP_A_COPY, backup_button, icon, remind};
use icondata_lu as lu;
use leptos::prelude::*;

impl Room {
    /// Something that the person did was saved.
    pub(super) fn worked(self) {
        remind(&self.host(), move |finding| self.tell(finding));
    }
}

pub(super) fn notices(room: Room) -> impl IntoView {
    view! {
        <div class="notices" role="region" aria-label=t!("Messages")>
            <For each=move || room.notices.get() key=|n| n.id let:notice>
                {one(room, notice)}
            </For>
        </div>
    }
}

fn one(room: Room, notice: Notice) -> impl IntoView {
    let Notice { id, finding, undo } = notice;
    let close = move || room.notices.update(|notices| notices.retain(|n| n.id != id));
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
            {(finding.code == KEEP_A_COPY).then(|| backup_button(room.host(), close))}
            {undo.then(|| view! {
                <button
                    type="button"
                    on:click=move |_| {
                        close();
                        room.undo();
                    }
                >
                    {t!("Undo")}
                </button>
            })}
            <button type="button" class="quiet" aria-label=t!("Close message") on:click=move |_| close()>
                {icon(lu::LuX)}
            </button>
        </div>
    }
}
