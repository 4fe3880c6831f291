//! A rule that could grant the certificate, what is missing, and the repair.

use super::super::navigate::{RuleAt, View};
use super::super::state::Room;
use super::super::words::rule_title;
use super::{chain, tree};
use crate::catalogue::{Id, Moment};
use crate::rules::checked::RuleKind;
use crate::simulate::sentence::Titles;
use crate::simulate::{Blocked, Route, RuleChange};
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn route(
    room: Room,
    route: &Route,
    because: Option<&str>,
    steps: &[String],
    titles: &Titles<'_>,
) -> impl IntoView + use<> {
    let name = room.peek(|p| rule_title(p, &route.rule));
    let nearest = route.nearest.as_ref().map(|outcome| {
        let at = room.stamp(&outcome.event.at);
        let evidence = &outcome.evidence;
        let conditions =
            evidence.conditions.as_ref().map(|found| tree::tree(found, &evidence.change, titles));
        view! {
            <p><span class="soft">{t!("The last time it was looked at, {when}:", when = at)} " "</span> {because.unwrap_or_default().to_owned()}</p>
            {conditions}
            {chain(room, outcome)}
        }
    });
    let never = (nearest.is_none() && route.blocked.is_none()).then(|| {
        view! { <p>{t!("No event of this learner was about this rule yet.")}</p> }
    });
    let blocked = route.blocked.map(|why| {
        let words = match why {
            Blocked::DoesNotRun => t!("The rule is switched off, or its conditions can't be read."),
            Blocked::EventTypeCannotGrant => t!("No certificate is granted under the rule's event type."),
            Blocked::MissingReference => t!("The rule speaks of something that does not exist."),
            Blocked::NeverHolds => t!("The rule's conditions can no longer hold, or contradict themselves."),
            Blocked::TooManyWays => t!("There are too many ways to look at all of them."),
            Blocked::Retired => t!("It takes an activity that is retired."),
            Blocked::Mapping => t!("A field gets no fitting value, and the options say that this fails."),
            Blocked::LearnerDeleted => t!("The learner was deleted."),
        };
        view! { <p class="finding" data-severity="Error">{icon(lu::LuCircleX)} <span>{words}</span></p> }
    });
    let verified = match route.verified {
        Some(true) => Some(
            view! { <span class="tag is-good">{t!("Played: this grants it")}</span> }.into_any(),
        ),
        Some(false) => Some(
            view! { <span class="tag is-bad">{t!("Played: this alone does not")}</span> }
                .into_any(),
        ),
        None => None,
    };
    let steps = (!steps.is_empty()).then(|| {
        let rows = steps.iter().map(|step| view! { <li>{step.clone()}</li> }).collect::<Vec<_>>();
        view! {
            <h3>{t!("The least that is missing")}</h3>
            <ol class="missing" data-missing="">{rows}</ol>
            {verified}
        }
    });
    let change = route.rule_change.as_ref().map(|RuleChange::ActiveFrom(at)| {
        let words = t!("Make the rule active from {when}", when = room.stamp(at));
        let (rule, to) = (route.rule.clone(), Moment::parse(at).ok());
        view! {
            <h3>{t!("Or change the rule")}</h3>
            <button
                type="button"
                data-rule-change=""
                on:click=move |_| active_from(room, &rule, to)
            >
                {icon(lu::LuWrench)}
                <span>{words}</span>
            </button>
            <p class="soft">{t!("Events are looked at again from then on; undo takes it back. Others may get it too: the status line shows how many.")}</p>
        }
    });
    let (id, kind) = (route.rule.clone(), route.kind);
    view! {
        <div class="card" data-route=route.rule.to_string()>
            <div class="head">
                <h2>{t!("By the rule “{rule}”", rule = name)}</h2>
                <span class="spring"></span>
                {(kind == RuleKind::Automation).then(|| view! {
                    <button
                        type="button"
                        on:click=move |_| room.go(View::Rules(Some(RuleAt::Automation(id.clone()))))
                    >
                        {t!("Open the rule")}
                    </button>
                })}
            </div>
            {blocked}
            {nearest}
            {never}
            {steps}
            {change}
        </div>
    }
}

fn active_from(room: Room, rule: &Id, to: Option<Moment>) {
    let Some(at) = room.peek(|p| p.automations.iter().position(|a| a.id == *rule)) else { return };
    room.change(
        t!("Change active from"),
        None,
        |p| &p.automations,
        at,
        |automation| {
            automation.active_from = to;
        },
    );
    room.tell_undo(t!("The rule is active from then on."));
}
