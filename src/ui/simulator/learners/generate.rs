//! The dialog that makes up learners and what they complete.

use super::super::controls::{moment, number, several, tick};
use super::super::edits::now;
use super::super::words::{day, item_title, title_or};
use super::stage::Stage;
use crate::catalogue::{Id, Instant, Moment};
use crate::desk::{Ask, Recipe};
use crate::diagnostic::Diagnostics;
use crate::rules::Project;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::SubmitEvent;

/// What a recipe comes to.
fn told(recipe: &Recipe, what: &str, from: &str, to: &str) -> String {
    let n = recipe.learners;
    let who = if recipe.in_order {
        tn!(
            n,
            "{count} learner between {from} and {to}: {what}, in this order.",
            "{count} learners between {from} and {to}: {what}, in this order.",
            from = from,
            to = to,
            what = what
        )
    } else {
        tn!(
            n,
            "{count} learner between {from} and {to}: {what}, each in a random order.",
            "{count} learners between {from} and {to}: {what}, each in a random order.",
            from = from,
            to = to,
            what = what
        )
    };
    let share = match recipe.share {
        share if share >= 100.0 => t!("All of them finish.").to_owned(),
        share => {
            t!("{share} % of them finish all of it; the others leave some out.", share = share)
        }
    };
    let events = n.saturating_mul(recipe.activities.len());
    let most = tn!(events, "Up to {count} event.", "Up to {count} events.");
    [who, share, most].join(" ")
}

/// The activities that rules speak of; all when they speak of none.
fn of_rules(project: &Project) -> Vec<Id> {
    // A rule names an activity by its id as a text of its own.
    let rules =
        serde_json::to_string(&(&project.automations, &project.triggers, &project.certifications))
            .unwrap_or_default();
    let is_named =
        |id: &Id| serde_json::to_string(id.as_str()).is_ok_and(|quoted| rules.contains(&quoted));
    let all = || project.activities.iter().map(|a| a.id.clone());
    let named: Vec<Id> = all().filter(is_named).take(10).collect();
    if named.is_empty() { all().take(10).collect() } else { named }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "chance")]
fn seed() -> u32 {
    (js_sys::Math::random() * 10_000.0) as u32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a count that is checked"
)]
pub(super) fn generate(stage: Stage) -> AnyView {
    let room = stage.room;
    let zone = untrack(|| room.zone());
    let (begin, until) = stage.all.get_untracked();
    let end = if until == 0 { js_sys::Date::now() as i64 } else { until };
    let start = zone.start_of_day(Instant(if begin == 0 { end - 30 * 86_400_000 } else { begin }));
    // At least a week to spread the completions over.
    let end = Instant(end.max(start.0 + 7 * 86_400_000));
    let recipe = RwSignal::new(Recipe {
        learners: 200,
        activities: room.peek(of_rules),
        in_order: false,
        from: start.0,
        to: end.0,
        share: 100.0,
        scores: Some((60.0, 100.0)),
        seed: seed(),
    });
    let faults = RwSignal::new(Diagnostics::new());
    let shown = zone.clone();
    let preview = move || {
        recipe.with(|r| {
            let titles = room.track(|p| {
                r.activities.iter().map(|id| item_title(p, id)).collect::<Vec<_>>().join(t!(", "))
            });
            let what = if titles.is_empty() { t!("nothing").to_owned() } else { titles };
            told(r, &what, &day(&shown, r.from), &day(&shown, r.to))
        })
    };
    let make = move |event: SubmitEvent| {
        event.prevent_default();
        let made = recipe.get_untracked();
        let wrong = made.faults();
        if wrong.is_empty() {
            let n = made.learners;
            let words = tn!(n, "{count} learner generated.", "{count} learners generated.");
            stage.bring(Ask::Generate { recipe: Box::new(made), now: now() }, words);
        } else {
            faults.set(wrong);
        }
    };
    let activities = move || {
        room.track(|p| {
            let list = p.activities.iter();
            list.map(|a| (a.id.clone(), title_or(&a.title, &a.id).to_owned())).collect::<Vec<_>>()
        })
    };
    let (from, to) = (zone.clone(), zone.clone());
    let instant = move |at: Option<Moment>| at.map(|at| zone.instant(at).0);
    let (set_from, set_to) = (instant.clone(), instant);
    view! {
        <form novalidate=true on:submit=make>
            <p class="hint">
                {t!("Makes up learners and their completions, so that rules can be tried with many. It can be undone in one step.")}
            </p>
            <div class="two">
                {number(
                    t!("How many learners"),
                    "200",
                    move || Some(recipe.with(|r| r.learners as f64)),
                    move |n| recipe.update(|r| r.learners = n.unwrap_or(0.0).max(0.0) as usize),
                )}
                {number(
                    t!("Finish all, in %"),
                    "100",
                    move || Some(recipe.with(|r| r.share)),
                    move |n| recipe.update(|r| r.share = n.unwrap_or(100.0)),
                )}
            </div>
            {several(
                t!("They complete"),
                t!("Add an activity…"),
                activities,
                move || recipe.with(|r| r.activities.clone()),
                move |list| recipe.update(|r| r.activities = list),
            )}
            {tick(
                t!("Everybody in the order above; otherwise each in a random order"),
                move || recipe.with(|r| r.in_order),
                move |on| recipe.update(|r| r.in_order = on),
            )}
            <div class="two">
                {moment(
                    t!("From"),
                    from,
                    move || Some(Moment::At(Instant(recipe.with(|r| r.from)))),
                    move |at| {
                        if let Some(at) = set_from(at) {
                            recipe.update(|r| r.from = at);
                        }
                    },
                )}
                {moment(
                    t!("To"),
                    to,
                    move || Some(Moment::At(Instant(recipe.with(|r| r.to)))),
                    move |at| {
                        if let Some(at) = set_to(at) {
                            recipe.update(|r| r.to = at);
                        }
                    },
                )}
            </div>
            {tick(
                t!("With scores"),
                move || recipe.with(|r| r.scores.is_some()),
                move |on| recipe.update(|r| r.scores = on.then_some((60.0, 100.0))),
            )}
            {move || recipe.with(|r| r.scores.is_some()).then(|| view! {
                <div class="two">
                    {number(
                        t!("Lowest score"),
                        "60",
                        move || recipe.with(|r| r.scores.map(|s| s.0)),
                        move |n| recipe.update(|r| r.scores = r.scores.map(|s| (n.unwrap_or(0.0), s.1))),
                    )}
                    {number(
                        t!("Highest score"),
                        "100",
                        move || recipe.with(|r| r.scores.map(|s| s.1)),
                        move |n| recipe.update(|r| r.scores = r.scores.map(|s| (s.0, n.unwrap_or(100.0)))),
                    )}
                </div>
            })}
            <div class="row">
                {number(
                    t!("Seed"),
                    "0",
                    move || Some(f64::from(recipe.with(|r| r.seed))),
                    move |n| recipe.update(|r| r.seed = n.unwrap_or(0.0).max(0.0) as u32),
                )}
                <button type="button" on:click=move |_| recipe.update(|r| r.seed = seed())>
                    {icon(lu::LuDices)}
                    {t!("Other ones")}
                </button>
                <p class="hint">{t!("The same seed gives the same learners again.")}</p>
            </div>
            <p class="preview" role="status">{preview}</p>
            <div role="alert">
                {move || faults.get().into_iter().map(|fault| view! {
                    <p class="fault">{said(&fault.message)} " " {fault.repair.as_deref().map(said)}</p>
                }).collect::<Vec<_>>()}
            </div>
            <div class="foot">
                <button type="button" on:click=move |_| stage.dialog.set(None)>{t!("Cancel")}</button>
                <button type="submit" class="primary" data-do="generate">
                    {move || tn!(recipe.with(|r| r.learners), "Generate {count} learner", "Generate {count} learners")}
                </button>
            </div>
        </form>
    }
    .into_any()
}
