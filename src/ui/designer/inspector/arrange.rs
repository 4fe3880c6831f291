//! Order, alignment, groups, locks: the same for everything.

use super::Chosen;
use super::controls::{action, check};
use crate::edit::place::{Alignment, Axis};
use crate::edit::{Property, Reorder};
use crate::locale::mark;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

pub(super) fn arrange(chosen: Chosen, count: usize) -> impl IntoView {
    let designer = chosen.designer;
    let align = move |name, sign, to| action(name, sign, move || designer.align(to));
    let order = move |name, sign, to| action(name, sign, move || designer.reorder(to));
    let to_page = if count == 1 { t!("Align to the page") } else { t!("Align to each other") };
    let grouped = move || chosen.elements.with(|all| all.iter().any(|e| e.group.is_some()));
    view! {
        <section aria-labelledby="l-arrange">
            <h2 id="l-arrange">{t!("Arrange")}</h2>
            <div class="buttons" role="group" aria-label=to_page>
                {align(t!("Align left"), lu::LuAlignStartVertical, Alignment::Left)}
                {align(t!("Align centre"), lu::LuAlignCenterVertical, Alignment::Centre)}
                {align(t!("Align right"), lu::LuAlignEndVertical, Alignment::Right)}
                {align(t!("Align top"), lu::LuAlignStartHorizontal, Alignment::Top)}
                {align(t!("Align middle"), lu::LuAlignCenterHorizontal, Alignment::Middle)}
                {align(t!("Align bottom"), lu::LuAlignEndHorizontal, Alignment::Bottom)}
            </div>
            {(count > 2).then(|| view! {
                <div class="buttons" role="group" aria-label=t!("Distribute")>
                    {action(t!("Distribute across"), lu::LuAlignHorizontalSpaceAround, move || designer.distribute(Axis::Horizontal))}
                    {action(t!("Distribute down"), lu::LuAlignVerticalSpaceAround, move || designer.distribute(Axis::Vertical))}
                </div>
            })}
            <div class="buttons" role="group" aria-label=t!("Order")>
                {order(t!("Bring forward"), lu::LuBringToFront, Reorder::Forward)}
                {order(t!("Send backward"), lu::LuSendToBack, Reorder::Backward)}
                {order(t!("Bring to front"), lu::LuChevronsUp, Reorder::Front)}
                {order(t!("Send to back"), lu::LuChevronsDown, Reorder::Back)}
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
                    t!("Locked"),
                    move || chosen.common(|e| Some(e.locked)).unwrap_or(false),
                    move |on| designer.set(&[Property::Locked(on)], if on { mark!("Lock") } else { mark!("Unlock") }, None),
                )}
                {check(
                    t!("Hidden"),
                    move || chosen.common(|e| Some(e.hidden)).unwrap_or(false),
                    move |on| designer.set(&[Property::Hidden(on)], if on { mark!("Hide") } else { mark!("Show") }, None),
                )}
            </div>
        </section>
    }
}
