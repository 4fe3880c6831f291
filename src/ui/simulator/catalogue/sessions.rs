//! Sessions: one run of a programme, with its participants.

use super::super::controls::{choose, moment};
use super::super::state::Room;
use super::entry::At;
use super::parts::{choice, programmes};
use super::people::people;
use super::shelf::{Words, shelf};
use crate::catalogue::{Id, Session};
use crate::locale::mark;
use crate::rules::Project;
use leptos::prelude::*;

pub(super) fn sessions(room: Room, open: Option<Id>) -> impl IntoView {
    let words = Words {
        add: t!("Add session"),
        search: t!("Search sessions"),
        none: t!(
            "There are no sessions yet. A session is one run of a programme, with its participants."
        ),
        back: t!("All sessions"),
    };
    let summary =
        |s: &Session| tn!(s.participants.len(), "{count} participant", "{count} participants");
    shelf(room, open, words, begin, summary, |_| false, editor)
}

/// A new session is one of the last programme.
fn begin(project: &Project, session: &mut Session) {
    if let Some(programme) = project.programmes.last() {
        session.programme = programme.id.clone();
        session.blocks = Some(programme.blocks.clone());
    }
}

fn editor(at: At<Session>) -> impl IntoView {
    let room = at.room;
    let zone = untrack(|| room.zone());
    let programme = at.part(|s| s.programme.to_string());
    let all = programmes(room);
    let set = move |id: String| {
        let blocks =
            room.peek(|p| p.programmes.iter().find(|p| p.id == id).map(|p| p.blocks.clone()));
        at.change(mark!("Change a session's programme"), |s| {
            s.programme = id.into();
            s.blocks = blocks;
        });
    };
    let differs = Memo::new(move |_| {
        let (own, programme) = at.read(|s| (s.blocks.clone(), s.programme.clone()));
        room.track(|p| {
            let now = p.programmes.iter().find(|p| p.id == programme)?;
            Some(own.as_ref().is_some_and(|own| *own != now.blocks))
        })
    });
    let renew = move |_| {
        let id = at.peek(|s| s.programme.clone());
        let blocks =
            room.peek(|p| p.programmes.iter().find(|p| p.id == id).map(|p| p.blocks.clone()));
        at.change(mark!("Take over the programme's blocks"), |s| s.blocks = blocks);
        room.tell_undo(t!("The session has the programme's blocks as they are now."));
    };
    let blocks = at.part(|s| s.blocks.as_ref().map_or(0, Vec::len));
    let chosen = at.part(|s| s.participants.clone());
    let starts = zone.clone();
    let (start, end) = (at.part(|s| s.start), at.part(|s| s.end));
    view! {
        <div class="pair">
            {choose(t!("Programme"), move || choice(all, t!("Choose one…")), move || programme.get(), set)}
            {moment(t!("Start"), starts, move || start.get(), move |start| {
                at.change(mark!("Change a session's start"), |s| s.start = start);
            })}
            {moment(t!("End"), zone, move || end.get(), move |end| {
                at.change(mark!("Change a session's end"), |s| s.end = end);
            })}
        </div>
        <p class="hint">
            {move || t!(
                "The end is the first moment that is no longer part of it. The blocks ({count}) were copied from the programme when the session was created; later changes of the programme reach new sessions only.",
                count = blocks.get()
            )}
        </p>
        {move || (differs.get() == Some(true)).then(|| view! {
            <p class="row">
                <span class="tag is-warn">{t!("Differs from the programme")}</span>
                <button type="button" on:click=renew>{t!("Take the programme's blocks as they are now")}</button>
            </p>
        })}
        {people(room, t!("Participants"), chosen, move |ids| {
            at.change(mark!("Change a session's participants"), |s| s.participants = ids);
        })}
    }
}
