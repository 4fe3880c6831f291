//! Many certificates of one template: what they share is drawn and compressed once.

use super::draw::draw;
use super::encode::{BAND_ROWS, Encoder, File, Format, Sum};
use super::paint::{Painter, Painting};
use super::pictures::Pictures;
use super::{PngOptions, Size, too_large};
use crate::diagnostic::Diagnostic;
use crate::render::raster::blank;
use crate::render::{Assets, Node, Scene, outline::Outlines};
use crate::template::Color;
use resvg::tiny_skia::{self as skia, IntRect, Pixmap};
use std::ops::Range;
use std::sync::Arc;

/// A template compiled to PNG, to be filled many times.
///
/// Nodes that are not `dynamic` are drawn once. For a record its dynamic nodes
/// are drawn over that, and only the bands of rows that they touch are
/// compressed anew. Where they touch a static node that lies above them, all
/// nodes from the first dynamic one on are drawn again in their order, so the
/// picture is always that of the scene.
pub struct PngBatch {
    options: PngOptions,
    pictures: Pictures,
    layer: StaticLayer,
}

/// What all records share.
struct StaticLayer {
    size: Size,
    dpi: f32,
    paper: Color,
    /// Static nodes, bottom to top.
    nodes: Vec<Arc<Node>>,
    /// How many of them lie below every dynamic node.
    below: usize,
    /// The others, ready to be drawn again.
    above: Vec<Painting>,
    /// The page with those below only; `None` where there are no others.
    lower: Option<Pixmap>,
    /// The page with all of them.
    still: Pixmap,
    /// Bands of `still`, compressed when first needed: whole chunks.
    bands: Vec<Option<(Vec<u8>, Sum)>>,
    encoder: Encoder,
    /// Length of the longest file so far.
    longest: usize,
    /// The page that records are drawn on: `still` but for the dirty bands.
    page: Pixmap,
    dirty: Vec<bool>,
}

impl PngBatch {
    /// Draws the static nodes of a scene, ready for its records.
    ///
    /// # Errors
    /// Those of [`render`](super::render).
    pub fn new(
        scene: &Scene,
        assets: &Assets,
        outlines: &mut Outlines,
        options: &PngOptions,
    ) -> Result<Self, Diagnostic> {
        let mut pictures = Pictures::default();
        let layer = StaticLayer::new(scene, assets, &mut pictures, outlines, options)?;
        Ok(Self { options: options.clone(), pictures, layer })
    }

    /// Draws a record. If the scene's page or static nodes are not those of the
    /// last one (by identity), they are drawn anew first.
    ///
    /// # Errors
    /// Those of [`render`](super::render).
    pub fn render(
        &mut self,
        scene: &Scene,
        assets: &Assets,
        outlines: &mut Outlines,
    ) -> Result<Vec<u8>, Diagnostic> {
        if !self.layer.fits(scene, &self.options) {
            // Pictures are known by their content: those decoded stay good.
            self.layer =
                StaticLayer::new(scene, assets, &mut self.pictures, outlines, &self.options)?;
        }
        let mut painter = self.layer.size.painter(assets, &mut self.pictures, outlines);
        let dynamic: Result<Vec<_>, _> = scene
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.dynamic)
            .map(|(at, node)| Ok((at, painter.paint(node)?)))
            .collect();
        self.layer.render(scene, &dynamic?)
    }
}

impl Size {
    fn painter<'a>(
        &self,
        assets: &'a Assets,
        pictures: &'a mut Pictures,
        outlines: &'a mut Outlines,
    ) -> Painter<'a> {
        let page = IntRect::from_xywh(0, 0, self.width, self.height);
        Painter { scale: self.scale, page, assets, pictures, outlines }
    }
}

impl StaticLayer {
    fn new(
        scene: &Scene,
        assets: &Assets,
        pictures: &mut Pictures,
        outlines: &mut Outlines,
        options: &PngOptions,
    ) -> Result<Self, Diagnostic> {
        let size = Size::of(scene, options.dpi)?;
        let paper = scene.paper.unwrap_or(Color::WHITE);
        let nodes: Vec<_> = scene.nodes.iter().filter(|n| !n.dynamic).cloned().collect();
        let below = scene.nodes.iter().take_while(|n| !n.dynamic).count();

        let mut still = blank(size.width, size.height).ok_or_else(too_large)?;
        still.fill(skia::Color::from_rgba8(paper.r, paper.g, paper.b, paper.a));
        let mut painter = size.painter(assets, pictures, outlines);
        for node in nodes.iter().take(below) {
            draw(&painter.paint(node)?, &mut still)?;
        }
        let above: Result<Vec<_>, _> = nodes.iter().skip(below).map(|n| painter.paint(n)).collect();
        let above = above?;
        let lower = if above.is_empty() { None } else { Some(copy(&still)?) };
        for painting in &above {
            draw(painting, &mut still)?;
        }

        let page = copy(&still)?;
        let bands = size.height.div_ceil(BAND_ROWS) as usize;
        let format = if paper.a == u8::MAX { Format::Rgb } else { Format::Rgba };
        let encoder = Encoder::new(size.width, format);
        let (dirty, bands) = (vec![false; bands], vec![None; bands]);
        let dpi = scene.dpi;
        Ok(Self {
            size,
            dpi,
            paper,
            nodes,
            below,
            above,
            lower,
            still,
            bands,
            encoder,
            longest: 0,
            page,
            dirty,
        })
    }

    /// Whether a scene has this page and these static nodes.
    fn fits(&self, scene: &Scene, options: &PngOptions) -> bool {
        let mut statics = scene.nodes.iter().filter(|n| !n.dynamic);
        let same = self.nodes.iter().all(|a| statics.next().is_some_and(|b| Arc::ptr_eq(a, b)));
        // `lower` must not hold a node that this scene has above a dynamic one.
        let lies_below = scene.nodes.iter().take(self.below).all(|n| !n.dynamic);
        same && statics.next().is_none()
            && lies_below
            && scene.dpi == self.dpi
            && scene.paper.unwrap_or(Color::WHITE) == self.paper
            && Size::of(scene, options.dpi).is_ok_and(|size| size == self.size)
    }

    /// Draws dynamic nodes, given with their places in the scene.
    fn render(
        &mut self,
        scene: &Scene,
        dynamic: &[(usize, Painting)],
    ) -> Result<Vec<u8>, Diagnostic> {
        self.restore();
        for (_, painting) in dynamic {
            let touched = touched_bands(painting.ink);
            self.dirty.iter_mut().take(touched.end).skip(touched.start).for_each(|d| *d = true);
        }
        if let Err(diagnostic) = self.draw_dynamic(scene, dynamic) {
            // Half drawn, who knows how far: the next record starts afresh.
            self.dirty.fill(true);
            return Err(diagnostic);
        }
        let size = (self.size.width, self.size.height);
        // A little more than the last one, so that it rarely has to grow.
        let expected = self.longest + self.longest / 64;
        let mut file = File::new(size, self.encoder.format(), self.size.per_metre, expected);
        for (index, (band, dirty)) in self.bands.iter_mut().zip(&self.dirty).enumerate() {
            if *dirty {
                file.band(|out| self.encoder.band(self.page.as_ref(), index, out));
                continue;
            }
            let (chunk, sum) = band.get_or_insert_with(|| {
                let mut chunk = Vec::new();
                let sum = self.encoder.band(self.still.as_ref(), index, &mut chunk);
                chunk.shrink_to_fit();
                (chunk, sum)
            });
            file.band(|out| {
                out.extend_from_slice(chunk);
                *sum
            });
        }
        let file = file.finish();
        self.longest = self.longest.max(file.len());
        Ok(file)
    }

    fn draw_dynamic(
        &mut self,
        scene: &Scene,
        dynamic: &[(usize, Painting)],
    ) -> Result<(), Diagnostic> {
        if self.is_covered(scene, dynamic) {
            return self.draw_in_order(scene, dynamic);
        }
        dynamic.iter().try_for_each(|(_, painting)| draw(painting, &mut self.page))
    }

    /// Whether a static node lies above a dynamic one and touches it.
    fn is_covered(&self, scene: &Scene, dynamic: &[(usize, Painting)]) -> bool {
        let statics = scene.nodes.iter().enumerate().filter(|(_, n)| !n.dynamic);
        statics.skip(self.below).zip(&self.above).any(|((place, _), above)| {
            let lower = dynamic.iter().take_while(|(at, _)| *at < place);
            lower
                .filter_map(|(_, p)| p.ink)
                .any(|ink| above.ink.is_some_and(|other| ink.intersect(&other).is_some()))
        })
    }

    /// Draws everything from the lowest dynamic node on.
    fn draw_in_order(
        &mut self,
        scene: &Scene,
        dynamic: &[(usize, Painting)],
    ) -> Result<(), Diagnostic> {
        // Outside the dirty bands the result is that of `still`, whose bands
        // are taken there; the page itself is put right by `restore`.
        if let Some(lower) = &self.lower {
            self.page.data_mut().copy_from_slice(lower.data());
        }
        let (mut dynamic, mut above) = (dynamic.iter(), self.above.iter());
        for node in scene.nodes.iter().skip(self.below) {
            let next = if node.dynamic { dynamic.next().map(|(_, p)| p) } else { above.next() };
            if let Some(painting) = next {
                draw(painting, &mut self.page)?;
            }
        }
        // Dirty is what the dynamic nodes touch; all else is as before.
        self.copy_rows(false);
        Ok(())
    }

    /// Makes the page that of the static nodes again.
    fn restore(&mut self) {
        self.copy_rows(true);
        self.dirty.fill(false);
    }

    /// Copies the rows of all bands that are dirty, or not, from the static page.
    fn copy_rows(&mut self, dirty: bool) {
        let band = BAND_ROWS as usize * self.size.width as usize * 4;
        let from = self.still.data().chunks(band);
        let pairs = self.page.data_mut().chunks_mut(band).zip(from).zip(&self.dirty);
        for ((to, from), _) in pairs.filter(|(_, is)| **is == dirty) {
            to.copy_from_slice(from);
        }
    }
}

/// Bands that an area touches.
fn touched_bands(ink: Option<IntRect>) -> Range<usize> {
    let Some(ink) = ink else { return 0..0 };
    let band = |row: i32| u32::try_from(row).unwrap_or(0) / BAND_ROWS;
    band(ink.top()) as usize..band(ink.bottom() - 1) as usize + 1
}

fn copy(pixels: &Pixmap) -> Result<Pixmap, Diagnostic> {
    let mut copy = blank(pixels.width(), pixels.height()).ok_or_else(too_large)?;
    copy.data_mut().copy_from_slice(pixels.data());
    Ok(copy)
}
