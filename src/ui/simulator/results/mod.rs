//! Results: who got what, and the reports over a run.

mod changes;
mod coverage;
pub(in crate::ui::simulator) mod everyone;
mod gaps;
mod near;
mod orders;
mod take;

use super::navigate::{Report, View};
use super::state::Room;
use super::words::grouped;
use crate::desk::Ask;
use crate::locale::mark;
use crate::ui::locale::said;
use leptos::prelude::*;

impl Report {
    const ALL: [Self; 6] =
        [Self::Everyone, Self::Gaps, Self::NearMisses, Self::Coverage, Self::Orders, Self::Changes];

    /// Its English name, which is its key too.
    fn label(self) -> &'static str {
        match self {
            Self::Everyone => mark!("Everyone"),
            Self::Gaps => mark!("Gaps"),
            Self::NearMisses => mark!("One step away"),
            Self::Coverage => mark!("Coverage"),
            Self::Orders => mark!("Order check"),
            Self::Changes => mark!("Last edit"),
        }
    }

    /// How many there are, where that says something.
    fn count(self, room: Room) -> Option<usize> {
        room.progress.with(|p| match self {
            Self::Gaps => Some(p.counts.gaps),
            Self::NearMisses => Some(p.counts.near_misses),
            _ => None,
        })
    }
}

pub(super) fn results(room: Room, report: Report) -> impl IntoView {
    let tab = move |to: Report| {
        view! {
            <button
                type="button"
                aria-current=(to == report).then_some("page")
                data-report=to.label()
                on:click=move |_| room.go(View::Results(to))
            >
                {said(to.label())}
                {move || to.count(room).map(|n| view! { <span class="tag">{grouped(n)}</span> })}
            </button>
        }
    };
    let part = match report {
        Report::Everyone => everyone::everyone(room).into_any(),
        Report::Gaps => gaps::gaps(room).into_any(),
        Report::NearMisses => near::near(room).into_any(),
        Report::Coverage => coverage::coverage(room).into_any(),
        Report::Orders => orders::orders(room).into_any(),
        Report::Changes => changes::changes(room).into_any(),
    };
    view! {
        <section class="results">
            <div class="head">
                <h1>{t!("Results")}</h1>
                <span class="spring"></span>
                {take::take(room)}
            </div>
            <nav class="tabs" aria-label=t!("Reports")>{Report::ALL.map(tab)}</nav>
            {part}
        </section>
    }
}

/// Hands a report to the person as CSV.
pub(super) fn download_csv(room: Room, report: crate::desk::Report, name: &'static str) {
    room.spawn(async move {
        match room.ask::<String>(&Ask::Csv { report }).await {
            Ok(text) => {
                // Excel reads UTF-8 only behind this mark.
                let text = format!("\u{feff}{text}");
                room.host().download(name, "text/csv", &text.into());
                room.say(t!("Downloaded {name}", name = name));
            }
            Err(faults) => room.tell_all(faults),
        }
    });
}
