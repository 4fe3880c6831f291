//! The room's page: bar, rail, the view, status line.

use super::navigate::View;
use super::state::Room;
use super::tabs::Tab;
use super::{
    bar, cases, catalogue, learner, learners, notices, rail, results, rules, status, steps, why,
};
use crate::ui::files::{Files, dropped, dropped_over};
use crate::ui::shared::{follows, looking_only, storage};
use leptos::prelude::*;

/// The whole room.
pub(super) fn shell(room: Room) -> impl IntoView {
    let all = Files::new(room);
    crate::ui::files::begin(all);
    let pressed = move |event: web_sys::KeyboardEvent| {
        let with = event.ctrl_key() || event.meta_key();
        if event.default_prevented() || event.is_composing() || !with || event.alt_key() {
            return;
        }
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("z", false) => room.undo(),
            ("z", true) | ("y", false) => room.redo(),
            ("s", false) => room.ask_save(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div
            class="shell room"
            node_ref=room.shell
            on:focusin=move |event| room.focus_came(&event)
            on:focusout=move |event| room.focus_went(&event)
            tabindex="-1"
            role="group"
            aria-label=t!("Rehearsal room")
            on:keydown=pressed
            on:dragover=|event| dropped_over(&event)
            on:drop=move |event| {
                if let Some(file) = dropped(&event) {
                    event.prevent_default();
                    super::files::open(room, all, file);
                }
            }
        >
            {bar::bar(room, all)}
            {rail::rail(room)}
            <main class="view" id="r-view" class:has-welcome=move || room.welcome.get()>
                {welcome(room)}
                <Show
                    when=move || room.ready.get()
                    fallback=|| view! { <p class="waiting" role="status">{t!("Opening the project…")}</p> }
                >
                    {move || place(room, room.view.get())}
                </Show>
            </main>
            {looking_only(room.around, t!("This project can only be looked at."))}
            {follows(
                "project",
                move || room.tab.get() == Tab::Follows,
                move || room.take_over(),
            )}
            {status::status(room)}
            {notices::notices(room)}
            {storage(
                room.storage,
                move || room.host(),
                move || room.core.with_value(|core| core.storage_key.clone()),
            )}
            {crate::ui::files::dialog(all)}
            <div class="sr-only" role="status" aria-live="polite">
                {move || room.spoken.get()}
            </div>
        </div>
    }
}

/// What the room is for, until it was read or something was done.
fn welcome(room: Room) -> impl IntoView {
    view! {
        <Show when=move || room.welcome.get() && room.ready.get()>
            <div class="welcome" role="note">
                <p>
                    <strong>{t!("Try your certificate rules on made-up learners before you set them in the LMS.")}</strong>
                    " "
                    {t!("This is a worked example, and it has run: change anything, and Results shows at once who gets what, and why or why not.")}
                    " "
                    {t!("Your own work begins with Project, “New, empty”.")}
                </p>
                {super::controls::sign(icondata_lu::LuX, t!("Close"), move || room.close_welcome())}
            </div>
        </Show>
    }
}

/// The view that one is at.
fn place(room: Room, view: View) -> AnyView {
    match view {
        View::Catalogue(shelf, open) => catalogue::catalogue(room, shelf, open).into_any(),
        View::Rules(open) => rules::rules(room, open).into_any(),
        View::Learners => learners::learners(room).into_any(),
        View::Results(report) => results::results(room, report).into_any(),
        View::Why { learner, certificate } => why::why(room, learner, certificate).into_any(),
        View::Learner(learner) => learner::learner(room, learner).into_any(),
        View::Cases => cases::cases(room).into_any(),
        View::Steps => steps::steps(room).into_any(),
    }
}
