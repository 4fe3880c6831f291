//! Several learners of many: those that were chosen, and a search for more.

use super::super::controls::{control_id, typed};
use super::super::state::Room;
use super::super::words::grouped;
use crate::catalogue::Id;
use crate::desk::{Ask, Filter, Named, Rows};
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// So many of those that were chosen are named.
const NAMED: usize = 60;
/// So many are offered.
const OFFERED: usize = 8;

/// Learners of an entry. `set` hears which are in.
pub(super) fn people(
    room: Room,
    label: &'static str,
    chosen: Memo<Vec<Id>>,
    set: impl Fn(Vec<Id>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let id = control_id();
    let search = RwSignal::new(String::new());
    let named = room.asked::<Rows>(move || {
        let only: Vec<Id> = chosen.with(|c| c.iter().take(NAMED).cloned().collect());
        let filter = Filter { only: Some(only), ..Filter::default() };
        Some(Ask::Rows { filter, from: 0, count: NAMED })
    });
    let names = Memo::new(move |_| {
        let rows = named.get().map(|rows| rows.rows).unwrap_or_default();
        rows.into_iter().map(|row| (row.learner, row.name)).collect::<BTreeMap<Id, String>>()
    });
    let offered = room.asked::<Vec<Named>>(move || {
        let search = search.get();
        // Those who are in already are left out below.
        let count = OFFERED + chosen.with(Vec::len).min(2_000);
        (!search.trim().is_empty()).then_some(Ask::Learners { search, count })
    });
    let left = Memo::new(move |_| {
        let inside: BTreeSet<Id> = chosen.with(|c| c.iter().cloned().collect());
        let list = offered.get()?;
        Some(
            list.into_iter()
                .filter(|n| !inside.contains(&n.id))
                .take(OFFERED)
                .map(|n| (n.id, n.name))
                .collect::<Vec<_>>(),
        )
    });
    let put = move |id: Id, name: &str| {
        let mut all = chosen.get_untracked();
        all.push(id);
        set(all);
        room.say(t!("{name} added", name = name));
    };
    let everyone = move |_| {
        let search = search.get_untracked();
        room.spawn(async move {
            match room.ask::<Vec<Named>>(&Ask::Learners { search, count: 100_000 }).await {
                Ok(found) => {
                    let mut all = chosen.get_untracked();
                    let inside: BTreeSet<Id> = all.iter().cloned().collect();
                    all.extend(found.into_iter().map(|n| n.id).filter(|id| !inside.contains(id)));
                    set(all);
                }
                Err(faults) => room.tell_all(faults),
            }
        });
    };
    let shown =
        Memo::new(move |_| chosen.with(|c| c.iter().take(NAMED).cloned().collect::<Vec<_>>()));
    let chip = move |id: Id| {
        let own = id.clone();
        let name = Memo::new(move |_| {
            names.with(|n| n.get(&own).cloned()).unwrap_or_else(|| own.to_string())
        });
        let data = id.to_string();
        let out = move || t!("Take out {name}", name = name.get());
        let hint = out;
        view! {
            <li class="chip" data-learner=data>
                <span>{move || name.get()}</span>
                <button
                    type="button"
                    class="quiet"
                    aria-label=out
                    title=hint
                    on:click=move |_| {
                        let mut all = chosen.get_untracked();
                        all.retain(|other| *other != id);
                        set(all);
                    }
                >
                    {icon(lu::LuX)}
                </button>
            </li>
        }
    };
    let more = Memo::new(move |_| chosen.with(Vec::len).saturating_sub(NAMED));
    view! {
        <div class="people">
            <h2>{label} " " <span class="count">{move || grouped(chosen.with(Vec::len))}</span></h2>
            <ul class="chips">
                <For each=move || shown.get() key=Clone::clone let:id>{chip(id)}</For>
            </ul>
            {move || (more.get() > 0).then(|| view! { <p class="soft">{tn!(more.get(), "and {count} more", "and {count} more")}</p> })}
            <div class="row">
                <div class="field">
                    <label for=id.clone()>{t!("Find a learner to add")}</label>
                    <input
                        id=id
                        type="search"
                        autocomplete="off"
                        placeholder=t!("Name, e-mail or id")
                        prop:value=move || search.get()
                        on:input=move |e| search.set(typed(&e))
                    />
                </div>
                <button type="button" on:click=everyone>
                    {move || if search.with(|s| s.trim().is_empty()) { t!("Add all learners") } else { t!("Add all who fit") }}
                </button>
            </div>
            <ul class="offered" aria-label=t!("Learners found")>
                {move || left.get().map(|list| {
                    if list.is_empty() {
                        return vec![view! { <li class="soft">{t!("Nobody else fits.")}</li> }.into_any()];
                    }
                    list.into_iter()
                        .map(|(id, name)| {
                            let data = id.to_string();
                            let words = name.clone();
                            view! {
                                <li>
                                    <button type="button" class="quiet" data-add-learner=data on:click=move |_| put(id.clone(), &words)>
                                        {icon(lu::LuPlus)}
                                        <span>{name}</span>
                                    </button>
                                </li>
                            }
                            .into_any()
                        })
                        .collect()
                })}
            </ul>
            {move || (room.sizes.get().0 == 0).then(|| view! {
                <p class="hint">{t!("There are no learners yet. Add them in “Learners”.")}</p>
            })}
        </div>
    }
}
