//! The rail: one button a part of the room. On small screens it lies along the
//! bottom.

use super::navigate::{Report, Shelf, View};
use super::state::Room;
use crate::ui::shared::icon;
use icondata_core::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

fn parts() -> [(&'static str, Icon, View); 6] {
    [
        ("Catalogue", lu::LuLibrary, View::Catalogue(Shelf::Activities, None)),
        ("Rules", lu::LuWorkflow, View::Rules(None)),
        ("Learners", lu::LuUsers, View::Learners),
        ("Results", lu::LuTable, View::Results(Report::Everyone)),
        ("Cases", lu::LuClipboardCheck, View::Cases),
        ("History", lu::LuHistory, View::Steps),
    ]
}

/// The part that a view belongs to.
fn part(view: &View) -> &'static str {
    match view {
        View::Catalogue(..) => t!("Catalogue"),
        View::Rules(_) => t!("Rules"),
        View::Learners | View::Learner(_) => t!("Learners"),
        View::Results(_) | View::Why { .. } => t!("Results"),
        View::Cases => t!("Cases"),
        View::Steps => t!("History"),
    }
}

pub(super) fn rail(room: Room) -> impl IntoView {
    let button = move |(label, sign, view): (&'static str, Icon, View)| {
        let here = move || room.view.with(|view| part(view) == label);
        view! {
            <button
                type="button"
                class="quiet"
                class:is-on=here
                aria-current=move || here().then_some("page")
                data-part=label
                on:click=move |_| room.go(view.clone())
            >
                {icon(sign)}
                <span>{label}</span>
            </button>
        }
    };
    view! {
        <nav class="rail" aria-label=t!("Parts of the room")>
            {parts().map(button)}
        </nav>
    }
}
