//! What the pages need to know and that needs no browser: where the
//! page is on screen, the ticks of its rulers, offsets as the browser counts
//! them, and the things that can be put on a page with sizes that suit it; and the
//! time axis of the rehearsal room.

#![cfg_attr(
    not(all(feature = "ui", feature = "room")),
    allow(dead_code, reason = "each page uses its part")
)]

pub(crate) mod ago;
pub(crate) mod items;
pub(crate) mod linkedin;
pub(crate) mod ticks;
#[cfg(feature = "simulate")]
pub(crate) mod time_ticks;
#[cfg(feature = "simulate")]
pub(crate) mod timeline;
pub(crate) mod utf16;
pub(crate) mod view;
