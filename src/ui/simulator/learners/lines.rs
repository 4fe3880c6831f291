//! Lines across the lanes that can be dragged: from when rules are active, when
//! sessions start and end.

use super::super::controls::target;
use super::super::state::Room;
use super::super::words::{rule_title, title_or};
use super::stage::Stage;
use crate::catalogue::{Id, Moment, Zone};
use crate::rules::Project;
use crate::screen::time_ticks::moved;
use crate::screen::timeline::levels;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent};

/// Whose instant a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LineId {
    Automation(Id),
    Trigger(Id),
    Start(Id),
    End(Id),
}

impl LineId {
    fn key(&self) -> String {
        match self {
            Self::Automation(id) | Self::Trigger(id) => format!("rule/{id}"),
            Self::Start(id) => format!("start/{id}"),
            Self::End(id) => format!("end/{id}"),
        }
    }

    fn is_rule(&self) -> bool {
        matches!(self, Self::Automation(_) | Self::Trigger(_))
    }

    /// What the line is called.
    fn name(&self, project: &Project) -> String {
        let session = |id: &Id| {
            let found = project.sessions.iter().find(|s| s.id == *id);
            found.map_or_else(|| id.to_string(), |s| title_or(&s.title, &s.id).to_owned())
        };
        match self {
            Self::Automation(id) | Self::Trigger(id) => rule_title(project, id),
            Self::Start(id) => t!("{session} starts", session = session(id)),
            Self::End(id) => t!("{session} ends", session = session(id)),
        }
    }
}

/// Labels are so wide, in px.
const LABEL: f64 = 220.0;
/// So many lines in sight have a label; a rehearsal with more is better looked at
/// closely.
const SHOWN: usize = 24;

/// Every line, those without an instant too.
fn all(project: &Project) -> Vec<(LineId, Option<Moment>)> {
    let mut out: Vec<(LineId, Option<Moment>)> = Vec::new();
    out.extend(
        project.automations.iter().map(|a| (LineId::Automation(a.id.clone()), a.active_from)),
    );
    out.extend(project.triggers.iter().map(|t| (LineId::Trigger(t.id.clone()), t.active_from)));
    for session in &project.sessions {
        out.push((LineId::Start(session.id.clone()), session.start));
        out.push((LineId::End(session.id.clone()), session.end));
    }
    out
}

/// The instants of all lines.
pub(super) fn instants(room: Room, zone: &Zone) -> Vec<i64> {
    room.track(|p| all(p).into_iter().filter_map(|(_, at)| Some(zone.instant(at?).0)).collect())
}

/// A line as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawn {
    id: LineId,
    /// None for a rule that is always active.
    at: Option<i64>,
    x: f64,
    level: usize,
}

fn drawn(stage: Stage) -> (Vec<Drawn>, usize) {
    let (span, width) = (stage.now_shown(), stage.width.get());
    let zone = stage.zone.get().0;
    let pulled = stage.pulled.get();
    let lines = stage.room.track(all);
    let mut out: Vec<Drawn> = lines
        .into_iter()
        .filter(|(id, at)| at.is_some() || id.is_rule())
        .map(|(id, at)| {
            let held = pulled.as_ref().filter(|(line, _)| *line == id).map(|(_, at)| *at);
            let at = held.or(at.map(|at| zone.instant(at).0));
            Drawn { id, x: at.map_or(0.0, |at| span.x(at, width)), at, level: 0 }
        })
        .filter(|line| (-1.0..=width + 1.0).contains(&line.x))
        .collect();
    out.sort_by(|a, b| a.x.total_cmp(&b.x));
    let more = out.len().saturating_sub(SHOWN);
    out.truncate(SHOWN);
    let room = |line: &Drawn| (line.x.min(width - LABEL).max(0.0), LABEL.min(width));
    let rows = levels(&out.iter().map(room).collect::<Vec<_>>());
    for (line, level) in out.iter_mut().zip(rows) {
        line.level = level;
    }
    // In an order that a drag does not change: an element that is moved in the
    // page loses the pointer that holds it.
    out.sort_by_cached_key(|line| line.id.key());
    (out, more)
}

/// Puts the instant of a line where it was dragged to; none makes a rule active
/// always.
fn put(room: Room, line: &LineId, at: Option<Moment>, by_key: bool) {
    let key = line.key();
    let key = by_key.then_some(key.as_str());
    let place = |found: Option<usize>| found.unwrap_or(usize::MAX);
    match line {
        LineId::Automation(id) => {
            let at_place = room.peek(|p| place(p.automations.iter().position(|a| a.id == *id)));
            room.change(
                t!("Move active from"),
                key,
                |p| &p.automations,
                at_place,
                |rule| {
                    rule.active_from = at;
                },
            );
        }
        LineId::Trigger(id) => {
            let at_place = room.peek(|p| place(p.triggers.iter().position(|t| t.id == *id)));
            room.change(
                t!("Move active from"),
                key,
                |p| &p.triggers,
                at_place,
                |rule| {
                    rule.active_from = at;
                },
            );
        }
        LineId::Start(id) | LineId::End(id) => {
            let at_place = room.peek(|p| place(p.sessions.iter().position(|s| s.id == *id)));
            let (label, is_start) = match line {
                LineId::Start(_) => (t!("Move the start of a session"), true),
                _ => (t!("Move the end of a session"), false),
            };
            room.change(
                label,
                key,
                |p| &p.sessions,
                at_place,
                |session| {
                    if is_start { session.start = at } else { session.end = at }
                },
            );
        }
    }
}

/// The lines in sight, and how many more there are.
pub(super) type Found = Memo<(Vec<Drawn>, usize)>;

pub(super) fn found(stage: Stage) -> Found {
    Memo::new(move |_| drawn(stage))
}

/// The height that the labels take, in px.
pub(super) fn band(stage: Stage, found: Found) -> usize {
    let rows = found.with(|(all, _)| all.iter().map(|l| l.level + 1).max().unwrap_or(0));
    rows * stage.label_row() + usize::from(rows > 0) * 6
}

/// The lines' labels, which are their handles, and the lines.
pub(super) fn lines(stage: Stage, found: Found) -> impl IntoView {
    // In the order of the project, not of time: a handle that changes its place on
    // the page while it is dragged or moved by keys loses pointer and focus.
    let which = move || {
        let mut ids = found.with(|(all, _)| all.iter().map(|l| l.id.clone()).collect::<Vec<_>>());
        let order = stage.room.track(all);
        ids.sort_by_key(|id| order.iter().position(|(other, _)| other == id));
        ids
    };
    view! {
        <div class="line-labels" role="group" aria-label=t!("Rules and sessions over time")>
            <For each=which key=LineId::key let:id>
                {line(stage, found, id)}
            </For>
            {move || found.with(|(_, more)| *more).gt(&0).then(|| view! {
                <span class="more">
                    {move || tn!(found.with(|(_, more)| *more), "{count} more: zoom in", "{count} more: zoom in")}
                </span>
            })}
        </div>
    }
}

fn line(stage: Stage, found: Found, id: LineId) -> impl IntoView {
    let room = stage.room;
    let this = id.clone();
    let me = Memo::new(move |_| found.with(|(all, _)| all.iter().find(|l| l.id == this).cloned()));
    let x = move || me.with(|l| l.as_ref().map_or(0.0, |l| l.x));
    let at = move || me.with(|l| l.as_ref().and_then(|l| l.at));
    let level = move || me.with(|l| l.as_ref().map_or(0, |l| l.level));
    // A label near the right edge stands left of its place.
    let shift = move || (x().min(stage.width.get() - LABEL).max(0.0)) - x();
    let key = id.key();
    let named = id.clone();
    let name = Memo::new(move |_| room.track(|p| named.name(p)));
    let is_rule = id.is_rule();
    let label = move || {
        if is_rule { t!("{rule}: active from", rule = name.get()) } else { name.get() }
    };
    let when = move || at().map_or_else(|| t!("always").to_owned(), |at| stage.words(at));
    let grip = StoredValue::new(None::<(f64, f64, bool)>);
    let down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let Some(element) = target::<HtmlElement>(&event) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        grip.set_value(Some((f64::from(event.client_x()), untrack(x), false)));
    };
    let dragged = id.clone();
    let moves = move |event: PointerEvent| {
        let Some((from, began, far)) = grip.get_value() else { return };
        let by = f64::from(event.client_x()) - from;
        if far || by.abs() >= 3.0 {
            grip.set_value(Some((from, began, true)));
            let to = (began + by).clamp(0.0, stage.width.get_untracked());
            stage.pulled.set(Some((dragged.clone(), stage.at(to).1)));
        }
    };
    let dropped = id.clone();
    let up = move |_: PointerEvent| {
        grip.set_value(None);
        if let Some((_, at)) = stage.pulled.get_untracked() {
            // The axis must not jump when the line was its end.
            if stage.span.get_untracked().is_none() {
                stage.span.set(Some(untrack(|| stage.now_shown())));
            }
            put(room, &dropped, Some(stage.snap(at).0), false);
            stage.pulled.set(None);
            room.say(t!("{line}: {when}", line = untrack(label), when = stage.words(at)));
        }
    };
    let keyed = id.clone();
    let pressed = move |event: KeyboardEvent| {
        let step = stage.step() * if event.shift_key() { 10 } else { 1 };
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -step,
            "ArrowRight" | "ArrowUp" => step,
            "Delete" | "Backspace" if is_rule => {
                event.prevent_default();
                put(room, &keyed, None, false);
                room.say(t!("{rule}: active always", rule = name.get_untracked()));
                return;
            }
            _ => return,
        };
        event.prevent_default();
        let from = untrack(at).unwrap_or_else(|| stage.at(0.0).1);
        let moment = moved(&stage.zone.get_untracked().0, from, by);
        put(room, &keyed, Some(moment), true);
    };
    let hint = move || {
        let (line, when) = (label(), when());
        if is_rule {
            t!(
                "{line}: {when}. Drag, or use the arrow keys; Delete makes it active always.",
                line = line,
                when = when
            )
        } else {
            t!("{line}: {when}. Drag, or use the arrow keys.", line = line, when = when)
        }
    };
    view! {
        <div
            class="line"
            class:is-rule=is_rule
            class:is-open=move || at().is_none()
            class:is-pulled=move || stage.pulled.with(|p| p.as_ref().is_some_and(|(l, _)| *l == id))
            style:left=move || format!("{}px", x())
        >
            <div
                class="handle"
                role="slider"
                tabindex="0"
                data-line=key
                aria-label=label
                aria-orientation="horizontal"
                aria-valuemin=move || stage.everything().at(0.0, 1.0).to_string()
                aria-valuemax=move || stage.everything().at(1.0, 1.0).to_string()
                aria-valuenow=move || at().unwrap_or_else(|| stage.everything().at(0.0, 1.0)).to_string()
                aria-valuetext=when
                title=hint
                style:top=move || format!("{}px", level() * stage.label_row() + 3)
                style:margin-inline-start=move || format!("{}px", shift())
                on:pointerdown=down
                on:pointermove=moves
                on:pointerup=up
                on:pointercancel=move |_| {
                    grip.set_value(None);
                    stage.pulled.set(None);
                }
                on:keydown=pressed
            >
                {icon(if is_rule { lu::LuWorkflow } else { lu::LuCalendarRange })}
                <span>{name}</span>
            </div>
            {move || stage.pulled.with(|p| p.is_some()).then(|| view! {
                <span class="moved" aria-hidden="true">{when}</span>
            })}
        </div>
    }
}
