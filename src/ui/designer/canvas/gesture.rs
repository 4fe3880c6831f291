//! What a pointer has taken hold of.

use crate::edit::Selection;
use crate::edit::place::Axis;
use crate::edit::resize::Handle;
use crate::edit::snap::Targets;
use crate::template::{Crop, Frame};
use kurbo::{Point, Rect, Vec2};
use std::collections::BTreeMap;

/// A drag that changes the template: one step of undo, however long it takes.
pub(super) struct Step {
    /// Parts of the drag carry this key.
    pub(super) key: String,
    /// When it began, milliseconds since 1970.
    pub(super) began: f64,
    /// Whether it has changed anything yet.
    pub(super) changed: bool,
    /// What was selected before.
    pub(super) before: Selection,
    /// What it is called in the history.
    pub(super) label: String,
}

/// What is going on.
pub(super) enum Gesture {
    None,
    /// Pressed, and not moved yet: a click unless it is.
    Press {
        at: Point,
        page: Point,
        hit: Option<String>,
        /// Whether it was selected before it was pressed.
        selected: bool,
        add: bool,
        touch: bool,
    },
    /// Elements are moved.
    Move {
        step: Step,
        start: Point,
        from: BTreeMap<String, Frame>,
        around: Rect,
        targets: Targets,
        /// Whether copies are moved (Alt).
        copies: bool,
    },
    /// A handle is pulled.
    Resize {
        step: Step,
        start: Point,
        handle: Handle,
        ids: Vec<String>,
        frames: Vec<Frame>,
        targets: Targets,
        /// Whether proportions are kept unless Shift is held.
        keeps_ratio: bool,
    },
    /// Elements are turned about a point.
    Rotate {
        step: Step,
        start: Point,
        pivot: Point,
        ids: Vec<String>,
        frames: Vec<Frame>,
    },
    /// A box selects.
    Marquee {
        start: Point,
        add: bool,
        before: Selection,
    },
    /// A guide is drawn or moved.
    Guide {
        step: Step,
        axis: Axis,
        index: Option<usize>,
    },
    /// A picture is moved in its frame.
    Crop {
        step: Step,
        start: Point,
        id: String,
        crop: Crop,
        share: Vec2,
    },
    /// The page is moved.
    Pan {
        last: Point,
    },
    /// Two fingers zoom and move the page.
    Pinch {
        middle: Point,
        apart: f64,
    },
}

impl Gesture {
    /// The step that it makes.
    pub(super) fn step(&self) -> Option<&Step> {
        match self {
            Self::Move { step, .. }
            | Self::Resize { step, .. }
            | Self::Rotate { step, .. }
            | Self::Guide { step, .. }
            | Self::Crop { step, .. } => Some(step),
            _ => None,
        }
    }
}

/// The handle of that name.
pub(super) fn handle(name: &str) -> Option<Handle> {
    Handle::ALL.into_iter().find(|handle| handle_name(*handle) == name)
}

/// A handle's name in the page.
pub(super) fn handle_name(handle: Handle) -> &'static str {
    match handle {
        Handle::NorthWest => "nw",
        Handle::North => "n",
        Handle::NorthEast => "ne",
        Handle::East => "e",
        Handle::SouthEast => "se",
        Handle::South => "s",
        Handle::SouthWest => "sw",
        Handle::West => "w",
    }
}
