//! To come.

use super::state::Room;

use leptos::prelude::*;

pub(super) fn cases(_room: Room) -> impl IntoView {
    view! { <section class="page"><h1>"cases"</h1></section> }
}
