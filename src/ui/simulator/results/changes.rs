//! What the last edit changed: certificates that came, went, and are different.

use super::super::controls::empty;
use super::super::navigate::View;
use super::super::state::Room;
use super::super::words::{ELEMENT, around, certificate_title, grouped};
use super::download_csv;
use crate::desk::{Ask, Changed, Report};
use crate::locale::mark;
use crate::simulate::report;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// So many are listed of each sort; all of them are in the CSV.
const LISTED: usize = 200;

pub(super) fn changes(room: Room) -> impl IntoView {
    let found = room.asked::<Option<Changed>>(|| Some(Ask::Difference));
    let body = move || {
        found.with(|found| match found {
            None => view! { <p class="waiting">{t!("Comparing…")}</p> }.into_any(),
            Some(None) => empty(
                t!("Nothing was changed yet. After each edit, this page lists which learners get a certificate more or less because of it."),
                (),
            )
            .into_any(),
            Some(Some(changed)) => whole(room, changed).into_any(),
        })
    };
    view! { <div class="page">{body}</div> }
}

fn whole(room: Room, changed: &Changed) -> impl IntoView + use<> {
    let d = &changed.difference;
    let nothing =
        d.gained.is_empty() && d.lost.is_empty() && d.moved.is_empty() && d.changed.is_empty();
    let words = t!(
        "+{gained} −{lost}, {moved} at another time, {changed} with other values, {same} as before",
        gained = grouped(d.gained.len()),
        lost = grouped(d.lost.len()),
        moved = grouped(d.moved.len()),
        changed = grouped(d.changed.len()),
        same = grouped(d.same)
    );
    let gained = part(
        room,
        mark!("Come"),
        "is-good",
        "+",
        d.gained.iter().map(|c| (c.clone(), room.stamp(&c.granted))).collect(),
    );
    let lost = part(
        room,
        mark!("Gone"),
        "is-bad",
        "−",
        d.lost.iter().map(|c| (c.clone(), room.stamp(&c.granted))).collect(),
    );
    let moved = part(
        room,
        mark!("At another time"),
        "is-warn",
        "→",
        d.moved
            .iter()
            .map(|(was, now)| {
                (
                    now.clone(),
                    format!("{} → {}", room.stamp(&was.granted), room.stamp(&now.granted)),
                )
            })
            .collect(),
    );
    let other = part(
        room,
        mark!("With other values"),
        "is-warn",
        "≠",
        d.changed
            .iter()
            .map(|new| {
                let words = new
                    .before
                    .keys()
                    .chain(new.after.keys())
                    .collect::<std::collections::BTreeSet<_>>()
                    .into_iter()
                    .map(|field| {
                        let of = |values: &std::collections::BTreeMap<String, String>| {
                            values
                                .get(field)
                                .filter(|v| !v.is_empty())
                                .cloned()
                                .unwrap_or_else(|| t!("(empty)").to_owned())
                        };
                        format!("{field}: {} → {}", of(&new.before), of(&new.after))
                    })
                    .collect::<Vec<_>>()
                    .join(t!("; "));
                (new.certificate.clone(), words)
            })
            .collect(),
    );
    let label = said(&changed.label);
    let (before, after) = around(&t!("Last edit: {step}", step = ELEMENT));
    view! {
        <div class="row is-between report-head">
            <p class="lead">{before} <strong>{label}</strong> {after} <br /> {words}</p>
            <button type="button" on:click=move |_| download_csv(room, Report::Difference, "changes.csv")>
                {icon(lu::LuDownload)}
                <span>{t!("CSV")}</span>
            </button>
        </div>
        {nothing.then(|| empty(t!("No certificate changed with this edit."), ()))}
        {gained}
        {lost}
        {moved}
        {other}
    }
}

/// Certificates that changed in one way. `title` is its English name.
fn part(
    room: Room,
    title: &'static str,
    class: &'static str,
    sign: &'static str,
    rows: Vec<(report::Changed, String)>,
) -> Option<impl IntoView + use<>> {
    if rows.is_empty() {
        return None;
    }
    let all = rows.len();
    let more = all.saturating_sub(LISTED);
    let rows = rows
        .into_iter()
        .take(LISTED)
        .map(|(row, words)| {
            let (learner, certificate) = (row.learner.clone(), row.certificate.clone());
            let title = room.peek(|p| certificate_title(p, &row.certificate));
            view! {
                <li>
                    <button
                        type="button"
                        class="quiet change-row"
                        on:click=move |_| {
                            room.go(View::Why { learner: learner.clone(), certificate: certificate.clone() });
                        }
                    >
                        <span class=format!("tag {class}")>{sign}</span>
                        <strong>{row.learner.to_string()}</strong>
                        <span>{title}</span>
                        <span class="soft">{words}</span>
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    Some(view! {
        <h2>{t!("{title} ({count})", title = said(title), count = grouped(all))}</h2>
        <ul class="plain" data-changes=title>{rows}</ul>
        {(more > 0).then(|| view! { <p class="soft">{tn!(more, "and {count} more, in the CSV", "and {count} more, in the CSV")}</p> })}
    })
}
