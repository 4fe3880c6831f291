//! The sheet that lists the keys.

use crate::locale::mark;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::html::Dialog;
use leptos::prelude::*;

/// Title, and what each key does.
type Group = (&'static str, &'static [(&'static str, &'static str)]);

const GROUPS: [Group; 5] = [
    (
        mark!("Edit"),
        &[
            ("Mod Z", mark!("Undo")),
            ("Mod Shift Z, Mod Y", mark!("Redo")),
            ("Mod C, Mod X, Mod V", mark!("Copy, cut, paste")),
            ("Mod D", mark!("Duplicate")),
            ("Delete", mark!("Delete")),
            ("Mod A", mark!("Select all")),
            ("Enter, F2", mark!("Type in the text, crop the picture")),
            ("Esc", mark!("Leave the text, the group, the selection")),
        ],
    ),
    (
        mark!("Arrange"),
        &[
            ("Arrows", mark!("Move by 1 px")),
            ("Shift Arrows", mark!("Move by 10 px")),
            ("Mod G", mark!("Group")),
            ("Mod Shift G", mark!("Ungroup")),
            ("], [", mark!("Forward, backward")),
            ("}, {", mark!("To the front, to the back")),
            ("Mod Shift L", mark!("Lock or unlock")),
            ("Mod Shift H", mark!("Hide or show")),
        ],
    ),
    (
        mark!("While dragging"),
        &[
            ("Shift", mark!("Straight, in proportion, by 15°")),
            ("Alt", mark!("Move a copy; resize about the centre")),
            ("Mod", mark!("Without snapping")),
            ("Esc", mark!("Cancel the drag")),
        ],
    ),
    (
        mark!("Look"),
        &[
            ("+, −", mark!("Zoom in, zoom out")),
            ("0", mark!("Fit the page")),
            ("1", mark!("100 %")),
            ("Space +drag", mark!("Move the page")),
            ("Mod Wheel", mark!("Zoom; on a trackpad, pinch")),
        ],
    ),
    (
        mark!("Text and style"),
        &[
            ("{{", mark!("Insert a field while typing")),
            ("Mod Alt C", mark!("Copy style")),
            ("Mod Alt V", mark!("Paste style")),
            ("Tab", mark!("Next element; next text while typing")),
            ("?", mark!("This list")),
        ],
    ),
];

/// What is written on a key: a language may have another word for it.
pub(super) fn key_name(key: &'static str) -> &'static str {
    match key {
        "Ctrl" => t!("Ctrl"),
        "Shift" => t!("Shift"),
        "Alt" => t!("Alt"),
        "Esc" => t!("Esc"),
        "Enter" => t!("Enter"),
        "Delete" => t!("Delete"),
        "Tab" => t!("Tab"),
        "Space" => t!("Space"),
        "Arrows" => t!("Arrows"),
        "Wheel" => t!("Wheel"),
        other => other,
    }
}

pub(super) fn sheet(designer: Designer) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let open = designer.shortcuts.get();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    // ⌘ where people know it by that name.
    let apple = web_sys::window()
        .and_then(|w| w.navigator().platform().ok())
        .is_some_and(|p| p.starts_with("Mac") || p.starts_with("iP"));
    let keys = move |words: &'static str| {
        let command = if apple { "⌘" } else { key_name("Ctrl") };
        words
            .split(", ")
            .map(|chord| {
                let parts: Vec<_> = chord
                    .split(' ')
                    .map(|key| {
                        if key == "+drag" {
                            view! { <span>{t!("+drag")}</span> }.into_any()
                        } else {
                            let key = if key == "Mod" { command } else { key_name(key) };
                            view! { <kbd>{key}</kbd> }.into_any()
                        }
                    })
                    .collect();
                view! { <span class="chord">{parts}</span> }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <dialog
            node_ref=dialog
            class="dialog shortcuts"
            aria-labelledby="l-shortcuts"
            on:close=move |_| designer.shortcuts.set(false)
        >
            <div class="dialog-head">
                <h2 id="l-shortcuts">{t!("Keyboard shortcuts")}</h2>
                <button type="button" class="quiet" aria-label=t!("Close") on:click=move |_| designer.shortcuts.set(false)>
                    {icon(lu::LuX)}
                </button>
            </div>
            // It can be scrolled by keys where it is too high for the screen.
            <div class="columns" tabindex="0" role="group" aria-labelledby="l-shortcuts">
                {GROUPS
                    .map(|(title, rows)| {
                        view! {
                            <section>
                                <h3>{said(title)}</h3>
                                <dl>
                                    {rows
                                        .iter()
                                        .map(|(chord, words)| {
                                            view! {
                                                <div>
                                                    <dt>{keys(chord)}</dt>
                                                    <dd>{said(words)}</dd>
                                                </div>
                                            }
                                        })
                                        .collect::<Vec<_>>()}
                                </dl>
                            </section>
                        }
                    })}
            </div>
        </dialog>
    }
}
