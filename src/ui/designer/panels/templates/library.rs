//! "Your certificates": what is kept on this device, and what was deleted last.

use super::card::picture;
use crate::screen::ago::ago;
use crate::storage::{Content, Deleted, matches};
use crate::ui::files::{ACCEPTED, Files, chosen};
use crate::ui::library::{Row, shown_name};
use crate::ui::locale::{said, tongue};
use crate::ui::saving::now;
use crate::ui::shared::icon;
use crate::ui::shared::when::dates_as;
use crate::ui::shelf::Source;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, KeyboardEvent};

/// The signals of the section.
#[derive(Clone, Copy)]
struct Shown {
    designer: Designer,
    list: Memo<Vec<Row>>,
    renaming: RwSignal<Option<String>>,
    root: NodeRef<leptos::html::Section>,
}

/// The section; nothing where nothing is kept.
pub(super) fn section(designer: Designer) -> impl IntoView {
    designer.documents().is_some().then(|| kept(designer))
}

fn kept(designer: Designer) -> impl IntoView {
    // Changes come in every frame of a drag, saves seldom.
    let revision = Memo::new(move |_| {
        designer.saved.track();
        designer.core.with_value(|core| core.saved_revision)
    });
    let list = Memo::new(move |_| {
        designer.stored.track();
        designer.document.track();
        revision.track();
        designer.documents().unwrap_or_default()
    });
    let root = NodeRef::new();
    let search = RwSignal::new(String::new());
    let shown = Shown { designer, list, renaming: RwSignal::new(None), root };
    Effect::new(move |_| {
        let all = list.get();
        designer.stock_shelf(all.into_iter().map(|l| (Source::Document(l.id), l.revision)));
    });
    let found = Memo::new(move |_| {
        let search = search.get();
        let ids = list.with(|all| all.iter().map(|l| l.id.clone()).collect::<Vec<_>>());
        ids.into_iter().filter(|id| shown.is_found(id, &search)).collect::<Vec<_>>()
    });
    let nothing = move || found.with(Vec::is_empty);
    view! {
        <section node_ref=root aria-labelledby="l-library" class="library">
            <h3 id="l-library">{t!("Your certificates")}</h3>
            <label class="search">
                {icon(lu::LuSearch)}
                <span class="sr-only">{t!("Search your certificates by name or text")}</span>
                <input
                    type="search"
                    placeholder=t!("Search")
                    autocomplete="off"
                    maxlength="200"
                    prop:value=move || search.get()
                    // Undo is about what is typed here, not about the certificate.
                    on:keydown=move |event| event.stop_propagation()
                    on:input=move |event| {
                        search.set(event_target_value(&event));
                        designer.say(match found.with(Vec::len) {
                            0 => t!("None found").into(),
                            n => tn!(n, "{count} found", "{count} found"),
                        });
                        designer.fill_shelf();
                    }
                />
            </label>
            <ul class="cards" aria-labelledby="l-library">
                <For each=move || found.get() key=String::clone let:id>
                    {card(shown, id)}
                </For>
            </ul>
            <Show when=nothing>
                <p class="hint">{t!("None has these words in its name or its texts.")}</p>
            </Show>
            {use_context::<Files<Designer>>().map(as_files)}
            {deleted(shown)}
            <button
                type="button"
                class="quiet storage-opener"
                data-do="storage"
                on:click=move |_| designer.storage.set(true)
            >
                {icon(lu::LuHardDrive)}
                {t!("Storage on this device")}
            </button>
        </section>
    }
}

/// All of it as a file, and a file opened.
fn as_files(files: Files<Designer>) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    view! {
        <div class="as-files" role="group" aria-label=t!("Files")>
            <button
                type="button"
                on:click=move |_| {
                    if let Some(input) = input.get_untracked() {
                        input.click();
                    }
                }
            >
                {icon(lu::LuFolderOpen)}
                <span>{t!("Open a file…")}</span>
            </button>
            <button type="button" on:click=move |_| files.save_everything()>
                {icon(lu::LuDownload)}
                <span>{t!("Save everything…")}</span>
            </button>
            <input
                node_ref=input
                type="file"
                accept=ACCEPTED
                class="file"
                tabindex="-1"
                aria-hidden="true"
                on:change=move |event| {
                    if let Some(file) = chosen(&event) {
                        files.open(file);
                    }
                }
            />
        </div>
    }
}

impl Shown {
    fn row(self, id: &str) -> Option<Row> {
        self.list.with(|all| all.iter().find(|l| l.id == id).cloned())
    }

    /// What a document is, once it was read.
    fn content(self, id: &str) -> ArcRwSignal<Option<Arc<Content>>> {
        let source = Source::Document(id.to_owned());
        self.designer.shelf.try_update_value(|s| s.content(&source)).unwrap_or_default()
    }

    fn is_found(self, id: &str, search: &str) -> bool {
        // The signal is read whatever is searched for, so that reading is seen.
        self.content(id).with(|content| {
            let template = content.as_ref().and_then(|c| c.template());
            search.trim().is_empty() || template.is_some_and(|t| matches(t, search))
        })
    }

    /// Gives the focus to a card's button once the list is as it should be; to
    /// the search where there is no such card.
    fn focus(self, id: Option<String>, what: &'static str) {
        request_animation_frame(move || {
            let Some(root) = self.root.try_get_untracked().flatten() else { return };
            let mark = id.map(|id| Source::Document(id).mark());
            let selector = mark.map(|mark| format!("[data-card='{mark}'] {what}"));
            let found = selector.and_then(|s| root.query_selector(&s).ok().flatten());
            let found = found.or_else(|| root.query_selector("input").ok().flatten());
            if let Some(found) = found.and_then(|f| f.dyn_into::<HtmlElement>().ok()) {
                let _ = found.focus();
            }
        });
    }

    fn delete(self, id: &str) {
        let next = self.list.with_untracked(|all| {
            let at = all.iter().position(|l| l.id == id)?;
            let after = all.get(at + 1).or_else(|| all.get(at.checked_sub(1)?));
            after.map(|l| l.id.clone())
        });
        self.designer.delete_document(id);
        self.focus(next, ".thumb");
    }

    fn duplicate(self, id: &str) {
        if let Some(copy) = self.designer.duplicate_document(id) {
            self.focus(Some(copy), ".thumb");
        }
    }
}

fn card(shown: Shown, id: String) -> impl IntoView {
    let designer = shown.designer;
    let source = Source::Document(id.clone());
    let content = shown.content(&id);
    let name = {
        let (content, id) = (content.clone(), id.clone());
        Memo::new(move |_| {
            if designer.document.get() == id {
                // As it is being typed.
                let name = designer.track(|t| t.name.clone());
                return if name.trim().is_empty() { t!("Without a name").into() } else { name };
            }
            content.with(|c| c.as_ref().map_or_else(|| "…".into(), |c| shown_name(c)))
        })
    };
    let damaged = {
        let content = content.clone();
        Memo::new(move |_| match content.get().as_deref() {
            Some(Content::Damaged { fault, text }) => Some((fault.message.clone(), text.clone())),
            _ => None,
        })
    };
    let open = {
        let id = id.clone();
        Memo::new(move |_| designer.document.get() == id)
    };
    let renaming = {
        let id = id.clone();
        Memo::new(move |_| shown.renaming.with(|now| now.as_deref() == Some(id.as_str())))
    };
    let stored = {
        let id = id.clone();
        Memo::new(move |_| shown.row(&id).is_some_and(|row| row.stored))
    };
    let when = {
        let id = id.clone();
        move || match shown.row(&id) {
            Some(Row { stored: false, .. }) => t!("not changed yet").to_owned(),
            Some(Row { modified: Some(at), .. }) => match ago(now(), at, tongue()) {
                Some(ago) => t!("changed {ago}", ago = ago),
                None => t!("changed on {date}", date = day(at)),
            },
            _ => t!("kept from earlier").to_owned(),
        }
    };
    let told = when.clone();
    let (opened, renamed) = (id.clone(), id.clone());
    let (to_rename, to_copy, to_delete) = (id.clone(), id.clone(), id);
    view! {
        <li class="card" class:is-open=move || open.get() data-card=source.mark()>
            <button
                type="button"
                class="thumb"
                aria-label=move || match (open.get(), damaged.with(Option::is_some)) {
                    (true, _) => t!("{name}, open, {when}", name = name.get(), when = told()),
                    (_, true) => t!("{name}, cannot be opened", name = name.get()),
                    _ => t!("Open {name}, {when}", name = name.get(), when = told()),
                }
                aria-current=move || open.get().then_some("true")
                on:click=move |_| {
                    designer.open_document(&opened);
                }
            >
                {picture(designer, &source)}
                <Show when=move || open.get()>
                    <span class="mark" aria-hidden="true">{t!("Open")}</span>
                </Show>
            </button>
            <Show
                when=move || renaming.get()
                fallback=move || view! { <strong>{move || name.get()}</strong> }
            >
                {name_field(shown, renamed.clone(), name)}
            </Show>
            <p>{move || damaged.get().map_or_else(&when, |(message, _)| said(&message))}</p>
            <div class="acts">
                <Show when=move || damaged.with(Option::is_none)>
                    {
                        let (id, copied) = (to_rename.clone(), to_copy.clone());
                        view! {
                            {act(Act::Rename, name, lu::LuPencil, move || shown.renaming.set(Some(id.clone())))}
                            {act(Act::Duplicate, name, lu::LuCopy, move || shown.duplicate(&copied))}
                        }
                    }
                </Show>
                <Show when=move || damaged.with(Option::is_some)>
                    {act(Act::Download, name, lu::LuDownload, move || {
                        if let Some((_, text)) = damaged.get_untracked() {
                            download(designer, &text);
                        }
                    })}
                </Show>
                <Show when=move || stored.get()>
                    {
                        let id = to_delete.clone();
                        act(Act::Delete, name, lu::LuTrash2, move || shown.delete(&id))
                    }
                </Show>
            </div>
        </li>
    }
}

/// What can be done with a certificate. Its name is its key for the focus.
#[derive(Clone, Copy, Debug)]
enum Act {
    Rename,
    Duplicate,
    Download,
    Delete,
}

impl Act {
    fn label(self) -> &'static str {
        match self {
            Self::Rename => t!("Rename"),
            Self::Duplicate => t!("Duplicate"),
            Self::Download => t!("Download"),
            Self::Delete => t!("Delete"),
        }
    }

    /// The same with what it is done to.
    fn about(self, name: &str) -> String {
        match self {
            Self::Rename => t!("Rename {name}", name = name),
            Self::Duplicate => t!("Duplicate {name}", name = name),
            Self::Download => t!("Download {name}", name = name),
            Self::Delete => t!("Delete {name}", name = name),
        }
    }
}

/// A small button about a document.
fn act(
    what: Act,
    name: Memo<String>,
    sign: icondata_core::Icon,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="quiet"
            data-act=format!("{what:?}")
            aria-label=move || what.about(&name.get())
            title=what.label()
            on:click=move |_| act()
        >
            {icon(sign)}
        </button>
    }
}

/// The name, to be typed: Enter and leaving it keep it, Escape does not.
fn name_field(shown: Shown, id: String, name: Memo<String>) -> impl IntoView {
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    let done = {
        let id = id.clone();
        move |keep: bool| {
            let Some(typed) = field.try_get_untracked().flatten().map(|f| f.value()) else {
                return;
            };
            // Taking the field away makes it lose the focus: once is enough.
            if shown.renaming.get_untracked().as_deref() != Some(id.as_str()) {
                return;
            }
            shown.renaming.set(None);
            if keep {
                shown.designer.rename_document(&id, &typed);
            }
        }
    };
    let left = done.clone();
    view! {
        <input
            node_ref=field
            class="rename"
            aria-label=t!("Name of the certificate")
            maxlength="200"
            autocomplete="off"
            value=name.get_untracked()
            on:blur=move |_| left(true)
            on:keydown=move |event: KeyboardEvent| {
                // Undo is about what is typed here, not about the certificate.
                event.stop_propagation();
                let keep = match event.key().as_str() {
                    "Enter" if !event.is_composing() => true,
                    "Escape" => false,
                    _ => return,
                };
                event.prevent_default();
                done(keep);
                shown.focus(Some(id.clone()), "[data-act=Rename]");
            }
        />
    }
}

/// The last that were deleted, to be brought back.
fn deleted(shown: Shown) -> impl IntoView {
    use crate::ui::local_storage::LocalStorage;
    let designer = shown.designer;
    let all = Memo::new(move |_| {
        designer.stored.track();
        let all = designer.library().and_then(|library| library.deleted(&LocalStorage).ok());
        all.unwrap_or_default()
    });
    let row = move |Deleted { id, deleted, content }: Deleted| {
        let name = shown_name(&content);
        let label = t!("Restore {name}", name = name);
        let raw = match content {
            Content::Damaged { text, .. } => Some(text),
            Content::Good(_) => None,
        };
        view! {
            <li>
                <span class="words">
                    <strong>{name.clone()}</strong>
                    <span>
                        {match ago(now(), deleted, tongue()) {
                            Some(ago) => t!("deleted {ago}", ago = ago),
                            None => t!("deleted on {date}", date = day(deleted)),
                        }}
                    </span>
                </span>
                {raw.map(|text| view! {
                    <button
                        type="button"
                        class="quiet"
                        aria-label=t!("Download {name}", name = name)
                        on:click=move |_| download(designer, &text)
                    >
                        {icon(lu::LuDownload)}
                    </button>
                })}
                <button
                    type="button"
                    aria-label=label
                    on:click=move |_| {
                        designer.restore_document(&id, false);
                        shown.focus(Some(id.clone()), ".thumb");
                    }
                >
                    {t!("Restore")}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <details class="deleted">
                <summary>{move || t!("Recently deleted ({count})", count = all.with(Vec::len))}</summary>
                <ul>{move || all.get().into_iter().map(row).collect::<Vec<_>>()}</ul>
            </details>
        </Show>
    }
}

/// Hands out what cannot be read as it is stored.
fn download(designer: Designer, text: &str) {
    let name = format!("{}.txt", t!("damaged certificate"));
    designer.host().download(&name, "text/plain", &JsValue::from(text));
    designer.say(t!("What is stored was downloaded").into());
}

/// The day of a time here, as it is written here.
fn day(at: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age are exact")]
    let date = js_sys::Date::new(&JsValue::from(at as f64));
    String::from(date.to_locale_date_string(&dates_as(), &JsValue::UNDEFINED))
}
