//! Lists by the page, so that a thousand entries are as quick as ten; and a field
//! to search them.

use super::super::controls::{control_id, typed};
use super::super::state::Room;
use super::entry::Entry;
use crate::catalogue::Id;
use leptos::prelude::*;

/// So many entries are shown at once.
const PAGE: usize = 50;

/// A field to search with appears from so many entries on.
const SEARCH: usize = 12;

/// Which entries of a list are shown.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    search: RwSignal<String>,
    page: RwSignal<usize>,
    /// The ids that fit what is searched for.
    found: Memo<Vec<Id>>,
    /// Those of the page.
    pub(super) shown: Memo<Vec<Id>>,
    /// How many there are in all.
    pub(super) all: Memo<usize>,
}

impl Pages {
    pub(super) fn new<T: Entry>(room: Room) -> Self {
        let search = RwSignal::new(String::new());
        let page = RwSignal::new(0_usize);
        let found = Memo::new(move |_| {
            let wanted = search.get().trim().to_lowercase();
            room.track(|p| {
                let fits = |entry: &&T| {
                    wanted.is_empty()
                        || entry.title().to_lowercase().contains(&wanted)
                        || entry.id().to_lowercase().contains(&wanted)
                };
                T::list(p).iter().filter(fits).map(|entry| entry.id().clone()).collect::<Vec<_>>()
            })
        });
        let shown = Memo::new(move |_| {
            found.with(|found| {
                let last = found.len().saturating_sub(1) / PAGE;
                let from = page.get().min(last) * PAGE;
                found.iter().skip(from).take(PAGE).cloned().collect::<Vec<_>>()
            })
        });
        let all = Memo::new(move |_| room.track(|p| T::list(p).len()));
        Self { search, page, found, shown, all }
    }

    /// Shows the page with an entry.
    pub(super) fn show(self, id: &Id) {
        let place = self.found.with_untracked(|found| found.iter().position(|i| i == id));
        if place.is_none() {
            self.search.set(String::new());
        }
        let place = self.found.with_untracked(|found| found.iter().position(|i| i == id));
        if let Some(at) = place {
            self.page.set(at / PAGE);
        }
    }

    /// The field to search with, when there are many.
    pub(super) fn searching(self, label: &'static str) -> impl IntoView {
        let many = Memo::new(move |_| self.all.get() > SEARCH);
        let id = control_id();
        move || {
            many.get().then(|| {
                view! {
                    <div class="field search">
                        <label class="sr-only" for=id.clone()>{label}</label>
                        <input
                            id=id.clone()
                            type="search"
                            placeholder=label
                            autocomplete="off"
                            prop:value=move || self.search.get()
                            on:input=move |event| {
                                self.search.set(typed(&event));
                                self.page.set(0);
                            }
                        />
                    </div>
                }
            })
        }
    }

    /// What is shown of how many, and the way to the rest.
    pub(super) fn turning(self) -> impl IntoView {
        let state = Memo::new(move |_| {
            let found = self.found.with(Vec::len);
            let last = found.saturating_sub(1) / PAGE;
            (found, self.page.get().min(last), last)
        });
        let turn = move |by: isize| {
            let (_, page, last) = state.get_untracked();
            self.page.set(page.saturating_add_signed(by).min(last));
        };
        move || {
            let (found, page, last) = state.get();
            if found == 0 && self.all.get() > 0 {
                return view! { <p class="soft">{t!("Nothing fits what you search for.")}</p> }
                    .into_any();
            }
            (last > 0).then(|| view! {
                <div class="row turning">
                    <button type="button" aria-disabled=(page == 0).to_string() on:click=move |_| turn(-1)>
                        {t!("Earlier ones")}
                    </button>
                    <span>{t!(
                        "{first}–{last} of {all}",
                        first = page * PAGE + 1,
                        last = (page * PAGE + PAGE).min(found),
                        all = found
                    )}</span>
                    <button type="button" aria-disabled=(page == last).to_string() on:click=move |_| turn(1)>
                        {t!("Later ones")}
                    </button>
                </div>
            })
            .into_any()
        }
    }
}
