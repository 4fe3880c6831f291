//! "Templates": the certificates kept here, and what to start another from.

mod bring;
mod card;
mod library;
mod start;

pub(super) use card::picture;

use crate::ui::state::Designer;
use leptos::prelude::*;

pub(super) fn panel(designer: Designer) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| designer.show_shelf(root.get().map(|root| (*root).clone())));
    // What came may be what a picture lacks.
    Effect::new(move |_| {
        designer.fonts_loading.track();
        designer.fill_shelf();
    });
    on_cleanup(move || designer.show_shelf(None));
    view! {
        <div node_ref=root class="panel-body" on:scroll=move |_| designer.fill_shelf()>
            {library::section(designer)}
            {start::section(designer)}
            {bring::section(designer)}
        </div>
    }
}
