//! The layers: the page as a tree of rows, topmost first. For those who do not
//! see the page it is also the way through it.
//!
//! The rows are one flat list that says its levels (`aria-level` and so on), so
//! that a row that changes its place keeps its node, and 200 of them are quick.

mod act;
mod drag;
mod keys;
mod rename;
mod row;

use crate::edit::Selection;
use crate::edit::layers::{self, Drop, Node, Row};
use crate::ui::designer::target;
use crate::ui::state::{Designer, Panel, set_if_new};
use drag::Drag;
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

/// The rows that are shown, and where each is.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rows {
    list: Vec<Row>,
    at: BTreeMap<Node, usize>,
}

impl Rows {
    fn new(list: Vec<Row>) -> Self {
        let at = list.iter().enumerate().map(|(i, row)| (row.node.clone(), i)).collect();
        Self { list, at }
    }

    fn get(&self, node: &Node) -> Option<&Row> {
        self.list.get(*self.at.get(node)?)
    }
}

/// The panel's own state.
#[derive(Clone, Copy)]
struct Layers {
    designer: Designer,
    rows: Memo<Rows>,
    /// Paths of the groups whose members are not shown.
    closed: RwSignal<BTreeSet<String>>,
    /// The row that has, or last had, the focus.
    active: RwSignal<Option<Node>>,
    /// The row that Tab comes to, and its place.
    stop: Memo<Option<(usize, Node)>>,
    /// Where a range of rows begins.
    anchor: StoredValue<Option<Node>>,
    renaming: RwSignal<Option<Node>>,
    /// Whether the last selection was made here: nothing is scrolled then.
    own: StoredValue<bool>,
    /// The letters that were typed to jump to a name, and when.
    typed: StoredValue<(String, f64)>,
    drag: StoredValue<Option<Drag>>,
    /// What is dragged.
    dragged: RwSignal<BTreeSet<Node>>,
    /// Where it would go.
    place: RwSignal<Option<Drop>>,
    scroller: NodeRef<html::Div>,
}

impl Layers {
    fn new(designer: Designer) -> Self {
        let closed = RwSignal::new(BTreeSet::new());
        let active = RwSignal::new(None::<Node>);
        // What the tree is made of: few changes of the template change it.
        let paths = Memo::new(move |_| {
            designer.order.track();
            designer.track(|t| {
                let path = t.elements.iter().map(|e| (e.id.clone(), e.group.clone()));
                path.collect::<Vec<_>>()
            })
        });
        let rows = Memo::new(move |_| {
            // Read, not only tracked: a memo that nobody read knows no changes.
            paths.with(|_| ());
            closed.with(|closed| designer.with_template(|t| Rows::new(layers::rows(t, closed))))
        });
        // Where its row is gone, the one that took its place.
        let stop = Memo::new(move |before: Option<&Option<(usize, Node)>>| {
            let before = before.and_then(Option::as_ref).map_or(0, |(at, _)| *at);
            rows.with(|rows| {
                let here = active.with(|node| rows.at.get(node.as_ref()?).copied());
                let at = here.unwrap_or(before).min(rows.list.len().checked_sub(1)?);
                rows.list.get(at).map(|row| (at, row.node.clone()))
            })
        });
        Self {
            designer,
            rows,
            closed,
            active,
            stop,
            anchor: StoredValue::new(None),
            renaming: RwSignal::new(None),
            own: StoredValue::new(false),
            typed: StoredValue::new((String::new(), 0.0)),
            drag: StoredValue::new(None),
            dragged: RwSignal::new(BTreeSet::new()),
            place: RwSignal::new(None),
            scroller: NodeRef::new(),
        }
    }

    /// The row that has the focus.
    fn here(self) -> Option<Row> {
        let (at, _) = self.stop.get_untracked()?;
        self.rows.with_untracked(|rows| rows.list.get(at).cloned())
    }

    fn row(self, node: &Node) -> Option<Row> {
        self.rows.with_untracked(|rows| rows.get(node).cloned())
    }

    /// Whether all of a row is selected.
    fn is_selected(self, row: &Row) -> bool {
        self.designer.selection.with(|s| row.members.iter().all(|id| s.contains(id)))
    }

    /// The row's node in the page.
    fn find(self, node: &Node) -> Option<HtmlElement> {
        let scroller = self.scroller.try_get_untracked().flatten()?;
        let found = scroller.query_selector(&format!("#{}", row::html_id(node))).ok().flatten();
        found.and_then(|found| found.dyn_into().ok())
    }

    /// Gives a row the focus, once it is drawn.
    fn focus(self, node: Node) {
        self.active.set(Some(node.clone()));
        spawn_local(async move {
            tick().await;
            if let Some(row) = self.find(&node) {
                let _ = row.focus();
            }
        });
    }

    /// Gives the focus back where a command took the row away, or moved it.
    fn keep_focus(self) {
        let keep = move || {
            let renaming = self.renaming.try_get_untracked().flatten();
            let Some(scroller) = self.scroller.try_get_untracked().flatten() else { return };
            let root = scroller.get_root_node().dyn_into::<ShadowRoot>().ok();
            let lost = root.is_some_and(|root| root.active_element().is_none());
            if let (None, true, Some((_, node))) =
                (renaming, lost, self.stop.try_get_untracked().flatten())
                && let Some(row) = self.find(&node)
            {
                let _ = row.focus();
            }
        };
        // Not a microtask: those run before the page's own keys have had their turn.
        set_timeout(keep, Duration::ZERO);
    }

    /// Scrolls the list, and nothing around it, until a row is seen.
    fn scroll_to(self, node: &Node) {
        let (Some(row), Some(list)) = (self.find(node), self.scroller.get_untracked()) else {
            return;
        };
        let (row, seen) = (row.get_bounding_client_rect(), list.get_bounding_client_rect());
        let over = seen.top() - row.top();
        let under = row.bottom() - seen.bottom();
        let by = if over > 0.0 { -over } else { under.max(0.0) };
        #[expect(clippy::cast_possible_truncation, reason = "px on a screen")]
        list.set_scroll_top(list.scroll_top() + by.ceil() as i32);
    }

    /// Selects what was chosen here.
    fn select(self, ids: BTreeSet<String>) {
        let selection =
            self.designer.with_template(|t| Selection::of(t, ids.iter().map(String::as_str)));
        if selection != self.designer.selected() {
            self.own.set_value(true);
            self.designer.select(selection);
        }
    }

    /// Shows what was selected on the page.
    fn reveal(self, selection: &Selection) {
        if self.own.get_value() {
            self.own.set_value(false);
            return;
        }
        if selection.is_empty() {
            return;
        }
        let around = self.designer.with_template(|t| layers::around(t, selection));
        if self.closed.with_untracked(|closed| !closed.is_disjoint(&around)) {
            self.closed.update(|closed| closed.retain(|path| !around.contains(path)));
        }
        let first = self.rows.with_untracked(|rows| {
            let mut chosen = rows
                .list
                .iter()
                .filter(|row| row.members.iter().all(|id| selection.contains(id)))
                .map(|row| &row.node);
            chosen.next().cloned()
        });
        let Some(first) = first else { return };
        set_if_new(self.active, Some(first.clone()));
        spawn_local(async move {
            tick().await;
            if !self.scroller.is_disposed() {
                self.scroll_to(&first);
            }
        });
    }
}

pub(super) fn panel(designer: Designer) -> impl IntoView {
    let layers = Layers::new(designer);
    Effect::new(move |_| layers.reveal(&designer.selection.get()));
    on_cleanup(move || {
        let _ = designer.hovered.try_set(None);
    });
    let some = Memo::new(move |_| layers.rows.with(|rows| !rows.list.is_empty()));
    view! {
        <div class="panel-body layers">
            <Show
                when=move || some.get()
                fallback=move || {
                    view! {
                        <div class="empty">
                            <p>{t!("Nothing on the page yet")}</p>
                            <button
                                type="button"
                                class="primary"
                                on:click=move |_| designer.panel.set(Some(Panel::Add))
                            >
                                {t!("Add something")}
                            </button>
                        </div>
                    }
                }
            >
                {tree(layers)}
            </Show>
        </div>
    }
}

fn tree(layers: Layers) -> impl IntoView {
    let nodes = move || {
        layers.rows.with(|rows| rows.list.iter().map(|row| row.node.clone()).collect::<Vec<_>>())
    };
    let place = move || {
        layers.place.get().map(|drop| {
            let class = if drop.whole { "drop-line is-whole" } else { "drop-line" };
            let (row, level) = (drop.row.to_string(), drop.level.to_string());
            view! { <div class=class style:--at=row style:--level=level aria-hidden="true"></div> }
        })
    };
    view! {
        <div
            class="scroller"
            node_ref=layers.scroller
            class:is-dragging=move || layers.dragged.with(|d| !d.is_empty())
            on:keydown=move |event| keys::pressed(layers, &event)
            on:pointermove=move |event| layers.drag_moved(&event)
            on:pointerup=move |event| layers.drag_ended(&event)
            on:pointercancel=move |_| layers.drag_cancelled()
            on:lostpointercapture=move |event| {
                // Of the list itself: a finger's hold on the grip goes when the list takes over.
                if event.target() == target::<web_sys::EventTarget>(&event) {
                    layers.drag_cancelled();
                }
            }
        >
            <div
                class="tree"
                role="tree"
                aria-label=t!("Layers, topmost first")
                aria-multiselectable="true"
                aria-describedby="l-layers-hint"
            >
                <For each=nodes key=Clone::clone let:node>
                    {row::row(layers, node)}
                </For>
            </div>
            {place}
        </div>
        <p class="hint" id="l-layers-hint">
            {t!("Arrow keys go through the list. Enter selects, F2 renames, Delete deletes. Alt ↑ ↓ moves, Alt → ← moves into a group and out. Ctrl Shift L locks, Ctrl Shift H hides.")}
        </p>
    }
}
