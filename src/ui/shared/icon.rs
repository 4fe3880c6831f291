//! Icons: Lucide, drawn in the colour of the text. They are decoration: the
//! control that holds one has a name of its own.

use icondata_core::Icon;
use leptos::prelude::*;

/// An icon of 18 px.
pub(in crate::ui) fn icon(icon: Icon) -> impl IntoView {
    drawn(icon, "icon")
}

/// One that points onwards or back: it changes sides where the page does.
pub(in crate::ui) fn pointing(icon: Icon) -> impl IntoView {
    drawn(icon, "icon flips")
}

fn drawn(icon: Icon, class: &'static str) -> impl IntoView {
    view! {
        <svg
            class=class
            viewBox=icon.view_box.unwrap_or("0 0 24 24")
            width="18"
            height="18"
            fill=icon.fill.unwrap_or("none")
            stroke=icon.stroke.unwrap_or("currentColor")
            stroke-width=icon.stroke_width.unwrap_or("2")
            stroke-linecap=icon.stroke_linecap.unwrap_or("round")
            stroke-linejoin=icon.stroke_linejoin.unwrap_or("round")
            aria-hidden="true"
            focusable="false"
            inner_html=icon.data
        ></svg>
    }
}
