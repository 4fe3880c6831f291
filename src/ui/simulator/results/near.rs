//! Near misses: those who are one step away.

use super::super::controls::empty;
use super::super::navigate::View;
use super::super::scroll::Window;
use super::super::state::Room;
use super::super::words::{certificate_title, rule_title};
use super::download_csv;
use crate::desk::{Ask, NearMisses, Report};
use crate::simulate::report::NearMiss;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

const ROW: f64 = 64.0;

pub(super) fn near(room: Room) -> impl IntoView {
    let window = Window::new(ROW);
    let total = RwSignal::new(0_usize);
    let first = RwSignal::new(0_usize);
    let found = room.asked::<NearMisses>(move || {
        let range = window.range(total.get().max(1));
        Some(Ask::NearMisses { from: range.start, count: (range.end - range.start).max(60) })
    });
    Effect::new(move |_| {
        if let Some(now) = found.with(|f| f.as_ref().map(|f| f.total)) {
            if total.get_untracked() != now {
                total.set(now);
            }
            first.set(window.range(now.max(1)).start);
        }
    });
    let list = move || {
        found.with(|found| match found {
            None => view! { <p class="waiting">{t!("Looking for near misses…")}</p> }.into_any(),
            Some(found) if found.total == 0 => {
                empty(t!("Nobody is one step away from a certificate."), ()).into_any()
            }
            Some(found) => {
                let from = first.get();
                let rows =
                    found.near.iter().map(|(name, miss, steps)| one(room, name, miss, steps));
                view! {
                    <div
                        class="rows"
                        role="list"
                        style:height=format!("{}px", window.height(found.total))
                        style:--first=format!("{}px", window.height(from))
                    >
                        {rows.collect::<Vec<_>>()}
                    </div>
                }
                .into_any()
            }
        })
    };
    view! {
        <div class="row is-between report-head">
            <p class="lead">{t!("One more thing, and these learners have the certificate.")}</p>
            <button
                type="button"
                on:click=move |_| download_csv(room, Report::NearMisses, "one-step-away.csv")
            >
                {icon(lu::LuDownload)}
                <span>{t!("CSV")}</span>
            </button>
        </div>
        <div class="grid" node_ref=window.node tabindex="0" role="region" aria-label=t!("One step away") on:scroll=move |event| window.scrolled(&event)>
            {list}
        </div>
    }
}

fn one(room: Room, name: &str, miss: &NearMiss, steps: &[String]) -> impl IntoView + use<> {
    let (learner, certificate) = (miss.learner.clone(), miss.certificate.clone());
    let who = miss.learner.clone();
    let title = room.peek(|p| certificate_title(p, &miss.certificate));
    let by = room.peek(|p| rule_title(p, &miss.rule));
    let (name, steps) = (name.to_owned(), steps.join(t!(", ")));
    view! {
        <div class="report-row" role="listitem">
            <span>
                <button type="button" class="link" on:click=move |_| room.go(View::Learner(who.clone()))>{name}</button>
                <span class="soft">{title}</span>
            </span>
            <span>
                <span>{steps}</span>
                <span class="soft">{by}</span>
            </span>
            <span></span>
            <button
                type="button"
                on:click=move |_| {
                    room.go(View::Why { learner: learner.clone(), certificate: certificate.clone() });
                }
            >
                {t!("Why?")}
            </button>
        </div>
    }
}
