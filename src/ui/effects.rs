//! What happens besides drawing: fonts, pictures and files come and go.

use super::host::Host;
use super::saving::Saved;
use super::state::{Busy, Designer};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::edit::{self, Command, Property, Selection};
use crate::field::fill;
use crate::locale::mark;
use crate::render::assets;
use crate::template::{AssetId, AssetInfo, Background, ElementKind, Frame, Image, Template, write};
use crate::text::runs_without_spaces;
use crate::ui::locale::said;
use js_sys::{Array, Object, Reflect, Uint8Array};
use kurbo::Point;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use std::collections::BTreeSet;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long letting a picture in may take, in milliseconds.
const IMPORT_LIMIT_MS: u32 = 2_000;
/// How long making a file may take, in milliseconds.
const EXPORT_LIMIT_MS: u32 = 120_000;
/// The largest picture file that is read at all, in bytes.
const MAX_PICTURE_BYTES: f64 = 25.0 * 1024.0 * 1024.0;

/// What can be downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Svg,
    Png,
    PngTwice,
    Pdf,
    GuidePng,
    GuideSvg,
    Design,
}

/// Where a picture goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Destination {
    /// Under everything.
    Background,
    /// Into a picture element.
    Element(String),
    /// A new element, about a place of the page or in its middle.
    Page(Option<Point>),
}

/// The frame of a new picture: its own size, and at most two fifths of the page.
fn picture_frame(template: &Template, info: &AssetInfo, at: Option<Point>) -> Frame {
    let page = &template.page;
    let (w, h) = (info.width.max(1.0), info.height.max(1.0));
    let scale = (page.width * 0.4 / w).min(page.height * 0.4 / h).min(1.0);
    let (w, h) = ((w * scale).round().max(1.0), (h * scale).round().max(1.0));
    #[expect(clippy::cast_possible_truncation, reason = "px on a page")]
    let (x, y) = at.map_or((page.width / 2.0, page.height / 2.0), |p| (p.x as f32, p.y as f32));
    Frame::new((x - w / 2.0).round(), (y - h / 2.0).round(), w, h)
}

impl Format {
    pub(super) const ALL: [Self; 7] = [
        Self::Pdf,
        Self::Png,
        Self::PngTwice,
        Self::Svg,
        Self::GuidePng,
        Self::GuideSvg,
        Self::Design,
    ];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Svg => "SVG",
            Self::Png => "PNG",
            Self::PngTwice => t!("PNG, double size"),
            Self::Pdf => "PDF",
            Self::GuidePng => t!("Safe-zone guide, PNG"),
            Self::GuideSvg => t!("Safe-zone guide, SVG"),
            Self::Design => t!("Design file"),
        }
    }

    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Svg => t!("Vector, for further design work"),
            Self::Png => t!("Picture, for screens"),
            Self::PngTwice => t!("Picture, sharp in print"),
            Self::Pdf => t!("For print and e-mail, text can be selected"),
            Self::Design => t!("To open elsewhere: the design with its pictures and fonts"),
            Self::GuidePng | Self::GuideSvg => {
                t!("Where the text stands, for painting a background")
            }
        }
    }

    fn is_guide(self) -> bool {
        matches!(self, Self::GuidePng | Self::GuideSvg)
    }

    /// Whether it shows the certificate as it will be handed out.
    fn is_made(self) -> bool {
        !self.is_guide() && self != Self::Design
    }

    fn ending(self) -> (&'static str, &'static str) {
        match self {
            Self::Svg | Self::GuideSvg => ("svg", "image/svg+xml"),
            Self::Png | Self::PngTwice | Self::GuidePng => ("png", "image/png"),
            Self::Pdf => ("pdf", "application/pdf"),
            Self::Design => ("json", "application/json"),
        }
    }
}

impl Designer {
    /// After mounting: pictures, fonts, the first drawing.
    pub(super) fn begin(self) {
        let host = self.host();
        spawn_local(async move {
            self.load_pictures(&host).await;
            self.load_own_fonts(&host).await;
            if self.gone() {
                return;
            }
            self.find_word_breaks();
            self.refresh();
            self.revision.update(|r| *r += 1);
            if self.saved.get_untracked() == Saved::Pending {
                // Somebody typed meanwhile, and the timer saw another revision.
                self.save_soon();
            }
            host.warm();
        });
    }

    /// Makes the pictures of the template known to the host.
    async fn load_pictures(self, host: &Host) {
        for (id, asset) in assets::builtin() {
            let info = AssetInfo {
                mime: asset.mime,
                width: asset.width,
                height: asset.height,
                name: String::new(),
            };
            let bytes = Uint8Array::from(&*asset.bytes);
            let _ = JsFuture::from(host.put_picture(&id.0, &to_js(&info), &bytes)).await;
        }
        self.fetch_pictures(host).await;
        self.core.try_update_value(super::state::Core::redraw_all);
    }

    /// Looks for pictures that have no address yet: after loading, and after an
    /// undo that brings an old one back. Tells whether one came.
    async fn fetch_pictures(self, host: &Host) -> bool {
        if self.gone() {
            return false;
        }
        let mut came = false;
        let used: BTreeSet<AssetId> = self.with_template(|t| t.used_assets().cloned().collect());
        for id in used {
            if host.picture_url(&id.0).is_some() {
                continue;
            }
            let found = JsFuture::from(host.get_picture(&id.0)).await;
            if self.gone() {
                return false;
            }
            if found.is_ok_and(|v| v.is_truthy()) {
                came = true;
            } else {
                self.lose(&id);
            }
        }
        if came {
            // What was drawn without its address is drawn again.
            self.core.try_update_value(super::state::Core::redraw_all);
        }
        came
    }

    fn lose(self, id: &AssetId) {
        let new = self.core.try_update_value(|core| core.lost.insert(id.clone()));
        if new == Some(true) {
            let name = self.with_template(|t| t.assets.get(id).map(|i| i.name.clone()));
            let name = name.filter(|n| !n.is_empty()).unwrap_or_else(|| t!("A picture").into());
            self.notify(
                Diagnostic::error(
                    "picture-missing",
                    "background.picture",
                    t!("“{name}” is not on this device any more.", name = name),
                )
                .repair(t!("Choose the picture again; everything else is here.")),
            );
        }
    }

    /// Finds where words of scripts without spaces may be broken, once each.
    pub(super) fn find_word_breaks(self) {
        let tried = self.tried.get_untracked();
        let offered = self.core.with_value(|core| core.offered.clone());
        let fresh: Vec<String> = self.with_template(|template| {
            let mut values = tried.values(template);
            if tried == crate::field::Try::Samples {
                values.extend(offered);
            }
            // Thai is the first of these scripts: most texts have none of them.
            let may = |words: &str| words.chars().any(|c| c >= '\u{e00}');
            let filled_may = values.values().any(|value| may(value));
            let mut out = BTreeSet::new();
            for element in &template.elements {
                let ElementKind::Text(text) = &element.kind else { continue };
                if !filled_may && !may(&text.content) {
                    continue;
                }
                let filled = fill(template, &text.content, &values).text;
                for words in [&filled, &text.content] {
                    out.extend(
                        runs_without_spaces(words)
                            .into_iter()
                            .filter(|(_, run)| !template.word_breaks.contains_key(*run))
                            .map(|(_, run)| run.to_owned()),
                    );
                }
            }
            out.into_iter().collect()
        });
        let (host, language) = (self.host(), self.with_template(|t| t.language.clone()));
        for run in fresh {
            let breaks = Some(host.word_breaks(&run, &language));
            let command = Command::SetWordBreaks { run, breaks };
            // It cannot fail: it names no element.
            let _ = self.core.try_update_value(|core| core.editor.amend(command));
        }
    }

    /// Lets a picture file in.
    pub(super) fn bring_picture(self, file: web_sys::File, to: Destination) {
        if self.busy.get_untracked().is_some() {
            self.notify(
                Diagnostic::warning("busy", "", t!("Something else is still under way."))
                    .repair(t!("Wait for it or cancel it, then choose the picture again.")),
            );
            return;
        }
        self.busy.set(Some(Busy { label: t!("Reading the picture…").into() }));
        spawn_local(async move {
            let name = file.name();
            self.busy.set(Some(Busy { label: t!("Reading “{name}”…", name = name) }));
            let imported = self.import(&file, &name).await;
            if self.gone() {
                return;
            }
            self.busy.set(None);
            match imported {
                Ok((id, info, notes)) => {
                    for note in notes {
                        self.notify(note);
                    }
                    self.core.try_update_value(|core| core.lost.remove(&id));
                    self.place_picture(id, info, &name, to);
                }
                Err(faults) => faults.into_iter().for_each(|fault| self.notify(fault)),
            }
        });
    }

    /// Puts a picture that was let in where it was brought to.
    fn place_picture(self, id: AssetId, info: AssetInfo, name: &str, to: Destination) {
        match to {
            Destination::Background => {
                let background = self.with_template(|t| Background {
                    picture: Some(id.clone()),
                    ..t.background.clone()
                });
                let command = Command::SetBackground { background, info: Some((id, info)) };
                self.dispatch(command, mark!("Replace background"), None);
                self.say(t!("“{name}” is the background now", name = name));
            }
            Destination::Element(element) => {
                let command = self.with_template(|t| {
                    let selection = Selection::of(t, [element.as_str()]);
                    let set = edit::set_picture(t, &selection, &id, info);
                    // Another picture, another part of it.
                    let uncropped = edit::set(t, &selection, &[Property::Crop(None)]);
                    Command::All { commands: vec![set, uncropped] }
                });
                if self.dispatch(command, mark!("Set picture"), None) {
                    self.select_ids(&[element]);
                    self.say(t!("“{name}” is in its place", name = name));
                }
            }
            Destination::Page(at) => {
                let known =
                    Command::SetAssets { assets: [(id.clone(), Some(info.clone()))].into() };
                let (insert, ids) = self.with_template(|t| {
                    let frame = picture_frame(t, &info, at);
                    let image = Image { asset: Some(id), ..Image::default() };
                    let mut element = edit::element(ElementKind::Image(image), frame);
                    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                    element.name = stem.chars().take(40).collect();
                    edit::add(t, vec![element], None)
                });
                let command = Command::All { commands: vec![known, insert] };
                if self.dispatch(command, mark!("Add picture"), None) {
                    self.select_ids(&ids);
                    self.say(t!("“{name}” added", name = name));
                }
            }
        }
    }

    async fn import(
        self,
        file: &web_sys::File,
        name: &str,
    ) -> Result<(AssetId, AssetInfo, Diagnostics), Diagnostics> {
        if self.gone() {
            return Err(Vec::new());
        }
        let host = self.host();
        let unreadable = || {
            vec![
                Diagnostic::error(
                    "file-unreadable",
                    "picture",
                    t!("“{name}” could not be read.", name = name),
                )
                .repair(t!("Choose the file again.")),
            ]
        };
        let bytes = JsFuture::from(host.read_file(file, MAX_PICTURE_BYTES))
            .await
            .map_err(|_| unreadable())?;
        if bytes.is_null() {
            return Err(vec![
                Diagnostic::error(
                    "file-too-large",
                    "picture",
                    t!(
                        "“{name}” is {size} MB large; 25 MB is the most.",
                        name = name,
                        size = format!("{:.0}", file.size() / 1_048_576.0)
                    ),
                )
                .repair(t!("Save it smaller: 1500×1050 px are enough for a certificate.")),
            ]);
        }
        let args = object(&[("bytes", bytes), ("name", JsValue::from(name))]);
        let answer = JsFuture::from(host.request("importPicture", &args, IMPORT_LIMIT_MS))
            .await
            .map_err(|_| unreadable())?;
        let answer = Answer(answer);
        answer.check()?;
        let id = AssetId(answer.get("id").as_string().ok_or_else(unreadable)?);
        let info = serde_wasm_bindgen::from_value(answer.get("info")).map_err(|_| unreadable())?;
        let clean = Uint8Array::from(answer.get("bytes"));
        let kept = JsFuture::from(host.put_picture(&id.0, &answer.get("info"), &clean)).await;
        let mut notes = answer.findings("warnings");
        let kept = kept.map(Answer).map_err(|_| unreadable())?;
        let keeps = self.core.try_with_value(|core| core.storage_key.is_some());
        if keeps == Some(true) && kept.get("kept").is_falsy() {
            let why = said(&kept.get("why").as_string().unwrap_or_default());
            notes.push(
                Diagnostic::warning(
                    "picture-not-kept",
                    "picture",
                    t!("“{name}” will be gone after a reload. {why}", name = name, why = why),
                )
                .repair(t!("Download the certificate before you leave.")),
            );
        }
        Ok((id, info, notes))
    }

    /// Makes a file and hands it to the person.
    pub(super) fn download(self, format: Format) {
        if self.busy.get_untracked().is_some() {
            return;
        }
        self.busy.set(Some(Busy { label: t!("Making {what}…", what = format.label()) }));
        spawn_local(async move {
            let made = self.make(format).await;
            let _ = self.busy.try_set(None);
            match made {
                Ok(name) => {
                    self.say(t!("{name} was downloaded", name = name));
                    let open = self.findings.with_untracked(|all| {
                        all.iter().filter(|f| f.severity > Severity::Info).count()
                    });
                    if open > 0 && format.is_made() {
                        self.notify(
                            Diagnostic::warning(
                                "downloaded-unfinished",
                                "",
                                tn!(
                                    open,
                                    "“{name}” was downloaded. One thing in it may be wrong.",
                                    "“{name}” was downloaded. Some things in it may be wrong.",
                                    name = name
                                ),
                            )
                            .repair(t!("The list is at the lower left: look at it before you hand the file out.")),
                        );
                    }
                }
                Err(faults) => {
                    faults.into_iter().filter(|f| f.code != "stopped").for_each(|f| self.notify(f));
                }
            }
        });
    }

    async fn make(self, format: Format) -> Result<String, Diagnostics> {
        if self.gone() {
            return Err(Vec::new());
        }
        let host = self.host();
        let tried = self.tried.get_untracked();
        let values = to_js(&self.core.with_value(|core| core.values(tried)));
        let (template, name, dpi) =
            self.with_template(|t| (to_js(&write(t)), file_name(&t.name), t.page.dpi));
        let mut args = vec![("template", template), ("values", values)];
        let (operation, part) = match format {
            Format::Svg => ("renderSvg", "svg"),
            Format::Png => ("renderPng", "png"),
            Format::PngTwice => {
                args.push(("dpi", JsValue::from(dpi * 2.0)));
                ("renderPng", "png")
            }
            Format::Pdf => {
                let now = js_sys::Date::new_0().to_iso_string();
                args.push(("created", now.into()));
                ("renderPdf", "pdf")
            }
            Format::Design => return self.make_design(&name).await,
            Format::GuidePng => ("renderGuide", "png"),
            Format::GuideSvg => ("renderGuide", "svg"),
        };
        let answer = JsFuture::from(host.request(operation, &object(&args), EXPORT_LIMIT_MS)).await;
        let answer = Answer(answer.unwrap_or(JsValue::NULL));
        answer.check()?;
        let (ending, mime) = format.ending();
        let name = if format.is_guide() { t!("{name} – safe zones", name = name) } else { name };
        let name = format!("{name}.{ending}");
        host.download(&name, mime, &answer.get(part));
        Ok(name)
    }

    /// Hands out the design itself, with its pictures and fonts inside.
    async fn make_design(self, name: &str) -> Result<String, Diagnostics> {
        let host = self.host();
        let text = self.with_template(|t| write(t).to_string());
        let (text, warnings) = super::files::answer(host.pack_design(&text), "text").await?;
        for warning in warnings {
            self.notify(warning);
        }
        let name = format!("{name}.json");
        host.download(&name, "application/json", &text);
        Ok(name)
    }

    /// After undo or redo: a picture may be back that has no address.
    pub(super) fn pictures_changed(self) {
        let host = self.host();
        spawn_local(async move {
            if self.fetch_pictures(&host).await {
                self.refresh();
            }
        });
    }
}

/// An answer of the exporter.
pub(super) struct Answer(pub(super) JsValue);

impl Answer {
    pub(super) fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &JsValue::from(name)).unwrap_or(JsValue::UNDEFINED)
    }

    pub(super) fn findings(&self, name: &str) -> Diagnostics {
        serde_wasm_bindgen::from_value(self.get(name)).unwrap_or_default()
    }

    pub(super) fn check(&self) -> Result<(), Diagnostics> {
        if self.0.is_object() && self.get("ok").is_truthy() {
            return Ok(());
        }
        let mut faults = if self.0.is_object() { self.findings("errors") } else { Vec::new() };
        if faults.is_empty() {
            faults.push(
                Diagnostic::error("exporter-failed", "", t!("The file could not be made."))
                    .repair(t!("Try again, or reload the page. Your work is saved.")),
            );
        }
        Err(faults)
    }
}

/// A name that every file system takes.
pub(super) fn file_name(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { ' ' } else { c })
        .collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches('.');
    if clean.is_empty() { t!("certificate").into() } else { clean.chars().take(80).collect() }
}

pub(super) fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let pairs: Array =
        entries.iter().map(|(name, value)| Array::of2(&JsValue::from(*name), value)).collect();
    Object::from_entries(pairs.unchecked_ref()).map_or(JsValue::NULL, JsValue::from)
}

fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
