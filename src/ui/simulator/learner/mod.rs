//! To come.

use super::state::Room;
use crate::catalogue::Id;
use leptos::prelude::*;

pub(super) fn learner(_room: Room, _learner: Id) -> impl IntoView {
    view! { <section class="page"><h1>"learner"</h1></section> }
}
