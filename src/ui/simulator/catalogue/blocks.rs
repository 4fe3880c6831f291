//! The blocks of a programme: a list that one can reorder.

use super::super::controls::{choose, text};
use super::super::words::{certificate_title, item_title};
use super::entry::At;
use super::findings::findings;
use super::mapping::mapping;
use super::parts::{
    Move, activities, adder, certificates, choice, explained, journeys, move_words, moving,
};
use crate::catalogue::{Block, Grant, Once, Programme};
use crate::desk::make::map_all;
use crate::locale::mark;
use crate::rules::List;
use crate::simulate::sentence::certificate_block;
use crate::ui::locale::tongue;
use crate::ui::shared::icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// What sort of block it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    Gone,
    Activity,
    Journey,
    Note,
    Certificate,
}

fn sort(block: Option<&Block>) -> Sort {
    match block {
        None => Sort::Gone,
        Some(Block::Activity(_)) => Sort::Activity,
        Some(Block::Journey(_)) => Sort::Journey,
        Some(Block::Note(_)) => Sort::Note,
        Some(Block::Certificate(_)) => Sort::Certificate,
    }
}

pub(super) fn blocks(at: At<Programme>) -> impl IntoView {
    let room = at.room;
    let places = at.part(|p| p.blocks.len());
    let (things, ways, kinds) = (activities(room), journeys(room), certificates(room));
    let put = move |label: &str, block: Block| at.change(label, |p| p.blocks.push(block));
    // What is obvious is mapped at once, as in a rule.
    let certificate = move |id| {
        let fields = room.peek(|p| {
            let found = p.certificates.iter().find(|c| c.id == id);
            found.map(|c| c.fields.clone()).unwrap_or_default()
        });
        let grant = Grant {
            certificate: id,
            user_source: Grant::USER_SOURCE.to_owned(),
            mapping: map_all(&fields, &[]),
            ..Grant::default()
        };
        put(mark!("Add a certificate block"), Block::Certificate(Box::new(grant)));
    };
    view! {
        <ol class="lines blocks">
            <For each=move || 0..places.get() key=|n| *n let:n>{one(at, n, places)}</For>
        </ol>
        {move || (places.get() == 0).then(|| view! { <p class="soft">{t!("There are no blocks yet.")}</p> })}
        <div class="row adders" role="group" aria-label=t!("Add a block")>
            {adder(t!("Add an activity"), things, move |id| put(mark!("Add a block"), Block::Activity(id)))}
            {adder(t!("Add a journey"), ways, move |id| put(mark!("Add a block"), Block::Journey(id)))}
            {adder(t!("Add a certificate"), kinds, certificate)}
            {super::super::controls::action(lu::LuStickyNote, t!("Add a note"), move || put(mark!("Add a note"), Block::Note(String::new())))}
        </div>
        {move || kinds.with(Vec::is_empty).then(|| view! {
            <p class="hint">{t!("To add a certificate block, first make a certificate in the tab “Certificates”.")}</p>
        })}
    }
}

fn one(at: At<Programme>, n: usize, places: Memo<usize>) -> impl IntoView {
    let room = at.room;
    let block = at.part(move |p| p.blocks.get(n).cloned());
    let kind = Memo::new(move |_| block.with(|b| sort(b.as_ref())));
    let name = Memo::new(move |_| {
        let block = block.get();
        room.track(|p| match &block {
            Some(Block::Activity(id) | Block::Journey(id)) => item_title(p, id),
            Some(Block::Certificate(grant)) => certificate_title(p, &grant.certificate),
            Some(Block::Note(_)) => String::new(),
            None => String::new(),
        })
    });
    let shift = move |down: bool| {
        at.change(mark!("Move a block"), |p| {
            let to = if down { n + 1 } else { n.saturating_sub(1) };
            if to < p.blocks.len() {
                p.blocks.swap(n, to);
            }
        });
    };
    let remove = move || {
        let told = match kind.get_untracked() {
            Sort::Note => t!("Block “the note” removed.").to_owned(),
            _ => t!("Block “{words}” removed.", words = name.get_untracked()),
        };
        at.change(mark!("Remove a block"), |p| {
            if n < p.blocks.len() {
                p.blocks.remove(n);
            }
        });
        room.tell_undo(told);
    };
    let hint = move |act: Move| match (kind.get(), act) {
        (Sort::Note, Move::Up) => t!("Move the note up").to_owned(),
        (Sort::Note, Move::Down) => t!("Move the note down").to_owned(),
        (Sort::Note, Move::Out) => t!("Remove the note").to_owned(),
        _ => move_words(act, &name.get()),
    };
    let label = move || match kind.get() {
        Sort::Activity => t!("Activity"),
        Sort::Journey => t!("Journey"),
        Sort::Note => t!("Note"),
        Sort::Certificate => t!("Certificate"),
        Sort::Gone => "",
    };
    let drawn = move || match kind.get() {
        Sort::Activity => icon(lu::LuBookOpen),
        Sort::Journey => icon(lu::LuRoute),
        Sort::Note | Sort::Gone => icon(lu::LuStickyNote),
        Sort::Certificate => icon(lu::LuAward),
    };
    let inside = move || match kind.get() {
        Sort::Note => note(at, n).into_any(),
        Sort::Certificate => grant(at, n).into_any(),
        _ => ().into_any(),
    };
    let path = move |path: &str| path.contains(&format!(".blocks[{n}]"));
    view! {
        <li class="card block" data-block=n data-sort=move || format!("{:?}", kind.get())>
            <div class="line">
                {drawn}
                <span class="grow">
                    <span class="tag">{label}</span>
                    " "
                    <strong>{move || (kind.get() != Sort::Note).then(|| name.get())}</strong>
                </span>
                {moving(hint, move || (n, places.get()), shift, remove)}
            </div>
            {inside}
            {findings(room, List::Programmes, move || at.id().to_string(), path)}
        </li>
    }
}

fn note(at: At<Programme>, n: usize) -> impl IntoView {
    let get = move || {
        at.read(|p| match p.blocks.get(n) {
            Some(Block::Note(words)) => words.clone(),
            _ => String::new(),
        })
    };
    let set = move |words: String| {
        at.typing(mark!("Change a note"), &format!("note/{n}"), |p| {
            if let Some(Block::Note(note)) = p.blocks.get_mut(n) {
                *note = words;
            }
        });
    };
    view! {
        {text(t!("Text of the note"), get, set)}
        <p class="hint">{t!("Something to read. Nothing is recorded of it: a learner has passed it with the item before.")}</p>
    }
}

fn grant(at: At<Programme>, n: usize) -> impl IntoView {
    let room = at.room;
    let of = move |p: &Programme| match p.blocks.get(n) {
        Some(Block::Certificate(grant)) => Some((**grant).clone()),
        _ => None,
    };
    let change =
        move |label: &'static str, part: Option<&str>, change: Box<dyn FnOnce(&mut Grant)>| {
            let put = move |p: &mut Programme| {
                if let Some(Block::Certificate(grant)) = p.blocks.get_mut(n) {
                    change(grant);
                }
            };
            match part {
                Some(part) => at.typing(label, &format!("block/{n}/{part}"), put),
                None => at.change(label, put),
            }
        };
    let grant = at.part(of);
    let read = move |get: fn(&Grant) -> String| {
        Memo::new(move |_| grant.with(|g| g.as_ref().map(get)).unwrap_or_default())
    };
    let certificate = read(|g| g.certificate.to_string());
    let title = read(|g| g.title.clone());
    let once = Memo::new(move |_| match grant.with(|g| g.as_ref().and_then(|g| g.once)) {
        None => "",
        Some(Once::Ever) => "ever",
        Some(Once::PerCycle) => "cycle",
        Some(Once::EveryEvent) => "event",
    });
    let sentence = Memo::new(move |_| {
        let blocks = at.read(|p| p.blocks.clone());
        room.track(|p| certificate_block(p, &blocks, n, tongue()))
    });
    let kinds = certificates(room);
    view! {
        <p class="sentence" data-sentence="">{sentence}</p>
        <div class="pair">
            {choose(
                t!("Certificate to grant"),
                move || choice(kinds, t!("Choose one…")),
                move || certificate.get(),
                move |id| change(mark!("Change what a block grants"), None, Box::new(move |g| g.certificate = id.into())),
            )}
            {text(
                t!("Title that learners see"),
                move || title.get(),
                move |words| change(mark!("Change a certificate's title"), Some("title"), Box::new(move |g| g.title = words)),
            )}
        </div>
        {explained(
            t!("How often one learner may get it"),
            &[
                ("", mark!("As the options say"), mark!("See the tab “Options”.")),
                ("ever", mark!("Once for all time"), mark!("Never a second time, whatever happens.")),
                ("cycle", mark!("Once in each session"), mark!("Again in a new session.")),
                ("event", mark!("Every time"), mark!("A new one with each event that grants.")),
            ],
            move || once.get(),
            move |value| {
                let once = match value {
                    "ever" => Some(Once::Ever),
                    "cycle" => Some(Once::PerCycle),
                    "event" => Some(Once::EveryEvent),
                    _ => None,
                };
                change(mark!("Change how often a block grants"), None, Box::new(move |g| g.once = once));
            },
        )}
        {mapping(
            room,
            grant,
            move |label, rows| change(label, None, Box::new(move |g| g.mapping = rows)),
            move |field, words| {
                let part = format!("constant/{field}");
                change(mark!("Change a constant"), Some(&part), Box::new(move |g| {
                    for row in g.mapping.iter_mut().filter(|row| row.field == field) {
                        row.value = crate::catalogue::MappingValue::Constant(words.clone());
                    }
                }));
            },
        )}
    }
}
