//! All certificates of a run as files: one PDF, or a ZIP.

use super::super::controls::{choices, options, typed};
use super::super::designs::Values;
use super::super::state::{Busy, Room};
use super::super::words::{certificate_title, file_name, grouped};
use crate::catalogue::Id;
use crate::desk::{Ask, Granted};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::simulate::report::GrantReport;
use crate::template::Template;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// So many are asked of the worker at once.
const PIECE: usize = 200;

/// The most pages of one PDF: beyond it a ZIP of single files serves better.
const PAGES: usize = 5_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    OnePdf,
    ZipOfPdf,
    ZipOfPng,
}

/// The button and its dialog.
pub(super) fn take(room: Room) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let form = RwSignal::new(Form::OnePdf);
    let which = RwSignal::new(String::new());
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let first = room.peek(|p| p.certificates.first().map(|c| c.id.to_string()));
            if which.with_untracked(String::is_empty) {
                which.set(first.unwrap_or_default());
            }
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let certificates = move || {
        room.track(|p| {
            choices(p.certificates.iter().map(|c| (c.id.to_string(), certificate_title(p, &c.id))))
        })
    };
    let none = move || room.progress.with(|p| p.counts.grants == 0);
    let radio = move |value: Form, words: &'static str, about: &'static str| {
        view! {
            <label class="tick">
                <input
                    type="radio"
                    name="r-take"
                    prop:checked=move || form.get() == value
                    on:change=move |_| form.set(value)
                />
                <span>{words} <span class="soft">{format!(" – {about}")}</span></span>
            </label>
        }
    };
    view! {
        <button
            type="button"
            aria-disabled=move || (none() || room.busy.get().is_some()).to_string()
            on:click=move |event| if !none() && room.busy.get_untracked().is_none() { open(event) }
        >
            {icon(lu::LuFiles)}
            <span>{t!("Make the certificates…")}</span>
        </button>
        <dialog node_ref=dialog aria-label=t!("Make the certificates")>
            <h2>{t!("Make the certificates")}</h2>
            <p class="lead">
                {move || tn!(
                    room.progress.with(|p| p.counts.grants),
                    "{count} certificate was granted in this run. All are made, whatever the search shows.",
                    "{count} certificates were granted in this run. All are made, whatever the search shows.",
                )}
            </p>
            <div role="radiogroup" aria-label=t!("As") class="stack">
                {radio(Form::OnePdf, t!("One PDF"), t!("a page each, of one certificate"))}
                {radio(Form::ZipOfPdf, t!("ZIP of PDFs"), t!("a file each"))}
                {radio(Form::ZipOfPng, t!("ZIP of PNGs"), t!("a picture each"))}
            </div>
            <Show when=move || form.get() == Form::OnePdf>
                <div class="field">
                    <label for="r-take-which">{t!("Certificate")}</label>
                    <select id="r-take-which" on:change=move |event| which.set(typed(&event))>
                        {options(certificates, move || which.get())}
                    </select>
                </div>
            </Show>
            <div class="foot">
                <button type="button" on:click=move |_| close()>{t!("Close")}</button>
                <button
                    type="button"
                    class="primary"
                    on:click=move |_| {
                        close();
                        let (form, which) = (form.get_untracked(), which.get_untracked());
                        room.spawn(async move {
                            let made = match form {
                                Form::OnePdf => one_pdf(room, &which).await,
                                form => zip(room, form).await,
                            };
                            room.busy.set(None);
                            if let Err(faults) = made {
                                room.tell_all(faults);
                            }
                        });
                    }
                >
                    {t!("Make")}
                </button>
            </div>
        </dialog>
    }
}

/// Whether the work was cancelled.
fn cancelled(room: Room) -> bool {
    room.busy.try_get_untracked().flatten().is_none()
}

fn tell_progress(room: Room, words: String) {
    room.busy.set(Some(Busy { words }));
}

fn tell_collected(room: Room, done: usize, all: usize) {
    let (done, all) = (grouped(done), grouped(all));
    tell_progress(room, t!("Collecting {done} of {all}", done = done, all = all));
}

fn tell_files(room: Room, done: usize, all: usize) {
    let (done, all) = (grouped(done), grouped(all));
    tell_progress(room, t!("Making files {done} of {all}", done = done, all = all));
}

async fn piece(room: Room, from: usize) -> Result<Granted, Diagnostics> {
    room.ask(&Ask::Grants { learner: None, until: None, from, count: PIECE }).await
}

fn design(room: Room, certificate: &Id) -> Result<Arc<Template>, Diagnostics> {
    let found = room.designs.with_untracked(|d| room.peek(|p| d.of(p, certificate)));
    found.ok_or_else(|| {
        let message =
            t!("The certificate “{certificate}” has no design.", certificate = certificate);
        vec![
            Diagnostic::error("no-design", "certificates", message)
                .repair(t!("Choose one in the catalogue.")),
        ]
    })
}

async fn one_pdf(room: Room, certificate: &str) -> Result<(), Diagnostics> {
    tell_collected(room, 0, 0);
    let mut values = Vec::new();
    let mut from = 0;
    loop {
        let granted = piece(room, from).await?;
        if cancelled(room) {
            return Ok(());
        }
        let fitting = granted.grants.iter().filter(|g| g.certificate == certificate);
        values.extend(fitting.map(|g| g.values.clone()));
        from += granted.grants.len();
        tell_collected(room, from, granted.total);
        if from >= granted.total || granted.grants.is_empty() {
            break;
        }
    }
    let title = room.peek(|p| certificate_title(p, certificate));
    if values.is_empty() || values.len() > PAGES {
        let (message, repair) = match values.len() {
            0 => (
                t!("Nobody was granted “{title}”.", title = title),
                t!("Choose another certificate."),
            ),
            n => (
                tn!(
                    n,
                    "{count} page is too many for one PDF.",
                    "{count} pages are too many for one PDF."
                ),
                t!("Take a ZIP of PDFs instead."),
            ),
        };
        return Err(vec![Diagnostic::error("no-pdf", "", message).repair(repair)]);
    }
    let template = design(room, &certificate.into())?;
    let all = values.len();
    let pages = grouped(all);
    tell_progress(room, t!("Making pages {done} of {all}", done = pages, all = pages));
    // Cancelling ends the exporter's work, which is one piece.
    let watch = watch_cancel(room);
    let pdf = room.render("renderPdf", &template, &Values::Many(&values), "pdf").await;
    drop(watch);
    if cancelled(room) {
        return Ok(());
    }
    room.host().download(&format!("{}.pdf", file_name(&title)), "application/pdf", &pdf?);
    room.say(tn!(all, "Downloaded {count} page", "Downloaded {count} pages"));
    Ok(())
}

/// Stops the exporter when the person cancels, as long as it is kept.
fn watch_cancel(room: Room) -> impl Drop {
    struct Watch(Option<leptos::prelude::IntervalHandle>);
    impl Drop for Watch {
        fn drop(&mut self) {
            if let Some(handle) = self.0.take() {
                handle.clear();
            }
        }
    }
    let look = move || {
        if cancelled(room) {
            room.host().cancel();
        }
    };
    Watch(set_interval_with_handle(look, std::time::Duration::from_millis(100)).ok())
}

async fn zip(room: Room, form: Form) -> Result<(), Diagnostics> {
    let (operation, content, ending) = match form {
        Form::ZipOfPng => ("renderPng", "png", "png"),
        _ => ("renderPdf", "pdf", "pdf"),
    };
    tell_files(room, 0, 0);
    let mut taken = BTreeSet::new();
    let mut designs: BTreeMap<Id, Arc<Template>> = BTreeMap::new();
    let mut done = 0;
    loop {
        let granted = piece(room, done).await?;
        for grant in &granted.grants {
            if cancelled(room) {
                // What was put in so far is forgotten.
                let _ = finish(room).await;
                return Ok(());
            }
            let template = match designs.get(&grant.certificate) {
                Some(template) => template.clone(),
                None => {
                    let template = design(room, &grant.certificate)?;
                    designs.insert(grant.certificate.clone(), template.clone());
                    template
                }
            };
            let file =
                room.render(operation, &template, &Values::One(&grant.values), content).await?;
            let name = free_name(room, grant, ending, &mut taken);
            room.call::<()>("zipAdd", &[("name", name.into()), ("bytes", file)]).await?;
            done += 1;
            tell_files(room, done, granted.total);
        }
        if done >= granted.total || granted.grants.is_empty() {
            break;
        }
    }
    let archive = finish(room).await;
    if let Some(archive) = archive {
        room.host().download("certificates.zip", "application/zip", &archive);
        room.say(tn!(done, "Downloaded {count} certificate", "Downloaded {count} certificates"));
    }
    Ok(())
}

async fn finish(room: Room) -> Option<JsValue> {
    let nothing = super::super::ask::args(&[]);
    let answer = room.host().rules("zipFinish", &nothing);
    wasm_bindgen_futures::JsFuture::from(answer).await.ok()
}

/// `Ready for the Site/Aylin Demir.pdf`, and a number where that is taken.
fn free_name(
    room: Room,
    grant: &GrantReport,
    ending: &str,
    taken: &mut BTreeSet<String>,
) -> String {
    let folder = file_name(&room.peek(|p| certificate_title(p, &grant.certificate)));
    let who = if grant.name.is_empty() { grant.learner.to_string() } else { grant.name.clone() };
    let base = format!("{folder}/{}", file_name(&who));
    let mut name = format!("{base}.{ending}");
    let mut n = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{base} {n}.{ending}");
        n += 1;
    }
    name
}
