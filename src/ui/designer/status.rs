//! The status line: what is under way, and what there is to look at.

use crate::diagnostic::{Diagnostic, Severity};
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn status(designer: Designer) -> impl IntoView {
    let worth = move || {
        designer.findings.with(|all| {
            all.iter().filter(|d| d.severity > Severity::Info).cloned().collect::<Vec<_>>()
        })
    };
    let open = RwSignal::new(false);
    let count = move || worth().len();
    view! {
        <footer class="status">
            <Show
                when=move || designer.busy.get().is_some()
                fallback=move || view! {
                    <Show
                        when=move || { count() > 0 }
                        fallback=move || view! {
                            <span class="fine">
                                {icon(lu::LuCircleCheck)}
                                <span>{move || if designer.fonts_loading.get() > 0 { t!("Loading fonts…") } else { t!("Everything fits") }}</span>
                            </span>
                        }
                    >
                        <button
                            type="button"
                            class="quiet findings-button"
                            aria-expanded=move || open.get().to_string()
                            aria-controls="l-findings"
                            on:click=move |_| open.update(|open| *open = !*open)
                        >
                            {icon(lu::LuTriangleAlert)}
                            <span>{move || tn!(
                                count(),
                                "{count} thing to look at",
                                "{count} things to look at"
                            )}</span>
                        </button>
                    </Show>
                }
            >
                <span class="working">
                    <span class="spin">{icon(lu::LuLoaderCircle)}</span>
                    <span>{move || designer.busy.get().map(|b| b.label)}</span>
                    <button type="button" on:click=move |_| designer.host().cancel()>{t!("Cancel")}</button>
                </span>
            </Show>
            {zoom(designer)}
            <Show when=move || { open.get() && count() > 0 }>
                <ul id="l-findings" class="findings">
                    {move || worth().into_iter().map(|finding| one(designer, finding)).collect::<Vec<_>>()}
                </ul>
            </Show>
            {super::tries::small(designer)}
        </footer>
    }
}

/// Further, closer, how close, and the sheet of keys.
fn zoom(designer: Designer) -> impl IntoView {
    let percent = move || {
        let percent = format!("{:.0}", designer.view().scale * 100.0);
        t!("{percent} %", percent = percent)
    };
    view! {
        <div class="zoom" role="toolbar" aria-label=t!("Zoom")>
            <button type="button" class="quiet" aria-label=t!("Zoom out") title=t!("Zoom out") on:click=move |_| designer.zoom_step(false)>
                {icon(lu::LuZoomOut)}
            </button>
            <button
                type="button"
                class="quiet percent"
                title=t!("{percent} %", percent = 100)
                aria-label=move || t!("{percent}, show at 100 %", percent = percent())
                on:click=move |_| designer.zoom_to(1.0, None)
            >
                {percent}
            </button>
            <button type="button" class="quiet" aria-label=t!("Zoom in") title=t!("Zoom in") on:click=move |_| designer.zoom_step(true)>
                {icon(lu::LuZoomIn)}
            </button>
            <button type="button" class="quiet" aria-label=t!("Fit the page") title=t!("Fit the page") on:click=move |_| designer.zoom_fit()>
                {icon(lu::LuMaximize)}
            </button>
            <button
                type="button"
                class="quiet keys-button"
                aria-label=t!("Keyboard shortcuts")
                title=t!("Keyboard shortcuts")
                on:click=move |_| designer.shortcuts.set(true)
            >
                {icon(lu::LuKeyboard)}
            </button>
        </div>
    }
}

/// A finding; choosing it leads to the text it is about.
fn one(designer: Designer, finding: Diagnostic) -> impl IntoView {
    let id = finding.path.strip_prefix("elements.").and_then(|p| p.split('.').next());
    let id = id.map(str::to_owned);
    let name = id
        .as_ref()
        .and_then(|id| designer.with_template(|t| t.element(id).map(|e| e.name.clone())));
    view! {
        <li data-code=finding.code.to_string()>
            <button type="button" class="quiet" on:click=move |_| lead(designer, id.as_deref())>
                {name.map(|name| view! { <em>{name}</em> })}
                <strong>{said(&finding.message)}</strong>
                <span>{finding.repair.map(|repair| said(&repair))}</span>
            </button>
        </li>
    }
}

/// Selects what a finding is about.
fn lead(designer: Designer, id: Option<&str>) {
    let Some(id) = id.map(str::to_owned) else { return };
    if designer.with_template(|t| t.element(&id).is_some()) {
        designer.edit(None);
        designer.select_ids(&[id]);
        designer.panel.set(Some(crate::ui::state::Panel::Inspector));
    }
}
