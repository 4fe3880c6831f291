//! Programmes: blocks in order.

use super::super::state::Room;
use super::blocks::blocks;
use super::entry::At;
use super::shelf::{Words, shelf};
use crate::catalogue::{Block, Id, Programme};
use leptos::prelude::*;

pub(super) fn programmes(room: Room, open: Option<Id>) -> impl IntoView {
    let words = Words {
        add: t!("Add programme"),
        search: t!("Search programmes"),
        none: t!(
            "There are no programmes yet. A programme is a template of blocks; learners go through sessions of it."
        ),
        back: t!("All programmes"),
    };
    let summary = |p: &Programme| {
        let certificates = p.blocks.iter().filter(|b| matches!(b, Block::Certificate(_))).count();
        t!(
            "{a}, {b}",
            a = tn!(p.blocks.len(), "{count} block", "{count} blocks"),
            b = tn!(certificates, "{count} certificate", "{count} certificates")
        )
    };
    shelf(room, open, words, |_, _| {}, summary, |path| path.contains(".blocks["), editor)
}

fn editor(at: At<Programme>) -> impl IntoView {
    view! {
        <h2>{t!("Blocks")}</h2>
        <p class="hint">{t!("In the order learners go through them. Changes reach new sessions only: each session keeps the blocks that it was created with.")}</p>
        {blocks(at)}
    }
}
