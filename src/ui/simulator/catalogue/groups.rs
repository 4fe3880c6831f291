//! Groups: members and linked courses.

use super::super::controls::several;
use super::super::state::Room;
use super::entry::At;
use super::parts::courses;
use super::people::people;
use super::shelf::{Words, shelf};
use crate::catalogue::{Group, Id};
use crate::locale::mark;
use leptos::prelude::*;

pub(super) fn groups(room: Room, open: Option<Id>) -> impl IntoView {
    let words = Words {
        add: t!("Add group"),
        search: t!("Search groups"),
        none: t!(
            "There are no groups yet. Rules can ask whether a learner is in a group, and triggers can be for some groups only."
        ),
        back: t!("All groups"),
    };
    let summary = |g: &Group| {
        t!(
            "{a}, {b}",
            a = tn!(g.members.len(), "{count} member", "{count} members"),
            b = tn!(g.courses.len(), "{count} linked course", "{count} linked courses")
        )
    };
    shelf(room, open, words, |_, _| {}, summary, |_| false, editor)
}

fn editor(at: At<Group>) -> impl IntoView {
    let room = at.room;
    let all = courses(room);
    let linked = at.part(|g| g.courses.clone());
    let members = at.part(|g| g.members.clone());
    view! {
        <h2>{t!("Linked courses")}</h2>
        <p class="hint">{t!("All members have access to them at once, to hidden ones as well: linking goes past every trigger.")}</p>
        {several(
            t!("Courses"),
            t!("Link a course…"),
            move || all.get(),
            move || linked.get(),
            move |ids| at.change(mark!("Change a group's courses"), |g| g.courses = ids),
        )}
        {people(room, t!("Members"), members, move |ids| {
            at.change(mark!("Change a group's members"), |g| g.members = ids);
        })}
        <p class="hint">{t!("Members from the beginning. Rules and events can add and remove others later.")}</p>
    }
}
