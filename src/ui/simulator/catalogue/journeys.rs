//! Journeys: activities in order, each required or not.

use super::super::controls::tick;
use super::super::state::Room;
use super::super::words::item_title;
use super::entry::At;
use super::parts::{activities, adder, moves};
use super::shelf::{Words, shelf};
use crate::catalogue::{Id, Journey, JourneyStep};
use crate::locale::mark;
use leptos::prelude::*;

pub(super) fn journeys(room: Room, open: Option<Id>) -> impl IntoView {
    let words = Words {
        add: t!("Add journey"),
        search: t!("Search journeys"),
        none: t!(
            "There are no journeys yet. A journey bundles activities, so that a rule can wait for all of them at once."
        ),
        back: t!("All journeys"),
    };
    let summary = |j: &Journey| tn!(j.activities.len(), "{count} activity", "{count} activities");
    shelf(room, open, words, |_, _| {}, summary, |_| false, editor)
}

fn editor(at: At<Journey>) -> impl IntoView {
    let room = at.room;
    let all = activities(room);
    let places = at.part(|j| j.activities.len());
    let step = move |n: usize| {
        let own =
            at.part(move |j| j.activities.get(n).map(|s| s.activity.clone()).unwrap_or_default());
        let name = Memo::new(move |_| room.track(|p| item_title(p, &own.get())));
        let shift = move |down: bool| {
            at.change(mark!("Move an activity of a journey"), |j| {
                let to = if down { n + 1 } else { n.saturating_sub(1) };
                if to < j.activities.len() {
                    j.activities.swap(n, to);
                }
            });
        };
        let remove = move || {
            at.change(mark!("Take an activity out of a journey"), |j| {
                if n < j.activities.len() {
                    j.activities.remove(n);
                }
            });
            room.tell_undo(t!("“{name}” taken out.", name = name.get_untracked()));
        };
        view! {
            <li class="card line" data-step=n>
                <span class="grow">{move || name.get()}</span>
                {tick(
                    t!("Required"),
                    move || at.read(|j| j.activities.get(n).is_some_and(|s| s.required)),
                    move |required| at.change(mark!("Change what a journey requires"), |j| {
                        if let Some(step) = j.activities.get_mut(n) {
                            step.required = required;
                        }
                    }),
                )}
                {moves(move || name.get(), move || (n, places.get()), shift, remove)}
            </li>
        }
    };
    view! {
        <h2>{t!("Activities")}</h2>
        <p class="hint">{t!("In the order learners see them. The journey is completed when all that are required are; the others are a bonus.")}</p>
        <ol class="lines">
            <For each=move || 0..places.get() key=|n| *n let:n>{step(n)}</For>
        </ol>
        {move || (places.get() == 0).then(|| view! {
            <p class="soft">{t!("Nothing is in it yet, so it can never be completed.")}</p>
        })}
        {adder(t!("Add an activity to the journey"), all, move |activity| {
            at.change(mark!("Add an activity to a journey"), |j| {
                j.activities.push(JourneyStep { activity, required: true });
            });
        })}
    }
}
