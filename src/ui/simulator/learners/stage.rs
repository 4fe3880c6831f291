//! What the timeline shows: which stretch of time, whose lanes, what is selected.

use super::super::state::Room;
use super::super::words::instant;
use super::lines::LineId;
use crate::catalogue::{Event, EventKind, Id, Instant, Moment, Status, Zone};
use crate::desk::{Ask, Edit, Filter, Lane, Lanes, Mark};
use crate::screen::time_ticks::{small_step, snapped};
use crate::screen::timeline::Span;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// In milliseconds.
const DAY: i64 = 86_400_000;

/// What the panel beside the lanes is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Aside {
    /// The learner at the playhead.
    Learner,
    /// An event that is made or edited.
    Event(Draft),
    /// Events too close to be told apart.
    Several(Id, Vec<Mark>),
}

/// An event that is made, or one of the history that is edited.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// Its place among the events; none for a new one.
    pub(super) seq: Option<usize>,
    pub(super) event: Event,
    /// The learner's name; none while nobody is chosen.
    pub(super) name: Option<String>,
    /// Whether the form takes the focus.
    pub(super) focus: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialog {
    Add,
    Profile,
    Generate,
    Import,
}

/// A handle to the timeline; copies are the same one.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    pub(super) room: Room,
    /// The stretch of time; everything when none.
    pub(super) span: RwSignal<Option<Span>>,
    /// From the first to the last thing that happens.
    pub(super) all: Memo<(i64, i64)>,
    /// The width of the lanes, in px.
    pub(super) width: RwSignal<f64>,
    pub(super) search: RwSignal<String>,
    pub(super) aside: RwSignal<Aside>,
    /// The lane that the keyboard is at.
    pub(super) active: RwSignal<Option<Id>>,
    /// A mark that is being dragged or was just moved, and where it is.
    pub(super) moving: RwSignal<Option<(usize, i64)>>,
    /// When it was moved last, on the browser's clock.
    pub(super) moved_at: StoredValue<f64>,
    /// The mark that has the focus: it is never merged into another one.
    pub(super) apart: RwSignal<Option<usize>>,
    /// The element with the lanes, or with the table of events.
    pub(super) list: StoredValue<Option<NodeRef<leptos::html::Div>>>,
    /// A line that is being dragged, and where it is.
    pub(super) pulled: RwSignal<Option<(LineId, i64)>>,
    pub(super) dialog: RwSignal<Option<Dialog>>,
    /// The rows that are known: the first one's place, and how many there are.
    pub(super) lanes: RwSignal<(usize, Lanes)>,
    pub(super) zone: Memo<Named>,
}

/// A zone that can be compared.
#[derive(Clone, Debug)]
pub(super) struct Named(pub(super) Zone);

impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.0.name() == other.0.name()
    }
}

impl Stage {
    pub(super) fn new(room: Room) -> Self {
        let zone = Memo::new(move |_| Named(room.zone()));
        let all = Memo::new(move |old: Option<&(i64, i64)>| {
            let (begin, until) = room.progress.with(|p| (p.begin, p.until));
            // Nothing is known while a project is being compiled.
            if (begin, until) == (0, 0) { old.copied().unwrap_or((0, 0)) } else { (begin, until) }
        });
        Self {
            room,
            span: RwSignal::new(None),
            all,
            width: RwSignal::new(600.0),
            search: RwSignal::default(),
            aside: RwSignal::new(Aside::Learner),
            active: RwSignal::new(None),
            moving: RwSignal::new(None),
            moved_at: StoredValue::new(0.0),
            apart: RwSignal::new(None),
            list: StoredValue::new(None),
            pulled: RwSignal::new(None),
            dialog: RwSignal::new(None),
            lanes: RwSignal::default(),
            zone,
        }
    }

    /// Everything that happens, with the lines that can be dragged.
    pub(super) fn everything(self) -> Span {
        let (begin, until) = self.all.get();
        let known = (begin != 0 || until != 0).then_some([begin, until]);
        let lines = super::lines::instants(self.room, &self.zone.get().0);
        Span::over(known.into_iter().flatten().chain(lines), js_sys::Date::now()).at_least(28.0)
    }

    pub(super) fn now_shown(self) -> Span {
        self.span.get().unwrap_or_else(|| self.everything())
    }

    pub(super) fn x(self, at: i64) -> f64 {
        self.now_shown().x(at, self.width.get())
    }

    /// The height of a label of a line, in px: fingers need more.
    pub(super) fn label_row(self) -> usize {
        if self.width.get() < 400.0 { 47 } else { 30 }
    }

    pub(super) fn zoom(self, factor: f64, place: f64) {
        let (span, all) = untrack(|| (self.now_shown(), self.everything()));
        self.span.set(Some(span.zoomed(factor, place, all)));
    }

    pub(super) fn pan(self, parts: f64) {
        let (span, all) = untrack(|| (self.now_shown(), self.everything()));
        self.span.set(Some(span.moved(parts, all)));
    }

    /// What arrow keys move by and dragging snaps to, in milliseconds.
    pub(super) fn step(self) -> i64 {
        let span = untrack(|| self.now_shown());
        small_step(span.length() / self.width.get_untracked().max(1.0))
    }

    /// The instant at a place of the lanes, in whole steps.
    pub(super) fn at(self, x: f64) -> (Moment, i64) {
        let at = untrack(|| self.now_shown()).at(x, self.width.get_untracked());
        self.snap(at)
    }

    pub(super) fn snap(self, at: i64) -> (Moment, i64) {
        let zone = self.zone.get_untracked().0;
        let at = at.clamp(Instant::EARLIEST.0, Instant::LATEST.0 - 1);
        let moment = snapped(&zone, at, self.step());
        (moment, zone.instant(moment).0)
    }

    pub(super) fn words(self, at: i64) -> String {
        instant(&self.zone.get().0, at)
    }

    pub(super) fn filter(self) -> Filter {
        Filter { search: self.search.get(), ..Filter::default() }
    }

    pub(super) fn lane(self, learner: &Id) -> Option<Lane> {
        self.lanes.with(|(_, known)| known.lanes.iter().find(|l| l.learner == *learner).cloned())
    }

    /// Where new events begin, when no place was clicked: the playhead, else the
    /// middle of what is shown.
    fn here(self) -> Moment {
        let middle = untrack(|| self.now_shown()).at(0.5, 1.0);
        self.snap(self.room.playhead.get_untracked().unwrap_or(middle)).0
    }

    /// Opens the form for a new event: without a place that was clicked, a day
    /// after the learner's last one, with the next activity.
    pub(super) fn add_event(self, learner: Option<(Id, String)>, at: Option<Moment>) {
        let marks = learner.as_ref().and_then(|(id, _)| self.lane(id)).map(|lane| lane.marks);
        let done = marks.unwrap_or_default();
        let last = done.iter().map(|mark| mark.at).max();
        let next = |p: &crate::rules::Project| {
            let open = p.activities.iter().find(|a| !done.iter().any(|mark| mark.item == a.id));
            open.or(p.activities.first()).map(|a| a.id.clone())
        };
        let item = self.room.peek(next);
        let at = at.or_else(|| last.map(|last| self.snap(last + DAY).0));
        let (learner, name) = learner.map_or((Id::default(), None), |(id, name)| (id, Some(name)));
        self.aside.set(Aside::Event(Draft {
            seq: None,
            event: Event {
                at: at.unwrap_or_else(|| self.here()),
                learner,
                kind: EventKind::ActivityCompleted,
                item: item.unwrap_or_default(),
                status: Status::Completed,
                score: None,
                session: None,
                attributes: None,
            },
            name,
            focus: true,
        }));
    }

    /// Opens the form for the event after one that was just added: a day later,
    /// with the next activity.
    pub(super) fn next_event(self, event: &Event, name: Option<String>) {
        let mut next = event.clone();
        next.score = None;
        next.at = self.snap(self.zone.get_untracked().0.instant(event.at).0 + DAY).0;
        if event.kind == EventKind::ActivityCompleted {
            let after = self.room.peek(|p| {
                let at = p.activities.iter().position(|a| a.id == event.item)?;
                p.activities.get(at + 1).or(p.activities.first()).map(|a| a.id.clone())
            });
            next.item = after.unwrap_or(next.item);
        }
        self.aside.set(Aside::Event(Draft { seq: None, event: next, name, focus: true }));
    }

    /// Opens the form for a recorded event.
    pub(super) fn open_event(self, seq: usize, event: Event, name: String, focus: bool) {
        self.aside.set(Aside::Event(Draft { seq: Some(seq), event, name: Some(name), focus }));
    }

    /// Shows a mark where it is being moved to.
    pub(super) fn move_mark(self, seq: usize, at: i64) {
        self.moved_at.set_value(js_sys::Date::now());
        self.moving.set(Some((seq, at)));
    }

    /// The lanes are known anew: a mark that was moved is where they say, unless
    /// they are of a moment before.
    pub(super) fn settle_mark(self) {
        let Some((seq, at)) = self.moving.get_untracked() else { return };
        let known = self.lanes.with_untracked(|(_, lanes)| {
            let mut marks = lanes.lanes.iter().flat_map(|lane| &lane.marks);
            marks.find(|mark| mark.seq == seq).map(|mark| mark.at)
        });
        if known == Some(at) || js_sys::Date::now() - self.moved_at.get_value() > 1500.0 {
            self.moving.set(None);
        }
    }

    /// Closes what is open beside the lanes; the focus goes back to where it was
    /// opened from.
    pub(super) fn shut(self) {
        let seq = match self.aside.get_untracked() {
            Aside::Event(draft) => draft.seq,
            _ => None,
        };
        self.aside.set(Aside::Learner);
        request_animation_frame(move || {
            let list = self
                .list
                .try_get_value()
                .flatten()
                .and_then(|node| node.try_get_untracked().flatten());
            let find = |of: &str| list.as_ref()?.query_selector(of).ok().flatten();
            let mark = seq.and_then(|seq| {
                find(&format!("[data-seq=\"{seq}\"], [data-event=\"{seq}\"] button"))
            });
            let place = mark.or_else(|| find(".track[tabindex='0']"));
            if let Some(place) = place.and_then(|p| p.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = place.focus();
            }
        });
    }

    /// Puts an event in the place of another one.
    pub(super) fn put_event(self, seq: usize, event: Event, label: &str, key: Option<&str>) {
        self.room.edit(label, key, vec![Edit::set(seq, event)]);
    }

    pub(super) fn remove_event(self, seq: usize) {
        self.shut();
        self.room.edit(t!("Remove an event"), None, vec![Edit::remove::<Event>(seq, 1)]);
        self.room.tell_undo(t!("Event removed."));
    }

    /// Sends something that adds many at once, shows everything, and closes the
    /// dialog.
    pub(super) fn bring(self, ask: Ask, words: String) {
        self.dialog.set(None);
        self.span.set(None);
        self.room.send(ask);
        self.room.tell_undo(words);
    }
}

/// The event of a mark.
pub(super) fn event_of(learner: &Id, mark: &Mark) -> Event {
    Event {
        at: mark.moment,
        learner: learner.clone(),
        kind: mark.kind,
        item: mark.item.clone(),
        status: mark.status,
        score: mark.score,
        session: mark.session.clone().map(Box::new),
        attributes: mark.attributes.clone().map(Box::new),
    }
}
