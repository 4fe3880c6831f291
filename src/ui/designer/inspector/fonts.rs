//! The menu of faces, each shown in itself: drawn by our own layout, since a
//! font given to the browser would be the whole page's.

use super::Chosen;
use crate::edit::Property;
use crate::field::Values;
use crate::locale::mark;
use crate::render::compose::compose;
use crate::render::outline::Outlines;
use crate::render::svg::{self, Pictures, fragment};
use crate::template::{
    Align, Color, ElementKind, Extra, Fit, Frame, Horizontal, Overflow, Page, Template, TextBox,
    TextRole, TextStyle, Vertical,
};
use crate::text::families;
use crate::ui::designer::target;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, HtmlInputElement, KeyboardEvent, Node};

/// Size of a face's picture in the menu, px.
const PICTURE: (f32, f32) = (248.0, 34.0);

/// Faces that people write in, and those that they added; the others stand in
/// for what these lack.
fn offered(designer: Designer) -> Vec<String> {
    let ours = families().into_iter().filter(|family| !family.starts_with("Noto"));
    let mut out: Vec<String> = ours.map(str::to_owned).collect();
    for own in designer.own_fonts.get() {
        if !out.contains(&own) {
            out.push(own);
        }
    }
    out
}

/// The way to a font of one's own.
fn add_font(designer: Designer) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let chosen = move |event: web_sys::Event| {
        let Some(input) = target::<HtmlInputElement>(&event) else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            designer.bring_font(file);
        }
        input.set_value("");
    };
    view! {
        <button
            type="button"
            class="quiet add-font"
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            {icon(lu::LuPlus)}
            <span>{t!("Add a font file…")}</span>
        </button>
        <input
            node_ref=input
            type="file"
            accept=".ttf,.otf,font/ttf,font/otf"
            class="file font-file"
            tabindex="-1"
            aria-hidden="true"
            on:change=chosen
        />
    }
}

/// A family's name, drawn in itself; empty while its file is on its way.
fn picture(designer: Designer, family: &str) -> String {
    let mut template = Template::blank("", Page::new(PICTURE.0, PICTURE.1, 96.0));
    let text = TextBox {
        content: family.to_owned(),
        style: TextStyle {
            font: family.to_owned(),
            size: 21.0,
            color: Color::BLACK,
            ..TextStyle::default()
        },
        align: Align { horizontal: Horizontal::Start, vertical: Vertical::Middle },
        fit: Fit {
            overflow: Overflow::ShrinkThenEllipsis,
            min_size: Some(9.0),
            max_lines: Some(1),
        },
        role: TextRole::Paragraph,
        extra: Extra::new(),
    };
    let mut element =
        crate::edit::element(ElementKind::Text(text), Frame::new(0.0, 0.0, PICTURE.0, PICTURE.1));
    element.id = "face".into();
    template.elements.push(element);
    let drawn = designer.core.try_update_value(|core| {
        let composed = compose(&template, &Values::new(), &mut core.fonts);
        let node = composed.scene.nodes.first()?;
        let inside = fragment(node, Pictures::LeftOut, &mut Outlines::new(), "f").ok()?;
        let ready = composed.wanted.is_empty();
        let drawn =
            ready.then(|| format!("<g transform=\"{}\">{inside}</g>", svg::transform(node)));
        Some((composed.wanted, drawn))
    });
    let Some((wanted, drawn)) = drawn.flatten() else { return String::new() };
    designer.ask_for_fonts(wanted);
    // The ink is that of the interface, light or dark.
    drawn.unwrap_or_default().replace("#000000", "currentColor")
}

pub(super) fn menu(chosen: Chosen) -> impl IntoView {
    let designer = chosen.designer;
    let open = RwSignal::new(false);
    let opener = NodeRef::<leptos::html::Button>::new();
    let list = NodeRef::<leptos::html::Div>::new();
    let now = Memo::new(move |_| {
        chosen.common(|e| match &e.kind {
            ElementKind::Text(text) => Some(text.style.font.clone()),
            _ => None,
        })
    });
    let close = move |focus: bool| {
        open.set(false);
        if focus && let Some(opener) = opener.get_untracked() {
            let _ = opener.focus();
        }
    };
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let here = event.current_target().and_then(|at| at.dyn_into::<Node>().ok());
        if !here.is_some_and(|here| here.contains(to.as_ref())) {
            open.set(false);
        }
    };
    // The chosen face has the focus as the list opens.
    Effect::new(move |_| {
        let (true, Some(list)) = (open.get(), list.get()) else { return };
        let chosen = list.query_selector("[aria-selected=true], [role=option]").ok().flatten();
        if let Some(option) = chosen.and_then(|o| o.dyn_into::<HtmlElement>().ok()) {
            let _ = option.focus();
        }
    });
    let choose = move |family: String| {
        designer.set(&[Property::Font(family)], mark!("Font"), None);
        close(true);
    };
    view! {
        <div
            class="field fonts"
            on:focusout=left
            on:keydown=move |event| {
                if open.get_untracked() {
                    match event.key().as_str() {
                        "Escape" => {
                            event.stop_propagation();
                            close(true);
                        }
                        "Tab" => close(false),
                        _ => walk(&event),
                    }
                }
            }
        >
            <span class="label" id="l-font-label">{t!("Font")}</span>
            <button
                type="button"
                class="font-button"
                node_ref=opener
                aria-haspopup="listbox"
                aria-expanded=move || open.get().to_string()
                aria-label=move || t!("Font: {name}", name = now.get().unwrap_or_else(|| t!("Mixed").into()))
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {move || match now.get() {
                    Some(family) => face(designer, family).into_any(),
                    None => view! { <span>{t!("Mixed")}</span> }.into_any(),
                }}
                {icon(lu::LuChevronDown)}
            </button>
            <Show when=move || open.get()>
                <div class="font-list" role="listbox" aria-labelledby="l-font-label" node_ref=list>
                    {move || offered(designer)
                        .into_iter()
                        .map(|family| {
                            let (name, by_click, by_key) = (family.clone(), family.clone(), family.clone());
                            let shown = family.clone();
                            let is_now = move || now.with(|n| n.as_deref() == Some(family.as_str()));
                            view! {
                                <div
                                    role="option"
                                    tabindex="-1"
                                    aria-label=name
                                    aria-selected=move || is_now().to_string()
                                    on:click=move |_| choose(by_click.clone())
                                    on:keydown=move |event: KeyboardEvent| {
                                        if matches!(event.key().as_str(), "Enter" | " ") {
                                            event.prevent_default();
                                            event.stop_propagation();
                                            choose(by_key.clone());
                                        }
                                    }
                                >
                                    {face(designer, shown)}
                                </div>
                            }
                        })
                        .collect::<Vec<_>>()}
                </div>
            </Show>
            {add_font(designer)}
        </div>
    }
}

/// A family's name in itself, or plain until its file is here.
fn face(designer: Designer, family: String) -> impl IntoView {
    let name = family.clone();
    let drawn = Memo::new(move |_| {
        // Drawn again when a font has come.
        designer.fonts_loading.track();
        untrack(|| picture(designer, &name))
    });
    view! {
        <Show
            when=move || !drawn.with(String::is_empty)
            fallback=move || view! { <span>{family.clone()}</span> }
        >
            <svg
                class="face"
                viewBox=format!("0 0 {} {}", PICTURE.0, PICTURE.1)
                aria-hidden="true"
                inner_html=move || drawn.get()
            ></svg>
        </Show>
    }
}

/// Arrow keys and first letters lead through the list.
fn walk(event: &KeyboardEvent) {
    let Some(at) = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()) else { return };
    let Some(list) = at.closest("[role=listbox]").ok().flatten() else { return };
    let Ok(found) = list.query_selector_all("[role=option]") else { return };
    let options: Vec<HtmlElement> =
        (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect();
    let here = options.iter().position(|o| *o == at).unwrap_or(0);
    let key = event.key();
    let to = match key.as_str() {
        "ArrowDown" => here + 1,
        "ArrowUp" => here.saturating_sub(1),
        "Home" => 0,
        "End" => options.len().saturating_sub(1),
        letter if letter.chars().count() == 1 => {
            let starts = |o: &HtmlElement| {
                let name = o.get_attribute("aria-label").unwrap_or_default().to_lowercase();
                name.starts_with(&letter.to_lowercase())
            };
            let after = options.iter().skip(here + 1).position(starts).map(|n| n + here + 1);
            match after.or_else(|| options.iter().position(starts)) {
                Some(to) => to,
                None => return,
            }
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(option) = options.get(to.min(options.len().saturating_sub(1))) {
        let _ = option.focus();
    }
}
