//! Rectangles, ellipses and lines.

use super::Chosen;
use super::controls::{Number, alt, choice, length, optional_color};
use crate::edit::Property;
use crate::locale::mark;
use crate::template::{Color, Element, ElementKind, Shape, ShapeForm, Stroke};
use leptos::prelude::*;

const FORMS: &[(ShapeForm, &str)] = &[
    (ShapeForm::Rectangle, mark!("Rectangle")),
    (ShapeForm::Ellipse, mark!("Ellipse")),
    (ShapeForm::Line, mark!("Line")),
];

/// How the outline is drawn, in widths of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dash {
    Solid,
    Dashed,
    Dotted,
}
const DASHES: &[(Dash, &str)] = &[
    (Dash::Solid, mark!("Solid")),
    (Dash::Dashed, mark!("Dashed")),
    (Dash::Dotted, mark!("Dotted")),
];

fn of<T>(part: impl Fn(&Shape) -> T + Copy) -> impl Fn(&Element) -> Option<T> + Copy {
    move |element| match &element.kind {
        ElementKind::Shape(shape) => Some(part(shape)),
        _ => None,
    }
}

fn dash(stroke: &Stroke) -> Dash {
    match stroke.dash.first() {
        None => Dash::Solid,
        Some(first) if *first <= stroke.width * 1.5 => Dash::Dotted,
        Some(_) => Dash::Dashed,
    }
}

fn dashed(width: f32, dash: Dash) -> Vec<f32> {
    match dash {
        Dash::Solid => Vec::new(),
        Dash::Dashed => vec![width * 4.0, width * 3.0],
        Dash::Dotted => vec![width, width * 2.0],
    }
}

pub(super) fn shape(chosen: Chosen) -> impl IntoView {
    let designer = chosen.designer;
    let stroke = move || chosen.common(of(|s| s.stroke.clone())).flatten();
    let set_stroke = move |change: &dyn Fn(&mut Stroke), key: &'static str| {
        let start = Stroke { color: Color::rgb(0x1f, 0x4d, 0x3a), width: 3.0, dash: Vec::new() };
        let mut new = untrack(stroke).unwrap_or(start);
        change(&mut new);
        designer.set(&[Property::Stroke(Some(new)).clamped()], mark!("Outline"), Some(key));
    };
    let is_line = Memo::new(move |_| chosen.common(of(|s| s.form)) == Some(ShapeForm::Line));
    let is_rectangle =
        Memo::new(move |_| chosen.common(of(|s| s.form)) == Some(ShapeForm::Rectangle));
    let has_stroke = Memo::new(move |_| stroke().is_some());
    view! {
        <section aria-labelledby="l-shape">
            <h2 id="l-shape">{t!("Shape")}</h2>
            {choice(
                "l-form",
                t!("Form"),
                FORMS,
                move || chosen.common(of(|s| s.form)),
                move |form| designer.set(&[Property::Form(form)], mark!("Form"), None),
            )}
            <Show when=move || !is_line.get()>
                {optional_color(
                    designer,
                    "l-fill",
                    t!("Fill"),
                    Color::rgb(0xdb, 0xe8, 0xe0),
                    move || chosen.common(of(|s| s.fill)),
                    move |c| designer.set(&[Property::Fill(c)], mark!("Fill"), Some("fill")),
                )}
            </Show>
            {optional_color(
                designer,
                "l-stroke",
                t!("Outline"),
                Color::rgb(0x1f, 0x4d, 0x3a),
                move || chosen.common(of(|s| s.stroke.as_ref().map(|s| s.color))),
                move |c| match c {
                    Some(color) => set_stroke(&|s| s.color = color, "stroke-color"),
                    None => designer.set(&[Property::Stroke(None)], mark!("Outline"), None),
                },
            )}
            <Show when=move || has_stroke.get()>
                {length(
                    designer,
                    Number { id: "l-stroke-width", label: t!("Outline width"), range: (0.5, 500.0), step: 1.0, sign: "" },
                    move || stroke().map(|s| f64::from(s.width)),
                    move |v| {
                        #[expect(clippy::cast_possible_truncation, reason = "within the box's range")]
                        set_stroke(&|s| { let kind = dash(s); s.width = v as f32; s.dash = dashed(s.width, kind); }, "stroke-width");
                    },
                )}
                {choice(
                    "l-dash",
                    t!("Outline style"),
                    DASHES,
                    move || stroke().map(|s| dash(&s)),
                    move |kind| set_stroke(&|s| s.dash = dashed(s.width, kind), "stroke-dash"),
                )}
            </Show>
            <Show when=move || is_rectangle.get()>
                {length(
                    designer,
                    Number { id: "l-radius", label: t!("Rounded corners"), range: (0.0, 5000.0), step: 1.0, sign: "" },
                    move || chosen.common(of(|s| s.radius)).map(f64::from),
                    move |v| {
                        #[expect(clippy::cast_possible_truncation, reason = "within the box's range")]
                        let radius = Property::Radius(v as f32);
                        designer.set(&[radius], mark!("Rounded corners"), Some("radius"));
                    },
                )}
            </Show>
            {alt(chosen)}
        </section>
    }
}
