//! To come.

use super::navigate::Shelf;
use super::state::Room;
use crate::catalogue::Id;
use leptos::prelude::*;

pub(super) fn catalogue(_room: Room, _shelf: Shelf, _open: Option<Id>) -> impl IntoView {
    view! { <section class="page"><h1>"catalogue"</h1></section> }
}
