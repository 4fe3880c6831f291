//! The designer's state: the editor, what is laid out, and the signals that
//! components read.

use super::host::Host;
use super::saving::Saved;
use super::shared::versions::Versions;
use super::shared::{Around, KEEP_A_COPY, Settings};
use super::shelf::Shelf;
use super::slices::Slices;
use super::tabs::Tab;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::edit::units::Unit;
use crate::edit::{Command, Editor, Property, Selection};
use crate::field::{Try, Values};
use crate::render::compose::Composer;
use crate::render::outline::Outlines;
use crate::screen::view::View;
use crate::storage::{Library, versions::Budget};
use crate::template::{AssetId, Element, Field, Template};
use crate::text::{CaretBox, FitReport, Fonts, Laid};
use crate::ui::locale::said;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// What is looked at in the panel beside the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    /// The gallery and the library of templates.
    Templates,
    /// What can be put on the page.
    Add,
    /// The dynamic fields.
    Fields,
    /// The tree of elements.
    Layers,
    /// The steps.
    History,
    /// What is selected, or the page: on small screens only, where the
    /// inspector is a sheet like the others.
    Inspector,
}

/// How a designer starts.
pub(super) struct Start {
    pub(super) storage_key: Option<String>,
    pub(super) given: Option<Template>,
    pub(super) fallback: Template,
    /// What there is to tell of the template that was given.
    pub(super) findings: Diagnostics,
    pub(super) settings: Settings,
    pub(super) offered: Offered,
}

/// What the page around brings to a design.
#[derive(Clone, Debug, Default)]
pub(super) struct Offered {
    /// Fields that it fills.
    pub(super) fields: Vec<Field>,
    /// Values to look at the design with.
    pub(super) values: Values,
}

/// What is not reactive.
pub(super) struct Core {
    pub(super) editor: Editor,
    pub(super) fonts: Fonts,
    pub(super) composer: Composer,
    pub(super) outlines: Outlines,
    pub(super) host: Host,
    /// Where documents are kept; `None` without storage.
    pub(super) library: Option<Library>,
    /// The id of the open one.
    pub(super) document: String,
    /// Where it is kept; `None` where nothing may be written.
    pub(super) storage_key: Option<String>,
    /// The revision that the open document was read or saved with.
    pub(super) saved_revision: u64,
    /// Counts saves, so that a late answer is known as such.
    pub(super) saves: u64,
    /// When the first change was made that is not saved, in milliseconds.
    pub(super) changed_at: Option<f64>,
    /// Font files that were asked for.
    pub(super) asked: BTreeSet<&'static str>,
    /// Pictures that are neither here nor in the store.
    pub(super) lost: BTreeSet<AssetId>,
    pub(super) laid: Option<(String, Laid)>,
    /// By key: the version that was drawn, and its drawing.
    pub(super) known: BTreeMap<String, (u64, Arc<str>)>,
    /// Counts when addresses of pictures change: they are part of a drawing.
    pub(super) redrawn: u64,
    /// Values of the page around, which stand before the samples.
    pub(super) offered: Values,
    /// What "copy style" took.
    pub(super) style: Vec<Property>,
}

/// Where the caret and the selection of the text being edited stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CaretView {
    pub(super) caret: Option<CaretBox>,
    /// Where the end stands that moves, whether something is selected or not.
    pub(super) at: CaretBox,
    pub(super) selection: Vec<CaretBox>,
    /// SVG transform of the element.
    pub(super) transform: String,
}

/// Something to tell the person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Notice {
    pub(super) id: u64,
    pub(super) finding: Diagnostic,
    /// What it offers to take back, of what it tells.
    pub(super) undo: Option<TakeBack>,
}

/// What a message can take back.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TakeBack {
    /// The last step of the open document.
    Step,
    /// The deletion of a document.
    Deletion {
        /// Its id.
        id: String,
        /// Whether it was open.
        open: bool,
    },
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
    /// Memoised parts of the template and of what is drawn, by element.
    pub(super) slices: StoredValue<Slices, LocalStorage>,
    /// Ids of all elements, bottom to top.
    pub(super) order: RwSignal<Vec<String>>,
    /// Ids of the elements that are drawn, bottom to top.
    pub(super) drawn: RwSignal<Vec<String>>,
    pub(super) findings: RwSignal<Diagnostics>,
    pub(super) selection: RwSignal<Selection>,
    /// The element under the pointer, on the page or in the layers.
    pub(super) hovered: RwSignal<Option<String>>,
    /// The text that is edited in place.
    pub(super) editing: RwSignal<Option<String>>,
    /// Where the caret goes when editing begins: a place of the window.
    pub(super) edit_at: StoredValue<Option<(f64, f64)>>,
    /// Counts up to have the word there selected.
    pub(super) select_word: RwSignal<u32>,
    /// The picture that is moved within its frame.
    pub(super) cropping: RwSignal<Option<String>>,
    /// The text that a field of the inspector edits: outlined on the page.
    pub(super) pointed: RwSignal<Option<String>>,
    pub(super) caret: RwSignal<CaretView>,
    pub(super) preview: RwSignal<bool>,
    /// The values that the design is looked at with.
    pub(super) tried: RwSignal<Try>,
    /// The panel beside the rail.
    pub(super) panel: RwSignal<Option<Panel>>,
    /// The unit of lengths in number boxes.
    pub(super) unit: RwSignal<Unit>,
    /// Size of the room for the page on screen, px.
    pub(super) room: RwSignal<(f64, f64)>,
    /// Where the page is in the room; `None` fits it in.
    pub(super) zoomed: RwSignal<Option<View>>,
    /// Families that this person added.
    pub(super) own_fonts: RwSignal<Vec<String>>,
    /// Whether rulers and margins are shown.
    pub(super) rulers: RwSignal<bool>,
    /// Whether the sheet of shortcuts is open.
    pub(super) shortcuts: RwSignal<bool>,
    /// Whether what is stored is shown.
    pub(super) storage: RwSignal<bool>,
    /// The id of the open document, for those who read it.
    pub(super) document: RwSignal<String>,
    /// Counts changes of what is stored, other than of the open document.
    pub(super) stored: RwSignal<u64>,
    /// What was read and drawn of the documents and of the gallery.
    pub(super) shelf: StoredValue<Shelf, LocalStorage>,
    /// Earlier states of the open document.
    pub(super) versions: Versions,
    pub(super) saved: RwSignal<Saved>,
    /// What the page around asks for.
    pub(super) around: Around,
    /// Whether this tab edits the document.
    pub(super) tab: RwSignal<Tab>,
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
        // Steps of another state, as another tab may leave, are dropped.
        let editor = match loaded.history {
            Some(history) => Editor::restore(loaded.template, history).0,
            None => Editor::new(loaded.template),
        };
        let versions = Versions::new(host.clone(), Budget::DESIGN, None);
        let around = Around::new(host.clone(), &start.settings, start.storage_key.is_some());
        let core = Core {
            editor,
            fonts: Fonts::new(),
            composer: Composer::default(),
            outlines: Outlines::new(),
            host,
            library: start.storage_key.map(Library::new),
            document: loaded.document.clone(),
            storage_key: loaded.key.filter(|_| !loaded.hold),
            saved_revision: loaded.revision,
            saves: 0,
            changed_at: None,
            asked: BTreeSet::new(),
            lost: BTreeSet::new(),
            laid: None,
            known: BTreeMap::new(),
            redrawn: 0,
            offered: Values::new(),
            style: Vec::new(),
        };
        let designer = Self {
            core: StoredValue::new_local(core),
            revision: RwSignal::new(0),
            slices: StoredValue::new_local(Slices::default()),
            order: RwSignal::new(Vec::new()),
            drawn: RwSignal::new(Vec::new()),
            findings: RwSignal::new(Vec::new()),
            selection: RwSignal::new(Selection::default()),
            hovered: RwSignal::new(None),
            editing: RwSignal::new(None),
            edit_at: StoredValue::new(None),
            select_word: RwSignal::new(0),
            cropping: RwSignal::new(None),
            pointed: RwSignal::new(None),
            caret: RwSignal::new(CaretView::default()),
            preview: RwSignal::new(start.settings.readonly),
            tried: RwSignal::new(Try::default()),
            panel: RwSignal::new(None),
            unit: RwSignal::new(Unit::default()),
            room: RwSignal::new((0.0, 0.0)),
            zoomed: RwSignal::new(None),
            own_fonts: RwSignal::new(Vec::new()),
            rulers: RwSignal::new(true),
            shortcuts: RwSignal::new(false),
            storage: RwSignal::new(false),
            document: RwSignal::new(loaded.document),
            stored: RwSignal::new(0),
            shelf: StoredValue::new_local(Shelf::default()),
            versions,
            saved: RwSignal::new(loaded.saved),
            around,
            tab: RwSignal::new(Tab::Edits),
            busy: RwSignal::new(None),
            notices: RwSignal::new(Vec::new()),
            last_notice: StoredValue::new(0),
            spoken: RwSignal::new(String::new()),
            fonts_loading: RwSignal::new(0),
        };
        let findings = start.findings.into_iter().chain(loaded.findings);
        findings.for_each(|finding| designer.notify(finding));
        designer.offer(start.offered);
        designer.limit();
        designer.versions_opened();
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

    /// An element, by a signal that changes only when the element does.
    pub(super) fn element(self, id: &str) -> ArcRwSignal<Option<Arc<Element>>> {
        self.slices.try_update_value(|slices| slices.element(id)).unwrap_or_default()
    }

    /// What fitting did to a text, by a signal of its own.
    pub(super) fn fit(self, id: &str) -> ArcRwSignal<Option<FitReport>> {
        self.slices.try_update_value(|slices| slices.fit(id)).unwrap_or_default()
    }

    /// Under which key documents are kept here; none where nothing is.
    pub(super) fn library_key(self) -> Option<String> {
        self.core.with_value(|core| Some(core.library.as_ref()?.document_key("")))
    }

    pub(super) fn host(self) -> Host {
        self.core.with_value(|core| core.host.clone())
    }

    /// Does something to the template: one step of undo, or part of the last
    /// one with the same key. Tells whether it was done.
    pub(super) fn dispatch(self, command: Command, label: &str, key: Option<&str>) -> bool {
        self.dispatch_at(command, label, key, js_sys::Date::now())
    }

    /// The same for a part of a drag, which is one step however long it takes:
    /// with the drag's own key and the time at which it began.
    pub(super) fn dispatch_at(
        self,
        command: Command,
        label: &str,
        key: Option<&str>,
        now: f64,
    ) -> bool {
        if !self.may_edit() {
            return false;
        }
        // Moving changes no words: there is nothing to look for in them.
        let words = !matches!(command, Command::SetFrames { .. });
        let done = self.core.try_update_value(|c| c.editor.dispatch(command, label, key, now));
        match done {
            Some(Ok(())) => {
                if words {
                    self.find_word_breaks();
                }
                self.after_change();
                true
            }
            Some(Err(fault)) => {
                self.notify(fault);
                false
            }
            None => false,
        }
    }

    /// The same where working the command out may have failed.
    pub(super) fn attempt(self, command: Result<Command, Diagnostic>, label: &str) -> bool {
        match command {
            Ok(command) => self.dispatch(command, label, None),
            Err(fault) => {
                self.notify(fault);
                false
            }
        }
    }

    /// Takes back what a drag has done so far, as if it had never been.
    pub(super) fn cancel_step(self) {
        self.core.update_value(|core| {
            core.editor.cancel();
        });
        self.after_change();
    }

    /// Goes to where so many steps stand.
    pub(super) fn jump(self, stand: usize) {
        if !self.may_edit() {
            return;
        }
        let went = self.core.try_update_value(|core| core.editor.jump(stand)).unwrap_or(0);
        if went > 0 {
            self.changed();
            self.say(tn!(went, "Went {count} step", "Went {count} steps"));
        }
    }

    pub(super) fn undo(self) {
        if !self.may_edit() {
            return;
        }
        match self.core.try_update_value(|core| core.editor.undo()).flatten() {
            Some(label) => {
                self.changed();
                self.say(t!("Undone: {label}", label = said(&label)));
            }
            None => self.say(t!("Nothing to undo").into()),
        }
    }

    pub(super) fn redo(self) {
        if !self.may_edit() {
            return;
        }
        match self.core.try_update_value(|core| core.editor.redo()).flatten() {
            Some(label) => {
                self.changed();
                self.say(t!("Done again: {label}", label = said(&label)));
            }
            None => self.say(t!("Nothing to redo").into()),
        }
    }

    /// After every change: lays out, draws, asks for fonts, saves soon.
    pub(super) fn changed(self) {
        self.find_word_breaks();
        self.after_change();
    }

    /// Other values are tried: nothing is saved, since nothing is another.
    pub(super) fn changed_values(self) {
        self.find_word_breaks();
        self.refresh();
    }

    fn after_change(self) {
        self.refresh();
        self.revision.update(|revision| *revision += 1);
        self.save_soon();
        self.around.changed(move || self.ask_save());
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
        let tried = self.tried.get_untracked();
        let Some((views, composed)) =
            self.core.try_update_value(|core| core.draw(editing.as_deref(), tried))
        else {
            return;
        };
        let drawn: Vec<String> =
            views.iter().map(|(key, _)| key.clone()).filter(|key| key != BACKGROUND).collect();
        let order: Vec<String> =
            self.with_template(|t| t.elements.iter().map(|e| e.id.clone()).collect());
        set_if_new(self.drawn, drawn);
        set_if_new(self.order, order);
        self.slices.update_value(|slices| {
            slices.draw(views, &composed.fits);
            self.core.with_value(|core| slices.sync(core.editor.template()));
        });
        let mut selection = self.selection.get_untracked();
        self.with_template(|t| selection.refresh(t));
        set_if_new(self.selection, selection);
        self.check_soon(composed.diagnostics);
        self.ask_for_fonts(composed.wanted);
    }

    /// Checks the template once things have been quiet for a moment: a drag has
    /// no time for it.
    fn check_soon(self, laid_out: Diagnostics) {
        const QUIET: Duration = Duration::from_millis(250);
        let revision = self.core.with_value(|core| core.editor.revision());
        let check = move || {
            let same = self.core.try_with_value(|core| core.editor.revision() == revision);
            if self.gone() || same != Some(true) {
                return;
            }
            let mut findings = self.with_template(crate::api::check_template);
            findings.extend(self.with_template(crate::edit::preflight));
            for finding in laid_out {
                // Checking and laying out can find the same.
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
            set_if_new(self.findings, findings);
        };
        set_timeout(check, QUIET);
    }

    /// Shows the caret and the selection, given in bytes of the content.
    pub(super) fn show_caret(self, id: &str, from: usize, to: usize, focus: usize) {
        let view = self.core.try_update_value(|core| {
            core.lay_out_editing(id);
            let (_, laid) = core.laid.as_ref().filter(|(laid, _)| laid == id)?;
            let frame = core.editor.template().element(id)?.frame;
            Some(CaretView {
                at: laid.caret(focus),
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
        self.tell(finding, None);
    }

    /// Tells what was done, and offers to take it back.
    pub(super) fn notify_undo(self, message: impl Into<String>) {
        self.tell(Diagnostic::info("done", "", message.into()), Some(TakeBack::Step));
    }

    /// The same, and offers to take that back.
    pub(super) fn tell(self, finding: Diagnostic, undo: Option<TakeBack>) {
        const NOTE: Duration = Duration::from_secs(10);
        // So do those about something typed that was not taken: it shows what holds.
        const ABOUT_INPUT: [&str; 4] = ["not-a-length", "clamped", "bad-color", "kept-on-page"];
        let passing = (finding.severity == Severity::Info && finding.code != KEEP_A_COPY)
            || ABOUT_INPUT.contains(&finding.code.as_ref());
        let id = self.last_notice.try_update_value(|id| {
            *id += 1;
            *id
        });
        let Some(id) = id else { return };
        self.notices.update(|notices| {
            // An offer to undo is about the last thing done only.
            notices.retain(|n| n.finding != finding && n.undo.is_none());
            notices.push(Notice { id, finding, undo });
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

/// The key of the background among what is drawn.
pub(super) const BACKGROUND: &str = "background";

/// Sets a signal unless it holds that already: those who read it are left alone.
pub(super) fn set_if_new<T>(signal: RwSignal<T>, value: T)
where
    T: PartialEq + Send + Sync + 'static,
{
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

/// The SVG transform of a frame's own coordinates.
pub(super) fn transform(frame: &crate::template::Frame) -> String {
    let [a, b, c, d, e, f] = crate::render::compose::transform(frame).as_coeffs();
    format!("matrix({a} {b} {c} {d} {e} {f})")
}
