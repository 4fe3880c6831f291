//! The picture of a design, live.

use crate::ui::shelf::Source;
use crate::ui::state::Designer;
use leptos::prelude::*;

/// The drawing, an empty sheet until there is one.
pub(in crate::ui::designer::panels) fn picture(
    designer: Designer,
    source: &Source,
) -> impl IntoView + use<> {
    let picture = designer.shelf.try_update_value(|shelf| shelf.picture(source));
    let picture = picture.unwrap_or_default();
    let (there, view_box) = (picture.clone(), picture.clone());
    let some = move || there.with(Option::is_some);
    view! {
        <Show when=some fallback=|| view! { <span class="sheet-to-be"></span> }>
            {
                let (view_box, inside) = (view_box.clone(), picture.clone());
                view! {
                    <svg
                        viewBox=move || view_box.with(|p| {
                            p.as_ref().map(|p| p.view_box.clone()).unwrap_or_default()
                        })
                        aria-hidden="true"
                        inner_html=move || inside.with(|p| {
                            p.as_ref().map(|p| p.inside.clone()).unwrap_or_default()
                        })
                    ></svg>
                }
            }
        </Show>
    }
}
