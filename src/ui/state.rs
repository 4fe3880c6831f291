//! The designer's state: the editor, what is laid out, and the signals that
//! components read.

use super::host::Host;
use super::saving::Saved;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::edit::{Command, Editor};
use crate::field::samples;
use crate::render::Node;
use crate::render::compose::{Composer, request};
use crate::render::outline::Outlines;
use crate::render::svg::{Pictures, fragment};
use crate::template::{AssetId, ElementKind, Template};
use crate::text::{CaretBox, FitReport, Fonts, Laid, lay_out};
use kurbo::Affine;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// How a designer starts.
pub(super) struct Start {
    pub(super) storage_key: Option<String>,
    pub(super) given: Option<Result<Template, Diagnostics>>,
    pub(super) fallback: Template,
}

/// What is not reactive.
pub(super) struct Core {
    pub(super) editor: Editor,
    pub(super) fonts: Fonts,
    composer: Composer,
    outlines: Outlines,
    pub(super) host: Host,
    pub(super) storage_key: Option<String>,
    pub(super) saved_revision: u64,
    /// Font files that were asked for.
    pub(super) asked: BTreeSet<&'static str>,
    /// Pictures that are neither here nor in the store.
    pub(super) lost: BTreeSet<AssetId>,
    laid: Option<(String, Laid)>,
    /// By key: the node that was drawn, and its drawing. The node is held, so
    /// that no other can come to lie at its address.
    known: BTreeMap<String, (Arc<Node>, Arc<str>)>,
}

/// A node as the stage draws it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawn {
    pub(super) key: String,
    pub(super) svg: Arc<str>,
    /// What it says, for those who don't see it.
    pub(super) words: String,
}

/// Where the caret and the selection of the text being edited stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CaretView {
    pub(super) caret: Option<CaretBox>,
    pub(super) selection: Vec<CaretBox>,
    /// SVG transform of the element.
    pub(super) transform: String,
}

/// Something to tell the person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Notice {
    pub(super) id: u64,
    pub(super) finding: Diagnostic,
}

/// A long job.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Busy {
    pub(super) label: String,
}

/// A handle to the designer; copies are the same designer.
#[derive(Clone, Copy)]
pub(super) struct Designer {
    pub(super) core: StoredValue<Core, LocalStorage>,
    /// Changes with every change of the template.
    pub(super) revision: RwSignal<u64>,
    pub(super) drawn: RwSignal<Vec<Drawn>>,
    pub(super) findings: RwSignal<Diagnostics>,
    pub(super) fits: RwSignal<BTreeMap<String, FitReport>>,
    /// The text that is edited in place.
    pub(super) editing: RwSignal<Option<String>>,
    /// The text that a field of the inspector edits: outlined on the page.
    pub(super) pointed: RwSignal<Option<String>>,
    pub(super) caret: RwSignal<CaretView>,
    pub(super) preview: RwSignal<bool>,
    pub(super) saved: RwSignal<Saved>,
    pub(super) busy: RwSignal<Option<Busy>>,
    pub(super) notices: RwSignal<Vec<Notice>>,
    last_notice: StoredValue<u64>,
    /// Said politely by screen readers.
    pub(super) spoken: RwSignal<String>,
    pub(super) fonts_loading: RwSignal<usize>,
}

impl Designer {
    pub(super) fn new(host: Host, start: Start) -> Self {
        let loaded = super::saving::starting_point(&start);
        let core = Core {
            editor: Editor::new(loaded.template),
            fonts: Fonts::new(),
            composer: Composer::default(),
            outlines: Outlines::new(),
            host,
            storage_key: start.storage_key.filter(|_| !loaded.hold),
            saved_revision: loaded.revision,
            asked: BTreeSet::new(),
            lost: BTreeSet::new(),
            laid: None,
            known: BTreeMap::new(),
        };
        let designer = Self {
            core: StoredValue::new_local(core),
            revision: RwSignal::new(0),
            drawn: RwSignal::new(Vec::new()),
            findings: RwSignal::new(Vec::new()),
            fits: RwSignal::new(BTreeMap::new()),
            editing: RwSignal::new(None),
            pointed: RwSignal::new(None),
            caret: RwSignal::new(CaretView::default()),
            preview: RwSignal::new(false),
            saved: RwSignal::new(loaded.saved),
            busy: RwSignal::new(None),
            notices: RwSignal::new(Vec::new()),
            last_notice: StoredValue::new(0),
            spoken: RwSignal::new(String::new()),
            fonts_loading: RwSignal::new(0),
        };
        for finding in loaded.findings {
            designer.notify(finding);
        }
        designer
    }

    /// Reads the template.
    pub(super) fn with_template<T>(self, read: impl FnOnce(&Template) -> T) -> T {
        self.core.with_value(|core| read(core.editor.template()))
    }

    /// Reads the template and is told of changes.
    pub(super) fn track<T>(self, read: impl FnOnce(&Template) -> T) -> T {
        self.revision.track();
        self.with_template(read)
    }

    pub(super) fn host(self) -> Host {
        self.core.with_value(|core| core.host.clone())
    }

    /// Does something to the template: one step of undo, or part of the last
    /// one with the same key.
    pub(super) fn dispatch(self, command: Command, label: &str, key: Option<&str>) {
        let now = js_sys::Date::now();
        let done = self.core.try_update_value(|c| c.editor.dispatch(command, label, key, now));
        match done {
            Some(Ok(())) => self.changed(),
            Some(Err(fault)) => self.notify(fault),
            None => {}
        }
    }

    pub(super) fn undo(self) {
        match self.core.try_update_value(|core| core.editor.undo()).flatten() {
            Some(label) => {
                self.changed();
                self.say(format!("Undone: {label}"));
            }
            None => self.say("Nothing to undo".into()),
        }
    }

    pub(super) fn redo(self) {
        match self.core.try_update_value(|core| core.editor.redo()).flatten() {
            Some(label) => {
                self.changed();
                self.say(format!("Done again: {label}"));
            }
            None => self.say("Nothing to redo".into()),
        }
    }

    /// After every change: lays out, draws, asks for fonts, saves soon.
    pub(super) fn changed(self) {
        self.find_word_breaks();
        self.refresh();
        self.revision.update(|revision| *revision += 1);
        self.save_soon();
    }

    /// Whether the designer was taken out of the page: what was under way for
    /// it must end then.
    pub(super) fn gone(self) -> bool {
        self.editing.is_disposed()
    }

    /// Lays out and draws what changed.
    pub(super) fn refresh(self) {
        if self.gone() {
            return;
        }
        let editing = self.editing.get_untracked();
        let Some((drawn, composed)) =
            self.core.try_update_value(|core| core.draw(editing.as_deref()))
        else {
            return;
        };
        let mut findings = self.with_template(crate::api::check_template);
        for finding in composed.diagnostics {
            // Checking and laying out can find the same.
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        self.drawn.set(drawn);
        self.findings.set(findings);
        self.fits.set(composed.fits);
        self.ask_for_fonts(composed.wanted);
    }

    /// Shows the caret and the selection, given in bytes of the content.
    pub(super) fn show_caret(self, id: &str, from: usize, to: usize, focus: usize) {
        let view = self.core.try_update_value(|core| {
            core.lay_out_editing(id);
            let (_, laid) = core.laid.as_ref().filter(|(laid, _)| laid == id)?;
            let frame = core.editor.template().element(id)?.frame;
            Some(CaretView {
                caret: (from == to).then(|| laid.caret(focus)),
                selection: laid.selection(from, to),
                transform: transform(&frame),
            })
        });
        self.caret.set(view.flatten().unwrap_or_default());
    }

    /// Asks the layout of the text being edited.
    pub(super) fn with_laid<T>(self, id: &str, ask: impl FnOnce(&Laid) -> T) -> Option<T> {
        self.core
            .try_update_value(|core| {
                core.lay_out_editing(id);
                core.laid.as_ref().filter(|(laid, _)| laid == id).map(|(_, laid)| ask(laid))
            })
            .flatten()
    }

    /// Begins or ends the editing of a text in place.
    pub(super) fn edit(self, id: Option<String>) {
        if self.editing.get_untracked() == id {
            return;
        }
        self.core.update_value(|core| {
            core.editor.seal();
            core.laid = None;
        });
        self.caret.set(CaretView::default());
        self.editing.set(id);
        self.refresh();
    }

    /// Tells the person. Notes go by themselves; what needs doing stays.
    pub(super) fn notify(self, finding: Diagnostic) {
        const NOTE: Duration = Duration::from_secs(8);
        let passing = finding.severity == Severity::Info;
        let id = self.last_notice.try_update_value(|id| {
            *id += 1;
            *id
        });
        let Some(id) = id else { return };
        self.notices.update(|notices| {
            notices.retain(|n| n.finding != finding);
            notices.push(Notice { id, finding });
            if notices.len() > 4 {
                notices.remove(0);
            }
        });
        if passing {
            set_timeout(
                move || {
                    let _ = self.notices.try_update(|notices| notices.retain(|n| n.id != id));
                },
                NOTE,
            );
        }
    }

    pub(super) fn say(self, words: String) {
        self.spoken.set(words);
    }
}

impl Core {
    fn draw(&mut self, editing: Option<&str>) -> (Vec<Drawn>, crate::render::Composed) {
        let template = self.editor.template();
        let values = samples(template);
        let composed = self.composer.compose_with(template, &values, &mut self.fonts, editing);
        self.laid = None;
        let host = self.host.clone();
        let address = |id: &AssetId| host.picture_url(&id.0);
        let mut drawn = Vec::with_capacity(composed.scene.nodes.len());
        for node in &composed.scene.nodes {
            let key = node.element.clone().unwrap_or_else(|| "background".into());
            // The composer gives the very same node for what did not change.
            let known = self.known.get(&key).filter(|(known, _)| Arc::ptr_eq(known, node));
            let svg = known.map(|(_, svg)| svg.clone()).or_else(|| {
                // Ids in hex: an element's id can be any text.
                let hex: String = key.bytes().map(|b| format!("{b:02x}")).collect();
                let id = format!("k{hex}-");
                let svg = fragment(node, Pictures::Linked(&address), &mut self.outlines, &id);
                svg.ok().map(Arc::from)
            });
            if let Some(svg) = svg {
                self.known.insert(key.clone(), (node.clone(), svg.clone()));
                drawn.push(Drawn { key, svg, words: node.words() });
            }
        }
        self.known.retain(|key, _| drawn.iter().any(|d| d.key == *key));
        (drawn, composed)
    }

    /// Forgets what was drawn with a picture: it has an address now.
    pub(super) fn redraw_all(&mut self) {
        self.known.clear();
    }

    fn lay_out_editing(&mut self, id: &str) {
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

/// The SVG transform of a frame's own coordinates.
pub(super) fn transform(frame: &crate::template::Frame) -> String {
    let centre = (f64::from(frame.width) / 2.0, f64::from(frame.height) / 2.0);
    let affine = Affine::translate((f64::from(frame.x), f64::from(frame.y)))
        * Affine::rotate_about(f64::from(frame.rotation).to_radians(), centre);
    let [a, b, c, d, e, f] = affine.as_coeffs();
    format!("matrix({a} {b} {c} {d} {e} {f})")
}
