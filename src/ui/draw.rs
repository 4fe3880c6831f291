//! Laying out and drawing what is open, each part anew only where it changed.

use super::slices::NodeView;
use super::state::{BACKGROUND, Core};
use crate::field::{Try, Values};
use crate::render::compose::request;
use crate::render::svg::{self, Pictures, fragment};
use crate::template::{AssetId, ElementKind};
use crate::text::lay_out;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Core {
    /// The values that the design is looked at with: those of the page around
    /// stand before the samples.
    pub(super) fn values(&self, tried: Try) -> Values {
        let mut values = tried.values(self.editor.template());
        if tried == Try::Samples {
            values.extend(self.offered.clone());
        }
        values
    }

    /// Lays out and draws; gives the nodes bottom to top, by key.
    pub(super) fn draw(
        &mut self,
        editing: Option<&str>,
        tried: Try,
    ) -> (Vec<(String, NodeView)>, crate::render::Composed) {
        let values = self.values(tried);
        let template = self.editor.template();
        let composed = self.composer.compose_with(template, &values, &mut self.fonts, editing);
        self.laid = None;
        let host = self.host.clone();
        let address = |id: &AssetId| host.picture_url(&id.0);
        let mut views = Vec::with_capacity(composed.scene.nodes.len());
        for node in &composed.scene.nodes {
            let key = node.element.clone().unwrap_or_else(|| BACKGROUND.into());
            // The background counts with its picture: the composer's own number
            // is for elements.
            let version = match &node.element {
                Some(id) => composed.versions.get(id).copied().unwrap_or_default() << 16,
                None => {
                    let picture = template.background.picture.as_ref();
                    let digits = picture.and_then(|id| id.0.get(..15));
                    let fit = template.background.fit as u64;
                    digits.and_then(|d| u64::from_str_radix(d, 16).ok()).unwrap_or_default()
                        ^ (fit << 61)
                        ^ u64::from(node.width.to_bits())
                        ^ (u64::from(node.height.to_bits()) << 20)
                }
            };
            let version = version ^ self.redrawn;
            let known = self.known.get(&key).filter(|(known, _)| *known == version);
            let svg = known.map(|(_, svg)| svg.clone()).or_else(|| {
                // Ids in hex: an element's id can be any text.
                let hex: String = key.bytes().map(|b| format!("{b:02x}")).collect();
                let id = format!("k{hex}-");
                let svg = fragment(node, Pictures::Linked(&address), &mut self.outlines, &id);
                svg.ok().map(Arc::from)
            });
            if let Some(svg) = svg {
                self.known.insert(key.clone(), (version, svg.clone()));
                let (transform, opacity) = (svg::transform(node), node.opacity);
                let words = node.words();
                views.push((key, NodeView { transform, opacity, svg, words }));
            }
        }
        let drawn: BTreeSet<&str> = views.iter().map(|(key, _)| key.as_str()).collect();
        self.known.retain(|key, _| drawn.contains(key.as_str()));
        (views, composed)
    }

    /// Forgets what was drawn with a picture: it has an address now.
    pub(super) fn redraw_all(&mut self) {
        self.known.clear();
        self.redrawn += 1;
    }

    pub(super) fn lay_out_editing(&mut self, id: &str) {
        if self.laid.as_ref().is_some_and(|(laid, _)| laid == id) {
            return;
        }
        let template = self.editor.template();
        let Some(element) = template.element(id) else { return };
        let ElementKind::Text(text) = &element.kind else { return };
        let request = request(template, element, text, &text.content);
        let laid = lay_out(&mut self.fonts, &request);
        self.laid = Some((id.to_owned(), laid));
    }
}
