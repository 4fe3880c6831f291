//! Lays a template out with its values: the one way to a [`Scene`].

use super::scene::{Glyph, GlyphRun, Mark, Node, PathStroke, Scene, Tag, TextLine};
use super::{ornament, qr};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::field::{Filled, Values, fill};
use crate::template::{
    AssetId, Crop, Element, ElementKind, Frame, Image, PictureFit, Qr, Shape, ShapeForm, Template,
    TextBox, TextRole,
};
use crate::text::{DEFAULT_FAMILY, FitReport, Fonts, Laid, Request, lay_out};
use kurbo::{Affine, BezPath, Ellipse, Rect, RoundedRect, Shape as _};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unicode_script::{Script, UnicodeScript};

/// Flattening tolerance of ellipses and rounded corners, px.
const TOLERANCE: f64 = 0.01;

/// A scene, and what there is to say about it.
#[derive(Clone, Debug, Default)]
pub struct Composed {
    /// What is drawn.
    pub scene: Scene,
    /// Missing glyphs and values, texts that were cut: by element.
    pub diagnostics: Diagnostics,
    /// What fitting did to each text.
    pub fits: BTreeMap<String, FitReport>,
    /// Font files that should be added before this is final.
    pub wanted: BTreeSet<&'static str>,
    /// By element: grows when its marks change, and stays when it is only moved,
    /// turned or faded. Counted by one [`Composer`].
    pub versions: BTreeMap<String, u64>,
}

/// Lays out templates and remembers each element, so that only what changed is
/// laid out again. Elements that did not change keep the very same [`Node`].
#[derive(Default)]
pub struct Composer {
    known: BTreeMap<String, Known>,
    /// How many elements were laid out so far.
    laid_out: u64,
    background: Option<(crate::template::Background, [f32; 2], Option<Arc<Node>>)>,
}

struct Known {
    element: Element,
    filled: Filled,
    language: String,
    word_breaks: BTreeMap<String, Vec<u32>>,
    epoch: u64,
    done: Done,
}

/// One element laid out.
#[derive(Clone)]
struct Done {
    node: Arc<Node>,
    fit: Option<FitReport>,
    diagnostics: Diagnostics,
    wanted: Vec<&'static str>,
    version: u64,
}

/// Lays a template out once. Use a [`Composer`] where more than one follows.
pub fn compose(template: &Template, values: &Values, fonts: &mut Fonts) -> Composed {
    Composer::default().compose(template, values, fonts)
}

impl Composer {
    /// Lays a template out with its values.
    pub fn compose(&mut self, template: &Template, values: &Values, fonts: &mut Fonts) -> Composed {
        self.compose_with(template, values, fonts, None)
    }

    /// As [`Composer::compose`], but one text shows its placeholders as they
    /// were typed: the one that is being edited.
    pub fn compose_with(
        &mut self,
        template: &Template,
        values: &Values,
        fonts: &mut Fonts,
        raw: Option<&str>,
    ) -> Composed {
        let page = &template.page;
        let mut out = Composed {
            scene: Scene {
                width: page.width,
                height: page.height,
                dpi: page.dpi,
                title: template.name.clone(),
                language: template.language.clone(),
                paper: Some(template.background.color),
                nodes: Vec::with_capacity(template.elements.len() + 1),
            },
            ..Composed::default()
        };
        out.scene.nodes.extend(self.background(template));
        for element in template.elements.iter().filter(|e| !e.hidden) {
            let filled = content(element).map_or_else(Filled::default, |content| {
                if raw == Some(element.id.as_str()) {
                    Filled { text: content.to_owned(), dynamic: true, ..Filled::default() }
                } else {
                    fill(template, content, values)
                }
            });
            let done = self.element(template, element, filled, fonts);
            out.scene.nodes.push(done.node);
            out.diagnostics.extend(done.diagnostics);
            out.wanted.extend(done.wanted);
            out.versions.insert(element.id.clone(), done.version);
            if let Some(fit) = done.fit {
                out.fits.insert(element.id.clone(), fit);
            }
        }
        out
    }

    fn background(&mut self, template: &Template) -> Option<Arc<Node>> {
        let size = [template.page.width, template.page.height];
        if let Some((background, known, node)) = &self.background
            && *background == template.background
            && *known == size
        {
            return node.clone();
        }
        let node = template.background.picture.as_ref().and_then(|asset| {
            let page = Rect::new(0.0, 0.0, f64::from(size[0]), f64::from(size[1]));
            let (to, _) = place(template, asset, Crop::default(), template.background.fit, page)?;
            Some(Arc::new(Node {
                element: None,
                name: "Background".into(),
                transform: Affine::IDENTITY,
                width: size[0],
                height: size[1],
                opacity: 1.0,
                tag: Tag::Artifact,
                dynamic: false,
                link: None,
                marks: vec![Mark::Picture {
                    asset: asset.clone(),
                    to,
                    clip: to.intersect(page),
                    radius: 0.0,
                }],
                lines: Vec::new(),
            }))
        });
        self.background = Some((template.background.clone(), size, node.clone()));
        node
    }

    fn element(
        &mut self,
        template: &Template,
        element: &Element,
        filled: Filled,
        fonts: &mut Fonts,
    ) -> Done {
        if let Some(known) = self.known.get_mut(&element.id)
            && known.filled == filled
            && known.language == template.language
            && (known.epoch == fonts.epoch() || !matches!(element.kind, ElementKind::Text(_)))
            && known.word_breaks == template.word_breaks
        {
            if known.element == *element {
                return known.done.clone();
            }
            if is_same_but_for_place(&known.element, element) {
                let node = Node {
                    name: element.name.clone(),
                    transform: transform(&element.frame),
                    opacity: element.opacity,
                    ..(*known.done.node).clone()
                };
                known.done.node = Arc::new(node);
                known.element = element.clone();
                return known.done.clone();
            }
        }
        self.laid_out += 1;
        let done = Done { version: self.laid_out, ..draw(template, element, &filled, fonts) };
        self.known.insert(
            element.id.clone(),
            Known {
                element: element.clone(),
                filled,
                language: template.language.clone(),
                word_breaks: template.word_breaks.clone(),
                epoch: fonts.epoch(),
                done: done.clone(),
            },
        );
        done
    }
}

/// Whether two elements draw the same in their frames, wherever these stand.
/// Modules of QR codes are drawn otherwise when turned.
fn is_same_but_for_place(a: &Element, b: &Element) -> bool {
    a.frame.width == b.frame.width
        && a.frame.height == b.frame.height
        && (a.frame.rotation == b.frame.rotation || !matches!(a.kind, ElementKind::Qr(_)))
        && a.kind == b.kind
}

/// From a frame's own coordinates to the page's.
pub fn transform(frame: &Frame) -> Affine {
    let centre = (f64::from(frame.width) / 2.0, f64::from(frame.height) / 2.0);
    let turn = Affine::rotate_about(f64::from(frame.rotation).to_radians(), centre);
    Affine::translate((f64::from(frame.x), f64::from(frame.y))) * turn
}

/// The text of an element that can hold placeholders.
fn content(element: &Element) -> Option<&str> {
    match &element.kind {
        ElementKind::Text(text) => Some(&text.content),
        ElementKind::Qr(qr) => Some(&qr.content),
        ElementKind::Image(_) | ElementKind::Shape(_) | ElementKind::Ornament(_) => None,
    }
}

fn draw(template: &Template, element: &Element, filled: &Filled, fonts: &mut Fonts) -> Done {
    let frame = &element.frame;
    let mut node = Node {
        element: Some(element.id.clone()),
        name: element.name.clone(),
        transform: transform(frame),
        width: frame.width,
        height: frame.height,
        opacity: element.opacity,
        tag: Tag::Artifact,
        dynamic: filled.dynamic,
        link: None,
        marks: Vec::new(),
        lines: Vec::new(),
    };
    let mut out = Vec::new();
    let mut fit = None;
    let mut wanted = Vec::new();
    let key = match &element.kind {
        ElementKind::Text(text) => {
            let laid = lay_out(fonts, &request(template, element, text, &filled.text));
            text_node(&mut node, text, &laid);
            text_findings(&laid, &text.style.font, &mut out);
            fit = Some(laid.report);
            wanted = laid.plan.wanted;
            "text"
        }
        ElementKind::Image(image) => {
            image_node(&mut node, template, image);
            "image"
        }
        ElementKind::Qr(code) => {
            if let Err(fault) = qr_node(&mut node, code, &filled.text) {
                out.push(fault);
            }
            "qr"
        }
        ElementKind::Shape(shape) => {
            shape_node(&mut node, shape);
            "shape"
        }
        ElementKind::Ornament(drawing) => {
            node.marks = ornament::marks(drawing, node.width, node.height);
            if !drawing.alt.trim().is_empty() {
                node.tag = Tag::Figure(drawing.alt.clone());
            }
            "ornament"
        }
    };
    let place = format!("elements.{}", element.id);
    let inner = format!("{place}.{key}");
    let mut diagnostics: Diagnostics =
        filled.diagnostics.iter().map(|d| d.clone().within(&inner)).collect();
    diagnostics.extend(out.into_iter().map(|d| d.within(&place)));
    Done { node: Arc::new(node), fit, diagnostics, wanted, version: 0 }
}

/// How an element's text is laid out. Public for carets, which need the layout.
pub fn request<'a>(
    template: &'a Template,
    element: &'a Element,
    text: &'a TextBox,
    words: &'a str,
) -> Request<'a> {
    Request {
        text: words,
        style: &text.style,
        align: text.align,
        fit: text.fit,
        width: element.frame.width,
        height: element.frame.height,
        language: &template.language,
        word_breaks: &template.word_breaks,
    }
}

fn text_node(node: &mut Node, text: &TextBox, laid: &Laid) {
    node.tag = match text.role {
        _ if laid.text.trim().is_empty() => Tag::Artifact,
        TextRole::Title => Tag::Title,
        TextRole::Heading => Tag::Heading,
        TextRole::Paragraph => Tag::Paragraph,
    };
    node.link = link(&laid.text);
    for line in laid.layout.lines() {
        let metrics = line.metrics();
        let baseline = metrics.baseline + laid.top;
        let mut pen = metrics.inline_min_coord + metrics.offset + laid.left;
        let mut runs: Vec<GlyphRun> = Vec::new();
        // By run and not by parley's glyph runs: those are split by style, and
        // would give a run that has two of them twice.
        for run in line.runs() {
            let mut glyphs = GlyphRun {
                font: run.font().clone(),
                size: run.font_size(),
                color: text.style.color,
                glyphs: Vec::new(),
                text: String::new(),
                rtl: run.is_rtl(),
            };
            let whole = run.text_range();
            glyphs.text = laid.text.get(whole.clone()).unwrap_or_default().to_owned();
            for cluster in run.visual_clusters() {
                let range = cluster.text_range();
                let range = range.start - whole.start..range.end - whole.start;
                let words = glyphs.text.get(range.clone()).unwrap_or_default();
                let seen = !words.chars().all(|c| c == '\u{200b}' || c.is_control());
                let before = glyphs.glyphs.len();
                for glyph in cluster.glyphs() {
                    if seen {
                        let first = glyphs.glyphs.len() == before;
                        glyphs.glyphs.push(Glyph {
                            id: glyph.id,
                            x: pen + glyph.x,
                            y: baseline + glyph.y,
                            advance: glyph.advance,
                            text: if first { range.clone() } else { range.end..range.end },
                        });
                    }
                    pen += glyph.advance;
                }
                if glyphs.glyphs.len() == before && seen {
                    continue_ligature(&mut glyphs.glyphs, range);
                }
            }
            runs.push(glyphs);
        }
        let words = laid.text.get(line.text_range()).unwrap_or_default();
        let words = words.replace('\u{200b}', "");
        let first = runs.iter().flat_map(|r| r.glyphs.first()).map(|g| g.x).reduce(f32::min);
        let last =
            runs.iter().flat_map(|r| r.glyphs.last()).map(|g| g.x + g.advance).reduce(f32::max);
        if let (Some(x), Some(end)) = (first, last) {
            node.lines.push(TextLine {
                text: words.trim_end_matches('\n').to_owned(),
                x,
                baseline,
                width: (end - x).max(0.0),
                size: laid.report.size,
                rtl: laid.layout.is_rtl(),
            });
        }
        node.marks.extend(runs.into_iter().filter(|r| !r.glyphs.is_empty()).map(Mark::Glyphs));
    }
}

/// The letters of a ligature have clusters of their own without glyphs: their
/// text belongs to the ligature's glyph, so that it can be selected and found.
fn continue_ligature(glyphs: &mut [Glyph], range: std::ops::Range<usize>) {
    let neighbour = glyphs.iter_mut().rev().find(|g| !g.text.is_empty());
    if let Some(glyph) = neighbour
        && (glyph.text.end == range.start || range.end == glyph.text.start)
    {
        glyph.text = glyph.text.start.min(range.start)..glyph.text.end.max(range.end);
    }
}

fn text_findings(laid: &Laid, font: &str, out: &mut Diagnostics) {
    if laid.plan.unknown_family {
        out.push(
            Diagnostic::warning(
                "unknown-font",
                "text.style.font",
                format!("The font “{font}” is not here; {} stands in.", DEFAULT_FAMILY),
            )
            .repair("Choose another font, or add the font's file."),
        );
    }
    out.extend(missing(&laid.plan.missing));
    let report = &laid.report;
    if report.overflows {
        out.push(
            Diagnostic::warning("text-overflows", "text", "The text does not fit its frame.")
                .repair("Make the frame larger or the text smaller."),
        );
    } else if report.cut {
        out.push(
            Diagnostic::warning("text-cut", "text", "The text is too long: its end is cut off.")
                .repair("Make the frame larger, allow more lines, or lower the smallest size."),
        );
    }
}

/// One finding a script, naming its characters.
fn missing(chars: &[char]) -> Diagnostics {
    /// More names would hide the point.
    const NAMED: usize = 6;
    let mut scripts: Vec<Script> = Vec::new();
    for c in chars {
        if !scripts.contains(&c.script()) {
            scripts.push(c.script());
        }
    }
    let about = |script: Script| {
        let of_script: Vec<&char> = chars.iter().filter(|c| c.script() == script).collect();
        let named = of_script.iter().take(NAMED);
        let mut names: Vec<String> =
            named.map(|c| format!("“{c}” (U+{:04X})", u32::from(**c))).collect();
        if of_script.len() > NAMED {
            names.push(format!("{} more", of_script.len() - NAMED));
        }
        let script = script.full_name().replace('_', " ");
        Diagnostic::warning(
            "missing-glyph",
            "text",
            format!("No font has {}: {script}.", names.join(", ")),
        )
        .repair("Write it in another script, or add a font that has it.")
    };
    scripts.into_iter().map(about).collect()
}

/// Where a text leads when it names exactly one address.
fn link(text: &str) -> Option<String> {
    let mut found = text.split_whitespace().filter_map(|word| {
        let word = word.trim_matches(|c: char| "()[]<>,;“”\"'".contains(c)).trim_end_matches('.');
        let web = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"));
        if web.is_some_and(|rest| rest.contains('.')) || word.starts_with("mailto:") {
            return Some(word.to_owned());
        }
        let (user, host) = word.split_once('@')?;
        let plain = |s: &str| {
            !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
        };
        (plain(user) && plain(host) && host.contains('.')).then(|| format!("mailto:{word}"))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn image_node(node: &mut Node, template: &Template, image: &Image) {
    let frame = Rect::new(0.0, 0.0, f64::from(node.width), f64::from(node.height));
    let Some(asset) = &image.asset else { return };
    let crop = image.crop.unwrap_or_default();
    let Some((to, seen)) = place(template, asset, crop, image.fit, frame) else { return };
    if !image.alt.trim().is_empty() {
        node.tag = Tag::Figure(image.alt.clone());
    }
    node.marks.push(Mark::Picture {
        asset: asset.clone(),
        to,
        clip: seen.intersect(frame),
        radius: f64::from(image.radius),
    });
}

/// Where a picture comes to lie so that its cropped part fills a frame: the
/// whole picture, and the part.
fn place(
    template: &Template,
    asset: &AssetId,
    crop: Crop,
    fit: PictureFit,
    frame: Rect,
) -> Option<(Rect, Rect)> {
    let info = template.assets.get(asset)?;
    let (whole_w, whole_h) = (f64::from(info.width), f64::from(info.height));
    let part = crop.clamped();
    let (w, h) = (whole_w * f64::from(part.width), whole_h * f64::from(part.height));
    if !(w > 0.0 && h > 0.0 && frame.width() > 0.0 && frame.height() > 0.0) {
        return None;
    }
    let (sx, sy) = (frame.width() / w, frame.height() / h);
    let (sx, sy) = match fit {
        PictureFit::Stretch => (sx, sy),
        PictureFit::Cover => (sx.max(sy), sx.max(sy)),
        PictureFit::Contain => (sx.min(sy), sx.min(sy)),
    };
    let seen = Rect::from_center_size(frame.center(), (w * sx, h * sy));
    let origin =
        seen.origin() - (f64::from(part.x) * whole_w * sx, f64::from(part.y) * whole_h * sy);
    Some((Rect::from_origin_size(origin, (whole_w * sx, whole_h * sy)), seen))
}

fn qr_node(node: &mut Node, code: &Qr, text: &str) -> Result<(), Diagnostic> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    let modules = qr::encode(text, code.level)?;
    let frame = Rect::new(0.0, 0.0, f64::from(node.width), f64::from(node.height));
    let side = frame.width().min(frame.height());
    let square = Rect::from_center_size(frame.center(), (side, side));
    #[expect(clippy::cast_precision_loss, reason = "at most 177 + 510 modules")]
    let module = side / (modules.side + 2 * usize::from(code.quiet_zone)) as f64;
    let margin = module * f64::from(code.quiet_zone);
    if let Some(color) = code.background {
        let path = square.to_path(TOLERANCE);
        node.marks.push(Mark::Path { path, fill: Some(color), stroke: None });
    }
    node.marks.push(Mark::Modules {
        side: modules.side,
        dark: modules.dark,
        to: square.inset(-margin),
        color: code.color,
    });
    node.tag = Tag::Figure(format!("QR code: {text}"));
    node.link = link(text);
    Ok(())
}

fn shape_node(node: &mut Node, shape: &Shape) {
    let frame = Rect::new(0.0, 0.0, f64::from(node.width), f64::from(node.height));
    let path = match shape.form {
        ShapeForm::Rectangle if shape.radius > 0.0 => {
            RoundedRect::from_rect(frame, f64::from(shape.radius)).to_path(TOLERANCE)
        }
        ShapeForm::Rectangle => frame.to_path(TOLERANCE),
        ShapeForm::Ellipse => Ellipse::from_rect(frame).to_path(TOLERANCE),
        ShapeForm::Line => {
            let mut path = BezPath::new();
            path.move_to((0.0, frame.center().y));
            path.line_to((frame.x1, frame.center().y));
            path
        }
    };
    let fill = shape.fill.filter(|_| shape.form != ShapeForm::Line);
    let stroke = shape.stroke.as_ref().map(|s| PathStroke {
        color: s.color,
        width: s.width,
        dash: s.dash.clone(),
    });
    if !shape.alt.trim().is_empty() {
        node.tag = Tag::Figure(shape.alt.clone());
    }
    if fill.is_some() || stroke.is_some() {
        node.marks.push(Mark::Path { path, fill, stroke });
    }
}
