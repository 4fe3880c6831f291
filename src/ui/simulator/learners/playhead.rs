//! The playhead: the instant that is looked at. It can be dragged, set with a
//! slider, stepped from event to event, and let run.

use super::super::controls::{sign, target, typed};
use super::stage::Stage;
use crate::desk::Ask;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use std::time::Duration;
use web_sys::{HtmlElement, PointerEvent};

/// The whole history runs through in so many ticks.
const TICKS: i64 = 200;
const TICK: Duration = Duration::from_millis(50);
/// Where no motion is wanted, time goes from event to event.
const STILL: Duration = Duration::from_millis(900);

/// What the slider goes over.
fn bounds(stage: Stage) -> (i64, i64) {
    let (begin, until) = stage.all.get();
    (begin, until.max(begin + 60_000))
}

fn at(stage: Stage) -> i64 {
    let (begin, until) = bounds(stage);
    stage.room.playhead.get().unwrap_or(until).clamp(begin, until)
}

/// Goes to the next recorded event, or the one before.
fn hop(stage: Stage, later: bool) {
    let from = untrack(|| at(stage));
    // The end itself is not passed over on the way back.
    let from =
        if stage.room.playhead.get_untracked().is_none() && !later { from + 1 } else { from };
    stage.room.spawn(async move {
        let ask = Ask::Near { learner: None, at: from, later };
        match stage.room.ask::<Option<i64>>(&ask).await {
            Ok(Some(at)) => stage.room.playhead.set(Some(at)),
            Ok(None) if later => stage.room.playhead.set(None),
            Ok(None) => stage.room.playhead.set(Some(untrack(|| bounds(stage)).0)),
            Err(faults) => stage.room.tell_all(faults),
        }
    });
}

fn is_still() -> bool {
    let asked = window().match_media("(prefers-reduced-motion: reduce)");
    asked.ok().flatten().is_some_and(|media| media.matches())
}

pub(super) fn bar(stage: Stage) -> impl IntoView {
    let room = stage.room;
    let timer = StoredValue::new(None::<IntervalHandle>);
    let playing = RwSignal::new(false);
    let stop = move || {
        if let Some(handle) = timer.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        playing.try_set(false);
    };
    on_cleanup(stop);
    let still = is_still();
    let go = move || {
        let (begin, until) = untrack(|| bounds(stage));
        match room.playhead.try_get_untracked() {
            None => stop(),
            Some(None) => stop(),
            Some(Some(_)) if still => hop(stage, true),
            Some(Some(now)) => {
                let next = now + ((until - begin) / TICKS).max(1);
                room.playhead.set((next < until).then_some(next));
            }
        }
    };
    let play = move |_| {
        if playing.get_untracked() {
            stop();
            return;
        }
        if room.playhead.get_untracked().is_none() {
            room.playhead.set(Some(untrack(|| bounds(stage)).0));
        }
        playing.set(true);
        timer.set_value(set_interval_with_handle(go, if still { STILL } else { TICK }).ok());
    };
    view! {
        <div class="playbar" role="group" aria-label=t!("Playhead")>
            {sign(lu::LuSkipBack, t!("Previous event"), move || hop(stage, false))}
            <button
                type="button"
                class="sign"
                aria-label=move || if playing.get() { t!("Pause") } else { t!("Play") }
                title=move || if playing.get() { t!("Pause") } else { t!("Let time run") }
                on:click=play
            >
                {move || if playing.get() { icon(lu::LuPause) } else { icon(lu::LuPlay) }}
            </button>
            {sign(lu::LuSkipForward, t!("Next event"), move || hop(stage, true))}
            <input
                type="range"
                aria-label=t!("Playhead")
                aria-valuetext=move || stage.words(at(stage))
                min=move || bounds(stage).0.to_string()
                max=move || bounds(stage).1.to_string()
                step="60000"
                prop:value=move || at(stage).to_string()
                on:input=move |event| {
                    if let Ok(to) = typed(&event).parse::<f64>() {
                        stop();
                        #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
                        let to = to as i64;
                        let until = untrack(|| bounds(stage)).1;
                        room.playhead.set((to + 60_000 <= until).then_some(to));
                    }
                }
            />
            <output data-playhead=move || at(stage).to_string()>
                {move || if room.playhead.get().is_none() {
                    t!("At the end").to_owned()
                } else {
                    stage.words(at(stage))
                }}
            </output>
            <button
                type="button"
                class="quiet"
                aria-disabled=move || room.playhead.get().is_none().to_string()
                on:click=move |_| {
                    stop();
                    room.playhead.set(None);
                }
            >
                {t!("To the end")}
            </button>
        </div>
    }
}

/// The playhead's line over the lanes; what comes later is veiled.
pub(super) fn line(stage: Stage) -> impl IntoView {
    let held = RwSignal::new(false);
    let x = move || stage.x(at(stage));
    let seen = move || (0.0..=stage.width.get() + 1.0).contains(&x());
    let moves = move |event: PointerEvent| {
        let over = target::<HtmlElement>(&event).and_then(|e| e.closest(".over").ok().flatten());
        if let (true, Some(over)) = (held.get_untracked(), over) {
            let left = over.get_bounding_client_rect().left();
            let (begin, until) = untrack(|| bounds(stage));
            let to = stage.at(f64::from(event.client_x()) - left).1;
            stage.room.playhead.set((to < until).then_some(to.max(begin)));
        }
    };
    view! {
        {move || stage.room.playhead.get().map(|_| view! {
            <div class="later" aria-hidden="true" style:left=move || format!("{}px", x().max(0.0))></div>
        })}
        <div
            class="playhead"
            class:is-out=move || !seen()
            aria-hidden="true"
            style:left=move || format!("{}px", x())
        >
            <span
                class="knob"
                title=t!("Playhead: drag it through time")
                on:pointerdown=move |event: PointerEvent| {
                    if let Some(element) = target::<HtmlElement>(&event) {
                        let _ = element.set_pointer_capture(event.pointer_id());
                    }
                    held.set(true);
                }
                on:pointermove=moves
                on:pointerup=move |_| held.set(false)
                on:pointercancel=move |_| held.set(false)
            ></span>
        </div>
    }
}
