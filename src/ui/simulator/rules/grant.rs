//! Granting a certificate: which, to whom, on what, and how often.

use super::findings::findings;
use super::handle::Rule;
use super::mapping::mapping;
use super::pick::pick;
use super::source::path_words;
use crate::catalogue::{AttachTo, Grant, Id, Once};
use crate::desk::make::map_all;
use crate::desk::place::Place;
use crate::locale::mark;
use crate::rules::Action;
use crate::ui::simulator::controls::{control_id, typed};
use crate::ui::simulator::words::certificate_title;
use leptos::prelude::*;

/// A grant and where it is.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) rule: Rule,
    pub(super) action: usize,
    pub(super) now: Memo<Option<Grant>>,
}

impl At {
    pub(super) fn track<T: Default>(self, read: impl FnOnce(&Grant) -> T) -> T {
        self.now.with(|grant| grant.as_ref().map(read)).unwrap_or_default()
    }

    pub(super) fn change(self, label: &str, key: Option<&str>, change: impl FnOnce(&mut Grant)) {
        self.rule.grant(self.action, label, key, change);
    }

    pub(super) fn key(self, what: &str) -> String {
        self.rule.key(&format!("action/{}/{what}", self.action))
    }
}

fn once_words(once: Once) -> &'static str {
    match once {
        Once::Ever => t!("once ever"),
        Once::PerCycle => t!("once per cycle"),
        Once::EveryEvent => t!("with every event"),
    }
}

fn once_key(once: Once) -> &'static str {
    match once {
        Once::Ever => "ever",
        Once::PerCycle => "per-cycle",
        Once::EveryEvent => "every-event",
    }
}

pub(super) fn grant(rule: Rule, action: usize) -> impl IntoView {
    let now = Memo::new(move |_| {
        rule.now.with(|r| match r.as_ref()?.actions.get(action) {
            Some(Action::GrantCertificate(grant)) => Some((**grant).clone()),
            _ => None,
        })
    });
    let at = At { rule, action, now };
    let lists = rule.lists;
    let set_certificate = move |value: String| {
        let id = Id::from(value);
        let fields = rule.room.peek(|p| {
            p.certificates.iter().find(|c| c.id == id).map(|c| c.fields.clone()).unwrap_or_default()
        });
        at.change(mark!("Choose the certificate"), None, |grant| {
            grant.certificate = id;
            grant.mapping = map_all(&fields, &grant.mapping);
        });
    };
    let title = control_id();
    let own_title = Memo::new(move |_| {
        let id = at.track(|g| g.certificate.clone());
        rule.room.track(|p| certificate_title(p, &id))
    });
    let attach = move || {
        let mut all = vec![("", vec![("event".to_owned(), t!("the event's item").to_owned())])];
        all.extend(lists.items.get());
        all
    };
    let source = move || {
        let mut all = vec![("", vec![(String::new(), t!("the event's activity").to_owned())])];
        all.extend(lists.activities.get());
        all
    };
    let once = move || {
        let own = once_words(rule.room.track(|p| p.options.once));
        let all = [Once::PerCycle, Once::Ever, Once::EveryEvent];
        let mut list = vec![(String::new(), t!("{own} (the project's option)", own = own))];
        list.extend(all.map(|o| (once_key(o).to_owned(), once_words(o).to_owned())));
        vec![("", list)]
    };
    let part = move |name: &'static str| {
        findings(
            rule,
            move |place| matches!(place, Place::Part(i, part) if *i == action && part == name),
        )
    };
    view! {
        <div class="grant">
            <div class="grant-fields">
                <div data-part="certificate">
                    {pick(t!("Certificate"), move || lists.certificates.get(), move || at.track(|g| g.certificate.to_string()), set_certificate)}
                    {part("certificate")}
                </div>
                <div class="field" data-part="title">
                    <label for=title.clone()>{t!("Title (what the learner sees)")}</label>
                    <input
                        id=title
                        type="text"
                        autocomplete="off"
                        placeholder=move || own_title.get()
                        prop:value=move || at.track(|g| g.title.clone())
                        on:input=move |e| {
                            let text = typed(&e);
                            at.change(mark!("Change the title"), Some(&at.key("title")), |g| g.title = text);
                        }
                    />
                </div>
                <div data-part="attach-to">
                    {pick(
                        t!("Attach to"),
                        attach,
                        move || at.track(|g| Id::from(g.attach_to.clone()).to_string()),
                        move |value| at.change(mark!("Choose what it is attached to"), None, |g| g.attach_to = AttachTo::from(Id::from(value))),
                    )}
                    {part("attach_to")}
                </div>
                <div data-part="once">
                    {pick(
                        t!("How often"),
                        once,
                        move || at.track(|g| g.once.map_or("", once_key).to_owned()),
                        move |value| {
                            let once = [Once::PerCycle, Once::Ever, Once::EveryEvent]
                                .into_iter()
                                .find(|o| once_key(*o) == value);
                            at.change(mark!("Choose how often"), None, |g| g.once = once);
                        },
                    )}
                </div>
                <div data-part="activity-source">
                    {pick(
                        t!("Activity source"),
                        source,
                        move || at.track(|g| g.activity_source.as_ref().map(Id::to_string).unwrap_or_default()),
                        move |value| {
                            let id = (!value.is_empty()).then(|| Id::from(value));
                            at.change(mark!("Choose the activity source"), None, |g| g.activity_source = id);
                        },
                    )}
                    {part("activity_source")}
                </div>
                <div class="field" data-part="user-source">
                    <span class="legend">{t!("User source")}</span>
                    <span class="path is-fixed">{path_words(Grant::USER_SOURCE)}</span>
                    {part("user_source")}
                </div>
            </div>
            <p class="hint">
                {t!("A certificate is granted once for each learner, attached item and cycle; a cycle begins anew when the item is expired or reset, or with a new session. The activity source decides which activity’s title, score and completion the certificate names.")}
            </p>
            {mapping(at)}
        </div>
    }
}
