//! Gaps: those who meet the conditions and got nothing, to be granted by hand.

use super::super::controls::empty;
use super::super::navigate::{RuleAt, View};
use super::super::scroll::Window;
use super::super::state::Room;
use super::super::words::{certificate_title, day_of, rule_title, stamp};
use super::download_csv;
use super::everyone::gap_words;
use crate::catalogue::Zone;
use crate::desk::{Ask, Gaps, Report};
use crate::simulate::report::Gap;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

const ROW: f64 = 64.0;

pub(super) fn gaps(room: Room) -> impl IntoView {
    let window = Window::new(ROW);
    let total = RwSignal::new(0_usize);
    let first = RwSignal::new(0_usize);
    let found = room.asked::<Gaps>(move || {
        let range = window.range(total.get().max(1));
        Some(Ask::Gaps { from: range.start, count: (range.end - range.start).max(60) })
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
            None => view! { <p class="waiting">{t!("Looking for gaps…")}</p> }.into_any(),
            Some(found) if found.total == 0 => empty(
                t!("No gaps: everybody who meets the conditions of a rule has the certificate."),
                (),
            )
            .into_any(),
            Some(found) => {
                let zone = room.zone();
                let from = first.get();
                let rows = found
                    .gaps
                    .iter()
                    .enumerate()
                    .map(|(n, (name, gap))| one(room, &zone, from + n, name, gap))
                    .collect::<Vec<_>>();
                view! {
                    <div
                        class="rows"
                        role="list"
                        style:height=format!("{}px", window.height(found.total))
                        style:--first=format!("{}px", window.height(from))
                    >
                        {rows}
                    </div>
                }
                .into_any()
            }
        })
    };
    view! {
        <div class="row is-between report-head">
            <p class="lead">
                {t!("A gap is a learner for whom the conditions of a rule hold, and who got nothing: most often everything was completed before the rule was active, and rules do not look back. Download the list to grant these by hand, with the values that each certificate would have had.")}
            </p>
            <button
                type="button"
                class="primary"
                aria-disabled=move || (total.get() == 0).to_string()
                on:click=move |_| {
                    if total.get_untracked() > 0 {
                        download_csv(room, Report::Gaps, "gaps.csv");
                    }
                }
            >
                {icon(lu::LuDownload)}
                <span>{t!("List to grant by hand, CSV")}</span>
            </button>
        </div>
        <div class="report-row report-columns" aria-hidden="true">
            <span>{t!("Learner, certificate")}</span>
            <span>{t!("Why nothing was granted, by which rule")}</span>
            <span class="clip">{t!("Values it would have had")}</span>
            <span></span>
        </div>
        <div class="grid" node_ref=window.node tabindex="0" role="region" aria-label=t!("Gaps") on:scroll=move |event| window.scrolled(&event)>
            {list}
        </div>
    }
}

/// The words as the beginning of a sentence.
fn begun(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn one(room: Room, zone: &Zone, index: usize, name: &str, gap: &Gap) -> impl IntoView + use<> {
    let (learner, certificate) = (gap.learner.clone(), gap.certificate.clone());
    let (who, rule) = (gap.learner.clone(), gap.rule.clone());
    let title = room.peek(|p| certificate_title(p, &gap.certificate));
    let by = room.peek(|p| rule_title(p, &gap.rule));
    let since = day_of(zone, &gap.active_from);
    let why = match gap.reason {
        Some(crate::simulate::Reason::Inactive) => match gap.at.as_deref() {
            Some(at) => t!(
                "Completed on {when} before the rule was active ({since})",
                when = stamp(zone, at),
                since = since
            ),
            None => t!("Completed before the rule was active ({since})", since = since),
        },
        Some(reason) => begun(&said(gap_words(reason))),
        None => t!("No event was about this rule since it is active").to_owned(),
    };
    let values = gap.values.values().filter(|v| !v.is_empty()).take(4).cloned().collect::<Vec<_>>();
    let name_words = name.to_owned();
    view! {
        <div class="report-row" role="listitem" data-gap=gap.learner.to_string() data-index=index.to_string()>
            <span>
                <button type="button" class="link" on:click=move |_| room.go(View::Learner(who.clone()))>{name_words}</button>
                <span class="soft">{title}</span>
            </span>
            <span>
                <span>{why}</span>
                <button
                    type="button"
                    class="link soft"
                    on:click=move |_| room.go(View::Rules(Some(RuleAt::Automation(rule.clone()))))
                >
                    {by}
                </button>
            </span>
            <span class="soft clip">{values.join(" · ")}</span>
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
