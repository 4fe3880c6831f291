//! Order, alignment, groups, locks: the same for everything.

use super::Chosen;
use super::controls::{action, check};
use crate::edit::place::{Alignment, Axis};
use crate::edit::{Property, Reorder};
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn arrange(chosen: Chosen, count: usize) -> impl IntoView {
    let designer = chosen.designer;
    let align = move |name, sign, to| action(name, sign, move || designer.align(to));
    let order = move |name, sign, to| action(name, sign, move || designer.reorder(to));
    let to_page = if count == 1 { "Align to the page" } else { "Align to each other" };
    let grouped = move || chosen.elements.with(|all| all.iter().any(|e| e.group.is_some()));
    view! {
        <section aria-labelledby="l-arrange">
            <h2 id="l-arrange">{t!("Arrange")}</h2>
            <div class="buttons" role="group" aria-label=to_page>
                {align("Align left", lu::LuAlignStartVertical, Alignment::Left)}
                {align("Align centre", lu::LuAlignCenterVertical, Alignment::Centre)}
                {align("Align right", lu::LuAlignEndVertical, Alignment::Right)}
                {align("Align top", lu::LuAlignStartHorizontal, Alignment::Top)}
                {align("Align middle", lu::LuAlignCenterHorizontal, Alignment::Middle)}
                {align("Align bottom", lu::LuAlignEndHorizontal, Alignment::Bottom)}
            </div>
            {(count > 2).then(|| view! {
                <div class="buttons" role="group" aria-label=t!("Distribute")>
                    {action("Distribute across", lu::LuAlignHorizontalSpaceAround, move || designer.distribute(Axis::Horizontal))}
                    {action("Distribute down", lu::LuAlignVerticalSpaceAround, move || designer.distribute(Axis::Vertical))}
                </div>
            })}
            <div class="buttons" role="group" aria-label=t!("Order")>
                {order("Bring forward", lu::LuBringToFront, Reorder::Forward)}
                {order("Send backward", lu::LuSendToBack, Reorder::Backward)}
                {order("Bring to front", lu::LuChevronsUp, Reorder::Front)}
                {order("Send to back", lu::LuChevronsDown, Reorder::Back)}
            </div>
            <div class="row">
                {(count > 1).then(|| view! {
                    <button type="button" on:click=move |_| designer.group()>
                        {icon(lu::LuGroup)}<span>{t!("Group")}</span>
                    </button>
                })}
                <Show when=grouped>
                    <button type="button" on:click=move |_| designer.ungroup()>
                        {icon(lu::LuUngroup)}<span>{t!("Ungroup")}</span>
                    </button>
                </Show>
                <button type="button" on:click=move |_| designer.duplicate()>
                    {icon(lu::LuCopy)}<span>{t!("Duplicate")}</span>
                </button>
                <button type="button" on:click=move |_| designer.delete()>
                    {icon(lu::LuTrash2)}<span>{t!("Delete")}</span>
                </button>
            </div>
            <div class="row">
                {check(
                    "Locked",
                    move || chosen.common(|e| Some(e.locked)).unwrap_or(false),
                    move |on| designer.set(&[Property::Locked(on)], if on { "Lock" } else { "Unlock" }, None),
                )}
                {check(
                    "Hidden",
                    move || chosen.common(|e| Some(e.hidden)).unwrap_or(false),
                    move |on| designer.set(&[Property::Hidden(on)], if on { "Hide" } else { "Show" }, None),
                )}
            </div>
        </section>
    }
}
