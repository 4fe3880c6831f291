//! Certifications in their own words.

use super::super::controls::{moment, typed};
use super::super::state::Room;
use super::super::words::item_title;
use super::entry::At;
use super::parts::{activities, adder, explained, moves, present, whole};
use super::shelf::{Words, shelf};
use crate::catalogue::{
    Calendar, Certification, Id, IntervalFrom, Moment, Renewal, RequiredCourse,
};
use crate::locale::mark;
use crate::simulate::sentence::assign;
use crate::ui::locale::tongue;
use leptos::prelude::*;

pub(super) fn certifications(room: Room, open: Option<Id>) -> impl IntoView {
    let words = Words {
        add: t!("Add certification"),
        search: t!("Search certifications"),
        none: t!(
            "There are no certifications yet. A certification is earned by courses with a grade for each, and can expire."
        ),
        back: t!("All certifications"),
    };
    let summary = |c: &Certification| tn!(c.courses.len(), "{count} course", "{count} courses");
    shelf(room, open, words, |_, _| {}, summary, |_| false, editor)
}

fn editor(at: At<Certification>) -> impl IntoView {
    let room = at.room;
    let all = activities(room);
    let places = at.part(|c| c.courses.len());
    let sentence = Memo::new(move |_| {
        let now = at.read(|c| Some(c.clone()))?;
        Some(room.track(|p| assign::certification(p, &now, tongue())))
    });
    let renews = at.part(|c| c.renewal != Renewal::None);
    view! {
        <p class="sentence" data-sentence="">{sentence}</p>
        <h2>{t!("Required courses")}</h2>
        <p class="hint">{t!("All of them, each with a grade of at least its minimum. At 0, completing it without a score counts as well.")}</p>
        <ol class="lines">
            <For each=move || 0..places.get() key=|n| *n let:n>{course(at, n, places)}</For>
        </ol>
        {adder(t!("Add a required course"), all, move |activity| {
            at.change(mark!("Add a required course"), |c| {
                c.courses.push(RequiredCourse { activity, minimum_grade: 0.0 });
            });
        })}
        <h2>{t!("Renewal")}</h2>
        {renewal(at)}
        <Show when=move || renews.get()>
            {whole(
                t!("Renewal window, in days"),
                move || match at.read(|c| c.window_days) {
                    0 => t!("Renewing does not count before the expiry.").to_owned(),
                    n => tn!(
                        n,
                        "Grades from {count} day before the expiry on count for the next period.",
                        "Grades from {count} days before the expiry on count for the next period.",
                    ),
                },
                move || at.read(|c| c.window_days),
                move |n| at.change(mark!("Change a renewal window"), |c| c.window_days = n),
            )}
            {whole(
                t!("Grace days"),
                move || match at.read(|c| c.grace_days) {
                    0 => t!("With the expiry the old one no longer counts.").to_owned(),
                    n => tn!(
                        n,
                        "After the expiry the old one still counts for {count} day.",
                        "After the expiry the old one still counts for {count} days.",
                    ),
                },
                move || at.read(|c| c.grace_days),
                move |n| at.change(mark!("Change grace days"), |c| c.grace_days = n),
            )}
        </Show>
        {whole(
            t!("Look-back days"),
            move || match at.read(|c| c.look_back_days) {
                0 => t!("Only grades from the first period itself count for it.").to_owned(),
                n => tn!(
                    n,
                    "Grades from up to {count} day before the first period count for it, and for it only.",
                    "Grades from up to {count} days before the first period count for it, and for it only.",
                ),
            },
            move || at.read(|c| c.look_back_days),
            move |n| at.change(mark!("Change look-back days"), |c| c.look_back_days = n),
        )}
    }
}

fn course(at: At<Certification>, n: usize, places: Memo<usize>) -> impl IntoView {
    let room = at.room;
    let own = at.part(move |c| c.courses.get(n).map(|r| r.activity.clone()).unwrap_or_default());
    let name = Memo::new(move |_| room.track(|p| item_title(p, &own.get())));
    let wrong = RwSignal::new(false);
    let minimum =
        at.part(move |c| c.courses.get(n).map(|r| r.minimum_grade.to_string()).unwrap_or_default());
    let shift = move |down: bool| {
        at.change(mark!("Move a required course"), |c| {
            let to = if down { n + 1 } else { n.saturating_sub(1) };
            if to < c.courses.len() {
                c.courses.swap(n, to);
            }
        });
    };
    let remove = move || {
        let title = name.get_untracked();
        at.change(mark!("Remove a required course"), |c| {
            if n < c.courses.len() {
                c.courses.remove(n);
            }
        });
        room.tell_undo(t!("“{title}” is no longer required.", title = title));
    };
    let grade = move |event: leptos::ev::Event| {
        let text = typed(&event).trim().replace(',', ".");
        let number = if text.is_empty() { Ok(0.0) } else { text.parse::<f64>() };
        let number = number.ok().filter(|n| n.is_finite());
        wrong.set(number.is_none());
        if let Some(number) = number {
            at.change(mark!("Change a minimum grade"), |c| {
                if let Some(course) = c.courses.get_mut(n) {
                    course.minimum_grade = number;
                }
            });
        }
    };
    view! {
        <li class="card line" data-course=n>
            <span class="grow">{move || name.get()}</span>
            <label class="line">
                <span class="legend">{t!("at least")}</span>
                <input
                    class="short-number"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-label=move || t!("Minimum grade in {name}", name = name.get())
                    aria-invalid=move || wrong.get().then_some("true")
                    prop:value=move || minimum.get()
                    on:change=grade
                />
            </label>
            {moves(move || name.get(), move || (n, places.get()), shift, remove)}
        </li>
    }
}

const RENEWALS: &[(&str, &str, &str)] = &[
    ("none", mark!("Never"), mark!("Once earned, it stays.")),
    (
        "monthly",
        mark!("Each month"),
        mark!("In calendar periods of a month, one after the other from the effective date."),
    ),
    (
        "quarterly",
        mark!("Each quarter"),
        mark!("In calendar periods of 3 months, one after the other from the effective date."),
    ),
    (
        "half-yearly",
        mark!("Each half year"),
        mark!("In calendar periods of 6 months, one after the other from the effective date."),
    ),
    (
        "yearly",
        mark!("Each year"),
        mark!("In calendar periods of 12 months, one after the other from the effective date."),
    ),
    (
        "completion",
        mark!("Some months after it was earned"),
        mark!(
            "Each learner has an expiry of her own, counted from the day of earning or renewing."
        ),
    ),
    (
        "expiry",
        mark!("Some months after the last expiry"),
        mark!(
            "Renewing early loses no days: the months are counted from the last expiry, while the old one still counts."
        ),
    ),
    (
        "fixed",
        mark!("On fixed dates"),
        mark!(
            "For everybody on the same dates, every so many months from a day; it expires on the first of them after it was earned."
        ),
    ),
];

fn renewal(at: At<Certification>) -> impl IntoView {
    let room = at.room;
    let zone = untrack(|| room.zone());
    let kind = at.part(|c| match c.renewal {
        Renewal::None => "none",
        Renewal::Calendar { every: Calendar::Monthly, .. } => "monthly",
        Renewal::Calendar { every: Calendar::Quarterly, .. } => "quarterly",
        Renewal::Calendar { every: Calendar::HalfYearly, .. } => "half-yearly",
        Renewal::Calendar { every: Calendar::Yearly, .. } => "yearly",
        Renewal::Interval { from: IntervalFrom::Completion, .. } => "completion",
        Renewal::Interval { from: IntervalFrom::Expiry, .. } => "expiry",
        Renewal::Interval { from: IntervalFrom::Fixed { .. }, .. } => "fixed",
    });
    let (today, clock) = (zone.clone(), zone);
    let set = move |value: &str| {
        let date = at.peek(|c| date_of(c.renewal)).unwrap_or_else(|| midnight(present(&today)));
        let months = at.peek(|c| Some(months_of(c.renewal))).filter(|n| *n > 0).unwrap_or(12);
        let calendar = |every| Renewal::Calendar { every, effective: date };
        let renewal = match value {
            "monthly" => calendar(Calendar::Monthly),
            "quarterly" => calendar(Calendar::Quarterly),
            "half-yearly" => calendar(Calendar::HalfYearly),
            "yearly" => calendar(Calendar::Yearly),
            "completion" => Renewal::Interval { months, from: IntervalFrom::Completion },
            "expiry" => Renewal::Interval { months, from: IntervalFrom::Expiry },
            "fixed" => Renewal::Interval { months, from: IntervalFrom::Fixed { date } },
            _ => Renewal::None,
        };
        at.change(mark!("Change a renewal"), |c| c.renewal = renewal);
    };
    let dated = Memo::new(move |_| at.read(|c| date_of(c.renewal)).is_some());
    let interval = Memo::new(move |_| {
        at.read(|c| months_of(c.renewal)) > 0
            || matches!(kind.get(), "completion" | "expiry" | "fixed")
    });
    let date = move || {
        let clock = clock.clone();
        moment(
            t!("Counted from (effective date)"),
            clock,
            move || at.read(|c| date_of(c.renewal)),
            move |date| {
                let Some(date) = date else { return };
                at.change(mark!("Change an effective date"), |c| match &mut c.renewal {
                    Renewal::Calendar { effective, .. } => *effective = date,
                    Renewal::Interval { from: IntervalFrom::Fixed { date: old }, .. } => {
                        *old = date
                    }
                    _ => {}
                });
            },
        )
    };
    let months = move || {
        whole(
            t!("Months"),
            || t!("The length of a period.").to_owned(),
            move || at.read(|c| months_of(c.renewal)),
            move |n| {
                at.change(mark!("Change the months of a renewal"), |c| {
                    if let Renewal::Interval { months, .. } = &mut c.renewal {
                        *months = n.max(1);
                    }
                });
            },
        )
    };
    view! {
        {explained(t!("It has to be earned anew"), RENEWALS, move || kind.get(), set)}
        <Show when=move || interval.get()>{months()}</Show>
        <Show when=move || dated.get()>{date()}</Show>
    }
}

fn date_of(renewal: Renewal) -> Option<Moment> {
    match renewal {
        Renewal::Calendar { effective, .. } => Some(effective),
        Renewal::Interval { from: IntervalFrom::Fixed { date }, .. } => Some(date),
        _ => None,
    }
}

fn months_of(renewal: Renewal) -> u32 {
    match renewal {
        Renewal::Interval { months, .. } => months,
        _ => 0,
    }
}

/// The first moment of a day.
fn midnight(moment: Moment) -> Moment {
    let text = moment.to_string();
    text.get(..10).and_then(|day| Moment::parse(day).ok()).unwrap_or(moment)
}
