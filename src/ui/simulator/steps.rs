//! The steps of the history, to go back to any of them.

use super::controls::empty;
use super::state::Room;
use crate::desk::{Ask, StepInfo};
use crate::ui::locale::said;
use leptos::prelude::*;

pub(super) fn steps(room: Room) -> impl IntoView {
    let all = room.asked::<Vec<StepInfo>>(|| Some(Ask::Steps));
    let row = move |at: usize, step: StepInfo, standing: usize| {
        let here = at + 1 == standing;
        let go = move |_| {
            for _ in standing..=at {
                room.send(Ask::Redo);
            }
            for _ in at + 1..standing {
                room.send(Ask::Undo);
            }
        };
        view! {
            <li>
                <button
                    type="button"
                    class="quiet"
                    class:is-on=here
                    class:is-undone=!step.done
                    aria-current=here.then_some("step")
                    on:click=go
                >
                    {said(&step.label)}
                    {(!step.done).then_some(view! { <em>{t!("undone")}</em> })}
                </button>
            </li>
        }
    };
    let start = move |standing: usize| {
        view! {
            <li>
                <button
                    type="button"
                    class="quiet"
                    class:is-on=move || standing == 0
                    on:click=move |_| {
                        for _ in 0..standing {
                            room.send(Ask::Undo);
                        }
                    }
                >
                    {t!("As it was opened")}
                </button>
            </li>
        }
    };
    view! {
        <section class="page narrow">
            <h1>{t!("History")}</h1>
            {super::versions::section(room)}
            <h2>{t!("Steps")}</h2>
            <p class="lead">{t!("Choose a step to go back to it. Nothing after it is lost until you change something.")}</p>
            {move || match all.get() {
                None => view! { <p class="waiting">{t!("Loading…")}</p> }.into_any(),
                Some(list) if list.is_empty() => {
                    empty(t!("Nothing was changed yet. What you do appears here, step by step."), ()).into_any()
                }
                Some(list) => {
                    let standing = list.iter().filter(|step| step.done).count();
                    let rows = list
                        .into_iter()
                        .enumerate()
                        .rev()
                        .map(|(at, step)| row(at, step, standing))
                        .collect::<Vec<_>>();
                    view! { <ol class="steps" reversed>{rows}{start(standing)}</ol> }.into_any()
                }
            }}
        </section>
    }
}
