//! "From elsewhere": a file of another designer, and what of it could not be carried over.

use crate::diagnostic::Diagnostics;
use crate::ui::designer::target;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlInputElement;

pub(super) fn section(designer: Designer) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let heading = NodeRef::<leptos::html::H4>::new();
    let left = RwSignal::new(None::<(String, Diagnostics)>);
    // What there is to read is gone to, so that nobody has to look for it.
    Effect::new(move |_| {
        if left.with(Option::is_some)
            && let Some(heading) = heading.get()
        {
            let _ = heading.focus();
        }
    });
    let chosen = move |event: web_sys::Event| {
        let Some(input) = target::<HtmlInputElement>(&event) else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            let name = file.name();
            spawn_local(async move {
                match designer.bring_design(file).await {
                    Ok(findings) => {
                        let _ = left.try_set((!findings.is_empty()).then_some((name, findings)));
                    }
                    Err(faults) => faults.into_iter().for_each(|fault| designer.notify(fault)),
                }
            });
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    view! {
        <section aria-labelledby="l-bring" class="bring">
            <h3 id="l-bring">{t!("From elsewhere")}</h3>
            <p class="hint">
                {t!("A template of pdfme (JSON) becomes a new certificate: its texts, fields, pictures, shapes and codes.")}
            </p>
            <button
                type="button"
                class="bring-pdfme"
                on:click=move |_| {
                    if let Some(input) = input.get_untracked() {
                        input.click();
                    }
                }
            >
                {icon(lu::LuFileInput)}
                <span>{t!("Bring a pdfme template")}</span>
            </button>
            <input
                node_ref=input
                type="file"
                accept=".json,application/json"
                class="file bring-pdfme"
                tabindex="-1"
                aria-hidden="true"
                on:change=chosen
            />
            {move || left.get().map(|(name, findings)| view! {
                <div class="left-behind" role="group" aria-labelledby="l-left">
                    <h4 id="l-left" node_ref=heading tabindex="-1">
                        {t!(
                            "What of “{name}” needs a look ({count})",
                            name = name,
                            count = findings.len()
                        )}
                    </h4>
                    <ul>
                        {findings.into_iter().map(|finding| view! {
                            <li data-code=finding.code.to_string()>
                                <strong>{said(&finding.message)}</strong>
                                {finding.repair.map(|repair| view! { <span>{said(&repair)}</span> })}
                            </li>
                        }).collect::<Vec<_>>()}
                    </ul>
                    <button type="button" on:click=move |_| left.set(None)>{t!("Close the list")}</button>
                </div>
            })}
        </section>
    }
}
