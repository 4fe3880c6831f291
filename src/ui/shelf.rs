//! What was read of the documents and drawn of them and of the gallery.
//!
//! Reading and drawing take time, so it is done a little in each frame: texts
//! for some milliseconds, or one picture. Only pictures in sight are drawn, and
//! a picture again only when its document changed, or a font or picture that it
//! lacked has come.

use super::state::{Designer, Panel};
use crate::field::samples;
use crate::render::compose::compose;
use crate::render::outline::Outlines;
use crate::render::svg::{self, Pictures, fragment};
use crate::storage::Content;
use crate::template::gallery::ENTRIES;
use crate::template::{AssetId, Template};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// Milliseconds of a frame that reading may take.
const READING: f64 = 8.0;

/// What a card shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// An entry of the gallery, by its key.
    Gallery(String),
    /// A stored document, by its id.
    Document(String),
    /// A version of the open document, by its id: put here by whoever shows it.
    Version(String),
}

impl Source {
    /// As an attribute of its card.
    pub(super) fn mark(&self) -> String {
        match self {
            Self::Gallery(key) => format!("gallery:{key}"),
            Self::Document(id) => format!("document:{id}"),
            Self::Version(id) => format!("version:{id}"),
        }
    }

    fn of_mark(mark: &str) -> Option<Self> {
        match mark.split_once(':')? {
            ("gallery", key) => Some(Self::Gallery(key.to_owned())),
            ("document", id) => Some(Self::Document(id.to_owned())),
            ("version", id) => Some(Self::Version(id.to_owned())),
            _ => None,
        }
    }
}

/// A design drawn small.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Picture {
    /// Of the SVG that it is put in.
    pub(super) view_box: String,
    /// What is in the SVG.
    pub(super) inside: String,
}

/// What is known of a source.
#[derive(Default)]
struct Card {
    /// The revision to be shown, that which was read, that which was drawn.
    wanted: u64,
    read: Option<u64>,
    drawn: Option<u64>,
    content: ArcRwSignal<Option<Arc<Content>>>,
    picture: ArcRwSignal<Option<Arc<Picture>>>,
    /// What its picture lacks.
    fonts: BTreeSet<&'static str>,
    pictures: BTreeSet<AssetId>,
    /// Makes the ids in its picture its own.
    number: usize,
}

/// All cards, and the place in which they are on screen.
#[derive(Default)]
pub(super) struct Shelf {
    cards: BTreeMap<Source, Card>,
    root: Option<HtmlElement>,
    /// Whether a frame is asked for.
    under_way: bool,
    /// Pictures that were asked for once.
    asked: BTreeSet<AssetId>,
}

impl Shelf {
    fn card(&mut self, source: &Source) -> &mut Card {
        let number = self.cards.len();
        self.cards.entry(source.clone()).or_insert_with(|| Card { number, ..Card::default() })
    }

    /// What a source is, once it was read.
    pub(super) fn content(&mut self, source: &Source) -> ArcRwSignal<Option<Arc<Content>>> {
        self.card(source).content.clone()
    }

    /// Its picture, once it was drawn.
    pub(super) fn picture(&mut self, source: &Source) -> ArcRwSignal<Option<Arc<Picture>>> {
        self.card(source).picture.clone()
    }
}

impl Designer {
    /// The cards are on screen now, in there.
    pub(super) fn show_shelf(self, root: Option<HtmlElement>) {
        self.shelf.update_value(|shelf| shelf.root = root);
        self.fill_shelf();
    }

    /// These are to be shown, each as of its revision.
    pub(super) fn stock_shelf(self, sources: impl IntoIterator<Item = (Source, u64)>) {
        self.shelf.update_value(|shelf| {
            for (source, revision) in sources {
                shelf.card(&source).wanted = revision;
            }
        });
        self.fill_shelf();
    }

    /// Puts a source here with what it is.
    pub(super) fn put_on_shelf(self, source: &Source, content: Content) {
        let signal = self.shelf.try_update_value(|shelf| {
            let card = shelf.card(source);
            card.read = Some(card.wanted);
            card.content.clone()
        });
        if let Some(signal) = signal {
            signal.set(Some(Arc::new(content)));
            self.fill_shelf();
        }
    }

    /// Goes on reading and drawing, in the next frames.
    pub(super) fn fill_shelf(self) {
        let idle =
            self.shelf.try_update_value(|shelf| !std::mem::replace(&mut shelf.under_way, true));
        if idle == Some(true) {
            request_animation_frame(move || self.fill_a_frame());
        }
    }

    fn fill_a_frame(self) {
        if self.gone() {
            return;
        }
        self.shelf.update_value(|shelf| shelf.under_way = false);
        let shown = self.panel.get_untracked();
        if !matches!(shown, Some(Panel::Templates | Panel::History)) {
            return;
        }
        if self.read_some() || self.draw_one() {
            self.fill_shelf();
        }
    }

    /// Reads what was not read; `false` when there was nothing to.
    fn read_some(self) -> bool {
        let until = js_sys::Date::now() + READING;
        let due: Vec<Source> = self.shelf.with_value(|shelf| {
            let cards = shelf.cards.iter();
            cards
                .filter(|(s, c)| !matches!(s, Source::Version(_)) && c.read != Some(c.wanted))
                .map(|(s, _)| s.clone())
                .collect()
        });
        let any = !due.is_empty();
        for source in due {
            let content = match &source {
                Source::Gallery(key) => ENTRIES
                    .iter()
                    .find(|entry| entry.key == key)
                    .and_then(|entry| entry.template().ok())
                    .map(|template| Content::Good(Box::new(template))),
                Source::Document(id) => self.read_document(id),
                // Never due: it is put here with its content.
                Source::Version(_) => None,
            };
            let signal = self.shelf.try_update_value(|shelf| {
                let card = shelf.card(&source);
                card.read = Some(card.wanted);
                card.content.clone()
            });
            if let Some(signal) = signal {
                signal.set(content.map(Arc::new));
            }
            if js_sys::Date::now() > until {
                break;
            }
        }
        any
    }

    /// Draws the first card in sight that needs it; `false` when none does.
    fn draw_one(self) -> bool {
        let Some(root) = self.shelf.with_value(|shelf| shelf.root.clone()) else { return false };
        let around = root.get_bounding_client_rect();
        let Ok(found) = root.query_selector_all("[data-card]") else { return false };
        for at in 0..found.length() {
            let place = found.item(at).and_then(|node| node.dyn_into::<HtmlElement>().ok());
            let Some(place) = place else { continue };
            let mark = place.get_attribute("data-card").unwrap_or_default();
            let Some(source) = Source::of_mark(&mark) else { continue };
            let rect = place.get_bounding_client_rect();
            let hidden = rect.height() == 0.0;
            let in_sight =
                rect.bottom() > around.top() - 100.0 && rect.top() < around.bottom() + 100.0;
            if !hidden && in_sight && self.draw(&source) {
                return true;
            }
        }
        false
    }

    /// Draws a source unless its picture is as good as it can be.
    fn draw(self, source: &Source) -> bool {
        let host = self.host();
        let loading = self.fonts_loading.get_untracked() > 0;
        let due = self.core.with_value(|core| {
            self.shelf.with_value(|shelf| {
                let card = shelf.cards.get(source)?;
                let content = card.content.get_untracked()?;
                let here = |file: &&&str| core.fonts.is_loaded(file);
                let came = card.fonts.iter().filter(here).count();
                // Not for each of its fonts: for all of them, or all that come.
                let fonts = came > 0 && (came == card.fonts.len() || !loading);
                let pictures = card.pictures.iter().any(|id| host.picture_url(&id.0).is_some());
                let due = card.drawn != card.read || fonts || pictures;
                due.then_some((content, card.number))
            })
        });
        let Some((content, number)) = due else { return false };
        let drawn = content.template().and_then(|template| {
            self.core.try_update_value(|core| {
                let address = |id: &AssetId| host.picture_url(&id.0);
                let values = samples(template);
                let composed = compose(template, &values, &mut core.fonts);
                let mut outlines = Outlines::new();
                let mut picture = paper(template);
                for (n, node) in composed.scene.nodes.iter().enumerate() {
                    // What lacks its picture is left out until that is here.
                    let linked = Pictures::Linked(&address);
                    let id = format!("t{number}-{n}-");
                    if let Ok(inside) = fragment(node, linked, &mut outlines, &id) {
                        let at = svg::transform(node);
                        let opacity = node.opacity;
                        // Writing to a text cannot fail.
                        let _ = write!(
                            picture.inside,
                            "<g transform=\"{at}\" opacity=\"{opacity}\">{inside}</g>"
                        );
                    }
                }
                picture.inside.push_str("</svg>");
                let lacks: BTreeSet<AssetId> = template
                    .used_assets()
                    .filter(|id| host.picture_url(&id.0).is_none())
                    .cloned()
                    .collect();
                (picture, composed.wanted, lacks)
            })
        });
        let (picture, fonts, lacks) = drawn.unwrap_or_default();
        let signal = self.shelf.try_update_value(|shelf| {
            let card = shelf.card(source);
            card.drawn = card.read;
            card.fonts.clone_from(&fonts);
            card.pictures.clone_from(&lacks);
            let signal = card.picture.clone();
            let fresh: Vec<AssetId> =
                lacks.into_iter().filter(|id| shelf.asked.insert(id.clone())).collect();
            (signal, fresh)
        });
        if let Some((signal, fresh)) = signal {
            signal.set(content.template().is_some().then(|| Arc::new(picture)));
            self.ask_for_pictures(fresh);
        }
        self.ask_for_fonts(fonts);
        true
    }

    /// Has pictures made known to the host; those who lack them are drawn again.
    fn ask_for_pictures(self, ids: Vec<AssetId>) {
        let host = self.host();
        if ids.is_empty() {
            return;
        }
        spawn_local(async move {
            for id in ids {
                let _ = JsFuture::from(host.get_picture(&id.0)).await;
            }
            if !self.gone() {
                self.fill_shelf();
            }
        });
    }
}

/// A picture of the empty page, to be closed when all is on it.
fn paper(template: &Template) -> Picture {
    let (w, h) = (template.page.width, template.page.height);
    let color = template.background.color;
    Picture {
        view_box: format!("0 0 {w} {h}"),
        inside: format!(
            // What stands out beyond the page is cut off.
            "<svg width=\"{w}\" height=\"{h}\"><rect width=\"{w}\" height=\"{h}\" fill=\"{}\" fill-opacity=\"{}\"/>",
            color.hex_rgb(),
            color.alpha(),
        ),
    }
}
