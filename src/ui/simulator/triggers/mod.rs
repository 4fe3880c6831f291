//! To come.

use super::state::Room;
use crate::catalogue::Id;
use leptos::prelude::*;

pub(super) fn trigger(_room: Room, _id: Id) -> impl IntoView {
    view! { <h1>"Trigger"</h1> }
}
