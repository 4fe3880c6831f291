//! The history: versions of the document, and a list of steps to go back or
//! forward to, newest first.

use crate::locale::mark;
use crate::ui::locale::said;
use crate::ui::shared::when::clock;
use crate::ui::state::Designer;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// So many steps are shown.
const SHOWN: usize = 300;

/// One line of the list: how many steps stand there, 0 at the start.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    stand: usize,
    label: String,
    /// Milliseconds since 1970; the start has none.
    at: Option<f64>,
    /// Whether it is done, as things are now.
    done: bool,
}

/// The lines, newest first, and how many steps stand.
#[derive(Clone, Debug, Default, PartialEq)]
struct Lines {
    list: Vec<Line>,
    stand: usize,
    /// Whether there are steps that are not shown.
    more: bool,
}

fn lines(designer: Designer) -> Lines {
    let steps = designer.core.with_value(|core| core.editor.steps());
    let stand = steps.iter().filter(|step| step.done).count();
    let more = steps.len() > SHOWN;
    let start = Line { stand: 0, label: mark!("Start").to_owned(), at: None, done: true };
    let shown = steps.into_iter().enumerate().rev().take(SHOWN).map(|(i, step)| Line {
        stand: i + 1,
        label: step.label,
        at: Some(step.at),
        done: step.done,
    });
    Lines { list: shown.chain([start]).collect(), stand, more }
}

pub(super) fn panel(designer: Designer) -> impl IntoView {
    let lines = Memo::new(move |_| {
        designer.revision.track();
        lines(designer)
    });
    // "Just now" is so for a minute.
    let now = RwSignal::new(js_sys::Date::now());
    if let Ok(timer) =
        set_interval_with_handle(move || now.set(js_sys::Date::now()), Duration::from_secs(20))
    {
        on_cleanup(move || timer.clear());
    }
    // Pictures of versions are drawn where they are in sight.
    let root = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| designer.show_shelf(root.get().map(|root| (*root).clone())));
    Effect::new(move |_| {
        designer.fonts_loading.track();
        designer.fill_shelf();
    });
    on_cleanup(move || designer.show_shelf(None));
    let focused = RwSignal::new(None::<usize>);
    let keys = move || lines.with(|l| l.list.iter().map(|line| line.stand).collect::<Vec<_>>());
    // The line that Tab comes to: the one that had the focus, else where things stand.
    let stop = Memo::new(move |_| {
        let had = focused.get();
        lines.with(|lines| {
            let there = |stand: usize| lines.list.iter().any(|line| line.stand == stand);
            let first = lines.list.first().map_or(0, |line| line.stand);
            had.filter(|had| there(*had))
                .unwrap_or_else(|| if there(lines.stand) { lines.stand } else { first })
        })
    });
    view! {
        <div class="panel-body history" node_ref=root on:scroll=move |_| designer.fill_shelf()>
            {super::versions::section(designer)}
            <h3>{t!("Steps")}</h3>
            <p class="hint" id="l-history-hint">
                {t!("Go back to any step, and forward again. Arrow keys move, Enter goes there.")}
            </p>
            <Show when=move || lines.with(|l| l.more)>
                <p class="hint">{t!("The newest {count} steps are shown.", count = SHOWN)}</p>
            </Show>
            <ol
                aria-label=t!("Steps, newest first")
                aria-describedby="l-history-hint"
                on:keydown=move |event| moved(&event)
            >
                <For each=keys key=|stand| *stand let:stand>
                    {line(designer, lines, now, stop, focused, stand)}
                </For>
            </ol>
        </div>
    }
}

fn line(
    designer: Designer,
    lines: Memo<Lines>,
    now: RwSignal<f64>,
    stop: Memo<usize>,
    focused: RwSignal<Option<usize>>,
    stand: usize,
) -> impl IntoView {
    let info = Memo::new(move |_| {
        lines.with(|lines| {
            // Newest first, without gaps: its place is known.
            let newest = lines.list.first().map_or(0, |line| line.stand);
            let found = if stand == 0 {
                lines.list.last()
            } else {
                newest.checked_sub(stand).and_then(|i| lines.list.get(i))
            };
            found.cloned().map(|line| (line, lines.stand == stand))
        })
    });
    let current = move || info.with(|i| i.as_ref().is_some_and(|(_, current)| *current));
    let undone = move || info.with(|i| i.as_ref().is_some_and(|(line, _)| !line.done));
    let label = move || info.with(|i| i.as_ref().map(|(line, _)| said(&line.label)));
    let time = move || {
        let at = info.with(|i| i.as_ref().and_then(|(line, _)| line.at));
        at.map(|at| clock(at, now.get()))
    };
    view! {
        <li>
            <button
                type="button"
                class="step"
                class:is-undone=undone
                tabindex=move || if stop.get() == stand { "0" } else { "-1" }
                aria-current=move || current().then_some("step")
                on:focus=move |_| focused.set(Some(stand))
                on:click=move |event| {
                    designer.jump(stand);
                    designer.pictures_changed();
                    let label = untrack(label).unwrap_or_default();
                    designer.say(t!("Now at: {label}", label = label));
                    stay(&event);
                }
            >
                <span class="dot" aria-hidden="true"></span>
                <span class="what">{label}</span>
                <Show when=undone>
                    <span class="sr-only">{t!(", undone")}</span>
                </Show>
                <span class="when">{time}</span>
            </button>
        </li>
    }
}

/// Keeps the focus on the line that was clicked.
fn stay(event: &ev::MouseEvent) {
    let Some(button) = crate::ui::designer::target::<HtmlElement>(event) else { return };
    spawn_local(async move {
        tick().await;
        let _ = button.focus();
    });
}

/// Arrow keys go from line to line.
fn moved(event: &ev::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(list) = crate::ui::designer::target::<web_sys::Element>(event) else { return };
    let Some(here) = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let item = here.closest("li").ok().flatten();
    let to = match event.key().as_str() {
        "ArrowDown" => item.and_then(|li| li.next_element_sibling()),
        "ArrowUp" => item.and_then(|li| li.previous_element_sibling()),
        "Home" => list.first_element_child(),
        "End" => list.last_element_child(),
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    let button = to.and_then(|li| li.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
