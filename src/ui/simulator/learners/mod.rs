//! Learners and timeline: who there is and what happened, on an axis of time
//! with the instants from which rules are active.

mod axis;
mod dialogs;
mod event_form;
mod events;
mod generate;
mod import;
mod lanes;
mod lines;
mod marks;
mod panel;
mod playhead;
mod stage;

use super::controls::action;
use super::state::Room;
use super::words::grouped;
use crate::locale::mark;
use crate::ui::locale::said;
use icondata_lu as lu;
use leptos::prelude::*;
use stage::{Dialog, Stage};
use web_sys::KeyboardEvent;

pub(super) fn learners(room: Room) -> impl IntoView {
    let stage = Stage::new(room);
    let table = RwSignal::new(false);
    let none = Memo::new(move |_| room.sizes.get() == (0, 0));
    // The form of an event that is gone, or of another project, goes.
    Effect::new(move |before: Option<(usize, usize)>| {
        let sizes = room.sizes.get();
        if before.is_some_and(|before| before.1 > sizes.1) {
            stage.aside.set(stage::Aside::Learner);
        }
        sizes
    });
    let tab = move |is_table: bool, label: &'static str, size: fn((usize, usize)) -> usize| {
        view! {
            <button
                type="button"
                aria-current=move || (table.get() == is_table).then_some("page")
                data-tab=label
                on:click=move |_| table.set(is_table)
            >
                {said(label)}
                " "
                <span class="tag">{move || grouped(size(room.sizes.get()))}</span>
            </button>
        }
    };
    let open = move |dialog| move || stage.dialog.set(Some(dialog));
    view! {
        <section class="learners" data-view="learners">
            <div class="head">
                <h1>{t!("Learners")}</h1>
                <span class="spring"></span>
                {action(lu::LuPlus, t!("Add event"), move || stage.add_event(None, None))}
                {action(lu::LuUserPlus, t!("Add learners"), open(Dialog::Add))}
                {action(lu::LuSparkles, t!("Generate"), open(Dialog::Generate))}
                {action(lu::LuUpload, t!("Import"), open(Dialog::Import))}
            </div>
            <nav class="tabs" aria-label=t!("Learners")>
                {tab(false, mark!("Timeline"), |sizes| sizes.0)}
                {tab(true, mark!("All events"), |sizes| sizes.1)}
                <span class="spring"></span>
                <Show when=move || !table.get() && !none.get()>{axis::zoom(stage)}</Show>
            </nav>
            <Show when=move || !none.get() fallback=move || nothing(stage)>
                <div class="learners-body">
                    <Show
                        when=move || !table.get()
                        fallback=move || events::events(stage)
                    >
                        {timeline(stage)}
                    </Show>
                    {panel::panel(stage)}
                </div>
            </Show>
            {dialogs::frame(stage, Dialog::Add, t!("Add learners"), move || dialogs::add(stage))}
            {dialogs::frame(stage, Dialog::Profile, t!("Edit profile"), move || dialogs::profile(stage))}
            {dialogs::frame(stage, Dialog::Generate, t!("Generate learners"), move || generate::generate(stage))}
            {dialogs::frame(stage, Dialog::Import, t!("Import events"), move || import::import(stage))}
        </section>
    }
}

fn timeline(stage: Stage) -> impl IntoView {
    let pressed = move |event: KeyboardEvent| {
        // Plus, minus and 0 work all over the timeline, where nobody types.
        let typing = event_target::<web_sys::Element>(&event).tag_name() == "INPUT";
        if !typing && matches!(event.key().as_str(), "+" | "=" | "-" | "0") {
            axis::keys(stage, &event);
        }
    };
    let found = lines::found(stage);
    view! {
        <div class="timeline" on:keydown=pressed>
            {axis::axis(stage)}
            <div class="field-of-time">
                <div class="over" style:width=move || format!("{}px", stage.width.get())>
                    {playhead::line(stage)}
                    {lines::lines(stage, found)}
                </div>
                <div class="under" style:width=move || format!("{}px", stage.width.get())>
                    {axis::grid(stage)}
                </div>
                <div class="band" style:height=move || format!("{}px", lines::band(stage, found))></div>
                {lanes::lanes(stage)}
            </div>
            {playhead::bar(stage)}
        </div>
    }
}

/// What stands there when there is nobody.
fn nothing(stage: Stage) -> impl IntoView {
    let open = move |dialog| move || stage.dialog.set(Some(dialog));
    view! {
        <div class="empty">
            <p>{t!("There are no learners yet. Add a few by hand, make up many, or bring in what your platform has recorded.")}</p>
            <div class="row">
                {action(lu::LuUserPlus, t!("Add a learner"), open(Dialog::Add))}
                {action(lu::LuSparkles, t!("Generate learners"), open(Dialog::Generate))}
                {action(lu::LuUpload, t!("Import a file"), open(Dialog::Import))}
            </div>
        </div>
    }
}
