//! The field contract: what whoever fills the template must bring.

use super::{Board, called};
use crate::field::choices::kind_label;
use crate::field::contract as contract_of;
use crate::ui::designer::target;
use crate::ui::effects::file_name;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

pub(super) fn contract(board: Board) -> impl IntoView {
    let designer = board.designer;
    let schema = move || {
        let schema = designer.with_template(|t| contract_of(t).schema);
        serde_json::to_string_pretty(&schema).unwrap_or_default()
    };
    let rows = move || {
        board.fields.with(|fields| {
            let row = |field: &crate::template::Field| {
                view! {
                    <tr>
                        <th scope="row">
                            <span>{called(field)}</span>
                            <code>{field.name.clone()}</code>
                        </th>
                        <td>{said(kind_label(field.kind))}</td>
                        <td>{if field.required { t!("Yes") } else { t!("No") }}</td>
                        <td>{field.format.clone().unwrap_or_else(|| t!("As it is").into())}</td>
                    </tr>
                }
            };
            fields.iter().map(row).collect::<Vec<_>>()
        })
    };
    let none = Memo::new(move |_| board.fields.with(Vec::is_empty));
    view! {
        <details class="contract">
            <summary>{t!("Field contract")}</summary>
            <p class="hint">
                {t!("For whoever fills the certificate from a spreadsheet or a program: the values it needs.")}
            </p>
            <Show
                when=move || !none.get()
                fallback=|| view! { <p class="hint">{t!("No fields: every certificate is the same.")}</p> }
            >
                <div class="scroll" role="region" tabindex="0" aria-label=t!("Fields of the contract")>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{t!("Field")}</th>
                                <th scope="col">{t!("Type")}</th>
                                <th scope="col">{t!("Required")}</th>
                                <th scope="col">{t!("Format")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Show>
            <div class="row">
                <button
                    type="button"
                    data-act="copy-schema"
                    on:click=move |event| {
                        board.copier.copy(schema(), t!("JSON Schema").into(), target::<HtmlElement>(&event));
                    }
                >
                    {icon(lu::LuCopy)}<span>{t!("Copy as JSON Schema")}</span>
                </button>
                <button
                    type="button"
                    data-act="download-schema"
                    on:click=move |_| {
                        let name = designer.with_template(|t| file_name(&t.name));
                        let name = format!("{name}.schema.json");
                        let content = JsValue::from_str(&schema());
                        designer.host().download(&name, "application/schema+json", &content);
                        designer.say(t!("Field contract downloaded").into());
                    }
                >
                    {icon(lu::LuDownload)}<span>{t!("Download")}</span>
                </button>
            </div>
        </details>
    }
}
