//! Rulers along the top and the left; a guide is drawn out of them.

use super::Canvas;
use crate::edit::units::{Unit, from_px, to_px};
use crate::ui::view::RULER;
use leptos::prelude::*;
use std::fmt::Write;

/// Numbers stand at least so far apart, px of the screen.
const APART: f64 = 56.0;

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

/// Where ticks stand (and whether they are long), and the numbers.
type Ticks = (Vec<(f64, bool)>, Vec<(f64, String)>);

/// The ticks of a ruler whose 0 is at `start`, px of the screen.
fn ticks(start: f64, scale: f64, length: f64, unit: Unit, dpi: f64) -> Ticks {
    let one = to_px(1.0, unit, dpi) * scale;
    let mut out = (Vec::new(), Vec::new());
    if !(one > 0.0 && length > 0.0) {
        return out;
    }
    // 1, 2, 5, 10, 20, … of the unit, the least that leaves room for numbers.
    let raw = APART / one;
    let ten = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|n| n * ten).into_iter().find(|s| *s >= raw);
    let step = step.unwrap_or(10.0 * ten);
    let first = from_px(-start / scale, unit, dpi).div_euclid(step);
    let last = from_px((length - start) / scale, unit, dpi).div_euclid(step) + 1.0;
    let mut n = first;
    while n <= last {
        let at = start + n * step * one;
        let value = n * step;
        let words = if step < 1.0 { format!("{value:.1}") } else { format!("{value:.0}") };
        out.0.push((at, true));
        out.1.push((at, if words == "-0" { "0".into() } else { words }));
        for part in 1..5 {
            out.0.push((at + f64::from(part) * step * one / 5.0, false));
        }
        n += 1.0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_apart_and_begin_at_the_page() {
        for scale in [0.05, 0.4, 1.0, 7.3] {
            for unit in [Unit::Px, Unit::Mm, Unit::In] {
                let (_, numbers) = ticks(100.0, scale, 900.0, unit, 150.0);
                assert!(
                    numbers.iter().any(|(at, n)| n.starts_with('0') && (at - 100.0).abs() < 0.01)
                );
                for pair in numbers.windows(2) {
                    let apart = pair[1].0 - pair[0].0;
                    assert!((APART..=APART * 2.6).contains(&apart), "{unit:?} {scale}: {apart}");
                }
            }
        }
        assert!(ticks(0.0, 0.0, 900.0, Unit::Px, 150.0).0.is_empty());
    }
}
