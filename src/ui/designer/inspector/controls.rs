//! Controls of the inspector: numbers, lengths, colours, choices.

use super::Chosen;
use crate::diagnostic::Diagnostic;
use crate::edit::Property;
use crate::edit::units::{clamp_length, format_length, parse_length};
use crate::locale::mark;
use crate::template::Color;
use crate::ui::designer::target;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_core::Icon;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

/// Puts back what a field held.
pub(super) fn reset(event: &Event, value: &str) {
    if let Some(input) = target::<HtmlInputElement>(event) {
        input.set_value(value);
    }
}

/// What a number box is about.
#[derive(Clone)]
pub(super) struct Number {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    /// Least and most, in px of the page for lengths.
    pub(super) range: (f64, f64),
    /// What an arrow key adds; ten times that with Shift.
    pub(super) step: f64,
    /// Its sign, behind the box; lengths say theirs.
    pub(super) sign: &'static str,
}

/// How a number is written and read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Plain,
    /// A length in the unit that is in use.
    Length,
}

/// A box for a plain number. `value` is `None` where several differ.
pub(super) fn number(
    designer: Designer,
    about: Number,
    value: impl Fn() -> Option<f64> + Send + Sync + Clone + 'static,
    set: impl Fn(f64) + 'static,
) -> impl IntoView {
    number_box(designer, about, Written::Plain, value, set)
}

/// A box for a length, in px of the page.
pub(super) fn length(
    designer: Designer,
    about: Number,
    value: impl Fn() -> Option<f64> + Send + Sync + Clone + 'static,
    set: impl Fn(f64) + 'static,
) -> impl IntoView {
    number_box(designer, about, Written::Length, value, set)
}

fn number_box(
    designer: Designer,
    about: Number,
    written: Written,
    value: impl Fn() -> Option<f64> + Send + Sync + Clone + 'static,
    set: impl Fn(f64) + 'static,
) -> impl IntoView {
    let Number { id, label, range, step, sign } = about;
    let dpi = move || designer.track(|t| f64::from(t.page.dpi));
    let words = {
        let value = value.clone();
        move || match (value(), written) {
            (None, _) => String::new(),
            (Some(value), Written::Length) => format_length(value, designer.unit.get(), dpi()),
            (Some(value), Written::Plain) => plain(value),
        }
    };
    let shown = words.clone();
    let set = Rc::new(set);
    let take = {
        let (value, words, set) = (value.clone(), words, set.clone());
        move |event: &Event, by: f64| {
            let Some(input) = target::<HtmlInputElement>(event) else { return };
            let (unit, dpi) = (designer.unit.get_untracked(), untrack(dpi));
            let typed = input.value();
            let read = match written {
                Written::Length => parse_length(&typed, unit, dpi),
                Written::Plain => parse_length(
                    typed.trim_end_matches(['%', '°']).trim_end_matches("pt"),
                    crate::edit::units::Unit::Px,
                    dpi,
                ),
            };
            let step = match written {
                Written::Length => crate::edit::units::to_px(by, unit, dpi),
                Written::Plain => by,
            };
            match read {
                Ok(number) => {
                    let (near, warning) = match written {
                        Written::Length => {
                            clamp_length(number + step, range.0, range.1, unit, dpi, "")
                        }
                        Written::Plain => clamp_number(number + step, range),
                    };
                    if let Some(warning) = warning {
                        designer.notify(warning);
                    }
                    if untrack(&value).is_none_or(|old| (old - near).abs() > 1e-4) {
                        set(near);
                    }
                    input.set_value(&untrack(&words));
                }
                // Several that differ are left as they are.
                Err(_) if typed.trim().is_empty() => input.set_value(&untrack(&words)),
                Err(fault) => {
                    designer.notify(fault);
                    input.set_value(&untrack(&words));
                }
            }
        }
    };
    let changed = take.clone();
    let keyed = move |event: KeyboardEvent| {
        let far = if event.shift_key() { 10.0 } else { 1.0 };
        match event.key().as_str() {
            "ArrowUp" => take(&event, step * far),
            "ArrowDown" => take(&event, -step * far),
            "Enter" => take(&event, 0.0),
            _ => return,
        }
        event.prevent_default();
    };
    let sign = move || match written {
        Written::Length => designer.unit.get().sign(),
        Written::Plain => sign,
    };
    view! {
        <div class="number">
            <label for=id>{label}</label>
            <input
                id=id
                inputmode="decimal"
                autocomplete="off"
                maxlength="100"
                prop:value=shown
                placeholder=move || if value().is_none() { t!("Mixed") } else { "" }
                on:change=move |event| changed(&event, 0.0)
                on:keydown=keyed
            />
            <span class="sign" aria-hidden="true">{sign}</span>
        </div>
    }
}

/// Two decimals at most.
fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.to_owned() }
}

fn clamp_number(value: f64, (least, most): (f64, f64)) -> (f64, Option<Diagnostic>) {
    if value >= least && value <= most {
        return (value, None);
    }
    let near = if value > most { most } else { least };
    let message =
        t!("{value} is out of range; {near} was taken.", value = plain(value), near = plain(near));
    let repair = t!("Use {least} to {most}.", least = plain(least), most = plain(most));
    let warning = Diagnostic::warning("clamped", "", message).repair(repair);
    (near, Some(warning))
}

/// A colour, by the browser's chooser and by its hex digits.
pub(super) fn color(
    designer: Designer,
    id: &'static str,
    label: &'static str,
    value: impl Fn() -> Option<Color> + Send + Sync + Clone + 'static,
    set: impl Fn(Color) + Clone + 'static,
) -> impl IntoView {
    let hex_id = format!("{id}-hex");
    let (chip, hex) = (value.clone(), value.clone());
    let (picked, typed) = (set.clone(), set);
    let was = value;
    view! {
        <div class="field color">
            <label for=id>{label}</label>
            <input
                id=id
                type="color"
                prop:value=move || chip().map_or("#000000".into(), Color::hex_rgb)
                on:input=move |event| {
                    if let Some(color) = Color::parse(&event_target_value(&event)) {
                        // The chooser knows no transparency: what there was stays.
                        let a = untrack(&was).map_or(255, |old| old.a);
                        picked(Color { a, ..color });
                    }
                }
            />
            <input
                id=hex_id
                class="hex"
                aria-label=t!("{label}, hex", label = label)
                maxlength="40"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || hex().map(|c| c.to_string()).unwrap_or_default()
                placeholder=t!("Mixed")
                on:change=move |event| {
                    match Color::parse(event_target_value(&event).trim()) {
                        Some(color) => typed(color),
                        None => designer.notify(
                            Diagnostic::warning("bad-color", "", t!("This is no colour."))
                                .repair(t!("Type hex digits such as #1f4d3a, or #1f4d3a80 for half of it.")),
                        ),
                    }
                }
            />
        </div>
    }
}

/// A colour that may be absent.
pub(super) fn optional_color(
    designer: Designer,
    id: &'static str,
    label: &'static str,
    start: Color,
    value: impl Fn() -> Option<Option<Color>> + Send + Sync + Clone + 'static,
    set: impl Fn(Option<Color>) + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let there = {
        let value = value.clone();
        Memo::new(move |_| value() != Some(None))
    };
    let some = {
        let value = value.clone();
        move || value().flatten()
    };
    let (toggled, chosen) = (set.clone(), set);
    let box_id = format!("{id}-on");
    view! {
        <div class="optional">
            <label class="check">
                <input
                    id=box_id
                    type="checkbox"
                    prop:checked=move || there.get()
                    on:change=move |event| {
                        toggled(event_target_checked(&event).then_some(start));
                    }
                />
                <span>{label}</span>
            </label>
            <Show when=move || there.get()>
                {
                    let chosen = chosen.clone();
                    color(designer, id, label, some.clone(), move |c| chosen(Some(c)))
                }
            </Show>
        </div>
    }
}

/// One of a few values, by a list.
pub(super) fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    id: &'static str,
    label: &'static str,
    options: &'static [(T, &'static str)],
    value: impl Fn() -> Option<T> + Send + Sync + Clone + 'static,
    set: impl Fn(T) + 'static,
) -> impl IntoView {
    let now = value.clone();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select
                id=id
                on:change=move |event: Event| {
                    let at = target::<HtmlSelectElement>(&event)
                        .and_then(|select| select.value().parse::<usize>().ok());
                    if let Some((value, _)) = at.and_then(|at| options.get(at)) {
                        set(*value);
                    }
                }
            >
                {
                    let mixed = now.clone();
                    view! {
                        <Show when=move || mixed().is_none()>
                            <option value="" prop:selected=true>{t!("Mixed")}</option>
                        </Show>
                    }
                }
                {options
                    .iter()
                    .enumerate()
                    .map(|(at, (option, name))| {
                        let now = now.clone();
                        let option = *option;
                        view! {
                            <option value=at.to_string() prop:selected=move || now() == Some(option)>{said(name)}</option>
                        }
                    })
                    .collect::<Vec<_>>()}
            </select>
        </div>
    }
}

/// A few buttons of which one is pressed.
pub(super) fn buttons<T: Copy + PartialEq + Send + Sync + 'static>(
    label: &'static str,
    options: impl IntoIterator<Item = (T, &'static str, Icon)>,
    value: impl Fn() -> Option<T> + Send + Sync + Clone + 'static,
    set: impl Fn(T) + Clone + 'static,
) -> impl IntoView {
    view! {
        <div class="buttons" role="group" aria-label=label>
            {options
                .into_iter()
                .map(|(option, name, sign)| {
                    let (now, pressed, set) = (value.clone(), value.clone(), set.clone());
                    view! {
                        <button
                            type="button"
                            class="quiet"
                            class:is-on=move || now() == Some(option)
                            aria-pressed=move || (pressed() == Some(option)).to_string()
                            aria-label=name
                            title=name
                            on:click=move |_| set(option)
                        >
                            {icon(sign)}
                        </button>
                    }
                })
                .collect::<Vec<_>>()}
        </div>
    }
}

/// A button that acts.
pub(super) fn action(name: &'static str, sign: Icon, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="quiet" aria-label=name title=name on:click=move |_| act()>
            {icon(sign)}
        </button>
    }
}

/// Yes or no, for all that is selected.
pub(super) fn check(
    label: &'static str,
    value: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=value
                on:change=move |event| set(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

/// A share from 0 to 100 %, by a slider that acts while it is drawn.
pub(super) fn slider(
    id: &'static str,
    label: &'static str,
    (least, most): (f64, f64),
    value: impl Fn() -> Option<f64> + Send + Sync + Clone + 'static,
    set: impl Fn(f64) + 'static,
) -> impl IntoView {
    let (now, shown) = (value.clone(), value);
    view! {
        <div class="field slider">
            <label for=id>{label}</label>
            <output for=id>{move || shown().map_or_else(
                || t!("Mixed").to_owned(),
                |v| t!("{percent} %", percent = format!("{v:.0}")),
            )}</output>
            <input
                id=id
                type="range"
                min=least.to_string()
                max=most.to_string()
                step="1"
                prop:value=move || now().unwrap_or(most).to_string()
                on:input=move |event| {
                    if let Ok(value) = event_target_value(&event).parse::<f64>() {
                        set(value.clamp(least, most));
                    }
                }
            />
        </div>
    }
}

/// What a picture or drawing means to those who don't see it.
pub(super) fn alt(chosen: Chosen) -> impl IntoView {
    use crate::template::ElementKind::{Image, Ornament, Shape};
    let designer = chosen.designer;
    let now = move || {
        chosen.common(|e| match &e.kind {
            Image(i) => Some(i.alt.clone()),
            Shape(s) => Some(s.alt.clone()),
            Ornament(o) => Some(o.alt.clone()),
            _ => None,
        })
    };
    view! {
        <div class="field">
            <label for="l-alt">{t!("Described for those who don’t see it")}</label>
            <input
                id="l-alt"
                maxlength="300"
                placeholder=t!("Empty for decoration")
                prop:value=move || now().unwrap_or_default()
                on:input=move |event| {
                    designer.set(&[Property::Alt(event_target_value(&event))], mark!("Describe"), Some("alt"));
                }
            />
        </div>
    }
}

/// The input that an event is about, wherever it was listened for.
pub(super) fn event_target_checked(event: &Event) -> bool {
    let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
    input.is_some_and(|input| input.checked())
}
