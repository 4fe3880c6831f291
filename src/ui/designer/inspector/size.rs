//! The page's size and resolution.

use super::controls::{Number, choice, length, number};
use crate::edit::{Command, refit};
use crate::locale::mark;
use crate::template::{MAX_PAGE_PX, Orientation, Page, Preset};
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;

const PRESETS: &[(Option<Preset>, &str)] = &[
    (Some(Preset::Classic), mark!("Classic, 10×7 in")),
    (Some(Preset::A4), mark!("A4")),
    (Some(Preset::Letter), mark!("US Letter")),
    (None, mark!("Another size")),
];

fn known(page: &Page) -> Option<Preset> {
    Preset::ALL.into_iter().find(|preset| {
        [Orientation::Landscape, Orientation::Portrait].into_iter().any(|way| {
            let named = preset.page(way);
            (named.width, named.height, named.dpi) == (page.width, page.height, page.dpi)
        })
    })
}

pub(super) fn size(designer: Designer) -> impl IntoView {
    let set = move |change: &dyn Fn(&mut Page), key: Option<&str>| {
        let mut page = designer.with_template(|t| t.page.clone());
        change(&mut page);
        if page.width >= 1.0 && page.height >= 1.0 {
            designer.dispatch(Command::SetPage { page }, mark!("Page size"), key);
            designer.zoomed.set(None);
        }
    };
    // Another kind of page carries along what stands on it.
    let carry = move |change: &dyn Fn(&mut Page)| {
        let mut page = designer.with_template(|t| t.page.clone());
        change(&mut page);
        let command = designer.with_template(|t| refit(t, page));
        designer.dispatch(command, mark!("Page size"), None);
        designer.zoomed.set(None);
    };
    let most = f64::from(MAX_PAGE_PX);
    #[expect(clippy::cast_possible_truncation, reason = "within the boxes' ranges")]
    let single = |v: f64| v as f32;
    view! {
        {choice(
            "l-preset",
            t!("Size"),
            PRESETS,
            move || Some(designer.track(|t| known(&t.page))),
            move |preset| {
                if let Some(preset) = preset {
                    carry(&|page| {
                        let way = if page.height > page.width { Orientation::Portrait } else { Orientation::Landscape };
                        let named = preset.page(way);
                        (page.width, page.height, page.dpi) = (named.width, named.height, named.dpi);
                    });
                }
            },
        )}
        <div class="numbers-grid">
            {length(
                designer,
                Number { id: "l-page-w", label: t!("W"), range: (16.0, most), step: 10.0, sign: "" },
                move || Some(designer.track(|t| f64::from(t.page.width))),
                move |v| set(&|page| page.width = single(v), Some("page-w")),
            )}
            {length(
                designer,
                Number { id: "l-page-h", label: t!("H"), range: (16.0, most), step: 10.0, sign: "" },
                move || Some(designer.track(|t| f64::from(t.page.height))),
                move |v| set(&|page| page.height = single(v), Some("page-h")),
            )}
            {number(
                designer,
                Number { id: "l-dpi", label: t!("Resolution"), range: (18.0, 2400.0), step: 10.0, sign: "dpi" },
                move || Some(designer.track(|t| f64::from(t.page.dpi))),
                move |v| set(&|page| page.dpi = single(v), Some("page-dpi")),
            )}
        </div>
        <button
            type="button"
            class="wide-button"
            on:click=move |_| carry(&|page| std::mem::swap(&mut page.width, &mut page.height))
        >
            {icon(lu::LuRotateCwSquare)}<span>{t!("Turn the page")}</span>
        </button>
    }
}
