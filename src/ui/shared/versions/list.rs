//! The list of versions: what each is, and what can be done with it.

use super::{Versions, called, now};
use crate::locale::mark;
use crate::storage::versions::Version;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::shared::when::clock;
use icondata_lu as lu;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, SubmitEvent};

/// What a room adds to the list: most take the id of a version.
#[derive(Clone, Copy)]
pub(in crate::ui) struct List {
    pub(in crate::ui) versions: Versions,
    /// What the list is for, in a sentence.
    pub(in crate::ui) hint: &'static str,
    /// Keeps the present state under a name.
    pub(in crate::ui) keep: Callback<String>,
    pub(in crate::ui) restore: Callback<String>,
    /// Shows a picture of it; it is a button when it can be looked at.
    pub(in crate::ui) picture: Option<Callback<(String,), AnyView>>,
    pub(in crate::ui) look: Option<Callback<String>>,
    /// A further thing to do with it, by its name.
    pub(in crate::ui) more: Option<(&'static str, icondata_core::Icon, Callback<String>)>,
    /// Tells about it, now.
    pub(in crate::ui) about: Option<Callback<(Version,), String>>,
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of this age are exact")]
fn time(at: u64, now: u64) -> String {
    clock(at as f64, now as f64)
}

/// The section, with a heading of that level's look.
pub(in crate::ui) fn list(shown: List, heading: impl IntoView + 'static) -> impl IntoView {
    let versions = shown.versions;
    // Another tab may have kept some; and another document may be opened beside this list.
    versions.refresh();
    Effect::new(move |_| {
        if versions.all.with(Option::is_none) {
            versions.refresh();
        }
    });
    let clock = RwSignal::new(now());
    if let Ok(timer) = set_interval_with_handle(move || clock.set(now()), Duration::from_secs(20)) {
        on_cleanup(move || timer.clear());
    }
    // An offer to take back ends with the list that makes it.
    on_cleanup(move || {
        let _ = versions.deleted.try_set(None);
    });
    let root = NodeRef::<leptos::html::Section>::new();
    let renaming = RwSignal::new(None::<String>);
    let ids = Memo::new(move |_| {
        versions.all.with(|all| all.iter().flatten().map(Version::id).collect::<Vec<_>>())
    });
    let name = NodeRef::<leptos::html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = name.get_untracked() else { return };
        if versions.busy.get_untracked() {
            return;
        }
        versions.told.set(None);
        versions.deleted.set(None);
        shown.keep.run(field.value());
        field.set_value("");
    };
    let part = Rows { shown, clock, renaming, root };
    view! {
        <section class="versions" node_ref=root aria-label=t!("Versions")>
            {heading}
            <p class="hint">{shown.hint}</p>
            <form class="keep" on:submit=submit>
                <label>
                    <span class="sr-only">{t!("Name for how it is now")}</span>
                    <input
                        node_ref=name
                        placeholder=t!("Name for how it is now")
                        maxlength="200"
                        autocomplete="off"
                        on:keydown=move |event| event.stop_propagation()
                    />
                </label>
                <button type="submit" aria-disabled=move || versions.busy.get().to_string()>
                    {icon(lu::LuBookmarkPlus)}
                    {t!("Keep version")}
                </button>
            </form>
            <div role="status">
                <Show when=move || versions.busy.get()>
                    <p class="hint">{t!("Keeping it…")}</p>
                </Show>
                {move || versions.told.get().map(|told| view! { <p class="told">{told}</p> })}
                <Show when=move || versions.over.get()>
                    <p class="told">
                        {t!("Your named versions take more room than is set aside for them. All are kept; delete those that you don’t need.")}
                    </p>
                </Show>
                {move || versions.deleted.get().map(|(version, _)| view! {
                    <p class="told gone">
                        <span>{t!("“{name}” deleted.", name = called(&version))}</span>
                        <button type="button" data-act="Undo" on:click=move |_| {
                            versions.undelete();
                            part.focus(Some(version.id()), "[data-act=Delete]");
                        }>
                            {t!("Undo")}
                        </button>
                    </p>
                })}
            </div>
            {move || match versions.all.with(|all| all.as_ref().map(Vec::len)) {
                None => view! { <p class="waiting">{t!("Reading the versions…")}</p> }.into_any(),
                Some(0) => view! {
                    <p class="hint">{t!("None yet. One is kept by itself now and then while you work.")}</p>
                }.into_any(),
                Some(_) => ().into_any(),
            }}
            <ol aria-label=t!("Versions, newest first")>
                <For each=move || ids.get() key=String::clone let:id>{part.row(id)}</For>
            </ol>
        </section>
    }
}

/// What all rows know.
#[derive(Clone, Copy)]
struct Rows {
    shown: List,
    clock: RwSignal<u64>,
    renaming: RwSignal<Option<String>>,
    root: NodeRef<leptos::html::Section>,
}

impl Rows {
    /// Gives the focus to a row's button once the list is as it should be.
    fn focus(self, id: Option<String>, what: &'static str) {
        // Deleting and bringing back take a moment.
        let find = move || {
            let Some(root) = self.root.try_get_untracked().flatten() else { return };
            let row = id.as_ref().map(|id| format!("[data-version='{id}'] {what}"));
            let found = row.and_then(|s| root.query_selector(&s).ok().flatten());
            let found = found.or_else(|| root.query_selector("input").ok().flatten());
            if let Some(found) = found.and_then(|f| f.dyn_into::<HtmlElement>().ok()) {
                let _ = found.focus();
            }
        };
        set_timeout(find, Duration::from_millis(60));
    }

    fn delete(self, id: &str) {
        let next = self.shown.versions.all.with_untracked(|all| {
            let all = all.as_ref()?;
            let at = all.iter().position(|v| v.id() == id)?;
            all.get(at + 1).or_else(|| all.get(at.checked_sub(1)?)).map(Version::id)
        });
        self.shown.versions.told.set(None);
        self.shown.versions.delete(id);
        self.focus(next, "[data-act=Delete]");
    }

    fn row(self, id: String) -> impl IntoView {
        let (shown, clock, renaming) = (self.shown, self.clock, self.renaming);
        let versions = shown.versions;
        let version = {
            let id = id.clone();
            Memo::new(move |_| {
                versions
                    .all
                    .with(|all| all.iter().flatten().find(|version| version.id() == id).cloned())
            })
        };
        let name =
            Memo::new(move |_| version.with(|v| v.as_ref().map_or_else(String::new, called)));
        let when = Memo::new(move |_| {
            let at = version.with(|v| v.as_ref().map_or(0, |v| v.at));
            time(at, clock.get())
        });
        let kind = version.with_untracked(|v| v.as_ref().map(|v| format!("{:?}", v.kind)));
        let about = move || {
            let about = shown.about?;
            Some(version.get()).flatten().map(|version| about.run((version,)))
        };
        let is_renaming = {
            let id = id.clone();
            Memo::new(move |_| renaming.with(|now| now.as_deref() == Some(id.as_str())))
        };
        let picture = shown.picture.map(|picture| {
            let (id, look) = (id.clone(), id.clone());
            view! {
                <button
                    type="button"
                    class="thumb"
                    aria-label=move || t!("Look at “{name}”, {when}", name = name.get(), when = when.get())
                    on:click=move |_| {
                        if let Some(act) = shown.look {
                            act.run(look.clone());
                        }
                    }
                >
                    {picture.run((id,))}
                </button>
            }
        });
        let mark = picture.is_some().then(|| format!("version:{id}"));
        let restore = {
            let id = id.clone();
            move || shown.restore.run(id.clone())
        };
        let rename = {
            let id = id.clone();
            move || renaming.set(Some(id.clone()))
        };
        let more = shown.more.map(|(label, sign, more)| {
            let id = id.clone();
            act(label, name, when, sign, move || more.run(id.clone()))
        });
        let delete = {
            let id = id.clone();
            move || self.delete(&id)
        };
        let field = id.clone();
        view! {
            <li class="version" data-version=id data-kind=kind data-card=mark>
                {picture}
                <div class="words">
                    <Show
                        when=move || is_renaming.get()
                        fallback=move || view! { <strong>{move || name.get()}</strong> }
                    >
                        {self.name_field(field.clone(), version)}
                    </Show>
                    <span class="when">{move || when.get()}</span>
                    {move || about().map(|about| view! { <span class="about">{about}</span> })}
                </div>
                <div class="acts">
                    {act(mark!("Restore"), name, when, lu::LuRotateCcw, restore)}
                    {act(mark!("Rename"), name, when, lu::LuPencil, rename)}
                    {more}
                    {act(mark!("Delete"), name, when, lu::LuTrash2, delete)}
                </div>
            </li>
        }
    }

    /// The name, to be typed: Enter and leaving it keep it, Escape does not.
    fn name_field(self, id: String, version: Memo<Option<Version>>) -> impl IntoView {
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
                if self.renaming.get_untracked().as_deref() != Some(id.as_str()) {
                    return;
                }
                self.renaming.set(None);
                if keep {
                    self.shown.versions.rename(&id, &typed);
                }
            }
        };
        let left = done.clone();
        view! {
            <input
                node_ref=field
                class="rename"
                aria-label=t!("Name of the version")
                maxlength="200"
                autocomplete="off"
                value=version.with_untracked(|v| v.as_ref().and_then(|v| v.name.clone()))
                on:blur=move |_| left(true)
                on:keydown=move |event: KeyboardEvent| {
                    event.stop_propagation();
                    let keep = match event.key().as_str() {
                        "Enter" if !event.is_composing() => true,
                        "Escape" => false,
                        _ => return,
                    };
                    event.prevent_default();
                    done(keep);
                    self.focus(Some(id.clone()), "[data-act=Rename]");
                }
            />
        }
    }
}

/// A button about a version. What it does is its key as well, in English.
fn act(
    what: &'static str,
    name: Memo<String>,
    when: Memo<String>,
    sign: icondata_core::Icon,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="quiet"
            data-act=what
            aria-label=move || t!(
                "{what}: “{name}”, {when}",
                what = said(what),
                name = name.get(),
                when = when.get()
            )
            title=said(what)
            on:click=move |_| act()
        >
            {icon(sign)}
            <span class="act-word">{said(what)}</span>
        </button>
    }
}
