//! Rulers along the top and the left; a guide is drawn out of them.

use super::Canvas;
use crate::screen::ticks::ticks;
use crate::screen::view::RULER;
use leptos::prelude::*;
use std::fmt::Write;

pub(super) fn rulers(canvas: Canvas) -> impl IntoView {
    let designer = canvas.designer;
    let marks = move |across: bool| {
        let view = designer.view();
        let (w, h) = designer.room.get();
        let dpi = designer.track(|t| f64::from(t.page.dpi));
        let (start, length) = if across { (view.x, w) } else { (view.y, h) };
        ticks(start, view.scale, length, designer.unit.get(), dpi)
    };
    let ruler = move |across: bool| {
        let class = if across { "ruler is-top" } else { "ruler is-left" };
        // A line drawn out of the top ruler lies level.
        let axis = if across { "y" } else { "x" };
        view! {
            <svg class=class data-axis=axis aria-hidden="true">
                {move || {
                    let (path, numbers) = marks(across);
                    let path = path.iter().fold(String::new(), |mut out, (at, long)| {
                        let from = if *long { 0.0 } else { RULER * 0.65 };
                        let _ = if across {
                            write!(out, "M{at:.1} {from}V{RULER}")
                        } else {
                            write!(out, "M{from} {at:.1}H{RULER}")
                        };
                        out
                    });
                    let numbers: Vec<_> = numbers
                        .into_iter()
                        .map(|(at, words)| {
                            let (x, y) = if across { (at + 3.0, 9.0) } else { (9.0, at + 3.0) };
                            let turn = (!across).then(|| format!("rotate(-90 {x} {y}) translate(-3 0)"));
                            let anchor = if across { "start" } else { "end" };
                            view! { <text x=x y=y transform=turn text-anchor=anchor>{words}</text> }
                        })
                        .collect();
                    view! { <path d=path></path>{numbers} }
                }}
            </svg>
        }
    };
    view! {
        <Show when=move || designer.shows_rulers()>
            {ruler(true)}
            {ruler(false)}
            <span class="ruler-corner" aria-hidden="true"></span>
        </Show>
    }
}
