//! The room's state: a copy of the project, how far the run is, and where one is.

use super::designs::Designs;
use super::navigate::View;
use super::saving::Saved;
use super::tabs::Tab;
use crate::catalogue::{Id, Zone};
use crate::desk::{Phase, Progress, State};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{Project, parse};
use crate::storage::Journal;
use crate::storage::versions::{Budget, parts};
use crate::ui::host::Host;
use crate::ui::shared::versions::Versions;
use crate::ui::shared::{Around, KEEP_A_COPY, Settings};
use leptos::prelude::*;
use std::sync::Arc;

/// What is not reactive.
pub(super) struct Core {
    pub(super) host: Host,
    /// Where the project is kept; `None` without storage.
    pub(super) storage_key: Option<String>,
    /// Where the designer keeps its certificates.
    pub(super) designs_key: Option<String>,
    /// The revision that the project was read or saved with.
    pub(super) saved_revision: u64,
    /// Edits that are not saved yet.
    pub(super) journal: Journal,
    /// Whether the project is too long for localStorage.
    pub(super) long: bool,
    /// Whether it has joined the other tabs.
    pub(super) joined: bool,
    /// How many edits were sent; an answer to an older one tells nothing of the
    /// project that is not known here already.
    pub(super) sent: u64,
    /// The project's text as it was kept or opened last, for when the engine breaks.
    pub(super) last: Option<String>,
    /// What had the focus last.
    pub(super) focused: Option<web_sys::HtmlElement>,
}

/// Something to tell the person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Notice {
    pub(super) id: u64,
    pub(super) finding: Diagnostic,
    /// Whether it offers to undo the last step.
    pub(super) undo: bool,
}

/// A long job of the page's own, such as making many files.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Busy {
    /// What it is, and how far.
    pub(super) words: String,
}

/// A handle to the room; copies are the same room.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) core: StoredValue<Core, LocalStorage>,
    /// The project without learners and events. Edits are done here at once.
    pub(super) project: RwSignal<Arc<Project>>,
    /// How many learners and events there are.
    pub(super) sizes: RwSignal<(usize, usize)>,
    /// What the last run came to, as far as it is known.
    pub(super) progress: RwSignal<Progress>,
    /// Whether, and at what, the engine works: phase, done, all.
    pub(super) working: RwSignal<Option<(Phase, u32, u32)>>,
    /// Grows when what was asked before may have another answer.
    pub(super) news: RwSignal<u64>,
    /// What undo and redo would do.
    pub(super) undo: RwSignal<Option<String>>,
    pub(super) redo: RwSignal<Option<String>>,
    /// What could not be read of the project that was opened.
    pub(super) faults: RwSignal<Diagnostics>,
    pub(super) view: RwSignal<View>,
    /// Where one was before, the last one last.
    pub(super) trail: RwSignal<Vec<View>>,
    /// The path of a finding that was gone to: its place shows itself.
    pub(super) sought: RwSignal<Option<String>>,
    /// The instant that is looked at, in milliseconds since 1970; the end when none.
    pub(super) playhead: RwSignal<Option<i64>>,
    /// The learner that previews are of.
    pub(super) learner: RwSignal<Option<Id>>,
    pub(super) designs: RwSignal<Arc<Designs>>,
    /// What the page around asks for.
    pub(super) around: Around,
    /// Earlier states of the project.
    pub(super) versions: Versions,
    pub(super) saved: RwSignal<Saved>,
    /// Whether this tab edits the project.
    pub(super) tab: RwSignal<Tab>,
    pub(super) notices: RwSignal<Vec<Notice>>,
    pub(super) spoken: RwSignal<String>,
    pub(super) busy: RwSignal<Option<Busy>>,
    /// Whether a project is there at all.
    pub(super) ready: RwSignal<bool>,
    /// Whether the room says what it is for.
    pub(super) welcome: RwSignal<bool>,
    /// Whether what is stored is shown.
    pub(super) storage: RwSignal<bool>,
    /// The outermost element.
    pub(super) shell: NodeRef<leptos::html::Div>,
}

impl Room {
    pub(super) fn new(
        host: Host,
        storage_key: Option<String>,
        designs_key: Option<String>,
        settings: &Settings,
    ) -> Self {
        let around = Around::new(host.clone(), settings, storage_key.is_some());
        let versions = Versions::new(host.clone(), Budget::PROJECT, Some(parts));
        Self {
            core: StoredValue::new_local(Core {
                host,
                storage_key,
                designs_key,
                saved_revision: 0,
                journal: Journal::after_revision(0, 0),
                long: false,
                joined: false,
                sent: 0,
                last: None,
                focused: None,
            }),
            project: RwSignal::default(),
            sizes: RwSignal::default(),
            progress: RwSignal::default(),
            working: RwSignal::new(None),
            news: RwSignal::new(0),
            undo: RwSignal::new(None),
            redo: RwSignal::new(None),
            faults: RwSignal::default(),
            view: RwSignal::new(View::default()),
            trail: RwSignal::default(),
            sought: RwSignal::new(None),
            playhead: RwSignal::new(None),
            learner: RwSignal::new(None),
            designs: RwSignal::default(),
            around,
            versions,
            saved: RwSignal::new(Saved::Off),
            tab: RwSignal::new(Tab::Edits),
            notices: RwSignal::default(),
            spoken: RwSignal::default(),
            busy: RwSignal::new(None),
            ready: RwSignal::new(false),
            welcome: RwSignal::new(false),
            storage: RwSignal::new(false),
            shell: NodeRef::new(),
        }
    }

    pub(super) fn host(self) -> Host {
        self.core.with_value(|core| core.host.clone())
    }

    /// Reads the project, and runs again when it changes.
    pub(super) fn track<T>(self, read: impl FnOnce(&Project) -> T) -> T {
        self.project.with(|project| read(project))
    }

    /// Reads the project once.
    pub(super) fn peek<T>(self, read: impl FnOnce(&Project) -> T) -> T {
        self.project.with_untracked(|project| read(project))
    }

    /// The site's time zone; UTC when the project names none that exists.
    pub(super) fn zone(self) -> Zone {
        self.track(|p| Zone::named(&p.options.time_zone)).unwrap_or_else(Zone::utc)
    }

    /// Takes over where things stand. `sent` is the edit that it answers.
    pub(super) fn take(self, state: State, sent: u64) {
        if self.core.try_with_value(|core| core.sent) != Some(sent) {
            return;
        }
        match parse(&state.head) {
            Ok((project, _)) => {
                if self.peek(|old| *old != project) {
                    self.project.set(Arc::new(project));
                }
            }
            Err(faults) => self.tell_all(faults),
        }
        self.sizes.set((state.learners, state.events));
        self.undo.set(state.undo);
        self.redo.set(state.redo);
        self.faults.set(state.faults);
        self.ready.set(true);
        self.news.update(|news| *news += 1);
        self.look_after_focus();
        if !matches!(state.progress.phase, Phase::Done | Phase::Stopped) {
            self.working.set(Some((state.progress.phase, 0, state.progress.all)));
        } else {
            self.heard(state.progress);
        }
    }

    /// Hears how far a run is.
    pub(super) fn heard(self, progress: Progress) {
        let over = matches!(progress.phase, Phase::Done | Phase::Stopped);
        self.working.set((!over).then_some((progress.phase, progress.done, progress.all)));
        self.progress.set(progress);
        if over {
            self.news.update(|news| *news += 1);
            self.look_after_focus();
        }
    }

    /// Tells the person something.
    pub(super) fn tell(self, finding: Diagnostic) {
        self.push_notice(finding, false);
    }

    /// Tells what was just done, with a button to undo it.
    pub(super) fn tell_undo(self, message: impl Into<String>) {
        self.push_notice(Diagnostic::info("done", "", message), true);
    }

    /// Tells several things.
    pub(super) fn tell_all(self, findings: Diagnostics) {
        for finding in findings {
            self.tell(finding);
        }
    }

    fn push_notice(self, finding: Diagnostic, undo: bool) {
        let brief = !finding.is_error() && finding.code != KEEP_A_COPY;
        let id = self.notices.with_untracked(|n| n.last().map_or(1, |last| last.id + 1));
        self.notices.update(|notices| {
            // Undo takes back the last step: older messages can no longer offer it.
            notices.retain(|n| n.finding != finding && !(undo && n.undo));
            notices.push(Notice { id, finding, undo });
            let extra = notices.len().saturating_sub(3);
            notices.drain(..extra);
        });
        if brief {
            let close = move || {
                self.notices.try_update(|notices| notices.retain(|n| n.id != id));
            };
            set_timeout(close, std::time::Duration::from_secs(8));
        }
    }

    /// Says something to those who listen.
    pub(super) fn say(self, words: impl Into<String>) {
        self.spoken.set(words.into());
    }
}
