//! “Add to LinkedIn profile”: a link, and the same fields to copy.

use super::super::controls::sign;
use super::super::state::Room;
use crate::field::fill;
use crate::screen::linkedin::{Credential, month};
use crate::simulate::report::GrantReport;
use crate::template::{FieldType, Template};
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;

pub(super) fn share(
    room: Room,
    title: &str,
    grant: &GrantReport,
    template: Memo<Option<Arc<Template>>>,
) -> impl IntoView + use<> {
    let (title, grant) = (title.to_owned(), grant.clone());
    let credential =
        Memo::new(move |_| credential(room, &title, &grant, template.get().as_deref()));
    let rows = move || {
        let fields = credential.with(Credential::fields);
        fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| {
                let name = said(name);
                let (shown, called) = (name.clone(), name.clone());
                let copied = value.clone();
                view! {
                    <div>
                        <dt>{shown}</dt>
                        <dd>
                            <span>{value}</span>
                            {sign(lu::LuCopy, t!("Copy {name}", name = name), move || copy(room, called.clone(), copied.clone()))}
                        </dd>
                    </div>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <details class="share">
            <summary>{t!("Add to LinkedIn profile")}</summary>
            <a
                class="button"
                target="_blank"
                rel="noopener noreferrer"
                href=move || credential.with(Credential::link)
            >
                {icon(lu::LuExternalLink)}
                <span>{t!("Open LinkedIn with these fields")}</span>
            </a>
            <dl class="values">{rows}</dl>
        </details>
    }
}

fn copy(room: Room, name: String, text: String) {
    room.spawn(async move {
        let done = JsFuture::from(room.host().copy_text(&text)).await;
        room.say(match done.is_ok_and(|done| done.is_truthy()) {
            true => t!("Copied {name}", name = name),
            false => t!("The browser refused to copy; select the text instead.").to_owned(),
        });
    });
}

/// What is known of a certificate, as LinkedIn asks for it.
fn credential(
    room: Room,
    title: &str,
    grant: &GrantReport,
    template: Option<&Template>,
) -> Credential {
    let value = |wanted: &dyn Fn(&str, FieldType) -> bool| {
        let fields = template.map(|t| t.fields.as_slice()).unwrap_or_default();
        let found = fields.iter().find(|f| wanted(&f.name.to_lowercase(), f.kind));
        found.and_then(|f| grant.values.get(&f.name)).cloned().unwrap_or_default()
    };
    let organisation = value(&|name, _| {
        ["issuer", "organi", "academy", "authority"].iter().any(|p| name.contains(p))
    });
    let expires = template.and_then(|t| {
        let filled = fill(t, "{{valid_until | date: iso}}", &grant.values).text;
        month(&filled)
    });
    Credential {
        name: title.to_owned(),
        organisation: if organisation.is_empty() {
            room.track(|p| p.name.clone())
        } else {
            organisation
        },
        issued: month(&grant.granted),
        expires: expires.or_else(|| {
            month(&value(&|name, kind| kind == FieldType::Date && name.contains("until")))
        }),
        number: value(&|name, _| name.contains("number") || name.contains("certificate_id")),
        url: value(&|_, kind| kind == FieldType::Url),
    }
}
