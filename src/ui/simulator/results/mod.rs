//! To come.

use super::navigate::Report;
use super::state::Room;
use leptos::prelude::*;

pub(super) fn results(_room: Room, _report: Report) -> impl IntoView {
    view! { <section class="page"><h1>"results"</h1></section> }
}
