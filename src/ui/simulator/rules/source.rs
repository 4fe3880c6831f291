//! Choosing a source: a button that shows the path, and opens the tree of the event.

use super::handle::Rule;
use crate::catalogue::Source;
use crate::desk::source_tree::{Line, source_tree};
use crate::template::FieldType;
use crate::ui::shared::icon;
use crate::ui::simulator::controls::{target, typed};
use icondata_lu as lu;
use leptos::prelude::*;
use leptos::tachys::html::attribute::custom::custom_attribute;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent};

fn kind_words(source: &Source) -> &'static str {
    match source.field_type() {
        Some(FieldType::Date) => t!("date"),
        Some(FieldType::Number) => t!("number"),
        Some(FieldType::Url) => t!("web address"),
        Some(FieldType::Text) => t!("text"),
        None => "",
    }
}

/// A step of a path as it is shown.
fn step_words(step: &str) -> &str {
    match step {
        "Event" => t!("Event"),
        "Invite" => t!("Invite"),
        "User" => t!("User"),
        "Attribute" => t!("Attribute"),
        "Activity" => t!("Activity"),
        "Journey" => t!("Journey"),
        "Programme" => t!("Programme"),
        "Session" => t!("Session"),
        "Certificate" => t!("Certificate"),
        "Full name" => t!("Full name"),
        "First name" => t!("First name"),
        "Last name" => t!("Last name"),
        "E-mail" => t!("E-mail"),
        "Language" => t!("Language"),
        "Id" => t!("Id"),
        "Title" => t!("Title"),
        "Start" => t!("Start"),
        "End" => t!("End"),
        "Completed at" => t!("Completed at"),
        "Score" => t!("Score"),
        "Status" => t!("Status"),
        "Granted at" => t!("Granted at"),
        "Number" => t!("Number"),
        "Another attribute…" => t!("Another attribute…"),
        other => other,
    }
}

/// A path as it is shown: `Event > Invite > User > Full name`. The name of an
/// attribute stays as people gave it.
pub(in crate::ui::simulator) fn path_words(path: &str) -> String {
    let (steps, name) = match path.rsplit_once(" > ") {
        Some((steps, name)) if steps.ends_with("Attribute") => (steps, Some(name)),
        _ => (path, None),
    };
    let steps: Vec<&str> = steps.split(" > ").map(step_words).chain(name).collect();
    steps.join(" > ")
}

/// What a line of the tree is called.
fn line_words(line: &Line) -> String {
    match &line.source {
        Some(Source::Attribute(name)) if !name.is_empty() => name.clone(),
        _ => step_words(&line.label).to_owned(),
    }
}

/// `set` hears what was chosen, and whether it comes from typing.
pub(super) fn source(
    rule: Rule,
    shown: String,
    get: impl Fn() -> Option<Source> + Copy + Send + Sync + 'static,
    set: impl Fn(Source, bool) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let here = RwSignal::new(0_usize);
    let opener = NodeRef::<leptos::html::Button>::new();
    let list = NodeRef::<leptos::html::Ul>::new();
    let now = Memo::new(move |_| get());
    let attribute = Memo::new(move |_| now.with(|s| matches!(s, Some(Source::Attribute(_)))));
    let tree = Memo::new(move |_| source_tree(&rule.attributes.get()));
    let path = move || {
        now.with(|s| match s {
            Some(source) => path_words(&source.to_string()),
            None => t!("Choose…").to_owned(),
        })
    };
    let focus_item = move || {
        request_animation_frame(move || {
            // The tree may be closed by then.
            let item = list.try_get_untracked().flatten().and_then(|list| {
                let at = u32::try_from(here.try_get_untracked()?).ok()?;
                list.children().item(at)?.dyn_into::<web_sys::HtmlElement>().ok()
            });
            if let Some(item) = item {
                let _ = item.focus();
            }
        });
    };
    let start = move || {
        let chosen = now.get_untracked();
        let at = tree
            .with_untracked(|t| t.iter().position(|l| l.source.is_some() && l.source == chosen));
        here.set(at.unwrap_or(0));
        open.set(true);
        focus_item();
    };
    let close = move |focus: bool| {
        open.set(false);
        if focus && let Some(button) = opener.get_untracked() {
            let _ = button.focus();
        }
    };
    let choose = move |line: &Line| {
        if let Some(source) = line.source.clone() {
            close(true);
            set(source, false);
        }
    };
    let pressed = move |event: KeyboardEvent| {
        let count = tree.with_untracked(Vec::len);
        let at = here.get_untracked();
        let level = |i: usize| tree.with_untracked(|t| t.get(i).map_or(0, |l| l.level));
        let key = event.key();
        let to = match crate::ui::locale::arrow(&key) {
            "ArrowDown" => (at + 1).min(count.saturating_sub(1)),
            "ArrowUp" => at.saturating_sub(1),
            "ArrowRight" if level(at + 1) > level(at) => at + 1,
            "ArrowLeft" => (0..at).rev().find(|i| level(*i) < level(at)).unwrap_or(at),
            "Home" => 0,
            "End" => count.saturating_sub(1),
            "Enter" | " " => {
                event.prevent_default();
                if let Some(line) = tree.with_untracked(|t| t.get(at).cloned()) {
                    choose(&line);
                }
                return;
            }
            "Escape" => {
                event.stop_propagation();
                close(true);
                return;
            }
            key if key.chars().count() == 1 && !event.ctrl_key() && !event.meta_key() => {
                let key = key.to_lowercase();
                let starts = |i: &usize| {
                    tree.with_untracked(|t| {
                        t.get(*i).is_some_and(|l| line_words(l).to_lowercase().starts_with(&key))
                    })
                };
                (at + 1..count).chain(0..at).find(starts).unwrap_or(at)
            }
            _ => return,
        };
        event.prevent_default();
        here.set(to);
        focus_item();
    };
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let around = target::<web_sys::Node>(&event);
        if to.is_some() && !around.is_some_and(|around| around.contains(to.as_ref())) {
            open.set(false);
        }
    };
    let item = move |i: usize, line: Line| {
        let chosen = line.source.is_some() && line.source == now.get_untracked();
        let branch = line.source.is_none();
        let kind = line.source.as_ref().map_or("", kind_words);
        let path = line.source.as_ref().map_or_else(
            || line.label.clone(),
            |s| match s {
                Source::Attribute(name) if name.is_empty() => line.label.clone(),
                source => source.to_string(),
            },
        );
        let label = line_words(&line);
        let name = match &line.source {
            Some(Source::Known(_) | Source::Attribute(_)) => path_words(&path),
            _ => label.clone(),
        };
        view! {
            <li
                role="treeitem"
                tabindex=move || if here.get() == i { "0" } else { "-1" }
                {..custom_attribute("aria-level", line.level.to_string())}
                aria-label=name
                aria-selected=chosen.to_string()
                aria-expanded=branch.then_some("true")
                class:is-branch=branch
                data-source=(!branch).then_some(path)
                style:--level=line.level.to_string()
                on:click=move |_| choose(&line)
            >
                <span>{label}</span>
                <span class="kind">{kind}</span>
            </li>
        }
    };
    let typing = t!("{shown}: name of the attribute", shown = shown);
    let name = move || t!("{shown}: source: {path}", shown = shown, path = path());
    view! {
        <div class="source" on:focusout=left>
            <button
                type="button"
                class="path"
                node_ref=opener
                aria-haspopup="tree"
                aria-expanded=move || open.get().to_string()
                aria-label=name
                on:click=move |_| if open.get_untracked() { close(true) } else { start() }
            >
                <span>{path}</span>
                {icon(lu::LuChevronDown)}
            </button>
            <Show when=move || open.get()>
                <ul
                    role="tree"
                    class="source-tree"
                    aria-label=t!("Where the value comes from")
                    node_ref=list
                    on:keydown=pressed
                >
                    {tree.get().into_iter().enumerate().map(|(i, line)| item(i, line)).collect::<Vec<_>>()}
                </ul>
            </Show>
            <Show when=move || attribute.get()>
                <input
                    class="attribute"
                    type="text"
                    autocomplete="off"
                    placeholder=t!("Name of the attribute")
                    aria-label=typing.clone()
                    prop:value=move || now.with(|s| match s {
                        Some(Source::Attribute(name)) => name.clone(),
                        _ => String::new(),
                    })
                    on:input=move |e| set(Source::Attribute(typed(&e)), true)
                />
            </Show>
        </div>
    }
}
