//! Small controls that several shelves share.

use super::super::controls::{self, control_id, typed};
use super::super::state::Room;
use crate::catalogue::{Id, Moment, Zone};
use crate::rules::Project;
use crate::ui::locale::said;
use icondata_lu as lu;
use leptos::html::Input;
use leptos::prelude::*;

/// Puts the focus into a field once it is on the page.
pub(super) fn focus_soon(node: NodeRef<Input>) {
    request_animation_frame(move || {
        if let Some(Some(input)) = node.try_get_untracked() {
            let _ = input.focus();
            input.select();
        }
    });
}

/// The list of what can be chosen, made anew only when it differs.
pub(in super::super) fn named(
    room: Room,
    list: impl Fn(&Project) -> Vec<(Id, String)> + Send + Sync + 'static,
) -> Memo<Vec<(Id, String)>> {
    Memo::new(move |_| room.track(&list))
}

fn title(title: &str, id: &Id) -> (Id, String) {
    let words = if title.trim().is_empty() { id.to_string() } else { title.to_owned() };
    (id.clone(), words)
}

pub(in super::super) fn activities(room: Room) -> Memo<Vec<(Id, String)>> {
    named(room, |p| p.activities.iter().map(|a| title(&a.title, &a.id)).collect())
}

pub(in super::super) fn journeys(room: Room) -> Memo<Vec<(Id, String)>> {
    named(room, |p| p.journeys.iter().map(|a| title(&a.title, &a.id)).collect())
}

/// Activities and journeys: what can be assigned and linked.
pub(in super::super) fn courses(room: Room) -> Memo<Vec<(Id, String)>> {
    named(room, |p| {
        let activities = p.activities.iter().map(|a| {
            let (id, words) = title(&a.title, &a.id);
            let words = if a.hidden { t!("{title} (hidden)", title = words) } else { words };
            (id, words)
        });
        activities.chain(p.journeys.iter().map(|j| title(&j.title, &j.id))).collect()
    })
}

pub(in super::super) fn groups(room: Room) -> Memo<Vec<(Id, String)>> {
    named(room, |p| p.groups.iter().map(|g| title(&g.title, &g.id)).collect())
}

pub(in super::super) fn certifications(room: Room) -> Memo<Vec<(Id, String)>> {
    named(room, |p| p.certifications.iter().map(|c| title(&c.title, &c.id)).collect())
}

pub(super) fn certificates(room: Room) -> Memo<Vec<(Id, String)>> {
    named(room, |p| p.certificates.iter().map(|c| title(&c.title, &c.id)).collect())
}

pub(super) fn programmes(room: Room) -> Memo<Vec<(Id, String)>> {
    named(room, |p| p.programmes.iter().map(|c| title(&c.title, &c.id)).collect())
}

/// What is chosen by its id, or nothing yet.
pub(in super::super) fn choice(
    list: Memo<Vec<(Id, String)>>,
    none: &'static str,
) -> controls::Choices {
    let none = std::iter::once((String::new(), none.to_owned()));
    controls::choices(none.chain(list.get().into_iter().map(|(id, words)| (id.to_string(), words))))
}

/// A list that adds what is chosen from it.
pub(super) fn adder(
    label: &'static str,
    list: Memo<Vec<(Id, String)>>,
    add: impl Fn(Id) + 'static,
) -> impl IntoView {
    let id = control_id();
    view! {
        <div class="field adder">
            <label class="sr-only" for=id.clone()>{label}</label>
            <select
                id=id
                on:change=move |event| {
                    let value = typed(&event);
                    if let Some(select) = controls::target::<web_sys::HtmlSelectElement>(&event) {
                        select.set_value("");
                    }
                    if !value.is_empty() {
                        add(value.into());
                    }
                }
            >
                <option value="">{t!("{label}…", label = label)}</option>
                {move || {
                    list.get()
                        .into_iter()
                        .map(|(id, words)| view! { <option value=id.to_string()>{words}</option> })
                        .collect::<Vec<_>>()
                }}
            </select>
        </div>
    }
}

/// What the buttons of [`moving`] do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Up,
    Down,
    Out,
}

/// What the buttons are called for something that has a name.
pub(super) fn move_words(act: Move, name: &str) -> String {
    match act {
        Move::Up => t!("Move {name} up", name = name),
        Move::Down => t!("Move {name} down", name = name),
        Move::Out => t!("Remove {name}", name = name),
    }
}

/// [`moving`] for something that has a name.
pub(super) fn moves(
    name: impl Fn() -> String + Clone + Send + Sync + 'static,
    place: impl Fn() -> (usize, usize) + Clone + Send + Sync + 'static,
    shift: impl Fn(bool) + Clone + 'static,
    remove: impl Fn() + 'static,
) -> impl IntoView {
    moving(move |act| move_words(act, &name()), place, shift, remove)
}

/// Buttons that move an entry of a list, and take it out. `words` names each,
/// `place` gives where the entry is and how many there are.
pub(super) fn moving(
    words: impl Fn(Move) -> String + Clone + Send + Sync + 'static,
    place: impl Fn() -> (usize, usize) + Clone + Send + Sync + 'static,
    shift: impl Fn(bool) + Clone + 'static,
    remove: impl Fn() + 'static,
) -> impl IntoView {
    let gone = words.clone();
    let out = move || gone(Move::Out);
    let hint = out.clone();
    let one = move |down: bool| {
        let (words, place, shift) = (words.clone(), place.clone(), shift.clone());
        let words = move || words(if down { Move::Down } else { Move::Up });
        let hint = words.clone();
        let (last, act) = (place.clone(), place);
        let off = move |(at, all): (usize, usize)| if down { at + 1 >= all } else { at == 0 };
        view! {
            <button
                type="button"
                class="quiet sign"
                aria-label=words
                title=hint
                aria-disabled=move || off(last()).to_string()
                on:click=move |_| {
                    if !off(untrack(&act)) {
                        shift(down);
                    }
                }
            >
                {crate::ui::shared::icon(if down { lu::LuArrowDown } else { lu::LuArrowUp })}
            </button>
        }
    };
    view! {
        <span class="moves">
            {one(false)} {one(true)}
            <button type="button" class="quiet sign" aria-label=out title=hint on:click=move |_| remove()>
                {crate::ui::shared::icon(lu::LuTrash2)}
            </button>
        </span>
    }
}

/// A whole number, taken over when it is complete.
pub(super) fn whole(
    label: &'static str,
    hint: impl Fn() -> String + Send + Sync + 'static,
    get: impl Fn() -> u32 + Send + Sync + 'static,
    set: impl Fn(u32) + 'static,
) -> impl IntoView {
    let id = control_id();
    let wrong = RwSignal::new(false);
    // What is being typed is not overwritten when something else changes.
    let value = Memo::new(move |_| get());
    let (about, fault) = (format!("{id}-hint"), format!("{id}-fault"));
    view! {
        <div class="field hinted">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                class="short-number"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=format!("{about} {fault}")
                prop:value=move || value.get().to_string()
                on:change=move |event| {
                    let text = typed(&event);
                    let text = text.trim();
                    let number = if text.is_empty() { Ok(0) } else { text.parse::<u32>() };
                    wrong.set(number.is_err());
                    if let Ok(number) = number {
                        set(number);
                    }
                }
            />
            <span class="fault" id=fault>
                {move || wrong.get().then_some(t!("Write a whole number, such as 30."))}
            </span>
            <p class="hint" id=about>{hint}</p>
        </div>
    }
}

/// A list to choose one from, with a line of what the choice means. The texts of
/// `list` are marked ones.
pub(super) fn explained(
    label: &'static str,
    list: &'static [(&'static str, &'static str, &'static str)],
    get: impl Fn() -> &'static str + Send + Sync + Clone + 'static,
    set: impl Fn(&str) + 'static,
) -> impl IntoView {
    let id = control_id();
    let hint = format!("{id}-hint");
    let chosen = get.clone();
    let meaning = move || {
        let now = get();
        list.iter().find(|(value, _, _)| *value == now).map(|(_, _, means)| said(means))
    };
    view! {
        <div class="field hinted">
            <label for=id.clone()>{label}</label>
            <select id=id aria-describedby=hint.clone() on:change=move |e| set(&typed(&e))>
                {list
                    .iter()
                    .map(|(value, words, _)| {
                        let chosen = chosen.clone();
                        view! {
                            <option value=*value prop:selected=move || chosen() == *value>{said(words)}</option>
                        }
                    })
                    .collect::<Vec<_>>()}
            </select>
            <p class="hint" id=hint>{meaning}</p>
        </div>
    }
}

/// The present, to the minute, on the site's clocks.
pub(in super::super) fn present(zone: &Zone) -> Moment {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a date")]
    let now = super::super::edits::now() as i64;
    let now = Moment::At(crate::catalogue::Instant(now - now.rem_euclid(60_000)));
    Moment::parse(&controls::wall(zone, now)).unwrap_or(now)
}
