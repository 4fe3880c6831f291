//! The structure that readers hear: headings, paragraphs, figures, links.

use super::prepare::{Drawing, Role};
use super::shape::rect;
use crate::render::Tag;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, Node, SpanTag, Tag as Pdf, TagGroup,
    TagKind, TagTree,
};
use kurbo::Affine;
use std::num::NonZeroU16;

/// The structure of the pages so far.
#[derive(Default)]
pub(super) struct Structure {
    pages: Vec<Page>,
}

struct Page {
    language: String,
    nodes: Vec<Node>,
}

/// Collects a page's structure, in reading order.
pub(super) struct Tagger {
    nodes: Vec<Node>,
    number: usize,
    /// Points a px.
    scale: f64,
    has_first_heading: bool,
}

impl Structure {
    /// Adds a page.
    pub fn push(&mut self, language: &str, page: Tagger) {
        self.pages.push(Page { language: language.to_owned(), nodes: page.nodes });
    }

    /// The whole, in the document's language. Several certificates are parts
    /// of one document; a part in another language says so.
    pub fn tree(self, language: &str) -> TagTree {
        let mut tree = TagTree::new();
        if !language.is_empty() {
            tree = tree.with_lang(Some(language.to_owned()));
        }
        let alone = self.pages.len() == 1;
        for page in self.pages {
            if alone {
                tree.children.extend(page.nodes);
            } else if !page.nodes.is_empty() {
                let other = page.language != language && !page.language.is_empty();
                let part = Pdf::Part.with_lang(other.then_some(page.language));
                tree.push(TagGroup::with_children(part, page.nodes));
            }
        }
        tree
    }
}

impl Tagger {
    /// Begins the page with this number, from 0. `scale` is points a px.
    pub fn new(number: usize, scale: f64) -> Self {
        Self { nodes: Vec::new(), number, scale, has_first_heading: false }
    }

    /// How the node's content is marked on the page.
    pub fn content<'d>(&self, drawing: &'d Drawing<'_>) -> ContentTag<'d> {
        match drawing.role {
            Role::Background => {
                let bounds = self.bounds(drawing);
                // PDF 1.7 asks for a background's bounds.
                let kind = bounds.map_or(ArtifactType::Layout, |_| ArtifactType::Background);
                ContentTag::Artifact(Artifact::new(kind, bounds))
            }
            Role::Decoration => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            Role::Figure => ContentTag::Other,
            Role::Text => {
                let words = drawing.unspoken.then_some(drawing.words.as_str());
                ContentTag::Span(SpanTag::empty().with_actual_text(words))
            }
        }
    }

    /// Adds the node, with what was marked and the link over it.
    pub fn push(
        &mut self,
        drawing: &Drawing<'_>,
        content: Option<Identifier>,
        link: Option<Identifier>,
    ) {
        let own = content.map(Node::from);
        let node = match drawing.role {
            Role::Text => {
                let inside = with_link(own, link);
                inside.map(|node| group(self.text_tag(drawing), node))
            }
            Role::Figure => {
                let figure = own.map(|node| group(self.figure_tag(drawing), node));
                // Around the figure: readers tell a figure's description in
                // place of all that is in it, a link too.
                let linked = link.is_some();
                with_link(figure, link)
                    .map(|node| if linked { group(Pdf::P.into(), node) } else { node })
            }
            Role::Background | Role::Decoration => {
                with_link(None, link).map(|node| group(Pdf::P.into(), node))
            }
        };
        self.nodes.extend(node);
    }

    /// The first heading of a page is of the first level, as PDF/UA asks.
    fn text_tag(&mut self, drawing: &Drawing<'_>) -> TagKind {
        // Glyphs stand from left to right. Readers that don't turn them round
        // are told the words.
        let words = drawing.rtl.then(|| drawing.words.clone());
        let level = match drawing.node.tag {
            Tag::Title => NonZeroU16::MIN,
            Tag::Heading if self.has_first_heading => NonZeroU16::MIN.saturating_add(1),
            Tag::Heading => NonZeroU16::MIN,
            _ => {
                let tag = Pdf::P.with_actual_text(words);
                return tag.with_location(Some(drawing.location)).into();
            }
        };
        self.has_first_heading = true;
        let title = Some(drawing.words.clone());
        let tag = Pdf::Hn(level, title).with_actual_text(words);
        tag.with_location(Some(drawing.location)).into()
    }

    fn figure_tag(&self, drawing: &Drawing<'_>) -> TagKind {
        let alt = match &drawing.node.tag {
            Tag::Figure(alt) => Some(alt.clone()),
            _ => None,
        };
        let bounds = self.bounds(drawing).map(|rect| BBox::new(self.number, rect));
        Pdf::Figure(alt).with_bbox(bounds).with_location(Some(drawing.location)).into()
    }

    /// In points.
    fn bounds(&self, drawing: &Drawing<'_>) -> Option<krilla::geom::Rect> {
        rect(Affine::scale(self.scale).transform_rect_bbox(drawing.node.bounds()))
    }
}

fn group(tag: TagKind, child: Node) -> Node {
    TagGroup::with_children(tag, vec![child]).into()
}

/// The content within a link, or the content alone if there is no link.
fn with_link(content: Option<Node>, link: Option<Identifier>) -> Option<Node> {
    match link {
        None => content,
        Some(link) => {
            let children = content.into_iter().chain([link.into()]).collect();
            Some(TagGroup::with_children(Pdf::Link, children).into())
        }
    }
}
