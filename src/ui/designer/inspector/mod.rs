//! The panel on the right: what is selected, or the page. It shows only what
//! applies to all that is selected.

mod arrange;
mod controls;
mod fonts;
mod guides;
mod insert;
mod ornament;
mod page;
mod picture;
mod place;
mod qr;
mod shape;
mod size;
mod text;

use crate::edit::kind_name;
use crate::locale::mark;
use crate::template::{Element, ElementKind};
use crate::ui::locale::said;
use crate::ui::shared::{icon, pointing};
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::html::Dialog;
use leptos::prelude::*;
use std::sync::Arc;

/// What is selected, bottom to top.
#[derive(Clone, Copy)]
struct Chosen {
    designer: Designer,
    elements: Memo<Vec<Arc<Element>>>,
}

impl Chosen {
    /// What all of them agree on; `None` where they differ, or have nothing of
    /// the kind.
    fn common<T: PartialEq>(self, part: impl Fn(&Element) -> Option<T>) -> Option<T> {
        self.elements.with(|elements| {
            let mut parts = elements.iter().filter_map(|e| part(e));
            let first = parts.next()?;
            parts.all(|other| other == first).then_some(first)
        })
    }

    /// Whether all of them are of a kind.
    fn all(self, is: impl Fn(&ElementKind) -> bool) -> bool {
        self.elements.with(|elements| !elements.is_empty() && elements.iter().all(|e| is(&e.kind)))
    }
}

/// The kind that all that is selected is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Picture,
    Qr,
    Shape,
    Ornament,
    Mixed,
}

pub(super) fn inspector(designer: Designer, confirm: NodeRef<Dialog>) -> impl IntoView {
    let elements = Memo::new(move |_| {
        let selection = designer.selection.get();
        if selection.is_empty() {
            return Vec::new();
        }
        let order = designer.order.get();
        let ids = order.iter().filter(|id| selection.contains(id));
        ids.filter_map(|id| designer.element(id).get()).collect::<Vec<Arc<Element>>>()
    });
    let chosen = Chosen { designer, elements };
    // Which panel is made anew only when another thing is selected, or another
    // kind of thing: not with each change.
    let what = Memo::new(move |_| {
        let ids: Vec<String> = elements.with(|all| all.iter().map(|e| e.id.clone()).collect());
        (!ids.is_empty()).then(|| (ids, kind_of(chosen)))
    });
    let panel = NodeRef::<leptos::html::Aside>::new();
    Effect::new(move |_| {
        what.track();
        // Another thing is looked at from its beginning.
        if let Some(panel) = panel.get_untracked() {
            panel.set_scroll_top(0);
        }
    });
    view! {
        <aside id="l-inspector" node_ref=panel class="inspector" aria-label=t!("Certificate details")>
            <div class="sheet-head narrow-only">
                <h2>{t!("Details")}</h2>
                <button type="button" class="quiet" aria-label=t!("Close panel") on:click=move |_| designer.panel.set(None)>
                    {icon(lu::LuX)}
                </button>
            </div>
            {move || match what.get() {
                None => page::page(designer, confirm).into_any(),
                Some((ids, kind)) if designer.around.words_only() => {
                    selected_words(chosen, &ids, kind).into_any()
                }
                Some((ids, kind)) => selected(chosen, &ids, kind).into_any(),
            }}
        </aside>
    }
}

fn kind_of(chosen: Chosen) -> Kind {
    let is = |kind: fn(&ElementKind) -> bool| chosen.all(kind);
    if is(|k| matches!(k, ElementKind::Text(_))) {
        Kind::Text
    } else if is(|k| matches!(k, ElementKind::Image(_))) {
        Kind::Picture
    } else if is(|k| matches!(k, ElementKind::Qr(_))) {
        Kind::Qr
    } else if is(|k| matches!(k, ElementKind::Shape(_))) {
        Kind::Shape
    } else if is(|k| matches!(k, ElementKind::Ornament(_))) {
        Kind::Ornament
    } else {
        Kind::Mixed
    }
}

fn selected(chosen: Chosen, ids: &[String], kind: Kind) -> impl IntoView {
    let one = (ids.len() == 1).then(|| ids.first().cloned()).flatten();
    view! {
        {head(chosen, one.clone(), ids.len())}
        {(ids.len() > 1).then(|| arrange::arrange(chosen, ids.len()))}
        {match kind {
            Kind::Text => text::text(chosen, one.clone()).into_any(),
            Kind::Picture => picture::picture(chosen, one.clone()).into_any(),
            Kind::Qr => qr::qr(chosen, one.clone()).into_any(),
            Kind::Shape => shape::shape(chosen).into_any(),
            Kind::Ornament => ornament::ornament(chosen).into_any(),
            Kind::Mixed => ().into_any(),
        }}
        {place::place(chosen, one)}
        {(ids.len() == 1).then(|| arrange::arrange(chosen, 1))}
    }
}

/// What may be changed of what is selected where the layout is locked.
fn selected_words(chosen: Chosen, ids: &[String], kind: Kind) -> impl IntoView {
    let one = (ids.len() == 1).then(|| ids.first().cloned()).flatten();
    let designer = chosen.designer;
    view! {
        <section class="selected-head">
            <p class="hint">{t!("The layout of this certificate is locked: its texts and fields may be changed.")}</p>
        </section>
        {match (one, kind) {
            (Some(id), Kind::Text) => text::words(designer, id).into_any(),
            (Some(id), Kind::Qr) => qr::says(chosen, designer, id).into_any(),
            _ => ().into_any(),
        }}
    }
}

/// What it is called, and the way back to the page.
fn head(chosen: Chosen, one: Option<String>, count: usize) -> impl IntoView {
    use crate::edit::Property;
    let designer = chosen.designer;
    let kind = move || {
        let kind = chosen.common(|e| Some(kind_name(&e.kind)));
        kind.map_or_else(|| t!("Elements").to_owned(), said)
    };
    let name = match one {
        Some(_) => view! {
            <div class="field">
                <label for="l-name">{t!("Name")}</label>
                <input
                    id="l-name"
                    maxlength="80"
                    prop:value=move || chosen.common(|e| Some(e.name.clone())).unwrap_or_default()
                    on:change=move |event| {
                        let name = event_target_value(&event).trim().to_owned();
                        if name.is_empty() {
                            controls::reset(&event, &chosen.common(|e| Some(e.name.clone())).unwrap_or_default());
                        } else {
                            designer.set(&[Property::Name(name)], mark!("Rename element"), None);
                        }
                    }
                />
            </div>
        }
        .into_any(),
        None => view! { <p class="hint">{tn!(count, "{count} element selected", "{count} elements selected")}</p> }.into_any(),
    };
    view! {
        <section class="selected-head">
            <div class="row tight">
                <button
                    type="button"
                    class="quiet"
                    aria-label=t!("Back to the page")
                    title=t!("Back to the page")
                    on:click=move |_| designer.select(crate::edit::Selection::default())
                >
                    {pointing(lu::LuArrowLeft)}
                </button>
                <h2>{kind}</h2>
            </div>
            {name}
        </section>
    }
}
