//! The frame of the timeline's dialogs, and those about learners.

use super::super::controls::{control_id, moment, text, typed};
use super::super::edits::now;
use super::panel::name_of;
use super::stage::{Dialog, Stage};
use crate::catalogue::Learner;
use crate::desk::{Ask, Edit, Person, attributes_of, attributes_text, people};
use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

/// A dialog over the room; Escape closes it.
pub(super) fn frame(
    stage: Stage,
    which: Dialog,
    title: &'static str,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let open = move || stage.dialog.get() == Some(which);
    Effect::new(move |_| {
        let is_open = open();
        let Some(dialog) = node.get() else { return };
        if is_open && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
    let id = control_id();
    view! {
        <dialog
            node_ref=node
            aria-labelledby=id.clone()
            on:close=move |_| {
                if stage.dialog.get_untracked() == Some(which) {
                    stage.dialog.set(None);
                }
            }
        >
            <h2 id=id.clone()>{title}</h2>
            {move || open().then(&content)}
        </dialog>
    }
}

/// Adds learners: one, or a list.
pub(super) fn add(stage: Stage) -> AnyView {
    let room = stage.room;
    let name = RwSignal::new(String::new());
    let email = RwSignal::new(String::new());
    let list = RwSignal::new(String::new());
    let pasted = control_id();
    let found = Memo::new(move |_| people(&list.get()).len());
    let field = NodeRef::<html::Form>::new();
    let one = move |event: SubmitEvent| {
        event.prevent_default();
        let (called, address) = (name.get_untracked(), email.get_untracked());
        let clean = |text: String| text.replace([',', ';', '\n', '<', '\t'], " ");
        let line = format!("{}, {}", clean(called.clone()), clean(address));
        if people(&line).is_empty() {
            return;
        }
        room.send(Ask::AddLearners { text: line, now: now() });
        room.tell_undo(t!("{called} added.", called = called));
        name.set(String::new());
        email.set(String::new());
        if let Some(form) = field.get_untracked()
            && let Ok(Some(input)) = form.query_selector("input")
        {
            use wasm_bindgen::JsCast;
            let _ = input.dyn_into::<web_sys::HtmlElement>().map(|input| input.focus());
        }
    };
    let many = move |event: SubmitEvent| {
        event.prevent_default();
        let n = found.get_untracked();
        if n > 0 {
            let text = list.get_untracked();
            let words = tn!(n, "{count} learner added.", "{count} learners added.");
            stage.bring(Ask::AddLearners { text, now: now() }, words);
        }
    };
    view! {
        <form class="add-one" node_ref=field on:submit=one>
            {text(t!("Name"), move || name.get(), move |t| name.set(t))}
            {text(t!("E-mail"), move || email.get(), move |t| email.set(t))}
            <button type="submit" class="primary" data-do="add-learner">{t!("Add learner")}</button>
        </form>
        <form on:submit=many>
            <h3>{t!("Or paste a list")}</h3>
            <div class="field">
                <label for=pasted.clone()>{t!("One learner a line: a name, an e-mail address, or both")}</label>
                <textarea
                    id=pasted
                    placeholder=t!("Ada Lovelace, ada@example.org")
                    prop:value=move || list.get()
                    on:input=move |event| list.set(typed(&event))
                ></textarea>
            </div>
            <div class="foot">
                <button type="button" on:click=move |_| stage.dialog.set(None)>{t!("Close")}</button>
                <button type="submit" aria-disabled=move || (found.get() == 0).to_string()>
                    {move || match found.get() {
                        0 => t!("Add the list").to_owned(),
                        n => tn!(n, "Add {count} learner of the list", "Add {count} learners of the list"),
                    }}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// The profile of the chosen learner.
pub(super) fn profile(stage: Stage) -> AnyView {
    let room = stage.room;
    let found = RwSignal::new(None::<Person>);
    if let Some(learner) = room.learner.get_untracked() {
        stage.room.spawn(async move {
            match room.ask::<Option<Person>>(&Ask::Learner { learner }).await {
                Ok(person) => {
                    found.try_set(person);
                }
                Err(faults) => room.tell_all(faults),
            }
        });
    }
    (move || match found.get() {
        None => view! { <p class="hint">{t!("Loading…")}</p> }.into_any(),
        Some(person) => fields(stage, person).into_any(),
    })
    .into_any()
}

fn fields(stage: Stage, person: Person) -> impl IntoView {
    let room = stage.room;
    let Person { index, profile } = person.clone();
    let start = attributes_text(&profile.attributes);
    let draft = RwSignal::new(profile);
    let part =
        move |label: &'static str, get: fn(&Learner) -> &String, set: fn(&mut Learner, String)| {
            text(
                label,
                move || draft.with(|l| get(l).clone()),
                move |typed| draft.update(|l| set(l, typed)),
            )
        };
    let id = control_id();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let profile = draft.get_untracked();
        let name = name_of(&Person { index, profile: profile.clone() });
        room.edit(&t!("Edit {name}", name = name), None, vec![Edit::set(index, profile)]);
        stage.dialog.set(None);
        room.say(t!("Profile saved."));
    };
    view! {
        <form on:submit=save>
            <p class="hint">{t!("Id: {id}", id = person.profile.id)}</p>
            <div class="two">
                {part(t!("First name"), |l| &l.first_name, |l, t| l.first_name = t)}
                {part(t!("Last name"), |l| &l.last_name, |l, t| l.last_name = t)}
                {part(t!("Full name, if it is printed otherwise"), |l| &l.full_name, |l, t| l.full_name = t)}
                {part(t!("E-mail"), |l| &l.email, |l, t| l.email = t)}
                {part(t!("Language, such as en or de"), |l| &l.language, |l, t| l.language = t)}
                <span></span>
                {moment(t!("Registered"), room.zone(), move || draft.with(|l| l.registered), move |at| draft.update(|l| l.registered = at))}
                {moment(t!("First login"), room.zone(), move || draft.with(|l| l.first_login), move |at| draft.update(|l| l.first_login = at))}
            </div>
            <div class="field">
                <label for=id.clone()>{t!("Custom attributes, one a line: Name: value")}</label>
                <textarea
                    id=id
                    placeholder=t!("Contract start: 2026-01-05")
                    prop:value=start
                    on:input=move |event| {
                        let values = attributes_of(&typed(&event));
                        draft.update(|l| l.attributes = values);
                    }
                ></textarea>
            </div>
            <div class="foot">
                <button type="button" on:click=move |_| stage.dialog.set(None)>{t!("Cancel")}</button>
                <button type="submit" class="primary" data-do="save-profile">{t!("Save profile")}</button>
            </div>
        </form>
    }
}
