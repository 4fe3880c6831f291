//! A row: what it shows and says, and its buttons.

use super::{Layers, rename};
use crate::edit::group::name_of;
use crate::edit::layers::Node;
use crate::edit::shown_name;
use crate::template::{ElementKind, OrnamentForm, ShapeForm};
use crate::ui::shared::icon;
use crate::ui::state::set_if_new;
use icondata_core::Icon;
use icondata_lu as lu;
use leptos::ev;
use leptos::prelude::*;
use leptos::tachys::html::attribute::custom::custom_attribute;
use wasm_bindgen::JsCast;

/// What a row shows of its element or group. Most changes leave it alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Face {
    pub(super) name: String,
    kind: String,
    sign: Icon,
    locked: bool,
    hidden: bool,
    misfit: bool,
}

impl Face {
    /// All that there is to say of it.
    fn words(&self) -> String {
        let states = [
            (self.locked, t!("locked")),
            (self.hidden, t!("hidden")),
            (self.misfit, t!("does not fit")),
        ];
        let states = states.into_iter().filter(|(holds, _)| *holds).map(|(_, state)| state);
        let name = t!("{name}, {kind}", name = self.name, kind = self.kind);
        states.fold(name, |list, item| t!("{list}, {item}", list = list, item = item))
    }
}

/// The row's id in the page: a group's name can be any text.
pub(super) fn html_id(node: &Node) -> String {
    let (kind, name) = match node {
        Node::Element(id) => ('e', id),
        Node::Group(path) => ('g', path),
    };
    let hex: String = name.bytes().map(|b| format!("{b:02x}")).collect();
    format!("l-row-{kind}{hex}")
}

fn sign(kind: &ElementKind) -> Icon {
    match kind {
        ElementKind::Text(_) => lu::LuType,
        ElementKind::Image(_) => lu::LuImage,
        ElementKind::Qr(_) => lu::LuQrCode,
        ElementKind::Shape(shape) => match shape.form {
            ShapeForm::Rectangle => lu::LuSquare,
            ShapeForm::Ellipse => lu::LuCircle,
            ShapeForm::Line => lu::LuMinus,
        },
        ElementKind::Ornament(ornament) => match ornament.form {
            OrnamentForm::BorderLines
            | OrnamentForm::BorderCorners
            | OrnamentForm::BorderGuilloche => lu::LuFrame,
            OrnamentForm::Seal | OrnamentForm::Award | OrnamentForm::Rosette => lu::LuAward,
            _ => lu::LuSparkles,
        },
    }
}

/// What kind of element it is, within a sentence.
fn kind_within(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::Text(_) => t!("text"),
        ElementKind::Image(_) => t!("picture"),
        ElementKind::Qr(_) => t!("QR code"),
        ElementKind::Shape(shape) => match shape.form {
            ShapeForm::Rectangle => t!("rectangle"),
            ShapeForm::Ellipse => t!("ellipse"),
            ShapeForm::Line => t!("line"),
        },
        ElementKind::Ornament(ornament) => match ornament.form {
            OrnamentForm::BorderLines
            | OrnamentForm::BorderCorners
            | OrnamentForm::BorderGuilloche => t!("border"),
            OrnamentForm::Seal => t!("seal"),
            OrnamentForm::Award => t!("award"),
            OrnamentForm::Rosette => t!("rosette"),
            OrnamentForm::Ribbon => t!("ribbon"),
            OrnamentForm::Laurel => t!("laurel"),
            OrnamentForm::Divider => t!("divider"),
            OrnamentForm::Flourish => t!("flourish"),
        },
    }
}

fn face(layers: Layers, node: &Node, members: &[String]) -> Option<Face> {
    let designer = layers.designer;
    match node {
        Node::Element(id) => {
            let element = designer.element(id).get()?;
            let misfit = designer.fit(id).get().is_some_and(|fit| fit.overflows || fit.cut);
            Some(Face {
                name: shown_name(&element),
                kind: kind_within(&element.kind).to_owned(),
                sign: sign(&element.kind),
                locked: element.locked,
                hidden: element.hidden,
                misfit,
            })
        }
        Node::Group(path) => {
            let all = |is: fn(&crate::template::Element) -> bool| {
                !members.is_empty()
                    && members.iter().all(|id| designer.element(id).get().is_some_and(|e| is(&e)))
            };
            Some(Face {
                name: name_of(path).to_owned(),
                kind: tn!(members.len(), "group of {count}", "group of {count}"),
                sign: lu::LuGroup,
                locked: all(|e| e.locked),
                hidden: all(|e| e.hidden),
                misfit: false,
            })
        }
    }
}

/// Whether an event came from a button in the row, or from the name's box.
fn on_control(event: &ev::Event) -> bool {
    let at = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    at.is_some_and(|at| at.closest("button, input").ok().flatten().is_some())
}

pub(super) fn row(layers: Layers, node: Node) -> impl IntoView {
    let designer = layers.designer;
    let node = StoredValue::new(node);
    let info = Memo::new(move |_| {
        node.with_value(|node| layers.rows.with(|rows| rows.get(node).cloned()))
    });
    let face = Memo::new(move |before: Option<&Option<Face>>| {
        let members = info.get().map(|row| row.members).unwrap_or_default();
        // A row that is about to go shows what it did.
        let face = node.with_value(|node| face(layers, node, &members));
        face.or_else(|| before.cloned().flatten())
    });
    let part = move |part: fn(&Face) -> bool| move || face.with(|f| f.as_ref().is_some_and(part));
    let selected =
        Memo::new(move |_| info.with(|row| row.as_ref().is_some_and(|r| layers.is_selected(r))));
    let is = move |other: Option<&Node>| node.with_value(|node| other == Some(node));
    let stop = Memo::new(move |_| layers.stop.with(|stop| is(stop.as_ref().map(|(_, node)| node))));
    let renaming = Memo::new(move |_| layers.renaming.with(|r| is(r.as_ref())));
    let hovered = move || match node.get_value() {
        Node::Element(id) => designer.hovered.with(|hovered| hovered.as_ref() == Some(&id)),
        Node::Group(_) => false,
    };
    let number = move |of: fn(&super::Row) -> usize| {
        move || info.with(|row| row.as_ref().map(of).map(|n| n.to_string()))
    };
    let open = Memo::new(move |_| info.with(|row| row.as_ref().and_then(|row| row.open)));
    view! {
        <div
            id=node.with_value(html_id)
            class="layer"
            role="treeitem"
            tabindex=move || if stop.get() { "0" } else { "-1" }
            style:--level=move || info.with(|r| r.as_ref().map_or(1, |r| r.level).to_string())
            class:is-selected=move || selected.get()
            class:is-hovered=hovered
            class:is-hidden=part(|f| f.hidden)
            class:is-dragged=move || layers.dragged.with(|d| node.with_value(|n| d.contains(n)))
            aria-label=move || face.with(|f| f.as_ref().map(Face::words))
            {..custom_attribute("aria-level", number(|row| row.level))}
            aria-posinset=number(|row| row.position)
            aria-setsize=number(|row| row.of)
            aria-selected=move || selected.get().to_string()
            aria-expanded=move || open.get().map(|open| open.to_string())
            on:focusin=move |_| set_if_new(layers.active, Some(node.get_value()))
            on:click=move |event: ev::MouseEvent| {
                if !on_control(&event) {
                    let add = event.ctrl_key() || event.meta_key();
                    layers.choose(&node.get_value(), event.shift_key(), add);
                }
            }
            on:dblclick=move |event: ev::MouseEvent| {
                if !on_control(&event) {
                    layers.renaming.set(Some(node.get_value()));
                }
            }
            on:pointerdown=move |event| {
                layers.drag_pressed(&event, node.get_value());
            }
            on:pointerenter=move |_| {
                if let Node::Element(id) = node.get_value() {
                    set_if_new(designer.hovered, Some(id));
                }
            }
            on:pointerleave=move |_| set_if_new(designer.hovered, None)
        >
            {move || {
                open.get().map(|open| {
                    let name = move || face.with(|f| f.as_ref().map_or(String::new(), |f| f.name.clone()));
                    view! {
                        <button
                            type="button"
                            class="quiet twist"
                            tabindex="-1"
                            aria-label=move || if open {
                                t!("Close {name}", name = name())
                            } else {
                                t!("Open {name}", name = name())
                            }
                            on:click=move |_| layers.set_open(&node.get_value(), !open)
                        >
                            {icon(if open { lu::LuChevronDown } else { lu::LuChevronRight })}
                        </button>
                    }
                })
            }}
            <span class="kind">{move || face.with(|f| f.as_ref().map(|f| icon(f.sign)))}</span>
            {move || {
                if renaming.get() {
                    let name = face.with_untracked(|f| f.as_ref().map(|f| f.name.clone()));
                    rename::name_box(layers, node.get_value(), name.unwrap_or_default()).into_any()
                } else {
                    let name = move || face.with(|f| f.as_ref().map(|f| f.name.clone()));
                    view! { <span class="name">{name}</span> }.into_any()
                }
            }}
            {move || {
                part(|f| f.misfit)().then(|| {
                    view! { <span class="misfit" title=t!("Does not fit")>{icon(lu::LuTriangleAlert)}</span> }
                })
            }}
            {toggle(layers, node, face, Switch::Lock)}
            {toggle(layers, node, face, Switch::Hide)}
            <span class="grip" aria-hidden="true">{icon(lu::LuGripVertical)}</span>
        </div>
    }
}

/// A state that a row's button turns on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Switch {
    Lock,
    Hide,
}

fn toggle(
    layers: Layers,
    node: StoredValue<Node>,
    face: Memo<Option<Face>>,
    switch: Switch,
) -> impl IntoView {
    let on = Memo::new(move |_| {
        face.with(|f| {
            f.as_ref().is_some_and(|f| match switch {
                Switch::Lock => f.locked,
                Switch::Hide => f.hidden,
            })
        })
    });
    let act = move || match (switch, on.get()) {
        (Switch::Lock, false) => t!("Lock"),
        (Switch::Lock, true) => t!("Unlock"),
        (Switch::Hide, false) => t!("Hide"),
        (Switch::Hide, true) => t!("Show"),
    };
    let about = move || {
        let name = face.with(|f| f.as_ref().map_or(String::new(), |f| f.name.clone()));
        match (switch, on.get()) {
            (Switch::Lock, false) => t!("Lock {name}", name = name),
            (Switch::Lock, true) => t!("Unlock {name}", name = name),
            (Switch::Hide, false) => t!("Hide {name}", name = name),
            (Switch::Hide, true) => t!("Show {name}", name = name),
        }
    };
    let sign = move || match (switch, on.get()) {
        (Switch::Lock, false) => lu::LuLockOpen,
        (Switch::Lock, true) => lu::LuLock,
        (Switch::Hide, false) => lu::LuEye,
        (Switch::Hide, true) => lu::LuEyeOff,
    };
    view! {
        <button
            type="button"
            class="quiet switch"
            // Keys have Ctrl+Shift+L and Ctrl+Shift+H: a tree is one stop of Tab.
            tabindex="-1"
            class:is-set=move || on.get()
            aria-label=about
            title=act
            on:click=move |_| layers.switch(&node.get_value(), switch)
        >
            {move || icon(sign())}
        </button>
    }
}
