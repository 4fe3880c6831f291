//! What one sees: a wait, what is in a file, why it was refused.

use super::{Files, Home, Review, Stage, listed};
use crate::bundle::plan::{Choice, Standing};
use crate::diagnostic::Diagnostic;
use crate::ui::locale::said;
use leptos::html::Dialog;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement};

/// The dialog; it is there only while there is something to be seen.
pub(in crate::ui) fn dialog<H: Home>(files: Files<H>) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let closed = matches!(*files.stage.read(), Stage::Closed);
        if let Some(dialog) = node.get() {
            if closed {
                dialog.close();
            } else {
                if !dialog.open() {
                    let _ = dialog.show_modal();
                }
                // What is seen has changed: the focus must not be left behind.
                request_animation_frame(move || {
                    let first = dialog.query_selector("[autofocus]").ok().flatten();
                    if let Some(first) = first.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                        let _ = first.focus();
                    }
                });
            }
        }
    });
    view! {
        <dialog
            node_ref=node
            class="dialog files"
            aria-labelledby="l-files"
            // Keys are for the dialog, not for the page behind it.
            on:keydown=|event| event.stop_propagation()
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                files.close();
            }
        >
            {move || match files.stage.get() {
                Stage::Closed => ().into_any(),
                Stage::Working { title, words } => working(files, title, words).into_any(),
                Stage::Review(found) => review(files, found).into_any(),
                Stage::Refused { file, faults } => refused(files, &file, faults).into_any(),
            }}
        </dialog>
    }
}

fn working<H: Home>(files: Files<H>, title: String, words: String) -> impl IntoView {
    view! {
        <h2 id="l-files">{title}</h2>
        <p role="status">{words}</p>
        <progress aria-label=t!("Under way")></progress>
        <div class="row end">
            <button type="button" autofocus=true on:click=move |_| files.close()>{t!("Cancel")}</button>
        </div>
    }
}

fn refused<H: Home>(files: Files<H>, file: &str, faults: Vec<Diagnostic>) -> impl IntoView {
    view! {
        <h2 id="l-files">{t!("“{file}” was not opened", file = file)}</h2>
        <p>{t!("Nothing was changed.")}</p>
        {findings(faults)}
        <div class="row end">
            <button type="button" class="primary" autofocus=true on:click=move |_| files.close()>{t!("Close")}</button>
        </div>
    }
}

fn findings(all: Vec<Diagnostic>) -> impl IntoView {
    let one = |finding: Diagnostic| {
        view! {
            <li data-code=finding.code.to_string()>
                <strong>{said(&finding.message)}</strong>
                {finding.repair.map(|repair| view! { <span>{said(&repair)}</span> })}
            </li>
        }
    };
    view! { <ul class="refused" role="alert">{all.into_iter().map(one).collect_view()}</ul> }
}

fn review<H: Home>(files: Files<H>, found: Arc<Review>) -> impl IntoView {
    let contents = &found.contents;
    let clashes = found.designs.iter().filter(|s| **s == Standing::Clash).count()
        + usize::from(found.project == Some(Standing::Clash));
    let rows = contents
        .designs
        .iter()
        .zip(&found.designs)
        .enumerate()
        .map(|(n, (design, standing))| {
            let get = move || files.choices.with(|all| all.get(n).copied().unwrap_or_default());
            let set = move |choice| {
                files.choices.update(|all| {
                    if let Some(one) = all.get_mut(n) {
                        *one = choice;
                    }
                });
            };
            let name = if design.name.is_empty() { t!("Without a name") } else { &design.name };
            row(name.to_owned(), None, *standing, &Choice::ALL, get, set)
        })
        .collect_view();
    let project = contents.project.as_ref().zip(found.project).map(|(project, standing)| {
        let counts = &project.counts;
        let words = listed([
            tn!(counts.rules, "{count} rule", "{count} rules"),
            tn!(counts.certificates, "{count} certificate", "{count} certificates"),
            tn!(counts.learners, "{count} learner", "{count} learners"),
            tn!(counts.events, "{count} event", "{count} events"),
            tn!(counts.scenarios, "{count} case", "{count} cases"),
        ]);
        let name = if counts.name.is_empty() { t!("Without a name") } else { &counts.name };
        // A place for a second one there is only once.
        let choices: &'static [Choice] =
            if found.has_previous { &[Choice::Replace, Choice::Skip] } else { &Choice::ALL };
        let set = move |choice| files.project.set(choice);
        view! {
            <h3>{t!("Rehearsal project")}</h3>
            <ul class="contents">
                {row(name.to_owned(), Some(words), standing, choices, move || files.project.get(), set)}
            </ul>
            {(standing == Standing::Clash).then(|| view! {
                <p class="hint">{t!("What is replaced can be had back in the rehearsal room under Project, “The one before”.")}</p>
            })}
        }
    });
    let size = |bytes: usize| match bytes / 1024 {
        kb if kb >= 1024 => t!("{size} MB", size = format!("{:.1}", kb as f64 / 1024.0)),
        kb => t!("{size} KB", size = kb.max(1)),
    };
    let pictures: usize = contents.pictures.iter().map(|p| p.size).sum();
    let mut more = Vec::new();
    if !contents.pictures.is_empty() {
        more.push(t!(
            "Pictures: {count} ({size})",
            count = contents.pictures.len(),
            size = size(pictures)
        ));
    }
    if !contents.fonts.is_empty() {
        let names = contents.fonts.iter().map(|font| {
            let families = listed(font.families.iter().cloned());
            t!("{name} ({size})", name = families, size = size(font.size))
        });
        more.push(t!("Fonts: {list}", list = listed(names)));
    }
    let refused = contents.refused.clone();
    let nothing = contents.designs.is_empty() && contents.project.is_none() && more.is_empty();
    let for_all = move |choice: Choice| {
        let found = files.stage.with_untracked(|stage| match stage {
            Stage::Review(found) => Some(found.clone()),
            _ => None,
        });
        let Some(found) = found else { return };
        files.choices.update(|all| {
            for (one, standing) in all.iter_mut().zip(&found.designs) {
                if *standing == Standing::Clash {
                    *one = choice;
                }
            }
        });
        if found.project == Some(Standing::Clash)
            && !(found.has_previous && choice == Choice::KeepBoth)
        {
            files.project.set(choice);
        }
    };
    let import = found.clone();
    view! {
        <h2 id="l-files">{t!("Open “{name}”", name = found.file)}</h2>
        <p>{t!("This is what is inside. Nothing is changed before you import it.")}</p>
        {(clashes > 1).then(|| view! {
            <div class="for-all" role="group" aria-label=t!("For all that differ from what is here")>
                <span>{t!("All that differ:")}</span>
                {Choice::ALL
                    .map(|choice| view! {
                        <button type="button" data-all=format!("{choice:?}") on:click=move |_| for_all(choice)>
                            {said(choice.label())}
                        </button>
                    })}
            </div>
        })}
        {(!contents.designs.is_empty()).then(|| view! {
            <h3>{t!("Certificates ({count})", count = contents.designs.len())}</h3>
            <ul class="contents">{rows}</ul>
        })}
        {project}
        {(!more.is_empty()).then(|| view! {
            <h3>{t!("With them")}</h3>
            <ul class="with">{more.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        })}
        {(!refused.is_empty()).then(|| view! {
            <h3>{t!("Left out")}</h3>
            {findings(refused)}
        })}
        {nothing.then(|| view! { <p>{t!("There is nothing in it that can be imported.")}</p> })}
        <div class="row end">
            <button type="button" autofocus=true on:click=move |_| files.close()>{t!("Cancel")}</button>
            <button
                type="button"
                class="primary"
                disabled=nothing
                on:click=move |_| files.import(import.clone())
            >
                {t!("Import")}
            </button>
        </div>
    }
}

/// One thing: what it is, how it stands to what is here, what to do with it.
fn row(
    name: String,
    words: Option<String>,
    standing: Standing,
    choices: &'static [Choice],
    get: impl Fn() -> Choice + Copy + Send + Sync + 'static,
    set: impl Fn(Choice) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (state, choices) = match standing {
        Standing::New => (t!("New"), choices),
        Standing::Same => (t!("Already here"), choices),
        Standing::Clash => (t!("Another version is here"), choices),
    };
    let options = choices
        .iter()
        .filter(|choice| standing == Standing::Clash || **choice != Choice::KeepBoth)
        .map(|choice| {
            let choice = *choice;
            // What is new replaces nothing.
            let label = match (standing, choice) {
                (Standing::New, Choice::Replace) => t!("Import").to_owned(),
                _ => said(choice.label()),
            };
            let chosen = move || {
                let got = get();
                let got = if standing == Standing::New && got == Choice::KeepBoth {
                    Choice::Replace
                } else {
                    got
                };
                got == choice
            };
            view! { <option value=format!("{choice:?}") prop:selected=chosen>{label}</option> }
        })
        .collect_view();
    let label = t!("What to do with “{name}”", name = name);
    view! {
        <li data-standing=format!("{standing:?}")>
            <div>
                <strong>{name}</strong>
                {words.map(|words| view! { <span>{words}</span> })}
                <span class="state">{state}</span>
            </div>
            {(standing != Standing::Same).then(|| view! {
                <select
                    aria-label=label
                    on:change=move |event| {
                        let value = event_target::<HtmlSelectElement>(&event).value();
                        let choice = Choice::ALL.into_iter().find(|c| format!("{c:?}") == value);
                        if let Some(choice) = choice {
                            set(choice);
                        }
                    }
                >
                    {options}
                </select>
            })}
        </li>
    }
}
