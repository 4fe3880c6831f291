//! The bar: name, saved state, undo and redo, preview, downloads.

use super::target;
use crate::edit::Command;
use crate::locale::mark;
use crate::storage::SaveFault;
use crate::ui::effects::Format;
use crate::ui::files::{ACCEPTED, Files, chosen};
use crate::ui::locale::said;
use crate::ui::saving::Saved;
use crate::ui::shared::{icon, save_button};
use crate::ui::state::Designer;
use crate::ui::tabs::Tab;
use icondata_lu as lu;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, HtmlInputElement, KeyboardEvent};

pub(super) fn topbar(designer: Designer, files: Files<Designer>) -> impl IntoView {
    let undo = move || {
        designer.revision.track();
        designer.core.with_value(|core| core.editor.can_undo().map(str::to_owned))
    };
    let redo = move || {
        designer.revision.track();
        designer.core.with_value(|core| core.editor.can_redo().map(str::to_owned))
    };
    let to_undo = move || match undo() {
        Some(step) => t!("Undo: {step}", step = said(&step)),
        None => t!("Undo").to_owned(),
    };
    let to_redo = move || match redo() {
        Some(step) => t!("Redo: {step}", step = said(&step)),
        None => t!("Redo").to_owned(),
    };
    let previewing = move || designer.preview.get();
    view! {
        <header class="topbar">
            <span class="brand" aria-hidden="true">{icon(lu::LuAward)}</span>
            {designer.host().has_rooms().then(|| rooms(designer))}
            <input
                class="name"
                aria-label=t!("Name of the certificate")
                maxlength="200"
                prop:readOnly=move || designer.around.readonly.get()
                on:focus=move |event: FocusEvent| {
                    if let Some(input) = target::<HtmlInputElement>(&event) {
                        input.select();
                    }
                }
                prop:value=move || designer.track(|t| t.name.clone())
                on:input=move |event| rename(designer, &event)
            />
            <span class="saved" role="status" data-state=move || format!("{:?}", designer.saved.get())>
                {move || match (designer.tab.get(), designer.saved.get()) {
                    (Tab::Follows, _) => t!("Edited in another tab"),
                    (_, Saved::Off) => designer.around.words(),
                    (_, saved) => saved_words(saved),
                }}
            </span>
            <Show when=move || !designer.around.readonly.get()>
            <div class="tools" role="toolbar" aria-label=t!("Edit")>
                <button
                    type="button"
                    class="quiet"
                    aria-label=to_undo
                    title=to_undo
                    aria-disabled=move || undo().is_none().to_string()
                    on:click=move |_| designer.undo_all()
                >
                    {icon(lu::LuUndo2)}
                </button>
                <button
                    type="button"
                    class="quiet"
                    aria-label=to_redo
                    title=to_redo
                    aria-disabled=move || redo().is_none().to_string()
                    on:click=move |_| designer.redo_all()
                >
                    {icon(lu::LuRedo2)}
                </button>

                <button
                    type="button"
                    class="quiet"
                    class:is-on=previewing
                    aria-pressed=move || previewing().to_string()
                    aria-label=t!("Preview")
                    title=t!("Preview")
                    on:click=move |_| {
                        designer.edit(None);
                        designer.preview.update(|preview| *preview = !*preview);
                    }
                >
                    {icon(lu::LuEye)}
                    <span class="wide">{move || if previewing() { t!("Back to editing") } else { t!("Preview") }}</span>
                </button>

            </div>
            </Show>
            {save_button(designer.around, move || designer.ask_save())}
            {downloads(designer, files)}
        </header>
    }
}

/// The way to the rehearsal room.
fn rooms(designer: Designer) -> impl IntoView {
    let go = move |_| {
        designer.save_now();
        designer.host().emit("laureate-go", &"rehearse".into());
    };
    view! {
        <nav class="rooms" aria-label=t!("Rooms")>
            <button type="button" class="quiet is-on" aria-current="page">{t!("Design")}</button>
            <button type="button" class="quiet" on:click=go>{t!("Rehearse")}</button>
        </nav>
    }
}

fn rename(designer: Designer, event: &ev::Event) {
    if let Some(input) = target::<HtmlInputElement>(event) {
        designer.dispatch(Command::Rename { name: input.value() }, mark!("Rename"), Some("rename"));
    }
}

fn saved_words(saved: Saved) -> &'static str {
    match saved {
        Saved::Off => "",
        Saved::Yes => t!("Saved on this device"),
        Saved::Pending | Saved::Settling => t!("Saving…"),
        Saved::Failed(SaveFault::Full) => t!("Not saved: storage is full — download your work"),
        Saved::Failed(SaveFault::Denied) => t!("Not saved: no storage here — download your work"),
        Saved::Failed(SaveFault::NotVerified) => {
            t!("Not saved: storage failed — download your work")
        }
        Saved::Failed(SaveFault::Conflict) => t!("Not saved: changed in another tab"),
        Saved::Failed(SaveFault::Newer) => t!("Not saved: a newer Laureate is open"),
    }
}

/// A button that opens the list of files, and the list.
fn downloads(designer: Designer, files: Files<Designer>) -> impl IntoView {
    let open = RwSignal::new(false);
    let busy = move || designer.busy.get();
    let opener = NodeRef::<leptos::html::Button>::new();
    let close = move |focus: bool| {
        open.set(false);
        if focus && let Some(button) = opener.get_untracked() {
            let _ = button.focus();
        }
    };
    let input = NodeRef::<leptos::html::Input>::new();
    let picked = move |event: web_sys::Event| {
        if let Some(file) = chosen(&event) {
            files.open(file);
        }
    };
    let left = move |event: FocusEvent| {
        let inside = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let here = event.current_target().and_then(|at| at.dyn_into::<web_sys::Node>().ok());
        let stays = here.is_some_and(|here| here.contains(inside.as_ref()));
        if !stays {
            open.set(false);
        }
    };
    view! {
            <div
                class="menu"
                on:focusout=left
                on:keydown=move |event| match event.key().as_str() {
                    "Escape" if open.get_untracked() => {
                        event.stop_propagation();
                        close(true);
                    }
                    "ArrowDown" | "ArrowUp" | "Home" | "End" if open.get_untracked() => walk(&event),
                    _ => {}
                }
            >
                <button
                    type="button"
                    class="primary"
                    node_ref=opener
                    aria-label=t!("Download")
                    aria-haspopup="menu"
                    aria-expanded=move || open.get().to_string()
                    aria-disabled=move || busy().is_some().to_string()
                    on:click=move |_| {
                        if busy().is_none() {
                            open.update(|open| *open = !*open);
                        }
                    }
                >
                    {icon(lu::LuDownload)}
                    <span>{t!("Download")}</span>
                </button>
                <Show when=move || open.get()>
                    <div class="list" role="menu" aria-label=t!("Download as")>
                        {Format::ALL
                            .map(|format| {
                                view! {
                                    <button
                                        type="button"
                                        role="menuitem"
                                        data-format=format!("{format:?}")
                                        on:click=move |_| {
                                            close(true);
                                            designer.download(format);
                                        }
                                    >
                                        <strong>{format.label()}</strong>
                                        <span>{format.hint()}</span>
                                    </button>
                                }
                            })}
                        <button
                            type="button"
                            role="menuitem"
                            class="apart"
                            data-file="everything"
                            on:click=move |_| {
                                close(true);
                                files.save_everything();
                            }
                        >
                            <strong>{t!("Save everything as a file…")}</strong>
                            <span>{t!("All certificates, the project, pictures and fonts")}</span>
                        </button>
    <Show when=move || !designer.around.readonly.get()>
                        <button
                            type="button"
                            role="menuitem"
                            data-file="open"
                            on:click=move |_| {
                                close(true);
                                if let Some(input) = input.get_untracked() {
                                    input.click();
                                }
                            }
                        >
                            <strong>{t!("Open a file…")}</strong>
                            <span>{t!("A .laureate file, a design or a project")}</span>
                        </button>
                        </Show>
                    </div>
                </Show>
                <input node_ref=input type="file" accept=ACCEPTED class="file any-file" tabindex="-1" aria-hidden="true" on:change=picked />
            </div>
        }
}

/// Arrow keys lead through the menu.
pub(super) fn walk(event: &KeyboardEvent) {
    let Some(menu) = target::<HtmlElement>(event) else { return };
    let Ok(items) = menu.query_selector_all("[role=menuitem]") else { return };
    let items: Vec<HtmlElement> =
        (0..items.length()).filter_map(|i| items.item(i)?.dyn_into().ok()).collect();
    let Some(last) = items.len().checked_sub(1) else { return };
    let active = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok());
    let at = items.iter().position(|item| Some(item) == active.as_ref());
    let to = match (event.key().as_str(), at) {
        ("Home", _) | ("ArrowDown", None) => 0,
        ("End", _) | ("ArrowUp", None) => last,
        ("ArrowDown", Some(at)) => {
            if at == last {
                0
            } else {
                at + 1
            }
        }
        (_, Some(at)) => at.checked_sub(1).unwrap_or(last),
        _ => return,
    };
    if let Some(item) = items.get(to) {
        event.prevent_default();
        let _ = item.focus();
    }
}
