//! What a learner sees at the playhead: her library, her certifications, her
//! certificates.

mod certificate;
mod share;

use super::controls::{choices, options, typed, wall};
use super::navigate::View;
use super::state::Room;
use super::words::{certification_title, group_title, instant, item_title};
use crate::catalogue::{Id, Moment};
use crate::desk::{Ask, Granted, Named, Person};
use crate::simulate::{
    CertificationStatus, CertificationView, LearnerView, LibraryEntry, Visibility,
};
use crate::ui::locale::said;
use crate::ui::shared::{icon, pointing};
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn learner(room: Room, learner: Id) -> impl IntoView {
    room.learner.set(Some(learner.clone()));
    let (a, b, c) = (learner.clone(), learner.clone(), learner.clone());
    let seen = room.asked::<LearnerView>(move || {
        Some(Ask::View { learner: a.clone(), at: room.playhead.get() })
    });
    let granted = room.asked::<Granted>(move || {
        Some(Ask::Grants {
            learner: Some(b.clone()),
            until: room.playhead.get(),
            from: 0,
            count: 200,
        })
    });
    let person = room.asked::<Option<Person>>(move || Some(Ask::Learner { learner: c.clone() }));
    let fallback = learner.to_string();
    let shown = learner.clone();
    let name = Memo::new(move |_| {
        let name = person.with(|p| p.as_ref()?.as_ref().map(|p| p.profile.printed_name()));
        name.filter(|n| !n.is_empty()).unwrap_or_else(|| fallback.clone())
    });
    let email = move || person.with(|p| p.as_ref()?.as_ref().map(|p| p.profile.email.clone()));
    let gone = move || person.with(|p| matches!(p, Some(None)));
    view! {
        <section class="page impersonate">
            <div class="head">
                <button type="button" on:click=move |_| room.go_back()>
                    {pointing(lu::LuArrowLeft)}
                    <span>{t!("Back")}</span>
                </button>
                <span class="spring"></span>
                {someone_else(room, learner.clone())}
            </div>
            <div class="head">
                <span class="portrait" aria-hidden="true">{icon(lu::LuUser)}</span>
                <div>
                    <h1>{move || t!("What {name} sees", name = name.get())}</h1>
                    <span class="soft">{email}</span>
                </div>
            </div>
            {when(room)}
            <Show
                when=move || !gone()
                fallback=move || view! {
                    <div class="empty">
                        <p>{t!("This learner is not in the project any more.")}</p>
                        <button type="button" class="primary" on:click=move |_| room.go(View::Learners)>{t!("To the learners")}</button>
                    </div>
                }
            >
                {
                    let who = shown.clone();
                    move || match seen.get() {
                        None => view! { <p class="waiting">{t!("Looking…")}</p> }.into_any(),
                        Some(seen) => whole(room, &who, &seen, granted, name).into_any(),
                    }
                }
            </Show>
        </section>
    }
}

fn someone_else(room: Room, learner: Id) -> impl IntoView {
    let all =
        room.asked::<Vec<Named>>(|| Some(Ask::Learners { search: String::new(), count: 500 }));
    let names = move || {
        let list = all.get().unwrap_or_default();
        choices(list.into_iter().map(|n| (n.id.to_string(), n.name)))
    };
    view! {
        <select
            aria-label=t!("Learner")
            on:change=move |event| room.go(View::Learner(typed(&event).into()))
        >
            {options(names, move || learner.to_string())}
        </select>
    }
}

/// The instant that is looked at.
fn when(room: Room) -> impl IntoView {
    let zone = move || room.zone();
    let bounds = move || room.progress.with(|p| (p.begin, p.until));
    let now = move || room.playhead.get().unwrap_or_else(|| bounds().1);
    let words = move || match room.playhead.get() {
        Some(at) => t!("On {when}", when = instant(&zone(), at)),
        None => t!("At the end, {when}", when = instant(&zone(), bounds().1)),
    };
    let shown = move || wall(&zone(), Moment::At(crate::catalogue::Instant(now())));
    view! {
        <div class="card when">
            <strong class="when-words" role="status">{words}</strong>
            <input
                type="range"
                aria-label=t!("Playhead")
                min=move || bounds().0.to_string()
                max=move || bounds().1.to_string()
                step="60000"
                aria-valuetext=words
                prop:value=move || now().to_string()
                on:input=move |event| {
                    if let Ok(at) = typed(&event).parse::<i64>() {
                        room.playhead.set((at < bounds().1).then_some(at));
                    }
                }
            />
            <input
                type="datetime-local"
                aria-label=t!("Date and time")
                prop:value=shown
                on:change=move |event| {
                    if let Ok(moment) = Moment::parse(&typed(&event)) {
                        room.playhead.set(Some(zone().instant(moment).0));
                    }
                }
            />
            <button
                type="button"
                aria-disabled=move || room.playhead.get().is_none().to_string()
                on:click=move |_| room.playhead.set(None)
            >
                {t!("At the end")}
            </button>
        </div>
    }
}

fn whole(
    room: Room,
    learner: &Id,
    seen: &LearnerView,
    granted: RwSignal<Option<Granted>>,
    name: Memo<String>,
) -> impl IntoView + use<> {
    let library = seen.library.iter().map(|entry| course(room, entry, seen)).collect::<Vec<_>>();
    let nothing = library.is_empty();
    let certifications =
        seen.certifications.iter().map(|one| certification(room, one)).collect::<Vec<_>>();
    let groups = seen
        .groups
        .iter()
        .map(|g| view! { <span class="tag">{room.peek(|p| group_title(p, &g.id))}</span> })
        .collect::<Vec<_>>();
    let sessions = seen
        .sessions
        .iter()
        .map(|session| {
            let title = room.peek(|p| {
                let found = p.sessions.iter().find(|s| s.id == session.id);
                found.map_or_else(
                    || session.id.to_string(),
                    |s| super::words::title_or(&s.title, &s.id).to_owned(),
                )
            });
            let words = match (session.completed, session.ended, session.counts_as_completed) {
                (true, _, _) => t!("completed"),
                (_, true, true) => t!("ended; counts as completed in the statistics"),
                (_, true, _) => t!("ended"),
                _ => t!("under way"),
            };
            view! { <li>{title} " " <span class="soft">{words}</span></li> }
        })
        .collect::<Vec<_>>();
    let who = learner.clone();
    view! {
        {seen.deleted.then(|| view! {
            <p class="finding" data-severity="Error">{icon(lu::LuUserX)} <span>{t!("This learner was deleted.")}</span></p>
        })}
        <div class="seen">
            <section aria-labelledby="r-library">
                <h2 id="r-library">{t!("Library")}</h2>
                {nothing.then(|| view! { <p class="soft">{t!("Nothing is in the library at this time.")}</p> })}
                <ul class="plain courses" data-library="">{library}</ul>
            </section>
            <section aria-labelledby="r-certifications">
                <h2 id="r-certifications">{t!("Certifications")}</h2>
                {certifications.is_empty().then(|| view! { <p class="soft">{t!("None was assigned.")}</p> })}
                <ul class="plain">{certifications}</ul>
                {(!sessions.is_empty()).then(|| view! { <h2>{t!("Sessions")}</h2> <ul class="plain">{sessions}</ul> })}
                {(!groups.is_empty()).then(|| view! { <h2>{t!("Groups")}</h2> <div class="chips">{groups}</div> })}
            </section>
        </div>
        <section aria-labelledby="r-certificates">
            <h2 id="r-certificates">{t!("Certificates")}</h2>
            {move || granted.with(|granted| match granted {
                None => view! { <p class="soft">{t!("Looking…")}</p> }.into_any(),
                Some(granted) if granted.grants.is_empty() => none_yet(room, &who).into_any(),
                Some(granted) => {
                    let cards = granted
                        .grants
                        .iter()
                        .zip(&granted.at)
                        .map(|(grant, at)| certificate::card(room, grant, *at, name))
                        .collect::<Vec<_>>();
                    view! { <ul class="plain certificates">{cards}</ul> }.into_any()
                }
            })}
        </section>
    }
}

/// What stands where there is no certificate: the way to why.
fn none_yet(room: Room, learner: &Id) -> impl IntoView + use<> {
    let learner = learner.clone();
    let buttons = room.peek(|p| {
        p.certificates
            .iter()
            .take(8)
            .map(|c| {
                let (who, which) = (learner.clone(), c.id.clone());
                let title = super::words::title_or(&c.title, &c.id).to_owned();
                view! {
                    <button
                        type="button"
                        on:click=move |_| {
                            room.go(View::Why { learner: who.clone(), certificate: which.clone() });
                        }
                    >
                        {t!("Why not “{title}”?", title = title)}
                    </button>
                }
            })
            .collect::<Vec<_>>()
    });
    view! {
        <p class="soft">{t!("No certificate until then.")}</p>
        <div class="row">{buttons}</div>
    }
}

fn course(room: Room, entry: &LibraryEntry, seen: &LearnerView) -> impl IntoView + use<> {
    let title = room.peek(|p| item_title(p, &entry.id));
    let done = seen.completed.iter().find(|c| c.id == entry.id).map(|c| room.stamp(&c.since));
    let because = match &entry.because {
        Visibility::Public => None,
        Visibility::Assigned(since) => Some(t!("assigned on {when}", when = room.stamp(since))),
        Visibility::Group(id) => {
            let group = room.peek(|p| group_title(p, id));
            Some(t!("through the group “{group}”", group = group))
        }
        Visibility::Unlocked => Some(t!("unlocked by a rule").to_owned()),
    };
    let sign = match (entry.locked, done.is_some()) {
        (true, _) => lu::LuLock,
        (_, true) => lu::LuCircleCheck,
        _ => lu::LuBookOpen,
    };
    let class = if done.is_some() { "sign-yes" } else { "sign-none" };
    let words = match (done, entry.score) {
        (Some(at), Some(score)) => t!("completed {when}, score {score}", when = at, score = score),
        (Some(at), None) => t!("completed {when}", when = at),
        (None, Some(score)) => t!("score {score}", score = score),
        (None, None) => String::new(),
    };
    let hidden = room.peek(|p| p.activities.iter().any(|a| a.id == entry.id && a.hidden));
    view! {
        <li class="course" data-course=entry.id.to_string()>
            <span class=class>{icon(sign)}</span>
            <span>
                <strong>{title}</strong>
                <span class="soft">{words}</span>
                <span class="soft">{because}</span>
            </span>
            <span class="chips">
                {hidden.then(|| view! { <span class="tag is-good">{t!("revealed")}</span> })}
                {entry.locked.then(|| view! { <span class="tag is-warn">{t!("locked")}</span> })}
                {entry.due.then(|| view! { <span class="tag is-warn">{t!("due")}</span> })}
            </span>
        </li>
    }
}

fn certification(room: Room, one: &CertificationView) -> impl IntoView + use<> {
    let title = room.peek(|p| certification_title(p, &one.id));
    let class = match one.status {
        CertificationStatus::Certified => "tag is-good",
        CertificationStatus::Expired | CertificationStatus::Revoked => "tag is-bad",
        CertificationStatus::RenewalOpen => "tag is-warn",
        CertificationStatus::Pending | CertificationStatus::InProgress => "tag",
    };
    let line = |at: &Option<String>, words: fn(String) -> String| {
        let words = at.as_ref().map(|at| words(room.stamp(at)));
        words.map(|words| view! { <span class="soft">{words}</span> })
    };
    let due = (!one.due.is_empty()).then(|| {
        let names = one.due.iter().map(|id| room.peek(|p| item_title(p, id))).collect::<Vec<_>>();
        view! { <span class="soft">{t!("Due: {items}", items = names.join(t!(", ")))}</span> }
    });
    let is_expired = one.status == CertificationStatus::Expired;
    let expiry = line(
        &one.expires,
        match is_expired {
            true => |at| t!("expired {when}", when = at),
            false => |at| t!("expires {when}", when = at),
        },
    );
    view! {
        <li class="course" data-certification=one.id.to_string()>
            <span class="sign-none">{icon(lu::LuShieldCheck)}</span>
            <span>
                <strong>{title}</strong>
                {line(&one.earned, |at| t!("earned {when}", when = at))}
                {expiry}
                {due}
                {line(&one.next, |at| t!("next change {when}", when = at))}
            </span>
            <span class=class>{said(one.status.words())}</span>
        </li>
    }
}
