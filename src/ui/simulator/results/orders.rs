//! Every automation played with every order of its completions.

use super::super::controls::empty;
use super::super::navigate::{RuleAt, View};
use super::super::state::Room;
use super::super::words::{item_title, title_or};
use crate::catalogue::Id;
use crate::desk::Ask;
use crate::rules::order::OrderCheck;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn orders(room: Room) -> impl IntoView {
    let rules = Memo::new(move |_| {
        room.track(|p| {
            p.automations
                .iter()
                .map(|a| (a.id.clone(), title_or(&a.name, &a.id).to_owned()))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="page">
            <p class="lead">{t!("Each rule over several items is played with every order in which a learner can complete them, and with repetitions. A rule passes when every order grants exactly once.")}</p>
            {move || rules.with(Vec::is_empty).then(|| empty(t!("There are no automations yet."), view! {
                <button type="button" class="primary" on:click=move |_| room.go(View::Rules(None))>{t!("To the rules")}</button>
            }))}
            <ul class="coverage">
                <For each=move || rules.get() key=|rule| rule.clone() let:rule>
                    {one(room, rule)}
                </For>
            </ul>
        </div>
    }
}

fn one(room: Room, (id, name): (Id, String)) -> impl IntoView {
    let asked = id.clone();
    let found =
        room.asked::<Option<OrderCheck>>(move || Some(Ask::OrderCheck { rule: asked.clone() }));
    let to = id.clone();
    let words = move || {
        found.with(|found| match found {
            None => ("tag", t!("Playing…").to_owned(), String::new()),
            Some(None) => ("tag", t!("One item: order does not matter").to_owned(), String::new()),
            Some(Some(check)) if check.is_ok() => {
                let n = check.orders_played;
                let played = match check.exhaustive {
                    true => tn!(n, "{count} order played (all)", "{count} orders played (all)"),
                    false => tn!(n, "{count} order played (some)", "{count} orders played (some)"),
                };
                ("tag is-good", t!("Works in any order").to_owned(), played)
            }
            Some(Some(check)) => {
                let list = |order: &[Id]| {
                    order
                        .iter()
                        .map(|id| room.peek(|p| item_title(p, id)))
                        .collect::<Vec<_>>()
                        .join(t!(", then "))
                };
                let nothing = check
                    .nothing
                    .as_ref()
                    .map(|order| t!("Nothing is granted for: {order}.", order = list(order)));
                let twice = check.twice.as_ref().map(|twice| {
                    let order = list(&twice.counterexample);
                    t!("Granted more than once for: {order}.", order = order)
                });
                let early = check
                    .fires_on_first
                    .then(|| t!("It fires on the first of them already.").to_owned());
                let all =
                    [nothing, twice, early].into_iter().flatten().collect::<Vec<_>>().join(" ");
                ("tag is-bad", t!("Depends on the order").to_owned(), all)
            }
        })
    };
    view! {
        <li class="card" data-order=id.to_string()>
            <div class="head">
                <span>{icon(lu::LuListOrdered)}</span>
                <button
                    type="button"
                    class="link"
                    on:click=move |_| room.go(View::Rules(Some(RuleAt::Automation(to.clone()))))
                >
                    {name}
                </button>
                <span class="spring"></span>
                {move || {
                    let (class, words, _) = words();
                    view! { <span class=class>{words}</span> }
                }}
            </div>
            <p class="soft">{move || words().2}</p>
        </li>
    }
}
