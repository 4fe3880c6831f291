//! What is drawn over the page: what is selected with its handles, the lines
//! that a drag snaps to, badges that say how texts fit.

use super::Canvas;
use super::gesture::handle_name;
use crate::edit::geometry::{corners, union};
use crate::edit::place::Axis;
use crate::edit::resize::Handle;
use crate::screen::view::View;
use crate::template::{Element, ElementKind, Frame};
use crate::text::FitReport;
use crate::ui::state::Designer;
use kurbo::{Point, Rect, Vec2};
use leptos::prelude::*;
use std::sync::Arc;

/// Side of a handle, px of the screen.
const HANDLE: f64 = 9.0;
/// Side of what is hit as one, by pointers and by fingers.
const HIT: f64 = 20.0;
/// How far the handle for turning stands off, px of the screen.
const TURN: f64 = 26.0;
/// Outlines of more elements than this would hide them.
const OUTLINED: usize = 60;

pub(super) fn marks(canvas: Canvas) -> impl IntoView {
    let designer = canvas.designer;
    let view = Memo::new(move |_| designer.view());
    view! {
        <svg class="marks" aria-hidden="true">
            {margins(designer, view)}
            {guides(designer, view)}
            <For each=move || designer.order.get() key=|id| id.clone() let:id>
                {slot(designer, view, id)}
            </For>
            {hover(designer, view)}
            {pointed(designer, view)}
            {selection(canvas, view)}
            {dragged(canvas, view)}
        </svg>
        {badges(designer, view)}
    }
}

/// A place that has no picture yet: nothing is printed there, so it is shown.
fn slot(designer: Designer, view: Memo<View>, id: String) -> impl IntoView {
    let element = designer.element(&id);
    let empty = Memo::new(move |_| {
        element.with(|e| {
            let e = e.as_ref().filter(|e| !e.hidden)?;
            let slot = matches!(&e.kind, ElementKind::Image(image) if image.asset.is_none());
            slot.then(|| (e.frame, e.name.clone()))
        })
    });
    move || {
        let (frame, name) = empty.get()?;
        let view = view.get();
        let middle = view.to_room(crate::edit::geometry::centre(&frame));
        // No name where it would hang out.
        let room = f64::from(frame.width) * view.scale;
        #[expect(clippy::cast_precision_loss, reason = "a short name")]
        let fits = room > name.chars().count() as f64 * 6.5;
        Some(view! {
            <polygon class="slot" points=points(&frame, view)></polygon>
            {fits.then(|| view! { <text class="slot-name" x=middle.x y=middle.y>{name}</text> })}
        })
    }
}

/// What is selected and can be seen, bottom to top.
fn selected(designer: Designer) -> Vec<Arc<Element>> {
    let selection = designer.selection.get();
    let order = designer.order.get();
    let chosen = order.iter().filter(|id| selection.contains(id));
    chosen.filter_map(|id| designer.element(id).get()).collect()
}

fn points(frame: &Frame, view: View) -> String {
    let at = corners(frame).map(|c| view.to_room(c));
    at.map(|p| format!("{:.1},{:.1}", p.x, p.y)).join(" ")
}

fn hover(designer: Designer, view: Memo<View>) -> impl IntoView {
    move || {
        let id = designer.hovered.get()?;
        if designer.selection.with(|s| s.contains(&id)) {
            return None;
        }
        let element = designer.element(&id).get()?;
        Some(
            view! { <polygon class="hovered" points=points(&element.frame, view.get())></polygon> },
        )
    }
}

/// The outline of the text that a form field edits.
fn pointed(designer: Designer, view: Memo<View>) -> impl IntoView {
    view! {
        <g class="pointed">
            {move || {
                let element = designer.element(&designer.pointed.get()?).get()?;
                let outline = points(&element.frame, view.get());
                Some(view! { <polygon points=outline></polygon> })
            }}
        </g>
    }
}

fn selection(canvas: Canvas, view: Memo<View>) -> impl IntoView {
    let designer = canvas.designer;
    move || {
        let elements = selected(designer);
        let view = view.get();
        let outlines: Vec<_> = elements
            .iter()
            .take(if elements.len() > OUTLINED { 0 } else { OUTLINED })
            .map(|e| {
                let class = if e.locked { "outline is-locked" } else { "outline" };
                view! { <polygon class=class data-of=e.id.clone() points=points(&e.frame, view)></polygon> }
            })
            .collect();
        let words_only = designer.around.words_only();
        let free: Vec<Frame> =
            elements.iter().filter(|e| !e.locked && !words_only).map(|e| e.frame).collect();
        let editing = designer.editing.get().is_some() || designer.cropping.get().is_some();
        let frame = match free.as_slice() {
            [] => None,
            [one] => Some(*one),
            several => union(several).map(as_frame),
        };
        let handles = frame.filter(|_| !editing).map(|frame| {
            let line = elements.len() == 1 && is_line(elements.first());
            handles(&frame, view, line)
        });
        let around = (free.len() > 1).then(|| union(&free)).flatten().map(
            |r| view! { <polygon class="around" points=points(&as_frame(r), view)></polygon> },
        );
        view! { <g class="selection">{outlines}{around}{handles}</g> }
    }
}

fn is_line(element: Option<&Arc<Element>>) -> bool {
    let shape = element.map(|e| &e.kind);
    matches!(shape, Some(ElementKind::Shape(s)) if s.form == crate::template::ShapeForm::Line)
}

#[expect(clippy::cast_possible_truncation, reason = "px on a page")]
fn as_frame(r: Rect) -> Frame {
    Frame::new(r.x0 as f32, r.y0 as f32, r.width() as f32, r.height() as f32)
}

/// The eight handles and the one that turns.
fn handles(frame: &Frame, view: View, line: bool) -> impl IntoView + use<> {
    let angle = f64::from(frame.rotation);
    let (w, h) = (f64::from(frame.width) * view.scale, f64::from(frame.height) * view.scale);
    let wanted = |handle: &Handle| {
        let pull = handle.direction();
        // A line has two ends; small frames have no room for handles on their sides.
        match (pull.x == 0.0, pull.y == 0.0) {
            (true, _) => !line && w > 44.0,
            (_, true) => line || h > 36.0,
            _ => !line,
        }
    };
    let shown: Vec<_> = Handle::ALL
        .into_iter()
        .filter(wanted)
        .map(|handle| {
            let at = view.to_room(handle.position(frame));
            let cursor = cursor(handle.direction(), angle);
            one(at, handle_name(handle), cursor, angle)
        })
        .collect();
    let top = view.to_room(Handle::North.position(frame));
    let turned = (angle - 90.0).to_radians();
    let turn = top + Vec2::new(turned.cos(), turned.sin()) * TURN;
    view! {
        <line class="stem" x1=top.x y1=top.y x2=turn.x y2=turn.y></line>
        {shown}
        <g class="turn" style:cursor="grab">
            <circle class="hit" data-handle="turn" cx=turn.x cy=turn.y r=HIT / 2.0></circle>
            <circle class="grip" cx=turn.x cy=turn.y r=HANDLE / 2.0 + 0.5></circle>
        </g>
    }
}

fn one(at: Point, name: &'static str, cursor: &'static str, angle: f64) -> impl IntoView + use<> {
    let turn = format!("rotate({angle} {} {})", at.x, at.y);
    view! {
        <g style:cursor=cursor>
            <rect class="grip" transform=turn x=at.x - HANDLE / 2.0 y=at.y - HANDLE / 2.0 width=HANDLE height=HANDLE rx="2"></rect>
            <rect class="hit" data-handle=name x=at.x - HIT / 2.0 y=at.y - HIT / 2.0 width=HIT height=HIT></rect>
        </g>
    }
}

/// The cursor that points the way a handle pulls on screen.
fn cursor(pull: Vec2, angle: f64) -> &'static str {
    let degrees = pull.atan2().to_degrees() + angle;
    #[expect(clippy::cast_possible_truncation, reason = "0 to 4")]
    match ((degrees / 45.0).round() as i64).rem_euclid(4) {
        0 => "ew-resize",
        1 => "nwse-resize",
        2 => "ns-resize",
        _ => "nesw-resize",
    }
}

/// Lines and gaps that a drag snaps to, the box that selects, and the numbers.
fn dragged(canvas: Canvas, view: Memo<View>) -> impl IntoView {
    move || {
        let marks = canvas.marks.get();
        let view = view.get();
        let lines: Vec<_> = marks
            .guides
            .iter()
            .map(|g| {
                let (a, b) = match g.axis {
                    Axis::Horizontal => (Point::new(g.at, g.from), Point::new(g.at, g.to)),
                    Axis::Vertical => (Point::new(g.from, g.at), Point::new(g.to, g.at)),
                };
                segment("snapped", view.to_room(a), view.to_room(b))
            })
            .collect();
        let gaps: Vec<_> = marks
            .gaps
            .iter()
            .map(|g| {
                let (a, b) = match g.axis {
                    Axis::Horizontal => (Point::new(g.from, g.across), Point::new(g.to, g.across)),
                    Axis::Vertical => (Point::new(g.across, g.from), Point::new(g.across, g.to)),
                };
                let (a, b) = (view.to_room(a), view.to_room(b));
                let across = if g.axis == Axis::Horizontal {
                    Vec2::new(0.0, 5.0)
                } else {
                    Vec2::new(5.0, 0.0)
                };
                view! {
                    {segment("gap", a, b)}
                    {segment("gap", a - across, a + across)}
                    {segment("gap", b - across, b + across)}
                }
            })
            .collect();
        let marquee = marks.marquee.map(|r| {
            let r = view.rect(r.abs());
            view! { <rect class="marquee" x=r.x0 y=r.y0 width=r.width() height=r.height()></rect> }
        });
        view! { <g class="dragged">{lines}{gaps}{marquee}</g> }
    }
}

fn segment(class: &'static str, a: Point, b: Point) -> impl IntoView + use<> {
    view! { <line class=class x1=a.x y1=a.y x2=b.x y2=b.y></line> }
}

/// The distance that elements should keep from the page's edges.
fn margins(designer: Designer, view: Memo<View>) -> impl IntoView {
    let inner = Memo::new(move |_| {
        designer.track(|t| {
            let m = t.page.margins?;
            Some(Rect::new(
                f64::from(m.left),
                f64::from(m.top),
                f64::from(t.page.width - m.right),
                f64::from(t.page.height - m.bottom),
            ))
        })
    });
    move || {
        let r = view.get().rect(inner.get().filter(|_| designer.rulers.get())?);
        Some(
            view! { <rect class="margins" x=r.x0 y=r.y0 width=r.width() height=r.height()></rect> },
        )
    }
}

/// The lines that a person drew.
fn guides(designer: Designer, view: Memo<View>) -> impl IntoView {
    let lines = Memo::new(move |_| designer.track(|t| t.page.guides.clone()));
    move || {
        if !designer.rulers.get() {
            return None;
        }
        let view = view.get();
        let (w, h) = designer.room.get();
        let guides = lines.get();
        let line = |axis: &'static str, n: usize, a: Point, b: Point| {
            let cursor = if axis == "x" { "ew-resize" } else { "ns-resize" };
            view! {
                {segment("guide", a, b)}
                <line class="hit" data-axis=axis data-guide=n.to_string() style:cursor=cursor x1=a.x y1=a.y x2=b.x y2=b.y></line>
            }
        };
        let upright = guides.vertical.iter().enumerate().map(|(n, at)| {
            let x = f64::from(*at) * view.scale + view.x;
            line("x", n, Point::new(x, 0.0), Point::new(x, h))
        });
        let level = guides.horizontal.iter().enumerate().map(|(n, at)| {
            let y = f64::from(*at) * view.scale + view.y;
            line("y", n, Point::new(0.0, y), Point::new(w, y))
        });
        Some(
            view! { <g class="guides">{upright.collect::<Vec<_>>()}{level.collect::<Vec<_>>()}</g> },
        )
    }
}

/// How a text fits, in words; nothing where it fits as it is.
pub(in crate::ui::designer) fn fit_words(fit: &FitReport, dpi: f32) -> Option<String> {
    let points = fit.size * 72.0 / dpi.max(1.0);
    let size = if points < 10.0 { format!("{points:.1}") } else { format!("{points:.0}") };
    Some(match (fit.overflows, fit.cut, fit.shrunk, fit.lines) {
        (true, ..) => t!("does not fit").to_owned(),
        (_, true, ..) => t!("cut off").to_owned(),
        (_, _, true, 0 | 1) => t!("shrunk to {size} pt", size = size),
        (_, _, true, n) => tn!(
            n,
            "shrunk to {size} pt, {count} line",
            "shrunk to {size} pt, {count} lines",
            size = size
        ),
        (.., n) if n > 1 => tn!(n, "{count} line", "{count} lines"),
        _ => return None,
    })
}

/// Badges on the texts themselves: on those that don't fit always, on the
/// selected ones whatever there is to say.
fn badges(designer: Designer, view: Memo<View>) -> impl IntoView {
    view! {
        <div class="badges" aria-hidden="true">
            <For each=move || designer.drawn.get() key=|id| id.clone() let:id>
                {badge(designer, view, id)}
            </For>
        </div>
    }
}

fn badge(designer: Designer, view: Memo<View>, id: String) -> impl IntoView {
    let fit = designer.fit(&id);
    let element = designer.element(&id);
    move || {
        let fit = fit.get()?;
        let bad = fit.overflows || fit.cut;
        let selected = || {
            designer.selection.with(|s| s.contains(&id))
                || designer.hovered.with(|h| h.as_deref() == Some(&id))
        };
        if !bad && !selected() {
            return None;
        }
        let dpi = designer.with_template(|t| t.page.dpi);
        let words = fit_words(&fit, dpi)?;
        let element = element.get()?;
        let box_ = crate::edit::geometry::bounds(&element.frame);
        let at = view.get().to_room(Point::new(box_.x1, box_.y1));
        let class = if bad { "fit-badge is-bad" } else { "fit-badge" };
        Some(view! {
            <span class=class style:left=format!("{}px", at.x) style:top=format!("{}px", at.y)>{words}</span>
        })
    }
}
