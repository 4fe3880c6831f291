//! The scene as SVG 1.1 (with `href` of SVG 2): self-contained, every glyph an
//! outline, the words besides as invisible text that can be selected, searched
//! and read aloud. The same scene gives the same bytes.

mod glyphs;
mod picture;
mod shape;
mod write;

use super::assets::Assets;
use super::outline::Outlines;
use super::scene::{Mark, Node, Scene, Tag};
use crate::diagnostic::Diagnostic;
use crate::template::{AssetId, Color};
use glyphs::{GlyphStyle, Symbols};
use kurbo::Affine;
use write::{affine, attribute, escape, num};

/// Where the pictures of a drawing come from.
pub enum Pictures<'a> {
    /// Written into the file.
    Embedded(&'a Assets),
    /// Named by an address, such as a `blob:` URL: for the preview.
    Linked(&'a dyn Fn(&AssetId) -> Option<String>),
    /// Nowhere: their places stay empty.
    LeftOut,
}

/// Draws a scene as an SVG file.
///
/// Each glyph's outline is written once and used where it stands, or all
/// outlines of a run are merged into one path: whichever file is smaller.
///
/// # Errors
/// `picture-missing` when a picture is not among the assets.
pub fn render(
    scene: &Scene,
    assets: &Assets,
    outlines: &mut Outlines,
) -> Result<String, Diagnostic> {
    // Pictures weigh the same either way, and are by far the heaviest part.
    let mut length = |style| -> Result<usize, Diagnostic> {
        Ok(document(scene, Pictures::LeftOut, outlines, style)?.len())
    };
    let (shared, merged) = (length(GlyphStyle::Shared)?, length(GlyphStyle::Merged)?);
    let style = if shared <= merged { GlyphStyle::Shared } else { GlyphStyle::Merged };
    document(scene, Pictures::Embedded(assets), outlines, style)
}

fn document(
    scene: &Scene,
    pictures: Pictures<'_>,
    outlines: &mut Outlines,
    style: GlyphStyle,
) -> Result<String, Diagnostic> {
    let mut drawing = Drawing {
        pictures,
        outlines,
        style,
        symbols: Symbols::default(),
        clips: 0,
        id: "c",
        out: String::new(),
        words: true,
    };
    for node in &scene.nodes {
        drawing.node(node)?;
    }
    let (w, h) = (num(scene.width.into()), num(scene.height.into()));
    let (body, symbols) = (drawing.out, drawing.symbols.defs);
    // Sizes in inches make print shops and office programs place it at its real size.
    let inches = |px: f32| num(f64::from(px) / f64::from(scene.dpi));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{}in\" height=\"{}in\" viewBox=\"0 0 {w} {h}\" role=\"graphics-document\"",
        inches(scene.width),
        inches(scene.height)
    );
    attribute(&mut out, "xml:lang", &scene.language);
    out.push_str(">\n<title>");
    escape(&mut out, &scene.title);
    out.push_str("</title>\n");
    if !symbols.is_empty() {
        out.push_str("<defs>");
        out.push_str(&symbols);
        out.push_str("</defs>\n");
    }
    if let Some(paper) = scene.paper {
        out.push_str(&format!("<rect width=\"{w}\" height=\"{h}\"{}/>\n", fill(paper)));
    }
    out.push_str(&body);
    out.push_str("</svg>\n");
    Ok(out)
}

/// What is in a node as an SVG fragment for the preview, in coordinates of its
/// frame: outlines merged, pictures linked, no words (the page has its own text
/// fields). Ids start with `id`, which must be unique in the page.
///
/// # Errors
/// `picture-missing` when a picture has no address.
pub fn fragment(
    node: &Node,
    pictures: Pictures<'_>,
    outlines: &mut Outlines,
    id: &str,
) -> Result<String, Diagnostic> {
    let mut drawing = Drawing {
        pictures,
        outlines,
        style: GlyphStyle::Merged,
        symbols: Symbols::default(),
        clips: 0,
        id,
        out: String::new(),
        words: false,
    };
    drawing.marks(node)?;
    Ok(drawing.out)
}

/// Everything that drawing needs at hand.
struct Drawing<'a> {
    pictures: Pictures<'a>,
    outlines: &'a mut Outlines,
    style: GlyphStyle,
    symbols: Symbols,
    clips: usize,
    id: &'a str,
    out: String,
    words: bool,
}

impl Drawing<'_> {
    fn node(&mut self, node: &Node) -> Result<(), Diagnostic> {
        if node.marks.is_empty() {
            return Ok(());
        }
        let link = node.link.as_ref().filter(|_| self.words);
        if let Some(link) = link {
            self.out.push_str("<a");
            attribute(&mut self.out, "href", link);
            self.out.push('>');
        }
        self.out.push_str("<g");
        if node.transform != Affine::IDENTITY {
            attribute(&mut self.out, "transform", &affine(node.transform));
        }
        if node.opacity < 1.0 {
            attribute(&mut self.out, "opacity", &num(node.opacity.into()));
        }
        match &node.tag {
            Tag::Figure(alt) if self.words => {
                attribute(&mut self.out, "role", "img");
                attribute(&mut self.out, "aria-label", alt);
            }
            Tag::Artifact if self.words => attribute(&mut self.out, "aria-hidden", "true"),
            _ => {}
        }
        self.out.push('>');
        self.marks(node)?;
        if self.words {
            for line in &node.lines {
                self.line(line);
            }
        }
        self.out.push_str("</g>");
        if link.is_some() {
            self.out.push_str("</a>");
        }
        self.out.push('\n');
        Ok(())
    }

    fn marks(&mut self, node: &Node) -> Result<(), Diagnostic> {
        for mark in &node.marks {
            match mark {
                Mark::Path { path, fill, stroke } => self.path(path, *fill, stroke.as_ref()),
                Mark::Glyphs(run) => self.glyphs(run),
                Mark::Picture { asset, to, clip, radius } => {
                    self.picture(asset, *to, *clip, *radius)?;
                }
                Mark::Modules { side, dark, to, color } => {
                    self.modules(*side, dark, *to, *color, is_upright(node.transform));
                }
            }
        }
        Ok(())
    }
}

/// A node's transform as an attribute's value.
pub fn transform(node: &Node) -> String {
    affine(node.transform)
}

/// Whether rows stay rows: turned by nothing, or by right angles.
fn is_upright(transform: Affine) -> bool {
    let [a, b, c, d, _, _] = transform.as_coeffs();
    (b.abs() < 1e-6 && c.abs() < 1e-6) || (a.abs() < 1e-6 && d.abs() < 1e-6)
}

/// Attributes of a fill.
fn fill(color: Color) -> String {
    let mut out = format!(" fill=\"{}\"", color.hex_rgb());
    if color.a != 255 {
        out.push_str(&format!(" fill-opacity=\"{}\"", num(color.alpha().into())));
    }
    out
}

#[cfg(test)]
#[cfg(feature = "export")]
mod tests;
