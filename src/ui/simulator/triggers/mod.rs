//! One trigger: what sets it off, for whom, and what is assigned.

use super::catalogue::{At, Entry, certification_names, choice, courses, findings, group_names};
use super::controls::{choose, moment, several, text, tick};
use super::state::Room;
use crate::catalogue::Id;
use crate::locale::mark;
use crate::rules::{Assignment, List, Milestone, Trigger};
use crate::simulate::sentence::assign;
use crate::ui::locale::tongue;
use leptos::prelude::*;

/// The editor of a trigger.
pub(super) fn trigger(room: Room, id: Id) -> impl IntoView {
    let at = At::<Trigger>::new(room, id);
    let exists = Memo::new(move |_| at.exists());
    view! {
        <Show
            when=move || exists.get()
            fallback=|| view! { <p class="soft">{t!("There is no such trigger any more.")}</p> }
        >
            {editor(at)}
        </Show>
    }
}

fn editor(at: At<Trigger>) -> impl IntoView {
    let room = at.room;
    let zone = untrack(|| room.zone());
    let sentence = Memo::new(move |_| {
        let now = at.read(|t| Some(t.clone()))?;
        Some(room.track(|p| assign::trigger(p, &now, tongue())))
    });
    let groups = group_names(room);
    let eligible = at.part(|t| t.eligible.clone());
    view! {
        <div class="trigger" data-trigger=at.id().to_string()>
            <div class="row">
                {text(
                    t!("Name of the trigger"),
                    move || at.read(|t| t.title().clone()),
                    move |name| at.typing(mark!("Rename a trigger"), "name", |t| t.name = name),
                )}
                {moment(t!("Active from"), zone, move || at.read(|t| t.active_from), move |from| {
                    at.change(mark!("Change when a trigger is active"), |t| t.active_from = from);
                })}
                {tick(t!("Switched on"), move || at.read(|t| t.enabled), move |on| {
                    at.change(if on { mark!("Switch a trigger on") } else { mark!("Switch a trigger off") }, |t| t.enabled = on);
                })}
            </div>
            <p class="hint">{t!("What happened before the instant from which it is active does not set it off. When that is empty, it always was.")}</p>
            <p class="sentence" data-sentence="" aria-live="polite">{sentence}</p>
            {findings(room, List::Triggers, move || at.id().to_string(), |_| true)}
            <h2>{t!("When")}</h2>
            {milestone(at)}
            <h2>{t!("For whom")}</h2>
            {several(
                t!("Eligible groups"),
                t!("Add a group…"),
                move || groups.get(),
                move || eligible.get(),
                move |ids| at.change(mark!("Change who is eligible"), |t| t.eligible = ids),
            )}
            <p class="hint">
                {move || match eligible.with(Vec::len) {
                    0 => t!("Without a group it is for every learner."),
                    1 => t!("Only for learners who are in this group."),
                    _ => t!("Only for learners who are in all of these groups."),
                }}
            </p>
            <h2>{t!("What is assigned")}</h2>
            {assigned(at)}
        </div>
    }
}

fn milestone(at: At<Trigger>) -> impl IntoView {
    let room = at.room;
    let kind = at.part(|t| match t.milestone {
        Milestone::Completes(_) => "completes",
        Milestone::Joins => "joins",
        Milestone::AddedToGroup(_) => "group",
        Milestone::CompletesCertification(_) => "certification",
    });
    let set = move |value: String| {
        let first_group = room.peek(|p| p.groups.first().map(|g| g.id.clone())).unwrap_or_default();
        let first_certification =
            room.peek(|p| p.certifications.first().map(|c| c.id.clone())).unwrap_or_default();
        at.change(mark!("Change what sets a trigger off"), |t| {
            t.milestone = match value.as_str() {
                "completes" => Milestone::Completes(Vec::new()),
                "group" => Milestone::AddedToGroup(first_group),
                "certification" => Milestone::CompletesCertification(first_certification),
                _ => Milestone::Joins,
            };
        });
    };
    let kinds = || {
        super::controls::choices(
            [
                ("completes", t!("The learner completes specific courses")),
                ("joins", t!("The learner joins")),
                ("group", t!("The learner is added to a group")),
                ("certification", t!("The learner completes a certification")),
            ]
            .map(|(value, words)| (value.to_owned(), words.to_owned())),
        )
    };
    let (all, groups, certifications) =
        (courses(room), group_names(room), certification_names(room));
    let needed = at.part(|t| match &t.milestone {
        Milestone::Completes(ids) => ids.clone(),
        _ => Vec::new(),
    });
    let one = at.part(|t| match &t.milestone {
        Milestone::AddedToGroup(id) | Milestone::CompletesCertification(id) => id.to_string(),
        _ => String::new(),
    });
    let inside = move || {
        match kind.get() {
        "completes" => view! {
            {several(
                t!("Courses, all of them"),
                t!("Add a course…"),
                move || all.get(),
                move || needed.get(),
                move |ids| at.change(mark!("Change a trigger's courses"), |t| t.milestone = Milestone::Completes(ids)),
            )}
            <p class="hint">{t!("It is set off by the completion with which all of them are completed, in any order.")}</p>
        }
        .into_any(),
        "group" => choose(t!("Group"), move || choice(groups, t!("Choose one…")), move || one.get(), move |id| {
            at.change(mark!("Change a trigger's group"), |t| t.milestone = Milestone::AddedToGroup(id.into()));
        })
        .into_any(),
        "certification" => choose(
            t!("Certification"),
            move || choice(certifications, t!("Choose one…")),
            move || one.get(),
            move |id| {
                at.change(mark!("Change a trigger's certification"), |t| {
                    t.milestone = Milestone::CompletesCertification(id.into());
                });
            },
        )
        .into_any(),
        _ => view! { <p class="hint">{t!("When the account is registered.")}</p> }.into_any(),
    }
    };
    view! {
        {choose(t!("Milestone"), kinds, move || kind.get().to_owned(), set)}
        {inside}
    }
}

fn assigned(at: At<Trigger>) -> impl IntoView {
    let room = at.room;
    let (all, certifications) = (courses(room), certification_names(room));
    let own = at.part(|t| {
        t.assigns
            .iter()
            .filter_map(|a| match a {
                Assignment::Course(id) => Some(id.clone()),
                Assignment::Certification(_) => None,
            })
            .collect::<Vec<_>>()
    });
    let earned = at.part(|t| {
        t.assigns
            .iter()
            .filter_map(|a| match a {
                Assignment::Certification(id) => Some(id.clone()),
                Assignment::Course(_) => None,
            })
            .collect::<Vec<_>>()
    });
    let put = move |courses: Vec<Id>, certifications: Vec<Id>| {
        at.change(mark!("Change what a trigger assigns"), |t| {
            let courses = courses.into_iter().map(Assignment::Course);
            t.assigns =
                courses.chain(certifications.into_iter().map(Assignment::Certification)).collect();
        });
    };
    view! {
        <div class="pair">
            {several(
                t!("Courses to assign"),
                t!("Assign a course…"),
                move || all.get(),
                move || own.get(),
                move |ids| put(ids, earned.get_untracked()),
            )}
            {several(
                t!("Certifications to assign"),
                t!("Assign a certification…"),
                move || certifications.get(),
                move || earned.get(),
                move |ids| put(own.get_untracked(), ids),
            )}
        </div>
        <p class="hint">{t!("Assigning shows hidden courses to the learner. A certification brings its courses with it.")}</p>
    }
}
