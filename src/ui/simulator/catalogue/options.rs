//! The options: where learning platforms differ.

use super::super::controls::{control_id, moment, target, typed};
use super::super::state::Room;
use super::findings::findings;
use super::parts::{explained, whole};
use crate::catalogue::{LateEvents, MappingFailure, MonthEnd, NonModuleBlock, Once, Options, Zone};
use crate::desk::Edit;
use crate::locale::mark;
use crate::rules::List;
use leptos::prelude::*;

fn change(room: Room, label: &str, change: impl FnOnce(&mut Options)) {
    let old = room.peek(|p| p.options.clone());
    let mut options = old.clone();
    change(&mut options);
    if options != old {
        room.edit(label, None, vec![Edit::Options(Box::new(options))]);
    }
}

pub(super) fn options(room: Room) -> impl IntoView {
    let zone = Memo::new(move |_| room.track(|p| p.options.time_zone.clone()));
    let get = move |read: fn(&Options) -> &'static str| {
        let value = Memo::new(move |_| room.track(|p| read(&p.options)));
        move || value.get()
    };
    view! {
        <div class="options">
            {findings(room, List::Options, String::new, |_| true)}
            {time_zone(room, zone)}
            {move || {
                let clock = Zone::named(&zone.get()).unwrap_or_else(Zone::utc);
                view! {
                    <div class="hinted">
                        {moment(
                            t!("Play until"),
                            clock,
                            move || room.track(|p| p.options.until),
                            move |until| change(room, mark!("Change the end"), |o| o.until = until),
                        )}
                        <p class="hint">
                            {t!("When empty, the run ends with the last event, the end of the last session, or whatever these cause. Set a later day to see certifications expire.")}
                        </p>
                    </div>
                }
            }}
            {explained(
                t!("How often one grant may be given"),
                &[
                    ("cycle", mark!("Once in each cycle"), mark!("Again when the activity was expired or reset, or a new session or certification period began.")),
                    ("ever", mark!("Once for all time"), mark!("Never a second time to the same learner on the same item.")),
                    ("event", mark!("With every event"), mark!("Each time the rule fires there is another certificate.")),
                ],
                get(|o| match o.once {
                    Once::Ever => "ever",
                    Once::PerCycle => "cycle",
                    Once::EveryEvent => "event",
                }),
                move |value| {
                    let once = match value {
                        "ever" => Once::Ever,
                        "event" => Once::EveryEvent,
                        _ => Once::PerCycle,
                    };
                    change(room, mark!("Change how often a grant may be given"), |o| o.once = once);
                },
            )}
            {explained(
                t!("When a field has no fitting value"),
                &[
                    ("empty", mark!("Grant with the field empty"), mark!("The certificate is granted, and the empty field is listed.")),
                    ("fail", mark!("Do not grant"), mark!("Nothing is granted; it is listed as failed.")),
                ],
                get(|o| match o.mapping_failure {
                    MappingFailure::EmptyField => "empty",
                    MappingFailure::Fail => "fail",
                }),
                move |value| {
                    let failure = if value == "fail" { MappingFailure::Fail } else { MappingFailure::EmptyField };
                    change(room, mark!("Change what a missing value does"), |o| o.mapping_failure = failure);
                },
            )}
            {explained(
                t!("Events that arrive late"),
                &[
                    ("time", mark!("Are put where they belong in time"), mark!("Each event counts at its own time, whenever it was imported.")),
                    ("arrival", mark!("Are looked at when they arrive"), mark!("In the order of the import, at the latest time seen so far.")),
                ],
                get(|o| match o.late_events {
                    LateEvents::ByTimestamp => "time",
                    LateEvents::ByArrival => "arrival",
                }),
                move |value| {
                    let late = if value == "arrival" { LateEvents::ByArrival } else { LateEvents::ByTimestamp };
                    change(room, mark!("Change the place of late events"), |o| o.late_events = late);
                },
            )}
            {explained(
                t!("Adding months at the end of a month"),
                &[
                    ("clamp", mark!("Stays within the month"), mark!("31 January and a month is the last day of February.")),
                    ("overflow", mark!("Runs into the next month"), mark!("31 January and a month is 3 March, or 2 March in a leap year.")),
                ],
                get(|o| match o.month_end {
                    MonthEnd::Clamp => "clamp",
                    MonthEnd::Overflow => "overflow",
                }),
                move |value| {
                    let end = if value == "overflow" { MonthEnd::Overflow } else { MonthEnd::Clamp };
                    change(room, mark!("Change the end of months"), |o| o.month_end = end);
                },
            )}
            {explained(
                t!("A condition group with nothing in it"),
                &[
                    ("ignored", mark!("Is ignored"), mark!("As if the empty group were not there.")),
                    ("false", mark!("Is false"), mark!("A rule that needs the group never fires.")),
                ],
                get(|o| if o.empty_groups_are_false { "false" } else { "ignored" }),
                move |value| {
                    let is_false = value == "false";
                    change(room, mark!("Change what empty groups mean"), |o| o.empty_groups_are_false = is_false);
                },
            )}
            {explained(
                t!("A certificate block behind something that is no course"),
                &[
                    ("reached", mark!("Grants when the learner reaches it"), mark!("As soon as the item before it is finished.")),
                    ("end", mark!("Grants at the end of the session"), mark!("To everybody who had reached it by then.")),
                ],
                get(|o| match o.non_module_block {
                    NonModuleBlock::Reached => "reached",
                    NonModuleBlock::SessionEnd => "end",
                }),
                move |value| {
                    let when = if value == "end" { NonModuleBlock::SessionEnd } else { NonModuleBlock::Reached };
                    change(room, mark!("Change when certificate blocks grant"), |o| o.non_module_block = when);
                },
            )}
            {whole(
                t!("Longest chain of events"),
                || t!("When rules cause events that set off rules, a chain longer than this is cut off (1–1000).").to_owned(),
                move || room.track(|p| p.options.chain_limit),
                move |limit| change(room, mark!("Change the longest chain"), |o| o.chain_limit = limit),
            )}
        </div>
    }
}

fn time_zone(room: Room, zone: Memo<String>) -> impl IntoView {
    let id = control_id();
    let (fault, hint) = (format!("{id}-fault"), format!("{id}-hint"));
    let wrong = RwSignal::new(false);
    let is_wrong = move || wrong.get() || Zone::named(&zone.get()).is_none();
    let set = move |event: leptos::ev::Event| {
        let text = typed(&event).trim().to_owned();
        let names = Zone::names();
        let found = names.into_iter().find(|name| name.eq_ignore_ascii_case(&text));
        let found = found.or_else(|| Zone::named(&text).map(|_| text));
        wrong.set(found.is_none());
        if let Some(name) = found {
            if let Some(input) = target::<web_sys::HtmlInputElement>(&event) {
                input.set_value(&name);
            }
            change(room, mark!("Change the time zone"), |o| o.time_zone = name);
        }
    };
    view! {
        <div class="field hinted">
            <label for=id.clone()>{t!("Time zone")}</label>
            <input
                id=id
                type="text"
                list="time-zones"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || is_wrong().then_some("true")
                aria-describedby=format!("{fault} {hint}")
                prop:value=move || zone.get()
                on:change=set
            />
            <span class="fault" id=fault>
                {move || is_wrong().then_some(t!("There is no time zone of that name. Write one such as Europe/Berlin."))}
            </span>
            <p class="hint" id=hint>{t!("All dates of the site are in it, with daylight saving.")}</p>
            <datalist id="time-zones">
                {Zone::names().into_iter().map(|name| view! { <option value=name></option> }).collect::<Vec<_>>()}
            </datalist>
        </div>
    }
}
