//! Learners as lanes: names on the left, events as marks on the right. Only the
//! rows in sight are made.

use super::super::controls::target;
use super::super::navigate::View;
use super::super::scroll::Window;
use super::super::words::certificate_title;
use super::marks::marks;
use super::stage::{Aside, Stage};
use crate::catalogue::Id;
use crate::desk::{Ask, GrantMark, Lanes};
use crate::screen::timeline::clusters;
use crate::ui::locale::mirrored;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent, WheelEvent};

/// The height of a lane, in px.
const ROW: f64 = 52.0;

/// A browser lays out no more than so many px; the rows behind are reached by
/// searching.
const TALLEST: f64 = 15_000_000.0;

/// Zoom and pan by the wheel.
pub(super) fn wheel(stage: Stage, event: &WheelEvent) {
    let Some(element) = target::<HtmlElement>(event) else { return };
    let turned = event.delta_y() + event.delta_x();
    if event.ctrl_key() || event.meta_key() {
        event.prevent_default();
        let around = element.get_bounding_client_rect();
        // The names stand where lines begin; time itself runs from left to right.
        let left = match mirrored() {
            true => around.left(),
            false => around.right() - stage.width.get_untracked(),
        };
        let place = (f64::from(event.client_x()) - left) / stage.width.get_untracked().max(1.0);
        stage.zoom(1.0015_f64.powf(event.delta_y().clamp(-400.0, 400.0)), place.clamp(0.0, 1.0));
    } else if event.shift_key() || event.delta_x().abs() > event.delta_y().abs() {
        event.prevent_default();
        stage.pan(turned / stage.width.get_untracked().max(1.0));
    }
}

pub(super) fn lanes(stage: Stage) -> impl IntoView {
    let room = stage.room;
    let window = Window::new(ROW);
    stage.list.set_value(Some(window.node));
    let total = Memo::new(move |_| stage.lanes.with(|(_, lanes)| lanes.total));
    let range = Memo::new(move |_| {
        let sizes = room.sizes.get().0.max(total.get());
        window.range(sizes)
    });
    let answer = room.asked::<Lanes>(move || {
        let range = range.get();
        Some(Ask::Lanes { filter: stage.filter(), from: range.start, count: range.len().max(40) })
    });
    Effect::new(move |_| {
        if let Some(lanes) = answer.get() {
            stage.lanes.set((range.get_untracked().start, lanes));
            stage.settle_mark();
        }
    });
    // Another search begins at the top.
    Effect::new(move |_| {
        stage.search.track();
        if let Some(element) = window.node.get_untracked() {
            element.set_scroll_top(0);
        }
    });
    measure(stage, window, total);
    let who = move || {
        stage.lanes.with(|(_, lanes)| {
            lanes.lanes.iter().map(|lane| lane.learner.clone()).collect::<Vec<_>>()
        })
    };
    let pressed = move |event: KeyboardEvent| {
        let by: isize = match event.key().as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return,
        };
        let next = stage.lanes.with_untracked(|(from, lanes)| {
            let active = stage.active.get_untracked();
            let at = lanes.lanes.iter().position(|l| Some(&l.learner) == active.as_ref())?;
            let to = at.checked_add_signed(by)?;
            Some((from + to, lanes.lanes.get(to)?.learner.clone()))
        });
        let Some((row, learner)) = next else { return };
        event.prevent_default();
        window.show(row);
        stage.active.set(Some(learner));
        if let Some(list) = window.node.get_untracked() {
            let found = list.query_selector(&format!("[data-row=\"{row}\"] .track"));
            if let Some(track) = found.ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok())
            {
                let _ = track.focus();
            }
        }
    };
    let height = move || window.height(total.get()).min(TALLEST);
    view! {
        <div
            class="lanes"
            node_ref=window.node
            role="region"
            aria-label=t!("Learners and their events")
            tabindex="-1"
            on:scroll=move |event| window.scrolled(&event)
            on:wheel=move |event: WheelEvent| wheel(stage, &event)
            on:keydown=pressed
        >
            <div class="lanes-all" style:height=move || format!("{}px", height())>
                <For each=who key=Clone::clone let:learner>
                    {lane(stage, learner)}
                </For>
            </div>
            {move || (total.get() == 0).then(|| {
                let words = match (answer.with(Option::is_none), stage.search.with(String::is_empty)) {
                    (true, _) => t!("Loading…"),
                    (_, true) => t!("No learners yet."),
                    _ => t!("Nobody is called so."),
                };
                view! { <p class="waiting" role="status">{words}</p> }
            })}
        </div>
        <p class="sr-only" role="status">
            {move || tn!(total.get(), "{count} learner", "{count} learners")}
        </p>
    }
}

/// Keeps the width of the lanes known.
fn measure(stage: Stage, window: Window, total: Memo<usize>) {
    let look = move || {
        let list = window.node.try_get_untracked().flatten();
        // The names are as wide as the style sheet says.
        let size = |of: &str| {
            let found = list.as_ref()?.query_selector(of).ok().flatten()?;
            Some(found.get_bounding_client_rect().width())
        };
        if let Some(all) = size(".lanes-all") {
            let names = size(".lane-name").unwrap_or(220.0);
            stage.width.set((all - names).max(60.0));
        }
    };
    let observer = StoredValue::new_local(None::<(web_sys::ResizeObserver, Closure<dyn Fn()>)>);
    Effect::new(move |_| {
        let Some(element) = window.node.get() else { return };
        look();
        let seen = Closure::<dyn Fn()>::new(look);
        if let Ok(made) = web_sys::ResizeObserver::new(seen.as_ref().unchecked_ref()) {
            made.observe(&element);
            observer.set_value(Some((made, seen)));
        }
    });
    // The first lane brings the column of names.
    Effect::new(move |_| {
        if total.get() > 0 {
            request_animation_frame(look);
        }
    });
    on_cleanup(move || {
        observer.update_value(|kept| {
            if let Some((made, _)) = kept.take() {
                made.disconnect();
            }
        });
        observer.dispose();
    });
}

#[expect(clippy::cast_precision_loss, reason = "rows of a list")]
fn top(row: usize) -> f64 {
    row as f64 * ROW
}

fn lane(stage: Stage, learner: Id) -> impl IntoView {
    let room = stage.room;
    let id = learner.clone();
    let about = Memo::new(move |_| {
        stage.lanes.with(|(from, lanes)| {
            let at = lanes.lanes.iter().position(|l| l.learner == id)?;
            let lane = lanes.lanes.get(at)?;
            Some((from + at, lane.name.clone(), lane.marks.len() + lane.more, lane.more))
        })
    });
    let row = move || about.with(|a| a.as_ref().map_or(0, |a| a.0));
    let name = move || about.with(|a| a.as_ref().map(|a| a.1.clone()).unwrap_or_default());
    let (this, me, person, opened) =
        (learner.clone(), learner.clone(), learner.clone(), learner.clone());
    let chosen = Memo::new(move |_| room.learner.with(|l| l.as_ref() == Some(&this)));
    let first = StoredValue::new(learner.clone());
    // The keyboard begins at the lane it was at last, else at the first one known.
    let tab = move || {
        let here = stage.active.with(|active| match active {
            Some(active) => first.with_value(|me| me == active),
            None => row() == stage.lanes.with(|(from, _)| *from),
        });
        if here { "0" } else { "-1" }
    };
    let choose = move || {
        room.learner.set(Some(person.clone()));
        stage.active.set(Some(person.clone()));
        stage.aside.set(Aside::Learner);
    };
    let add = move |at| stage.add_event(Some((me.clone(), untrack(name))), at);
    let clicked = {
        let add = add.clone();
        move |event: MouseEvent| {
            let Some(track) = target::<HtmlElement>(&event) else { return };
            let x = f64::from(event.client_x()) - track.get_bounding_client_rect().left();
            add(Some(stage.at(x).0));
        }
    };
    let (focused, sealed) = (learner.clone(), learner.clone());
    let shown = learner.to_string();
    let words = move || {
        about.with(|a| {
            a.as_ref().map(|(_, name, n, _)| {
                tn!(
                    *n,
                    "{name}: {count} event. Enter adds one.",
                    "{name}: {count} events. Enter adds one.",
                    name = name
                )
            })
        })
    };
    view! {
        <div
            class="lane"
            class:is-chosen=move || chosen.get()
            data-learner=shown
            data-row=move || row().to_string()
            style:top=move || format!("{}px", top(row()))
        >
            <div class="lane-name">
                <button
                    type="button"
                    class="quiet who"
                    tabindex=tab
                    aria-pressed=move || chosen.get().to_string()
                    title=name
                    on:click=move |_| choose()
                >
                    {name}
                </button>
                <button
                    type="button"
                    class="quiet sign"
                    tabindex=tab
                    aria-label=move || t!("What {name} sees", name = name())
                    title=t!("What this learner sees")
                    on:click=move |_| room.go(View::Learner(opened.clone()))
                >
                    {icon(lu::LuEye)}
                </button>
            </div>
            <div
                class="track"
                role="group"
                tabindex=tab
                aria-label=words
                on:click=clicked
                on:focus=move |_| stage.active.set(Some(focused.clone()))
                on:keydown=move |event: KeyboardEvent| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        add(None);
                    }
                }
            >
                {seals(stage, sealed)}
                {marks(stage, learner)}
                {move || about.with(|a| a.as_ref().map_or(0, |a| a.3) > 0).then(|| view! {
                    <span class="more">
                        {move || about.with(|a| a.as_ref().map(|a| tn!(a.3, "{count} more", "{count} more")))}
                    </span>
                })}
            </div>
        </div>
    }
}

/// What was granted, as seals above the events.
fn seals(stage: Stage, learner: Id) -> impl IntoView {
    let all = Memo::new(move |_| {
        let Some(lane) = stage.lane(&learner) else { return Vec::new() };
        let (span, width) = (stage.now_shown(), stage.width.get());
        let mut seen: Vec<(f64, GrantMark)> = (lane.grants.into_iter())
            .map(|grant| (span.x(grant.at, width), grant))
            .filter(|(x, _)| (-20.0..=width + 20.0).contains(x))
            .collect();
        seen.sort_by(|a, b| a.0.total_cmp(&b.0));
        let places: Vec<f64> = seen.iter().map(|(x, _)| *x).collect();
        clusters(&places, 18.0)
            .into_iter()
            .map(|(from, count)| seen.iter().skip(from).take(count).cloned().collect::<Vec<_>>())
            .collect()
    });
    let seal = move |group: Vec<(f64, GrantMark)>| {
        let x = group.first().map_or(0.0, |(x, _)| *x);
        let one = |grant: &GrantMark| {
            let title = stage.room.track(|p| certificate_title(p, &grant.certificate));
            t!("{when}: {title} granted", when = stage.words(grant.at), title = title)
        };
        let words = group.iter().map(|(_, grant)| one(grant)).collect::<Vec<_>>().join(t!("; "));
        let n = group.len();
        view! {
            <span class="seal" role="img" data-seal=n.to_string() aria-label=words.clone() title=words style:left=format!("{x}px")>
                {icon(lu::LuAward)}
                {(n > 1).then_some(n)}
            </span>
        }
    };
    move || all.get().into_iter().map(seal).collect::<Vec<_>>()
}
