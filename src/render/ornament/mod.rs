//! Ornaments as outlines: drawn from numbers, so that they fill any frame and
//! stay sharp at any size.

mod border;
mod curve;
mod laurel;
mod line;
mod ribbon;
mod round;

use super::{Mark, PathStroke};
use crate::template::{Color, Ornament, OrnamentForm};
use kurbo::{BezPath, Rect};

/// What an ornament draws into a frame of that size, px. Frames that are too
/// small for it to be told from a dot give nothing.
pub(super) fn marks(ornament: &Ornament, width: f32, height: f32) -> Vec<Mark> {
    let frame = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    if frame.width().min(frame.height()) < 2.0 {
        return Vec::new();
    }
    let pen = Pen {
        main: ornament.color,
        second: ornament.second.unwrap_or_else(|| tone(ornament.color)),
        weight: f64::from(ornament.weight).clamp(0.1, frame.width().min(frame.height()) / 4.0),
    };
    match ornament.form {
        OrnamentForm::BorderLines => border::lines(frame, &pen),
        OrnamentForm::BorderCorners => border::corners(frame, &pen),
        OrnamentForm::BorderGuilloche => border::guilloche(frame, &pen),
        OrnamentForm::Seal => round::seal(frame, &pen),
        OrnamentForm::Award => round::award(frame, &pen),
        OrnamentForm::Rosette => round::rosette(frame, &pen),
        OrnamentForm::Ribbon => ribbon::banner(frame, &pen),
        OrnamentForm::Laurel => laurel::wreath(frame, &pen),
        OrnamentForm::Divider => line::divider(frame, &pen),
        OrnamentForm::Flourish => line::flourish(frame, &pen),
    }
}

/// The inks and the width of lines.
struct Pen {
    main: Color,
    second: Color,
    weight: f64,
}

/// A second tone that stands off from a colour: darker for light ones, lighter
/// for dark ones.
fn tone(color: Color) -> Color {
    let light = [color.r, color.g, color.b].iter().map(|c| u16::from(*c)).sum::<u16>() > 300;
    let shift = |c: u8| {
        let c = f64::from(c);
        let shifted = if light { c * 0.72 } else { c + (255.0 - c) * 0.45 };
        // In 0–255 by construction.
        shifted.round().clamp(0.0, 255.0) as u8
    };
    Color { r: shift(color.r), g: shift(color.g), b: shift(color.b), a: color.a }
}

/// A colour as it is in the shade: always darker, but for what is nearly black,
/// which could not be told from its shade.
fn shade(color: Color) -> Color {
    let black = [color.r, color.g, color.b].iter().map(|c| u16::from(*c)).sum::<u16>() < 60;
    let shift = |c: u8| {
        let c = f64::from(c);
        let shifted = if black { c + (255.0 - c) * 0.22 } else { c * 0.68 };
        // In 0–255 by construction.
        shifted.round().clamp(0.0, 255.0) as u8
    };
    Color { r: shift(color.r), g: shift(color.g), b: shift(color.b), a: color.a }
}

fn filled(path: BezPath, color: Color) -> Mark {
    Mark::Path { path, fill: Some(color), stroke: None }
}

fn stroked(path: BezPath, color: Color, width: f64) -> Mark {
    // Widths come from frames of at most a few thousand px.
    let width = width as f32;
    Mark::Path { path, fill: None, stroke: Some(PathStroke { color, width, dash: Vec::new() }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Shape as _;

    fn ornament(form: OrnamentForm) -> Ornament {
        let extra = Default::default();
        let (color, second) = (Color::BLACK, None);
        Ornament { form, color, second, weight: 3.0, alt: String::new(), extra }
    }

    #[test]
    fn every_form_fills_its_frame_and_stays_in_it() {
        for form in OrnamentForm::ALL {
            for (width, height) in [(1400.0, 950.0), (300.0, 300.0), (160.0, 700.0), (600.0, 40.0)]
            {
                let marks = marks(&ornament(form), width, height);
                assert!(!marks.is_empty(), "{form:?}");
                let mut all: Option<Rect> = None;
                for mark in &marks {
                    let Mark::Path { path, stroke, .. } = mark else { panic!("{form:?}") };
                    assert!(path.is_finite(), "{form:?}");
                    let wide = stroke.as_ref().map_or(0.0, |s| f64::from(s.width) / 2.0);
                    let bounds = path.bounding_box().inflate(wide, wide);
                    all = Some(all.map_or(bounds, |all| all.union(bounds)));
                }
                let all = all.unwrap();
                let (w, h) = (f64::from(width), f64::from(height));
                // Lines end flat: half their width beyond the end is not drawn.
                let near = |a: f64, b: f64| (a - b).abs() < 2.0;
                let inside = all.x0 > -2.0 && all.y0 > -2.0 && all.x1 < w + 2.0 && all.y1 < h + 2.0;
                assert!(inside, "{form:?} {all:?} in {w}×{h}");
                // It reaches both ends in one direction at least.
                let across = near(all.x0, 0.0) && near(all.x1, w);
                let down = near(all.y0, 0.0) && near(all.y1, h);
                assert!(across || down, "{form:?} {all:?} in {w}×{h}");
            }
        }
    }

    #[test]
    fn a_shade_is_darker_than_what_lies_in_it() {
        let sum = |c: Color| u32::from(c.r) + u32::from(c.g) + u32::from(c.b);
        for color in [Color::WHITE, Color::rgb(0x5a, 0x1a, 0x1a), Color::rgb(0x14, 0x26, 0x4a)] {
            assert!(sum(shade(color)) < sum(color), "{color:?}");
        }
        assert!(sum(shade(Color::BLACK)) > 0);
    }

    #[test]
    fn a_frame_without_room_draws_nothing_and_a_wide_line_fits() {
        for form in OrnamentForm::ALL {
            assert!(marks(&ornament(form), 1.0, 500.0).is_empty());
            let mut wide = ornament(form);
            wide.weight = 9000.0;
            for mark in marks(&wide, 40.0, 40.0) {
                let Mark::Path { path, .. } = mark else { panic!() };
                assert!(path.is_finite());
            }
        }
    }
}
