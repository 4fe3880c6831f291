//! The rail: one button a panel. On small screens it lies along the bottom.

use crate::locale::mark;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::{Designer, Panel};
use icondata_core::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

impl Panel {
    /// Those of the rail, in its order.
    const RAIL: [Self; 5] = [Self::Templates, Self::Add, Self::Fields, Self::Layers, Self::History];

    /// What people call it, in English: it marks the buttons as well.
    fn key(self) -> &'static str {
        match self {
            Self::Templates => mark!("Templates"),
            Self::Add => mark!("Add"),
            Self::Fields => mark!("Fields"),
            Self::Layers => mark!("Layers"),
            Self::History => mark!("History"),
            Self::Inspector => mark!("Details"),
        }
    }

    /// The same in the words of the page.
    pub(super) fn label(self) -> String {
        said(self.key())
    }

    /// Whether it is of use where the layout is locked.
    fn is_of_words(self) -> bool {
        matches!(self, Self::Fields | Self::History)
    }

    fn icon(self) -> Icon {
        match self {
            Self::Templates => lu::LuLayoutTemplate,
            Self::Add => lu::LuCirclePlus,
            Self::Fields => lu::LuBraces,
            Self::Layers => lu::LuLayers,
            Self::History => lu::LuHistory,
            Self::Inspector => lu::LuSlidersHorizontal,
        }
    }
}

pub(super) fn rail(designer: Designer) -> impl IntoView {
    let button = move |panel: Panel, class: &'static str| {
        let open = move || designer.panel.get() == Some(panel);
        view! {
            <button
                type="button"
                class=format!("quiet {class}")
                class:is-on=open
                aria-expanded=move || open().to_string()
                aria-controls=if panel == Panel::Inspector { "l-inspector" } else { "l-panel" }
                data-panel=panel.key()
                on:click=move |_| {
                    designer.panel.update(|now| {
                        *now = if *now == Some(panel) { None } else { Some(panel) };
                    });
                }
            >
                {icon(panel.icon())}
                <span>{panel.label()}</span>
            </button>
        }
    };
    view! {
        <nav class="rail" aria-label=t!("Panels")>
            {move || {
                let words_only = designer.around.words_only();
                let shown = Panel::RAIL.into_iter().filter(|panel| !words_only || panel.is_of_words());
                shown.map(|panel| button(panel, "")).collect::<Vec<_>>()
            }}
            // The inspector has a column of its own where there is room.
            {button(Panel::Inspector, "narrow-only")}
        </nav>
    }
}
