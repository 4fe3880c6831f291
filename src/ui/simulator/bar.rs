//! The bar: where one is, the project's name, saved state, undo and redo, files
//! and examples.

use super::controls::{file, target, typed};
use super::edits::now;
use super::navigate::{Shelf, View};
use super::saving::Saved;
use super::state::Room;
use super::tabs::Tab;
use crate::desk::stories::STORIES;
use crate::desk::{Ask, Edit};
use crate::rules::{Project, write};
use crate::storage::SaveFault;
use crate::storage::versions::Kind;
use crate::ui::files::{ACCEPTED, Files};
use crate::ui::locale::said;
use crate::ui::shared::{icon, pointing, save_button};
use icondata_lu as lu;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FocusEvent, HtmlInputElement, KeyboardEvent};

pub(super) fn bar(room: Room, all: Files<Room>) -> impl IntoView {
    let undo = move || match room.undo.get() {
        Some(step) => t!("Undo: {step}", step = said(&step)),
        None => t!("Undo").to_owned(),
    };
    let redo = move || match room.redo.get() {
        Some(step) => t!("Redo: {step}", step = said(&step)),
        None => t!("Redo").to_owned(),
    };
    view! {
        <header class="topbar">
            <span class="brand" aria-hidden="true">{icon(lu::LuAward)}</span>
            {room.host().has_rooms().then(|| rooms(room))}
            <input
                class="name"
                aria-label=t!("Name of the project")
                maxlength="200"
                prop:readOnly=move || room.around.readonly.get()
                prop:value=move || room.track(|p| p.name.clone())
                on:focus=move |event: FocusEvent| {
                    if let Some(input) = target::<HtmlInputElement>(&event) {
                        input.select();
                    }
                }
                on:input=move |event| {
                    room.edit(t!("Rename the project"), Some("name"), vec![Edit::Name(typed(&event))]);
                }
            />
            <span class="saved" role="status" data-state=move || format!("{:?}", room.saved.get())>
                {move || match (room.tab.get(), room.saved.get()) {
                    (Tab::Follows, _) => t!("Edited in another tab"),
                    (_, Saved::Off) => room.around.words(),
                    (_, saved) => saved_words(saved),
                }}
            </span>
            <div class="tools" role="toolbar" aria-label=t!("Edit")>
                <button
                    type="button"
                    class="quiet"
                    aria-label=undo
                    title=undo
                    aria-disabled=move || room.undo.get().is_none().to_string()
                    on:click=move |_| room.undo()
                >
                    {pointing(lu::LuUndo2)}
                </button>
                <button
                    type="button"
                    class="quiet"
                    aria-label=redo
                    title=redo
                    aria-disabled=move || room.redo.get().is_none().to_string()
                    on:click=move |_| room.redo()
                >
                    {pointing(lu::LuRedo2)}
                </button>
            </div>
            {save_button(room.around, move || room.ask_save())}
            {files(room, all)}
        </header>
    }
}

/// The way to the designer and back.
fn rooms(room: Room) -> impl IntoView {
    let go = move |_| {
        room.save_now();
        room.host().emit("laureate-go", &JsValue::from("design"));
    };
    view! {
        <nav class="rooms" aria-label=t!("Rooms")>
            <button type="button" class="quiet" on:click=go>{t!("Design")}</button>
            <button type="button" class="quiet is-on" aria-current="page">{t!("Rehearse")}</button>
        </nav>
    }
}

fn saved_words(saved: Saved) -> &'static str {
    match saved {
        Saved::Off => "",
        Saved::Yes => t!("Saved on this device"),
        Saved::Pending | Saved::Settling => t!("Saving…"),
        Saved::TooLarge => t!("Not saved: too large for the browser — save it as a file"),
        Saved::Failed(SaveFault::Full) => t!("Not saved: storage is full — download your work"),
        Saved::Failed(SaveFault::Denied) => t!("Not saved: no storage here — download your work"),
        Saved::Failed(SaveFault::NotVerified) => {
            t!("Not saved: storage failed — download your work")
        }
        Saved::Failed(SaveFault::Conflict) => t!("Not saved: changed in another tab"),
        Saved::Failed(SaveFault::Newer) => t!("Not saved: a newer Laureate is open"),
    }
}

/// Examples, and the project as a file.
fn files(room: Room, all: Files<Room>) -> impl IntoView {
    let open = RwSignal::new(false);
    let opener = NodeRef::<leptos::html::Button>::new();
    let close = move |focus: bool| {
        open.set(false);
        if focus && let Some(button) = opener.get_untracked() {
            let _ = button.focus();
        }
    };
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let here = target::<web_sys::Node>(&event);
        if to.is_some() && !here.is_some_and(|here| here.contains(to.as_ref())) {
            open.set(false);
        }
    };
    let story = move |key: &'static str, name: &'static str| {
        close(true);
        room.keep_previous();
        room.keep_before(Kind::BeforeImport);
        room.send(Ask::Story { key: key.to_owned(), fresh: false, now: now() });
        room.playhead.set(None);
        // What was looked at may not be in it.
        if !matches!(
            room.view.get_untracked(),
            View::Learners | View::Results(_) | View::Catalogue(..)
        ) {
            room.go(View::Rules(None));
        }
        room.tell_undo(t!("Opened the example “{name}”.", name = said(name)));
    };
    let blank = move |_| {
        close(true);
        let blank = Project { name: t!("My project").to_owned(), ..Project::default() };
        let text = write(&blank).to_string();
        room.keep_previous();
        room.keep_before(Kind::BeforeImport);
        room.send(Ask::Open { text, label: t!("New project").into(), fresh: false, now: now() });
        room.playhead.set(None);
        room.go(View::Catalogue(Shelf::Activities, None));
        room.tell_undo(t!("Started an empty project. Begin with its activities."));
    };
    view! {
        <div
            class="menu"
            on:focusout=left
            on:keydown=move |event: KeyboardEvent| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.stop_propagation();
                    close(true);
                }
            }
        >
            <button
                type="button"
                node_ref=opener
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon(lu::LuFolderOpen)}
                <span class="wide">{t!("Project")}</span>
                {icon(lu::LuChevronDown)}
            </button>
            <Show when=move || open.get()>
                <div class="list project-list" role="group" aria-label=t!("Project")>
                    <p class="list-head">{t!("Worked examples")}</p>
                    {STORIES
                        .map(|s| view! {
                            <button type="button" data-story=s.key on:click=move |_| story(s.key, s.name)>
                                <strong>{said(s.name)}</strong>
                                <span>{said(s.about)}</span>
                            </button>
                        })}
                    <p class="list-head">{t!("Your project")}</p>
                    <button type="button" data-story="new" on:click=blank>
                        <strong>{t!("New, empty")}</strong>
                        <span>{t!("What is open now can be had back: Undo, or “The one before”")}</span>
                    </button>
                    {room.has_previous().then(|| view! {
                        <button
                            type="button"
                            data-story="previous"
                            on:click=move |_| {
                                close(true);
                                room.playhead.set(None);
                                room.open_previous();
                            }
                        >
                            <strong>{t!("The one before")}</strong>
                            <span>{t!("What was open before this was opened")}</span>
                        </button>
                    })}
                    <button
                        type="button"
                        on:click=move |_| {
                            close(true);
                            room.download_project();
                        }
                    >
                        <strong>{t!("Save as a file")}</strong>
                        <span>{t!("The project alone, as JSON")}</span>
                    </button>
                    <button
                        type="button"
                        data-story="everything"
                        on:click=move |_| {
                            close(true);
                            all.save_everything();
                        }
                    >
                        <strong>{t!("Save everything as a file…")}</strong>
                        <span>{t!("The project, all certificates, pictures and fonts")}</span>
                    </button>
                    <button
                        type="button"
                        data-do="storage"
                        on:click=move |_| {
                            close(true);
                            room.storage.set(true);
                        }
                    >
                        <strong>{t!("Storage on this device")}</strong>
                        <span>{t!("How much is used, and what could not be read")}</span>
                    </button>
                    <div class="open-file">
                        {file(
                            lu::LuUpload,
                            t!("Open a file…"),
                            ACCEPTED,
                            move |file| {
                                close(true);
                                super::files::open(room, all, file);
                            },
                        )}
                    </div>
                </div>
            </Show>
        </div>
    }
}
