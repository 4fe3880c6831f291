//! Activities from a spreadsheet: paste or choose a file, see what was
//! understood, add.

use super::super::controls::{file, typed};
use super::super::state::Room;
use super::super::words::grouped;
use crate::catalogue::{Activity, Mode};
use crate::desk::Edit;
use crate::diagnostic::Diagnostic;
use crate::import::catalogue::{MAX_BYTES, Read, read};
use crate::import::history::text_of;
use crate::locale::mark;
use crate::ui::locale::said;
use icondata_lu as lu;
use leptos::html::{Dialog, Textarea};
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// So many rows are previewed.
const PREVIEW: usize = 20;

/// The dialog, and what was brought to it.
#[derive(Clone, Copy)]
pub(super) struct Paste {
    room: Room,
    pub(super) open: RwSignal<bool>,
    text: RwSignal<String>,
}

impl Paste {
    pub(super) fn new(room: Room) -> Self {
        Self { room, open: RwSignal::new(false), text: RwSignal::new(String::new()) }
    }

    /// Shows what is in a file.
    pub(super) fn bring(self, file: web_sys::File) {
        let Self { room, open, text } = self;
        self.room.spawn(async move {
            #[expect(clippy::cast_precision_loss, reason = "a limit of megabytes")]
            if file.size() > MAX_BYTES as f64 {
                room.tell(
                    Diagnostic::error("too-large", "", t!("This file is longer than 8 MB."))
                        .repair(t!("Split it into several files.")),
                );
                return;
            }
            match JsFuture::from(file.array_buffer()).await {
                Ok(bytes) => {
                    let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
                    text.set(text_of(&bytes).into_owned());
                    open.set(true);
                }
                Err(_) => room.tell(
                    Diagnostic::error("unreadable-file", "", t!("This file could not be read."))
                        .repair(t!("Choose it again.")),
                ),
            }
        });
    }
}

pub(super) fn paste(paste: Paste) -> impl IntoView {
    let Paste { room, open, text } = paste;
    let dialog = NodeRef::<Dialog>::new();
    let area = NodeRef::<Textarea>::new();
    let found = Memo::new(move |_| {
        text.with(|text| {
            if text.trim().is_empty() { Read::default() } else { room.track(|p| read(text, p)) }
        })
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
            if let Some(area) = area.get_untracked() {
                let _ = area.focus();
            }
        } else if !open.get_untracked() && dialog.open() {
            dialog.close();
        }
    });
    let many = Memo::new(move |_| found.with(|found| found.rows.len()));
    let add = move |_| {
        let new: Vec<Activity> =
            found.with_untracked(|f| f.rows.iter().map(|(_, a)| a.clone()).collect());
        if new.is_empty() {
            return;
        }
        let many = new.len();
        let label = match many {
            1 => mark!("Add 1 activity").to_owned(),
            n => format!(mark!("Add {count} activities"), count = grouped(n)),
        };
        room.edit(&label, None, vec![Edit::insert(usize::MAX, new)]);
        room.tell_undo(tn!(many, "{count} activity added.", "{count} activities added."));
        text.set(String::new());
        open.set(false);
    };
    view! {
        <dialog
            node_ref=dialog
            class="paste"
            aria-labelledby="paste-title"
            on:close=move |_| open.set(false)
        >
            <h2 id="paste-title">{t!("Bring activities from a spreadsheet")}</h2>
            <p class="lead">
                {t!("Copy the cells and paste them here, or choose a CSV file. The columns are found by their headings: title, kind, mode, minimum score, hidden. A list of titles alone will do.")}
            </p>
            <div class="field">
                <label for="paste-area">{t!("Cells")}</label>
                <textarea
                    id="paste-area"
                    node_ref=area
                    rows="6"
                    spellcheck="false"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(typed(&event))
                ></textarea>
            </div>
            <p class="row">{file(lu::LuUpload, t!("Choose a CSV file…"), ".csv,.tsv,.txt,text/csv", move |file| paste.bring(file))}</p>
            <div role="status">{move || found.with(understood)}</div>
            {move || found.with(preview)}
            {move || found.with(bad)}
            <div class="foot">
                <button type="button" on:click=move |_| open.set(false)>{t!("Cancel")}</button>
                <button
                    type="button"
                    class="primary"
                    aria-disabled=move || (many.get() == 0).to_string()
                    on:click=add
                >
                    {move || match many.get() {
                        0 => t!("Add activities").to_owned(),
                        n => tn!(n, "Add {count} activity", "Add {count} activities"),
                    }}
                </button>
            </div>
        </dialog>
    }
}

/// Which column is what.
fn understood(found: &Read) -> Option<AnyView> {
    if found.columns.is_empty() {
        return None;
    }
    let columns = found.columns.iter().map(|(heading, column)| {
        let (class, words) = match column {
            Some(column) => ("tag is-good", said(column.label())),
            None => ("tag", t!("not used").to_owned()),
        };
        view! {
            <li class="chip plain">
                <span>{heading.clone()}</span>
                <span class=class>{words}</span>
            </li>
        }
    });
    let columns = columns.collect::<Vec<_>>();
    let words = if found.has_header {
        t!("The first row is the headings:")
    } else {
        t!("There are no headings; by what stands in them the columns are:")
    };
    Some(
        view! { <p class="soft">{words}</p> <ul class="chips" data-columns="">{columns}</ul> }
            .into_any(),
    )
}

fn preview(found: &Read) -> Option<AnyView> {
    if found.rows.is_empty() {
        return None;
    }
    let rows = found.rows.iter().take(PREVIEW).map(|(_, a)| {
        let mode = match a.mode {
            _ if !a.is_module() => "–",
            Mode::Learning => t!("learning"),
            Mode::Training => t!("training"),
            Mode::Exam => t!("exam"),
        };
        let minimum = a.minimum_score.map_or_else(|| "–".to_owned(), |n| n.to_string());
        view! {
            <tr>
                <td>{a.title.clone()}</td>
                <td>{a.kind.clone()}</td>
                <td>{mode}</td>
                <td>{minimum}</td>
                <td>{if a.hidden { t!("yes") } else { t!("no") }}</td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let more = found.rows.len().saturating_sub(PREVIEW);
    let more = (more > 0)
        .then(|| view! { <p class="soft">{tn!(more, "and {count} more", "and {count} more")}</p> });
    Some(
        view! {
            <div class="preview">
                <table aria-label=t!("Preview")>
                    <thead>
                        <tr>
                            <th scope="col">{t!("Title")}</th>
                            <th scope="col">{t!("Kind")}</th>
                            <th scope="col">{t!("Mode")}</th>
                            <th scope="col">{t!("Minimum")}</th>
                            <th scope="col">{t!("Hidden")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
        }
        .into_any(),
    )
}

fn bad(found: &Read) -> Option<AnyView> {
    if found.bad.is_empty() {
        return None;
    }
    let words = tn!(found.bad.len(), "{count} row is kept out:", "{count} rows are kept out:");
    let rows = found.bad.iter().take(100).map(|row| {
        view! {
            <li data-line=row.line>
                <strong>{t!("Line {number}: ", number = row.line)}</strong>
                {said(&row.why)}
                " "
                <code>{row.text.clone()}</code>
            </li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    Some(view! { <p class="soft">{words}</p> <ul class="bad-rows">{rows}</ul> }.into_any())
}
