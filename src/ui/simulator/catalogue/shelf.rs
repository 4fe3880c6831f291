//! A list of entries beside the one that is open. On narrow screens one sees
//! either.

use super::super::controls::{action, empty, sign, typed};
use super::super::navigate::View;
use super::super::state::Room;
use super::entry::{At, Entry, shown, told};
use super::findings::{findings, mark, worst};
use super::pages::Pages;
use super::parts::focus_soon;
use crate::catalogue::Id;
use crate::rules::Project;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::html::Input;
use leptos::prelude::*;

/// The words of a shelf.
pub(super) struct Words {
    pub(super) add: &'static str,
    pub(super) search: &'static str,
    pub(super) none: &'static str,
    pub(super) back: &'static str,
}

/// A shelf whose entries are shown one at a time. `make` fills a new entry,
/// `summary` says in a few words what is in one, `editor` shows the rest of it
/// below its title, and findings whose path `apart` accepts stand there as well.
pub(super) fn shelf<T: Entry, V: IntoView + 'static>(
    room: Room,
    open: Option<Id>,
    words: Words,
    make: fn(&Project, &mut T),
    summary: fn(&T) -> String,
    apart: fn(&str) -> bool,
    editor: impl Fn(At<T>) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let pages = Pages::new::<T>(room);
    if let Some(id) = &open {
        pages.show(id);
    }
    let open = RwSignal::new(open);
    let fresh = RwSignal::new(false);
    let known = move |id: &Id| room.track(|p| T::list(p).iter().any(|e| e.id() == id));
    // Without a choice the first one is beside the list, where there is room.
    let chosen = Memo::new(move |_| open.get().filter(|id| known(id)));
    let current = Memo::new(move |_| {
        let first = || room.track(|p| T::list(p).first().map(|e| e.id().clone()));
        chosen.get().or_else(first)
    });
    let go = move |id: Option<Id>, is_new: bool| {
        // The view stays as it is; only where one is is noted, for the way back.
        room.view.update_untracked(|view| *view = View::Catalogue(T::SHELF, id.clone()));
        fresh.set(is_new);
        open.set(id);
    };
    let add = move || {
        let id = super::entry::add::<T>(room, make);
        pages.show(&id);
        go(Some(id), true);
    };
    let marks = worst(room, T::LIST);
    let row = move |id: Id| {
        let at = At::<T>::new(room, id.clone());
        let here = id.clone();
        let is_here = move || current.with(|c| c.as_ref() == Some(&here));
        let (name, own) = (id.to_string(), id.clone());
        view! {
            <li>
                <button
                    type="button"
                    class="quiet entry"
                    data-entry=name
                    aria-current=move || is_here().then_some("true")
                    on:click=move |_| go(Some(id.clone()), false)
                >
                    <span class="entry-title">{move || at.read(shown)}</span>
                    {move || mark(marks.with(|m| m.get(own.as_str()).copied()))}
                    <span class="entry-about">{move || at.read(summary)}</span>
                </button>
            </li>
        }
    };
    let none = move || pages.all.get() == 0;
    let back = move |_| go(None, false);
    view! {
        <Show
            when=move || !none()
            fallback=move || empty(words.none, action(lu::LuPlus, words.add, add))
        >
            <div class="shelf" class:is-open=move || chosen.with(Option::is_some)>
                <div class="shelf-list">
                    {action(lu::LuPlus, words.add, add)}
                    {pages.searching(words.search)}
                    <ul>
                        <For each=move || pages.shown.get() key=Clone::clone let:id>
                            {row(id)}
                        </For>
                    </ul>
                    {pages.turning()}
                </div>
                <div class="shelf-entry">
                    <button type="button" class="quiet back" on:click=back>
                        {icon(lu::LuArrowLeft)}
                        <span>{words.back}</span>
                    </button>
                    {move || current.get().map(|id| {
                        let at = At::<T>::new(room, id);
                        let then = move |id: Option<Id>| {
                            if let Some(id) = id {
                                pages.show(&id);
                                go(Some(id), true);
                            }
                        };
                        view! {
                            <article class="open-entry" data-open=at.id().to_string()>
                                {heading(at, fresh, then)}
                                {findings(room, T::LIST, move || at.id().to_string(), move |path| !apart(path))}
                                {editor(at)}
                            </article>
                        }
                    })}
                </div>
            </div>
        </Show>
    }
}

/// Title, id and what can be done with an entry as a whole.
fn heading<T: Entry>(
    at: At<T>,
    fresh: RwSignal<bool>,
    then: impl Fn(Option<Id>) + 'static,
) -> impl IntoView {
    let node = NodeRef::<Input>::new();
    node.on_load(move |_| {
        if fresh.get_untracked() {
            fresh.set(false);
            focus_soon(node);
        }
    });
    let words = T::WORDS;
    view! {
        <div class="entry-head">
            <div class="field">
                <label for=format!("title-{}", T::NOUN)>{said(words.title)}</label>
                <input
                    id=format!("title-{}", T::NOUN)
                    node_ref=node
                    class="entry-name"
                    type="text"
                    autocomplete="off"
                    maxlength="300"
                    placeholder=said(words.untitled)
                    prop:value=move || at.read(|e| e.title().clone())
                    on:input=move |event| at.rename(typed(&event))
                />
            </div>
            <div class="entry-acts" role="group" aria-label=said(words.whole)>
                <code class="id" title=t!("The id that files and rules know it by")>{told::<T>(&at.id())}</code>
                {sign(lu::LuArrowUp, t!("Move up in the list"), move || at.shift(false))}
                {sign(lu::LuArrowDown, t!("Move down in the list"), move || at.shift(true))}
                {sign(lu::LuCopy, t!("Duplicate"), move || then(at.duplicate()))}
                {sign(lu::LuTrash2, said(words.remove), move || at.remove())}
            </div>
        </div>
    }
}
