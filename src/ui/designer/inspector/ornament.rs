//! Ornaments: which drawing, its inks, the width of its lines.

use super::Chosen;
use super::controls::{Number, alt, choice, color, length, optional_color};
use crate::edit::Property;
use crate::locale::mark;
use crate::template::{Color, Element, ElementKind, Ornament, OrnamentForm};
use leptos::prelude::*;

const FORMS: &[(OrnamentForm, &str)] = &[
    (OrnamentForm::BorderLines, mark!("Border, two lines")),
    (OrnamentForm::BorderCorners, mark!("Border, stepped corners")),
    (OrnamentForm::BorderGuilloche, mark!("Border, guilloche")),
    (OrnamentForm::Seal, mark!("Seal")),
    (OrnamentForm::Award, mark!("Award")),
    (OrnamentForm::Rosette, mark!("Rosette")),
    (OrnamentForm::Ribbon, mark!("Ribbon")),
    (OrnamentForm::Laurel, mark!("Laurel")),
    (OrnamentForm::Divider, mark!("Divider")),
    (OrnamentForm::Flourish, mark!("Flourish")),
];

fn of<T>(part: impl Fn(&Ornament) -> T + Copy) -> impl Fn(&Element) -> Option<T> + Copy {
    move |element| match &element.kind {
        ElementKind::Ornament(ornament) => Some(part(ornament)),
        _ => None,
    }
}

pub(super) fn ornament(chosen: Chosen) -> impl IntoView {
    let designer = chosen.designer;
    view! {
        <section aria-labelledby="l-ornament">
            <h2 id="l-ornament">{t!("Ornament")}</h2>
            {choice(
                "l-ornament-form",
                t!("Drawing"),
                FORMS,
                move || chosen.common(of(|o| o.form)),
                move |form| designer.set(&[Property::OrnamentForm(form)], mark!("Drawing"), None),
            )}
            {color(
                designer,
                "l-ornament-ink",
                t!("Colour"),
                move || chosen.common(of(|o| o.color)),
                move |c| designer.set(&[Property::Color(c)], mark!("Colour"), Some("color")),
            )}
            {optional_color(
                designer,
                "l-ornament-second",
                t!("Second colour"),
                Color::rgb(0xd9, 0xc2, 0x7e),
                move || chosen.common(of(|o| o.second)),
                move |c| designer.set(&[Property::Second(c)], mark!("Second colour"), Some("second")),
            )}
            {length(
                designer,
                Number { id: "l-weight", label: t!("Line width"), range: (0.1, 200.0), step: 0.5, sign: "" },
                move || chosen.common(of(|o| o.weight)).map(f64::from),
                move |v| {
                    #[expect(clippy::cast_possible_truncation, reason = "within the box's range")]
                    let weight = Property::LineWeight(v as f32);
                    designer.set(&[weight], mark!("Line width"), Some("weight"));
                },
            )}
            {alt(chosen)}
        </section>
    }
}
