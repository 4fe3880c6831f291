//! Learners × certificates. Only the rows in sight are made.

use super::super::controls::{choices, empty, options, typed};
use super::super::navigate::View;
use super::super::scroll::Window;
use super::super::state::Room;
use super::super::words::{certificate_title, day, grouped, title_or};
use super::download_csv;
use crate::catalogue::{Id, Zone};
use crate::desk::{Ask, Cell, Filter, Report, Row, Rows, Standing};
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// The height of a row, in px.
const ROW: f64 = 44.0;

/// The columns of the grid; each row has them, since it is a grid of its own.
struct Template {
    columns: String,
    width: String,
}

pub(super) fn everyone(room: Room) -> impl IntoView {
    let filter = RwSignal::new(Filter::default());
    let window = Window::new(ROW);
    let total = RwSignal::new(0_usize);
    let rows = room.asked::<Rows>(move || {
        let range = window.range(total.get().max(1));
        let count = (range.end - range.start).max(80);
        Some(Ask::Rows { filter: filter.get(), from: range.start, count })
    });
    // What was asked for last stands where it was asked for.
    let from = RwSignal::new(0_usize);
    Effect::new(move |_| {
        if let Some(total_now) = rows.with(|r| r.as_ref().map(|r| r.total)) {
            if total.get_untracked() != total_now {
                total.set(total_now);
            }
            from.set(window.range(total_now.max(1)).start);
        }
    });
    let columns = Memo::new(move |_| {
        room.track(|p| {
            let of = |c: &crate::catalogue::CertificateTemplate| {
                (c.id.clone(), title_or(&c.title, &c.id).to_owned())
            };
            p.certificates.iter().map(of).collect::<Vec<_>>()
        })
    });
    let template = move || {
        let n = columns.with(Vec::len).max(1);
        Template {
            columns: format!("minmax(var(--who), 1.2fr) repeat({n}, minmax(170px, 1fr))"),
            width: format!("max(100%, var(--who) + {n} * 170px)"),
        }
    };
    let body = move || {
        rows.with(|rows| {
            let rows = rows.as_ref()?;
            let zone = room.zone();
            let first = from.get();
            let made = rows
                .rows
                .iter()
                .enumerate()
                .map(|(n, one)| row(room, &zone, first + n, one, &columns.get(), &template()))
                .collect::<Vec<_>>();
            Some(view! {
                <div
                    class="rows"
                    style:height=format!("{}px", window.height(rows.total))
                    style:--first=format!("{}px", window.height(first))
                >
                    {made}
                </div>
            })
        })
    };
    let nobody = move || rows.with(|rows| rows.as_ref().is_some_and(|rows| rows.total == 0));
    let unfiltered = move || filter.with(|f| *f == Filter::default());
    view! {
        {tools(room, filter, total)}
        <div
            class="grid"
            node_ref=window.node
            tabindex="0"
            role="table"
            aria-label=t!("Learners and certificates")
            aria-rowcount=move || (total.get() + 1).to_string()
            on:scroll=move |event| window.scrolled(&event)
        >
            <div class="grid-row grid-head" role="row" aria-rowindex="1" style:grid-template-columns=move || template().columns style:width=move || template().width>
                <span role="columnheader">{t!("Learner")}</span>
                {move || {
                    columns
                        .get()
                        .into_iter()
                        .map(|(_, title)| view! { <span role="columnheader">{title}</span> })
                        .collect::<Vec<_>>()
                }}
            </div>
            {body}
            {move || (nobody() && !unfiltered()).then(|| {
                empty(t!("Nobody stands like this."), view! {
                    <button type="button" on:click=move |_| filter.set(Filter::default())>{t!("Show everyone")}</button>
                })
            })}
            {move || (nobody() && unfiltered()).then(|| {
                empty(t!("There are no learners yet. Add some, generate some, or import what happened."), view! {
                    <button type="button" class="primary" on:click=move |_| room.go(View::Learners)>{t!("To the learners")}</button>
                })
            })}
        </div>
    }
}

/// Search and filters.
fn tools(room: Room, filter: RwSignal<Filter>, total: RwSignal<usize>) -> impl IntoView {
    let certificates = move || {
        let all = room.track(|p| {
            p.certificates
                .iter()
                .map(|c| (c.id.to_string(), title_or(&c.title, &c.id).to_owned()))
                .collect::<Vec<_>>()
        });
        choices(std::iter::once((String::new(), t!("All certificates").to_owned())).chain(all))
    };
    let name = |standing: Standing| format!("{standing:?}");
    let standings = move || {
        let all = Standing::ALL.into_iter().rev().map(|s| (name(s), said(s.label())));
        choices(std::iter::once((String::new(), t!("Everyone").to_owned())).chain(all))
    };
    let standing_now = move || filter.with(|f| f.standing.map(name).unwrap_or_default());
    view! {
        <div class="row tools-row">
            <div class="field">
                <label for="r-search">{t!("Search")}</label>
                <input
                    id="r-search"
                    type="search"
                    placeholder=t!("Name, address or id")
                    prop:value=move || filter.with(|f| f.search.clone())
                    on:input=move |event| filter.update(|f| f.search = typed(&event))
                />
            </div>
            <div class="field">
                <label for="r-standing">{t!("Who")}</label>
                <select
                    id="r-standing"
                    on:change=move |event| {
                        let value = typed(&event);
                        let found = Standing::ALL.into_iter().find(|s| name(*s) == value);
                        filter.update(|f| f.standing = found);
                    }
                >
                    {options(standings, standing_now)}
                </select>
            </div>
            <div class="field">
                <label for="r-certificate">{t!("Certificate")}</label>
                <select
                    id="r-certificate"
                    on:change=move |event| {
                        let value = typed(&event);
                        filter.update(|f| {
                            f.certificate = (!value.is_empty()).then(|| Id::from(value));
                        });
                    }
                >
                    {options(certificates, move || {
                        filter.with(|f| f.certificate.as_ref().map(Id::to_string).unwrap_or_default())
                    })}
                </select>
            </div>
            <span class="total" role="status">
                {move || tn!(total.get(), "{count} learner", "{count} learners")}
            </span>
            <button
                type="button"
                on:click=move |_| download_csv(room, Report::Grants, "certificates.csv")
            >
                {icon(lu::LuDownload)}
                <span>{t!("All certificates, CSV")}</span>
            </button>
        </div>
    }
}

fn row(
    room: Room,
    zone: &Zone,
    index: usize,
    row: &Row,
    columns: &[(Id, String)],
    template: &Template,
) -> impl IntoView + use<> {
    let learner = row.learner.clone();
    let cells = row
        .cells
        .iter()
        .zip(columns)
        .map(|(cell, (certificate, _))| self::cell(room, zone, &row.learner, certificate, cell))
        .collect::<Vec<_>>();
    let (name, email) = (row.name.clone(), row.email.clone());
    view! {
        <div
            class="grid-row"
            role="row"
            aria-rowindex=(index + 2).to_string()
            data-learner=row.learner.to_string()
            style:grid-template-columns=template.columns.clone()
            style:width=template.width.clone()
        >
            <span role="rowheader">
                <button type="button" class="link" on:click=move |_| room.go(View::Learner(learner.clone()))>
                    {name}
                </button>
                <span class="soft">{email}</span>
            </span>
            {cells}
        </div>
    }
}

fn cell(
    room: Room,
    zone: &Zone,
    learner: &Id,
    certificate: &Id,
    cell: &Cell,
) -> impl IntoView + use<> {
    let (learner, certificate) = (learner.clone(), certificate.clone());
    let (class, sign) = match cell.standing {
        Standing::Granted if cell.unfit => ("is-warn", Some(lu::LuTriangleAlert)),
        Standing::Granted => ("is-good", Some(lu::LuBadgeCheck)),
        Standing::Gap => ("is-warn", Some(lu::LuTriangleAlert)),
        Standing::Failed => ("is-bad", Some(lu::LuCircleX)),
        Standing::Waiting => ("is-soft", Some(lu::LuHourglass)),
        Standing::NearMiss => ("is-soft", Some(lu::LuFootprints)),
        Standing::Nothing | Standing::Suppressed => ("is-none", None),
    };
    let words = match (cell.standing, cell.at) {
        (Standing::Granted, Some(at)) if cell.unfit => {
            t!("{day}, a field is empty", day = day(zone, at))
        }
        (Standing::Granted, Some(at)) if cell.count > 1 => {
            t!("{day} × {count}", day = day(zone, at), count = grouped(cell.count as usize))
        }
        (Standing::Granted, Some(at)) => day(zone, at),
        (Standing::Gap, _) => match cell.reason.map(gap_words) {
            Some(why) => t!("Gap: {why}", why = said(why)),
            None => t!("Gap").to_owned(),
        },
        (standing, _) => said(standing.label()),
    };
    let suppressed = (cell.suppressed > 0)
        .then(|| tn!(cell.suppressed, "{count} suppressed", "{count} suppressed"));
    let title = room.peek(|p| certificate_title(p, &certificate));
    let name = name(cell.standing, &title, &words, suppressed.as_deref());
    view! {
        <span role="cell">
            <button
                type="button"
                class=format!("cell {class}")
                aria-label=name.clone()
                title=name
                data-certificate=certificate.to_string()
                data-standing=format!("{:?}", cell.standing)
                on:click=move |_| {
                    room.go(View::Why { learner: learner.clone(), certificate: certificate.clone() });
                }
            >
                {sign.map(icon)}
                <span>{words}</span>
                {suppressed.map(|words| view! { <span class="tag">{words}</span> })}
            </button>
        </span>
    }
}

/// What a cell is called when it is read out.
fn name(standing: Standing, title: &str, words: &str, suppressed: Option<&str>) -> String {
    match (standing, suppressed) {
        (Standing::Granted, None) => {
            t!("{certificate}: granted {when}. Why?", certificate = title, when = words)
        }
        (Standing::Granted, Some(more)) => t!(
            "{certificate}: granted {when}, {more}. Why?",
            certificate = title,
            when = words,
            more = more
        ),
        (_, None) => {
            t!("{certificate}: {standing}. Why?", certificate = title, standing = words)
        }
        (_, Some(more)) => t!(
            "{certificate}: {standing}, {more}. Why?",
            certificate = title,
            standing = words,
            more = more
        ),
    }
}

pub(in crate::ui::simulator) use crate::simulate::report::gaps::words as gap_words;
