//! The page's guides and safe margins.

use super::command::Command;
use super::place::Axis;
use crate::diagnostic::Diagnostic;
use crate::template::{Guides, MAX_GUIDES, Margins, Page, Template};

/// Adds a guide at a position along an axis (`Horizontal`: a line from top to
/// bottom, so many px from the left), rounded to half a px and kept on the page.
///
/// # Errors
/// `too-many-guides`.
pub fn add_guide(template: &Template, axis: Axis, at: f64) -> Result<Command, Diagnostic> {
    let mut page = template.page.clone();
    let at = on_page(&page, axis, at);
    let lines = lines(&mut page.guides, axis);
    if lines.len() >= MAX_GUIDES {
        let message = format!("{MAX_GUIDES} guides in one direction are the most.");
        return Err(Diagnostic::error("too-many-guides", "page.guides", message)
            .repair("Drag guides off the page to delete them."));
    }
    lines.push(at);
    Ok(Command::SetPage { page })
}

/// Moves a guide, by its index in its list; `None` deletes it. `None` where
/// there is no such guide.
pub fn move_guide(
    template: &Template,
    axis: Axis,
    index: usize,
    to: Option<f64>,
) -> Option<Command> {
    let mut page = template.page.clone();
    let to = to.map(|at| on_page(&page, axis, at));
    let lines = lines(&mut page.guides, axis);
    match to {
        Some(at) => *lines.get_mut(index)? = at,
        None if index < lines.len() => {
            lines.remove(index);
        }
        None => return None,
    }
    Some(Command::SetPage { page })
}

/// Deletes all guides.
pub fn clear_guides(template: &Template) -> Command {
    Command::SetPage { page: Page { guides: Guides::default(), ..template.page.clone() } }
}

/// Other safe margins, each from 0 to half the page; `None` for none.
pub fn set_margins(template: &Template, margins: Option<Margins>) -> Command {
    let page = &template.page;
    let within =
        |v: f32, size: f32| if v.is_nan() { 0.0 } else { v.clamp(0.0, size.max(0.0) / 2.0) };
    let margins = margins.map(|m| Margins {
        top: within(m.top, page.height),
        right: within(m.right, page.width),
        bottom: within(m.bottom, page.height),
        left: within(m.left, page.width),
    });
    Command::SetPage { page: Page { margins, ..page.clone() } }
}

fn lines(guides: &mut Guides, axis: Axis) -> &mut Vec<f32> {
    match axis {
        Axis::Horizontal => &mut guides.vertical,
        Axis::Vertical => &mut guides.horizontal,
    }
}

fn on_page(page: &Page, axis: Axis, at: f64) -> f32 {
    let size = match axis {
        Axis::Horizontal => page.width,
        Axis::Vertical => page.height,
    };
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the page")]
    let at = if at.is_nan() {
        0.0
    } else {
        ((at * 2.0).round() / 2.0).clamp(0.0, f64::from(size.max(0.0))) as f32
    };
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::template::classic;

    #[test]
    fn guides_come_move_and_go() {
        let mut t = classic();
        let command = add_guide(&t, Axis::Horizontal, 99.8).unwrap();
        apply(&mut t, command).unwrap();
        let command = add_guide(&t, Axis::Vertical, 1e9).unwrap();
        apply(&mut t, command).unwrap();
        assert_eq!((t.page.guides.vertical[0], t.page.guides.horizontal[0]), (100.0, 1050.0));
        let command = move_guide(&t, Axis::Horizontal, 0, Some(7.0)).unwrap();
        apply(&mut t, command).unwrap();
        assert_eq!(t.page.guides.vertical, [7.0]);
        assert!(move_guide(&t, Axis::Horizontal, 1, None).is_none());
        let command = move_guide(&t, Axis::Vertical, 0, None).unwrap();
        apply(&mut t, command).unwrap();
        let margins = Margins { left: -4.0, top: 9e9, ..Margins::default() };
        let command = set_margins(&t, Some(margins));
        apply(&mut t, command).unwrap();
        assert_eq!(t.page.margins, Some(Margins { top: 525.0, ..Margins::default() }));
        assert_eq!(crate::template::validate(&t), vec![]);
        let again = crate::template::read(crate::template::write(&t)).unwrap();
        assert_eq!(again, t);
        let command = clear_guides(&t);
        apply(&mut t, command).unwrap();
        assert!(t.page.guides.is_empty());
    }
}
