//! The certificate that the rule grants, for one learner.

use super::handle::Rule;
use super::pick::pick;
use crate::catalogue::Id;
use crate::desk::{Ask, Granted, Why};
use crate::rules::Action;
use crate::simulate::report::GrantReport;
use crate::ui::locale::said;
use crate::ui::simulator::controls::Choices;
use crate::ui::simulator::navigate::View;
use crate::ui::simulator::words::certificate_title;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Where the values of the picture come from.
#[derive(Clone, Debug, PartialEq)]
enum Values {
    Granted(Box<GrantReport>),
    Gap(BTreeMap<String, String>),
    Samples,
}

pub(super) fn preview(rule: Rule) -> impl IntoView {
    let room = rule.room;
    // Grants among the actions, by their places.
    let grants = Memo::new(move |_| {
        rule.track(|r| r.grants().map(|(i, g)| (i, g.certificate.clone())).collect::<Vec<_>>())
    });
    let chosen = RwSignal::new(0_usize);
    let certificate = Memo::new(move |_| {
        let at = chosen.get();
        grants.with(|all| {
            let found = all.iter().find(|(i, _)| *i == at).or(all.first());
            found.map(|(_, id)| id.clone())
        })
    });
    let granted = room.asked::<Granted>(move || {
        let learner = rule.learner.get()?;
        Some(Ask::Grants { learner: Some(learner), until: None, from: 0, count: 200 })
    });
    let why = room.asked::<Option<Why>>(move || {
        let (learner, certificate) = (rule.learner.get()?, certificate.get()?);
        let known = room.track(|p| p.certificates.iter().any(|c| c.id == certificate));
        known.then_some(Ask::Explain { learner, certificate })
    });
    let values = Memo::new(move |_| {
        let id = rule.id.get_value();
        let wanted = certificate.get()?;
        let own = granted.with(|granted| {
            let all = &granted.as_ref()?.grants;
            all.iter().find(|g| g.by == id && g.certificate == wanted).cloned()
        });
        if let Some(own) = own {
            return Some(Values::Granted(Box::new(own)));
        }
        let gap = why.with(|why| {
            let gap = why.as_ref()?.as_ref()?.gap.as_ref()?;
            (gap.rule == id && gap.certificate == wanted).then(|| gap.values.clone())
        });
        Some(gap.map_or(Values::Samples, Values::Gap))
    });
    let picture = room.picture(move || {
        let certificate = certificate.get()?;
        let template = room.designs.with(|d| room.track(|p| d.of(p, &certificate)))?;
        let shown = match values.get()? {
            Values::Granted(own) => own.values,
            Values::Gap(values) => values,
            Values::Samples => samples(rule, &certificate),
        };
        Some((template, shown))
    });
    let name = move || {
        let learner = rule.learner.get()?;
        rule.learners
            .with(|all| all.as_ref()?.iter().find(|l| l.id == learner).map(|l| l.name.clone()))
    };
    let title = move || {
        let id = certificate.get().unwrap_or_default();
        room.track(|p| certificate_title(p, &id))
    };
    let alt = move || match values.get() {
        Some(Values::Samples) | None => {
            t!("The certificate “{title}” with sample values", title = title())
        }
        _ => t!(
            "The certificate “{title}” of {name}",
            title = title(),
            name = name().unwrap_or_default()
        ),
    };
    let several = Memo::new(move |_| grants.with(|all| all.len() > 1));
    let any = Memo::new(move |_| certificate.get().is_some_and(|id| !id.is_empty()));
    view! {
        <aside class="preview" aria-labelledby="r-preview">
            <h2 id="r-preview">{t!("Preview")}</h2>
            {learners(rule)}
            <Show when=move || several.get()>
                {pick(
                    t!("Certificate of action"),
                    move || {
                        let all = grants.get();
                        let named = all.into_iter().map(|(i, id)| {
                            let title = room.track(|p| certificate_title(p, &id));
                            (i.to_string(), t!("{number}: {title}", number = i + 1, title = title))
                        });
                        vec![("", named.collect())]
                    },
                    move || {
                        let at = chosen.get();
                        let known = grants.with(|all| all.iter().any(|(i, _)| *i == at));
                        let first = grants.with(|all| all.first().map_or(0, |(i, _)| *i));
                        if known { at } else { first }.to_string()
                    },
                    move |value| chosen.set(value.parse().unwrap_or(0)),
                )}
            </Show>
            <Show
                when=move || any.get()
                fallback=|| view! { <p class="soft">{t!("This rule grants no certificate that could be shown.")}</p> }
            >
                <div class="picture">
                    {move || match picture.get() {
                        Some(url) => view! { <img src=url alt=alt data-preview="" /> }.into_any(),
                        None => view! { <p class="soft late">{t!("Drawing the certificate…")}</p> }.into_any(),
                    }}
                </div>
                <p class="preview-note" role="status">{move || note(rule, values.get(), name())}</p>
                {move || told(rule, why.get().flatten())}
                {move || {
                    let (learner, certificate) = (rule.learner.get()?, certificate.get()?);
                    Some(view! {
                        <button
                            type="button"
                            class="link"
                            data-why=""
                            on:click=move |_| room.go(View::Why {
                                learner: learner.clone(),
                                certificate: certificate.clone(),
                            })
                        >
                            {t!("Why?")}
                        </button>
                    })
                }}
            </Show>
        </aside>
    }
}

fn learners(rule: Rule) -> impl IntoView {
    let choices = move || -> Choices {
        let all = rule.learners.get().unwrap_or_default();
        let mut list: Vec<_> = all.into_iter().map(|l| (l.id.to_string(), l.name)).collect();
        // Of very many learners the list has the first ones only.
        if let Some(id) = rule.learner.get().filter(|id| !list.iter().any(|(own, _)| own == id)) {
            list.push((id.to_string(), id.to_string()));
        }
        vec![("", list)]
    };
    let get = move || rule.learner.get().map(|id| id.to_string()).unwrap_or_default();
    let set = move |value: String| rule.room.learner.set(Some(Id::from(value)));
    pick(t!("For the learner"), choices, get, set)
}

/// The values that the certificate is designed with.
fn samples(rule: Rule, certificate: &Id) -> BTreeMap<String, String> {
    rule.room.track(|p| {
        let found = p.certificates.iter().find(|c| c.id == *certificate);
        let fields = found.map(|c| c.fields.as_slice()).unwrap_or_default();
        let value = |f: &crate::template::Field| match f.sample.is_empty() {
            true => f.kind.typical().to_owned(),
            false => f.sample.clone(),
        };
        fields.iter().map(|f| (f.name.clone(), value(f))).collect()
    })
}

/// What the values are.
fn note(rule: Rule, values: Option<Values>, name: Option<String>) -> String {
    let name = name.unwrap_or_else(|| t!("The learner").to_owned());
    match values {
        Some(Values::Granted(own)) => {
            let day = rule.room.stamp(&own.granted);
            match own.unfit_fields.as_slice() {
                [] => t!("{name} got it from this rule on {day}.", name = name, day = day),
                fields => t!(
                    "{name} got it from this rule on {day}. Without a fitting value: {fields}.",
                    name = name,
                    day = day,
                    fields = fields.join(", ")
                ),
            }
        }
        Some(Values::Gap(_)) => t!(
            "{name} meets the conditions and got nothing. These are the values that the certificate would have had.",
            name = name
        ),
        Some(Values::Samples) | None if rule.learner.get().is_none() => {
            t!("There are no learners yet: these are the samples of the fields.").to_owned()
        }
        Some(Values::Samples) | None => {
            t!(
                "{name} did not get it from this rule: these are the samples of the fields.",
                name = name
            )
        }
    }
}

/// What came of this rule for the learner.
fn told(rule: Rule, why: Option<Why>) -> Option<impl IntoView> {
    let why = why?;
    let id = rule.id.get_value();
    let fires = rule.track(|r| r.actions.iter().any(|a| matches!(a, Action::GrantCertificate(_))));
    let granted = why.explanation.granted_by.iter().position(|o| o.rule == id);
    let route = why.explanation.routes.iter().position(|r| r.rule == id);
    let first = granted.and_then(|i| why.because.get(i).cloned());
    let from_route = || route.and_then(|i| why.routes.get(i)?.0.clone());
    let more = why.suppressed.iter().filter(|s| s.outcome.rule == id).count();
    let words = first.or_else(from_route).filter(|_| fires)?;
    Some(view! {
        <p class="soft">{said(&words)}</p>
        {(more > 0).then(|| view! {
            <p class="soft">{t!("Suppressed as already granted: {more}.", more = more)}</p>
        })}
    })
}
