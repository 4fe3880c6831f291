//! The catalogue: what rules speak about, a tab for each list.

mod activities;
mod blocks;
mod certificates;
mod certifications;
mod entry;
mod fields;
mod findings;
mod groups;
mod journeys;
mod mapping;
mod nouns;
mod options;
mod pages;
mod parts;
mod paste;
mod people;
mod programmes;
mod sessions;
mod shelf;

pub(super) use entry::{At, Entry};
pub(super) use findings::findings;
pub(super) use parts::{
    certifications as certification_names, choice, courses, groups as group_names,
};

use super::navigate::{Shelf, View};
use super::state::Room;
use crate::catalogue::Id;
use leptos::prelude::*;

pub(super) fn catalogue(room: Room, shelf: Shelf, open: Option<Id>) -> impl IntoView {
    let tab = move |tab: Shelf| {
        let count = move || {
            room.track(|p| match tab {
                Shelf::Activities => Some(p.activities.len()),
                Shelf::Journeys => Some(p.journeys.len()),
                Shelf::Programmes => Some(p.programmes.len()),
                Shelf::Sessions => Some(p.sessions.len()),
                Shelf::Groups => Some(p.groups.len()),
                Shelf::Certificates => Some(p.certificates.len()),
                Shelf::Certifications => Some(p.certifications.len()),
                Shelf::Options => None,
            })
        };
        view! {
            <button
                type="button"
                class="quiet"
                data-shelf=format!("{tab:?}")
                aria-current=(tab == shelf).then_some("page")
                on:click=move |_| room.go(View::Catalogue(tab, None))
            >
                {tab.label()}
                {move || count().map(|n| view! { <span class="count">{n}</span> })}
            </button>
        }
    };
    let body = match shelf {
        Shelf::Activities => activities::activities(room, open).into_any(),
        Shelf::Journeys => journeys::journeys(room, open).into_any(),
        Shelf::Programmes => programmes::programmes(room, open).into_any(),
        Shelf::Sessions => sessions::sessions(room, open).into_any(),
        Shelf::Groups => groups::groups(room, open).into_any(),
        Shelf::Certificates => certificates::certificates(room, open).into_any(),
        Shelf::Certifications => certifications::certifications(room, open).into_any(),
        Shelf::Options => options::options(room).into_any(),
    };
    view! {
        <section class="page catalogue">
            <h1>{t!("Catalogue")}</h1>
            <nav class="tabs" aria-label=t!("Lists of the catalogue")>{Shelf::ALL.map(tab)}</nav>
            <p class="lead">{lead(shelf)}</p>
            {body}
        </section>
    }
}

fn lead(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Activities => {
            t!("Everything a learner can complete: courses, quizzes, webinars, classes, uploads.")
        }
        Shelf::Journeys => {
            t!(
                "Journeys are ordered sets of activities, completed when all the required ones are. A section is the same."
            )
        }
        Shelf::Programmes => {
            t!(
                "Programmes are templates of blocks in order. A certificate block looks only at the item just before it. Learners go through a session of a programme."
            )
        }
        Shelf::Sessions => {
            t!(
                "A session is one run of a programme, from a start to an end, with its participants."
            )
        }
        Shelf::Groups => {
            t!(
                "Groups are sets of learners. Linking a course to a group gives all its members access at once."
            )
        }
        Shelf::Certificates => {
            t!("The certificates that rules grant, and the fields that are filled in on each.")
        }
        Shelf::Certifications => {
            t!(
                "A certification requires courses, with a grade for each, and may have to be renewed."
            )
        }
        Shelf::Options => {
            t!(
                "Where learning platforms differ. What stands here holds for every rule of this project."
            )
        }
    }
}
