//! What can be put on the page: by a click, or dragged to its place.

use super::{Item, in_words};
use crate::field::Values;
use crate::locale::mark;
use crate::render::compose::Composer;
use crate::render::outline::Outlines;
use crate::render::svg::{self, Pictures, fragment};
use crate::template::{Element, ElementKind, OrnamentForm, Page, Template};
use crate::text::Fonts;
use crate::ui::designer::file_button::file_button;
use crate::ui::effects::Destination;
use crate::ui::locale::said;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_core::Icon;
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::DragEvent;

/// What a dragged item is called on the clipboard of the drag.
pub(in crate::ui::designer) const DRAGGED: &str = "application/x-laureate-item";

pub(super) fn panel(designer: Designer) -> impl IntoView {
    let tile = move |item: Item, sign: Icon| {
        view! { {tile(designer, item, icon(sign).into_any())} }
    };
    view! {
        <div class="panel-body">
            <section aria-labelledby="l-add-text">
                <h3 id="l-add-text">{t!("Text")}</h3>
                <div class="tiles">
                    {Item::TEXTS
                        .into_iter()
                        .zip([lu::LuHeading, lu::LuUserRound, lu::LuType])
                        .map(|(item, sign)| tile(item, sign))
                        .collect::<Vec<_>>()}
                </div>
            </section>
            <section aria-labelledby="l-add-picture">
                <h3 id="l-add-picture">{t!("Pictures and codes")}</h3>
                {file_button(designer, t!("Upload a picture…"), "wide-button", || Destination::Page(None))}
                <div class="tiles">
                    {Item::SLOTS
                        .into_iter()
                        .zip([lu::LuImage, lu::LuSignature, lu::LuQrCode])
                        .map(|(item, sign)| tile(item, sign))
                        .collect::<Vec<_>>()}
                </div>
            </section>
            <section aria-labelledby="l-add-shape">
                <h3 id="l-add-shape">{t!("Shapes")}</h3>
                <div class="tiles">
                    {Item::SHAPES
                        .into_iter()
                        .zip([lu::LuSquare, lu::LuCircle, lu::LuMinus, lu::LuFrame])
                        .map(|(item, sign)| tile(item, sign))
                        .collect::<Vec<_>>()}
                </div>
            </section>
            <section aria-labelledby="l-add-ornament">
                <h3 id="l-add-ornament">{t!("Ornaments")}</h3>
                <div class="tiles">
                    {OrnamentForm::ALL
                        .map(|form| tile_of_ornament(designer, form))
                        .into_iter()
                        .collect::<Vec<_>>()}
                </div>
            </section>
            <p class="hint">{t!("Click to add, or drag to where it belongs.")}</p>
        </div>
    }
}

fn tile(designer: Designer, item: Item, picture: AnyView) -> impl IntoView {
    view! {
        <button
            type="button"
            class="tile"
            draggable="true"
            data-item=item.key()
            on:dragstart=move |event: DragEvent| {
                if let Some(data) = event.data_transfer() {
                    let _ = data.set_data(DRAGGED, &item.key());
                    data.set_effect_allowed("copy");
                }
            }
            on:click=move |_| designer.add_item(item, None)
        >
            {picture}
            <span>{said(item.label())}</span>
        </button>
    }
}

fn tile_of_ornament(designer: Designer, form: OrnamentForm) -> impl IntoView {
    const SIDES: (f32, f32) = (120.0, 84.0);
    let item = Item::Ornament(form);
    let page = Page::new(SIDES.0, SIDES.1, 150.0);
    let mut template = Template::blank("", page);
    let mut elements = item.elements(&template, None);
    for element in &mut elements {
        element.id = "o".into();
        // Whatever its size on a page, it fills the tile.
        let frame = &mut element.frame;
        let scale = ((SIDES.0 - 8.0) / frame.width).min((SIDES.1 - 8.0) / frame.height);
        (frame.width, frame.height) = (frame.width * scale, frame.height * scale);
        (frame.x, frame.y) = ((SIDES.0 - frame.width) / 2.0, (SIDES.1 - frame.height) / 2.0);
        if let ElementKind::Ornament(ornament) = &mut element.kind {
            ornament.weight = 1.0;
        }
    }
    template.elements = elements;
    let scene = Composer::default().compose(&template, &Values::new(), &mut Fonts::new()).scene;
    let mut outlines = Outlines::new();
    let drawn = scene.nodes.iter().find_map(|node| {
        let inside = fragment(node, Pictures::LeftOut, &mut outlines, "o").ok()?;
        Some(format!("<g transform=\"{}\">{inside}</g>", svg::transform(node)))
    });
    let picture = view! {
        <svg
            class="ornament"
            viewBox=format!("0 0 {} {}", SIDES.0, SIDES.1)
            aria-hidden="true"
            inner_html=drawn.unwrap_or_default()
        ></svg>
    };
    tile(designer, item, picture.into_any())
}

/// The elements of an item, with words to begin with in those of the page.
/// Their names stay: they tell which texts nobody has named.
fn elements(item: Item, template: &Template, at: Option<(f32, f32)>) -> Vec<Element> {
    let mut elements = item.elements(template, at);
    for element in &mut elements {
        if let ElementKind::Text(text) = &mut element.kind {
            text.content = said(&text.content);
        }
    }
    elements
}

impl Designer {
    /// Puts something on the page; what is missing for it comes along.
    pub(in crate::ui::designer) fn add_item(self, item: Item, at: Option<(f32, f32)>) {
        use crate::edit::{Command, add, add_field, usual_fields};
        let (command, ids) = self.with_template(|t| {
            let (insert, ids) = add(t, elements(item, t, at), None);
            let lacks = item == Item::Name && t.field("recipient_name").is_none();
            let usual = || usual_fields().into_iter().find(|f| f.name == "recipient_name");
            let field = lacks.then(|| add_field(t, in_words(usual()?)).ok());
            match field.flatten() {
                Some(field) => (Command::All { commands: vec![field, insert] }, ids),
                None => (insert, ids),
            }
        });
        let label = format!(mark!("Add {item}"), item = item.label());
        if self.dispatch(command, &label, None) {
            self.select_ids(&ids);
            self.say(t!("{item} added", item = said(item.label())));
        }
    }
}
