//! Beside the lanes: the chosen learner at the playhead, an event's form, or the
//! events of a mark that stands for several.

use super::super::navigate::View;
use super::super::results::everyone::gap_words;
use super::super::words::{certificate_title, certification_title, group_title, item_title};
use super::event_form;
use super::marks::words;
use super::stage::{Aside, Dialog, Stage, event_of};
use crate::catalogue::Id;
use crate::desk::{Ask, Filter, Mark, Person, Rows, Standing};
use crate::locale::mark;
use crate::simulate::LearnerView;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn panel(stage: Stage) -> impl IntoView {
    let room = stage.room;
    let is_open =
        move || stage.aside.with(|a| *a != Aside::Learner) || room.learner.with(Option::is_some);
    view! {
        <aside class="beside" class:is-open=is_open aria-label=t!("Details")>
            {move || match stage.aside.get() {
                Aside::Learner => match room.learner.get() {
                    Some(learner) => learner_at(stage, learner).into_any(),
                    None => view! {
                        <p class="hint">
                            {t!("Choose a learner by name, and how things stand for her at the black line is shown here. Click into her row to add an event.")}
                        </p>
                    }
                    .into_any(),
                },
                Aside::Event(draft) => event_form::form(stage, draft).into_any(),
                Aside::Several(learner, marks) => several(stage, learner, marks).into_any(),
            }}
        </aside>
    }
}

fn close(stage: Stage, shut: impl Fn() + 'static) -> impl IntoView {
    let _ = stage;
    view! {
        <button type="button" class="quiet sign" aria-label=t!("Close details") title=t!("Close") on:click=move |_| shut()>
            {icon(lu::LuX)}
        </button>
    }
}

fn learner_at(stage: Stage, learner: Id) -> impl IntoView {
    let room = stage.room;
    let id = learner.clone();
    let person = room.asked::<Option<Person>>(move || Some(Ask::Learner { learner: id.clone() }));
    let id = learner.clone();
    let view = room.asked::<LearnerView>(move || {
        Some(Ask::View { learner: id.clone(), at: room.playhead.get() })
    });
    let name = move || {
        person.with(|p| match p {
            Some(Some(p)) => Some(name_of(p)),
            _ => None,
        })
    };
    let email = move || {
        person.with(|p| p.as_ref()?.as_ref().map(|p| p.profile.email.clone())).unwrap_or_default()
    };
    let when = move || match room.playhead.get() {
        Some(at) => t!("At {when}", when = stage.words(at)),
        None => t!("At the end of the history").to_owned(),
    };
    // Only what is listed is made anew when time runs.
    let parts = Memo::new(move |_| view.get().map(|view| lists(stage, view)));
    let standing_of = learner.clone();
    let (seen, add, gone, why) =
        (learner.clone(), learner.clone(), learner.clone(), StoredValue::new(learner));
    view! {
        <div class="person">
            <div class="head">
                <h2>{move || name().unwrap_or_else(|| "…".to_owned())}</h2>
                <span class="spring"></span>
                {close(stage, move || room.learner.set(None))}
            </div>
            <p class="hint">{email}</p>
            <div class="row">
                <button type="button" on:click=move |_| room.go(View::Learner(seen.clone()))>
                    {icon(lu::LuEye)}
                    {t!("What this learner sees")}
                </button>
                <button
                    type="button"
                    on:click=move |_| {
                        let name = untrack(name).unwrap_or_default();
                        stage.add_event(Some((add.clone(), name)), None);
                    }
                >
                    {icon(lu::LuPlus)}
                    {t!("Add event")}
                </button>
                <button type="button" class="quiet" on:click=move |_| stage.dialog.set(Some(Dialog::Profile))>
                    {icon(lu::LuPencil)}
                    {t!("Edit profile")}
                </button>
                <button
                    type="button"
                    class="quiet danger"
                    on:click=move |_| {
                        let name = untrack(name).unwrap_or_default();
                        room.learner.set(None);
                        let now = super::super::edits::now();
                        room.send(Ask::RemoveLearner { learner: gone.clone(), now });
                        room.tell_undo(t!("{name} and all events removed.", name = name));
                    }
                >
                    {icon(lu::LuTrash2)}
                    {t!("Remove")}
                </button>
            </div>
            <p class="when" role="status">{when}</p>
            {standing(stage, standing_of)}
            {move || match parts.get() {
                None => view! { <p class="hint">{t!("Loading…")}</p> }.into_any(),
                Some(parts) => parts
                    .into_iter()
                    .map(|(title, none, list)| section(stage, title, none, list, why))
                    .collect::<Vec<_>>()
                    .into_any(),
            }}
        </div>
    }
}

/// What the learner does not have at the end of the history, and why.
fn standing(stage: Stage, learner: Id) -> impl IntoView {
    let room = stage.room;
    let only = learner.clone();
    let rows = room.asked::<Rows>(move || {
        room.playhead.get().is_none().then(|| Ask::Rows {
            filter: Filter { only: Some(vec![only.clone()]), ..Filter::default() },
            from: 0,
            count: 1,
        })
    });
    let lines = Memo::new(move |_| {
        let cells = rows.with(|r| r.as_ref()?.rows.first().map(|r| r.cells.clone()));
        room.track(|p| {
            p.certificates
                .iter()
                .zip(cells.unwrap_or_default())
                .filter(|(_, c)| !matches!(c.standing, Standing::Granted | Standing::Nothing))
                .map(|(c, cell)| {
                    let why = cell.reason.filter(|_| cell.standing == Standing::Gap);
                    let words = match why.map(gap_words) {
                        Some(why) => t!("Gap: {why}", why = said(why)),
                        None => said(cell.standing.label()),
                    };
                    let words = t!("{standing}. Why?", standing = words);
                    (c.id.clone(), certificate_title(p, &c.id), words)
                })
                .collect::<Vec<_>>()
        })
    });
    move || {
        let learner = learner.clone();
        let found = lines.get();
        (!found.is_empty()).then(|| {
            let rows = found
                .into_iter()
                .map(|(id, title, words)| {
                    let learner = learner.clone();
                    view! {
                        <li>
                            <button
                                type="button"
                                class="link"
                                on:click=move |_| {
                                    let (learner, certificate) = (learner.clone(), id.clone());
                                    room.go(View::Why { learner, certificate });
                                }
                            >
                                {title}
                            </button>
                            <small>{words}</small>
                        </li>
                    }
                })
                .collect::<Vec<_>>();
            view! {
                <section class="part is-standing" data-state="Standing">
                    <h3>{t!("Not granted")}</h3>
                    <ul>{rows}</ul>
                </section>
            }
        })
    }
}

pub(super) fn name_of(person: &Person) -> String {
    let name = person.profile.printed_name();
    if name.is_empty() { person.profile.id.to_string() } else { name }
}

/// What is listed, by its English name, what stands there instead when there is
/// nothing, and the lines: the words, what stands behind them, and a certificate that can
/// be explained.
type Line = (String, String, Option<Id>);
type Part = (&'static str, &'static str, Vec<Line>);

fn lists(stage: Stage, view: LearnerView) -> Vec<Part> {
    let room = stage.room;
    let line = |title: String, since: &str| (title, room.stamp(since), None);
    room.track(|p| {
        vec![
            (
                mark!("Certificates"),
                t!("None yet."),
                (view.certificates.iter())
                    .map(|d| {
                        (certificate_title(p, &d.id), room.stamp(&d.since), Some(d.id.clone()))
                    })
                    .collect(),
            ),
            (
                mark!("Completed"),
                t!("Nothing yet."),
                view.completed.iter().map(|d| line(item_title(p, &d.id), &d.since)).collect(),
            ),
            (
                mark!("Groups"),
                t!("In no group."),
                view.groups.iter().map(|d| line(group_title(p, &d.id), &d.since)).collect(),
            ),
            (
                mark!("Certifications"),
                t!("None assigned."),
                (view.certifications.iter())
                    .map(|c| {
                        let status = said(c.status.words());
                        let words = match &c.expires {
                            Some(at) => {
                                let when = room.stamp(at);
                                t!("{status}, expires {when}", status = status, when = when)
                            }
                            None => status,
                        };
                        (certification_title(p, &c.id), words, None)
                    })
                    .collect(),
            ),
        ]
    })
}

fn section(
    stage: Stage,
    title: &'static str,
    none: &'static str,
    list: Vec<Line>,
    learner: StoredValue<Id>,
) -> impl IntoView {
    let room = stage.room;
    let row = move |(words, behind, certificate): Line| {
        let name = match certificate {
            Some(certificate) => {
                let hint = t!("Why {certificate}", certificate = words);
                view! {
                    <button
                        type="button"
                        class="link"
                        title=hint
                        on:click=move |_| {
                            let learner = learner.get_value();
                            room.go(View::Why { learner, certificate: certificate.clone() });
                        }
                    >
                        {words}
                    </button>
                }
                .into_any()
            }
            None => view! { <span>{words}</span> }.into_any(),
        };
        view! { <li>{name}<small>{behind}</small></li> }
    };
    let is_empty = list.is_empty();
    view! {
        <section class="part" data-state=title>
            <h3>{said(title)}</h3>
            {is_empty.then(|| view! { <p class="hint">{none}</p> })}
            <ul>{list.into_iter().map(row).collect::<Vec<_>>()}</ul>
        </section>
    }
}

fn several(stage: Stage, learner: Id, marks: Vec<Mark>) -> impl IntoView {
    let first = marks.iter().map(|m| m.at).min().unwrap_or(0);
    let last = marks.iter().map(|m| m.at).max().unwrap_or(0);
    let near = move |_| {
        stage.span.set(Some(crate::screen::timeline::Span::over([first, last], 0.0)));
        stage.aside.set(Aside::Learner);
    };
    let rows = marks
        .into_iter()
        .map(|mark| {
            let learner = learner.clone();
            let text = untrack(|| words(stage, &mark, mark.at));
            view! {
                <li>
                    <button
                        type="button"
                        class="link"
                        on:click=move |_| {
                            let name = stage.lane(&learner).map(|l| l.name).unwrap_or_default();
                            stage.room.learner.set(Some(learner.clone()));
                            stage.open_event(mark.seq, event_of(&learner, &mark), name, true);
                        }
                    >
                        {text}
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="person">
            <div class="head">
                <h2>{t!("Events close together")}</h2>
                <span class="spring"></span>
                {close(stage, move || stage.aside.set(Aside::Learner))}
            </div>
            <button type="button" on:click=near>{icon(lu::LuZoomIn)} {t!("Zoom in here")}</button>
            <section class="part"><ul>{rows}</ul></section>
        </div>
    }
}
