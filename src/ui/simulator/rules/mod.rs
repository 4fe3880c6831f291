//! To come.

use super::navigate::RuleAt;
use super::state::Room;
use leptos::prelude::*;

pub(super) fn rules(_room: Room, _open: Option<RuleAt>) -> impl IntoView {
    view! { <section class="page"><h1>"rules"</h1></section> }
}
