//! Where it stands: numbers for place, size and angle, and how much it is seen.

use super::Chosen;
use super::controls::{Number, choice, length, number, slider};
use crate::edit::units::Unit;
use crate::edit::{Property, geometry};
use crate::locale::mark;
use crate::template::{Frame, MAX_FRAME_PX};
use crate::ui::state::Designer;
use leptos::prelude::*;

const UNITS: &[(Unit, &str)] = &[(Unit::Px, "px"), (Unit::Mm, "mm"), (Unit::In, mark!("inches"))];

pub(super) fn place(chosen: Chosen, one: Option<String>) -> impl IntoView {
    let designer = chosen.designer;
    view! {
        <section aria-labelledby="l-place">
            <h2 id="l-place">{t!("Place and size")}</h2>
            {one.map(|id| frame(designer, id))}
            {slider(
                "l-opacity",
                t!("Opacity"),
                (0.0, 100.0),
                move || chosen.common(|e| Some(f64::from(e.opacity) * 100.0)),
                move |share| {
                    #[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
                    let opacity = Property::Opacity((share / 100.0) as f32);
                    designer.set(&[opacity], mark!("Opacity"), Some("opacity"));
                },
            )}
        </section>
    }
}

/// Which number of a frame.
#[derive(Clone, Copy)]
enum Part {
    X,
    Y,
    Width,
    Height,
    Angle,
}

fn frame(designer: Designer, id: String) -> impl IntoView {
    let element = designer.element(&id);
    let part = move |part: Part| {
        let element = element.clone();
        move || {
            let frame = element.with(|e| e.as_ref().map(|e| e.frame))?;
            Some(f64::from(match part {
                Part::X => frame.x,
                Part::Y => frame.y,
                Part::Width => frame.width,
                Part::Height => frame.height,
                Part::Angle => frame.rotation,
            }))
        }
    };
    let set = move |part: Part| {
        let id = id.clone();
        move |value: f64| {
            let Some(frame) = designer.with_template(|t| t.element(&id).map(|e| e.frame)) else {
                return;
            };
            #[expect(clippy::cast_possible_truncation, reason = "within the box's range")]
            let value = value as f32;
            let new = match part {
                Part::X => Frame { x: value, ..frame },
                Part::Y => Frame { y: value, ..frame },
                Part::Width => Frame { width: value, ..frame },
                Part::Height => Frame { height: value, ..frame },
                Part::Angle => Frame { rotation: value, ..frame },
            };
            let label = match part {
                Part::X | Part::Y => mark!("Move"),
                Part::Width | Part::Height => mark!("Resize"),
                Part::Angle => mark!("Rotate"),
            };
            // What is typed may be far off: as much as must be seen stays on the page.
            let new = designer.with_template(|t| {
                let by = kurbo::Vec2::new(f64::from(new.x - frame.x), f64::from(new.y - frame.y));
                let start = Frame { x: frame.x, y: frame.y, ..new };
                let kept = crate::edit::place::clamp_move(t, [&start], by);
                geometry::moved(&start, kept)
            });
            if (new.x, new.y) != (value, value) && matches!(part, Part::X | Part::Y) {
                let kept = if matches!(part, Part::X) { new.x } else { new.y };
                if (kept - value).abs() > 0.01 {
                    designer.notify(
                        crate::diagnostic::Diagnostic::info(
                            "kept-on-page",
                            "",
                            t!("That is off the page: it was kept at its edge."),
                        )
                        .repair(t!("What lies off the page is in no output.")),
                    );
                }
            }
            designer.set_frame(&id, new, label);
        }
    };
    let far = f64::from(MAX_FRAME_PX);
    let about = |id, label, range, sign| Number { id, label, range, step: 1.0, sign };
    let unit = designer.unit;
    view! {
        <div class="numbers-grid">
            {length(designer, about("l-x", t!("X"), (-far, far), ""), part(Part::X), set(Part::X))}
            {length(designer, about("l-y", t!("Y"), (-far, far), ""), part(Part::Y), set(Part::Y))}
            {length(designer, about("l-w", t!("W"), (1.0, far), ""), part(Part::Width), set(Part::Width))}
            {length(designer, about("l-h", t!("H"), (1.0, far), ""), part(Part::Height), set(Part::Height))}
            {number(designer, about("l-angle", t!("Angle"), (-360.0, 360.0), "°"), part(Part::Angle), set(Part::Angle))}
        </div>
        {choice("l-unit", t!("Unit"), UNITS, move || Some(unit.get()), move |to| unit.set(to))}
    }
}
