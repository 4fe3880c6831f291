//! Margins and guides as numbers: the keyboard's way to what rulers do.

use super::controls::{Number, action, check, length};
use crate::edit::guides::{add_guide, clear_guides, move_guide, set_margins};
use crate::edit::place::Axis;
use crate::locale::mark;
use crate::template::Margins;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn guides(designer: Designer) -> impl IntoView {
    let margin = Memo::new(move |_| designer.track(|t| t.page.margins));
    let set = move |margins: Option<Margins>, key: Option<&str>| {
        let command = designer.with_template(|t| set_margins(t, margins));
        designer.dispatch(command, mark!("Margins"), key);
    };
    let counts = Memo::new(move |_| {
        designer.track(|t| (t.page.guides.vertical.len(), t.page.guides.horizontal.len()))
    });
    let add = move |axis: Axis| {
        let command = designer.with_template(|t| {
            let size = if axis == Axis::Horizontal { t.page.width } else { t.page.height };
            add_guide(t, axis, f64::from(size) / 2.0)
        });
        designer.attempt(command, mark!("Add guide"));
    };
    view! {
        {check(
            t!("Rulers, margins and guides are shown"),
            move || designer.rulers.get(),
            move |on| designer.rulers.set(on),
        )}
        {check(
            t!("Safe margin"),
            move || margin.get().is_some(),
            move |on| {
                let all = Margins { top: 60.0, right: 60.0, bottom: 60.0, left: 60.0 };
                set(on.then_some(all), None);
            },
        )}
        <Show when=move || margin.get().is_some()>
            {length(
                designer,
                Number { id: "l-margin", label: t!("From every edge"), range: (0.0, 5000.0), step: 5.0, sign: "" },
                move || {
                    let m = margin.get()?;
                    let same = m.top == m.right && m.top == m.bottom && m.top == m.left;
                    same.then_some(f64::from(m.top))
                },
                move |v| {
                    #[expect(clippy::cast_possible_truncation, reason = "within the box's range")]
                    let m = v as f32;
                    set(Some(Margins { top: m, right: m, bottom: m, left: m }), Some("margins"));
                },
            )}
        </Show>
        <div class="row">
            <button type="button" on:click=move |_| add(Axis::Horizontal)>
                {icon(lu::LuSeparatorVertical)}<span>{t!("Vertical guide")}</span>
            </button>
            <button type="button" on:click=move |_| add(Axis::Vertical)>
                {icon(lu::LuSeparatorHorizontal)}<span>{t!("Horizontal guide")}</span>
            </button>
        </div>
        {move || {
            let (upright, level) = counts.get();
            let rows = (0..upright).map(|n| (Axis::Horizontal, n)).chain((0..level).map(|n| (Axis::Vertical, n)));
            rows.map(|(axis, n)| row(designer, axis, n)).collect::<Vec<_>>()
        }}
        <Show when=move || counts.get() != (0, 0)>
            <button
                type="button"
                class="wide-button"
                on:click=move |_| {
                    let command = designer.with_template(clear_guides);
                    designer.dispatch(command, mark!("Delete guides"), None);
                }
            >
                {t!("Delete all guides")}
            </button>
        </Show>
    }
}

/// Names of the boxes: ids must be the page's own and known beforehand.
const UPRIGHT: [&str; 8] = ["l-gx0", "l-gx1", "l-gx2", "l-gx3", "l-gx4", "l-gx5", "l-gx6", "l-gx7"];
const LEVEL: [&str; 8] = ["l-gy0", "l-gy1", "l-gy2", "l-gy3", "l-gy4", "l-gy5", "l-gy6", "l-gy7"];

fn row(designer: Designer, axis: Axis, n: usize) -> impl IntoView {
    let (ids, label) = match axis {
        Axis::Horizontal => (UPRIGHT, t!("From the left")),
        Axis::Vertical => (LEVEL, t!("From the top")),
    };
    // More guides than that are moved by pointer; the list stays short.
    let id = ids.get(n)?;
    let change = move |to: Option<f64>, label: &str| {
        if let Some(command) = designer.with_template(|t| move_guide(t, axis, n, to)) {
            designer.dispatch(command, label, None);
        }
    };
    Some(view! {
        <div class="row tight">
            {length(
                designer,
                Number { id, label, range: (0.0, 20_000.0), step: 1.0, sign: "" },
                move || designer.track(|t| {
                    let guides = &t.page.guides;
                    let lines = if axis == Axis::Horizontal { &guides.vertical } else { &guides.horizontal };
                    lines.get(n).map(|at| f64::from(*at))
                }),
                move |v| change(Some(v), mark!("Move guide")),
            )}
            {action(t!("Delete guide"), lu::LuX, move || change(None, mark!("Delete guide")))}
        </div>
    })
}
