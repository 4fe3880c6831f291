//! Certificates: the design they are drawn with and the fields that are filled in.

use super::super::controls::{Choices, choose};
use super::super::designs::DESIGN;
use super::super::state::Room;
use super::entry::At;
use super::fields::fields;
use super::shelf::{Words, shelf};
use crate::catalogue::{CertificateTemplate, Id};
use crate::locale::mark;
use crate::rules::Project;
use crate::template::{Field, FieldType};
use leptos::prelude::*;
use serde_json::Value;

pub(super) fn certificates(room: Room, open: Option<Id>) -> impl IntoView {
    let words = Words {
        add: t!("Add certificate"),
        search: t!("Search certificates"),
        none: t!("There are no certificates yet. Add one for a rule to grant."),
        back: t!("All certificates"),
    };
    let summary = |c: &CertificateTemplate| tn!(c.fields.len(), "{count} field", "{count} fields");
    shelf(room, open, words, begin, summary, |_| false, editor)
}

/// A new certificate has a name on it: one without would be of no use.
fn begin(_: &Project, certificate: &mut CertificateTemplate) {
    let field = |name: &str, label: &str, kind: FieldType, sample: &str| Field {
        name: name.into(),
        label: label.into(),
        kind,
        required: true,
        sample: sample.into(),
        format: None,
        extra: crate::catalogue::Extra::default(),
    };
    certificate.fields = vec![
        field("recipient_name", t!("Full name"), FieldType::Text, "Ana Costa"),
        field("completed_at", t!("Completed on"), FieldType::Date, "2026-03-15"),
    ];
}

fn editor(at: At<CertificateTemplate>) -> impl IntoView {
    let room = at.room;
    let design =
        at.part(|c| c.extra.get(DESIGN).and_then(Value::as_str).unwrap_or_default().to_owned());
    let known = Memo::new(move |_| room.designs.with(|d| d.find(&design.get()).is_some()));
    let list = Memo::new(move |_| designs(room));
    let take = move |key: String| {
        let found =
            room.designs.with_untracked(|d| d.find(&key).map(|d| d.template.fields.clone()));
        at.change(mark!("Choose a design"), |c| match found {
            Some(fields) => {
                c.extra.insert(DESIGN.to_owned(), Value::from(key));
                c.fields = fields;
            }
            None => {
                c.extra.shift_remove(DESIGN);
            }
        });
    };
    let own = at.part(|c| c.fields.clone());
    let differs = Memo::new(move |_| {
        room.designs.with(|d| {
            let design = d.find(&design.get())?;
            Some(own.with(|own| *own != design.template.fields))
        })
    });
    let picture = room.picture(move || {
        let values =
            own.with(|fields| fields.iter().map(|f| (f.name.clone(), f.sample.clone())).collect());
        let id = at.id();
        let template = room.track(|p| room.designs.with(|d| d.of(p, &id)))?;
        Some((template, values))
    });
    view! {
        <div class="certificate-parts">
            <div>
                {choose(t!("Design"), move || list.get(), move || design.get(), take)}
                <p class="hint">
                    {move || if design.get().is_empty() {
                        t!("Drawn plainly, from the fields below. Your own designs, made in “Design”, can be chosen here.")
                    } else {
                        t!("The fields are those of the design.")
                    }}
                </p>
                {move || (differs.get() == Some(true)).then(|| view! {
                    <p class="row">
                        <span class="tag is-warn">{t!("The design has other fields now")}</span>
                        <button type="button" on:click=move |_| take(design.get_untracked())>
                            {t!("Take the design's fields as they are now")}
                        </button>
                    </p>
                })}
            </div>
            <figure class="certificate-picture">
                {move || match picture.get() {
                    Some(url) => view! { <img src=url alt=t!("The certificate, filled with its samples")/> }.into_any(),
                    None => view! { <p class="soft late">{t!("Drawing…")}</p> }.into_any(),
                }}
            </figure>
        </div>
        {fields(at, Memo::new(move |_| known.get()))}
    }
}

fn designs(room: Room) -> Choices {
    room.designs.with(|designs| {
        let part = |start: &str| {
            let fits = designs.list.iter().filter(|d| d.key.starts_with(start));
            fits.map(|d| (d.key.clone(), d.name.clone())).collect::<Vec<_>>()
        };
        let plain = vec![(String::new(), t!("Plain, from its fields").to_owned())];
        let (own, gallery) = (part("library/"), part("gallery/"));
        let mut out = vec![("", plain)];
        if !own.is_empty() {
            out.push((t!("Your designs"), own));
        }
        out.push((t!("Gallery"), gallery));
        out
    })
}
