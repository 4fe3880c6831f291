//! The status line: what the run came to, what the checks found and the way
//! there, what the last edit changed, and work that is under way.

use super::navigate::{Report, View};
use super::state::Room;
use super::words::grouped;
use crate::desk::{Ask, Phase};
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::mark;
use crate::rules::check::Check;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn status(room: Room) -> impl IntoView {
    view! {
        <footer class="status room-status">
            {findings(room)}
            {results(room)}
            {change(room)}
            {work(room)}
        </footer>
    }
}

/// Everything that is wrong: with the rules, with events, with the file.
fn all(room: Room) -> Vec<(Diagnostic, Option<Check>)> {
    let mut out: Vec<(Diagnostic, Option<Check>)> =
        room.faults.get().into_iter().map(|fault| (fault, None)).collect();
    room.progress.with(|progress| {
        let checks = progress.checks.iter().flatten();
        out.extend(checks.map(|check| (check.diagnostic.clone(), Some(check.clone()))));
        let known: Vec<&Diagnostic> =
            progress.checks.iter().flatten().map(|c| &c.diagnostic).collect();
        let more = progress
            .faults
            .iter()
            .filter(|f| !known.iter().any(|k| k.code == f.code && k.path == f.path));
        out.extend(more.map(|fault| (fault.clone(), None)));
    });
    out.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
    out
}

fn findings(room: Room) -> impl IntoView {
    let open = RwSignal::new(false);
    let found =
        Memo::new(move |_| all(room).into_iter().map(|(d, _)| d.severity).collect::<Vec<_>>());
    let words = move || {
        found.with(|found| {
            let of = |severity| found.iter().filter(|s| **s == severity).count();
            let errors = |n: usize| tn!(n, "{count} error", "{count} errors");
            let warnings = |n: usize| tn!(n, "{count} warning", "{count} warnings");
            match (of(Severity::Error), of(Severity::Warning), of(Severity::Info)) {
                (0, 0, 0) => t!("No faults in the rules").to_owned(),
                (0, 0, notes) => tn!(notes, "{count} note", "{count} notes"),
                (0, n, _) => warnings(n),
                (n, 0, _) => errors(n),
                (some, more, _) => [errors(some), warnings(more)].join(t!(", ")),
            }
        })
    };
    let none = move || found.with(Vec::is_empty);
    view! {
        <button
            type="button"
            class="quiet findings-button"
            class:is-fine=none
            aria-expanded=move || open.get().to_string()
            on:click=move |_| {
                if none() {
                    room.say(t!("Nothing was found wrong with the rules and the history."));
                }
                open.update(|open| *open = !*open && !none());
            }
        >
            {move || if none() { icon(lu::LuCircleCheck) } else { icon(lu::LuTriangleAlert) }}
            <span>{words}</span>
        </button>
        <Show when=move || open.get() && !none()>
            <ul
                class="findings"
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.stop_propagation();
                        open.set(false);
                    }
                }
            >
                {move || {
                    all(room)
                        .into_iter()
                        .take(200)
                        .map(|(finding, check)| one(room, finding, check, open))
                        .collect::<Vec<_>>()
                }}
            </ul>
        </Show>
    }
}

fn one(
    room: Room,
    finding: Diagnostic,
    check: Option<Check>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let severity = match finding.severity {
        Severity::Error => mark!("Error"),
        Severity::Warning => mark!("Warning"),
        Severity::Info => mark!("Note"),
    };
    let repair = check.as_ref().and_then(|c| c.repair.clone());
    let events = finding.path.starts_with("events") || finding.path.starts_with("learners");
    let go = move |_| {
        match &check {
            Some(check) => room.go_to(check),
            None if events => room.go(View::Learners),
            None => {}
        }
        open.set(false);
    };
    view! {
        <li data-code=finding.code.to_string() data-severity=severity>
            <button type="button" class="quiet" on:click=go>
                <em>{said(severity)}</em>
                <strong>{said(&finding.message)}</strong>
                {finding.repair.map(|repair| view! { <span>{said(&repair)}</span> })}
            </button>
            {repair.map(|repair| view! {
                <button
                    type="button"
                    class="repair"
                    on:click=move |_| {
                        room.repair(repair.clone());
                        open.set(false);
                    }
                >
                    {t!("Repair")}
                </button>
            })}
        </li>
    }
}

/// What the run came to, with ways to it.
fn results(room: Room) -> impl IntoView {
    let counts = move || room.progress.with(|p| p.counts);
    let way = move |report: Report| move |_| room.go(View::Results(report));
    view! {
        <span class="run-counts">
            <button type="button" class="quiet" data-count="grants" on:click=way(Report::Everyone)>
                {move || tn!(counts().grants, "{count} certificate", "{count} certificates")}
            </button>
            <button
                type="button"
                class="quiet"
                class:is-warn=move || { counts().gaps > 0 }
                data-count="gaps"
                on:click=way(Report::Gaps)
            >
                {move || tn!(counts().gaps, "{count} gap", "{count} gaps")}
            </button>
        </span>
    }
}

/// How many certificates came, went and are different: to see, and to be read out
/// as the name of a button.
fn changed(gained: String, lost: String, other: Option<String>) -> (String, String) {
    match other {
        None => (
            t!("Last edit: +{gained} −{lost}", gained = gained, lost = lost),
            t!(
                "Last edit: +{gained} −{lost} certificates: show which",
                gained = gained,
                lost = lost
            ),
        ),
        Some(other) => (
            t!(
                "Last edit: +{gained} −{lost}, {other} otherwise",
                gained = gained,
                lost = lost,
                other = other
            ),
            t!(
                "Last edit: +{gained} −{lost}, {other} otherwise certificates: show which",
                gained = gained,
                lost = lost,
                other = other
            ),
        ),
    }
}

/// What the last edit changed.
fn change(room: Room) -> impl IntoView {
    let words = move || {
        let (gained, lost, other) = room.progress.with(|p| p.difference)?;
        if (gained, lost, other) == (0, 0, 0) {
            return None;
        }
        Some(changed(grouped(gained), grouped(lost), (other > 0).then(|| grouped(other))))
    };
    move || {
        words().map(|(words, name)| {
            view! {
                <button
                    type="button"
                    class="quiet difference"
                    aria-label=name
                    on:click=move |_| room.go(View::Results(Report::Changes))
                >
                    {words}
                </button>
            }
        })
    }
}

/// Work that is under way, and how to stop it.
fn work(room: Room) -> impl IntoView {
    let words = move || {
        let (phase, done, all) = room.working.get()?;
        let part = (all > 0).then(|| u64::from(done) * 100 / u64::from(all));
        Some(match phase {
            Phase::Compile => t!("Reading the project…").to_owned(),
            Phase::Run => match part {
                Some(part) => t!("Playing learners… {part} %", part = part),
                None => t!("Playing learners…").to_owned(),
            },
            Phase::Gaps => match part {
                Some(part) => t!("Looking for gaps… {part} %", part = part),
                None => t!("Looking for gaps…").to_owned(),
            },
            Phase::Done | Phase::Stopped => return None,
        })
    };
    let stopped =
        move || room.working.get().is_none() && room.progress.with(|p| p.phase == Phase::Stopped);
    view! {
        {move || words().map(|words| view! {
            <span class="working late" role="status">
                <span class="spin">{icon(lu::LuLoaderCircle)}</span>
                {words}
                <button type="button" on:click=move |_| room.send(Ask::Stop)>{t!("Stop")}</button>
            </span>
        })}
        {move || stopped().then(|| view! {
            <span class="working" role="status">{t!("Stopped: the results are not complete.")}</span>
        })}
        {move || room.busy.get().map(|busy| view! {
            <span class="working" role="status">
                <span class="spin">{icon(lu::LuLoaderCircle)}</span>
                {busy.words}
                <button type="button" on:click=move |_| room.busy.set(None)>{t!("Cancel")}</button>
            </span>
        })}
    }
}
