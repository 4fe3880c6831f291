//! The order check: every order of the completions, and the one that goes wrong.

use super::findings::repair_words;
use super::handle::Rule;
use crate::catalogue::Id;
use crate::desk::order_play::order_play;
use crate::desk::{Ask, Edit, Person};
use crate::locale::mark;
use crate::rules::order::OrderCheck;
use crate::rules::repair::Repair;
use crate::ui::shared::icon;
use crate::ui::simulator::controls::action;
use crate::ui::simulator::navigate::View;
use crate::ui::simulator::words::item_title;
use icondata_lu as lu;
use leptos::prelude::*;

/// What came of the last check of this rule.
#[derive(Clone, PartialEq)]
enum Outcome {
    Running,
    /// There is nothing to check.
    None,
    Done(Box<OrderCheck>),
}

pub(super) fn order(rule: Rule) -> impl IntoView {
    let room = rule.room;
    let outcome = RwSignal::new(None::<Outcome>);
    let turn = StoredValue::new(0_u64);
    let ask = move || {
        let now = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let id = rule.id.get_value();
        room /*?*/
            .spawn(async move {
                let answer = room.ask::<Option<OrderCheck>>(&Ask::OrderCheck { rule: id }).await;
                if turn.try_get_value() != now {
                    return;
                }
                match answer {
                    Ok(Some(found)) => outcome.set(Some(Outcome::Done(Box::new(found)))),
                    Ok(None) => outcome.set(Some(Outcome::None)),
                    Err(faults) => {
                        outcome.set(None);
                        room.tell_all(faults);
                    }
                }
            });
    };
    let begin = move || {
        outcome.set(Some(Outcome::Running));
        ask();
    };
    // Once asked for, the answer follows each edit.
    Effect::new(move |_| {
        room.news.track();
        if outcome.with_untracked(Option::is_some) {
            ask();
        }
    });
    view! {
        <section class="part order" aria-labelledby="r-order">
            <h2 id="r-order">{t!("Order check")}</h2>
            <p class="hint">
                {t!("Plays every order in which the rule’s items can be completed, and one of them twice, and looks for an order in which a learner gets nothing or gets it twice.")}
            </p>
            {action(lu::LuListOrdered, t!("Check every order"), begin)}
            <div role="status" data-order="">
                {move || outcome.get().map(|outcome| match outcome {
                    Outcome::Running => view! { <p class="soft late">{t!("Playing…")}</p> }.into_any(),
                    Outcome::None => view! {
                        <p class="soft">
                            {t!("There are no orders to play: the rule is about fewer than two items, or its event type grants nothing.")}
                        </p>
                    }
                    .into_any(),
                    Outcome::Done(found) => answer(rule, &found).into_any(),
                })}
            </div>
        </section>
    }
}

/// What came of it, and of how many orders.
fn verdict(found: &OrderCheck) -> String {
    let n = found.orders_played;
    match (found.is_ok(), found.exhaustive) {
        (true, true) => tn!(
            n,
            "Works in any order ({count} order played)",
            "Works in any order ({count} orders played)",
        ),
        (true, false) => tn!(
            n,
            "Works in any order ({count} order played, a sample of all there are)",
            "Works in any order ({count} orders played, a sample of all there are)",
        ),
        (false, true) => tn!(
            n,
            "Does not work in every order ({count} order played)",
            "Does not work in every order ({count} orders played)",
        ),
        (false, false) => tn!(
            n,
            "Does not work in every order ({count} order played, a sample of all there are)",
            "Does not work in every order ({count} orders played, a sample of all there are)",
        ),
    }
}

fn answer(rule: Rule, found: &OrderCheck) -> impl IntoView {
    if found.is_ok() {
        return view! {
            <p class="verdict is-good" data-order-result="ok">
                {icon(lu::LuCircleCheck)}
                <strong>{verdict(found)}</strong>
            </p>
        }
        .into_any();
    }
    let nothing = found.nothing.clone().map(|order| {
        let last = order.len();
        counterexample(
            rule,
            t!("Whoever completes them in this order gets nothing:"),
            "nothing",
            order,
            vec![(last, t!("nothing is granted").to_owned())],
        )
    });
    let twice = found.twice.clone().map(|twice| {
        let marks = twice.at.iter().enumerate().map(|(n, at)| {
            let words = if n == 0 { t!("granted") } else { t!("granted again") };
            (at + 1, words.to_owned())
        });
        let marks = marks.collect();
        counterexample(
            rule,
            t!("Whoever completes them in this order gets it more than once:"),
            "twice",
            twice.counterexample,
            marks,
        )
    });
    let early = found.fires_on_first.then(|| {
        view! { <p class="soft">{t!("The rule fires on the very first completion, whichever it is.")}</p> }
    });
    view! {
        <p class="verdict is-bad" data-order-result="fails">
            {icon(lu::LuTriangleAlert)}
            <strong>{verdict(found)}</strong>
        </p>
        {nothing}
        {twice}
        {early}
        {move || fix(rule)}
    }
    .into_any()
}

/// The repair that the checks have for it.
fn fix(rule: Rule) -> Option<impl IntoView> {
    let found = rule.found.with(|all| {
        let repairs = all.iter().filter_map(|(_, check)| check.repair.clone());
        repairs.into_iter().find(|r| matches!(r, Repair::AnyOrder { .. }))
    })?;
    let words = repair_words(&found);
    Some(view! {
        <div class="row">
            <button type="button" class="primary" on:click=move |_| rule.room.repair(found.clone())>
                {icon(lu::LuWrench)}
                <span>{words}</span>
            </button>
        </div>
    })
}

fn counterexample(
    rule: Rule,
    words: &'static str,
    key: &'static str,
    order: Vec<Id>,
    marks: Vec<(usize, String)>,
) -> impl IntoView {
    let item = |(n, id): (usize, &Id)| {
        let title = rule.room.peek(|p| item_title(p, id));
        let said = marks.iter().find(|(at, _)| *at == n + 1).map(|(_, words)| words.clone());
        view! {
            <li>
                {title}
                {said.map(|said| view! { " " <span class="tag is-bad">{said}</span> })}
            </li>
        }
    };
    let items = order.iter().enumerate().map(item).collect::<Vec<_>>();
    view! {
        <div class="card counter" data-counterexample=key>
            <p>{words}</p>
            <ol>{items}</ol>
            {action(lu::LuPlay, t!("Play it on the timeline"), move || play(rule, order.clone()))}
        </div>
    }
}

/// Adds a learner who completes the items in that order, and shows her.
fn play(rule: Rule, order: Vec<Id>) {
    let room = rule.room;
    let active = rule.peek(|r| r.active_from);
    room /*?*/
        .spawn(async move {
            let mut id = Id::from("order-check");
            for n in 2_u32.. {
                let ask = Ask::Learner { learner: id.clone() };
                match room.ask::<Option<Person>>(&ask).await {
                    Ok(None) => break,
                    Ok(Some(_)) => id = format!("order-check-{n}").into(),
                    Err(faults) => {
                        room.tell_all(faults);
                        return;
                    }
                }
            }
            let until = room.progress.with_untracked(|p| p.until);
            let zone = room.peek(|p| crate::catalogue::Zone::named(&p.options.time_zone));
            let zone = zone.unwrap_or_default();
            let (learner, events) =
                room.peek(|p| order_play(p, &zone, id.clone(), active, until, &order));
            let edits =
                vec![Edit::insert(usize::MAX, vec![learner]), Edit::insert(usize::MAX, events)];
            room.edit(mark!("Play an order on the timeline"), None, edits);
            room.learner.set(Some(id));
            room.go(View::Learners);
            room.tell_undo(t!(
                "Added the learner “Order check”, who completes them in that order."
            ));
        });
}
