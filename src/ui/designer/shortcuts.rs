//! The sheet that lists the keys.

use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::html::Dialog;
use leptos::prelude::*;

/// Title, and what each key does.
type Group = (&'static str, &'static [(&'static str, &'static str)]);

const GROUPS: [Group; 5] = [
    (
        "Edit",
        &[
            ("Mod Z", "Undo"),
            ("Mod Shift Z, Mod Y", "Redo"),
            ("Mod C, Mod X, Mod V", "Copy, cut, paste"),
            ("Mod D", "Duplicate"),
            ("Delete", "Delete"),
            ("Mod A", "Select all"),
            ("Enter, F2", "Type in the text, crop the picture"),
            ("Esc", "Leave the text, the group, the selection"),
        ],
    ),
    (
        "Arrange",
        &[
            ("Arrows", "Move by 1 px"),
            ("Shift Arrows", "Move by 10 px"),
            ("Mod G", "Group"),
            ("Mod Shift G", "Ungroup"),
            ("], [", "Forward, backward"),
            ("}, {", "To the front, to the back"),
            ("Mod Shift L", "Lock or unlock"),
            ("Mod Shift H", "Hide or show"),
        ],
    ),
    (
        "While dragging",
        &[
            ("Shift", "Straight, in proportion, by 15°"),
            ("Alt", "Move a copy; resize about the centre"),
            ("Mod", "Without snapping"),
            ("Esc", "Cancel the drag"),
        ],
    ),
    (
        "Look",
        &[
            ("+, −", "Zoom in, zoom out"),
            ("0", "Fit the page"),
            ("1", "100 %"),
            ("Space +drag", "Move the page"),
            ("Mod Wheel", "Zoom; on a trackpad, pinch"),
        ],
    ),
    (
        "Text and style",
        &[
            ("{{", "Insert a field while typing"),
            ("Mod Alt C", "Copy style"),
            ("Mod Alt V", "Paste style"),
            ("Tab", "Next element; next text while typing"),
            ("?", "This list"),
        ],
    ),
];

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
        let command = if apple { "⌘" } else { "Ctrl" };
        words
            .split(", ")
            .map(|chord| {
                let parts: Vec<_> = chord
                    .split(' ')
                    .map(|key| {
                        let key = if key == "Mod" { command } else { key };
                        if key.starts_with('+') && key.len() > 1 {
                            view! { <span>{key}</span> }.into_any()
                        } else {
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
                                <h3>{title}</h3>
                                <dl>
                                    {rows
                                        .iter()
                                        .map(|(chord, words)| {
                                            view! {
                                                <div>
                                                    <dt>{keys(chord)}</dt>
                                                    <dd>{*words}</dd>
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
