//! The form for an event: a new one, or one of the history.

use super::super::controls::{Choices, choices, choose, control_id, moment, number, typed};
use super::super::words::{event_words, status_words, target_title, title_or};
use super::stage::{Aside, Draft, Stage};
use crate::catalogue::{Event, EventKind, Status};
use crate::desk::{Ask, Edit, Named};
use crate::rules::Project;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::html::Form;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, SubmitEvent};

/// What an event of a kind can be about.
fn items(project: &Project, kind: EventKind) -> Choices {
    let activities = || {
        let list = project.activities.iter();
        list.map(|a| (a.id.to_string(), title_or(&a.title, &a.id).to_owned())).collect::<Vec<_>>()
    };
    let journeys = || {
        let list = project.journeys.iter();
        list.map(|j| (j.id.to_string(), title_or(&j.title, &j.id).to_owned())).collect::<Vec<_>>()
    };
    match kind {
        EventKind::JourneyCompleted => choices(journeys()),
        EventKind::ProgrammeCompleted => choices(
            project
                .programmes
                .iter()
                .map(|p| (p.id.to_string(), title_or(&p.title, &p.id).to_owned())),
        ),
        EventKind::LearnerAddedToGroup | EventKind::LearnerRemovedFromGroup => choices(
            project.groups.iter().map(|g| (g.id.to_string(), title_or(&g.title, &g.id).to_owned())),
        ),
        EventKind::CertificationAssigned | EventKind::CertificationRevoked => choices(
            project
                .certifications
                .iter()
                .map(|c| (c.id.to_string(), title_or(&c.title, &c.id).to_owned())),
        ),
        EventKind::CourseAssigned => {
            vec![(t!("Activities"), activities()), (t!("Journeys"), journeys())]
        }
        _ => choices(activities()),
    }
}

/// What the field for the item is called.
fn item_label(kind: EventKind) -> &'static str {
    match kind {
        EventKind::JourneyCompleted => t!("Journey"),
        EventKind::ProgrammeCompleted => t!("Programme"),
        EventKind::LearnerAddedToGroup | EventKind::LearnerRemovedFromGroup => t!("Group"),
        EventKind::CertificationAssigned | EventKind::CertificationRevoked => t!("Certification"),
        EventKind::CourseAssigned => t!("Course"),
        _ => t!("Activity"),
    }
}

pub(super) fn form(stage: Stage, draft: Draft) -> impl IntoView {
    let room = stage.room;
    let Draft { seq, event, name, focus } = draft;
    let draft = RwSignal::new(event);
    let name = RwSignal::new(name);
    let fault = RwSignal::new(None::<&'static str>);
    let place = NodeRef::<Form>::new();
    Effect::new(move |_| {
        if let (true, Some(form)) = (focus, place.get()) {
            let first = form.query_selector("select, input").ok().flatten();
            if let Some(field) = first.and_then(|f| f.dyn_into::<HtmlElement>().ok()) {
                let _ = field.focus();
            }
        }
    });
    let kind = Memo::new(move |_| draft.with(|e| e.kind));
    let kinds = move || {
        let all = EventKind::ALL.into_iter().filter(|kind| kind.can_be_recorded());
        choices(all.map(|kind| (kind.as_str().to_owned(), event_words(kind).to_owned())))
    };
    let set_kind = move |text: String| {
        let Some(kind) = EventKind::from_name(&text) else { return };
        let known = room.peek(|p| items(p, kind));
        draft.update(|event| {
            event.kind = kind;
            let fits = known.iter().flat_map(|(_, list)| list).any(|(id, _)| event.item == *id);
            if !kind.has_item() {
                event.item = Default::default();
            } else if !fits {
                let first = known.iter().flat_map(|(_, list)| list).next();
                event.item = first.map(|(id, _)| id.as_str().into()).unwrap_or_default();
            }
            if kind != EventKind::ActivityCompleted {
                event.status = Status::Completed;
            }
            if !matches!(kind, EventKind::ActivityCompleted | EventKind::ActivityGraded) {
                event.score = None;
            }
        });
    };
    let save = move |go_on: bool| {
        let made = draft.get_untracked();
        let missing = if made.learner.is_empty() {
            Some(t!("Choose a learner."))
        } else if made.kind.has_item() && made.item.is_empty() {
            Some(t!("Choose what the event is about. The catalogue may have none yet."))
        } else if made.score.is_some_and(|s| !(0.0..=100.0).contains(&s)) {
            Some(t!("The score is a number from 0 to 100."))
        } else {
            None
        };
        fault.set(missing);
        if missing.is_some() {
            return;
        }
        room.learner.set(Some(made.learner.clone()));
        match seq {
            Some(seq) => {
                stage.put_event(seq, made, t!("Change an event"), None);
                room.say(t!("Event changed."));
            }
            None => {
                let edit = Edit::insert(usize::MAX, vec![made.clone()]);
                let who = name.get_untracked().unwrap_or_else(|| made.learner.to_string());
                let what = room.peek(|p| target_title(p, made.kind, &made.item));
                let what = if what.is_empty() { event_words(made.kind).to_owned() } else { what };
                room.edit(&t!("Add {what}, {who}", what = what, who = who), None, vec![edit]);
                room.say(t!("Event added."));
                if go_on {
                    stage.next_event(&made, name.get_untracked());
                    return;
                }
            }
        }
        stage.shut();
    };
    let again = move |_| {
        let event = draft.get_untracked();
        stage.aside.set(Aside::Event(Draft {
            seq: None,
            event,
            name: name.get_untracked(),
            focus: true,
        }));
        room.say(t!("A copy: change it and add it."));
    };
    let with_score =
        move || matches!(kind.get(), EventKind::ActivityCompleted | EventKind::ActivityGraded);
    let with_session = move || {
        let fits = matches!(kind.get(), EventKind::ActivityCompleted | EventKind::ActivityStarted);
        fits && room.track(|p| !p.sessions.is_empty())
    };
    let sessions = move || {
        let mut all = vec![(String::new(), t!("Any that runs at the time").to_owned())];
        room.track(|p| {
            let list = p.sessions.iter();
            all.extend(list.map(|s| (s.id.to_string(), title_or(&s.title, &s.id).to_owned())));
        });
        choices(all)
    };
    let none_to_choose = move || {
        kind.get().has_item()
            && room.track(|p| items(p, kind.get()).iter().all(|(_, l)| l.is_empty()))
    };
    let (title, done) = match seq {
        Some(_) => (t!("Edit event"), t!("Save event")),
        None => (t!("New event"), t!("Add this event")),
    };
    view! {
        <form
            class="event-form"
            node_ref=place
            aria-label=title
            novalidate=true
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save(false);
            }
            on:keydown=move |event: KeyboardEvent| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    stage.shut();
                }
            }
        >
            <div class="head">
                <h2>{title}</h2>
                <span class="spring"></span>
                <button
                    type="button"
                    class="quiet sign"
                    aria-label=t!("Close details")
                    title=t!("Close")
                    on:click=move |_| stage.shut()
                >
                    {icon(lu::LuX)}
                </button>
            </div>
            {who(stage, draft, name)}
            {choose(t!("What happened"), kinds, move || kind.get().as_str().to_owned(), set_kind)}
            {move || kind.get().has_item().then(|| choose(
                item_label(kind.get()),
                move || room.track(|p| items(p, kind.get())),
                move || draft.with(|e| e.item.to_string()),
                move |id| draft.update(|e| e.item = id.as_str().into()),
            ))}
            {move || none_to_choose().then(|| view! {
                <p class="hint">{t!("There is none in the catalogue yet.")}</p>
            })}
            {moment(
                t!("When"),
                room.zone(),
                move || Some(draft.with(|e| e.at)),
                move |at| {
                    if let Some(at) = at {
                        draft.update(|e| e.at = at);
                    }
                },
            )}
            {move || (kind.get() == EventKind::ActivityCompleted).then(|| choose(
                t!("How it ended"),
                || {
                    let all = [Status::Completed, Status::Passed, Status::Failed, Status::Abandoned];
                    choices(all.map(|s| (s.as_str().to_owned(), status_words(s).to_owned())))
                },
                move || draft.with(|e| e.status.as_str().to_owned()),
                move |text| {
                    let all = [Status::Completed, Status::Passed, Status::Failed, Status::Abandoned];
                    if let Some(status) = all.into_iter().find(|s| s.as_str() == text) {
                        draft.update(|e| e.status = status);
                    }
                },
            ))}
            {move || with_score().then(|| number(
                t!("Score"),
                t!("none"),
                move || draft.with(|e| e.score),
                move |score| draft.update(|e| e.score = score),
            ))}
            {move || with_session().then(|| choose(
                t!("Session"),
                sessions,
                move || draft.with(|e| e.session.as_ref().map(|s| s.to_string()).unwrap_or_default()),
                move |id| draft.update(|e| {
                    e.session = (!id.is_empty()).then(|| Box::new(id.as_str().into()));
                }),
            ))}
            {move || (kind.get() == EventKind::LearnerUpdated).then(|| attributes(draft))}
            <p class="fault" role="alert">{move || fault.get()}</p>
            <div class="row">
                <button type="submit" class="primary" data-do="save-event">
                    {done}
                </button>
                {seq.is_none().then(|| view! {
                    <button type="button" data-do="save-next" on:click=move |_| save(true)>
                        {t!("Add, and the next")}
                    </button>
                })}
                {seq.map(|seq| view! {
                    <button type="button" on:click=again>{icon(lu::LuCopy)} {t!("Duplicate")}</button>
                    <button type="button" class="danger" on:click=move |_| stage.remove_event(seq)>
                        {icon(lu::LuTrash2)}
                        {t!("Delete event")}
                    </button>
                })}
            </div>
        </form>
    }
}

/// Whose event it is: chosen from a list that typing shortens.
fn who(stage: Stage, draft: RwSignal<Event>, name: RwSignal<Option<String>>) -> impl IntoView {
    let room = stage.room;
    let search = RwSignal::new(String::new());
    let open = RwSignal::new(name.get_untracked().is_none());
    let found = room.asked::<Vec<Named>>(move || {
        open.get().then(|| Ask::Learners { search: search.get(), count: 30 })
    });
    let id = control_id();
    let list = control_id();
    let take = move |id: String| {
        let chosen = found.with_untracked(|found| {
            found.iter().flatten().find(|n| n.id == id).map(|n| n.name.clone())
        });
        name.set(chosen);
        draft.update(|event| event.learner = id.as_str().into());
    };
    view! {
        <Show
            when=move || open.get()
            fallback=move || view! {
                <p class="whose">
                    <strong>{move || name.get()}</strong>
                    <button type="button" class="link" on:click=move |_| open.set(true)>{t!("Choose another")}</button>
                </p>
            }
        >
            <div class="field">
                <label for=id.clone()>{t!("Find a learner")}</label>
                <input
                    id=id.clone()
                    type="search"
                    autocomplete="off"
                    placeholder=t!("A part of the name")
                    prop:value=move || search.get()
                    on:input=move |event| search.set(typed(&event))
                />
                <label for=list.clone()>{t!("Learner")}</label>
                <select id=list.clone() on:change=move |event| take(typed(&event))>
                    <option value="" prop:selected=move || draft.with(|e| e.learner.is_empty())>
                        {t!("Choose…")}
                    </option>
                    {move || found.get().unwrap_or_default().into_iter().map(|n| {
                        let this = n.id.clone();
                        view! {
                            <option
                                value=n.id.to_string()
                                prop:selected=move || draft.with(|e| e.learner == this)
                            >
                                {n.name}
                            </option>
                        }
                    }).collect::<Vec<_>>()}
                </select>
            </div>
        </Show>
    }
}

/// New values of custom attributes, one a line.
fn attributes(draft: RwSignal<Event>) -> impl IntoView {
    let id = control_id();
    let start = draft.with_untracked(|e| {
        e.attributes.as_deref().map(crate::desk::attributes_text).unwrap_or_default()
    });
    view! {
        <div class="field">
            <label for=id.clone()>{t!("New values, one a line: Name: value")}</label>
            <textarea
                id=id
                prop:value=start
                on:input=move |event| {
                    let values = crate::desk::attributes_of(&typed(&event));
                    draft.update(|e| e.attributes = (!values.is_empty()).then(|| Box::new(values)));
                }
            ></textarea>
        </div>
    }
}
