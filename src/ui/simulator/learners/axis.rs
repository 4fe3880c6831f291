//! The time axis: ticks, zooming and panning.

use super::super::controls::{control_id, sign, target, typed};
use super::super::words::calendar;
use super::lanes::wheel;
use super::stage::Stage;
use crate::screen::time_ticks::{Tick, context, ticks};
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent, WheelEvent};

pub(super) fn axis(stage: Stage) -> impl IntoView {
    let marks = Memo::new(move |_| {
        let (span, width) = (stage.now_shown(), stage.width.get());
        ticks(&stage.zone.get().0, span.from, span.to, width)
    });
    let around = move || {
        let span = stage.now_shown();
        calendar(&context(&stage.zone.get().0, span.from, span.to))
    };
    let grip = StoredValue::new(None::<f64>);
    let down = move |event: PointerEvent| {
        if let Some(element) = target::<HtmlElement>(&event) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        grip.set_value(Some(f64::from(event.client_x())));
    };
    let moves = move |event: PointerEvent| {
        let Some(from) = grip.get_value() else { return };
        let x = f64::from(event.client_x());
        grip.set_value(Some(x));
        stage.pan((from - x) / stage.width.get_untracked().max(1.0));
    };
    let search = control_id();
    view! {
        <div class="axis-row">
            <div class="axis-name">
                <label class="sr-only" for=search.clone()>{t!("Search learners")}</label>
                <input
                    id=search
                    type="search"
                    placeholder=t!("Search learners")
                    autocomplete="off"
                    prop:value=move || stage.search.get()
                    on:input=move |event| stage.search.set(typed(&event))
                />
            </div>
            <div
                class="axis"
                role="group"
                tabindex="0"
                aria-label=move || t!("Time axis, {span}. Plus and minus zoom, 0 shows everything, arrow keys pan.", span = around())
                on:wheel=move |event: WheelEvent| wheel(stage, &event)
                on:pointerdown=down
                on:pointermove=moves
                on:pointerup=move |_| grip.set_value(None)
                on:pointercancel=move |_| grip.set_value(None)
                on:keydown=move |event| keys(stage, &event)
            >
                <span class="around">{around}</span>
                <For each=move || marks.get() key=|t: &Tick| (t.at, t.words.clone()) let:tick>
                    <span
                        class="tick-mark"
                        class:is-major=tick.is_major
                        style:left=move || format!("{}px", stage.x(tick.at))
                    >
                        {calendar(&tick.words)}
                    </span>
                </For>
            </div>
        </div>
    }
}

/// The keys of the axis.
pub(super) fn keys(stage: Stage, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    match event.key().as_str() {
        "+" | "=" => stage.zoom(0.6, 0.5),
        "-" => stage.zoom(1.0 / 0.6, 0.5),
        "0" => stage.span.set(None),
        "ArrowLeft" => stage.pan(-0.15),
        "ArrowRight" => stage.pan(0.15),
        _ => return,
    }
    event.prevent_default();
}

/// Buttons to zoom and to pan.
pub(super) fn zoom(stage: Stage) -> impl IntoView {
    view! {
        <div class="zoom" role="group" aria-label=t!("Zoom")>
            {sign(lu::LuChevronLeft, t!("Earlier"), move || stage.pan(-0.4))}
            {sign(lu::LuZoomOut, t!("Zoom out"), move || stage.zoom(1.0 / 0.6, 0.5))}
            {sign(lu::LuZoomIn, t!("Zoom in"), move || stage.zoom(0.6, 0.5))}
            {sign(lu::LuMaximize, t!("Show everything"), move || stage.span.set(None))}
            {sign(lu::LuChevronRight, t!("Later"), move || stage.pan(0.4))}
        </div>
    }
}

/// Vertical lines behind the lanes, one a tick.
pub(super) fn grid(stage: Stage) -> impl IntoView {
    let marks = Memo::new(move |_| {
        let (span, width) = (stage.now_shown(), stage.width.get());
        ticks(&stage.zone.get().0, span.from, span.to, width)
    });
    view! {
        <div class="grid-lines" aria-hidden="true">
            <For each=move || marks.get() key=|t: &Tick| t.at let:tick>
                <i class:is-major=tick.is_major style:left=move || format!("{}px", stage.x(tick.at))></i>
            </For>
        </div>
    }
}
