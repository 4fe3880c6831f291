//! Activities, typed as in a spreadsheet: one row each.

use super::super::controls::{action, empty, file, target, typed, wall};
use super::super::state::Room;
use super::entry::{At, shown};
use super::findings::findings;
use super::pages::Pages;
use super::parts::{focus_soon, present};
use super::paste::{Paste, paste};
use crate::catalogue::{Activity, Id, Mode, Moment, Retired};
use crate::import::catalogue::kind;
use crate::locale::mark;
use crate::rules::List;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What rows need of the table.
#[derive(Clone, Copy)]
struct Sheet {
    room: Room,
    pages: Pages,
    /// The row whose title gets the focus when it appears.
    fresh: RwSignal<Option<Id>>,
}

impl Sheet {
    fn add(self) {
        let id = super::entry::add::<Activity>(self.room, |_, _| {});
        self.fresh.set(Some(id.clone()));
        self.pages.show(&id);
    }
}

pub(super) fn activities(room: Room, open: Option<Id>) -> impl IntoView {
    let pages = Pages::new::<Activity>(room);
    if let Some(id) = &open {
        pages.show(id);
    }
    let sheet = Sheet { room, pages, fresh: RwSignal::new(open) };
    let pasting = Paste::new(room);
    let buttons = move || {
        view! {
            {action(lu::LuPlus, t!("Add activity"), move || sheet.add())}
            {action(lu::LuClipboardPaste, t!("Paste from a spreadsheet…"), move || pasting.open.set(true))}
            {file(lu::LuUpload, t!("Import CSV…"), ".csv,.tsv,.txt,text/csv", move |file| pasting.bring(file))}
        }
    };
    view! {
        {paste(pasting)}
        <datalist id="activity-kinds">
            {["course", "quiz", "webinar", "class", "upload"]
                .map(|kind| view! { <option value=kind></option> })}
        </datalist>
        <Show
            when=move || { pages.all.get() > 0 }
            fallback=move || empty(
                t!("There are no activities yet. Type the first one, or bring a list from a spreadsheet."),
                view! { <div class="row">{buttons()}</div> },
            )
        >
            <div class="row table-acts">{buttons()} {pages.searching(t!("Search activities"))}</div>
            <table class="typed-table" aria-label=t!("Activities")>
                <thead>
                    <tr>
                        <th scope="col">{t!("Title")}</th>
                        <th scope="col">{t!("Kind")}</th>
                        <th scope="col" title=t!("Of courses only: a learning or training course may be taken again, an exam has one attempt")>
                            {t!("Mode")}
                        </th>
                        <th scope="col" title=t!("The score, 0–100, from which it is passed")>{t!("Minimum score")}</th>
                        <th scope="col" title=t!("Shows only to learners it is assigned to")>{t!("Hidden")}</th>
                        <th scope="col" title=t!("Can no longer be completed")>{t!("Retired")}</th>
                        <th scope="col"><span class="sr-only">{t!("Actions")}</span></th>
                    </tr>
                </thead>
                <For each=move || pages.shown.get() key=Clone::clone let:id>
                    {row(sheet, id)}
                </For>
            </table>
            {pages.turning()}
            <p class="row">{action(lu::LuPlus, t!("Add another"), move || sheet.add())}</p>
        </Show>
    }
}

fn row(sheet: Sheet, id: Id) -> impl IntoView {
    let room = sheet.room;
    let at = At::<Activity>::new(room, id.clone());
    let node = NodeRef::<Input>::new();
    let own = id.clone();
    node.on_load(move |_| {
        if sheet.fresh.with_untracked(|fresh| fresh.as_ref() == Some(&own)) {
            sheet.fresh.set(None);
            focus_soon(node);
        }
    });
    let name = at.part(shown);
    let sort = at.part(|a| a.kind.clone());
    let is_module = at.part(Activity::is_module);
    let mode = at.part(|a| match a.mode {
        Mode::Learning => "learning",
        Mode::Training => "training",
        Mode::Exam => "exam",
    });
    let set_mode = move |text: String| {
        at.change(mark!("Change a mode"), |a| {
            a.mode = match text.as_str() {
                "exam" => Mode::Exam,
                "training" => Mode::Training,
                _ => Mode::Learning,
            };
        });
    };
    let modes = move || {
        view! {
            <select aria-label=move || t!("Mode of {name}", name = name.get()) on:change=move |e| set_mode(typed(&e))>
                {[("learning", t!("Learning")), ("training", t!("Training")), ("exam", t!("Exam"))]
                    .map(|(value, words)| view! {
                        <option value=value prop:selected=move || mode.get() == value>{words}</option>
                    })}
            </select>
        }
    };
    let row_id = id.to_string();
    view! {
        <tbody data-activity=row_id>
            <tr>
                <td class="title-cell">
                    <input
                        node_ref=node
                        type="text"
                        class="title"
                        autocomplete="off"
                        maxlength="300"
                        aria-label=move || t!("Title of activity {id}", id = at.id())
                        placeholder=t!("Title")
                        prop:value=move || at.read(|a| a.title.clone())
                        on:input=move |event| at.rename(typed(&event))
                        on:keydown=move |event| next_row(sheet, &event)
                    />
                    <code class="id" title=t!("The id that files and rules know it by")>{super::entry::told::<Activity>(&id)}</code>
                </td>
                <td data-label=t!("Kind")>
                    <input
                        type="text"
                        list="activity-kinds"
                        autocomplete="off"
                        aria-label=move || t!("Kind of {name}", name = name.get())
                        prop:value=move || sort.get()
                        on:change=move |event| {
                            let text = kind(&typed(&event));
                            at.change(mark!("Change a kind"), |a| a.kind = text);
                        }
                    />
                </td>
                <td data-label=t!("Mode")>
                    <Show
                        when=move || is_module.get()
                        fallback=|| view! { <span class="soft" title=t!("Only courses have a mode")>"–"</span> }
                    >
                        {modes()}
                    </Show>
                </td>
                <td data-label=t!("Minimum score")>{minimum(at, name)}</td>
                <td data-label=t!("Hidden")>
                    <label class="tick">
                        <input
                            type="checkbox"
                            aria-label=move || t!("{name} is hidden", name = name.get())
                            prop:checked=move || at.read(|a| a.hidden)
                            on:change=move |e| {
                                let hidden = event_target_checked(&e);
                                at.change(if hidden { mark!("Hide an activity") } else { mark!("Show an activity") }, |a| {
                                    a.hidden = hidden;
                                });
                            }
                        />
                    </label>
                </td>
                <td data-label=t!("Retired")>{retired(room, at, name)}</td>
                <td>{acts(sheet, at, name)}</td>
            </tr>
            <tr class="found">
                <td colspan="7">
                    {findings(room, List::Activities, move || at.id().to_string(), |_| true)}
                </td>
            </tr>
        </tbody>
    }
}

/// Enter leads to the next row's title, and behind the last one makes a new row.
fn next_row(sheet: Sheet, event: &web_sys::KeyboardEvent) {
    if event.key() != "Enter" || event.is_composing() {
        return;
    }
    event.prevent_default();
    let row = target::<web_sys::Element>(event).and_then(|e| e.closest("tbody").ok().flatten());
    let next = row.and_then(|row| row.next_element_sibling());
    let field = next.and_then(|next| next.query_selector("input.title").ok().flatten());
    match field.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        Some(field) => {
            let _ = field.focus();
        }
        None => sheet.add(),
    }
}

fn minimum(at: At<Activity>, name: Memo<String>) -> impl IntoView {
    let wrong = RwSignal::new(false);
    let score = at.part(|a| a.minimum_score.map(|n| n.to_string()).unwrap_or_default());
    view! {
        <input
            class="short-number"
            type="text"
            inputmode="decimal"
            autocomplete="off"
            placeholder=t!("none")
            aria-label=move || t!("Minimum score of {name}", name = name.get())
            aria-invalid=move || wrong.get().then_some("true")
            title=move || wrong.get().then_some(t!("Write a number, such as 80."))
            prop:value=move || score.get()
            on:change=move |event| {
                let text = typed(&event).trim().replace(',', ".");
                let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
                wrong.set(number.is_none() && !text.is_empty());
                if number.is_some() || text.is_empty() {
                    at.change(mark!("Change a minimum score"), |a| a.minimum_score = number);
                }
            }
        />
    }
}

fn retired(room: Room, at: At<Activity>, name: Memo<String>) -> impl IntoView {
    let state = at.part(|a| match a.retired {
        None | Some(Retired::Always(false)) => "",
        Some(Retired::Always(true)) => "always",
        Some(Retired::From(_)) => "from",
    });
    let set = move |text: String| {
        let from = present(&untrack(|| room.zone()));
        at.change(mark!("Retire an activity"), |a| {
            a.retired = match text.as_str() {
                "always" => Some(Retired::Always(true)),
                "from" => Some(Retired::From(from)),
                _ => None,
            };
        });
    };
    let from = move || {
        view! {
            <input
                type="datetime-local"
                aria-label=move || t!("{name} is retired from", name = name.get())
                prop:value=move || {
                    let zone = room.zone();
                    at.read(|a| match a.retired {
                        Some(Retired::From(from)) => wall(&zone, from),
                        _ => String::new(),
                    })
                }
                on:change=move |event| {
                    if let Ok(from) = Moment::parse(&typed(&event)) {
                        at.change(mark!("Retire an activity"), |a| a.retired = Some(Retired::From(from)));
                    }
                }
            />
        }
    };
    view! {
        <select aria-label=move || t!("Retirement of {name}", name = name.get()) on:change=move |e| set(typed(&e))>
            {[("", t!("No")), ("always", t!("Retired")), ("from", t!("From a day…"))]
                .map(|(value, words)| view! {
                    <option value=value prop:selected=move || state.get() == value>{words}</option>
                })}
        </select>
        <Show when=move || state.get() == "from">{from()}</Show>
    }
}

fn acts(sheet: Sheet, at: At<Activity>, name: Memo<String>) -> impl IntoView {
    // The words of a button, and the same with the name of what it is about.
    type Named = fn(String) -> String;
    let button = move |sign, words: &'static str, named: Named, act: fn(Sheet, At<Activity>)| {
        let label = move || named(name.get());
        view! {
            <button type="button" class="quiet sign" aria-label=label title=words on:click=move |_| act(sheet, at)>
                {icon(sign)}
            </button>
        }
    };
    view! {
        <span class="moves">
            {button(lu::LuArrowUp, t!("Move up"), |name| t!("Move up {name}", name = name), |_, at| at.shift(false))}
            {button(lu::LuArrowDown, t!("Move down"), |name| t!("Move down {name}", name = name), |_, at| at.shift(true))}
            {button(lu::LuCopy, t!("Duplicate"), |name| t!("Duplicate {name}", name = name), |sheet, at| {
                if let Some(id) = at.duplicate() {
                    sheet.fresh.set(Some(id.clone()));
                    sheet.pages.show(&id);
                }
            })}
            {button(lu::LuTrash2, t!("Remove"), |name| t!("Remove {name}", name = name), |_, at| at.remove())}
        </span>
    }
}
