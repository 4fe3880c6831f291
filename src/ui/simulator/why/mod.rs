//! To come.

use super::state::Room;
use crate::catalogue::Id;
use leptos::prelude::*;

pub(super) fn why(_room: Room, _learner: Id, _certificate: Id) -> impl IntoView {
    view! { <section class="page"><h1>"why"</h1></section> }
}
