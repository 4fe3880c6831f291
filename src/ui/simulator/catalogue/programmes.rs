//! Programmes: blocks in order.

use super::super::state::Room;
use super::super::words::count;
use super::blocks::blocks;
use super::entry::At;
use super::shelf::{Words, shelf};
use crate::catalogue::{Block, Id, Programme};
use leptos::prelude::*;

pub(super) fn programmes(room: Room, open: Option<Id>) -> impl IntoView {
    let words = Words {
        add: "Add programme",
        search: "Search programmes",
        none: "There are no programmes yet. A programme is a template of blocks; learners go through sessions of it.",
        back: "All programmes",
    };
    let summary = |p: &Programme| {
        let certificates = p.blocks.iter().filter(|b| matches!(b, Block::Certificate(_))).count();
        format!(
            "{}, {}",
            count(p.blocks.len(), "block", "blocks"),
            count(certificates, "certificate", "certificates")
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
