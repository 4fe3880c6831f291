//! Why a learner has a certificate, or has not: the tree of conditions with what
//! was found, what is missing, and the smallest repair.

mod route;
mod tree;

use super::controls::{choices, empty, options, typed};
use super::navigate::View;
use super::results::everyone::gap_words;
use super::state::Room;
use super::words::{certificate_title, event_words, field_label, rule_title, target_title};
use crate::catalogue::Id;
use crate::desk::{Ask, Named, Person, Why};
use crate::simulate::sentence::{Explained, Titles};
use crate::simulate::{CauseView, Outcome, Verdict};
use crate::ui::locale::{said, tongue};
use crate::ui::shared::{icon, pointing};
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn why(room: Room, learner: Id, certificate: Id) -> impl IntoView {
    let (who, which) = (learner.clone(), certificate.clone());
    let found = room.asked::<Option<Why>>(move || {
        Some(Ask::Explain { learner: who.clone(), certificate: which.clone() })
    });
    let id = learner.clone();
    let person = room.asked::<Option<Person>>(move || Some(Ask::Learner { learner: id.clone() }));
    let (fallback, shown) = (learner.to_string(), certificate.clone());
    let name = Memo::new(move |_| {
        let name = person.with(|p| p.as_ref()?.as_ref().map(|p| p.profile.printed_name()));
        name.filter(|n| !n.is_empty()).unwrap_or_else(|| fallback.clone())
    });
    let title = Memo::new(move |_| room.track(|p| certificate_title(p, &shown)));
    let heading = move || {
        let has = found.with(|f| f.as_ref()?.as_ref().map(|w| w.explanation.has));
        match has {
            Some(true) => {
                t!("Why does {name} have “{title}”?", name = name.get(), title = title.get())
            }
            _ => t!("Why does {name} not have “{title}”?", name = name.get(), title = title.get()),
        }
    };
    let who = learner.clone();
    let body = move || {
        found.with(|found| match found {
            None => view! { <p class="waiting">{t!("Looking…")}</p> }.into_any(),
            Some(None) => {
                empty(t!("This learner or certificate is no longer there."), ()).into_any()
            }
            Some(Some(why)) => answer(room, why).into_any(),
        })
    };
    view! {
        <section class="page narrow why">
            <div class="head">
                <button type="button" on:click=move |_| room.go_back()>
                    {pointing(lu::LuArrowLeft)}
                    <span>{t!("Back")}</span>
                </button>
                <span class="spring"></span>
                {others(room, learner.clone(), certificate.clone())}
            </div>
            <h1 data-why="">{heading}</h1>
            {body}
            <div class="row">
                <button type="button" on:click=move |_| room.go(View::Learner(who.clone()))>
                    {icon(lu::LuEye)}
                    <span>{t!("What she sees")}</span>
                </button>
            </div>
            {everything(room, learner)}
        </section>
    }
}

/// The way to another learner or certificate.
fn others(room: Room, learner: Id, certificate: Id) -> impl IntoView {
    let learners =
        room.asked::<Vec<Named>>(|| Some(Ask::Learners { search: String::new(), count: 500 }));
    let names = move || {
        let list = learners.get().unwrap_or_default();
        choices(list.into_iter().map(|n| (n.id.to_string(), n.name)))
    };
    let certificates = move || {
        room.track(|p| {
            choices(p.certificates.iter().map(|c| (c.id.to_string(), certificate_title(p, &c.id))))
        })
    };
    let (who, which) = (learner.clone(), certificate.clone());
    let (to_which, to_who) = (certificate.clone(), learner.clone());
    view! {
        <select
            aria-label=t!("Learner")
            on:change=move |event| {
                room.go(View::Why { learner: typed(&event).into(), certificate: to_which.clone() });
            }
        >
            {options(names, move || who.to_string())}
        </select>
        <select
            aria-label=t!("Certificate")
            on:change=move |event| {
                room.go(View::Why { learner: to_who.clone(), certificate: typed(&event).into() });
            }
        >
            {options(certificates, move || which.to_string())}
        </select>
    }
}

fn answer(room: Room, why: &Why) -> impl IntoView + use<> {
    let titles = room.peek(|p| Titles::spoken(p, tongue()));
    let explanation = &why.explanation;
    let granted = explanation
        .granted_by
        .iter()
        .zip(&why.because)
        .map(|(outcome, because)| evidence(room, outcome, because, &titles))
        .collect::<Vec<_>>();
    let gap = why.gap.as_ref().filter(|_| !explanation.has).map(|gap| {
        let words = match gap.reason {
            Some(crate::simulate::Reason::Inactive) => t!(
                "The conditions of “{rule}” are met, but the last completion was on {when}, before the rule was active ({since}). Rules do not look back: it will not be granted automatically.",
                rule = room.peek(|p| rule_title(p, &gap.rule)),
                when = gap.at.as_deref().map(|at| room.stamp(at)).unwrap_or_default(),
                since = room.stamp(&gap.active_from),
            ),
            Some(reason) => t!(
                "The conditions are met, and yet nothing was granted: {why}.",
                why = said(gap_words(reason))
            ),
            None => t!("The conditions are met, but no event was about this rule.").to_owned(),
        };
        let values = gap
            .values
            .iter()
            .map(|(field, value)| {
                let label = room.peek(|p| field_label(p, &gap.certificate, field));
                view! { <div><dt>{label}</dt><dd>{value.clone()}</dd></div> }
            })
            .collect::<Vec<_>>();
        view! {
            <div class="card is-gap" data-gap="">
                <h2>{icon(lu::LuTriangleAlert)} " " {t!("This is a gap")}</h2>
                <p>{words}</p>
                <p>{t!("It is on the list of those to be granted by hand, with these values:")}</p>
                <dl class="values">{values}</dl>
                <button type="button" on:click=move |_| room.go(View::Results(super::navigate::Report::Gaps))>
                    {t!("To the list")}
                </button>
            </div>
        }
    });
    let routes = explanation
        .routes
        .iter()
        .zip(&why.routes)
        .map(|(one, (because, steps))| route::route(room, one, because.as_deref(), steps, &titles))
        .collect::<Vec<_>>();
    let nobody = (!explanation.has && explanation.routes.is_empty()).then(|| {
        empty(t!("No rule grants this certificate."), view! {
            <button type="button" class="primary" on:click=move |_| room.go(View::Rules(None))>{t!("To the rules")}</button>
        })
    });
    let suppressed = (!why.suppressed.is_empty()).then(|| {
        let rows = why
            .suppressed
            .iter()
            .map(|one| view! { <li><span class="soft">{room.stamp(&one.outcome.event.at)}</span> " " {one.because.clone()}</li> })
            .collect::<Vec<_>>();
        view! {
            <h2>{t!("Suppressed")}</h2>
            <ul class="plain">{rows}</ul>
        }
    });
    view! {
        {granted}
        {gap}
        {routes}
        {nobody}
        {suppressed}
    }
}

/// An outcome with its sentence, the tree, and what led to it.
fn evidence(
    room: Room,
    outcome: &Outcome,
    because: &str,
    titles: &Titles<'_>,
) -> impl IntoView + use<> {
    let at = room.stamp(&outcome.event.at);
    let rule = room.peek(|p| rule_title(p, &outcome.rule));
    let rule = match outcome.version {
        ..=1 => t!("Rule: {rule}", rule = rule),
        version => t!("Rule: {rule}, version {version}", rule = rule, version = version),
    };
    let conditions =
        outcome.evidence.conditions.as_ref().map(|found| tree::tree(found, &[], titles));
    view! {
        <div class="card" data-granted="">
            <h2>{icon(lu::LuBadgeCheck)} " " {t!("Granted on {when}", when = at)}</h2>
            <p>{because.to_owned()}</p>
            <p class="soft">{rule}</p>
            {conditions}
            {chain(room, outcome)}
        </div>
    }
}

/// The events that led to an outcome, the first one first.
fn chain(room: Room, outcome: &Outcome) -> Option<impl IntoView + use<>> {
    let chain = &outcome.evidence.chain;
    if chain.len() < 2 && outcome.event.cause == CauseView::Recorded {
        return None;
    }
    let rows = chain
        .iter()
        .chain(std::iter::once(&outcome.event).filter(|event| !chain.contains(event)))
        .map(|event| {
            let cause = match &event.cause {
                CauseView::Recorded => t!("in the history").to_owned(),
                CauseView::Clock => t!("by the clock").to_owned(),
                CauseView::Follows(kind) => {
                    t!("follows from “{event}”", event = event_words(*kind))
                }
                CauseView::Rule(id) => {
                    t!("done by the rule “{rule}”", rule = room.peek(|p| rule_title(p, id)))
                }
            };
            let what = room.peek(|p| target_title(p, event.event, &event.item));
            let (when, kind) = (room.stamp(&event.at), event_words(event.event));
            let words = match what.as_str() {
                "" => t!("{when}: {event}", when = when, event = kind),
                what => t!("{when}: {event} “{what}”", when = when, event = kind, what = what),
            };
            view! {
                <li>
                    {words} " " <span class="soft">{cause}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    Some(view! {
        <h3>{t!("What led to it")}</h3>
        <ol class="chain">{rows}</ol>
    })
}

/// Every outcome of a learner, on demand.
fn everything(room: Room, learner: Id) -> impl IntoView {
    let open = RwSignal::new(false);
    let all = RwSignal::new(false);
    let found = room.asked::<Vec<Explained>>(move || {
        open.get().then(|| Ask::Outcomes { learner: learner.clone(), without_skipped: !all.get() })
    });
    let rows = move || {
        found.with(|found| {
            let found = found.as_ref()?;
            let total = found.len();
            let rows = found
                .iter()
                .take(300)
                .map(|one| {
                    let outcome = &one.outcome;
                    let class = match outcome.outcome {
                        Verdict::Fired => "tag is-good",
                        Verdict::Failed => "tag is-bad",
                        Verdict::Suppressed | Verdict::Waiting => "tag is-warn",
                        Verdict::Skipped => "tag",
                    };
                    let word = match outcome.outcome {
                        Verdict::Fired => t!("Fired"),
                        Verdict::Suppressed => t!("Suppressed"),
                        Verdict::Skipped => t!("Skipped"),
                        Verdict::Failed => t!("Failed"),
                        Verdict::Waiting => t!("Waiting"),
                    };
                    view! {
                        <li>
                            <span class=class>{word}</span>
                            <span class="soft">{room.stamp(&outcome.event.at)}</span>
                            <strong>{room.peek(|p| rule_title(p, &outcome.rule))}</strong>
                            <span>{one.because.clone()}</span>
                        </li>
                    }
                })
                .collect::<Vec<_>>();
            let counted = match total {
                ..=300 => tn!(total, "{count} outcome", "{count} outcomes"),
                _ => tn!(
                    total,
                    "{count} outcome, the first 300 of them",
                    "{count} outcomes, the first 300 of them"
                ),
            };
            Some(view! {
                <p class="soft">{counted}</p>
                <ul class="plain outcomes">{rows}</ul>
            })
        })
    };
    view! {
        <details
            class="everything"
            on:toggle=move |event| {
                let details = super::controls::target::<web_sys::Element>(&event);
                open.set(details.is_some_and(|d| d.has_attribute("open")));
            }
        >
            <summary>{t!("Everything that the rules made of this learner")}</summary>
            {super::controls::tick(t!("Also what did not apply"), move || all.get(), move |on| all.set(on))}
            {rows}
        </details>
    }
}
