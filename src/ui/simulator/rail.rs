//! The rail: one button a part of the room. On small screens it lies along the
//! bottom.

use super::navigate::{Report, Shelf, View};
use super::state::Room;
use crate::locale::mark;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_core::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

fn parts() -> [(&'static str, Icon, View); 6] {
    [
        (mark!("Catalogue"), lu::LuLibrary, View::Catalogue(Shelf::Activities, None)),
        (mark!("Rules"), lu::LuWorkflow, View::Rules(None)),
        (mark!("Learners"), lu::LuUsers, View::Learners),
        (mark!("Results"), lu::LuTable, View::Results(Report::Everyone)),
        (mark!("Cases"), lu::LuClipboardCheck, View::Cases),
        (mark!("History"), lu::LuHistory, View::Steps),
    ]
}

/// The part that a view belongs to, by its English name, which is its key too.
fn part(view: &View) -> &'static str {
    match view {
        View::Catalogue(..) => mark!("Catalogue"),
        View::Rules(_) => mark!("Rules"),
        View::Learners | View::Learner(_) => mark!("Learners"),
        View::Results(_) | View::Why { .. } => mark!("Results"),
        View::Cases => mark!("Cases"),
        View::Steps => mark!("History"),
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
                <span>{said(label)}</span>
            </button>
        }
    };
    view! {
        <nav class="rail" aria-label=t!("Parts of the room")>
            {parts().map(button)}
        </nav>
    }
}
