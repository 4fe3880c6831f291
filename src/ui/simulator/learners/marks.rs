//! Events on a lane: marks that can be selected, dragged, moved by keys and
//! removed; those too close together are one mark with their number.

use super::super::controls::target;
use super::super::words::{event_words, item_title, target_title};
use super::stage::{Aside, Stage, event_of};
use crate::catalogue::{EventKind, Id, Status};
use crate::desk::{Lane, Mark};
use crate::screen::time_ticks::moved;
use crate::screen::timeline::clusters;
use crate::ui::shared::icon;
use icondata_core::Icon;
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent};

/// Marks that are less than so many px apart are one.
const APART: f64 = 26.0;
/// The pointer has to go so far before it drags, in px.
const SLACK: f64 = 4.0;

/// Colour and sign of a mark.
pub(super) fn look(kind: EventKind, status: Status) -> (&'static str, Icon) {
    match (kind, status) {
        (EventKind::ActivityCompleted, Status::Failed) => ("failed", lu::LuX),
        (EventKind::ActivityCompleted, Status::Abandoned) => ("left", lu::LuDoorOpen),
        (EventKind::ActivityCompleted, Status::Passed) => ("passed", lu::LuCheckCheck),
        (EventKind::ActivityCompleted, Status::Completed) => ("completed", lu::LuCheck),
        (EventKind::JourneyCompleted | EventKind::ProgrammeCompleted, _) => {
            ("passed", lu::LuGraduationCap)
        }
        (EventKind::ActivityStarted, _) => ("started", lu::LuPlay),
        (EventKind::ActivityReadyForGrading, _) => ("graded", lu::LuHourglass),
        (EventKind::ActivityGraded, _) => ("graded", lu::LuStar),
        (EventKind::LearnerAddedToGroup, _) => ("group", lu::LuUsersRound),
        (EventKind::LearnerRemovedFromGroup, _) => ("group", lu::LuUserMinus),
        (EventKind::LearnerRegistered | EventKind::FirstLogin, _) => ("joined", lu::LuLogIn),
        (EventKind::LearnerDeleted, _) => ("failed", lu::LuTrash2),
        (EventKind::LearnerUpdated, _) => ("joined", lu::LuPencil),
        _ => ("joined", lu::LuBookOpen),
    }
}

/// An event in words: `12 Jan 2026, 10:00: Attire completed, 80`.
pub(super) fn words(stage: Stage, mark: &Mark, at: i64) -> String {
    let title = stage.room.track(|p| target_title(p, mark.kind, &mark.item));
    let what = match mark.kind {
        EventKind::ActivityCompleted => match mark.status {
            Status::Completed => t!("{title} completed", title = title),
            Status::Passed => t!("{title} passed", title = title),
            Status::Failed => t!("{title} failed", title = title),
            Status::Abandoned => t!("{title} left early", title = title),
        },
        kind if kind.has_item() => {
            t!("{event}: {title}", event = event_words(kind), title = title)
        }
        kind => event_words(kind).to_owned(),
    };
    let when = stage.words(at);
    match mark.score {
        Some(score) => t!("{when}: {what}, {score}", when = when, what = what, score = score),
        None => t!("{when}: {what}", when = when, what = what),
    }
}

/// One mark of a lane, or several as one.
#[derive(Clone, Debug, PartialEq)]
struct Spot {
    /// The place of the first one among all events.
    seq: usize,
    x: f64,
    marks: Vec<Mark>,
}

/// The marks in sight.
fn spots(stage: Stage, lane: &Lane) -> Vec<Spot> {
    let (span, width) = (stage.now_shown(), stage.width.get());
    let moving = stage.moving.get();
    let place = |mark: &Mark| match moving {
        Some((seq, at)) if seq == mark.seq => at,
        _ => mark.at,
    };
    let seen: Vec<(f64, &Mark)> = (lane.marks.iter())
        .map(|mark| (span.x(place(mark), width), mark))
        .filter(|(x, _)| (-APART..=width + APART).contains(x))
        .collect();
    // What is being moved or has the focus stays a mark of its own.
    let apart = stage.apart.get();
    let is_moving =
        |mark: &Mark| moving.is_some_and(|(seq, _)| seq == mark.seq) || apart == Some(mark.seq);
    let mut rest: Vec<(f64, &Mark)> =
        seen.iter().filter(|(_, mark)| !is_moving(mark)).copied().collect();
    rest.sort_by(|a, b| a.0.total_cmp(&b.0));
    let places: Vec<f64> = rest.iter().map(|(x, _)| *x).collect();
    let mut out: Vec<Spot> = clusters(&places, APART)
        .into_iter()
        .filter_map(|(from, count)| {
            let marks: Vec<Mark> =
                rest.iter().skip(from).take(count).map(|(_, mark)| (*mark).clone()).collect();
            Some(Spot { seq: marks.first()?.seq, x: *places.get(from)?, marks })
        })
        .collect();
    out.extend(seen.iter().filter(|(_, mark)| is_moving(mark)).map(|(x, mark)| Spot {
        seq: mark.seq,
        x: *x,
        marks: vec![(*mark).clone()],
    }));
    // By import, not by place: an element that changes its place loses the focus.
    out.sort_by_key(|spot| spot.seq);
    out
}

/// The marks of a learner's lane.
pub(super) fn marks(stage: Stage, learner: Id) -> impl IntoView {
    let who = learner.clone();
    let all =
        Memo::new(move |_| stage.lane(&who).map(|lane| spots(stage, &lane)).unwrap_or_default());
    let which =
        move || all.with(|all| all.iter().map(|s| (s.seq, s.marks.len())).collect::<Vec<_>>());
    view! {
        <For each=which key=|key| *key let:key>
            {
                let learner = learner.clone();
                let spot = Memo::new(move |_| {
                    all.with(|all| {
                        all.iter().find(|s| (s.seq, s.marks.len()) == key).cloned()
                    })
                });
                if key.1 > 1 {
                    several(stage, learner, spot).into_any()
                } else {
                    one(stage, learner, key.0, spot).into_any()
                }
            }
        </For>
    }
}

fn tab(stage: Stage, learner: &Id) -> &'static str {
    let here = stage.active.with(|active| active.as_ref() == Some(learner));
    if here { "0" } else { "-1" }
}

/// Marks too close together: their number.
fn several(stage: Stage, learner: Id, spot: Memo<Option<Spot>>) -> impl IntoView {
    let n = move || spot.with(|s| s.as_ref().map_or(0, |s| s.marks.len()));
    let name = move || {
        spot.with(|spot| {
            let spot = spot.as_ref()?;
            let first = spot.marks.first().map(|m| stage.words(m.at))?;
            Some(tn!(
                spot.marks.len(),
                "{count} event from {first}",
                "{count} events from {first}",
                first = first
            ))
        })
    };
    let who = learner.clone();
    let open = move || {
        let marks = spot.with_untracked(|s| s.as_ref().map(|s| s.marks.clone()));
        stage.aside.set(Aside::Several(learner.clone(), marks.unwrap_or_default()));
    };
    view! {
        <button
            type="button"
            class="mark is-several"
            data-mark="several"
            tabindex=move || tab(stage, &who)
            style:left=move || format!("{}px", spot.with(|s| s.as_ref().map_or(0.0, |s| s.x)))
            aria-label=name
            title=name
            on:click=move |event| {
                event.stop_propagation();
                open();
            }
        >
            {n}
        </button>
    }
}

/// A drag under way: where it began, and whether it moved.
type Grip = Option<(f64, i64, bool)>;

fn one(stage: Stage, learner: Id, seq: usize, spot: Memo<Option<Spot>>) -> impl IntoView {
    let mark = Memo::new(move |_| spot.with(|s| s.as_ref()?.marks.first().cloned()));
    let at = move || {
        let moving = stage.moving.get().filter(|(n, _)| *n == seq).map(|(_, at)| at);
        moving.or_else(|| mark.with(|m| m.as_ref().map(|m| m.at))).unwrap_or_default()
    };
    let name = move || mark.with(|m| m.as_ref().map(|m| words(stage, m, at())));
    let kind = move || {
        mark.with(|m| m.as_ref().map_or(("joined", lu::LuCheck), |m| look(m.kind, m.status)))
    };
    // Which activity it was is read off the lane, and with it the order.
    let letters = Memo::new(move |_| {
        let item = mark.with(|m| {
            m.as_ref().filter(|m| m.kind == EventKind::ActivityCompleted).map(|m| m.item.clone())
        })?;
        if !matches!(kind().0, "completed" | "passed") {
            return None;
        }
        let title = stage.room.track(|p| item_title(p, &item));
        let words = title.split_whitespace().filter_map(|word| word.chars().next());
        Some(words.take(2).flat_map(char::to_uppercase).collect::<String>())
    });
    let chosen =
        move || stage.aside.with(|a| matches!(a, Aside::Event(draft) if draft.seq == Some(seq)));
    let who = learner.clone();
    let open = {
        let learner = learner.clone();
        move |focus: bool| {
            let Some(mark) = mark.get_untracked() else { return };
            let name = stage.lane(&learner).map(|lane| lane.name).unwrap_or_default();
            stage.room.learner.set(Some(learner.clone()));
            stage.open_event(seq, event_of(&learner, &mark), name, focus);
        }
    };
    let put = {
        let learner = learner.clone();
        move |moment: crate::catalogue::Moment, key: Option<&str>| {
            let Some(mark) = mark.get_untracked() else { return };
            let mut event = event_of(&learner, &mark);
            if event.at == moment {
                return;
            }
            event.at = moment;
            let name = stage.lane(&learner).map(|lane| lane.name).unwrap_or_default();
            if untrack(chosen) {
                stage.open_event(seq, event.clone(), name, false);
            }
            stage.put_event(seq, event, t!("Move an event"), key);
        }
    };
    let grip = StoredValue::new(Grip::None);
    let down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        event.stop_propagation();
        if let Some(element) = target::<HtmlElement>(&event) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        grip.set_value(Some((f64::from(event.client_x()), untrack(at), false)));
    };
    let moves = move |event: PointerEvent| {
        let Some((from, began, far)) = grip.get_value() else { return };
        let by = f64::from(event.client_x()) - from;
        if !far && by.abs() < SLACK {
            return;
        }
        grip.set_value(Some((from, began, true)));
        let x = untrack(|| stage.x(began)) + by;
        stage.move_mark(seq, stage.at(x).1);
    };
    let up = {
        let (put, open) = (put.clone(), open.clone());
        move |_: PointerEvent| {
            let Some((_, _, far)) = grip.get_value() else { return };
            grip.set_value(None);
            if !far {
                open(false);
                return;
            }
            if let Some((_, at)) = stage.moving.get_untracked() {
                put(stage.snap(at).0, None);
            }
        }
    };
    let pressed = move |event: KeyboardEvent| {
        let step = stage.step() * if event.shift_key() { 10 } else { 1 };
        match event.key().as_str() {
            "ArrowLeft" | "ArrowRight" => {
                let by = if event.key() == "ArrowLeft" { -step } else { step };
                let zone = stage.zone.get_untracked().0;
                let moment = moved(&zone, untrack(at), by);
                let to = zone.instant(moment).0;
                stage.move_mark(seq, to);
                put(moment, Some(&format!("events/{seq}/at")));
                stage.room.say(stage.words(to));
            }
            "Delete" | "Backspace" => stage.remove_event(seq),
            "Enter" | " " => open(true),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <button
            type="button"
            class=move || format!("mark is-{}", kind().0)
            class:is-chosen=chosen
            class:is-moving=move || stage.moving.get().is_some_and(|(n, _)| n == seq)
            data-mark=move || kind().0
            data-seq=seq.to_string()
            tabindex=move || tab(stage, &who)
            style:left=move || format!("{}px", spot.with(|s| s.as_ref().map_or(0.0, |s| s.x)))
            aria-label=name
            title=name
            on:pointerdown=down
            on:pointermove=moves
            on:pointerup=up
            on:pointercancel=move |_| {
                grip.set_value(None);
                stage.moving.set(None);
            }
            on:click=move |event| event.stop_propagation()
            on:focus=move |_| stage.apart.set(Some(seq))
            on:blur=move |_| {
                if stage.apart.try_get_untracked() == Some(Some(seq)) {
                    stage.apart.set(None);
                }
            }
            on:keydown=pressed
        >
            {move || match letters.get() {
                Some(letters) => view! { <span aria-hidden="true">{letters}</span> }.into_any(),
                None => icon(kind().1).into_any(),
            }}
            {move || {
                let here = stage.moving.get().is_some_and(|(n, _)| n == seq);
                here.then(|| view! { <span class="moved" aria-hidden="true">{stage.words(at())}</span> })
            }}
        </button>
    }
}
