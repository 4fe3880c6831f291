//! Texts: words, face, size, colour, spacing, and what happens when they are long.

use super::controls::{Number, buttons, choice, color, number};
use super::insert::insert;
use super::{Chosen, fonts};
use crate::edit::Property;
use crate::locale::mark;
use crate::template::{
    Case, Element, ElementKind, Horizontal, Overflow, TextBox, TextRole, Vertical,
};
use crate::ui::designer::canvas::fit_words;
use crate::ui::designer::target;
use crate::ui::designer::text_overlay::{limited, set_content};
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

const CASES: &[(Case, &str)] = &[
    (Case::AsTyped, mark!("As typed")),
    (Case::Upper, mark!("UPPER CASE")),
    (Case::Lower, mark!("lower case")),
    (Case::Title, mark!("First Letters")),
];
const OVERFLOWS: &[(Overflow, &str)] = &[
    (Overflow::ShrinkThenWrap, mark!("Shrink, then wrap (names, titles)")),
    (Overflow::Wrap, mark!("Wrap, then shrink (paragraphs)")),
    (Overflow::ShrinkThenEllipsis, mark!("Shrink, then cut off (labels)")),
];
const ROLES: &[(TextRole, &str)] = &[
    (TextRole::Paragraph, mark!("Text")),
    (TextRole::Heading, mark!("Heading")),
    (TextRole::Title, mark!("Title of the certificate")),
];
/// Sizes that word processors offer, in points.
const SIZES: [u16; 17] = [6, 8, 9, 10, 11, 12, 14, 16, 18, 24, 30, 36, 42, 48, 60, 72, 96];

/// A part of a text; nothing for what is none.
fn of<T>(part: impl Fn(&TextBox) -> T + Copy) -> impl Fn(&Element) -> Option<T> + Copy {
    move |element| match &element.kind {
        ElementKind::Text(text) => Some(part(text)),
        _ => None,
    }
}

/// Points from px of the page, and back.
fn points(designer: Designer) -> f64 {
    designer.track(|t| 72.0 / f64::from(t.page.dpi.max(1.0)))
}

pub(super) fn text(chosen: Chosen, one: Option<String>) -> impl IntoView {
    let designer = chosen.designer;
    view! {
        {one.map(|id| words(designer, id))}
        <section aria-labelledby="l-type">
            <h2 id="l-type">{t!("Type")}</h2>
            {fonts::menu(chosen)}
            <div class="numbers-grid">
                {size(chosen)}
                {number(
                    designer,
                    Number { id: "l-line-height", label: t!("Line height"), range: (0.5, 5.0), step: 0.05, sign: "" },
                    move || chosen.common(of(|t| t.style.line_height)).map(f64::from),
                    move |v| designer.set(&[Property::LineHeight(single(v))], mark!("Line height"), Some("line-height")),
                )}
                {number(
                    designer,
                    Number { id: "l-spacing", label: t!("Letter spacing"), range: (-500.0, 5000.0), step: 10.0, sign: "‰" },
                    move || chosen.common(of(|t| t.style.letter_spacing)).map(f64::from),
                    move |v| designer.set(&[Property::LetterSpacing(single(v))], mark!("Letter spacing"), Some("spacing")),
                )}
            </div>
            {looks(chosen)}
            {color(
                designer,
                "l-ink",
                t!("Colour"),
                move || chosen.common(of(|t| t.style.color)),
                move |c| designer.set(&[Property::Color(c)], mark!("Colour"), Some("color")),
            )}
            {choice(
                "l-case",
                t!("Letters"),
                CASES,
                move || chosen.common(of(|t| t.style.case)),
                move |c| designer.set(&[Property::Case(c)], mark!("Letters"), None),
            )}
            <div class="row">
                <button type="button" on:click=move |_| designer.copy_style()>
                    {icon(lu::LuPaintbrush)}<span>{t!("Copy style")}</span>
                </button>
                <button type="button" on:click=move |_| designer.paste_style()>
                    {icon(lu::LuPaintBucket)}<span>{t!("Paste style")}</span>
                </button>
            </div>
        </section>
        <section aria-labelledby="l-long">
            <h2 id="l-long">{t!("When it is long")}</h2>
            {choice(
                "l-overflow",
                t!("What happens first"),
                OVERFLOWS,
                move || chosen.common(of(|t| t.fit.overflow)),
                move |o| designer.set(&[Property::Overflow(o)], mark!("Fit"), None),
            )}
            <div class="numbers-grid">
                {number(
                    designer,
                    Number { id: "l-min-size", label: t!("Smallest size"), range: (1.0, 2000.0), step: 1.0, sign: "pt" },
                    move || {
                        let px = chosen.common(of(|t| t.fit.min_size.unwrap_or(t.style.size)))?;
                        Some(f64::from(px) * points(designer))
                    },
                    move |pt| {
                        let px = single(pt / untrack(|| points(designer)));
                        designer.set(&[Property::MinSize(Some(px)).clamped()], mark!("Smallest size"), Some("min-size"));
                    },
                )}
                {number(
                    designer,
                    Number { id: "l-max-lines", label: t!("Most lines"), range: (0.0, 200.0), step: 1.0, sign: "" },
                    move || chosen.common(of(|t| t.fit.max_lines)).map(|n| n.map_or(0.0, f64::from)),
                    move |v| {
                        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 200")]
                        let lines = v.round() as u16;
                        designer.set(&[Property::MaxLines((lines > 0).then_some(lines))], mark!("Most lines"), None);
                    },
                )}
            </div>
            <p class="hint">{t!("0 lines: as many as the frame holds.")}</p>
            {choice(
                "l-role",
                t!("What it is to screen readers"),
                ROLES,
                move || chosen.common(of(|t| t.role)),
                move |r| designer.set(&[Property::Role(r)], mark!("Role"), None),
            )}
        </section>
    }
}

#[expect(clippy::cast_possible_truncation, reason = "within the box's range")]
fn single(v: f64) -> f32 {
    v as f32
}

/// The words, and how they fit.
pub(super) fn words(designer: Designer, id: String) -> impl IntoView {
    let element = designer.element(&id);
    let fitted = designer.fit(&id);
    let value = Memo::new(move |_| {
        element.with(|e| match e.as_ref().map(|e| &e.kind) {
            Some(ElementKind::Text(text)) => text.content.clone(),
            _ => String::new(),
        })
    });
    let fit = move || {
        let dpi = designer.with_template(|t| t.page.dpi);
        fitted.get().as_ref().and_then(|fit| fit_words(fit, dpi))
    };
    let (typed, inserted) = (id.clone(), id.clone());
    view! {
        <section aria-labelledby="l-words">
            <h2 id="l-words">{t!("Words")}</h2>
            <div class="field">
                <label for="l-content">{t!("Text")}</label>
                <span class="badge">{fit}</span>
                <textarea
                    id="l-content"
                    data-field=id
                    dir="auto"
                    prop:value=move || value.get()
                    rows=move || value.get().lines().count().clamp(2, 5).to_string()
                    on:input=move |event| {
                        if let Some(area) = target::<HtmlTextAreaElement>(&event) {
                            set_content(designer, &typed, limited(designer, &area.value()));
                        }
                    }
                ></textarea>
            </div>
            {insert(designer, inserted, value, true)}
        </section>
    }
}

/// The size in points, with a menu of those that are used most.
fn size(chosen: Chosen) -> impl IntoView {
    let designer = chosen.designer;
    let now = move || Some(f64::from(chosen.common(of(|t| t.style.size))?) * points(designer));
    let set = move |pt: f64| {
        let px = single(pt / untrack(|| points(designer)));
        designer.set(&[Property::Size(px).clamped()], mark!("Size"), Some("size"));
    };
    view! {
        <div class="with-menu">
            {number(
                designer,
                Number { id: "l-size", label: t!("Size"), range: (1.0, 1000.0), step: 1.0, sign: "pt" },
                now,
                set,
            )}
            <select
                class="only-arrow"
                aria-label=t!("Usual sizes")
                on:change=move |event| {
                    if let Ok(pt) = event_target_value(&event).parse::<f64>() {
                        set(pt);
                    }
                }
            >
                <option value="" prop:selected=move || now().is_none_or(|n| !SIZES.iter().any(|s| (f64::from(*s) - n).abs() < 0.05))>"…"</option>
                {SIZES
                    .map(|size| {
                        let selected = move || now().is_some_and(|n| (n - f64::from(size)).abs() < 0.05);
                        view! { <option value=size.to_string() prop:selected=selected>{size.to_string()}</option> }
                    })}
            </select>
            {icon(lu::LuChevronDown)}
        </div>
    }
}

/// Bold, italic, and where the lines stand.
fn looks(chosen: Chosen) -> impl IntoView {
    let designer = chosen.designer;
    let bold = move || chosen.common(of(|t| t.style.weight >= 600)).unwrap_or(false);
    let italic = move || chosen.common(of(|t| t.style.italic)).unwrap_or(false);
    let toggle = move |name: &'static str, sign, on: Signal<bool>, act: Callback<bool>| {
        view! {
            <button
                type="button"
                class="quiet"
                class:is-on=move || on.get()
                aria-pressed=move || on.get().to_string()
                aria-label=name
                title=name
                on:click=move |_| act.run(!on.get_untracked())
            >
                {icon(sign)}
            </button>
        }
    };
    view! {
        <div class="buttons" role="group" aria-label=t!("Weight and slope")>
            {toggle(t!("Bold"), lu::LuBold, Signal::derive(bold), Callback::new(move |on: bool| {
                designer.set(&[Property::Weight(if on { 700 } else { 400 })], mark!("Bold"), None);
            }))}
            {toggle(t!("Italic"), lu::LuItalic, Signal::derive(italic), Callback::new(move |on: bool| {
                designer.set(&[Property::Italic(on)], mark!("Italic"), None);
            }))}
        </div>
        {buttons(
            t!("Along the line"),
            [
                (Horizontal::Start, t!("Align to the start"), lu::LuAlignLeft),
                (Horizontal::Center, t!("Centre"), lu::LuAlignCenter),
                (Horizontal::End, t!("Align to the end"), lu::LuAlignRight),
                (Horizontal::Justify, t!("Justify"), lu::LuAlignJustify),
            ],
            move || chosen.common(of(|t| t.align.horizontal)),
            move |h| designer.set(&[Property::Horizontal(h)], mark!("Align text"), None),
        )}
        {buttons(
            t!("Down the frame"),
            [
                (Vertical::Top, t!("At the top"), lu::LuArrowUpToLine),
                (Vertical::Middle, t!("In the middle"), lu::LuFoldVertical),
                (Vertical::Bottom, t!("At the bottom"), lu::LuArrowDownToLine),
            ],
            move || chosen.common(of(|t| t.align.vertical)),
            move |v| designer.set(&[Property::Vertical(v)], mark!("Align text"), None),
        )}
    }
}
