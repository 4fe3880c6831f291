//! All recorded events as a table, in the order of their import. What is wrong
//! with one stands in its row.

use super::super::scroll::Window;
use super::super::words::{event_words, status_words, target_title};
use super::panel::name_of;
use super::stage::Stage;
use crate::catalogue::Event;
use crate::desk::{Ask, Events, Person};
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

const ROW: f64 = 44.0;

/// The place of the event that a finding is about: `events[12].item`.
fn place(path: &str) -> Option<usize> {
    path.strip_prefix("events[")?.split_once(']')?.0.parse().ok()
}

/// Opens the form, with the learner's name.
fn open_named(stage: Stage, seq: usize, event: Event) {
    stage.room.spawn(async move {
        let ask = Ask::Learner { learner: event.learner.clone() };
        let found = stage.room.ask::<Option<Person>>(&ask).await.ok().flatten();
        let name = found.map_or_else(|| event.learner.to_string(), |person| name_of(&person));
        stage.open_event(seq, event, name, true);
    });
}

pub(super) fn events(stage: Stage) -> impl IntoView {
    let room = stage.room;
    let window = Window::new(ROW);
    stage.list.set_value(Some(window.node));
    let total = Memo::new(move |_| room.sizes.get().1);
    let range = Memo::new(move |_| window.range(total.get()));
    let answer = room.asked::<Events>(move || {
        let range = range.get();
        Some(Ask::Events { from: range.start, count: range.len() })
    });
    let known = RwSignal::new((0_usize, Vec::<Event>::new()));
    Effect::new(move |_| {
        if let Some(events) = answer.get() {
            known.set((range.get_untracked().start, events.events));
        }
    });
    let faults = Memo::new(move |_| {
        room.progress.with(|p| {
            let all = p.faults.iter().filter_map(|f| Some((place(&f.path)?, f.clone())));
            all.collect::<std::collections::BTreeMap<_, _>>()
        })
    });
    let which = move || known.with(|(from, all)| (*from..from + all.len()).collect::<Vec<_>>());
    let height = move || window.height(total.get()).min(15_000_000.0);
    view! {
        <div
            class="events-table"
            node_ref=window.node
            role="region"
            tabindex="0"
            aria-label=t!("All events")
            on:scroll=move |event| window.scrolled(&event)
        >
            <div
                role="table"
                aria-label=t!("All events")
                aria-rowcount=move || (total.get() + 1).to_string()
                style:height=move || format!("{}px", height() + ROW)
            >
                <div role="row" class="event-row is-head" aria-rowindex="1">
                    <span role="columnheader">{t!("When")}</span>
                    <span role="columnheader">{t!("Learner")}</span>
                    <span role="columnheader">{t!("Event")}</span>
                    <span role="columnheader">{t!("Item")}</span>
                    <span role="columnheader">{t!("Status")}</span>
                    <span role="columnheader">{t!("Score")}</span>
                </div>
                <For each=which key=|seq| *seq let:seq>
                    {
                        let event = Memo::new(move |_| {
                            known.with(|(from, all)| all.get(seq.checked_sub(*from)?).cloned())
                        });
                        let fault = Memo::new(move |_| faults.with(|f| f.get(&seq).cloned()));
                        let cell = move |read: fn(&Event) -> String| {
                            move || event.with(|e| e.as_ref().map(read).unwrap_or_default())
                        };
                        let when = move || event.with(|e| {
                            e.as_ref().map(|e| stage.words(room.zone().instant(e.at).0)).unwrap_or_default()
                        });
                        let item = move || event.with(|e| {
                            let e = e.as_ref()?;
                            Some(room.track(|p| target_title(p, e.kind, &e.item)))
                        });
                        let open = move |_| {
                            if let Some(event) = event.get_untracked() {
                                open_named(stage, seq, event);
                            }
                        };
                        view! {
                            <div
                                role="row"
                                class="event-row"
                                class:is-faulty=move || fault.with(Option::is_some)
                                data-event=seq.to_string()
                                aria-rowindex=(seq + 2).to_string()
                                style:top=format!("{}px", window.height(seq) + ROW)
                            >
                                <span role="cell">
                                    <button type="button" class="link" aria-label=move || t!("Edit the event of {when}", when = when()) on:click=open>
                                        {when}
                                    </button>
                                </span>
                                <span role="cell">{cell(|e| e.learner.to_string())}</span>
                                <span role="cell">{cell(|e| event_words(e.kind).to_owned())}</span>
                                <span role="cell">
                                    {item}
                                    {move || fault.get().map(|f| {
                                        let message = said(&f.message);
                                        let repair = f.repair.as_deref().map(said).unwrap_or_default();
                                        let words = format!("{message} {repair}");
                                        view! {
                                            <em class="fault" title=words>
                                                {icon(lu::LuCircleAlert)}
                                                {message}
                                            </em>
                                        }
                                    })}
                                </span>
                                <span role="cell">{cell(|e| status_words(e.status).to_owned())}</span>
                                <span role="cell">{cell(|e| e.score.map(|s| s.to_string()).unwrap_or_default())}</span>
                            </div>
                        }
                    }
                </For>
            </div>
            {move || (total.get() == 0).then(|| view! { <p class="waiting">{t!("No events yet.")}</p> })}
        </div>
        <p class="sr-only" role="status">{move || tn!(total.get(), "{count} event", "{count} events")}</p>
    }
}
