//! Another page size: what stands on the page goes along.

use super::command::{Change, Command};
use super::elements::set;
use super::property::Property;
use super::select::Selection;
use crate::template::{ElementKind, Frame, Page, Template};
use std::collections::BTreeMap;

/// What spans this share of the page both ways is a border or a ground: it keeps
/// its distances from the edges.
const SPANS: f32 = 0.8;

/// Changes the page and carries all elements along: borders keep their
/// distances from its edges, the others their places in proportion, smaller or
/// larger as the page is.
pub fn refit(template: &Template, page: Page) -> Command {
    let (old, new) = (&template.page, &page);
    let (sx, sy) = (new.width / old.width.max(1.0), new.height / old.height.max(1.0));
    let scale = sx.min(sy);
    let mut frames = BTreeMap::new();
    let mut changes: Vec<Change> = Vec::new();
    for element in &template.elements {
        let f = &element.frame;
        let spans =
            f.rotation == 0.0 && f.width >= old.width * SPANS && f.height >= old.height * SPANS;
        let frame = if spans {
            let right = old.width - f.x - f.width;
            let bottom = old.height - f.y - f.height;
            let (x, y) = (f.x * scale, f.y * scale);
            Frame {
                x,
                y,
                width: (new.width - x - right * scale).max(1.0),
                height: (new.height - y - bottom * scale).max(1.0),
                rotation: 0.0,
            }
        } else {
            let (cx, cy) = ((f.x + f.width / 2.0) * sx, (f.y + f.height / 2.0) * sy);
            let (width, height) = ((f.width * scale).max(1.0), (f.height * scale).max(1.0));
            Frame { x: cx - width / 2.0, y: cy - height / 2.0, width, height, ..*f }
        };
        let round = |v: f32| (v * 2.0).round() / 2.0;
        let frame = Frame {
            x: round(frame.x),
            y: round(frame.y),
            width: round(frame.width).max(1.0),
            height: round(frame.height).max(1.0),
            ..frame
        };
        frames.insert(element.id.clone(), frame);
        let looks = match &element.kind {
            ElementKind::Text(text) => vec![
                Property::Size(text.style.size * scale),
                Property::MinSize(text.fit.min_size.map(|min| min * scale)),
            ],
            ElementKind::Shape(shape) => vec![
                Property::Radius(shape.radius * scale),
                Property::Stroke(shape.stroke.clone().map(|mut stroke| {
                    stroke.width *= scale;
                    stroke.dash.iter_mut().for_each(|d| *d *= scale);
                    stroke
                })),
            ],
            ElementKind::Ornament(ornament) => vec![Property::LineWeight(ornament.weight * scale)],
            ElementKind::Image(image) => vec![Property::Radius(image.radius * scale)],
            ElementKind::Qr(_) => Vec::new(),
        };
        let looks: Vec<Property> = looks.into_iter().map(Property::clamped).collect();
        if scale != 1.0 && !looks.is_empty() {
            let only = Selection::of(template, [element.id.as_str()]);
            // `set` knows what belongs together; locked elements go along too.
            match set(template, &only, &looks) {
                Command::Change { changes: some } if !some.is_empty() => changes.extend(some),
                _ => changes.push(Change { element: element.id.clone(), set: looks }),
            }
        }
    }
    Command::All {
        commands: vec![
            Command::SetPage { page },
            Command::SetFrames { frames },
            Command::Change { changes },
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::preflight::preflight;
    use crate::edit::{apply, geometry};
    use crate::template::{Orientation, Preset, gallery, validate};

    #[test]
    fn every_gallery_design_fits_every_page_and_comes_back() {
        for entry in &gallery::ENTRIES {
            for preset in Preset::ALL {
                for way in [Orientation::Landscape, Orientation::Portrait] {
                    let mut t = entry.template().unwrap();
                    let start = t.clone();
                    let page = Page { guides: t.page.guides.clone(), ..preset.page(way) };
                    let command = refit(&t, page);
                    let undo = apply(&mut t, command).unwrap();
                    let faults: Vec<_> = validate(&t)
                        .into_iter()
                        .filter(|f| f.severity == crate::diagnostic::Severity::Error)
                        .collect();
                    assert_eq!(faults, vec![], "{}", entry.key);
                    let off: Vec<_> =
                        preflight(&t).into_iter().filter(|d| d.code != "code-covered").collect();
                    assert_eq!(off, vec![], "{} {preset:?} {way:?}", entry.key);
                    apply(&mut t, undo).unwrap();
                    assert_eq!(t, start);
                }
            }
        }
    }

    #[test]
    fn a_border_keeps_its_distance() {
        let mut t = crate::template::classic();
        let mut border = crate::edit::tests::shape("border", Frame::new(40.0, 40.0, 1420.0, 970.0));
        border.name = "Border".into();
        t.elements.push(border);
        let command = refit(&t, Page::new(1050.0, 1500.0, 150.0));
        apply(&mut t, command).unwrap();
        let frame = t.element("border").unwrap().frame;
        let page = geometry::page_rect(&t.page);
        assert_eq!(frame.x, 28.0);
        assert!((f64::from(frame.x + frame.width) - (page.x1 - 28.0)).abs() < 1.0);
        assert!((f64::from(frame.y + frame.height) - (page.y1 - 28.0)).abs() < 1.0);
    }
}
