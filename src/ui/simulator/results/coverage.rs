//! Coverage: which rules and which of their conditions ever came to something.

use super::super::controls::empty;
use super::super::navigate::{RuleAt, View};
use super::super::state::Room;
use super::super::words::{ELEMENT, around, rule_title};
use super::download_csv;
use crate::desk::{Ask, Report};
use crate::rules::checked::RuleKind;
use crate::simulate::report::Coverage;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn coverage(room: Room) -> impl IntoView {
    let found = room.asked::<Vec<Coverage>>(|| Some(Ask::Coverage));
    let body = move || {
        found.with(|found| match found {
            None => view! { <p class="waiting">{t!("Counting…")}</p> }.into_any(),
            Some(list) if list.is_empty() => empty(
                t!("There are no rules yet."),
                view! {
                    <button type="button" class="primary" on:click=move |_| room.go(View::Rules(None))>{t!("To the rules")}</button>
                },
            )
            .into_any(),
            Some(list) => {
                let rows = list.iter().map(|rule| one(room, rule)).collect::<Vec<_>>();
                view! { <ul class="coverage">{rows}</ul> }.into_any()
            }
        })
    };
    view! {
        <div class="page">
            <div class="row is-between report-head">
                <p class="lead">{t!("How often each rule did something in this run. A rule that never fired was not tried out by these learners: give one of them the events that it waits for.")}</p>
                <button type="button" on:click=move |_| download_csv(room, Report::Coverage, "coverage.csv")>
                    {icon(lu::LuDownload)}
                    <span>{t!("CSV")}</span>
                </button>
            </div>
            {body}
        </div>
    }
}

fn one(room: Room, rule: &Coverage) -> impl IntoView + use<> {
    let name = room.peek(|p| rule_title(p, &rule.rule));
    let id = rule.rule.clone();
    let kind = rule.kind;
    let open = move |_| match kind {
        RuleKind::Automation => room.go(View::Rules(Some(RuleAt::Automation(id.clone())))),
        RuleKind::Trigger => room.go(View::Rules(Some(RuleAt::Trigger(id.clone())))),
        _ => room.go(View::Catalogue(super::super::navigate::Shelf::Sessions, None)),
    };
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let (fired, suppressed) = (number(rule.fired), number(rule.suppressed));
    let (failed, waiting, skipped) =
        (number(rule.failed), number(rule.waiting), number(rule.skipped));
    let tags = [
        (fired, "tag is-good", tn!(fired, "{count} fired", "{count} fired")),
        (suppressed, "tag", tn!(suppressed, "{count} suppressed", "{count} suppressed")),
        (failed, "tag is-bad", tn!(failed, "{count} failed", "{count} failed")),
        (waiting, "tag", tn!(waiting, "{count} waiting", "{count} waiting")),
        (
            skipped,
            "tag",
            tn!(skipped, "{count} looked at without effect", "{count} looked at without effect"),
        ),
    ];
    let tags = tags
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(_, class, words)| view! { <span class=class>{words}</span> })
        .collect::<Vec<_>>();
    let idle =
        rule.branches.iter().filter(|b| b.held == 0).map(|b| b.path.clone()).collect::<Vec<_>>();
    let idle = (!idle.is_empty() && rule.fired > 0).then(|| {
        let (before, after) = around(&t!("Never held: {conditions}", conditions = ELEMENT));
        view! {
            <p class="soft">{before} {idle.into_iter().map(|path| view! { <code>{path}</code> " " }).collect::<Vec<_>>()} {after}</p>
        }
    });
    view! {
        <li class="card" data-rule=rule.rule.to_string()>
            <div class="head">
                <button type="button" class="link" on:click=open>{name}</button>
                <span class="spring"></span>
                {(rule.fired == 0).then(|| view! { <span class="tag is-warn">{t!("Never fired")}</span> })}
                {tags}
            </div>
            {idle}
        </li>
    }
}
