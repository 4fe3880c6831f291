//! Memoised parts of the template, by element: what a component reads changes
//! only when its own element does, however many there are.

use super::state::BACKGROUND;
use crate::template::{Element, Template};
use crate::text::FitReport;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A node as the stage draws it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct NodeView {
    /// SVG transform from the frame to the page.
    pub(super) transform: String,
    /// 0 to 1.
    pub(super) opacity: f32,
    /// What is in it.
    pub(super) svg: Arc<str>,
    /// What it says, for those who don't see it.
    pub(super) words: String,
}

/// Signals by element. Those of elements that are gone hold nothing; they end
/// with the last component that reads them.
#[derive(Default)]
pub(super) struct Slices {
    nodes: BTreeMap<String, ArcRwSignal<NodeView>>,
    elements: BTreeMap<String, ArcRwSignal<Option<Arc<Element>>>>,
    fits: BTreeMap<String, ArcRwSignal<Option<FitReport>>>,
}

impl Slices {
    /// How an element is drawn.
    pub(super) fn node(&mut self, key: &str) -> ArcRwSignal<NodeView> {
        self.nodes.entry(key.to_owned()).or_default().clone()
    }

    /// The element as it is in the template.
    pub(super) fn element(&mut self, id: &str) -> ArcRwSignal<Option<Arc<Element>>> {
        self.elements.entry(id.to_owned()).or_default().clone()
    }

    /// What fitting did to a text.
    pub(super) fn fit(&mut self, id: &str) -> ArcRwSignal<Option<FitReport>> {
        self.fits.entry(id.to_owned()).or_default().clone()
    }

    /// Takes in what was drawn.
    pub(super) fn draw(
        &mut self,
        views: Vec<(String, NodeView)>,
        fits: &BTreeMap<String, FitReport>,
    ) {
        let drawn: BTreeSet<&str> = views.iter().map(|(key, _)| key.as_str()).collect();
        self.nodes.retain(|key, signal| {
            let stays = drawn.contains(key.as_str());
            if !stays {
                put(signal, NodeView::default());
            }
            // The background's place is there even when it is empty.
            stays || key == BACKGROUND
        });
        for (key, view) in views {
            put(&self.node(&key), view);
        }
        for (id, signal) in &self.fits {
            put(signal, fits.get(id).copied());
        }
        for (id, fit) in fits {
            put(&self.fit(id), Some(*fit));
        }
    }

    /// Takes in the template as it is now.
    pub(super) fn sync(&mut self, template: &Template) {
        let known: BTreeMap<&str, &Element> =
            template.elements.iter().map(|e| (e.id.as_str(), e)).collect();
        self.elements.retain(|id, signal| {
            let stays = known.contains_key(id.as_str());
            if !stays {
                signal.set(None);
            }
            stays
        });
        for element in &template.elements {
            let signal = self.element(&element.id);
            let same = signal.with_untracked(|old| old.as_deref() == Some(element));
            if !same {
                signal.set(Some(Arc::new(element.clone())));
            }
        }
    }
}

fn put<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
