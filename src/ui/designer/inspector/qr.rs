//! QR codes: what they say, how much damage they survive, their inks.

use super::Chosen;
use super::controls::{Number, choice, color, number, optional_color};
use super::insert::insert;
use crate::edit::Property;
use crate::locale::mark;
use crate::template::{Color, Element, ElementKind, Qr, QrLevel};
use crate::ui::designer::target;
use crate::ui::designer::text_overlay::{limited, set_content};
use crate::ui::state::Designer;
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

const LEVELS: &[(QrLevel, &str)] = &[
    (QrLevel::Low, mark!("Low, about 7 %")),
    (QrLevel::Medium, mark!("Medium, about 15 %")),
    (QrLevel::Quartile, mark!("High, about 25 %")),
    (QrLevel::High, mark!("Highest, about 30 %")),
];

fn of<T>(part: impl Fn(&Qr) -> T + Copy) -> impl Fn(&Element) -> Option<T> + Copy {
    move |element| match &element.kind {
        ElementKind::Qr(qr) => Some(part(qr)),
        _ => None,
    }
}

pub(super) fn qr(chosen: Chosen, one: Option<String>) -> impl IntoView {
    let designer = chosen.designer;
    view! {
        <section aria-labelledby="l-qr">
            <h2 id="l-qr">{t!("Code")}</h2>
            {one.map(|id| says(chosen, designer, id))}
            {choice(
                "l-level",
                t!("Error correction"),
                LEVELS,
                move || chosen.common(of(|q| q.level)),
                move |level| designer.set(&[Property::Level(level)], mark!("QR level"), None),
            )}
            {color(
                designer,
                "l-qr-ink",
                t!("Colour"),
                move || chosen.common(of(|q| q.color)),
                move |c| designer.set(&[Property::Color(c)], mark!("Colour"), Some("color")),
            )}
            {optional_color(
                designer,
                "l-qr-ground",
                t!("Background"),
                Color::WHITE,
                move || chosen.common(of(|q| q.background)),
                move |c| designer.set(&[Property::QrBackground(c)], mark!("QR ground"), Some("qr-ground")),
            )}
            {number(
                designer,
                Number { id: "l-quiet", label: t!("Quiet zone, modules"), range: (0.0, 20.0), step: 1.0, sign: "" },
                move || chosen.common(of(|q| q.quiet_zone)).map(f64::from),
                move |v| {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20")]
                    let zone = v.round() as u8;
                    designer.set(&[Property::QuietZone(zone)], mark!("QR margin"), None);
                },
            )}
            <p class="hint">{t!("Readers need a quiet zone of 4 modules, and dark on light.")}</p>
        </section>
    }
}

pub(super) fn says(chosen: Chosen, designer: Designer, id: String) -> impl IntoView {
    let value = Memo::new(move |_| chosen.common(of(|q| q.content.clone())).unwrap_or_default());
    let (typed, inserted) = (id.clone(), id.clone());
    view! {
        <div class="field">
            <label for="l-qr-content">{t!("What it says")}</label>
            <textarea
                id="l-qr-content"
                data-field=id
                rows="2"
                prop:value=move || value.get()
                on:input=move |event| {
                    if let Some(area) = target::<HtmlTextAreaElement>(&event) {
                        set_content(designer, &typed, limited(designer, &area.value()));
                    }
                }
            ></textarea>
        </div>
        {insert(designer, inserted, value, false)}
    }
}
