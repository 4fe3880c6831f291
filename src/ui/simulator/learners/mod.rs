//! To come.

use super::state::Room;

use leptos::prelude::*;

pub(super) fn learners(_room: Room) -> impl IntoView {
    view! { <section class="page"><h1>"learners"</h1></section> }
}
