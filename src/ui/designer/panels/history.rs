use crate::ui::state::Designer;
use leptos::prelude::*;

pub(super) fn panel(_designer: Designer) -> impl IntoView {
    view! { <div class="panel-body"></div> }
}
