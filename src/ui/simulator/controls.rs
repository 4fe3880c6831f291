//! Fields, lists and other controls that every view of the room uses. All are
//! native controls with a label of their own.

use crate::catalogue::{Id, Moment, Zone};
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::ev;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::JsCast;

/// The control an event is handled by.
pub(super) fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.current_target().and_then(|target| target.dyn_into().ok())
}

/// The value of the field an event comes from.
pub(super) fn typed(event: &web_sys::Event) -> String {
    event_target_value(event)
}

/// An id for a control that its label names; unique on the page.
pub(super) fn control_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("r-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A line of text. `set` hears every keystroke.
pub(super) fn text(
    label: &'static str,
    get: impl Fn() -> String + Send + Sync + 'static,
    set: impl Fn(String) + 'static,
) -> impl IntoView {
    let id = control_id();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id type="text" autocomplete="off" prop:value=get on:input=move |e| set(typed(&e)) />
        </div>
    }
}

/// A number or nothing, taken over when it is complete; what is none stays and
/// is marked.
pub(super) fn number(
    label: &'static str,
    hint: &'static str,
    get: impl Fn() -> Option<f64> + Send + Sync + 'static,
    set: impl Fn(Option<f64>) + 'static,
) -> impl IntoView {
    let id = control_id();
    let wrong = RwSignal::new(false);
    let change = move |event: ev::Event| {
        let text = typed(&event).trim().replace(',', ".");
        let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
        wrong.set(number.is_none() && !text.is_empty());
        if number.is_some() || text.is_empty() {
            set(number);
        }
    };
    let fault = format!("{id}-fault");
    view! {
        <div class="field is-short">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type="text"
                inputmode="decimal"
                autocomplete="off"
                placeholder=hint
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=fault.clone()
                prop:value=move || get().map(|n| n.to_string()).unwrap_or_default()
                on:change=change
            />
            <span class="fault" id=fault>
                {move || wrong.get().then_some(t!("Write a number, such as 80."))}
            </span>
        </div>
    }
}

/// A point in time on the site's clocks, or none.
pub(super) fn moment(
    label: &'static str,
    zone: Zone,
    get: impl Fn() -> Option<Moment> + Send + Sync + 'static,
    set: impl Fn(Option<Moment>) + 'static,
) -> impl IntoView {
    let id = control_id();
    let fault = format!("{id}-fault");
    let shown = move || get().map(|m| wall(&zone, m)).unwrap_or_default();
    let half = RwSignal::new(false);
    // A date without its time is no value to the browser: say so.
    let look = move |event: &web_sys::Event| {
        let input = target::<web_sys::HtmlInputElement>(event);
        half.set(input.is_some_and(|input| input.value().is_empty() && bad_input(&input)));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type="datetime-local"
                aria-invalid=move || half.get().then_some("true")
                aria-describedby=fault.clone()
                prop:value=shown
                on:blur=move |event| look(&event)
                on:change=move |event| {
                    look(&event);
                    let text = typed(&event);
                    if half.get_untracked() {
                        return;
                    }
                    if text.is_empty() {
                        set(None);
                    } else if let Ok(moment) = Moment::parse(&text) {
                        set(Some(moment));
                    }
                }
            />
            <span class="fault" id=fault role="status">
                {move || half.get().then_some(t!("Not taken over yet: add the time as well."))}
            </span>
        </div>
    }
}

/// Whether something is typed that is no value.
fn bad_input(input: &web_sys::HtmlInputElement) -> bool {
    let validity = js_sys::Reflect::get(input, &"validity".into());
    let bad = validity.and_then(|v| js_sys::Reflect::get(&v, &"badInput".into()));
    bad.is_ok_and(|bad| bad.is_truthy())
}

/// A moment as a field for dates and times has it: `2026-03-15T10:30`.
pub(super) fn wall(zone: &Zone, moment: Moment) -> String {
    match zone.civil(zone.instant(moment)) {
        Some(at) => {
            format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}",
                at.year(),
                at.month(),
                at.day(),
                at.hour(),
                at.minute()
            )
        }
        None => String::new(),
    }
}

/// What can be chosen: value and label, in groups. Groups without a name stand
/// for themselves.
pub(super) type Choices = Vec<(&'static str, Vec<(String, String)>)>;

/// Choices without groups.
pub(super) fn choices(list: impl IntoIterator<Item = (String, String)>) -> Choices {
    vec![("", list.into_iter().collect())]
}

/// The options of a select. A value that is not among them is shown as missing.
pub(super) fn options(
    choices: impl Fn() -> Choices + Send + Sync + 'static,
    chosen: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    move || {
        let now = chosen();
        let groups = choices();
        let known = now.is_empty()
            || groups.iter().flat_map(|(_, list)| list).any(|(value, _)| *value == now);
        let option = |value: String, label: String, now: &str| {
            let here = value == now;
            view! { <option value=value prop:selected=here>{label}</option> }
        };
        let missing =
            (!known).then(|| option(now.clone(), t!("{now} (does not exist)", now = now), &now));
        let lists = groups
            .into_iter()
            .map(|(name, list)| {
                let list = list.into_iter().map(|(v, l)| option(v, l, &now)).collect::<Vec<_>>();
                if name.is_empty() {
                    list.into_any()
                } else {
                    view! { <optgroup label=name>{list}</optgroup> }.into_any()
                }
            })
            .collect::<Vec<_>>();
        view! {
            {missing}
            {lists}
        }
    }
}

/// A list to choose one from.
pub(super) fn choose(
    label: &'static str,
    choices: impl Fn() -> Choices + Send + Sync + 'static,
    get: impl Fn() -> String + Send + Sync + Clone + 'static,
    set: impl Fn(String) + 'static,
) -> impl IntoView {
    let id = control_id();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id on:change=move |e| set(typed(&e))>
                {options(choices, get)}
            </select>
        </div>
    }
}

/// A box to tick.
pub(super) fn tick(
    label: &'static str,
    get: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=get on:change=move |e| set(event_target_checked(&e)) />
            <span>{label}</span>
        </label>
    }
}

/// Several of a list: those that were chosen, each with a button to take it out,
/// and a list to add one from.
pub(super) fn several(
    label: &'static str,
    add: &'static str,
    choices: impl Fn() -> Vec<(Id, String)> + Send + Sync + Clone + 'static,
    get: impl Fn() -> Vec<Id> + Send + Sync + Clone + 'static,
    set: impl Fn(Vec<Id>) + Send + Sync + Clone + 'static,
) -> impl IntoView {
    let id = control_id();
    let (given, names, put) = (get.clone(), choices.clone(), set.clone());
    let chips = move || {
        let known = names();
        let all = given();
        let put = put.clone();
        all.iter()
            .enumerate()
            .map(|(at, id)| {
                let found = known.iter().find(|(k, _)| k == id).map(|(_, label)| label.clone());
                let missing = found.is_none();
                let name = found.unwrap_or_else(|| t!("{id} (does not exist)", id = id));
                let without: Vec<Id> =
                    all.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, i)| i.clone()).collect();
                let put = put.clone();
                let out = t!("Remove {name}", name = name);
                view! {
                    <li class="chip" class:is-missing=missing>
                        <span>{name}</span>
                        <button type="button" class="quiet" aria-label=out.clone() title=out on:click=move |_| put(without.clone())>
                            {icon(lu::LuX)}
                        </button>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    let rest = move || {
        let given = get();
        let list = choices().into_iter().filter(|(id, _)| !given.contains(id));
        (list.map(|(id, label)| (id.to_string(), label)).collect::<Vec<_>>(), given)
    };
    let left = rest.clone();
    view! {
        <div class="field several">
            <label for=id.clone()>{label}</label>
            <ul class="chips">{chips}</ul>
            <select
                id=id
                on:change=move |event| {
                    let value = typed(&event);
                    if let Some(select) = target::<web_sys::HtmlSelectElement>(&event) {
                        select.set_value("");
                    }
                    if !value.is_empty() {
                        let (_, mut given) = rest();
                        given.push(value.into());
                        set(given);
                    }
                }
            >
                <option value="">{add}</option>
                {move || {
                    let (list, _) = left();
                    list.into_iter()
                        .map(|(value, label)| view! { <option value=value>{label}</option> })
                        .collect::<Vec<_>>()
                }}
            </select>
        </div>
    }
}

/// A button with a sign alone; its name is read out and shown on hovering.
pub(super) fn sign(
    sign: icondata_core::Icon,
    name: impl Into<String>,
    act: impl Fn() + 'static,
) -> impl IntoView {
    let name = name.into();
    view! {
        <button type="button" class="quiet sign" aria-label=name.clone() title=name on:click=move |_| act()>
            {icon(sign)}
        </button>
    }
}

/// A button with a sign and words.
pub(super) fn action(
    sign: icondata_core::Icon,
    words: &'static str,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" on:click=move |_| act()>
            {icon(sign)}
            <span>{words}</span>
        </button>
    }
}

/// What stands where there is nothing yet, and what to do about it.
pub(super) fn empty(words: &'static str, act: impl IntoView) -> impl IntoView {
    view! {
        <div class="empty">
            <p>{words}</p>
            {act}
        </div>
    }
}

/// A button that lets a file be chosen, and hands it over.
pub(super) fn file(
    sign: icondata_core::Icon,
    words: &'static str,
    accept: &'static str,
    take: impl Fn(web_sys::File) + 'static,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    view! {
        <button
            type="button"
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            {icon(sign)}
            <span>{words}</span>
        </button>
        <input
            node_ref=input
            type="file"
            class="sr-only"
            tabindex="-1"
            aria-label=words
            accept=accept
            on:change=move |event| {
                if let Some(input) = target::<web_sys::HtmlInputElement>(&event) {
                    let chosen = input.files().and_then(|files| files.get(0));
                    input.set_value("");
                    if let Some(chosen) = chosen {
                        take(chosen);
                    }
                }
            }
        />
    }
}
