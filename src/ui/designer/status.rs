//! The status line: what is under way, and what there is to look at.

use crate::diagnostic::{Diagnostic, Severity};
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
                                <span>{move || if designer.fonts_loading.get() > 0 { "Loading fonts…" } else { "Everything fits" }}</span>
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
                            <span>{move || match count() {
                                1 => "1 thing to look at".to_owned(),
                                n => format!("{n} things to look at"),
                            }}</span>
                        </button>
                    </Show>
                }
            >
                <span class="working">
                    <span class="spin">{icon(lu::LuLoaderCircle)}</span>
                    <span>{move || designer.busy.get().map(|b| b.label)}</span>
                    <button type="button" on:click=move |_| designer.host().cancel()>"Cancel"</button>
                </span>
            </Show>
            <Show when=move || { open.get() && count() > 0 }>
                <ul id="l-findings" class="findings">
                    {move || worth().into_iter().map(|finding| one(designer, finding)).collect::<Vec<_>>()}
                </ul>
            </Show>
            {super::tries::small(designer)}
        </footer>
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
            <button type="button" class="quiet" on:click=move |event| lead(&event, id.as_deref())>
                {name.map(|name| view! { <em>{name}</em> })}
                <strong>{finding.message}</strong>
                <span>{finding.repair}</span>
            </button>
        </li>
    }
}

fn lead(event: &web_sys::MouseEvent, id: Option<&str>) {
    let shell = super::target::<web_sys::Element>(event)
        .and_then(|button| button.closest(".shell").ok().flatten());
    let (Some(shell), Some(id)) = (shell, id) else { return };
    let text = shell.query_selector(&format!("[data-text=\"{id}\"]")).ok().flatten();
    if let Some(text) = text.and_then(|t| t.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = text.focus();
    }
}
