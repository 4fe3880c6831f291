//! The elements: each becomes what is nearest to it here.

use super::value::{color, data, flag, literal, mm, number, plain, within, words};
use super::{Findings, MAX_PICTURES, text};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::import::{Imported, limits};
use crate::template::{
    Color, Element, ElementKind, Extra, Field, FieldType, Frame, Image, MAX_ELEMENTS, MAX_FRAME_PX,
    PictureFit, Qr, QrLevel, Shape, ShapeForm, Stroke, Template,
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Kinds of bar codes; all but QR codes are other kinds of lines and dots.
const BARCODES: [&str; 13] = [
    "qrcode",
    "japanpost",
    "ean13",
    "ean8",
    "code39",
    "code128",
    "nw7",
    "itf14",
    "upca",
    "upce",
    "gs1datamatrix",
    "pdf417",
    "datamatrix",
];

/// What is made of a template, element by element.
pub(super) struct Reader<'a> {
    pub(super) template: Template,
    pub(super) findings: Findings,
    pictures: Vec<Imported>,
    tried: usize,
    ids: BTreeSet<String>,
    /// The values that pdfme shows in its designer, by name; before version 5.
    samples: Option<&'a Map<String, Value>>,
    left_out: usize,
}

/// An element as it is read: where it was, what it is called, what it says.
pub(super) struct Source<'a> {
    pub(super) map: &'a Map<String, Value>,
    pub(super) name: &'a str,
    pub(super) path: &'a str,
    /// Nobody fills it in: it says the same on every certificate.
    pub(super) fixed: bool,
    /// What it says, or says as a sample.
    pub(super) content: &'a str,
}

impl Source<'_> {
    pub(super) fn warn(&self, code: &'static str, message: String, repair: &str) -> Diagnostic {
        Diagnostic::warning(code, self.path, message).repair(repair)
    }

    /// What people call it, in a message.
    pub(super) fn called(&self) -> String {
        self.name.chars().take(60).collect()
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(template: Template, value: &'a Value, findings: Findings) -> Self {
        let samples = value.get("sampledata").and_then(|all| all.get(0)).and_then(Value::as_object);
        let ids = BTreeSet::from(["background".to_owned()]);
        Self { template, findings, pictures: Vec::new(), tried: 0, ids, samples, left_out: 0 }
    }

    /// The design, its pictures, and what could not be carried over.
    pub(super) fn done(mut self) -> (Template, Vec<Imported>, Findings) {
        if self.left_out > 0 {
            let message =
                format!("{} elements were left out: {MAX_ELEMENTS} are the most.", self.left_out);
            self.findings.push(
                Diagnostic::warning("pdfme-left-out", "schemas.0", message)
                    .repair("Merge drawings into one SVG picture."),
            );
        }
        (self.template, self.pictures, self.findings)
    }

    /// Reads one element. `fixed`: it stands on every page, and nobody fills it in.
    pub(super) fn add(
        &mut self,
        name: Option<&'a str>,
        map: &'a Map<String, Value>,
        path: &str,
        fixed: bool,
    ) {
        // Room is kept for what one element can become: a ground and its words.
        if self.template.elements.len() + 2 > MAX_ELEMENTS {
            self.left_out += 1;
            return;
        }
        let kind = words(map, "type").unwrap_or("text");
        let name = words(map, "name").or(name).filter(|n| !n.trim().is_empty()).unwrap_or(kind);
        let sample = self.samples.and_then(|all| all.get(name)).and_then(Value::as_str);
        let source = Source {
            map,
            name,
            path,
            fixed: fixed || flag(map, "readOnly"),
            content: words(map, "content").filter(|c| !c.is_empty()).or(sample).unwrap_or_default(),
        };
        let Some(frame) = frame(map) else {
            self.left_out_because(&source, "its place or size is not known");
            return;
        };
        match kind {
            "text" | "select" | "date" | "dateTime" | "time" => {
                text::add(self, &source, kind, frame)
            }
            "multiVariableText" => text::add_with_variables(self, &source, frame),
            "image" | "svg" | "signature" => self.picture(&source, kind, frame),
            "line" => self.line(&source, frame),
            "rectangle" => self.shape(&source, ShapeForm::Rectangle, frame),
            "ellipse" => self.shape(&source, ShapeForm::Ellipse, frame),
            kind if BARCODES.contains(&kind) => self.code(&source, kind, frame),
            "table" => self.left_out_because(&source, "tables are not here; set its rows as texts"),
            kind => {
                let kind: String = kind.chars().take(40).collect();
                self.left_out_because(
                    &source,
                    &format!("elements of the kind “{kind}” are not here"),
                );
            }
        }
    }

    fn left_out_because(&mut self, source: &Source, why: &str) {
        let message = format!("“{}” was left out: {why}.", source.called());
        self.findings.push(source.warn(
            "pdfme-left-out",
            message,
            "Add what should stand there instead.",
        ));
    }

    /// Puts an element on the page, with an id of its own.
    pub(super) fn push(&mut self, source: &Source, frame: Frame, kind: ElementKind) {
        let id = self.free_id(source.name);
        self.template.elements.push(Element {
            id,
            name: source.name.chars().filter(|c| !c.is_control()).take(200).collect(),
            frame,
            opacity: within(number(source.map, "opacity").unwrap_or(1.0), 0.0, 1.0),
            locked: false,
            hidden: false,
            group: None,
            kind,
            extra: Extra::new(),
        });
    }

    fn free_id(&mut self, name: &str) -> String {
        let base = plain(name);
        let mut id = base.clone();
        let mut n = 1;
        while !self.ids.insert(id.clone()) {
            n += 1;
            id = format!("{base}-{n}");
        }
        id
    }

    /// The name of the field for what is filled in there; made where there is none of that name.
    pub(super) fn field(
        &mut self,
        source: &Source,
        called: &str,
        kind: FieldType,
        sample: &str,
    ) -> String {
        let mut name = plain(called);
        if crate::template::COMPUTED.contains(&name.as_str()) {
            // Those are computed here, and nobody fills them in.
            name.push_str("_text");
        }
        if name != called {
            let message = format!(
                "The field “{}” is called {name} here.",
                called.chars().take(60).collect::<String>()
            );
            let note = Diagnostic::info("pdfme-renamed", source.path, message)
                .repair("Use that name in what fills the certificates.");
            self.findings.once(note);
        }
        if self.template.field(&name).is_none() {
            self.template.fields.push(Field {
                name: name.clone(),
                label: called.trim().chars().filter(|c| !c.is_control()).take(200).collect(),
                kind,
                required: flag(source.map, "required"),
                sample: sample.chars().take(2000).collect(),
                format: None,
                extra: Extra::new(),
            });
        }
        name
    }

    /// A colour, or what stands for it where it can't be read.
    pub(super) fn color(
        &mut self,
        source: &Source,
        key: &str,
        otherwise: Option<Color>,
    ) -> Option<Color> {
        match color(source.map, key) {
            Ok(found) => found.or(otherwise),
            Err(text) => {
                let message =
                    format!("“{text}” in “{}” is no colour of the form #rrggbb.", source.called());
                self.findings.push(source.warn("pdfme-value", message, "Choose a colour for it."));
                otherwise
            }
        }
    }

    fn line(&mut self, source: &Source, frame: Frame) {
        let color = self.color(source, "color", Some(Color::BLACK)).unwrap_or(Color::BLACK);
        // A line is as thick as its frame is high there; a high one is an upright line.
        let (long, thick) = (frame.width.max(frame.height), frame.width.min(frame.height).max(0.5));
        let frame = if frame.height > frame.width {
            let (x, y) = (frame.x + frame.width / 2.0, frame.y + frame.height / 2.0);
            let rotation = (frame.rotation + 90.0) % 360.0;
            Frame { x: x - long / 2.0, y: y - thick / 2.0, width: long, height: thick, rotation }
        } else {
            frame
        };
        let stroke =
            Stroke { color, width: thick.min(crate::template::MAX_PAGE_PX), dash: Vec::new() };
        self.push(source, frame, shape(ShapeForm::Line, None, Some(stroke), 0.0));
    }

    fn shape(&mut self, source: &Source, form: ShapeForm, mut frame: Frame) {
        let fill = self.color(source, "color", None);
        let border = mm(number(source.map, "borderWidth").unwrap_or(0.0).clamp(0.0, 500.0));
        let ink = self.color(source, "borderColor", None).filter(|_| border > 0.0);
        let stroke = ink.map(|color| Stroke { color, width: border, dash: Vec::new() });
        if stroke.is_some() {
            // There the border lies within the frame, here on its edge.
            let inset = border.min(frame.width).min(frame.height);
            frame.x += inset / 2.0;
            frame.y += inset / 2.0;
            frame.width -= inset;
            frame.height -= inset;
        }
        let radius = mm(number(source.map, "radius").unwrap_or(0.0).clamp(0.0, 500.0));
        self.push(source, frame, shape(form, fill, stroke, radius));
    }

    /// A plain ground below words.
    pub(super) fn ground(&mut self, source: &Source, frame: Frame) {
        if let Some(fill) = self.color(source, "backgroundColor", None) {
            self.push(source, frame, shape(ShapeForm::Rectangle, Some(fill), None, 0.0));
        }
    }

    fn code(&mut self, source: &Source, kind: &str, frame: Frame) {
        if kind != "qrcode" {
            let message = format!(
                "“{}” is a bar code ({kind}); a QR code of the same text stands there.",
                source.called()
            );
            self.findings.push(source.warn(
                "pdfme-barcode",
                message,
                "Check that whoever scans it can read QR codes.",
            ));
        }
        let content = if source.fixed {
            literal(source.content)
        } else {
            let link =
                ["http://", "https://"].iter().any(|start| source.content.starts_with(start));
            let kind = if link { FieldType::Url } else { FieldType::Text };
            format!("{{{{{}}}}}", self.field(source, source.name, kind, source.content))
        };
        let qr = Qr {
            content: content.chars().take(crate::template::MAX_TEXT_CHARS).collect(),
            level: QrLevel::Medium,
            quiet_zone: 4,
            color: self.color(source, "barColor", Some(Color::BLACK)).unwrap_or(Color::BLACK),
            background: self.color(source, "backgroundColor", None),
            extra: Extra::new(),
        };
        self.push(source, frame, ElementKind::Qr(qr));
    }

    fn picture(&mut self, source: &Source, kind: &str, frame: Frame) {
        if !source.fixed {
            let message = format!(
                "“{}” could be another picture on each certificate; it is the same on all here.",
                source.called()
            );
            self.findings.push(source.warn(
                "pdfme-picture-field",
                message,
                "Choose the picture that all of them have.",
            ));
        }
        let image =
            Image { asset: self.asset(source, kind), fit: PictureFit::Contain, ..Image::default() };
        self.push(source, frame, ElementKind::Image(image));
    }

    /// The picture's id, once it has passed the gate.
    fn asset(&mut self, source: &Source, kind: &str) -> Option<crate::template::AssetId> {
        if source.content.trim().is_empty() {
            return None;
        }
        let fault = if self.tried >= MAX_PICTURES {
            format!("{MAX_PICTURES} pictures are the most that are brought along.")
        } else {
            self.tried += 1;
            let bytes = if kind == "svg" && !source.content.starts_with("data:") {
                Some(source.content.as_bytes().to_vec())
            } else {
                data(source.content, limits::MAX_FILE_BYTES)
            };
            match bytes.map(|bytes| crate::import::picture(&bytes, source.name)) {
                Some(Ok(imported)) => {
                    let id = imported.id.clone();
                    self.template.assets.insert(id.clone(), imported.info.clone());
                    if !self.pictures.iter().any(|kept| kept.id == id) {
                        self.pictures.push(imported);
                    }
                    return Some(id);
                }
                Some(Err(faults)) => why(faults),
                None => "It is not a picture within the file, or too large.".to_owned(),
            }
        };
        let message = format!("The picture “{}” was not brought along. {fault}", source.called());
        self.findings.push(source.warn(
            "pdfme-picture",
            message,
            "An empty slot stands there: choose a picture for it.",
        ));
        None
    }
}

fn why(faults: Diagnostics) -> String {
    faults.into_iter().next().map(|fault| fault.message).unwrap_or_default()
}

fn shape(form: ShapeForm, fill: Option<Color>, stroke: Option<Stroke>, radius: f32) -> ElementKind {
    ElementKind::Shape(Shape {
        form,
        fill,
        stroke,
        radius,
        alt: String::new(),
        extra: Extra::new(),
    })
}

/// Where it stands, within what a frame can be.
fn frame(map: &Map<String, Value>) -> Option<Frame> {
    let position = map.get("position")?.as_object()?;
    let far = |value: f32| value.clamp(-MAX_FRAME_PX, MAX_FRAME_PX);
    let side = |value: f32| value.clamp(0.0, MAX_FRAME_PX);
    let turned = number(map, "rotate").unwrap_or(0.0) % 360.0;
    Some(Frame {
        x: far(mm(number(position, "x")?)),
        y: far(mm(number(position, "y")?)),
        width: side(mm(number(map, "width")?)),
        height: side(mm(number(map, "height")?)),
        rotation: within(turned, -360.0, 360.0),
    })
}
